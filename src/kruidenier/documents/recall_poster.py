"""The poster of a recall: for everybody who has such a pack at home, in Dutch and French, to be read from afar."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.documents import page
from kruidenier.documents.roll import MM
from kruidenier.documents.text import drawn_lines
from kruidenier.i18n import N_, _, day, speaking
from kruidenier.shop.goods.names import best_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.pdfgen.canvas import Canvas

    from kruidenier.shop.goods.recalling import RecallFacts

WIDTH, HEIGHT = 210 * MM, 297 * MM
MARGIN = 18 * MM
BAND = 46 * MM
BOX_TOP = HEIGHT - BAND - 12 * MM
BOX_HEIGHT = 112 * MM
INSIDE = WIDTH - 2 * MARGIN - 16 * MM
GAP = 10 * MM
COLUMN = (WIDTH - 2 * MARGIN - GAP) / 2
LANGUAGES = ("nl", "fr")
RED = (0.64, 0.09, 0.12)
GREY = (0.35, 0.35, 0.35)
ASCENT = 0.76
"""How high capital letters are, in parts of their size."""
NAME_SIZES = (32, 28, 24, 20, 17)
WHAT_TO_DO = (
    N_("Do not eat it."),
    N_("Bring it back to us, opened or not. No receipt is needed: you get something else or your money back."),
    N_("Eaten already, and not well? Call your doctor. Questions? Ask us."),
)


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on the paper."""

    shop: str
    recall: RecallFacts


def write(poster: Poster, place: Path) -> Path:
    """Keep the poster in a file, on A4."""
    return page.keep(draw(poster), place)


def draw(poster: Poster) -> bytes:
    """Draw the poster, one half in each language."""
    with speaking(LANGUAGES[0]):
        sheet = page.blank(_("Recall {number}").format(number=poster.recall.number), width=WIDTH, height=HEIGHT)
    _draw_band(sheet)
    _draw_goods(sheet, poster.recall)
    for column, lang in enumerate(LANGUAGES):
        with speaking(lang):
            _draw_column(sheet, MARGIN + column * (COLUMN + GAP))
    _draw_foot(sheet, poster)
    return bytes(sheet.getpdfdata())


def _in_both(words: str) -> list[str]:
    """Say something in both languages, once if it is the same."""
    said = []
    for lang in LANGUAGES:
        with speaking(lang):
            said.append(_(words))
    return list(dict.fromkeys(said))


def _draw_band(sheet: Canvas) -> None:
    sheet.setFillColorRGB(*RED)
    sheet.rect(0, HEIGHT - BAND, WIDTH, BAND, stroke=0, fill=1)
    sheet.setFillColorRGB(1, 1, 1)
    for line, words in enumerate(_in_both(N_("This product is called back"))):
        _put(sheet, [words], MARGIN, HEIGHT - 20 * MM - line * 15 * MM, font=page.BOLD, size=27)
    sheet.setFillColorRGB(0, 0, 0)


def _draw_goods(sheet: Canvas, recall: RecallFacts) -> None:
    """Draw what is meant: name, brand, lot and dates as large as there is room, then why."""
    sheet.setLineWidth(1.6)
    sheet.roundRect(MARGIN, BOX_TOP - BOX_HEIGHT, WIDTH - 2 * MARGIN, BOX_HEIGHT, 4 * MM)
    left, width = MARGIN + 8 * MM, INSIDE
    baseline = BOX_TOP - 8 * MM
    for turn, name in enumerate(_names(recall)):
        size, lines = _largest(name, width)
        baseline -= 0 if turn else size * ASCENT
        baseline = _put(sheet, lines, left, baseline, font=page.BOLD, size=size) - 2 * MM
    if recall.brand:
        baseline = _put(sheet, _lines(recall.brand, width, size=17, most=1), left, baseline, size=17)
    lots = [recall.lot_code] if recall.lot_code else []
    baseline -= 3 * MM
    for heading, values in ((N_("Lot"), lots), (N_("Date on the pack"), _dates(recall)), (N_("Code"), [recall.code])):
        if values:
            baseline = _draw_mark(sheet, _in_both(heading), values, left, baseline)
    if not (recall.lot_code or recall.date_from or recall.date_until):
        every = " · ".join(_in_both(N_("All packs of this product")))
        baseline = _put(sheet, _lines(every, width, size=14, most=1), left, baseline, font=page.BOLD, size=14)
    bottom = BOX_TOP - BOX_HEIGHT + 15 * MM
    why = _in_both(recall.reason)
    most = 1 if len(why) > 1 else 2
    _put(sheet, [line for said in why for line in _lines(said, width, size=13, most=most)], left, bottom, size=13)


def _names(recall: RecallFacts) -> list[str]:
    named = []
    for lang in LANGUAGES:
        with speaking(lang):
            named.append(best_name(recall.names, recall.code))
    return list(dict.fromkeys(named))


def _dates(recall: RecallFacts) -> list[str]:
    """Say which dates are meant; a range that is open at one end in both languages."""
    first, last = recall.date_from, recall.date_until
    if first and last:
        return [day(first) if first == last else f"{day(first)} – {day(last)}"]
    date, words = (first, N_("from {date} on")) if first else (last, N_("up to and including {date}"))
    return [said.format(date=day(date)) for said in _in_both(words)] if date else []


def _draw_mark(sheet: Canvas, headings: Sequence[str], values: Sequence[str], left: float, baseline: float) -> float:
    """Draw a lot, a date or a code beside what it is in both languages; tells the baseline of the next."""
    column = 62 * MM
    sheet.setFillColorRGB(*GREY)
    small = 10 if len(headings) == 1 else 8.5
    _put(sheet, headings, left, baseline + (len(headings) - 1) * small * 0.6, size=small)
    sheet.setFillColorRGB(0, 0, 0)
    size = 19 if len(values) == 1 else 15
    for value in values:
        shown = _lines(value, INSIDE - column, size=size, font=page.BOLD, most=1)
        baseline = _put(sheet, shown, left + column, baseline, font=page.BOLD, size=size)
    return baseline - 1 * MM


def _draw_column(sheet: Canvas, left: float) -> None:
    baseline = BOX_TOP - BOX_HEIGHT - 16 * MM
    baseline = _put(sheet, [_("Do you have it at home?")], left, baseline, font=page.BOLD, size=15) - 3 * MM
    for turn, words in enumerate(WHAT_TO_DO, start=1):
        _put(sheet, [str(turn)], left, baseline, font=page.BOLD, size=15)
        indent = 8 * MM
        lines = _lines(_(words), COLUMN - indent, size=14, most=6)
        baseline = _put(sheet, lines, left + indent, baseline, size=14) - 4 * MM


def _draw_foot(sheet: Canvas, poster: Poster) -> None:
    sheet.setStrokeColorRGB(*GREY)
    sheet.setLineWidth(0.5)
    sheet.line(MARGIN, 20 * MM, WIDTH - MARGIN, 20 * MM)
    sheet.setFillColorRGB(*GREY)
    _put(sheet, _lines(poster.shop, 110 * MM, size=10, most=1), MARGIN, 14 * MM, size=10)
    sheet.drawRightString(WIDTH - MARGIN, 14 * MM, f"{day(poster.recall.date)}   {poster.recall.number}")


def _largest(words: str, width: float) -> tuple[float, Sequence[str]]:
    """Find the largest letters in which words stand on one line, or the smallest on two."""
    for size in NAME_SIZES:
        if page.text_width(words, page.BOLD, size) <= width:
            return size, _lines(words, width, size=size, font=page.BOLD, most=1)
    return NAME_SIZES[-1], _lines(words, width, size=NAME_SIZES[-1], font=page.BOLD, most=2)


def _lines(words: str, width: float, *, size: float, most: int, font: str = page.REGULAR) -> list[str]:
    return drawn_lines(words, width, partial(page.text_width, font=font, size=size), most=most)


def _put(
    sheet: Canvas, lines: Sequence[str], left: float, baseline: float, *, size: float, font: str = page.REGULAR
) -> float:
    """Draw lines from a baseline down; tells the baseline of the next."""
    sheet.setFont(font, size)
    for line in lines:
        sheet.drawString(left, baseline, line)
        baseline -= size * 1.32
    return baseline
