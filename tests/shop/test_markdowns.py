"""Prices of fresh goods that fall at an announced hour, and what the till makes of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import text

from kruidenier.errors import ShopError
from kruidenier.shop.goods import crates, markdowns
from kruidenier.shop.goods.groups import NoSuchGroup
from kruidenier.shop.goods.markdowns import HourPassed, NoPercentage, UnknownGrade
from kruidenier.shop.goods.prices import ListPrice
from kruidenier.shop.office.staff import NotAllowed
from kruidenier.shop.till.values import WhichDate
from tests.kit import NOW, Stand, house_rules


@pytest.fixture
def market(stand: Stand) -> Stand:
    """Apples and pears by weight, cabbages by the piece, and a household that may have everything."""
    stand.product("apples", group="fruit", by_weight=True, fixed=200)
    stand.product("pears", group="fruit", by_weight=True, fixed=300)
    stand.product("cabbage", group="vegetables", fixed=85, content=900)
    stand.household("H1", adults=9, esf=("2020-01-01", None))
    return stand


def at_hour(stand: Stand, hour: int) -> Stand:
    return stand.on(NOW.replace(hour=hour - 1))  # Brussels in winter


def prices_paid(stand: Stand, *items: tuple[str, Any]) -> list[int]:
    return [line.unit_price_cents for line in stand.sell("H1", *items).lines]


def test_from_its_hour_on_a_group_costs_a_part_of_its_price(market: Stand):
    market.lot("apples", grams=9000)
    fall = market.do(markdowns.announce, "fruit", percent=50, from_hour=dt.time(14))
    assert (fall.group, fall.percent, fall.starts_at.hour) == ("fruit", 50, 13)
    assert prices_paid(at_hour(market, 13), ("apples", "1000g")) == [200]
    assert prices_paid(at_hour(market, 14), ("apples", "1000g")) == [100]
    assert prices_paid(at_hour(market, 14).on("2026-11-25"), ("apples", "1000g")) == [200]
    assert market.faults() == []


def test_other_groups_keep_their_price(market: Stand):
    market.lot("cabbage", 2)
    market.do(markdowns.announce, "fruit", percent=0)
    assert prices_paid(market, ("cabbage", 1)) == [85]


def test_nothing_percent_is_free(market: Stand):
    market.lot("cabbage", 2)
    market.do(markdowns.announce, "vegetables", percent=0)
    sale = market.sell("H1", "cabbage", pay="")
    assert (sale.total_cents, sale.payments) == (0, ())


def test_european_goods_are_free_before_and_after(market: Stand):
    price = ListPrice(85, 119, falls=((None, 50),))
    assert price.of_lot("esf", None, house_rules()) == 0
    assert price.of_lot("bought", None, house_rules()) == 42


def test_the_price_is_that_of_the_scan_and_another_price_is_another_line(market: Stand):
    market.lot("cabbage", 9)
    basket = at_hour(market, 13).welcome()
    at_hour(market, 13).scan(basket, "cabbage", count=2)
    market.do(markdowns.announce, "vegetables", percent=20, from_hour=dt.time(14))
    lines = at_hour(market, 14).scan(basket, "cabbage").basket.lines
    assert [(line.count, line.unit_price_cents) for line in lines] == [(2, 85), (1, 17)]
    sale = at_hour(market, 15).pay(basket)
    assert [line.unit_price_cents for line in sale.lines] == [85, 17]
    assert sale.total_cents == 187


def test_what_was_announced_for_the_latest_hour_counts_so_a_slip_is_mended(market: Stand):
    market.lot("cabbage", 9)
    market.do(markdowns.announce, "vegetables", percent=0)
    market.do(markdowns.announce, "vegetables", percent=100)
    assert prices_paid(market, ("cabbage", 1)) == [85]
    assert [fall.percent for fall in market.ask(markdowns.falls, on=market.today)] == [0, 100]


def test_a_grade_falls_alone_and_the_till_asks_which_it_is(market: Stand):
    fine, soup = market.lot("apples", grams=5000), market.lot("apples", grams=5000)
    market.do(crates.grade, fine, grade=1)
    market.do(crates.grade, soup, grade=3)
    basket = market.welcome()
    assert market.scan(basket, "apples", grams=100, ask=True).ask is None
    market.do(markdowns.announce, "fruit", percent=0, grade=3)
    asked = market.scan(basket, "apples", grams=500, ask=True).ask
    assert isinstance(asked, WhichDate)
    assert [(choice.lot, choice.why, choice.price_cents) for choice in asked.choices] == [
        (fine, "fine", 200),
        (soup, "for soup", 0),
    ]
    lines = market.scan(basket, "apples", grams=500, lot=soup, ask=True).basket.lines
    assert [line.unit_price_cents for line in lines] == [200, 0]


def test_graded_crates_are_asked_for_too_and_the_weight_leaves_the_right_one(market: Stand):
    fine, soup = market.crates("fruit", 9000), market.crates("fruit", 4000)
    market.do(crates.grade, soup, grade=3)
    market.do(markdowns.announce, "fruit", percent=10, grade=3)
    basket = market.welcome()
    asked = market.scan(basket, "pears", grams=500, ask=True).ask
    assert isinstance(asked, WhichDate)
    assert {choice.lot: choice.price_cents for choice in asked.choices} == {fine: 300, soup: 30}
    market.scan(basket, "pears", grams=500, lot=soup)
    sale = market.pay(basket)
    assert [(take.lot, take.known_by) for line in sale.lines for take in line.taken] == [(soup, "attributed")]
    assert market.left(soup) == (0, 3500)
    assert market.faults() == []


def test_goods_that_the_books_do_not_know_fall_with_their_group(market: Stand):
    market.do(markdowns.announce, "vegetables", percent=50)
    assert prices_paid(market, ("cabbage", 1)) == [42]


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"percent": 101}, NoPercentage),
        ({"percent": -1}, NoPercentage),
        ({"percent": 50, "grade": 4}, UnknownGrade),
        ({"percent": 50, "from_hour": dt.time(9, 59)}, HourPassed),
        ({"percent": 50, "group": "moon"}, NoSuchGroup),
    ],
)
def test_what_cannot_be_announced_is_refused_in_words(market: Stand, said: dict[str, Any], refusal: type[ShopError]):
    with pytest.raises(refusal) as refused:
        market.do(markdowns.announce, **{"group": "fruit", **said})
    assert len(refused.value.explain()) > 20
    assert market.rows("SELECT 1 FROM markdown") == []


def test_volunteers_announce_nothing(market: Stand):
    with pytest.raises(NotAllowed):
        market.as_("volunteer").do(markdowns.announce, "fruit", percent=50)


def test_what_was_announced_stays_in_the_books(market: Stand):
    market.do(markdowns.announce, "fruit", percent=50)
    for attack in ("UPDATE markdown SET percent = 0", "DELETE FROM markdown"):
        with pytest.raises(Exception, match="never changes"), market.shop.writing.begin() as session:
            session.execute(text(attack))
    (line,) = market.rows("SELECT subject, details FROM journal WHERE verb = 'markdown'")
    assert line.subject == "fruit"
