"""The stock on paper, place by place, to walk along the shelves with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.documents import page, rows
from kruidenier.documents.blocks import HEIGHT, MARGIN, SIZE, WIDTH, put
from kruidenier.documents.roll import MM
from kruidenier.i18n import _, day, speaking, weight
from kruidenier.shop.office.folding import folded

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from kruidenier.shop.figures.stock_levels import LotLevel

ROW = 6 * MM
FIRST_ROW = HEIGHT - 32 * MM
ROWS = int((FIRST_ROW - 18 * MM) // ROW)
GOODS, LOT, LEFT, LAST_DAY, NOTE = MARGIN, MARGIN + 81 * MM, MARGIN + 124 * MM, MARGIN + 129 * MM, MARGIN + 152 * MM
"""Where the columns begin; the amount ends there."""


@dataclass(frozen=True, slots=True)
class StockPaper:
    """What stands on the paper."""

    shop: str
    on: dt.date
    lots: Sequence[LotLevel]
    places: Mapping[str, str]
    """Their names by code."""


def write(paper: StockPaper, place: Path, *, lang: str) -> Path:
    """Keep the list in a file, on A4."""
    with speaking(lang):
        return page.keep(draw(paper), place)


def draw(paper: StockPaper) -> bytes:
    """Draw the list in the language spoken now."""
    title = _("Stock of {date}").format(date=day(paper.on))
    head, row = partial(_draw_head, f"{title}   {paper.shop}"), partial(_draw_row, on=paper.on)
    return rows.draw(title, [*_rows(paper)], most=ROWS, head=head, row=row)


def _rows(paper: StockPaper) -> Iterator[str | LotLevel]:
    """Give each place's name, then its lots in the order of their names."""

    def where(lot: LotLevel) -> str:
        return paper.places.get(lot.place, lot.place)

    for place, lots in groupby(sorted(paper.lots, key=lambda lot: (where(lot), folded(lot.name), lot.lot)), where):
        yield place
        yield from lots


def _draw_head(title: str, sheet: Canvas, number: str) -> None:
    rows.put_title(sheet, title, number)
    sheet.setFont(page.REGULAR, 8)
    for left, words in ((GOODS, _("goods")), (LOT, _("lot")), (LAST_DAY, _("last day"))):
        sheet.drawString(left, HEIGHT - 25 * MM, words)
    sheet.drawRightString(LEFT, HEIGHT - 25 * MM, _("left"))
    sheet.line(MARGIN, HEIGHT - 26 * MM, WIDTH - MARGIN, HEIGHT - 26 * MM)


def _draw_row(sheet: Canvas, row: str | LotLevel, turn: int, *, on: dt.date) -> None:
    baseline = FIRST_ROW - turn * ROW
    if isinstance(row, str):
        put(sheet, row, MARGIN, baseline, width=WIDTH - 2 * MARGIN, font=page.BOLD, size=SIZE + 1)
        return
    put(sheet, row.name, GOODS, baseline, width=LOT - GOODS - 3 * MM)
    put(sheet, row.lot, LOT, baseline, width=30 * MM)
    sheet.drawRightString(LEFT, baseline, weight(row.grams) if row.by_weight else str(row.count))
    if row.last_day is not None:
        sheet.drawString(LAST_DAY, baseline, day(row.last_day))
    if not row.may_go_out(on):
        put(sheet, _("NOT FOR SALE"), NOTE, baseline, width=WIDTH - MARGIN - NOTE, font=page.BOLD)
    sheet.setLineWidth(0.2)
    sheet.line(MARGIN, baseline - 1.8 * MM, WIDTH - MARGIN, baseline - 1.8 * MM)
