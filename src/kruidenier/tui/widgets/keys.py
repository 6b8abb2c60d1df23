"""The last line: what is possible now."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static


class KeyLine(Static):
    """Keys and what they do, as many as fit."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 Textual's own name
        super().__init__(id=id, markup=False)
        self._keys: tuple[tuple[str, str], ...] = ()

    def show(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show these keys with their words, the most needed first."""
        if tuple(keys) != self._keys:
            self._keys = tuple(keys)
            self.paint()

    def paint(self) -> None:
        """Fit the keys to the width."""
        room = max(self.size.width - 2, 20)
        gap = 3 if sum(cell_len(key) + cell_len(words) + 4 for key, words in self._keys) <= room else 2
        parts: list[Content] = []
        for key, words in self._keys:
            needed = cell_len(key) + 1 + cell_len(words) + (gap if parts else 0)
            if needed > room:
                break
            room -= needed
            parts.append(Content.assemble((key, "bold $key"), " ", words))
        self.update(Content(" " * gap).join(parts), layout=False)

    def on_resize(self) -> None:
        """Fit the keys to the new width."""
        self.paint()
