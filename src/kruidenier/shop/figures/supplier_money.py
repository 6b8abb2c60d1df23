"""What a supplier's goods were worth, what customers paid for them, and how many households had some."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, case, func, or_, select

from kruidenier.shop.figures.supplier_goods import GIVEN, OF_PERIOD, Goods
from kruidenier.shop.figures.supplier_values import Worth
from kruidenier.shop.goods.catalogue import ProductPrice
from kruidenier.shop.goods.prices import line_total
from kruidenier.shop.goods.stock import Lot
from kruidenier.shop.supply.deliveries import Delivery
from kruidenier.shop.till.sales import Sale, SaleLine, SaleTake
from kruidenier.store.base import wire

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

_BY_PIECE = SaleLine.grams.is_(None)
_WHOLE_LINE = or_(_BY_PIECE, SaleTake.grams == SaleLine.grams)
_OF_LINE = and_(SaleLine.sale_id == SaleTake.sale_id, SaleLine.position == SaleTake.position)
_PAID = case(
    (_BY_PIECE, SaleTake.count * SaleLine.unit_price_cents),
    (SaleTake.grams == SaleLine.grams, SaleLine.total_cents),
    else_=0,
)
_FROM_THESE = (*OF_PERIOD, GIVEN, Sale.happened_on <= bindparam("last"))
_CUSTOMERS = (
    select(
        Sale.pseudonym,
        func.sum(SaleTake.count).label("pieces"),
        func.sum(SaleTake.grams).label("weight"),
        func.sum(_PAID).label("paid"),
    )
    .select_from(Delivery)
    .join(Lot, Lot.delivery_id == Delivery.id)
    .join(SaleTake, SaleTake.lot_id == Lot.id)
    .join(Sale, Sale.id == SaleTake.sale_id)
    .join(SaleLine, _OF_LINE)
    .where(*_FROM_THESE)
    .group_by(Sale.pseudonym)
)
_SHARED_LINES = (
    select(SaleTake.sale_id, SaleTake.position)
    .select_from(Delivery)
    .join(Lot, Lot.delivery_id == Delivery.id)
    .join(SaleTake, SaleTake.lot_id == Lot.id)
    .join(Sale, Sale.id == SaleTake.sale_id)
    .join(SaleLine, _OF_LINE)
    .where(*_FROM_THESE, _WHOLE_LINE.is_(False))
    .distinct()
    .subquery()
)
_SHARES = (
    select(SaleTake.sale_id, SaleTake.position, SaleTake.lot_id, SaleTake.grams.label("weight"), SaleLine.total_cents)
    .join(
        _SHARED_LINES,
        and_(_SHARED_LINES.c.sale_id == SaleTake.sale_id, _SHARED_LINES.c.position == SaleTake.position),
    )
    .join(SaleLine, _OF_LINE)
    .order_by(SaleTake.sale_id, SaleTake.position, SaleTake.lot_id)
)


_TAKES = (
    select(
        SaleTake.sale_id,
        SaleTake.position,
        SaleTake.lot_id,
        Sale.number,
        Sale.kind,
        Sale.happened_on,
        SaleTake.count.label("pieces"),
        SaleTake.grams.label("weight"),
        SaleTake.known_by,
        _PAID.label("paid"),
    )
    .select_from(Delivery)
    .join(Lot, Lot.delivery_id == Delivery.id)
    .join(SaleTake, SaleTake.lot_id == Lot.id)
    .join(Sale, Sale.id == SaleTake.sale_id)
    .join(SaleLine, _OF_LINE)
    .where(*_FROM_THESE)
    .order_by(Sale.happened_on, SaleTake.id)
)


def customers(session: Session, asked: Mapping[str, Any], goods: Goods) -> tuple[int, int]:
    """Tell what was paid for the goods, in cents, and how many households kept some."""
    connection = wire(session)
    paid = households = 0
    for row in connection.execute(_CUSTOMERS, asked):
        paid += int(row.paid)
        households += row.pieces > 0 or row.weight > 0
    shares = shared(connection.execute(_SHARES, asked))
    return paid + sum(cents for (_sale, _line, lot), cents in shares.items() if lot in goods.lots), households


def takes(session: Session, asked: Mapping[str, Any]) -> Iterator[tuple[Any, int]]:
    """List what each sale took of the goods, and what was paid for that, in cents. Nothing says by whom."""
    connection = wire(session)
    shares = shared(connection.execute(_SHARES, asked))
    for row in connection.execute(_TAKES, asked):
        yield row, int(row.paid) + shares.get((row.sale_id, row.position, row.lot_id), 0)


def shared(rows: Iterable[Any]) -> dict[tuple[str, int, str], int]:
    """Share what was paid for a weighed line between the lots it came from: to the cent, whatever the order."""
    lines: dict[tuple[str, int], list[Any]] = {}
    for row in rows:
        lines.setdefault((row.sale_id, row.position), []).append(row)
    paid = {}
    for line, parts in lines.items():
        weight, so_far = abs(sum(part.weight for part in parts)), 0
        total = abs(parts[0].total_cents)
        sign = -1 if parts[0].total_cents < 0 else 1
        for part in parts:
            before = _part(total, so_far, weight)
            so_far += abs(part.weight)
            paid[*line, part.lot_id] = sign * (_part(total, so_far, weight) - before)
    return paid


def _part(total: int, part: int, whole: int) -> int:
    return (2 * total * part + whole) // (2 * whole)


@dataclass(frozen=True, slots=True)
class LotWorth:
    """What a lot is worth."""

    lot_id: str
    pieces: int
    grams: int
    cents: int | None
    """None: nobody knows."""
    given: bool
    """As it was given at intake, for all that was taken from it too."""


def worth(session: Session, goods: Goods) -> Worth:
    """Value the goods per lot: as given at intake, else at the reference price of the day they came, else unknown."""
    lots = list(by_lot(session, goods))
    unknown = [lot for lot in lots if lot.cents is None]
    return Worth(sum(lot.cents or 0 for lot in lots), len(unknown), sum(lot.grams for lot in unknown))


def by_lot(session: Session, goods: Goods) -> Iterator[LotWorth]:
    """Value each lot that something came into, at the door or by sorting."""
    prices = _Prices(session, {lot.product_id for lot in goods.lots.values() if lot.product_id})
    for lot_id, came in goods.came.items():
        lot, given = goods.lots[lot_id], _root(goods.lots, lot_id).reference_value_cents
        price = prices.on(lot.product_id, lot.received_on) if given is None else given
        pieces, grams = came if given is None else goods.received.get(lot_id, (0, 0))
        if grams if lot.by_weight else pieces:
            weighed = grams if lot.by_weight else None
            cents = None if price is None else line_total(unit_price_cents=price, count=pieces, grams=weighed)
            yield LotWorth(lot_id, pieces, grams, cents, given is not None)


def _root(lots: Mapping[str, Any], lot_id: str) -> Any:
    """Find the lot that came through the door."""
    lot = lots[lot_id]
    while lot.parent_id is not None:
        lot = lots[lot.parent_id]
    return lot


_REFERENCES = (
    select(ProductPrice.product_id, ProductPrice.valid_from, ProductPrice.cents)
    .where(ProductPrice.product_id.in_(bindparam("products", expanding=True)), ProductPrice.kind == "reference")
    .order_by(ProductPrice.valid_from, ProductPrice.id)
)


class _Prices:
    """Reference prices of products, by day."""

    def __init__(self, session: Session, product_ids: set[str]) -> None:
        self._since: dict[str, list[tuple[dt.date, int | None]]] = {}
        asked = wire(session).execute(_REFERENCES, {"products": product_ids}) if product_ids else ()
        for product_id, since, cents in asked:
            self._since.setdefault(product_id, []).append((since, cents))

    def on(self, product_id: str | None, day: dt.date) -> int | None:
        """Tell the price of a product on a day."""
        prices = self._since.get(product_id or "", [])
        place = bisect_right([since for since, _cents in prices], day)
        return prices[place - 1][1] if place else None
