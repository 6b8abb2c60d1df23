"""What a supplier's goods were worth, what customers paid for them, and how many households had some."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
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


def customers(session: Session, asked: Mapping[str, Any], goods: Goods) -> tuple[int, int]:
    """Tell what was paid for the goods, in cents, and how many households kept some."""
    connection = wire(session)
    paid = households = 0
    for row in connection.execute(_CUSTOMERS, asked):
        paid += int(row.paid)
        households += row.pieces > 0 or row.weight > 0
    return paid + _paid_in_part(connection.execute(_SHARES, asked).all(), goods), households


def _paid_in_part(shares: Any, goods: Goods) -> int:
    """Share what was paid for a weighed line between the lots it came from: to the cent, whatever the order."""
    lines: dict[tuple[str, int], list[Any]] = {}
    for share in shares:
        lines.setdefault((share.sale_id, share.position), []).append(share)
    paid = 0
    for takes in lines.values():
        weight, so_far = abs(sum(take.weight for take in takes)), 0
        total = abs(takes[0].total_cents)
        sign = -1 if takes[0].total_cents < 0 else 1
        for take in takes:
            before = _part(total, so_far, weight)
            so_far += abs(take.weight)
            if take.lot_id in goods.lots:
                paid += sign * (_part(total, so_far, weight) - before)
    return paid


def _part(total: int, part: int, whole: int) -> int:
    return (2 * total * part + whole) // (2 * whole)


def worth(session: Session, goods: Goods) -> Worth:
    """Value the goods per lot: as given at intake, else at the reference price of the day they came, else unknown."""
    prices = _Prices(session, {lot.product_id for lot in goods.lots.values() if lot.product_id})
    cents = unknown_lots = unknown_grams = 0
    for lot_id, (pieces, grams) in goods.came.items():
        lot, root = goods.lots[lot_id], _root(goods.lots, lot_id)
        given = root.reference_value_cents
        if given is not None:
            count, weight = goods.received.get(lot_id, (0, 0))
            cents += _times(given, count, weight, by_weight=lot.by_weight)
        elif not (grams if lot.by_weight else pieces):
            continue
        elif (price := prices.on(lot.product_id, lot.received_on)) is not None:
            cents += _times(price, pieces, grams, by_weight=lot.by_weight)
        else:
            unknown_lots += 1
            unknown_grams += grams
    return Worth(cents, unknown_lots, unknown_grams)


def _root(lots: Mapping[str, Any], lot_id: str) -> Any:
    """Find the lot that came through the door."""
    lot = lots[lot_id]
    while lot.parent_id is not None:
        lot = lots[lot.parent_id]
    return lot


def _times(unit_cents: int, pieces: int, grams: int, *, by_weight: bool) -> int:
    return line_total(unit_price_cents=unit_cents, count=pieces, grams=grams if by_weight else None)


class _Prices:
    """Reference prices of products, by day."""

    def __init__(self, session: Session, product_ids: set[str]) -> None:
        asked = (
            select(ProductPrice.product_id, ProductPrice.valid_from, ProductPrice.cents)
            .where(ProductPrice.product_id.in_(product_ids), ProductPrice.kind == "reference")
            .order_by(ProductPrice.valid_from, ProductPrice.id)
        )
        self._since: dict[str, list[tuple[dt.date, int | None]]] = {}
        for product_id, since, cents in wire(session).execute(asked):
            self._since.setdefault(product_id, []).append((since, cents))

    def on(self, product_id: str | None, day: dt.date) -> int | None:
        """Tell the price of a product on a day."""
        prices = self._since.get(product_id or "", [])
        place = bisect_right([since for since, _cents in prices], day)
        return prices[place - 1][1] if place else None
