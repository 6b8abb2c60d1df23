"""A gift note corrected: a new note in place of the old, and what was weighed or counted wrongly put right in stock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods import stock
from kruidenier.shop.goods.stock import Change, Lot
from kruidenier.shop.office import journal
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.supply import deliveries, gift_notes, note_list
from kruidenier.shop.supply.door import NeedsReason
from kruidenier.shop.supply.note_corrections import NoteCorrection
from kruidenier.shop.supply.note_list import NoteLine
from kruidenier.shop.supply.note_signing import NoteReplaced
from kruidenier.shop.supply.supplier_register import written

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.supply.deliveries import Delivery

MOST = 10_000_000


class NoSuchNoteLine(ShopError):
    """A line that is not on the note."""

    message = N_("Gift note {number} has no line {line}.")


class NotPossible(ShopError):
    """An amount that goods cannot have."""

    message = N_("Line {line}: that amount is not possible. Weigh in grams, count in pieces; what did not come is 0.")


class CountedSince(ShopError):
    """A lot whose amount a count has settled since."""

    message = N_("Line {line}, lot {lot}, was counted since: the count has put the stock right. Its amount stays.")


class GoneAlready(ShopError):
    """More went out than would have come in."""

    message = N_("Line {line}, lot {lot}: more than that has gone out already. Count the lot first.")


@dataclass(frozen=True, slots=True)
class Correct:
    """What a line should say; None is as it stands."""

    count: int | None = None
    grams: int | None = None
    lot: str | None = None
    """The giver's lot number."""


def correct(
    session: Session, number: str, *, lines: Mapping[int, Correct], reason: str, at: Counter, now: dt.datetime
) -> NoteLine:
    """Issue a note in the place of a wrong one, with giver and receiver as they are known now.

    A changed amount is booked on the lot as of the day of the gift, so that the books say what the new note says.
    """
    require(at, Permission.SUPPLIERS)
    old = note_list.find(session, number)
    delivery = deliveries.find(session, old.delivery, locked=True)
    old = note_list.find(session, number)
    if not old.stands:
        raise NoteReplaced(number=old.number, by=old.corrected_by)
    why = written(reason)
    if why is None:
        raise NeedsReason
    figures = gift_notes.look_up(session, old.number)
    known = {line["line"]: line for line in figures["lines"]}
    for position in lines:
        if position not in known:
            raise NoSuchNoteLine(number=old.number, line=position)
    right = [_as_told(line, lines.get(line["line"], Correct())) for line in figures["lines"]]
    changes = _changes(session, delivery, figures["lines"], right)
    page = journal.turn_page(session, at, documents=1)
    stock.book(
        session,
        changes,
        reason="received",
        document_id=delivery.id,
        at=at,
        now=now,
        happened_on=delivery.happened_on,
    )
    new = page.document_number
    told = {"corrects": old.number, "reason": why, "signed_by": None, "taken_by": at.by}
    gift_notes.issue_corrected(session, delivery, {**figures, **told}, right, number=new, by=at.by, now=now)
    session.add(
        NoteCorrection(note=new, corrects=old.number, delivery_id=delivery.id, reason=why, recorded_at=now, by=at.by)
    )
    session.flush()
    journal.write(session, page, verb="note corrected", subject=new, now=now, corrects=old.number, lots=len(changes))
    session.expire_all()
    return note_list.find(session, new)


def _as_told(line: Mapping[str, Any], said: Correct) -> dict[str, Any]:
    count = line["count"] if said.count is None else said.count
    grams = line["grams"] if said.grams is None else said.grams
    if not (0 <= count <= MOST and 0 <= grams <= MOST):
        raise NotPossible(line=line["line"])
    return {**line, "count": count, "grams": grams, "lot": line["lot"] if said.lot is None else written(said.lot)}


def _changes(
    session: Session, delivery: Delivery, before: list[dict[str, Any]], after: list[dict[str, Any]]
) -> list[Change]:
    """Tell what the lots have too much or too little."""
    of_line = {row.position: row.lot_id for row in deliveries.lines_of(session, delivery)}
    differing = [
        (was, new)
        for was, new in zip(before, after, strict=True)
        if (was["count"], was["grams"]) != (new["count"], new["grams"])
    ]
    asked = select(Lot).where(Lot.id.in_([of_line[was["line"]] for was, _new in differing]))
    held = {
        lot.id: lot
        for lot in session.scalars(
            asked.order_by(*stock.LOCK_ORDER).with_for_update(key_share=True).execution_options(populate_existing=True)
        )
    }
    changes = []
    for was, new in differing:
        lot = held[of_line[was["line"]] or ""]
        count, grams = new["count"] - was["count"], new["grams"] - was["grams"]
        if new["count"] and lot.by_weight:
            raise NotPossible(line=was["line"])
        if lot.counted_on is not None:
            raise CountedSince(line=was["line"], lot=lot.number)
        if lot.count + count < 0 or lot.grams + grams < 0:
            raise GoneAlready(line=was["line"], lot=lot.number)
        changes.append(Change(lot.id, count, grams, "counted"))
    return changes
