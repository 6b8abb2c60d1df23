"""What to fetch for the shelves, and where."""

from __future__ import annotations

from typing import Any

import pytest

from kruidenier.shop.figures.shelf_filling import Fetch, to_fetch
from kruidenier.shop.goods import moves, places
from tests.kit import Stand, day


@pytest.fixture
def shop_with_rooms(stand: Stand) -> Stand:
    stand.do(places.add_place, "back", name="Back room", kind="back")
    stand.do(places.add_place, "cool", name="Cool room", kind="fridge")
    stand.do(places.add_place, "van", name="Van", kind="mobile")
    stand.do(places.add_place, "ice", name="Freezer", kind="freezer")
    stand.product("passata", fixed=50)
    stand.household("H1", adults=99)
    return stand


def lot_in(stand: Stand, place: str, code: str, count: int = 0, **said: Any) -> str:
    number = stand.lot(code, count, **said)
    if place != "shop":
        stand.do(moves.move, number, place=place)
    return number


def fetched(stand: Stand) -> list[tuple[str, str, int]]:
    return [(fetch.place, fetch.lot, fetch.amount) for fetch in stand.ask(to_fetch, on=stand.today)]


def test_an_empty_shelf_is_filled_from_the_back_room(shop_with_rooms: Stand):
    number = lot_in(shop_with_rooms, "back", "passata", 9, best_before="2027-06-01")
    assert shop_with_rooms.ask(to_fetch, on=shop_with_rooms.today) == (
        Fetch(
            code="passata",
            name="Passata",
            lot=number,
            place="back",
            place_name="Back room",
            last_day=day("2028-06-01"),
            by_weight=False,
            amount=1,
            on_shelf=0,
            a_week=0,
            in_front=False,
        ),
    )


def test_the_oldest_is_fetched_wherever_it_stands(shop_with_rooms: Stand):
    """Lesson 21: look in all places and say where to walk."""
    lot_in(shop_with_rooms, "shop", "passata", 14)
    shop_with_rooms.sell("H1", ("passata", 14))
    later = lot_in(shop_with_rooms, "back", "passata", 3, best_before="2027-06-01")
    first = lot_in(shop_with_rooms, "cool", "passata", 2, best_before="2027-03-01")
    lot_in(shop_with_rooms, "shop", "passata", 1, best_before="2027-01-01")
    assert fetched(shop_with_rooms) == [("back", later, 1), ("cool", first, 2)]


def test_a_shelf_holds_what_goes_in_two_days(shop_with_rooms: Stand):
    lot_in(shop_with_rooms, "shop", "passata", 12)
    lot_in(shop_with_rooms, "back", "passata", 50)
    shop_with_rooms.on("2026-11-20").sell("H1", ("passata", 7))
    assert fetched(shop_with_rooms) == []
    shop_with_rooms.on("2026-11-21").sell("H1", ("passata", 4))
    assert [amount for _place, _lot, amount in fetched(shop_with_rooms)] == [3]


def test_what_lies_in_a_basket_is_gone_from_the_shelf(shop_with_rooms: Stand):
    """Lesson 8: in store, reserved and free are told apart."""
    lot_in(shop_with_rooms, "shop", "passata", 1)
    number = lot_in(shop_with_rooms, "back", "passata", 5)
    assert fetched(shop_with_rooms) == []
    basket = shop_with_rooms.welcome("H1")
    shop_with_rooms.scan(basket, "passata")
    assert fetched(shop_with_rooms) == [("back", number, 1)]


def test_older_goods_behind_go_in_front_of_what_stands_there(shop_with_rooms: Stand):
    """Lesson 20: goods with an earlier date must not stay behind the later ones."""
    lot_in(shop_with_rooms, "shop", "passata", 30, best_before="2027-06-01")
    number = lot_in(shop_with_rooms, "back", "passata", 5, best_before="2027-05-01")
    (fetch,) = shop_with_rooms.ask(to_fetch, on=shop_with_rooms.today)
    assert (fetch.lot, fetch.amount, fetch.in_front) == (number, 5, True)


def test_chilled_goods_stay_in_the_fridge_they_are_sold_from(shop_with_rooms: Stand):
    shop_with_rooms.product("milk", group="milk", fixed=80)
    lot_in(shop_with_rooms, "cool", "milk", 5, use_by="2026-12-01")
    assert fetched(shop_with_rooms) == []


def test_nothing_is_fetched_that_may_not_go_out_or_stands_elsewhere(shop_with_rooms: Stand):
    blocked = lot_in(shop_with_rooms, "back", "passata", 5)
    shop_with_rooms.state(blocked, "blocked")
    lot_in(shop_with_rooms, "back", "passata", 5, use_by="2026-11-23")
    lot_in(shop_with_rooms, "van", "passata", 5)
    assert fetched(shop_with_rooms) == []


def test_loose_goods_are_fetched_by_weight(shop_with_rooms: Stand):
    shop_with_rooms.product("apples", fixed=200, by_weight=True, group="fruit")
    on_shelf = lot_in(shop_with_rooms, "shop", "apples", grams=7000)
    number = lot_in(shop_with_rooms, "back", "apples", grams=9000)
    shop_with_rooms.sell("H1", ("apples", "6500g"))
    assert shop_with_rooms.left(on_shelf) == (0, 500)
    assert fetched(shop_with_rooms) == [("back", number, 1358)]


def test_a_kilo_of_loose_goods_is_fetched_though_nobody_took_any(shop_with_rooms: Stand):
    shop_with_rooms.product("apples", fixed=200, by_weight=True, group="fruit")
    number = lot_in(shop_with_rooms, "back", "apples", grams=9000)
    assert fetched(shop_with_rooms) == [("back", number, 1_000)]
