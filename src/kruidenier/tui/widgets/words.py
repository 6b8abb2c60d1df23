"""Words that fit a terminal: names as they come, cut to their place."""

from __future__ import annotations

import re
import unicodedata

from rich import _wrap
from rich.cells import cell_len, set_cell_size

_wrap.re_word = re.compile("[^\\S\u00a0\u202f]*[\\S\u00a0\u202f]+[^\\S\u00a0\u202f]*")
"""What stays together on a line. Rich and Textual break at no-break spaces too, so that French signs would begin lines,
and have no setting for it: all their wrapping reads this one expression. Rich is pinned, and a test watches."""

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
    cut = set_cell_size(text, width - 1).rstrip() + "…"
    return cut + " " * (width - cell_len(cut))
