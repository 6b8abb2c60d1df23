"""What goods cost: fixed price, else rule on the reference price, else the group's list; capped by origin."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods.catalogue import Item, ProductPrice
from kruidenier.shop.goods.groups import GroupPrice
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.settings import Settings

UNCAPPED_ORIGINS = ("unknown",)
FREE_ORIGIN = "esf"


class NoPrice(ShopError):
    """Neither product, rule nor group gives a price."""

    message = N_("{name} has no price yet. Put it aside and ask staff: they can type the shop price.")


@dataclass(frozen=True, slots=True)
class ListPrice:
    """A product's price before its lot is known: cents per piece, or per kilogram."""

    cents: int
    reference_cents: int | None

    def of_origin(self, origin: str, settings: Settings) -> int:
        """Cap the price by the lot's origin.

        ESF+ goods are free without exception (as Belgian groceries practise it: the wording of the ESF+ rules was not
        read), so that is no setting. Other origins cost at most a percentage of the reference price; 100 caps nothing.
        """
        if origin == FREE_ORIGIN:
            return 0
        if origin in UNCAPPED_ORIGINS:
            return self.cents
        percent: int = settings[f"price.cap_percent.{origin}"]
        if percent == 100:
            return self.cents
        base = self.cents if self.reference_cents is None else self.reference_cents
        return min(self.cents, base * percent // 100)


_PRODUCT_PRICES = (
    select(ProductPrice.kind, ProductPrice.cents)
    .where(ProductPrice.product_id == bindparam("product"), ProductPrice.valid_from <= bindparam("day"))
    .order_by(ProductPrice.valid_from)
)
_GROUP_PRICE = (
    select(GroupPrice.price_cents)
    .where(
        GroupPrice.group_code == bindparam("group"),
        GroupPrice.sold_by == bindparam("sold_by"),
        GroupPrice.valid_from <= bindparam("day"),
    )
    .order_by(GroupPrice.valid_from.desc())
    .limit(1)
)


def list_price(session: Session, item: Item, *, on: dt.date, settings: Settings) -> ListPrice:
    """Find the price of a product on a day, per piece or per kilogram."""
    connection = wire(session)
    own = dict(connection.execute(_PRODUCT_PRICES, {"product": item.id, "day": on}).all())
    price = nearest(own, None, settings)
    if price is None:
        sold_by = "weight" if item.by_weight else "piece"
        cents = connection.execute(_GROUP_PRICE, {"group": item.group, "sold_by": sold_by, "day": on}).scalar()
        price = nearest(own, cents, settings)
    if price is None:
        raise NoPrice(name=item.name)
    return price


def by_rule(reference_cents: int, settings: Settings) -> int:
    """Apply the price rule: a percentage to the nearest step, halves up, at least one step above a price of 0."""
    step: int = settings["price.step_cents"]
    percent: int = settings["price.percent"]
    steps = (2 * reference_cents * percent + 100 * step) // (200 * step)
    if reference_cents > 0 and percent > 0:
        steps = max(steps, 1)
    return steps * step


def line_total(*, unit_price_cents: int, count: int | None, grams: int | None) -> int:
    """Compute a line: pieces × price, or grams × price per kg ÷ 1000, halves up."""
    if grams is None:
        return unit_price_cents * (count or 0)
    return (grams * unit_price_cents + 500) // 1000


def nearest(own: Mapping[str, int | None], group_cents: int | None, settings: Settings) -> ListPrice | None:
    """Take the fixed price, else the rule on the reference price, else the group's price."""
    reference = own.get("reference")
    if (fixed := own.get("fixed")) is not None:
        return ListPrice(fixed, reference)
    if reference is not None:
        return ListPrice(by_rule(reference, settings), reference)
    return None if group_cents is None else ListPrice(group_cents, None)
