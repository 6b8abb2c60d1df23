"""The lists of the day: what is done before the first sale and after the last, and who did it when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from kruidenier.shop.figures import stock_levels
from kruidenier.shop.goods import crates
from kruidenier.shop.goods.counts import CountTask
from kruidenier.shop.goods.day_lists import BY_HAND, ticks
from kruidenier.shop.goods.deeds import Deed
from kruidenier.shop.goods.places import MEASURED, Place, Temperature
from kruidenier.shop.goods.stock import Lot, Movement
from kruidenier.shop.office.folding import folded
from kruidenier.shop.office.papers import IssuedPaper
from kruidenier.shop.office.place import Till
from kruidenier.shop.office.staff import StaffMember
from kruidenier.shop.supply import habits
from kruidenier.shop.supply.deliveries import Delivery
from kruidenier.shop.supply.suppliers import Supplier
from kruidenier.shop.till.cash import Drawer
from kruidenier.shop.till.sales import Sale
from kruidenier.store.asking import in_parts
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.figures.stock_levels import LotLevel
    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.supply.habits import Expected

A_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Done:
    """Who did something, and when; of what several people did together, nobody."""

    at: dt.datetime
    by: str
    person: str
    """Their name, as far as the shop knows it."""


@dataclass(frozen=True, slots=True)
class Task:
    """One line of a list."""

    task: str
    """temperature, pull, recall, van, count, crates, cash, backup or tomorrow."""
    subject: str
    """The place, lot, supplier or till it is about; empty if the task stands alone."""
    by_hand: bool
    """Somebody ticks it off; the others the books know by themselves."""
    done: Done | None
    name: str = ""
    """Of what it is about; of tomorrow, the vans."""
    place: str = ""
    """Where the lot stands."""
    last_day: dt.date | None = None
    count: int = 0
    """Pieces of the lot, goods to count, crates to look into, lots to go tomorrow."""
    grams: int = 0
    tenths: int | None = None
    """The temperature as it was read."""
    note: str = ""
    """What was done about it, if it was too warm."""


@dataclass(frozen=True, slots=True)
class DayList:
    """One list of one day."""

    which: str
    """opening or closing."""
    date: dt.date
    tasks: tuple[Task, ...]
    first_sale_at: dt.datetime | None

    @property
    def left(self) -> tuple[Task, ...]:
        """What is still to be done."""
        return tuple(task for task in self.tasks if task.done is None)


def opening(session: Session, *, at: Counter, now: dt.datetime, on: dt.date | None = None) -> DayList:
    """List what is done before the first sale: cold places, goods past their last day or called back, vans, counts.

    A lot is pulled when somebody ticks it off, or when nothing of it is left in the books.
    """
    day = _Day.of(session, "opening", on, at, now)
    return day.listed([*_temperatures(day), *_pulled(day), *_called_back(day), *_vans(day), *_to_count(day)])


def closing(session: Session, *, at: Counter, now: dt.datetime, on: dt.date | None = None) -> DayList:
    """List what is done after the last sale: crates, drawers, a second temperature, the backup, and tomorrow."""
    day = _Day.of(session, "closing", on, at, now)
    return day.listed([*_crates(day), *_drawers(day), *_temperatures(day), _backup(day), _tomorrow(day)])


class _Day:
    """One day of the shop while its list is written."""

    def __init__(self, session: Session, which: str, on: dt.date, at: Counter, *, past: bool) -> None:
        self.session = session
        self.which = which
        self.on = on
        self.past = past
        self.begins = dt.datetime.combine(on, dt.time(), at.zone)
        self.ends = dt.datetime.combine(on + A_DAY, dt.time(), at.zone)
        self.ticks = ticks(session, which, on=on)
        self.people = dict(wire(session).execute(select(StaffMember.code, StaffMember.name)).all())

    @classmethod
    def of(cls, session: Session, which: str, on: dt.date | None, at: Counter, now: dt.datetime) -> _Day:
        today = at.business_date(now)
        return cls(session, which, on or today, at, past=on is not None and on < today)

    def listed(self, tasks: Iterable[Task]) -> DayList:
        first = select(func.min(Sale.recorded_at)).where(Sale.happened_on == self.on, Sale.paper_number.is_(None))
        return DayList(self.which, self.on, tuple(tasks), self.session.scalar(first))

    def done(self, at: dt.datetime, by: str) -> Done:
        return Done(at, by, self.people.get(by, by))

    def ticked(self, task: str, subject: str = "") -> Done | None:
        tick = self.ticks.get((task, subject))
        return None if tick is None else self.done(tick.at, tick.by)

    def task(self, task: str, subject: str = "", *, done: Done | None, **facts: object) -> Task:
        return Task(task, subject, task in BY_HAND[self.which], done, **facts)  # type: ignore[arg-type]

    def levels(self) -> list[LotLevel]:
        """Read the lots as they are now, or were in the evening."""
        return stock_levels.lots_of(self.session, on=self.on, past=self.past)


def _temperatures(day: _Day) -> Iterator[Task]:
    """Ask for the first temperature of the day before the first sale, and for a second one after the last."""
    cold = select(Place).where(Place.kind.in_(MEASURED), Place.archived_at.is_(None))
    read = select(Temperature).where(Temperature.happened_on == day.on).order_by(Temperature.id)
    readings: dict[int, list[Temperature]] = {}
    for reading in day.session.scalars(read):
        readings.setdefault(reading.place_id, []).append(reading)
    for place in sorted(day.session.scalars(cold), key=lambda place: (folded(place.name), place.code)):
        of_day = readings.get(place.id, [])
        wanted = of_day[:1] if day.which == "opening" else of_day[1:][-1:]
        for reading in wanted:
            done = day.done(reading.recorded_at, reading.by)
            facts = {"name": place.name, "tenths": reading.tenths, "note": reading.note or ""}
            yield day.task("temperature", place.code, done=done, **facts)
        if not wanted:
            yield day.task("temperature", place.code, done=None, name=place.name)


def _pulled(day: _Day) -> Iterator[Task]:
    morning = stock_levels.lots_of(day.session, on=day.on - A_DAY, past=True)
    there = day.levels()
    left = {lot.lot for lot in there}
    overdue = {lot.lot: lot for lot in (*there, *morning) if _is_overdue(lot, day.on)}
    gone = _last_movements(day, [number for number in overdue if number not in left])
    places = dict(wire(day.session).execute(select(Place.code, Place.name)).all())
    for number, lot in sorted(overdue.items(), key=lambda item: (places[item[1].place], folded(item[1].name), item[0])):
        yield day.task(
            "pull",
            number,
            done=day.ticked("pull", number) or gone.get(number),
            name=lot.name,
            place=places[lot.place],
            last_day=lot.last_day,
            count=lot.count,
            grams=lot.grams,
        )


def _called_back(day: _Day) -> Iterator[Task]:
    """List what is called back and still stands here; of an earlier day nobody knows that any more."""
    if day.past:
        return
    places = dict(wire(day.session).execute(select(Place.code, Place.name)).all())
    there = [lot for lot in day.levels() if lot.state == "recalled"]
    for lot in sorted(there, key=lambda lot: (places[lot.place], folded(lot.name), lot.lot)):
        yield day.task(
            "recall",
            lot.lot,
            done=day.ticked("recall", lot.lot),
            name=lot.name,
            place=places[lot.place],
            count=lot.count,
            grams=lot.grams,
        )


def _is_overdue(lot: LotLevel, on: dt.date) -> bool:
    return lot.state == "live" and not lot.is_short and lot.last_day is not None and lot.last_day < on


def _last_movements(day: _Day, numbers: list[str]) -> dict[str, Done]:
    """Tell who took the last of these lots that day."""
    found: dict[str, Done] = {}
    for some in in_parts(numbers):
        asked = (
            select(Lot.number, Movement.recorded_at, Movement.by)
            .join(Movement, Movement.lot_id == Lot.id)
            .where(Lot.number.in_(some), Movement.happened_on == day.on)
            .order_by(Movement.id)
        )
        found |= {number: day.done(at, by) for number, at, by in day.session.execute(asked)}
    return found


def _vans(day: _Day) -> Iterator[Task]:
    came = {
        code: day.done(arrived_at or recorded_at, by)
        for code, arrived_at, recorded_at, by in day.session.execute(
            select(Supplier.code, Delivery.arrived_at, Delivery.recorded_at, Delivery.by)
            .join(Supplier, Supplier.id == Delivery.supplier_id)
            .where(Delivery.happened_on == day.on, Delivery.kind == "intake", Delivery.state == "signed")
        )
    }
    for van in habits.expected(day.session, on=day.on):
        if van.is_likely:
            done = came.get(van.code) or day.ticked("van", van.code)
            yield day.task("van", van.code, done=done, name=_van(van))


def _van(van: Expected) -> str:
    """Name a van, with the hour that was agreed."""
    at_time = van.pick_up.at_time if van.pick_up is not None else None
    return f"{van.name} {at_time}" if at_time else van.name


def _to_count(day: _Day) -> Iterator[Task]:
    raised = CountTask.raised_at < day.ends
    waiting = raised & or_(CountTask.settled_at.is_(None), CountTask.settled_at >= day.ends)
    count = day.session.scalars(select(func.count()).where(waiting)).one()
    of_day = (CountTask.settled_at >= day.begins) & (CountTask.settled_at < day.ends)
    settled = day.session.scalar(select(func.max(CountTask.settled_at)).where(of_day))
    if count:
        yield day.task("count", done=None, count=count)
    elif settled is not None:
        yield day.task("count", done=Done(settled, "", ""))


def _crates(day: _Day) -> Iterator[Task]:
    """Tell how many crates no closing round of this day has looked into."""
    rounds = select(IssuedPaper).where(
        IssuedPaper.kind == crates.PAPER,
        IssuedPaper.issued_at >= day.begins,
        IssuedPaper.issued_at < day.ends,
        IssuedPaper.number.not_in(select(Deed.number).where(Deed.verb == "crate_round", Deed.undone_at.is_not(None))),
    )
    papers = day.session.scalars(rounds.order_by(IssuedPaper.id)).all()
    seen = {line["lot"] for paper in papers for line in paper.figures["lines"]}
    asked = select(Lot.number).where(crates.IN_CRATES, Lot.received_on <= day.on)
    in_crates = set(day.session.scalars(asked))
    unseen = sum(lot.lot in in_crates and lot.lot not in seen for lot in day.levels())
    if unseen:
        yield day.task("crates", done=None, count=unseen)
    elif papers:
        yield day.task("crates", done=day.done(papers[-1].issued_at, papers[-1].by), count=len(seen))


def _drawers(day: _Day) -> Iterator[Task]:
    asked = (
        select(Drawer, Till.code)
        .join(Till, Till.id == Drawer.till_id)
        .where(or_(Drawer.business_date == day.on, Drawer.closed_at.is_(None) & (Drawer.business_date < day.on)))
        .order_by(Till.code, Drawer.id)
    )
    for drawer, till in day.session.execute(asked):
        closed = None if drawer.closed_at is None else day.done(drawer.closed_at, drawer.closed_by or "")
        yield day.task("cash", till, done=closed, name=till)


def _backup(day: _Day) -> Task:
    return day.task("backup", done=day.ticked("backup"))


def _tomorrow(day: _Day) -> Task:
    """Look ahead: how many lots have their last day tomorrow, and which vans are expected."""
    tomorrow = day.on + A_DAY
    lots = sum(lot.state == "live" and not lot.is_short and lot.last_day == tomorrow for lot in day.levels())
    vans = [_van(van) for van in habits.expected(day.session, on=tomorrow) if van.is_likely]
    return day.task("tomorrow", done=day.ticked("tomorrow"), name=", ".join(vans), count=lots)
