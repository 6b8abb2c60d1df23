"""Reports to suppliers: drafts follow the books, issued ones never change, and none tells of a few households."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import update

from kruidenier.shop.figures.proof import prove
from kruidenier.shop.figures.supplier_reports import (
    PeriodNotOver,
    Report,
    grams_a_year_before,
    issue,
    report,
    suppliers_of,
)
from kruidenier.shop.office.staff import NotAllowed
from kruidenier.shop.supply.suppliers import Supplier
from tests.kit import TODAY, Stand
from tests.shop.supplying import gives, stock_up
from tests.shop.test_check import faults, tamper

TOMORROW = TODAY + dt.timedelta(days=1)
RICE = {"code": "rice", "count": 50}


@pytest.fixture
def store(stand: Stand) -> Stand:
    return stock_up(stand)


@pytest.fixture
def later(store: Stand) -> Stand:
    return store.on(TOMORROW)


def issued(stand: Stand, first: dt.date = TODAY, last: dt.date = TODAY, *, code: str = "miroir", **by: str) -> Report:
    return stand.do(issue, code, first=first, last=last, **by)


def draft(stand: Stand, first: dt.date = TODAY, last: dt.date = TODAY, *, code: str = "miroir", **by: str) -> Report:
    return stand.ask(report, code, first=first, last=last, **by)


def sell_to(stand: Stand, *numbers: int) -> None:
    for number in numbers:
        card = f"H{number}"
        if not stand.rows("SELECT 1 FROM household_card WHERE card = :card", card=card):
            stand.household(card)
        stand.sell(card, "rice")


def test_an_issued_report_says_the_same_whatever_happens_later(store: Stand, later: Stand):
    gives(store, RICE)
    store.sell("H1", ("rice", 2))
    first = issued(later)
    assert (first.number, first.is_draft, first.issued_at, first.issued_by) == ("1-000004", False, later.now, "els")
    later.setting("factor.co2e_g_per_kg", 3200, valid_from=TODAY)
    with store.shop.writing.begin() as session:
        session.execute(update(Supplier).values(name="Another name", hides_values=True))
    assert draft(later) == first
    assert issued(later.on(TODAY + dt.timedelta(days=400))) == first
    assert draft(later, last=TOMORROW).figures.name == "Another name"


@pytest.mark.parametrize(("began", "compared"), [("2025-01-31", 3000), ("2025-02-01", 0)])
def test_a_year_is_compared_only_with_a_whole_one(stand: Stand, began: str, compared: int):
    stand.supplier("miroir")
    for on, grams in ((began, 1000), ("2025-11-24", 2000), ("2025-11-25", 4000)):
        gives(stand.on(on), {"group": "fruit", "grams": grams})
    assert stand.ask(grams_a_year_before, "miroir", last=TODAY) == compared


def test_a_draft_follows_the_books(store: Stand):
    gives(store, RICE)
    before = draft(store)
    store.sell("H1", "rice")
    assert before.is_draft
    assert (before.figures.fate.on_hand, draft(store).figures.fate.on_hand) == (25_000, 24_500)


def test_nothing_is_issued_before_its_period_is_over_nor_by_everybody(store: Stand, later: Stand):
    with pytest.raises(PeriodNotOver):
        issued(store)
    with pytest.raises(NotAllowed):
        issued(later.as_("staff"))
    assert draft(later).is_draft


def test_one_report_for_each_period_and_scope(store: Stand, later: Stand):
    with store.shop.writing.begin() as session:
        session.execute(update(Supplier).values(banner="Miroir", kbo="0999.100.159"))
    numbers = {issued(later, by=by).number for by in ("establishment", "enterprise", "banner")}
    numbers |= {issued(later, first=TODAY - dt.timedelta(days=1)).number}
    assert len(numbers) == 4
    assert list(later.ask(lambda session: list(prove(session)))) == []


def test_two_periods_do_not_tell_of_a_few_households(store: Stand, later: Stand):
    gives(store, RICE | {"count": 6})
    sell_to(store, 1, 2, 3, 4, 5, 6)
    assert issued(later).figures.households == 6
    gives(later, RICE)
    sell_to(later, 6, 7, 8)
    both = later.on(TODAY + dt.timedelta(days=2))
    assert draft(both, last=TOMORROW).figures.households is None
    assert issued(both, last=TOMORROW).figures.households is None
    sell_to(later, 9, 10, 11)
    assert draft(both, first=TOMORROW, last=TOMORROW).figures.households == 6
    assert draft(both, first=TODAY - dt.timedelta(days=1), last=TOMORROW).figures.households == 11


def test_a_shop_beside_its_enterprise_does_not_tell_of_a_few_households(store: Stand, later: Stand):
    store.supplier("gare")
    with store.shop.writing.begin() as session:
        session.execute(update(Supplier).values(kbo="0999.100.159"))
    gives(store, RICE)
    sell_to(store, 1, 2, 3, 4, 5)
    gives(store, {"code": "milk", "count": 9}, supplier="gare")
    store.household("H9")
    store.sell("H9", "milk")
    assert issued(later, by="enterprise").figures.households == 6
    assert draft(later).figures.households is None
    gives(store, RICE, supplier="gare")
    assert draft(later, code="gare").figures.households is None


def test_another_suppliers_report_says_nothing_of_these_goods(store: Stand, later: Stand):
    store.supplier("north")
    gives(store, RICE)
    gives(store, {"code": "milk", "count": 9}, supplier="north")
    sell_to(store, 1, 2, 3, 4, 5, 6)
    for number in (1, 2, 3, 4, 5):
        store.sell(f"H{number}", "milk")
    assert issued(later).figures.households == 6
    assert draft(later, code="north").figures.households == 5


def test_the_suppliers_of_a_year_are_those_who_gave(store: Stand):
    for code in ("gare", "old", "seller"):
        store.supplier(code)
    gives(store, RICE)
    gives(store, RICE, supplier="old")
    gives(store, RICE | {"origin": "bought"}, supplier="seller")
    with store.shop.writing.begin() as session:
        heir = session.query(Supplier).filter_by(code="gare").one().id
        session.execute(update(Supplier).where(Supplier.code == "old").values(merged_into=heir))
    assert store.ask(suppliers_of, first=TODAY, last=TODAY) == ("gare", "miroir")
    assert store.ask(suppliers_of, first=TOMORROW, last=TOMORROW) == ()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM supplier_report",
        "DELETE FROM issued_paper WHERE kind = 'supplier_report'",
        "UPDATE supplier_report SET households = 17",
    ],
)
def test_a_report_that_was_tampered_with_is_found(store: Stand, later: Stand, statement: str):
    gives(store, RICE)
    number = issued(later).number
    assert faults(later) == []
    tamper(later, statement)
    assert ("supplier_report", number) in faults(later)


def test_frozen_figures_that_do_not_add_up_are_found(store: Stand, later: Stand):
    gives(store, RICE)
    told = issued(later)
    fate = replace(told.figures.fate, lost=1)
    assert not fate.adds_up
    tamper(later, f"UPDATE issued_paper SET figures = {_with_a_gram_lost(later)}")
    assert ("supplier_report", told.number) in faults(later)


def _with_a_gram_lost(stand: Stand) -> str:
    if stand.shop.store.writing.kw["bind"].dialect.name == "sqlite":
        return "json_set(figures, '$.fate.lost', 1) WHERE kind = 'supplier_report'"
    return "jsonb_set(figures::jsonb, '{fate,lost}', '1')::json WHERE kind = 'supplier_report'"
