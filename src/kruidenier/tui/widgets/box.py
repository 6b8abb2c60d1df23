"""The box at the bottom: whatever is scanned or typed arrives here."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from kruidenier.tui.widgets.painted import Painted
from kruidenier.tui.widgets.words import plain


class Box(Painted):
    """One line: what is asked for, what was typed so far, and the place of the next sign."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 Textual's own name
        super().__init__(id=id)
        self._shown = ("", "")

    def show(self, prompt: str, text: str, *, secret: bool = False) -> None:
        """Show what is asked for and what was typed; a secret as dots."""
        shown = (prompt, "•" * len(text) if secret else text)
        if shown != self._shown:
            self._shown = shown
            self.refresh()

    def render_line(self, _y: int) -> Strip:
        """Paint the one row; of a long text its end."""
        prompt, text = self._shown
        style = self.look()
        room = max(self.size.width - cell_len(prompt) - 5, 1)
        segments = [
            Segment(f" {prompt} > ", style + Style(bold=True)),
            Segment(plain(text)[-room:], style),
            Segment(" ", style + Style(reverse=True)),
        ]
        return Strip(segments).adjust_cell_length(self.size.width, style)
