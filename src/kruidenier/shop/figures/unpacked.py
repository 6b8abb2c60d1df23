"""Goods without a maker's pack: they have no barcode, and of food the shop itself tells the allergens.

So says Regulation (EU) 1169/2011, article 44.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.shop.goods import groups
from kruidenier.shop.goods.barcodes import GTIN_LENGTHS
from kruidenier.shop.goods.catalogue import Product, ProductName
from kruidenier.shop.goods.names import best_name
from kruidenier.shop.office.folding import folded
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Unpacked:
    """One product that is sold without a pack of its maker."""

    code: str
    names: Mapping[str, str]
    """By language."""
    group: str
    allergens: tuple[str, ...] | None
    """None is not known; empty is none of the 14."""


def unpacked_goods(session: Session) -> tuple[Unpacked, ...]:
    """List the food that has no barcode of a maker, by food group and name in the reader's language.

    What a crate of a whole food group is sold as is no food of which anybody could know the allergens.
    """
    return tuple(
        goods for goods in loose_goods(session) if goods.group not in groups.NOT_FOOD and goods.code != goods.group
    )


def loose_goods(session: Session) -> tuple[Unpacked, ...]:
    """List all goods that have no barcode of a maker, by group and name in the reader's language."""
    names: dict[str, dict[str, str]] = {}
    asked = (
        select(Product.code, Product.group_code, Product.allergens, ProductName.lang, ProductName.name)
        .outerjoin(ProductName, ProductName.product_id == Product.id)
        .where(Product.archived_at.is_(None), Product.draft.is_(False))
    )
    found: dict[str, Unpacked] = {}
    for code, group, allergens, lang, name in wire(session).execute(asked):
        if code.isdigit() and len(code) in GTIN_LENGTHS:
            continue
        said = names.setdefault(code, {})
        if lang is not None:
            said[lang] = name
        found[code] = Unpacked(code, said, group, None if allergens is None else tuple(allergens))
    of_groups = groups.names(session)

    def place(goods: Unpacked) -> tuple[str, str, str]:
        return folded(of_groups.get(goods.group, goods.group)), folded(best_name(goods.names, goods.code)), goods.code

    return tuple(sorted(found.values(), key=place))
