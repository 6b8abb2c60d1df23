"""The drawer: opened with a float, counted blind, closed with a slip that never changes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
from typing import Any

import pytest

from kruidenier.errors import ShopError
from kruidenier.shop.office.papers import NoSuchPaper
from kruidenier.shop.till import cash
from kruidenier.shop.till.cash import DrawerOpen, NoDrawerOpen, NotACoin, NotCounted
from kruidenier.shop.till.values import DrawerSlip
from tests.kit import NOW, Stand, day


@pytest.fixture
def shelf(stand: Stand) -> Stand:
    """Sweets at 53 cents and a household."""
    stand.product("sweets", fixed=53)
    stand.lot("sweets", 100)
    stand.household("H1", adults=9)
    return stand


def open_(stand: Stand, float_cents: int = 10_000) -> DrawerSlip:
    return stand.do(cash.open_drawer, float_cents=float_cents)


def test_a_session_of_sales_a_void_and_a_refund(shelf: Stand):
    opened = open_(shelf)
    assert (opened.number, opened.expected_cents, opened.counted_cents, opened.closed_at) == (
        "1-000001",
        10_000,
        None,
        None,
    )
    shelf.sell("H1", ("sweets", 2))  # 1.05 in cash for 1.06
    shelf.sell("H1", ("sweets", 4), pay={"voucher": 100, "cash": 50, "card": None})
    shelf.void(shelf.sell("H1", ("sweets", 1)).number)  # 0.55 in and out
    shelf.refund("1-000002", "sweets")  # 0.55 out for 0.53
    assert shelf.do(cash.count_drawer, coins={5000: 2, 100: 1, 1: 0}) == 10_100
    slip = shelf.do(cash.close_drawer)
    assert dataclasses.replace(slip, seal="", seals=()) == DrawerSlip(
        number="1-000001",
        till="1",
        date=day("2026-11-24"),
        opened_at=NOW,
        closed_at=NOW,
        opened_by="els",
        closed_by="els",
        opener="Els Peeters",
        closer="Els Peeters",
        float_cents=10_000,
        sales=3,
        voids=1,
        refunds=1,
        cash_cents=105 + 50 + 55 - 55 - 55,
        card_cents=62,
        voucher_cents=100,
        total_cents=2 * 53 + 4 * 53 + 53 - 53 - 53,
        rounding_cents=-1 + 0 + 2 - 2 - 2,
        expected_cents=10_100,
        counted_cents=10_100,
        difference_cents=0,
        coins=((100, 1), (5000, 2)),
    )
    assert slip.cash_cents + slip.card_cents + slip.voucher_cents == slip.total_cents + slip.rounding_cents


def test_what_is_missing_or_too_much_is_the_difference(shelf: Stand):
    open_(shelf)
    shelf.sell("H1", ("sweets", 2))
    slip = shelf.do(cash.close_drawer, coins={5000: 2}, reason=" a coin rolled away ")
    assert (slip.expected_cents, slip.counted_cents, slip.difference_cents) == (10_105, 10_000, -105)
    assert slip.reason == "a coin rolled away"
    (closed,) = shelf.rows("SELECT details FROM journal WHERE verb = 'drawer close'")
    assert "coin rolled" in str(closed.details)
    assert shelf.faults() == []


def test_nothing_that_fits_needs_a_reason(shelf: Stand):
    open_(shelf)
    assert shelf.do(cash.close_drawer, coins={5000: 2}, reason="none").reason == ""


def test_the_count_is_blind_and_the_last_one_counts(shelf: Stand):
    open_(shelf)
    assert shelf.do(cash.count_drawer, coins={5000: 1}) == 5000
    assert shelf.do(cash.count_drawer, coins={5000: 2}) == 10_000
    assert shelf.do(cash.close_drawer).counted_cents == 10_000


def test_the_slip_carries_the_head_of_the_journal_as_its_seal_and_prints_the_same_for_ever(shelf: Stand):
    open_(shelf)
    slip = shelf.do(cash.close_drawer, coins={5000: 2})
    assert len(slip.seal) == 64
    assert shelf.rows("SELECT hash FROM journal ORDER BY seq DESC LIMIT 1")[0].hash == slip.seal
    open_(shelf.on("2026-11-25"))
    shelf.sell("H1", "sweets")
    assert shelf.ask(cash.slip_of, slip.number) == slip
    assert slip.opened_at.tzinfo is not None


def test_a_session_has_its_own_business_date_even_past_midnight(shelf: Stand):
    evening = shelf.on(dt.datetime(2026, 11, 24, 22, 50, tzinfo=dt.UTC))
    open_(evening)
    after = evening.on(dt.datetime(2026, 11, 24, 23, 30, tzinfo=dt.UTC))
    after.sell("H1", "sweets")
    slip = after.do(cash.close_drawer, coins={})
    assert (slip.date, slip.sales) == (day("2026-11-24"), 1)


def test_sales_belong_to_the_open_session_of_their_till_or_to_none(shelf: Stand):
    shelf.sell("H1", "sweets")
    open_(shelf)
    other = shelf.another_till()
    other.sell("H1", "sweets")
    assert shelf.ask(cash.drawer, at=shelf.at).sales == 0  # type: ignore[union-attr]
    assert shelf.ask(cash.drawer, at=other.at) is None
    open_(other, 500)
    other.sell("H1", "sweets")
    assert other.do(cash.close_drawer, coins={500: 1}).difference_cents == -55
    assert shelf.do(cash.close_drawer, coins={5000: 2}).difference_cents == 0


def test_one_open_session_per_till(shelf: Stand):
    open_(shelf)
    with pytest.raises(DrawerOpen, match="open already, as 1-000001"):
        open_(shelf)
    shelf.do(cash.close_drawer, coins={5000: 2})
    assert open_(shelf).number == "1-000002"


def test_two_who_open_one_drawer_at_once_are_told(shelf: Stand):
    begin = threading.Barrier(3)
    done: list[Any] = []

    def try_it() -> None:
        begin.wait()
        try:
            done.append(open_(shelf).number)
        except BaseException as fault:  # noqa: BLE001 whatever it is, it is looked at below
            done.append(type(fault))

    threads = [threading.Thread(target=try_it) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, done)) == sorted(map(str, ["1-000001", DrawerOpen, DrawerOpen]))


def test_nothing_to_count_or_close_while_it_is_not_open(shelf: Stand):
    for deed, how in ((cash.count_drawer, {"coins": {}}), (cash.close_drawer, {}), (cash.close_drawer, {"coins": {}})):
        with pytest.raises(NoDrawerOpen, match="till 1 is not open"):
            shelf.do(deed, **how)
    assert shelf.ask(cash.last_drawer, at=shelf.at) is None


def test_an_uncounted_drawer_is_not_closed(shelf: Stand):
    open_(shelf)
    with pytest.raises(NotCounted):
        shelf.do(cash.close_drawer)


@pytest.mark.parametrize("coins", [{3: 1}, {100: -1}, {0: 1}, {100: 10**20}])
def test_only_euro_coins_and_notes_in_numbers_that_can_be(shelf: Stand, coins: dict[int, int]):
    open_(shelf)
    with pytest.raises(NotACoin):
        shelf.do(cash.count_drawer, coins=coins)


@pytest.mark.parametrize("float_cents", [-1, 10**20, 5410188031072])
def test_a_float_that_cannot_be_is_refused(shelf: Stand, float_cents: int):
    with pytest.raises(ShopError):
        open_(shelf, float_cents)


def test_an_empty_drawer_may_be_opened_and_counted(shelf: Stand):
    open_(shelf, 0)
    assert shelf.do(cash.close_drawer, coins={}).difference_cents == 0


def test_the_last_session_is_the_open_one_or_the_one_closed_last_by_number(shelf: Stand):
    open_(shelf)
    shelf.do(cash.close_drawer, coins={5000: 2})
    earlier = shelf.on("2026-11-01")  # the clock went back
    open_(earlier)
    last = earlier.do(cash.close_drawer, coins={5000: 2})
    assert shelf.ask(cash.last_drawer, at=shelf.at) == last
    opened = open_(shelf)
    assert shelf.ask(cash.last_drawer, at=shelf.at) == opened
    assert (opened.opener, opened.closer) == ("Els Peeters", "")


def test_a_slip_that_is_not_there_is_a_sentence(shelf: Stand):
    open_(shelf)
    for number in ("1-000001", "", "\x00", "\udcff"):
        with pytest.raises(NoSuchPaper):
            shelf.ask(cash.slip_of, number)


def test_opening_counting_and_closing_are_journaled(shelf: Stand):
    open_(shelf)
    shelf.do(cash.close_drawer, coins={5000: 1})
    lines = [row.verb for row in shelf.rows("SELECT verb FROM journal WHERE verb LIKE 'drawer%' ORDER BY seq")]
    assert lines == ["drawer open", "drawer count", "drawer close"]
    assert shelf.faults() == []
