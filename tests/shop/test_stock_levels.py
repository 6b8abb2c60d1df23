"""What is in the shop, on any day."""

from __future__ import annotations

from typing import Any

import pytest

from kruidenier.shop.figures import stock_levels
from kruidenier.shop.figures.stock_levels import LotLevel
from kruidenier.shop.goods.places import NoSuchPlace
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


def test_one_place(store: Stand):
    assert len(levels(store, place="shop")) == 4
    with pytest.raises(NoSuchPlace):
        levels(store, place="moon")
