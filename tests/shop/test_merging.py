"""Two files of one household become one, and nothing of what they did is lost."""

from __future__ import annotations

import pytest

from kruidenier.shop.people import cards, family, files, finding, households, merging
from kruidenier.shop.people.households import Size
from kruidenier.shop.people.merging import SameHousehold, UnknownField
from kruidenier.shop.people.register import Born
from tests.kit import Stand, day
from tests.shop.test_budgets import judged


@pytest.fixture
def desk(stand: Stand) -> Stand:
    """Two files, each with something of its own."""
    stand.product("rice", fixed=100)
    stand.lot("rice", 100)
    stand.household("A", members=[(1984, None)], grocery=("2026-01-01", "2026-12-31"))
    stand.household("B", members=[(1984, None), (2015, None)], lang="fr", esf=("2026-01-01", None))
    stand.do(files.change, "B", display_name="Idrissi", referred_by="CPAS", referrer_contact="D.", address="Street 1")
    stand.do(files.set_needs, "A", needs=["chair"])
    stand.do(files.set_needs, "B", needs=["chair", "interpreter"])
    stand.do(files.write_note, "B", words="comes late", until=day("2026-12-31"))
    return stand


def test_what_differs_is_shown_side_by_side(desk: Stand):
    compared = desk.do(merging.compare, "A", "B")
    assert [difference.field for difference in compared.differences] == [
        "display_name",
        "lang",
        "people",
        "referred_by",
        "address",
        "grocery",
        "esf",
    ]
    with pytest.raises(SameHousehold):
        desk.do(merging.compare, "A", "a")


def test_each_field_comes_from_where_it_was_chosen(desk: Stand):
    take = dict.fromkeys(("display_name", "lang", "people", "referred_by", "address", "esf", "grocery"), "other")
    merged = desk.do(merging.merge, "A", "B", take=take)
    assert (merged.display_name, merged.lang, merged.referrer_contact, merged.address) == (
        "Idrissi",
        "fr",
        "D.",
        "Street 1",
    )
    assert merged.needs == ("chair", "interpreter")
    assert [note.words for note in merged.notes] == ["comes late"]
    assert judged(desk, card="A").standing.esf_entitled
    assert judged(desk, card="A").size == Size(1, 1)
    assert judged(desk, "2026-11-23", "A").size == Size(1, 0)


def test_what_is_not_chosen_stays(desk: Stand):
    merged = desk.do(merging.merge, "A", "B", take={"lang": "kept"})
    assert (merged.display_name, merged.lang, len(merged.people)) == ("Family A", "nl", 1)
    assert not judged(desk, card="A").standing.esf_entitled
    with pytest.raises(UnknownField):
        desk.do(merging.merge, "A", "B", take={"income": "other"})


def test_both_cards_work_and_what_both_spent_counts(desk: Stand):
    desk.on("2025-12-01").sell("B", "rice")
    desk.sell("A", ("rice", 2))
    number = desk.sell("B", ("rice", 3)).number
    desk.do(merging.merge, "A", "B", take={})
    assert desk.ask(households.find, "b").id == desk.ask(households.find, "A").id
    assert judged(desk, card="B").left_cents == 500
    desk.refund(number, ("rice", 3))
    assert judged(desk, card="A").left_cents == 800
    desk.sell("B", ("rice", 8))
    assert desk.faults() == []


def test_a_basket_that_is_open_goes_on(desk: Stand):
    basket = desk.welcome("B")
    desk.scan(basket, "rice")
    desk.do(merging.merge, "A", "B", take={})
    assert desk.welcome("A").id == basket.id
    assert desk.pay(basket).total_cents == 100


def test_holds_come_along_and_a_guest_stays_a_guest(desk: Stand):
    desk.hold_back("B", "blocked", "2026-11-01")
    desk.do(family.host, "B", guest=Born(2018), until=day("2026-12-31"))
    desk.do(merging.merge, "A", "B", take={"people": "other"})
    assert judged(desk, card="A").standing.status == "blocked"
    assert judged(desk, card="A").size == Size(1, 1)


def test_people_who_are_only_counted_can_be_chosen(desk: Stand):
    desk.household("C", adults=2, children=2)
    desk.do(merging.merge, "A", "C", take={"people": "other", "esf": "other"})
    assert judged(desk, card="A").size == Size(2, 2)


def test_of_cards_that_were_given_at_one_moment_the_same_one_is_shown_everywhere(desk: Stand):
    desk.do(merging.merge, "B", "A", take={})
    first = desk.ask(cards.working, "A")[0]
    assert [one.card for one in desk.ask(finding.read, at=desk.at, on=desk.today).known] == [first]
    assert desk.do(files.open_file, "B").card == first
    assert desk.welcome("B").shopper.card == first
