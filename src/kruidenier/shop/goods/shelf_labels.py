"""The labels at the shelves: what they tell, and which no longer tell the truth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.shop.goods import catalogue, groups, prices
from kruidenier.shop.goods.catalogue import Product, ProductArchived
from kruidenier.shop.goods.names import best_name
from kruidenier.shop.goods.prices import FREE_ORIGIN, NoPrice
from kruidenier.shop.goods.stock import OF_PRODUCTS, Lot
from kruidenier.shop.office import journal
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.folding import folded
from kruidenier.shop.office.staff import Permission, require
from kruidenier.store.base import Base, Moment, Whole, whole, wire

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.prices import ListPrice
    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.office.settings import Settings

IN_A_KILO = 1000
"""Grams, or millilitres in a litre."""


class PrintedLabel(Base):
    """The label that was last printed for a product, by the price on it."""

    __tablename__ = "printed_label"
    __table_args__ = whole("price_cents")

    product_id: Mapped[str] = mapped_column(ForeignKey("product.id"), primary_key=True)
    price_cents: Mapped[Whole]
    printed_at: Mapped[Moment]
    by: Mapped[str]


@dataclass(frozen=True, slots=True)
class ShelfLabel:
    """What stands on a label: the goods in every language, and what nobody pays more than."""

    code: str
    names: Mapping[str, str]
    brand: str | None
    group: str
    by_weight: bool
    content: int | None
    unit: str | None
    price_cents: int
    """Per piece, or per kilogram for goods by weight."""

    @property
    def per_kilo_cents(self) -> int | None:
        """The price of a kilogram or litre of goods by the piece, halves up; None where no content tells it."""
        if self.by_weight or not self.content or self.unit not in ("g", "ml"):
            return None
        return (2 * self.price_cents * IN_A_KILO + self.content) // (2 * self.content)


_COLUMNS = (
    Product.id,
    Product.code,
    Product.brand,
    Product.group_code,
    Product.sold_by,
    Product.content,
    Product.unit,
    *prices.OF_PRODUCT,
)
_WITH_SOME_LEFT = or_(Lot.count > 0, Lot.grams > 0)
_IN_STORE = select(Lot.product_id).where(OF_PRODUCTS, _WITH_SOME_LEFT)


def shelf_labels(session: Session, codes: Collection[str], *, on: dt.date) -> tuple[ShelfLabel, ...]:
    """Tell what stands on the labels of these goods, by group and name; goods without a price get none.

    If none of them has a price, that is refused.
    """
    items = [catalogue.require_item(session, code) for code in codes]
    for item in items:
        if item.archived:
            raise ProductArchived(name=item.name)
    labels = _labels(session, select(*_COLUMNS).where(Product.id.in_([item.id for item in items])), on=on)
    priced = [label for label in labels.values() if label is not None]
    if items and not priced:
        raise NoPrice(name=items[0].name)
    return _in_order(session, priced)


def due(session: Session, *, on: dt.date) -> tuple[ShelfLabel, ...]:
    """Tell the labels of goods in store that were never printed, or tell another price than the last one printed."""
    asked = select(*_COLUMNS).where(Product.id.in_(_IN_STORE), Product.archived_at.is_(None), Product.draft.is_(False))
    printed: dict[str, int] = {
        row.product_id: row.price_cents
        for row in wire(session).execute(select(PrintedLabel.product_id, PrintedLabel.price_cents))
    }
    labels = _labels(session, asked, on=on)
    wrong = [label for key, label in labels.items() if label is not None and printed.get(key) != label.price_cents]
    return _in_order(session, wrong)


def note_printed(session: Session, labels: Sequence[ShelfLabel], *, at: Counter, now: dt.datetime) -> int:
    """Note that these labels were printed, with the prices on them; tells how many."""
    require(at, Permission.LISTS)
    for label in labels:
        key = catalogue.require_item(session, label.code).id
        row = session.get(PrintedLabel, key) or PrintedLabel(product_id=key)
        row.price_cents, row.printed_at, row.by = label.price_cents, now, at.by
        session.add(row)
    session.flush()
    told = [[label.code, label.price_cents] for label in labels]
    journal.record(session, at, verb="shelf labels", subject=str(len(told)), now=now, labels=told)
    return len(told)


def _labels(session: Session, asked: Any, *, on: dt.date) -> dict[str, ShelfLabel | None]:
    """Make the label of each product, by its key; None where there is no price."""
    settings = rules.current(session, on)
    rows = wire(session).execute(asked, {"day": on}).all()
    names, origins = catalogue.names_of(session, (row.id for row in rows)), _origins(session)
    labels: dict[str, ShelfLabel | None] = {}
    for row in rows:
        price = prices.nearest({"fixed": row.fixed, "reference": row.reference}, row.group_cents, settings)
        labels[row.id] = (
            None
            if price is None
            else ShelfLabel(
                code=row.code,
                names=names[row.id],
                brand=row.brand,
                group=row.group_code,
                by_weight=row.sold_by == "weight",
                content=row.content,
                unit=row.unit,
                price_cents=_most(price, origins.get(row.id, set()), settings),
            )
        )
    return labels


def _most(price: ListPrice, origins: set[str], settings: Settings) -> int:
    """Tell the highest price of the lots that are for sale: nobody pays more than the label says.

    Free goods lie apart and go to some alone, so that they decide only where there are no others.
    """
    if origins == {FREE_ORIGIN}:
        return 0
    others = origins - {FREE_ORIGIN}
    return max((price.of_origin(origin, settings) for origin in others), default=price.cents)


def _origins(session: Session) -> dict[Any, set[str]]:
    asked = select(Lot.product_id, Lot.origin).where(OF_PRODUCTS, _WITH_SOME_LEFT, Lot.state == "live").distinct()
    found: dict[Any, set[str]] = {}
    for product, origin in wire(session).execute(asked):
        found.setdefault(product, set()).add(origin)
    return found


def _in_order(session: Session, labels: Sequence[ShelfLabel]) -> tuple[ShelfLabel, ...]:
    said = groups.names(session)

    def place(label: ShelfLabel) -> tuple[str, str, str]:
        return folded(said.get(label.group, label.group)), folded(best_name(label.names, label.code)), label.code

    return tuple(sorted(labels, key=place))
