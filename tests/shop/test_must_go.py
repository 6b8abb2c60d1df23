"""What must go, and how much of it will stay behind."""

from __future__ import annotations

from typing import Any

import pytest

from kruidenier.shop.figures.must_go import MustGo, must_go
from kruidenier.shop.goods import crates, undoing, waste
from kruidenier.store.base import new_id
from tests.kit import Stand, day

PAST_TUESDAYS = ("2026-11-03", "2026-11-10", "2026-11-17")
TUESDAY, WEDNESDAY, NEXT_TUESDAY = "2026-11-24", "2026-11-25", "2026-12-01"


@pytest.fixture
def dairy(stand: Stand) -> Stand:
    """A shop that opens on Tuesdays, and now is one, at ten."""
    for code in ("yogurt", "cream"):
        stand.product(code, fixed=50, group="dairy")
    stand.household("H1", adults=99)
    return stand


def sold_on_tuesdays(stand: Stand, code: str, *counts: int, **lot: Any) -> None:
    """Let so many pieces go on each of the last Tuesdays, from a lot that is empty then."""
    first = stand.on("2026-11-02")
    first.lot(code, sum(counts), best_before="2027-06-01", **lot)
    for tuesday, count in zip(PAST_TUESDAYS, counts, strict=True):
        stand.on(tuesday).sell("H1", (code, count))


def the_only(stand: Stand, **asked: Any) -> MustGo:
    (found,) = stand.ask(must_go, **{"on": stand.today, **asked})
    return found


def stays(stand: Stand) -> dict[str, int | None]:
    return {lot.lot: lot.stays for lot in stand.ask(must_go, on=stand.today)}


def test_left_days_and_pace_tell_what_stays(dairy: Stand):
    """Lesson 26: 12 left, so many days, so many a day go."""
    sold_on_tuesdays(dairy, "yogurt", 2, 3, 1)
    number = dairy.lot("yogurt", 12, use_by=NEXT_TUESDAY)
    dairy = dairy.on("2026-11-25")
    assert the_only(dairy) == MustGo(
        lot=number,
        code="yogurt",
        name="Yogurt",
        group="dairy",
        origin="bought",
        place="shop",
        place_name="Kruidenier",
        last_day=day(NEXT_TUESDAY),
        when="week",
        by_weight=False,
        left=12,
        days=1,
        went=6,
        on_days=3,
        a_day_tenths=20,
        stays=10,
        todo="partner",
    )


@pytest.mark.parametrize(
    ("use_by", "when"), [("2026-11-23", "past"), (TUESDAY, "today"), (WEDNESDAY, "week"), ("2026-11-30", "week")]
)
def test_a_lot_is_past_or_goes_today_or_this_week(dairy: Stand, use_by: str, when: str):
    dairy.lot("yogurt", 1, use_by=use_by)
    assert the_only(dairy).when == when


def test_what_keeps_longer_than_a_week_has_time(dairy: Stand):
    dairy.lot("yogurt", 1, use_by=NEXT_TUESDAY)
    dairy.lot("yogurt", 1)
    assert stays(dairy) == {}


@pytest.mark.parametrize("state", ["blocked", "recalled"])
def test_what_was_taken_from_sale_does_not_go(dairy: Stand, state: str):
    dairy.lot("yogurt", 1, use_by=TUESDAY, state=state)
    assert stays(dairy) == {}


def test_grace_after_best_before_counts(dairy: Stand):
    dairy.product("rice", group="canned")
    dairy.lot("rice", 1, best_before="2025-11-26")
    assert the_only(dairy).last_day == day("2026-11-26")


def test_earlier_lots_go_first(dairy: Stand):
    """Lesson 23: the lot that expires first is the one that goes."""
    sold_on_tuesdays(dairy, "yogurt", 4, 4, 4)
    later = dairy.lot("yogurt", 3, use_by=WEDNESDAY)
    sooner = dairy.lot("yogurt", 3, use_by=TUESDAY)
    assert stays(dairy) == {sooner: 0, later: 2}


def test_what_must_go_today_still_leaves_the_other_days_to_later_lots(dairy: Stand):
    sold_on_tuesdays(dairy, "yogurt", 4, 4, 4)
    dairy = dairy.on("2026-11-25")
    later = dairy.lot("yogurt", 3, use_by=NEXT_TUESDAY)
    sooner = dairy.lot("yogurt", 3, use_by=WEDNESDAY)
    assert stays(dairy) == {sooner: 3, later: 0}


def test_a_day_without_goods_does_not_slow_the_pace(dairy: Stand):
    dairy.on("2026-11-03").lot("yogurt", 4)
    dairy.on("2026-11-03").sell("H1", ("yogurt", 4))
    sold_on_tuesdays(dairy, "cream", 1, 1, 1)
    dairy.lot("yogurt", 9, use_by=TUESDAY)
    lot = the_only(dairy)
    assert (lot.went, lot.on_days, lot.stays) == (4, 1, 5)


def test_a_day_with_goods_that_nobody_took_slows_it(dairy: Stand):
    dairy.on("2026-11-03").lot("yogurt", 12, best_before="2027-06-01")
    sold_on_tuesdays(dairy, "cream", 1, 1, 1)
    dairy.on("2026-11-17").sell("H1", ("yogurt", 3))
    dairy.lot("yogurt", 9, use_by=TUESDAY)
    lot = the_only(dairy)
    assert (lot.went, lot.on_days, lot.stays) == (3, 3, 8)


def test_what_went_today_is_taken_off(dairy: Stand):
    sold_on_tuesdays(dairy, "yogurt", 4, 4, 4)
    dairy.lot("yogurt", 9, use_by=TUESDAY)
    dairy.sell("H1", ("yogurt", 3))
    assert (the_only(dairy).left, the_only(dairy).stays) == (6, 5)


def test_what_came_back_did_not_go(dairy: Stand):
    dairy.on("2026-11-03").lot("yogurt", 9, best_before="2027-06-01")
    sale = dairy.on("2026-11-10").sell("H1", ("yogurt", 5))
    dairy.on("2026-11-10").refund(sale.number, ("yogurt", 2))
    dairy.lot("yogurt", 1, use_by=TUESDAY)
    assert the_only(dairy).went == 3


def test_waste_is_no_sale(dairy: Stand):
    number = dairy.on("2026-11-03").lot("yogurt", 9)
    dairy.on("2026-11-10").do(waste.waste, number, why="damage", id=new_id(), count=4)
    dairy.lot("yogurt", 1, use_by=TUESDAY)
    assert the_only(dairy).went == 0


def test_without_a_day_of_sale_nobody_knows(dairy: Stand):
    dairy.lot("yogurt", 9, use_by=TUESDAY)
    lot = the_only(dairy)
    assert (lot.stays, lot.todo, lot.a_day_tenths) == (None, "front", 0)


def test_esf_goods_have_a_pace_of_their_own(dairy: Stand):
    sold_on_tuesdays(dairy, "yogurt", 4, 4, 4)
    free = dairy.on("2026-11-16").lot("yogurt", 6, origin="esf", use_by=WEDNESDAY)
    bought = dairy.lot("yogurt", 6, use_by=WEDNESDAY)
    assert stays(dairy) == {bought: 2, free: 6}


@pytest.mark.parametrize(
    ("left", "use_by", "origin", "todo"),
    [
        (3, TUESDAY, "bought", "front"),
        (6, TUESDAY, "bought", "price_down"),
        (12, TUESDAY, "bought", "cook"),
        (12, WEDNESDAY, "bought", "partner"),
        (12, "2026-11-23", "bought", "pull"),
        (3, "2026-11-23", "bought", "pull"),
    ],
)
def test_what_to_do_depends_on_what_stays(dairy: Stand, left: int, use_by: str, origin: str, todo: str):
    sold_on_tuesdays(dairy, "yogurt", 4, 4, 4)
    dairy.lot("yogurt", left, use_by=use_by, origin=origin)
    assert the_only(dairy).todo == todo


def test_free_goods_have_no_price_to_lower(dairy: Stand):
    dairy.household("H2", adults=9, esf=("2020-01-01", None))
    dairy.on("2026-11-03").lot("yogurt", 4, origin="esf", use_by="2026-12-30")
    dairy.on("2026-11-17").sell("H2", ("yogurt", 4))
    dairy.lot("yogurt", 6, origin="esf", use_by=TUESDAY)
    assert (the_only(dairy).stays, the_only(dairy).todo) == (2, "cook")


def test_goods_by_weight_go_by_the_gram(dairy: Stand):
    dairy.product("apples", group="fruit", by_weight=True, fixed=100)
    dairy.on("2026-11-03").lot("apples", grams=1500, best_before="2026-12-20")
    dairy.on("2026-11-17").sell("H1", ("apples", "1500g"))
    dairy.lot("apples", grams=4000, best_before=TUESDAY)
    lot = the_only(dairy)
    assert (lot.left, lot.a_day_tenths, lot.stays) == (4000, 15000, 2500)


def test_what_is_gone_from_the_crates_counts_unless_the_round_was_undone(dairy: Stand):
    dairy.product("apples", group="fruit", by_weight=True, fixed=100)
    sold_on_tuesdays(dairy, "cream", 1, 1, 1)
    number = dairy.on("2026-11-16").crates("fruit", 10_000, best_before=WEDNESDAY)
    closing = dairy.on("2026-11-17")
    closing.do(crates.close_round, [crates.Seen(number, 6000)], id=new_id())
    assert the_only(dairy).went == 4000
    closing.do(undoing.undo)
    assert the_only(dairy).went == 0


def test_goods_the_books_did_not_know_went_too(dairy: Stand):
    dairy.on("2026-11-17").sell("H1", ("yogurt", 5))
    dairy.lot("yogurt", 8, use_by=TUESDAY)
    lot = the_only(dairy)
    assert (lot.left, lot.went, lot.on_days, lot.stays) == (8, 5, 1, 3)


def test_the_morning_of_a_past_day_is_told_as_it_was(dairy: Stand):
    sold_on_tuesdays(dairy, "yogurt", 2, 2, 2)
    number = dairy.on("2026-11-16").lot("yogurt", 5, use_by="2026-11-18")
    dairy.do(waste.waste, number, why="date", id=new_id(), count=5)
    assert stays(dairy) == {}
    lot = the_only(dairy, on=day("2026-11-17"), past=True)
    assert (lot.lot, lot.left, lot.went, lot.on_days, lot.stays) == (number, 5, 4, 2, 3)


def test_a_day_of_the_week_counts_if_the_shop_was_open_on_every_other_one(dairy: Stand):
    for date in ("2026-10-29", "2026-11-03", "2026-11-10", "2026-11-12", "2026-11-17", "2026-11-18"):
        dairy.on(date).lot("cream", 1)
        dairy.on(date).sell("H1", "cream")
    dairy.lot("yogurt", 1, use_by="2026-11-30")
    assert the_only(dairy).days == 2


def test_what_must_go_first_stands_first(dairy: Stand):
    second = dairy.lot("yogurt", 1, use_by=WEDNESDAY)
    first = dairy.lot("cream", 1, use_by=WEDNESDAY)
    gone = dairy.lot("yogurt", 1, use_by="2026-11-20")
    assert list(stays(dairy)) == [gone, first, second]
