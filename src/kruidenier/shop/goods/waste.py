"""Goods that are thrown away, composted or destroyed, always with the reason.

What a hand holds is there, whatever the books say: more than they have of a lot may go as far as the till had only
reckoned that it left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods import deeds, lots, reckoned
from kruidenier.shop.office import once
from kruidenier.shop.office.staff import Permission, require

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.deeds import DeedDone
    from kruidenier.shop.goods.stock import Change, Lot
    from kruidenier.shop.office.place import Counter

REASONS = {
    "date": N_("past its date"),
    "damage": N_("damaged"),
    "quality": N_("not good any more"),
    "cold_chain": N_("was too warm"),
    "recall": N_("called back"),
    "compost": N_("to the compost"),
    "other": N_("another reason"),
}


class UnknownReason(ShopError):
    """A reason for waste that the shop does not know."""

    message = N_("“{why}” is not a reason for waste. Known reasons: {known}.")


def waste(
    session: Session,
    lot: str,
    *,
    why: str,
    id: str,  # noqa: A002 the sender's id, as the console calls it
    at: Counter,
    now: dt.datetime,
    count: int | None = None,
    grams: int | None = None,
) -> DeedDone:
    """Throw away some pieces or grams of a lot."""
    require(at, Permission.STOCK)
    if why not in REASONS:
        raise UnknownReason(why=why, known=", ".join(REASONS))
    asked = once.digest("waste", lot, count, grams, why)
    if (done := once.earlier(session, id, asked)) is not None:
        return deeds.look_up(session, done)
    held = lots.lock_with_others(session, lot)
    if count is None and grams is None:
        raise lots.NoAmount(lot=held.number, name=lots.name_of(session, held))
    again = _in_hand_again(session, held, count=count, grams=grams)
    gone, weighed = lots.part_of(session, held, count=count, grams=grams, more=again[:1])
    deed = deeds.take_out(session, held, verb="waste", count=gone, grams=weighed, why=why, first=again, at=at, now=now)
    once.remember(session, id, asked, result=deed.number, now=now)
    return deed


def _in_hand_again(session: Session, held: Lot, *, count: int | None, grams: int | None) -> list[Change]:
    """Put back what is thrown away beyond the books; nothing if that is more than can have left by reckoning."""
    asked, left = (grams, held.grams) if held.by_weight else (count, held.count)
    if held.kind != "product" or asked is None or asked <= left:
        return []
    return reckoned.in_hand_again(session, held, asked - left)
