"""Amounts and cards in digits three rows high, to be read from afar."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

_DIGITS = {
    "0": ("┏━┓", "┃ ┃", "┗━┛"),
    "1": (" ╻ ", " ┃ ", " ╹ "),
    "2": ("╺━┓", "┏━┛", "┗━╸"),
    "3": ("╺━┓", " ━┫", "╺━┛"),
    "4": ("╻ ╻", "┗━┫", "  ╹"),
    "5": ("┏━╸", "┗━┓", "╺━┛"),
    "6": ("┏━╸", "┣━┓", "┗━┛"),
    "7": ("╺━┓", "  ┃", "  ╹"),
    "8": ("┏━┓", "┣━┫", "┗━┛"),
    "9": ("┏━┓", "┗━┫", "╺━┛"),
    ",": ("  ", "  ", " ╻"),
    ".": ("  ", "  ", " •"),
    "-": ("   ", "╺━╸", "   "),
    "K": ("╻┏╸", "┣┫ ", "╹┗╸"),
}


def in_big(figures: str) -> list[str]:
    """Write an amount in three rows; nothing is no rows."""
    signs = [_DIGITS[sign] for sign in figures if sign in _DIGITS]
    return [" ".join(sign[row] for sign in signs) for row in range(3)] if signs else []


class Big(Static):
    """A word and an amount under it."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 Textual's own name
        super().__init__(id=id, markup=False)

    def show(self, word: str, figures: str) -> None:
        """Show an amount."""
        rows = [Content.styled(word, "bold"), *(Content.styled(row, "bold") for row in in_big(figures))]
        words = Content("\n").join(rows)
        if self.content != words:
            self.update(words, layout=False)
