"""The flip-book: one page a card, the number large, every language that was read, Arabic from right to left."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from kruidenier.documents import flip_book
from kruidenier.shop.people.shown_cards import ShownCard, cards
from tests.documents.papers import box, read

FRENCH = "C’est plus que votre montant."
ARABIC = ShownCard(3, ("BudgetSpent",), {"ar": "هذا أكثر من مبلغك. ماذا نترك؟", "fr": FRENCH, "nl": "n" * 300})


def test_the_book_has_a_page_for_each_card(tmp_path: Path):
    book = flip_book.write(cards(), tmp_path / "book.pdf", lang="nl")
    assert len(pypdfium2.PdfDocument(book)) == len(cards())


def test_a_page_says_its_number_and_all_its_sentences():
    for card in cards():
        flat = " ".join(read(flip_book.draw([card])))
        assert flat.startswith(str(card.number))
        for words in card.words.values():
            assert words in flat


def test_long_words_and_arabic_stay_on_the_page():
    pdf = flip_book.draw([ARABIC])
    assert "…" in " ".join(read(pdf))
    left, bottom, right, top = box(pdf, FRENCH)
    assert 0 < left < right < flip_book.WIDTH
    assert 0 < bottom < top < flip_book.HEIGHT
