"""Stock as a spreadsheet: what is on the shelves when a shop begins with the program."""

from __future__ import annotations

import datetime as dt
from collections import Counter as Tally
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from kruidenier.i18n import _
from kruidenier.shop.goods import places, recalls, stock
from kruidenier.shop.goods.catalogue import Product, ProductName
from kruidenier.shop.goods.names import FALL_BACK
from kruidenier.shop.goods.places import Place
from kruidenier.shop.goods.product_list import is_gtin
from kruidenier.shop.goods.stock import Change, Lot
from kruidenier.shop.office import journal, once, sheets
from kruidenier.shop.office.once import UsedId
from kruidenier.shop.office.sheets import Cells, ChangedMeanwhile, Imported, Sheet, Watch
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.supply import stock_rows
from kruidenier.shop.supply.deliveries import Delivery
from kruidenier.shop.supply.gift_notes import GIFTS
from kruidenier.shop.supply.group_products import groups_own_product
from kruidenier.shop.supply.stock_rows import Known, NewPlace, StockRow
from kruidenier.shop.supply.suppliers import UNDER_SCHEME, Supplier, supplier_ids
from kruidenier.store.asking import in_parts
from kruidenier.store.base import new_id, wire
from kruidenier.store.rows import write_rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

PERMISSION = Permission.STOCK
COLUMNS = (
    "supplier",
    "gtin",
    "code",
    "group",
    "name",
    "count",
    "grams",
    "lot",
    "date_mark",
    "date",
    "origin",
    "place",
    "unit_cost_cents",
    "reference_value_cents",
    "temperature_c",
    "refused",
    "refused_reason",
    "received_on",
    "place_name",
    "place_kind",
)
NEEDED = (("supplier",), ("gtin", "code", "group"), ("count", "grams"), ("date_mark",), ("origin",))
HEAP = UUID("6b727569-6400-7000-8000-6f70656e6e67")
"""Under which the ids of rows are made, so that a row is booked once."""


@dataclass(slots=True)
class Plan:
    """What an import will write: lots by the id of their row."""

    imported: Imported
    lots: dict[str, dict[str, Any]] = field(default_factory=dict)
    new_places: dict[str, NewPlace] = field(default_factory=dict)


def read(file: Path) -> Sheet:
    """Read a spreadsheet of stock."""
    return sheets.read(file, known=COLUMNS, needed=NEEDED)


def judge(session: Session, sheet: Sheet, *, on: dt.date, watch: Watch = iter) -> Plan:
    """Read the rows and note every error; the same content on the same day is unchanged. Writes nothing."""
    plan = Plan(Imported("stock", len(sheet.rows)))
    suppliers, known = supplier_ids(session), Known(session, sheet, makes_places=True)
    seen: Tally[str] = Tally()
    wanted: dict[str, dict[str, Any]] = {}
    for cells in sheet.cells(watch):
        row = _wanted(cells, suppliers, known, on)
        if row is None or cells.errors:
            plan.imported.errors += cells.errors
            continue
        lot = {**row.lot, "place": row.place}
        content = once.digest(*sorted((name, value) for name, value in lot.items() if name != "place_id"))
        seen[content] += 1
        wanted[str(uuid5(HEAP, f"{content} {seen[content]}"))] = lot
    booked = _booked(session, wanted)
    plan.lots = {id_: lot for id_, lot in wanted.items() if id_ not in booked}
    plan.new_places = {code: new for code, new in known.new_places.items() if _is_used(code, plan.lots)}
    plan.imported.created, plan.imported.unchanged = len(plan.lots), len(booked)
    return plan


def write(session: Session, plan: Plan, *, at: Counter, now: dt.datetime) -> Imported:
    """Book the lots as opening stock: a document for each supplier and day, and no gift note.

    Crates of a food group become bulk lots, and the group gets a product of its own, so that it can be sold.
    """
    require(at, PERMISSION)
    if not plan.lots:
        return plan.imported
    for group in sorted({lot["group_code"] for lot in plan.lots.values() if lot["kind"] == "bulk"}):
        groups_own_product(session, group)
    for code, new in plan.new_places.items():
        places.add_place(session, code, name=new.name, kind=new.kind, at=at, now=now)
    keys = places.keys_by_code(session)
    deliveries = list(dict.fromkeys((lot["supplier_id"], lot["received_on"]) for lot in plan.lots.values()))
    page = journal.turn_page(session, at, documents=len(deliveries), lots=len(plan.lots))
    ids = {number: new_id() for number in page.lot_numbers(len(plan.lots))}
    numbered = dict(zip(ids, plan.lots.values(), strict=True))
    connection = wire(session)
    try:
        write_rows(
            connection,
            UsedId,
            [
                {"id": row_id, "digest": once.digest(*lot.items()), "result": number, "used_at": now}
                for (row_id, lot), number in zip(plan.lots.items(), ids, strict=True)
            ],
        )
    except IntegrityError as fault:
        raise ChangedMeanwhile from fault
    for (supplier_id, received_on), document in zip(deliveries, page.document_numbers(len(deliveries)), strict=True):
        mine = {
            number: _in_place(lot, keys)
            for number, lot in numbered.items()
            if (lot["supplier_id"], lot["received_on"]) == (supplier_id, received_on)
        }
        delivery = Delivery(
            id=new_id(),
            number=document,
            kind="opening",
            supplier_id=supplier_id,
            happened_on=received_on,
            recorded_at=now,
            by=at.by,
        )
        session.add(delivery)
        session.flush()
        empty = {"delivery_id": delivery.id, "state": "live", "count": 0, "grams": 0}
        scheme = UNDER_SCHEME.get(session.get_one(Supplier, supplier_id).vat_scheme)
        under = dict.fromkeys(GIFTS, scheme)
        rows = [
            {**lot, **empty, "id": ids[n], "number": n, "vat_scheme": under.get(lot["origin"])}
            for n, lot in mine.items()
        ]
        write_rows(connection, Lot, rows)
        came_in = [Change(ids[number], lot["count"], lot["grams"], "counted") for number, lot in mine.items()]
        stock.book(
            session,
            came_in,
            reason="received",
            document_id=delivery.id,
            at=at,
            now=now,
            happened_on=received_on,
        )
    recalls.sweep(session, {lot["product_id"] for lot in plan.lots.values()}, at=at, now=now)
    journal.write(session, page, verb="import", subject="stock", now=now, created=len(plan.lots))
    return plan.imported


def export(session: Session, *, on: dt.date | None = None) -> Iterator[list[Any]]:  # noqa: ARG001 as for every list
    """List what is left in the columns of the import, by lot number."""
    names: dict[str, dict[str, str]] = {}
    for name in session.execute(select(ProductName.product_id, ProductName.lang, ProductName.name)):
        names.setdefault(name.product_id, {})[name.lang] = name.name
    giver = aliased(Supplier)
    asked = (
        select(Lot, Product.code, Supplier.code.label("supplier"), Place)
        .outerjoin(Product, Product.id == Lot.product_id)
        .join(giver, giver.id == Lot.supplier_id)
        .join(Supplier, Supplier.id == func.coalesce(giver.merged_into, giver.id))
        .join(Place, Place.id == Lot.place_id)
        .where(or_(Lot.count > 0, Lot.grams > 0), Lot.kind != "shortfall")
        .order_by(Lot.number)
    )
    for lot, code, supplier, place in session.execute(asked):
        known = names.get(lot.product_id or "", {})
        by_column = {
            "supplier": supplier,
            "gtin": code if code and is_gtin(code) else None,
            "code": code if code and not is_gtin(code) else None,
            "group": lot.group_code if lot.kind == "bulk" else None,
            "name": next((known[lang] for lang in FALL_BACK if lang in known), None),
            "count": None if lot.by_weight else lot.count,
            "grams": lot.grams,
            "lot": lot.lot_code,
            "date_mark": lot.date_mark,
            "date": lot.date,
            "origin": lot.origin,
            "place": place.code,
            "place_name": None if place.code == places.FLOOR else place.name,
            "place_kind": None if place.code == places.FLOOR else place.kind,
            "unit_cost_cents": lot.unit_cost_cents,
            "reference_value_cents": lot.reference_value_cents,
            "received_on": lot.received_on,
        }
        yield [by_column.get(column) for column in COLUMNS]


def _booked(session: Session, ids: Iterable[str]) -> set[str]:
    """Tell which rows were booked before, whatever was sold since."""
    found: set[str] = set()
    for some in in_parts(ids):
        found |= set(session.scalars(select(UsedId.id).where(UsedId.id.in_(some))))
    return found


def _is_used(place: str, lots: Mapping[str, Mapping[str, Any]]) -> bool:
    return any(lot["place"] == place for lot in lots.values())


def _in_place(lot: Mapping[str, Any], keys: Mapping[str, int]) -> dict[str, Any]:
    """Give a lot the key of its place, which may just have been made."""
    columns = {name: value for name, value in lot.items() if name != "place"}
    return columns | {"place_id": keys[lot["place"]]}


def _wanted(cells: Cells, suppliers: Mapping[str, str], known: Known, on: dt.date) -> StockRow | None:
    """Read a lot from a row; what is wrong with it is noted."""
    supplier = cells.text("supplier", needed=True)
    if supplier and supplier not in suppliers:
        cells.wrong("supplier", _("There is no supplier {code}: import the suppliers first.").format(code=supplier))
    row = stock_rows.read(cells, known, supplier_id=suppliers.get(supplier or ""), on=on)
    if row is not None and row.refused_reason is not None:
        cells.wrong("refused", _("Refused goods are not in stock: take this row out."))
    return None if cells.errors else row
