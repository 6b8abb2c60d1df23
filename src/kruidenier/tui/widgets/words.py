"""Words that fit a terminal: names as they come, cut to their place."""

from __future__ import annotations

import unicodedata

from rich.cells import cell_len, set_cell_size
from textual.content import Content

_TURNS = set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")
"""Marks that turn the direction of writing: a terminal cannot be trusted with them."""


def plain(name: str) -> str:
    """Take away what would move the cursor or turn the writing; names stay as they come."""
    if name.isascii() and name.isprintable():
        return name
    return "".join(" " if unicodedata.category(c) == "Cc" else c for c in name if c not in _TURNS)


def fit(text: str, width: int) -> str:
    """Cut or fill to exactly a width in cells; what is cut ends in an ellipsis."""
    text = plain(text)
    if cell_len(text) <= width:
        return text + " " * (width - cell_len(text))
    return (
        set_cell_size(text, width - 1).rstrip()
        + "…"
        + " " * (width - 1 - cell_len(set_cell_size(text, width - 1).rstrip()))
    )


def spread(*parts: tuple[str, str], width: int) -> Content:
    """Lay words in their styles out over a line, the space between them shared."""
    words = [(plain(text), style) for text, style in parts if text]
    free = width - sum(cell_len(text) for text, _ in words)
    gap = max(free // max(len(words) - 1, 1), 1)
    line: list[tuple[str, str]] = []
    for place, word in enumerate(words):
        if place:
            last = place == len(words) - 1
            line.append((" " * (max(free - gap * (len(words) - 2), 1) if last else gap), ""))
        line.append(word)
    return Content.assemble(*line)
