"""One lot as people see it: what it is, where it comes from, until when it may go out, and what came of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.shop.goods import lots, reckoned
from kruidenier.shop.goods.catalogue import Product
from kruidenier.shop.goods.dates import SHORTEST, last_day
from kruidenier.shop.goods.deeds import Deed
from kruidenier.shop.goods.groups import FoodGroup
from kruidenier.shop.goods.lots import UnknownLot
from kruidenier.shop.goods.places import Place
from kruidenier.shop.goods.stock import Lot, Movement
from kruidenier.shop.office import settings as rules
from kruidenier.shop.supply.suppliers import Supplier
from kruidenier.store.asking import numbered

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class LotSheet:
    """A lot with all that is known of it."""

    lot: str
    kind: str
    """product, bulk or shortfall."""
    code: str | None
    name: str
    group: str | None
    lot_code: str | None
    """The supplier's own lot number."""
    supplier: str | None
    supplier_name: str | None
    origin: str
    fund: str | None
    received_on: dt.date
    date_mark: str
    date: dt.date | None
    treatment: str | None
    treated_on: dt.date | None
    keeps_until: dt.date | None
    last_day: dt.date | None
    """The last day it may go out."""
    place: str
    place_name: str
    state: str
    why_blocked: str | None
    """What was said when it was taken from sale."""
    by_weight: bool
    count: int
    grams: int
    reckoned_count: int
    """Pieces that left it as far as the till could reckon: so many more may still be in somebody's hand."""
    reckoned_grams: int
    counted_on: dt.date | None
    parent: str | None
    """The lot that it was taken from."""
    children: tuple[str, ...]
    """The lots that were taken from it."""


def lot_sheet(session: Session, number: str, *, on: dt.date) -> LotSheet:
    """Tell all about a lot."""
    lot = numbered(session, Lot, number)
    if lot is None:
        raise UnknownLot(lot=number.strip()[:40])
    product = session.get(Product, lot.product_id) if lot.product_id else None
    group = session.get(FoodGroup, lot.group_code) if lot.group_code else None
    supplier = session.get(Supplier, lot.supplier_id) if lot.supplier_id else None
    place = session.get_one(Place, lot.place_id)
    own = product.shelf_life_group if product else None
    out = reckoned.left_it(session, [lot.id]).get(lot.id, reckoned.NOTHING)
    return LotSheet(
        lot=lot.number,
        kind=lot.kind,
        code=product.code if product else None,
        name=lots.name_of(session, lot),
        group=lot.group_code,
        lot_code=lot.lot_code,
        supplier=supplier.code if supplier else None,
        supplier_name=supplier.name if supplier else None,
        origin=lot.origin,
        fund=lot.fund,
        received_on=lot.received_on,
        date_mark=lot.date_mark,
        date=lot.date,
        treatment=lot.treatment,
        treated_on=lot.treated_on,
        keeps_until=lot.keeps_until,
        last_day=last_day(
            lot.date_mark,
            lot.date,
            shelf_life_group=own or (group.shelf_life_group if group else SHORTEST),
            settings=rules.current(session, on),
            keeps_until=lot.keeps_until,
        ),
        place=place.code,
        place_name=place.name,
        state=lot.state,
        why_blocked=_why_blocked(session, lot) if lot.state == "blocked" else None,
        by_weight=lot.by_weight,
        count=lot.count,
        grams=lot.grams,
        reckoned_count=out.count,
        reckoned_grams=out.grams,
        counted_on=lot.counted_on,
        parent=session.scalar(select(Lot.number).where(Lot.id == lot.parent_id)) if lot.parent_id else None,
        children=tuple(session.scalars(select(Lot.number).where(Lot.parent_id == lot.id).order_by(Lot.number))),
    )


def _why_blocked(session: Session, lot: Lot) -> str | None:
    last = (
        select(Movement.document_id)
        .where(Movement.lot_id == lot.id, Movement.reason == "blocked")
        .order_by(Movement.id.desc())
        .limit(1)
    )
    deed = session.get(Deed, key) if (key := session.scalar(last)) else None
    return deed.reason if deed else None
