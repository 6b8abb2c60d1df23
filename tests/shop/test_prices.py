"""What goods cost: fixed price, else the rule, else the group's list; capped by where they come from."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from kruidenier.shop.goods import catalogue, prices, search
from kruidenier.shop.goods.groups import FoodGroup, GroupPrice
from kruidenier.shop.goods.prices import ListPrice, NoPrice, by_rule, line_total
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.known_settings import KNOWN
from tests.kit import NOW, TODAY, Stand, day, house_rules


@pytest.mark.parametrize(
    ("reference", "price"),
    [(0, 0), (1, 5), (4, 5), (10, 5), (14, 5), (15, 10), (24, 10), (25, 15), (119, 60), (125, 65), (1999, 1000)],
)
def test_the_rule_takes_half_to_the_nearest_five_cents_halves_up_and_at_least_one_step(reference: int, price: int):
    assert by_rule(reference, house_rules()) == price


def test_a_rule_of_no_percent_makes_goods_free():
    assert by_rule(199, house_rules(price__percent=0)) == 0


def test_other_percentages_and_steps():
    assert by_rule(199, house_rules(price__percent=33, price__step_cents=1)) == 66
    assert by_rule(250, house_rules(price__percent=67, price__step_cents=10)) == 170


@given(
    reference=st.integers(1, 10**7), percent=st.integers(1, 100), step=st.integers(1, 100), more=st.integers(0, 10**4)
)
def test_the_rule_stays_within_half_a_step_and_never_falls_as_the_reference_rises(reference, percent, step, more):
    settings = house_rules(price__percent=percent, price__step_cents=step)
    price = by_rule(reference, settings)
    assert price % step == 0
    assert price == step or -step < 2 * (price - reference * percent / 100) <= step
    assert by_rule(reference + more, settings) >= price


@pytest.mark.parametrize(
    ("grams", "price", "total"), [(800, 250, 200), (1, 499, 0), (1, 500, 1), (3, 500, 2), (1250, 199, 249), (2, 250, 1)]
)
def test_a_weighed_line_rounds_once_halves_up(grams: int, price: int, total: int):
    assert line_total(unit_price_cents=price, count=None, grams=grams) == total


def test_a_line_of_pieces_is_price_times_count():
    assert line_total(unit_price_cents=65, count=3, grams=None) == 195


@pytest.mark.parametrize("origin", ["bought", "donated", "food_bank", "garden", "unknown"])
def test_a_new_shop_caps_no_origin(origin: str):
    assert ListPrice(100, 200).of_origin(origin, house_rules()) == 100


def test_european_goods_are_free_whatever_the_settings():
    assert ListPrice(100, 200).of_origin("esf", house_rules()) == 0
    assert not [key for key in KNOWN if "esf" in key]


def test_an_origin_costs_at_most_its_percentage_of_the_reference_price():
    settings = house_rules(price__cap_percent__donated=20, price__cap_percent__food_bank=0)
    assert ListPrice(100, 199).of_origin("donated", settings) == 39
    assert ListPrice(30, 199).of_origin("donated", settings) == 30
    assert ListPrice(100, 199).of_origin("food_bank", settings) == 0
    assert ListPrice(100, 199).of_origin("bought", settings) == 100


def test_a_price_without_reference_is_capped_by_its_own_percentage():
    assert ListPrice(100, None).of_origin("donated", house_rules(price__cap_percent__donated=20)) == 20


def priced(stand: Stand, code: str, on: dt.date = TODAY) -> ListPrice:
    with stand.shop.reading() as session:
        item = catalogue.require_item(session, code)
        return prices.list_price(session, item, on=on, settings=rules.current(session, on))


def test_a_fixed_price_goes_before_the_rule_and_zero_is_a_price(stand: Stand):
    stand.product("soap", fixed=0, reference=300)
    stand.product("rice", reference=300)
    assert priced(stand, "soap") == ListPrice(0, 300)
    assert priced(stand, "rice") == ListPrice(150, 300)


def test_goods_without_price_cost_what_their_group_costs_by_piece_or_by_kilogram(stand: Stand):
    stand.product("beans", group="canned")
    stand.product("loose-beans", group="canned", by_weight=True)
    assert priced(stand, "beans") == ListPrice(50, None)
    assert priced(stand, "loose-beans") == ListPrice(125, None)


def test_prices_change_on_their_day(stand: Stand):
    stand.product("rice", reference=300)
    for cents, start in ((400, "2026-12-01"), (None, "2026-12-10")):
        stand.do(catalogue.set_price, "rice", kind="reference", cents=cents, valid_from=day(start))
    stand.do(catalogue.set_price, "rice", kind="fixed", cents=99, valid_from=day("2026-12-20"))
    assert priced(stand, "rice", day("2026-11-30")).cents == 150
    assert priced(stand, "rice", day("2026-12-01")).cents == 200
    assert priced(stand, "rice", day("2026-12-10")).cents == 50  # the group's, once the reference is taken away
    assert priced(stand, "rice", day("2026-12-20")).cents == 99


def test_the_group_list_is_dated_too(stand: Stand):
    stand.product("beans", group="canned")
    with stand.shop.writing.begin() as session:
        row = {"group_code": "canned", "sold_by": "piece", "valid_from": day("2026-12-01"), "price_cents": 60}
        session.execute(insert(GroupPrice).values(**row, set_at=NOW))
    assert priced(stand, "beans", day("2026-11-30")).cents == 50
    assert priced(stand, "beans", day("2026-12-01")).cents == 60


def test_the_same_price_set_twice_on_a_day_is_the_last_one_and_both_are_journaled(stand: Stand):
    stand.product("rice")
    for cents in (200, 240):
        stand.do(catalogue.set_price, "rice", kind="reference", cents=cents, valid_from=TODAY)
    assert priced(stand, "rice").reference_cents == 240
    assert len(stand.rows("SELECT 1 FROM journal WHERE verb = 'price'")) == 2


def test_without_any_price_goods_are_put_aside_and_staff_may_type_one(stand: Stand):
    with stand.shop.writing.begin() as session:
        session.add(FoodGroup(code="odd", shelf_life_group=1, vat_rate=6))
    stand.product("thing", group="odd")
    with pytest.raises(NoPrice, match="Thing has no price yet"):
        priced(stand, "thing")
    from kruidenier.shop.till.scanning import set_price_here

    stand.do(set_price_here, "thing", reference_cents=100)
    assert priced(stand, "thing") == ListPrice(50, 100)


def test_a_search_shows_the_price_of_the_till(stand: Stand):
    with stand.shop.writing.begin() as session:
        session.add(FoodGroup(code="odd", shelf_life_group=1, vat_rate=6))
    stand.product("soap", fixed=0)
    stand.product("rice", reference=310)
    stand.product("beans", group="canned")
    stand.product("apples", group="fruit", by_weight=True)
    stand.product("thing", group="odd")
    with stand.shop.reading() as session:
        for code, cents in (
            ("soap", 0),
            ("rice", 155),
            ("beans", 50),
            ("apples", priced(stand, "apples").cents),
            ("thing", None),
        ):
            [found] = search.search(session, code, on=TODAY, settings=rules.current(session, TODAY))
            assert found.price_cents == cents


def test_a_shop_without_price_list_shows_no_price_in_its_search(stand: Stand):
    stand.product("beans", group="canned")
    with stand.shop.writing.begin() as session:
        session.execute(delete(GroupPrice))
    with stand.shop.reading() as session:
        (found,) = search.search(session, "bea", on=TODAY, settings=rules.current(session, TODAY))
    assert found.price_cents is None
