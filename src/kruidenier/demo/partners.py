"""What the demo shop gave to invented partners: now and then half of a lot of which most would have stayed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from kruidenier.demo.backroom import books
from kruidenier.demo.office import sent_id
from kruidenier.shop.network import transfers

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.demo.backroom import Booked
    from kruidenier.demo.world import World
    from kruidenier.shop.office.place import Counter

EVERY = 5
"""Half-days: about once a fortnight."""
SOON = dt.timedelta(days=21)
FEWEST = 4
"""Pieces that are worth the way."""
PARTNERS = ("Buurtkeuken De Pollepel", "Resto social Les Trois Tilleuls", "Épicerie solidaire Le Panier d’à Côté")


def pass_on(session: Session, world: World, *, number: int, at: Counter, now: dt.datetime) -> None:
    """Give half of the lot of which most will stay to a partner, and tell the truth of it."""
    if number % EVERY != EVERY - 1:
        return
    known, today = books(session), at.business_date(now)
    found = [
        (world.shelves.there(lot)[0].amount / world.weekly(world.articles[world.shelves.there(lot)[0].code]), lot)
        for lot in world.shelves.lots()
        if lot in known and _goes(world, known[lot], today)
    ]
    if not found:
        return
    lot = max(found)[1]
    (packs,) = world.shelves.there(lot)
    count = min(packs.amount, known[lot].pieces) // 2
    partner = PARTNERS[number // EVERY % len(PARTNERS)]
    transfers.transfer(session, lot, partner, count=count, id=sent_id(Random(number)), at=at, now=now)  # noqa: S311
    world.shelves.clear(lot)
    world.shelves.put(packs.code, packs.source, packs.amount - count)
    world.truth.tell("passed_on", [replace(packs, amount=count)], day=today)


def _goes(world: World, lot: Booked, today: dt.date) -> bool:
    packs = world.shelves.there(lot.number)
    if lot.kind != "product" or lot.by_weight or len(packs) != 1 or min(packs[0].amount, lot.pieces) < FEWEST:
        return False
    source = packs[0].source
    return source.origin != "esf" and source.last_day is not None and today <= source.last_day <= today + SOON
