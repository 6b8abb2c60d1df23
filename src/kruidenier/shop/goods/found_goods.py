"""Goods that somebody found where the books have none of them: what is known of their like becomes known of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from kruidenier.shop.goods.places import default_place
from kruidenier.shop.goods.stock import Lot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.catalogue import Item
    from kruidenier.shop.goods.counts import CountEntry, StockCount

SAME_GOODS = (
    "supplier_id",
    "delivery_id",
    "origin",
    "fund",
    "lot_code",
    "state",
    "unit_cost_cents",
    "reference_value_cents",
)
"""What goods share with the only lot of the same date, of which they are a part that somebody carried here."""
NOBODYS = "donated"
"""The origin of goods that the shop never had before: nobody has paid for them."""


def lot_for(session: Session, entry: CountEntry, item: Item, count: StockCount) -> dict[str, Any]:
    """Describe the lot that found goods become, without what is in it."""
    asked = select(Lot).where(Lot.product_id == item.id, Lot.kind == "product")
    known = session.scalars(asked.order_by(Lot.received_on.desc(), Lot.number.desc())).all()
    same = [lot for lot in known if (lot.date_mark, lot.date) == (entry.date_mark, entry.date)]
    told: dict[str, Any] = {"origin": NOBODYS, "fund": None, "state": "live"}
    if _of_one_delivery(same):
        told = {name: getattr(same[0], name) for name in SAME_GOODS}
    elif known:
        told |= {"origin": (same or known)[0].origin, "fund": (same or known)[0].fund}
    return told | {
        "kind": "product",
        "product_id": item.id,
        "group_code": item.group,
        "by_weight": item.by_weight,
        "date_mark": entry.date_mark,
        "date": entry.date,
        "received_on": count.happened_on,
        "place_id": count.place_id or (same[0].place_id if same else default_place(session)),
    }


def _of_one_delivery(lots: Sequence[Lot]) -> bool:
    return len({(lot.supplier_id, lot.delivery_id, lot.origin, lot.fund, lot.lot_code) for lot in lots}) == 1
