"""The catalogue as a spreadsheet: in and out with the same columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_, _
from kruidenier.shop.goods import barcodes
from kruidenier.shop.goods.catalogue import Product, ProductCode, ProductName, ProductPrice, key_of
from kruidenier.shop.goods.groups import FoodGroup
from kruidenier.shop.goods.product_rows import (
    FACTS,
    NAMES,
    PRICES,
    Change,
    Plan,
    There,
    Wanted,
    write_plan,
)
from kruidenier.shop.goods.search import ProductWords
from kruidenier.shop.goods.stock import Lot
from kruidenier.shop.office import journal, sheets
from kruidenier.shop.office.sheets import Cells, Imported, Sheet, Watch
from kruidenier.shop.office.staff import Permission, require
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

PERMISSION = Permission.CATALOGUE
COLUMNS = (
    "gtin",
    "code",
    "name_fr",
    "name_nl",
    "name_en",
    "brand",
    "quantity",
    "unit",
    "group",
    "sold_by",
    "reference_price_cents",
    "price_cents",
    "vat_rate",
    "shelf_life_group",
    "quota",
)
NEEDED = (("gtin", "code"), ("name_fr", "name_nl"), ("group",), ("sold_by",))
MOST_CENTS = 10_000_000


class NotAGtin(ShopError):
    """Digits that no article of the trade has."""

    message = N_("“{value}” is not an article number: 8, 12, 13 or 14 digits, and the last one checks the others.")


class NotAnOwnCode(ShopError):
    """A code that no scanner could bring back."""

    message = N_("“{value}” cannot be a code of the shop: 1 to 40 letters, digits or hyphens.")


def read(file: Path) -> Sheet:
    """Read a spreadsheet of products."""
    return sheets.read(file, known=COLUMNS, needed=NEEDED)


def judge(session: Session, sheet: Sheet, *, on: dt.date, watch: Watch = iter) -> Plan:
    """Compare a sheet with today's catalogue and note every error; writes nothing."""
    plan = Plan(Imported("products", len(sheet.rows)))
    groups = sorted(session.scalars(select(FoodGroup.code)))
    known = _Catalogue(session, on)
    plan.codes, plan.priced = known.codes, known.priced
    seen: dict[str, int] = {}
    for cells in sheet.cells(watch):
        wanted = _wanted(cells, groups)
        _require_once(cells, wanted, seen)
        there = known.find(cells, wanted)
        values = {**there.values, **wanted.values} if there else wanted.values
        if not (values.get("name_fr") or values.get("name_nl") or cells.is_wrong("name_fr", "name_nl")):
            cells.wrong("name_fr", _("A name in French or in Dutch is needed."))
        if there and values["sold_by"] != there.values["sold_by"] and there.id in known.stocked:
            cells.wrong("sold_by", _("There is stock of this product: it cannot be sold in another way."))
        if cells.errors:
            plan.imported.errors += cells.errors
        elif there is None:
            plan.new.append(wanted)
        else:
            _compare(plan, there, wanted)
    plan.imported.created, plan.imported.updated = len(plan.new), len(plan.changed)
    return plan


def write(session: Session, plan: Plan, *, at: Counter, now: dt.datetime) -> Imported:
    """Write what was judged: everything in bulk, and one journal line for the file."""
    require(at, PERMISSION)
    if plan.new or plan.changed:
        write_plan(session, plan, on=at.business_date(now), now=now)
        changes = {change.there.code: change.before_and_after for change in plan.changed}
        journal.record(session, at, verb="import", subject="products", now=now, created=len(plan.new), changed=changes)
    return plan.imported


def export(session: Session, *, on: dt.date) -> Iterator[list[Any]]:
    """List the catalogue in the columns of the import, by code."""
    known = _Catalogue(session, on)
    for there in sorted(known.products.values(), key=lambda there: there.code):
        if there.hidden:
            continue
        codes = known.codes[there.id]
        gtin = next((code for code in codes if is_gtin(code)), None)
        own = next((code for code in codes if not is_gtin(code)), None)
        yield [gtin, own, *(there.values[column] for column in COLUMNS[2:])]


def is_gtin(code: str) -> bool:
    """Tell whether digits can be an article number."""
    return (
        code.isascii()
        and code.isdigit()
        and len(code) in barcodes.GTIN_LENGTHS
        and barcodes.gtin_check_digit(code[:-1]) == code[-1]
    )


def _wanted(cells: Cells, groups: list[str]) -> Wanted:
    readers: dict[str, Callable[[], Any]] = {
        **{column: partial(cells.text, column) for column in (*NAMES, "brand", "quota")},
        **{column: partial(cells.whole, column, most=MOST_CENTS) for column in PRICES},
        "quantity": lambda: cells.whole("quantity", most=MOST_CENTS) or None,  # a content below 1 is unknown
        "unit": lambda: cells.choice("unit", ("g", "ml", "pcs")) if cells.filled("unit") else None,
        "group": lambda: cells.choice("group", groups),
        "sold_by": lambda: cells.choice("sold_by", ("piece", "weight")),
        "vat_rate": lambda: cells.whole("vat_rate", most=100),
        "shelf_life_group": lambda: cells.whole("shelf_life_group", least=1, most=4),
    }
    codes = [cells.read("gtin", _gtin), cells.read("code", _own_code)]
    if not (cells.filled("gtin") or cells.filled("code")):
        cells.wrong("gtin" if cells.has("gtin") else "code", _("This may not be empty."))
    return Wanted(
        tuple(code for code in codes if code), {column: read() for column, read in readers.items() if cells.has(column)}
    )


def _gtin(text: str) -> str:
    if not is_gtin(text):
        raise NotAGtin(value=text)
    return text


def _own_code(text: str) -> str:
    """Refuse a code that a scanner or the number pad would read as something else."""
    meaning = barcodes.read(text)
    taken = isinstance(meaning, (barcodes.CardCode, barcodes.LotCode))
    if taken or (isinstance(meaning, barcodes.OwnCode) and meaning.code != text):
        raise NotAnOwnCode(value=text)
    if not all(sign.isalnum() or sign == "-" for sign in text) or len(text) > barcodes.MOST_OWN_CHARACTERS:
        raise NotAnOwnCode(value=text)
    return text


def _require_once(cells: Cells, wanted: Wanted, seen: dict[str, int]) -> None:
    for code in wanted.codes:
        earlier = seen.setdefault(key_of(code), cells.number)
        if earlier != cells.number:
            column = "gtin" if cells.row.get("gtin") == code else "code"
            cells.wrong(column, _("The code {code} stands in row {row} already.").format(code=code, row=earlier))


def _compare(plan: Plan, there: There, wanted: Wanted) -> None:
    values = {column: value for column, value in wanted.values.items() if value != there.values[column]}
    known = {key_of(code) for code in plan.codes[there.id]}
    new_codes = tuple(code for code in wanted.codes if key_of(code) not in known)
    if values or new_codes or there.hidden or there.wordless:
        plan.changed.append(Change(there, new_codes, values))
    else:
        plan.imported.unchanged += 1


class _Catalogue:
    """The catalogue as it is on a day, read at once."""

    def __init__(self, session: Session, on: dt.date) -> None:
        connection = wire(session)
        values: dict[str, dict[str, Any]] = {}
        heads = []
        worded = set(connection.execute(select(ProductWords.product_id)).scalars())
        empty = dict.fromkeys(COLUMNS[2:])
        facts = [getattr(Product, fact) for fact in FACTS.values()]
        for id_, code, draft, archived_at, *found in connection.execute(
            select(Product.id, Product.code, Product.draft, Product.archived_at, *facts)
        ):
            values[id_] = {**empty, **dict(zip(FACTS, found, strict=True))}
            heads.append((id_, code, bool(draft) or archived_at is not None))
        columns = {lang: column for column, lang in NAMES.items()}
        for id_, lang, name in connection.execute(
            select(ProductName.product_id, ProductName.lang, ProductName.name).where(ProductName.lang.in_(columns))
        ):
            values[id_][columns[lang]] = name
        self.priced: set[tuple[str, str]] = set()
        columns = {kind: column for column, kind in PRICES.items()}
        for id_, kind, valid_from, cents in connection.execute(
            select(ProductPrice.product_id, ProductPrice.kind, ProductPrice.valid_from, ProductPrice.cents).order_by(
                ProductPrice.valid_from
            )
        ):
            self.priced.add((id_, kind))
            if valid_from <= on:
                values[id_][columns[kind]] = cents
        self.products = {id_: There(id_, code, values[id_], hidden, id_ not in worded) for id_, code, hidden in heads}
        self.codes: dict[str, list[str]] = {id_: [] for id_ in self.products}
        self._owners: dict[str, str] = {}
        for key, id_, given in connection.execute(
            select(ProductCode.code, ProductCode.product_id, ProductCode.given).order_by(
                ProductCode.position, ProductCode.code
            )
        ):
            self._owners[key] = id_
            self.codes[id_].append(given)
        self.stocked = set(connection.execute(select(Lot.product_id).distinct()).scalars())

    def find(self, cells: Cells, wanted: Wanted) -> There | None:
        """Find the product that a row is about; two codes of two products are an error."""
        owners = {self._owners[key] for code in wanted.codes if (key := key_of(code)) in self._owners}
        if len(owners) > 1:
            cells.wrong("code", _("These are the codes of two different products."))
        return self.products[owners.pop()] if owners else None
