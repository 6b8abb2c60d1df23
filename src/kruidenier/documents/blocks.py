"""An A4 paper made of blocks of known height: broken over pages, page n of m, in one language or in two at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from kruidenier.documents import page
from kruidenier.documents.roll import MM
from kruidenier.documents.text import drawn_lines
from kruidenier.i18n import _, speaking

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 210 * MM, 297 * MM
MARGIN = 15 * MM
INNER = WIDTH - 2 * MARGIN
TOP, BOTTOM = HEIGHT - MARGIN, 20 * MM
SIZE = 9
BETWEEN = " / "


@dataclass(frozen=True, slots=True)
class Block:
    """Something that is drawn downwards from a line, and how much room it takes."""

    height: float
    draw: Callable[[Canvas, float], None]
    follows: float = 0
    """Room that must be left under it on the same page, so that no heading stands alone."""


def said(message: str, langs: Sequence[str], **named: Any) -> str:
    """Say a sentence in each language, once where they say the same."""
    told = []
    for lang in langs:
        with speaking(lang):
            told.append(_(message).format(**named))
    return BETWEEN.join(dict.fromkeys(told))


def broken(blocks: Sequence[Block], *, first: float, others: float) -> list[list[tuple[float, Block]]]:
    """Share blocks out over pages; each page begins at its own height."""
    pages: list[list[tuple[float, Block]]] = [[]]
    room = first
    for block in blocks:
        if pages[-1] and room - block.height - block.follows < BOTTOM:
            pages.append([])
            room = others
        pages[-1].append((room, block))
        room -= block.height
    return pages


def put(
    sheet: Canvas,
    words: str,
    left: float,
    baseline: float,
    *,
    width: float,
    font: str = page.REGULAR,
    size: float = SIZE,
    most: int = 1,
    right: bool = False,
) -> int:
    """Write words into a width, over at most so many lines; tells how many lines it took."""
    lines = drawn_lines(words, width, partial(page.text_width, font=font, size=size), most=most)
    sheet.setFont(font, size)
    for turn, line in enumerate(lines):
        at = baseline - turn * size * 1.2
        if right:
            sheet.drawRightString(left + width, at, line)
        else:
            sheet.drawString(left, at, line)
    return len(lines)
