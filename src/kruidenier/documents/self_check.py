"""The self-check sheet of a day: both lists with who did what and when, and boxes for what is not done yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.documents import page
from kruidenier.documents.roll import MM
from kruidenier.documents.text import drawn_lines
from kruidenier.i18n import _, day, speaking
from kruidenier.shop.figures import list_words

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from reportlab.pdfgen.canvas import Canvas

    from kruidenier.shop.figures.day_lists import DayList, Task

WIDTH, HEIGHT = 210 * MM, 297 * MM
MARGIN = 15 * MM
ROW = 8 * MM
FIRST_ROW = HEIGHT - 36 * MM
FOOT = 40 * MM
"""Room at the bottom of each page to sign."""
ROWS = int((FIRST_ROW - FOOT) // ROW)
SIZE = 10
BOX = 4 * MM
WHAT, WHERE, WHO = MARGIN + 8 * MM, MARGIN + 90 * MM, MARGIN + 130 * MM
"""Where the columns begin."""


@dataclass(frozen=True, slots=True)
class SelfCheckPaper:
    """What stands on the paper."""

    shop: str
    zone: ZoneInfo
    opening: DayList
    closing: DayList


@dataclass(frozen=True, slots=True)
class _Note:
    """What was done about a temperature, under its line."""

    words: str


def write(paper: SelfCheckPaper, place: Path, *, lang: str) -> Path:
    """Keep the sheet in a file, on A4."""
    with speaking(lang):
        return page.keep(draw(paper), place)


def draw(paper: SelfCheckPaper) -> bytes:
    """Draw the sheet in the language spoken now."""
    title = _("Self-check of {date}").format(date=day(paper.opening.date))
    sheet = page.blank(title, width=WIDTH, height=HEIGHT)
    rows = list(_rows(paper))
    pages: Sequence[Sequence[str | Task | _Note]] = [rows[start : start + ROWS] for start in range(0, len(rows), ROWS)]
    for number, some in enumerate(pages, start=1):
        if number > 1:
            sheet.showPage()
        _draw_head(sheet, f"{title}   {paper.shop}", f"{number} / {len(pages)}")
        for turn, row in enumerate(some):
            _draw_row(sheet, row, FIRST_ROW - turn * ROW, zone=paper.zone)
        _draw_foot(sheet)
    return bytes(sheet.getpdfdata())


def _rows(paper: SelfCheckPaper) -> Iterator[str | Task | _Note]:
    """Give each list's name, then its tasks; what was done about a temperature stands under it."""
    for one in (paper.opening, paper.closing):
        yield _(list_words.TITLES[one.which])
        for task in one.tasks:
            yield task
            if task.note:
                yield _Note(_(task.note))


def _draw_head(sheet: Canvas, title: str, number: str) -> None:
    _put(sheet, title, MARGIN, HEIGHT - 18 * MM, width=155 * MM, font=page.BOLD, size=13)
    sheet.drawRightString(WIDTH - MARGIN, HEIGHT - 18 * MM, number)
    sheet.setFont(page.REGULAR, 8)
    for left, words in ((WHAT, _("what")), (WHERE, _("where")), (WHO, _("when and by whom"))):
        sheet.drawString(left, HEIGHT - 26 * MM, words)
    sheet.setLineWidth(0.6)
    sheet.line(MARGIN, HEIGHT - 28 * MM, WIDTH - MARGIN, HEIGHT - 28 * MM)


def _draw_row(sheet: Canvas, row: str | Task | _Note, baseline: float, *, zone: ZoneInfo) -> None:
    if isinstance(row, str):
        _put(sheet, row, MARGIN, baseline, width=WIDTH - 2 * MARGIN, font=page.BOLD, size=SIZE + 1)
    elif isinstance(row, _Note):
        words = _("Done about it: {note}").format(note=row.words)
        _put(sheet, words, WHAT, baseline + 1.5 * MM, width=WIDTH - MARGIN - WHAT, size=8)
    else:
        _draw_box(sheet, baseline, ticked=row.done is not None)
        _put(sheet, list_words.said(row), WHAT, baseline, width=(WHERE if row.place else WHO) - WHAT - 3 * MM)
        _put(sheet, row.place, WHERE, baseline, width=WHO - WHERE - 3 * MM)
        if row.done is not None:
            _put(sheet, list_words.by_whom(row.done, zone), WHO, baseline, width=WIDTH - MARGIN - WHO)
        else:
            sheet.setLineWidth(0.2)
            sheet.line(WHO, baseline - 1 * MM, WIDTH - MARGIN, baseline - 1 * MM)


def _draw_box(sheet: Canvas, baseline: float, *, ticked: bool) -> None:
    bottom = baseline - 0.6 * MM
    sheet.setLineWidth(0.6)
    sheet.rect(MARGIN, bottom, BOX, BOX)
    if ticked:
        sheet.setLineWidth(1.2)
        sheet.line(MARGIN + 0.7 * MM, bottom + 2 * MM, MARGIN + 1.6 * MM, bottom + 0.9 * MM)
        sheet.line(MARGIN + 1.6 * MM, bottom + 0.9 * MM, MARGIN + 3.4 * MM, bottom + 3.3 * MM)


def _draw_foot(sheet: Canvas) -> None:
    sheet.setLineWidth(0.2)
    for line, words in ((30 * MM, _("Remarks:")), (22 * MM, ""), (14 * MM, _("Seen by:"))):
        _put(sheet, words, MARGIN, line, width=40 * MM)
        sheet.line(MARGIN + 30 * MM, line - 1 * MM, WIDTH - MARGIN, line - 1 * MM)


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
