"""What each household may take of scarce goods, so that the last in the queue finds as much as the first.

How it is done, in plain words. Limits form one ladder. Where there is not one piece for each, one piece goes round by
turns: every household has its place in a round of a hundred, so many places have their turn as the stock reaches for,
and next time the round goes on where it began to pass households over. Where there is one for each, a second and a
third piece follow, each to the size of household that has least for its people.

The program climbs the ladder as far as the stock reaches for all who are still expected: those who wait, with what
their slip promises; those who booked, as far as bookings are usually kept; and those who usually still come after this
hour. How much a household takes under a limit is what such visits took before, or all that it may where that is not
known; and what really went out under limits, today and on the days looked back at, corrects it.

The limit rises when the stock reaches with something to spare, and falls only where it would not reach, never for whom
it was promised. Nobody may have a second piece before a first one is sure for whoever may still come. As fewer are
still to come, less is kept back for chance: so the limit is eased while the morning goes on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import NamedTuple

ALL = 100
"""The places of the round; every household has one of them."""
PLACES = 2
"""So many places get or lose their turn at once."""
LARGEST = 8
"""Households of so many people and more share one step."""
HIGHEST = 24
"""No step is higher, in pieces or portions."""
TO_SPARE, SURE = Fraction(3, 4), Fraction(2)
"""So many standard deviations of chance are to spare for the limit to rise; so many make a first piece sure."""
DOUBT = 10
"""So many pieces' worth of what is seen weighs as much as what was known before."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What each household may have, in pieces or grams."""

    steps: tuple[int, ...]
    """By people in the household, the last for all who are more."""
    turns: int = ALL
    """So many places of the round have their turn."""
    first: int = 0
    """The place with which it begins."""

    @property
    def nothing(self) -> bool:
        """Whether nobody may have any."""
        return not (self.turns and any(self.steps))

    @property
    def by_turns(self) -> bool:
        """Whether some households are passed over today."""
        return self.turns < ALL

    def of(self, people: int, place: int) -> int:
        """Tell the limit of a household."""
        return step_of(self.steps, people) if (place - self.first) % ALL < self.turns else 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """A household that is here and has not paid yet, or has booked."""

    people: int
    promised: int = 0
    """What its slip promises; the limit may have fallen since."""
    place: int = 0
    """In the round."""
    booked: bool = False
    """It is not here yet."""


@dataclass(frozen=True, slots=True)
class Morning:
    """What is known of some scarce goods at one moment, in pieces, or in portions of goods by weight."""

    stock: int
    waiting: Sequence[Waiting]
    to_come: Sequence[int]
    """How many more would come beside those who wait, if it went as on each of the days looked back at."""
    sizes: Sequence[int]
    """The people of those who usually come: whoever is to come is taken to be like them."""
    took: Sequence[int]
    """What each visit took when it was free to; empty where that is not known."""
    taken: int = 0
    """What went out under limits."""
    allowed: Mapping[int, int] = field(default_factory=dict)
    """How many visits might have had so much each."""
    kept: Fraction = Fraction(1)
    """The part of those who booked that usually come."""
    first: int = 0
    """The place with which the round begins today."""

    @property
    def expected(self) -> int:
        """The households still expected, rounded up."""
        return len(self.waiting) + (-(-sum(self.to_come) // len(self.to_come)) if self.to_come else 0)


def propose(morning: Morning, *, today: Limit | None = None) -> Limit:
    """Propose a limit.

    `today` is the limit that holds: it is left alone where neither rising nor falling is called for.
    """
    highest, now = _highest(morning, TO_SPARE), _rung(today)
    if now > highest:
        highest = min(now, _highest(morning, Fraction(0)))
    found = ladder()[max(highest, 0)]
    steps = tuple(min(step, max(morning.stock, 0)) for step in found.steps)
    return Limit(steps, found.turns, morning.first if found.by_turns else 0)


@cache
def ladder() -> tuple[Limit, ...]:
    """List all limits from nothing up: one piece by turns, one for each, then one more for one size of household."""
    steps = [1] * LARGEST
    rungs = [Limit(tuple(steps), turns) for turns in range(0, ALL + 1, PLACES)]
    sizes = range(1, LARGEST + 1)
    rises = sorted((Fraction(step - 1, people), -people) for people in sizes for step in range(2, HIGHEST + 1))
    for _share, people in rises:
        steps[-people - 1] += 1
        rungs.append(Limit(tuple(steps)))
    return tuple(rungs)


def _rung(today: Limit | None) -> int:
    """Find the highest rung that gives nobody more than a limit does."""
    if today is None:
        return 0

    def above(rung: Limit) -> bool:
        return rung.turns > today.turns or any(
            step > step_of(today.steps, people) for people, step in enumerate(rung.steps, start=1)
        )

    return bisect_right(ladder(), False, key=above) - 1


def step_of(steps: Sequence[int], people: int) -> int:
    """Tell the step of a household; whoever counts nobody is taken as one."""
    return steps[min(max(people, 1), len(steps)) - 1]


class _Take(NamedTuple):
    """What a visit takes on the average, and its square."""

    mean: Fraction = Fraction(0)
    square: Fraction = Fraction(0)

    @property
    def spread(self) -> Fraction:
        return self.square - self.mean * self.mean

    def in_part(self, part: Fraction) -> _Take:
        """Tell what is taken if only so many come, or have their turn."""
        return _Take(self.mean * part, self.square * part)


def _highest(morning: Morning, to_spare: Fraction) -> int:
    """Find the highest rung that the stock bears, with so much to spare; the need never falls on the way up."""
    takes = [_take(morning.took, limit) for limit in range(HIGHEST + 1)]
    seen = _corrected(morning, takes)
    mix = Counter(min(max(people, 1), LARGEST) for people in morning.sizes)
    to_come = _mean(morning.to_come)
    more_or_less = _mean([came * came for came in morning.to_come]) - to_come * to_come

    def short(rung: Limit) -> bool:
        here = [_taken_by(one, rung, morning, takes) for one in morning.waiting]
        mean, spread = sum((one.mean for one in here), Fraction(0)), sum((one.spread for one in here), Fraction(0))
        if max(rung.steps) > 1:
            first_pieces = mean + to_come * takes[1].mean
            if _lacks(morning.stock - first_pieces, SURE, takes[1].mean ** 2 * more_or_less):
                return True
        one = _average(mix, [takes[step] for step in rung.steps]).in_part(Fraction(rung.turns, ALL))
        spread += to_come * one.spread + more_or_less * one.mean * one.mean
        return _lacks(morning.stock - seen * (mean + to_come * one.mean), to_spare, seen * spread)

    return bisect_right(ladder(), False, key=short) - 1


def _lacks(left: Fraction, deviations: Fraction, spread: Fraction) -> bool:
    """Tell whether less is left than so many standard deviations."""
    return left < 0 or left * left < deviations * deviations * spread


def _taken_by(one: Waiting, rung: Limit, morning: Morning, takes: Sequence[_Take]) -> _Take:
    """Tell what somebody who is here, or has booked, takes at a rung."""
    limit = max(rung.of(one.people, one.place - morning.first), one.promised)
    return takes[min(limit, HIGHEST)].in_part(morning.kept if one.booked else Fraction(1))


def _average(mix: Mapping[int, int], takes: Sequence[_Take]) -> _Take:
    """Tell what whoever is to come takes, of each size of household so many."""
    many = max(sum(mix.values()), 1)
    some = [(takes[people - 1], Fraction(weight, many)) for people, weight in mix.items()]
    return _Take(
        sum((take.mean * part for take, part in some), Fraction(0)),
        sum((take.square * part for take, part in some), Fraction(0)),
    )


def _mean(counts: Sequence[int]) -> Fraction:
    return Fraction(sum(counts), len(counts)) if counts else Fraction(0)


def _take(took: Sequence[int], limit: int) -> _Take:
    """Tell what a visit takes under a limit."""
    if not took:
        return _Take(Fraction(limit), Fraction(limit * limit))
    taken = [min(one, limit) for one in took]
    return _Take(_mean(taken), _mean([one * one for one in taken]))


def _corrected(morning: Morning, takes: Sequence[_Take]) -> Fraction:
    """Tell how much more or less goes under limits than was known before."""
    foreseen = sum((many * takes[min(limit, HIGHEST)].mean for limit, many in morning.allowed.items()), Fraction(0))
    return Fraction(morning.taken + DOUBT) / (foreseen + DOUBT)
