"""Cards in people's hands: printed, and replaced when they are lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.shop.goods import barcodes
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.people import journaled
from kruidenier.shop.people.households import KNOWN_BY, HouseholdCard, find

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter


def working(session: Session, card: str) -> list[str]:
    """List the cards a household may come with, the newest first; one made of two households has those of both."""
    mine = select(HouseholdCard.card).where(
        HouseholdCard.household_id == find(session, card).id, HouseholdCard.blocked_at.is_(None)
    )
    return list(session.scalars(mine.order_by(*KNOWN_BY)))


def to_print(session: Session, cards: Sequence[str], *, at: Counter, now: dt.datetime) -> list[str]:
    """Tell the numbers to print, as they were given out; whoever prints a card is in the journal."""
    require(at, Permission.HOUSEHOLDS)
    found = [find(session, card) for card in cards]
    for held in found:
        journaled.record(session, held.id, verb="household", at=at, now=now, fields=["card printed"])
    return [held.card for held in found]


def replace_lost(session: Session, card: str, *, at: Counter, now: dt.datetime) -> str:
    """Block a lost card at once, for good, and give its household a new one; tells the new number."""
    require(at, Permission.HOUSEHOLDS)
    held = find(session, card)
    lost = session.get_one(HouseholdCard, held.card.casefold(), with_for_update=True)
    find(session, card)  # once more, now that nobody else can replace it
    lost.blocked_at = now
    number = barcodes.new_card()
    session.add(HouseholdCard(folded=number.casefold(), card=number, household_id=held.id, issued_at=now))
    session.flush()
    journaled.record(session, held.id, verb="household", at=at, now=now, fields=["card replaced"])
    return number
