"""A count on paper: what should be there, place by place, with room to write what is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.documents import page, rows
from kruidenier.documents.blocks import HEIGHT, MARGIN, WIDTH
from kruidenier.documents.roll import MM
from kruidenier.documents.rows import SIZE, put
from kruidenier.i18n import _, day, speaking, weight

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from kruidenier.shop.goods.count_lists import CountSheet, ToCount

ROW = 10 * MM
FIRST_ROW = HEIGHT - 48 * MM
ROWS = int((FIRST_ROW - 15 * MM) // ROW)
ROOM_FOR_MORE = 5
"""Empty rows for what is found and stands on no line."""
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
    return rows.draw(title, [*_rows(paper)], most=ROWS, head=partial(_draw_head, paper, title), row=_draw_row)


def _rows(paper: CountPaper) -> Iterator[str | ToCount | None]:
    """Give each place's name, then what is to be counted there; at the end empty rows."""
    for place, lines in groupby(paper.sheet.lines, lambda line: line.place):
        yield paper.places.get(place, place) if place else _("Wherever it is")
        yield from lines
    yield _("Found here, and on no line above: name or code, and the date on it")
    yield from [None] * ROOM_FOR_MORE


def _draw_head(paper: CountPaper, title: str, sheet: Canvas, number: str) -> None:
    facts = paper.sheet.facts
    of = [paper.places.get(facts.place or "", ""), paper.groups.get(facts.group or "", "")]
    what = ", ".join(part for part in of if part) or _("what the till asked to count")
    rows.put_title(sheet, f"{title}   {what}", number)
    put(sheet, f"{paper.shop}   {day(facts.date)}", MARGIN, HEIGHT - 25 * MM, width=70 * MM)
    for left, end, words in (
        (MARGIN + 72 * MM, WIDTH - MARGIN - 48 * MM, _("Counted by:")),
        (WIDTH - MARGIN - 45 * MM, WIDTH - MARGIN, _("At (hour):")),
    ):
        sheet.drawString(left, HEIGHT - 25 * MM, words)
        line_from = left + page.text_width(words, page.REGULAR, SIZE) + 2 * MM
        sheet.line(line_from, HEIGHT - 26 * MM, end, HEIGHT - 26 * MM)
    hint = _("Nothing there: write 0. Not looked at: leave it empty. Type it in before more is sold.")
    put(sheet, hint, MARGIN, HEIGHT - 31 * MM, width=WIDTH - 2 * MARGIN)
    sheet.setFont(page.REGULAR, 8)
    for left, words in ((GOODS, _("goods")), (DATE, _("date")), (FOUND, _("found")), (OTHER, _("other date"))):
        sheet.drawString(left, HEIGHT - 38 * MM, words)
    if any(line.book_count is not None for line in paper.sheet.lines):
        sheet.drawRightString(BOOKS, HEIGHT - 38 * MM, _("by the books"))
    sheet.line(MARGIN, HEIGHT - 39 * MM, WIDTH - MARGIN, HEIGHT - 39 * MM)


def _draw_row(sheet: Canvas, row: str | ToCount | None, turn: int) -> None:
    baseline = FIRST_ROW - turn * ROW
    if isinstance(row, str):
        put(sheet, row, MARGIN, baseline, width=WIDTH - 2 * MARGIN, font=page.BOLD, size=SIZE + 1)
        return
    unit = ""
    if row is not None:
        unit = "kg" if row.by_weight else ""
        put(sheet, row.name, GOODS, baseline + 1.2 * MM, width=DATE - GOODS - 3 * MM)
        lots = ", ".join(row.lots) or row.code
        put(sheet, lots, GOODS, baseline - 2.4 * MM, width=DATE - GOODS - 3 * MM, size=7)
        date = row.keeps_until or row.date
        sheet.setFont(page.REGULAR, SIZE)
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
