"""What is in the shop, on any day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from kruidenier import i18n
from kruidenier.shop.figures import stock_levels, stock_sums
from kruidenier.shop.figures.stock_levels import LotLevel
from kruidenier.shop.goods import moves, places, stock, treatments, waste
from kruidenier.shop.goods.groups import NoSuchGroup
from kruidenier.shop.goods.places import NoSuchPlace
from kruidenier.shop.goods.stock import Change
from kruidenier.shop.supply.suppliers import NoSuchSupplier
from kruidenier.store.base import new_id
from tests.kit import TODAY, Stand, day


def levels(stand: Stand, **asked: Any) -> tuple[LotLevel, ...]:
    return stand.ask(stock_levels.levels, **{"on": stand.today, **asked})


@pytest.fixture
def store(stand: Stand) -> Stand:
    stand.product("milk", names={"nl": "Melk"}, fixed=80, content=1000)
    stand.product("apples", fixed=200, by_weight=True)
    stand.lot("milk", 10, grams=10_300, use_by="2026-11-26", lot_code="A1")
    stand.lot("milk", 5, use_by="2026-12-20", origin="donated")
    stand.lot("apples", grams=4000)
    stand.crates("fruit", 9000)
    stand.household("H1", adults=50)
    return stand


def test_a_lot_is_told_whole(store: Stand):
    assert levels(store)[2] == LotLevel(
        lot="L1-000001",
        lot_code="A1",
        code="milk",
        name="Melk",
        group="canned",
        supplier=None,
        origin="bought",
        date_mark="use_by",
        date=day("2026-11-26"),
        last_day=day("2026-11-26"),
        place="shop",
        state="live",
        count=10,
        grams=10_300,
        by_weight=False,
    )


def test_lots_are_listed_first_to_go_first_with_crates_by_their_group(store: Stand):
    told = [(lot.code, lot.name, lot.count, lot.grams) for lot in levels(store)]
    assert told == [
        ("apples", "Apples", 0, 4000),
        ("fruit", "Fruit", 0, 9000),
        ("milk", "Melk", 10, 10_300),
        ("milk", "Melk", 5, 0),
    ]
    assert stock_levels.totals(levels(store)) == {"lots": 4, "count": 15, "grams": 23_300}


def test_earlier_days_are_reckoned_from_the_ledger(store: Stand):
    store.on("2026-11-25").sell("H1", ("milk", 10), ("apples", "1000g"))
    assert [lot.count for lot in levels(store.on("2026-11-25")) if lot.code == "milk"] == [5]
    past = levels(store.on("2026-11-26"), on=TODAY, past=True)
    assert [(lot.name, lot.count) for lot in past if lot.code == "milk"] == [("Melk", 10), ("Melk", 5)]
    assert levels(store, on=day("2026-11-23"), past=True) == ()


def test_what_must_go_soon(store: Stand):
    store.lot("milk", 1, use_by="2026-11-20")
    assert [lot.lot for lot in levels(store, expiring=2)] == ["L1-000005", "L1-000001"]
    assert [lot.lot for lot in levels(store, expiring=1)] == ["L1-000005"]


def test_what_would_not_last_another_week(store: Stand):
    assert levels(store, low=True) == ()
    store.sell("H1", ("milk", 7), ("apples", "2100g"))
    assert {lot.code for lot in levels(store, low=True)} == {"apples"}
    store.sell("H1", "milk")
    assert {lot.code for lot in levels(store, low=True)} == {"apples", "milk"}
    assert levels(store.on("2026-12-01"), low=True) == ()


def test_what_was_sold_short_is_low_and_below_zero(store: Stand):
    store.product("tea", fixed=100)
    store.sell("H1", ("tea", 2))
    (short,) = levels(store, low=True)
    assert (short.lot, short.origin, short.count) == ("S-tea", "unknown", -2)


def test_less_than_the_wanted_minimum_is_low(store: Stand):
    store.product("rice", fixed=90, min_level=12)
    store.lot("rice", 11)
    assert {lot.code for lot in levels(store, low=True)} == {"rice"}


def test_goods_in_another_place_count_for_what_runs_out(store: Stand):
    """Lesson 14: one function “how many do we have”, whatever stands where."""
    store.do(places.add_place, "back", name="Back room", kind="back")
    moved = store.lot("milk", 2, use_by="2026-11-30")
    store.do(moves.move, moved, place="back")
    store.sell("H1", ("milk", 7))
    assert levels(store, place="back", low=True) == ()


def test_each_filter_keeps_what_fits_it(store: Stand):
    store.supplier("colruyt")
    with store.shop.writing.begin() as session:
        session.execute(
            text("UPDATE lot SET supplier_id = (SELECT id FROM supplier) WHERE number = :lot"), {"lot": "L1-000001"}
        )
    assert [lot.lot for lot in levels(store, supplier="colruyt")] == ["L1-000001"]
    assert [lot.lot for lot in levels(store, origin="donated")] == ["L1-000004", "L1-000002"]
    assert [lot.code for lot in levels(store, group="fruit")] == ["fruit"]
    assert len(levels(store, place="shop")) == 4
    assert levels(store, place="shop", origin="bought", group="fruit") == ()


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [({"place": "moon"}, NoSuchPlace), ({"group": "moon"}, NoSuchGroup), ({"supplier": "moon"}, NoSuchSupplier)],
)
def test_a_filter_that_the_shop_does_not_know_is_refused(store: Stand, asked: Any, refusal: Any):
    with pytest.raises(refusal):
        levels(store, **asked)


def test_blocked_is_what_may_not_go_out_today_whatever_the_reason(store: Stand):
    past = store.lot("milk", 1, use_by="2026-11-23")
    for state in ("blocked", "recalled"):
        store.state(store.lot("milk", 1, use_by="2026-12-24"), state)
    assert {lot.lot for lot in levels(store, blocked=True)} == {past, "L1-000006", "L1-000007"}


def test_short_is_what_was_sold_beyond_the_books(store: Stand):
    store.product("tea", fixed=100)
    assert levels(store, short=True) == ()
    store.sell("H1", ("tea", 2))
    assert [lot.lot for lot in levels(store, short=True)] == ["S-tea"]


def test_in_store_in_baskets_and_free_are_told_apart(store: Stand):
    """Lesson 8: goods in an open basket are not free any more, and still in store."""
    store.lot("milk", 4, use_by="2026-11-20")
    basket = store.welcome("H1")
    for _ in range(3):
        store.scan(basket, "milk")
    store.scan(basket, "apples", grams=700)
    apples, _fruit, milk = stock_sums.by_product(levels(store), on=store.today)
    assert (milk.in_store, milk.blocked, milk.in_baskets, milk.free) == (19, 4, 3, 12)
    assert (apples.in_store, apples.in_baskets, apples.free) == (4000, 700, 3300)
    store.pay(basket)
    apples, _fruit, milk = stock_sums.by_product(levels(store), on=store.today)
    assert (milk.in_store, milk.in_baskets, milk.free) == (16, 0, 12)


def test_goods_sold_beyond_the_books_are_told_on_their_own(store: Stand):
    store.product("tea", fixed=100)
    store.sell("H1", ("tea", 2))
    store.lot("tea", 5)
    (tea,) = (level for level in stock_sums.by_product(levels(store), on=store.today) if level.code == "tea")
    assert (tea.in_store, tea.short, tea.free) == (5, 2, 5)


def test_goods_from_a_basket_may_be_attributed_to_crates(store: Stand):
    store.product("beans", fixed=100, content=400, group="fruit")
    basket = store.welcome("H1")
    store.scan(basket, "beans")
    (crates,) = (lot for lot in levels(store) if lot.code == "fruit")
    assert (crates.grams, crates.in_baskets_count, crates.in_baskets_grams) == (9000, 0, 400)


def test_a_group_is_its_products_and_its_crates(store: Stand):
    canned, fruit = stock_sums.by_group(levels(store), on=store.today)
    assert (canned.group, canned.products, canned.lots, canned.count, canned.grams) == ("canned", 2, 3, 15, 14_300)
    assert (fruit.group, fruit.grams, fruit.next_day) == ("fruit", 9000, None)
    assert str(canned.next_day) == "2026-11-26"


def test_mixed_crates_have_no_group_and_a_name_all_the_same(store: Stand):
    store.crates(None, 5000)
    (mixed,) = (lot for lot in levels(store) if lot.group is None)
    assert (mixed.code, mixed.name, mixed.grams) == ("mixed", "mixed crates", 5000)
    assert stock_sums.by_group(levels(store), on=store.today)[-1].group is None


def test_the_limit_of_frozen_goods_rules(store: Stand):
    store.do(places.add_place, "ice", name="Freezer", kind="freezer")
    frozen = store.do(treatments.freeze, "L1-000001", count=4, place="ice").into
    (lot,) = (lot for lot in levels(store) if lot.lot == frozen)
    assert lot.date == day("2026-11-26")
    assert lot.last_day is not None
    assert lot.last_day > day("2026-11-26")


def test_names_are_in_the_language_of_the_reader_else_in_another(store: Stand):
    store.product("bread", names={"nl": "Brood", "fr": "Pain"})
    store.lot("bread", 1)
    for lang, name in (("fr", "Pain"), ("nl", "Brood"), ("en", "Brood")):
        i18n.speak(lang)
        assert name in {lot.name for lot in levels(store)}


def test_the_state_of_any_past_day_is_the_replay_of_its_movements(store: Stand):
    """Whatever happened after a day does not change what was there on its evening."""
    store.do(places.add_place, "ice", name="Freezer", kind="freezer")
    days = [f"2026-11-{number}" for number in range(24, 31)]
    store.on(days[1]).sell("H1", ("milk", 12), ("apples", "1500g"))
    store.on(days[2]).lot("milk", 30, grams=30_000, use_by="2026-12-24")
    sale = store.on(days[3]).sell("H1", ("milk", 5), ("apples", "2500g"))
    store.on(days[3]).do(waste.waste, "L1-000004", grams=9000, why="compost", id=new_id())
    store.on(days[4]).void(sale.number)
    store.on(days[4]).do(treatments.freeze, "L1-000005", count=11, place="ice")
    store.on(days[5]).sell("H1", ("milk", 2))
    for last in days:
        assert told(store, day(last)) == replayed(store, day(last))
    now = {(lot.lot, lot.count, lot.grams) for lot in levels(store.on("2026-12-01"))}
    assert now == {(lot.lot, lot.count, lot.grams) for lot in levels(store, on=day("2026-12-01"), past=True)}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moves=st.lists(st.tuples(st.integers(0, 3), st.integers(1, 9), st.integers(1, 40)), min_size=1, max_size=30),
    asked=st.integers(0, 45),
)
def test_any_past_day_is_the_replay_of_all_that_moved_until_then(
    store: Stand, moves: list[tuple[int, int, int]], asked: int
):
    with store.shop.writing.begin() as session:
        lots = [key for (key,) in session.execute(text("SELECT id FROM lot ORDER BY number"))]
        for lot, amount, days in moves:
            later = store.today + dt.timedelta(days=days)
            for change in (Change(lots[lot], amount, amount * 100), Change(lots[lot], -amount, -amount * 90)):
                stock.book(
                    session,
                    [change],
                    reason="counted",
                    document_id=None,
                    at=store.at,
                    now=store.now,
                    happened_on=later + dt.timedelta(days=3 if change.count < 0 else 0),
                )
    on = store.today + dt.timedelta(days=asked)
    assert told(store, on) == replayed(store, on)


def told(store: Stand, on: dt.date) -> dict[str, tuple[int, int]]:
    """What the levels say of the end of a day."""
    return {lot.lot: (lot.count, lot.grams) for lot in levels(store, on=on, past=True)}


def replayed(store: Stand, on: dt.date) -> dict[str, tuple[int, int]]:
    """What the movements come to, one after another."""
    left: dict[str, tuple[int, int]] = {}
    asked = "SELECT l.number, m.count, m.grams, m.happened_on FROM movement m JOIN lot l ON l.id = m.lot_id"
    for number, count, grams, happened_on in store.rows(asked):
        if str(happened_on) <= str(on):
            before = left.get(number, (0, 0))
            left[number] = (before[0] + count, before[1] + grams)
    return {number: amounts for number, amounts in left.items() if any(amounts)}
