"""The allergens of unpacked goods on one sheet to hang up, in Dutch and French."""

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
from kruidenier.i18n import N_, _, day, speaking
from kruidenier.shop.goods.names import best_name
from kruidenier.shop.goods.product_facts import ALLERGENS

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from kruidenier.shop.figures.unpacked import Unpacked

WIDTH, HEIGHT = 297 * MM, 210 * MM
MARGIN = 12 * MM
ROW = 9 * MM
HEADING = HEIGHT - 62 * MM
"""The line under the names of the allergens."""
FOOT = 22 * MM
ROWS = int((HEADING - FOOT) // ROW)
SIZE = 10
FIRST, COLUMN = WIDTH - MARGIN - 14 * 13 * MM, 13 * MM
LANGUAGES = ("nl", "fr")
TITLE = N_("Allergens in unpacked food")
UNKNOWN = N_("Not known: ask us before you take it.")
TRACES = N_("Traces of other allergens are possible. Ask us if you have an allergy.")
CONTAINS = N_("it contains this")
DOT = "●"


@dataclass(frozen=True, slots=True)
class AllergenPaper:
    """What stands on the paper."""

    shop: str
    date: dt.date
    goods: Sequence[Unpacked]


def write(paper: AllergenPaper, place: Path) -> Path:
    """Keep the sheet in a file, on A4 lying down."""
    return page.keep(draw(paper), place)


def draw(paper: AllergenPaper) -> bytes:
    """Draw the sheet in both languages of the shop's customers."""
    sheet = page.blank(_in_both(TITLE), width=WIDTH, height=HEIGHT)
    pages = [paper.goods[start : start + ROWS] for start in range(0, len(paper.goods), ROWS)] or [()]
    for number, some in enumerate(pages, start=1):
        if number > 1:
            sheet.showPage()
        _draw_head(sheet, paper, f"{number} / {len(pages)}")
        for turn, goods in enumerate(some):
            _draw_row(sheet, goods, HEADING - (turn + 1) * ROW)
        _draw_columns(sheet, some)
        _draw_foot(sheet)
    return bytes(sheet.getpdfdata())


def _in(lang: str, message: str) -> str:
    with speaking(lang):
        return _(message)


def _in_both(message: str) -> str:
    return " / ".join(_in(lang, message) for lang in LANGUAGES)


def _draw_head(sheet: Canvas, paper: AllergenPaper, number: str) -> None:
    _put(sheet, _in_both(TITLE), MARGIN, HEIGHT - 15 * MM, width=240 * MM, font=page.BOLD, size=14)
    sheet.drawRightString(WIDTH - MARGIN, HEIGHT - 15 * MM, number)
    _put(sheet, f"{paper.shop}   {day(paper.date)}", MARGIN, HEIGHT - 21 * MM, width=85 * MM)
    for turn, allergen in enumerate(ALLERGENS.values()):
        for lang, font, offset in (("nl", page.BOLD, 5.5 * MM), ("fr", page.REGULAR, 10 * MM)):
            sheet.saveState()
            sheet.translate(FIRST + turn * COLUMN + offset, HEADING + 1.5 * MM)
            sheet.rotate(90)
            _put(sheet, _in(lang, allergen), 0, 0, width=36 * MM, font=font)
            sheet.restoreState()
    sheet.setLineWidth(0.8)
    sheet.line(MARGIN, HEADING, WIDTH - MARGIN, HEADING)


def _draw_row(sheet: Canvas, goods: Unpacked, bottom: float) -> None:
    names = []
    for lang in LANGUAGES:
        with speaking(lang):
            names.append(best_name(goods.names, goods.code))
    width = FIRST - MARGIN - 3 * MM
    _put(sheet, names[0], MARGIN, bottom + 4.8 * MM, width=width, font=page.BOLD)
    if names[1] != names[0]:
        _put(sheet, names[1], MARGIN, bottom + 1.4 * MM, width=width, size=8)
    if goods.allergens is None:
        _put(sheet, _in_both(UNKNOWN), FIRST + 2 * MM, bottom + 3 * MM, width=WIDTH - MARGIN - FIRST - 3 * MM)
    for turn, allergen in enumerate(ALLERGENS):
        if allergen in (goods.allergens or ()):
            sheet.setFont(page.REGULAR, 14)
            sheet.drawCentredString(FIRST + (turn + 0.5) * COLUMN, bottom + 2.4 * MM, DOT)
    sheet.setLineWidth(0.3)
    sheet.line(MARGIN, bottom, WIDTH - MARGIN, bottom)


def _draw_columns(sheet: Canvas, goods: Sequence[Unpacked]) -> None:
    """Lead the eye from a dot up to its allergen; words that cross the columns are left alone."""
    sheet.setLineWidth(0.2)
    for turn in range(len(ALLERGENS) + 1):
        left = FIRST + turn * COLUMN
        sheet.line(left, HEADING, left, HEADING + 38 * MM)
        for row, one in enumerate(goods):
            if one.allergens is not None or turn in (0, len(ALLERGENS)):
                sheet.line(left, HEADING - row * ROW, left, HEADING - (row + 1) * ROW)


def _draw_foot(sheet: Canvas) -> None:
    for turn, lang in enumerate(LANGUAGES):
        words = f"{DOT} = {_in(lang, CONTAINS)}.  {_in(lang, TRACES)}"
        _put(sheet, words, MARGIN, 14 * MM - turn * 5 * MM, width=WIDTH - 2 * MARGIN, size=9)


def _put(
    sheet: Canvas,
    words: str,
    left: float,
    baseline: float,
    *,
    width: float,
    font: str = page.REGULAR,
    size: float = SIZE,
) -> None:
    sheet.setFont(font, size)
    (line,) = drawn_lines(words, width, partial(page.text_width, font=font, size=size), most=1) or [""]
    sheet.drawString(left, baseline, line)
    sheet.setFont(page.REGULAR, SIZE)
