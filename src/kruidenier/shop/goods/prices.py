"""What goods cost: fixed price, else rule on the reference price, else the group's list; capped by origin."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, literal, literal_column, null, select, union_all

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods.catalogue import Item, Product, ProductPrice
from kruidenier.shop.goods.groups import GroupPrice
from kruidenier.shop.goods.markdowns import Markdown
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Executable
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
    falls: tuple[tuple[int | None, int], ...] = ()
    """What was announced for its group and has begun: grade (None is every grade) and percent, the newest last."""

    def of_lot(self, origin: str, grade: int | None, settings: Settings, *, vat_scheme: bool | None = None) -> int:
        """Cap the price by the lot's origin, and let it fall as was announced for its grade; rounded down."""
        percents = [percent for of_grade, percent in self.falls if of_grade in (None, grade)]
        return self.of_origin(origin, settings, vat_scheme=vat_scheme) * (percents[-1] if percents else 100) // 100

    def of_origin(self, origin: str, settings: Settings, *, vat_scheme: bool | None = None) -> int:
        """Cap the price by the lot's origin, and by the scheme under which it was given: the lower of both.

        ESF+ goods are free without exception (as Belgian groceries practise it: the wording of the ESF+ rules was not
        read), so that is no setting. Other origins cost at most a percentage of the reference price; 100 caps nothing.
        """
        if origin == FREE_ORIGIN:
            return 0
        if origin in UNCAPPED_ORIGINS:
            return self.cents
        percent: int = settings[f"price.cap_percent.{origin}"]
        if vat_scheme:
            percent = min(percent, settings["price.cap_percent.vat_scheme"])
        if percent == 100:
            return self.cents
        base = self.cents if self.reference_cents is None else self.reference_cents
        return min(self.cents, base * percent // 100)

    def beyond_budget(
        self, origin: str, grade: int | None, settings: Settings, *, vat_scheme: bool | None = None
    ) -> int:
        """Tell the higher price beyond a household's budget: never above what caps the lot, nor dearer than a shop."""
        step: int = settings["price.step_cents"]
        usual = self.of_lot(origin, grade, settings, vat_scheme=vat_scheme)
        dearer: int = (2 * usual * settings["budget.higher_percent"] + 100 * step) // (200 * step) * step
        percent: int = settings.values.get(f"price.cap_percent.{origin}", 100)
        if vat_scheme:
            percent = min(percent, settings["price.cap_percent.vat_scheme"])
        if percent < 100 or self.reference_cents is not None:
            base = self.cents if self.reference_cents is None else self.reference_cents
            dearer = min(dearer, base * percent // 100)
        return max(dearer, usual)


_MARKDOWN = "markdown"
_PRODUCT_PRICES: Executable = union_all(
    select(
        ProductPrice.kind,
        ProductPrice.cents,
        null().label("grade"),
        ProductPrice.valid_from.label("day"),
        null().label("hour"),
        ProductPrice.id,
    ).where(ProductPrice.product_id == bindparam("product"), ProductPrice.valid_from <= bindparam("day")),
    select(
        literal(_MARKDOWN, literal_execute=True),
        Markdown.percent,
        Markdown.grade,
        Markdown.happened_on,
        Markdown.starts_at,
        Markdown.id,
    ).where(
        Markdown.happened_on == bindparam("day"),
        Markdown.group_code == bindparam("group"),
        Markdown.starts_at <= bindparam("now"),
    ),
).order_by("day", "hour", "id")
"""One statement for both, since every scan waits for it."""
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


def _own(kind: str) -> Any:
    return (
        select(ProductPrice.cents)
        .where(
            ProductPrice.product_id == Product.id,
            ProductPrice.kind == literal_column(f"'{kind}'"),
            ProductPrice.valid_from <= bindparam("day"),
        )
        .order_by(ProductPrice.valid_from.desc())
        .limit(literal_column("1"))
        .correlate(Product)
        .scalar_subquery()
        .label(kind)
    )


OF_PRODUCT = (
    _own("fixed"),
    _own("reference"),
    select(GroupPrice.price_cents)
    .where(
        GroupPrice.group_code == Product.group_code,
        GroupPrice.sold_by == Product.sold_by,
        GroupPrice.valid_from <= bindparam("day"),
    )
    .order_by(GroupPrice.valid_from.desc())
    .limit(literal_column("1"))
    .correlate(Product)
    .scalar_subquery()
    .label("group_cents"),
)
"""Columns for a statement over many products: what `nearest` takes. Words of ours are written out: each value that is
bound costs time, and the search waits for it."""


def list_price(
    session: Session, item: Item, *, on: dt.date, settings: Settings, now: dt.datetime | None = None
) -> ListPrice:
    """Find the price of a product on a day, per piece or per kilogram; with `now`, what it falls to at that moment."""
    connection = wire(session)
    own: dict[str, int | None] = {}
    falls: list[tuple[int | None, int]] = []
    asked = {"product": item.id, "group": item.group, "day": on, "now": now}
    for kind, cents, grade, *_when in connection.execute(_PRODUCT_PRICES, asked):
        if kind == _MARKDOWN:
            falls.append((grade, cents))
        else:
            own[kind] = cents
    price = nearest(own, None, settings)
    if price is None:
        sold_by = "weight" if item.by_weight else "piece"
        cents = connection.execute(_GROUP_PRICE, {"group": item.group, "sold_by": sold_by, "day": on}).scalar()
        price = nearest(own, cents, settings)
    if price is None:
        raise NoPrice(name=item.name)
    return replace(price, falls=tuple(falls)) if falls else price


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
