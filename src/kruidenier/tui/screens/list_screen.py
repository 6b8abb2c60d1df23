"""A screen of one long list under a summary: it looks again whenever one comes back to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.binding import Binding

from kruidenier.i18n import N_
from kruidenier.tui.dialogs import Flow
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.widgets.long_list import LongList
from kruidenier.tui.widgets.rows import Rows

WIDE = 110
"""From this width on there is room for more columns."""


def moving(screen: str, *, on: str = "plus,pagedown", back: str = "minus,pageup") -> list[Binding]:
    """Give a screen the keys that turn pages and move the mark, and the way back."""
    return [
        Binding(on, "page(1)", "next page", id=f"{screen}.on", show=False, tooltip=N_("A page further")),
        Binding(back, "page(-1)", "page back", id=f"{screen}.up", show=False, tooltip=N_("A page back")),
        *marking(screen),
    ]


def marking(screen: str) -> list[Binding]:
    """Give a screen the keys that move the mark, and the way back."""
    return [
        Binding("up", "mark(-1)", "line above", id=f"{screen}.above", show=False, tooltip=N_("The mark one line up")),
        Binding(
            "down", "mark(1)", "line below", id=f"{screen}.below", show=False, tooltip=N_("The mark one line down")
        ),
        Binding("escape", "back", "back", id=f"{screen}.back", tooltip=N_("Back to where you came from")),
    ]


class ListScreen(ShopScreen):
    """What such screens have in common."""

    def body(self) -> Iterable[Any]:
        """Show a summary over a long list."""
        yield Rows(id="summary")
        yield LongList(id="list")

    def on_screen_resume(self) -> None:
        """Look again: something may have been done elsewhere."""
        if self.at_rest:
            self.start(self.look())

    def look(self) -> Flow[None]:
        """Read what is shown."""
        raise NotImplementedError

    @property
    def is_wide(self) -> bool:
        """Whether there is room for more columns."""
        return self.app.size.width >= WIDE

    def action_mark(self, step: int) -> None:
        """Move the mark."""
        self.query_one(LongList).move(step)

    def action_page(self, pages: int) -> None:
        """Move the mark by a page."""
        self.action_mark(pages * self.query_one(LongList).rows)
