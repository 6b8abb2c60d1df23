"""Cards of households: who printed one, and what becomes of a lost one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from kruidenier.shop.office.staff import NotAllowed
from kruidenier.shop.people import cards, files, finding, households, merging
from kruidenier.shop.people.households import CardBlocked, UnknownCard
from kruidenier.shop.till import sales
from tests.kit import Stand


@pytest.fixture
def desk(stand: Stand) -> Stand:
    """A desk that knows two households."""
    stand.household("H1")
    stand.household("H2")
    return stand


def journaled(desk: Stand, field: str) -> list[str]:
    asked = (
        "SELECT household_id, details FROM journal JOIN journal_household ON code = subject"
        " WHERE verb = 'household' ORDER BY journal.id"
    )
    return [str(row.household_id) for row in desk.rows(asked) if field in str(row.details)]


def test_a_lost_card_no_longer_works_and_a_new_one_does(desk: Stand):
    before = desk.ask(households.find, "H1")
    number = desk.do(cards.replace_lost, "h1")
    assert number.startswith("K")
    assert desk.ask(households.find, number).id == before.id
    with pytest.raises(CardBlocked):
        desk.ask(households.find, "H1")
    assert desk.ask(cards.working, number) == [number]
    assert journaled(desk, "card replaced") == [before.id]


def test_a_lost_card_is_replaced_once(desk: Stand):
    desk.do(cards.replace_lost, "H1")
    with pytest.raises(CardBlocked):
        desk.do(cards.replace_lost, "H1")
    with pytest.raises(UnknownCard):
        desk.do(cards.replace_lost, "H3")


def test_two_who_replace_a_card_at_once_give_one_new_card(desk: Stand):
    with ThreadPoolExecutor(4) as desks:
        asked = [desks.submit(desk.do, cards.replace_lost, "H1") for _turn in range(4)]
    faults = [one.exception() for one in asked]
    assert sorted(type(fault).__name__ for fault in faults) == ["CardBlocked"] * 3 + ["NoneType"]
    assert len(journaled(desk, "card replaced")) == 1


def test_the_other_card_of_a_household_made_of_two_goes_on_working(desk: Stand):
    desk.do(merging.merge, "H1", "H2", take={})
    assert set(desk.ask(cards.working, "H1")) == {"H1", "H2"}
    number = desk.do(cards.replace_lost, "H2")
    assert set(desk.ask(cards.working, "H1")) == {number, "H1"}


def test_a_household_with_two_cards_of_one_moment_is_known_by_the_same_one_everywhere(desk: Stand):
    desk.product("rice", fixed=10)
    desk.lot("rice", 9)
    number = desk.sell("H2", "rice").number
    desk.do(merging.merge, "H2", "H1", take={})
    key = desk.ask(households.find, "H1").id
    assert desk.do(files.open_file, "H2").card == "H1"
    assert desk.ask(sales.look_up, number).card == "H1"
    assert desk.ask(households.known_cards)[key] == "H1"
    assert [one.card for one in desk.ask(finding.read, at=desk.at, on=desk.today).known] == ["H1"]
    assert desk.welcome("H2").shopper.card == "H1"


def test_whoever_prints_a_card_is_in_the_journal(desk: Stand):
    assert desk.do(cards.to_print, ["h1", "H2"]) == ["H1", "H2"]
    assert journaled(desk, "card printed") == [desk.ask(households.find, card).id for card in ("H1", "H2")]
    with pytest.raises(UnknownCard):
        desk.do(cards.to_print, ["H1", "H3"])


def test_a_volunteer_neither_prints_nor_replaces(desk: Stand):
    volunteer = desk.as_("volunteer")
    with pytest.raises(NotAllowed):
        volunteer.do(cards.to_print, ["H1"])
    with pytest.raises(NotAllowed):
        volunteer.do(cards.replace_lost, "H1")
    assert volunteer.as_("staff").do(cards.replace_lost, "H1")
