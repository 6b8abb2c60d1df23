"""What became of the goods of some deliveries: each lot followed through sorting, parting, freezing and repacking.

Whatever is taken from a lot becomes a lot of the same delivery, so the lots of a delivery are all that became of it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter as Tally
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, case, func, literal_column, select

from kruidenier.shop.figures.supplier_values import Fate
from kruidenier.shop.goods.stock import REASON, TAKES_BACK, UNDONE, WITH_CUSTOMERS, Lot, Movement
from kruidenier.shop.supply.deliveries import Delivery, DeliveryLine
from kruidenier.shop.supply.gift_notes import GIFTS
from kruidenier.shop.supply.suppliers import Supplier
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.figures.supplier_scope import Scope

CAME, ON_HAND = "came", "on_hand"
BECAME = {
    "received": CAME,
    **dict.fromkeys(("sorted", "moved", "frozen", "repacked", "graded"), CAME),
    **dict.fromkeys(("dated", "blocked", "freed", "called_back", "cleared"), CAME),
    **dict.fromkeys(WITH_CUSTOMERS, "handed_out"),
    "waste": "wasted",
    "transferred": "transferred",
    "counted": "lost",
}
"""What a movement's reason makes of goods. From one lot into another nothing comes or goes, taken together."""
LEFT_THE_SHOP = ("handed_out", "wasted", "transferred")

_WASTE = REASON.in_([literal_column("'waste'")])
_WASTED_ON = case((_WASTE, func.coalesce(UNDONE.happened_on, Movement.happened_on)))
OF_PERIOD = (
    Delivery.supplier_id.in_(bindparam("suppliers", expanding=True)),
    Delivery.kind == literal_column("'intake'"),
    Delivery.state == literal_column("'signed'"),
    Delivery.happened_on >= bindparam("first"),
    Delivery.happened_on <= bindparam("last"),
)
"""The deliveries that are meant."""
GIVEN = Lot.origin.in_(GIFTS)
_LINES = (
    select(
        Delivery.id.label("delivery_id"),
        Delivery.number,
        Delivery.gift_note,
        Delivery.happened_on,
        Supplier.code.label("supplier"),
        DeliveryLine.origin,
        DeliveryLine.refused_reason,
        DeliveryLine.lot_id,
        DeliveryLine.count.label("pieces"),
        DeliveryLine.grams.label("weight"),
    )
    .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
    .join(Supplier, Supplier.id == Delivery.supplier_id)
    .where(*OF_PERIOD, DeliveryLine.struck_at.is_(None))
    .order_by(Delivery.happened_on, Delivery.number, DeliveryLine.position)
)
_LOTS = (
    select(
        Lot.id,
        Lot.parent_id,
        Lot.group_code,
        Lot.product_id,
        Lot.by_weight,
        Lot.received_on,
        Lot.reference_value_cents,
        Delivery.happened_on,
    )
    .join(Delivery, Delivery.id == Lot.delivery_id)
    .where(*OF_PERIOD, GIVEN)
)
_FLOWS = (
    select(
        Movement.lot_id,
        REASON.label("reason"),
        Movement.known_by,
        _WASTED_ON.label("wasted_on"),
        func.sum(Movement.count).label("pieces"),
        func.sum(Movement.grams).label("weight"),
    )
    .join(Lot, Lot.id == Movement.lot_id)
    .join(Delivery, Delivery.id == Lot.delivery_id)
    .outerjoin(UNDONE, TAKES_BACK)
    .where(*OF_PERIOD, GIVEN, Movement.happened_on <= bindparam("last"))
    .group_by(Movement.lot_id, REASON, Movement.known_by, _WASTED_ON)
)


@dataclass(slots=True)
class Goods:
    """The goods of a period, added up."""

    lines: Sequence[Any]
    """All lines of the deliveries, refused, bought and European ones too."""
    lots: Mapping[str, Any]
    total: Tally[str] = field(default_factory=Tally)
    by_month: defaultdict[tuple[int, int], Tally[str]] = field(default_factory=lambda: defaultdict(Tally))
    by_group: defaultdict[str | None, Tally[str]] = field(default_factory=lambda: defaultdict(Tally))
    known_by: Tally[str] = field(default_factory=Tally)
    fresh: Tally[tuple[int, int]] = field(default_factory=Tally)
    """By month."""
    came: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Pieces and grams that each lot got at the door and by sorting."""
    received: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Pieces and grams that each lot got at the door."""
    wasted_next_day: int = 0

    @property
    def unweighed_pieces(self) -> int:
        """Pieces that came in without a weight."""
        return sum(pieces for pieces, grams in self.received.values() if not grams)


def asked_for(scope: Scope, first: dt.date, last: dt.date) -> dict[str, Any]:
    """Name the deliveries that are meant."""
    return {"suppliers": scope.keys, "first": first, "last": last}


def follow(session: Session, asked: Mapping[str, Any], *, fresh: Iterable[str]) -> Goods:
    """Follow the goods of the deliveries of a period to the end of its last day."""
    connection = wire(session)
    lots = {row.id: row for row in connection.execute(_LOTS, asked).all()}
    goods = Goods(connection.execute(_LINES, asked).all(), lots)
    fresh_groups = frozenset(fresh)
    for lot_id, reason, known_by, wasted_on, count, weight in connection.execute(_FLOWS, asked).all():
        lot, pieces, grams = lots[lot_id], int(count), int(weight)
        month, became = month_of(lot.happened_on), BECAME[reason]
        change = grams if became == CAME else -grams
        for pot in (goods.total, goods.by_month[month], goods.by_group[lot.group_code]):
            pot[became] += change
            pot[ON_HAND] += grams
        if became == CAME:
            _add(goods.came, lot_id, pieces, grams)
            if reason == "received":
                _add(goods.received, lot_id, pieces, grams)
            if lot.group_code in fresh_groups:
                goods.fresh[month] += grams
        elif became in LEFT_THE_SHOP:
            goods.known_by[known_by] -= grams
            if became == "wasted" and wasted_on <= lot.received_on + dt.timedelta(days=1):
                goods.wasted_next_day -= grams
    return goods


def fate(tally: Mapping[str, int]) -> Fate:
    """Say what became of goods."""
    return Fate(**tally)


def month_of(date: dt.date) -> tuple[int, int]:
    """Tell the month of a day."""
    return date.year, date.month


def _add(lots: dict[str, tuple[int, int]], lot_id: str, pieces: int, grams: int) -> None:
    before = lots.get(lot_id, (0, 0))
    lots[lot_id] = (before[0] + pieces, before[1] + grams)
