"""The window sticker of the label: round, to be cut out, for a door or a till."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.documents import ornament, page
from kruidenier.documents.roll import MM
from kruidenier.documents.text import drawn_lines

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from kruidenier.shop.supply.label_signing import Certificate

SIDE = 130 * MM
CENTRE = SIDE / 2
RADIUS = 58 * MM


def write(paper: Certificate, file: Path) -> Path:
    """Keep the sticker as a file."""
    return page.keep(draw(paper), file)


def draw(paper: Certificate) -> bytes:
    """Draw the sticker, with a fine line to cut along."""
    sheet = page.blank(f"{paper.name} – {paper.number}", width=SIDE, height=SIDE)
    sheet.setStrokeColorRGB(*ornament.PALE)
    sheet.setLineWidth(0.3)
    sheet.circle(CENTRE, CENTRE, RADIUS + 3 * MM)
    sheet.setStrokeColorRGB(*ornament.LEAF)
    sheet.setLineWidth(2.2)
    sheet.circle(CENTRE, CENTRE, RADIUS)
    ornament.twig(sheet, CENTRE, CENTRE - 6 * MM, 47 * MM, level=paper.level)
    sheet.setFillColorRGB(*ornament.LEAF)
    for turn, lang in enumerate(("nl", "fr")):
        _line(sheet, paper.level_names[lang], CENTRE - (17 + 7 * turn) * MM, font=page.SERIF, size=15, width=86 * MM)
    sheet.setFillColorRGB(*ornament.INK)
    first, last = paper.issued_on.year, paper.valid_until.year
    year = f"{first} – {last}" if last > first else str(first)
    _line(sheet, year, CENTRE - 33 * MM, font=page.REGULAR, size=10, width=70 * MM)
    both = "  ·  ".join(dict.fromkeys(paper.municipality[lang] for lang in ("nl", "fr")))
    _line(sheet, both, CENTRE - 40 * MM, font=page.REGULAR, size=8, width=72 * MM)
    _line(sheet, paper.number, CENTRE - 45.5 * MM, font=page.REGULAR, size=6.5, width=56 * MM)
    return bytes(sheet.getpdfdata())


def _line(sheet: Canvas, words: str, baseline: float, *, font: str, size: float, width: float) -> None:
    (line,) = drawn_lines(words, width, partial(page.text_width, font=font, size=size), most=1)
    sheet.setFont(font, size)
    sheet.drawCentredString(CENTRE, baseline, line)
