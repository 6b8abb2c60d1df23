"""The least Textual app with a scan box: the floor for starting."""

from textual.app import App, ComposeResult
from textual.widgets import Input, Static


class Bare(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("bare app is here")
        yield Input()


if __name__ == "__main__":
    Bare().run()
