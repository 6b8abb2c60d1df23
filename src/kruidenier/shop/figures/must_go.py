"""What must go: goods whose last day has gone, is today or comes this week, and how much will stay behind."""

from __future__ import annotations

import datetime as dt
from collections import Counter as Tally
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import case, func, select

from kruidenier.i18n import N_
from kruidenier.shop.figures import stock_levels
from kruidenier.shop.figures.stock_levels import MIXED
from kruidenier.shop.goods.catalogue import Product
from kruidenier.shop.goods.places import Place
from kruidenier.shop.goods.stock import REASON, TAKES_BACK, UNDONE, WITH_CUSTOMERS, Lot, Movement
from kruidenier.shop.office.folding import folded
from kruidenier.shop.till.sales import Sale
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.figures.stock_levels import LotLevel

REMEMBERED = dt.timedelta(weeks=8)
"""The pace of sales is that of so long a time."""
A_WEEK = dt.timedelta(days=6)
"""From today to the last day of what must go this week."""
WHAT_TO_DO = {
    "pull": N_("off shelf"),
    "front": N_("in front"),
    "price_down": N_("price down"),
    "partner": N_("to a partner"),
    "cook": N_("cook or give"),
}


class Pace(NamedTuple):
    """How fast goods go: so much on so many open days."""

    went: int
    days: int

    @property
    def a_day_tenths(self) -> int:
        """On one open day, in tenths of a piece or of a gram."""
        return _rounded(Fraction(10 * self.went, self.days)) if self.days else 0


@dataclass(frozen=True, slots=True)
class MustGo:
    """A lot that must go; amounts in pieces, or in grams by weight."""

    lot: str
    code: str
    name: str
    group: str | None
    origin: str
    place: str
    place_name: str
    last_day: dt.date
    when: str
    """past: it may not go out any more; today: it is the last day; week."""
    by_weight: bool
    left: int
    days: int
    """Open days until the last one, today included."""
    went: int
    """What went out on the open days looked back at."""
    on_days: int
    a_day_tenths: int
    """The pace of an open day, in tenths of a piece or of a gram."""
    stays: int | None
    """What nobody will have taken by then; None as long as nothing is known of the pace."""
    todo: str
    """One of `WHAT_TO_DO`."""


def must_go(session: Session, *, on: dt.date, past: bool = False) -> tuple[MustGo, ...]:
    """List live lots whose last day has gone, is today or comes within the week, first to go first.

    What stays of a lot is reckoned in three steps. The pace: what went out with customers in the last eight weeks,
    divided by the open days on which some of it was there to be taken. The days: those until the last one on whose
    day of the week the shop was open at least every other time; what went out today is taken off. The lots: of lots
    of the same product, the first to expire goes first, and the next one gets what is left of the pace. ESF+ lots
    have their own pace and their own line, because only some households may take them.

    `past` tells what had to go on the morning of that day, from the movements.
    """
    since = on - dt.timedelta(days=1) if past else on
    lots = stock_levels.lots_of(session, on=since, past=past)
    waiting: dict[_Goods, list[LotLevel]] = {}
    there: Tally[_Goods] = Tally()
    for lot in lots:
        if not lot.is_short:
            there[_goods(lot)] += _left(lot)
            if lot.state == "live":
                waiting.setdefault(_goods(lot), []).append(lot)
    urgent = {goods: queue for goods, queue in waiting.items() if any(_is_urgent(lot, on) for lot in queue)}
    calendar = _Calendar(_days_of_sale(session, on=on, today=not past), on)
    history = _history(session, {code for code, _esf in urgent}, on=on, today=not past)
    places = dict(wire(session).execute(select(Place.code, Place.name)).all())
    found = []
    for goods, queue in urgent.items():
        of_goods = history.get(goods, {})
        pace = _pace(there[goods], of_goods, calendar.before)
        gone_today = of_goods.get(on, _Day(0, 0)).went
        for lot, stays in _leftovers(queue, pace, calendar, gone_today=gone_today):
            if lot.last_day is not None and _is_urgent(lot, on):
                found.append(_told(lot, stays, pace, calendar, place=places[lot.place]))
    return tuple(sorted(found, key=lambda lot: (lot.last_day, folded(lot.name), lot.lot)))


_Goods = tuple[str, bool]
"""What customers take as the same: a product or the crates of a group, and whether it is ESF+."""


class _Day(NamedTuple):
    """What went out with customers on a day, and how the stock of all lots changed by it and anything else."""

    went: int
    changed: int


@dataclass(frozen=True, slots=True)
class _Calendar:
    """Days on which the shop sold, lately and probably soon."""

    days: frozenset[dt.date]
    on: dt.date

    @property
    def before(self) -> frozenset[dt.date]:
        return self.days - {self.on}

    def open_until(self, last: dt.date) -> int:
        """Count the open days from today until a day, as far as one can know."""
        ahead = (self.on + dt.timedelta(days=n) for n in range((last - self.on).days + 1))
        return sum(day in self.days or self._is_usual(day) for day in ahead)

    def _is_usual(self, day: dt.date) -> bool:
        if not self.before:
            return True
        weeks = -(-(self.on - min(self.before)).days // 7)
        return 2 * sum(known.weekday() == day.weekday() for known in self.before) >= weeks


def _goods(lot: LotLevel) -> _Goods:
    return lot.code, lot.origin == "esf"


def _left(lot: LotLevel) -> int:
    return lot.grams if lot.by_weight else lot.count


def _is_urgent(lot: LotLevel, on: dt.date) -> bool:
    return lot.last_day is not None and lot.last_day <= on + A_WEEK


def _days_of_sale(session: Session, *, on: dt.date, today: bool) -> frozenset[dt.date]:
    until = on if today else on - dt.timedelta(days=1)
    asked = select(Sale.happened_on).where(Sale.happened_on.between(on - REMEMBERED, until)).distinct()
    return frozenset(wire(session).scalars(asked))


def _history(
    session: Session, codes: Collection[str], *, on: dt.date, today: bool
) -> dict[_Goods, dict[dt.date, _Day]]:
    """Read what happened to goods day by day. What was undone has not happened."""
    code = func.coalesce(Product.code, Lot.group_code, MIXED)
    esf = Lot.origin == "esf"
    amount = case((Lot.by_weight, Movement.grams), else_=Movement.count)
    asked = (
        select(
            code,
            esf,
            Movement.happened_on,
            func.sum(case((REASON.in_(WITH_CUSTOMERS), -amount), else_=0)),
            func.sum(case((Lot.kind != "shortfall", amount), else_=0)),
        )
        .select_from(Movement)
        .join(Lot, Lot.id == Movement.lot_id)
        .outerjoin(Product, Product.id == Lot.product_id)
        .outerjoin(UNDONE, TAKES_BACK)
        .where(
            code.in_(codes),
            Movement.happened_on.between(on - REMEMBERED, on if today else on - dt.timedelta(days=1)),
        )
        .group_by(code, esf, Movement.happened_on)
    )
    found: dict[_Goods, dict[dt.date, _Day]] = {}
    for of_code, of_esf, day, went, changed in wire(session).execute(asked):
        found.setdefault((of_code, bool(of_esf)), {})[day] = _Day(int(went), int(changed))
    return found


def _pace(left: int, history: Mapping[dt.date, _Day], open_days: frozenset[dt.date]) -> Pace:
    """Go back day by day from what is left, and count the open days on which some was there."""
    went = days = 0
    for day in sorted({*history, *open_days}, reverse=True):
        then = history.get(day, _Day(0, 0))
        before = left - then.changed
        if day in open_days and (left > 0 or before > 0 or then.went > 0):
            went, days = went + then.went, days + 1
        left = before
    return Pace(max(went, 0), days)


def _leftovers(
    queue: Iterable[LotLevel], pace: Pace, calendar: _Calendar, *, gone_today: int
) -> Iterator[tuple[LotLevel, int | None]]:
    """Let lots go one after another, the first to expire first; tell what stays of each."""
    gone = Fraction(gone_today)
    for lot in sorted(queue, key=lambda lot: (lot.last_day or dt.date.max, lot.lot)):
        left = _left(lot)
        if lot.last_day is None or not pace.days:
            yield lot, None
            continue
        wanted = Fraction(pace.went * calendar.open_until(lot.last_day), pace.days) - gone
        goes = min(Fraction(left), max(wanted, Fraction(0)))
        gone += goes
        yield lot, left - _rounded(goes)


def _told(lot: LotLevel, stays: int | None, pace: Pace, calendar: _Calendar, *, place: str) -> MustGo:
    last = lot.last_day or calendar.on
    when = "past" if last < calendar.on else "today" if last == calendar.on else "week"
    return MustGo(
        lot=lot.lot,
        code=lot.code,
        name=lot.name,
        group=lot.group,
        origin=lot.origin,
        place=lot.place,
        place_name=place,
        last_day=last,
        when=when,
        by_weight=lot.by_weight,
        left=_left(lot),
        days=calendar.open_until(last),
        went=pace.went,
        on_days=pace.days,
        a_day_tenths=pace.a_day_tenths,
        stays=_left(lot) if when == "past" else stays,
        todo=_what_to_do(when, left=_left(lot), stays=stays, free=lot.origin == "esf"),
    )


def _what_to_do(when: str, *, left: int, stays: int | None, free: bool) -> str:
    """Advise: what will go by itself stands in front; a lower price moves a few more; the rest needs other eaters."""
    if when == "past":
        return "pull"
    if not stays:
        return "front"
    if 2 * stays <= left and not free:
        return "price_down"
    return "cook" if when == "today" else "partner"


def _rounded(number: Fraction) -> int:
    return int(number + Fraction(1, 2))
