"""The auditor's file: an account of ESF+ goods that adds up, a sample nobody chose, and all that was set aside."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kruidenier.shop.figures.auditor import AuditorFile, auditor_file, document
from kruidenier.shop.figures.esf_account import Amount
from kruidenier.shop.figures.proof import prove
from kruidenier.shop.goods.waste import waste
from kruidenier.shop.network.transfers import transfer
from kruidenier.shop.office.staff import NotAllowed
from kruidenier.shop.people import renewing
from kruidenier.shop.people.decisions import Decision, contents
from kruidenier.shop.till import cash, erasing
from kruidenier.store.base import new_id
from tests.kit import TODAY, Stand, day
from tests.shop.serving import family, stock_up
from tests.shop.test_check import tamper


@pytest.fixture
def store(stand: Stand) -> Stand:
    """Eleven households, ESF+ goods of two campaigns, and something of everything that an auditor asks for."""
    stock_up(stand)
    old = stand.on("2025-12-31").lot("pasta", 8, grams=4000, origin="esf")
    stand.do(waste, old, count=1, why="damage", id=new_id())
    mixed = stand.crates(None, 5000, origin="esf")
    stand.do(transfer, mixed, "Soep & Co", grams=800, id=new_id())
    for number in range(10):
        family(stand, f"H{number}", "1984f 2012m", "pasta")
    family(stand, "H10", "1970m", "soap")
    stand.do(cash.open_drawer, float_cents=1000)
    stand.setting("rights.categories", "bim leefloon")
    stand.setting("rights.ways", "referral category")
    stand.setting("rights.most_months", 1)
    stand.do(renewing.give, "H0", kind="esf", way="category", reason="bim", proof="bim", until=day("2026-12-31"))
    longer = {"reason": "zieke moeder", "until": day("2027-12-31"), "override": True}
    stand.do(renewing.renew, "H1", proof="brief van dokter Maes", **longer)
    stand.void(stand.sell("H2", ("pasta", 3)).number, reason="scanned twice")
    stand.refund(stand.sell("H3", ("pasta", 2), "rice").number, "pasta", reason="not needed")
    stand.sell("H4", ("rice", 40), override="a feast")
    stand.do(cash.close_drawer, coins={1000: 1}, reason="the notes went to the safe")
    return stand


def file_of(stand: Stand, **asked: object) -> AuditorFile:
    return stand.ask(auditor_file, 2026, at=stand.at, **asked)


def test_the_account_tells_from_what_was_there_to_what_is_there(store: Stand):
    lines = {(line.code, line.campaign): line for line in file_of(store).account}
    assert set(lines) == {("", "ESF+ 2026"), ("pasta", "ESF+ 2025"), ("pasta", "ESF+ 2026"), ("soap", "ESF+ 2026")}
    assert all(line.adds_up for line in lines.values())
    old = lines["pasta", "ESF+ 2025"].amounts
    assert (old["opening"], old["received"], old["closing"].count) == (Amount(8, 4000), Amount(), 0)
    assert old["handed_out"].count + old["wasted"].count == 8
    assert old["wasted"] == Amount(1, 500)
    handed_out = sum(line.amounts["handed_out"].count for (code, _year), line in lines.items() if code == "pasta")
    assert handed_out == 10 + 1
    soap = lines["soap", "ESF+ 2026"].amounts
    assert (soap["received"], soap["handed_out"], soap["closing"]) == (
        Amount(900, 90_000),
        Amount(1, 100),
        Amount(899, 89_900),
    )
    crates = lines["", "ESF+ 2026"].amounts
    assert (crates["transferred"], crates["closing"]) == (Amount(0, 800), Amount(0, 4200))


def test_a_sample_is_drawn_by_its_number_and_has_no_names(store: Stand):
    file = file_of(store)
    assert (file.decisions, len(file.sample), file.seed) == (11 + 11 + 2, 20, 2026)
    assert file_of(store).sample == file.sample
    assert file_of(store, seed=7).sample != file.sample
    assert {one.card for one in file.sample} == {None}
    everything = file_of(store, seed=3).sample + file_of(store, seed=4).sample
    given = {(one.way, one.category, one.proof, one.overruled, one.granted_by) for one in everything}
    assert given >= {
        ("category", "bim", "bim", None, "els"),
        ("referral", None, None, None, "els"),
        ("referral", None, "other", "LastsLong", "els"),
    }
    assert not any(words in str(document(file)) for words in ("zieke moeder", "dokter"))


def test_what_was_drawn_before_documents_were_noted_is_drawn_again():
    one = Decision("esf", TODAY, None, 1, "referral", None, None, None, None, 4, "els", TODAY)
    assert contents(one) == "esf|2026-11-24|None|1|referral|None|None|None|4|els|2026-11-24"
    assert contents(replace(one, proof="bim")) == f"{contents(one)}|bim"


def test_cards_are_for_managers_who_ask(store: Stand):
    assert {one.card for one in file_of(store, cards=True).sample} <= {f"H{number}" for number in range(11)}
    with pytest.raises(NotAllowed):
        file_of(store.as_("staff"), cards=True)
    with pytest.raises(NotAllowed):
        file_of(store.as_("volunteer"))
    assert file_of(store.as_("staff")) == file_of(store)


def test_it_is_the_same_when_households_are_forgotten(store: Stand):
    before = file_of(store)
    for card in ("H0", "H1", "H2", "H9"):
        store.do(erasing.erase, card)
    assert file_of(store) == before
    family(store, "H11", "1984f", "rice")
    store.do(erasing.erase, "H11")
    assert file_of(store).decisions == before.decisions + 1
    assert store.ask(lambda session: list(prove(session))) == []


def test_all_that_was_set_aside_or_taken_back_is_told(store: Stand):
    file = file_of(store)
    assert [(one.what, one.rule, one.reason) for one in file.overrides] == [
        ("override", "LastsLong", ""),
        ("override", "BudgetSpent", "a feast"),
    ]
    assert [(one.kind, one.reason, one.total_cents) for one in file.corrections] == [
        ("void", "scanned twice", 0),
        ("refund", "not needed", 0),
    ]
    (drawer,) = file.differences
    assert (file.drawers, drawer.expected_cents, drawer.difference_cents) == (1, 1000 + 60 + 2400, -2460)
    assert drawer.reason == "the notes went to the safe"
    assert file.faults == ()
    tamper(store, "UPDATE lot SET count = count + 1 WHERE number = 'L1-000001'")
    assert [fault.what for fault in file_of(store).faults] == ["lot"]
    assert document(file_of(store))["check"]["ok"] is False
