"""A sheet of any size: a PDF that says nothing of who made it, words on it, and its way to its place in one piece."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from functools import cache, lru_cache, partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.documents.text import drawn_lines
from kruidenier.errors import ShopError
from kruidenier.i18n import N_, language

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

FONTS = Path(__file__).parent / "fonts"
REGULAR, BOLD = "DejaVuSans", "DejaVuSans-Bold"
SERIF = "DejaVuSerif"
"""For papers that hang on a wall."""
LINE = 1.2
"""The height of a line, in its own size."""
MEASURED = 20_000
"""So many texts are remembered with their width: papers made in one go say the same words again and again."""


class PaperNotWritten(ShopError):
    """The disk is full, or the folder may not be written."""

    message = N_(
        "The paper {paper} could not be written in {folder} ({fault}). Nothing is lost: the books have it. "
        "Make room on the disk or look at the folder, then print it again."
    )


def blank(title: str, *, width: float, height: float) -> Canvas:
    """Take a new sheet in the language spoken now. The same drawing gives the same bytes, on any day."""
    from reportlab.pdfgen.canvas import Canvas

    _load_fonts()
    sheet = Canvas(BytesIO(), pagesize=(width, height), invariant=1, pageCompression=1, lang=language())
    sheet.setTitle(title)
    for say in (sheet.setAuthor, sheet.setCreator, sheet.setProducer, sheet.setSubject, sheet.setKeywords):
        say("")
    return sheet


@lru_cache(maxsize=MEASURED)
def text_width(text: str, font: str, size: float) -> float:
    """Tell how wide a text is drawn, in points."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    _load_fonts()
    return float(stringWidth(text, font, size))


@lru_cache(maxsize=MEASURED)
def fitted_lines(words: str, width: float, *, font: str = REGULAR, size: float, most: int = 1) -> tuple[str, ...]:
    """Break words into at most so many lines of a width, in drawing order; the last is cut if need be."""
    return tuple(drawn_lines(words, width, partial(text_width, font=font, size=size), most=most))


def put(
    sheet: Canvas,
    words: str,
    left: float,
    baseline: float,
    *,
    width: float,
    font: str = REGULAR,
    size: float,
    most: int = 1,
    right: bool = False,
) -> int:
    """Write words into a width, downwards over at most so many lines; tells how many lines it took."""
    lines = fitted_lines(words, width, font=font, size=size, most=most)
    sheet.setFont(font, size)
    for turn, line in enumerate(lines):
        at = baseline - turn * size * LINE
        if right:
            sheet.drawRightString(left + width, at, line)
        else:
            sheet.drawString(left, at, line)
    return len(lines)


def keep(pdf: bytes, place: Path) -> Path:
    """Put a paper in its place: whole, or not at all."""
    part = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with part.open("xb") as file:
            file.write(pdf)
            file.flush()
            os.fsync(file.fileno())
        part.replace(place)
    except OSError as fault:
        with suppress(OSError):
            part.unlink()
        raise PaperNotWritten(paper=place.name, folder=place.parent, fault=fault.strerror) from fault
    return place


@cache
def _load_fonts() -> None:
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    for name in (REGULAR, BOLD, SERIF):  # asciiReadable=0 leaves out unused letters, which halves a receipt
        registerFont(TTFont(name, FONTS / f"{name}.ttf", asciiReadable=0))
