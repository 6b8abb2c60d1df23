"""Household cards, as large as a bank card: bars, a number, and a line to write on. Nothing says who or what for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.documents import bars, label_sheet, page
from kruidenier.documents.label_sheet import HEIGHT, Field, Sheet, put_names
from kruidenier.documents.roll import MM

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

SHEET = Sheet(2, 5, 85.6, 54, left=19.4, top=13.5, across=85.6)
"""Ten cards against each other, so that five cuts across and three down part them all."""
NAME_SIZES = (14, 12, 10, 8)
SMALL_SIZES = (8,)
BARS = (70 * MM, 14 * MM)
BARS_BOTTOM = 19 * MM
NUMBER_BOTTOM = 13.5 * MM
NUMBER_SIZE = 12
LINE_BOTTOM = 3 * MM
"""The line to write on; above it there is room for a pen."""
MARK = (2 * MM, 4 * MM)
"""How far from the cards a cut mark starts, and how long it is."""


def write(cards: Sequence[str], shop: str, place: Path, *, first: int = 1) -> Path:
    """Keep the cards in a file, to be printed at full size on A4 and cut."""
    return page.keep(draw(cards, shop, first=first), place)


def draw(cards: Sequence[str], shop: str, *, first: int = 1) -> bytes:
    """Draw the cards, the first in that place of a sheet that was begun. The file has no title: nothing tells of it."""
    return label_sheet.draw_on(SHEET, "", cards, partial(_put, shop), first=first, beneath=_cut_marks)


def _put(shop: str, paper: Canvas, card: str, field: Field) -> None:
    width, height = BARS
    put_names(paper, [shop], field, foot=BARS_BOTTOM + height, sizes=NAME_SIZES, small=SMALL_SIZES)
    bars.draw(paper, card, field.left, field.bottom + BARS_BOTTOM, width=width, height=height)
    page.put(paper, card, field.left, field.bottom + NUMBER_BOTTOM, width=field.width, font=page.BOLD, size=NUMBER_SIZE)
    paper.setLineWidth(0.5)
    paper.line(field.left, field.bottom + LINE_BOTTOM, field.right, field.bottom + LINE_BOTTOM)


def _cut_marks(paper: Canvas) -> None:
    """Draw where to cut, outside the cards."""
    away, long = MARK
    left, right = SHEET.left * MM, (SHEET.left + SHEET.columns * SHEET.across) * MM
    top, bottom = HEIGHT - SHEET.top * MM, HEIGHT - (SHEET.top + SHEET.rows * SHEET.height) * MM
    paper.setLineWidth(0.25)
    for column in range(SHEET.columns + 1):
        x = left + column * SHEET.across * MM
        paper.line(x, top + away, x, top + away + long)
        paper.line(x, bottom - away, x, bottom - away - long)
    for row in range(SHEET.rows + 1):
        y = top - row * SHEET.height * MM
        paper.line(left - away, y, left - away - long, y)
        paper.line(right + away, y, right + away + long, y)
