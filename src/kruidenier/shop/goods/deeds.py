"""What somebody did to stock, kept so that it can be taken back exactly."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods import lots, recalls, reckoned, stock
from kruidenier.shop.goods.stock import Change, Lot, Movement
from kruidenier.shop.office import journal
from kruidenier.store.asking import numbered
from kruidenier.store.base import Base, Key, Moment, new_id, wire
from kruidenier.store.rows import write_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.journal import Page
    from kruidenier.shop.office.place import Counter

REASONS = {
    "waste": "waste",
    "transfer": "transferred",
    "move": "moved",
    "freeze": "frozen",
    "repack": "repacked",
    "sort": "sorted",
    "missing": "counted",
    "grade": "graded",
    "crate_round": "gone",
    "date": "dated",
    "block": "blocked",
    "free": "freed",
    "clear": "cleared",
    "undo": "undone",
    "reverse": "undone",
}
"""The reason of a deed's movements, by its verb."""


class NoSuchDeed(ShopError):
    """No deed has this number."""

    message = N_("There is no deed {number}. The history of a lot shows the number of each.")


class NothingChanged(ShopError):
    """A change to what is so already."""

    message = N_("{name} (lot {lot}) is so already: nothing was changed.")


class Deed(Base):
    """One deed on stock by one person. Its movements carry its key as their document."""

    __tablename__ = "deed"
    __table_args__ = (Index("ix_deed_last", "by", "done_at"),)

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(unique=True)
    till_id: Mapped[int] = mapped_column(ForeignKey("till.id"))
    verb: Mapped[str]
    lots: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Every lot it touched by its key, with what each field that changed `was` and `became`."""
    reason: Mapped[str | None]
    done_at: Mapped[Moment]
    by: Mapped[str]
    undone_at: Mapped[Moment | None]
    undoes_id: Mapped[str | None] = mapped_column(ForeignKey("deed.id"))
    """The deed that this one takes back."""


@dataclass(frozen=True, slots=True)
class DeedDone:
    """A deed on stock as people see it, now and whenever it is looked up."""

    number: str
    verb: str
    """waste, transfer, move, freeze, repack, date, block, free, grade, crate_round, undo, reverse, …"""
    lot: str
    """The lot it was done to; several if it was a round."""
    into: str | None
    """The lot that its goods went into."""
    name: str
    count: int
    grams: int
    why: str | None
    """Of waste."""
    reason: str | None
    of: str | None
    """The deed that it took back."""
    at: dt.datetime
    by: str


def take_out(
    session: Session,
    lot: Lot,
    *,
    verb: str,
    count: int,
    grams: int,
    why: str,
    at: Counter,
    now: dt.datetime,
    first: Sequence[Change] = (),
) -> DeedDone:
    """Let goods leave the shop; `first` is what must be put right before."""
    page = journal.turn_page(session, at, documents=1)
    out = [*first, Change(lot.id, -count, -grams, "counted", why=why)]
    return write(session, page, verb=verb, changes=out, now=now, lot=lot.number, count=count, grams=grams, why=why)


def part_off(
    session: Session,
    lot: Lot,
    *,
    verb: str,
    count: int,
    grams: int,
    fields: Mapping[str, Any],
    at: Counter,
    now: dt.datetime,
) -> DeedDone:
    """Let goods leave a lot for a new one, which is as its parent but for some fields. Not a gram is lost."""
    page = journal.turn_page(session, at, documents=1, lots=1)
    (number,) = page.lot_numbers(1)
    as_parent = {column.key: getattr(lot, column.key) for column in Lot.__table__.columns}
    child: dict[str, Any] = (
        as_parent | dict(fields) | {"id": new_id(), "number": number, "parent_id": lot.id, "count": 0, "grams": 0}
    )
    write_rows(wire(session), Lot, [child])
    if child["state"] == "recalled":
        recalls.inherit(session, lot.id, child["id"], now=now)
    changes = [Change(lot.id, -count, -grams, "counted"), Change(child["id"], count, grams, "counted")]
    return write(
        session, page, verb=verb, changes=changes, now=now, lot=lot.number, into=number, count=count, grams=grams
    )


def change(
    session: Session,
    lot: Lot,
    *,
    verb: str,
    fields: Mapping[str, Any],
    at: Counter,
    now: dt.datetime,
    reason: str | None = None,
) -> DeedDone:
    """Change what a lot itself is: its place, date or state. Its history gets one entry, in which no goods move."""
    changed = {name: value for name, value in fields.items() if getattr(lot, name) != value}
    if not changed:
        raise NothingChanged(name=lots.name_of(session, lot), lot=lot.number)
    was = {name: getattr(lot, name) for name in changed}
    for name, value in changed.items():
        setattr(lot, name, value)
    session.flush()
    page = journal.turn_page(session, at, documents=1)
    return write(
        session,
        page,
        verb=verb,
        changes=[Change(lot.id, 0, 0, "counted")],
        fields={lot.id: (was, changed)},
        reason=reason,
        now=now,
        lot=lot.number,
        was=was,
        became=changed,
    )


def write(
    session: Session,
    page: Page,
    *,
    verb: str,
    changes: Sequence[Change],
    now: dt.datetime,
    fields: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]] | None = None,
    reason: str | None = None,
    happened_on: dt.date | None = None,
    undoes_id: str | None = None,
    **told: Any,
) -> DeedDone:
    """Write a deed with its movements and its journal line; every lot that `changes` names is locked already."""
    at, touched = page.at, dict.fromkeys(change.lot_id for change in changes)
    deed_id = new_id()
    deed = {
        "id": deed_id,
        "number": page.document_number,
        "till_id": at.till_id,
        "verb": verb,
        "lots": [
            {"lot": lot_id, "was": plain(was), "became": plain(became)}
            for lot_id in touched
            for was, became in [(fields or {}).get(lot_id, ({}, {}))]
        ],
        "reason": reason,
        "done_at": now,
        "by": at.by,
        "undone_at": None,
        "undoes_id": undoes_id,
    }
    write_rows(wire(session), Deed, [deed])
    moved = REASONS.get(verb, verb)
    stock.book(session, changes, reason=moved, document_id=deed_id, at=at, now=now, happened_on=happened_on)
    said = {"reason": reason} if reason else {}
    journal.write(session, page, verb=verb, subject=page.document_number, now=now, **told, **said)
    session.expire_all()
    return look_up(session, page.document_number)


def look_up(session: Session, number: str) -> DeedDone:
    """Show a deed by its number."""
    deed = find(session, number)
    moved = _meant(session, deed)
    first = moved[0]
    held = {lot.id: lot for lot in (session.get_one(Lot, movement.lot_id) for movement in moved)}
    into = [lot for lot in held.values() if lot.parent_id in held]
    done_to = [lot for lot in held.values() if lot not in into]
    parts = [movement for movement in moved if held[movement.lot_id] in done_to]
    names = lots.Names(session, [lot.product_id for lot in done_to])
    return DeedDone(
        number=deed.number,
        verb=deed.verb,
        lot=", ".join(lot.number for lot in done_to),
        into=into[0].number if into else None,
        name=", ".join(dict.fromkeys(names.of(lot.product_id, lot.group_code) for lot in done_to)),
        count=abs(sum(movement.count for movement in parts)),
        grams=abs(sum(movement.grams for movement in parts)),
        why=first.why,
        reason=deed.reason,
        of=session.scalar(select(Deed.number).where(Deed.id == deed.undoes_id)) if deed.undoes_id else None,
        at=deed.done_at,
        by=deed.by,
    )


def find(session: Session, number: str, *, locked: bool = False) -> Deed:
    """Find a deed by its number."""
    deed = numbered(session, Deed, number, locked=locked)
    if deed is None:
        raise NoSuchDeed(number=number.strip()[:40])
    return deed


def movements_of(session: Session, deed: Deed) -> Sequence[Movement]:
    """Read a deed's movements; they are looked for by lot, since movements have no order by document."""
    touched = [entry["lot"] for entry in deed.lots]
    asked = select(Movement).where(Movement.lot_id.in_(touched), Movement.document_id == deed.id)
    return session.scalars(asked.order_by(Movement.id)).all()


def _meant(session: Session, deed: Deed) -> Sequence[Movement]:
    """Of goods thrown away leave out what was put right before; of all others that is the deed itself."""
    moved = movements_of(session, deed)
    done = deed if deed.undoes_id is None else session.get_one(Deed, deed.undoes_id)
    return [m for m in moved if m.why not in (None, reckoned.NOT_GONE)] if done.verb == "waste" else moved


def plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Write fields of a lot as the books of deeds keep them."""
    return {name: str(value) if isinstance(value, dt.date) else value for name, value in fields.items()}
