"""A list of any length: only the rows in sight are ever put into words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.segment import Segment
from textual.strip import Strip

from kruidenier.tui.widgets.painted import Painted
from kruidenier.tui.widgets.words import fit

GAP = 2


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its width in cells, and its words for an item."""

    heading: str
    width: int
    """0 shares what is left."""
    words: Callable[[Any], str]
    right: bool = False


class LongList(Painted):
    """Shows items in columns under a heading, and which one is meant; the meant one is always in sight."""

    COMPONENT_CLASSES: ClassVar = {"long--heading", "long--chosen", "long--stop"}

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 Textual's own name
        super().__init__(id=id)
        self.items: Sequence[Any] = ()
        self.chosen = 0
        """Place of the item that is meant."""
        self._columns: Sequence[Column] = ()
        self._stops: Callable[[Any], bool] = bool
        self._top = 0

    def show(
        self, items: Sequence[Any], columns: Sequence[Column], *, chosen: int = 0, stops: Callable[[Any], bool]
    ) -> None:
        """Show items; `stops` tells food that may not go out, the only thing in red."""
        self.items, self._columns, self._stops = items, columns, stops
        self.chosen = min(max(chosen, 0), max(len(items) - 1, 0))
        self._keep_in_sight()
        self.refresh()

    @property
    def item(self) -> Any:
        """The item that is meant."""
        return self.items[self.chosen] if self.items else None

    @property
    def rows(self) -> int:
        """How many items are in sight at once."""
        return max(self.size.height - 1, 1)

    def move(self, step: int) -> None:
        """Mean another item, so many places on."""
        self.chosen = min(max(self.chosen + step, 0), max(len(self.items) - 1, 0))
        self._keep_in_sight()
        self.refresh()

    def on_resize(self) -> None:
        """Keep the meant item in sight when the screen changes."""
        self._keep_in_sight()
        self.refresh()

    def _keep_in_sight(self) -> None:
        last = self.chosen - self.rows + 1
        self._top = max(min(self._top, self.chosen), last, 0)
        self._top = min(self._top, max(len(self.items) - self.rows, 0))

    def render_line(self, y: int) -> Strip:
        """Paint one row: the heading first."""
        place = y - 1 + self._top
        if y == 0:
            cells = [(column, column.heading) for column in self._columns]
            words, look = self._laid_out(cells, mark=" "), self.look("long--heading")
        elif place < len(self.items):
            item = self.items[place]
            chosen = place == self.chosen
            cells = [(column, column.words(item)) for column in self._columns]
            words = self._laid_out(cells, mark=">" if chosen else " ")
            look = self.look("long--stop") if self._stops(item) else self.look()
            look += self.look("long--chosen") if chosen else look
        else:
            return Strip.blank(self.size.width, self.look())
        return Strip([Segment(words, look)]).adjust_cell_length(self.size.width, self.look())

    def _laid_out(self, cells: Sequence[tuple[Column, str]], *, mark: str) -> str:
        fixed = sum(column.width for column, _words in cells) + GAP * (len(cells) - 1) + 2
        share = max(self.size.width - fixed, 8)
        parts = []
        for column, words in cells:
            width = column.width or share
            parts.append(fit(words, width) if not column.right else fit(words, width).rstrip().rjust(width))
        return f"{mark} " + (" " * GAP).join(parts)
