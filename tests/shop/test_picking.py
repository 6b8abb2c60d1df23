"""Which lot goods are from, and whether it may go out: the rulings, sentence by sentence."""

from __future__ import annotations

from typing import Any

import pytest

from kruidenier.shop.goods.dates import GracePassed, UseByPassed
from kruidenier.shop.goods.judging import LotBlocked, OnlyEsfGoods, OnlyForEsf, Recalled
from kruidenier.shop.goods.picking import NoSuchLot
from kruidenier.shop.till.values import Kept, SaleDocument, Scanned, WhichDate
from tests.kit import NOW, Stand, day


@pytest.fixture
def shelf(stand: Stand) -> Stand:
    """Milk of a group without grace, tins of one with a year, a household and one that may have European goods."""
    stand.product("milk", group="milk", fixed=80, content=1000, unit="ml")
    stand.product("tin", group="canned", fixed=60, content=400)
    stand.household("H1", adults=9)
    stand.household("EU", adults=9, esf=("2020-01-01", None))
    stand.household("only-EU", adults=9, grocery=None, esf=("2020-01-01", None))
    return stand


def lots(sale: SaleDocument) -> list[str]:
    return [taken.lot for line in sale.lines for taken in line.taken]


def question(scanned: Scanned) -> WhichDate:
    assert isinstance(scanned.ask, WhichDate)
    return scanned.ask


# Which lot


def test_first_expired_first_out_and_no_date_last(shelf: Stand):
    """Lesson 22: dates live on lots, and one product has as many as it was brought."""
    none = shelf.lot("tin", 1)
    late = shelf.lot("tin", 1, best_before="2027-06-01")
    soon = shelf.lot("tin", 1, best_before="2026-12-01")
    assert [*lots(shelf.sell("H1", "tin")), *lots(shelf.sell("H1", ("tin", 2)))] == [soon, late, none]


def test_of_the_same_last_day_the_oldest_receipt_and_then_the_lowest_number(shelf: Stand):
    first = shelf.lot("tin", 1, best_before="2026-12-01", received="2026-11-20")
    second = shelf.lot("tin", 1, best_before="2026-12-01", received="2026-11-20")
    oldest = shelf.lot("tin", 1, best_before="2026-12-01", received="2026-11-10")
    assert lots(shelf.sell("H1", ("tin", 3))) == [oldest, first, second]


def test_it_is_the_last_day_that_counts_not_the_date(shelf: Stand):
    best_before = shelf.lot("tin", 1, best_before="2026-11-30")  # good for a year more
    use_by = shelf.lot("tin", 1, use_by="2026-12-05")
    assert lots(shelf.sell("H1", ("tin", 2))) == [use_by, best_before]


def test_european_goods_first_for_an_entitled_household_and_free(shelf: Stand):
    bought = shelf.lot("tin", 5, best_before="2026-12-01")
    free = shelf.lot("tin", 1, origin="esf", best_before="2027-12-01")
    sale = shelf.sell("EU", ("tin", 2))
    assert lots(sale) == [free, bought]
    assert [(line.count, line.unit_price_cents) for line in sale.lines] == [(1, 0), (1, 60)]


def test_european_goods_are_passed_over_for_others(shelf: Stand):
    shelf.lot("tin", 1, origin="esf", best_before="2026-12-01")
    bought = shelf.lot("tin", 1, best_before="2027-12-01")
    assert lots(shelf.sell("H1", "tin")) == [bought]


def test_a_known_lot_in_the_code_wins(shelf: Stand):
    shelf.product("05400000000003", group="canned", fixed=60)
    shelf.lot("05400000000003", 5, best_before="2026-12-01", lot_code="A1")
    other = shelf.lot("05400000000003", 5, best_before="2027-12-01", lot_code="L42")
    assert lots(shelf.sell("H1", "0105400000000003" + "10L42")) == [other]
    assert lots(shelf.sell("H1", "0105400000000003" + "10UNKNOWN")) != [other]


def test_a_lot_that_somebody_chose_wins(shelf: Stand):
    shelf.lot("tin", 5, best_before="2026-12-01")
    other = shelf.lot("tin", 5, best_before="2027-12-01")
    basket = shelf.welcome()
    shelf.scan(basket, "tin", lot=other)
    assert lots(shelf.pay(basket)) == [other]
    basket = shelf.welcome()
    with pytest.raises(NoSuchLot, match="Tin has no lot L9-000009"):
        shelf.scan(basket, "tin", lot="L9-000009")


def test_what_lies_in_another_open_basket_is_not_promised_twice(shelf: Stand):
    first = shelf.lot("tin", 1, best_before="2026-12-01")
    second = shelf.lot("tin", 1, best_before="2027-12-01")
    mine, theirs = shelf.welcome("H1"), shelf.welcome("EU")
    shelf.scan(mine, "tin")
    shelf.scan(theirs, "tin")
    assert lots(shelf.pay(theirs)) == [second]
    assert lots(shelf.pay(mine)) == [first]


def test_another_price_is_another_line(shelf: Stand):
    shelf.setting("price.cap_percent.donated", 20)
    shelf.product("rice", reference=200)
    shelf.lot("rice", 1, origin="donated", best_before="2026-12-01")
    shelf.lot("rice", 1, origin="bought", best_before="2027-12-01")
    sale = shelf.sell("H1", ("rice", 2))
    assert [(line.count, line.unit_price_cents) for line in sale.lines] == [(1, 40), (1, 100)]


def test_lots_at_the_same_price_are_one_line_with_two_takes(shelf: Stand):
    shelf.lot("tin", 1, best_before="2026-12-01")
    shelf.lot("tin", 5, best_before="2027-12-01")
    sale = shelf.sell("H1", ("tin", 3), "tin")
    assert [(line.count, [t.count for t in line.taken]) for line in sale.lines] == [(4, [1, 3])]


# Date on the pack


def test_the_screen_asks_which_date_where_one_has_passed_and_not_where_all_are_good(shelf: Stand):
    shelf.lot("milk", 5, use_by="2026-11-23")
    shelf.lot("milk", 5, use_by="2026-11-24")
    basket = shelf.welcome()
    asked = question(shelf.scan(basket, "milk", ask=True))
    assert [(c.digit, c.date, c.allowed) for c in asked.choices] == [
        (1, day("2026-11-23"), False),
        (2, day("2026-11-24"), True),
    ]
    assert [c.price_cents for c in asked.choices] == [None, 80]
    assert shelf.scan(basket, "tin", ask=True).ask is None


def test_nothing_is_added_while_the_question_stands_and_the_answer_is_the_same_scan(shelf: Stand):
    shelf.lot("milk", 5, use_by="2026-11-23")
    good = shelf.lot("milk", 5, use_by="2026-11-24")
    basket = shelf.welcome()
    assert shelf.scan(basket, "milk", ask=True).basket.lines == ()
    with pytest.raises(UseByPassed):
        shelf.scan(basket, "milk", ask=True, date=day("2026-11-23"))
    assert shelf.scan(basket, "milk", ask=True, date=day("2026-11-24")).basket.total_cents == 80
    assert lots(shelf.pay(basket)) == [good]


def test_the_screen_asks_where_european_goods_or_prices_differ(shelf: Stand):
    shelf.lot("tin", 5)
    shelf.lot("tin", 5, origin="esf")
    assert [c.why for c in question(shelf.scan(shelf.welcome("EU"), "tin", ask=True)).choices] == [
        "no date, EU: free",
        "no date: allowed",
    ]
    shelf.setting("price.cap_percent.garden", 50)
    shelf.lot("milk", 5)
    shelf.lot("milk", 5, origin="garden")
    assert {c.price_cents for c in question(shelf.scan(shelf.welcome("H1"), "milk", ask=True)).choices} == {40, 80}


def test_the_console_takes_the_first_to_go_silently(shelf: Stand):
    shelf.lot("milk", 5, use_by="2026-11-23")
    good = shelf.lot("milk", 5, use_by="2026-11-24")
    assert lots(shelf.sell("H1", "milk")) == [good]


@pytest.mark.parametrize("ask", [True, False])
def test_a_passed_date_given_with_the_code_refuses_whatever_the_books_say(shelf: Stand, ask: bool):
    shelf.lot("milk", 5, use_by="2026-12-24")
    basket = shelf.welcome()
    with pytest.raises(UseByPassed, match="Milk: the use-by date 23/11/2026 has passed"):
        shelf.scan(basket, "milk", date=day("2026-11-23"), ask=ask)


def test_a_passed_date_in_the_code_refuses_whatever_the_books_say(shelf: Stand):
    shelf.product("05400000000003", group="canned", fixed=60)
    shelf.lot("05400000000003", 5, best_before="2027-12-01")
    with pytest.raises(UseByPassed):
        shelf.sell("H1", "0105400000000003" + "17261123")
    with pytest.raises(GracePassed):
        shelf.sell("H1", "0105400000000003" + "15251123")
    assert shelf.sell("H1", "0105400000000003" + "17261124").total_cents == 60
    assert shelf.sell("H1", "0105400000000003" + "15251124").total_cents == 60


def test_a_date_without_mark_is_read_as_the_books_mark_it(shelf: Stand):
    shelf.lot("tin", 5, use_by="2027-12-01")
    with pytest.raises(UseByPassed):
        shelf.sell("H1", ("tin", day("2026-11-23")))


def test_the_lot_with_the_date_on_the_pack_is_taken_first(shelf: Stand):
    shelf.lot("milk", 5, use_by="2026-11-25")
    other = shelf.lot("milk", 5, use_by="2026-11-30")
    assert lots(shelf.sell("H1", ("milk", day("2026-11-30")))) == [other]


def test_a_date_that_the_books_do_not_know_is_drawn_from_the_first_to_go(shelf: Stand):
    first = shelf.lot("milk", 5, use_by="2026-11-25")
    assert lots(shelf.sell("H1", ("milk", day("2026-11-28")))) == [first]


def test_goods_past_their_best_before_go_out_within_grace_and_it_must_be_told(shelf: Stand):
    shelf.lot("tin", 5, best_before="2026-11-23")
    basket = shelf.welcome()
    (line,) = shelf.scan(basket, "tin").basket.lines
    assert line.notices == ("Best before 23/11/2026 has passed: still good, say so.",)
    assert shelf.pay(basket).lines[0].notices == ("best_before_passed",)


def test_what_must_be_told_follows_the_pack_in_the_hand_not_the_books(shelf: Stand):
    shelf.lot("tin", 5, best_before="2027-11-23")
    assert shelf.sell("H1", ("tin", day("2026-11-20"))).lines[0].notices == ("best_before_passed",)
    shelf.product("soup", group="canned", fixed=60)
    shelf.lot("soup", 5, best_before="2026-11-20")
    assert shelf.sell("H1", ("soup", day("2027-11-23"))).lines[0].notices == ()


def test_the_date_on_the_pack_is_judged_again_at_payment(shelf: Stand):
    shelf.lot("milk", 5, use_by="2026-12-24")
    basket = shelf.welcome()
    shelf.scan(basket, "milk", date=day("2026-11-24"))
    with pytest.raises(UseByPassed):
        shelf.on("2026-11-25").pay(basket)


# Nothing in the books


def test_with_no_lot_left_it_is_drawn_from_the_oldest_bulk_lot_of_the_group(shelf: Stand):
    shelf.crates("canned", 5000, received="2026-11-20")
    oldest = shelf.crates("canned", 5000, received="2026-11-10")
    shelf.crates("fruit", 5000, received="2026-01-01")
    sale = shelf.sell("H1", ("tin", 2))
    (taken,) = sale.lines[0].taken
    assert (taken.lot, taken.known_by, taken.origin, taken.count, taken.grams) == (
        oldest,
        "attributed",
        "donated",
        2,
        800,
    )
    assert shelf.left(oldest) == (0, 4200)
    assert shelf.faults() == []


def test_a_bulk_lot_of_european_goods_or_a_blocked_one_is_passed_over(shelf: Stand):
    shelf.crates("canned", 5000, origin="esf", received="2026-01-01")
    shelf.crates("canned", 5000, state="blocked", received="2026-01-02")
    shelf.crates("canned", 5000, use_by="2026-11-23", received="2026-01-03")
    good = shelf.crates("canned", 5000)
    assert lots(shelf.sell("EU", "tin")) == [good]


def test_with_nothing_at_all_it_is_a_shortfall_at_the_products_price_with_a_count_task(shelf: Stand):
    shelf.setting("price.cap_percent.donated", 0)
    sale = shelf.sell("EU", ("tin", 2))
    (line,) = sale.lines
    (taken,) = line.taken
    assert (line.total_cents, taken.origin, taken.date, taken.count) == (120, "unknown", None, 2)
    assert shelf.left(taken.lot) == (-2, -800)
    assert len(shelf.rows("SELECT 1 FROM count_task WHERE settled_at IS NULL")) == 1
    shelf.sell("EU", "tin")
    assert shelf.left(taken.lot) == (-3, -1200)  # one lot and one task for each product
    assert len(shelf.rows("SELECT 1 FROM count_task")) == 1
    assert shelf.faults() == []


def test_beyond_what_is_left_the_rest_is_a_shortfall(shelf: Stand):
    lot = shelf.lot("tin", 2, grams=800)
    sale = shelf.sell("H1", ("tin", 3))
    assert [(taken.lot == lot, taken.count) for taken in sale.lines[0].taken] == [(True, 2), (False, 1)]
    assert shelf.faults() == []


@pytest.mark.parametrize(
    ("lot", "refusal"),
    [
        ({"use_by": "2026-11-23"}, UseByPassed),
        ({"best_before": "2025-11-23"}, GracePassed),
        ({"origin": "esf"}, OnlyForEsf),
        ({"state": "blocked"}, LotBlocked),
        ({"state": "recalled"}, Recalled),
    ],
)
def test_something_left_that_may_not_go_out_is_refused(shelf: Stand, lot: dict[str, Any], refusal: type[Exception]):
    shelf.lot("tin", 5, **lot)
    shelf.crates("canned", 5000)
    with pytest.raises(refusal, match="Tin"):
        shelf.sell("H1", "tin")
    assert shelf.faults() == []


def test_staff_may_book_goods_found_on_the_shelf_with_the_date_on_the_pack(shelf: Stand):
    shelf.lot("tin", 5, use_by="2026-11-23")
    found = ("tin", day("2026-12-24"))
    with pytest.raises(UseByPassed):
        shelf.as_("volunteer").sell("H1", found)
    sale = shelf.as_("staff").sell("H1", found)
    (taken,) = sale.lines[0].taken
    assert (taken.origin, taken.date) == ("unknown", day("2026-12-24"))
    assert shelf.faults() == []


def test_staff_may_not_book_a_found_pack_whose_date_has_passed(shelf: Stand):
    shelf.lot("tin", 5, use_by="2026-11-22")
    with pytest.raises(UseByPassed):
        shelf.sell("H1", ("tin", day("2026-11-23")))


def test_a_household_for_european_goods_only_gets_them_free_and_nothing_else(shelf: Stand):
    free = shelf.lot("tin", 1, origin="esf")
    sale = shelf.sell("only-EU", "tin", pay="")
    assert (lots(sale), sale.total_cents) == ([free], 0)
    with pytest.raises(OnlyEsfGoods):
        shelf.sell("only-EU", "tin")  # a shortfall is never European
    shelf.lot("tin", 5)
    with pytest.raises(OnlyEsfGoods):
        shelf.sell("only-EU", "tin")


def test_european_goods_stay_on_their_own_account_when_another_till_took_the_last(shelf: Stand):
    free = shelf.lot("tin", 1, origin="esf")
    bought = shelf.lot("tin", 5)
    basket = shelf.welcome("EU")
    shelf.scan(basket, "tin")
    with shelf.shop.writing.begin() as session:
        from sqlalchemy import select

        from kruidenier.shop.goods import stock

        lot_id = session.scalars(select(stock.Lot.id).where(stock.Lot.number == free)).one()
        gone = [stock.Change(lot_id, -1, 0, "counted")]
        stock.book(session, gone, reason="waste", document_id=None, at=shelf.at, now=shelf.now)
    sale = shelf.pay(basket, "")
    assert sale.total_cents == 0
    assert lots(sale) != [bought]
    assert shelf.left(bought) == (5, 0)
    assert shelf.faults() == []


# Recall


def test_while_a_recalled_lot_may_lie_on_a_shelf_a_scan_without_lot_asks_for_it(shelf: Stand):
    shelf.lot("tin", 5, lot_code="BAD", state="recalled")
    shelf.lot("tin", 5, lot_code="GOOD")
    asked = question(shelf.scan(shelf.welcome(), "tin", ask=True))
    assert sorted((c.allowed, c.why) for c in asked.choices) == [
        (False, "no date, lot BAD: recalled"),
        (True, "no date: allowed"),
    ]


def test_the_console_refuses_while_a_recalled_lot_may_lie_on_a_shelf(shelf: Stand):
    shelf.lot("tin", 5, lot_code="BAD", state="recalled")
    shelf.lot("tin", 5, lot_code="GOOD")
    with pytest.raises(Recalled, match="Read the lot on the pack"):
        shelf.sell("H1", "tin")


def test_the_lot_on_the_pack_settles_it(shelf: Stand):
    shelf.product("05400000000003", group="canned", fixed=60)
    shelf.lot("05400000000003", 5, lot_code="BAD", state="recalled")
    good = shelf.lot("05400000000003", 5, lot_code="GOOD")
    assert lots(shelf.sell("H1", "010540000000000310GOOD")) == [good]
    with pytest.raises(Recalled):
        shelf.sell("H1", "010540000000000310BAD")


def test_a_lot_recalled_after_the_scan_is_refused_at_payment(shelf: Stand):
    lot = shelf.lot("tin", 5)
    basket = shelf.welcome()
    shelf.scan(basket, "tin")
    for state, refusal in (("recalled", Recalled), ("blocked", LotBlocked)):
        shelf.state(lot, state)
        with pytest.raises(refusal):
            shelf.pay(basket)
    shelf.state(lot, "live")
    assert shelf.pay(basket).total_cents == 60


# What was sold on paper


def test_goods_on_paper_come_from_a_lot_that_was_allowed_if_there_is_one(shelf: Stand):
    shelf.lot("tin", 5, origin="esf", best_before="2026-11-26")
    shelf.lot("tin", 5, use_by="2026-11-20")
    shelf.lot("tin", 5, state="recalled", best_before="2026-11-25")
    good = shelf.lot("tin", 5, best_before="2027-12-01")
    sale = shelf.sell("H1", "tin", paper=Kept("P1", NOW))
    assert lots(sale) == [good]
    assert sale.total_cents == 60


def test_goods_on_paper_are_booked_even_if_no_lot_was_allowed_and_it_is_listed(shelf: Stand):
    shelf.lot("tin", 5, use_by="2026-11-20")
    sale = shelf.sell("H1", "tin", paper=Kept("P1", NOW))
    assert sale.total_cents == 60
    (row,) = shelf.rows("SELECT broken_rules FROM sale")
    assert "UseByPassed" in str(row.broken_rules)


def test_a_passed_date_written_on_paper_is_listed(shelf: Stand):
    shelf.lot("milk", 5, use_by="2026-12-24")
    shelf.sell("H1", ("milk", day("2026-11-20")), paper=Kept("P1", NOW))
    (row,) = shelf.rows("SELECT broken_rules FROM sale")
    assert "UseByPassed" in str(row.broken_rules)
