"""The households whose right ends soon, on paper for the desk: who to speak to, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.documents import page, rows
from kruidenier.documents.blocks import HEIGHT, MARGIN, WIDTH
from kruidenier.documents.roll import MM
from kruidenier.documents.rows import put
from kruidenier.i18n import _, day, speaking

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

ROW = 8 * MM
FIRST_ROW = HEIGHT - 40 * MM
ROWS = int((FIRST_ROW - 20 * MM) // ROW)
UNTIL, CARD, NAME, LANG, DONE = MARGIN, MARGIN + 26 * MM, MARGIN + 58 * MM, MARGIN + 128 * MM, MARGIN + 145 * MM
BOX = 4 * MM


@dataclass(frozen=True, slots=True)
class Ending:
    """A household whose right ends soon."""

    card: str
    name: str
    lang: str
    until: dt.date


@dataclass(frozen=True, slots=True)
class RightsPaper:
    """What stands on the paper."""

    shop: str
    on: dt.date
    until: dt.date
    endings: Sequence[Ending]


def write(paper: RightsPaper, place: Path, *, lang: str) -> Path:
    """Keep the list in a file, on A4."""
    with speaking(lang):
        return page.keep(draw(paper), place)


def draw(paper: RightsPaper) -> bytes:
    """Draw the list in the language spoken now."""
    title = _("Rights that end until {date}").format(date=day(paper.until))
    head = partial(_draw_head, paper, title)
    return rows.draw(title, paper.endings, most=ROWS, head=head, row=_draw_row)


def _draw_head(paper: RightsPaper, title: str, sheet: Canvas, number: str) -> None:
    rows.put_title(sheet, title, number)
    words = _("{shop}, {date}. Only for the desk; shred it afterwards.")
    put(sheet, words.format(shop=paper.shop, date=day(paper.on)), MARGIN, HEIGHT - 25 * MM, width=WIDTH - 2 * MARGIN)
    headings = ((UNTIL, _("until")), (CARD, _("card")), (NAME, _("name")), (LANG, _("lang.")), (DONE, _("spoken to")))
    for left, heading in headings:
        put(sheet, heading, left, HEIGHT - 32 * MM, width=30 * MM, size=8)
    sheet.line(MARGIN, HEIGHT - 33.5 * MM, WIDTH - MARGIN, HEIGHT - 33.5 * MM)


def _draw_row(sheet: Canvas, ending: Ending, turn: int) -> None:
    baseline = FIRST_ROW - turn * ROW
    put(sheet, day(ending.until), UNTIL, baseline, width=CARD - UNTIL)
    put(sheet, ending.card, CARD, baseline, width=NAME - CARD - 2 * MM)
    put(sheet, ending.name, NAME, baseline, width=LANG - NAME - 3 * MM)
    put(sheet, ending.lang, LANG, baseline, width=DONE - LANG)
    sheet.setLineWidth(0.6)
    sheet.rect(DONE, baseline - 0.5 * MM, BOX, BOX)
    sheet.setLineWidth(0.2)
    sheet.line(DONE + 7 * MM, baseline - 1 * MM, WIDTH - MARGIN, baseline - 1 * MM)
