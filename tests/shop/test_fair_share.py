"""How the limit of scarce goods is found: by turns, one for each, then more by size, as far as the stock reaches."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kruidenier.shop.people.fair_share import ALL, HIGHEST, LARGEST, PLACES, Limit, Morning, Waiting, ladder, propose

NOTHING_KNOWN: dict[str, Any] = {"to_come": (), "sizes": (), "took": ()}
ONE_EACH = ALL // PLACES


def morning(stock: int, waiting: Sequence[int] = (), **known: Any) -> Morning:
    return Morning(stock, [Waiting(people) for people in waiting], **(NOTHING_KNOWN | known))


def height(limit: Limit) -> tuple[int, int]:
    return limit.turns, sum(limit.steps)


def test_the_ladder_goes_by_turns_up_to_one_for_each_and_then_up_by_one_for_one_size():
    by_turns, above = ladder()[:ONE_EACH], ladder()[ONE_EACH:]
    assert [one.turns for one in by_turns] == list(range(0, ALL, PLACES))
    assert {one.steps for one in by_turns} == {(1,) * LARGEST}
    assert [sum(one.steps) for one in above] == list(range(LARGEST, LARGEST * HIGHEST + 1))
    assert all(list(one.steps) == sorted(one.steps) and not one.by_turns for one in above)
    assert Limit(tuple(range(1, LARGEST + 1))) in above  # one for each person


def test_where_there_is_not_one_for_each_it_goes_round_by_turns():
    ten = [Waiting(1, place=place) for place in range(0, 100, 10)]
    few = propose(Morning(3, ten, (), (), ()))
    assert (few.steps, few.turns) == ((1,) * LARGEST, 30)
    assert [few.of(one.people, one.place) for one in ten] == [1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
    later = propose(Morning(3, ten, (), (), (), first=75))
    assert (later.first, later.turns) == (75, 34)
    assert [later.of(1, one.place) for one in ten] == [1, 0, 0, 0, 0, 0, 0, 0, 1, 1]
    assert propose(morning(0, [1])).nothing


def test_turns_are_eased_with_the_stock_and_stay_where_it_reaches():
    usual = {"to_come": (10,), "sizes": (1,)}
    turns = [propose(morning(stock, **usual)).turns for stock in range(12)]
    assert turns == sorted(turns)
    assert (turns[0], turns[-1]) == (0, ALL)
    here = propose(morning(5, **usual))
    assert propose(morning(5, **usual), today=here) == here
    assert propose(morning(2, **usual), today=here).turns < here.turns


def test_stock_is_shared_out_among_those_who_are_known_to_come():
    assert propose(morning(4, [1, 1, 1, 1])).of(1, 0) == 1
    assert [propose(morning(10, [1, 4])).of(people, 0) for people in (1, 4)] == [2, 8]


def test_what_a_slip_promised_is_kept_back():
    free = Morning(6, [Waiting(1), Waiting(1)], (), (), ())
    bound = Morning(6, [Waiting(1, promised=5), Waiting(1)], (), (), ())
    assert (propose(free).of(1, 0), propose(bound).of(1, 0)) == (3, 1)


def test_bookings_count_as_far_as_they_are_usually_kept():
    booked = [Waiting(1, booked=True)] * 4
    sure = Morning(6, booked, (), (), ())
    half = Morning(6, booked, (), (), (), kept=Fraction(1, 2))
    assert (propose(sure).of(1, 0), propose(half).of(1, 0)) == (1, 2)


def test_who_usually_still_comes_is_kept_something_for_beside_those_who_wait():
    usual = {"to_come": (1, 3), "sizes": (1, 1), "took": ()}
    assert morning(12, [1, 1], **usual).expected == 4
    assert propose(morning(12, [1, 1])).of(1, 0) == 6
    assert propose(morning(12, [1, 1], **usual)).of(1, 0) == 2


def test_nobody_has_a_second_piece_before_a_first_is_sure_for_all_who_may_come():
    certain = {"to_come": (8, 8), "sizes": (1,), "took": (1, 1, 1, 3)}
    doubtful = certain | {"to_come": (2, 14)}
    assert height(propose(morning(16, [2], **certain))) > (ALL, LARGEST)
    assert height(propose(morning(16, [2], **doubtful))) == (ALL, LARGEST)


def test_a_limit_stays_where_neither_rising_nor_falling_is_called_for():
    usual = {"to_come": (2, 6), "sizes": (1,), "took": (0, 1, 2, 3)}
    mornings = [morning(stock, **usual) for stock in range(2, 40)]
    high = Limit((9,) * LARGEST)
    between = next(one for one in mornings if propose(one) != propose(one, today=high))
    assert height(propose(between)) < height(propose(between, today=high))
    here = propose(between)
    assert propose(between, today=here) == here


def test_what_was_taken_under_limits_corrects_what_was_expected():
    usual = {"to_come": (8,), "sizes": (1,), "took": (1, 1)}
    shy = morning(10, **usual, taken=1, allowed={1: 20})
    keen = morning(10, **usual, taken=40, allowed={1: 20})
    assert height(propose(keen)) < height(propose(morning(10, **usual))) <= height(propose(shy))


@given(
    stock=st.integers(0, 60),
    waiting=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 99)), max_size=12),
    to_come=st.lists(st.integers(0, 20), max_size=4),
    took=st.lists(st.integers(0, 5), max_size=6),
    first=st.integers(0, 99),
)
def test_a_limit_never_goes_beyond_the_stock_and_never_falls_as_stock_grows(
    stock: int, waiting: list[tuple[int, int]], to_come: list[int], took: list[int], first: int
):
    def proposed(stock: int) -> Limit:
        here = [Waiting(people, place=place) for people, place in waiting]
        return propose(Morning(stock, here, tuple(to_come), (1, 2, 3, 9), tuple(took), first=first))

    found, more = proposed(stock), proposed(stock + 1)
    assert found.nothing or max(found.steps) <= stock
    assert height(found) <= height(more)
    if not to_come and not took:
        assert sum(found.of(people, place) for people, place in waiting) <= stock
