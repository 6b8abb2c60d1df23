"""Papers of paragraphs that stand one under another or side by side, over as many sheets of A4 as they need."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from kruidenier.documents import page
from kruidenier.documents.blocks import HEIGHT, INNER, MARGIN, SIZE, TOP, WIDTH, Block, broken, put
from kruidenier.documents.roll import MM
from kruidenier.documents.text import drawn_lines

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

LEADING = 12.5
MOST_LINES = 60
"""Of one paragraph: what is longer is cut."""


def draw(title: str, blocks: Sequence[Block], *, foot: str) -> bytes:
    """Draw blocks on sheets of A4, each with a foot and its number."""
    sheet = page.blank(title, width=WIDTH, height=HEIGHT)
    pages = broken(blocks, first=TOP, others=TOP)
    for number, some in enumerate(pages, start=1):
        if number > 1:
            sheet.showPage()
        for height, block in some:
            block.draw(sheet, height)
        put(sheet, foot, MARGIN, 9 * MM, width=INNER - 20 * MM, size=7)
        put(sheet, f"{number} / {len(pages)}", MARGIN, 9 * MM, width=INNER, size=7, right=True)
    return bytes(sheet.getpdfdata())


def gap(height: float) -> Block:
    """Leave room."""
    return Block(height, lambda _sheet, _top: None)


def paragraph(
    words: str, *, left: float = MARGIN, width: float = INNER, font: str = page.REGULAR, size: float = SIZE
) -> Block:
    """Set a paragraph."""
    return beside([(words, left, width, font)], size=size)


def beside(columns: Sequence[tuple[str, float, float, str]], *, size: float = SIZE) -> Block:
    """Set paragraphs beside each other: words, left edge, width and font of each."""
    leading = size * LEADING / SIZE
    set_columns = [
        (drawn_lines(words, width, partial(page.text_width, font=font, size=size), most=MOST_LINES), left, font)
        for words, left, width, font in columns
    ]

    def write(sheet: Canvas, top: float) -> None:
        for lines, left, font in set_columns:
            sheet.setFont(font, size)
            for turn, line in enumerate(lines, start=1):
                sheet.drawString(left, top - turn * leading + leading - size, line)

    return Block(leading * max(len(lines) for lines, _left, _font in set_columns), write)


def stacked(*blocks: Block) -> Block:
    """Keep blocks together on one page."""

    def write(sheet: Canvas, top: float) -> None:
        for block in blocks:
            block.draw(sheet, top)
            top -= block.height

    return Block(sum(block.height for block in blocks), write)


def rule(width: float = 0.4) -> Block:
    """Draw a line over the page."""

    def write(sheet: Canvas, top: float) -> None:
        sheet.setLineWidth(width)
        sheet.line(MARGIN, top - 1 * MM, WIDTH - MARGIN, top - 1 * MM)

    return Block(2 * MM, write)
