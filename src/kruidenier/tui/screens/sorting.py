"""The sorting table on screen: crates that wait, and what is taken out of them one product after another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding

from kruidenier.i18n import N_, _, day, weight
from kruidenier.tui.dialogs import Choice, Flow, pick
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.screens import signing, sorting_deeds, sorting_lines
from kruidenier.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.supply.sorting import Sorted, Waiting


WHOLE_LINES = 5
"""So many crates are offered at once: each has a line of its own, with its giver and its day."""


class SortingScreen(ShopScreen):
    """Choose crates, then scan or search what is in them: how many, which date, Enter."""

    HELP_PAGE: ClassVar[str] = "sorting"
    NEEDS: ClassVar[str] = "sort"
    BINDINGS: ClassVar = [
        Binding("enter", "go_on", "go on", id="sorting.go_on", tooltip=N_("Take the typed code; the next crates")),
        Binding("slash", "sort('search')", "search", id="sorting.search", tooltip=N_("Find a product by its name")),
        Binding("asterisk", "sort('group')", "group", id="sorting.group", tooltip=N_("These crates are of one group")),
        Binding("minus", "sort('waste')", "bad", id="sorting.waste", tooltip=N_("Throw a part of it away, with why")),
        Binding("plus", "sort('finish')", "finish", id="sorting.finish", tooltip=N_("What becomes of the rest")),
        Binding("full_stop", "sort('undo')", "undo", id="sorting.undo", tooltip=N_("Take your own last deed back")),
        Binding("escape", "back", "back", id="sorting.back", tooltip=N_("Back to the crates that wait; or leave")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.at: Counter | None = None
        """For whom is sorted: whoever stands here, or who signed for it."""
        self.crates: Waiting | None = None
        self.sorted: list[Sorted] = []
        """What was taken out of these crates since they were put on the table."""

    def body(self) -> Iterable[Any]:
        """Show the crates on the table and what came out of them."""
        yield Sheet()

    def on_mount(self) -> None:
        """Ask which crates."""
        self.start(self.choose())

    def title_words(self) -> str:
        """Name the screen."""
        return _("SORTING TABLE")

    def prompt(self) -> str:
        """Name what the box takes."""
        return _("scan") if self.crates else _("key")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        if not self.at_rest:
            return action not in ("go_on", "sort", "back")
        if action == "go_on":
            return self.crates is None or bool(self.typed)
        return action != "sort" or self.crates is not None or parameters == ("undo",)

    def takes(self, sign: str) -> bool:
        """Let a code be typed that no scanner reads."""
        return self.crates is not None and (sign.isalnum() or (sign == "-" and bool(self.typed)))

    @on(Sheet.Resized)
    def _share_anew(self) -> None:
        self.show_body()

    def show_body(self) -> None:
        """Show the crates and the last things taken out of them."""
        paper = self.query_one(Sheet)
        width, height = max(paper.size.width, 40), max(paper.size.height, 6)
        paper.update("\n".join(sorting_lines.page(self.crates, self.sorted, width=width, height=height)))

    def choose(self) -> Flow[None]:
        """Put crates on the table."""
        from kruidenier.shop.office.staff import Permission
        from kruidenier.shop.supply import sorting

        self.crates, self.sorted = None, []
        self.call_after_refresh(self.show_body)
        self.at = self.at or (yield from signing.allowed(self, Permission.SORT))
        waiting = None if self.at is None else (yield from self.ask(sorting.waiting))
        if waiting is None:
            self.dismiss()
            return
        if not waiting:
            self.say(_("No crates wait to be sorted. What comes in at the door stands here."))
            return
        choices = [Choice(_waiting_words(crates), crates) for crates in waiting]
        title = _("Which crates are on the table?")
        chosen = yield from pick(title, choices, scans_wait=False, most=WHOLE_LINES)
        if chosen is None:
            self.dismiss()
            return
        self.put_on_table(chosen)

    def put_on_table(self, crates: Waiting) -> None:
        """Begin with crates."""
        self.crates, self.sorted = crates, []
        self.say(_("Scan a product, or / to search. Then how many, and the date."))
        self.show_all()
        self.call_after_refresh(self.show_body)

    def left(self, grams: int) -> None:
        """Note how much is left in the crates on the table."""
        assert self.crates is not None
        self.crates = replace(self.crates, grams=grams)
        self.show_body()

    def take_scan(self, text: str) -> None:
        """Take a product out of the crates on the table."""
        if self.crates is None:
            self.say(_("First choose the crates that are on the table."))
            self.start(self.choose())
        else:
            self.start(sorting_deeds.take_out(self, text))

    def action_go_on(self) -> None:
        """Take the code that was typed; else choose crates."""
        typed, self.typed = self.typed, ""
        if self.crates is None:
            self.start(self.choose())
        elif typed:
            self.start(sorting_deeds.take_out(self, typed))

    def action_sort(self, name: str) -> None:
        """Do something with the crates."""
        self.start(sorting_deeds.DEEDS[name](self))

    def action_back(self) -> None:
        """Back to the crates that wait, or away."""
        if self.crates is None:
            self.dismiss()
        else:
            self.start(self.choose())


def _waiting_words(crates: Waiting) -> str:
    return f"{crates.name}  {weight(crates.grams)}  {crates.supplier_name}  {day(crates.received_on)[:5]}  {crates.lot}"
