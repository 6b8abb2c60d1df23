"""Food groups: how long their goods keep, and the group's own price list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods.names import best_name
from kruidenier.store.asking import remembered
from kruidenier.store.base import Base, Moment, RowNumber, Whole, whole, wire

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


NOT_FOOD = ("hygiene", "household", "non-food")
"""Food groups that are none."""


class NoSuchGroup(ShopError):
    """A food group that the shop does not have."""

    message = N_("There is no food group {group}. Known groups: {known}.")


class FoodGroup(Base):
    """A food group, such as vegetables."""

    __tablename__ = "food_group"
    __table_args__ = (CheckConstraint("shelf_life_group BETWEEN 1 AND 4", name="shelf_life_group_known"),)

    code: Mapped[str] = mapped_column(primary_key=True)
    shelf_life_group: Mapped[int]
    vat_rate: Mapped[int]
    """Percent, inside the price."""


class GroupName(Base):
    """A food group's name in one language."""

    __tablename__ = "food_group_name"

    group_code: Mapped[str] = mapped_column(ForeignKey("food_group.code"), primary_key=True)
    lang: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class GroupPrice(Base):
    """What goods of a group cost from a day on if nothing nearer is known."""

    __tablename__ = "group_price"
    __table_args__ = (
        UniqueConstraint("group_code", "sold_by", "valid_from"),
        CheckConstraint("sold_by IN ('piece', 'weight')", name="sold_by_known"),
        CheckConstraint("price_cents >= 0", name="price_not_negative"),
        *whole("price_cents"),
    )

    id: Mapped[RowNumber]
    group_code: Mapped[str] = mapped_column(ForeignKey("food_group.code"))
    sold_by: Mapped[str]
    valid_from: Mapped[dt.date]
    price_cents: Mapped[Whole]
    set_at: Mapped[Moment]


@dataclass(frozen=True, slots=True)
class Group:
    """A food group as people see it."""

    code: str
    name: str
    shelf_life_group: int
    piece_cents: int | None


def known_groups(session: Session) -> dict[str, FoodGroup]:
    """Read all food groups by code."""
    return {group.code: group for group in session.scalars(select(FoodGroup))}


def require_group(session: Session, code: str) -> FoodGroup:
    """Find a food group, or say which there are."""
    group = session.scalar(select(FoodGroup).where(FoodGroup.code == code))
    if group is None:
        known = ", ".join(session.scalars(select(FoodGroup.code).order_by(FoodGroup.code)))
        raise NoSuchGroup(group=code, known=known)
    return group


def listing(session: Session, on: dt.date) -> tuple[Group, ...]:
    """List the food groups with their price per piece, by name in the reader's language."""
    said = names(session)
    prices = {
        row.group_code: row.price_cents
        for row in session.execute(
            select(GroupPrice.group_code, GroupPrice.price_cents)
            .where(GroupPrice.sold_by == "piece", GroupPrice.valid_from <= on)
            .order_by(GroupPrice.valid_from)
        )
    }
    groups = (
        Group(group.code, said.get(group.code, group.code), group.shelf_life_group, prices.get(group.code))
        for group in session.scalars(select(FoodGroup))
    )
    return tuple(sorted(groups, key=lambda group: (group.name.casefold(), group.code)))


def names(session: Session) -> dict[str, str]:
    """Name the food groups, by code, in the reader's language."""
    return {code: best_name(by_language, code) for code, by_language in names_by_language(session).items()}


_NAMES = select(GroupName.group_code, GroupName.lang, GroupName.name)


@remembered
def names_by_language(session: Session) -> dict[str, dict[str, str]]:
    """Name the food groups, by code, in every language."""
    known: dict[str, dict[str, str]] = {}
    for row in wire(session).execute(_NAMES):
        known.setdefault(row.group_code, {})[row.lang] = row.name
    return known
