"""A delivery told at once, from a list or a few scanned codes: written down, signed, and sent twice done once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kruidenier.errors import ShopError
from kruidenier.i18n import N_, _
from kruidenier.shop.goods import catalogue, groups
from kruidenier.shop.office import journal, once, sheets
from kruidenier.shop.office.sheets import RowError, Sheet
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.supply import deliveries, gift_notes, habits, opening_stock, packs, stock_rows, taking_in
from kruidenier.shop.supply.deliveries import Delivery, DeliveryDocument, DeliveryLine
from kruidenier.shop.supply.stock_rows import Known, StockRow
from kruidenier.shop.supply.suppliers import require_supplier
from kruidenier.store.base import new_id

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

COLUMNS = tuple(column for column in opening_stock.COLUMNS if column != "supplier")
NEEDED = tuple(columns for columns in opening_stock.NEEDED if columns != ("supplier",))
OF_LOT = (
    "product_id",
    "group_code",
    "origin",
    "count",
    "grams",
    "date_mark",
    "date",
    "lot_code",
    "place_id",
    "unit_cost_cents",
    "reference_value_cents",
)


class BadLines(ShopError):
    """Lines of a delivery that cannot be taken in."""

    message = N_("Nothing was taken in. Line {line}, {column}: {fault}")


class NoLines(ShopError):
    """A delivery of nothing."""

    message = N_("There is nothing in this list: a delivery needs at least one line.")


class NotYet(ShopError):
    """A delivery on a day that has not come."""

    message = N_("{day} has not come yet. Write a delivery down when the goods are there.")


@dataclass(frozen=True, slots=True)
class Brought:
    """Goods as they are told in a word: a scanned code or a food group, how much, and the date on the pack."""

    code: str
    count: int | None = None
    grams: int | None = None
    date: dt.date | None = None


def read(file: Path) -> Sheet:
    """Read a list of goods: the columns of stock, but the supplier."""
    return sheets.read(file, known=COLUMNS, needed=NEEDED)


def receive(
    session: Session,
    supplier: str,
    *,
    goods: Sheet | Sequence[Brought],
    id: str,  # noqa: A002 the sender's id, as the console calls it
    at: Counter,
    now: dt.datetime,
    on: dt.date | None = None,
) -> DeliveryDocument:
    """Take goods of a supplier in, or refuse them, as a signed delivery with its gift note."""
    require(at, Permission.DOOR)
    asked = once.digest("receive", supplier, on, *(goods.rows if isinstance(goods, Sheet) else goods))
    if (done := once.earlier(session, id, asked)) is not None:
        return deliveries.look_up(session, done)
    known = require_supplier(session, supplier)
    today = at.business_date(now)
    if on is not None and on > today:
        raise NotYet(day=on)
    if not isinstance(goods, Sheet):
        goods = _as_sheet(session, goods, origin=habits.usual_origin(session, known), on=on or today)
    rows, day = _read_rows(session, goods, supplier_id=known.id, on=on, today=today)
    lines = [_line(row, position) for position, row in enumerate(rows, start=1)]
    taken = [line for line in lines if line.refused_reason is None]
    taking_in.make_group_products(session, taken)
    given = gift_notes.is_given(lines)
    page = journal.turn_page(session, at, documents=1 + given, lots=len(taken))
    number, *note = page.document_numbers(1 + given)
    delivery = Delivery(
        id=new_id(),
        number=number,
        kind="intake",
        supplier_id=known.id,
        state="open",
        happened_on=day,
        recorded_at=now,
        by=at.by,
    )
    session.add(delivery)
    session.flush()
    for line in lines:
        line.delivery_id = delivery.id
    session.add_all(lines)
    session.flush()
    taking_in.close(session, delivery, lines, page=page, gift_note=note[0] if note else None, now=now)
    grams = sum(line.grams for line in taken)
    told = {"supplier": supplier, "lots": len(taken), "grams": grams, "day": day}
    journal.write(session, page, verb="received", subject=number, now=now, **told)
    once.remember(session, id, asked, result=number, now=now)
    session.expire_all()
    return deliveries.look_up(session, number)


def _read_rows(
    session: Session, sheet: Sheet, *, supplier_id: str, on: dt.date | None, today: dt.date
) -> tuple[list[StockRow], dt.date]:
    """Read every row, or tell what is wrong; a delivery has one day."""
    known = Known(session, sheet)
    rows: list[StockRow] = []
    faults: list[RowError] = []
    day = on
    for cells in sheet.cells():
        row = stock_rows.read(cells, known, supplier_id=supplier_id, on=on or today)
        if row is not None and cells.filled("received_on"):
            day = day or row.lot["received_on"]
            if row.lot["received_on"] != day:
                cells.wrong("received_on", _("A delivery is of one day; this one is of {day}.").format(day=day))
        faults += cells.errors
        if row is not None:
            rows.append(row)
    if faults:
        first = faults[0]
        raise BadLines(
            line=first.row,
            column=first.column,
            fault=first.message,
            errors=[{"row": fault.row, "column": fault.column, "message": fault.message} for fault in faults],
        )
    if not rows:
        raise NoLines
    return rows, day or today


def _line(row: StockRow, position: int) -> DeliveryLine:
    columns: dict[str, Any] = {name: row.lot[name] for name in OF_LOT}
    return DeliveryLine(position=position, tenths=row.tenths, refused_reason=row.refused_reason, **columns)


def _as_sheet(session: Session, goods: Iterable[Brought], *, origin: str, on: dt.date) -> Sheet:
    """Write goods that were told in a word as rows of a list."""
    known = groups.known_groups(session)
    return Sheet(COLUMNS, tuple(_as_row(session, one, known=known, origin=origin, on=on) for one in goods))


def _as_row(session: Session, one: Brought, *, known: Iterable[str], origin: str, on: dt.date) -> dict[str, str]:
    amount = {"count": str(one.count or ""), "grams": str(one.grams or "")}
    if one.code in known:
        return {"group": one.code, "date_mark": "none", "origin": origin, **amount}
    pack = packs.read_pack(session, one.code, on=on)
    item = catalogue.require_item(session, pack.code)
    mark, date = pack.date_mark, pack.date
    if one.date is not None:
        likely = habits.likely_date(session, item.code, on=on).mark
        mark, date = ("best_before" if likely == "none" else likely), one.date
    if item.by_weight:
        amount = {"count": "", "grams": str(one.grams or pack.grams or "")}
    elif one.count is None:
        amount["count"] = "1"
    return {
        "code": item.code,
        "lot": pack.lot_code or "",
        "date_mark": mark,
        "date": date.isoformat() if date else "",
        "origin": origin,
        **amount,
    }
