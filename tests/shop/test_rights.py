"""Who may shop: two rights that stand apart, first and last day included, pauses and blocks."""

from __future__ import annotations

import pytest

from kruidenier import i18n
from kruidenier.shop.office import settings as rules
from kruidenier.shop.people import households
from kruidenier.shop.people.households import CardBlocked, UnknownCard
from kruidenier.shop.people.rights import MayNotShop, Standing, Term
from kruidenier.shop.till import basket_view
from kruidenier.shop.till.shoppers import visit
from tests.kit import TODAY, Stand, day


def standing(stand: Stand, on: str | None = None, card: str = "H1") -> Standing:
    date = day(on) if on else TODAY
    with stand.shop.reading() as session:
        held = households.find(session, card)
        return visit(session, held, on=date, settings=rules.current(session, date)).standing


def status(stand: Stand, on: str | None = None) -> str:
    return standing(stand, on).status


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-08-31", "not_started"),
        ("2026-09-01", "fine"),
        ("2026-11-30", "fine"),
        ("2026-12-01", "ends_soon"),  # 30 days before the last
        ("2026-12-31", "ends_soon"),
        ("2027-01-01", "ended"),
    ],
)
def test_a_right_holds_from_its_first_to_its_last_day_and_warns_thirty_days_ahead(stand: Stand, on: str, expected: str):
    stand.household(grocery=("2026-09-01", "2026-12-31"))
    assert status(stand, on) == expected


def test_the_last_shop_of_the_last_day_still_works_and_the_next_morning_does_not(stand: Stand):
    stand.product("rice", fixed=100)
    stand.lot("rice", 10)
    stand.household(grocery=("2026-09-01", "2026-12-31"))
    late = stand.on(stand.now.replace(month=12, day=31, hour=22, minute=59))  # a minute to midnight in Brussels
    basket = late.welcome()
    late.scan(basket, "rice")
    assert late.pay(basket).date == day("2026-12-31")
    with pytest.raises(MayNotShop):
        late.on(late.now.replace(hour=23, minute=0)).welcome()


def test_a_basket_of_the_last_evening_is_judged_again_when_it_is_paid(stand: Stand):
    stand.product("rice", fixed=100)
    stand.lot("rice", 10)
    stand.household(grocery=("2026-09-01", "2026-12-31"))
    late = stand.on("2026-12-31")
    basket = late.welcome()
    late.scan(basket, "rice")
    with pytest.raises(MayNotShop):
        late.on("2027-01-01").pay(basket)
    assert late.ask(basket_view.view, basket.id).total_cents == 100  # it is still there


def test_warning_days_are_a_setting(stand: Stand):
    stand.household(grocery=("2026-09-01", "2026-11-30"))
    stand.setting("rights.warn_days", 5)
    assert status(stand) == "fine"
    assert status(stand, "2026-11-25") == "ends_soon"


def test_a_right_without_end_is_fine_and_one_never_given_is_ended(stand: Stand):
    stand.household("open", grocery=("2020-01-01", None))
    stand.household("none", grocery=None)
    stand.household("empty", grocery=(None, None))
    assert standing(stand, "2099-01-01", "open").status == "fine"
    for card in ("none", "empty"):
        assert standing(stand, None, card).status == "ended"
        assert [reason.code for reason in standing(stand, None, card).reasons] == ["no_right"]


def test_the_newest_right_counts(stand: Stand):
    stand.household(grocery=("2026-01-01", "2026-06-30"))
    assert status(stand) == "ended"
    stand.grant("H1", "grocery", "2026-11-01", "2027-04-30")
    assert status(stand) == "fine"
    stand.grant("H1", "grocery", "2026-12-01", "2027-04-30")
    assert status(stand) == "not_started"


def test_blocked_goes_before_paused_and_both_before_everything_else(stand: Stand):
    stand.household(grocery=("2027-01-01", "2027-06-30"))
    assert status(stand) == "not_started"
    stand.hold_back("H1", "paused", "2026-11-01", "2026-11-30")
    assert status(stand) == "paused"
    stand.hold_back("H1", "blocked", "2026-11-20")
    assert status(stand) == "blocked"
    assert status(stand, "2026-11-19") == "paused"
    assert status(stand, "2026-10-31") == "not_started"


def test_a_pause_ends_after_its_last_day_or_on_the_day_it_is_lifted(stand: Stand):
    stand.household()
    stand.hold_back("H1", "paused", "2026-11-01", "2026-11-24")
    assert (status(stand, "2026-11-24"), status(stand, "2026-11-25")) == ("paused", "fine")
    stand.hold_back("H1", "blocked", "2026-12-01", None, lifted="2026-12-10")
    assert (status(stand, "2026-12-09"), status(stand, "2026-12-10")) == ("blocked", "fine")


@pytest.mark.parametrize("kind", ["paused", "blocked"])
def test_a_pause_or_block_stops_both_rights_at_the_counter(stand: Stand, kind: str):
    stand.household(esf=("2020-01-01", None))
    stand.hold_back("H1", kind, "2026-11-01")
    assert not standing(stand).esf_entitled
    assert not standing(stand).may_come_in
    with pytest.raises(MayNotShop):
        stand.welcome()


def test_the_right_to_european_goods_stands_alone(stand: Stand):
    stand.household("both", esf=("2026-11-01", "2026-11-30"))
    stand.household("esf", grocery=None, esf=("2026-11-01", "2026-11-30"))
    for card in ("both", "esf"):
        held = [
            standing(stand, on, card).esf_entitled for on in ("2026-10-31", "2026-11-01", "2026-11-30", "2026-12-01")
        ]
        assert held == [False, True, True, False]
    assert standing(stand, None, "both").may_shop
    assert not standing(stand, None, "esf").may_shop
    assert standing(stand, None, "esf").may_come_in
    assert not standing(stand, "2026-12-01", "esf").may_come_in


def test_the_spoken_line_says_nothing_of_the_reason(stand: Stand):
    stand.household(grocery=("2020-01-01", "2020-12-31"))
    stand.hold_back("H1", "blocked", "2026-01-01")
    with pytest.raises(MayNotShop) as refused:
        stand.welcome()
    assert refused.value.details == {}
    assert not {"blocked", "ended", "2020", "right"} & set(str(refused.value).lower().split())


def test_reasons_speak_the_readers_language_with_fixed_codes(stand: Stand):
    stand.household(grocery=("2026-09-01", "2026-11-30"))
    with i18n.speaking("nl"):
        (reason,) = standing(stand).reasons
    assert reason.code == "ends_soon"
    assert "30/11/2026" in reason.message


@pytest.mark.parametrize(
    "card",
    ["", " ", "nobody", "x" * 5000, "\x00", "\udcff", "' OR 1=1 --", "K12345678\n", "[b]", "ليلى", "%"],
    ids=ascii,
)
def test_an_unknown_card_is_a_kind_sentence_whatever_was_scanned(stand: Stand, card: str):
    stand.household()
    with pytest.raises(UnknownCard) as refused:
        stand.welcome(card)
    str(refused.value).encode()  # printable anywhere
    assert len(str(refused.value)) < 200


def test_cards_are_found_ignoring_case_and_blanks_around(stand: Stand):
    stand.household("Ab-12")
    assert {stand.ask(households.find, card).card for card in ("ab-12", "AB-12", " Ab-12 ")} == {"Ab-12"}
    assert stand.ask(households.is_card, "aB-12")


def test_a_replaced_card_is_refused_and_the_new_one_works(stand: Stand):
    from sqlalchemy import update

    from kruidenier.shop.people.households import HouseholdCard

    stand.household("old")
    with stand.shop.writing.begin() as session:
        key = households.find(session, "old").id
        session.execute(update(HouseholdCard).values(blocked_at=stand.now))
        session.add(HouseholdCard(folded="new", card="NEW", household_id=key, issued_at=stand.now))
    with pytest.raises(CardBlocked):
        stand.welcome("old")
    assert stand.welcome("new").shopper.card == "NEW"


def test_a_term_without_start_never_holds():
    assert not Term(None, day("2099-01-01")).holds(TODAY)
