"""A line list that asks for no layout: the floor from a scan to its painted line, with nothing saved."""

import os

os.environ.setdefault("TEXTUAL_FPS", "240")

from rich.segment import Segment
from textual import events
from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static


class Lines(Widget):
    lines: tuple[str, ...] = ()

    def render_line(self, y: int) -> Strip:
        text = self.lines[y] if y < len(self.lines) else ""
        return Strip([Segment(text.ljust(self.size.width))])


class Bare(App[None]):
    typed = ""

    def compose(self) -> ComposeResult:
        yield Static("bare list is here")
        yield Lines()

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key):
            if event.key == "enter":
                lines = self.query_one(Lines)
                lines.lines = (*lines.lines[-14:], f"line {self.typed} 1 x 0,50 0,50")
                self.typed = ""
                lines.refresh()
            elif event.character:
                self.typed += event.character
            return
        await super().on_event(event)


if __name__ == "__main__":
    Bare().run()
