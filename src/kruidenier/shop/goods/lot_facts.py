"""Mending what the books say of a lot itself: the date that stands on it, and whether it may be sold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods import deeds, lots, recalls
from kruidenier.shop.goods.dates import require_mark
from kruidenier.shop.office.staff import Permission, require

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.deeds import DeedDone
    from kruidenier.shop.goods.stock import Lot
    from kruidenier.shop.office.place import Counter


class LimitSet(ShopError):
    """The date of goods that were frozen or repacked, which no longer decides."""

    message = N_("{name} (lot {lot}) has its limit from {treated_on}: it keeps until {keeps_until}. Undo that first.")


class CalledBack(ShopError):
    """A lot that its maker called back: only the recall decides about it."""

    message = N_("{name} (lot {lot}) was called back by its maker: what stands on its packs tells whether it is meant.")


class NeedsWhy(ShopError):
    """A lot taken from sale, and colleagues would not know why."""

    message = N_("Say in a few words why this lot may not be sold: colleagues will ask.")


def correct_date(
    session: Session, lot: str, *, date_mark: str, date: dt.date | None, at: Counter, now: dt.datetime
) -> DeedDone:
    """Give a lot the date that really stands on it."""
    require(at, Permission.STOCK)
    require_mark(date_mark, date)
    held = _known(session, lot)
    if held.treatment is not None:
        raise LimitSet(
            name=lots.name_of(session, held),
            lot=held.number,
            treated_on=held.treated_on,
            keeps_until=held.keeps_until,
        )
    done = deeds.change(session, held, verb="date", fields={"date_mark": date_mark, "date": date}, at=at, now=now)
    recalls.sweep(session, [held.product_id], at=at, now=now)
    return done


def block(session: Session, lot: str, *, reason: str, at: Counter, now: dt.datetime) -> DeedDone:
    """Take a lot from sale, at every till at once."""
    require(at, Permission.STOCK)
    if not reason.strip():
        raise NeedsWhy
    held = _known(session, lot)
    _refuse_recalled(session, held)
    return deeds.change(session, held, verb="block", fields={"state": "blocked"}, reason=reason.strip(), at=at, now=now)


def free(session: Session, lot: str, *, at: Counter, now: dt.datetime) -> DeedDone:
    """Let a lot that was taken from sale be sold again; not one that its maker called back."""
    require(at, Permission.STOCK)
    held = _known(session, lot)
    _refuse_recalled(session, held)
    return deeds.change(session, held, verb="free", fields={"state": "live"}, at=at, now=now)


def _known(session: Session, number: str) -> Lot:
    lot = lots.lock(session, number)
    if lot.kind == "shortfall":
        raise lots.NotInTheBooks(lot=lot.number, name=lots.name_of(session, lot))
    return lot


def _refuse_recalled(session: Session, lot: Lot) -> None:
    if lot.state == "recalled":
        raise CalledBack(name=lots.name_of(session, lot), lot=lot.number)
