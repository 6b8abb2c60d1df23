"""Rows of words, painted as they are: no wrapping, no layout, only what changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip

from kruidenier.tui.widgets.painted import Painted
from kruidenier.tui.widgets.words import plain

Row = Sequence[tuple[str, str]]
"""Words with the name of their look: strong, good, soon, bar, or none."""


class Rows(Painted):
    """A few rows whose words change often."""

    COMPONENT_CLASSES: ClassVar = {"rows--strong", "rows--good", "rows--soon", "rows--bar"}

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 Textual's own name
        super().__init__(id=id)
        self.rows: tuple[Row, ...] = ()

    @property
    def room(self) -> int:
        """How many cells a row has."""
        return max(self.size.width, 40)

    def put(self, *rows: Row) -> None:
        """Show these rows; only those that changed are painted."""
        before, self.rows = self.rows, rows
        width = self.size.width
        for y in range(max(len(before), len(rows))):
            if before[y : y + 1] != rows[y : y + 1]:
                self.refresh(Region(0, y, width, 1))

    def render_line(self, y: int) -> Strip:
        """Paint one row."""
        words = self.rows[y] if y < len(self.rows) else ()
        segments = [Segment(text, self.look(f"rows--{look}" if look else "")) for text, look in words]
        return Strip(segments).adjust_cell_length(self.size.width, self.look())


def spread(*parts: tuple[str, str], width: int) -> Row:
    """Lay words in their looks out over a row, the space between them shared; what does not fit is left out."""
    words = [(plain(text), look) for text, look in parts if text]
    while len(words) > 1 and sum(cell_len(text) + 1 for text, _look in words) - 1 > width:
        del words[-2]
    free = width - sum(cell_len(text) for text, _look in words)
    gaps = max(len(words) - 1, 1)
    row: list[tuple[str, str]] = []
    for place, word in enumerate(words):
        if place:
            row.append((" " * (free * place // gaps - free * (place - 1) // gaps), ""))
        row.append(word)
    return row
