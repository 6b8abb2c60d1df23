"""The lists of the day: before the first sale, after the last one, and what must go."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from kruidenier.i18n import N_, _, ngettext
from kruidenier.tui.dialogs import Flow
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.screens import list_lines, signing
from kruidenier.tui.screens.list_screen import ListScreen, moving
from kruidenier.tui.widgets.long_list import LongList
from kruidenier.tui.widgets.rows import Row, Rows, spread

if TYPE_CHECKING:
    from kruidenier.shop.figures.day_lists import DayList, Task
    from kruidenier.shop.figures.must_go import MustGo

AT_REST = ("open", "view", "tick", "paper", "mark", "page", "back")


class ListsScreen(ListScreen):
    """What is to be done today, line by line; Enter goes where it is done, one digit ticks it off."""

    HELP_PAGE: ClassVar[str] = "lists"
    NEEDS: ClassVar[str] = "lists"
    BINDINGS: ClassVar = [
        Binding("enter", "open", "go there", id="lists.open", tooltip=N_("Go to where this is done, or to the lot")),
        Binding("4", "tick", "tick", id="lists.tick", tooltip=N_("Tick the line off, or take your own tick back")),
        Binding(
            "1",
            "view('opening')",
            "opening",
            show=False,
            id="lists.opening",
            tooltip=N_("What is done before the first sale"),
        ),
        Binding(
            "2",
            "view('closing')",
            "closing",
            show=False,
            id="lists.closing",
            tooltip=N_("What is done after the last sale"),
        ),
        Binding(
            "3",
            "view('must_go')",
            "must go",
            show=False,
            id="lists.must_go",
            tooltip=N_("What must go, and how much of it will stay"),
        ),
        Binding("asterisk", "paper", "on paper", id="lists.paper", tooltip=N_("The self-check sheet of today, as PDF")),
        *moving("lists"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.view = ""
        """opening, closing or must_go; nothing before it is known what is still to be done."""
        self.lists: dict[str, DayList] = {}
        self.going: tuple[MustGo, ...] = ()

    def title_words(self) -> str:
        """Name the screen."""
        return _("LISTS OF TODAY")

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        if action == "tick" and self.view == "must_go":
            return False
        return self.at_rest or action not in AT_REST

    def look(self) -> Flow[None]:
        """Read the lists; the first time, show the one that is due."""
        from kruidenier.shop.figures import day_lists
        from kruidenier.shop.figures.must_go import must_go

        at, now = self.app.at, self.app.now()
        opening = yield from self.ask(day_lists.opening, at=at, now=now)
        closing = yield from self.ask(day_lists.closing, at=at, now=now)
        going = yield from self.ask(must_go, on=at.business_date(now))
        if opening is not None and closing is not None and going is not None:
            self.lists, self.going = {"opening": opening, "closing": closing}, going
            self.view = self.view or ("opening" if opening.left else "closing")
            self.show_body()

    @property
    def shown(self) -> DayList | None:
        """The list of tasks that is shown; None while it is that of what must go."""
        return self.lists.get(self.view)

    def show_body(self) -> None:
        """Show one of the lists."""
        if not self.view:
            return
        wide, goods = self.is_wide, self.query_one(LongList)
        if self.shown is None:
            goods.show(self.going, list_lines.of_lots(wide=wide), chosen=goods.chosen, stops=list_lines.stops)
        else:
            columns = list_lines.of_tasks(self.app.at.zone, opening=self.view == "opening", wide=wide)
            goods.show(self.shown.tasks, columns, chosen=goods.chosen, stops=list_lines.is_on_the_shelf)
        summary = self.query_one("#summary", Rows)
        summary.put(*self._summary(summary.room))

    def _summary(self, room: int) -> tuple[Row, Row]:
        shown = self.shown
        if shown is None:
            count = ngettext("{n} lot must go", "{n} lots must go", len(self.going)).format(n=len(self.going))
        else:
            done = len(shown.tasks) - len(shown.left)
            count = _("{done} of {all} done").format(done=done, all=len(shown.tasks))
        views = list_lines.views().items()
        first = [(f"[{words}]" if view == self.view else words, "") for view, words in views]
        warned = list_lines.warning(shown, self.app.at.zone) if shown is not None else ""
        return spread(*first, (count, "strong"), width=room), [(warned, "soon")]

    # Keys

    def action_view(self, view: str) -> None:
        """Show another list."""
        self.view = view
        self.query_one(LongList).chosen = 0
        self.say("")
        self.show_body()
        self.show_input()

    def action_tick(self) -> None:
        """Tick the line with the mark off, or take one's own tick back."""
        task: Task | None = self.query_one(LongList).item
        if task is not None:
            self.start(self._tick(task))

    def action_open(self) -> None:
        """Go to where the line with the mark is done."""
        item = self.query_one(LongList).item
        if item is None:
            return
        if self.shown is None:
            self._open_lot(item.lot)
        elif item.task in ("pull", "recall"):
            self._open_lot(item.subject)
        elif item.task in ROOMS:
            self.app.push_screen(ROOMS[item.task]())
        else:
            self.start(self._tick(item))

    def action_paper(self) -> None:
        """Let the self-check sheet be made beside the screen."""
        self.in_background(
            self._paper(),
            lambda place: self.say(_("The self-check sheet is made: {place}.").format(place=place)),
            late=_("The self-check sheet is late. You can go on without it."),
            failed=_("There is no self-check sheet: {why}. Try again with *."),
        )

    def take_scan(self, text: str) -> None:
        """Mean the line of the lot whose label was scanned."""
        from kruidenier.shop.goods.barcodes import lot_number

        goods, number = self.query_one(LongList), lot_number(text)
        for place, item in enumerate(goods.items):
            if number == (item.lot if self.shown is None else item.subject):
                goods.move(place - goods.chosen)
                return
        self.say(_("{code} is not on this list.").format(code=text))

    def _open_lot(self, lot: str) -> None:
        from kruidenier.tui.screens.lot import LotScreen

        self.app.push_screen(LotScreen(lot))

    def _tick(self, task: Task) -> Flow[None]:
        """Tick off and go on to the next line; a tick that stands is taken back by whoever gave it."""
        from kruidenier.shop.goods import day_lists
        from kruidenier.shop.office.staff import Permission

        at = yield from signing.allowed(self, Permission.LISTS)
        if at is None:
            return
        verb = day_lists.tick if task.done is None else day_lists.untick
        done = yield from self.do(verb, self.view, task=task.task, subject=task.subject, at=at)
        if done is not None:
            yield from self.look()
            self.say(_("Ticked off.") if task.done is None else _("The tick is taken back."))
            if task.done is None:
                self.query_one(LongList).move(1)

    def _paper(self) -> Callable[[], str]:
        from kruidenier.documents import self_check
        from kruidenier.i18n import language

        app, spoken, zone, lists = self.app, language(), self.app.at.zone, self.lists

        def work() -> str:
            assert app.shop is not None
            paper = self_check.SelfCheckPaper(app.shop.heading().name, zone, lists["opening"], lists["closing"])
            date = paper.opening.date
            file = app.config.receipts / str(date.year) / f"self-check-{date}.pdf"
            return str(self_check.write(paper, file, lang=spoken).relative_to(app.folder))

        return work


def _places() -> ShopScreen:
    from kruidenier.tui.screens.places import PlacesScreen

    return PlacesScreen()


def _door() -> ShopScreen:
    from kruidenier.tui.screens.door import DoorScreen

    return DoorScreen()


def _counting() -> ShopScreen:
    from kruidenier.tui.screens.counting import CountingScreen

    return CountingScreen()


def _crates() -> ShopScreen:
    from kruidenier.tui.screens.crates import CratesScreen

    return CratesScreen()


def _drawer() -> ShopScreen:
    from kruidenier.tui.screens.drawer import DrawerScreen

    return DrawerScreen()


ROOMS: dict[str, Callable[[], ShopScreen]] = {
    "temperature": _places,
    "van": _door,
    "count": _counting,
    "crates": _crates,
    "cash": _drawer,
}
"""Where a task is done."""
