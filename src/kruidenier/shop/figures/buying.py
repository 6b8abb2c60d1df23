"""The buying list: what has fallen below its minimum, and how much brings it to the wished level."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from kruidenier.shop.figures import stock_levels, stock_sums
from kruidenier.shop.goods import catalogue
from kruidenier.shop.goods.catalogue import Product
from kruidenier.shop.goods.names import best_name
from kruidenier.shop.office.folding import folded
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class ToBuy:
    """One product to buy or to ask givers for; amounts in pieces, or in grams by weight."""

    code: str
    name: str
    group: str
    by_weight: bool
    min_level: int
    wished_level: int
    in_store: int
    blocked: int
    in_baskets: int
    free: int
    """What can still be sold: in store, without what is blocked and what lies in baskets."""
    amount: int
    """What brings it to the wished level."""


def buying_list(session: Session, *, on: dt.date) -> tuple[ToBuy, ...]:
    """List products of which less is free than their minimum, by group and name; one level alone is both."""
    wished = func.coalesce(Product.wished_level, Product.min_level)
    asked = select(
        Product.id,
        Product.code,
        Product.group_code,
        Product.sold_by,
        func.coalesce(Product.min_level, Product.wished_level).label("least"),
        wished.label("wished"),
    ).where(Product.archived_at.is_(None), or_(Product.min_level > 0, Product.wished_level > 0))
    connection = wire(session)
    products = connection.execute(asked).all()
    levels = {level.code: level for level in stock_sums.by_product(stock_levels.levels(session, on=on), on=on)}
    found = []
    for product in products:
        level = levels.get(product.code)
        free = level.free if level else 0
        if free < product.least:
            found.append((product, level, free))
    names = catalogue.names_of(session, [product.id for product, _level, _free in found])
    lines = [
        ToBuy(
            code=product.code,
            name=best_name(names[product.id], product.code),
            group=product.group_code,
            by_weight=product.sold_by == "weight",
            min_level=product.least,
            wished_level=product.wished,
            in_store=level.in_store if level else 0,
            blocked=level.blocked if level else 0,
            in_baskets=level.in_baskets if level else 0,
            free=free,
            amount=max(product.wished, product.least) - free,
        )
        for product, level, free in found
    ]
    return tuple(sorted(lines, key=lambda line: (line.group, folded(line.name), line.code)))
