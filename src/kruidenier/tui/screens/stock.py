"""The stock: by product, food group or lot, found while typing, sorted out by digits, on any day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding

from kruidenier.i18n import N_, _, day, ngettext, weight
from kruidenier.tui.dialogs import Flow
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.screens import stock_lines, stock_menu
from kruidenier.tui.widgets.long_list import Column, LongList
from kruidenier.tui.widgets.rows import Rows, spread

if TYPE_CHECKING:
    from textual.events import Key

    from kruidenier.shop.figures.stock_levels import LotLevel
    from kruidenier.shop.figures.stock_search import Stock

WIDE = 110
AT_REST = ("open", "view", "filter", "charts", "day", "buying", "fetching", "all", "search", "mark", "page", "back")


class StockScreen(ShopScreen):
    """All goods of the shop; Enter goes into the one with the mark."""

    HELP_PAGE: ClassVar[str] = "stock"
    BINDINGS: ClassVar = [
        Binding("enter", "open", "open", id="stock.open", tooltip=N_("Go into the line with the mark")),
        Binding("4", "filter", "only …", id="stock.filter", tooltip=N_("Show only a group, a place, what goes out …")),
        Binding(
            "1", "view('product')", "goods", show=False, id="stock.products", tooltip=N_("One line for each product")
        ),
        Binding(
            "2", "view('group')", "groups", show=False, id="stock.groups", tooltip=N_("One line for each food group")
        ),
        Binding("3", "view('lot')", "lots", show=False, id="stock.lots", tooltip=N_("One line for each lot")),
        Binding("5", "charts", "charts", id="stock.charts", tooltip=N_("The stock by last day, and week by week")),
        Binding("6", "day", "day", id="stock.day", tooltip=N_("The stock as it was on an earlier day")),
        Binding("7", "buying", "buy", id="stock.buying", tooltip=N_("What has fallen below its minimum")),
        Binding("8", "fetching", "fill", id="stock.fetching", tooltip=N_("What to fetch for the shelves, and where")),
        Binding("9", "all", "all", id="stock.all", tooltip=N_("Everything again, as it is now")),
        Binding("slash", "search", "search", id="stock.search", tooltip=N_("Search by the digits of a code too")),
        Binding("plus,pagedown", "page(1)", "next page", id="stock.on", show=False, tooltip=N_("A page further")),
        Binding("minus,pageup", "page(-1)", "page back", id="stock.up", show=False, tooltip=N_("A page back")),
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

    def body(self) -> Iterable[Any]:
        """Show a summary over a long list."""
        yield Rows(id="summary")
        yield LongList(id="list")

    def on_screen_resume(self) -> None:
        """Look again: something may have been done to a lot."""
        if self.at_rest:
            self.start(self.look())

    @property
    def today(self) -> dt.date:
        """The shop's date now."""
        return self.app.at.business_date(self.app.now())

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

        on, past = (self.today, False) if self.on is None else (self.on, True)
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

    def show_body(self) -> None:
        """Show what fits what was typed and chosen."""
        if self.stock is None:
            return
        self._shown = self.stock.find(self.typed if self.question is None else "", **self.wanted)
        items, columns, stops = self._listed(self._shown)
        goods = self.query_one(LongList)
        goods.show(items, columns, chosen=goods.chosen, stops=stops)
        self._show_summary()

    def _listed(self, lots: list[LotLevel]) -> tuple[Sequence[Any], list[Column], Callable[[Any], bool]]:
        from kruidenier.shop.figures import stock_sums
        from kruidenier.shop.office.folding import folded

        assert self.stock is not None
        on, wide = self.stock.on, self.app.size.width >= WIDE
        if self.view == "lot":
            first = sorted(lots, key=lambda lot: (lot.last_day or dt.date.max, lot.name))
            return first, stock_lines.of_lots(self.stock, wide=wide), lambda lot: not lot.may_go_out(on)
        if self.view == "group":
            names = self.stock.groups
            groups = sorted(
                stock_sums.by_group(lots, on=on), key=lambda level: folded(names.get(level.group or "", "zz"))
            )
            return groups, stock_lines.of_groups(self.stock), lambda _level: False
        products = stock_sums.by_product(lots, on=on)
        return (
            products,
            stock_lines.of_products(self.stock, wide=wide),
            lambda level: level.blocked >= level.in_store > 0,
        )

    def _show_summary(self) -> None:
        lots = self._shown
        pieces, grams = sum(lot.count for lot in lots), sum(lot.grams for lot in lots)
        summary = self.query_one("#summary", Rows)
        row = spread(
            *((f"[{words}]" if view == self.view else words, "") for view, words in stock_lines.views().items()),
            (ngettext("{n} lot", "{n} lots", len(lots)).format(n=len(lots)), "strong"),
            (ngettext("{n} piece", "{n} pieces", pieces).format(n=pieces), "strong"),
            (weight(grams), "strong"),
            width=summary.room,
        )
        only = _("only: {what}").format(what=", ".join(self.said.values())) if self.said else ""
        summary.put(row, spread((only, "soon"), width=summary.room))

    def on_resize(self) -> None:
        """Lay the columns out anew."""
        super().on_resize()
        self.show_body()

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
        stock = self.stock
        lot = next((lot for lot in stock.lots if lot.lot == text.strip()), None) if stock else None
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

    def action_search(self) -> None:
        """Let digits go into the box too."""
        self.searching = True
        self.show_input()

    def action_mark(self, step: int) -> None:
        """Move the mark."""
        self.query_one(LongList).move(step)

    def action_page(self, pages: int) -> None:
        """Move the mark by a page."""
        goods = self.query_one(LongList)
        goods.move(pages * goods.rows)

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
