"""Open baskets: saved at each scan, at home on any till, and gone without a trace of people."""

from __future__ import annotations

import datetime as dt
import threading

import pytest

from kruidenier.shop.goods import barcodes
from kruidenier.shop.goods.barcodes import NotACode
from kruidenier.shop.goods.catalogue import ProductArchived, UnknownCode
from kruidenier.shop.goods.dates import UseByPassed
from kruidenier.shop.people.rights import MayNotShop
from kruidenier.shop.till import basket_view, baskets
from kruidenier.shop.till.basket_rows import NoSuchBasket
from kruidenier.shop.till.baskets import NoSuchLine
from kruidenier.shop.till.scanning import CardNotGoods, NeedsWeight, PartOfABarcode, SoldByPiece, SoldByWeight, TooMany
from kruidenier.shop.till.values import Basket, HowHeavy, WhichGroup
from tests.kit import NOW, Stand, day


@pytest.fixture
def shelf(stand: Stand) -> Stand:
    """Rice at a euro and apples at two a kilogram, plenty of both."""
    stand.product("rice", fixed=100, content=500)
    stand.product("apples", group="fruit", by_weight=True, fixed=200)
    stand.lot("rice", 100, grams=50_000)
    stand.lot("apples", grams=50_000)
    stand.household("H1", adults=2)
    stand.household("H2", adults=2)
    return stand


def view(stand: Stand, basket: Basket) -> Basket:
    return stand.ask(basket_view.view, basket.id)


def test_every_scan_is_saved_at_once(shelf: Stand):
    basket = shelf.welcome()
    for pieces in (1, 2, 3):
        scanned = shelf.scan(basket, "rice")
        assert scanned.line == 1
        assert view(shelf, basket) == scanned.basket
        assert [(line.count, line.total_cents) for line in scanned.basket.lines] == [(pieces, 100 * pieces)]
    heavy = shelf.scan(basket, "apples", grams=733)
    assert heavy.line == 2
    assert view(shelf, basket).total_cents == 300 + 147
    assert view(shelf, basket).cash_cents == 445
    assert view(shelf, basket).pieces == 4


def test_what_was_weighed_is_a_line_of_its_own_each_time(shelf: Stand):
    basket = shelf.welcome()
    shelf.scan(basket, "apples", grams=500)
    scanned = shelf.scan(basket, "apples", grams=250)
    assert [(line.number, line.grams, line.total_cents) for line in scanned.basket.lines] == [
        (1, 500, 100),
        (2, 250, 50),
    ]
    assert scanned.line == 2


def test_european_goods_stand_on_a_line_of_their_own_even_where_all_are_free(shelf: Stand):
    shelf.household("EU", esf=("2020-01-01", None))
    shelf.product("soup", fixed=0)
    shelf.lot("soup", 1, origin="esf")
    shelf.lot("soup", 1)
    basket = shelf.scan(shelf.welcome("EU"), "soup", count=2).basket
    assert [(line.count, line.total_cents, line.free_eu) for line in basket.lines] == [(1, 0, True), (1, 0, False)]


def test_the_scan_says_which_line_changed_even_if_it_is_not_the_last_of_these_goods(shelf: Stand):
    shelf.household("EU", adults=2, esf=("2020-01-01", None))
    shelf.lot("rice", 2, origin="esf")
    basket = shelf.welcome("EU")
    assert shelf.scan(basket, "rice", count=2).line == 1  # free ones
    assert shelf.scan(basket, "rice").line == 2
    shelf.lot("rice", 2, origin="esf")
    assert shelf.scan(basket, "rice").line == 1
    assert [(line.count, line.free_eu) for line in view(shelf, basket).lines] == [(3, True), (1, False)]


def test_the_basket_comes_back_on_any_till_with_its_goods(shelf: Stand):
    basket = shelf.welcome()
    shelf.scan(basket, "rice", count=2)
    other = shelf.another_till()
    back = other.welcome("h1")
    assert (back.id, back.number, back.till, back.total_cents) == (basket.id, basket.number, "2", 200)
    assert other.do(baskets.at_till) is not None
    assert shelf.do(baskets.at_till) is None


def test_after_a_power_cut_the_till_finds_the_basket_that_was_open(shelf: Stand):
    assert shelf.do(baskets.at_till) is None
    first = shelf.welcome("H1")
    shelf.do(baskets.put_aside, first.id)
    second = shelf.on(NOW + dt.timedelta(minutes=1)).welcome("H2")
    shelf.scan(second, "rice")
    found = shelf.do(baskets.at_till)
    assert found is not None
    assert (found.id, found.total_cents) == (second.id, 100)


def test_a_basket_put_aside_is_taken_up_again_by_card_or_from_the_list(shelf: Stand):
    basket = shelf.welcome()
    shelf.scan(basket, "rice")
    assert shelf.do(baskets.put_aside, basket.id).state == "aside"
    other = shelf.welcome("H2")
    assert other.number == basket.number + 1
    assert [(b.id, b.state) for b in shelf.ask(baskets.waiting)] == [(basket.id, "aside"), (other.id, "open")]
    assert shelf.do(baskets.take_up, basket.id).state == "open"
    shelf.do(baskets.put_aside, basket.id)
    assert shelf.welcome("H1").id == basket.id


def test_numbers_start_again_every_day(shelf: Stand):
    assert [shelf.welcome(card).number for card in ("H1", "H2")] == [1, 2]
    shelf.household("H3")
    assert shelf.on("2026-11-25").welcome("H3").number == 1


def test_taking_up_judges_the_household_anew(shelf: Stand):
    basket = shelf.welcome()
    assert basket.shopper.left_cents == 2000
    later = shelf.on("2026-12-01")
    shelf.setting("budget.adult_cents", 500, valid_from="2026-12-01")
    assert later.do(baskets.take_up, basket.id).shopper.left_cents == 1000


def test_the_price_is_that_of_the_scan_and_the_date_is_judged_again_at_payment(shelf: Stand):
    shelf.product("milk", group="milk", fixed=80)
    shelf.lot("milk", 5, use_by="2026-11-24")
    basket = shelf.welcome()
    shelf.scan(basket, "milk")
    from kruidenier.shop.goods import catalogue

    shelf.do(catalogue.set_price, "milk", kind="fixed", cents=90, valid_from=day("2026-11-24"))
    assert view(shelf, basket).total_cents == 80
    scanned = shelf.scan(basket, "milk")
    assert [(line.count, line.unit_price_cents) for line in scanned.basket.lines] == [(1, 80), (1, 90)]
    with pytest.raises(UseByPassed):
        shelf.on("2026-11-25").pay(basket)
    assert shelf.pay(basket).total_cents == 170


def test_fewer_pieces_or_grams_or_the_whole_line_out(shelf: Stand):
    basket = shelf.welcome()
    shelf.scan(basket, "rice", count=5)
    shelf.scan(basket, "apples", grams=800)
    assert [line.count for line in shelf.do(baskets.change, basket.id, line=1, count=3).lines] == [3, None]
    assert [line.grams for line in shelf.do(baskets.change, basket.id, line=2, grams=300).lines] == [None, 300]
    assert [line.number for line in shelf.do(baskets.change, basket.id, line=1).lines] == [2]
    with pytest.raises(NoSuchLine, match="no line 1"):
        shelf.do(baskets.change, basket.id, line=1)
    assert len(shelf.rows("SELECT 1 FROM journal WHERE verb = 'basket less'")) == 3


def test_more_than_there_is_changes_nothing(shelf: Stand):
    basket = shelf.welcome()
    shelf.scan(basket, "rice", count=2)
    assert shelf.do(baskets.change, basket.id, line=1, count=99).lines[0].count == 2


def test_what_was_scanned_last_is_taken_out_first(shelf: Stand):
    shelf.product("tin", fixed=60)
    first = shelf.lot("tin", 2, best_before="2027-01-01")
    second = shelf.lot("tin", 2, best_before="2027-06-01")
    basket = shelf.welcome()
    shelf.scan(basket, "tin", count=4)
    shelf.do(baskets.change, basket.id, line=1, count=3)
    assert [(t.lot, t.count) for t in shelf.pay(basket).lines[0].taken] == [(first, 2), (second, 1)]


def test_a_cancelled_basket_leaves_a_row_and_nothing_of_people_or_goods(shelf: Stand):
    basket = shelf.welcome()
    shelf.scan(basket, "rice", count=2)
    assert shelf.do(baskets.cancel, basket.id).state == "cancelled"
    (row,) = shelf.rows("SELECT state, number, pseudonym, shopper FROM basket")
    assert (row.state, row.number, row.pseudonym, row.shopper) == ("cancelled", 1, None, None)
    assert shelf.rows("SELECT 1 FROM basket_item") == []
    (line,) = shelf.rows("SELECT details FROM journal WHERE verb = 'basket cancelled'")
    assert "200" in str(line.details)
    assert "H1" not in str(shelf.rows("SELECT * FROM journal"))
    again = shelf.welcome()
    assert again.id != basket.id
    assert again.lines == ()


def test_a_paid_basket_keeps_no_link_either(shelf: Stand):
    basket = shelf.welcome()
    shelf.scan(basket, "rice")
    shelf.pay(basket)
    (row,) = shelf.rows("SELECT state, pseudonym, shopper FROM basket")
    assert tuple(row) == ("paid", None, None)
    assert shelf.rows("SELECT 1 FROM basket_item") == []


def test_a_closed_basket_takes_nothing_more(shelf: Stand):
    basket = shelf.welcome()
    shelf.scan(basket, "rice")
    shelf.pay(basket)
    for deed in (
        lambda: shelf.scan(basket, "rice"),
        lambda: shelf.do(baskets.change, basket.id, line=1),
        lambda: shelf.do(baskets.put_aside, basket.id),
        lambda: shelf.do(baskets.take_up, basket.id),
        lambda: shelf.do(baskets.cancel, basket.id),
        lambda: shelf.pay(basket),
        lambda: view(shelf, basket),
    ):
        with pytest.raises(NoSuchBasket):
            deed()


def test_a_household_that_may_not_shop_gets_no_basket(shelf: Stand):
    shelf.household("late", grocery=("2020-01-01", "2020-12-31"))
    with pytest.raises(MayNotShop):
        shelf.welcome("late")
    assert shelf.rows("SELECT 1 FROM basket") == []


def test_the_row_of_a_basket_names_nobody(shelf: Stand):
    shelf.welcome()
    kept = str(shelf.rows("SELECT * FROM basket"))
    assert "H1" not in kept
    assert "Family" not in kept


def test_two_tills_that_greet_the_same_household_at_once_share_one_basket(shelf: Stand):
    stands = [shelf, shelf.another_till("2"), shelf.another_till("3")]
    begin = threading.Barrier(len(stands))
    found: list[Basket] = []

    def greet(stand: Stand) -> None:
        begin.wait()
        found.append(stand.welcome())

    threads = [threading.Thread(target=greet, args=[stand]) for stand in stands]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({basket.id for basket in found}) == 1
    assert len(found) == 3


# Scans that are no goods


def test_goods_by_weight_ask_the_scale_and_the_console_says_so(shelf: Stand):
    basket = shelf.welcome()
    scanned = shelf.scan(basket, "apples", ask=True)
    assert scanned.ask == HowHeavy("apples", "Apples", 200)
    assert scanned.basket.lines == ()
    with pytest.raises(NeedsWeight, match="Apples is sold by weight"):
        shelf.scan(basket, "apples")


@pytest.mark.parametrize(
    ("code", "said", "refusal"),
    [
        ("apples", {"count": 2}, SoldByWeight),
        ("apples", {"count": 2, "grams": 500}, SoldByWeight),
        ("rice", {"grams": 500}, SoldByPiece),
        ("rice", {"count": 0}, TooMany),
        ("rice", {"count": -1}, TooMany),
        ("rice", {"count": 1000}, TooMany),
        ("rice", {"count": 5410188031072}, TooMany),
        ("apples", {"grams": 0}, TooMany),
        ("apples", {"grams": -5}, TooMany),
        ("apples", {"grams": 100_000}, TooMany),
        ("nothing", {}, UnknownCode),
        ("5410188031072", {}, UnknownCode),
        ("\x00", {}, NotACode),
        ("x" * 5000, {}, NotACode),
    ],
)
def test_a_scan_that_makes_no_sense_is_a_sentence_and_changes_nothing(shelf: Stand, code, said, refusal):
    basket = shelf.welcome()
    shelf.scan(basket, "rice")
    with pytest.raises(refusal) as refused:
        shelf.scan(basket, code, **said)
    assert str(refused.value)
    assert view(shelf, basket).total_cents == 100


def test_a_household_card_among_the_goods_is_said_to_be_one(shelf: Stand):
    card = barcodes.new_card()
    shelf.household(card)
    with pytest.raises(CardNotGoods):
        shelf.scan(shelf.welcome(), card)
    with pytest.raises(CardNotGoods):
        shelf.scan(shelf.welcome(), "H2")  # a card that was made elsewhere


def test_an_archived_product_goes_to_staff(shelf: Stand):
    from sqlalchemy import update

    from kruidenier.shop.goods.catalogue import Product

    with shelf.shop.writing.begin() as session:
        session.execute(update(Product).where(Product.code == "rice").values(archived_at=NOW))
    with pytest.raises(ProductArchived, match="Rice was taken out"):
        shelf.scan(shelf.welcome(), "rice")


def test_an_unknown_barcode_asks_its_group_and_is_sold_at_once_as_a_draft(shelf: Stand):
    basket = shelf.welcome()
    asked = shelf.scan(basket, "5410188031072", ask=True).ask
    assert isinstance(asked, WhichGroup)
    assert ("canned", "Canned food", 50) in asked.groups or "canned" in {code for code, _, _ in asked.groups}
    scanned = shelf.scan(basket, "5410188031072", group="canned", ask=True)
    assert [(line.code, line.total_cents) for line in scanned.basket.lines] == [("5410188031072", 50)]
    assert shelf.scan(basket, "5410188031072", ask=True).ask is None  # the product is there now
    (row,) = shelf.rows("SELECT code, draft FROM product WHERE draft")
    assert row.code == "5410188031072"


def test_digits_that_are_no_whole_barcode_are_not_taken_for_new_goods(shelf: Stand):
    with pytest.raises(PartOfABarcode, match="Scan it again, or type all the digits"):
        shelf.scan(shelf.welcome(), "54101880310", ask=True)
    assert shelf.rows("SELECT code FROM product WHERE draft") == []


def test_a_label_of_the_shops_own_scale_brings_its_grams(shelf: Stand):
    shelf.product("123", group="fruit", by_weight=True, fixed=200)
    shelf.lot("123", grams=5000)
    body = "2900123" + "01250"
    label = body + barcodes.gtin_check_digit(body)
    scanned = shelf.scan(shelf.welcome(), label)
    assert [(line.code, line.grams, line.total_cents) for line in scanned.basket.lines] == [("123", 1250, 250)]


def test_the_weight_in_a_code_goes_before_a_typed_one_and_is_ignored_for_pieces(shelf: Stand):
    shelf.product("05400000000003", group="fruit", by_weight=True, fixed=200)
    shelf.product("05400000000010", fixed=60)
    basket = shelf.welcome()
    assert shelf.scan(basket, "01054000000000033103001250").basket.lines[-1].grams == 1250
    assert shelf.scan(basket, "01054000000000103103001250").basket.lines[-1].count == 1
