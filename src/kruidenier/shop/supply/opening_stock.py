"""Stock as a spreadsheet: what is on the shelves when a shop begins with the program."""

from __future__ import annotations

import datetime as dt
from collections import Counter as Tally
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, or_, select

from kruidenier.i18n import LANGUAGES, _
from kruidenier.shop.goods import catalogue, search, stock
from kruidenier.shop.goods.catalogue import Product, ProductCode, ProductName, key_of
from kruidenier.shop.goods.dates import DATE_MARKS
from kruidenier.shop.goods.groups import FoodGroup, GroupName
from kruidenier.shop.goods.stock import ORIGINS, Lot, Movement, Place
from kruidenier.shop.office import journal, sheets
from kruidenier.shop.office.sheets import Cells, Imported, Sheet
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.supply.suppliers import Delivery, Supplier, supplier_ids
from kruidenier.store.base import new_id

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.catalogue import Item
    from kruidenier.shop.office.place import Counter

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
)
NEEDED = (("supplier",), ("gtin", "code", "group"), ("count", "grams"), ("date_mark",), ("origin",))
ALIKE = (
    "product_id",
    "supplier_id",
    "origin",
    "lot_code",
    "date_mark",
    "date",
    "place_id",
    "unit_cost_cents",
    "reference_value_cents",
    "received_on",
    "count",
    "grams",
)
"""What makes two rows the same stock."""


@dataclass(slots=True)
class Plan:
    """What an import will write: rows of lots, some of them of a group's own product that is still to be made."""

    imported: Imported
    lots: list[dict[str, Any]] = field(default_factory=list)


def read(file: Path) -> Sheet:
    """Read a spreadsheet of stock."""
    return sheets.read(file, known=COLUMNS, needed=NEEDED)


def judge(session: Session, sheet: Sheet, *, on: dt.date) -> Plan:
    """Read the rows and note every error; the same content on the same day is unchanged. Writes nothing."""
    plan = Plan(Imported("stock", len(sheet.rows)))
    known = _Known(session)
    booked = _booked(session)
    for number, row in enumerate(sheet.rows, start=1):
        cells = Cells(number, row)
        lot = _wanted(cells, known, on)
        if cells.errors or lot is None:
            plan.imported.errors += cells.errors
            continue
        content = tuple(lot[name] for name in ALIKE)
        if booked[content]:
            booked[content] -= 1
            plan.imported.unchanged += 1
        else:
            plan.lots.append(lot)
    plan.imported.created = len(plan.lots)
    return plan


def write(session: Session, plan: Plan, *, at: Counter, now: dt.datetime) -> Imported:
    """Book the lots as opening stock, one document for each supplier; no gift note, and in no donor's figures."""
    require(at, Permission.STOCK)
    for supplier_id in dict.fromkeys(lot["supplier_id"] for lot in plan.lots):
        page = journal.turn_page(session, at, documents=1)
        delivery = Delivery(
            id=new_id(),
            number=page.document_number,
            kind="opening",
            supplier_id=supplier_id,
            happened_on=at.business_date(now),
            recorded_at=now,
            by=at.by,
        )
        session.add(delivery)
        session.flush()
        mine = [lot for lot in plan.lots if lot["supplier_id"] == supplier_id]
        journal.write(session, page, verb="opening stock", subject=delivery.number, now=now, lots=len(mine))
        rows = [_row(session, lot, delivery.id) for lot in mine]
        stock.take_in(session, rows, reason="received", document_id=delivery.id, at=at, now=now)
    return plan.imported


def export(session: Session) -> Iterator[list[Any]]:
    """List what is left in the columns of the import, the oldest lot first."""
    groups_own = set(session.scalars(select(FoodGroup.code)))
    asked = (
        select(Lot, Product.code, Supplier.code.label("supplier"), Place.code.label("place"))
        .join(Product, Product.id == Lot.product_id)
        .join(Supplier, Supplier.id == Lot.supplier_id)
        .join(Place, Place.id == Lot.place_id)
        .where(or_(Lot.count > 0, Lot.grams > 0), Lot.kind == "product")
        .order_by(Lot.number)
    )
    for lot, code, supplier, place in session.execute(asked):
        gtin = code.isdigit() and len(code) in (8, 12, 13, 14)
        by_column = {
            "supplier": supplier,
            "gtin": code if gtin else None,
            "code": None if gtin or code in groups_own else code,
            "group": code if code in groups_own else None,
            "count": None if lot.by_weight else lot.count,
            "grams": lot.grams or None,
            "lot": lot.lot_code,
            "date_mark": lot.date_mark,
            "date": lot.date,
            "origin": lot.origin,
            "place": place,
            "unit_cost_cents": lot.unit_cost_cents,
            "reference_value_cents": lot.reference_value_cents,
            "received_on": lot.received_on,
        }
        yield [by_column.get(column) for column in COLUMNS]


class _Known:
    """What the rows of a sheet may name, read once."""

    def __init__(self, session: Session) -> None:
        self.suppliers = supplier_ids(session)
        self.places = stock.places(session)
        self.groups = set(session.scalars(select(FoodGroup.code)))
        codes = session.execute(
            select(ProductCode.code, ProductCode.product_id)
            .join(Product, Product.id == ProductCode.product_id)
            .where(Product.archived_at.is_(None))
        ).all()
        ids = {row.code: row.product_id for row in codes}
        items = catalogue.items(session, set(ids.values()))
        self.products: dict[str, Item] = {code: items[product_id] for code, product_id in ids.items()}


def _wanted(cells: Cells, known: _Known, on: dt.date) -> dict[str, Any] | None:
    supplier = cells.text("supplier", needed=True)
    if supplier and supplier not in known.suppliers:
        cells.wrong("supplier", _("There is no supplier {code}.").format(code=supplier))
    item, group = _goods(cells, known)
    place = cells.text("place") or "shop"
    if place not in known.places:
        cells.wrong("place", _("There is no place {code}.").format(code=place))
    mark = cells.choice("date_mark", DATE_MARKS)
    date = cells.date("date")
    if (mark == "none") != (date is None) and not any(error.column == "date" for error in cells.errors):
        cells.wrong("date", _("A date goes with use_by or best_before, and none with none."))
    count, grams = cells.whole("count", least=1), cells.whole("grams", least=1)
    by_weight = group is not None or (item is not None and item.by_weight)
    if by_weight and grams is None:
        cells.wrong("grams", _("Goods by weight need their grams."))
    if not by_weight and count is None:
        cells.wrong("count", _("Goods by the piece need their count."))
    origin = cells.choice("origin", ORIGINS)
    received_on = cells.date("received_on") or on
    cells.text("name")
    lot_code = cells.text("lot")
    costs = {name: cells.whole(name) for name in ("unit_cost_cents", "reference_value_cents")}
    if cells.errors or supplier is None:
        return None
    each = item.grams_each if item else None
    return {
        "kind": "product",
        "product_id": item.id if item else group,
        "group_code": item.group if item else group,
        "supplier_id": known.suppliers[supplier],
        "origin": origin,
        "lot_code": lot_code,
        "date_mark": mark,
        "date": date,
        "received_on": received_on,
        "place_id": known.places[place],
        "by_weight": by_weight,
        "count": 0 if by_weight else count,
        "grams": grams if grams is not None else (count or 0) * (each or 0),
        **costs,
    }


def _goods(cells: Cells, known: _Known) -> tuple[Item | None, str | None]:
    """Find the product that a row names; a row with only a group books on the group's own product."""
    for column in ("gtin", "code"):
        if cells.filled(column):
            item = known.products.get(key_of(cells.row[column]))
            if item is None:
                cells.wrong(column, _("No product has the code {code}.").format(code=cells.row[column]))
            return item, None
    group = cells.text("group", needed=True)
    if group is None:
        return None, None
    if group not in known.groups:
        cells.wrong("group", _("There is no food group {code}.").format(code=group))
        return None, None
    item = known.products.get(key_of(group))
    return (item, None) if item else (None, group)


def _row(session: Session, lot: dict[str, Any], delivery_id: str) -> dict[str, Any]:
    """Make a lot's row; a group without a product of its own gets one."""
    row = {**lot, "delivery_id": delivery_id}
    if row["product_id"] == row["group_code"]:
        row["product_id"] = _own_product(session, row["group_code"])
    return row


def _own_product(session: Session, group: str) -> str:
    item = catalogue.find(session, group)
    if item is not None:
        return item.id
    product_id = new_id()
    session.execute(
        insert(Product).values(id=product_id, code=group, group_code=group, sold_by="weight", draft=False, version=1)
    )
    session.execute(
        insert(ProductCode).values(
            code=key_of(group), product_id=product_id, given=group, backwards=group[::-1], position=1
        )
    )
    names = session.execute(select(GroupName.lang, GroupName.name).where(GroupName.group_code == group)).all()
    session.execute(
        insert(ProductName),
        [{"product_id": product_id, "lang": row.lang, "name": row.name} for row in names if row.lang in LANGUAGES],
    )
    search.index(session, [product_id])
    return product_id


def _booked(session: Session) -> Tally[tuple[Any, ...]]:
    """Count the lots that were booked as opening stock, with what came in, whatever was sold since."""
    came_in = (
        select(Movement.lot_id, func.sum(Movement.count).label("pieces"), func.sum(Movement.grams).label("weight"))
        .where(Movement.reason == "received")
        .group_by(Movement.lot_id)
        .subquery()
    )
    asked = (
        select(Lot, came_in.c.pieces, came_in.c.weight)
        .join(came_in, came_in.c.lot_id == Lot.id)
        .join(Delivery, Delivery.id == Lot.delivery_id)
        .where(Delivery.kind == "opening")
    )
    found: Tally[tuple[Any, ...]] = Tally()
    for lot, pieces, weight in session.execute(asked):
        facts = {**{name: getattr(lot, name) for name in ALIKE}, "count": int(pieces), "grams": int(weight)}
        found[tuple(facts[name] for name in ALIKE)] += 1
    return found
