"""Five figures for whoever hands the label over and says a word, in both languages on one sheet."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.documents import ornament, page
from kruidenier.documents.roll import MM
from kruidenier.documents.text import drawn_lines
from kruidenier.i18n import _, day, kilograms, speaking, thousands

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportlab.pdfgen.canvas import Canvas

    from kruidenier.shop.figures.awarding import Speech

WIDTH, HEIGHT = 210 * MM, 297 * MM
MARGIN = 22 * MM
FIGURE = 62 * MM
"""Where the figures end and their words begin."""
ROW = 19 * MM


def write(speech: Speech, file: Path) -> Path:
    """Keep the note as a file."""
    return page.keep(draw(speech), file)


def draw(speech: Speech) -> bytes:
    """Draw the note: Dutch above, French below."""
    sheet = page.blank(f"{speech.name} – {speech.number}", width=WIDTH, height=HEIGHT)
    for lang, top in (("nl", HEIGHT - MARGIN), ("fr", HEIGHT / 2 - 8 * MM)):
        with speaking(lang):
            _half(sheet, speech, top)
    sheet.setStrokeColorRGB(*ornament.PALE)
    sheet.setLineWidth(0.5)
    sheet.line(MARGIN, HEIGHT / 2 + 1 * MM, WIDTH - MARGIN, HEIGHT / 2 + 1 * MM)
    return bytes(sheet.getpdfdata())


def _half(sheet: Canvas, speech: Speech, top: float) -> None:
    sheet.setFillColorRGB(*ornament.INK)
    _line(sheet, speech.name, MARGIN, top - 6 * MM, font=page.SERIF, size=18, width=WIDTH - 2 * MARGIN)
    dates = _("From {first} to {last}").format(first=day(speech.first), last=day(speech.last))
    _line(sheet, dates, MARGIN, top - 12.5 * MM, font=page.REGULAR, size=9, width=WIDTH - 2 * MARGIN)
    for turn, (figure, words) in enumerate(_figures(speech)):
        baseline = top - 30 * MM - turn * ROW
        sheet.setFillColorRGB(*ornament.LEAF)
        sheet.setFont(page.SERIF, 22)
        sheet.drawRightString(MARGIN + FIGURE, baseline, figure)
        sheet.setFillColorRGB(*ornament.INK)
        width = WIDTH - 2 * MARGIN - FIGURE - 7 * MM
        lines = drawn_lines(words, width, partial(page.text_width, font=page.REGULAR, size=11), most=2)
        sheet.setFont(page.REGULAR, 11)
        for place, line in enumerate(lines):
            sheet.drawString(MARGIN + FIGURE + 7 * MM, baseline + 2 * MM * (len(lines) - 1) - place * 15, line)


def _figures(speech: Speech) -> Iterator[tuple[str, str]]:
    yield kilograms(speech.grams), _("of food given and taken in")
    yield thousands(speech.deliveries), _("deliveries")
    yield f"{speech.fresh_percent} %", _("of it fresh: vegetables, fruit, dairy, bread, meat or fish")
    yield thousands(speech.meals), _("meals, reckoned at {factor}").format(factor=speech.meals_source)
    yield kilograms(speech.co2e_grams), _("CO2e spared, reckoned at {factor}").format(factor=speech.co2e_source)


def _line(sheet: Canvas, words: str, left: float, baseline: float, *, font: str, size: float, width: float) -> None:
    (line,) = drawn_lines(words, width, partial(page.text_width, font=font, size=size), most=1)
    sheet.setFont(font, size)
    sheet.drawString(left, baseline, line)
