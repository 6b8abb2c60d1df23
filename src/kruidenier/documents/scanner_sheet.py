"""A sheet to print and scan: it shows whether a new scanner types what the till understands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.documents import page
from kruidenier.documents.roll import MM
from kruidenier.documents.text import drawn_lines
from kruidenier.i18n import N_, _, language, speaking

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 210 * MM, 297 * MM
MARGIN = 18 * MM
COLUMN = 112 * MM
"""Where the words beside the bars begin."""
BLOCK = 39 * MM
BAR_HEIGHT = 16 * MM
NARROWEST_BAR = 0.33 * MM
"""The usual size of bars on packs."""

GROUP_SEPARATOR = "\x1d"
_FNC1 = "\xf1"
"""What reportlab calls the sign that a scanner sends as GS."""


@dataclass(frozen=True, slots=True)
class Check:
    """One code on the sheet: what it looks at, and what a scanner that is set up well sends before Enter."""

    name: str
    sends: str
    title: str
    advice: str

    @property
    def shown(self) -> str:
        """What it sends, to read under the bars."""
        return self.sends.replace(GROUP_SEPARATOR, "<GS>")


CHECKS = (
    Check(
        "digits",
        "1234567890",
        N_("Digits"),
        N_(
            "If you see &é\"'(§è!çà, the scanner types as on an American keyboard. The till understands that, "
            "but set it to the Belgian keyboard (AZERTY)."
        ),
    ),
    Check(
        "letters",
        "AQWZM-",
        N_("Letters"),
        N_("If you see other letters, the keyboard of the scanner is not the one of this computer."),
    ),
    Check(
        "article",
        "5412345678908",
        N_("An article"),
        N_("All 13 digits, the last one too: the scanner must send the check digit."),
    ),
    Check(
        "ending",
        "96385074",
        N_("Enter at the end"),
        N_("The cursor goes to the next line by itself, once. If it does not, set the scanner to end with Enter (CR)."),
    ),
    Check(
        "prefix",
        "0987654321",
        N_("Nothing in front"),
        N_(
            "If a sign stands before the digits, the scanner sends a prefix. The till understands ]C1 and the like; "
            "switch any other prefix off."
        ),
    ),
    Check(
        "gs",
        f"010541234567890810LOT7{GROUP_SEPARATOR}17281231",
        N_("The sign between two parts (GS)"),
        N_(
            "The till reads article, lot LOT7 and date 31/12/2028. If the lot is longer than that, set the scanner to "
            "send GS (FNC1)."
        ),
    ),
)


def write(folder: Path, *, lang: str) -> Path:
    """Keep the sheet as `folder/scanner-LANG.pdf`, on A4."""
    with speaking(lang):
        return page.keep(draw(), folder / f"scanner-{language()}.pdf")


def draw() -> bytes:
    """Draw the sheet in the language spoken now."""
    sheet = page.blank(_("Checking a scanner"), width=WIDTH, height=HEIGHT)
    top = HEIGHT - MARGIN
    sheet.setFont(page.BOLD, 18)
    sheet.drawString(MARGIN, top - 18, _("Checking a scanner"))
    intro = _(
        "Print this sheet at full size. Scan each code into an empty text: what stands under the bars must appear."
    )
    _write(sheet, intro, MARGIN, top - 36, width=WIDTH - 2 * MARGIN)
    top -= 24 * MM
    for check in CHECKS:
        _draw_check(sheet, check, top)
        top -= BLOCK
    return bytes(sheet.getpdfdata())


def _draw_check(sheet: Canvas, check: Check, top: float) -> None:
    sheet.setLineWidth(0.5)
    sheet.line(MARGIN, top, WIDTH - MARGIN, top)
    _draw_bars(sheet, check, top - 6 * MM - BAR_HEIGHT)
    sheet.setFont(page.REGULAR, 10)
    sheet.drawString(MARGIN, top - 11 * MM - BAR_HEIGHT, check.shown)
    sheet.setFont(page.BOLD, 11)
    sheet.drawString(COLUMN, top - 9 * MM, _(check.title))
    _write(sheet, _(check.advice), COLUMN, top - 15 * MM, width=WIDTH - MARGIN - COLUMN)


def _draw_bars(sheet: Canvas, check: Check, bottom: float) -> None:
    from reportlab.graphics.barcode import createBarcodeDrawing

    kind = {"article": "EAN13", "ending": "EAN8"}.get(check.name, "Code128")
    value = check.sends
    if GROUP_SEPARATOR in value:
        value = _FNC1 + value.replace(GROUP_SEPARATOR, _FNC1)
    bars = createBarcodeDrawing(
        kind, value=value, barHeight=BAR_HEIGHT, barWidth=NARROWEST_BAR, humanReadable=False, quiet=False
    )
    bars.drawOn(sheet, MARGIN, bottom)


def _write(sheet: Canvas, words: str, left: float, baseline: float, *, width: float) -> None:
    sheet.setFont(page.REGULAR, 9)
    measure = partial(page.text_width, font=page.REGULAR, size=9)
    for line in drawn_lines(words, width, measure, most=6):
        sheet.drawString(left, baseline, line)
        baseline -= 13
