"""The allergens of unpacked goods on one sheet to hang up, in Dutch and French."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.documents import page, rows
from kruidenier.documents.roll import MM
from kruidenier.documents.rows import put
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
FIRST, COLUMN = WIDTH - MARGIN - 14 * 13 * MM, 13 * MM
LANGUAGES = ("nl", "fr")
TITLE = N_("Allergens in unpacked food")
UNKNOWN = N_("Not known: ask us before you take it.")
TRACES = N_("Traces of others are possible. Ask us if you have an allergy, and about what is not on this sheet.")
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
    head, size = partial(_draw_head, paper), (WIDTH, HEIGHT)
    return rows.draw(_in_both(TITLE), paper.goods, most=ROWS, head=head, row=_draw_row, foot=_draw_foot, size=size)


def _in(lang: str, message: str) -> str:
    with speaking(lang):
        return _(message)


def _in_both(message: str) -> str:
    return " / ".join(_in(lang, message) for lang in LANGUAGES)


def _draw_head(paper: AllergenPaper, sheet: Canvas, number: str) -> None:
    put(sheet, _in_both(TITLE), MARGIN, HEIGHT - 15 * MM, width=240 * MM, font=page.BOLD, size=14)
    put(sheet, number, MARGIN, HEIGHT - 15 * MM, width=WIDTH - 2 * MARGIN, right=True)
    put(sheet, f"{paper.shop}   {day(paper.date)}", MARGIN, HEIGHT - 21 * MM, width=85 * MM)
    for turn, allergen in enumerate(ALLERGENS.values()):
        for lang, font, offset in (("nl", page.BOLD, 5.5 * MM), ("fr", page.REGULAR, 10 * MM)):
            sheet.saveState()
            sheet.translate(FIRST + turn * COLUMN + offset, HEADING + 1.5 * MM)
            sheet.rotate(90)
            put(sheet, _in(lang, allergen), 0, 0, width=36 * MM, font=font)
            sheet.restoreState()
    _draw_columns(sheet, HEADING, HEADING + 38 * MM)
    sheet.setLineWidth(0.8)
    sheet.line(MARGIN, HEADING, WIDTH - MARGIN, HEADING)


def _draw_row(sheet: Canvas, goods: Unpacked, turn: int) -> None:
    bottom = HEADING - (turn + 1) * ROW
    names = []
    for lang in LANGUAGES:
        with speaking(lang):
            names.append(best_name(goods.names, goods.code))
    width = FIRST - MARGIN - 3 * MM
    put(sheet, names[0], MARGIN, bottom + 4.8 * MM, width=width, font=page.BOLD)
    if names[1] != names[0]:
        put(sheet, names[1], MARGIN, bottom + 1.4 * MM, width=width, size=8)
    if goods.allergens is None:
        put(sheet, _in_both(UNKNOWN), FIRST + 2 * MM, bottom + 3 * MM, width=WIDTH - MARGIN - FIRST - 3 * MM)
    for column, allergen in enumerate(ALLERGENS):
        if allergen in (goods.allergens or ()):
            sheet.setFont(page.REGULAR, 14)
            sheet.drawCentredString(FIRST + (column + 0.5) * COLUMN, bottom + 2.4 * MM, DOT)
    sheet.setLineWidth(0.3)
    sheet.line(MARGIN, bottom, WIDTH - MARGIN, bottom)
    _draw_columns(sheet, bottom, bottom + ROW, inner=goods.allergens is not None)


def _draw_columns(sheet: Canvas, bottom: float, top: float, *, inner: bool = True) -> None:
    """Lead the eye from a dot up to its allergen; words that cross the columns are left alone."""
    sheet.setLineWidth(0.2)
    for turn in range(len(ALLERGENS) + 1) if inner else (0, len(ALLERGENS)):
        left = FIRST + turn * COLUMN
        sheet.line(left, bottom, left, top)


def _draw_foot(sheet: Canvas) -> None:
    for turn, lang in enumerate(LANGUAGES):
        words = f"{DOT} = {_in(lang, CONTAINS)}.  {_in(lang, TRACES)}"
        put(sheet, words, MARGIN, 14 * MM - turn * 5 * MM, width=WIDTH - 2 * MARGIN, size=9)
