"""Today in short: what staff and managers see first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding

from kruidenier.i18n import N_, _
from kruidenier.tui.dialogs import Flow
from kruidenier.tui.frame import KEY_NAMES
from kruidenier.tui.scanner import Scan
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.screens import today_lines
from kruidenier.tui.widgets.rows import Row, Rows
from kruidenier.tui.widgets.sheet import Sheet, paged

if TYPE_CHECKING:
    from kruidenier.shop.figures.today import Today

REFRESH = 30.0
HIGH = 36
FEW, MANY = 3, 9
"""So many lots are named under each heading; on a high screen more."""
ROOMS = (
    ("1", "door.DoorScreen", N_("back door"), N_("What a van brings, weighed and signed for")),
    ("2", "sorting.SortingScreen", N_("sorting"), N_("Crates that wait to be sorted")),
    ("3", "stock.StockScreen", N_("stock"), N_("What there is, and how much is free")),
    ("4", "counting.CountingScreen", N_("count"), N_("Count what is there, while the shop sells")),
    ("5", "drawer.DrawerScreen", N_("cash drawer"), N_("Open, count or close the cash drawer")),
    ("6", "crates.CratesScreen", N_("crates"), N_("What is left in the crates; falling prices")),
    ("7", "recalls.RecallsScreen", N_("recalls"), N_("What was called back: block it, follow it, close it")),
    ("8", "lists.ListsScreen", N_("lists"), N_("Opening and closing list, and what must go")),
    ("0", "places.PlacesScreen", N_("places"), N_("Places of the shop, and how cold it is there")),
    ("asterisk", "desk.DeskScreen", N_("welcome desk"), N_("A card becomes a number and a slip, before the shop")),
    ("plus", "office.OfficeScreen", N_("office"), N_("Everything that is not done every day")),
)
"""Key, screen, name and purpose of what can be gone to; too many for the last line of a narrow screen."""
NEEDS = {
    "door.DoorScreen": "door",
    "sorting.SortingScreen": "sort",
    "stock.StockScreen": "see_stock",
    "counting.CountingScreen": "count",
    "drawer.DrawerScreen": "drawer",
    "desk.DeskScreen": "desk",
    "crates.CratesScreen": "sort",
    "lists.ListsScreen": "lists",
    "places.PlacesScreen": "see_stock",
    "own.OwnScreen": "",
}
"""The right that a screen needs, as it says itself once it is read; every other one needs to see figures."""


class TodayScreen(ShopScreen):
    """Sales, money, and what must go from the shelf."""

    HELP_PAGE: ClassVar[str] = "today"
    NEEDS: ClassVar[str] = ""
    BINDINGS: ClassVar = [
        Binding("enter", "till", "to the till", id="today.till", tooltip=N_("Go to the till")),
        Binding("escape", "back", "back", id="today.back", show=False, tooltip=N_("Go to the till")),
        *(
            Binding(key, f"go('{place}')", words, id=f"today.{key}", show=False, tooltip=purpose)
            for key, place, words, purpose in ROOMS
        ),
        Binding("slash", "refresh", "look again", id="today.refresh", tooltip=N_("Read the figures again")),
        Binding(
            "full_stop",
            "go('own.OwnScreen')",
            "my PIN",
            id="today.own",
            tooltip=N_("My PIN, my language, and what I may do"),
        ),
        Binding("9", "lock", "somebody else", id="today.lock", tooltip=N_("Somebody else signs in")),
        Binding(
            "down,pagedown", "page(1)", "read on", id="today.on", show=False, tooltip=N_("What stands further down")
        ),
        Binding("up,pageup", "page(-1)", "read back", id="today.up", show=False, tooltip=N_("What stands further up")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.today: Today | None = None
        self.page = 0

    def body(self) -> Iterable[Any]:
        """Show the figures, page by page."""
        yield Sheet()

    def footing(self) -> Iterable[Any]:
        """Where one can go from here."""
        yield Rows(id="rooms")

    def on_mount(self) -> None:
        """Keep the figures fresh."""
        self.set_interval(REFRESH, self.action_refresh)

    def on_screen_resume(self) -> None:
        """Look again, from the top."""
        self.page = 0
        self.action_refresh()

    def title_words(self) -> str:
        """Name the screen."""
        return _("TODAY")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the rooms that are open to whoever stands here are keys; back goes who came from the till."""
        if action == "back":
            return self.app.person is not None and self.app.home == "till"
        if action == "refresh":
            return self._sees_figures
        return action != "go" or self.app.person is None or self.app.may(NEEDS.get(str(parameters[0]), "figures"))

    @property
    def _sees_figures(self) -> bool:
        return self.app.person is not None and self.app.may("figures")

    def action_refresh(self) -> None:
        """Read the figures again."""
        if self.is_current and self.at_rest:
            if self._sees_figures:
                self.start(self._look())
            else:
                self.show_body()

    def action_page(self, step: int) -> None:
        """Turn the page."""
        self.page = max(self.page + step, 0)
        self.show_body()

    def action_till(self) -> None:
        """Go to the till."""
        self.app.switch_mode("till")

    def action_back(self) -> None:
        """Go back to where volunteers come from."""
        self.action_till()

    def take_scan(self, text: str) -> None:
        """Go to the till with it: somebody wants to sell."""
        self.app.switch_mode("till")
        self.app.screen.post_message(Scan(text))

    def _look(self) -> Flow[None]:
        from kruidenier.shop.figures import today

        self.today = yield from self.ask(today.today, at=self.app.at, now=self.app.now())
        self.show_body()

    @on(Sheet.Resized)
    def _share_anew(self) -> None:
        self.show_body()

    def show_body(self) -> None:
        """Show the figures, and where one can go."""
        self.query_one("#rooms", Rows).put(*_menu([room for room in ROOMS if self.check_action("go", room[1:2])]))
        if self.today is not None:
            paper, most = self.query_one(Sheet), FEW if self.app.size.height < HIGH else MANY
            lines = today_lines.lines(self.today, width=max(paper.size.width, 40), most=most)
            shown, self.page = paged(lines, paper.size.height, self.page, _("↓ and ↑: page {page} of {pages}"))
            paper.update("\n".join(shown))


def _menu(rooms: Sequence[tuple[str, str, str, str]]) -> list[Row]:
    """Lay the rooms out in two rows, each column as wide as its longer name."""
    half = (len(rooms) + 1) // 2
    names = [_(words) for _key, _place, words, _purpose in rooms]
    widths = [max(map(len, names[column::half])) + 1 for column in range(half)]
    keys = [KEY_NAMES.get(key, key) for key, _place, _words, _purpose in rooms]
    parts = [
        ((f" {key}", "strong"), (f" {name:{widths[place % half]}}", ""))
        for place, (key, name) in enumerate(zip(keys, names, strict=True))
    ]
    return [[part for pair in row for part in pair] for row in (parts[:half], parts[half:])]
