"""What is to be counted, what was counted of it, and what the till asks to count."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from kruidenier.i18n import _
from kruidenier.shop.goods import catalogue, counting, groups
from kruidenier.shop.goods.count_books import Booked, booked, in_place, in_scope, with_some_left
from kruidenier.shop.goods.count_entries import agreed, standing
from kruidenier.shop.goods.count_result import MIXED
from kruidenier.shop.goods.counting import CountFacts
from kruidenier.shop.goods.counts import CountEntry, CountTask, StockCount
from kruidenier.shop.goods.places import Place
from kruidenier.shop.goods.stock import Lot

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.catalogue import Item
    from kruidenier.shop.goods.count_entries import Goods
    from kruidenier.shop.office.place import Counter

MOST_CLOSED = 50


@dataclass(frozen=True, slots=True)
class TaskToCount:
    """A product that the books cannot explain any more."""

    code: str
    name: str
    group: str
    raised_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Finding:
    """What one person found of some goods."""

    by: str
    count: int
    grams: int
    date_mark: str
    date: dt.date | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class ToCount:
    """Goods to be counted at once: of one product, one date and one place, or crates."""

    place: str | None
    """None: found where the books have none of it, or asked for by the till and nowhere in the books."""
    code: str
    name: str
    group: str | None
    lots: tuple[str, ...]
    by_weight: bool
    date_mark: str
    date: dt.date | None
    keeps_until: dt.date | None
    asked: bool
    """By the till."""
    book_count: int | None
    """None: the count is blind, and whoever counts does not see what the books say."""
    book_grams: int | None
    found: tuple[Finding, ...]
    """Where two people count, only one's own until the count is finished."""
    differs: bool
    """Two people were there and did not find the same."""


@dataclass(frozen=True, slots=True)
class CountSheet:
    """A count with all that is to be counted, in the order in which one walks."""

    facts: CountFacts
    lines: tuple[ToCount, ...]


def tasks(session: Session) -> tuple[TaskToCount, ...]:
    """List what the till asks to count, the oldest first."""
    asked = select(CountTask).where(CountTask.settled_at.is_(None)).order_by(CountTask.id)
    found = session.scalars(asked).all()
    items = catalogue.items(session, {task.product_id for task in found})
    return tuple(
        TaskToCount(item.code, item.name, item.group, task.raised_at)
        for task in found
        for item in [items[task.product_id]]
    )


def counts(session: Session) -> tuple[CountFacts, ...]:
    """List the counts, running ones first, then the last that were closed."""
    running = select(StockCount).where(StockCount.state.in_(counting.RUNNING)).order_by(StockCount.id.desc())
    closed = select(StockCount).where(StockCount.state.not_in(counting.RUNNING)).order_by(StockCount.id.desc())
    found = [*session.scalars(running), *session.scalars(closed.limit(MOST_CLOSED))]
    return tuple(counting.facts(session, count) for count in found)


def sheet(session: Session, number: str, *, at: Counter) -> CountSheet:
    """Show what is to be counted, and what this person has counted of it."""
    count = counting.find(session, number)
    entered = standing(session, count)
    lots = [goods[0] for goods in entered if goods[0] is not None]
    there = booked(session, or_(and_(in_scope(count), with_some_left()), Lot.id.in_(lots)))
    asked = set(session.scalars(select(CountTask.product_id).where(CountTask.settled_at.is_(None))))
    of_lots = {one.lot.product_id for one in there if one.lot.product_id}
    of_entries = {goods[1] for goods in entered if goods[1] is not None}
    items = catalogue.items(session, of_lots | of_entries | asked)
    view = _View(count, entered, items, asked, _places(session), groups.names(session), at.by)
    lines = [view.of_lots(some) for some in _together(there)]
    lines += [view.found_there(entries) for goods, entries in entered.items() if goods[1] is not None]
    lines += [view.of_task(items[one]) for one in _belonging(session, count, asked - of_lots - of_entries)]
    facts = counting.facts(session, count)
    return CountSheet(facts, tuple(sorted(lines, key=lambda line: _walk(line, view))))


@dataclass(frozen=True, slots=True)
class _View:
    """What lines are made from."""

    count: StockCount
    entered: Mapping[Goods, Sequence[CountEntry]]
    items: Mapping[str, Item]
    asked: set[str]
    places: Mapping[int, Place]
    groups: Mapping[str, str]
    by: str

    @property
    def hides_books(self) -> bool:
        return self.count.blind and self.count.state == "open"

    def of_lots(self, some: Sequence[Booked]) -> ToCount:
        """Show lots that nobody can tell apart."""
        lot = some[0].lot
        entries = [entry for one in some for entry in self.entered.get((one.lot.id, None, "", None), [])]
        item = self.items[lot.product_id] if lot.product_id else None
        name = item.name if item else self.groups.get(lot.group_code or "", _("mixed crates"))
        return ToCount(
            place=self.places[lot.place_id].code,
            code=item.code if item else lot.group_code or MIXED,
            name=name,
            group=lot.group_code,
            lots=tuple(one.lot.number for one in some),
            by_weight=lot.by_weight,
            date_mark=lot.date_mark,
            date=lot.date,
            keeps_until=lot.keeps_until,
            asked=lot.product_id in self.asked,
            book_count=None if self.hides_books else sum(one.count for one in some),
            book_grams=None if self.hides_books else sum(one.grams for one in some),
            found=self._findings(entries),
            differs=self._differ(some),
        )

    def found_there(self, entries: Sequence[CountEntry]) -> ToCount:
        """Show goods that the books don't have there."""
        first = entries[0]
        item = self.items[first.product_id or ""]
        return self._of_product(item, first.date_mark, first.date, entries)

    def of_task(self, item: Item) -> ToCount:
        """Show a product that the till asks for and of which the books have nothing."""
        return self._of_product(item, "none", None, [])

    def _of_product(self, item: Item, date_mark: str, date: dt.date | None, entries: Sequence[CountEntry]) -> ToCount:
        return ToCount(
            place=None,
            code=item.code,
            name=item.name,
            group=item.group,
            lots=(),
            by_weight=item.by_weight,
            date_mark=date_mark,
            date=date,
            keeps_until=None,
            asked=item.id in self.asked,
            book_count=None if self.hides_books else 0,
            book_grams=None if self.hides_books else 0,
            found=self._findings(entries),
            differs=_two_differ(self.count, entries),
        )

    def _findings(self, entries: Sequence[CountEntry]) -> tuple[Finding, ...]:
        """Add up by person what was found of lots that nobody can tell apart."""
        of_person: dict[str, list[CountEntry]] = {}
        for entry in entries:
            if entry.by == self.by or not (self.count.twice and self.count.state == "open"):
                of_person.setdefault(entry.by, []).append(entry)
        return tuple(
            Finding(
                by,
                sum(entry.count for entry in some),
                sum(entry.grams for entry in some),
                some[-1].date_mark,
                some[-1].date,
                some[-1].recorded_at,
            )
            for by, some in of_person.items()
        )

    def _differ(self, some: Iterable[Booked]) -> bool:
        return any(_two_differ(self.count, self.entered.get((one.lot.id, None, "", None), [])) for one in some)


def _two_differ(count: StockCount, entries: Sequence[CountEntry]) -> bool:
    two = len({entry.by for entry in entries}) > 1
    return two and agreed(count, entries) is None


def _together(there: Iterable[Booked]) -> Iterable[list[Booked]]:
    """Put lots together that nobody can tell apart: the same product, date and place. Every crate stands alone."""
    alike: dict[tuple[object, ...], list[Booked]] = {}
    for one in there:
        lot = one.lot
        apart = lot.id if lot.product_id is None else lot.treatment
        key = (lot.product_id, lot.place_id, lot.date_mark, lot.date, lot.keeps_until, apart)
        alike.setdefault(key, []).append(one)
    return alike.values()


def _belonging(session: Session, count: StockCount, asked: Iterable[str]) -> set[str]:
    """Tell which of these products may stand where the count is made: a lot of theirs was there once.

    What was sold beyond the books never stood anywhere: it belongs to counts of its group, and to those of no place.
    """
    there = select(Lot.product_id).where(in_place(count), Lot.product_id.in_(list(asked)))
    if count.place_id is not None:
        there = there.where(Lot.kind == "product")
    if count.group_code is not None:
        there = there.where(Lot.group_code == count.group_code)
    return {product_id for product_id in session.scalars(there) if product_id}


def _places(session: Session) -> dict[int, Place]:
    return {place.id: place for place in session.scalars(select(Place))}


def _walk(line: ToCount, view: _View) -> tuple[str, str, str, dt.date, tuple[str, ...]]:
    """Put lines in the order in which one walks: place by place, group by group, by name, the first date first."""
    group = view.groups.get(line.group or "", "")
    return (line.place or "", group.casefold(), line.name.casefold(), line.date or dt.date.max, line.lots)
