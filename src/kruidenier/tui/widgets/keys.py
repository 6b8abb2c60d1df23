"""The last line: what is possible now."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from kruidenier.tui.widgets.rows import Rows

WIDE, NARROW = 3, 2


class KeyLine(Rows):
    """Keys and what they do, as many as fit."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 Textual's own name
        super().__init__(id=id)
        self._keys: tuple[tuple[str, str], ...] = ()

    def show(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show these keys with their words, the most needed first."""
        if tuple(keys) != self._keys:
            self._keys = tuple(keys)
            self.paint()

    def paint(self) -> None:
        """Fit the keys to the width."""
        needed = [cell_len(key) + 1 + cell_len(words) for key, words in self._keys]
        gap = WIDE if sum(needed) + WIDE * (len(needed) - 1) <= self.room else NARROW
        row: list[tuple[str, str]] = []
        free = self.room
        for (key, words), width in zip(self._keys, needed, strict=True):
            free -= width + (gap if row else 0)
            if free < 0:
                break
            row += [(" " * gap if row else "", ""), (key, "strong"), (f" {words}", "")]
        self.put(row)

    def on_resize(self) -> None:
        """Fit the keys to the new width."""
        self.paint()
