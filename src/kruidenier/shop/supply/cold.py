"""Goods that stay cold from the giver's fridge to ours: how warm they may come in, and where they go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.shop.goods import places
from kruidenier.shop.goods.places import Place

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.settings import Settings

CHILLED = ("yogurt-dessert", "dairy", "cheese", "charcuterie", "meat", "fish", "ready-meals")
FROZEN = "frozen"


def most_tenths(group: str | None, settings: Settings) -> int | None:
    """Tell how warm goods of a group may come in; None where nobody measures."""
    if group in CHILLED:
        return int(settings["door.chilled_max_tenths"])
    return int(settings["door.frozen_max_tenths"]) if group == FROZEN else None


def place_of(session: Session, group: str | None) -> int:
    """Tell where goods of a group go first: into the cold if they must, else to the back room, else to the shop."""
    kind = "fridge" if group in CHILLED else "freezer" if group == FROZEN else "back"
    asked = select(Place.id).where(Place.kind == kind, Place.archived_at.is_(None)).order_by(Place.code).limit(1)
    return session.scalar(asked) or places.default_place(session)
