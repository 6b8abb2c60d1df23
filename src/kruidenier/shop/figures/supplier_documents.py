"""What stands behind each figure of a supplier: deliveries, movements, sales without people, lots."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from kruidenier.shop.figures import movements, supplier_goods, supplier_money
from kruidenier.shop.figures.supplier_figures import FRESH
from kruidenier.shop.figures.supplier_scope import scope_of
from kruidenier.shop.goods.lots import Names
from kruidenier.shop.goods.stock import REASON, TAKES_BACK, UNDONE, Lot, Movement
from kruidenier.shop.supply.deliveries import Delivery, DeliveryLine
from kruidenier.shop.supply.gift_notes import GIFTS
from kruidenier.store.asking import in_parts
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.figures.supplier_goods import Goods

MOVED = ("handed_out", "transferred", "wasted", "lost")
"""Figures that are sums of movements."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing behind a figure. All entries of a figure add up to it."""

    date: dt.date
    document: str
    """Number of the delivery, sale, deed or count."""
    goods: str
    lot: str | None
    count: int
    grams: int
    cents: int | None = None
    what: str | None = None
    """Of a movement: its reason; of a refusal: why; of a value: given, price or unknown."""
    why: str | None = None
    """Of waste."""
    known_by: str | None = None


def behind(
    session: Session, code: str, figure: str, *, first: dt.date, last: dt.date, by: str = "establishment"
) -> tuple[Entry, ...]:
    """List what a figure is made of, the newest first."""
    asked = supplier_goods.asked_for(scope_of(session, code, by=by), first, last)
    entries = _LISTS[figure](session, asked, figure)
    return tuple(sorted(entries, key=lambda entry: (entry.date, entry.document), reverse=True))


def _lines(session: Session, asked: Mapping[str, Any], figure: str) -> Iterator[Entry]:
    """List the lines of deliveries: taken in, or refused."""
    columns = (Delivery.number, Delivery.happened_on, DeliveryLine, Lot.number.label("lot"))
    rows = session.execute(
        select(*columns)
        .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
        .outerjoin(Lot, Lot.id == DeliveryLine.lot_id)
        .where(
            *supplier_goods.OF_PERIOD,
            DeliveryLine.struck_at.is_(None),
            DeliveryLine.origin.in_(GIFTS),
            DeliveryLine.refused_reason.is_not(None) if figure == "refused" else DeliveryLine.refused_reason.is_(None),
        ),
        asked,
    ).all()
    name_of = _names(session, (row.DeliveryLine for row in rows))
    for row in rows:
        line = row.DeliveryLine
        goods = name_of(line)
        yield Entry(row.happened_on, row.number, goods, row.lot, line.count, line.grams, what=line.refused_reason)


def _moved(session: Session, asked: Mapping[str, Any], figure: str) -> Iterator[Entry]:
    """List the movements that make up what became of the goods."""
    reasons = [reason for reason, became in supplier_goods.BECAME.items() if became == figure]
    reason = REASON.label("reason")
    rows = session.execute(
        select(Movement, Lot, reason)
        .join(Lot, Lot.id == Movement.lot_id)
        .join(Delivery, Delivery.id == Lot.delivery_id)
        .outerjoin(UNDONE, TAKES_BACK)
        .where(
            *supplier_goods.OF_PERIOD,
            supplier_goods.GIVEN,
            Movement.happened_on <= asked["last"],
            REASON.in_(reasons),
        ),
        asked,
    ).all()
    name_of = _names(session, (row.Lot for row in rows))
    documents = movements.documents_of(session, {row.Movement.document_id for row in rows})
    for row in rows:
        moved = row.Movement
        _kind, number = documents.get(moved.document_id, ("", ""))
        yield Entry(
            date=moved.happened_on,
            document=number,
            goods=name_of(row.Lot),
            lot=row.Lot.number,
            count=-moved.count,
            grams=-moved.grams,
            what=moved.reason,
            why=moved.why,
            known_by=moved.known_by,
        )


def _left(session: Session, asked: Mapping[str, Any], _figure: str) -> Iterator[Entry]:
    """List the lots with something left at the end of the last day."""
    count, grams = func.sum(Movement.count), func.sum(Movement.grams)
    rows = session.execute(
        select(Lot, Delivery.number, count.label("pieces"), grams.label("weight"))
        .join(Delivery, Delivery.id == Lot.delivery_id)
        .join(Movement, Movement.lot_id == Lot.id)
        .where(*supplier_goods.OF_PERIOD, supplier_goods.GIVEN, Movement.happened_on <= asked["last"])
        .group_by(Lot.id, Delivery.number)
        .having((count != 0) | (grams != 0)),
        asked,
    ).all()
    name_of = _names(session, (row.Lot for row in rows))
    for row in rows:
        lot = row.Lot
        yield Entry(lot.received_on, row.number, name_of(lot), lot.number, int(row.pieces), int(row.weight))


def _fresh(session: Session, asked: Mapping[str, Any], _figure: str) -> Iterator[Entry]:
    """List the lots of fresh goods, with what came into them at the door and by sorting."""
    goods = supplier_goods.follow(session, asked, fresh=FRESH)
    came = {lot_id: amount for lot_id, amount in goods.came.items() if goods.lots[lot_id].group_code in FRESH}
    for entry, (pieces, grams) in _with_lots(session, goods, came):
        yield replace(entry, count=pieces, grams=grams)


def _worth(session: Session, asked: Mapping[str, Any], _figure: str) -> Iterator[Entry]:
    """List the lots with their value, and how it is known."""
    goods = supplier_goods.follow(session, asked, fresh=FRESH)
    valued = {lot.lot_id: lot for lot in supplier_money.by_lot(session, goods)}
    for entry, lot in _with_lots(session, goods, valued):
        known = "unknown" if lot.cents is None else "given" if lot.given else "price"
        yield replace(entry, count=lot.pieces, grams=lot.grams, cents=lot.cents or 0, what=known)


def _sales(session: Session, asked: Mapping[str, Any], _figure: str) -> Iterator[Entry]:
    """List what sales took, and what was paid for it; nothing says by whom."""
    taken = list(supplier_money.takes(session, asked))
    lots = _lots(session, {take.lot_id for take, _cents in taken})
    name_of = _names(session, lots.values())
    for take, cents in taken:
        lot = lots[take.lot_id]
        yield Entry(
            date=take.happened_on,
            document=take.number,
            goods=name_of(lot),
            lot=lot.number,
            count=take.pieces,
            grams=take.weight,
            cents=cents,
            what={"sale": "sold"}.get(take.kind, take.kind),
            known_by=take.known_by,
        )


_LISTS: Mapping[str, Callable[[Session, Mapping[str, Any], str], Iterator[Entry]]] = {
    "came": _lines,
    "refused": _lines,
    **dict.fromkeys(MOVED, _moved),
    "on_hand": _left,
    "fresh": _fresh,
    "worth": _worth,
    "asked": _sales,
}
FIGURES = tuple(_LISTS)


def _with_lots(session: Session, goods: Goods, by_lot: Mapping[str, Any]) -> Iterator[tuple[Entry, Any]]:
    """Write an entry without amounts for each lot, beside what is known of it."""
    numbers = {line.delivery_id: line.number for line in goods.lines}
    lots = _lots(session, by_lot)
    name_of = _names(session, lots.values())
    for lot_id, known in by_lot.items():
        lot = lots[lot_id]
        number = numbers[lot.delivery_id]
        yield Entry(lot.received_on, number, name_of(lot), lot.number, 0, 0), known


def _lots(session: Session, keys: Iterable[str]) -> dict[str, Any]:
    found = dict[str, Any]()
    columns = (Lot.id, Lot.number, Lot.product_id, Lot.group_code, Lot.received_on, Lot.delivery_id)
    for some in in_parts(keys):
        found |= {row.id: row for row in wire(session).execute(select(*columns).where(Lot.id.in_(some)))}
    return found


def _names(session: Session, rows: Iterable[Any]) -> Callable[[Any], str]:
    """Read what the goods of lots or lines are called in the language of the reader."""
    names = Names(session, (row.product_id for row in rows))
    return lambda row: names.of(row.product_id, row.group_code)
