"""Words made fit for paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kruidenier.documents.text import clean, drawn_lines, wrap


@given(st.text(), st.integers(1, 40), st.integers(1, 5))
def test_no_line_is_wider_than_its_room_and_none_is_too_many(text: str, width: int, most: int) -> None:
    lines = wrap(clean(text), width, len, most=most)
    assert 1 <= len(lines) <= most
    assert all(len(line) <= width for line in lines)


@given(st.text(), st.integers(1, 40))
def test_with_room_enough_no_letter_is_lost(text: str, width: int) -> None:
    lines = wrap(clean(text), width, len, most=10_000)
    assert "".join(lines).replace(" ", "") == clean(text).replace(" ", "")


def test_words_stay_whole_where_they_can() -> None:
    assert wrap("Yaourt nature crémeux", 13, len, most=3) == ["Yaourt nature", "crémeux"]


def test_a_word_longer_than_a_line_is_broken() -> None:
    assert wrap("un anticonstitutionnellement lu", 10, len, most=9) == ["un", "anticonsti", "tutionnell", "ement lu"]


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    assert wrap("Yaourt nature crémeux à la vanille", 10, len, most=2) == ["Yaourt", "nature…"]


def test_a_word_without_end_is_cut_too() -> None:
    assert wrap("x" * 100_000, 10, len, most=2) == ["x" * 10, "x" * 9 + "…"]


def test_signs_that_command_a_printer_or_turn_the_text_are_taken_out() -> None:
    assert clean("Lait\x1b@\r\n 1\u202el\x00\ud800") == "Lait @ 1 l"


def test_letters_and_accents_sent_apart_come_together() -> None:
    assert clean("Cafe\u0301") == "Café"


def test_spaces_that_must_not_break_stay() -> None:
    assert clean("6\u202f%\u00a0!") == "6\u202f%\u00a0!"


def test_a_line_never_begins_with_a_french_sign() -> None:
    assert wrap(clean("Du lait ; « du » pain"), 8, len, most=9) == ["Du", "lait\u00a0;", "«\u00a0du\u00a0»", "pain"]


def drawn(text: str) -> str:
    """A text in one line as it is drawn, from left to right."""
    return drawn_lines(text, 1000, len, most=1)[0]


# Hebrew letters have one shape each: alef to dalet stand for any text that runs from right to left.
@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("אב 500 g", "g 500 בא"),
        ("Lait אב", "Lait בא"),
        ("אב (גד)", "(דג) בא"),
        ("אב carrefour (bio)", "carrefour (bio) בא"),
        ("Lait (אב) (ג", "Lait (בא) (ג"),
        ("[אב] «ג»", "«ג» [בא]"),
        ("אב (\u034fג", "ג) בא"),
    ],
)
def test_text_from_right_to_left_is_drawn_in_reading_order(written: str, seen: str) -> None:
    assert drawn(written) == seen


def test_arabic_letters_are_joined() -> None:
    assert drawn("حليب") == "\ufe90\ufef4\ufee0\ufea3"


def test_a_long_arabic_name_begins_on_the_first_line() -> None:
    first, second = drawn_lines("حليب نصف دسم", 9, len, most=2)
    assert first.endswith(drawn("حليب"))
    assert second == drawn("دسم")
