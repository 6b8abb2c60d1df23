"""A flip-book of the cards to show when the till says no: one page a card, its sentence in every language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.documents import page
from kruidenier.documents.roll import MM
from kruidenier.documents.text import drawn_lines, right_to_left
from kruidenier.i18n import _, speaking

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from kruidenier.shop.people.shown_cards import ShownCard

WIDTH, HEIGHT = 210 * MM, 148 * MM
"""A5, lying."""
MARGIN = 14 * MM
NUMBER = 30 * MM
"""The column of the number, which the till names."""
SIZE, LEADING = 22, 27
MOST = 3
"""Lines of a sentence."""
IN_ORDER = ("nl", "fr", "en")


def write(cards: Sequence[ShownCard], place: Path, *, lang: str) -> Path:
    """Keep the book in a file, a page of A5 for each card."""
    with speaking(lang):
        return page.keep(draw(cards), place)


def draw(cards: Sequence[ShownCard]) -> bytes:
    """Draw the book."""
    sheet = page.blank(_("Cards to show"), width=WIDTH, height=HEIGHT)
    for place, card in enumerate(cards):
        if place:
            sheet.showPage()
        _draw_card(sheet, card)
    return bytes(sheet.getpdfdata())


def _draw_card(sheet: Canvas, card: ShownCard) -> None:
    sheet.setFont(page.BOLD, 64)
    sheet.drawString(MARGIN, HEIGHT - MARGIN - 46, str(card.number))
    sheet.setLineWidth(0.8)
    sheet.line(MARGIN + NUMBER - 6 * MM, MARGIN, MARGIN + NUMBER - 6 * MM, HEIGHT - MARGIN)
    spoken = [*IN_ORDER, *(lang for lang in card.words if lang not in IN_ORDER)]
    sentences = [card.words[lang] for lang in spoken if lang in card.words]
    room = (HEIGHT - 2 * MARGIN) / max(len(sentences), 1)
    for place, words in enumerate(sentences):
        _draw_sentence(sheet, words, top=HEIGHT - MARGIN - place * room, height=room)


def _draw_sentence(sheet: Canvas, words: str, *, top: float, height: float) -> None:
    left, width = MARGIN + NUMBER, WIDTH - 2 * MARGIN - NUMBER
    lines = drawn_lines(words, width, partial(page.text_width, font=page.REGULAR, size=SIZE), most=MOST)
    baseline = top - (height - LEADING * len(lines)) / 2 - SIZE
    sheet.setFont(page.REGULAR, SIZE)
    for line in lines:
        if right_to_left(words):
            sheet.drawRightString(left + width, baseline, line)
        else:
            sheet.drawString(left, baseline, line)
        baseline -= LEADING
