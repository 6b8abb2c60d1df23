"""A page of lines as long as there is room for: it says when the room changes."""

from __future__ import annotations

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
