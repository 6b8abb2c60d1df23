"""Who came today, by number: the queue of the welcome desk, and what a slip promised. Which household, stands apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    bindparam,
    delete,
    distinct,
    func,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.office import journal
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.people.budgets import BudgetEntry
from kruidenier.store.base import Base, Key, Moment, Whole, new_id, whole, wire
from kruidenier.store.rows import Rewrite, write_change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.people.households import Size

WAITING = ("waiting", "called")
"""Before the shop."""
HERE = (*WAITING, "shopping")
CAME = (*HERE, "left")
WEEKS_BACK = 4
"""The same day of so many weeks tells how many are to be expected."""


class NobodyWaits(ShopError):
    """An empty queue."""

    message = N_("Nobody waits now.")


class NotHereToday(ShopError):
    """A number that nobody has today, or not any more."""

    message = N_("Number {number} is not here: nobody has it today, or they have left.")


class Arrival(Base):
    """Somebody who came on a day, or has a place booked for it: a number, and nothing of who it is."""

    __tablename__ = "arrival"
    __table_args__ = (
        UniqueConstraint("happened_on", "number"),
        CheckConstraint(
            "state IN ('booked', 'waiting', 'called', 'shopping', 'left', 'undone')",
            name="state_known",
        ),
        CheckConstraint("number IS NOT NULL OR state IN ('booked', 'undone')", name="who_came_has_a_number"),
        CheckConstraint("adults >= 0 AND children >= 0", name="people_not_negative"),
    )

    id: Mapped[Key]
    happened_on: Mapped[dt.date]
    number: Mapped[int | None]
    """From 1 every day; None while a place is only booked."""
    state: Mapped[str]
    slot: Mapped[str | None]
    """The hour at which they may come in, such as 13:30, if the shop has slots."""
    adults: Mapped[int]
    children: Mapped[int]
    came_at: Mapped[Moment | None]
    """When the number was given; not known of numbers before this was noted."""
    changed_at: Mapped[Moment]
    by: Mapped[str]


class ArrivalHousehold(Base):
    """Which household it was: the only link, kept for a short time."""

    __tablename__ = "arrival_household"
    __table_args__ = (Index("ix_arrival_household_day", "household_id", "happened_on"),)

    arrival_id: Mapped[str] = mapped_column(ForeignKey("arrival.id"), primary_key=True)
    household_id: Mapped[str] = mapped_column(ForeignKey("household.id"))
    happened_on: Mapped[dt.date]


class Promise(Base):
    """A line of a slip: so much of some goods may go along today, whatever changes meanwhile."""

    __tablename__ = "arrival_promise"
    __table_args__ = (
        CheckConstraint("amount >= 0 AND had >= 0", name="amounts_not_negative"),
        *whole("amount", "had"),
    )

    arrival_id: Mapped[str] = mapped_column(ForeignKey("arrival.id"), primary_key=True)
    goods: Mapped[str] = mapped_column(primary_key=True)
    """The quota, or another limit of the day, by its name."""
    names: Mapped[dict[str, str]] = mapped_column(JSON)
    by_weight: Mapped[bool]
    amount: Mapped[Whole]
    """Pieces, or grams of goods by weight."""
    had: Mapped[Whole]
    """What they had of it that day before the slip."""


@dataclass(frozen=True, slots=True)
class Promised:
    """A line of a slip as people see it."""

    goods: str
    names: Mapping[str, str]
    """By language; empty where only the word of the shop itself is known."""
    amount: int
    by_weight: bool = False
    had: int = 0


@dataclass(frozen=True, slots=True)
class Queued:
    """A number of today, and where it is."""

    number: int
    state: str
    """waiting, called, shopping or left."""
    slot: str | None
    since: dt.datetime
    """When that state began."""


# The queue


def call_next(session: Session, *, at: Counter, now: dt.datetime) -> Queued:
    """Call the number whose turn it is: the lowest that waits, those of an earlier slot first."""
    require(at, Permission.DESK)
    on = at.business_date(now)
    first = (
        select(Arrival)
        .where(Arrival.happened_on == on, Arrival.state == "waiting")
        .order_by(func.coalesce(Arrival.slot, ""), Arrival.number)
        .limit(1)
    )
    arrival = session.scalars(first.with_for_update()).first()
    if arrival is None:
        raise NobodyWaits
    return _move(session, arrival, "called", at=at, now=now)


def call(session: Session, number: int, *, at: Counter, now: dt.datetime) -> Queued:
    """Call a number, whoever's turn it is."""
    require(at, Permission.DESK)
    return _move(session, _here(session, number, at=at, now=now), "called", at=at, now=now)


def let_in(session: Session, number: int, *, at: Counter, now: dt.datetime) -> Queued:
    """Let a number into the shop."""
    require(at, Permission.DESK)
    return _move(session, _here(session, number, at=at, now=now), "shopping", at=at, now=now)


def see_off(session: Session, number: int, *, at: Counter, now: dt.datetime) -> Queued:
    """Note that a number has left, with or without goods."""
    require(at, Permission.DESK)
    return _move(session, _here(session, number, at=at, now=now), "left", at=at, now=now)


def take_back(session: Session, number: int, *, at: Counter, now: dt.datetime) -> Queued:
    """Take a wrong arrival back: its number is not given again today, and nobody is counted for it."""
    require(at, Permission.DESK)
    return _move(session, _here(session, number, at=at, now=now), "undone", at=at, now=now)


def queue(session: Session, on: dt.date) -> tuple[Queued, ...]:
    """List the numbers that are here: in the shop, called, and waiting in their order."""
    asked = select(Arrival.number, Arrival.state, Arrival.slot, Arrival.changed_at).where(
        Arrival.happened_on == on, Arrival.state.in_(HERE)
    )
    found = session.execute(asked.order_by(func.coalesce(Arrival.slot, ""), Arrival.number)).all()
    rows = (Queued(number or 0, state, slot, since) for number, state, slot, since in found)
    return tuple(sorted(rows, key=lambda one: -HERE.index(one.state)))


def waiting(session: Session, on: dt.date) -> int | None:
    """Tell how many wait before the shop; None on a day on which nobody came by the desk."""
    row = session.execute(
        select(func.count(Arrival.id), func.count(Arrival.id).filter(Arrival.state.in_(WAITING))).where(
            Arrival.happened_on == on
        )
    ).one()
    return int(row[1]) if row[0] else None


def expected_visits(session: Session, on: dt.date) -> int:
    """Tell how many households come on a day: those with a number or a booking, or more if more usually come.

    What is usual is the mean of the same day in the four weeks before, as far as somebody came; counted by numbers,
    and where there was no desk by whoever paid.
    """
    days = [on - dt.timedelta(weeks=weeks) for weeks in range(1, WEEKS_BACK + 1)]
    came: dict[dt.date, int] = dict.fromkeys([on, *days], 0)
    by_number = select(Arrival.happened_on, func.count()).where(
        Arrival.happened_on.in_(came), Arrival.state.in_((*CAME, "booked"))
    )
    by_purse = select(BudgetEntry.happened_on, func.count(distinct(BudgetEntry.pseudonym))).where(
        BudgetEntry.happened_on.in_(came), BudgetEntry.cents >= 0
    )
    for asked in (by_number.group_by(Arrival.happened_on), by_purse.group_by(BudgetEntry.happened_on)):
        for day, households in session.execute(asked):
            came[day] = max(came[day], int(households))
    usual = [came[day] for day in days if came[day]]
    return max(came[on], -(-sum(usual) // len(usual)) if usual else 0)


# Of which arriving is made


def here(session: Session, household_id: str, on: dt.date, *, states: Sequence[str] = HERE) -> Arrival | None:
    """Find a household's arrival of a day that is not over."""
    mine = (
        select(Arrival)
        .join(ArrivalHousehold, ArrivalHousehold.arrival_id == Arrival.id)
        .where(
            ArrivalHousehold.household_id == household_id,
            ArrivalHousehold.happened_on == on,
            Arrival.state.in_(states),
        )
    )
    return session.scalars(mine.order_by(Arrival.number).limit(1)).first()


def note(
    session: Session,
    household_id: str,
    *,
    on: dt.date,
    state: str,
    number: int | None,
    slot: str | None,
    size: Size,
    by: str,
    now: dt.datetime,
) -> Arrival:
    """Write an arrival, or a booking, and whose it is."""
    arrival = Arrival(
        id=new_id(),
        happened_on=on,
        number=number,
        state=state,
        slot=slot,
        adults=size.adults,
        children=size.children,
        came_at=None if number is None else now,
        changed_at=now,
        by=by,
    )
    session.add(arrival)
    session.flush()
    session.add(ArrivalHousehold(arrival_id=arrival.id, household_id=household_id, happened_on=on))
    session.flush()
    return arrival


def promise(session: Session, arrival: Arrival, lines: Sequence[Promised]) -> None:
    """Freeze the lines of a slip; what was promised before stays."""
    known = set(session.scalars(select(Promise.goods).where(Promise.arrival_id == arrival.id)))
    for line in lines:
        if line.goods not in known:
            session.add(
                Promise(
                    arrival_id=arrival.id,
                    goods=line.goods,
                    names=dict(line.names),
                    by_weight=line.by_weight,
                    amount=line.amount,
                    had=line.had,
                )
            )
    session.flush()


def promised(session: Session, arrival: Arrival) -> tuple[Promised, ...]:
    """Tell what a slip promised, by the names of the limits."""
    lines = select(Promise).where(Promise.arrival_id == arrival.id).order_by(Promise.goods)
    return tuple(
        Promised(line.goods, line.names, line.amount, line.by_weight, line.had) for line in session.scalars(lines)
    )


_MY_TURN = text("SELECT pg_advisory_xact_lock(hashtextextended('arrival', 3))")
_LAST = select(func.max(Arrival.number)).where(Arrival.happened_on == bindparam("day"))


def last_number(session: Session, on: dt.date) -> int | None:
    """Tell the highest number given on a day; None if nobody came by the desk."""
    number: int | None = wire(session).execute(_LAST, {"day": on}).scalar_one()
    return number


def next_number(session: Session, on: dt.date) -> int:
    """Take the next number of a day; two desks that ask at once get two."""
    take_turn(session)
    return (last_number(session, on) or 0) + 1


def take_turn(session: Session) -> None:
    """Let other desks and tills wait until this arrival is written."""
    connection = wire(session)
    if connection.dialect.name == "postgresql":  # SQLite has one writer
        connection.execute(_MY_TURN)


def end(session: Session, on: dt.date, number: int, *, now: dt.datetime) -> None:
    """Note that a number has paid and left; part of the sale."""
    ended = {"day": on.isoformat(), "number": number}
    moment = now.astimezone(dt.UTC).isoformat(timespec="microseconds")
    write_change(wire(session), _END, [{**ended, "now": moment}])


_END = Rewrite(
    sqlite="UPDATE arrival SET state = 'left', changed_at = :now WHERE happened_on = :day AND number = :number",
    postgres="UPDATE arrival SET state = 'left', changed_at = ended.now FROM jsonb_to_recordset({rows})"
    " AS ended (day date, number bigint, now timestamptz)"
    " WHERE happened_on = ended.day AND arrival.number = ended.number",
)


def unlink_before(session: Session, day: dt.date) -> None:
    """Take away which households came before a day, and how many they were: a large one is known by that alone."""
    session.execute(delete(ArrivalHousehold).where(ArrivalHousehold.happened_on < day))
    known = (Arrival.happened_on < day) & (Arrival.adults + Arrival.children > 0)
    session.execute(update(Arrival).where(known).values(adults=0, children=0))


def _here(session: Session, number: int, *, at: Counter, now: dt.datetime) -> Arrival:
    found = select(Arrival).where(
        Arrival.happened_on == at.business_date(now), Arrival.number == number, Arrival.state.in_(HERE)
    )
    arrival = session.scalars(found.with_for_update()).first()
    if arrival is None:
        raise NotHereToday(number=number)
    return arrival


def _move(session: Session, arrival: Arrival, state: str, *, at: Counter, now: dt.datetime) -> Queued:
    session.execute(update(Arrival).where(Arrival.id == arrival.id).values(state=state, changed_at=now))
    journal.record(session, at, verb="arrival", subject=arrival.id, now=now, fields=[state])
    assert arrival.number is not None
    return Queued(arrival.number, state, arrival.slot, now)
