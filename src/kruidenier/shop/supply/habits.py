"""What earlier deliveries make likely: who comes today, what they bring, and which date stands on it."""

from __future__ import annotations

import datetime as dt
from collections import Counter as Tally
from dataclasses import dataclass
from statistics import median_low
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from kruidenier.shop.goods import catalogue
from kruidenier.shop.goods.stock import OF_PRODUCTS, Lot
from kruidenier.shop.supply.agreements import pick_ups
from kruidenier.shop.supply.deliveries import Delivery
from kruidenier.shop.supply.suppliers import Supplier

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.supply.agreements import PickUpDay

REMEMBERED = dt.timedelta(weeks=8)
OFTEN = 3
"""A van is expected that came so often on this day of the week in the last eight weeks."""
LAST_DELIVERIES = 5
OF_KIND = {"esf": "esf", "food_bank": "food_bank", "garden": "garden", "wholesaler": "bought"}
"""Where the goods of a kind of supplier come from, before any came; the others give."""
SOON_BAD = 4
"""The shelf-life group whose packs have a use-by date."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A supplier that may come today."""

    code: str
    name: str
    times: int
    """How often it came on this day of the week lately."""
    came_today: bool
    origin: str
    """As which its goods mostly come."""
    pick_up: PickUpDay | None = None
    """What an agreement says of this day."""

    @property
    def is_due(self) -> bool:
        """An agreement promises its goods today, and they did not come yet."""
        return self.pick_up is not None and self.pick_up.state == "expected"

    @property
    def is_likely(self) -> bool:
        """It is due, or it often comes on this day of the week and nobody called it off."""
        often = self.times >= OFTEN and (self.pick_up is None or self.pick_up.state != "cancelled")
        return often or (self.pick_up is not None and self.pick_up.state in ("expected", "kept"))


@dataclass(frozen=True, slots=True)
class LikelyDate:
    """What probably stands on a pack that comes in now."""

    mark: str
    date: dt.date | None


def expected(session: Session, *, on: dt.date) -> tuple[Expected, ...]:
    """List all suppliers: those due by an agreement first, by the hour, then those that mostly come on this day.

    Those that came already stand last.
    """
    recent = select(Delivery.supplier_id, Delivery.happened_on).where(
        Delivery.kind == "intake",
        Delivery.state == "signed",
        Delivery.happened_on > on - REMEMBERED,
        Delivery.happened_on <= on,
    )
    habit: Tally[str] = Tally()
    today = set()
    for supplier_id, day in set(session.execute(recent)):
        if day == on:
            today.add(supplier_id)
        elif day.weekday() == on.weekday():
            habit[supplier_id] += 1
    promised = {one.supplier: one for one in pick_ups(session, first=on, last=on, on=on)}
    found = [
        Expected(row.code, row.name, habit[row.id], row.id in today, usual_origin(session, row), promised.get(row.code))
        for row in session.scalars(select(Supplier).where(Supplier.archived_at.is_(None)))
    ]
    return tuple(
        sorted(found, key=lambda s: (s.came_today, not s.is_due, _hour(s), -s.times, s.name.casefold(), s.code))
    )


def _hour(one: Expected) -> str:
    return (one.pick_up.at_time or "~") if one.pick_up is not None and one.is_due else ""


def usual_origin(session: Session, supplier: Supplier) -> str:
    """Tell as what a supplier's goods come: as they did the last time, else as its kind says."""
    last = (
        select(Lot.origin)
        .where(Lot.supplier_id == supplier.id, Lot.kind != "shortfall")
        .order_by(Lot.received_on.desc(), Lot.id.desc())
        .limit(1)
    )
    return session.scalar(last) or OF_KIND.get(supplier.kind, "donated")


def likely_date(session: Session, product: str, *, on: dt.date) -> LikelyDate:
    """Tell the date that probably stands on packs of a product which come in on a day.

    As many days off as it mostly was in the last deliveries. Of a product that never came only the mark is guessed.
    """
    item = catalogue.require_item(session, product)
    earlier = (
        select(Lot.date_mark, Lot.date, Lot.received_on)
        .where(Lot.product_id == item.id, OF_PRODUCTS, Lot.received_on <= on)
        .order_by(Lot.received_on.desc(), Lot.id.desc())
        .limit(LAST_DELIVERIES)
    )
    seen = session.execute(earlier).all()
    if not seen:
        return LikelyDate("use_by" if item.shelf_life_group == SOON_BAD else "best_before", None)
    mark = seen[0].date_mark
    days = [(row.date - row.received_on).days for row in seen if row.date is not None and row.date_mark == mark]
    return LikelyDate(mark, on + dt.timedelta(days=median_low(days)) if days else None)


def goes_in_front(session: Session, product: str, *, mark: str, date: dt.date | None) -> bool:
    """Whether goods on the shelf keep longer than these: then these must stand before them."""
    if date is None or mark == "none":
        return False
    item = catalogue.require_item(session, product)
    longer = select(Lot.id).where(
        Lot.product_id == item.id,
        OF_PRODUCTS,
        Lot.state == "live",
        or_(Lot.count > 0, Lot.grams > 0),
        or_(Lot.date > date, Lot.date.is_(None)),
    )
    return session.scalar(longer.limit(1)) is not None
