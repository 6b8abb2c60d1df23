"""A sheet to practise with, in Dutch and French: invented cards and goods with bars, and the PINs to sign in with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kruidenier.documents import bars, page
from kruidenier.documents.label_sheet import in_both
from kruidenier.documents.roll import MM
from kruidenier.i18n import N_

if TYPE_CHECKING:
    from pathlib import Path

    from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 210 * MM, 297 * MM
MARGIN, BETWEEN = 14 * MM, 5 * MM
CELL = 35 * MM
COLUMNS = 3
CELL_WIDTH = (WIDTH - 2 * MARGIN - (COLUMNS - 1) * BETWEEN) / COLUMNS
INSIDE = CELL_WIDTH - 6 * MM
BARS = 9 * MM
TITLE = N_("PRACTICE")
INVENTED = N_("Everything on this sheet is invented; it opens nothing in a real shop.")
WAY_IN = N_("Way in: * on the first screen, or `kruidenier practice`. Way out: * again.")
PINS = N_("PINs")
CARDS, GOODS = N_("Cards"), N_("Goods")


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing to scan."""

    code: str
    names: Sequence[str]
    """In Dutch and French."""
    about: str
    """A sentence to say in both languages."""


@dataclass(frozen=True, slots=True)
class PracticePaper:
    """What stands on the sheet."""

    pins: Sequence[str]
    """Who signs in with which PIN."""
    cards: Sequence[Cell]
    goods: Sequence[Cell]


def invented() -> PracticePaper:
    """Put on the sheet what the shop to practise in has."""
    from kruidenier.shop import practising

    return PracticePaper(
        pins=[f"{worker.name}: {worker.pin}" for worker in practising.WORKERS],
        cards=[Cell(card.number, (), card.about) for card in practising.CARDS],
        goods=[
            *(Cell(goods.code, tuple(goods.names.values()), goods.about) for goods in practising.GOODS),
            Cell(practising.UNKNOWN, (), N_("a pack that no shop knows: which group?")),
        ],
    )


def write(paper: PracticePaper, place: Path) -> Path:
    """Keep the sheet in a file, on A4."""
    return page.keep(draw(paper), place)


def draw(paper: PracticePaper) -> bytes:
    """Draw the sheet."""
    sheet = page.blank(in_both(TITLE), width=WIDTH, height=HEIGHT)
    wide, top = WIDTH - 2 * MARGIN, HEIGHT - 20 * MM
    page.put(sheet, in_both(TITLE), MARGIN, top, width=wide, font=page.BOLD, size=22)
    for words in (*in_both(INVENTED).split(" / "), *in_both(WAY_IN).split(" / ")):
        top -= 5 * MM
        page.put(sheet, words, MARGIN, top, width=wide, size=9)
    top -= 7 * MM
    page.put(sheet, f"{in_both(PINS)}:  {' · '.join(paper.pins)}", MARGIN, top, width=wide, font=page.BOLD, size=10)
    for heading, cells in ((CARDS, paper.cards), (GOODS, paper.goods)):
        top -= 9 * MM
        page.put(sheet, in_both(heading), MARGIN, top, width=wide, font=page.BOLD, size=13)
        top -= 2 * MM
        for start in range(0, len(cells), COLUMNS):
            top -= CELL
            for column, cell in enumerate(cells[start : start + COLUMNS]):
                _put_cell(sheet, cell, MARGIN + column * (CELL_WIDTH + BETWEEN), top)
    return bytes(sheet.getpdfdata())


def _put_cell(sheet: Canvas, cell: Cell, left: float, bottom: float) -> None:
    """Frame one thing to scan: its bars must not be taken for those of the one beside it."""
    sheet.setLineWidth(0.4)
    sheet.roundRect(left, bottom + 1 * MM, CELL_WIDTH, CELL - 2 * MM, 2 * MM)
    inside = left + 3 * MM
    lines = [(words, page.BOLD, 8.5) for words in cell.names]
    lines += [(words, page.REGULAR, 7.5) for words in in_both(cell.about).split(" / ")]
    top = bottom + CELL - 5.5 * MM
    for words, font, size in lines:
        page.put(sheet, words, inside, top, width=INSIDE, font=font, size=size)
        top -= 3.6 * MM
    bars.draw(sheet, cell.code, inside, bottom + 6 * MM, width=INSIDE, height=BARS)
    page.put(sheet, cell.code, inside, bottom + 2.3 * MM, width=INSIDE, font=page.BOLD, size=8)
