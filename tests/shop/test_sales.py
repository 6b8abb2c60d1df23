"""What a sale writes, that it is written once, and what nobody may waive."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
from typing import Any

import pytest

from kruidenier.errors import ShopError
from kruidenier.shop.goods import catalogue
from kruidenier.shop.goods.dates import UseByPassed
from kruidenier.shop.goods.judging import OnlyEsfGoods, OnlyForEsf
from kruidenier.shop.office.once import BadId, IdUsedForAnother
from kruidenier.shop.office.staff import NotAllowed
from kruidenier.shop.people.budgets import BudgetSpent
from kruidenier.shop.people.rights import MayNotShop
from kruidenier.shop.till import sales
from kruidenier.shop.till.paying import NothingToPay, NotYet, PaperUsed
from kruidenier.shop.till.payments import TooLittle
from kruidenier.shop.till.sales import NoSuchSale
from kruidenier.shop.till.values import Kept, Paid, SaleDocument, Taken
from kruidenier.store.base import new_id
from tests.kit import NOW, Stand, day


@pytest.fixture
def shelf(stand: Stand) -> Stand:
    """Rice at 1.25, apples at 1.99 a kilogram, soap for free, and a household of three."""
    stand.product("rice", names={"nl": "Rijst", "fr": "Riz"}, reference=250, content=500, vat_rate=6)
    stand.product("apples", group="fruit", by_weight=True, fixed=199)
    stand.product("soap", group="hygiene", fixed=0)
    stand.lot("rice", 50, grams=25_000, origin="donated", best_before="2027-05-01")
    stand.lot("apples", grams=50_000)
    stand.lot("soap", 50)
    stand.household("H1", adults=2, children=1, lang="fr")
    return stand


def test_a_sale_tells_all_that_the_receipt_and_the_console_need(shelf: Stand):
    sale = shelf.sell("h1", ("rice", 2), ("apples", "1250g"), pay={"cash": 1000})
    rice, apples = sale.lines
    assert dataclasses.replace(sale, lines=()) == SaleDocument(
        id=sale.id,
        kind="sale",
        number="1-000001",
        of=None,
        till="1",
        at=NOW,
        date=day("2026-11-24"),
        card="H1",
        lang="fr",
        lines=(),
        total_cents=499,
        rounding_cents=1,
        payments=(Paid("cash", 500, 1000),),
        change_cents=500,
        budget_left_cents=2001,
    )
    assert sale.at.utcoffset() == dt.timedelta(hours=1)
    assert sale.payable_cents == 500
    assert (rice.code, rice.names, rice.count, rice.grams) == ("rice", {"nl": "Rijst", "fr": "Riz"}, 2, None)
    assert (rice.unit_price_cents, rice.total_cents, rice.vat_rate) == (125, 250, 6)
    assert rice.taken == (Taken("L1-000001", 2, 1000, "donated", day("2027-05-01"), "scanned"),)
    assert (apples.count, apples.grams, apples.unit_price_cents, apples.total_cents) == (None, 1250, 199, 249)


@pytest.mark.parametrize("way", ["at once", "scan by scan"])
def test_what_is_read_later_is_what_was_issued(shelf: Stand, way: str):
    shelf.lot("rice", 1, grams=499, best_before="2026-11-20")
    mix: dict[str, int | None] = {"voucher": 100, "cash": 200, "card": None}
    if way == "at once":
        sale = shelf.sell("H1", ("rice", 2), ("apples", "733g"), "soap", pay=mix)
    else:
        basket = shelf.welcome()
        shelf.scan(basket, "rice", count=2)
        shelf.scan(basket, "apples", grams=733)
        shelf.scan(basket, "soap")
        sale = shelf.pay(basket, mix)
        assert sale.id == basket.id
    assert shelf.ask(sales.look_up, sale.number) == sale
    assert shelf.ask(sales.look_up, f" {sale.number} ") == sale
    assert shelf.faults() == []


def test_everything_is_copied_so_that_later_changes_change_no_sale(shelf: Stand):
    """Lesson 18: what is known of a product is copied onto the line when it is written."""
    from sqlalchemy import update

    from kruidenier.shop.goods.catalogue import Product, ProductName
    from kruidenier.shop.goods.stock import Lot

    shelf.setting("price.cap_percent.donated", 40)
    sale = shelf.sell("H1", ("rice", 2))
    shelf.do(catalogue.set_price, "rice", kind="reference", cents=900, valid_from=shelf.today)
    shelf.setting("price.percent", 10)
    with shelf.shop.writing.begin() as session:
        session.execute(update(ProductName).values(name="Something else"))
        session.execute(update(Product).values(vat_rate=21, group_code="soups"))
        session.execute(update(Lot).values(date_mark="none", date=None))
    assert shelf.ask(sales.look_up, sale.number) == sale
    (line,) = shelf.rows("SELECT * FROM sale_line")
    assert (line.unit_price_cents, line.list_price_cents, line.vat_rate, line.group_code) == (100, 125, 6, "canned")
    assert line.rule_version > 0
    (take,) = shelf.rows("SELECT * FROM sale_take")
    assert (take.origin, take.date_mark, str(take.date)) == ("donated", "best_before", "2027-05-01")


def test_the_row_of_a_sale_knows_the_size_of_the_household_and_not_who_it_is(shelf: Stand):
    shelf.sell("H1", "rice")
    (row,) = shelf.rows("SELECT * FROM sale")
    assert (row.adults, row.children, row.lang, row.by) == (2, 1, "fr", "els")
    household = shelf.rows("SELECT id FROM household")[0].id
    assert "H1" not in str(row)
    assert str(household) not in str(row)
    assert str(household) not in str(shelf.rows("SELECT * FROM sale_line")) + str(shelf.rows("SELECT * FROM journal"))


def test_the_budget_is_charged_with_the_unrounded_total(shelf: Stand):
    shelf.product("odd", fixed=102)
    shelf.lot("odd", 9)
    assert shelf.sell("H1", "odd").payments == (Paid("cash", 100, 100),)
    assert shelf.spent("H1") == 102


def test_numbers_follow_each_other_per_till_and_are_not_reused_after_a_refusal(shelf: Stand):
    other = shelf.another_till()
    numbers = [stand.sell("H1", "soap", pay="").number for stand in (shelf, other, shelf, other)]
    assert numbers == ["1-000001", "2-000001", "1-000002", "2-000002"]
    with pytest.raises(BudgetSpent):
        shelf.sell("H1", ("rice", 40))
    assert shelf.sell("H1", "soap", pay="").number == "1-000003"


def test_a_total_of_zero_needs_no_payment(shelf: Stand):
    assert shelf.sell("H1", "soap", pay="").payments == ()
    assert shelf.sell("H1", "soap", pay={"cash": 0}).total_cents == 0
    assert shelf.sell("H1", "soap", pay="card").change_cents == 0
    assert shelf.faults() == []


def test_an_empty_basket_cannot_be_paid(shelf: Stand):
    with pytest.raises(NothingToPay):
        shelf.pay(shelf.welcome(), "")
    with pytest.raises(NothingToPay):
        shelf.sell("H1", pay="")


def test_a_refused_sale_writes_nothing_at_all(shelf: Stand):
    before = {name: shelf.rows(f"SELECT count(*) AS n FROM {name}")[0].n for name in EVERYTHING}
    refused: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = [
        ("H1", (("rice", 40),), {}),
        ("H1", ("rice", "nothing"), {}),
        ("H1", ("rice",), {"pay": {"cash": 5}}),
        ("nobody", ("rice",), {}),
        ("H1", ("rice",), {"id": "not a uuid"}),
    ]
    for card, items, how in refused:
        with pytest.raises(ShopError):
            shelf.sell(card, *items, **how)
    assert {name: shelf.rows(f"SELECT count(*) AS n FROM {name}")[0].n for name in EVERYTHING} == before


EVERYTHING = [
    "sale",
    "sale_line",
    "sale_take",
    "sale_payment",
    "budget_entry",
    "quota_entry",
    "movement",
    "journal",
    "used_id",
    "basket",
    "basket_item",
    "pseudonym",
    "lot",
    "count_task",
]


# The same id


def test_the_same_id_is_the_same_sale_whatever_changed_since(shelf: Stand):
    sent = new_id()
    first = shelf.sell("H1", ("rice", 2), pay={"cash": 500}, id=sent)
    shelf.do(catalogue.set_price, "rice", kind="reference", cents=900, valid_from=shelf.today)
    shelf.hold_back("H1", "blocked", "2026-11-01")
    shelf.void(first.number)
    again = shelf.on("2027-03-01").sell("h1", ("rice", 2), pay={"cash": 500}, id=sent.upper())
    assert dataclasses.replace(again, later=()) == first
    assert len(shelf.rows("SELECT 1 FROM sale WHERE kind = 'sale'")) == 1


def test_the_same_id_works_even_after_the_card_was_replaced(shelf: Stand):
    from sqlalchemy import update

    from kruidenier.shop.people.households import HouseholdCard

    sent = new_id()
    first = shelf.sell("H1", "rice", id=sent)
    with shelf.shop.writing.begin() as session:
        session.execute(update(HouseholdCard).values(blocked_at=NOW))
    assert shelf.sell("H1", "rice", id=sent).number == first.number


@pytest.mark.parametrize(
    ("card", "items", "pay"),
    [
        ("H2", (("rice", 2),), {"cash": 500}),
        ("H1", (("rice", 3),), {"cash": 500}),
        ("H1", (("rice", 2), "soap"), {"cash": 500}),
        ("H1", (("rice", 2),), {"cash": 1000}),
        ("H1", (("rice", 2),), {"card": None}),
        ("H1", (("rice", day("2027-05-01")),), {"cash": 500}),
    ],
)
def test_an_id_used_for_another_card_basket_or_payment_is_refused(shelf: Stand, card: str, items, pay):
    shelf.household("H2", adults=2)
    sent = new_id()
    first = shelf.sell("H1", ("rice", 2), pay={"cash": 500}, id=sent)
    with pytest.raises(IdUsedForAnother, match=first.number):
        shelf.sell(card, *items, pay=pay, id=sent)
    assert len(shelf.rows("SELECT 1 FROM sale")) == 1


def test_a_refused_id_may_be_tried_again(shelf: Stand):
    sent = new_id()
    with pytest.raises(TooLittle):
        shelf.sell("H1", "rice", pay={"cash": 5}, id=sent)
    assert shelf.sell("H1", "rice", id=sent).number == "1-000001"


def test_a_basket_paid_twice_with_the_same_id_is_one_sale(shelf: Stand):
    basket = shelf.welcome()
    shelf.scan(basket, "rice")
    sent = new_id()
    assert shelf.pay(basket, id=sent) == shelf.pay(basket, id=sent)
    with pytest.raises(IdUsedForAnother):
        shelf.pay(basket, "card", id=sent)
    with pytest.raises(IdUsedForAnother):
        shelf.void("1-000001", id=sent)


def test_what_is_no_id_is_refused(shelf: Stand):
    with pytest.raises(BadId):
        shelf.sell("H1", "rice", id="1")


def test_the_same_id_sent_twice_at_once_is_one_sale(shelf: Stand):
    sent = new_id()
    begin = threading.Barrier(3)
    done: list[object] = []

    def send() -> None:
        begin.wait()
        try:
            done.append(shelf.sell("H1", "rice", id=sent).number)
        except BaseException as fault:  # noqa: BLE001 whatever it is, it is shown below
            done.append(fault)

    threads = [threading.Thread(target=send) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == ["1-000001"] * 3
    assert shelf.faults() == []


# What nobody or only a manager may waive


def test_over_budget_is_refused_unless_a_manager_says_why(shelf: Stand):
    basket = shelf.welcome()
    shelf.scan(basket, "rice", count=21)
    with pytest.raises(BudgetSpent) as refused:
        shelf.pay(basket)
    assert refused.value.details == {"total_cents": 2625, "left_cents": 2500}
    for role in ("volunteer", "staff"):
        with pytest.raises(NotAllowed):
            shelf.as_(role).pay(basket, override="twins were born")
    sale = shelf.pay(basket, override="twins were born")
    assert sale.budget_left_cents == -125
    (row,) = shelf.rows("SELECT reason, broken_rules FROM sale")
    assert row.reason == "twins were born"
    assert "BudgetSpent" in str(row.broken_rules)
    assert "twins were born" in str(shelf.rows("SELECT details FROM journal WHERE verb = 'sale'"))


@pytest.mark.parametrize("reason", ["", "   "])
def test_an_override_needs_a_reason(shelf: Stand, reason: str):
    with pytest.raises(ShopError):
        shelf.sell("H1", ("rice", 21), override=reason)
    assert shelf.rows("SELECT 1 FROM sale") == []


def test_a_manager_may_let_a_household_shop_whose_right_ended(shelf: Stand):
    shelf.household("late", adults=2, grocery=("2020-01-01", "2026-11-23"))
    with pytest.raises(MayNotShop):
        shelf.sell("late", "rice")
    with pytest.raises(NotAllowed):
        shelf.as_("staff").sell("late", "rice", override="renewal is on its way")
    assert shelf.sell("late", "rice", override="renewal is on its way").total_cents == 125


def test_nobody_waives_dates(shelf: Stand):
    shelf.product("milk", group="milk", fixed=80)
    shelf.lot("milk", 5, use_by="2026-11-24")
    basket = shelf.welcome()
    shelf.scan(basket, "milk")
    with pytest.raises(UseByPassed):
        shelf.on("2026-11-25").pay(basket, override="please")
    with pytest.raises(UseByPassed):
        shelf.on("2026-11-25").sell("H1", "milk", override="please")


def test_nobody_waives_the_right_to_european_goods(shelf: Stand):
    shelf.product("free", fixed=100)
    shelf.lot("free", 5, origin="esf")
    shelf.household("EU", adults=2, esf=("2020-01-01", "2026-11-24"))
    basket = shelf.welcome("EU")
    shelf.scan(basket, "free")
    with pytest.raises(OnlyForEsf):
        shelf.on("2026-11-25").pay(basket, "", override="please")
    with pytest.raises(OnlyForEsf):
        shelf.sell("H1", "free", override="please")


def test_the_right_to_european_goods_does_not_open_the_rest_without_a_manager(shelf: Stand):
    shelf.household("only", adults=2, grocery=None, esf=("2020-01-01", None))
    with pytest.raises(OnlyEsfGoods):
        shelf.sell("only", "rice")
    assert shelf.sell("only", "rice", override="first visit").total_cents == 125


def test_a_right_that_ends_between_scan_and_payment_is_judged_at_payment(shelf: Stand):
    shelf.household("EU", adults=2, grocery=("2020-01-01", "2026-11-24"), esf=("2020-01-01", None))
    basket = shelf.welcome("EU")
    shelf.scan(basket, "rice")
    with pytest.raises(OnlyEsfGoods):
        shelf.on("2026-11-25").pay(basket)


# Sales kept on paper


def paper(number: str = "P1", at: str = "2026-11-20T10:00:00+01:00") -> Kept:
    return Kept(number, dt.datetime.fromisoformat(at))


def test_a_sale_on_paper_is_judged_priced_and_charged_on_its_own_day(shelf: Stand):
    shelf.do(catalogue.set_price, "rice", kind="reference", cents=900, valid_from=day("2026-11-21"))
    sale = shelf.sell("H1", ("rice", 2), paper=paper())
    assert (sale.date, sale.total_cents, str(sale.at)) == (day("2026-11-20"), 250, "2026-11-20 10:00:00+01:00")
    assert (shelf.spent("H1", "2026-11-20"), shelf.spent("H1")) == (250, 0)
    (row,) = shelf.rows("SELECT happened_on, broken_rules, paper_number FROM sale")
    assert (row.broken_rules, row.paper_number) == (None, "P1")
    moved = shelf.rows("SELECT happened_on FROM movement WHERE reason = 'sold'")
    assert [str(row.happened_on) for row in moved] == ["2026-11-20"]
    assert shelf.faults() == []


def test_broken_rules_are_booked_and_listed_for_the_goods_are_gone(shelf: Stand):
    shelf.household("late", grocery=("2020-01-01", "2020-12-31"))
    shelf.sell("late", ("rice", 9), paper=paper())
    (row,) = shelf.rows("SELECT broken_rules FROM sale")
    for rule in ("MayNotShop", "BudgetSpent"):
        assert rule in str(row.broken_rules)


def test_a_paper_is_entered_once_and_the_same_id_gives_the_first_result(shelf: Stand):
    sent = new_id()
    first = shelf.sell("H1", "rice", paper=paper(), id=sent)
    assert shelf.sell("H1", "rice", paper=paper(), id=sent) == first
    with pytest.raises(PaperUsed, match="1-000001"):
        shelf.sell("H1", "soap", pay="", paper=paper())


def test_a_paper_from_the_future_is_refused(shelf: Stand):
    with pytest.raises(NotYet):
        shelf.sell("H1", "rice", paper=paper(at="2026-11-24T10:00:01+01:00"))


def test_a_basket_written_up_from_paper_obeys_the_same(shelf: Stand):
    from kruidenier.shop.till import paying
    from kruidenier.shop.till.payments import Payment

    shelf.sell("H1", "rice", paper=paper())
    basket = shelf.welcome()
    shelf.scan(basket, "rice")
    with pytest.raises(PaperUsed):
        shelf.do(paying.pay, basket.id, payments=[Payment("cash")], id=new_id(), paper=paper())


# Looking up


@pytest.mark.parametrize("number", ["", "1-000002", "1", "x" * 5000, "\x00", "\udcff", "' OR 1=1", "%"], ids=ascii)
def test_an_unknown_number_is_a_sentence(shelf: Stand, number: str):
    shelf.sell("H1", "rice")
    with pytest.raises(NoSuchSale) as refused:
        shelf.ask(sales.look_up, number)
    str(refused.value).encode()


def test_the_newest_documents_of_a_till_come_first_by_number_even_if_the_clock_went_back(shelf: Stand):
    shelf.sell("H1", "soap", pay="")
    shelf.on("2026-01-05").sell("H1", "soap", pay="")
    shelf.another_till().sell("H1", "soap", pay="")
    assert [sale.number for sale in shelf.ask(sales.latest, at=shelf.at)] == ["1-000002", "1-000001"]
    assert [sale.number for sale in shelf.ask(sales.latest, at=shelf.at, limit=1)] == ["1-000002"]


def test_many_documents_are_read_at_once_in_the_order_asked(shelf: Stand):
    done = [shelf.sell("H1", ("rice", n)) for n in (1, 2, 3)]
    with shelf.shop.reading() as session:
        assert sales.read(session, [done[2].id, done[0].id]) == [done[2], done[0]]


def test_once_the_link_is_gone_the_card_is_too_and_the_sale_stays(shelf: Stand):
    from sqlalchemy import delete

    from kruidenier.shop.people.households import Pseudonym

    sale = shelf.sell("H1", "rice")
    with shelf.shop.writing.begin() as session:
        session.execute(delete(Pseudonym))
    assert shelf.ask(sales.look_up, sale.number) == dataclasses.replace(sale, card=None)
