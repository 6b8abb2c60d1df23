"""Search while typing: from the start of any word, accents and case ignored, or by the last digits of a code."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import (
    ForeignKey,
    bindparam,
    case,
    column,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.i18n import language
from kruidenier.shop.goods import prices
from kruidenier.shop.goods.catalogue import Product, ProductCode, ProductName
from kruidenier.shop.goods.names import FALL_BACK
from kruidenier.shop.goods.stock import OF_PRODUCTS, Lot
from kruidenier.shop.office.folding import folded
from kruidenier.store.base import Base, wire

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.settings import Settings

FEWEST_DIGITS = 4
SPARE = 20
"""So many more are looked up, since some may be archived."""


class ProductWords(Base):
    """The words by which a product is found, folded. Each database indexes them in its own way."""

    __tablename__ = "product_words"

    product_id: Mapped[str] = mapped_column(ForeignKey("product.id"), primary_key=True)
    words: Mapped[str]


@dataclass(frozen=True, slots=True)
class Found:
    """A product in a list of search results."""

    code: str
    name: str
    brand: str | None
    content: int | None
    unit: str | None
    by_weight: bool
    price_cents: int | None
    """Per piece or per kilogram, before any cap by origin; None if it has no price yet."""
    left: int
    """Pieces, or grams for goods by weight, in all lots."""


class Stocked(NamedTuple):
    """A product in stock, and the words by which it is found: its name first, and a blank before each of them."""

    words: str
    found: Found


def _word(value: str) -> Any:
    """Write a word of ours out: each value that is bound costs time, and there are nine more than a person types."""
    return literal_column(f"'{value}'")


def _name(lang: Any) -> Any:
    return (
        select(ProductName.name)
        .where(ProductName.product_id == Product.id, ProductName.lang == lang)
        .correlate(Product)
        .scalar_subquery()
    )


_LEFT = (
    select(func.sum(case((Product.sold_by == _word("weight"), Lot.grams), else_=Lot.count)))
    .where(Lot.product_id == Product.id, OF_PRODUCTS)
    .correlate(Product)
    .scalar_subquery()
)
_SHOWN = select(
    Product.code,
    func.coalesce(_name(bindparam("lang")), *(_name(_word(lang)) for lang in FALL_BACK), Product.code).label("name"),
    Product.brand,
    Product.content,
    Product.unit,
    Product.sold_by,
    *prices.OF_PRODUCT,
    _LEFT.label("left"),
)
"""Everything a line of results shows, in one statement: a keystroke must not wait."""
_FTS = table("product_fts", column("rowid"))
_HITS = (
    select(ProductWords.product_id)
    .where(text("to_tsvector('simple', product_words.words) @@ to_tsquery('simple', :words)"))
    .limit(bindparam("most") + SPARE)
    .cte("hits")
    .prefix_with("MATERIALIZED")
)
"""Found first and alone, or PostgreSQL would rather read all products in search of a rare word."""
_SHOWN_BY = {
    "sqlite": _SHOWN.select_from(_FTS)
    .join(ProductWords, literal_column("product_words.rowid") == _FTS.c.rowid)
    .join(Product, Product.id == ProductWords.product_id)
    .where(text("product_fts MATCH :words")),
    "postgresql": _SHOWN.select_from(_HITS).join(Product, Product.id == _HITS.c.product_id),
    "last digits": _SHOWN.select_from(ProductCode)
    .join(Product, Product.id == ProductCode.product_id)
    .where(ProductCode.backwards >= bindparam("start"), ProductCode.backwards < bindparam("end")),
}
_FOUND_BY = {
    way: shown.where(Product.archived_at.is_(None)).limit(bindparam("most")) for way, shown in _SHOWN_BY.items()
}
_STOCKED = (
    _SHOWN.add_columns(ProductWords.words)
    .join(ProductWords, ProductWords.product_id == Product.id)
    .where(Product.archived_at.is_(None))
    .where(Product.id.in_(select(Lot.product_id).where(OF_PRODUCTS, or_(Lot.count > 0, Lot.grams > 0))))
)


def stocked(session: Session, *, on: dt.date, settings: Settings) -> tuple[Stocked, ...]:
    """List the products in stock by name: few of a catalogue are, and it is mostly these that somebody looks for."""
    rows = wire(session).execute(_STOCKED, {"day": on, "lang": language()})
    listed = [Stocked(f" {folded(row.name)} {row.words}", _found(row[:-1], settings)) for row in rows]
    return tuple(sorted(listed, key=lambda one: one.words))


def search(
    session: Session,
    typed: str,
    *,
    on: dt.date,
    settings: Settings,
    limit: int = 20,
    first: Sequence[Stocked] = (),
) -> tuple[Found, ...]:
    """Find products by the beginnings of words, or by the last four or more digits of a code.

    Codes come before words, and what is among `first` before the rest: names that begin so, then the others.
    """
    words = folded(typed).split()
    if not words:
        return ()
    connection = wire(session)
    given = {"day": on, "lang": language(), "most": limit}
    shown: dict[str, Found] = {}
    if len(words) == 1 and words[0].isdigit() and len(words[0]) >= FEWEST_DIGITS:
        start = words[0][::-1]
        end = start[:-1] + chr(ord(start[-1]) + 1)
        rows = connection.execute(_FOUND_BY["last digits"], {**given, "start": start, "end": end})
        shown = {row[0]: _found(row, settings) for row in rows}
    for word in words:
        first = [one for one in first if f" {word}" in one.words]
    begins = [one for one in first if one.words.startswith(f" {words[0]}")]
    shown |= {one.found.code: one.found for one in (*begins, *first)}
    name = connection.dialect.name
    asked = " ".join(f'"{word}"*' for word in words) if name == "sqlite" else " & ".join(f"{w}:*" for w in words)
    if len(shown) < limit:
        rows = connection.execute(_FOUND_BY[name], {**given, "words": asked})
        shown |= {row[0]: _found(row, settings) for row in rows}
    return tuple(shown.values())[:limit]


def _found(row: Any, settings: Settings) -> Found:
    code, name, brand, content, unit, sold_by, fixed, reference, group_cents, left = row  # the columns of `_SHOWN`
    price = prices.nearest({"fixed": fixed, "reference": reference}, group_cents, settings)
    cents = None if price is None else price.cents
    return Found(code, name, brand, content, unit, sold_by == "weight", cents, int(left or 0))


def words_of(names: Iterable[str], brand: str | None, codes: Iterable[str]) -> str:
    """Write the words by which a product is found."""
    return folded(" ".join([*names, brand or "", *codes]))


def index(session: Session, ids: Iterable[str]) -> None:
    """Renew the words of products whose names, brand or codes changed."""
    ids = list(ids)
    names: dict[str, list[str]] = {product_id: [] for product_id in ids}
    codes: dict[str, list[str]] = {product_id: [] for product_id in ids}
    for name in session.execute(
        select(ProductName.product_id, ProductName.name).where(ProductName.product_id.in_(ids))
    ):
        names[name.product_id].append(name.name)
    for code in session.execute(
        select(ProductCode.product_id, ProductCode.given).where(ProductCode.product_id.in_(ids))
    ):
        codes[code.product_id].append(code.given)
    brands = dict(session.execute(select(Product.id, Product.brand).where(Product.id.in_(ids))).all())
    session.execute(delete(ProductWords).where(ProductWords.product_id.in_(ids)))
    session.execute(
        insert(ProductWords),
        [
            {"product_id": product_id, "words": words_of(names[product_id], brands[product_id], codes[product_id])}
            for product_id in ids
        ],
    )
