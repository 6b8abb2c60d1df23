"""What a count is about, and what the books say of it at one moment: less what lies in open baskets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, and_, cast, column, func, literal, or_, select, table, true

from kruidenier.shop.goods.counts import CountTask
from kruidenier.shop.goods.stock import Lot, Movement, share_of
from kruidenier.store.base import KeyType

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.counts import StockCount


# Read by name, because the till stands above the goods.
_IN_BASKETS = table(
    "basket_item",
    column("lot_id", KeyType),
    column("product_id", KeyType),
    column("count"),
    column("grams"),
    column("grams_each"),
)
_item = _IN_BASKETS.c


@dataclass(frozen=True, slots=True)
class Booked:
    """A lot, and what should stand on the shelf of it."""

    lot: Lot
    count: int
    grams: int
    """Either may be below zero: more lies in baskets than the books know."""
    movement_id: int | None
    """The last movement in these figures."""

    @property
    def left(self) -> bool:
        """Whether the books know any of it, on the shelf or in baskets."""
        return self.lot.count > 0 or self.lot.grams > 0

    def weigh(self, pieces: int, usual: int | None) -> int:
        """Tell what some pieces weigh: as the lot's own do, else as the product's usually do."""
        if self.lot.count > 0:
            return share_of(self.lot.grams, pieces, self.lot.count)
        return pieces * (usual or 0)


def booked(session: Session, *which: ColumnElement[bool]) -> list[Booked]:
    """Read lots with their figures of this moment, the first to go first.

    One statement, so that a sale is in it with its lot and its basket, or not at all; nobody at a till waits for it.
    """
    return [_booked(*row) for row in session.execute(_figures(_item.lot_id == Lot.id).where(*which))]


def beyond_the_books(session: Session, product_id: str) -> Booked | None:
    """Read a product's shortfall lot, with what lies in open baskets and is in no lot; None if it never had one."""
    asked = _figures(_of_no_lot(product_id)).where(Lot.product_id == product_id, Lot.kind == "shortfall")
    row = session.execute(asked).one_or_none()
    return None if row is None else Booked(row[0], row[0].count - row[1], row[0].grams - row[2], row[3])


def in_no_lot(session: Session, product_id: str) -> bool:
    """Tell whether goods of a product lie in open baskets that the books don't know."""
    found = select(func.count()).select_from(_IN_BASKETS).where(_of_no_lot(product_id))
    return bool(session.scalar(found))


def in_scope(count: StockCount) -> ColumnElement[bool]:
    """Tell which lots a count is about."""
    parts = [Lot.kind != "shortfall", in_place(count)]
    if count.group_code is not None:
        parts.append(Lot.group_code == count.group_code)
    if count.place_id is None and count.group_code is None:
        parts.append(Lot.product_id.in_(select(CountTask.product_id).where(CountTask.settled_at.is_(None))))
    return and_(*parts)


def in_place(count: StockCount) -> ColumnElement[bool]:
    """Tell which lots lie where a count is made."""
    return true() if count.place_id is None else Lot.place_id == count.place_id


def with_some_left() -> ColumnElement[bool]:
    """Tell which lots the books know some of."""
    return or_(Lot.count > 0, Lot.grams > 0)


def _of_no_lot(product_id: str) -> ColumnElement[bool]:
    return and_(_item.product_id == literal(product_id, KeyType), _item.lot_id.is_(None))


def _figures(lying: ColumnElement[bool]) -> Select[Any]:
    """Ask for lots, for what lies in baskets of them, and for their last movement."""
    pieces, grams = (
        select(cast(func.coalesce(func.sum(what), 0), BigInteger)).where(lying).scalar_subquery()
        for what in (_item.count, _item.grams + _item.count * func.coalesce(_item.grams_each, 0))
    )
    last = select(func.max(Movement.id)).where(Movement.lot_id == Lot.id).scalar_subquery()
    return (
        select(Lot, pieces, grams, last)
        .order_by(Lot.date.is_(None), Lot.date, Lot.received_on, Lot.number)
        .execution_options(populate_existing=True)
    )


def _booked(lot: Lot, pieces: int, grams: int, movement_id: int | None) -> Booked:
    """Take out what lies in baskets: pieces of a lot weigh their share of it, from crates what the catalogue says."""
    if lot.kind == "bulk" or lot.by_weight:
        return Booked(lot, lot.count, lot.grams - grams, movement_id)
    gone = share_of(lot.grams, pieces, lot.count) if lot.count > 0 else 0
    return Booked(lot, lot.count - pieces, lot.grams - gone, movement_id)
