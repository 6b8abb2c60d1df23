"""Goods that go to another place of the shop: a whole lot, or a part of it as a lot of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kruidenier.shop.goods import deeds, lots, places
from kruidenier.shop.office.staff import Permission, require

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.deeds import DeedDone
    from kruidenier.shop.office.place import Counter


def move(
    session: Session,
    lot: str,
    *,
    place: str,
    at: Counter,
    now: dt.datetime,
    count: int | None = None,
    grams: int | None = None,
) -> DeedDone:
    """Bring a lot, or so many pieces or grams of it, to another place."""
    require(at, Permission.STOCK)
    target = {"place_id": places.require_place(session, place)}
    held = lots.lock(session, lot)
    pieces, weighed = lots.part_of(session, held, count=count, grams=grams)
    if (pieces, weighed) == (held.count, held.grams):
        return deeds.change(session, held, verb="move", fields=target, at=at, now=now)
    if held.place_id == target["place_id"]:
        raise deeds.NothingChanged(name=lots.name_of(session, held), lot=held.number)
    return deeds.part_off(session, held, verb="move", count=pieces, grams=weighed, fields=target, at=at, now=now)
