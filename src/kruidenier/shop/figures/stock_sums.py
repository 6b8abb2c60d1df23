"""How many do we have: lots added up by product and by food group, the same way for every list and screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from kruidenier.shop.figures.stock_levels import LotLevel
from kruidenier.shop.office.folding import folded


@dataclass(frozen=True, slots=True)
class Level:
    """What there is of a product, or of a group's crates: in pieces, or in grams where it is kept by weight."""

    code: str
    name: str
    group: str | None
    by_weight: bool
    lots: int
    in_store: int
    """In all places together."""
    blocked: int
    """Of these, what may not go out: blocked, recalled, or past its last day."""
    in_baskets: int
    """Of the rest, what lies in open baskets."""
    short: int
    """Sold beyond what the books knew, and not counted since."""
    next_day: dt.date | None
    """The first last day among what may go out."""
    places: tuple[str, ...]

    @property
    def free(self) -> int:
        """What can still be put into a basket."""
        return self.in_store - self.blocked - self.in_baskets


def by_product(lots: Iterable[LotLevel], *, on: dt.date) -> tuple[Level, ...]:
    """Add lots up by product, by name; crates stand under the name of their food group."""
    of_code: dict[tuple[str, str], list[LotLevel]] = {}
    for lot in lots:
        of_code.setdefault((lot.code, lot.name), []).append(lot)
    levels = (_level(some, on=on) for some in of_code.values())
    return tuple(sorted(levels, key=lambda level: (_in_order(level.name), level.code)))


_in_order = lru_cache(maxsize=20_000)(folded)
"""The same names are put in order at every key that somebody types."""


def _level(lots: list[LotLevel], *, on: dt.date) -> Level:
    first = lots[0]
    in_store = blocked = in_baskets = short = 0
    next_day: dt.date | None = None
    for lot in lots:
        amount = lot.grams if first.by_weight else lot.count
        if lot.is_short:
            short -= amount
            continue
        in_store += amount
        if not lot.may_go_out(on):
            blocked += amount
            continue
        in_baskets += lot.in_baskets_grams if first.by_weight else lot.in_baskets_count
        if lot.last_day is not None and (next_day is None or lot.last_day < next_day):
            next_day = lot.last_day
    return Level(
        code=first.code,
        name=first.name,
        group=first.group,
        by_weight=first.by_weight,
        lots=len(lots),
        in_store=in_store,
        blocked=blocked,
        in_baskets=in_baskets,
        short=short,
        next_day=next_day,
        places=tuple(sorted({lot.place for lot in lots if not lot.is_short})),
    )


@dataclass(frozen=True, slots=True)
class GroupLevel:
    """What there is of one food group."""

    group: str | None
    products: int
    lots: int
    count: int
    grams: int
    blocked_lots: int
    next_day: dt.date | None


def by_group(lots: Iterable[LotLevel], *, on: dt.date) -> tuple[GroupLevel, ...]:
    """Add lots up by food group; crates that nobody has sorted come last."""
    of_group: dict[str | None, list[LotLevel]] = {}
    for lot in lots:
        of_group.setdefault(lot.group, []).append(lot)
    return tuple(
        GroupLevel(
            group=group,
            products=len({lot.code for lot in some}),
            lots=len(some),
            count=sum(lot.count for lot in some if not lot.is_short),
            grams=sum(lot.grams for lot in some if not lot.is_short),
            blocked_lots=sum(not lot.may_go_out(on) for lot in some),
            next_day=min((lot.last_day for lot in some if lot.last_day and lot.may_go_out(on)), default=None),
        )
        for group, some in sorted(of_group.items(), key=lambda item: (item[0] is None, item[0] or ""))
    )
