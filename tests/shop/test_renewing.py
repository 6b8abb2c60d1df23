"""How rights are given, how long they last in all, and who may set that aside."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kruidenier.shop.office.staff import NotAllowed
from kruidenier.shop.people import files, renewing
from kruidenier.shop.people.proofs import NumberOnProof, ProofTooLong
from kruidenier.shop.people.register import NothingToRenew, People, UntilBeforeFrom
from kruidenier.shop.people.renewing import (
    LastsLong,
    NoSuchCategory,
    OverrideNeedsReason,
    PauseFirst,
    Proposal,
    RenewedOften,
    WayNotOpen,
    income_outcome,
)
from kruidenier.shop.people.rights import MayNotShop, Term, in_force
from tests.kit import Stand, day, house_rules
from tests.shop.test_budgets import judged


def proposed(stand: Stand, card: str = "H1", **wanted: object) -> Proposal:
    return stand.ask(renewing.propose, card, on=stand.today, **wanted)


def status(stand: Stand, on: str | None = None, card: str = "H1") -> str:
    return judged(stand, on, card).standing.status


def test_a_renewal_says_where_it_leads(stand: Stand):
    stand.household(grocery=("2026-07-01", "2026-12-31"))
    found = proposed(stand)
    assert (found.start, found.until, found.renewals) == (day("2026-07-01"), day("2027-06-30"), 1)
    assert stand.do(renewing.renew, "H1") == found.until
    assert proposed(stand, until=day("2027-01-31")).until == day("2027-01-31")


def test_a_right_that_ended_begins_anew_and_its_old_days_stay(stand: Stand):
    stand.household(grocery=("2026-01-01", "2026-06-30"))
    assert stand.do(renewing.renew, "H1") == day("2027-05-23")
    assert [status(stand, on) for on in ("2026-05-01", "2026-07-01", "2026-11-24")] == ["fine", "not_started", "fine"]
    assert judged(stand).standing.grocery.renewals == 1


def test_a_first_right_lasts_as_long_as_the_shop_says(stand: Stand):
    stand.setting("rights.months", 3)
    stand.household(grocery=None)
    assert stand.do(renewing.give, "H1") == day("2027-02-23")
    assert (status(stand), judged(stand).standing.grocery.renewals) == ("fine", 0)
    with pytest.raises(NothingToRenew):
        stand.do(renewing.renew, "H1", kind="esf")
    assert stand.do(renewing.give, "H1", kind="esf", start=day("2026-12-01"), until=day("2027-01-31"))
    with pytest.raises(UntilBeforeFrom):
        stand.do(renewing.give, "H1", kind="esf", start=day("2027-12-01"), until=day("2027-01-31"))


def test_a_right_without_end_is_renewed_from_today(stand: Stand):
    stand.household(grocery=("2026-07-01", None))
    assert proposed(stand).until == day("2027-05-24")


def test_no_more_often_than_the_shop_allows(stand: Stand):
    stand.setting("rights.most_renewals", 1)
    stand.household(grocery=("2026-07-01", "2026-12-31"))
    stand.do(renewing.renew, "H1")
    with pytest.raises(RenewedOften) as refused:
        stand.do(renewing.renew, "H1")
    assert refused.value.details == {"most": 1}
    assert stand.do(renewing.renew, "H1", kind="grocery", override=True, reason="child is ill") == day("2027-12-31")


def test_no_longer_in_all_than_the_shop_allows(stand: Stand):
    stand.setting("rights.most_months", 9)
    stand.household(grocery=("2026-07-01", "2026-12-31"))
    found = proposed(stand)
    assert (found.until, found.furthest, found.broken) == (day("2027-03-31"), day("2027-03-31"), ())
    with pytest.raises(LastsLong):
        stand.do(renewing.renew, "H1", until=day("2027-04-01"))
    assert stand.do(renewing.renew, "H1") == day("2027-03-31")
    with pytest.raises(LastsLong):
        stand.do(renewing.renew, "H1")


def test_earlier_terms_count_and_gaps_do_not(stand: Stand):
    stand.setting("rights.most_months", 9)
    stand.household(grocery=("2026-01-01", "2026-03-31"))
    assert proposed(stand).furthest == day("2027-05-25")  # nine months less the ninety days of the first term


def test_after_all_terms_comes_a_pause_and_then_it_begins_anew(stand: Stand):
    for key, value in (("most_months", 6), ("pause_months", 6)):
        stand.setting(f"rights.{key}", value, valid_from="2026-01-01")
    stand.household(grocery=("2026-03-01", "2026-08-31"))
    with pytest.raises(PauseFirst) as refused:
        stand.do(renewing.renew, "H1")
    assert refused.value.details == {"again": day("2027-03-01")}
    assert proposed(stand).again == day("2027-03-01")
    with pytest.raises(PauseFirst):
        stand.on("2027-02-28").do(renewing.renew, "H1")
    assert stand.on("2027-03-01").do(renewing.renew, "H1") == day("2027-08-31")
    assert judged(stand, "2027-03-01").standing.grocery.renewals == 0


def test_the_pause_stands_in_the_way_while_the_last_term_still_runs(stand: Stand):
    for key, value in (("most_renewals", 1), ("pause_months", 3)):
        stand.setting(f"rights.{key}", value)
    stand.household(grocery=("2026-07-01", "2026-12-31"))
    stand.do(renewing.renew, "H1", until=day("2027-01-31"))
    with pytest.raises(PauseFirst) as refused:
        stand.do(renewing.renew, "H1")
    assert refused.value.details == {"again": day("2027-05-01")}


def test_only_a_manager_sets_it_aside_with_a_reason_that_stays(stand: Stand):
    stand.setting("rights.most_renewals", 1)
    stand.household(grocery=("2026-07-01", "2026-12-31"))
    stand.do(renewing.renew, "H1")
    with pytest.raises(NotAllowed):
        stand.as_("staff").do(renewing.renew, "H1", override=True, reason="please")
    with pytest.raises(OverrideNeedsReason):
        stand.do(renewing.renew, "H1", override=True, reason="  ")
    stand.do(renewing.renew, "H1", override=True, reason="child is ill")
    right = stand.do(files.open_file, "H1").rights[0]
    assert (right.overruled, right.reason, right.by) == ("RenewedOften", "child is ill", "els")
    assert "child is ill" not in str(stand.rows("SELECT details FROM journal"))


def test_european_goods_know_no_such_limits(stand: Stand):
    stand.setting("rights.most_months", 1)
    stand.household(esf=("2020-01-01", "2026-12-31"))
    assert stand.do(renewing.renew, "H1", kind="esf") == day("2027-06-30")


def test_a_new_shop_limits_nothing(stand: Stand):
    stand.household(grocery=("2010-01-01", "2026-12-31"))
    for _ in range(5):
        stand.do(renewing.renew, "H1")
    assert proposed(stand).broken == ()


def test_only_open_ways_lead_to_a_right(stand: Stand):
    stand.household(grocery=None)
    with pytest.raises(WayNotOpen):
        stand.do(renewing.give, "H1", way="category", reason="bim")
    stand.setting("rights.ways", "category income")
    with pytest.raises(WayNotOpen):
        stand.do(renewing.give, "H1")
    with pytest.raises(NoSuchCategory):
        stand.do(renewing.give, "H1", way="category", reason="rich")
    stand.do(renewing.give, "H1", way="category", reason="bim")
    right = stand.do(files.open_file, "H1").rights[0]
    assert (right.way, right.reason, right.proof, right.rule_version > 0) == ("category", "bim", None, True)


@pytest.mark.parametrize(
    "words", ["850730-033.28", "dossier 12 34 56 78 9", "BE68 5390 0754 7034", "k" * 61, "a\tb\x07"]
)
def test_a_document_is_named_without_its_numbers(stand: Stand, words: str):
    stand.household()
    with pytest.raises((NumberOnProof, ProofTooLong)):
        stand.do(renewing.renew, "H1", proof=words)
    assert stand.rows("SELECT count(*) AS n FROM household_right")[0].n == 1


def test_the_document_that_was_seen_stands_on_file_and_in_no_journal(stand: Stand):
    stand.household()
    for words in (" attest\n [b] van 24/11/2026 ", "  ", None, "bim"):
        stand.do(renewing.renew, "H1", proof=words)
    seen = [right.proof for right in stand.do(files.open_file, "H1").rights]
    assert seen == ["bim", None, None, "attest [b] van 24/11/2026", None]
    assert "attest" not in str(stand.rows("SELECT * FROM journal"))


def test_ways_change_on_a_day(stand: Stand):
    stand.household(grocery=None)
    stand.setting("rights.ways", "category", valid_from="2026-11-25")
    with pytest.raises(WayNotOpen):
        stand.do(renewing.give, "H1", way="category", reason="bim")
    assert stand.on("2026-11-25").do(renewing.give, "H1", way="category", reason="bim")


@pytest.mark.parametrize(
    ("divisor", "income", "costs", "people", "cents"),
    [
        ("30", 150_000, 60_000, 3, 1000),
        ("30.5", 150_000, 60_000, 3, 983),
        ("30", 100_000, 130_000, 1, -1000),
        ("30", 30_000, 0, 0, 1000),
    ],
)
def test_income_by_person_and_day(divisor: str, income: int, costs: int, people: int, cents: int):
    rules = house_rules(rights__income_divisor=divisor)
    outcome = income_outcome(income_cents=income, costs_cents=costs, people=people, settings=rules)
    assert (outcome.cents, outcome.fits) == (cents, cents < 1000)


def test_an_income_at_the_threshold_gives_no_right():
    at_it, below = (
        income_outcome(income_cents=cents, costs_cents=0, people=1, settings=house_rules())
        for cents in (30_000, 29_999)
    )
    assert (at_it.fits, below.fits) == (False, True)


def test_one_visit_before_the_referral_arrives(stand: Stand):
    stand.product("rice", fixed=100)
    stand.lot("rice", 50)
    card = stand.do(renewing.one_visit, display_name="New", lang="fr", people=People(adults=1))
    assert [status(stand, on, card) for on in ("2026-11-24", "2026-11-30", "2026-12-01")] == [
        "ends_soon",
        "ends_soon",
        "ended",
    ]
    late = stand.on("2026-11-30")
    number = late.sell(card, ("rice", 3)).number
    with pytest.raises(MayNotShop):
        late.sell(card, "rice")
    (reason,) = judged(stand, "2026-11-30", card).standing.reasons
    assert reason.code == "visit_used"
    late.void(number)
    late.sell(card, ("rice", 2))
    assert late.do(renewing.give, card) == day("2027-05-29")
    late.sell(card, "rice")


def test_a_visit_is_used_across_the_border_of_week_and_month(stand: Stand):
    stand.product("rice", fixed=100)
    stand.lot("rice", 50)
    early = stand.on("2026-11-28")
    card = early.do(renewing.one_visit, display_name="New", lang="fr", people=People(adults=1))
    early.sell(card, "rice")
    with pytest.raises(MayNotShop):
        stand.on("2026-12-04").sell(card, "rice")


def test_a_newer_term_ends_the_one_before(stand: Stand):
    stand.household(grocery=("2026-01-01", "2026-12-31"))
    stand.setting("rights.most_months", 12)
    stand.grant("H1", "grocery", "2026-07-01", "2026-12-31")
    stand.grant("H1", "grocery", "2026-06-01", "2026-12-31")
    stand.grant("H1", "grocery", None, None)
    assert proposed(stand, until=day("2026-12-31")).broken == ()


@given(
    starts=st.lists(st.dates(day("2020-01-01"), day("2026-12-31")), min_size=1, max_size=6),
    on=st.dates(day("2019-01-01"), day("2028-01-01")),
    days=st.integers(0, 400),
)
def test_the_newest_term_counts_from_its_first_day(starts: list[dt.date], on: dt.date, days: int):
    terms = [Term(start, start + dt.timedelta(days=days), number) for number, start in enumerate(starts)]
    found = in_force(terms, on)
    assert found == terms[-1] or (on < starts[-1] and found.holds(on) and (found.until or starts[-1]) < starts[-1])
