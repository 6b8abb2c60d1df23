"""Goods that were called back in the demo shop: one recall that was closed, and one that is open today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.demo.backroom import books, count_to_zero
from kruidenier.demo.office import sent_id
from kruidenier.shop.goods import recalling, waste
from kruidenier.shop.goods.catalogue import Product
from kruidenier.shop.goods.stock import OF_PRODUCTS, Lot

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from kruidenier.demo.world import World
    from kruidenier.shop.office.place import Counter

FEWEST = 3
"""Pieces of a lot that are worth a notice."""
CLOSED_REASON, OPEN_REASON = "an allergen that is not on the label", "bits of glass, metal or plastic"


def closed_one(session: Session, world: World, *, at: Counter, manager: Counter, now: dt.datetime) -> None:
    """Call a lot back before the shop opens, destroy what is there, count what is missing, and close the recall."""
    chosen = _chosen(session, world, all_read=True)
    if chosen is None:
        return
    code, lot_code = chosen
    recall = recalling.start(session, code, lot_code=lot_code, reason=CLOSED_REASON, at=at, now=now)
    for lot in recalling.held_lots(session, recalling.find(session, recall.number)):
        there = world.shelves.clear(lot.number)
        world.truth.tell("pulled", there, day=at.business_date(now))
        count = min(sum(taken.amount for taken in there), lot.count)
        if count:
            waste.waste(session, lot.number, why="recall", count=count, id=sent_id(world.rng), at=at, now=now)
        left = books(session).get(lot.number)
        if left is not None:
            count_to_zero(session, left, at=at, now=now)
    session.expire_all()
    recalling.close(session, recall.number, at=manager, now=now)


def open_one(session: Session, world: World, *, at: Counter, now: dt.datetime) -> None:
    """Call a lot back that nobody has dealt with yet."""
    chosen = _chosen(session, world, all_read=False)
    if chosen is not None:
        code, lot_code = chosen
        recalling.start(session, code, lot_code=lot_code, reason=OPEN_REASON, at=at, now=now)


def _chosen(session: Session, world: World, *, all_read: bool) -> tuple[str, str] | None:
    """Choose the goods that are least wanted of those with a maker's lot; with `all_read` all their lots have one."""
    asked = (
        select(Product.code, Lot.lot_code, Lot.count)
        .join(Lot, Lot.product_id == Product.id)
        .where(OF_PRODUCTS, Lot.count > 0, Lot.origin != "esf")
        .order_by(Lot.number)
    )
    lots: dict[str, list[tuple[str | None, int]]] = {}
    for code, lot_code, count in session.execute(asked):
        lots.setdefault(code, []).append((lot_code, count))
    found = [
        (world.articles[code].wanted, code, lot_code)
        for code, some in lots.items()
        for lot_code, count in some
        if code in world.articles and lot_code and count >= FEWEST
        if not all_read or all(read for read, _count in some)
    ]
    return min(found)[1:] if found else None
