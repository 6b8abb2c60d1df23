"""The help page of a screen, and its keys."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

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
            yield Static("\n".join(f"{key:>8}  {words}" for key, words in self._keys), markup=False)
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Say how to read on and how to leave."""
        self.query_one(KeyLine).show([("↑ ↓", _("read on")), ("Esc", _("close"))])

    def action_close(self) -> None:
        """Go back to work."""
        self.dismiss()
