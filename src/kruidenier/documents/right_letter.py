"""A letter to a household whose right ends soon: kind words, and in the envelope's window only name and address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.documents import page
from kruidenier.documents.roll import MM
from kruidenier.documents.text import drawn_lines
from kruidenier.i18n import LANGUAGES, _, day, speaking

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 210 * MM, 297 * MM
MARGIN = 25 * MM
WINDOW_LEFT, WINDOW_TOP, WINDOW_WIDTH = 115 * MM, HEIGHT - 52 * MM, 75 * MM
"""The window at the right of Belgian envelopes."""
WINDOW_LINES = 5
SHOP_TOP, BODY_TOP = HEIGHT - 25 * MM, HEIGHT - 105 * MM
SIZE, LEADING = 11, 16


@dataclass(frozen=True, slots=True)
class Addressee:
    """A household to write to."""

    name: str
    address: str | None
    """Lines divided by commas; None where there is none, or it is protected: then the letter is handed over."""
    lang: str
    until: dt.date


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes, and when."""

    shop: str
    lines: Sequence[str]
    house: str
    """The shop's language, for households whose own has no letter."""
    on: dt.date


def write(letters: Sequence[Addressee], sender: Sender, place: Path) -> Path:
    """Keep all letters in one file, a page each, each in its reader's language."""
    return page.keep(draw(letters, sender), place)


def draw(letters: Sequence[Addressee], sender: Sender) -> bytes:
    """Draw the letters."""
    sheet = page.blank(_("Letters"), width=WIDTH, height=HEIGHT)
    for number, letter in enumerate(letters):
        if number:
            sheet.showPage()
        with speaking(letter.lang if letter.lang in LANGUAGES else sender.house):
            _draw_letter(sheet, letter, sender)
    return bytes(sheet.getpdfdata())


def _draw_letter(sheet: Canvas, letter: Addressee, sender: Sender) -> None:
    _lines(sheet, sender.shop, MARGIN, SHOP_TOP, width=80 * MM, font=page.BOLD, most=2)
    for number, line in enumerate(sender.lines, start=2):
        _lines(sheet, line, MARGIN, SHOP_TOP - number * LEADING, width=80 * MM)
    to = [letter.name, *(line.strip() for line in (letter.address or "").split(",") if line.strip())]
    top = WINDOW_TOP
    for line in to[:WINDOW_LINES]:
        top = _lines(sheet, line, WINDOW_LEFT, top, width=WINDOW_WIDTH)
    top = _lines(sheet, day(sender.on), MARGIN, BODY_TOP, width=WIDTH - 2 * MARGIN) - LEADING
    for paragraph in _words(letter, sender):
        top = _lines(sheet, paragraph, MARGIN, top, width=WIDTH - 2 * MARGIN, most=8) - LEADING / 2


def _words(letter: Addressee, sender: Sender) -> list[str]:
    return [
        _("Good day,"),
        _("You can shop with us until {date}. That day is included.").format(date=day(letter.until)),
        _(
            "Would you like to go on coming after that? Please tell us before that day, at the desk, or tell the"
            " service that brought us together. We look at it with you, and it does not take long."
        ),
        _(
            "Has something changed at home, such as a birth, a new address, or another language that suits you better?"
            " Tell us then too."
        ),
        _("If all of this is arranged already, you need not do anything."),
        _("See you soon,"),
        sender.shop,
    ]


def _lines(
    sheet: Canvas, words: str, left: float, top: float, *, width: float, font: str = page.REGULAR, most: int = 1
) -> float:
    """Draw words in as many lines as they need; tells where the next line goes."""
    sheet.setFont(font, SIZE)
    for line in drawn_lines(words, width, partial(page.text_width, font=font, size=SIZE), most=most):
        sheet.drawString(left, top, line)
        top -= LEADING
    return top
