"""The counter sheet: goods that have no barcode, by large names in both languages, each with bars for the till."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.documents import bars, page
from kruidenier.documents.label_sheet import Field, in_both, names_in_both, put_names
from kruidenier.documents.roll import MM
from kruidenier.i18n import N_, day

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from kruidenier.shop.figures.unpacked import Unpacked

WIDTH, HEIGHT = 210 * MM, 297 * MM
MARGIN = 12 * MM
HEADING, CELL = 12 * MM, 31 * MM
COLUMNS = 3
BETWEEN = 4 * MM
TOP, BOTTOM = HEIGHT - 24 * MM, 12 * MM
TITLE = N_("Goods without a barcode")
NAME_SIZES = (17, 14, 12, 10)
SECOND_SIZES = (12, 11, 10, 9)
FOOT = 37
BARS = 9 * MM


@dataclass(frozen=True, slots=True)
class CounterPaper:
    """What stands on the sheet."""

    shop: str
    date: dt.date
    goods: Sequence[Unpacked]
    """In the order of their groups."""
    groups: Mapping[str, Mapping[str, str]]
    """Names of the groups, by code and language."""


def write(paper: CounterPaper, place: Path) -> Path:
    """Keep the sheet in a file, on A4."""
    return page.keep(draw(paper), place)


def draw(paper: CounterPaper) -> bytes:
    """Draw the sheet in both languages."""
    sheet = page.blank(in_both(TITLE), width=WIDTH, height=HEIGHT)
    number, top = 1, TOP
    _put_head(sheet, paper, number)
    for heading, cells in _rows(paper):
        height = CELL + (HEADING if heading else 0)
        if top - height < BOTTOM:
            sheet.showPage()
            number, top = number + 1, TOP
            _put_head(sheet, paper, number)
        if heading:
            page.put(sheet, heading, MARGIN, top - 9 * MM, width=WIDTH - 2 * MARGIN, font=page.BOLD, size=13)
        top -= height
        for column, goods in enumerate(cells):
            _put_cell(sheet, goods, column, top)
    return bytes(sheet.getpdfdata())


def _rows(paper: CounterPaper) -> Iterator[tuple[str, Sequence[Unpacked]]]:
    """Give the goods row by row, the first row of each group with the group's name."""
    for group, some in groupby(paper.goods, lambda goods: goods.group):
        goods = list(some)
        heading = " / ".join(names_in_both(paper.groups.get(group, {}), group))
        for start in range(0, len(goods), COLUMNS):
            yield ("" if start else heading), goods[start : start + COLUMNS]


def _put_head(sheet: Canvas, paper: CounterPaper, number: int) -> None:
    page.put(sheet, in_both(TITLE), MARGIN, HEIGHT - 15 * MM, width=172 * MM, font=page.BOLD, size=13)
    page.put(sheet, paper.shop, MARGIN, HEIGHT - 20 * MM, width=120 * MM, size=9)
    page.put(sheet, str(number), MARGIN, HEIGHT - 15 * MM, width=WIDTH - 2 * MARGIN, size=10, right=True)
    page.put(sheet, day(paper.date), MARGIN, HEIGHT - 20 * MM, width=WIDTH - 2 * MARGIN, size=9, right=True)


def _put_cell(sheet: Canvas, goods: Unpacked, column: int, bottom: float) -> None:
    """Frame one product: its bars must not be taken for those of the one beside it."""
    width = (WIDTH - 2 * MARGIN - (COLUMNS - 1) * BETWEEN) / COLUMNS
    left = MARGIN + column * (width + BETWEEN)
    sheet.setLineWidth(0.4)
    sheet.roundRect(left, bottom + 1 * MM, width, CELL - 2 * MM, 2 * MM)
    field = Field(left + 4 * MM, bottom + 3 * MM, width - 8 * MM, CELL - 5 * MM)
    put_names(sheet, names_in_both(goods.names, goods.code), field, foot=FOOT, sizes=NAME_SIZES, small=SECOND_SIZES)
    bars.draw(sheet, goods.code, field.left, field.bottom + 10, width=field.width, height=BARS)
    page.put(sheet, goods.code, field.left, field.bottom, width=field.width, font=page.BOLD, size=9)
