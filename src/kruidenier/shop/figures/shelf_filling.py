"""Filling the shelves: which lot to fetch, how much of it, and where to walk for it. First expired, first out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.shop.figures import stock_levels
from kruidenier.shop.goods.places import Place
from kruidenier.shop.office.folding import folded
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.figures.stock_levels import LotLevel

DAYS_ON_SHELF = 2
"""A shelf is filled for so many days, at the pace of the last week."""
WEEK = 7
LEAST_PIECES, LEAST_GRAMS = 1, 1_000
"""Of goods that nobody took in a week, so much stands on the shelf all the same."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """One lot to bring to the shelf."""

    code: str
    name: str
    lot: str
    place: str
    place_name: str
    """Where to walk."""
    last_day: dt.date | None
    by_weight: bool
    amount: int
    """How much to bring: pieces, or grams by weight."""
    on_shelf: int
    """What may be taken from the shelf now."""
    a_week: int
    """What went out in the last seven days."""
    in_front: bool
    """It must go before what stands on the shelf: put it in front."""


def to_fetch(session: Session, *, on: dt.date) -> tuple[Fetch, ...]:
    """List what to fetch, place by place.

    Goods of which the shelf has less than goes in two days are fetched from the back room, and from a fridge if they
    stand on a shelf too. So is whatever must go before the goods that stand on the shelf.
    """
    kinds = {code: (kind, name) for code, kind, name in wire(session).execute(_PLACES)}
    of_code: dict[str, list[LotLevel]] = {}
    for lot in stock_levels.levels(session, on=on):
        if lot.may_go_out(on) and not lot.is_short and lot.group is not None and kinds[lot.place][0] != "mobile":
            of_code.setdefault(lot.code, []).append(lot)
    a_week = stock_levels.gone_in_a_week(session, on=on)
    found = []
    for code, lots in of_code.items():
        kinds_of = {kinds[lot.place][0] for lot in lots}
        behind = {"back", "fridge"} if "shelf" in kinds_of else {"back"}
        back = [lot for lot in lots if kinds[lot.place][0] in behind]
        front = [lot for lot in lots if lot not in back]
        went = a_week.get(code, (0, 0))[lots[0].by_weight]
        found += [
            Fetch(
                code=code,
                name=lot.name,
                lot=lot.lot,
                place=lot.place,
                place_name=kinds[lot.place][1],
                last_day=lot.last_day,
                by_weight=lot.by_weight,
                amount=amount,
                on_shelf=_free(front),
                a_week=went,
                in_front=_must_go_before(lot, front),
            )
            for lot, amount in _wanted(back, front, a_week=went)
        ]
    return tuple(sorted(found, key=lambda one: (one.place, folded(one.name), one.last_day or dt.date.max, one.lot)))


_PLACES = select(Place.code, Place.kind, Place.name)


def _wanted(back: Sequence[LotLevel], front: Sequence[LotLevel], *, a_week: int) -> list[tuple[LotLevel, int]]:
    """Take what the shelf needs from the lots behind, the first to go first; and all that should go before it."""
    least = LEAST_GRAMS if any(lot.by_weight for lot in back) else LEAST_PIECES
    missing = max(-(-a_week * DAYS_ON_SHELF // WEEK), least) - _free(front)
    wanted = []
    for lot in sorted(back, key=lambda lot: (lot.last_day or dt.date.max, lot.lot)):
        amount = _free([lot]) if _must_go_before(lot, front) else min(_free([lot]), missing)
        if amount > 0:
            wanted.append((lot, amount))
            missing -= amount
    return wanted


def _free(lots: Sequence[LotLevel]) -> int:
    return sum(lot.grams - lot.in_baskets_grams if lot.by_weight else lot.count - lot.in_baskets_count for lot in lots)


def _must_go_before(lot: LotLevel, front: Sequence[LotLevel]) -> bool:
    if not front or lot.last_day is None:
        return False
    return all(other.last_day is None or lot.last_day < other.last_day for other in front)
