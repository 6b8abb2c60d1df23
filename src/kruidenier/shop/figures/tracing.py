"""Where goods came from and where they went: by product and maker's lot, within a second on a year of trade."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, literal_column, select

from kruidenier.shop.goods import catalogue, recalls
from kruidenier.shop.goods.places import Place
from kruidenier.shop.goods.recall_balance import Amount
from kruidenier.shop.goods.recalls import Recall
from kruidenier.shop.goods.stock import OF_PRODUCTS, REASON, TAKES_BACK, UNDONE, WHY, WITH_CUSTOMERS, Lot, Movement
from kruidenier.shop.network import transfers
from kruidenier.shop.supply.deliveries import Delivery
from kruidenier.shop.supply.suppliers import Supplier
from kruidenier.shop.till.sales import Sale, SaleLine, SaleTake
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

CAME_IN = ("received", "sorted")


@dataclass(frozen=True, slots=True)
class CameIn:
    """A lot as it came in, through the door or out of crates."""

    lot: str
    lot_code: str | None
    supplier: str | None
    supplier_name: str | None
    delivery: str | None
    """Its number."""
    received_on: dt.date
    origin: str
    date_mark: str
    date: dt.date | None
    count: int
    grams: int


@dataclass(frozen=True, slots=True)
class SoldOn:
    """What was sold on one day, less what was brought back; never to whom."""

    date: dt.date
    count: int
    grams: int
    sales: int


@dataclass(frozen=True, slots=True)
class Sold:
    """What was sold in all, and when."""

    count: int
    grams: int
    sales: int
    by_day: tuple[SoldOn, ...]


@dataclass(frozen=True, slots=True)
class GoneTo:
    """What a partner got."""

    partner: str
    """Their name."""
    date: dt.date
    transfer: str
    """Its number."""
    lot: str
    count: int
    grams: int


@dataclass(frozen=True, slots=True)
class Wasted:
    """What was thrown away of a lot on one day, for one reason; below zero it was taken back."""

    lot: str
    date: dt.date
    why: str
    count: int
    grams: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What is left of a lot, and where it stands."""

    lot: str
    lot_code: str | None
    date_mark: str
    date: dt.date | None
    place: str
    place_name: str
    state: str
    by_weight: bool
    count: int
    grams: int


@dataclass(frozen=True, slots=True)
class Trace:
    """All that is known of the ways of one product, or of one maker's lot of it."""

    code: str
    name: str
    by_weight: bool
    lot_code: str | None
    received: tuple[CameIn, ...]
    sold: Sold
    sold_unread: Sold
    """Of the whole product: out of crates or beyond the books, so that nobody knows the lot."""
    partners: tuple[GoneTo, ...]
    wasted: tuple[Wasted, ...]
    difference: Amount
    """Of counts: below zero, so much was missing."""
    on_hand: tuple[Standing, ...]
    unread: tuple[str, ...]
    """Lots of which nobody read the maker's lot, where one is asked for: they may be of it."""
    recalls: tuple[str, ...]
    """Open ones of the product."""


def trace(session: Session, code: str, *, lot_code: str | None = None) -> Trace:
    """Tell where goods came from and went: all of a product, or those with a maker's lot on them."""
    item = catalogue.require_item(session, code)
    mine = select(Lot.id, Lot.number, Lot.lot_code).where(Lot.product_id == item.id, OF_PRODUCTS).order_by(Lot.number)
    lots = wire(session).execute(mine).all()
    wanted = [lot for lot in lots if lot_code is None or (lot.lot_code and recalls.same_lot(lot.lot_code, lot_code))]
    ids = [lot.id for lot in wanted]
    moved = movements_of(session, ids)
    called_back = select(Recall.number).where(Recall.product_id == item.id, Recall.closed_at.is_(None))
    return Trace(
        code=item.code,
        name=item.name,
        by_weight=item.by_weight,
        lot_code=lot_code,
        received=_received(session, moved),
        sold=sold_of(moved),
        sold_unread=_sold_unread(session, item.id),
        partners=gone_to(session, moved),
        wasted=_wasted(moved),
        difference=sum((_amount(row) for row in moved if row.reason == "counted"), Amount()),
        on_hand=standing(session, ids),
        unread=tuple(lot.number for lot in lots if lot_code is not None and not lot.lot_code),
        recalls=tuple(session.scalars(called_back.order_by(Recall.number))),
    )


def movements_of(session: Session, lots: Collection[str], *, until: int | None = None) -> Sequence[Any]:
    """Read what happened to lots, in its order, up to a movement if one is named; an undoing has its deed's reason."""
    asked = (
        select(
            Movement.lot_id,
            Lot.number,
            Movement.happened_on,
            REASON.label("reason"),
            WHY.label("why"),
            Movement.undoes_id,
            Movement.document_id,
            func.coalesce(UNDONE.document_id, Movement.document_id).label("of_document"),
            Movement.count.label("pieces"),
            Movement.grams.label("weight"),
        )
        .join(Lot, Lot.id == Movement.lot_id)
        .outerjoin(UNDONE, TAKES_BACK)
        .where(Movement.lot_id.in_(lots))
        .order_by(Movement.id)
    )
    if until is not None:
        asked = asked.where(Movement.id <= until)
    return wire(session).execute(asked).all()


def sold_of(moved: Iterable[Any]) -> Sold:
    """Add up, day by day, what went over the counter."""
    days: dict[dt.date, list[Any]] = {}
    for row in moved:
        if row.reason in WITH_CUSTOMERS:
            days.setdefault(row.happened_on, []).append(row)
    by_day = tuple(
        SoldOn(
            date=date,
            count=-sum(row.pieces for row in rows),
            grams=-sum(row.weight for row in rows),
            sales=len({row.document_id for row in rows if row.reason == "sold"}),
        )
        for date, rows in sorted(days.items())
    )
    return Sold(
        count=sum(day.count for day in by_day),
        grams=sum(day.grams for day in by_day),
        sales=sum(day.sales for day in by_day),
        by_day=by_day,
    )


def gone_to(session: Session, moved: Iterable[Any]) -> tuple[GoneTo, ...]:
    """List what went to partners, in the order in which it went, but what was taken back."""
    sums: dict[tuple[str, str], Amount] = {}
    for row in moved:
        if row.reason == transfers.REASON:
            key = (row.of_document, row.number)
            sums[key] = sums.get(key, Amount()) + -_amount(row)
    known = {facts.id: facts for facts in transfers.some(session, {document for document, _lot in sums})}
    return tuple(
        GoneTo(known[key].partner, known[key].date, known[key].number, lot, much.count, much.grams)
        for (key, lot), much in sums.items()
        if much != Amount()
    )


def standing(session: Session, lots: Collection[str]) -> tuple[Standing, ...]:
    """Tell where what is left of lots stands, place by place."""
    asked = (
        select(Lot, Place.code, Place.name)
        .join(Place, Place.id == Lot.place_id)
        .where(Lot.id.in_(lots), (Lot.count != 0) | (Lot.grams != 0))
        .order_by(Place.name, Lot.number)
    )
    return tuple(
        Standing(
            lot=lot.number,
            lot_code=lot.lot_code,
            date_mark=lot.date_mark,
            date=lot.date,
            place=place,
            place_name=place_name,
            state=lot.state,
            by_weight=lot.by_weight,
            count=lot.count,
            grams=lot.grams,
        )
        for lot, place, place_name in session.execute(asked)
    )


def _received(session: Session, moved: Sequence[Any]) -> tuple[CameIn, ...]:
    came: dict[str, Amount] = {}
    for row in moved:
        if row.reason in CAME_IN:
            came[row.lot_id] = came.get(row.lot_id, Amount()) + _amount(row)
    asked = (
        select(Lot, Supplier.code, Supplier.name, Delivery.number)
        .outerjoin(Supplier, Supplier.id == Lot.supplier_id)
        .outerjoin(Delivery, Delivery.id == Lot.delivery_id)
        .where(Lot.id.in_(came))
        .order_by(Lot.received_on, Lot.number)
    )
    return tuple(
        CameIn(
            lot=lot.number,
            lot_code=lot.lot_code,
            supplier=supplier,
            supplier_name=supplier_name,
            delivery=delivery,
            received_on=lot.received_on,
            origin=lot.origin,
            date_mark=lot.date_mark,
            date=lot.date,
            count=came[lot.id].count,
            grams=came[lot.id].grams,
        )
        for lot, supplier, supplier_name, delivery in session.execute(asked)
    )


def _wasted(moved: Sequence[Any]) -> tuple[Wasted, ...]:
    sums: dict[tuple[str, dt.date, str], Amount] = {}
    for row in moved:
        if row.reason == "waste":
            key = (row.number, row.happened_on, row.why)
            sums[key] = sums.get(key, Amount()) + -_amount(row)
    return tuple(Wasted(*key, much.count, much.grams) for key, much in sums.items() if much != Amount())


def _sold_unread(session: Session, product_id: str) -> Sold:
    """Add up what was sold of a product from lots that are not its own: crates, and goods beyond the books."""
    asked = (
        select(
            Sale.happened_on,
            literal_column("'sold'").label("reason"),
            case((Sale.kind == "sale", Sale.id)).label("document_id"),
            (-SaleTake.count).label("pieces"),
            (-SaleTake.grams).label("weight"),
        )
        .join(SaleLine, (SaleLine.sale_id == SaleTake.sale_id) & (SaleLine.position == SaleTake.position))
        .join(Sale, Sale.id == SaleTake.sale_id)
        .join(Lot, Lot.id == SaleTake.lot_id)
        .where(SaleLine.product_id == product_id, Lot.kind != "product")
    )
    return sold_of(wire(session).execute(asked).all())


def _amount(row: Any) -> Amount:
    return Amount(row.pieces, row.weight)
