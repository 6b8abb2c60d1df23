"""Households as a spreadsheet: in and out with the same columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from kruidenier.errors import ShopError
from kruidenier.i18n import _
from kruidenier.shop.office import journal, sheets
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.sheets import LONGEST_TEXT, Cells, Imported, Sheet
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.people import register
from kruidenier.shop.people.households import (
    LANGUAGES,
    Headcount,
    Household,
    HouseholdCard,
    HouseholdFile,
    Member,
)
from kruidenier.shop.people.register import Born, People
from kruidenier.shop.people.rights import Right

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

COLUMNS = (
    "card",
    "display_name",
    "lang",
    "members",
    "adults",
    "children",
    "referred_by",
    "access_from",
    "access_until",
    "esf_from",
    "esf_until",
    "note",
)
NEEDED = (("display_name",), ("lang",), ("members", "adults"), ("referred_by",), ("access_from",), ("access_until",))
TERMS = {"grocery": ("access_from", "access_until"), "esf": ("esf_from", "esf_until")}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A household as a row wants it; what the sheet has no column for is not named."""

    card: str | None
    file: dict[str, str | None]
    lang: str
    people: People | None
    terms: dict[str, tuple[dt.date | None, dt.date | None]]


@dataclass(slots=True)
class Plan:
    """What an import will write."""

    imported: Imported
    new: list[Wanted] = field(default_factory=list)
    changed: list[tuple[str, Wanted, Wanted]] = field(default_factory=list)


def read(file: Path) -> Sheet:
    """Read a spreadsheet of households."""
    return sheets.read(file, known=COLUMNS, needed=NEEDED)


def judge(session: Session, sheet: Sheet, *, on: dt.date) -> Plan:
    """Compare a sheet with the register of today and note every error; writes nothing."""
    plan = Plan(Imported("households", len(sheet.rows)))
    there = _current(session, on)
    seen: dict[str, int] = {}
    for number, row in enumerate(sheet.rows, start=1):
        cells = Cells(number, row)
        wanted = _wanted(cells)
        key = (wanted.card or "").casefold()
        if key and key in seen:
            cells.wrong(
                "card", _("The card {card} stands in row {row} already.").format(card=wanted.card, row=seen[key])
            )
        seen.setdefault(key, number)
        if cells.errors:
            plan.imported.errors += cells.errors
        elif not key or key not in there:
            plan.new.append(wanted)
        elif _same(there[key][1], wanted):
            plan.imported.unchanged += 1
        else:
            plan.changed.append((*there[key], wanted))
    plan.imported.created, plan.imported.updated = len(plan.new), len(plan.changed)
    return plan


def write(session: Session, plan: Plan, *, at: Counter, now: dt.datetime) -> Imported:
    """Write what was judged, with one journal line for the file; a changed `access_until` is a renewal."""
    require(at, Permission.HOUSEHOLDS)
    for wanted in plan.new:
        assert wanted.people is not None
        grocery, esf = wanted.terms["grocery"], wanted.terms.get("esf", (None, None))
        assert grocery[0] is not None
        register.register(
            session,
            card=wanted.card,
            display_name=wanted.file["display_name"] or "",
            lang=wanted.lang,
            people=wanted.people,
            access_from=grocery[0],
            access_until=grocery[1],
            esf_from=esf[0],
            esf_until=esf[1],
            referred_by=wanted.file.get("referred_by"),
            note=wanted.file.get("note"),
            at=at,
            now=now,
        )
    for household_id, there, wanted in plan.changed:
        _change(session, household_id, there, wanted, at=at, now=now)
    done = plan.imported
    if plan.new or plan.changed:
        journal.record(
            session, at, verb="import", subject="households", now=now, created=done.created, updated=done.updated
        )
    return done


def export(session: Session, *, on: dt.date) -> Iterator[list[Any]]:
    """List the households in the columns of the import, by card."""
    for _folded, (_key, wanted) in sorted(_current(session, on).items()):
        people = wanted.people or People()
        terms = {
            column: date
            for kind, columns in TERMS.items()
            for column, date in zip(columns, wanted.terms.get(kind, (None, None)), strict=True)
        }
        by_column: dict[str, Any] = {
            "card": wanted.card,
            "lang": wanted.lang,
            "members": register.listed_people(people.members) or None,
            "adults": None if people.members else people.adults,
            "children": None if people.members else people.children,
            **wanted.file,
            **terms,
        }
        yield [by_column[column] for column in COLUMNS]


def _wanted(cells: Cells) -> Wanted:
    card = cells.row.get("card") or None
    if card is not None:
        try:
            register.require_card(card)
        except ShopError as refusal:
            cells.wrong("card", refusal.explain())
    file = {"display_name": cells.text("display_name", needed=True)}
    for column, longest in (("referred_by", 200), ("note", LONGEST_TEXT)):
        if cells.has(column):
            file[column] = cells.text(column, longest=longest)
    terms = {
        kind: (cells.date(start), cells.date(until))
        for kind, (start, until) in TERMS.items()
        if cells.has(start) or cells.has(until)
    }
    for kind, (start, until) in terms.items():
        if start is not None and until is not None and until < start:
            cells.wrong(TERMS[kind][1], _("The last day lies before the first."))
        if start is None and until is not None:
            cells.wrong(TERMS[kind][0], _("A right needs its first day."))
    if terms.get("grocery", (None, None))[0] is None and not any(e.column == "access_from" for e in cells.errors):
        cells.wrong("access_from", _("A right needs its first day."))
    return Wanted(card, file, cells.choice("lang", LANGUAGES) or "", _people(cells), terms)


def _people(cells: Cells) -> People | None:
    if cells.filled("members"):
        members = cells.read("members", register.read_members)
        return People(members=members) if members else None
    adults, children = cells.whole("adults", most=50), cells.whole("children", most=50)
    people = People(adults=adults or 0, children=children or 0)
    if people.adults + people.children == 0:
        cells.wrong("members", register.NobodyThere().explain())
    return people


def _same(there: Wanted, wanted: Wanted) -> bool:
    return (
        there.lang == wanted.lang
        and _same_people(there.people, wanted.people)
        and all(there.file[name] == value for name, value in wanted.file.items())
        and all(there.terms.get(kind, (None, None)) == term for kind, term in wanted.terms.items())
    )


def _same_people(there: People | None, wanted: People | None) -> bool:
    if there is None or wanted is None:
        return there == wanted
    alike = sorted(map(str, there.members)) == sorted(map(str, wanted.members))
    return alike and (bool(there.members) or there == wanted)


def _change(
    session: Session, household_id: str, there: Wanted, wanted: Wanted, *, at: Counter, now: dt.datetime
) -> None:
    today = at.business_date(now)
    session.execute(
        update(Household).where(Household.id == household_id).values(lang=wanted.lang, version=Household.version + 1)
    )
    session.execute(update(HouseholdFile).where(HouseholdFile.household_id == household_id).values(**wanted.file))
    if wanted.people is not None and not _same_people(there.people, wanted.people):
        register.set_people(session, household_id, wanted.people, from_day=today)
    version = rules.current(session, today).version
    for kind, (start, until) in wanted.terms.items():
        before = there.terms.get(kind, (None, None))
        if (start, until) == before:
            continue
        right = register.newest_right(session, household_id, kind)
        longer = right is not None and until != before[1]
        renewals = (right.renewals if right else 0) + (1 if longer else 0)
        if start is None:
            session.add(_taken_away(household_id, kind, renewals=renewals, version=version, at=at, now=now))
        else:
            register.grant(
                session,
                household_id,
                kind,
                start=start,
                until=until,
                version=version,
                renewals=renewals,
                at=at,
                now=now,
            )
    session.flush()


def _taken_away(household_id: str, kind: str, *, renewals: int, version: int, at: Counter, now: dt.datetime) -> Right:
    return Right(
        household_id=household_id,
        kind=kind,
        valid_from=None,
        valid_until=None,
        renewals=renewals,
        rule_version=version,
        granted_by=at.by,
        granted_at=now,
    )


def _current(session: Session, on: dt.date) -> dict[str, tuple[str, Wanted]]:
    """Read the register as it is today, by card."""
    members: dict[str, list[Born]] = {}
    for member in session.scalars(
        select(Member).where(Member.joined_on <= on, Member.left_on.is_(None)).order_by(Member.id)
    ):
        born = Born(member.birth_year, member.birth_month, member.gender)
        members.setdefault(member.household_id, []).append(born)
    counts = {
        row.household_id: (row.adults, row.children)
        for row in session.scalars(select(Headcount).where(Headcount.valid_from <= on).order_by(Headcount.valid_from))
    }
    terms: dict[str, dict[str, tuple[dt.date | None, dt.date | None]]] = {}
    for right in session.scalars(select(Right).order_by(Right.id)):
        terms.setdefault(right.household_id, {})[right.kind] = (right.valid_from, right.valid_until)
    found = {}
    asked = (
        select(Household, HouseholdFile, HouseholdCard.card)
        .join(HouseholdFile, HouseholdFile.household_id == Household.id)
        .join(HouseholdCard, HouseholdCard.household_id == Household.id)
        .where(Household.archived_at.is_(None), HouseholdCard.blocked_at.is_(None))
    )
    for household, file, card in session.execute(asked):
        if household.id in members:
            people = People(members=tuple(members[household.id]))
        else:
            adults, children = counts.get(household.id, (0, 0))
            people = People(adults=adults, children=children)
        facts = {"display_name": file.display_name, "referred_by": file.referred_by, "note": file.note}
        found[card.casefold()] = (
            household.id,
            Wanted(card, facts, household.lang, people, terms.get(household.id, {})),
        )
    return found
