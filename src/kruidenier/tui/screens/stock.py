"""The stock: by product, food group or lot, found while typing, sorted out by digits, on any day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding

from kruidenier.i18n import N_, _, day
from kruidenier.tui.dialogs import Flow
from kruidenier.tui.screens import stock_lines, stock_menu
from kruidenier.tui.screens.list_screen import ListScreen
from kruidenier.tui.widgets.keys import KeyLine
from kruidenier.tui.widgets.long_list import LongList
from kruidenier.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from textual.events import Key

    from kruidenier.shop.figures.stock_levels import LotLevel
    from kruidenier.shop.figures.stock_search import Stock

VIEWS = (
    ("1", "product", N_("goods"), N_("One line for each product")),
    ("2", "group", N_("groups"), N_("One line for each food group")),
    ("3", "lot", N_("lots"), N_("One line for each lot")),
)
MORE = (
    ("4", "filter", N_("only …"), N_("Show only a group, a place, what goes out …")),
    ("5", "charts", N_("charts"), N_("The stock by last day, and week by week")),
    ("6", "day", N_("day"), N_("The stock as it was on an earlier day")),
    ("7", "buying", N_("buy"), N_("What has fallen below its minimum")),
    ("8", "fetching", N_("fill"), N_("What to fetch for the shelves, and where")),
    ("9", "all", N_("all"), N_("Everything again, as it is now")),
    ("0", "labels", N_("labels"), N_("Labels for shelves and lots; the counter sheet")),
)
"""Keys for which the last line has no room: they have a line of their own."""
AT_REST = (
    "open",
    "view",
    "filter",
    "charts",
    "day",
    "buying",
    "fetching",
    "labels",
    "all",
    "search",
    "mark",
    "page",
    "back",
)


class StockScreen(ListScreen):
    """All goods of the shop; Enter goes into the one with the mark."""

    HELP_PAGE: ClassVar[str] = "stock"
    NEEDS: ClassVar[str] = "see_stock"
    BINDINGS: ClassVar = [
        Binding("enter", "open", "open", id="stock.open", tooltip=N_("Go into the line with the mark")),
        *(
            Binding(digit, f"view('{view}')", words, show=False, id=f"stock.{view}", tooltip=tooltip)
            for digit, view, words, tooltip in VIEWS
        ),
        *(
            Binding(digit, action, words, show=False, id=f"stock.{action}", tooltip=tooltip)
            for digit, action, words, tooltip in MORE
        ),
        Binding("slash", "search", "search", id="stock.search", tooltip=N_("Search by the digits of a code too")),
        Binding("plus,pagedown", "page(1)", "next page", id="stock.on", tooltip=N_("A page further")),
        Binding("minus,pageup", "page(-1)", "page back", id="stock.up", tooltip=N_("A page back")),
        Binding("up", "mark(-1)", "line above", id="stock.above", show=False, tooltip=N_("The mark one line up")),
        Binding("down", "mark(1)", "line below", id="stock.below", show=False, tooltip=N_("The mark one line down")),
        Binding("escape", "back", "back", id="stock.back", tooltip=N_("One step back, at last to today")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.stock: Stock | None = None
        self.on: dt.date | None = None
        """A day that has been; None is now."""
        self.view = "product"
        self.wanted: dict[str, Any] = {}
        """Filters, as `stock_levels.fitting` takes them."""
        self.said: dict[str, str] = {}
        """The same in words."""
        self.searching = False
        """Digits are typed into the box, though it is empty."""
        self._shown: list[LotLevel] = []
        self._came_from: dict[str, str] = {}
        """The view from which a filter was gone into."""

    def footing(self) -> Iterable[Any]:
        """Name the digits."""
        yield KeyLine(id="more")

    def title_words(self) -> str:
        """Name the screen, and the day if it is not today."""
        return _("STOCK") if self.on is None else _("STOCK of {date}").format(date=day(self.on))

    def prompt(self) -> str:
        """Say what the box takes."""
        return _("code or name") if self.searching else _("name")

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        return self.at_rest or action not in AT_REST

    def look(self) -> Flow[None]:
        """Read the stock of the day."""
        from kruidenier.shop.figures import stock_search

        on, past = (self.app.today, False) if self.on is None else (self.on, True)
        stock = yield from self.ask(stock_search.read, on=on, past=past)
        if stock is not None:
            self.stock = stock
            self.show_heading()
            self.show_body()

    def want(self, field: str | None, value: Any = None, *, words: str = "") -> None:
        """Show only what fits; no field is everything again."""
        if field is None:
            self.wanted, self.said, self._came_from = {}, {}, {}
            self.typed, self.searching = "", False
        else:
            self.wanted[field], self.said[field] = value, words
        self.say("")
        self.show_body()
        self.show_input()

    # Looks

    def show_input(self) -> None:
        """Show the box, and all keys on two lines."""
        super().show_input()
        self.query_one("#more", KeyLine).show(
            self.named(f"stock.{action}" for _digit, action, _words, _tooltip in MORE)
        )

    def show_body(self) -> None:
        """Show what fits what was typed and chosen."""
        if self.stock is None:
            return
        self._shown = self.stock.find(self.typed if self.question is None else "", **self.wanted)
        wide, goods = self.is_wide, self.query_one(LongList)
        items, columns, stops = stock_lines.listed(self.stock, self._shown, view=self.view, wide=wide)
        goods.show(items, columns, chosen=goods.chosen, stops=stops)
        summary = self.query_one("#summary", Rows)
        summary.put(*stock_lines.summary(self._shown, self.said.values(), view=self.view, width=summary.room))

    # Keys

    def takes(self, sign: str) -> bool:
        """Letters begin a search; once something is typed, all signs of words and codes go on with it."""
        begun = bool(self.typed) or self.searching
        return sign.isalpha() or (begun and (sign.isalnum() or sign in " -'&"))

    def _typed(self, event: Key) -> bool:
        taken = super()._typed(event)
        if taken:
            self.query_one(LongList).chosen = 0
            self.show_body()
        return taken

    def take_scan(self, text: str) -> None:
        """Go to the lot whose label was scanned, or show the lots of the goods."""
        from kruidenier.shop.goods.barcodes import lot_number

        stock, number = self.stock, lot_number(text)
        lot = next((lot for lot in stock.lots if lot.lot == number), None) if stock else None
        if lot is not None:
            self._open_lot(lot.lot)
            return
        self.typed, self.searching, self.view = stock_menu.code_of(text), True, "lot"
        self.show_body()
        self.show_input()
        if not self._shown:
            self.say(_("The books know none of it here: {code}.").format(code=self.typed))

    def action_open(self) -> None:
        """Go from a group to its goods, from goods to their lots, from a lot to its history."""
        item = self.query_one(LongList).item
        if item is None:
            return
        if self.view == "lot":
            self._open_lot(item.lot)
        elif self.view == "product":
            self._go_into("lot", "codes", frozenset({item.code}), words=item.name)
        elif item.group is None:
            self._go_into("lot", "codes", frozenset({"mixed"}), words=_("mixed crates"))
        else:
            assert self.stock is not None
            self._go_into("product", "group", item.group, words=self.stock.groups.get(item.group, item.group))

    def _go_into(self, view: str, field: str, value: Any, *, words: str) -> None:
        self._came_from[field] = self.view
        self.view, self.typed, self.searching = view, "", False
        self.query_one(LongList).chosen = 0
        self.want(field, value, words=words)

    def _open_lot(self, lot: str) -> None:
        from kruidenier.tui.screens.lot import LotScreen

        self.app.push_screen(LotScreen(lot))

    def action_view(self, view: str) -> None:
        """Show a line for each product, food group or lot."""
        self.view = view
        self.query_one(LongList).chosen = 0
        self.show_body()

    def action_filter(self) -> None:
        """Choose what is shown."""
        self.start(stock_menu.choose_filter(self))

    def action_day(self) -> None:
        """Choose the day of which the stock is shown."""
        self.start(stock_menu.choose_day(self))

    def action_all(self) -> None:
        """Show everything there is now."""
        self.want(None)
        if self.on is not None:
            self.on = None
            self.start(self.look())

    def action_labels(self) -> None:
        """Choose which labels are printed."""
        self.start(stock_menu.choose_labels(self, self._shown, self.query_one(LongList).item))

    def action_search(self) -> None:
        """Let digits go into the box too."""
        self.searching = True
        self.show_input()

    def action_charts(self) -> None:
        """Show charts of what is in the list."""
        from kruidenier.tui.screens.stock_charts import StockChartsScreen

        if self.stock is not None:
            self.app.push_screen(StockChartsScreen(self._shown, on=self.stock.on))

    def action_buying(self) -> None:
        """Show what to buy."""
        from kruidenier.tui.screens.stock_lists import BuyingScreen

        self.app.push_screen(BuyingScreen())

    def action_fetching(self) -> None:
        """Show what to fetch for the shelves."""
        from kruidenier.tui.screens.stock_lists import FetchScreen

        self.app.push_screen(FetchScreen())

    def action_back(self) -> None:
        """Take the last filter away; without any, go back to where one came from."""
        if self.searching:
            self.searching = False
            self.show_input()
        elif self.said:
            last = next(reversed(self.said))
            del self.wanted[last], self.said[last]
            self.view = self._came_from.pop(last, self.view)
            self.show_body()
        elif self.on is not None:
            self.action_all()
        else:
            self.dismiss()
