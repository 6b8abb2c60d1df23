"""An A4 paper made of blocks of known height: broken over pages, page n of m, in one language or in two at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from kruidenier.documents import page
from kruidenier.documents.roll import MM
from kruidenier.i18n import _, speaking

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 210 * MM, 297 * MM
MARGIN = 15 * MM
INNER = WIDTH - 2 * MARGIN
TOP, BOTTOM = HEIGHT - MARGIN, 20 * MM
SIZE = 9
put = partial(page.put, size=SIZE)
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
