"""A page of lines as long as there is room for: it says when the room changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.message import Message
from textual.widgets import Static


class Sheet(Static):
    """The body of a screen, written anew whenever a question takes its room or gives it back."""

    @dataclass
    class Resized(Message):
        """There is more room, or less."""

    def __init__(self) -> None:
        super().__init__(id="sheet", markup=False)

    def on_resize(self) -> None:
        """Tell the screen."""
        self.post_message(self.Resized())


def paged(lines: Sequence[str], room: int, page: int, words: str) -> tuple[Sequence[str], int]:
    """Take a page out of lines, and tell which it is; where there are several, the last row says so in these words."""
    if len(lines) <= room:
        return lines, 0
    each = max(room - 1, 1)
    pages = (len(lines) - 1) // each + 1
    page = min(page, pages - 1)
    return [*lines[page * each : (page + 1) * each], words.format(page=page + 1, pages=pages)], page
