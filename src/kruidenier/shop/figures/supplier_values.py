"""A supplier's figures as people see them: one frozen value for screen, paper, JSON and CSV."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kruidenier.shop.goods.names import best_name

MEALS, CO2E = "meals_per_kg", "co2e_kg_per_kg"
"""Names of the factors."""


@dataclass(frozen=True, slots=True)
class Fate:
    """Goods that came, and what became of them, in grams: came = handed out + wasted + transferred + on hand + lost."""

    came: int = 0
    handed_out: int = 0
    wasted: int = 0
    """Compost too."""
    transferred: int = 0
    on_hand: int = 0
    lost: int = 0
    """Differences of counts; below zero, so much was found."""

    @property
    def gone_out(self) -> int:
        """What people and partners got."""
        return self.handed_out + self.transferred

    @property
    def told(self) -> int:
        """What shares are shares of: what came, and what was found beyond it."""
        return self.came - min(self.lost, 0)

    @property
    def adds_up(self) -> bool:
        """Whether every gram is told."""
        return self.came == self.handed_out + self.wasted + self.transferred + self.on_hand + self.lost


@dataclass(frozen=True, slots=True)
class KnownBy:
    """How what left the shop is known, in grams."""

    scanned: int = 0
    attributed: int = 0
    counted: int = 0


@dataclass(frozen=True, slots=True)
class Month:
    """The goods of one month."""

    first: dt.date
    """Of the month."""
    deliveries: int
    fresh: int
    refused: int
    fate: Fate


@dataclass(frozen=True, slots=True)
class GroupShare:
    """The goods of one food group, as they were sorted by the last day."""

    group: str | None
    """None: crates that nobody sorted."""
    names: Mapping[str, str]
    """By language."""
    fresh: bool
    fate: Fate

    @property
    def name(self) -> str:
        """Its name in the language spoken now."""
        return best_name(self.names, self.group or "")


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was not taken in for one reason."""

    reason: str
    lines: int
    grams: int
    unweighed: int
    """Lines that nobody weighed."""


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A delivery with its gift note."""

    number: str
    """Of the gift note."""
    delivery: str
    date: dt.date
    supplier: str
    grams: int
    refused: int
    unweighed_pieces: int


@dataclass(frozen=True, slots=True)
class Worth:
    """What goods are worth in a shop."""

    cents: int
    unknown_lots: int
    """Lots whose value nobody knows: they are not in the amount."""
    unknown_grams: int

    @property
    def is_known(self) -> bool:
        """Whether there is an amount to tell: nothing is worth nothing, but goods nobody valued are worth something."""
        return self.cents > 0 or not self.unknown_lots


@dataclass(frozen=True, slots=True)
class Factor:
    """What is reckoned from kilograms, and who says so."""

    name: str
    thousandths: int
    """Per kilogram."""
    source: str


@dataclass(frozen=True, slots=True)
class Kept:
    """An agreement in a period, with what became of its pick-ups."""

    agreement: str
    covers: str
    """establishment, enterprise or banner."""
    since: dt.date
    until: dt.date | None
    """Last day; None runs on."""
    expected: int
    """Pick-ups that were due and that the giver had in hand: kept and missed ones."""
    kept: int
    missed: int
    refused: int
    """By the shop, which tells nothing of the giver."""
    cancelled: int
    """In time, or on holidays."""
    to_come: int


@dataclass(frozen=True, slots=True)
class SupplierFigures:
    """What a supplier gave in a period, and what became of exactly those goods by the end of its last day."""

    supplier: str
    name: str
    by: str
    """establishment, enterprise or banner."""
    establishments: tuple[tuple[str, str], ...]
    """Code and name of each."""
    first: dt.date
    last: dt.date
    deliveries: int
    fate: Fate
    fresh: int
    refused: int
    wasted_next_day: int
    """Wasted by the end of the day after it came in."""
    known_by: KnownBy
    unweighed_pieces: int
    worth: Worth | None
    """None: the supplier does not want it told."""
    asked_cents: int
    """What customers paid for these goods."""
    households: int | None
    """None: fewer than can be told without telling of somebody."""
    factors: tuple[Factor, ...]
    by_month: tuple[Month, ...]
    by_group: tuple[GroupShare, ...]
    refusals: tuple[Refusal, ...]
    notes: tuple[NoteLine, ...]
    bought: int
    """Bought goods of this supplier, which stand apart."""
    esf: int
    """Goods of the European Union, which stand apart."""
    label: Mapping[str, Any]
    agreements: tuple[Kept, ...]

    @property
    def grams(self) -> int:
        """What was given and taken in."""
        return self.fate.came

    @property
    def offered(self) -> int:
        """What was brought to the door."""
        return self.fate.came + self.refused

    @property
    def reached(self) -> int | None:
        """How many households had some of it: 0 where nothing came, which tells of nobody; None where it might."""
        return 0 if self.households is None and not (self.fate.came or self.unweighed_pieces) else self.households

    @property
    def meals(self) -> int:
        """How many meals went out."""
        return (self.fate.gone_out * self._factor(MEALS) + 500_000) // 1_000_000

    @property
    def co2e_grams(self) -> int:
        """How much CO2 equivalent was spared by what went out."""
        return (self.fate.gone_out * self._factor(CO2E) + 500) // 1000

    def _factor(self, name: str) -> int:
        return next(factor.thousandths for factor in self.factors if factor.name == name)


def kilograms(grams: int) -> float:
    """Write grams as the number of kilograms that programs read."""
    return grams / 1000


def percent(part: int, whole: int) -> int:
    """Tell a share in whole percent, halves up."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def percents(parts: Sequence[int]) -> list[int]:
    """Tell the shares of parts in whole percent that add up to 100: the largest remainders are rounded up."""
    there = [max(part, 0) for part in parts]
    whole = sum(there)
    if not whole:
        return [0] * len(there)
    shares = [100 * part // whole for part in there]
    by_remainder = sorted(range(len(there)), key=lambda place: -(100 * there[place] % whole))
    for place in by_remainder[: 100 - sum(shares)]:
        shares[place] += 1
    return shares
