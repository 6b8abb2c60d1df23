"""The goods in the basket: one line each, painted without asking for a layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from kruidenier.i18n import _, amount, weight
from kruidenier.tui.widgets.painted import Painted
from kruidenier.tui.widgets.words import fit

if TYPE_CHECKING:
    from kruidenier.shop.till.values import BasketLine

NOTE = 15
AMOUNT = 10
MONEY = 8


class BasketList(Painted):
    """Shows the lines of a basket and which one is meant; the meant one is always in sight."""

    COMPONENT_CLASSES: ClassVar = {"basket--chosen", "basket--note"}

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 Textual's own name
        super().__init__(id=id)
        self.lines: tuple[BasketLine, ...] = ()
        self.chosen: int | None = None
        """The number of the line that is meant."""
        self._top = 0

    def show(self, lines: tuple[BasketLine, ...], *, chosen: int | None) -> None:
        """Show these lines; only rows that changed are painted."""
        before, self.lines, self.chosen = self._rows(), lines, chosen
        self._keep_in_sight()
        changed = [y for y, (old, new) in enumerate(zip(before, self._rows(), strict=True)) if old != new]
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def render_line(self, y: int) -> Strip:
        """Paint one row."""
        style = self.look()
        place = y + self._top
        if place >= len(self.lines):
            return Strip.blank(self.size.width, style)
        line = self.lines[place]
        width = self.size.width
        if line.number == self.chosen:
            style = self.look("basket--chosen")
        note = style + Style(color=self.look("basket--note").color)
        name_width = max(width - 6 - AMOUNT - 3 - MONEY - 1 - MONEY - 2 - NOTE, 10)
        text = (
            f"{'>' if line.number == self.chosen else ' '}{place + 1:>3}  {fit(line.name, name_width)}"
            f"{_how_much(line):>{AMOUNT}} x {_each(line):>{MONEY - 1}} {amount(line.total_cents):>{MONEY}}  "
        )
        segments = [Segment(text, style), Segment(fit(_note(line), NOTE), note)]
        return Strip(segments).adjust_cell_length(width, style)

    def on_resize(self) -> None:
        """Keep the meant line in sight when the screen changes."""
        self._top = max(len(self.lines) - self.size.height, 0)
        self._keep_in_sight()
        self.refresh()

    def _keep_in_sight(self) -> None:
        rows = max(self.size.height, 1)
        places = [place for place, line in enumerate(self.lines) if line.number == self.chosen]
        place = places[0] if places else len(self.lines) - 1
        if len(self.lines) <= rows:
            self._top = 0
        elif not self._top <= place < self._top + rows:
            self._top = max(place - rows // 2, 0)  # half a page at once: most scans change one row, not all

    def _rows(self) -> list[tuple[int, bool, BasketLine] | None]:
        shown = self.lines[self._top : self._top + self.size.height]
        rows: list[tuple[int, bool, BasketLine] | None] = [
            (self._top + y, line.number == self.chosen, line) for y, line in enumerate(shown)
        ]
        return rows + [None] * (self.size.height - len(rows))


def _how_much(line: BasketLine) -> str:
    return weight(line.grams) if line.grams is not None else str(line.count)


def _each(line: BasketLine) -> str:
    return _("free") if line.unit_price_cents == 0 else amount(line.unit_price_cents)


def _note(line: BasketLine) -> str:
    """Say in a word or two what is special about a line."""
    if line.quota_left is not None and line.quota_left < 0:
        return _("too many")
    if line.past_date:
        return _("past date: good")
    if line.quota_left == 0:
        return _("that is all")
    if line.quota_left is not None:
        return _("{left} more").format(left=line.quota_left)
    return _("EU") if line.free_eu else ""
