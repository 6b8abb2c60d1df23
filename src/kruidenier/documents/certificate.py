"""The certificate of the label, to hang in a shop window: both languages, quiet, with a code that proves it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.documents import ornament, page, qr
from kruidenier.documents.roll import MM
from kruidenier.documents.text import clean, drawn_lines
from kruidenier.i18n import N_, _, day, speaking

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from kruidenier.shop.supply.label_signing import Certificate

WIDTH, HEIGHT = 210 * MM, 297 * MM
CENTRE = WIDTH / 2
FRAME = 13 * MM
COLUMN = 66 * MM
"""Width of the words in one language."""
NAME_SIZES = (34, 30, 26, 22, 18)
NAME_WIDTH = 150 * MM
MOST_LINES = 3
CODE = 31 * MM
SIGNED = 54 * MM
"""Width of who signed."""
TITLE = N_("Label for giving food")
THANKS = N_(
    "With thanks for the food that you gave to {shop} from {first} to {last}, and that reached people who need it."
)
VALID = N_("Valid from {issued_on} to {valid_until}. Decision {decision} of {decided_on}.")
SCAN = N_("Scan to read and to prove it.")


def write(paper: Certificate, file: Path) -> Path:
    """Keep the certificate as a file."""
    return page.keep(draw(paper), file)


def draw(paper: Certificate) -> bytes:
    """Draw the certificate on A4."""
    sheet = page.blank(f"{paper.name} – {paper.number}", width=WIDTH, height=HEIGHT)
    _frame(sheet)
    sheet.setFillColorRGB(*ornament.INK)
    _spaced(sheet, _both(paper.municipality, "  ·  ").upper(), HEIGHT - 34 * MM, size=9.5, space=2.2)
    ornament.twig(sheet, CENTRE, HEIGHT - 96 * MM, 50 * MM, level=paper.level)
    sheet.setFillColorRGB(*ornament.INK)
    _spaced(sheet, _in_both(TITLE), HEIGHT - 111 * MM, size=10.5, space=0.8)
    baseline = _name(sheet, paper, HEIGHT - 132 * MM)
    _level(sheet, paper, baseline - 19 * MM)
    for lang, left in (("nl", CENTRE - 6 * MM - COLUMN), ("fr", CENTRE + 6 * MM)):
        _words(sheet, paper, lang, left, HEIGHT - 196 * MM)
    _foot(sheet, paper)
    return bytes(sheet.getpdfdata())


def _frame(sheet: Canvas) -> None:
    """Draw a thin double line, with a leaf of room in every corner."""
    sheet.setStrokeColorRGB(*ornament.LEAF)
    sheet.setLineWidth(0.9)
    sheet.rect(FRAME, FRAME, WIDTH - 2 * FRAME, HEIGHT - 2 * FRAME)
    sheet.setStrokeColorRGB(*ornament.PALE)
    sheet.setLineWidth(0.4)
    inner = FRAME + 2.2 * MM
    sheet.rect(inner, inner, WIDTH - 2 * inner, HEIGHT - 2 * inner)


def _name(sheet: Canvas, paper: Certificate, baseline: float) -> float:
    """Write the holder's name as large as it fits, and the address under it; tells where the next may stand."""
    laid = [(size, _lines(paper.name, size)) for size in NAME_SIZES]
    size, lines = next((one for one in laid if len(one[1]) == 1), laid[-1])
    sheet.setFillColorRGB(*ornament.INK)
    sheet.setFont(page.SERIF, size)
    for line in lines:
        sheet.drawCentredString(CENTRE, baseline, line)
        baseline -= size * 1.25
    sheet.setFont(page.REGULAR, 9.5)
    for line in drawn_lines(paper.address, NAME_WIDTH, partial(page.text_width, font=page.REGULAR, size=9.5), most=1):
        sheet.drawCentredString(CENTRE, baseline + size * 1.25 - 8 * MM, line)
    return baseline + size * 1.25 - 8 * MM


def _lines(name: str, size: float) -> list[str]:
    return drawn_lines(name, NAME_WIDTH, partial(page.text_width, font=page.SERIF, size=size), most=MOST_LINES)


def _level(sheet: Canvas, paper: Certificate, baseline: float) -> None:
    """Write level and year between two fine rules."""
    sheet.setStrokeColorRGB(*ornament.PALE)
    sheet.setLineWidth(0.5)
    for height in (11 * MM, -8.5 * MM):
        sheet.line(CENTRE - 34 * MM, baseline + height, CENTRE + 34 * MM, baseline + height)
    sheet.setFillColorRGB(*ornament.LEAF)
    sheet.setFont(page.SERIF, 17)
    sheet.drawCentredString(CENTRE, baseline + 2.2 * MM, _both(paper.level_names, "  ·  "))
    sheet.setFillColorRGB(*ornament.INK)
    first, last = paper.issued_on.year, paper.valid_until.year
    _spaced(sheet, f"{first} – {last}" if last > first else str(first), baseline - 4.4 * MM, size=10, space=1.6)


def _words(sheet: Canvas, paper: Certificate, lang: str, left: float, baseline: float) -> None:
    """Write what is thanked for, and how long the label is valid, in one language."""
    with speaking(lang):
        thanks = _(THANKS).format(
            first=day(paper.first),
            last=day(paper.assessed_on),
            shop=paper.shop,
        )
        valid = _(VALID).format(
            issued_on=day(paper.issued_on),
            valid_until=day(paper.valid_until),
            decision=paper.decision,
            decided_on=day(paper.decided_on),
        )
    sheet.setFillColorRGB(*ornament.INK)
    sheet.setFont(page.REGULAR, 9)
    measure = partial(page.text_width, font=page.REGULAR, size=9)
    for sentence, most in ((thanks, 6), (valid, 4)):
        for line in drawn_lines(sentence, COLUMN, measure, most=most):
            sheet.drawString(left, baseline, line)
            baseline -= 13
        baseline -= 5


def _foot(sheet: Canvas, paper: Certificate) -> None:
    """Write who signed on the left, and the code that proves it on the right."""
    left, right, bottom = CENTRE - 6 * MM - COLUMN, CENTRE + 6 * MM + COLUMN, FRAME + 11 * MM
    sheet.setFillColorRGB(*ornament.INK)
    sheet.setStrokeColorRGB(*ornament.PALE)
    sheet.setFont(page.REGULAR, 9)
    measure = partial(page.text_width, font=page.REGULAR, size=9)
    signatories = drawn_lines(paper.signatories, SIGNED, measure, most=3)
    sheet.setLineWidth(0.5)
    sheet.line(left, bottom + 13.5 * MM, left + SIGNED, bottom + 13.5 * MM)
    for turn, line in enumerate(signatories):
        sheet.drawString(left, bottom + 9.3 * MM - turn * 12, line)
    qr.draw(sheet, paper.text, right - CODE, bottom, CODE)
    sheet.setFillColorRGB(*ornament.INK)
    sheet.setFont(page.REGULAR, 7.5)
    edge = right - CODE - 4 * MM
    said = [f"{clean(paper.number)}  ·  {paper.scheme}", *(_in(lang, SCAN) for lang in ("nl", "fr"))]
    for turn, line in enumerate(reversed(said)):
        sheet.drawRightString(edge, bottom + 0.6 * MM + turn * 10.5, line)


def _spaced(sheet: Canvas, words: str, baseline: float, *, size: float, space: float) -> None:
    """Write a line in the middle with air between its letters, made smaller where it is too long."""
    words = clean(words)
    while size > 6 and page.text_width(words, page.REGULAR, size) + space * len(words) > NAME_WIDTH + 20 * MM:
        size, space = size - 0.5, space * 0.85
    (line,) = drawn_lines(words, NAME_WIDTH + 20 * MM, partial(page.text_width, font=page.REGULAR, size=size), most=1)
    wide = page.text_width(line, page.REGULAR, size) + space * (len(line) - 1)
    words_on = sheet.beginText(CENTRE - wide / 2, baseline)
    words_on.setFont(page.REGULAR, size)
    words_on.setCharSpace(space)
    words_on.textOut(line)
    words_on.setCharSpace(0)
    sheet.drawText(words_on)


def _both(words: dict[str, str], between: str) -> str:
    return between.join(dict.fromkeys(words[lang] for lang in ("nl", "fr")))


def _in(lang: str, sentence: str) -> str:
    with speaking(lang):
        return _(sentence)


def _in_both(sentence: str) -> str:
    return "  ·  ".join(_in(lang, sentence) for lang in ("nl", "fr"))
