"""Search while typing: from the start of any word, accents and case ignored, or by the last digits of a code."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, and_, bindparam, delete, func, insert, select, text
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.i18n import language
from kruidenier.shop.goods import prices
from kruidenier.shop.goods.catalogue import Product, ProductCode, ProductName, ProductPrice
from kruidenier.shop.goods.groups import GroupPrice
from kruidenier.shop.goods.names import FALL_BACK
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


_BY_WORDS = {
    "sqlite": text(
        "SELECT w.product_id FROM product_fts f JOIN product_words w ON w.rowid = f.rowid"
        " JOIN product p ON p.id = w.product_id AND p.archived_at IS NULL"
        " WHERE product_fts MATCH :words LIMIT :most"
    ).columns(product_id=KeyType),
    "postgresql": text(
        "SELECT w.product_id FROM product_words w"
        " JOIN product p ON p.id = w.product_id AND p.archived_at IS NULL"
        " WHERE to_tsvector('simple', w.words) @@ to_tsquery('simple', :words) LIMIT :most"
    ).columns(product_id=KeyType),
}
_BY_LAST_DIGITS = (
    select(ProductCode.product_id)
    .join(Product, and_(Product.id == ProductCode.product_id, Product.archived_at.is_(None)))
    .where(ProductCode.backwards >= bindparam("start"), ProductCode.backwards < bindparam("end"))
    .limit(bindparam("most"))
)


def _name(lang: Any) -> Any:
    return (
        select(ProductName.name)
        .where(ProductName.product_id == Product.id, ProductName.lang == lang)
        .correlate(Product)
        .scalar_subquery()
    )


def _price(kind: str) -> Any:
    return (
        select(ProductPrice.cents)
        .where(
            ProductPrice.product_id == Product.id,
            ProductPrice.kind == kind,
            ProductPrice.valid_from <= bindparam("day"),
        )
        .order_by(ProductPrice.valid_from.desc())
        .limit(1)
        .correlate(Product)
        .scalar_subquery()
    )


def _left(column: Any) -> Any:
    return (
        select(func.sum(column))
        .where(Lot.product_id == Product.id, Lot.kind == "product")
        .correlate(Product)
        .scalar_subquery()
    )


_GROUP_CENTS = (
    select(GroupPrice.price_cents)
    .where(
        GroupPrice.group_code == Product.group_code,
        GroupPrice.sold_by == Product.sold_by,
        GroupPrice.valid_from <= bindparam("day"),
    )
    .order_by(GroupPrice.valid_from.desc())
    .limit(1)
    .correlate(Product)
    .scalar_subquery()
)
_SHOWN = select(
    Product.code,
    func.coalesce(_name(bindparam("lang")), *(_name(lang) for lang in FALL_BACK), Product.code).label("name"),
    Product.brand,
    Product.content,
    Product.unit,
    Product.sold_by,
    _price("fixed").label("fixed"),
    _price("reference").label("reference"),
    _GROUP_CENTS.label("group_cents"),
    _left(Lot.count).label("pieces_left"),
    _left(Lot.grams).label("grams_left"),
)
"""Everything a line of results shows, in one statement: a keystroke must not wait."""
_SHOWN_BY = {
    **{name: _SHOWN.where(Product.id.in_(found)) for name, found in _BY_WORDS.items()},
    "last digits": _SHOWN.where(Product.id.in_(_BY_LAST_DIGITS)),
}


def search(session: Session, typed: str, *, on: dt.date, settings: Settings, limit: int = 20) -> tuple[Found, ...]:
    """Find products by the beginnings of words, or by the last four or more digits of a code."""
    words = folded(typed).split()
    if not words:
        return ()
    connection = wire(session)
    given = {"day": on, "lang": language(), "most": limit}
    found: list[Any] = []
    if len(words) == 1 and words[0].isdigit() and len(words[0]) >= FEWEST_DIGITS:
        start = words[0][::-1]
        end = start[:-1] + chr(ord(start[-1]) + 1)
        found += connection.execute(_SHOWN_BY["last digits"], {**given, "start": start, "end": end}).all()
    name = connection.dialect.name
    asked = " ".join(f'"{word}"*' for word in words) if name == "sqlite" else " & ".join(f"{w}:*" for w in words)
    found += connection.execute(_SHOWN_BY[name], {**given, "words": asked}).all()
    shown = {row.code: _found(row, settings) for row in found}
    return tuple(shown.values())[:limit]


def _found(row: Any, settings: Settings) -> Found:
    price = prices.nearest({"fixed": row.fixed, "reference": row.reference}, row.group_cents, settings)
    by_weight = row.sold_by == "weight"
    return Found(
        code=row.code,
        name=row.name,
        brand=row.brand,
        content=row.content,
        unit=row.unit,
        by_weight=by_weight,
        price_cents=None if price is None else price.cents,
        left=int((row.grams_left if by_weight else row.pieces_left) or 0),
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
