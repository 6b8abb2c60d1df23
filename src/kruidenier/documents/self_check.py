"""The self-check sheet of a day: both lists with who did what and when, and boxes for what is not done yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.documents import page, rows
from kruidenier.documents.blocks import HEIGHT, MARGIN, WIDTH
from kruidenier.documents.roll import MM
from kruidenier.documents.rows import SIZE, put
from kruidenier.i18n import _, day, speaking
from kruidenier.shop.figures import list_words

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from reportlab.pdfgen.canvas import Canvas

    from kruidenier.shop.figures.day_lists import DayList, Task

ROW = 8 * MM
FIRST_ROW = HEIGHT - 36 * MM
FOOT = 40 * MM
"""Room at the bottom of each page to sign."""
ROWS = int((FIRST_ROW - FOOT) // ROW)
SMALL = 8.5
"""Of all that stands in the columns: it leaves room for long names on two lines."""
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
    head, row = partial(_draw_head, f"{title} · {paper.shop}"), partial(_draw_row, zone=paper.zone)
    return rows.draw(title, [*_rows(paper)], most=ROWS, head=head, row=row, foot=_draw_foot)


def _rows(paper: SelfCheckPaper) -> Iterator[str | Task | _Note]:
    """Give each list's name, then its tasks; what was done about a temperature stands under it."""
    for one in (paper.opening, paper.closing):
        yield _(list_words.TITLES[one.which])
        for task in one.tasks:
            yield task
            if task.note:
                yield _Note(_(task.note))


def _draw_head(title: str, sheet: Canvas, number: str) -> None:
    rows.put_title(sheet, title, number)
    sheet.setFont(page.REGULAR, SMALL)
    for left, words in ((WHAT, _("what")), (WHERE, _("where")), (WHO, _("when and by whom"))):
        sheet.drawString(left, HEIGHT - 26 * MM, words)
    sheet.setLineWidth(0.6)
    sheet.line(MARGIN, HEIGHT - 28 * MM, WIDTH - MARGIN, HEIGHT - 28 * MM)


def _draw_row(sheet: Canvas, row: str | Task | _Note, turn: int, *, zone: ZoneInfo) -> None:
    baseline = FIRST_ROW - turn * ROW
    if isinstance(row, str):
        put(sheet, row, MARGIN, baseline, width=WIDTH - 2 * MARGIN, font=page.BOLD, size=SIZE + 1)
    elif isinstance(row, _Note):
        words = _("Done about it: {note}").format(note=row.words)
        put(sheet, words, WHAT, baseline + 1.5 * MM, width=WIDTH - MARGIN - WHAT, size=SMALL)
    else:
        _draw_box(sheet, baseline, ticked=row.done is not None)
        _put_whole(sheet, list_words.said(row), WHAT, baseline, width=(WHERE if row.place else WHO) - WHAT - 3 * MM)
        _put_whole(sheet, row.place, WHERE, baseline, width=WHO - WHERE - 3 * MM)
        if row.done is not None:
            _put_whole(sheet, list_words.by_whom(row.done, zone), WHO, baseline, width=WIDTH - MARGIN - WHO)
        else:
            sheet.setLineWidth(0.2)
            sheet.line(WHO, baseline - 1 * MM, WIDTH - MARGIN, baseline - 1 * MM)


def _put_whole(sheet: Canvas, words: str, left: float, baseline: float, *, width: float) -> None:
    """Write words on one line, or on two if they are too long for that."""
    whole = page.text_width(words, page.REGULAR, SMALL) <= width
    put(sheet, words, left, baseline + (0 if whole else 1.5 * MM), width=width, size=SMALL, most=2)


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
        put(sheet, words, MARGIN, line, width=40 * MM)
        sheet.line(MARGIN + 30 * MM, line - 1 * MM, WIDTH - MARGIN, line - 1 * MM)
