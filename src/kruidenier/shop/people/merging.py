"""Two files of one household become one: a choice for each field, a preview, and nothing of the past changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.people import journaled
from kruidenier.shop.people.arrivals import ArrivalHousehold
from kruidenier.shop.people.files import FileSheet, Note, Substitute, sheet_of
from kruidenier.shop.people.households import Household, HouseholdCard, HouseholdFile, Pseudonym, find
from kruidenier.shop.people.journaled import JournalHousehold
from kruidenier.shop.people.needs import Need
from kruidenier.shop.people.register import People, grant, set_people
from kruidenier.shop.people.rights import Hold

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

FIELDS = {
    "display_name": N_("name"),
    "lang": N_("language"),
    "people": N_("people"),
    "referred_by": N_("referred by"),
    "address": N_("address"),
    "grocery": N_("right to the grocery"),
    "esf": N_("right to ESF+ goods"),
    "note": N_("remark"),
}
ALONG = {
    "display_name": (),
    "referred_by": ("referrer_contact", "referred_on"),
    "address": ("address_protected",),
    "note": (),
}
"""What of the file goes with a field that is chosen."""


class SameHousehold(ShopError):
    """A merge of a household with itself."""

    message = N_("Both cards are of one household already.")


class UnknownField(ShopError):
    """A choice about something that a file does not have."""

    message = N_("There is no choice about {field}. Known: {known}.")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that the two files have differently."""

    field: str
    kept: Any
    other: Any


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two files side by side."""

    kept: FileSheet
    other: FileSheet
    differences: tuple[Difference, ...]


def compare(session: Session, card: str, other: str, *, at: Counter, now: dt.datetime) -> Comparison:
    """Open two files side by side: what differs is to be chosen before they are merged."""
    require(at, Permission.HOUSEHOLDS)
    one, two = find(session, card), find(session, other)
    if one.id == two.id:
        raise SameHousehold
    on = at.business_date(now)
    for held in (one, two):
        journaled.record(session, held.id, verb="household read", at=at, now=now)
    kept, second = (sheet_of(session, held.id, on=on, secrets=True) for held in (one, two))
    return Comparison(kept, second, tuple(_differences(kept, second)))


def merge(
    session: Session, card: str, other: str, *, take: Mapping[str, str], at: Counter, now: dt.datetime
) -> FileSheet:
    """Let the first household be both. `take` names the fields that come from the other, as `other`.

    Its cards, needs, notes, substitutes and holds come along; what it spent counts too, and its sales are found again.
    """
    require(at, Permission.HOUSEHOLDS)
    for field in take:
        if field not in FIELDS:
            raise UnknownField(field=field, known=", ".join(FIELDS))
    compared = compare(session, card, other, at=at, now=now)
    kept, gone = compared.kept.id, compared.other.id
    chosen = {field for field, whose in take.items() if whose == "other"}
    _take_over(session, compared, chosen, at=at, now=now)
    for table in (HouseholdCard, Hold, Note, Substitute, ArrivalHousehold, JournalHousehold):
        session.execute(update(table).where(table.household_id == gone).values(household_id=kept))
    there = set(compared.kept.needs)
    session.add_all(Need(household_id=kept, need=need) for need in compared.other.needs if need not in there)
    _move_names(session, gone, kept)
    household = session.get_one(Household, gone)
    household.archived_at, household.merged_into = now, kept
    session.flush()
    journaled.record(session, kept, verb="household", at=at, now=now, fields=["merged", *sorted(chosen)])
    return sheet_of(session, kept, on=at.business_date(now), secrets=True)


def people_of(file: FileSheet) -> People:
    """Tell the people of a file as the register writes them."""
    if file.people:
        return People(tuple(person.born for person in file.people if person.until is None))
    return People(adults=file.adults, children=file.children)


def _differences(kept: FileSheet, other: FileSheet) -> list[Difference]:
    found = []
    for field in FIELDS:
        mine, theirs = _value(kept, field), _value(other, field)
        if mine != theirs:
            found.append(Difference(field, mine, theirs))
    return found


def _value(file: FileSheet, field: str) -> Any:
    if field == "people":
        return people_of(file)
    if field in ("grocery", "esf"):
        return next(((right.start, right.until) for right in file.rights if right.kind == field), None)
    return getattr(file, field)


def _take_over(session: Session, compared: Comparison, chosen: set[str], *, at: Counter, now: dt.datetime) -> None:
    kept, other = compared.kept, compared.other
    file = session.get_one(HouseholdFile, kept.id)
    for field, along in ALONG.items():
        if field in chosen:
            for name in (field, *along):
                setattr(file, name, getattr(other, name))
    if "lang" in chosen:
        session.get_one(Household, kept.id).lang = other.lang
    today = at.business_date(now)
    if "people" in chosen:
        set_people(session, kept.id, people_of(other), from_day=today)
    version = rules.current(session, today).version
    for kind in ("grocery", "esf"):
        right = next((right for right in other.rights if right.kind == kind), None)
        if kind in chosen and right is not None and right.start is not None:
            grant(
                session,
                kept.id,
                kind,
                start=right.start,
                until=right.until,
                version=version,
                renewals=right.renewals,
                way=right.way,
                reason=right.reason,
                proof=right.proof,
                at=at,
                now=now,
            )


def _move_names(session: Session, gone: str, kept: str) -> None:
    """Let the names of the other's sales lead to the kept household: what was spent counts, and a refund finds it."""
    taken: dict[int, int] = {}
    for name in session.scalars(select(Pseudonym).where(Pseudonym.household_id == kept)):
        taken[name.year] = max(taken.get(name.year, 0), name.series)
    for name in session.scalars(select(Pseudonym).where(Pseudonym.household_id == gone).order_by(Pseudonym.series)):
        taken[name.year] = series = taken[name.year] + 1 if name.year in taken else 0
        name.household_id, name.series = kept, series
    session.flush()
