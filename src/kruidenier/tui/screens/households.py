"""Households on one screen: found while typing, registered in two minutes, and what needs a look."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from kruidenier.i18n import N_, _, ngettext
from kruidenier.tui.dialogs import Flow
from kruidenier.tui.screens import household_lines, household_new, household_pairs, household_papers
from kruidenier.tui.screens.list_screen import ListScreen, marking
from kruidenier.tui.widgets.long_list import LongList
from kruidenier.tui.widgets.rows import Rows, spread

if TYPE_CHECKING:
    from kruidenier.shop.people.finding import Book, Known


class HouseholdsScreen(ListScreen):
    """Who is known here. Without a word in the box no name is shown, but for the lists one asks for."""

    HELP_PAGE: ClassVar[str] = "households"
    NEEDS: ClassVar[str] = "households"
    BINDINGS: ClassVar = [
        Binding("enter", "open", "open", id="households.open", tooltip=N_("Open the file of the one with the mark")),
        Binding(
            "asterisk,f3",
            "new",
            "new",
            id="households.new",
            tooltip=N_("Register a household, by a referral or ahead of it"),
        ),
        Binding("plus", "ending", "ending", id="households.ending", tooltip=N_("Whose right ends soon, with letters")),
        Binding("minus", "pairs", "double?", id="households.pairs", tooltip=N_("Households that may be one")),
        Binding(
            "slash", "exceptions", "exceptions", id="households.exceptions", tooltip=N_("Refusals and rules set aside")
        ),
        Binding(
            "full_stop",
            "papers",
            "papers",
            id="households.papers",
            tooltip=N_("The list and the letters of what ends soon"),
        ),
        *marking("households"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.book: Book | None = None
        self.view = "found"
        self.warn_days = 30

    def title_words(self) -> str:
        """Name the screen."""
        return _("HOUSEHOLDS")

    def prompt(self) -> str:
        """Say what the box takes."""
        return _("name or card")

    def takes(self, sign: str) -> bool:
        """Let letters and digits of names and cards into the box."""
        return sign.isalnum() or (bool(self.typed) and sign in " -'.")

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        mine = ("open", "new", "ending", "pairs", "exceptions", "papers", "mark", "back")
        if action == "open":
            return self.at_rest and bool(self.query_one(LongList).items)
        if action == "papers":
            return self.at_rest and self.view == "ending"
        if action in ("new", "pairs", "exceptions"):
            return self.at_rest and self.view == "found"
        return self.at_rest or action not in mine

    def show_input(self) -> None:
        """Show the box; what is found follows what is typed."""
        super().show_input()
        if self.question is None and self.is_mounted:
            self.show_body()

    def show_body(self) -> None:
        """Show who fits what was typed, or the list that was asked for."""
        if self.book is None:
            return
        listed = self.query_one(LongList)
        found = self._found()
        listed.show(found, household_lines.columns(), chosen=listed.chosen, stops=lambda _one: False)
        room = self.query_one("#summary", Rows)
        known = ngettext("{n} household", "{n} households", len(self.book.known)).format(n=len(self.book.known))
        ending = len(self.book.ending(self.warn_days))
        soon = ngettext("{n} right ends soon", "{n} rights end soon", ending).format(n=ending)
        hint = _("Type a name as it sounds, or a card.") if not self.typed and self.view == "found" else ""
        room.put(spread((known, "strong"), (soon, "soon" if ending else ""), (hint, ""), width=room.room))

    def _found(self) -> list[Known]:
        assert self.book is not None
        if self.typed:
            return self.book.find(self.typed)
        return self.book.ending(self.warn_days) if self.view == "ending" else []

    def look(self) -> Flow[None]:
        """Read who is known: something may have been done in a file."""
        from kruidenier.shop.office import settings
        from kruidenier.shop.people import finding

        today = self.app.today
        rules = yield from self.ask(settings.current, today)
        book = yield from self.ask(finding.read, at=self.app.at, on=today)
        if book is not None and rules is not None:
            self.book, self.warn_days = book, rules["rights.warn_days"]
            self.show_body()

    def open_card(self, card: str) -> None:
        """Open a household's file."""
        from kruidenier.tui.screens.household_file import HouseholdFileScreen

        self.app.push_screen(HouseholdFileScreen(card))

    def take_scan(self, text: str) -> None:
        """Open the file of a card that was scanned."""
        self.open_card(text.strip())

    # Keys

    def action_open(self) -> None:
        """Open the file of the household with the mark."""
        one = self.query_one(LongList).item
        if one is not None:
            self.open_card(one.card)

    def action_new(self) -> None:
        """Register a household."""
        self.start(household_new.register(self))

    def action_ending(self) -> None:
        """Show whose right ends soon."""
        self.typed, self.view = "", "ending" if self.view != "ending" else "found"
        self.show_input()

    def action_pairs(self) -> None:
        """Go through the households that may be one."""
        self.start(household_pairs.go_through(self))

    def action_papers(self) -> None:
        """Make the list and the letters of what ends soon."""
        self.start(household_papers.make(self))

    def action_exceptions(self) -> None:
        """Show refusals and rules set aside."""
        from kruidenier.tui.screens.exceptions import ExceptionsScreen

        self.app.push_screen(ExceptionsScreen())

    def action_back(self) -> None:
        """Back from a list, or to where one came from."""
        if self.view != "found":
            self.view = "found"
            self.show_input()
        else:
            self.dismiss()
