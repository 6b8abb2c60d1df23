"""The shop's own lot labels, scanned at the till, at the sorting table and in a count."""

from __future__ import annotations

import datetime as dt

import pytest

from kruidenier.shop.goods import accepting, barcodes, counting
from kruidenier.shop.goods.barcodes import LotCode
from kruidenier.shop.goods.catalogue import ProductArchived, UnknownCode
from kruidenier.shop.goods.dates import UseByPassed
from kruidenier.shop.goods.judging import LotBlocked, OnlyForEsf
from kruidenier.shop.goods.labelled import NotSortedYet
from kruidenier.shop.goods.picking import NoSuchLot
from kruidenier.shop.goods.product_list import NotAnOwnCode, _own_code
from kruidenier.shop.supply import packs
from kruidenier.shop.till.scanning import SoldByWeight
from kruidenier.shop.till.values import Kept, Wanted
from tests.kit import TODAY, Stand


@pytest.fixture
def shelf(stand: Stand) -> Stand:
    """Rice by the piece, apples by weight, three households."""
    stand.product("rice", fixed=60, content=500)
    stand.product("apples", group="fruit", fixed=199, by_weight=True)
    stand.product("fruit", group="fruit", fixed=150, by_weight=True)
    stand.household("H1", adults=9)
    stand.household("EU", adults=9, esf=("2026-01-01", None))
    return stand


@pytest.mark.parametrize(
    ("typed", "meaning"),
    [
        ("L1-000042", "L1-000042"),
        ("l1-000042", "L1-000042"),
        (" Lshop2-1234567 ", "Lshop2-1234567"),
        ("]C0L1-000042", "L1-000042"),
        ("L&)àààà'é", "L1-000042"),
    ],
)
def test_the_number_of_a_lot_is_read_however_the_scanner_types_it(typed: str, meaning: str):
    assert barcodes.read(typed) == LotCode(meaning)
    assert barcodes.lot_number(typed) == meaning


@pytest.mark.parametrize("typed", ["L1-42", "L-000042", "101", "K123456782", "5410188031072", "Lait", "L1_000042"])
def test_anything_else_is_no_lot(typed: str):
    assert not isinstance(barcodes.read(typed) if typed != "L1_000042" else None, LotCode)
    assert barcodes.lot_number(f" {typed} ") == typed


def test_no_product_may_have_the_number_of_a_lot_as_its_code():
    """Lesson 48: one code must not point at two things."""
    with pytest.raises(NotAnOwnCode):
        _own_code("L1-000042")


def test_a_product_that_has_such_a_code_already_is_still_sold_by_it(shelf: Stand):
    shelf.product("L9-000001", fixed=75)
    assert shelf.sell("H1", "L9-000001").total_cents == 75


def test_the_label_names_the_lot_though_another_would_go_first(shelf: Stand):
    shelf.lot("rice", 5, best_before="2026-12-01")
    later = shelf.lot("rice", 5, best_before="2027-06-01")
    sale = shelf.sell("H1", (later, 2))
    assert [(line.code, line.count) for line in sale.lines] == [("rice", 2)]
    assert shelf.left(later) == (3, 0)


def test_a_label_answers_the_question_of_the_date(shelf: Stand):
    shelf.lot("rice", 5, use_by="2026-11-20")
    good = shelf.lot("rice", 5, use_by="2026-12-24")
    scanned = shelf.scan(shelf.welcome("H1"), good, ask=True)
    assert scanned.ask is None
    assert scanned.basket.lines[0].count == 1


def test_goods_by_weight_are_still_weighed(shelf: Stand):
    lot = shelf.lot("apples", grams=9_000)
    basket = shelf.welcome("H1")
    asked = shelf.scan(basket, lot, ask=True).ask
    assert asked is not None
    assert shelf.scan(basket, lot, ask=True, grams=700).basket.lines[0].grams == 700
    with pytest.raises(SoldByWeight):
        shelf.sell("H1", (lot, 2))


def test_what_is_in_a_hand_is_sold_though_its_lot_is_empty(shelf: Stand):
    """Lesson 13: at the counter a good pack is never blocked by a number in the books."""
    lot = shelf.lot("rice", 1, best_before="2027-06-01")
    shelf.sell("H1", lot)
    shelf.lot("rice", 5, best_before="2026-12-01")
    line = shelf.sell("H1", lot).lines[0]
    assert (line.taken[0].origin, line.taken[0].date) == ("bought", dt.date(2027, 6, 1))
    shelf.sell("H1", ("rice", 4))
    assert shelf.sell("H1", lot).lines[0].taken[0].origin == "unknown"


def test_an_empty_lot_without_a_date_is_sold_like_any_other_pack(shelf: Stand):
    lot = shelf.lot("rice", 1)
    shelf.sell("H1", lot)
    assert shelf.sell("H1", lot).lines[0].taken[0].origin == "unknown"


@pytest.mark.parametrize(
    ("state", "use_by", "refusal"), [("blocked", "2026-12-24", LotBlocked), ("live", "2026-11-20", UseByPassed)]
)
def test_an_empty_lot_that_may_not_go_out_is_refused(shelf: Stand, state: str, use_by: str, refusal: type[Exception]):
    lot = shelf.lot("rice", 1, use_by="2026-12-24")
    shelf.sell("H1", lot)
    with shelf.shop.writing.begin() as session:
        session.connection().exec_driver_sql(f"UPDATE lot SET state = '{state}', date = '{use_by}'")
    with pytest.raises(refusal):
        shelf.sell("H1", lot)
    sale = shelf.sell("H1", lot, paper=Kept("P1", shelf.now))
    assert sale.lines[0].code == "rice"


def test_free_goods_are_for_those_with_a_right_and_only_from_their_own_lot(shelf: Stand):
    lot = shelf.lot("rice", 1, origin="esf")
    with pytest.raises(OnlyForEsf):
        shelf.sell("H1", lot)
    assert shelf.sell("EU", lot).total_cents == 0
    with pytest.raises(NoSuchLot):
        shelf.sell("EU", lot)


def test_the_label_of_crates_sells_what_is_in_them(shelf: Stand):
    shelf.crates("fruit", 5_000, received="2026-11-20")
    crate = shelf.crates("fruit", 5_000)
    line = shelf.sell("H1", Wanted(crate, grams=800)).lines[0]
    assert (line.code, line.taken[0].lot, line.taken[0].known_by) == ("fruit", crate, "attributed")


def test_mixed_crates_are_no_goods_yet(shelf: Stand):
    with pytest.raises(NotSortedYet):
        shelf.sell("H1", shelf.crates(None, 5_000))


def test_a_lot_that_nobody_knows_and_one_of_an_archived_product_are_refused(shelf: Stand):
    with pytest.raises(UnknownCode):
        shelf.sell("H1", "L1-999999")
    lot = shelf.lot("rice", 5)
    with shelf.shop.writing.begin() as session:
        session.connection().exec_driver_sql(
            "UPDATE product SET archived_at = '2026-11-01 00:00:00' WHERE code = 'rice'"
        )
    with pytest.raises(ProductArchived):
        shelf.sell("H1", lot)


def test_a_date_that_somebody_read_goes_before_the_label(shelf: Stand):
    lot = shelf.lot("rice", 5, best_before="2027-06-01")
    with pytest.raises(UseByPassed):
        shelf.scan(shelf.welcome("H1"), shelf.lot("rice", 1, use_by="2026-12-01"), date=dt.date(2026, 11, 20))
    scanned = shelf.scan(shelf.welcome("H1"), lot, date=dt.date(2027, 8, 1))
    assert scanned.basket.lines[0].count == 1


def test_at_the_sorting_table_a_label_is_more_of_the_same_goods(shelf: Stand):
    lot = shelf.lot("rice", 5, best_before="2027-06-01")
    assert shelf.ask(packs.pack_in_hand, lot, on=TODAY).code == "rice"
    with pytest.raises(UnknownCode):
        shelf.ask(packs.pack_in_hand, "L1-999999", on=TODAY)


def test_a_count_takes_a_label_however_the_scanner_types_it(shelf: Stand):
    assert shelf.lot("rice", 5, best_before="2027-06-01") == "L1-000001"
    number = shelf.do(counting.begin, place="shop").number
    shelf.do(counting.enter, number, "L&)ààààà&", count=4)
    shelf.do(counting.finish, number)
    (line,) = shelf.do(accepting.accept, number).lines
    assert (line.lot, line.count) == ("L1-000001", -1)
