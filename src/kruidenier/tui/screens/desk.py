"""The welcome desk: a card becomes a number and a slip; the queue shows numbers only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.widgets import Static

from kruidenier.i18n import N_, _
from kruidenier.tui.dialogs import Flow
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.screens import desk_deeds, desk_lines
from kruidenier.tui.widgets.big import Big

if TYPE_CHECKING:
    from kruidenier.shop.people.arrivals import Queued
    from kruidenier.shop.till.desk import Slip, ToSettle

REFRESH = 30.0
LONGEST_NUMBER = 3


class DeskScreen(ShopScreen):
    """Card, number, slip; and what must be settled is settled here, aside."""

    HELP_PAGE: ClassVar[str] = "desk"
    NEEDS: ClassVar[str] = "desk"
    BINDINGS: ClassVar = [
        Binding(
            "enter", "go_on", "call the next", id="desk.go_on", tooltip=N_("Take the card, or call the next number")
        ),
        Binding(
            "plus", "let_in", "goes in", id="desk.let_in", tooltip=N_("The number that was called, or typed, goes in")
        ),
        Binding("slash", "call", "call", id="desk.call", tooltip=N_("Call the number that was typed")),
        Binding(
            "asterisk",
            "slip",
            "slip again",
            id="desk.slip",
            tooltip=N_("The slip of the last number, or the one typed, again"),
        ),
        Binding(
            "full_stop,comma",
            "more",
            "more",
            id="desk.more",
            tooltip=N_("Settle something aside, note who left, take a number back, keep a place"),
        ),
        Binding("escape", "back", "back", id="desk.back", tooltip=N_("Back to where you came from")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.slip: Slip | None = None
        """Of the number that was given last."""
        self.card = ""
        """Scanned last."""
        self.settle: tuple[ToSettle, ...] = ()
        self.queue: tuple[Queued, ...] = ()

    def body(self) -> Iterable[Any]:
        """Show the last number large, and the queue."""
        yield Big(id="big")
        yield Static(id="sheet", markup=False)

    def on_mount(self) -> None:
        """Look who is here, and again while nobody types: other desks and tills change it too."""
        self.set_interval(REFRESH, self._refresh)
        self.start(self.look())

    def _refresh(self) -> None:
        if self.is_current and self.at_rest and not self.typed:
            self.start(self.look())

    def title_words(self) -> str:
        """Name the desk."""
        return _("WELCOME DESK")

    def prompt(self) -> str:
        """Say what may be typed."""
        return _("card, or number")

    def show_body(self) -> None:
        """Show the last number large, what was said of it, and the queue."""
        slip = self.slip
        self.query_one(Big).show(_("NUMBER"), str(slip.number) if slip else "")
        width = max(self.app.size.width - 4, 40)
        lines = desk_lines.lines(slip, self.settle, self.queue, width)
        self.query_one("#sheet", Static).update("\n".join(lines))

    def look(self) -> Flow[None]:
        """Read the queue anew."""
        from kruidenier.shop.people import arrivals

        found = yield from self.ask(arrivals.queue, self.app.today)
        self.queue = found or ()
        self.show_body()

    # Keys

    def takes(self, sign: str) -> bool:
        """Digits and letters of a card, or a number."""
        return sign.isalnum() or sign in "&é\"'(§è!çà" or (bool(self.typed) and sign == "-")

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        mine = ("go_on", "let_in", "call", "slip", "more", "back")
        return self.at_rest or action not in mine

    def keys(self) -> list[tuple[str, str]]:
        """List what is possible now; with a number typed, what can be done with it."""
        if self.question is not None or not self.typed:
            return super().keys()
        card = [("Enter", _("take this card"))]
        number = (
            [("/", _("call")), ("+", _("goes in")), ("*", _("slip again")), (".", _("more"))] if self._number else []
        )
        return [*card, *number, ("Esc", _("clear"))]

    @property
    def _number(self) -> int | None:
        short = self.typed.isascii() and self.typed.isdigit() and len(self.typed) <= LONGEST_NUMBER
        return int(self.typed) if short else None

    def _take_number(self) -> int | None:
        """Take the number that was typed."""
        number, self.typed = self._number, ""
        self.show_input()
        return number

    def take_scan(self, text: str) -> None:
        """Take a card."""
        self.start(desk_deeds.arrive(self, text))

    def action_go_on(self) -> None:
        """Take the card that was typed; with an empty box, call the next number."""
        typed, self.typed = self.typed, ""
        self.start(desk_deeds.arrive(self, typed) if typed else desk_deeds.call_next(self))

    def action_call(self) -> None:
        """Call the number that was typed."""
        self.start(desk_deeds.call(self, self._take_number()))

    def action_let_in(self) -> None:
        """Let the number in that was typed, or called first."""
        self.start(desk_deeds.let_in(self, self._take_number()))

    def action_slip(self) -> None:
        """Make a slip once more."""
        self.start(desk_deeds.slip_again(self, self._take_number()))

    def action_more(self) -> None:
        """Do what is seldom done."""
        self.start(desk_deeds.more(self, self._take_number()))
