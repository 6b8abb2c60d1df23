"""The real shelves of the simulation: which pack was truly taken, which the books can only reckon."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from random import Random

FROM_THE_FRONT = 0.7
"""How often a customer takes the pack that stands in front, which is the oldest where the shelf was filled well."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a pack truly came from: the shop's lot, who gave it, and the date printed on it."""

    lot: str
    supplier: str
    origin: str
    date: dt.date | None
    last_day: dt.date | None
    lot_code: str | None = None
    grams: int = 1
    """What a piece truly weighs, packaging and all; 1 for loose goods, which are told in grams."""

    def is_overdue(self, day: dt.date) -> bool:
        """Tell whether packs from here may not, or should not, go out any more."""
        return self.last_day is not None and self.last_day < day


@dataclass(frozen=True, slots=True)
class Taken:
    """Packs in somebody's hands: pieces, or grams for loose goods."""

    code: str
    source: Source
    amount: int

    @property
    def weight(self) -> int:
        """What they truly weigh, in grams."""
        return self.amount * self.source.grams


@dataclass(slots=True)
class Packs:
    """Packs of one product from one source: pieces, or grams for loose goods."""

    source: Source
    left: int


@dataclass(slots=True)
class Shelves:
    """All packs that really stand in the shop, by product code."""

    rng: Random
    by_code: dict[str, list[Packs]] = field(default_factory=dict)

    def put(self, code: str, source: Source, amount: int) -> None:
        """Fill a shelf: the new packs behind the others."""
        self.by_code.setdefault(code, []).append(Packs(source, amount))

    def left(self, code: str, *, esf: bool | None = None) -> int:
        """Tell how much of a product stands there; only ESF+ goods, or only others, if asked."""
        return sum(packs.left for packs in self._of(code, esf=esf))

    def take(self, code: str, amount: int, *, loose: bool, esf: bool | None) -> list[Taken]:
        """Let a customer take packs, each from the front or the back; loose goods come from one heap.

        Only ESF+ packs are taken, or only others, or either.
        """
        taken: dict[Source, int] = {}
        for _ in range(1 if loose else amount):
            there = list(self._of(code, esf=esf))
            if not there:
                break
            packs = there[0] if self.rng.random() < FROM_THE_FRONT else there[-1]
            part = min(amount, packs.left) if loose else 1
            packs.left -= part
            taken[packs.source] = taken.get(packs.source, 0) + part
        return [Taken(code, source, part) for source, part in taken.items()]

    def give_back(self, taken: Taken) -> None:
        """Put packs back where they stood."""
        for packs in self.by_code.get(taken.code, ()):
            if packs.source == taken.source:
                packs.left += taken.amount
                return
        self.put(taken.code, taken.source, taken.amount)

    def clear(self, lot: str, *, overdue: dt.date | None = None) -> list[Taken]:
        """Take what is left of a lot off the shelves, or only what is overdue on a day."""
        gone = []
        for code, heaps in self.by_code.items():
            for packs in heaps:
                if packs.left and packs.source.lot == lot and (overdue is None or packs.source.is_overdue(overdue)):
                    gone.append(Taken(code, packs.source, packs.left))
                    packs.left = 0
        return gone

    def there(self, lot: str) -> list[Taken]:
        """List what really is left of a lot."""
        return [
            Taken(code, packs.source, packs.left)
            for code, heaps in self.by_code.items()
            for packs in heaps
            if packs.left and packs.source.lot == lot
        ]

    def weights(self) -> dict[str, int]:
        """Weigh what really is left of each lot, in grams."""
        found: dict[str, int] = {}
        for heaps in self.by_code.values():
            for packs in heaps:
                if packs.left:
                    found[packs.source.lot] = found.get(packs.source.lot, 0) + packs.left * packs.source.grams
        return found

    def lots(self, *, overdue: dt.date | None = None) -> set[str]:
        """List the lots that still have packs here, or only those with overdue ones."""
        return {
            packs.source.lot
            for heaps in self.by_code.values()
            for packs in heaps
            if packs.left and (overdue is None or packs.source.is_overdue(overdue))
        }

    def tidy(self) -> None:
        """Forget empty heaps."""
        for code, heaps in self.by_code.items():
            self.by_code[code] = [packs for packs in heaps if packs.left]

    def _of(self, code: str, *, esf: bool | None) -> Iterator[Packs]:
        for packs in self.by_code.get(code, ()):
            if packs.left and (esf is None or (packs.source.origin == "esf") == esf):
                yield packs


@dataclass(slots=True)
class Truth:
    """The hidden truth: where every pack really came from, line by line in a file of its own."""

    file: TextIO
    loose: frozenset[str]
    """Codes of goods that are weighed, not counted."""

    def head(self) -> None:
        """Name the columns."""
        self._write("day", "event", "document", "code", "pieces", "grams", "lot", "supplier", "date_on_pack")

    def tell(self, event: str, packs: Iterable[Taken], *, day: dt.date, document: str = "") -> None:
        """Tell what happened to packs: sold, returned (void, refund), pulled, passed_on or lost."""
        for taken in packs:
            source = taken.source
            pieces = "" if taken.code in self.loose else taken.amount
            where = (source.lot, source.supplier, source.date or "")
            self._write(day, event, document, taken.code, pieces, taken.weight, *where)

    def _write(self, *cells: object) -> None:
        csv.writer(self.file, lineterminator="\n").writerow(cells)
