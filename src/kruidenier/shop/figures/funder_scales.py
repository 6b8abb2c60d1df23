"""The boxes of a funder's paper as spans on scales: who is told of a span can subtract it from a longer one.

People stand on a scale of births, from the oldest to the youngest, and on scales of two parts, such as women and all
others; households likewise. A box is a span from one point to another, and what lies before each point is known.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from kruidenier.shop.figures.funder_values import (
    AGE_ESTIMATED,
    GENDER_ESTIMATED,
    HOUSEHOLDS,
    NEW,
    PEOPLE,
    SINGLE,
    VISITS,
    WOMEN,
    Band,
    band_name,
    box_names,
)
from kruidenier.shop.people.households import ADULT_AGE
from kruidenier.shop.till.served import Sum

FIRST, LAST = "", "~"
"""Before the oldest, and after the youngest: they sort before and after every month of birth."""
BIRTHS = "births"
PARTS = {PEOPLE: (WOMEN, AGE_ESTIMATED, GENDER_ESTIMATED), HOUSEHOLDS: (NEW, SINGLE)}
"""Of what a box is a part, on a scale of its own name."""


class Span(NamedTuple):
    """A piece of a scale."""

    scale: str
    low: str
    high: str


class Amount(NamedTuple):
    """How many lie in a span: estimates counted in, and those who are recorded."""

    told: int
    recorded: int

    def less(self, other: Amount) -> Amount:
        """Take away those who lie in another span."""
        return Amount(self.told - other.told, self.recorded - other.recorded)


def spans_of(bands: tuple[Band, ...], reference: dt.date) -> dict[str, tuple[Span, ...]]:
    """Tell the spans of each box."""
    spans: dict[str, tuple[Span, ...]] = {VISITS: (Span(VISITS, FIRST, LAST),)}
    for whole, parts in PARTS.items():
        spans |= {part: (Span(part, FIRST, part),) for part in parts}
        spans[whole] = tuple(Span(part, FIRST, LAST) for part in parts)
    spans[PEOPLE] += (Span(BIRTHS, FIRST, LAST),)
    for low, high in bands:
        oldest = FIRST if high is None else turned(high + 1, reference)
        spans[band_name((low, high))] = (Span(BIRTHS, oldest, turned(low, reference) if low else LAST),)
    return {name: spans[name] for name in box_names(bands)}


def turned(age: int, on: dt.date) -> str:
    """Tell the last month of birth with which one has reached an age on a day."""
    return f"{on.year - age:04}-{on.month:02}"


@dataclass(frozen=True, slots=True)
class Measure:
    """What lies before each point of the scales of one group, in a year.

    Where only numbers of adults and children are known, their births are taken to be spread as those that are recorded;
    a gender that is not recorded likewise. The split between adults and children is that of the year's last day.
    """

    year: int
    sums: Counter[str]
    births: Counter[str]

    @classmethod
    def of(cls, year: int, who: str, counts: Counter[Sum]) -> Measure:
        """Take the sums of one group."""
        sums: Counter[str] = Counter()
        births: Counter[str] = Counter()
        for (group, what, born), amount in counts.items():
            if group == who:
                (births if born else sums)[born or what] += amount
        return cls(year, sums, births)

    @property
    def people(self) -> int:
        """Everybody, each once."""
        return self.births.total() + self.sums["adults"] + self.sums["children"]

    def span(self, span: Span) -> Amount:
        """Tell how many lie in a span."""
        return self._before(span.scale, span.high).less(self._before(span.scale, span.low))

    def knows(self, span: Span) -> bool:
        """Tell whether the books have enough to say how many lie in a span, be it an estimate."""
        if span.scale == WOMEN and span.high == WOMEN:
            return self.people == 0 or self.sums["gender_known"] > 0
        adult = turned(ADULT_AGE, self._end)
        inner = [point for point in (span.low, span.high) if point not in (FIRST, LAST)] if span.scale == BIRTHS else []
        adults, children = self._adults, self.births.total() - self._adults
        older = any(point < adult for point in inner) and self.sums["adults"] > 0 and adults == 0
        younger = any(point > adult for point in inner) and self.sums["children"] > 0 and children == 0
        return not older and not younger

    @property
    def _end(self) -> dt.date:
        return dt.date(self.year, 12, 31)

    @property
    def _adults(self) -> int:
        return self._born_until(turned(ADULT_AGE, self._end))

    def _born_until(self, month: str) -> int:
        return sum(amount for born, amount in self.births.items() if born <= month)

    def _before(self, scale: str, point: str) -> Amount:
        if point == FIRST:
            return Amount(0, 0)
        if scale == BIRTHS:
            return self._births_before(point)
        if scale == VISITS or scale in PARTS[HOUSEHOLDS]:
            number = self.sums[point if point != LAST else VISITS if scale == VISITS else HOUSEHOLDS]
            return Amount(number, number)
        known = self.sums["gender_known"]
        if scale == WOMEN:
            women = self.sums[WOMEN]
            estimated = _share(self.people - known, women, known)
            return Amount(women + estimated, women) if point == WOMEN else Amount(self.people, known)
        counted = self.people - (known if scale == GENDER_ESTIMATED else self.births.total())
        number = self.people if point == LAST else counted
        return Amount(number, number)

    def _births_before(self, point: str) -> Amount:
        adult = turned(ADULT_AGE, self._end)
        recorded = self._born_until(point)
        of_adults = self._born_until(min(point, adult))
        adults = self.sums["adults"] if point >= adult else _share(self.sums["adults"], of_adults, self._adults)
        children = _share(self.sums["children"], recorded - of_adults, self.births.total() - self._adults)
        if point == LAST:
            children = self.sums["children"]
        return Amount(recorded + adults + children, recorded)


def _share(number: int, part: int, whole: int) -> int:
    """Tell how many of a number are like the part of a whole, halves up."""
    return (2 * number * part + whole) // (2 * whole) if whole else 0
