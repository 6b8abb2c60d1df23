"""A count on paper: what should be there, place by place, with room to write what is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.documents import page
from kruidenier.documents.roll import MM
from kruidenier.documents.text import drawn_lines
from kruidenier.i18n import _, day, speaking, weight

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from kruidenier.shop.goods.count_lists import CountSheet, ToCount

WIDTH, HEIGHT = 210 * MM, 297 * MM
MARGIN = 15 * MM
ROW = 10 * MM
FIRST_ROW = HEIGHT - 48 * MM
ROWS = int((FIRST_ROW - 15 * MM) // ROW)
ROOM_FOR_MORE = 5
"""Empty rows for what is found and stands on no line."""
SIZE = 10
GOODS, DATE, BOOKS, FOUND, OTHER = MARGIN, MARGIN + 78 * MM, MARGIN + 122 * MM, MARGIN + 125 * MM, MARGIN + 152 * MM
"""Where the columns begin; what the books say ends there."""
BOX = (25 * MM, 8 * MM)


@dataclass(frozen=True, slots=True)
class CountPaper:
    """What stands on the paper. A blind count has no figures of the books, so there are none to print."""

    shop: str
    sheet: CountSheet
    places: Mapping[str, str]
    """Their names by code."""
    groups: Mapping[str, str]


def write(paper: CountPaper, place: Path, *, lang: str) -> Path:
    """Keep the sheet in a file, on A4."""
    with speaking(lang):
        return page.keep(draw(paper), place)


def draw(paper: CountPaper) -> bytes:
    """Draw the sheet in the language spoken now."""
    title = _("Count {number}").format(number=paper.sheet.facts.number)
    sheet = page.blank(title, width=WIDTH, height=HEIGHT)
    rows = list(_rows(paper))
    pages = [rows[start : start + ROWS] for start in range(0, len(rows), ROWS)]
    for number, some in enumerate(pages, start=1):
        if number > 1:
            sheet.showPage()
        _draw_head(sheet, paper, title, f"{number} / {len(pages)}")
        for turn, row in enumerate(some):
            _draw_row(sheet, row, FIRST_ROW - turn * ROW)
    return bytes(sheet.getpdfdata())


def _rows(paper: CountPaper) -> Iterator[str | ToCount | None]:
    """Give each place's name, then what is to be counted there; at the end empty rows."""
    for place, lines in groupby(paper.sheet.lines, lambda line: line.place):
        yield paper.places.get(place, place) if place else _("Wherever it is")
        yield from lines
    yield _("Found here, and on no line above: name or code, and the date on it")
    yield from [None] * ROOM_FOR_MORE


def _draw_head(sheet: Canvas, paper: CountPaper, title: str, number: str) -> None:
    facts = paper.sheet.facts
    of = [paper.places.get(facts.place or "", ""), paper.groups.get(facts.group or "", "")]
    what = ", ".join(part for part in of if part) or _("what the till asked to count")
    _put(sheet, f"{title}   {what}", MARGIN, HEIGHT - 18 * MM, width=155 * MM, font=page.BOLD, size=13)
    sheet.setFont(page.REGULAR, SIZE)
    sheet.drawRightString(WIDTH - MARGIN, HEIGHT - 18 * MM, number)
    _put(sheet, f"{paper.shop}   {day(facts.date)}", MARGIN, HEIGHT - 25 * MM, width=70 * MM)
    for left, end, words in (
        (MARGIN + 72 * MM, WIDTH - MARGIN - 48 * MM, _("Counted by:")),
        (WIDTH - MARGIN - 45 * MM, WIDTH - MARGIN, _("At (hour):")),
    ):
        sheet.drawString(left, HEIGHT - 25 * MM, words)
        line_from = left + page.text_width(words, page.REGULAR, SIZE) + 2 * MM
        sheet.line(line_from, HEIGHT - 26 * MM, end, HEIGHT - 26 * MM)
    hint = _("Nothing there: write 0. Not looked at: leave it empty. Type it in before more is sold.")
    _put(sheet, hint, MARGIN, HEIGHT - 31 * MM, width=WIDTH - 2 * MARGIN)
    sheet.setFont(page.REGULAR, 8)
    for left, words in ((GOODS, _("goods")), (DATE, _("date")), (FOUND, _("found")), (OTHER, _("other date"))):
        sheet.drawString(left, HEIGHT - 38 * MM, words)
    if any(line.book_count is not None for line in paper.sheet.lines):
        sheet.drawRightString(BOOKS, HEIGHT - 38 * MM, _("by the books"))
    sheet.line(MARGIN, HEIGHT - 39 * MM, WIDTH - MARGIN, HEIGHT - 39 * MM)


def _draw_row(sheet: Canvas, row: str | ToCount | None, baseline: float) -> None:
    if isinstance(row, str):
        _put(sheet, row, MARGIN, baseline, width=WIDTH - 2 * MARGIN, font=page.BOLD, size=SIZE + 1)
        return
    unit = ""
    if row is not None:
        unit = "kg" if row.by_weight else ""
        _put(sheet, row.name, GOODS, baseline + 1.2 * MM, width=DATE - GOODS - 3 * MM)
        lots = ", ".join(row.lots) or row.code
        _put(sheet, lots, GOODS, baseline - 2.4 * MM, width=DATE - GOODS - 3 * MM, size=7)
        date = row.keeps_until or row.date
        sheet.drawString(DATE, baseline, day(date) if date else "—")
        books = row.book_grams if row.by_weight else row.book_count
        if books is not None:
            sheet.drawRightString(BOOKS, baseline, weight(books) if row.by_weight else str(books))
    sheet.setLineWidth(0.6)
    sheet.rect(FOUND, baseline - 2.8 * MM, *BOX)
    sheet.drawRightString(FOUND + BOX[0] - 1 * MM, baseline - 1 * MM, unit)
    sheet.setLineWidth(0.2)
    sheet.line(OTHER, baseline - 1.5 * MM, WIDTH - MARGIN, baseline - 1.5 * MM)
    sheet.line(MARGIN, baseline - 4 * MM, WIDTH - MARGIN, baseline - 4 * MM)


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
