"""What stands in a count: the entries about the same goods, and the one that holds."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.shop.goods import catalogue, lots
from kruidenier.shop.goods.counts import CountEntry
from kruidenier.shop.goods.stock import Lot

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.counts import StockCount

MOST_NAMED = 5
SAME_GRAMS = 50
Goods = tuple[str | None, str | None, str, dt.date | None]
"""What entries are about the same: a lot, or a product with the date read where the books have none of it."""


def goods_of(entry: CountEntry) -> Goods:
    """Tell what an entry is about."""
    if entry.lot_id is not None:
        return (entry.lot_id, None, "", None)
    return (None, entry.product_id, entry.date_mark, entry.date)


def standing(session: Session, count: StockCount) -> dict[Goods, list[CountEntry]]:
    """Read what stands in a count by goods, the last entry last; entries on shortfall lots stand apart."""
    found: dict[Goods, list[CountEntry]] = defaultdict(list)
    asked = (
        select(CountEntry)
        .outerjoin(Lot, Lot.id == CountEntry.lot_id)
        .where(
            CountEntry.count_id == count.id,
            CountEntry.replaced_by.is_(None),
            Lot.kind.is_distinct_from("shortfall"),
        )
        .order_by(CountEntry.id)
    )
    for entry in session.scalars(asked):
        found[goods_of(entry)].append(entry)
    return dict(found)


def agreed(count: StockCount, entries: Sequence[CountEntry]) -> CountEntry | None:
    """Choose the entry that holds: the last one; of two who count, one on which they agree.

    They agree if both found the books as wrong: what was sold between the two does not matter.
    """
    if not count.twice:
        return entries[-1]
    for turn, entry in enumerate(entries):
        if any(other.by != entry.by and _agree(other, entry) for other in entries[:turn]):
            return entry
    return None


def names_of(session: Session, found: Mapping[Goods, Sequence[CountEntry]], goods: Iterable[Goods]) -> str:
    """Name some goods of a count, and how many more there are."""
    first = [found[one][0] for one in goods]
    items = catalogue.items(session, {entry.product_id for entry in first if entry.product_id})
    names = [
        items[entry.product_id].name if entry.product_id else lots.name_of(session, session.get_one(Lot, entry.lot_id))
        for entry in first
    ]
    few = list(dict.fromkeys(names))
    return ", ".join(few[:MOST_NAMED]) + (" …" if len(few) > MOST_NAMED else "")


def holding(session: Session, count: StockCount) -> list[CountEntry]:
    """List the entries that hold: what the count would book if it were accepted now."""
    return [entry for entries in standing(session, count).values() if (entry := agreed(count, entries))]


def _agree(one: CountEntry, other: CountEntry) -> bool:
    """Compare what two people found; no two hands weigh the same to the gram."""
    apart = abs((one.grams - one.book_grams) - (other.grams - other.book_grams))
    return (
        one.count - one.book_count == other.count - other.book_count
        and apart <= max(SAME_GRAMS, other.grams // 100)
        and (one.date_mark, one.date) == (other.date_mark, other.date)
    )
