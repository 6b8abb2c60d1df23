"""What is kept of a household, and how it is forgotten: at once when asked, or when its term is over."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from kruidenier.shop.office import settings as rules
from kruidenier.shop.people import arrivals, decisions, journaled
from kruidenier.shop.people.arrivals import ArrivalHousehold
from kruidenier.shop.people.files import Note, Substitute
from kruidenier.shop.people.households import (
    Headcount,
    Household,
    HouseholdCard,
    HouseholdFile,
    Member,
    Pseudonym,
)
from kruidenier.shop.people.journaled import JournalHousehold
from kruidenier.shop.people.needs import Need
from kruidenier.shop.people.rights import Hold, Right
from kruidenier.shop.people.strangers import NotDuplicate
from kruidenier.store.base import Base, KeyType, Moment, RowNumber, Whole, whole

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.settings import Settings

NOON = dt.time(12, tzinfo=dt.UTC)
OF_A_HOUSEHOLD: tuple[type[Any], ...] = (
    HouseholdCard,
    HouseholdFile,
    Member,
    Headcount,
    Need,
    Note,
    Substitute,
    Right,
    Hold,
    Pseudonym,
    ArrivalHousehold,
    JournalHousehold,
)
"""The tables whose rows belong to one household."""
MOMENTS: tuple[InstrumentedAttribute[Any], ...] = (
    Household.registered_at,
    Household.archived_at,
    HouseholdCard.issued_at,
    HouseholdCard.blocked_at,
    Right.granted_at,
    Hold.put_at,
    NotDuplicate.said_at,
)
"""When something was done with a household, to the second: the journal has that second too, and sales that hour."""


class Erasure(Base):
    """A household that was forgotten, by its random key: a restored backup forgets it again."""

    __tablename__ = "erasure"

    household_id: Mapped[str] = mapped_column(KeyType, primary_key=True)
    erased_at: Mapped[Moment]


class Purge(Base):
    """What a purge took away that has no key of its own: the same is taken out of older copies of the books."""

    __tablename__ = "purge"
    __table_args__ = whole("links_before")

    id: Mapped[RowNumber]
    purged_at: Mapped[Moment]
    links_before: Mapped[Whole]
    """Links between sales and households of earlier years."""
    entries_before: Mapped[dt.date]
    """Notes and substitutes that ended earlier."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How long is kept what is kept of households."""

    household_months: int
    link_days: int
    note_days: int

    def or_longer(self, other: Terms) -> Terms:
        """Keep each as long as the longer of two rules says."""
        return Terms(
            max(self.household_months, other.household_months),
            max(self.link_days, other.link_days),
            max(self.note_days, other.note_days),
        )


@dataclass(frozen=True, slots=True)
class PastTerm:
    """What is kept longer than the shop's settings say."""

    households: tuple[str, ...]
    """The keys of those whose last right ended long ago."""
    cards: tuple[str, ...]
    """By which staff can look at them first."""
    before_year: int
    """Links between sales and households of earlier years are over."""
    links: int
    entries_before: dt.date
    """Notes and substitutes that ended earlier are over."""
    notes: int
    substitutes: int

    @property
    def is_nothing(self) -> bool:
        """Nothing is kept too long."""
        return not (self.households or self.links or self.notes or self.substitutes)


@dataclass(frozen=True, slots=True)
class Gone:
    """All that was ever forgotten, and must be so in every copy of the books."""

    households: tuple[str, ...] = ()
    links_before: int = 0
    entries_before: dt.date | None = None

    @property
    def is_nothing(self) -> bool:
        """Nothing was forgotten yet."""
        return not self.households and not self.links_before


def with_merged(session: Session, household_id: str) -> list[str]:
    """List a household's key and those of all that were merged into it, whose rows are its own."""
    found = [household_id]
    for key in found:
        found += session.scalars(select(Household.id).where(Household.merged_into == key))
    return found


def rows_about(table: type[Any], households: Collection[str]) -> ColumnElement[bool]:
    """Tell which rows of a table are about some households."""
    condition: ColumnElement[bool] = table.household_id.in_(households)
    return condition


def forget(session: Session, households: Collection[str], *, now: dt.datetime) -> None:
    """Take away all rows about households and what ties them to their sales; only that it was done is kept."""
    decisions.keep(session, households)
    for table in OF_A_HOUSEHOLD:
        session.execute(delete(table).where(rows_about(table, households)))
    either = NotDuplicate.first_id.in_(households) | NotDuplicate.second_id.in_(households)
    session.execute(delete(NotDuplicate).where(either))
    session.execute(delete(Household).where(Household.id.in_(households)))
    known = set(session.scalars(select(Erasure.household_id).where(Erasure.household_id.in_(households))))
    session.add_all(Erasure(household_id=key, erased_at=now) for key in households if key not in known)
    session.flush()


def erased(session: Session) -> tuple[str, ...]:
    """List the keys of all households that were forgotten."""
    return tuple(session.scalars(select(Erasure.household_id).order_by(Erasure.household_id)))


def gone(session: Session) -> Gone:
    """Tell all that was ever forgotten."""
    newest = session.execute(select(func.max(Purge.links_before), func.max(Purge.entries_before))).one()
    return Gone(erased(session), newest[0] or 0, newest[1])


def terms(settings: Settings) -> Terms:
    """Read how long things are kept."""
    return Terms(settings["keep.household_months"], settings["keep.link_days"], settings["keep.note_days"])


def terms_on(session: Session, on: dt.date) -> Terms:
    """Tell how long things are kept by the rules of a day."""
    return terms(rules.current(session, on))


def past_term(session: Session, terms: Terms, *, on: dt.date) -> PastTerm:
    """Look what is kept longer than its term."""
    households = _without_right_since(session, on - relativedelta(months=terms.household_months))
    cards = select(HouseholdCard.card).where(rows_about(HouseholdCard, households), HouseholdCard.blocked_at.is_(None))
    before_year = (on - dt.timedelta(days=terms.link_days)).year
    ended = on - dt.timedelta(days=terms.note_days)
    return PastTerm(
        households=tuple(households),
        cards=tuple(session.scalars(cards.order_by(HouseholdCard.card))),
        before_year=before_year,
        links=_count(session, Pseudonym, Pseudonym.year < before_year),
        entries_before=ended,
        notes=_count(session, Note, Note.until < ended),
        substitutes=_count(session, Substitute, Substitute.until < ended),
    )


def unlink(session: Session, before_year: int) -> None:
    """Take away what ties sales of earlier years to households: also who came then, and whose file was open when."""
    session.execute(delete(Pseudonym).where(Pseudonym.year < before_year))
    first = dt.date(max(before_year, dt.MINYEAR), 1, 1)
    arrivals.unlink_before(session, first)
    journaled.unlink_before(session, first)
    _keep_days_alone(session, first)


def clear_past(session: Session, past: PastTerm, *, now: dt.datetime) -> None:
    """Take away notes and substitutes whose term is over, and write down what a copy must forget too."""
    session.add(Purge(purged_at=now, links_before=past.before_year, entries_before=past.entries_before))
    session.execute(delete(Note).where(Note.until < past.entries_before))
    session.execute(delete(Substitute).where(Substitute.until < past.entries_before))
    arrivals.unlink_before(session, past.entries_before)


def _keep_days_alone(session: Session, first: dt.date) -> None:
    """Let what was done in earlier years have a day, and no hour."""
    for moment in MOMENTS:
        for value in set(session.scalars(select(moment).where(moment < dt.datetime.combine(first, NOON)))):
            day = dt.datetime.combine(value.date(), NOON)
            if day != value:
                session.execute(update(moment.class_).where(moment == value).values({moment: day}))


def _without_right_since(session: Session, day: dt.date) -> list[str]:
    newest = select(func.max(Right.id)).group_by(Right.household_id, Right.kind)
    lasting = select(Right.household_id).where(
        Right.id.in_(newest), Right.valid_from.is_not(None), Right.valid_until.is_(None) | (Right.valid_until >= day)
    )
    morning = dt.datetime.combine(day, dt.time(), dt.UTC)
    asked = select(Household.id).where(
        Household.merged_into.is_(None), Household.registered_at < morning, Household.id.not_in(lasting)
    )
    return list(session.scalars(asked.order_by(Household.id)))


def _count(session: Session, table: type[Any], condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(table).where(condition)) or 0
