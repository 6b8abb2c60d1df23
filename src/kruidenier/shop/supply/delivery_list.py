"""The deliveries as a spreadsheet, only out: a row for each line that was taken in or refused at the door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from kruidenier.shop.goods.catalogue import Product
from kruidenier.shop.goods.stock import Lot
from kruidenier.shop.supply.deliveries import Delivery, DeliveryLine
from kruidenier.shop.supply.suppliers import Supplier
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

COLUMNS = (
    "delivery",
    "line",
    "gift_note",
    "received_on",
    "supplier",
    "code",
    "group",
    "origin",
    "crates",
    "count",
    "grams",
    "lot_code",
    "date_mark",
    "date",
    "unit_cost_cents",
    "reference_value_cents",
    "refused_reason",
    "lot",
)
"""`lot` is the shop's own number of what the line became, `lot_code` the supplier's."""
_GIVER = aliased(Supplier)
_LISTED = (
    select(
        Delivery.number,
        DeliveryLine.position,
        Delivery.gift_note,
        Delivery.happened_on,
        Supplier.code,
        Product.code,
        DeliveryLine.group_code,
        DeliveryLine.origin,
        DeliveryLine.crates,
        DeliveryLine.count,
        DeliveryLine.grams,
        DeliveryLine.lot_code,
        DeliveryLine.date_mark,
        DeliveryLine.date,
        DeliveryLine.unit_cost_cents,
        DeliveryLine.reference_value_cents,
        DeliveryLine.refused_reason,
        Lot.number,
    )
    .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
    .join(_GIVER, _GIVER.id == Delivery.supplier_id)
    .join(Supplier, Supplier.id == func.coalesce(_GIVER.merged_into, _GIVER.id))
    .outerjoin(Product, Product.id == DeliveryLine.product_id)
    .outerjoin(Lot, Lot.id == DeliveryLine.lot_id)
    .where(Delivery.state == "signed", DeliveryLine.struck_at.is_(None))
    .order_by(Delivery.happened_on, Delivery.number, DeliveryLine.position)
)


def export(session: Session, *, on: dt.date | None = None) -> Iterator[list[Any]]:  # noqa: ARG001 as for every list
    """List the lines of signed deliveries in their order, under the supplier that goes on where two were merged."""
    for row in wire(session).execute(_LISTED):
        yield list(row)
