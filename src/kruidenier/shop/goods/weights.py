"""What a piece weighs when no scale and no lot of its own tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from kruidenier.shop.goods.stock import OF_PRODUCTS, Lot, Movement
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.catalogue import Item

LAST_LOTS = 12
_LAST_LOTS = (
    select(Lot.id)
    .where(Lot.product_id == bindparam("product"), OF_PRODUCTS)
    .order_by(Lot.received_on.desc(), Lot.number.desc())
    .limit(LAST_LOTS)
)
_CAME_IN = select(func.sum(Movement.count), func.sum(Movement.grams)).where(
    Movement.lot_id.in_(_LAST_LOTS.scalar_subquery()),
    Movement.count > 0,
    Movement.grams > 0,
    Movement.reason.in_(("received", "sorted")),
)


def usual_grams(session: Session, item: Item) -> int | None:
    """Tell what a piece usually weighs: as its last lots did on the scale, else its net content; None is unknown.

    The scale goes first, because crates are weighed with the packaging of what is in them too.
    """
    pieces, grams = wire(session).execute(_CAME_IN, {"product": item.id}).one()
    if not pieces:
        return item.grams_each
    return int((2 * grams + pieces) // (2 * pieces))
