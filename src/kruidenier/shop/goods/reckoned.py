"""What left a lot as far as the till could reckon, and how it comes back when it turns out to be there still.

A scan tells the product and often not the lot: the till reckons with the first to go. What a hand then holds of that
lot had not left it. It had left another one that was here, so that one gives it instead.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from kruidenier.shop.goods.prices import FREE_ORIGIN
from kruidenier.shop.goods.stock import (
    OF_PRODUCTS,
    REASON,
    TAKES_BACK,
    UNDONE,
    WITH_CUSTOMERS,
    Change,
    Lot,
    Movement,
    share_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

GONE = "gone"
NOT_GONE = "not_gone"
"""Why goods come back: they had not left this lot after all."""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """Pieces and grams that left a lot by reckoning, and the day of the last of them."""

    count: int
    grams: int
    last: dt.date


NOTHING = Reckoned(0, 0, dt.date.min)


def left_it(session: Session, lot_ids: Sequence[str]) -> dict[str, Reckoned]:
    """Tell what left these lots by the till's reckoning and by looking into crates, less what came back."""
    asked = (
        select(
            Movement.lot_id,
            func.sum(Movement.count).label("pieces"),
            func.sum(Movement.grams).label("weight"),
            func.max(Movement.happened_on).label("last"),
        )
        .outerjoin(UNDONE, TAKES_BACK)
        .where(Movement.lot_id.in_(lot_ids), REASON.in_(WITH_CUSTOMERS))
        .group_by(Movement.lot_id)
    )
    return {
        row.lot_id: Reckoned(max(-int(row.pieces), 0), max(-int(row.weight), 0), row.last)
        for row in session.execute(asked)
    }


def in_hand_again(session: Session, lot: Lot, amount: int) -> list[Change]:
    """Put back what a hand holds of a lot beyond the books, first what comes back; nothing if less had left it.

    `amount` is in pieces, or in grams of goods by weight. All lots of the product are locked already.
    """
    left = left_it(session, [lot.id]).get(lot.id, NOTHING)
    if amount > (left.grams if lot.by_weight else left.count):
        return []
    count, grams = (0, amount) if lot.by_weight else (amount, share_of(left.grams, amount, left.count))
    back = Change(lot.id, count, grams, "counted", why=NOT_GONE, reason=GONE)
    return [back, *_from_others(session, lot, amount, until=left.last)]


def _from_others(session: Session, lot: Lot, missing: int, *, until: dt.date) -> Iterator[Change]:
    """Let other lots of the product give what this one did not, those that were here at its last sale."""
    for other in session.scalars(
        select(Lot)
        .where(
            Lot.product_id == lot.product_id,
            OF_PRODUCTS,
            Lot.id != lot.id,
            Lot.state == "live",
            Lot.by_weight == lot.by_weight,
            (Lot.grams if lot.by_weight else Lot.count) > 0,
            (Lot.origin == FREE_ORIGIN) == (lot.origin == FREE_ORIGIN),
            Lot.received_on <= until,
        )
        .order_by(func.coalesce(Lot.keeps_until, Lot.date, dt.date.max), Lot.received_on, Lot.number)
    ):
        if not missing:
            return
        part = min(missing, other.grams if other.by_weight else other.count)
        missing -= part
        if other.by_weight:
            yield Change(other.id, -other.count if part == other.grams else 0, -part, "counted", reason=GONE)
        else:
            yield Change(other.id, -part, -share_of(other.grams, part, other.count), "counted", reason=GONE)
