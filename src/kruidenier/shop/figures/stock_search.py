"""The stock of a day, read once and asked again and again while somebody types and chooses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from kruidenier.shop.figures import stock_levels
from kruidenier.shop.figures.stock_levels import LotLevel
from kruidenier.shop.goods import groups
from kruidenier.shop.goods.catalogue import Product
from kruidenier.shop.goods.places import Place
from kruidenier.shop.goods.search import FEWEST_DIGITS, ProductWords
from kruidenier.shop.goods.stock import Lot
from kruidenier.shop.office.folding import folded
from kruidenier.shop.supply.suppliers import Supplier
from kruidenier.store.base import wire
from kruidenier.store.rows import read_rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_WORDS = (
    select(Product.code, ProductWords.words)
    .join(ProductWords, ProductWords.product_id == Product.id)
    .where(Product.id.in_(select(Lot.product_id).where(or_(Lot.count != 0, Lot.grams != 0))))
)


@dataclass(frozen=True, slots=True)
class Stock:
    """All lots of a day with the words by which they are found, and the names of what they may be sorted out by."""

    on: dt.date
    past: bool
    lots: list[LotLevel]
    words: list[str]
    """Of each lot, folded, a blank before each word."""
    groups: Mapping[str, str]
    places: Mapping[str, str]
    suppliers: Mapping[str, str]

    def find(self, typed: str = "", **wanted: Any) -> list[LotLevel]:
        """Keep the lots that fit what is wanted (see `stock_levels.fitting`) and of which every typed word begins one.

        Four or more digits may also end a code.
        """
        asked = folded(typed).split()
        lots = [
            lot
            for lot, words in zip(self.lots, self.words, strict=True)
            if all(_begins_or_ends(words, word) for word in asked)
        ]
        return stock_levels.fitting(lots, on=self.on, **wanted)


def read(session: Session, *, on: dt.date, past: bool = False) -> Stock:
    """Read the stock of a day, in the language of the reader."""
    connection = wire(session)
    lots = stock_levels.lots_of(session, on=on, past=past)
    known: dict[str, str] = dict(read_rows(connection, _WORDS))
    return Stock(
        on=on,
        past=past,
        lots=lots,
        words=[_words(lot, known) for lot in lots],
        groups={group.code: group.name for group in groups.listing(session, on)},
        places=dict(connection.execute(select(Place.code, Place.name)).all()),
        suppliers=dict(connection.execute(select(Supplier.code, Supplier.name)).all()),
    )


def _words(lot: LotLevel, known: Mapping[str, str]) -> str:
    of_goods = known.get(lot.code) or folded(f"{lot.name} {lot.code}")
    of_lot = folded(" ".join((lot.lot, lot.lot_code or "", lot.supplier or "")))
    return f" {of_goods} {of_lot} "


def _begins_or_ends(words: str, asked: str) -> bool:
    """Whether a word begins so, or a code ends so."""
    return f" {asked}" in words or (asked.isdigit() and len(asked) >= FEWEST_DIGITS and f"{asked} " in words)
