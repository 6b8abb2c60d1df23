"""Search while typing: from the start of any word, accents and case ignored, or by the last digits of a code."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, bindparam, delete, func, insert, select, text
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.shop.goods import prices
from kruidenier.shop.goods.catalogue import Product, ProductCode, ProductName, items
from kruidenier.shop.goods.stock import Lot
from kruidenier.shop.office.folding import folded
from kruidenier.store.base import Base, KeyType, wire

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.settings import Settings

FEWEST_DIGITS = 4


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


_SQLITE = text(
    "SELECT product_id FROM product_words WHERE rowid IN"
    " (SELECT rowid FROM product_fts WHERE product_fts MATCH :words LIMIT :limit)"
).columns(product_id=KeyType)
_POSTGRES = text(
    "SELECT product_id FROM product_words"
    " WHERE to_tsvector('simple', words) @@ to_tsquery('simple', :words) LIMIT :limit"
).columns(product_id=KeyType)
_BY_LAST_DIGITS = (
    select(ProductCode.product_id)
    .where(ProductCode.backwards >= bindparam("start"), ProductCode.backwards < bindparam("end"))
    .limit(bindparam("limit"))
)


def search(session: Session, typed: str, *, on: dt.date, settings: Settings, limit: int = 20) -> tuple[Found, ...]:
    """Find products by the beginnings of words, or by the last four or more digits of a code."""
    words = folded(typed).split()
    if not words:
        return ()
    ids: list[str] = []
    if len(words) == 1 and words[0].isdigit() and len(words[0]) >= FEWEST_DIGITS:
        ids = _by_last_digits(session, words[0], limit)
    ids += [found for found in _by_words(session, words, limit) if found not in ids]
    return tuple(_found(session, ids[:limit], on=on, settings=settings))


def _by_words(session: Session, words: list[str], limit: int) -> list[str]:
    connection = wire(session)
    if connection.dialect.name == "sqlite":
        asked = " ".join(f'"{word}"*' for word in words)
        return list(connection.execute(_SQLITE, {"words": asked, "limit": limit}).scalars())
    asked = " & ".join(f"{word}:*" for word in words)
    return list(connection.execute(_POSTGRES, {"words": asked, "limit": limit}).scalars())


def _by_last_digits(session: Session, digits: str, limit: int) -> list[str]:
    start = digits[::-1]
    end = start[:-1] + chr(ord(start[-1]) + 1)
    rows = wire(session).execute(_BY_LAST_DIGITS, {"start": start, "end": end, "limit": limit})
    return list(dict.fromkeys(rows.scalars()))


_MORE = select(Product.id, Product.brand).where(Product.id.in_(bindparam("ids", expanding=True)))
_LEFT = (
    select(Lot.product_id, func.sum(Lot.count).label("pieces"), func.sum(Lot.grams).label("grams"))
    .where(Lot.product_id.in_(bindparam("ids", expanding=True)), Lot.kind == "product")
    .group_by(Lot.product_id)
)


def _found(session: Session, ids: list[str], *, on: dt.date, settings: Settings) -> Iterable[Found]:
    if not ids:
        return
    connection = wire(session)
    known = items(session, set(ids))
    brands = {row.id: row.brand for row in connection.execute(_MORE, {"ids": ids})}
    left = {row.product_id: row for row in connection.execute(_LEFT, {"ids": ids})}
    asked = prices.list_prices(session, list(known.values()), on=on, settings=settings)
    for product_id in ids:
        item = known[product_id]
        if item.archived:
            continue
        amounts = left.get(product_id)
        yield Found(
            code=item.code,
            name=item.name,
            brand=brands[product_id],
            content=item.content,
            unit=item.unit,
            by_weight=item.by_weight,
            price_cents=asked.get(product_id),
            left=int((amounts.grams if item.by_weight else amounts.pieces) or 0) if amounts else 0,
        )


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
