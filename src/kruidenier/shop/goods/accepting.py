"""A count closed for good by a manager: what was found is booked, with what it makes in pieces, kilograms and euro."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select, update

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods import catalogue, counting, recalls, stock
from kruidenier.shop.goods.count_books import beyond_the_books
from kruidenier.shop.goods.count_entries import holding
from kruidenier.shop.goods.count_result import PAPER, SCHEMA, differences, look_up, not_counted, plain
from kruidenier.shop.goods.count_settling import Shelf, put_right, settle
from kruidenier.shop.goods.counts import CountEntry, CountTask, raise_count_task
from kruidenier.shop.goods.found_goods import lot_for
from kruidenier.shop.goods.stock import LOCK_ORDER, Change, Lot, Movement
from kruidenier.shop.goods.weights import usual_grams
from kruidenier.shop.office import journal, papers
from kruidenier.shop.office.staff import Permission, require

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.catalogue import Item
    from kruidenier.shop.goods.count_result import CountResult
    from kruidenier.shop.goods.counts import StockCount
    from kruidenier.shop.office.place import Counter


class NotFinished(ShopError):
    """A count that people are still busy with."""

    message = N_("Count {number} is not finished. Whoever counts says when it is; then it can be accepted.")


def accept(session: Session, number: str, *, at: Counter, now: dt.datetime) -> CountResult:
    """Close a count and book what it found; what was not counted stays as it is, and nothing goes behind it again."""
    require(at, Permission.ACCEPT_COUNT)
    count = counting.find(session, number, locked=True)
    if count.state not in counting.RUNNING:
        raise counting.CountClosed(number=count.number)
    if count.state != "finished":
        raise NotFinished(number=count.number)
    found = differences(session, count, on=at.business_date(now))
    held = _lock(session, count)
    shelves = _shelves(session, count, held, at=at)
    short = _settle(session, count, shelves, held, at=at, now=now)
    booked = {shelf.entry.id: shelf.change for shelf in shelves}
    changes = [*short, *(change for shelf in shelves for change in _changes(shelf))]
    made = _make_lots(session, count, shelves, at=at, now=now)
    stock.book(session, changes, reason="counted", document_id=count.id, at=at, now=now)
    session.flush()
    recalls.sweep(session, {shelf.entry.product_id for shelf in shelves}, at=at, now=now)
    lines = [
        replace(
            line,
            lot=made[entry_id].number if entry_id in made else line.lot,
            booked_count=booked[entry_id][0],
            booked_grams=booked[entry_id][1],
        )
        for entry_id, line in found
    ]
    count.state, count.accepted_at, count.accepted_by = "accepted", now, at.by
    session.flush()
    figures = {
        "lines": [plain(line) for line in lines],
        "not_counted": not_counted(session, count),
        "beyond": [
            {"lot": session.get_one(Lot, change.lot_id).number, "count": change.count, "grams": change.grams}
            for change in short
        ],
    }
    papers.issue(session, PAPER, number=count.number, schema=SCHEMA, figures=figures, by=at.by, now=now)
    done = look_up(session, count.number, on=at.business_date(now))
    said = {"goods": len(lines), "count": done.count, "grams": done.grams, "cents": done.cents}
    journal.record(session, at, verb="count accept", subject=count.number, now=now, **said)
    return done


def _lock(session: Session, count: StockCount) -> dict[str, Lot]:
    """Lock every lot that was counted, and the shortfall lots of their products."""
    entries = select(CountEntry.lot_id).where(CountEntry.count_id == count.id, CountEntry.lot_id.is_not(None))
    products = select(CountEntry.product_id).where(CountEntry.count_id == count.id)
    asked = (
        select(Lot)
        .where(or_(Lot.id.in_(entries), (Lot.kind == "shortfall") & Lot.product_id.in_(products)))
        .order_by(*LOCK_ORDER)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {lot.id: lot for lot in session.scalars(asked)}


def _shelves(session: Session, count: StockCount, held: Mapping[str, Lot], *, at: Counter) -> list[Shelf]:
    """Set out the entries that hold, with their lots as they are now: the first to go first."""
    entries = holding(session, count)
    since = _since(session, [entry.id for entry in entries])
    items = catalogue.items(session, {entry.product_id for entry in entries if entry.product_id})
    shelves = [
        Shelf(
            entry=entry,
            lot=held.get(entry.lot_id or ""),
            by_weight=items[entry.product_id].by_weight if entry.product_id else True,
            since=since.get(entry.id, []),
            counted_on=at.business_date(entry.recorded_at),
        )
        for entry in entries
    ]
    return sorted(shelves, key=lambda shelf: (shelf.entry.date or dt.date.max, shelf.entry.id))


def _since(session: Session, entries: Sequence[int]) -> dict[int, list[Movement]]:
    """Read what happened to lots after somebody counted them, by entry."""
    asked = (
        select(CountEntry.id, Movement)
        .join(Movement, Movement.lot_id == CountEntry.lot_id)
        .where(CountEntry.id.in_(entries), Movement.id > func.coalesce(CountEntry.book_movement_id, 0))
        .order_by(Movement.id)
    )
    found: dict[int, list[Movement]] = {}
    for entry_id, movement in session.execute(asked):
        found.setdefault(entry_id, []).append(movement)
    return found


def _settle(
    session: Session,
    count: StockCount,
    shelves: Sequence[Shelf],
    held: Mapping[str, Lot],
    *,
    at: Counter,
    now: dt.datetime,
) -> list[Change]:
    """Work out what the books will say, product by product; tells what that changes on shortfall lots.

    The tasks to count these products are settled. A new one is raised for a product of which more was sold since than
    had been found.
    """
    of_product: dict[str, list[Shelf]] = {}
    for shelf in shelves:
        if shelf.entry.product_id is None:
            settle([shelf], beyond=0)
        else:
            of_product.setdefault(shelf.entry.product_id, []).append(shelf)
    open_tasks = (CountTask.product_id.in_(of_product), CountTask.settled_at.is_(None))
    session.execute(update(CountTask).where(*open_tasks).values(settled_at=now))
    items = catalogue.items(session, set(of_product))
    noted = _noted_beyond(session, count)
    changes = []
    for product_id, some in of_product.items():
        short = next((lot for lot in held.values() if (lot.kind, lot.product_id) == ("shortfall", product_id)), None)
        by_weight = items[product_id].by_weight
        beyond = _beyond(session, short, noted.get(product_id), by_weight=by_weight, at=at)
        missing = settle(some, beyond=beyond)
        if missing:
            short = short or session.get_one(Lot, stock.shortfall_lot(session, items[product_id], on=count.happened_on))
            raise_count_task(session, product_id, now=now)
        if short is not None:
            changes.append(_left_short(session, short, missing, items[product_id]))
    return [change for change in changes if change.count or change.grams]


def _noted_beyond(session: Session, count: StockCount) -> dict[str, CountEntry]:
    """Read by product what had been sold beyond the books when somebody counted it last."""
    asked = (
        select(CountEntry)
        .join(Lot, Lot.id == CountEntry.lot_id)
        .where(CountEntry.count_id == count.id, Lot.kind == "shortfall")
        .order_by(CountEntry.id)
    )
    return {entry.product_id: entry for entry in session.scalars(asked) if entry.product_id}


def _beyond(session: Session, short: Lot | None, noted: CountEntry | None, *, by_weight: bool, at: Counter) -> int:
    """Tell what left the shelf beyond the books since a product was counted, below zero; above, what came back.

    What lies in a basket has left the shelf; only when it is paid will the books have it.
    """
    now = beyond_the_books(session, short.product_id) if short and short.product_id else None
    if now is None:
        return 0
    since = _since(session, [noted.id]).get(noted.id, []) if noted else []
    then = 0 if noted is None else noted.book_grams if by_weight else noted.book_count
    counted_on = at.business_date(noted.recorded_at) if noted else dt.date.min
    return (now.grams if by_weight else now.count) - then - put_right(since, counted_on=counted_on, by_weight=by_weight)


def _left_short(session: Session, short: Lot, missing: int, item: Item) -> Change:
    """Leave on a shortfall lot only what is missing now."""
    if item.by_weight:
        return Change(short.id, -short.count, -missing - short.grams, "counted")
    grams = -missing * (usual_grams(session, item) or 0)
    return Change(short.id, -missing - short.count, grams - short.grams, "counted")


def _make_lots(
    session: Session, count: StockCount, shelves: Sequence[Shelf], *, at: Counter, now: dt.datetime
) -> dict[int, Lot]:
    """Make lots of what the books did not have there; tells them by entry."""
    new = [shelf for shelf in shelves if shelf.lot is None and shelf.amount]
    if not new:
        return {}
    items = catalogue.items(session, {shelf.entry.product_id for shelf in new if shelf.entry.product_id})
    rows = []
    for shelf in new:
        pieces, grams = shelf.change
        item = items[shelf.entry.product_id or ""]
        came = {"count": pieces, "grams": grams, "counted_on": shelf.counted_on}
        rows.append(lot_for(session, shelf.entry, item, count) | came)
    made = stock.take_in(session, rows, reason="counted", document_id=count.id, at=at, now=now)
    for lot in made:
        recalls.join_alike(session, lot, now=now)
    return {shelf.entry.id: lot for shelf, lot in zip(new, made, strict=True)}


def _changes(shelf: Shelf) -> Iterator[Change]:
    """Close a lot that the books had: the difference, and the date that really stands on it."""
    lot, entry = shelf.lot, shelf.entry
    if lot is None:
        return
    lot.counted_on = max(shelf.counted_on, lot.counted_on or shelf.counted_on)
    pieces, grams = shelf.change
    if pieces or grams:
        yield Change(lot.id, pieces, grams, "counted")
    dated_since = any(movement.reason == "dated" for movement in shelf.since)
    if (entry.date_mark, entry.date) != (lot.date_mark, lot.date) and lot.treatment is None and not dated_since:
        lot.date_mark, lot.date = entry.date_mark, entry.date
        yield Change(lot.id, 0, 0, "counted", reason="dated")
