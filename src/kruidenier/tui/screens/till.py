"""The till: a whole sale from a scanner and a number pad."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.containers import Container, Vertical
from textual.widgets import Static

from kruidenier.i18n import N_, _
from kruidenier.tui import reading
from kruidenier.tui.dialogs import Flow
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.screens import aside, colleague, paying, queue, scanning, search
from kruidenier.tui.widgets.band import Band
from kruidenier.tui.widgets.basket_list import BasketList
from kruidenier.tui.widgets.big import Big
from kruidenier.tui.widgets.details import Details
from kruidenier.tui.widgets.totals import Totals

if TYPE_CHECKING:
    from kruidenier.shop.till.values import Basket, BasketLine, SaleDocument

ASIDE = "0"
WITH_GOODS = ("more", "less", "count", "choose")


class TillScreen(ShopScreen):
    """Card, goods, money, next."""

    HELP_PAGE: ClassVar[str] = "till"
    NEEDS: ClassVar[str] = ""
    BINDINGS: ClassVar = [
        Binding("enter", "go_on", "pay", id="till.pay", tooltip=N_("Pay; or take the code that was typed")),
        Binding("plus", "more", "more", id="till.more", tooltip=N_("One more of the line with the mark")),
        Binding("minus", "less", "less", id="till.less", tooltip=N_("One less of the line with the mark")),
        Binding("asterisk", "count", "how many", id="till.count", tooltip=N_("So many of it; 3 * and a scan is three")),
        Binding("slash", "search", "search", id="till.search", tooltip=N_("Find goods by name or last four digits")),
        Binding(
            ASIDE, "aside", "aside", id="till.aside", tooltip=N_("Then Enter: set the basket aside, or take one up")
        ),
        Binding(
            "f3",
            "name",
            "name",
            id="till.name",
            show=False,
            tooltip=N_("0 and then . too: whose basket this is, for five seconds; it stands in the journal"),
        ),
        Binding("asterisk", "receipt", "receipt", id="till.receipt", tooltip=N_("A receipt of the sale just paid")),
        Binding(
            "full_stop,comma",
            "colleague",
            "colleague",
            id="till.colleague",
            tooltip=N_("Cancel, take back, drawer, receipt again, help from staff"),
        ),
        Binding("up", "choose(-1)", "line above", id="till.up", show=False, tooltip=N_("The mark one line up")),
        Binding("down", "choose(1)", "line below", id="till.down", show=False, tooltip=N_("The mark one line down")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.basket: Basket | None = None
        self.chosen: int | None = None
        """Number of the line with the mark."""
        self.sale: SaleDocument | None = None
        """The sale just paid, until the next card."""
        self.times: int | None = None
        """How many the next scan is, typed before it."""
        self.waiting: int | None = None
        """How many wait before the shop; None on a day without a desk."""
        self._served_by: object = None

    # Looks

    def body(self) -> Iterable[Any]:
        """Show the household's band, the goods, and at rest a few large words."""
        yield Band(id="band")
        with Container(id="middle"):
            yield BasketList(id="goods")
            with Vertical(id="rest"):
                yield Big(id="big")
                yield Static(id="words", markup=False)
            yield Details(id="details")

    def footing(self) -> Iterable[Any]:
        """Show what is to be paid."""
        yield Totals(id="totals")

    def title_words(self) -> str:
        """Name the till."""
        if self.app.person is None:
            return _("TILL")
        return _("TILL {till}").format(till=self.app.at.till)

    def news(self) -> str:
        """Say how many wait."""
        return queue.words(self)

    def prompt(self) -> str:
        """Say what the next scan is."""
        if self.basket is None:
            return _("card")
        if self.times is not None:
            return _("{n} × scan").format(n=self.times)
        return _("scan")

    def show_body(self) -> None:
        """Show the basket, or what to do when there is none."""
        goods = self.basket is not None
        self.set_class(not goods, "-no-basket")
        self.query_one(Band).show(self.basket)
        self.query_one(Totals).show(self.basket)
        self.query_one(BasketList).show(self.basket.lines if self.basket else (), chosen=self.chosen)
        self.query_one(Details).show(self.basket, self.line)
        if not goods:
            big, words = paying.resting_words(self)
            self.query_one(Big).show(*big)
            self.query_one("#words", Static).update(words)

    def show_all(self) -> None:
        """Paint everything anew, in the language of now."""
        super().show_all()
        for part in (self.query_one(Band), self.query_one(Totals), self.query_one(Details)):
            part.paint()
        self.query_one(BasketList).refresh()

    @property
    def line(self) -> BasketLine | None:
        """The line with the mark."""
        lines = self.basket.lines if self.basket else ()
        return next((line for line in lines if line.number == self.chosen), None)

    def show_basket(self, basket: Basket | None, *, chosen: int | None = None) -> None:
        """Show a basket as the books have it now; the mark goes to the line that changed, else stays."""
        self.basket = basket
        numbers = [line.number for line in basket.lines] if basket else []
        wanted = chosen if chosen is not None else self.chosen
        self.chosen = wanted if wanted in numbers else numbers[-1] if numbers else None
        if basket is not None:
            self.sale = None
        self.show_body()

    # Somebody comes to stand here

    def on_mount(self) -> None:
        """Keep an eye on the queue."""
        self.set_interval(queue.EVERY, lambda: queue.count(self))

    def on_screen_resume(self) -> None:
        """Take up what was open here before somebody else signed in, or before the power went."""
        if self.app.person is not None and self._served_by is not self.app.person:
            self._served_by = self.app.person
            if self.at_rest:
                self.start(aside.find_again(self))
        queue.count(self)

    def on_screen_suspend(self) -> None:
        """Leave no name on a screen that somebody comes back to."""
        self.query_one(Band).hide_name()

    def action_speak_another(self) -> None:
        """Speak the next language; what stands in the basket too."""
        super().action_speak_another()
        if self.basket is not None and self.at_rest:
            self.start(aside.look_again(self))

    # Keys

    def takes(self, sign: str) -> bool:
        """Digits and letters of a code; once something is typed, hyphens too."""
        return sign.isalnum() or sign in "&é\"'(§è!çà^" or (bool(self.typed) and sign not in "*+/,.")

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        if action in BINDING_ACTIONS and not self.at_rest:
            return False
        return self.action_possible(action)

    def action_possible(self, action: str) -> bool:
        """Tell whether something can be done now."""
        lines = bool(self.basket and self.basket.lines)
        if action == "count" and self.typed:
            return self.basket is not None
        if action in WITH_GOODS:
            return lines
        if action == "name":
            return self.basket is not None
        if action == "receipt":
            return self.basket is None and self.sale is not None and paying.receipt_setting(self) != "never"
        return True

    def keys(self) -> list[tuple[str, str]]:
        """List what is possible now; what Enter does depends on the box and the basket."""
        keys = super().keys()
        if self.question is not None:
            return keys
        if self.typed == ASIDE:
            words = _("set this basket aside") if self.basket else _("take up a basket that waits")
            name = [(".", _("name"))] if self.basket else []
            return [("Enter", words), *name, ("Esc", _("back"))]
        if self.typed:
            return [("Enter", _("take this code")), ("*", _("so many")), ("Esc", _("clear"))]
        if self.basket is None or not self.basket.lines:
            here = {ASIDE: _("baskets that wait"), ".": _("colleague, other work")} if self.basket is None else {}
            return [(key, here.get(key, said)) for key, said in keys if key not in ("Enter", "/")]
        return keys

    def take_scan(self, text: str) -> None:
        """Take a card, or goods."""
        self.start(scanning.scan(self, text))

    def action_go_on(self) -> None:
        """Take the code that was typed; with an empty box, pay."""
        typed, self.typed = self.typed, ""
        if typed == ASIDE:
            self.action_aside()
        elif typed:
            self.take_scan(typed)
        elif self.basket is None:
            self.sale = None
            self.say("")
            self.show_body()
            self.show_input()
        elif not self.basket.lines:
            self.say(_("The basket is empty: scan goods. To give it up: . and then 1."))
        else:
            self.start(paying.pay(self))

    def action_more(self) -> None:
        """One more of the line with the mark."""
        if self.line is not None:
            self.start(scanning.scan(self, self.line.code))

    def action_less(self) -> None:
        """One less of the line with the mark; what was weighed goes whole."""
        if self.line is not None:
            self.start(scanning.leave(self, self.line, count=(self.line.count or 1) - 1))

    def action_count(self) -> None:
        """So many of what is scanned next, if a number was typed; else of the line with the mark."""
        typed, self.typed = self.typed, ""
        if typed:
            self._remember_times(typed)
        elif self.line is not None:
            self.start(scanning.set_amount(self, self.line))

    def _remember_times(self, typed: str) -> None:
        read = reading.number(scanning.MOST_TYPED, least=1)
        try:
            self.times = read(typed)
            self.say("")
        except reading.NotANumber as refusal:
            self.refuse(refusal)
        self.show_input()

    def take_times(self) -> int:
        """Tell how many the scan is, once."""
        times, self.times = self.times, None
        return times or 1

    def action_choose(self, step: int) -> None:
        """Move the mark."""
        numbers = [line.number for line in self.basket.lines] if self.basket else []
        if self.chosen in numbers:
            place = min(max(numbers.index(self.chosen) + step, 0), len(numbers) - 1)
            self.show_basket(self.basket, chosen=numbers[place])

    def action_search(self) -> None:
        """Find goods by name."""
        self.start(search.search(self))

    def action_aside(self) -> None:
        """Set the basket aside, or take one up."""
        self.start(aside.put_aside(self) if self.basket else aside.take_up(self))

    def action_colleague(self) -> None:
        """Ask what a colleague is needed for; after a 0, whose basket this is."""
        if self.basket is not None and self.typed == ASIDE:
            self.action_name()
        else:
            self.start(colleague.menu(self))

    def action_name(self) -> None:
        """Show for a moment whose basket this is."""
        self.typed = ""
        self.start(self._reveal_name())

    def _reveal_name(self) -> Flow[None]:
        from kruidenier.shop.people import revealing

        if self.basket is not None:
            name = yield from self.do(revealing.reveal_name, self.basket.shopper.card)
            if name is not None:
                self.query_one(Band).reveal(name or _("no name is kept"))

    def action_receipt(self) -> None:
        """Make the receipt of the sale just paid."""
        if self.sale is not None:
            paying.make_receipt(self, self.sale)

    def action_clear(self) -> None:
        """Forget the number that was typed."""
        self.times = None
        self.say("")
        self.show_input()


BINDING_ACTIONS = frozenset(
    {"go_on", "more", "less", "count", "search", "aside", "receipt", "colleague", "name", "choose", "clear"}
)
