"""What the books tell of earlier days, for sharing out scarce goods: who came and when, and what they took."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, cast

from sqlalchemy import func, select

from kruidenier.shop.goods import catalogue
from kruidenier.shop.goods.catalogue import Product
from kruidenier.shop.people.arrivals import CAME, Arrival
from kruidenier.shop.people.day_limits import DayLimit, place_of
from kruidenier.shop.people.households import Pseudonym
from kruidenier.shop.till.sales import Sale, SaleLine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.catalogue import Item
    from kruidenier.shop.office.place import Counter

LOOKED_BACK = dt.timedelta(weeks=8)
FEW_DAYS, SOME_DAYS = 2, 8
"""Where fewer such days of the week are known, the last days of any kind are looked at; so many of them."""
KNOWN = 5
"""How much a visit takes is known from so many that took some; before that each is thought to take all it may."""


class Seen(NamedTuple):
    """A visit of an earlier day."""

    day: dt.date
    time: dt.time
    people: int


@dataclass(frozen=True, slots=True)
class Past:
    """The visits of the days looked back at, by sale."""

    visits: Mapping[str, Seen]
    days: tuple[dt.date, ...]
    numbers: Mapping[dt.date, Sequence[dt.time]]
    """When the welcome desk gave its numbers."""
    kept: Fraction
    """The part of the bookings that was kept."""

    def to_come(self, time: dt.time, *, here: int) -> list[int]:
        """Count on each day who still came after an hour, beside as many as are here.

        They are counted by their numbers where all had one, else by whoever came to the till.
        """
        found = []
        for day in self.days:
            numbers, paid = self.numbers.get(day, ()), [seen.time for seen in self.visits.values() if seen.day == day]
            by_number = len(numbers) >= len(paid)
            still = sum(moment > time for moment in (numbers if by_number else paid))
            found.append(still if by_number else max(still - here, 0))
        return found


def past_of(session: Session, on: dt.date, at: Counter) -> Past:
    """Read who came on the same day of the last weeks, or on the last days where there are not enough."""
    open_days = (
        select(Sale.happened_on)
        .where(Sale.happened_on.between(on - LOOKED_BACK, on - dt.timedelta(days=1)), Sale.kind == "sale")
        .distinct()
    )
    days = sorted(session.scalars(open_days))
    alike = [day for day in days if day.weekday() == on.weekday()]
    chosen = tuple(alike if len(alike) >= FEW_DAYS else days[-SOME_DAYS:])
    asked = select(Sale.id, Sale.happened_on, Sale.happened_at, Sale.adults + Sale.children).where(
        Sale.happened_on.in_(chosen), Sale.kind == "sale"
    )
    visits = {
        sale: Seen(day, moment.astimezone(at.zone).time(), people)
        for sale, day, moment, people in session.execute(asked)
    }
    return Past(visits, chosen, _numbers(session, chosen, at), _kept(session, chosen))


def _numbers(session: Session, days: Sequence[dt.date], at: Counter) -> dict[dt.date, list[dt.time]]:
    """Tell when numbers were given on days of which that is known."""
    asked = select(Arrival.happened_on, Arrival.came_at).where(
        Arrival.happened_on.in_(days), Arrival.state.in_(CAME), Arrival.came_at.is_not(None)
    )
    numbers: dict[dt.date, list[dt.time]] = defaultdict(list)
    for day, moment in session.execute(asked):
        numbers[day].append(cast("dt.datetime", moment).astimezone(at.zone).time())
    return numbers


def _kept(session: Session, days: Sequence[dt.date]) -> Fraction:
    """Tell which part of those who had an hour came; all of them where nobody had one."""
    came = func.count().filter(Arrival.state.in_(CAME))
    asked = select(came, func.count()).where(
        Arrival.happened_on.in_(days), Arrival.slot.is_not(None), Arrival.state.in_((*CAME, "booked"))
    )
    some, all_of_them = session.execute(asked).one()
    return Fraction(some, all_of_them) if all_of_them else Fraction(1)


def took(session: Session, quota: str, past: Past) -> list[int]:
    """Tell what each earlier visit took where no limit held; nothing where too few took any."""
    limited = select(DayLimit.day).where(DayLimit.quota == quota)
    bound = set(session.scalars(limited))
    free = {sale for sale, seen in past.visits.items() if seen.day not in bound}
    asked = (
        select(SaleLine.sale_id, func.sum(func.coalesce(SaleLine.grams, SaleLine.count)))
        .join(Sale, Sale.id == SaleLine.sale_id)
        .join(Product, Product.id == SaleLine.product_id)
        .where(Sale.happened_on.in_(past.days), Sale.kind == "sale", catalogue.obeyed(session) == quota)
        .group_by(SaleLine.sale_id)
    )
    amounts = {sale: int(amount) for sale, amount in session.execute(asked) if sale in free}
    if len(amounts) < KNOWN:
        return []
    return [*amounts.values(), *[0] * (len(free) - len(amounts))]


def under_limits(session: Session, quota: str, items: Sequence[Item], days: Sequence[dt.date]) -> tuple[int, list[int]]:
    """Tell what went out under limits of the day, and what each visit might have had: at least what it took."""
    limits: dict[dt.date, list[DayLimit]] = defaultdict(list)
    every = select(DayLimit).where(DayLimit.quota == quota, DayLimit.day.in_(days)).order_by(DayLimit.id)
    for row in session.scalars(every):
        limits[row.day].append(row)
    of_these = (SaleLine.sale_id == Sale.id) & SaleLine.product_id.in_([item.id for item in items])
    asked = (
        select(
            Sale.happened_on,
            Sale.happened_at,
            (Sale.adults + Sale.children).label("people"),
            Pseudonym.household_id,
            func.coalesce(func.sum(func.coalesce(SaleLine.grams, SaleLine.count)), 0).label("amount"),
        )
        .join(Pseudonym, Pseudonym.code == Sale.pseudonym)
        .outerjoin(SaleLine, of_these)
        .where(Sale.happened_on.in_(limits), Sale.kind == "sale")
        .group_by(Sale.id, Sale.happened_on, Sale.happened_at, Sale.adults, Sale.children, Pseudonym.household_id)
    )
    taken, allowed = 0, []
    for sale in session.execute(asked):
        held = [row for row in limits[sale.happened_on] if row.set_at <= sale.happened_at]
        if held and held[-1].steps:
            taken += int(sale.amount)
            limit = held[-1].limit.of(sale.people, place_of(sale.household_id))
            allowed.append(max(limit, int(sale.amount)))
    return taken, allowed
