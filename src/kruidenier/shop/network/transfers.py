"""Goods that go to a partner: another food-aid project, a social restaurant, a food bank."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, func, select
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods import deeds, lots, treatments
from kruidenier.shop.goods.deeds import Deed
from kruidenier.shop.goods.stock import Change, Lot, Movement
from kruidenier.shop.office import journal, once, sheets
from kruidenier.shop.office.staff import Permission, require
from kruidenier.store.base import Base, Key, Moment, Whole, whole, wire
from kruidenier.store.rows import write_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.deeds import DeedDone
    from kruidenier.shop.office.place import Counter

REASON = "transferred"
"""Of the movements."""
MOST_OFFERED = 27


class BadPartner(ShopError):
    """No name, or one that cannot be written down."""

    message = N_("Say who gets the goods: a name of 1 to {longest} letters and signs, on one line.")


class NotGoneYet(ShopError):
    """Goods that go on a day that has not come."""

    message = N_("{day} has not come yet. Write goods down when they have gone.")


class NotHereThen(ShopError):
    """Goods that went before they came."""

    message = N_("Lot {lot} is here since {since}: it cannot have gone on {day}. Give that day or a later one.")


class Transfer(Base):
    """What went to a partner, under the key and the number of its deed."""

    __tablename__ = "transfer"
    __table_args__ = (CheckConstraint("partner <> ''", name="partner_named"), *whole("count", "grams"))

    id: Mapped[Key] = mapped_column(ForeignKey("deed.id"))
    lot_id: Mapped[str] = mapped_column(ForeignKey("lot.id"))
    partner: Mapped[str]
    """The name, as it was typed."""
    count: Mapped[Whole]
    grams: Mapped[Whole]
    happened_on: Mapped[dt.date]
    recorded_at: Mapped[Moment]


@dataclass(frozen=True, slots=True)
class TransferFacts:
    """What went to a partner, as people see it."""

    id: str
    number: str
    partner: str
    date: dt.date
    lot: str
    name: str
    """Of the goods."""
    by_weight: bool
    count: int
    grams: int
    at: dt.datetime
    by: str
    undone: bool
    """It was taken back."""


def transfer(
    session: Session,
    lot: str,
    partner: str,
    *,
    id: str,  # noqa: A002 the sender's id, as the console calls it
    at: Counter,
    now: dt.datetime,
    count: int | None = None,
    grams: int | None = None,
    on: dt.date | None = None,
) -> DeedDone:
    """Give a lot, or so many pieces or grams of it, to a partner: only what may still go out."""
    require(at, Permission.STOCK)
    name = read_partner(partner)
    asked = once.digest("transfer", lot, name, count, grams, on)
    if (done := once.earlier(session, id, asked)) is not None:
        return deeds.look_up(session, done)
    held = lots.lock(session, lot)
    pieces, weighed = lots.part_of(session, held, count=count, grams=grams)
    day = _day(session, held, on, today=at.business_date(now))
    treatments.last_day_of(session, held, lots.name_of(session, held), on=day)
    page = journal.turn_page(session, at, documents=1)
    lot_id = held.id
    told: dict[str, Any] = {"lot": held.number, "partner": name, "count": pieces, "grams": weighed}
    gone = [Change(lot_id, -pieces, -weighed, "counted")]
    deed = deeds.write(session, page, verb="transfer", changes=gone, now=now, happened_on=day, **told)
    paper = {
        "id": deeds.find(session, deed.number).id,
        "lot_id": lot_id,
        "partner": name,
        "count": pieces,
        "grams": weighed,
        "happened_on": day,
        "recorded_at": now,
    }
    write_rows(wire(session), Transfer, [paper])
    once.remember(session, id, asked, result=deed.number, now=now)
    return deed


def read_partner(typed: str) -> str:
    """Read a partner's name."""
    name = unicodedata.normalize("NFC", typed.strip())
    if not 0 < len(name) <= sheets.LONGEST_NAME or not sheets.writable(name):
        raise BadPartner(longest=sheets.LONGEST_NAME)
    return name


def partners(session: Session) -> tuple[str, ...]:
    """Name those who got goods before, whoever got some last first."""
    last = func.max(Transfer.recorded_at)
    asked = (
        select(Transfer.partner)
        .join(Deed, Deed.id == Transfer.id)
        .where(Deed.undone_at.is_(None))
        .group_by(Transfer.partner)
        .order_by(last.desc(), Transfer.partner)
        .limit(MOST_OFFERED)
    )
    return tuple(session.scalars(asked))


def listing(session: Session) -> tuple[TransferFacts, ...]:
    """List all that went to partners, the last first, and what was taken back too."""
    return _read(session, _ALL.order_by(Transfer.happened_on.desc(), Transfer.recorded_at.desc(), Deed.number.desc()))


def some(session: Session, keys: Iterable[str]) -> tuple[TransferFacts, ...]:
    """Read some transfers by their keys."""
    return _read(session, _ALL.where(Transfer.id.in_(sorted(keys))))


def look_up(session: Session, number: str) -> TransferFacts:
    """Show a transfer by its number."""
    found = some(session, [deeds.find(session, number).id])
    if not found:
        raise deeds.NoSuchDeed(number=number[:40])
    return found[0]


def _day(session: Session, lot: Lot, on: dt.date | None, *, today: dt.date) -> dt.date:
    """Tell the day on which goods went: today, unless another one is said on which they were here."""
    if on is None or on == today:
        return today
    if on > today:
        raise NotGoneYet(day=on)
    since = session.scalars(select(func.min(Movement.happened_on)).where(Movement.lot_id == lot.id)).one()
    if on < since:
        raise NotHereThen(lot=lot.number, since=since, day=on)
    return on


_ALL = select(Transfer, Deed, Lot).join(Deed, Deed.id == Transfer.id).join(Lot, Lot.id == Transfer.lot_id)


def _read(session: Session, asked: Select[Transfer, Deed, Lot]) -> tuple[TransferFacts, ...]:
    rows = session.execute(asked).all()
    names = lots.Names(session, [lot.product_id for _paper, _deed, lot in rows])
    return tuple(
        TransferFacts(
            id=paper.id,
            number=deed.number,
            partner=paper.partner,
            date=paper.happened_on,
            lot=lot.number,
            name=names.of(lot.product_id, lot.group_code),
            by_weight=lot.by_weight,
            count=paper.count,
            grams=paper.grams,
            at=paper.recorded_at,
            by=deed.by,
            undone=deed.undone_at is not None,
        )
        for paper, deed, lot in rows
    )
