"""Painting rows oneself, with looks that are worked out once and not for every row."""

from __future__ import annotations

from rich.style import Style
from textual.widget import Widget


class Painted(Widget):
    """A widget that paints its own rows."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 Textual's own name
        super().__init__(id=id)
        self._looks: dict[str, Style] = {}

    def look(self, name: str = "") -> Style:
        """Tell the style of a part; without a name, of the widget itself."""
        if name not in self._looks:
            part = self.get_component_rich_style(name, partial=True) if name else Style()
            self._looks[name] = self.rich_style + part
        return self._looks[name]

    def notify_style_update(self) -> None:
        """Work the looks out anew: another theme, perhaps."""
        self._looks.clear()
        super().notify_style_update()
