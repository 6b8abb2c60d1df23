"""The products as which goods of a food group are sold that came in by weight alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.shop.goods import catalogue, search
from kruidenier.shop.goods.catalogue import Item, Product, ProductCode, ProductName, key_of
from kruidenier.shop.goods.groups import GroupName
from kruidenier.store.base import new_id

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def groups_own_product(session: Session, group: str) -> Item:
    """Find, or make, the product as which goods of a food group are sold by weight; its code is the group's."""
    item = catalogue.find(session, group)
    if item is not None:
        return item
    product_id = new_id()
    names = session.execute(select(GroupName.lang, GroupName.name).where(GroupName.group_code == group)).all()
    session.add(Product(id=product_id, code=group, group_code=group, sold_by="weight"))
    session.flush()
    session.add(ProductCode(code=key_of(group), product_id=product_id, given=group, backwards=group[::-1]))
    session.add_all(ProductName(product_id=product_id, lang=row.lang, name=row.name) for row in names)
    session.flush()
    search.index(session, [product_id])
    return catalogue.require_item(session, group)
