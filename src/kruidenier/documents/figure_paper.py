"""Papers of figures for the office and for those who check it: tables under one heading, on sheets of A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kruidenier.documents import page, report_tables
from kruidenier.documents.report_tables import HEIGHT, INK, MARGIN, PALE, ROOM, WIDTH, Table, put
from kruidenier.documents.roll import MM
from kruidenier.i18n import _

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas


@dataclass(frozen=True, slots=True)
class FigurePaper:
    """What stands on the paper, in the language in which it is drawn."""

    title: str
    under: str
    """A line under the title: for which time."""
    foot: str
    """On each page: of which shop, and whether it is a draft."""
    tables: Sequence[Table]


def draw(paper: FigurePaper) -> bytes:
    """Draw the paper in the language spoken now."""
    sheet = page.blank(paper.title, width=WIDTH, height=HEIGHT)
    pages = report_tables.laid_out(paper.tables)
    for number, pieces in enumerate(pages, start=1):
        if number > 1:
            sheet.showPage()
        _frame(sheet, paper, _("page {n} of {m}").format(n=number, m=len(pages)))
        report_tables.draw(sheet, pieces)
    return bytes(sheet.getpdfdata())


def _frame(sheet: Canvas, paper: FigurePaper, number: str) -> None:
    sheet.setFillColorRGB(*INK)
    put(sheet, paper.title, MARGIN, HEIGHT - 16 * MM, width=ROOM, font=page.BOLD, size=14)
    sheet.setFillColorRGB(*PALE)
    put(sheet, paper.under, MARGIN, HEIGHT - 22 * MM, width=ROOM, size=9)
    put(sheet, paper.foot, MARGIN, 11 * MM, width=ROOM * 0.8, size=8)
    sheet.setFont(page.REGULAR, 8)
    sheet.drawRightString(WIDTH - MARGIN, 11 * MM, number)
    sheet.setFillColorRGB(*INK)
