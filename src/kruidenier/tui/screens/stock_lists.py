"""Two lists that follow from the stock: what to buy, and what to fetch for the shelves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding

from kruidenier.i18n import N_, _
from kruidenier.tui.dialogs import Flow
from kruidenier.tui.screens import stock_lines
from kruidenier.tui.screens.list_screen import ListScreen
from kruidenier.tui.widgets.long_list import LongList

if TYPE_CHECKING:
    from kruidenier.shop.figures.buying import ToBuy
    from kruidenier.shop.figures.shelf_filling import Fetch
    from kruidenier.tui.widgets.long_list import Column

MOVING = [
    Binding("plus,pagedown", "page(1)", "next page", id="list.on", tooltip=N_("A page further")),
    Binding("minus,pageup", "page(-1)", "page back", id="list.up", tooltip=N_("A page back")),
    Binding("up", "mark(-1)", "line above", id="list.above", show=False, tooltip=N_("The mark one line up")),
    Binding("down", "mark(1)", "line below", id="list.below", show=False, tooltip=N_("The mark one line down")),
    Binding("escape", "back", "back", id="list.back", tooltip=N_("Back to the stock")),
]
"""The keys that move the mark, and the way back."""


class GoodsListScreen(ListScreen):
    """A list of goods with a mark to move."""

    HELP_PAGE: ClassVar[str] = "stock"
    NEEDS: ClassVar[str] = "see_stock"

    def __init__(self) -> None:
        super().__init__()
        self.lines: Sequence[Any] = ()

    def body(self) -> Iterable[Any]:
        """Show a long list."""
        yield LongList(id="list")

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        return self.at_rest or action not in ("open", "page", "mark", "back")

    def show_body(self) -> None:
        """Show the list as wide as the screen is."""
        columns = self.columns(wide=self.is_wide)
        goods = self.query_one(LongList)
        goods.show(self.lines, columns, chosen=goods.chosen, stops=lambda _line: False)

    def columns(self, *, wide: bool) -> list[Column]:
        """Name the columns."""
        raise NotImplementedError

    def question_here(self) -> Flow[Sequence[Any] | None]:
        """Read the list."""
        raise NotImplementedError

    def nothing(self) -> str:
        """Say that the list is empty."""
        raise NotImplementedError

    def look(self) -> Flow[None]:
        """Read the list, or say that there is nothing on it."""
        lines = yield from self.question_here()
        if lines is not None:
            self.lines = lines
            self.say("" if lines else self.nothing())
            self.show_body()


class BuyingScreen(GoodsListScreen):
    """What has fallen below its minimum, and how much brings it to the wished level."""

    BINDINGS: ClassVar = [*MOVING]

    def title_words(self) -> str:
        """Name the list."""
        return _("TO BUY")

    def columns(self, *, wide: bool) -> list[Column]:
        """Name the columns."""
        return stock_lines.to_buy(wide=wide)

    def question_here(self) -> Flow[tuple[ToBuy, ...] | None]:
        """Read what to buy."""
        from kruidenier.shop.figures import buying

        return (yield from self.ask(buying.buying_list, on=self.app.today))

    def nothing(self) -> str:
        """Say that nothing is missing."""
        return _("Nothing is below its minimum. The minimum of a product stands in the list of products.")


class FetchScreen(GoodsListScreen):
    """Which lot to fetch where, first expired first."""

    BINDINGS: ClassVar = [
        Binding(
            "enter", "open", "the lot", id="fetch.open", tooltip=N_("Open the lot with the mark: 2 there moves it")
        ),
        *MOVING,
    ]

    def title_words(self) -> str:
        """Name the list."""
        return _("FILL THE SHELVES")

    def columns(self, *, wide: bool) -> list[Column]:
        """Name the columns."""
        return stock_lines.to_fetch(wide=wide)

    def question_here(self) -> Flow[tuple[Fetch, ...] | None]:
        """Read what to fetch."""
        from kruidenier.shop.figures import shelf_filling

        return (yield from self.ask(shelf_filling.to_fetch, on=self.app.today))

    def nothing(self) -> str:
        """Say that the shelves are full."""
        return _("Nothing waits in the back room for an empty shelf.")

    def action_open(self) -> None:
        """Open the lot with the mark."""
        from kruidenier.tui.screens.lot import LotScreen

        fetch = self.query_one(LongList).item
        if fetch is not None:
            self.app.push_screen(LotScreen(fetch.lot))
