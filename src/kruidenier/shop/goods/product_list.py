"""The catalogue as a spreadsheet: in and out with the same columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select, update

from kruidenier.i18n import _
from kruidenier.shop.goods import barcodes, search
from kruidenier.shop.goods.catalogue import Product, ProductCode, ProductName, ProductPrice, key_of
from kruidenier.shop.goods.groups import FoodGroup
from kruidenier.shop.goods.search import ProductWords, words_of
from kruidenier.shop.office import journal, sheets
from kruidenier.shop.office.settings import LONG_AGO
from kruidenier.shop.office.sheets import Cells, Imported, Sheet
from kruidenier.shop.office.staff import Permission, require
from kruidenier.store.base import new_id, wire
from kruidenier.store.rows import write_rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

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
NAMES = {"name_fr": "fr", "name_nl": "nl", "name_en": "en"}
FACTS = {
    "brand": "brand",
    "quantity": "content",
    "unit": "unit",
    "group": "group_code",
    "sold_by": "sold_by",
    "vat_rate": "vat_rate",
    "shelf_life_group": "shelf_life_group",
    "quota": "quota",
}
PRICES = {"reference_price_cents": "reference", "price_cents": "fixed"}
LONGEST_CODE = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """A product as a row wants it; what the sheet has no column for is not named."""

    code: str
    facts: dict[str, Any]
    names: dict[str, str | None]
    prices: dict[str, int | None]


@dataclass(slots=True)
class Plan:
    """What an import will write, judged before the books are locked."""

    imported: Imported
    new: list[Wanted] = field(default_factory=list)
    changed: list[tuple[str, Wanted]] = field(default_factory=list)


def read(file: Path) -> Sheet:
    """Read a spreadsheet of products."""
    return sheets.read(file, known=COLUMNS, needed=NEEDED)


def judge(session: Session, sheet: Sheet, *, on: dt.date, tell: Callable[[int], None] = lambda _n: None) -> Plan:
    """Compare a sheet with today's catalogue and note every error; writes nothing."""
    plan = Plan(Imported("products", len(sheet.rows)))
    groups = set(session.scalars(select(FoodGroup.code)))
    there = _current(session, on)
    seen: dict[str, int] = {}
    for number, row in enumerate(sheet.rows, start=1):
        cells = Cells(number, row)
        wanted = _wanted(cells, groups)
        key = key_of(wanted.code)
        if key and key in seen:
            cells.wrong(
                "gtin", _("The code {code} stands in row {row} already.").format(code=wanted.code, row=seen[key])
            )
        seen.setdefault(key, number)
        if cells.errors:
            plan.imported.errors += cells.errors
        elif key not in there:
            plan.new.append(wanted)
        elif _same(there[key][1], wanted):
            plan.imported.unchanged += 1
        else:
            plan.changed.append((there[key][0], wanted))
        if number % 1000 == 0:
            tell(number)
    plan.imported.created, plan.imported.updated = len(plan.new), len(plan.changed)
    return plan


def write(session: Session, plan: Plan, *, at: Counter, now: dt.datetime) -> Imported:
    """Write what was judged: one bulk insert for new products, and one journal line for the file."""
    require(at, Permission.CATALOGUE)
    _write_new(session, plan.new, now)
    for product_id, wanted in plan.changed:
        _change(session, product_id, wanted, on=at.business_date(now), now=now)
    if plan.changed:
        search.index(session, [product_id for product_id, _wanted in plan.changed])
    done = plan.imported
    if plan.new or plan.changed:
        journal.record(
            session, at, verb="import", subject="products", now=now, created=done.created, updated=done.updated
        )
    return done


def export(session: Session, *, on: dt.date) -> Iterator[list[Any]]:
    """List the catalogue in the columns of the import, by code."""
    for _key, wanted in sorted(_current(session, on).values(), key=lambda found: found[1].code):
        gtin = _is_gtin(wanted.code)
        by_column = {
            "gtin": wanted.code if gtin else None,
            "code": None if gtin else wanted.code,
            **{column: wanted.names.get(lang) for column, lang in NAMES.items()},
            **{column: wanted.facts[fact] for column, fact in FACTS.items()},
            **{column: wanted.prices.get(kind) for column, kind in PRICES.items()},
        }
        yield [by_column[column] for column in COLUMNS]


def _wanted(cells: Cells, groups: set[str]) -> Wanted:
    code = _code(cells)
    facts: dict[str, Any] = {}
    readers: dict[str, Callable[[], Any]] = {
        "brand": lambda: cells.text("brand"),
        "quantity": lambda: cells.whole("quantity", least=1),
        "unit": lambda: cells.choice("unit", ("g", "ml", "pcs")) if cells.filled("unit") else None,
        "group": lambda: cells.choice("group", sorted(groups)),
        "sold_by": lambda: cells.choice("sold_by", ("piece", "weight")),
        "vat_rate": lambda: cells.whole("vat_rate", most=100),
        "shelf_life_group": lambda: cells.whole("shelf_life_group", least=1, most=4),
        "quota": lambda: cells.text("quota"),
    }
    for column, reader in readers.items():
        if cells.has(column):
            facts[FACTS[column]] = reader()
    names = {lang: cells.text(column) for column, lang in NAMES.items() if cells.has(column)}
    if not any(names.values()):
        cells.wrong("name_fr", _("A name in French or in Dutch is needed."))
    prices = {kind: cells.whole(column, most=1_000_000) for column, kind in PRICES.items() if cells.has(column)}
    return Wanted(code, facts, names, prices)


def _code(cells: Cells) -> str:
    if cells.filled("gtin"):
        gtin = cells.row["gtin"]
        if not _is_gtin(gtin):
            cells.wrong(
                "gtin",
                _("“{value}” is not an article number: 8, 12, 13 or 14 digits with a right last one.").format(
                    value=gtin
                ),
            )
        return gtin
    code = cells.text("code", longest=LONGEST_CODE, needed=True) or ""
    if code and not code.replace("-", "").replace("_", "").isalnum():
        cells.wrong("code", _("A code has letters, digits and hyphens only."))
    return code


def _is_gtin(code: str) -> bool:
    return (
        code.isascii()
        and code.isdigit()
        and len(code) in barcodes.GTIN_LENGTHS
        and barcodes.gtin_check_digit(code[:-1]) == code[-1]
    )


def _same(there: Wanted, wanted: Wanted) -> bool:
    return (
        all(there.facts[fact] == value for fact, value in wanted.facts.items())
        and all(there.names.get(lang) == name for lang, name in wanted.names.items())
        and all(there.prices.get(kind) == cents for kind, cents in wanted.prices.items())
    )


def _current(session: Session, on: dt.date) -> dict[str, tuple[str, Wanted]]:
    """Read the catalogue as it is today, by its first code as looked up."""
    connection = wire(session)
    names: dict[str, dict[str, str | None]] = {}
    for row in connection.execute(select(ProductName.product_id, ProductName.lang, ProductName.name)):
        names.setdefault(row.product_id, {})[row.lang] = row.name
    prices: dict[str, dict[str, int | None]] = {}
    for product_id, kind, cents in connection.execute(
        select(ProductPrice.product_id, ProductPrice.kind, ProductPrice.cents)
        .where(ProductPrice.valid_from <= on)
        .order_by(ProductPrice.valid_from)
    ):
        prices.setdefault(product_id, {})[kind] = cents
    facts = tuple(getattr(Product, fact) for fact in FACTS.values())
    return {
        key_of(row.code): (
            row.id,
            Wanted(
                row.code,
                {fact: getattr(row, fact) for fact in FACTS.values()},
                names.get(row.id, {}),
                prices.get(row.id, {}),
            ),
        )
        for row in connection.execute(select(Product.id, Product.code, *facts).where(Product.archived_at.is_(None)))
    }


def _write_new(session: Session, new: list[Wanted], now: dt.datetime) -> None:
    keys = [(new_id(), wanted) for wanted in new]
    connection = wire(session)
    empty = dict.fromkeys(FACTS.values())
    write_rows(
        connection,
        Product,
        [{"id": key, "code": w.code, "draft": False, "version": 1, **empty, **w.facts} for key, w in keys],
    )
    write_rows(
        connection,
        ProductCode,
        [
            {"code": key_of(w.code), "product_id": key, "given": w.code, "backwards": w.code[::-1], "position": 1}
            for key, w in keys
        ],
    )
    write_rows(
        connection,
        ProductName,
        [{"product_id": key, "lang": lang, "name": name} for key, w in keys for lang, name in w.names.items() if name],
    )
    write_rows(
        connection,
        ProductPrice,
        [
            {"product_id": key, "kind": kind, "valid_from": LONG_AGO, "cents": cents, "source": None, "set_at": now}
            for key, w in keys
            for kind, cents in w.prices.items()
            if cents is not None
        ],
    )
    write_rows(
        connection,
        ProductWords,
        [
            {"product_id": key, "words": words_of([n for n in w.names.values() if n], w.facts.get("brand"), [w.code])}
            for key, w in keys
        ],
    )


def _change(session: Session, product_id: str, wanted: Wanted, *, on: dt.date, now: dt.datetime) -> None:
    session.execute(
        update(Product).where(Product.id == product_id).values(**wanted.facts, draft=False, version=Product.version + 1)
    )
    for lang, name in wanted.names.items():
        session.execute(delete(ProductName).where(ProductName.product_id == product_id, ProductName.lang == lang))
        if name:
            session.add(ProductName(product_id=product_id, lang=lang, name=name))
    for kind, cents in wanted.prices.items():
        mine = (ProductPrice.product_id == product_id, ProductPrice.kind == kind)
        before = session.execute(
            select(ProductPrice.cents)
            .where(*mine, ProductPrice.valid_from <= on)
            .order_by(ProductPrice.valid_from.desc())
        ).first()
        if (before.cents if before else None) == cents:
            continue
        first = session.scalar(select(func.count()).where(*mine)) == 0
        day = LONG_AGO if first else on
        session.execute(delete(ProductPrice).where(*mine, ProductPrice.valid_from == day))
        session.add(ProductPrice(product_id=product_id, kind=kind, valid_from=day, cents=cents, set_at=now))
    session.flush()
