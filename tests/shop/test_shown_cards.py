"""The second layer of a no: a card for every refusal that a household hears, and no sentence that nobody has read."""

from __future__ import annotations

import csv
import importlib
import pkgutil
from pathlib import Path

import pytest

from kruidenier import shop
from kruidenier.config import starter_data
from kruidenier.errors import AtTheCounter, NotSafe
from kruidenier.shop.people import shown_cards
from kruidenier.shop.people.shown_cards import FILE, BadCardFile, cards, number_of

MOST_WORDS = 12
HEAD = "number,codes,lang,words,reviewed_by,reviewed_on\n"


def told() -> set[str]:
    """The names of all refusals that a household hears."""
    for room in pkgutil.walk_packages(shop.__path__, "kruidenier.shop."):
        importlib.import_module(room.name)
    told = {refusal for base in (AtTheCounter, NotSafe) for refusal in base.__subclasses__()} - {NotSafe}
    return {refusal.__name__ for refusal in told}


@pytest.mark.parametrize("lang", ["nl", "fr", "en"])
def test_each_refusal_at_the_counter_has_one_card_in_each_shipped_language(lang: str):
    shown = [code for card in cards() for code in card.codes if card.words.get(lang)]
    assert sorted(shown) == sorted(told())


def test_sentences_are_short_and_give_no_reason():
    for card in cards():
        for words in card.words.values():
            assert 3 <= len(words.split()) <= MOST_WORDS


def test_what_nobody_has_read_is_in_the_file_and_on_no_card():
    with (starter_data() / FILE).open(encoding="utf-8", newline="") as file:
        unread = [row for row in csv.DictReader(file) if not row["reviewed_by"]]
    assert {row["lang"] for row in unread} == {"ar"}
    assert len(unread) == len(cards())
    assert all("ar" not in card.words for card in cards())


def test_a_shop_may_have_a_sentence_read_and_keep_a_file_of_its_own(tmp_path: Path):
    (tmp_path / FILE).write_text(
        f"{HEAD}4,OnlyForEsf,ar,خذ شيئًا آخر,Amina,2026-12-01\n4,OnlyForEsf,nl,Neem iets,,\n", "utf-8"
    )
    (card,) = cards(tmp_path)
    assert (card.number, card.words) == (4, {"ar": "خذ شيئًا آخر"})
    assert cards(tmp_path / "elsewhere") == cards()


@pytest.mark.parametrize("line", ["x,A,nl,Niet,An,2026-12-01", "1,A,nl,Niet,An,soon", "1,A"])
def test_a_file_that_cannot_be_read_says_where(tmp_path: Path, line: str):
    (tmp_path / FILE).write_text(f"{HEAD}{line}\n", "utf-8")
    with pytest.raises(BadCardFile, match="row 1"):
        cards(tmp_path)


def test_the_till_is_told_the_number():
    assert number_of("UseByPassed") == number_of("GracePassed") == 6
    assert number_of("TooLittle") is None
    assert shown_cards.cards()[0].number == 1
