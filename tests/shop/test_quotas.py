"""Quotas: how much of some goods a household may have, on each side of every border, and what comes back."""

from __future__ import annotations

import pytest

from kruidenier import i18n
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.staff import NotAllowed
from kruidenier.shop.people import households, quotas
from kruidenier.shop.people.quotas import BadQuota, NoSuchQuota, NothingCarriesQuota, QuotaUsed, Use
from kruidenier.shop.till.shoppers import visit
from kruidenier.shop.till.values import Kept
from tests.kit import Stand, day
from tests.shop.test_check import faults, tamper


def test_the_list_names_goods_in_the_readers_language(stand: Stand):
    stand.product("301", names={"nl": "Ei, per stuk", "fr": "Œuf, pièce"}, fixed=10, quota="Œufs")
    stand.product("302", names={"nl": "Eieren [b]6[/b]", "fr": "Œufs, 6"}, fixed=10, quota="œufs")
    stand.product("401", names={"nl": "Olie"}, fixed=10)
    put(stand, "401", "1 2")
    put(stand, "ŒUFS", "6", period="month")
    with i18n.speaking("fr"):
        assert [one.name for one in stand.ask(quotas.listed, stand.today)] == ["Olie", "œufs: Œuf, pièce, Œufs, 6"]
    tamper(stand, "UPDATE product SET archived_at = '2026-11-24 00:00:00'")
    assert [one.name for one in stand.ask(quotas.listed, stand.today)] == ["401", "œufs"]
    assert stand.ask(quotas.listed, day("2026-11-23")) == ()


@pytest.fixture
def shelf(stand: Stand) -> Stand:
    """Oil in two kinds under one quota, nappies, apples by weight, and rice without any."""
    for code in ("oil", "oil-big"):
        stand.product(code, fixed=10, quota="Oil")
    stand.product("nappies", fixed=10, quota="nappies-4")
    stand.product("apples", fixed=10, by_weight=True)
    stand.product("rice", fixed=10)
    for code in ("oil", "oil-big", "nappies", "rice"):
        stand.lot(code, 200)
    stand.lot("apples", grams=9000)
    stand.household()
    return stand


def put(stand: Stand, quota: str, limit: str, period: str = "week", **named: object) -> None:
    stand.do(quotas.set_quota, quota, limit=limit, period=period, **named)


def used(stand: Stand, card: str = "H1", on: str | None = None) -> tuple[Use, ...]:
    date = day(on) if on else stand.today
    with stand.shop.reading() as session:
        return visit(session, households.find(session, card), on=date, settings=rules.current(session, date)).quotas


def left(stand: Stand, on: str | None = None, card: str = "H1") -> int:
    (use,) = used(stand, card, on)
    return use.left


def test_a_new_shop_blocks_nothing_whatever_word_its_products_carry(shelf: Stand):
    assert used(shelf) == ()
    shelf.sell("H1", ("oil", 50))
    assert shelf.rows("SELECT * FROM quota_entry") == []


def test_goods_of_one_quota_count_together_and_others_not(shelf: Stand):
    put(shelf, " OIL ", "2 3")
    shelf.sell("H1", "oil", ("rice", 9))
    shelf.sell("H1", "oil-big")
    assert left(shelf) == 0
    with pytest.raises(QuotaUsed) as refused:
        shelf.sell("H1", "oil")
    assert refused.value.details == {"name": "Oil", "left": 0, "wanted": 1, "over": 1, "until": day("2026-11-29")}
    shelf.sell("H1", "rice")
    assert shelf.faults() == []
    assert faults(shelf) == []


def test_the_goods_of_one_basket_count_together(shelf: Stand):
    put(shelf, "oil", "2")
    with pytest.raises(QuotaUsed):
        shelf.sell("H1", "oil", "oil-big", "oil")


def test_a_quota_of_one_product_goes_by_its_code_and_weighed_goods_by_the_gram(shelf: Stand):
    put(shelf, "apples", "500")
    shelf.sell("H1", ("apples", "300g"))
    with pytest.raises(QuotaUsed):
        shelf.sell("H1", ("apples", "201g"))
    shelf.sell("H1", ("apples", "200g"))
    assert left(shelf) == 0


@pytest.mark.parametrize(("people", "limit"), [(0, 0), (1, 1), (2, 1), (3, 4), (9, 4)])
def test_the_last_step_is_for_all_who_are_more(shelf: Stand, people: int, limit: int):
    shelf.household("H2", adults=people)
    put(shelf, "oil", "1 1 4")
    assert left(shelf, card="H2") == limit


def test_nappies_by_the_age_in_months_which_changes_on_the_first_of_the_birth_month(shelf: Stand):
    shelf.household("H2", members=[(1990, None), (2026, 6), (2026, 7)])
    put(shelf, "nappies-4", "3-5:2 6-11:1", "month")
    days = ("2026-11-30", "2026-12-01", "2026-12-31", "2027-01-01", "2027-06-01", "2027-07-01")
    assert [left(shelf, on, "H2") for on in days] == [4, 3, 3, 2, 1, 0]


def test_who_has_only_a_year_of_birth_is_taken_as_born_in_january(shelf: Stand):
    shelf.household("H2", members=[(2026, None)])
    put(shelf, "nappies-4", "10-10:5", "month")
    assert [left(shelf, on, "H2") for on in ("2026-11-30", "2026-12-01")] == [5, 0]


def test_where_people_are_only_counted_each_child_has_the_most_that_any_age_has(shelf: Stand):
    shelf.household("H2", adults=1, children=2)
    put(shelf, "nappies-4", "0-5:3 6-11:1", "month")
    assert left(shelf, card="H2") == 6
    assert left(shelf) == 0


@pytest.mark.parametrize(
    ("period", "last", "next_day"),
    [
        ("week", "2026-11-29", "2026-11-30"),
        ("week", "2027-01-03", "2027-01-04"),
        ("month", "2026-11-30", "2026-12-01"),
        ("month", "2026-12-31", "2027-01-01"),
        ("month", "2027-02-28", "2027-03-01"),
    ],
)
def test_a_quota_is_whole_again_on_monday_or_on_the_first(shelf: Stand, period: str, last: str, next_day: str):
    put(shelf, "oil", "1", period)
    shelf.on(last).sell("H1", "oil")
    with pytest.raises(QuotaUsed):
        shelf.on(last).sell("H1", "oil")
    assert shelf.on(next_day).sell("H1", "oil").number


def test_a_week_over_the_new_year_is_one_week_though_the_pseudonym_is_another(shelf: Stand):
    put(shelf, "oil", "1", "week")
    shelf.on("2026-12-31").sell("H1", "oil")
    with pytest.raises(QuotaUsed):
        shelf.on("2027-01-01").sell("H1", "oil")


def test_void_and_refund_give_back_to_the_period_of_the_sale(shelf: Stand):
    put(shelf, "oil", "3")
    sunday, monday = shelf.on("2026-11-29"), shelf.on("2026-11-30")
    first = sunday.sell("H1", ("oil", 2), "rice")
    second = sunday.sell("H1", "oil-big")
    monday.refund(first.number, "oil", "rice")
    monday.void(second.number)
    assert [left(shelf, on) for on in ("2026-11-29", "2026-11-30")] == [2, 3]
    monday.refund(first.number, "oil")
    assert [left(shelf, on) for on in ("2026-11-29", "2026-11-30")] == [3, 3]
    assert shelf.faults() == []
    assert faults(shelf) == []


def test_a_quota_has_a_first_day_and_an_end_and_the_past_keeps_its_own(shelf: Stand):
    put(shelf, "oil", "1", valid_from=day("2026-11-26"))
    put(shelf, "oil", "2", valid_from=day("2026-11-28"))
    shelf.do(quotas.end_quota, "Oil", valid_from=day("2026-12-02"))
    days = ("2026-11-25", "2026-11-26", "2026-11-28", "2026-12-01", "2026-12-02")
    assert [[use.limit for use in used(shelf, on=on)] for on in days] == [[], [1], [2], [2], []]
    with pytest.raises(NoSuchQuota):
        shelf.do(quotas.end_quota, "oil", valid_from=day("2026-12-03"))
    sale = shelf.on("2026-11-28").sell("H1", ("oil", 2))
    shelf.on("2026-12-03").void(sale.number)
    assert left(shelf, "2026-11-28") == 2
    assert faults(shelf) == []


def test_a_manager_with_a_reason_may_set_a_quota_aside_and_it_is_listed(shelf: Stand):
    put(shelf, "oil", "1")
    with pytest.raises(NotAllowed):
        shelf.as_("staff").sell("H1", ("oil", 3), override="a feast")
    sale = shelf.sell("H1", ("oil", 3), override="a feast")
    assert left(shelf) == -2
    (row,) = shelf.rows("SELECT broken_rules FROM sale")
    assert "QuotaUsed" in str(row.broken_rules)
    shelf.sell("H1", "rice")  # over one quota, all else still goes
    shelf.void(sale.number)
    assert left(shelf) == 1


def test_a_sale_on_paper_is_booked_and_charged_on_its_day(shelf: Stand):
    put(shelf, "oil", "1", valid_from=day("2026-11-01"))
    shelf.sell("H1", ("oil", 2), paper=Kept("P1", shelf.on("2026-11-17").now))
    assert [left(shelf, on) for on in ("2026-11-17", None)] == [-1, 1]


def test_the_basket_tells_what_is_left_and_what_is_too_many(shelf: Stand):
    put(shelf, "oil", "2")
    basket = shelf.welcome()
    told = [shelf.scan(basket, code).basket.lines[0] for code in ("oil", "oil-big", "oil")]
    assert [line.quota_left for line in told] == [1, 0, -1]
    assert told[0].notices == ("1 more of this may go along for now.",)
    assert told[1].notices == ("That is all of this for now.",)
    assert told[2].notices == ("That is 1 more than may go along for now: put some back.",)
    assert shelf.scan(basket, "rice").basket.lines[-1].quota_left is None
    with pytest.raises(QuotaUsed, match="Put some back"):
        shelf.pay(basket)


@pytest.mark.parametrize(
    ("limit", "period"),
    [("", "week"), ("1,2", "week"), ("5-3:1", "month"), ("0-3", "month"), ("-1", "week"), ("1", "day")],
)
def test_what_is_no_limit_is_refused(shelf: Stand, limit: str, period: str):
    with pytest.raises(BadQuota):
        put(shelf, "oil", limit, period)


def test_a_quota_is_of_goods_that_the_shop_knows_and_for_those_who_set_rules(shelf: Stand):
    with pytest.raises(NothingCarriesQuota):
        put(shelf, "moon[b]", "1")
    with pytest.raises(NotAllowed):
        put(shelf.as_("volunteer"), "oil", "1")


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE quota_entry SET amount = 7 WHERE amount = 2", ("quota", "1-000001")),
        ("UPDATE quota_entry SET happened_on = '2026-11-01' WHERE amount < 0", ("quota", "1-000002")),
        ("UPDATE quota_entry SET pseudonym = 'other' WHERE amount > 0", ("quota", "1-000001")),
        ("UPDATE quota_entry SET document_id = 'nothing' WHERE amount > 0", ("quota", "nothing")),
        ("DELETE FROM quota_entry WHERE amount < 0", ("quota_back", "1-000002")),
    ],
)
def test_every_fault_in_the_books_of_quotas_is_found(shelf: Stand, statement: str, found: tuple[str, str]):
    put(shelf, "oil", "3")
    shelf.refund(shelf.sell("H1", ("oil", 2)).number, "oil")
    assert faults(shelf) == []
    tamper(shelf, statement)
    assert found in faults(shelf)


def test_a_quota_set_and_ended_in_one_go_is_ended(stand: Stand):
    stand.product("oil", fixed=10)
    with stand.shop.writing.begin() as session:
        quotas.set_quota(session, "oil", period="week", limit="1", at=stand.at, now=stand.now)
        assert quotas.end_quota(session, "oil", at=stand.at, now=stand.now) == "oil"
    assert stand.ask(quotas.listed, stand.today) == ()
