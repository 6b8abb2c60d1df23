"""What each household may take of scarce goods, so that the last in the queue finds as much as the first.

How it is done, in plain words. Limits form one ladder: first one piece for each household, the largest households
first where there is not even that; then a second and a third piece, each to the size that has least for its people.
The program climbs it as far as the stock reaches for all who are still expected: those who wait, with what their slip
promises, and those who usually still come after this hour. How much a household takes under a limit is what such
visits took before, or all that it may where that is not known; and what was taken so far today, beside what was to be
expected, corrects it. A margin for chance is kept, which shrinks as fewer are still to come. So the limit is eased
while the morning goes on. It goes down again only where the stock would not reach, and never for whom it was promised.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

LARGEST = 8
"""Households of so many people and more share one step."""
HIGHEST = 24
"""No step is higher, in pieces or portions."""
TO_RISE, TO_STAY = Fraction(3, 4), Fraction(1, 4)
"""How many standard deviations of chance must fit in the stock for the limit to rise, and for it not to fall."""
DOUBT = 10
"""So many pieces' worth of today weighs what was known before as much as what is seen today."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A household that is here and has not paid yet."""

    people: int
    promised: int = 0
    """What its slip promises; the limit may have fallen since."""


@dataclass(frozen=True, slots=True)
class Morning:
    """What is known of some scarce goods at one moment, in pieces, or in portions of goods by weight."""

    stock: int
    waiting: Sequence[Waiting]
    still_came: Sequence[int]
    """How many households still came to the till after this hour, on each day looked back at."""
    sizes: Sequence[int]
    """The people of those who usually come: whoever is to come is taken to be like them."""
    took: Sequence[int]
    """What each visit took when it was free to; empty where that is not known."""
    taken: int = 0
    """What went out today under a limit."""
    allowed: Sequence[int] = ()
    """What each visit of today might have taken."""

    @property
    def to_come(self) -> tuple[int, ...]:
        """How many more would come beside those who wait, if it went as on each of the days looked back at."""
        return tuple(max(came - len(self.waiting), 0) for came in self.still_came)

    @property
    def expected(self) -> int:
        """The households still expected, rounded up."""
        return len(self.waiting) + (-(-sum(self.to_come) // len(self.to_come)) if self.to_come else 0)


def propose(morning: Morning, *, today: Sequence[int] = ()) -> tuple[int, ...]:
    """Propose a limit for households of one person, two, three and so on, the last for all who are more.

    `today` is the limit that holds: it is left alone where neither rising nor falling is called for.
    """
    highest, now = _highest(morning, TO_RISE), _rung(today)
    if now > highest:
        highest = min(now, _highest(morning, TO_STAY))
    return tuple(min(step, max(morning.stock, 0)) for step in ladder()[max(highest, 0)])


@cache
def ladder() -> tuple[tuple[int, ...], ...]:
    """List all limits from nothing up, each one piece for one size of household above the one before."""
    sizes = range(1, LARGEST + 1)
    rises = sorted((Fraction(step - 1, people), -people) for people in sizes for step in range(1, HIGHEST + 1))
    steps = [0] * LARGEST
    rungs = [tuple(steps)]
    for _share, people in rises:
        steps[-people - 1] += 1
        rungs.append(tuple(steps))
    return tuple(rungs)


def step_of(steps: Sequence[int], people: int) -> int:
    """Tell the limit of a household; whoever counts nobody is taken as one."""
    return steps[min(max(people, 1), len(steps)) - 1]


def _rung(today: Sequence[int]) -> int:
    """Find the highest rung that gives nobody more than a limit does."""
    if not today:
        return 0

    def above(steps: tuple[int, ...]) -> bool:
        return any(step > step_of(today, people) for people, step in enumerate(steps, start=1))

    return bisect_right(ladder(), False, key=above) - 1


def _highest(morning: Morning, margin: Fraction) -> int:
    """Find the highest rung that the stock bears, with a margin; how much is needed never falls on the way up."""
    takes = [_take(morning.took, limit) for limit in range(HIGHEST + 1)]
    seen = _corrected(morning, takes)
    mix = Counter(min(max(people, 1), LARGEST) for people in morning.sizes)
    to_come = _mean(morning.to_come)
    more_or_less = _mean([came * came for came in morning.to_come]) - to_come * to_come

    def short(steps: tuple[int, ...]) -> bool:
        waiting = Counter(min(max(step_of(steps, one.people), one.promised), HIGHEST) for one in morning.waiting)
        mean = sum((many * takes[limit][0] for limit, many in waiting.items()), Fraction(0))
        spread = sum((many * (takes[limit][1] - takes[limit][0] ** 2) for limit, many in waiting.items()), Fraction(0))
        one = sum((many * takes[step_of(steps, people)][0] for people, many in mix.items()), Fraction(0))
        square = sum((many * takes[step_of(steps, people)][1] for people, many in mix.items()), Fraction(0))
        if morning.sizes:
            one, square = one / len(morning.sizes), square / len(morning.sizes)
            mean += to_come * one
            spread += to_come * (square - one * one) + more_or_less * one * one
        left = morning.stock - seen * mean
        return left < 0 or left * left < margin * margin * seen * spread

    return bisect_right(ladder(), False, key=short) - 1


def _mean(counts: Sequence[int]) -> Fraction:
    return Fraction(sum(counts), len(counts)) if counts else Fraction(0)


def _take(took: Sequence[int], limit: int) -> tuple[Fraction, Fraction]:
    """Tell what a visit takes under a limit on the average, and its square."""
    if not took:
        return Fraction(limit), Fraction(limit * limit)
    taken = [min(one, limit) for one in took]
    return _mean(taken), _mean([one * one for one in taken])


def _corrected(morning: Morning, takes: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """Tell how much more or less goes today than was known before."""
    foreseen = sum((takes[min(limit, HIGHEST)][0] for limit in morning.allowed), Fraction(0))
    return Fraction(morning.taken + DOUBT) / (foreseen + DOUBT)
