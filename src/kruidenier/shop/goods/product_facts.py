"""What staff say of a product itself: how much of it is wished, and which allergens are in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import null, select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods import catalogue
from kruidenier.shop.goods.catalogue import Product
from kruidenier.shop.office import journal
from kruidenier.shop.office.staff import Permission, require

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.catalogue import Item
    from kruidenier.shop.office.place import Counter

ALLERGENS = {
    "gluten": N_("gluten"),
    "crustaceans": N_("crustaceans"),
    "eggs": N_("eggs"),
    "fish": N_("fish"),
    "peanuts": N_("peanuts"),
    "soya": N_("soya"),
    "milk": N_("milk"),
    "nuts": N_("nuts"),
    "celery": N_("celery"),
    "mustard": N_("mustard"),
    "sesame": N_("sesame"),
    "sulphites": N_("sulphites"),
    "lupin": N_("lupin"),
    "molluscs": N_("molluscs"),
}
"""The 14 that must be told (Regulation (EU) 1169/2011, annex II)."""


class BadLevels(ShopError):
    """Levels that make no buying list."""

    message = N_("The wished level of {name} is at least its minimum, and none is below zero.")


class UnknownAllergen(ShopError):
    """Something that is none of the 14."""

    message = N_("“{given}” is not an allergen that must be told. Known: {known}.")


def set_levels(
    session: Session, code: str, *, least: int | None, wished: int | None, at: Counter, now: dt.datetime
) -> Item:
    """Say below which level a product is bought, and up to which: in pieces, or grams by weight. None is no level."""
    require(at, Permission.CATALOGUE)
    item = catalogue.require_item(session, code)
    if min(least or 0, wished or 0) < 0 or (wished is not None and wished < (least or 0)):
        raise BadLevels(name=item.name)
    product = _locked(session, item)
    before = (product.min_level, product.wished_level)
    product.min_level, product.wished_level = least, wished
    session.flush()
    journal.record(session, at, verb="levels", subject=item.code, now=now, before=before, after=(least, wished))
    return item


def set_allergens(
    session: Session, code: str, *, allergens: Sequence[str] | None, at: Counter, now: dt.datetime
) -> Item:
    """Say which allergens are in a product; an empty list is none of them, None is not known."""
    require(at, Permission.CATALOGUE)
    item = catalogue.require_item(session, code)
    for given in allergens or ():
        if given not in ALLERGENS:
            raise UnknownAllergen(given=given, known=", ".join(ALLERGENS))
    product = _locked(session, item)
    before, after = product.allergens, None if allergens is None else [a for a in ALLERGENS if a in allergens]
    product.allergens = null() if after is None else after
    session.flush()
    journal.record(session, at, verb="allergens", subject=item.code, now=now, before=before, after=after)
    return item


def _locked(session: Session, item: Item) -> Product:
    found = select(Product).where(Product.id == item.id).with_for_update(key_share=True)
    return session.scalars(found.execution_options(populate_existing=True)).one()
