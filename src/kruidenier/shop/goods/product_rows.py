"""Products of a list on their way into the catalogue: everything in bulk, so that no till waits long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, update
from sqlalchemy.exc import IntegrityError

from kruidenier.shop.goods.catalogue import Product, ProductCode, ProductName, ProductPrice, key_of
from kruidenier.shop.goods.search import ProductWords, words_of
from kruidenier.shop.office.settings import LONG_AGO
from kruidenier.shop.office.sheets import ChangedMeanwhile, Imported
from kruidenier.store.base import new_id, wire
from kruidenier.store.rows import Batch

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

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
WORDS_AT_ONCE = 10_000
PRICES = {"reference_price_cents": "reference", "price_cents": "fixed"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A product as a row wants it: its codes, and what stands in the columns that the sheet has."""

    codes: tuple[str, ...]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class There:
    """A product as the catalogue has it today."""

    id: str
    code: str
    values: Mapping[str, Any]
    hidden: bool
    """A draft or archived: a row in a list completes it or brings it back."""
    wordless: bool
    """Not to be found by its words yet."""


@dataclass(frozen=True, slots=True)
class Change:
    """A product of the catalogue, and what will be different."""

    there: There
    new_codes: tuple[str, ...]
    values: Mapping[str, Any]

    @property
    def is_found_anew(self) -> bool:
        """The words by which it is found are different."""
        named_anew = {*NAMES, "brand"} & self.values.keys()
        return bool(self.new_codes or self.there.hidden or self.there.wordless or named_anew)

    @property
    def before_and_after(self) -> dict[str, list[Any]]:
        """What the journal keeps."""
        return {column: [self.there.values[column], value] for column, value in self.values.items()}


@dataclass(slots=True)
class Plan:
    """What an import will write, judged before the books are locked."""

    imported: Imported
    new: list[Wanted] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    codes: Mapping[str, list[str]] = field(default_factory=dict)
    """The codes that products have already."""
    priced: set[tuple[str, str]] = field(default_factory=set)
    """Products that ever had a price of a kind."""
    wordless: list[dict[str, Any]] = field(default_factory=list)
    """Words that are still to be written once the products are."""


def write_plan(session: Session, plan: Plan, *, on: dt.date, now: dt.datetime) -> None:
    """Write new and changed products; refuses if one of their codes was given away since the plan was made.

    All is made ready before the first statement locks the books. The words of many products are left to `write_words`.
    """
    keyed = [(new_id(), wanted) for wanted in plan.new]
    plan.wordless = [_words(id_, wanted.values, wanted.codes) for id_, wanted in keyed]
    plan.wordless += [_words_of(change, plan) for change in plan.changed if change.is_found_anew]
    names = [_name(id_, lang, wanted.values.get(column)) for id_, wanted in keyed for column, lang in NAMES.items()]
    new_names = [
        _name(change.there.id, lang, change.values[column])
        for change in plan.changed
        for column, lang in NAMES.items()
        if column in change.values
    ]
    codes = [code for id_, wanted in keyed for code in _codes(id_, wanted.codes, first=1)]
    for change in plan.changed:
        codes += _codes(change.there.id, change.new_codes, first=len(plan.codes[change.there.id]) + 1)
    prices = _first_prices(keyed, now=now)
    new_prices = _new_prices(plan, on=on, now=now)
    dialect = session.get_bind().dialect
    batches = [
        Batch(dialect, Product, [_product(id_, wanted) for id_, wanted in keyed]),
        Batch(dialect, ProductCode, codes),
        Batch(dialect, ProductName, [name for name in names + new_names if name["name"]]),
        Batch(dialect, ProductPrice, prices + new_prices),
    ]
    connection = wire(session)
    try:
        _write_facts(connection, plan.changed)
        _make_room(connection, ProductName, new_names, key=("product_id", "lang"))
        _make_room(connection, ProductPrice, new_prices, key=("product_id", "kind", "valid_from"))
        for batch in batches:
            batch.write(connection)
    except IntegrityError as fault:
        raise ChangedMeanwhile from fault
    if len(plan.wordless) <= WORDS_AT_ONCE:
        write_words(session, plan)


def write_words(session: Session, plan: Plan) -> None:
    """Write the words by which products are found, as many as no till has to wait for; `wordless` has the rest."""
    some, plan.wordless = plan.wordless[:WORDS_AT_ONCE], plan.wordless[WORDS_AT_ONCE:]
    batch = Batch(session.get_bind().dialect, ProductWords, some)
    connection = wire(session)
    _make_room(connection, ProductWords, some, key=("product_id",))
    batch.write(connection)


def _write_facts(connection: Connection, changed: Iterable[Change]) -> None:
    """Write facts in place, and wake up drafts and archived products."""
    alike: dict[tuple[str, ...], list[Change]] = {}
    for change in changed:
        alike.setdefault(tuple(column for column in FACTS if column in change.values), []).append(change)
    for columns, changes in alike.items():
        facts: dict[str, Any] = {FACTS[column]: bindparam(f"new_{column}") for column in columns}
        connection.execute(
            update(Product)
            .where(Product.id == bindparam("key"))
            .values(draft=False, archived_at=None, version=Product.version + 1, **facts),
            [
                {"key": change.there.id} | {f"new_{column}": change.values[column] for column in columns}
                for change in changes
            ],
        )


def _make_room(connection: Connection, table: Any, rows: list[dict[str, Any]], *, key: tuple[str, ...]) -> None:
    """Take away the rows that are written anew."""
    if rows:
        gone = delete(table).where(*(getattr(table, name) == bindparam(name) for name in key))
        connection.execute(gone, [{name: row[name] for name in key} for row in rows])


def _product(id_: str, wanted: Wanted) -> dict[str, Any]:
    facts = {fact: wanted.values.get(column) for column, fact in FACTS.items()}
    return {"id": id_, "code": wanted.codes[0], "draft": False, "version": 1, **facts}


def _name(id_: str, lang: str, name: str | None) -> dict[str, Any]:
    return {"product_id": id_, "lang": lang, "name": name}


def _codes(id_: str, codes: Iterable[str], *, first: int) -> list[dict[str, Any]]:
    return [
        {"code": key_of(code), "product_id": id_, "given": code, "backwards": code[::-1], "position": position}
        for position, code in enumerate(codes, start=first)
    ]


def _first_prices(keyed: Iterable[tuple[str, Wanted]], *, now: dt.datetime) -> list[dict[str, Any]]:
    """Let the first prices of new products hold since ever, so that sales of earlier days find them."""
    return [
        _price(id_, kind, cents, from_day=LONG_AGO, now=now)
        for id_, wanted in keyed
        for column, kind in PRICES.items()
        if (cents := wanted.values.get(column)) is not None
    ]


def _new_prices(plan: Plan, *, on: dt.date, now: dt.datetime) -> list[dict[str, Any]]:
    """Let new prices of known products hold from today on."""
    return [
        _price(
            change.there.id,
            kind,
            change.values[column],
            from_day=on if (change.there.id, kind) in plan.priced else LONG_AGO,
            now=now,
        )
        for change in plan.changed
        for column, kind in PRICES.items()
        if column in change.values
    ]


def _price(id_: str, kind: str, cents: int | None, *, from_day: dt.date, now: dt.datetime) -> dict[str, Any]:
    return {"product_id": id_, "kind": kind, "valid_from": from_day, "cents": cents, "source": None, "set_at": now}


def _words_of(change: Change, plan: Plan) -> dict[str, Any]:
    there = change.there
    return _words(there.id, {**there.values, **change.values}, (*plan.codes[there.id], *change.new_codes))


def _words(id_: str, values: Mapping[str, Any], codes: Iterable[str]) -> dict[str, Any]:
    names = [name for column in NAMES if (name := values.get(column))]
    return {"product_id": id_, "words": words_of(names, values.get("brand"), codes)}
