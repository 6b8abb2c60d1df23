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
from kruidenier.store.rows import write_rows

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
    asleep: bool
    """A draft or archived: a row in a list completes it or brings it back."""


@dataclass(frozen=True, slots=True)
class Change:
    """A product of the catalogue, and what will be different."""

    there: There
    new_codes: tuple[str, ...]
    values: Mapping[str, Any]

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


def write_plan(session: Session, plan: Plan, *, on: dt.date, now: dt.datetime) -> None:
    """Write new and changed products; refuses if one of their codes was given away since the plan was made."""
    connection = wire(session)
    try:
        _write_new(connection, plan.new, now)
        if plan.changed:
            _write_facts(connection, plan.changed)
            _write_names(connection, plan)
            _write_prices(connection, plan, on=on, now=now)
    except IntegrityError as fault:
        raise ChangedMeanwhile from fault


def _write_new(connection: Connection, new: Iterable[Wanted], now: dt.datetime) -> None:
    """Write new products. Their first prices hold since ever, so that sales of earlier days find them."""
    keyed = [(new_id(), wanted, wanted.values) for wanted in new]
    write_rows(
        connection,
        Product,
        [
            {"id": id_, "code": wanted.codes[0], "draft": False, "version": 1}
            | {fact: values.get(column) for column, fact in FACTS.items()}
            for id_, wanted, values in keyed
        ],
    )
    write_rows(connection, ProductCode, _codes((id_, wanted.codes, 1) for id_, wanted, _values in keyed))
    write_rows(
        connection,
        ProductName,
        [
            {"product_id": id_, "lang": lang, "name": name}
            for id_, _wanted, values in keyed
            for column, lang in NAMES.items()
            if (name := values.get(column))
        ],
    )
    write_rows(
        connection,
        ProductPrice,
        [
            _price(id_, kind, cents, from_day=LONG_AGO, now=now)
            for id_, _wanted, values in keyed
            for column, kind in PRICES.items()
            if (cents := values.get(column)) is not None
        ],
    )
    write_rows(connection, ProductWords, [_words(id_, values, wanted.codes) for id_, wanted, values in keyed])


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


def _write_names(connection: Connection, plan: Plan) -> None:
    """Write names and codes, and the words by which the products are found."""
    named = [
        (change.there.id, lang, change.values[column])
        for change in plan.changed
        for column, lang in NAMES.items()
        if column in change.values
    ]
    _make_room(connection, ProductName, [{"product_id": id_, "lang": lang} for id_, lang, _name in named])
    write_rows(
        connection, ProductName, [{"product_id": id_, "lang": lang, "name": name} for id_, lang, name in named if name]
    )
    write_rows(
        connection,
        ProductCode,
        _codes((change.there.id, change.new_codes, len(plan.codes[change.there.id]) + 1) for change in plan.changed),
    )
    found_anew = [
        change
        for change in plan.changed
        if change.new_codes or change.there.asleep or {*NAMES, "brand"} & change.values.keys()
    ]
    _make_room(connection, ProductWords, [{"product_id": change.there.id} for change in found_anew])
    write_rows(
        connection,
        ProductWords,
        [
            _words(
                change.there.id,
                {**change.there.values, **change.values},
                (*plan.codes[change.there.id], *change.new_codes),
            )
            for change in found_anew
        ],
    )


def _write_prices(connection: Connection, plan: Plan, *, on: dt.date, now: dt.datetime) -> None:
    """Let new prices hold from today on; a first price holds since ever."""
    prices = [
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
    key = ("product_id", "kind", "valid_from")
    _make_room(connection, ProductPrice, [{name: price[name] for name in key} for price in prices])
    write_rows(connection, ProductPrice, prices)


def _make_room(connection: Connection, table: Any, keys: list[dict[str, Any]]) -> None:
    """Take away the rows that are written anew."""
    if keys:
        gone = delete(table).where(*(getattr(table, name) == bindparam(name) for name in keys[0]))
        connection.execute(gone, keys)


def _codes(products: Iterable[tuple[str, tuple[str, ...], int]]) -> list[dict[str, Any]]:
    return [
        {"code": key_of(code), "product_id": id_, "given": code, "backwards": code[::-1], "position": position}
        for id_, codes, first in products
        for position, code in enumerate(codes, start=first)
    ]


def _price(id_: str, kind: str, cents: int | None, *, from_day: dt.date, now: dt.datetime) -> dict[str, Any]:
    return {"product_id": id_, "kind": kind, "valid_from": from_day, "cents": cents, "source": None, "set_at": now}


def _words(id_: str, values: Mapping[str, Any], codes: Iterable[str]) -> dict[str, Any]:
    names = [name for column in NAMES if (name := values.get(column))]
    return {"product_id": id_, "words": words_of(names, values.get("brand"), codes)}
