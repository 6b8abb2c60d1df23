"""What to buy: from the minimum and wished levels."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from kruidenier.shop.figures import stock_levels, stock_sums
from kruidenier.shop.figures.buying import ToBuy, buying_list
from kruidenier.shop.goods import moves, places
from kruidenier.shop.goods.catalogue import Product
from tests.kit import NOW, Stand


@pytest.fixture
def store(stand: Stand) -> Stand:
    stand.product("rice", fixed=90, min_level=10, wished_level=24)
    stand.do(places.add_place, "back", name="Back room", kind="back")
    stand.household("H1", adults=50)
    return stand


def bought(stand: Stand) -> list[tuple[str, int, int]]:
    return [(line.code, line.free, line.amount) for line in stand.ask(buying_list, on=stand.today)]


def test_below_its_minimum_a_product_is_bought_up_to_the_wished_level(store: Stand):
    store.lot("rice", 10)
    assert bought(store) == []
    store.sell("H1", "rice")
    assert store.ask(buying_list, on=store.today) == (
        ToBuy(
            code="rice",
            name="Rice",
            group="canned",
            by_weight=False,
            min_level=10,
            wished_level=24,
            in_store=9,
            blocked=0,
            in_baskets=0,
            free=9,
            amount=15,
        ),
    )


def test_goods_in_all_places_count_and_the_list_agrees_with_the_stock_screen(store: Stand):
    """Lesson 14: one function “how many do we have”, used everywhere."""
    behind = store.lot("rice", 8)
    store.do(moves.move, behind, place="back")
    store.lot("rice", 2)
    assert bought(store) == []
    basket = store.welcome("H1")
    store.scan(basket, "rice")
    ((_code, free, amount),) = bought(store)
    lots = store.ask(stock_levels.levels, on=store.today)
    (level,) = stock_sums.by_product(lots, on=store.today)
    assert (level.in_store, level.in_baskets, level.free) == (10, 1, 9)
    assert (free, amount) == (level.free, 24 - level.free)


def test_what_may_not_be_sold_is_bought_anew(store: Stand):
    store.lot("rice", 30, use_by="2026-11-20")
    store.lot("rice", 4)
    assert bought(store) == [("rice", 4, 20)]


def test_what_the_shop_has_never_had_and_has_no_price_is_on_the_list(store: Stand):
    store.lot("rice", 30)
    store.product("nappies", group="baby", min_level=3)
    store.product("apples", group="fruit", by_weight=True, wished_level=5000)
    assert bought(store) == [("nappies", 0, 3), ("apples", 0, 5000)]


def test_goods_sold_beyond_the_books_do_not_eat_up_new_ones(store: Stand):
    store.sell("H1", ("rice", 5))
    store.lot("rice", 10)
    assert bought(store) == []


def test_archived_products_and_those_without_levels_are_left_out(store: Stand):
    store.product("salt", fixed=50)
    with store.shop.writing.begin() as session:
        session.execute(update(Product).where(Product.code == "rice").values(archived_at=NOW))
    assert bought(store) == []
