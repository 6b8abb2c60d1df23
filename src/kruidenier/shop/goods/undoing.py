"""Taking a deed back: one's own last one exactly, an older one by a reverse entry with its reason."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from kruidenier.errors import ShopError
from kruidenier.i18n import N_, weight
from kruidenier.shop.goods import deeds, lots, stock
from kruidenier.shop.goods.counts import CountEntry, StockCount
from kruidenier.shop.goods.deeds import Deed
from kruidenier.shop.goods.stock import Change, Lot, Movement
from kruidenier.shop.office import journal
from kruidenier.shop.office.staff import Permission, require

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.deeds import DeedDone
    from kruidenier.shop.office.place import Counter


class NothingToUndo(ShopError):
    """Nobody's deed to take back."""

    message = N_("You have done nothing with stock here that can still be undone.")


class TouchedSince(ShopError):
    """An undo that would not be exact, because something else happened to the lot."""

    message = N_(
        "{deed} cannot be undone: lot {lot} was changed since, on {day} by {by}. "
        "Reverse {deed} with a reason instead: that books it back as of today."
    )


class ChangedSince(ShopError):
    """A deed that cannot be reversed, because what it set is not so any more."""

    message = N_(
        "{deed} cannot be reversed: lot {lot} was moved, dated or blocked anew since. Change it as it must be."
    )


class CountedSince(ShopError):
    """A deed that somebody saw the shelf after, and counted: the count puts right whatever was wrong."""

    message = N_("{deed} stays: lot {lot} was counted since, by count {count}. If that is wrong, count it again.")


class NotThereAnyMore(ShopError):
    """Goods that would have to come back from a lot that has fewer."""

    message = N_(
        "{deed} cannot be reversed: only {left} is left of lot {lot}. Move or throw away what is there instead."
    )


class UndoneBefore(ShopError):
    """A deed is taken back once."""

    message = N_("{deed} was taken back before.")


class IsAnUndo(ShopError):
    """Taking back what takes back."""

    message = N_("{deed} takes another deed back. To have that one again, do it again.")


class NeedsReason(ShopError):
    """A reverse entry without a reason."""

    message = N_("Say in a few words why this is taken back: it stays in the books beside it.")


def undo(session: Session, *, at: Counter, now: dt.datetime) -> DeedDone:
    """Take back one's own last deed at this till exactly, as if it had not been done; both stay in the books."""
    require(at, Permission.UNDO)
    mine = _mine(at).with_for_update(key_share=True).execution_options(populate_existing=True)
    deed = session.scalars(mine).one_or_none()
    if deed is None:
        raise NothingToUndo
    moved = deeds.movements_of(session, deed)
    held = _lock(session, deed)
    _require_untouched(session, deed, moved, held)
    return _take_back(session, deed, moved, held, verb="undo", reason=None, at=at, now=now)


def reverse(session: Session, number: str, *, reason: str, at: Counter, now: dt.datetime) -> DeedDone:
    """Book an older deed back as of today, whoever did it, with the reason."""
    require(at, Permission.STOCK)
    if not reason.strip():
        raise NeedsReason
    deed = deeds.find(session, number, locked=True)
    if deed.undoes_id is not None:
        raise IsAnUndo(deed=deed.number)
    if deed.undone_at is not None:
        raise UndoneBefore(deed=deed.number)
    moved = deeds.movements_of(session, deed)
    held = _lock(session, deed)
    _require_uncounted(session, deed)
    for lot_id, _was, became in _fields(deed):
        if _now(held[lot_id], became) != became:
            raise ChangedSince(deed=deed.number, lot=held[lot_id].number)
    for lot_id, lot in held.items():
        came = [movement for movement in moved if movement.lot_id == lot_id]
        if lot.count < sum(m.count for m in came) or lot.grams < sum(m.grams for m in came):
            left = weight(lot.grams) if lot.by_weight else lots.pieces(lot.count)
            raise NotThereAnyMore(deed=deed.number, lot=lot.number, left=left)
    return _take_back(session, deed, moved, held, verb="reverse", reason=reason.strip(), at=at, now=now)


def last_of_mine(session: Session, *, at: Counter) -> DeedDone | None:
    """Tell what `undo` would take back."""
    deed = session.scalars(_mine(at)).one_or_none()
    return None if deed is None else deeds.look_up(session, deed.number)


def _mine(at: Counter) -> Select[Deed]:
    """Find one's own last deed at this till: by number, since a clock may stand still or go back."""
    return (
        select(Deed)
        .where(Deed.by == at.by, Deed.till_id == at.till_id, Deed.undone_at.is_(None), Deed.undoes_id.is_(None))
        .order_by(func.length(Deed.number).desc(), Deed.number.desc())
        .limit(1)
    )


def _lock(session: Session, deed: Deed) -> dict[str, Lot]:
    asked = (
        select(Lot)
        .where(Lot.id.in_([entry["lot"] for entry in deed.lots]))
        .order_by(*stock.LOCK_ORDER)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {lot.id: lot for lot in session.scalars(asked)}


def _require_untouched(session: Session, deed: Deed, moved: Sequence[Movement], held: Mapping[str, Lot]) -> None:
    """Refuse if anything but what was taken back itself happened to the lots after the deed."""
    _require_uncounted(session, deed)
    last = max(movement.id for movement in moved)
    undoing = aliased(Movement)
    later = (
        select(Movement)
        .outerjoin(undoing, undoing.undoes_id == Movement.id)
        .where(
            Movement.lot_id.in_(held),
            Movement.id > last,
            undoing.id.is_(None),
            Movement.undoes_id.is_(None) | (Movement.undoes_id <= last),
        )
        .order_by(Movement.id.desc())
        .limit(1)
    )
    for movement in session.scalars(later):
        raise TouchedSince(deed=deed.number, lot=held[movement.lot_id].number, day=movement.happened_on, by=movement.by)
    for lot_id, _was, became in _fields(deed):
        if _now(held[lot_id], became) != became:
            raise ChangedSince(deed=deed.number, lot=held[lot_id].number)


def _require_uncounted(session: Session, deed: Deed) -> None:
    counted = (
        select(StockCount.number, Lot.number.label("lot"))
        .join(CountEntry, CountEntry.count_id == StockCount.id)
        .join(Lot, Lot.id == CountEntry.lot_id)
        .join(Movement, Movement.lot_id == Lot.id)
        .where(
            Movement.document_id == deed.id,
            Movement.id <= CountEntry.book_movement_id,
            StockCount.state != "dropped",
        )
        .order_by(Lot.number)
    )
    for row in session.execute(counted):
        raise CountedSince(deed=deed.number, lot=row.lot, count=row.number)


def _take_back(
    session: Session,
    deed: Deed,
    moved: Sequence[Movement],
    held: Mapping[str, Lot],
    *,
    verb: str,
    reason: str | None,
    at: Counter,
    now: dt.datetime,
) -> DeedDone:
    """Write the deed's mirror image: each movement with its sign turned, each field as it was."""
    fields = {}
    for lot_id, was, became in _fields(deed):
        for name, value in was.items():
            setattr(held[lot_id], name, _read(name, value))
        fields[lot_id] = (became, was)
    deed.undone_at = now
    deed_id, number = deed.id, deed.number
    session.flush()
    page = journal.turn_page(session, at, documents=1)
    changes = [Change(m.lot_id, -m.count, -m.grams, m.known_by, why=m.why, undoes_id=m.id) for m in reversed(moved)]
    return deeds.write(
        session,
        page,
        verb=verb,
        changes=changes,
        fields=fields,
        reason=reason,
        undoes_id=deed_id,
        now=now,
        of=number,
    )


def _fields(deed: Deed) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """List the lots whose fields the deed changed, with what they were and became."""
    return [(entry["lot"], entry["was"], entry["became"]) for entry in deed.lots if entry["became"]]


def _now(lot: Lot, fields: Mapping[str, Any]) -> dict[str, Any]:
    return deeds.plain({name: getattr(lot, name) for name in fields})


def _read(name: str, value: Any) -> Any:
    """Read a field back from how the books of deeds keep it."""
    is_date = Lot.__table__.columns[name].type.python_type is dt.date
    return dt.date.fromisoformat(value) if is_date and value is not None else value
