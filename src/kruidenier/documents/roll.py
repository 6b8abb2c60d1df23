"""A strip of paper from a roll, 80 mm wide and as long as its rows need: receipts and closing slips."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from kruidenier.documents import page
from kruidenier.documents.text import drawn_lines

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

MM = 72 / 25.4
WIDTH = 80 * MM
MARGIN = 5 * MM
GUTTER = 3 * MM
LEADING = 1.35
MOST_LINES = 3
"""Of one row: a longer name is cut."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a row is written."""

    size: float
    bold: bool = False
    centred: bool = False
    indented: bool = False
    most_lines: int = MOST_LINES
    printed: tuple[int, int] = (1, 1)
    """How many times wider and higher than usual a receipt printer writes it."""

    @property
    def font(self) -> str:
        """The font's name."""
        return page.BOLD if self.bold else page.REGULAR


SHOP = Look(12, bold=True, centred=True, printed=(2, 2))
ADDRESS = Look(7.5, centred=True)
TITLE = Look(10, bold=True)
PLAIN = Look(8.5)
DETAIL = Look(7.5, indented=True)
TOTAL = Look(12, bold=True, printed=(1, 2))
NOTE = Look(7.5, most_lines=8)


@dataclass(frozen=True, slots=True)
class Row:
    """Words on the left, an amount on the right; both may be empty."""

    left: str
    right: str = ""
    look: Look = PLAIN
    symbol: Callable[[Canvas, float, float, float], None] | None = None
    """Draws something that everybody can read: on a sheet, from a point, so wide and high. Printers leave it out."""


RULE = Row("")
"""A line across the paper."""
SPACE = Row("", look=Look(5))
ROOM_TO_SIGN = Row("", look=Look(28))


def draw(rows: Sequence[Row], *, title: str) -> bytes:
    """Draw a strip as a PDF."""
    laid = [(row, _lines(row)) for row in rows]
    height = 2 * MARGIN + sum(_height(row, lines) for row, lines in laid)
    strip = page.blank(title, width=WIDTH, height=height)
    top = height - MARGIN
    for row, lines in laid:
        _draw_row(strip, row, lines, top)
        top -= _height(row, lines)
    return bytes(strip.getpdfdata())


def _draw_row(strip: Canvas, row: Row, lines: Sequence[str], top: float) -> None:
    look = row.look
    baseline = top - look.size
    strip.setFont(look.font, look.size)
    if row is RULE:
        middle = top - _height(row, lines) / 2
        strip.setLineWidth(0.5)
        strip.line(MARGIN, middle, WIDTH - MARGIN, middle)
    if row.right:
        strip.drawRightString(WIDTH - MARGIN, baseline, row.right)
    if row.symbol:
        row.symbol(strip, MARGIN, baseline, look.size)
    for line in lines:
        if look.centred:
            strip.drawCentredString(WIDTH / 2, baseline, line)
        else:
            strip.drawString(_left(row), baseline, line)
        baseline -= look.size * LEADING


def _lines(row: Row) -> list[str]:
    look = row.look
    measure = partial(page.text_width, font=look.font, size=look.size)
    room = WIDTH - MARGIN - _left(row)
    if row.right:
        room -= GUTTER + measure(row.right)
    return drawn_lines(row.left, room, measure, most=look.most_lines)


def _left(row: Row) -> float:
    return MARGIN + (GUTTER if row.look.indented else 0) + (row.look.size + GUTTER if row.symbol else 0)


def _height(row: Row, lines: Sequence[str]) -> float:
    return len(lines) * row.look.size * LEADING
