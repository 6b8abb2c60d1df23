"""Counts in the demo's history: every Saturday a volunteer counts one food group, and a manager accepts it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.shop.goods import accepting, count_lists, counting
from kruidenier.shop.goods.stock import Lot

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.demo.world import World
    from kruidenier.shop.office.place import Counter

SATURDAY = 5
LEFT_OPEN = dt.timedelta(days=10)
"""Before today nothing is counted: what the till asked to count last still waits."""
HOW_LONG = dt.timedelta(minutes=25)


def count_a_group(session: Session, world: World, day: dt.date, *, at: Counter, now: dt.datetime) -> None:
    """Count the packs of a food group that really stand there, a group further every week."""
    if day.weekday() != SATURDAY or day > world.today - LEFT_OPEN:
        return
    there = select(Lot.group_code).where(Lot.kind == "product", Lot.count > 0).distinct()
    groups = sorted(group for group in session.scalars(there) if group)
    if not groups:
        return
    week = day.toordinal() // 7
    number = counting.begin(session, group=groups[week % len(groups)], blind=week % 2 == 0, at=at, now=now).number
    for line in count_lists.sheet(session, number, at=at).lines:
        for lot in line.lots if not line.by_weight else ():
            pieces = sum(packs.amount for packs in world.shelves.there(lot))
            counting.enter(session, number, lot, count=pieces, at=at, now=now)
    counting.finish(session, number, at=at, now=now)
    accepting.accept(session, number, at=world.by("manager"), now=now + HOW_LONG)
