"""The lots as a spreadsheet, only out: where each came from, what it was taken from, and what is left of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from kruidenier.shop.goods.catalogue import Product
from kruidenier.shop.goods.stock import Lot
from kruidenier.shop.supply.deliveries import Delivery
from kruidenier.shop.supply.suppliers import Supplier
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

COLUMNS = (
    "lot",
    "parent",
    "kind",
    "code",
    "group",
    "supplier",
    "delivery",
    "origin",
    "lot_code",
    "date_mark",
    "date",
    "received_on",
    "state",
    "treatment",
    "count",
    "grams",
)
"""`lot` and `parent` are the shop's own numbers, `lot_code` is the supplier's."""
_GIVER, _PARENT = aliased(Supplier), aliased(Lot)
_LISTED = (
    select(
        Lot.number,
        _PARENT.number,
        Lot.kind,
        Product.code,
        Lot.group_code,
        Supplier.code,
        Delivery.number,
        Lot.origin,
        Lot.lot_code,
        Lot.date_mark,
        Lot.date,
        Lot.received_on,
        Lot.state,
        Lot.treatment,
        Lot.count,
        Lot.grams,
    )
    .outerjoin(_PARENT, _PARENT.id == Lot.parent_id)
    .outerjoin(Product, Product.id == Lot.product_id)
    .outerjoin(_GIVER, _GIVER.id == Lot.supplier_id)
    .outerjoin(Supplier, Supplier.id == func.coalesce(_GIVER.merged_into, _GIVER.id))
    .outerjoin(Delivery, Delivery.id == Lot.delivery_id)
    .order_by(Lot.number)
)


def export(session: Session, *, on: dt.date | None = None) -> Iterator[list[Any]]:  # noqa: ARG001 as for every list
    """List all lots by number, also those of which nothing is left."""
    for row in wire(session).execute(_LISTED):
        yield list(row)
