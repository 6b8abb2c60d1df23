"""Households as the counter needs them: a card, a size, a language; everything personal in tables of its own."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.errors import AtTheCounter
from kruidenier.i18n import N_
from kruidenier.store.base import Base, Key, Moment, RowNumber, insert_unless_there, random_key, wire

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.people.facts import Fact

LANGUAGES = ("nl", "fr", "en", "ar")
ADULT_AGE = 18


class UnknownCard(AtTheCounter):
    """No household has this card."""

    message = N_("We do not know the card {card}. Try once more; if it fails again, staff will help at the desk.")


class CardBlocked(AtTheCounter):
    """A card that was reported lost."""

    message = N_("This card was replaced by a new one. Staff will help at the desk.")


class Household(Base):
    """A household. Nothing here says who they are."""

    __tablename__ = "household"
    __table_args__ = (CheckConstraint("lang IN ('nl', 'fr', 'en', 'ar')", name="lang_known"),)

    id: Mapped[Key]
    lang: Mapped[str]
    registered_at: Mapped[Moment]
    archived_at: Mapped[Moment | None]
    merged_into: Mapped[str | None] = mapped_column(ForeignKey("household.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 SQLAlchemy's own way


class HouseholdCard(Base):
    """A card in somebody's hand: only a number."""

    __tablename__ = "household_card"

    folded: Mapped[str] = mapped_column(primary_key=True)
    """In small letters: cards are unique ignoring case."""
    card: Mapped[str]
    household_id: Mapped[str] = mapped_column(ForeignKey("household.id"), index=True)
    issued_at: Mapped[Moment]
    blocked_at: Mapped[Moment | None]


KNOWN_BY = (HouseholdCard.blocked_at.is_not(None), HouseholdCard.issued_at.desc(), HouseholdCard.folded)
"""The order of a household's cards: first the one by which it is known, which works and was given out last."""


class HouseholdFile(Base):
    """What staff must know to find a household again."""

    __tablename__ = "household_file"

    household_id: Mapped[str] = mapped_column(ForeignKey("household.id"), primary_key=True)
    display_name: Mapped[str]
    referred_by: Mapped[str | None]
    referrer_contact: Mapped[str | None]
    referred_on: Mapped[dt.date | None]
    informed_on: Mapped[dt.date | None]
    """When they were given the notice on what is kept of them."""
    address: Mapped[str | None]
    address_protected: Mapped[bool] = mapped_column(default=False)
    """Nobody but managers may see it, and no letter has it."""
    note: Mapped[str | None]


class Member(Base):
    """A member of a household, from a day to a day: year of birth, and month for small children."""

    __tablename__ = "member"
    __table_args__ = (
        CheckConstraint("birth_month BETWEEN 1 AND 12", name="birth_month_known"),
        CheckConstraint("gender IN ('F', 'M', 'X')", name="gender_known"),
    )

    id: Mapped[RowNumber]
    household_id: Mapped[str] = mapped_column(ForeignKey("household.id"), index=True)
    birth_year: Mapped[int]
    birth_month: Mapped[int | None]
    gender: Mapped[str | None]
    joined_on: Mapped[dt.date]
    left_on: Mapped[dt.date | None]
    """The first day it no longer counts."""


class Headcount(Base):
    """Just how many adults and children, from a day on, where members are not recorded."""

    __tablename__ = "headcount"
    __table_args__ = (UniqueConstraint("household_id", "valid_from"),)

    id: Mapped[RowNumber]
    household_id: Mapped[str] = mapped_column(ForeignKey("household.id"))
    valid_from: Mapped[dt.date]
    adults: Mapped[int]
    children: Mapped[int]


class Pseudonym(Base):
    """The random name under which a household's sales of one year are kept; the only link between the two."""

    __tablename__ = "pseudonym"
    __table_args__ = (
        UniqueConstraint("household_id", "year", "series"),
        Index("ix_pseudonym_year", "year"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    household_id: Mapped[str] = mapped_column(ForeignKey("household.id"))
    year: Mapped[int]
    series: Mapped[int] = mapped_column(default=0)
    """0 is the one in use; the others came from households that were merged into this one."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many people a household has on a day."""

    adults: int
    children: int

    @property
    def people(self) -> int:
        """Adults and children together."""
        return self.adults + self.children


@dataclass(frozen=True, slots=True)
class Held:
    """A household found by its card."""

    id: str
    card: str
    lang: str


_BY_CARD = (
    select(HouseholdCard.card, HouseholdCard.blocked_at, Household.id, Household.lang)
    .join(Household, Household.id == HouseholdCard.household_id)
    .where(HouseholdCard.folded == bindparam("folded"), Household.archived_at.is_(None))
)


def find(session: Session, card: str) -> Held:
    """Find a household by its card, or refuse."""
    folded = card.strip().casefold()
    row = wire(session).execute(_BY_CARD, {"folded": folded}).one_or_none() if folded.isprintable() else None
    if row is None:
        raise UnknownCard(card=card[:40])
    if row.blocked_at is not None:
        raise CardBlocked
    return Held(row.id, row.card, row.lang)


_LOCK = select(Household.id).where(Household.id == bindparam("household")).with_for_update(key_share=True)


def lock(session: Session, household_id: str) -> None:
    """Keep others from greeting this household until the deed is done: two tills, or a till and a desk."""
    wire(session).execute(_LOCK, {"household": household_id})


def is_card(session: Session, code: str) -> bool:
    """Tell whether a code is a household's card."""
    return wire(session).execute(_BY_CARD, {"folded": code.casefold()}).first() is not None


def size_on(facts: Sequence[Fact], day: dt.date) -> Size:
    """Count a household's adults and children on a day: its members, else the newest plain headcount."""
    members = [fact for fact in facts if fact.what == "member"]
    if members:
        adults = sum(is_adult(fact.first or 0, fact.second, day) for fact in members)
        return Size(adults, len(members) - adults)
    counted = [fact for fact in facts if fact.what == "headcount"]
    newest = max(counted, key=lambda fact: fact.since or day, default=None)
    return Size(newest.first or 0, newest.second or 0) if newest else Size(0, 0)


def is_adult(birth_year: int, birth_month: int | None, day: dt.date) -> bool:
    """Tell whether somebody counts as an adult.

    With only a year: from 1 January of the year of turning 18. With a month: from the first day of that month.
    """
    return day >= dt.date(birth_year + ADULT_AGE, birth_month or 1, 1)


def pseudonym(session: Session, household_id: str, year: int) -> str:
    """Tell, or make, the random name of a household's sales of a year."""
    mine = (Pseudonym.household_id == household_id, Pseudonym.year == year, Pseudonym.series == 0)
    found = select(Pseudonym.code).where(*mine)
    code = session.scalar(found)
    if code is None:
        named = {"household_id": household_id, "year": year, "series": 0}
        insert_unless_there(session, Pseudonym, code=secrets.token_hex(8), **named)
        code = session.scalars(found).one()
    return code


_PSEUDONYMS = select(Pseudonym.code).where(Pseudonym.household_id == bindparam("household"))


def pseudonyms(session: Session, household_id: str) -> list[str]:
    """List the names of a household's sales in the years that are still linked."""
    return list(wire(session).execute(_PSEUDONYMS, {"household": household_id}).scalars())


_BEHIND_CARD = (
    select(Pseudonym.code)
    .join(HouseholdCard, HouseholdCard.household_id == Pseudonym.household_id)
    .where(HouseholdCard.folded == bindparam("folded"))
)


def pseudonyms_behind(session: Session, card: str) -> list[str]:
    """List the names under which the household of a card, also of a replaced one, was sold to."""
    folded = card.strip().casefold()
    return list(wire(session).execute(_BEHIND_CARD, {"folded": folded}).scalars()) if folded.isprintable() else []


def card_of(session: Session, code: str) -> str | None:
    """Tell the card behind a pseudonym; None once the link is gone."""
    return session.scalar(
        select(HouseholdCard.card)
        .join(Pseudonym, Pseudonym.household_id == HouseholdCard.household_id)
        .where(Pseudonym.code == code, HouseholdCard.blocked_at.is_(None))
        .order_by(*KNOWN_BY)
        .limit(1)
    )


def known_cards(session: Session) -> dict[str, str]:
    """Tell the card by which each household is known, by the household's key."""
    cards: dict[str, str] = {}
    for household, card in session.execute(select(HouseholdCard.household_id, HouseholdCard.card).order_by(*KNOWN_BY)):
        cards.setdefault(household, card)
    return cards


def new_household(
    session: Session,
    *,
    card: str,
    lang: str,
    display_name: str,
    referred_by: str | None,
    note: str | None,
    now: dt.datetime,
) -> str:
    """Write a household's rows, without members or rights; tells its key."""
    household_id = random_key()
    session.add(Household(id=household_id, lang=lang, registered_at=now))
    session.flush()
    session.add(HouseholdCard(folded=card.casefold(), card=card, household_id=household_id, issued_at=now))
    session.add(HouseholdFile(household_id=household_id, display_name=display_name, referred_by=referred_by, note=note))
    return household_id
