"""What the books will say once a count is accepted: what was found, and what happened since."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kruidenier.shop.goods.stock import share_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kruidenier.shop.goods.counts import CountEntry
    from kruidenier.shop.goods.stock import Lot, Movement

PUT_RIGHT = ("counted", "gone")
"""Movements by which somebody put a lot right after looking at it."""


@dataclass(slots=True)
class Shelf:
    """An entry that holds, with its lot as it is now."""

    entry: CountEntry
    lot: Lot | None
    """None: the books had no such goods there."""
    by_weight: bool
    since: Sequence[Movement]
    """What happened to the lot after the entry."""
    counted_on: dt.date
    amount: int = 0
    """What the books will say: pieces, or grams by weight."""

    @property
    def now(self) -> int:
        """What the books say before the count is accepted."""
        return _amount(self.lot, by_weight=self.by_weight) if self.lot else 0

    @property
    def difference(self) -> int:
        """What the entry puts right. What another count put right since, or a late paper told, is in it already."""
        if self.lot and self.by_weight and any(move.reason in PUT_RIGHT for move in standing(self.since)):
            return 0
        found = self.entry.grams - self.entry.book_grams
        if not self.by_weight:
            found = self.entry.count - self.entry.book_count
        return found - put_right(self.since, counted_on=self.counted_on, by_weight=self.by_weight)

    @property
    def change(self) -> tuple[int, int]:
        """Pieces and grams to be booked. Pieces weigh as the rest of their lot does, else as they did when found."""
        count, grams = (self.lot.count, self.lot.grams) if self.lot else (0, 0)
        if self.by_weight:
            return (-count if self.amount == 0 else 0), self.amount - grams
        more = self.amount - count
        if count > 0:
            return more, share_of(grams, more, count) if more > 0 else -share_of(grams, -more, count)
        return more, share_of(self.entry.grams, more, self.entry.count) if self.entry.count else 0


def put_right(since: Sequence[Movement], *, counted_on: dt.date, by_weight: bool) -> int:
    """Add up what others put right since, and papers of days before: whoever counted saw the shelf after those."""
    return sum(
        _amount(move, by_weight=by_weight)
        for move in standing(since)
        if move.reason in PUT_RIGHT or move.happened_on < counted_on
    )


def standing(since: Sequence[Movement]) -> list[Movement]:
    """Leave out what was done since and taken back since."""
    back = {move.undoes_id for move in since}
    done = {move.id for move in since}
    return [move for move in since if move.id not in back and move.undoes_id not in done]


def settle(shelves: Sequence[Shelf], *, beyond: int) -> int:
    """Work out what the books will say of one product's lots; tells what was sold that none of them can explain.

    `beyond` is what changed since in the books of what they did not know: below zero, so much was sold of what had
    been counted by then. Whatever would leave a lot below zero came from another one that was counted with it.
    """
    for shelf in shelves:
        shelf.amount = shelf.now + shelf.difference
    shelves[0].amount += max(beyond, 0)
    missing = max(-beyond, 0)
    for shelf in shelves:
        missing -= min(shelf.amount, 0)
        shelf.amount = max(shelf.amount, 0)
    for shelf in shelves:
        taken = min(missing, shelf.amount)
        shelf.amount -= taken
        missing -= taken
    return missing


def _amount(of: Lot | Movement, *, by_weight: bool) -> int:
    return of.grams if by_weight else of.count
