"""A list on paper: rows of one height, broken over pages that each have the same head and foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from kruidenier.documents import page
from kruidenier.documents.blocks import HEIGHT, MARGIN, WIDTH
from kruidenier.documents.roll import MM

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

Row = TypeVar("Row")
SIZE = 10
TITLE = HEIGHT - 18 * MM
put = partial(page.put, size=SIZE)
"""Write in a row, as large as is read while walking."""


def draw(
    title: str,
    rows: Sequence[Row],
    *,
    most: int,
    head: Callable[[Canvas, str], None],
    row: Callable[[Canvas, Row, int], None],
    foot: Callable[[Canvas], None] | None = None,
    size: tuple[float, float] = (WIDTH, HEIGHT),
) -> bytes:
    """Draw at most so many rows on a page; `head` is told “2 / 3”, `row` its place on the page. No rows, one page."""
    sheet = page.blank(title, width=size[0], height=size[1])
    pages = [rows[start : start + most] for start in range(0, len(rows), most)] or [()]
    for number, some in enumerate(pages, start=1):
        if number > 1:
            sheet.showPage()
        head(sheet, f"{number} / {len(pages)}")
        for place, one in enumerate(some):
            row(sheet, one, place)
        if foot is not None:
            foot(sheet)
    return bytes(sheet.getpdfdata())


def put_title(sheet: Canvas, title: str, number: str) -> None:
    """Write what a list is on its first line, and which page this is at the end of it."""
    inner = WIDTH - 2 * MARGIN
    put(sheet, title, MARGIN, TITLE, width=inner - 20 * MM, font=page.BOLD, size=13)
    put(sheet, number, MARGIN, TITLE, width=inner, right=True)
