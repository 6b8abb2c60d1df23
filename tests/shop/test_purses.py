"""Budgets by table, the purse of free goods, and what happens at the limit."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kruidenier.errors import ShopError
from kruidenier.shop.figures import proof
from kruidenier.shop.people import budgets
from kruidenier.shop.people.budgets import BudgetSpent, FreeBudgetSpent
from kruidenier.shop.people.households import Size
from tests.kit import Stand, house_rules
from tests.shop.test_budgets import judged


def proved(stand: Stand) -> list[object]:
    return stand.ask(lambda session: list(proof.prove(session)))


STEPS = (1000, 1500, 2000, 2500)
SINGLE = (3000, 3500)


@pytest.mark.parametrize(
    ("size", "cents"),
    [
        (Size(0, 0), 0),
        (Size(1, 0), 1000),
        (Size(2, 0), 1500),
        (Size(2, 2), 2500),
        (Size(4, 5), 2500),
        (Size(1, 1), 3000),
        (Size(1, 2), 3500),
        (Size(1, 6), 3500),
    ],
)
def test_a_step_table_and_one_for_single_parents(size: Size, cents: int):
    rules = house_rules(budget__steps=STEPS, budget__single_parent_steps=SINGLE)
    assert budgets.limit_cents(size, rules) == cents


def test_single_parents_may_have_a_table_beside_amounts_by_head():
    rules = house_rules(budget__single_parent_steps=SINGLE)
    assert [budgets.limit_cents(size, rules) for size in (Size(1, 1), Size(1, 0), Size(2, 1))] == [3000, 1000, 2500]


@given(
    adults=st.integers(0, 9), children=st.integers(0, 9), steps=st.lists(st.integers(0, 9999), min_size=1).map(sorted)
)
def test_a_larger_household_never_has_less_of_a_rising_table(adults: int, children: int, steps: list[int]):
    rules = house_rules(budget__steps=tuple(steps))
    limit = budgets.limit_cents(Size(adults, children), rules)
    assert limit <= budgets.limit_cents(Size(adults, children + 1), rules) <= steps[-1]


def test_a_changed_table_never_changes_the_past(stand: Stand):
    stand.household(adults=2)
    stand.setting("budget.steps", "4000 5000", valid_from="2026-11-25")
    stand.setting("budget.steps", "", valid_from="2026-11-27")
    limits = [judged(stand, on).limit_cents for on in ("2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27")]
    assert limits == [2000, 5000, 5000, 2000]


@pytest.fixture
def gifts(stand: Stand) -> Stand:
    """Donated goods that are free here, worth a euro or two a kilogram, and rice that is not."""
    stand.product("soup", reference=200, content=500)
    stand.product("apples", reference=400, by_weight=True)
    stand.product("beans", reference=200)
    stand.product("rice", fixed=100)
    stand.lot("soup", 30, origin="donated")
    stand.lot("apples", grams=20_000, origin="donated")
    stand.lot("beans", 30, origin="esf")
    stand.lot("rice", 200)
    stand.setting("price.cap_percent.donated", 0)
    stand.household(esf=("2020-01-01", None))
    return stand


def free_spent(stand: Stand) -> int:
    return judged(stand).free_spent_cents


def test_free_goods_have_a_purse_of_their_own(gifts: Stand):
    gifts.setting("budget.free_adult_cents", 500)
    assert judged(gifts).free_limit_cents == 500
    gifts.sell("H1", ("soup", 3), ("rice", 10), ("beans", 5))
    assert (free_spent(gifts), judged(gifts).left_cents) == (300, 0)
    with pytest.raises(FreeBudgetSpent) as refused:
        gifts.sell("H1", ("soup", 3), pay="")
    assert refused.value.details == {"total_cents": 300, "left_cents": 200}
    gifts.sell("H1", ("soup", 2), ("beans", 9), pay="")
    gifts.sell("H1", "soup", pay="", override="a feast")
    assert free_spent(gifts) == 600
    assert "a feast" not in str(gifts.rows("SELECT * FROM budget_entry"))


def test_without_a_purse_free_goods_are_not_counted(gifts: Stand):
    gifts.sell("H1", ("soup", 20), pay="")
    assert judged(gifts).free_limit_cents is None
    assert len(gifts.rows("SELECT 1 FROM budget_entry")) == 1
    gifts.setting("budget.free_child_cents", 100)
    assert judged(gifts).free_limit_cents == 0


def test_a_void_gives_back_to_both_purses(gifts: Stand):
    gifts.setting("budget.free_adult_cents", 900)
    number = gifts.sell("H1", ("soup", 3), ("rice", 2)).number
    gifts.void(number)
    assert (free_spent(gifts), judged(gifts).spent_cents) == (0, 0)


def test_refunds_give_back_to_both_purses_to_the_cent(gifts: Stand):
    gifts.setting("budget.free_adult_cents", 900)
    number = gifts.sell("H1", ("soup", 3), ("apples", "333g"), ("rice", 2)).number
    assert free_spent(gifts) == 300 + 67
    gifts.on("2026-12-02").refund(number, "soup", "rice")
    assert free_spent(gifts) == 200 + 67
    for grams in ("111g", "111g", "111g"):
        gifts.refund(number, ("apples", grams))
    gifts.refund(number, ("soup", 2), "rice")
    assert (free_spent(gifts), judged(gifts).spent_cents) == (0, 0)
    assert gifts.faults() == proved(gifts) == []


def test_a_refund_after_the_purse_was_given_up_leaves_it_alone(gifts: Stand):
    number = gifts.sell("H1", ("soup", 3), pay="").number
    gifts.setting("budget.free_adult_cents", 900)
    gifts.refund(number, "soup")
    assert free_spent(gifts) == 0


@pytest.fixture
def dear(stand: Stand) -> Stand:
    """A shop in which goods beyond the budget cost half as much again."""
    stand.product("rice", fixed=300)
    stand.product("oil", reference=300)
    stand.product("apples", fixed=200, by_weight=True)
    stand.lot("rice", 50)
    stand.lot("oil", 50, origin="donated")
    stand.lot("apples", grams=20_000)
    stand.setting("budget.at_limit", "higher_price")
    stand.household()
    return stand


def test_beyond_the_budget_goods_cost_more_and_are_not_charged(dear: Stand):
    sale = dear.sell("H1", ("rice", 3), "rice", ("apples", "500g"))
    assert [(line.unit_price_cents, line.total_cents) for line in sale.lines] == [(300, 900), (450, 450), (200, 100)]
    assert (sale.total_cents, sale.budget_left_cents) == (1450, 0)
    again = dear.sell("H1", "rice", ("apples", "1000g"))
    assert [line.unit_price_cents for line in again.lines] == [450, 300]
    assert judged(dear).spent_cents == 1000
    assert dear.faults() == proved(dear) == []


def test_the_higher_price_is_never_dearer_than_a_shop_nor_above_the_cap(dear: Stand):
    dear.sell("H1", ("rice", 3))
    dear.setting("budget.higher_percent", 400)
    assert dear.sell("H1", "oil").total_cents == 300
    dear.setting("price.cap_percent.donated", 40)
    assert dear.sell("H1", "oil").total_cents == 120
    dear.setting("price.cap_percent.donated", 0)
    assert dear.sell("H1", "oil", pay="").total_cents == 0


def test_what_was_charged_beyond_is_not_given_back_to_the_budget(dear: Stand):
    number = dear.sell("H1", ("rice", 3), "rice").number
    dear.refund(number, ("rice", 4))
    assert judged(dear).spent_cents == 0
    other = dear.sell("H1", ("rice", 3), "rice").number
    dear.void(other)
    assert judged(dear).spent_cents == 0
    assert proved(dear) == []


def test_a_basket_whose_budget_was_spent_meanwhile_is_refused(dear: Stand):
    basket = dear.welcome()
    dear.scan(basket, "rice")
    dear.scan(basket, "rice")
    dear.scan(basket, "rice")
    dear.sell("H1", "rice")
    with pytest.raises(BudgetSpent):
        dear.pay(basket)


def test_a_shop_stops_at_the_limit_unless_it_says_otherwise(stand: Stand):
    stand.product("rice", fixed=300)
    stand.lot("rice", 50)
    stand.household()
    with pytest.raises(BudgetSpent):
        stand.sell("H1", ("rice", 4))


DEEDS = st.lists(
    st.tuples(st.sampled_from(["sell", "void", "refund"]), st.integers(1, 4), st.integers(0, 40)),
    min_size=1,
    max_size=12,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS, higher=st.booleans())
def test_what_a_period_was_charged_is_what_is_kept_of_its_sales(
    gifts_anew: Any, deeds: list[tuple[str, int, int]], higher: bool
):
    shop = gifts_anew("higher_price" if higher else "stop")
    numbers: list[str] = []
    for number, (deed, count, later) in enumerate(deeds):
        moment = shop.on("2026-11-24" if later < 20 else "2026-12-02")
        try:
            if deed == "sell" or not numbers:
                numbers.append(moment.sell("H1", ("rice", count), ("soup", count)).number)
            elif deed == "void":
                moment.void(numbers.pop(later % len(numbers)))
            else:
                moment.refund(numbers[number % len(numbers)], ("rice", 1))
        except ShopError:
            continue
    charged = {
        row.happened_on: int(row.cents)
        for row in shop.rows(
            "SELECT CAST(happened_on AS VARCHAR) AS happened_on, SUM(cents) AS cents FROM budget_entry"
            " WHERE purse = 'paid' GROUP BY happened_on"
        )
    }
    kept = {
        row.day: int(row.cents)
        for row in shop.rows(
            "SELECT CAST(COALESCE(o.happened_on, s.happened_on) AS VARCHAR) AS day,"
            " SUM(CASE WHEN l.purse = 'beyond' THEN 0 ELSE l.total_cents END) AS cents"
            " FROM sale s LEFT JOIN sale o ON o.id = s.of_sale_id JOIN sale_line l ON l.sale_id = s.id"
            " GROUP BY COALESCE(o.happened_on, s.happened_on)"
        )
    }
    assert charged == kept
    for on, cents in charged.items():
        assert judged(shop, on).spent_cents == cents
    assert proved(shop) == []


@pytest.fixture
def gifts_anew(new_stand: Any) -> Any:
    """Make a shop with rice and free soup, stopping at the limit or not."""

    def make(at_limit: str) -> Stand:
        stand: Stand = new_stand()
        stand.product("rice", fixed=175)
        stand.product("soup", reference=200)
        stand.lot("rice", 500)
        stand.lot("soup", 500, origin="donated")
        stand.setting("price.cap_percent.donated", 0)
        stand.setting("budget.free_adult_cents", 1000)
        stand.setting("budget.at_limit", at_limit)
        stand.household()
        return stand

    return make
