"""Stock levels: every lot with something left or short, on any day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import BigInteger, and_, bindparam, cast, func, or_, select

from kruidenier.i18n import language
from kruidenier.shop.goods.catalogue import Product, ProductName
from kruidenier.shop.goods.dates import SHORTEST, last_day
from kruidenier.shop.goods.groups import FoodGroup, require_group
from kruidenier.shop.goods.lots import Names
from kruidenier.shop.goods.names import best_name
from kruidenier.shop.goods.places import Place, require_place
from kruidenier.shop.goods.stock import SOLD, Lot, Movement
from kruidenier.shop.office import settings as rules
from kruidenier.shop.supply.suppliers import Supplier, require_supplier
from kruidenier.shop.till.basket_rows import BasketItem, OpenBasket
from kruidenier.store.asking import in_parts
from kruidenier.store.base import wire
from kruidenier.store.rows import read_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.settings import Settings


NOTHING = (0, 0)
A_WEEK = dt.timedelta(days=7)
MIXED = "mixed"
"""Stands for the code of goods that nobody has sorted yet."""


class LotLevel(NamedTuple):
    """One lot with something left or short."""

    lot: str
    """The shop's own lot number."""
    lot_code: str | None
    """The supplier's."""
    code: str
    """Of the product; of crates, their food group."""
    name: str
    group: str | None
    supplier: str | None
    origin: str
    date_mark: str
    date: dt.date | None
    last_day: dt.date | None
    """The last day it may go out."""
    place: str
    state: str
    count: int  # type: ignore[assignment]
    grams: int
    by_weight: bool
    in_baskets_count: int = 0
    in_baskets_grams: int = 0

    @property
    def is_short(self) -> bool:
        """More of it was sold than the books knew."""
        return self.count < 0 or self.grams < 0

    def may_go_out(self, on: dt.date) -> bool:
        """Whether nothing forbids to sell it on a day: no block, no recall, no date that has passed."""
        return self.state == "live" and (self.last_day is None or on <= self.last_day)


def _lots(count: Any, grams: Any) -> Select[*tuple[Any, ...]]:
    """Ask for lots, so much of each; in the order in which `_made` takes the columns."""
    spoken = and_(ProductName.product_id == Lot.product_id, ProductName.lang == bindparam("lang"))
    return (
        select(
            Lot.number,
            Lot.lot_code,
            Product.code,
            ProductName.name,
            Lot.group_code,
            Lot.supplier_id,
            Lot.origin,
            Lot.date_mark,
            Lot.date,
            Lot.keeps_until,
            Product.shelf_life_group,
            Lot.place_id,
            Lot.state,
            count,
            grams,
            Lot.by_weight,
        )
        .select_from(Lot)
        .outerjoin(Product, Product.id == Lot.product_id)
        .outerjoin(ProductName, spoken)
    )


def _then(*, reckoned_back: bool) -> Select[*tuple[Any, ...]]:
    """Ask for lots as they were at the end of a day: by what moved until then, or by what is left and moved since."""
    side = Movement.happened_on > bindparam("on") if reckoned_back else Movement.happened_on <= bindparam("on")
    count, grams = (
        (kept - moved if reckoned_back else moved)
        for kept, moved in (
            (column, cast(func.coalesce(func.sum(moves), 0), BigInteger))
            for column, moves in ((Lot.count, Movement.count), (Lot.grams, Movement.grams))
        )
    )
    left = (
        select(Lot.id, count.label("pieces"), grams.label("weight"))
        .outerjoin(Movement, and_(Movement.lot_id == Lot.id, side))
        .group_by(Lot.id)
        .having(or_(count != 0, grams != 0))
        .subquery()
    )
    return _lots(left.c.pieces, left.c.weight).join(left, left.c.id == Lot.id)


_NOW = _lots(Lot.count, Lot.grams).where(or_(Lot.count != 0, Lot.grams != 0))
_THEN = {reckoned_back: _then(reckoned_back=reckoned_back) for reckoned_back in (True, False)}
_ENDS = select(
    select(func.min(Movement.happened_on)).scalar_subquery(), select(func.max(Movement.happened_on)).scalar_subquery()
)
_MIN_LEVELS = select(Product.code, Product.min_level).where(Product.min_level > 0)
_SUPPLIERS = select(Supplier.id, Supplier.code)
_PLACES = select(Place.id, Place.code)
_KEEPS = select(FoodGroup.code, FoodGroup.shelf_life_group)
_IN_BASKETS = (
    select(
        Lot.number,
        Lot.by_weight,
        cast(func.sum(BasketItem.count), BigInteger),
        cast(func.sum(BasketItem.grams + BasketItem.count * func.coalesce(BasketItem.grams_each, 0)), BigInteger),
    )
    .join(OpenBasket, OpenBasket.id == BasketItem.basket_id)
    .join(Lot, Lot.id == BasketItem.lot_id)
    .where(OpenBasket.state.in_(("open", "aside")))
    .group_by(Lot.number, Lot.by_weight)
)


def levels(
    session: Session,
    *,
    on: dt.date,
    past: bool = False,
    expiring: int | None = None,
    low: bool = False,
    place: str | None = None,
    group: str | None = None,
    supplier: str | None = None,
    origin: str | None = None,
    blocked: bool = False,
    short: bool = False,
) -> tuple[LotLevel, ...]:
    """List lots by product, first to go first.

    `past` reckons what was left at the end of the day `on` from the movements; else the kept balances are read.
    `expiring` keeps those whose last day is at most so many days away, `blocked` those that may not go out that day,
    `short` those of which more was sold than the books knew, `low` those of products that run out.
    """
    if place is not None:
        require_place(session, place)
    if group is not None:
        require_group(session, group)
    if supplier is not None:
        require_supplier(session, supplier)
    lots = lots_of(session, on=on, past=past)
    codes = running_out(session, lots, on=on) if low else None
    return tuple(
        fitting(
            lots,
            on=on,
            codes=codes,
            expiring=expiring,
            place=place,
            group=group,
            supplier=supplier,
            origin=origin,
            blocked=blocked,
            short=short,
        )
    )


def fitting(
    lots: list[LotLevel],
    *,
    on: dt.date,
    codes: Collection[str] | None = None,
    expiring: int | None = None,
    blocked: bool = False,
    short: bool = False,
    **same: str | None,
) -> list[LotLevel]:
    """Keep the lots that fit: of these codes, with the same place, group, supplier or origin; see `levels`."""
    for field, wanted in same.items():
        if wanted is not None:
            lots = [lot for lot in lots if getattr(lot, field) == wanted]
    if codes is not None:
        lots = [lot for lot in lots if lot.code in codes]
    if expiring is not None:
        latest = on + dt.timedelta(days=expiring)
        lots = [lot for lot in lots if lot.last_day is not None and lot.last_day <= latest]
    if blocked:
        lots = [lot for lot in lots if not lot.may_go_out(on)]
    if short:
        lots = [lot for lot in lots if lot.is_short]
    return lots


def totals(lots: Iterable[LotLevel]) -> dict[str, int]:
    """Add up lots, pieces and grams."""
    lots = tuple(lots)
    return {
        "lots": len(lots),
        "count": sum(lot.count for lot in lots),
        "grams": sum(lot.grams for lot in lots),
    }


def gone_in_a_week(session: Session, *, on: dt.date) -> dict[str, tuple[int, int]]:
    """Tell pieces and grams that customers took in the seven days up to this one, by code of product or group."""
    code = func.coalesce(Product.code, Lot.group_code, MIXED)
    asked = (
        select(code, -func.sum(Movement.count), -func.sum(Movement.grams))
        .join(Lot, Lot.id == Movement.lot_id)
        .outerjoin(Product, Product.id == Lot.product_id)
        .where(
            Movement.reason.in_(SOLD),
            Movement.happened_on > on - A_WEEK,
            Movement.happened_on <= on,
        )
        .group_by(code)
    )
    return {code: (int(count), int(grams)) for code, count, grams in wire(session).execute(asked)}


def running_out(session: Session, lots: Iterable[LotLevel], *, on: dt.date) -> set[str]:
    """Name the products and groups of which less is left than went out in a week, or than the shop wants to have."""
    a_week = gone_in_a_week(session, on=on)
    wanted: dict[str, int] = dict(read_rows(wire(session), _MIN_LEVELS))
    left: dict[str, int] = {}
    needed: dict[str, int] = {}
    for lot in lots:
        left[lot.code] = left.get(lot.code, 0) + (lot.grams if lot.by_weight else lot.count)
        needed[lot.code] = max(a_week.get(lot.code, NOTHING)[lot.by_weight], wanted.get(lot.code, 0), 1)
    return {code for code, amount in left.items() if amount < needed[code]}


def lots_of(session: Session, *, on: dt.date, past: bool) -> list[LotLevel]:
    """Read all lots of a day."""
    connection = wire(session)
    in_baskets: dict[str, tuple[int, int]] = {}
    if past:
        asked = _THEN[_nearer_to_now(connection, on)]
        rows = list(read_rows(connection, asked, {"lang": language(), "on": on}))
    else:
        rows = list(read_rows(connection, _NOW, {"lang": language()}))
        in_baskets = {
            number: (0, grams) if by_weight else (count, 0)
            for number, by_weight, count, grams in read_rows(connection, _IN_BASKETS)
        }
    suppliers: dict[Any, str] = dict(read_rows(connection, _SUPPLIERS))
    places: dict[int, str] = dict(read_rows(connection, _PLACES))
    keeps: dict[str | None, int] = {None: SHORTEST, **dict(read_rows(connection, _KEEPS))}
    dates = _Dates(rules.current(session, on))
    nameless = [row[2] for row in rows if row[3] is None]
    crates = Names(session, ())
    of_products = _other_names(connection, {code for code in nameless if code})
    lots = []
    for number, maker, code, name, group, giver, origin, mark, on_pack, limit, keeping, place, state, *left in rows:
        date, until = dates[mark, on_pack, limit, keeping or keeps[group]]
        count, grams, by_weight = left
        in_baskets_count, in_baskets_grams = in_baskets.get(number, NOTHING)
        lots.append(
            LotLevel(
                number,
                maker,
                code or group or MIXED,
                name or (of_products[code] if code else crates.of(None, group)),
                group,
                suppliers.get(giver),
                origin,
                mark,
                date,
                until,
                places[place],
                state,
                count,
                grams,
                bool(by_weight),
                in_baskets_count,
                in_baskets_grams,
            )
        )
    lots.sort(key=lambda lot: (lot.code, lot.last_day or dt.date.max, lot.lot))
    return lots


def _nearer_to_now(connection: Connection, on: dt.date) -> bool:
    """Tell whether a day lies nearer to the last movement than to the first: fewer are added up that way."""
    first, last = connection.execute(_ENDS).one()
    return first is None or last - on < on - first


class _Dates(dict[tuple[Any, ...], tuple[dt.date | None, dt.date | None]]):
    """The date on the pack and the last day it may go out: worked out once for all lots that agree in these."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def __missing__(self, key: tuple[Any, ...]) -> tuple[dt.date | None, dt.date | None]:
        mark, date, limit, shelf_life_group = key
        on_pack = _day(date)
        until = last_day(
            mark, on_pack, shelf_life_group=shelf_life_group, settings=self._settings, keeps_until=_day(limit)
        )
        self[key] = on_pack, until
        return self[key]


def _day(given: str | dt.date | None) -> dt.date | None:
    return dt.date.fromisoformat(given) if isinstance(given, str) else given


def _other_names(connection: Connection, codes: set[str]) -> dict[str, str]:
    """Name products that have no name in the reader's language."""
    said: dict[str, dict[str, str]] = {code: {} for code in codes}
    asked = select(Product.code, ProductName.lang, ProductName.name).join(
        ProductName, ProductName.product_id == Product.id
    )
    for some in in_parts(codes):
        for code, lang, name in connection.execute(asked.where(Product.code.in_(some))):
            said[code][lang] = name
    return {code: best_name(names, code) for code, names in said.items()}
