"""The sorting table: crates that came in by weight become products, or crates of one food group, to the gram."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods import catalogue, deeds, groups, lots, places, recalls
from kruidenier.shop.goods.dates import require_mark
from kruidenier.shop.goods.places import Place
from kruidenier.shop.goods.stock import IN_BULK, Change, Lot
from kruidenier.shop.office import journal
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.supply import cold, habits
from kruidenier.shop.supply.group_products import groups_own_product
from kruidenier.shop.supply.suppliers import Supplier
from kruidenier.store.base import new_id, wire
from kruidenier.store.rows import write_rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.catalogue import Item
    from kruidenier.shop.office.place import Counter

MOST_PIECES = 99_999


class NotABulkLot(ShopError):
    """Goods that are sorted already."""

    message = N_("{name} (lot {lot}) is sorted already. What can be done with it stands on its own page.")


class MoreThanLeft(ShopError):
    """Goods that weigh more than is left in the crates."""

    message = N_(
        "{name} would weigh {grams}, and only {left_grams} is left of lot {lot}. Weigh it and say how heavy it is, "
        "or look whether all of it is from these crates."
    )


class NeedsCount(ShopError):
    """Goods by the piece without a count."""

    message = N_("{name}: say how many pieces, from 1 to {most}.")


class NeedsGrams(ShopError):
    """Goods by weight that were not weighed."""

    message = N_("{name}: weigh it and say how heavy it is.")


class SameGroup(ShopError):
    """Crates sorted into the group that they are of already."""

    message = N_("Lot {lot} is {name} already.")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Crates that wait to be sorted."""

    lot: str
    name: str
    group: str | None
    """None: mixed."""
    supplier: str
    supplier_name: str
    origin: str
    received_on: dt.date
    place: str
    grams: int


@dataclass(frozen=True, slots=True)
class Sorted:
    """Goods that were taken out of crates."""

    deed: str
    """Its number: `undo` and `reverse` take it."""
    lot: str
    """The crates'."""
    into: str
    """The new lot."""
    name: str
    code: str | None
    count: int
    grams: int
    date: dt.date | None
    """On the packs."""
    left_grams: int
    """Still in the crates."""
    place: str
    state: str
    in_front: bool
    """Goods on the shelf keep longer: these must stand before them."""


def waiting(session: Session) -> tuple[Waiting, ...]:
    """List the crates with something in them: mixed ones first, then those that came last."""
    asked = (
        select(Lot, Supplier.code.label("supplier"), Supplier.name.label("supplier_name"), Place.name.label("place"))
        .join(Supplier, Supplier.id == Lot.supplier_id)
        .join(Place, Place.id == Lot.place_id)
        .where(IN_BULK, Lot.grams > 0)
        .order_by(Lot.group_code.is_not(None), Lot.received_on.desc(), Lot.number)
    )
    names = lots.Names(session, ())
    return tuple(
        Waiting(
            lot.number,
            names.of(None, lot.group_code),
            lot.group_code,
            row.supplier,
            row.supplier_name,
            lot.origin,
            lot.received_on,
            row.place,
            lot.grams,
        )
        for row in session.execute(asked)
        for lot in [row.Lot]
    )


def sort(
    session: Session,
    lot: str,
    *,
    product: str,
    at: Counter,
    now: dt.datetime,
    count: int | None = None,
    grams: int | None = None,
    date_mark: str = "none",
    date: dt.date | None = None,
    lot_code: str | None = None,
    place: str | None = None,
) -> Sorted:
    """Take pieces or grams of a product out of crates, as a lot of its own that is otherwise as they are.

    Pieces that nobody weighed weigh what their packs say, or nothing known; never more than is left in the crates.
    """
    require(at, Permission.SORT)
    require_mark(date_mark, date)
    item = catalogue.require_item(session, product)
    if item.archived:
        raise catalogue.ProductArchived(name=item.name)
    crates = _lock(session, lot)
    pieces, weight = _amount(item, count, grams)
    _require_left(crates, item.name, weight)
    in_front = habits.goes_in_front(session, item.code, mark=date_mark, date=date)
    fields = {
        "kind": "product",
        "product_id": item.id,
        "group_code": item.group,
        "by_weight": item.by_weight,
        "date_mark": date_mark,
        "date": date,
        "lot_code": lot_code,
        "grade": None,
        "place_id": _place(session, place, item.group),
    }
    return _part(
        session,
        crates,
        fields,
        name=item.name,
        code=item.code,
        count=pieces,
        grams=weight,
        front=in_front,
        at=at,
        now=now,
    )


def sort_group(
    session: Session,
    lot: str,
    *,
    group: str,
    at: Counter,
    now: dt.datetime,
    grams: int | None = None,
    place: str | None = None,
) -> Sorted:
    """Tell which food group crates are of, or a part of them by weight; what is left stays as it was."""
    require(at, Permission.SORT)
    groups.require_group(session, group)
    crates = _lock(session, lot)
    name = groups.names(session)[group]
    if crates.group_code == group:
        raise SameGroup(lot=crates.number, name=name)
    weight = crates.grams if grams is None else grams
    if weight <= 0:
        raise NeedsGrams(name=name)
    _require_left(crates, name, weight)
    groups_own_product(session, group)
    fields = {"group_code": group, "place_id": _place(session, place, group)}
    return _part(session, crates, fields, name=name, code=None, count=0, grams=weight, front=False, at=at, now=now)


def write_off(session: Session, lot: str, *, at: Counter, now: dt.datetime) -> deeds.DeedDone:
    """Say that what the books still have in crates is not there: packaging, or weighed wrong at the door."""
    require(at, Permission.SORT)
    crates = _lock(session, lot)
    page = journal.turn_page(session, at, documents=1)
    rest = crates.grams
    missing = [Change(crates.id, 0, -rest, "counted")]
    return deeds.write(session, page, verb="missing", changes=missing, now=now, lot=crates.number, grams=rest)


def _lock(session: Session, number: str) -> Lot:
    crates = lots.lock(session, number)
    if crates.kind != "bulk":
        raise NotABulkLot(lot=crates.number, name=lots.name_of(session, crates))
    if not crates.grams:
        raise lots.NothingLeft(lot=crates.number, name=lots.name_of(session, crates))
    return crates


def _amount(item: Item, count: int | None, grams: int | None) -> tuple[int, int]:
    """Tell pieces and grams: by the scale if it was used, else by what stands on the packs."""
    if item.by_weight:
        if count is not None or not grams or grams < 0:
            raise NeedsGrams(name=item.name)
        return 0, grams
    if count is None or not 0 < count <= MOST_PIECES:
        raise NeedsCount(name=item.name, most=MOST_PIECES)
    return count, count * (item.grams_each or 0) if grams is None else max(grams, 0)


def _require_left(crates: Lot, name: str, grams: int) -> None:
    if grams > crates.grams:
        raise MoreThanLeft(name=name, grams=grams, left_grams=crates.grams, lot=crates.number)


def _place(session: Session, place: str | None, group: str) -> int:
    return cold.place_of(session, group) if place is None else places.require_place(session, place)


def _part(
    session: Session,
    crates: Lot,
    fields: dict[str, Any],
    *,
    name: str,
    code: str | None,
    count: int,
    grams: int,
    front: bool,
    at: Counter,
    now: dt.datetime,
) -> Sorted:
    """Let goods leave crates for a lot of their own: as the crates are but for some fields, and not a gram is lost."""
    page = journal.turn_page(session, at, documents=1, lots=1)
    (number,) = page.lot_numbers(1)
    as_crates = {column.key: getattr(crates, column.key) for column in Lot.__table__.columns}
    own = {"id": new_id(), "number": number, "parent_id": crates.id, "count": 0, "grams": 0}
    child = as_crates | fields | own
    if child["kind"] == "product":
        child |= {"unit_cost_cents": None, "reference_value_cents": None}
    left, parent = crates.grams - grams, crates.number
    write_rows(wire(session), Lot, [child])
    changes = [Change(crates.id, 0, -grams, "counted"), Change(child["id"], count, grams, "counted")]
    deed = deeds.write(
        session, page, verb="sort", changes=changes, now=now, lot=parent, into=number, count=count, grams=grams
    )
    called_back = recalls.sweep(session, [child["product_id"]], at=at, now=now)
    return Sorted(
        deed=deed.number,
        lot=parent,
        into=number,
        name=name,
        code=code,
        count=count,
        grams=grams,
        date=child["date"],
        left_grams=left,
        place=session.scalars(select(Place.name).where(Place.id == child["place_id"])).one(),
        state="recalled" if child["id"] in called_back else child["state"],
        in_front=front,
    )
