"""Counting while the shop sells: what was found of a lot, or of goods that the books don't have there.

What nobody counted stays as it is; nothing there is an entry like any other. Nothing is booked before a manager
accepts the count (`accepting`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_, weight
from kruidenier.shop.goods import count_goods, groups, lots, stock
from kruidenier.shop.goods.count_books import beyond_the_books, in_no_lot
from kruidenier.shop.goods.count_entries import agreed, goods_of, names_of, standing
from kruidenier.shop.goods.counts import CountEntry, StockCount
from kruidenier.shop.goods.places import Place, require_place
from kruidenier.shop.office import journal, once
from kruidenier.shop.office.staff import Permission, require
from kruidenier.store.asking import numbered
from kruidenier.store.base import new_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.catalogue import Item
    from kruidenier.shop.goods.count_goods import Meant
    from kruidenier.shop.office.place import Counter

RUNNING = ("open", "finished")


class NoSuchCount(ShopError):
    """No count has this number."""

    message = N_("There is no count {number}. `count list` shows all counts.")


class CountRuns(ShopError):
    """A second count of the same goods."""

    message = N_("{number} counts the same already. Go on with that one, or drop it.")


class CountClosed(ShopError):
    """A count that was accepted or dropped: nothing is written behind it."""

    message = N_("Count {number} is closed. If something is wrong, start a new count.")


class CountedElsewhere(ShopError):
    """Goods that stand in another count which nobody has accepted yet."""

    message = N_("{name} stands in count {number}, which is not closed yet. Accept or drop that count first.")


class CountedAlready(ShopError):
    """Goods that a colleague has counted."""

    message = N_("{by} has counted {name} and found {found}. Count it again only if that cannot be right.")


class NothingCounted(ShopError):
    """A count without an entry."""

    message = N_("Nothing was counted in {number}: there is nothing to finish. It can be dropped.")


class CountsDiffer(ShopError):
    """Goods on which no two people agree."""

    message = N_("No two people agree yet on {names}. Count that again.")


@dataclass(frozen=True, slots=True)
class CountFacts:
    """A count, and how far it is."""

    number: str
    state: str
    """open, finished, accepted or dropped."""
    place: str | None
    group: str | None
    """Neither: what the till asked to count."""
    blind: bool
    twice: bool
    date: dt.date
    started_at: dt.datetime
    started_by: str
    accepted_at: dt.datetime | None
    accepted_by: str | None
    entries: int
    """Goods that were counted."""
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entered:
    """What one person found of some goods."""

    number: str
    code: str
    name: str
    lots: tuple[str, ...]
    """None: the books have no such goods there."""
    by_weight: bool
    count: int
    grams: int
    date_mark: str
    date: dt.date | None
    by: str


def begin(
    session: Session,
    *,
    at: Counter,
    now: dt.datetime,
    place: str | None = None,
    group: str | None = None,
    blind: bool = False,
    twice: bool = False,
) -> CountFacts:
    """Start to count a place, a food group, a group in one place; or, without both, what the till asked to count."""
    require(at, Permission.COUNT)
    place_id = None if place is None else require_place(session, place)
    group_code = None if group is None else groups.require_group(session, group).code
    once.one_by_one(session, "count begin")
    same = (StockCount.place_id.is_not_distinct_from(place_id), StockCount.group_code.is_not_distinct_from(group_code))
    running = select(StockCount.number).where(*same, StockCount.state.in_(RUNNING)).limit(1)
    if (number := session.scalar(running)) is not None:
        raise CountRuns(number=number)
    page = journal.turn_page(session, at, documents=1)
    count = StockCount(
        id=new_id(),
        number=page.document_number,
        place_id=place_id,
        group_code=group_code,
        blind=blind,
        twice=twice,
        state="open",
        happened_on=at.business_date(now),
        started_at=now,
        started_by=at.by,
    )
    session.add(count)
    session.flush()
    said = {"place": place, "group": group, "blind": blind, "twice": twice}
    journal.write(session, page, verb="count begin", subject=count.number, now=now, **said)
    return facts(session, count)


def enter(
    session: Session,
    number: str,
    goods: str,
    *,
    at: Counter,
    now: dt.datetime,
    count: int | None = None,
    grams: int | None = None,
    date_mark: str | None = None,
    date: dt.date | None = None,
    again: bool = False,
) -> Entered:
    """Write down what is there of a lot, by its number, or of a product, by its code; 0 if there is nothing.

    The date is what is read on the packs. Of a lot it corrects the books when the count is accepted; of a product it
    tells which lot is meant, or that the books have no such goods there. `again` replaces what a colleague found.
    """
    require(at, Permission.COUNT)
    held = find(session, number, locked=True)
    _require_running(held)
    nothing = (count, grams) in ((0, None), (None, 0))
    meant = count_goods.meant(session, held, goods, date_mark=date_mark, date=date, nothing=nothing)
    amount = meant.require_amount(count, grams)
    entries = _entries(session, held, meant, amount, by=at.by, now=now)
    _require_not_elsewhere(session, held, meant, entries)
    replaced = _replaced(session, held, meant, entries, by=at.by, again=again)
    session.add_all([*entries, *_beyond(session, held, meant.item, at=at, now=now)])
    held.state = "open"
    session.flush()
    for old in replaced:
        old.replaced_by = entries[0].id
    session.flush()
    done = Entered(
        number=held.number,
        code=meant.code,
        name=meant.name,
        lots=tuple(one.lot.number for one in meant.lots),
        by_weight=meant.by_weight,
        count=sum(entry.count for entry in entries),
        grams=sum(entry.grams for entry in entries),
        date_mark=meant.date_mark,
        date=meant.date,
        by=at.by,
    )
    said = {"goods": done.code, "lots": done.lots, "count": done.count, "grams": done.grams, "date": done.date}
    journal.record(session, at, verb="count entry", subject=held.number, now=now, **said)
    return done


def finish(session: Session, number: str, *, at: Counter, now: dt.datetime) -> CountFacts:
    """Say that the counting is done; where two people count, they must agree on everything that one of them counted."""
    require(at, Permission.COUNT)
    held = find(session, number, locked=True)
    _require_running(held)
    found = standing(session, held)
    if not found:
        raise NothingCounted(number=held.number)
    if open_ones := [goods for goods, entries in found.items() if agreed(held, entries) is None]:
        raise CountsDiffer(names=names_of(session, found, open_ones))
    held.state = "finished"
    session.flush()
    journal.record(session, at, verb="count finish", subject=held.number, now=now, goods=len(found))
    return facts(session, held)


def drop(session: Session, number: str, *, at: Counter, now: dt.datetime) -> CountFacts:
    """Give a count up: nothing of it is booked, and it stays as it is."""
    require(at, Permission.COUNT)
    held = find(session, number, locked=True)
    _require_running(held)
    if held.started_by != at.by:
        require(at, Permission.ACCEPT_COUNT)
    held.state = "dropped"
    session.flush()
    journal.record(session, at, verb="count drop", subject=held.number, now=now)
    return facts(session, held)


def find(session: Session, number: str, *, locked: bool = False) -> StockCount:
    """Find a count by its number."""
    count = numbered(session, StockCount, number, locked=locked)
    if count is None:
        raise NoSuchCount(number=number.strip()[:40])
    return count


def facts(session: Session, count: StockCount) -> CountFacts:
    """Show a count as people see it."""
    entries = [entry for some in standing(session, count).values() for entry in some]
    return CountFacts(
        number=count.number,
        state=count.state,
        place=session.get_one(Place, count.place_id).code if count.place_id else None,
        group=count.group_code,
        blind=count.blind,
        twice=count.twice,
        date=count.happened_on,
        started_at=count.started_at,
        started_by=count.started_by,
        accepted_at=count.accepted_at,
        accepted_by=count.accepted_by,
        entries=len({goods_of(entry) for entry in entries}),
        people=tuple(dict.fromkeys(entry.by for entry in entries)),
    )


def _require_running(count: StockCount) -> None:
    if count.state not in RUNNING:
        raise CountClosed(number=count.number)


def _entries(
    session: Session, count: StockCount, meant: Meant, amount: int, *, by: str, now: dt.datetime
) -> list[CountEntry]:
    return [
        CountEntry(
            count_id=count.id,
            lot_id=one.lot.id if one else None,
            product_id=meant.item.id if meant.item else None,
            date_mark=meant.date_mark,
            date=meant.date,
            count=pieces,
            grams=grams,
            book_count=one.count if one else 0,
            book_grams=one.grams if one else 0,
            book_movement_id=one.movement_id if one else None,
            recorded_at=now,
            by=by,
        )
        for one, pieces, grams in count_goods.shared_out(session, meant, amount)
    ]


def _beyond(
    session: Session, count: StockCount, item: Item | None, *, at: Counter, now: dt.datetime
) -> list[CountEntry]:
    """Note how much of a product was sold beyond the books until now: who counts it settles that."""
    if item is None:
        return []
    if in_no_lot(session, item.id):
        stock.shortfall_lot(session, item, on=at.business_date(now))
    short = beyond_the_books(session, item.id)
    if short is None:
        return []
    return [
        CountEntry(
            count_id=count.id,
            lot_id=short.lot.id,
            product_id=item.id,
            date_mark="none",
            count=0,
            grams=0,
            book_count=short.count,
            book_grams=short.grams,
            book_movement_id=short.movement_id,
            recorded_at=now,
            by=at.by,
        )
    ]


def _require_not_elsewhere(session: Session, count: StockCount, meant: Meant, entries: Sequence[CountEntry]) -> None:
    """Refuse lots that stand in another running count: both would put the same difference right."""
    asked = (
        select(StockCount.number)
        .join(CountEntry, CountEntry.count_id == StockCount.id)
        .where(
            StockCount.id != count.id,
            StockCount.state.in_(RUNNING),
            CountEntry.lot_id.in_([entry.lot_id for entry in entries if entry.lot_id]),
        )
        .limit(1)
    )
    if (number := session.scalar(asked)) is not None:
        raise CountedElsewhere(name=meant.name, number=number)


def _replaced(
    session: Session, count: StockCount, meant: Meant, entries: Sequence[CountEntry], *, by: str, again: bool
) -> list[CountEntry]:
    """Find what the new entries stand in place of: one's own; a colleague's only if that was wanted."""
    found = standing(session, count)
    same = [old for goods in map(goods_of, entries) for old in found.get(goods, [])]
    others = [old for old in same if old.by != by]
    if others and not count.twice and not again:
        much = sum(old.grams if meant.by_weight else old.count for old in others)
        said = weight(much) if meant.by_weight else lots.pieces(much)
        raise CountedAlready(by=others[0].by, name=meant.name, found=said)
    return same if not count.twice else [old for old in same if old.by == by]
