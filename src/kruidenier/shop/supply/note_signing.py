"""A gift note signed on paper, after the goods came in: which side, who, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.office import journal, once
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.supply import note_list
from kruidenier.shop.supply.note_list import NoteLine
from kruidenier.shop.supply.note_signatures import SIDES, NoteSignature
from kruidenier.shop.supply.supplier_register import required

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter


class UnknownSide(ShopError):
    """A side that signs no gift notes."""

    message = N_("“{side}” is not a side that signs. Known: giver, shop.")


class SignedAlready(ShopError):
    """This side has signed the note."""

    message = N_("Gift note {number} is signed by this side already, by {name}.")


class SignedBeforeGift(ShopError):
    """A signature older than the gift, or of a day to come."""

    message = N_("Gift note {number} cannot be signed on {day}: sign from the day of the gift, {first}, until today.")


class NoteReplaced(ShopError):
    """A note in whose place another one stands."""

    message = N_("Gift note {number} was corrected by note {by}. Take that one.")


def sign(
    session: Session,
    number: str,
    *,
    side: str,
    name: str,
    signed_on: dt.date | None = None,
    at: Counter,
    now: dt.datetime,
) -> NoteLine:
    """Note that one side signed a gift note on paper: who, and on which day (today if none is given)."""
    require(at, Permission.SUPPLIERS)
    if side not in SIDES:
        raise UnknownSide(side=side[:40])
    once.one_by_one(session, "note signed")
    note = note_list.find(session, number)
    if not note.stands:
        raise NoteReplaced(number=note.number, by=note.corrected_by)
    given = note.signature(side)
    if given is not None:
        raise SignedAlready(number=note.number, name=given.name)
    today = at.business_date(now)
    on = signed_on or today
    if not note.happened_on <= on <= today:
        raise SignedBeforeGift(number=note.number, day=on, first=note.happened_on)
    row = NoteSignature(note=note.number, side=side, name=required(name), signed_on=on, recorded_at=now, by=at.by)
    session.add(row)
    session.flush()
    journal.record(session, at, verb="note signed", subject=note.number, now=now, side=side, signed_on=on)
    return note_list.find(session, note.number)
