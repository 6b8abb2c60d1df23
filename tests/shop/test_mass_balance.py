"""The shop on a scale: every gram that came in is out, left, or unaccounted for, whatever happens."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kruidenier.errors import ShopError
from kruidenier.shop.figures.mass_balance import MassBalance, Outflow, mass_balance
from kruidenier.shop.goods import crates, moves, places, undoing, waste
from kruidenier.shop.goods.crates import Seen
from kruidenier.store.base import new_id
from tests.kit import NOW, TODAY, Stand

YESTERDAY, TOMORROW = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)


@pytest.fixture
def market(stand: Stand) -> Stand:
    stand.product("rice", fixed=100, content=500)
    stand.product("soap", group="hygiene", fixed=60)
    stand.product("apples", group="fruit", by_weight=True, fixed=200)
    stand.household("H1", adults=9, esf=("2020-01-01", None))
    stand.do(places.add_place, "back", name="Back room", kind="back")
    return stand


def weigh(stand: Stand, first: dt.date = TODAY, last: dt.date | None = None) -> MassBalance:
    return stand.ask(mass_balance, first=first, last=last or first)


def adds_up(balance: MassBalance) -> bool:
    return balance.brought_forward + balance.came_in_grams + balance.unaccounted == balance.out_grams + balance.left


def test_a_day_begins_with_what_the_day_before_left(market: Stand):
    market.on(YESTERDAY).lot("rice", 10, grams=5000, origin="donated")
    market.lot("apples", grams=3000, origin="garden")
    market.sell("H1", ("rice", 2), ("apples", "500g"))
    assert weigh(market, YESTERDAY).left == 5000
    today = weigh(market)
    assert (today.brought_forward, today.came_in, today.left) == (5000, (("garden", 3000),), 6500)
    assert today.out == (Outflow("sold", None, "scanned", 1500),)
    assert weigh(market, TOMORROW).brought_forward == 6500


def test_what_went_out_says_how_it_is_known(market: Stand):
    fruit = market.crates("fruit", 9000)
    rice = market.lot("rice", 4, grams=2000)
    market.sell("H1", ("rice", 1), ("apples", "1000g"))
    market.do(waste.waste, rice, count=1, why="damage", id=new_id())
    market.do(crates.close_round, [Seen(fruit, 2000, compost=500)], id=new_id())
    balance = weigh(market)
    assert set(balance.out) == {
        Outflow("sold", None, "scanned", 500),
        Outflow("sold", None, "attributed", 1000),
        Outflow("gone", None, "counted", 5500),
        Outflow("waste", "compost", "counted", 500),
        Outflow("waste", "damage", "counted", 500),
    }
    assert (balance.known("scanned"), balance.known("attributed"), balance.known("counted")) == (500, 1000, 6500)
    assert balance.unaccounted == 0
    assert adds_up(balance)


def test_what_is_brought_back_or_undone_is_not_out(market: Stand):
    rice = market.lot("rice", 9, grams=4500)
    sale = market.sell("H1", ("rice", 2))
    market.refund(sale.number, ("rice", 1))
    market.void(market.sell("H1", ("rice", 1)).number)
    market.do(waste.waste, rice, count=1, why="damage", id=new_id())
    market.do(undoing.undo)
    market.do(moves.move, rice, place="back", count=2)
    balance = weigh(market)
    assert balance.out == (Outflow("sold", None, "scanned", 500),)
    assert (balance.left, balance.unaccounted) == (4000, 0)


def test_goods_sold_beyond_the_books_were_never_told_of(market: Stand):
    market.sell("H1", ("rice", 2))
    balance = weigh(market)
    assert balance.out == (Outflow("sold", None, "scanned", 1000),)
    assert (balance.brought_forward, balance.left, balance.unaccounted) == (0, 0, 1000)


def test_what_is_found_in_a_crate_is_unaccounted_for(market: Stand):
    fruit = market.crates("fruit", 1000)
    market.do(crates.close_round, [Seen(fruit, 1300)], id=new_id())
    assert (weigh(market).unaccounted, weigh(market).left) == (300, 1300)


def test_pieces_without_a_weight_are_told_apart(market: Stand):
    market.lot("soap", 12)
    market.lot("rice", 2, grams=1000)
    balance = weigh(market)
    assert (balance.unweighed_pieces, balance.left) == (12, 1000)


deeds = st.lists(
    st.tuples(
        st.sampled_from(["lot", "crates", "sell", "weigh", "void", "waste", "round", "move", "grade", "undo", "night"]),
        st.integers(0, 6),
        st.integers(1, 4000),
    ),
    max_size=14,
)


ages = itertools.count()


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(deeds=deeds)
def test_whatever_happens_every_day_adds_up_to_the_gram(market: Stand, deeds: list[tuple[str, int, int]]):
    stand = market.on(NOW + dt.timedelta(days=20 * next(ages)))
    first, before = stand.today, _on_hand(market)
    sold: list[str] = []
    for deed, pick, grams in deeds:
        stand, sale = _do(stand, deed, pick, grams, sold)
        sold += [sale] if sale else []
    days = [first + dt.timedelta(days=n) for n in range((stand.today - first).days + 1)]
    whole, each = weigh(stand, first, stand.today), [weigh(stand, day) for day in days]
    assert all(adds_up(balance) for balance in (whole, *each))
    assert (whole.brought_forward, whole.left) == (before, _on_hand(stand))
    assert [balance.brought_forward for balance in each] == [before, *(balance.left for balance in each[:-1])]
    for figure in ("came_in_grams", "out_grams", "unaccounted"):
        assert getattr(whole, figure) == sum(getattr(balance, figure) for balance in each)


def _on_hand(stand: Stand) -> int:
    return int(stand.rows("SELECT COALESCE(SUM(grams), 0) FROM lot WHERE kind <> 'shortfall'")[0][0])


def _do(stand: Stand, deed: str, pick: int, grams: int, sold: list[str]) -> tuple[Stand, str | None]:
    def lots(kind: str) -> list[str]:
        rows = stand.rows("SELECT number FROM lot WHERE kind = :kind ORDER BY number", kind=kind)
        return [row.number for row in rows]

    def one(kind: str) -> Any:
        found = lots(kind)
        return found[pick % len(found)] if found else "none"

    try:
        match deed:
            case "lot":
                stand.lot("rice", pick + 1, grams=grams, origin="donated")
            case "crates":
                stand.crates("fruit", grams)
            case "sell":
                return stand, stand.sell("H1", ("rice", pick + 1), override="it rains").number
            case "weigh":
                return stand, stand.sell("H1", ("apples", f"{grams}g"), override="it rains").number
            case "void" if sold:
                stand.void(sold.pop())
            case "waste":
                stand.do(waste.waste, one("product"), count=1, why="date", id=new_id())
            case "round":
                stand.do(crates.close_round, [Seen(one("bulk"), grams, compost=pick)], id=new_id())
            case "move":
                stand.do(moves.move, one("bulk"), place="back", grams=grams // 2 + 1)
            case "grade":
                stand.do(crates.grade, one("bulk"), grade=3, grams=grams // 3 + 1)
            case "undo":
                stand.do(undoing.undo)
            case "night":
                return stand.on(stand.now + dt.timedelta(days=1)), None
    except ShopError:
        pass
    return stand, None
