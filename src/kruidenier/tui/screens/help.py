"""The help page of a screen, and its keys."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Markdown, Static

from kruidenier.i18n import _, language
from kruidenier.tui.frame import Speaks
from kruidenier.tui.widgets.keys import KeyLine

HELP_FOLDER = Path(__file__).parents[2] / "help"


class HelpScreen(Speaks, ModalScreen[None]):
    """A page to read; any scan goes to the till below."""

    BINDINGS: ClassVar = [
        Binding("escape,enter,f1,question_mark", "close", "Close", id="help.close"),
    ]

    def __init__(self, page: str, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._page = page
        self._keys = keys

    def compose(self) -> ComposeResult:
        """Show the page in the language of the reader, and a table of the keys."""
        with VerticalScroll(id="page"):
            yield Markdown((HELP_FOLDER / language() / f"{self._page}.md").read_text("utf-8"))
            yield Static(self._table())
        yield KeyLine(id="keys")

    def _table(self) -> Table:
        """Set the keys beside what they do, in columns of their own."""
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(justify="right", min_width=8, no_wrap=True)
        table.add_column()
        for key, words in self._keys:
            table.add_row(Text(key), Text(words))
        return table

    def on_mount(self) -> None:
        """Say how to read on and how to leave."""
        self.query_one(KeyLine).show([("↑ ↓", _("read on")), ("Esc", _("close"))])

    def action_close(self) -> None:
        """Go back to work."""
        self.dismiss()
