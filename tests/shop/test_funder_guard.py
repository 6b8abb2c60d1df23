"""Nothing that is told lets anybody reckon a group of one to four: tried with other means than those that hide it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kruidenier.shop.figures.funder_guard import Cell, hidden
from kruidenier.shop.figures.funder_scales import FIRST, LAST, Measure, Span, spans_of, turned
from kruidenier.shop.figures.funder_values import Band
from kruidenier.shop.till.served import WHO, Sum

BANDS: tuple[Band, ...] = ((0, 15), (0, 17), (18, 29), (65, None))
SUMMER, WINTER = dt.date(2026, 7, 15), dt.date(2026, 12, 31)
AGES = (16, 18, 30, 65)


class Somebody(NamedTuple):
    """Somebody who came."""

    born: str
    is_woman: bool
    food: bool
    goods: bool

    def belongs(self, who: str) -> bool:
        return who == "came" or (self.food if who == "esf_food" else self.goods)


PEOPLE = st.lists(
    st.builds(
        Somebody,
        st.sampled_from(
            ["1950-01", "1961-09", "1970-01", "1996-10", "1999-03", "2008-08", "2009-05", "2010-11", "2015-01"]
        ),
        st.booleans(),
        st.sampled_from([True, True, True, False]),
        st.sampled_from([True, False, False, False]),
    ),
    max_size=90,
)


def sums_of(people: Sequence[Somebody]) -> Counter[Sum]:
    sums: Counter[Sum] = Counter()
    for one in people:
        for who in WHO:
            if one.belongs(who):
                sums[who, "born", one.born] += 1
                sums[who, "gender_known", ""] += 1
                sums[who, "women", ""] += one.is_woman
    return sums


def told(
    sums: Counter[Sum], reference: dt.date, earlier: Sequence[tuple[str, Span]] = (), bands: tuple[Band, ...] = BANDS
) -> set[Cell]:
    boxes = spans_of(bands, reference)
    measures = {who: Measure.of(2026, who, sums) for who in WHO}
    out = hidden(boxes, measures, earlier)
    return {(who, box) for who in WHO for box in boxes if (who, box) not in out}


# What somebody with pencil and paper could find out: every group whose people are a sum of told boxes, some taken away


def _everybody() -> list[tuple[str, str, bool, tuple[bool, bool]]]:
    """List the smallest kinds of people that the papers could tell apart: age, gender, what they were given."""
    points = sorted({turned(age, on) for age in AGES for on in (SUMMER, WINTER)})
    ages = list(zip([FIRST, *points], [*points, LAST], strict=True))
    given_ = [(food, goods) for food in (True, False) for goods in (True, False)]
    return [(low, high, woman, gave) for low, high in ages for woman in (True, False) for gave in given_]


KINDS = _everybody()


def row_of(who: str, *, low: str = FIRST, high: str = LAST, woman: bool | None = None) -> list[Fraction]:
    """Write a group as the kinds of people in it."""
    chosen = []
    for first, last, is_woman, (food, goods) in KINDS:
        there = who == "came" or (food if who == "esf_food" else goods)
        chosen.append(Fraction(there and low <= first and last <= high and woman in (None, is_woman)))
    return chosen


def rows_told(cells: set[Cell], reference: dt.date) -> Iterator[list[Fraction]]:
    spans = spans_of(BANDS, reference)
    for who, box in cells:
        if box == "women":
            yield row_of(who, woman=True)
        elif box == "people":
            yield row_of(who)
        elif box.startswith("age_") and spans[box][0].scale == "births":
            yield row_of(who, low=spans[box][0].low, high=spans[box][0].high)


def reduced(rows: Sequence[list[Fraction]]) -> list[tuple[int, list[Fraction]]]:
    """Solve by hand: each row with the place of its first one."""
    done: list[tuple[int, list[Fraction]]] = []
    for row in rows:
        left = rest(row, done)
        place = next((n for n, number in enumerate(left) if number), None)
        if place is not None:
            done.append((place, [number / left[place] for number in left]))
    return done


def rest(row: list[Fraction], done: Sequence[tuple[int, list[Fraction]]]) -> list[Fraction]:
    left = list(row)
    for place, other in done:
        if left[place]:
            left = [a - left[place] * b for a, b in zip(left, other, strict=True)]
    return left


def groups() -> Iterator[tuple[str, list[Fraction]]]:
    """List all groups that a reader might look for."""
    points = sorted({kind[0] for kind in KINDS} | {LAST})
    for low, high in combinations(points, 2):
        yield from _of_all(f"{low}-{high}", low=low, high=high)
    for woman in (True, False):
        yield from _of_all(f"women {woman}", woman=woman)


def _of_all(name: str, **which: str | bool) -> Iterator[tuple[str, list[Fraction]]]:
    rows = {who: row_of(who, **which) for who in WHO}  # type: ignore[arg-type]
    for who, row in rows.items():
        yield f"{who} {name}", row
        if who != "came":
            yield f"not {who} {name}", [a - b for a, b in zip(rows["came"], row, strict=True)]


GROUPS = list(groups())


def number_in(group: list[Fraction], people: Sequence[Somebody]) -> int:
    kinds = Counter(
        next(
            n
            for n, (low, high, woman, gave) in enumerate(KINDS)
            if low < one.born <= high and woman == one.is_woman and gave == (one.food, one.goods)
        )
        for one in people
    )
    return int(sum(group[kind] * amount for kind, amount in kinds.items()))


@settings(max_examples=40, deadline=None)
@given(PEOPLE)
def test_no_paper_and_no_two_papers_reveal_one_to_four(people: list[Somebody]):
    sums = sums_of(people)
    first = told(sums, WINTER)
    spans = spans_of(BANDS, WINTER)
    earlier = [(who, span) for who, box in first for span in spans[box]]
    second = told(sums, SUMMER, earlier)
    done = reduced([*rows_told(first, WINTER), *rows_told(second, SUMMER)])
    for name, group in GROUPS:
        if not any(rest(group, done)):
            assert not 0 < number_in(group, people) < 5, name


def some(number: int, born: str, *, women: int = 0, food: bool = False) -> list[Somebody]:
    return [Somebody(born, n < women, food, goods=False) for n in range(number)]


@pytest.mark.parametrize(
    ("people", "left_out"),
    [
        (some(20, "1970-01", women=9), set()),
        (some(20, "1970-01", women=17), {"women"}),  # 3 men
        (some(20, "1970-01", women=20), set()),  # nobody is told of
        (some(20, "1970-01", women=9) + some(9, "2015-01"), set()),
        (some(20, "1970-01", women=9) + some(9, "2015-01") + some(3, "2010-01"), {"age_0_15"}),  # 3 of 16 or 17
        (some(3, "1970-01") + some(9, "1950-01", women=9), {"women", "age_65_up"}),  # 3 that are left over
        (some(20, "1970-01", women=9, food=True) + some(4, "1970-01", women=2), {"esf_food people"}),
    ],
)
def test_what_a_box_would_reveal_beside_another_is_left_out(people: list[Somebody], left_out: set[str]):
    cells = told(sums_of(people), WINTER)
    boxes = spans_of(BANDS, WINTER)
    measures = {who: Measure.of(2026, who, sums_of(people)) for who in WHO}
    large = {(who, box) for who in WHO for box, spans in boxes.items() if measures[who].span(spans[0]).told >= 5}
    wanted = {tuple(words.split()) if " " in words else ("came", words) for words in left_out}
    assert large - cells - {("esf_food", "women")} == wanted


def test_a_whole_that_was_told_before_is_not_left_out_anew():
    people = some(20, "1970-01", women=17)
    earlier = [("came", span) for span in spans_of(BANDS, SUMMER)["people"]]
    assert ("came", "women") not in told(sums_of(people), WINTER, earlier)
    assert ("came", "people") in told(sums_of(people), WINTER, earlier)


def test_few_that_are_recorded_among_estimates_are_not_told():
    sums: Counter[Sum] = Counter({("came", "adults", ""): 60})
    sums += sums_of(some(9, "1970-01", women=3))
    assert ("came", "women") not in told(sums, WINTER)
