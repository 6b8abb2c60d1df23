"""Tables that run over pages: rows of one height, broken by us, with their heading again on each page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING

from kruidenier.documents import page
from kruidenier.documents.roll import MM
from kruidenier.documents.text import clean, wrap
from kruidenier.i18n import _

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 210 * MM, 297 * MM
MARGIN = 18 * MM
ROOM = WIDTH - 2 * MARGIN
TOP, BOTTOM = HEIGHT - 30 * MM, 20 * MM
ROW, HEAD, TITLE, GAP = 5 * MM, 6 * MM, 9 * MM, 7 * MM
SIZE, SMALL = 8.5, 7.5
put = partial(page.put, size=SIZE)
BETWEEN = 1.2 * MM
MOST_LINES = 3
"""Of a cell that is wrapped."""
FEWEST_ROWS, MOST_TOGETHER = 3, 18
"""So many rows stand under a title before a page ends; a table of at most so many is not broken."""
INK, PALE, LINE = (0.13, 0.15, 0.14), (0.42, 0.45, 0.43), (0.80, 0.83, 0.81)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and its share of the width."""

    heading: str
    share: float
    right: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table under a title; `total` is a last row in bold."""

    title: str
    columns: tuple[Column, ...] = ()
    rows: Sequence[Sequence[str]] = ()
    total: Sequence[str] | None = None
    words: Sequence[str] = ()
    """Sentences in place of rows, or under them."""


@dataclass(slots=True)
class _Piece:
    """What stands on one page of a table."""

    table: Table
    top: float
    rows: list[Sequence[str]] = field(default_factory=list)
    goes_on: bool = False
    """Its title stood on a page before."""
    ends: bool = False


Page = list[_Piece]
BLANK = [""]
"""The line between two sentences: where a page is full it needs none of the next."""


def laid_out(tables: Sequence[Table]) -> list[Page]:
    """Break tables over pages."""
    pages: list[Page] = [[]]
    y = TOP
    for table in tables:
        words = [line for sentence in table.words for line in _lines(sentence)]
        rows: list[Sequence[str]] = [*table.rows, *([line] for line in words)]
        if table.total is not None:
            rows.insert(len(table.rows), table.total)
        least = TITLE + HEAD + ROW * (len(rows) if len(rows) <= MOST_TOGETHER else FEWEST_ROWS)
        if y - least < BOTTOM and pages[-1]:
            pages.append([])
            y = TOP
        piece = _Piece(table, y)
        pages[-1].append(piece)
        y -= TITLE + (HEAD if table.columns else 0)
        for row in rows:
            if y - ROW < BOTTOM:
                if row == BLANK:
                    continue
                pages.append([])
                y = TOP
                piece = _Piece(table, y, goes_on=True)
                pages[-1].append(piece)
                y -= TITLE + (HEAD if table.columns else 0)
            piece.rows.append(row)
            y -= ROW
        piece.ends = True
        y -= GAP
    return pages


def draw(sheet: Canvas, pieces: Page) -> None:
    """Draw what stands on one page."""
    for piece in pieces:
        _draw_piece(sheet, piece)


def _draw_piece(sheet: Canvas, piece: _Piece) -> None:
    table, y = piece.table, piece.top
    title = _("{title}, continued").format(title=table.title) if piece.goes_on else table.title
    put(sheet, title, MARGIN, y - 4 * MM, width=ROOM, font=page.BOLD, size=11)
    y -= TITLE
    sheet.setLineWidth(0.4)
    sheet.setStrokeColorRGB(*LINE)
    places = list(_places(table.columns))
    if table.columns:
        sheet.setFillColorRGB(*PALE)
        sheet.setFont(page.REGULAR, SMALL)
        for column, (left, right) in zip(table.columns, places, strict=True):
            if column.right:
                sheet.drawRightString(right, y, column.heading)
            else:
                sheet.drawString(left, y, column.heading)
        sheet.setFillColorRGB(*INK)
        sheet.line(MARGIN, y - 1.6 * MM, MARGIN + ROOM, y - 1.6 * MM)
        y -= HEAD
    sheet.setFont(page.REGULAR, SIZE)
    for row in piece.rows:
        if len(row) == 1:
            sheet.drawString(MARGIN, y, row[0])
        else:
            _draw_row(sheet, table, row, places, y)
        y -= ROW


def _draw_row(sheet: Canvas, table: Table, row: Sequence[str], places: Sequence[tuple[float, float]], y: float) -> None:
    bold = row is table.total
    font = page.BOLD if bold else page.REGULAR
    if bold:
        sheet.setFont(font, SIZE)
        sheet.line(MARGIN, y + 3.6 * MM, MARGIN + ROOM, y + 3.6 * MM)
    for column, (left, right), words in zip(table.columns, places, row, strict=True):
        if column.right:
            _put_amount(sheet, words, right, y, width=right - left, font=font)
        else:
            sheet.drawString(left, y, fitted(words, right - left, size=SIZE, font=font))
    if bold:
        sheet.setFont(page.REGULAR, SIZE)


def _put_amount(sheet: Canvas, words: str, right: float, y: float, *, width: float, font: str) -> None:
    """Write an amount at the right of its column, in smaller letters where it would run into the one before."""
    size = min(SIZE, SIZE * (width - BETWEEN) / max(page.text_width(words, font=font, size=SIZE), 1))
    if size < SIZE:
        sheet.setFont(font, size)
    sheet.drawRightString(right, y, words)
    if size < SIZE:
        sheet.setFont(font, SIZE)


def _places(columns: Sequence[Column]) -> Iterator[tuple[float, float]]:
    """Tell where each column begins and ends."""
    whole, left = sum(column.share for column in columns), MARGIN
    for column in columns:
        right = left + ROOM * column.share / whole
        yield left, right - (0 if column.right else 3 * MM)
        left = right


def wrapped(columns: Sequence[Column], row: Sequence[str]) -> list[list[str]]:
    """Give a row as so many rows as its longest words need, each cell going on below in its own column."""
    measure = partial(page.text_width, font=page.REGULAR, size=SIZE)
    cells = [
        [words] if column.right else wrap(clean(words), right - left, measure, most=MOST_LINES)
        for column, (left, right), words in zip(columns, _places(columns), row, strict=True)
    ]
    return [list(line) for line in zip_longest(*cells, fillvalue="")]


def _lines(sentence: str) -> list[str]:
    return [*page.fitted_lines(sentence, ROOM, size=SIZE, most=12), ""]


def fitted(words: str, width: float, *, font: str = page.REGULAR, size: float = SIZE) -> str:
    """Cut a line to its room, in drawing order."""
    (line,) = page.fitted_lines(words, width, font=font, size=size)
    return line
