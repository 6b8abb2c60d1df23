"""A line list that asks for no layout, under the box that the scanner types into: the floor, with nothing saved."""

import os

os.environ.setdefault("TEXTUAL_FPS", "240")

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static


class Lines(Widget):
    lines: tuple[str, ...] = ()

    def render_line(self, y: int) -> Strip:
        text = self.lines[y] if y < len(self.lines) else ""
        return Strip([Segment(text.ljust(self.size.width))])


class Bare(App[None]):
    CSS = "Lines { height: 1fr; }"

    def compose(self) -> ComposeResult:
        yield Static("bare list is here")
        yield Lines()
        yield Input()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        lines = self.query_one(Lines)
        lines.lines = (*lines.lines[-14:], f"line {event.value} 1 x 0,50 0,50")
        event.input.value = ""
        lines.refresh()


if __name__ == "__main__":
    Bare().run()
