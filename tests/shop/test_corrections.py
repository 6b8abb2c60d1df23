"""Voids and refunds: new documents, exact money, the same lots, the sale's own period."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kruidenier.shop.office.once import IdUsedForAnother
from kruidenier.shop.office.staff import NotAllowed
from kruidenier.shop.till import sales
from kruidenier.shop.till.corrections import (
    AlreadyRefunded,
    AlreadyVoid,
    NeedsReason,
    NotASale,
    NothingToRefund,
    cash_back,
)
from kruidenier.shop.till.kept import Back, MoreThanSold, NotSoldThere
from kruidenier.shop.till.payments import UnknownMethod, rounded_cash
from kruidenier.shop.till.sales import NoSuchSale
from kruidenier.shop.till.scanning import SoldByPiece, SoldByWeight
from kruidenier.shop.till.values import Paid
from kruidenier.store.base import new_id
from tests.kit import Stand


@pytest.fixture
def shelf(stand: Stand) -> Stand:
    """Sweets at 53 cents, apples at 1.99 a kilogram, and a household."""
    stand.product("sweets", fixed=53, content=100)
    stand.product("apples", group="fruit", by_weight=True, fixed=199)
    stand.household("H1", adults=9)
    return stand


# Voids


def test_a_void_reverses_each_payment_exactly_rounding_included(shelf: Stand):
    lot = shelf.lot("sweets", 10, grams=1000)
    sale = shelf.sell("H1", ("sweets", 4), pay={"voucher": 50, "cash": None})
    assert (sale.total_cents, sale.rounding_cents) == (212, -2)
    void = shelf.void(sale.number)
    assert (void.kind, void.number, void.of) == ("void", "1-000002", sale.number)
    assert (void.total_cents, void.rounding_cents, void.change_cents) == (-212, 2, 0)
    assert void.payments == (Paid("voucher", -50, None), Paid("cash", -160, None))
    assert [(line.count, line.total_cents) for line in void.lines] == [(-4, -212)]
    assert [(taken.lot, taken.count, taken.grams) for line in void.lines for taken in line.taken] == [(lot, -4, -400)]
    assert shelf.left(lot) == (10, 1000)
    assert shelf.spent("H1") == 0
    assert shelf.faults() == []


def test_the_sale_itself_is_not_touched_and_points_at_its_void(shelf: Stand):
    shelf.lot("sweets", 10)
    sale = shelf.sell("H1", "sweets")
    void = shelf.void(sale.number)
    assert shelf.ask(sales.look_up, sale.number) == dataclasses.replace(sale, later=(void.number,))
    assert shelf.ask(sales.look_up, void.number) == void


def test_a_void_counts_on_its_own_day_and_gives_the_budget_back_to_that_of_the_sale(shelf: Stand):
    shelf.lot("sweets", 10)
    sale = shelf.on("2026-11-20").sell("H1", "sweets")
    void = shelf.void(sale.number)
    assert str(void.date) == "2026-11-24"
    assert (shelf.spent("H1", "2026-11-20"), shelf.spent("H1", "2026-11-24")) == (0, 0)


def test_a_sale_is_void_once(shelf: Stand):
    shelf.lot("sweets", 10)
    sale = shelf.sell("H1", "sweets")
    shelf.void(sale.number)
    with pytest.raises(AlreadyVoid, match="1-000001 was cancelled before, by 1-000002"):
        shelf.void(sale.number)
    with pytest.raises(AlreadyVoid):
        shelf.refund(sale.number, "sweets")
    assert shelf.faults() == []


def test_no_void_after_a_refund_and_none_of_a_correction(shelf: Stand):
    shelf.lot("sweets", 10)
    sale = shelf.sell("H1", ("sweets", 2))
    refund = shelf.refund(sale.number, "sweets")
    with pytest.raises(AlreadyRefunded, match=refund.number):
        shelf.void(sale.number)
    for deed in (shelf.void, lambda number: shelf.refund(number, "sweets")):
        with pytest.raises(NotASale):
            deed(refund.number)


def test_a_void_of_free_goods_gives_nothing_back_but_the_goods(shelf: Stand):
    shelf.product("soap", fixed=0)
    lot = shelf.lot("soap", 5)
    sale = shelf.sell("H1", "soap", pay="")
    assert shelf.void(sale.number).payments == ()
    assert shelf.left(lot) == (5, 0)
    assert shelf.faults() == []


def test_everything_goes_back_where_it_came_from(shelf: Stand):
    shelf.product("tin", group="soups", fixed=60, content=400)
    first = shelf.lot("sweets", 2, grams=199, best_before="2027-01-01")
    second = shelf.lot("sweets", 2, grams=201, best_before="2027-06-01")
    crate = shelf.crates("soups", 1000)
    sale = shelf.sell("H1", ("sweets", 5), ("tin", 3), ("apples", "333g"))
    assert shelf.left(crate) == (0, 0)
    shelf.void(sale.number)
    assert (shelf.left(first), shelf.left(second), shelf.left(crate)) == ((2, 199), (2, 201), (0, 1000))
    assert shelf.left("S-sweets") == shelf.left("S-apples") == (0, 0)
    assert shelf.faults() == []


# Refunds


def test_a_refund_is_the_lines_total_less_the_total_of_what_is_kept(shelf: Stand):
    lot = shelf.lot("apples", grams=5000)
    sale = shelf.sell("H1", ("apples", "1001g"), pay="card")
    assert sale.total_cents == 199
    parts = [shelf.refund(sale.number, ("apples", "333g"), pay="card") for _ in range(3)]
    assert [part.total_cents for part in parts] == [-66, -66, -67]  # 133 kept, 67 kept, 0 kept
    rest = shelf.refund(sale.number, ("apples", "2g"), pay="card")
    assert rest.total_cents == 0
    assert sum(part.total_cents for part in [*parts, rest]) == -199
    assert shelf.left(lot) == (0, 5000)
    assert shelf.spent("H1") == 0
    assert shelf.faults() == []


def test_a_refund_is_a_document_with_negative_amounts(shelf: Stand):
    lot = shelf.lot("sweets", 10, grams=1000)
    sale = shelf.sell("H1", ("sweets", 3))
    refund = shelf.refund(sale.number, ("sweets", 2), reason="broken")
    assert (refund.kind, refund.of, refund.card, refund.change_cents) == ("refund", sale.number, "H1", 0)
    assert (refund.total_cents, refund.rounding_cents) == (-106, 1)
    assert refund.payments == (Paid("cash", -105, None),)
    assert [(line.code, line.count, line.unit_price_cents) for line in refund.lines] == [("sweets", -2, 53)]
    assert shelf.left(lot) == (9, 900)
    assert shelf.ask(sales.look_up, refund.number) == refund
    assert shelf.ask(sales.look_up, sale.number).later == (refund.number,)
    assert shelf.faults() == []


@pytest.mark.parametrize(("method", "amount"), [("cash", -55), ("card", -53), ("voucher", -53)])
def test_only_cash_is_rounded(shelf: Stand, method: str, amount: int):
    shelf.lot("sweets", 10)
    sale = shelf.sell("H1", ("sweets", 3))
    assert shelf.refund(sale.number, "sweets", pay=method).payments == (Paid(method, amount, None),)


def test_without_rounding_a_refund_in_cash_is_exact(shelf: Stand):
    shelf.setting("cash.rounding", "off")
    shelf.lot("sweets", 10)
    sale = shelf.sell("H1", ("sweets", 3))
    assert shelf.refund(sale.number, "sweets").payments == (Paid("cash", -53, None),)


def test_all_refunds_together_never_give_back_more_cash_than_was_paid(shelf: Stand):
    shelf.lot("sweets", 10)
    sale = shelf.sell("H1", ("sweets", 2))
    assert sale.payments == (Paid("cash", 105, 105),)
    first, second = (shelf.refund(sale.number, "sweets").payments[0].amount_cents for _ in range(2))
    assert (first, second) == (-55, -50)
    assert shelf.faults() == []


def test_what_comes_back_in_cash_can_be_made_of_coins(shelf: Stand):
    shelf.lot("sweets", 10)
    sale = shelf.sell("H1", ("sweets", 2))  # 1.05 in cash for 1.06
    assert shelf.refund(sale.number, "sweets", pay="card").payments == (Paid("card", -53, None),)
    assert shelf.refund(sale.number, "sweets").payments == (Paid("cash", -50, None),)
    assert shelf.faults() == []


def test_nobody_pays_for_bringing_something_back(shelf: Stand):
    shelf.product("soap", fixed=0)
    shelf.lot("sweets", 10)
    shelf.lot("soap", 5)
    sale = shelf.sell("H1", ("sweets", 2), "soap")
    shelf.refund(sale.number, ("sweets", 2), pay="card")  # a cent more than was paid in cash
    assert shelf.refund(sale.number, "soap").payments == (Paid("cash", 0, None),)
    assert shelf.faults() == []


@given(paid=st.integers(0, 400), wanted=st.integers(0, 400), before=st.integers(-5, 400))
def test_cash_back_is_never_negative_nor_more_than_is_left_and_always_in_coins(paid: int, wanted: int, before: int):
    back = cash_back(wanted, most=paid - before)
    assert 0 <= back <= max(paid - before, 0)
    assert back <= 5 or back % 5 == 0
    if rounded_cash(wanted) <= paid - before:
        assert back == rounded_cash(wanted)


def test_at_most_what_was_sold_and_not_yet_brought_back(shelf: Stand):
    shelf.lot("sweets", 10)
    shelf.lot("apples", grams=5000)
    sale = shelf.sell("H1", ("sweets", 3), ("apples", "500g"))
    shelf.refund(sale.number, ("sweets", 2), ("apples", "300g"))
    for item, left in ((("sweets", 2), 1), (("apples", "201g"), 200)):
        with pytest.raises(MoreThanSold) as refused:
            shelf.refund(sale.number, item)
        assert refused.value.details["left"] == left
    with pytest.raises(MoreThanSold):
        shelf.refund(sale.number, "sweets", "sweets")
    shelf.refund(sale.number, "sweets", ("apples", "200g"))
    with pytest.raises(MoreThanSold):
        shelf.refund(sale.number, "sweets")
    assert shelf.faults() == []


@pytest.mark.parametrize("back", [Back("sweets", count=0), Back("sweets", count=-1), Back("apples", grams=0)])
def test_nothing_or_less_does_not_come_back(shelf: Stand, back: Back):
    shelf.lot("sweets", 10)
    shelf.lot("apples", grams=5000)
    sale = shelf.sell("H1", ("sweets", 3), ("apples", "500g"))
    with pytest.raises(MoreThanSold):
        shelf.refund(sale.number, back)
    assert shelf.faults() == []


def test_pieces_are_not_weighed_and_weighed_goods_not_counted(shelf: Stand):
    shelf.lot("sweets", 10)
    shelf.lot("apples", grams=5000)
    sale = shelf.sell("H1", ("sweets", 3), ("apples", "500g"))
    with pytest.raises(SoldByPiece):
        shelf.refund(sale.number, ("sweets", "100g"))
    with pytest.raises(SoldByWeight):
        shelf.refund(sale.number, ("apples", 2))


def test_without_an_amount_one_piece_comes_back_or_the_last_weighed_line_that_is_kept(shelf: Stand):
    shelf.lot("sweets", 10)
    shelf.lot("apples", grams=5000)
    sale = shelf.sell("H1", ("sweets", 3), ("apples", "500g"), ("apples", "300g"))
    assert [line.count for line in shelf.refund(sale.number, "sweets").lines] == [-1]
    assert [line.grams for line in shelf.refund(sale.number, "apples").lines] == [-300]
    assert [line.grams for line in shelf.refund(sale.number, "apples").lines] == [-500]
    with pytest.raises(MoreThanSold):
        shelf.refund(sale.number, "apples")


def test_goods_of_two_lots_come_back_to_the_one_taken_last_first(shelf: Stand):
    first = shelf.lot("sweets", 2, grams=199, best_before="2027-01-01")
    second = shelf.lot("sweets", 2, grams=201, best_before="2027-06-01")
    sale = shelf.sell("H1", ("sweets", 4))
    refund = shelf.refund(sale.number, ("sweets", 3))
    assert [(t.lot, t.count) for line in refund.lines for t in line.taken] == [(second, -2), (first, -1)]
    shelf.refund(sale.number, "sweets")
    assert (shelf.left(first), shelf.left(second)) == ((2, 199), (2, 201))
    assert shelf.faults() == []


def test_goods_of_one_lot_in_two_takes_of_a_line_come_back_to_the_gram(shelf: Stand):
    """One piece was scanned as a shortfall already, the others became one at payment."""
    from sqlalchemy import select

    from kruidenier.shop.goods import stock

    lot = shelf.lot("sweets", 2, grams=199)
    basket = shelf.welcome()
    shelf.scan(basket, "sweets", count=3)
    with shelf.shop.writing.begin() as session:
        lot_id = session.scalars(select(stock.Lot.id).where(stock.Lot.number == lot)).one()
        gone = [stock.Change(lot_id, -2, -199, "counted")]
        stock.book(session, gone, reason="waste", document_id=None, at=shelf.at, now=shelf.now)
    sale = shelf.pay(basket)
    assert {taken.lot for taken in sale.lines[0].taken} == {"S-sweets"}
    for count in (2, 1):
        shelf.refund(sale.number, ("sweets", count))
    assert shelf.left("S-sweets") == (0, 0)
    assert shelf.faults() == []


def test_pieces_of_a_crate_come_back_by_their_weight(shelf: Stand):
    shelf.product("tin", group="soups", fixed=60, content=400)
    crate = shelf.crates("soups", 1000)
    sale = shelf.sell("H1", ("tin", 3))  # 1,200 grams by the catalogue, and the crate had 1,000
    for _ in range(3):
        shelf.refund(sale.number, "tin")
    assert shelf.left(crate) == (0, 1000)
    assert shelf.faults() == []


def test_budget_goes_back_to_the_week_of_the_sale(shelf: Stand):
    shelf.lot("sweets", 10)
    sale = shelf.on("2026-11-20").sell("H1", ("sweets", 3))
    shelf.refund(sale.number, "sweets")
    assert (shelf.spent("H1", "2026-11-20"), shelf.spent("H1", "2026-11-24")) == (106, 0)


def test_a_refund_of_a_sale_of_last_year_finds_its_own_budget(shelf: Stand):
    shelf.lot("sweets", 10)
    sale = shelf.on("2026-12-31").sell("H1", ("sweets", 3))
    shelf.on("2027-01-02").refund(sale.number, ("sweets", 3))
    assert shelf.spent("H1", "2026-12-31") == 0


def test_codes_are_found_as_they_were_scanned_or_in_any_case(shelf: Stand):
    shelf.product("0012345678905", fixed=60)
    shelf.lot("sweets", 10)
    shelf.lot("0012345678905", 10)
    sale = shelf.sell("H1", ("sweets", 2), ("0012345678905", 2))
    shelf.refund(sale.number, "SWEETS", "012345678905")
    with pytest.raises(NotSoldThere, match="apples is not on sale 1-000001"):
        shelf.refund(sale.number, "apples")


def test_a_correction_needs_a_reason_goods_and_a_known_way_of_paying(shelf: Stand):
    shelf.lot("sweets", 10)
    sale = shelf.sell("H1", ("sweets", 2))
    for reason in ("", "  "):
        with pytest.raises(NeedsReason):
            shelf.void(sale.number, reason=reason)
        with pytest.raises(NeedsReason):
            shelf.refund(sale.number, "sweets", reason=reason)
    with pytest.raises(NothingToRefund):
        shelf.refund(sale.number)
    with pytest.raises(UnknownMethod):
        shelf.refund(sale.number, "sweets", pay="gold")


@pytest.mark.parametrize("number", ["", "1-000009", "\x00", "\udcff"], ids=ascii)
def test_an_unknown_number_is_a_sentence(shelf: Stand, number: str):
    with pytest.raises(NoSuchSale):
        shelf.void(number)
    with pytest.raises(NoSuchSale):
        shelf.refund(number, "sweets")


def test_volunteers_call_a_colleague(shelf: Stand):
    shelf.lot("sweets", 10)
    sale = shelf.sell("H1", ("sweets", 2))
    with pytest.raises(NotAllowed, match="cancel a sale that was paid"):
        shelf.as_("volunteer").void(sale.number)
    with pytest.raises(NotAllowed, match="take goods back"):
        shelf.as_("volunteer").refund(sale.number, "sweets")
    assert shelf.as_("staff").refund(sale.number, "sweets").total_cents == -53


def test_the_same_id_is_the_same_correction(shelf: Stand):
    shelf.lot("sweets", 10)
    sale = shelf.sell("H1", ("sweets", 4))
    sent = new_id()
    first = shelf.refund(sale.number, "sweets", id=sent)
    assert shelf.refund(sale.number, "sweets", id=sent) == first
    with pytest.raises(IdUsedForAnother):
        shelf.refund(sale.number, ("sweets", 2), id=sent)
    other = shelf.sell("H1", "sweets")
    sent = new_id()
    assert shelf.void(other.number, id=sent) == shelf.void(other.number, id=sent)
    assert len(shelf.rows("SELECT 1 FROM sale WHERE kind <> 'sale'")) == 2


def test_another_till_may_correct_and_numbers_it_in_its_own_series(shelf: Stand):
    shelf.lot("sweets", 10)
    sale = shelf.sell("H1", ("sweets", 4))
    assert shelf.another_till().refund(sale.number, "sweets").number == "2-000001"
    assert shelf.faults() == []
