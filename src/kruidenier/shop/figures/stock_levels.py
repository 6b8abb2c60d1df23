"""Stock levels: every lot with something left or short, on any day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from kruidenier.shop.goods.catalogue import Product, ProductName
from kruidenier.shop.goods.dates import last_day
from kruidenier.shop.goods.groups import FoodGroup, GroupName
from kruidenier.shop.goods.names import best_name
from kruidenier.shop.goods.places import Place, require_place
from kruidenier.shop.goods.stock import Lot, Movement
from kruidenier.shop.office import settings as rules
from kruidenier.shop.supply.suppliers import Supplier

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


A_WEEK = dt.timedelta(days=7)
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class LotLevel:
    """One lot with something left or short."""

    lot: str
    """The shop's own lot number."""
    lot_code: str | None
    """The supplier's."""
    code: str
    name: str
    group: str
    supplier: str | None
    origin: str
    date_mark: str
    date: dt.date | None
    last_day: dt.date | None
    """The last day it may go out."""
    place: str
    state: str
    count: int
    grams: int


def levels(
    session: Session,
    *,
    on: dt.date,
    past: bool = False,
    expiring: int | None = None,
    low: bool = False,
    place: str | None = None,
) -> tuple[LotLevel, ...]:
    """List lots by product, first to go first.

    `past` reckons what was left at the end of the day `on` from the movements; else the kept balances are read.
    `expiring` keeps those whose last day is at most so many days away, `low` those of products that would not last
    another week like the last one, or were sold short.
    """
    settings = rules.current(session, on)
    asked = (
        select(
            Lot.id,
            Lot.number,
            Lot.lot_code,
            Lot.group_code,
            Lot.origin,
            Lot.date_mark,
            Lot.date,
            Lot.keeps_until,
            Lot.state,
            Lot.count.label("pieces"),
            Lot.grams.label("weight"),
            Lot.product_id,
            Lot.by_weight,
            Product.code,
            Supplier.code.label("supplier"),
            Place.code.label("place"),
            func.coalesce(Product.shelf_life_group, FoodGroup.shelf_life_group).label("shelf_life_group"),
        )
        .join(FoodGroup, FoodGroup.code == Lot.group_code)
        .join(Place, Place.id == Lot.place_id)
        .outerjoin(Product, Product.id == Lot.product_id)
        .outerjoin(Supplier, Supplier.id == Lot.supplier_id)
    )
    if place is not None:
        asked = asked.where(Lot.place_id == require_place(session, place))
    if not past:
        asked = asked.where((Lot.count != 0) | (Lot.grams != 0))
    rows = session.execute(asked).all()
    left = _left_on(session, on) if past else {row.id: (row.pieces, row.weight) for row in rows}
    rows = [row for row in rows if any(left.get(row.id, (0, 0)))]
    if low:
        rows = _running_out(session, rows, left, on=on)
    names = _names(session, rows)
    found = []
    for row in rows:
        count, grams = left[row.id]
        until = last_day(
            row.date_mark,
            row.date,
            shelf_life_group=row.shelf_life_group,
            settings=settings,
            keeps_until=row.keeps_until,
        )
        if expiring is not None and (until is None or (until - on).days > expiring):
            continue
        code = row.code or row.group_code
        found.append(
            LotLevel(
                lot=row.number,
                lot_code=row.lot_code,
                code=code,
                name=best_name(names.get(row.product_id or row.group_code, {}), code),
                group=row.group_code,
                supplier=row.supplier,
                origin=row.origin,
                date_mark=row.date_mark,
                date=row.date,
                last_day=until,
                place=row.place,
                state=row.state,
                count=count,
                grams=grams,
            )
        )
    return tuple(sorted(found, key=lambda lot: (lot.code, lot.last_day or dt.date.max, lot.lot)))


def totals(lots: tuple[LotLevel, ...]) -> dict[str, int]:
    """Add up lots, pieces and grams."""
    return {
        "lots": len(lots),
        "count": sum(lot.count for lot in lots),
        "grams": sum(lot.grams for lot in lots),
    }


def _left_on(session: Session, on: dt.date) -> dict[str, tuple[int, int]]:
    rows = session.execute(
        select(Movement.lot_id, func.sum(Movement.count), func.sum(Movement.grams))
        .where(Movement.happened_on <= on)
        .group_by(Movement.lot_id)
    )
    return {lot_id: (int(count), int(grams)) for lot_id, count, grams in rows}


def _running_out(
    session: Session, rows: Sequence[Any], left: Mapping[str, tuple[int, int]], *, on: dt.date
) -> list[Any]:
    """Keep the lots of products of which less is left than went out in the last seven days."""
    gone = {
        product_id: (int(count), int(grams))
        for product_id, count, grams in session.execute(
            select(Lot.product_id, -func.sum(Movement.count), -func.sum(Movement.grams))
            .join(Movement, Movement.lot_id == Lot.id)
            .where(
                Movement.reason.in_(("sold", "void", "refund")),
                Movement.happened_on > on - A_WEEK,
                Movement.happened_on <= on,
            )
            .group_by(Lot.product_id)
        )
    }
    held: dict[str, tuple[int, int]] = {}
    for row in rows:
        count, grams = held.get(row.product_id, (0, 0))
        held[row.product_id] = (count + left[row.id][0], grams + left[row.id][1])

    def runs_out(row: Any) -> bool:
        unit = 1 if row.by_weight else 0
        return held[row.product_id][unit] < max(gone.get(row.product_id, (0, 0))[unit], 1)

    return [row for row in rows if runs_out(row)]


def _names(session: Session, rows: Iterable[Any]) -> dict[str, dict[str, str]]:
    """Read the names of products by key and of food groups by code."""
    names: dict[str, dict[str, str]] = {}
    for code, lang, name in session.execute(select(GroupName.group_code, GroupName.lang, GroupName.name)):
        names.setdefault(code, {})[lang] = name
    ids = sorted({row.product_id for row in rows if row.product_id})
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        for product_id, lang, name in session.execute(
            select(ProductName.product_id, ProductName.lang, ProductName.name).where(ProductName.product_id.in_(some))
        ):
            names.setdefault(product_id, {})[lang] = name
    return names
