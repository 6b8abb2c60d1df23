"""The register of households: who they are, how many, and which rights they were given."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods import barcodes
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.people import journaled, proofs
from kruidenier.shop.people.households import (
    LANGUAGES,
    Headcount,
    HouseholdCard,
    Member,
    find,
    is_adult,
    new_household,
)
from kruidenier.shop.people.rights import Hold, Right

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

EVER = dt.date(1900, 1, 1)
LONGEST_CARD = 40
_COUNTED = re.compile(r"(\d{1,2})(?: *\+ *(\d{1,2}))?", re.ASCII)
_LETTER = re.compile("([FVMHX])(?=;|$)")
_GENDERS = {"V": "F", "H": "M"}
"""Of a `vrouw` and an `homme`, as they are written in Dutch and French."""


class CardTaken(ShopError):
    """Another household has this card."""

    message = N_("Another household has the card {card}. Choose another number.")


class BadCard(ShopError):
    """A card number that cannot be one."""

    message = N_("A card has 1 to 40 letters, digits or hyphens; “{card}” has not.")


class BadMembers(ShopError):
    """Members of a household that cannot be read."""

    message = N_("“{members}” cannot be read: write birth years as 1984; 2015:F; 2024-03, divided by semicolons.")


class UnreadablePeople(ShopError):
    """People of a household as somebody typed them at the desk, and nobody can read."""

    message = N_("“{people}” cannot be read: write birth years, such as 1984 2015, or adults + children, such as 2+3.")


class NobodyThere(ShopError):
    """A household without people."""

    message = N_("A household has at least one person: give members, or a number of adults and children.")


class UntilBeforeFrom(ShopError):
    """A right that would end before it starts."""

    message = N_("The last day {until} lies before the first day {start}.")


class NothingToRenew(ShopError):
    """A household that never had the right."""

    message = N_("This household has no right to renew. Give it one first.")


class NotHeld(ShopError):
    """A household that is not blocked or paused."""

    message = N_("This household is not blocked or paused.")


class UnknownLanguage(ShopError):
    """A language that papers for households do not have."""

    message = N_("There is no language {lang} here. Known languages: nl, fr, en, ar.")


@dataclass(frozen=True, slots=True)
class Born:
    """A member: year of birth, month for small children, and F, M or X if it was told."""

    year: int
    month: int | None = None
    gender: str | None = None

    @property
    def first_day(self) -> dt.date:
        """The first day on which they can have been born."""
        return dt.date(self.year, self.month or 1, 1)

    def __str__(self) -> str:
        when = f"{self.year}" if self.month is None else f"{self.year}-{self.month:02}"
        return when if self.gender is None else f"{when}:{self.gender}"


@dataclass(frozen=True, slots=True)
class People:
    """The people of a household: its members, or just how many."""

    members: tuple[Born, ...] = ()
    adults: int = 0
    children: int = 0

    def is_like(self, there: People, on: dt.date) -> bool:
        """Tell whether these are the people that are known; mere numbers are like members of those ages on a day."""
        if self.members or not there.members:
            return self == there
        adults = sum(is_adult(born.year, born.month, on) for born in there.members)
        return (self.adults, self.children) == (adults, len(there.members) - adults)


def read_members(text: str) -> tuple[Born, ...]:
    """Read members written as `1984:F;2021-03:M`."""
    return in_order(_born(part.strip(), text) for part in text.split(";") if part.strip())


def read_people(text: str) -> People:
    """Read people as they are typed at the desk: birth years divided by blanks, or adults + children."""
    if counted := _COUNTED.fullmatch(text.strip()):
        people = People(adults=int(counted[1]), children=int(counted[2] or 0))
    else:
        years = text.upper().replace(":", "").replace(" ", ";")
        try:
            people = People(read_members(_LETTER.sub(lambda letter: f":{_GENDERS.get(letter[1], letter[1])}", years)))
        except BadMembers:
            raise UnreadablePeople(people=text.strip()) from None
    if not people.members and people.adults + people.children == 0:
        raise NobodyThere
    return people


def in_order(members: Iterable[Born]) -> tuple[Born, ...]:
    """Put members into the one order in which they are compared and written."""
    return tuple(sorted(members, key=str))


def _born(part: str, whole: str) -> Born:
    when, _colon, gender = part.partition(":")
    year, _hyphen, month = when.partition("-")
    ok = len(year) == 4 and year.isascii() and year.isdigit() and 1900 <= int(year) <= 2100
    ok = ok and (not _hyphen or (len(month) == 2 and month.isascii() and month.isdigit() and 1 <= int(month) <= 12))
    if not ok or (_colon and gender not in ("F", "M", "X")):
        raise BadMembers(members=whole)
    return Born(int(year), int(month) if month else None, gender or None)


def read_card(card: str) -> str:
    """Read a card's number, or refuse one that cannot be one."""
    require_card(card)
    return card


def require_card(card: str) -> None:
    """Refuse a card number that cannot be one."""
    if not 0 < len(card) <= LONGEST_CARD or not all(c.isalnum() or c == "-" for c in card):
        raise BadCard(card=card)


def register(
    session: Session,
    *,
    card: str | None,
    display_name: str,
    lang: str,
    people: People,
    access_from: dt.date,
    at: Counter,
    now: dt.datetime,
    access_until: dt.date | None = None,
    esf_from: dt.date | None = None,
    esf_until: dt.date | None = None,
    referred_by: str | None = None,
    note: str | None = None,
    way: str = "referral",
    reason: str | None = None,
    proof: str | None = None,
) -> str:
    """Register a household with its rights; tells its card, a random one if none was given."""
    require(at, Permission.HOUSEHOLDS)
    number = card or barcodes.new_card()
    require_card(number)
    if lang not in LANGUAGES:
        raise UnknownLanguage(lang=lang)
    if session.get(HouseholdCard, number.casefold()) is not None:
        raise CardTaken(card=number)
    household_id = new_household(
        session, card=number, lang=lang, display_name=display_name, referred_by=referred_by, note=note, now=now
    )
    set_people(session, household_id, people, from_day=EVER)
    version = rules.current(session, at.business_date(now)).version
    give = partial(grant, session, household_id, version=version, proof=proof, at=at, now=now)
    give("grocery", start=access_from, until=access_until, way=way, reason=reason)
    if esf_from is not None:
        give("esf", start=esf_from, until=esf_until)
    journaled.record(session, household_id, verb="household", at=at, now=now, fields=["registered"])
    return number


def set_people(session: Session, household_id: str, people: People, *, from_day: dt.date) -> None:
    """Let a household have these people from a day on; earlier days keep theirs."""
    if not people.members and people.adults + people.children <= 0:
        raise NobodyThere
    session.execute(
        update(Member).where(Member.household_id == household_id, Member.left_on.is_(None)).values(left_on=from_day)
    )
    if people.members:
        session.add_all(
            Member(
                household_id=household_id,
                birth_year=born.year,
                birth_month=born.month,
                gender=born.gender,
                joined_on=from_day,
            )
            for born in people.members
        )
    else:
        same_day = select(Headcount).where(Headcount.household_id == household_id, Headcount.valid_from == from_day)
        counted = session.scalar(same_day) or Headcount(household_id=household_id, valid_from=from_day)
        counted.adults, counted.children = people.adults, people.children
        session.add(counted)
    session.flush()


def grant(
    session: Session,
    household_id: str,
    kind: str,
    *,
    start: dt.date,
    until: dt.date | None,
    version: int,
    at: Counter,
    now: dt.datetime,
    renewals: int = 0,
    reason: str | None = None,
    way: str = "referral",
    proof: str | None = None,
    overruled: str | None = None,
) -> None:
    """Give a household a right; the newest row of a kind counts."""
    if until is not None and until < start:
        raise UntilBeforeFrom(until=until, start=start)
    session.add(
        Right(
            household_id=household_id,
            kind=kind,
            valid_from=start,
            valid_until=until,
            renewals=renewals,
            way=way,
            reason=reason,
            proof=proofs.read(proof),
            overruled=overruled,
            rule_version=version,
            granted_by=at.by,
            granted_at=now,
        )
    )
    session.flush()


def newest_right(session: Session, household_id: str, kind: str) -> Right | None:
    """Find the row of a right that counts."""
    mine = select(Right).where(Right.household_id == household_id, Right.kind == kind)
    return session.scalars(mine.order_by(Right.id.desc()).limit(1)).first()


def hold(
    session: Session,
    card: str,
    *,
    kind: str,
    reason: str,
    at: Counter,
    now: dt.datetime,
    start: dt.date | None = None,
    until: dt.date | None = None,
) -> None:
    """Pause or block a household from a day on (today if none is given)."""
    require(at, Permission.HOUSEHOLDS)
    held = find(session, card)
    first = start or at.business_date(now)
    if until is not None and until < first:
        raise UntilBeforeFrom(until=until, start=first)
    session.add(
        Hold(
            household_id=held.id,
            kind=kind,
            valid_from=first,
            valid_until=until,
            reason=reason,
            put_by=at.by,
            put_at=now,
        )
    )
    session.flush()
    journaled.record(session, held.id, verb="household", at=at, now=now, fields=[kind])


def lift(session: Session, card: str, *, at: Counter, now: dt.datetime) -> None:
    """Take away every block and pause from today on."""
    require(at, Permission.HOUSEHOLDS)
    held = find(session, card)
    today = at.business_date(now)
    standing = session.scalars(select(Hold).where(Hold.household_id == held.id, Hold.lifted_on.is_(None))).all()
    current = [row for row in standing if row.valid_until is None or row.valid_until >= today]
    if not current:
        raise NotHeld
    for row in current:
        row.lifted_on = today
    session.flush()
    journaled.record(session, held.id, verb="household", at=at, now=now, fields=["unblocked"])


def listed_people(people: Sequence[Born]) -> str:
    """Write members as `read_members` reads them."""
    return ";".join(str(born) for born in people)
