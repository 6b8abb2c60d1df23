"""Households as a spreadsheet: in and out with the same columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from kruidenier.i18n import _
from kruidenier.shop.office import journal, sheets
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.sheets import LONGEST_TEXT, BadRow, Cells, Imported, Sheet, Watch
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.people import journaled, proofs, register
from kruidenier.shop.people.household_rows import Change, Plan, There, write_changed, write_new
from kruidenier.shop.people.households import LANGUAGES, Headcount, Household, HouseholdCard, HouseholdFile, Member
from kruidenier.shop.people.register import Born, CardTaken, People
from kruidenier.shop.people.rights import Right

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

PERMISSION = Permission.HOUSEHOLDS
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
PEOPLE = ("members", "adults", "children")
MOST_PEOPLE = 50


def read(file: Path) -> Sheet:
    """Read a spreadsheet of households."""
    return sheets.read(file, known=COLUMNS, needed=NEEDED)


def judge(session: Session, sheet: Sheet, *, on: dt.date, watch: Watch = iter) -> Plan:
    """Compare a sheet with the register of today and note every error; writes nothing.

    A row without a card is the household that is known by the very same words, else a new one.
    """
    plan = Plan(Imported("households", len(sheet.rows)))
    known = _Register(session, on)
    seen: dict[str, int] = {}
    for cells in sheet.cells(watch):
        wanted = _wanted(cells, on)
        card = (wanted.get("card") or "").casefold()
        if card and seen.setdefault(card, cells.number) != cells.number:
            cells.wrong("card", _("The card {card} stands in row {row} already.").format(card=card, row=seen[card]))
        there = known.by_card.get(card)
        if card in known.given_up:
            cells.wrong("card", _("The card {card} was given up: take another number.").format(card=wanted["card"]))
        _require_right({**there.values, **wanted} if there else wanted, cells)
        if cells.errors:
            plan.imported.errors += cells.errors
        elif (there is None and known.take_alike(wanted, on)) or (there and _same(there.values, wanted, on)):
            plan.imported.unchanged += 1
        elif there is None:
            plan.new.append({**dict.fromkeys(COLUMNS), **wanted})
        else:
            plan.changed.append(Change(there, _kept_people(there.values, wanted, on)))
    plan.taken = set(known.by_card) | known.given_up | set(seen)
    plan.imported.created, plan.imported.updated = len(plan.new), len(plan.changed)
    return plan


def write(session: Session, plan: Plan, *, at: Counter, now: dt.datetime) -> Imported:
    """Write what was judged, with one journal line for the file; a changed `access_until` is a renewal."""
    require(at, PERMISSION)
    if plan.new or plan.changed:
        version = rules.current(session, at.business_date(now)).version
        write_new(session, plan, version=version, at=at, now=now)
        for change in plan.changed:
            write_changed(session, change, version=version, at=at, now=now)
        fields = {field: 0 for change in plan.changed for field in change.fields}
        for change in plan.changed:
            for field in change.fields:
                fields[field] += 1
        journal.record(
            session, at, verb="import", subject="households", now=now, created=len(plan.new), changed_fields=fields
        )
    return plan.imported


def add(session: Session, row: Mapping[str, str], *, proof: str | None = None, at: Counter, now: dt.datetime) -> str:
    """Register one household from the words of a row, with the document that was seen; tells its card."""
    require(at, PERMISSION)
    seen = proofs.read(proof)
    on = at.business_date(now)
    cells = Cells(1, row)
    wanted = _wanted(cells, on)
    _require_right(wanted, cells)
    for error in cells.errors:
        raise BadRow(column=error.column, fault=error.message)
    card = (wanted.get("card") or "").casefold()
    if card and session.get(HouseholdCard, card) is not None:
        raise CardTaken(card=wanted["card"])
    plan = Plan(Imported("households", 1, created=1), new=[{**dict.fromkeys(COLUMNS), **wanted, "proof": seen}])
    plan.taken = set(session.scalars(select(HouseholdCard.folded)))
    write_new(session, plan, version=rules.current(session, on).version, at=at, now=now)
    made = session.get_one(HouseholdCard, plan.cards[0].casefold())
    journaled.record(session, made.household_id, verb="household", at=at, now=now, fields=["registered"])
    return made.card


def export(session: Session, *, on: dt.date) -> Iterator[list[Any]]:
    """List the households in the columns of the import, by card."""
    for _card, there in sorted(_Register(session, on).by_card.items()):
        people: People = there.values["people"]
        counted = {
            "members": register.listed_people(people.members) or None,
            "adults": None if people.members else people.adults,
            "children": None if people.members else people.children,
        }
        yield [{**there.values, **counted}[column] for column in COLUMNS]


def _wanted(cells: Cells, on: dt.date) -> dict[str, Any]:
    readers: dict[str, Callable[[], Any]] = {
        "card": lambda: cells.read("card", register.read_card),
        "display_name": lambda: cells.text("display_name", needed=True),
        "lang": lambda: cells.choice("lang", LANGUAGES),
        "referred_by": lambda: cells.text("referred_by", needed=True),
        "note": lambda: cells.text("note", longest=LONGEST_TEXT, lines=True),
        **{column: partial(cells.date, column) for column in ("access_from", "access_until", "esf_from", "esf_until")},
    }
    wanted = {column: read() for column, read in readers.items() if cells.has(column)}
    if any(cells.has(column) for column in PEOPLE):
        wanted["people"] = _people(cells, on)
    return wanted


def _people(cells: Cells, on: dt.date) -> People:
    if cells.filled("members"):
        members = cells.read("members", register.read_members) or ()
        if not (members or cells.is_wrong("members")):
            cells.wrong("members", register.NobodyThere().explain())
        if any(born.first_day > on for born in members):
            cells.wrong("members", _("Somebody here is not born yet."))
        return People(members=members)
    adults, children = (cells.whole(column, most=MOST_PEOPLE) or 0 for column in ("adults", "children"))
    if adults + children == 0 and not cells.is_wrong("adults", "children"):
        cells.wrong("members" if cells.has("members") else "adults", register.NobodyThere().explain())
    return People(adults=adults, children=children)


def _require_right(household: Mapping[str, Any], cells: Cells) -> None:
    """Refuse rights without their days. A household with only the right to ESF+ goods has no days for the grocery."""
    for kind in ("access", "esf"):
        start, until = household.get(f"{kind}_from"), household.get(f"{kind}_until")
        if cells.is_wrong(f"{kind}_from", f"{kind}_until"):
            continue
        if start is None and (until is not None or (kind == "access" and household.get("esf_from") is None)):
            cells.wrong(f"{kind}_from", _("A right needs its first day."))
        elif kind == "access" and start is not None and until is None:
            cells.wrong("access_until", _("This right needs its last day."))
        elif start is not None and until is not None and until < start:
            cells.wrong(f"{kind}_until", _("The last day lies before the first."))


def _same(there: Mapping[str, Any], wanted: Mapping[str, Any], on: dt.date) -> bool:
    return all(
        value.is_like(there["people"], on) if column == "people" else column == "card" or value == there[column]
        for column, value in wanted.items()
    )


def _kept_people(there: Mapping[str, Any], wanted: Mapping[str, Any], on: dt.date) -> Mapping[str, Any]:
    """Leave members as they are where the row only counts them, and rightly."""
    if "people" in wanted and wanted["people"].is_like(there["people"], on):
        return {column: value for column, value in wanted.items() if column != "people"}
    return wanted


class _Register:
    """The register as it is on a day, read at once."""

    def __init__(self, session: Session, on: dt.date) -> None:
        members: dict[str, list[Born]] = {}
        asked = select(Member).where(Member.joined_on <= on, (Member.left_on.is_(None)) | (Member.left_on > on))
        for member in session.scalars(asked):
            born = Born(member.birth_year, member.birth_month, member.gender)
            members.setdefault(member.household_id, []).append(born)
        counts = {
            row.household_id: People(adults=row.adults, children=row.children)
            for row in session.scalars(
                select(Headcount).where(Headcount.valid_from <= on).order_by(Headcount.valid_from)
            )
        }
        rights: dict[tuple[str, str], Right] = {}
        for right in session.scalars(select(Right).order_by(Right.id)):
            rights[right.household_id, right.kind] = right
        self.by_card: dict[str, There] = {}
        self.given_up: set[str] = set()
        households = (
            select(HouseholdCard.folded, HouseholdCard.card, HouseholdCard.blocked_at, Household, HouseholdFile)
            .join(Household, Household.id == HouseholdCard.household_id)
            .join(HouseholdFile, HouseholdFile.household_id == Household.id)
            .order_by(HouseholdCard.issued_at, HouseholdCard.folded.desc())
        )
        for folded, card, blocked_at, household, file in session.execute(households):
            if blocked_at is not None or household.archived_at is not None:
                self.given_up.add(folded)
                continue
            people = counts.get(household.id)
            if household.id in members:
                people = People(register.in_order(members[household.id]))
            grocery, esf = (rights.get((household.id, kind)) for kind in ("grocery", "esf"))
            values = {
                "card": card,
                "display_name": file.display_name,
                "lang": household.lang,
                "people": people or People(),
                "referred_by": file.referred_by,
                "note": file.note,
                "access_from": grocery and grocery.valid_from,
                "access_until": grocery and grocery.valid_until,
                "esf_from": esf and esf.valid_from,
                "esf_until": esf and esf.valid_until,
            }
            renewals = {"access": grocery.renewals if grocery else 0, "esf": esf.renewals if esf else 0}
            self.by_card[folded] = There(household.id, household.version, values, renewals)
        self._by_name: dict[str, list[There]] = {}
        for there in self.by_card.values():
            self._by_name.setdefault(there.values["display_name"], []).append(there)

    def take_alike(self, wanted: Mapping[str, Any], on: dt.date) -> bool:
        """Find a household that is known by the same words as a row without a card, each for one row."""
        if wanted.get("card"):
            return False
        for there in self._by_name.get(wanted["display_name"], []):
            if _same(there.values, wanted, on):
                self._by_name[wanted["display_name"]].remove(there)
                return True
        return False
