"""Who belongs to a household changes: births, departures, a death, a guest, one household that becomes two."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods import barcodes
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.people import journaled
from kruidenier.shop.people.files import AlreadyOver, clean
from kruidenier.shop.people.households import Headcount, Household, HouseholdFile, Member, find, new_household
from kruidenier.shop.people.register import Born, NobodyThere, People, grant, newest_right, set_people
from kruidenier.shop.people.rights import Term

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter


class OnlyCounted(ShopError):
    """A household of which only the number of people is known."""

    message = N_(
        "Of this household only the number of people is known. Say how many adults and children there are now."
    )


class NotInHousehold(ShopError):
    """Somebody who is not, or no longer, a member."""

    message = N_("This person is not in the household any more.")


class NotBornYet(ShopError):
    """A member from the future."""

    message = N_("Somebody born in {year} cannot be in the household yet.")


class WholeHousehold(ShopError):
    """A split in which nobody would stay."""

    message = N_("Somebody must stay: choose who leaves, and not everybody.")


def join(session: Session, card: str, *, born: Born, at: Counter, now: dt.datetime) -> int:
    """Let somebody belong to a household from today; tells their key."""
    return _join(session, card, born=born, until=None, at=at, now=now)


def host(session: Session, card: str, *, guest: Born | None, until: dt.date, at: Counter, now: dt.datetime) -> None:
    """Let a guest, mostly a child, count until a day; where people are only counted, as one child more."""
    require(at, Permission.HOUSEHOLDS)
    today = at.business_date(now)
    if until < today:
        raise AlreadyOver(until=until)
    if guest is not None:
        _join(session, card, born=guest, until=until, at=at, now=now)
        return
    held = find(session, card)
    counted = _counted(session, held.id, today)
    if counted is None:
        raise NotInHousehold
    people = People(adults=counted.adults, children=counted.children)
    set_people(session, held.id, replace(people, children=people.children + 1), from_day=today)
    set_people(session, held.id, people, from_day=until + dt.timedelta(days=1))
    _note(session, held.id, "people", at=at, now=now)


def leave(session: Session, card: str, *, member: int, at: Counter, now: dt.datetime) -> bool:
    """Let a member no longer count from today: gone or died. Tells whether the household is closed with the last."""
    require(at, Permission.HOUSEHOLDS)
    held, today = find(session, card), at.business_date(now)
    there = _members(session, held.id, today)
    if member not in there:
        raise NotInHousehold
    there[member].left_on = max(today, there[member].joined_on)
    closes = len(there) == 1
    if closes:
        session.get_one(Household, held.id).archived_at = now
    _note(session, held.id, "closed" if closes else "people", at=at, now=now)
    return closes


def recount(session: Session, card: str, *, people: People, at: Counter, now: dt.datetime) -> People:
    """Say anew who belongs to a household, from today; earlier days keep theirs."""
    require(at, Permission.HOUSEHOLDS)
    held, today = find(session, card), at.business_date(now)
    for born in people.members:
        _require_born(born, today)
    set_people(session, held.id, people, from_day=today)
    _note(session, held.id, "people", at=at, now=now)
    return people


def split(
    session: Session,
    card: str,
    *,
    leaving: Collection[int] = (),
    people: People | None = None,
    display_name: str,
    protected: bool = False,
    at: Counter,
    now: dt.datetime,
) -> str:
    """Let a part of a household go on by itself; tells its new card.

    The rights go along as they are today. Nothing in the books says where the new household came from: no history, no
    address, no remark. `leaving` are members; where people are only counted, `people` says how many go.
    """
    require(at, Permission.HOUSEHOLDS)
    held, today = find(session, card), at.business_date(now)
    gone = _go(session, held.id, leaving, people, today)
    number = barcodes.new_card()
    new_id = new_household(
        session,
        card=number,
        lang=held.lang,
        display_name=clean(display_name, needed=True) or "",
        referred_by=None,
        note=None,
        now=now,
    )
    session.flush()
    session.get_one(HouseholdFile, new_id).address_protected = protected
    set_people(session, new_id, gone, from_day=today)
    version = rules.current(session, today).version
    for kind in ("grocery", "esf"):
        right = newest_right(session, held.id, kind)
        if right is not None and Term(right.valid_from, right.valid_until).holds(today):
            until = right.valid_until
            named = {"start": today, "until": until, "version": version, "way": "split"}
            grant(session, new_id, kind, **named, at=at, now=now)  # type: ignore[arg-type]
    _note(session, held.id, "people", at=at, now=now)
    _note(session, new_id, "registered", at=at, now=now)
    return number


def _go(session: Session, household_id: str, leaving: Collection[int], people: People | None, today: dt.date) -> People:
    """Take those who leave out of the household."""
    there = _members(session, household_id, today)
    if not there:
        counted = _counted(session, household_id, today)
        if counted is None or people is None or people.members:
            raise OnlyCounted
        stay = People(adults=counted.adults - people.adults, children=counted.children - people.children)
        if min(stay.adults, stay.children) < 0 or stay.adults + stay.children == 0:
            raise WholeHousehold
        set_people(session, household_id, stay, from_day=today)
        return people
    if not set(leaving) <= set(there):
        raise NotInHousehold
    if set(leaving) == set(there):
        raise WholeHousehold
    if not leaving:
        raise NobodyThere
    for id_ in leaving:
        there[id_].left_on = today
    return People(
        tuple(Born(there[id_].birth_year, there[id_].birth_month, there[id_].gender) for id_ in sorted(leaving))
    )


def _join(session: Session, card: str, *, born: Born, until: dt.date | None, at: Counter, now: dt.datetime) -> int:
    require(at, Permission.HOUSEHOLDS)
    held, today = find(session, card), at.business_date(now)
    _require_born(born, today)
    if not _members(session, held.id, today):
        raise OnlyCounted
    member = Member(
        household_id=held.id,
        birth_year=born.year,
        birth_month=born.month,
        gender=born.gender,
        joined_on=today,
        left_on=None if until is None else until + dt.timedelta(days=1),
    )
    session.add(member)
    session.flush()
    _note(session, held.id, "people", at=at, now=now)
    return member.id


def _require_born(born: Born, today: dt.date) -> None:
    if born.first_day > today:
        raise NotBornYet(year=born.year)


def _members(session: Session, household_id: str, on: dt.date) -> dict[int, Member]:
    mine = select(Member).where(
        Member.household_id == household_id, Member.joined_on <= on, (Member.left_on.is_(None)) | (Member.left_on > on)
    )
    return {member.id: member for member in session.scalars(mine)}


def _counted(session: Session, household_id: str, on: dt.date) -> Headcount | None:
    mine = select(Headcount).where(Headcount.household_id == household_id, Headcount.valid_from <= on)
    return session.scalars(mine.order_by(Headcount.valid_from.desc()).limit(1)).first()


def _note(session: Session, household_id: str, field: str, *, at: Counter, now: dt.datetime) -> None:
    session.flush()
    journaled.record(session, household_id, verb="household", at=at, now=now, fields=[field])
