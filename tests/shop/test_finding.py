"""Finding households while typing, and those that may be one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kruidenier.shop.office.staff import NotAllowed
from kruidenier.shop.people import files, finding, strangers
from kruidenier.shop.people.likeness import alike, distance, sound, words_of
from kruidenier.shop.people.register import Born, People
from tests.kit import Stand, day


def named(stand: Stand, card: str, name: str, **household: Any) -> str:
    stand.household(card, **household)
    stand.do(files.change, card, display_name=name)
    return card


def book(stand: Stand) -> finding.Book:
    return stand.ask(finding.read, at=stand.at, on=stand.today)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mohamed", "muhammad"),
        ("khadija", "khadidja"),
        ("philippe", "filip"),
        ("yilmaz", "ylmaz"),
        ("vandenbergh", "vandenberg"),
        ("lefebvre", "lefevbre"),
        ("catherine", "katrien"),
        ("dubois", "duboi"),
    ],
)
def test_names_that_may_be_one(one: str, other: str):
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(("one", "other"), [("ali", "eli"), ("claes", "peeters"), ("diallo", "barry"), ("an", "jan")])
def test_names_that_are_two(one: str, other: str):
    assert not alike(one, other)


def test_words_that_everybody_has_are_left_out():
    assert words_of("Famille El-Idrissi") == ("el", "idrissi")
    assert words_of("Familie") == ("familie",)
    assert words_of("السيد") == ("السيد",)


@given(word=st.text("abcdefgh", max_size=8), other=st.text("abcdefgh", max_size=8))
def test_slips_are_counted_the_same_both_ways(word: str, other: str):
    assert min(distance(word, other, most=3), 4) == min(distance(other, word, most=3), 4)
    assert (distance(word, other, most=3) == 0) == (word == other)
    assert sound(word) == sound(word)


def test_two_swapped_letters_are_one_slip():
    assert distance("lefebvre", "lefevbre", most=2) == 1
    assert distance("abc", "xyz", most=1) == 2


def test_found_while_typing(stand: Stand):
    named(stand, "1001", "Famille El Idrissi")
    named(stand, "1002", "Mohamed Yılmaz", grocery=("2026-01-01", "2026-12-10"))
    named(stand, "1003", "Claes")
    known = book(stand)
    found = {
        typed: [one.card for one in known.find(typed)] for typed in ("1002", "100", "02", "idris", "Muhamad", "ylmz c")
    }
    assert found == {
        "1002": ["1002"],
        "100": ["1003", "1001", "1002"],
        "02": ["1002"],
        "idris": ["1001"],
        "Muhamad": ["1002"],
        "ylmz c": [],
    }
    assert known.find("") == known.find("c") == []
    assert [one.card for one in known.ending(30)] == ["1002"]
    assert [one.status for one in known.known] == ["fine", "ends_soon", "fine"]


def test_one_letter_finds_a_card_of_one_letter(stand: Stand):
    stand.household("A")
    assert [one.card for one in book(stand).find("a")] == ["A"]


def test_the_list_knows_people_holds_and_addresses(stand: Stand):
    stand.household("H1", members=[(1984, None)], esf=("2026-01-01", "2026-12-31"))
    stand.household("H2", adults=2, children=1, grocery=None)
    stand.hold_back("H1", "blocked", "2026-01-01")
    stand.do(files.change, "H1", address="Kerkstraat 1")
    stand.do(files.change, "H2", address="Secret 2", address_protected=True)
    one, other = book(stand).known
    assert (one.people, one.status, one.address, one.esf_until) == (1, "blocked", "Kerkstraat 1", day("2026-12-31"))
    assert (other.people, other.address, other.grocery) == (3, None, False)


def test_the_list_is_for_staff(stand: Stand):
    with pytest.raises(NotAllowed):
        book(stand.as_("volunteer"))


def test_likely_duplicates_are_found_until_they_are_told_apart(stand: Stand):
    named(stand, "A", "Mohamed El Idrissi", members=[(1984, None), (2015, None)])
    named(stand, "B", "El Idrisi Muhammad", members=[(1984, None), (2015, None)])
    named(stand, "C", "Mohamed El Idrissi", members=[(1950, None)])
    named(stand, "D", "Zohra Benali", members=[(1980, None), (2010, None), (2012, None)])
    named(stand, "E", "Zohra Peeters", members=[(1980, None), (2010, None), (2012, None)])
    pairs = _likely(stand)
    assert [({pair.one.card, pair.other.card}, pair.same_years) for pair in pairs] == [({"D", "E"}, 3), ({"A", "B"}, 2)]
    stand.do(strangers.tell_apart, "E", "D")
    stand.do(strangers.tell_apart, "D", "E")
    assert [{pair.one.card, pair.other.card} for pair in _likely(stand)] == [{"A", "B"}]
    assert len(stand.rows("SELECT 1 FROM not_duplicate")) == 1
    stand.do(strangers.tell_apart, "A", "A")
    assert len(stand.rows("SELECT 1 FROM not_duplicate")) == 1


def _likely(stand: Stand):
    with stand.shop.reading() as session:
        return strangers.likely(session, finding.read(session, at=stand.at, on=stand.today))


def test_who_registers_is_compared_with_who_is_known(stand: Stand):
    named(stand, "A", "Mohamed El Idrissi", members=[(1984, None)])
    named(stand, "B", "Mohamed El Idrissi", adults=2)
    known = book(stand)
    assert [one.card for one in strangers.like(known, "Muhamad El-Idrissi", People((Born(1984),)))] == ["A", "B"]
    assert [one.card for one in strangers.like(known, "Muhamad El-Idrissi", People((Born(1999),)))] == ["B"]
    assert strangers.like(known, "Peeters", People(adults=1)) == []
