"""The first screen: it opens the books, and asks who stands here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.widgets import Static

from kruidenier.errors import NOT_OPENED, ShopNotOpened
from kruidenier.i18n import _
from kruidenier.tui.dialogs import Choice, Deed, Flow, Question, pick
from kruidenier.tui.scanner import Scan
from kruidenier.tui.screen import FEWEST_OF_A_BARCODE, ShopScreen
from kruidenier.tui.screens import founding, signing

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.office.settings import Settings
    from kruidenier.shop.office.staff import Person

ONE_MOMENT = "Een ogenblik …   Un instant …   One moment …"  # no language is known yet
PRACTISE = 100
"""The program ends so to practise, and begins again afterwards."""


class SignInScreen(ShopScreen):
    """Asks who stands at the till."""

    HELP_PAGE: ClassVar[str] = "sign_in"
    NEEDS: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        self._busy = True  # what is typed before the books are open waits

    def body(self) -> Iterable[Any]:
        """Show a few large words."""
        yield Static(ONE_MOMENT, id="welcome", markup=False)

    def on_mount(self) -> None:
        """Paint first; everything slow comes after."""
        self.call_after_refresh(self._begin)

    def on_screen_resume(self) -> None:
        """Ask again who stands here."""
        if self.app.shop is not None and self.at_rest:
            self.start(self.sign_in())

    def show_body(self) -> None:
        """Welcome whoever comes."""
        if self.app.shop is not None:
            self.query_one("#welcome", Static).update("\n".join([_("Welcome."), "", *self.app.welcome()]))

    def title_words(self) -> str:
        """Name the program."""
        return "kruidenier"

    def is_scan(self, text: str) -> bool:
        """Take a barcode or card for a scan; a PIN may be typed very fast."""
        if self.app.staff_cards != "off":
            return len(text) >= FEWEST_OF_A_BARCODE
        return sum(sign.isdigit() for sign in text) >= FEWEST_OF_A_BARCODE

    def take_scan(self, text: str) -> None:
        """Keep a scan for the till, once somebody stands there."""
        if self.app.person is None:
            self.say(_("First sign in, then scan."))
        else:
            self.app.screen.post_message(Scan(text))

    def _begin(self) -> None:
        self._busy = False
        self.start(self._open() if self.app.is_founded else founding.found(self))

    def _pose(self, question: Question) -> None:
        super()._pose(question)
        if self.app.shop is not None:
            self.call_after_refresh(self.app.books.hand, self.app.read_ahead, lambda _outcome: None)

    def _open(self) -> Flow[None]:
        """Open the books, again and again if need be."""
        while True:
            try:
                yield Deed(self.app.open_books)
            except ShopNotOpened as refusal:
                self.query_one("#welcome", Static).update("")
                again = yield from pick(
                    _("The shop cannot be opened."),
                    [Choice(_("try again"), value=True), Choice(_("stop"), value=False)],
                    lines=[refusal.explain()],
                )
                if not again:
                    self.app.exit(NOT_OPENED, message=refusal.explain())
                    return
            else:
                break
        yield from self.sign_in()

    def sign_in(self) -> Flow[None]:
        """Ask who stands here, until somebody has said so."""
        self.show_all()
        person = None
        while person is None:
            person = yield from signing.sign(self, _("Who are you?"), also=self._about_practice(), stays=True)
        yield from self._let_in(person)

    def _about_practice(self) -> list[Choice[Callable[[], None]]]:
        """Offer the way to practice and its sheet, or the way out of it."""
        if self.app.practice:
            return [Choice(_("stop practising"), self.app.exit, "*")]
        return [
            Choice(_("practise"), partial(self.app.exit, PRACTISE), "*"),
            Choice(_("practice sheet"), self._make_sheet, "/"),
        ]

    def _make_sheet(self) -> None:
        app = self.app

        def work() -> str:
            from kruidenier.documents import practice_sheet

            place = practice_sheet.write(practice_sheet.invented(), app.config.receipts / "practice.pdf")
            return place.relative_to(app.folder).as_posix()

        self.in_background(
            work,
            lambda place: self.say(
                _("The practice sheet is made: {place}. Print it at full size.").format(place=place)
            ),
            late=_("The sheet is late. Go on, or try again with /."),
            failed=_("There is no sheet: {why}. Try again with /."),
        )

    def hear(self, scan: Scan) -> None:
        """Take a colleague's card, where the shop uses them; any other scan waits for the till."""
        if self.app.person is None and self.app.staff_cards != "off" and not self.busy:
            self.start(self._by_card(scan.text))
        else:
            super().hear(scan)

    def _by_card(self, text: str) -> Flow[None]:
        from kruidenier.shop.office import team

        person = yield from self.ask(team.by_card, text)
        if person is None:
            self.waiting_scans.append(text)
            self.say(_("This card is nobody’s. Choose your name."))
        elif self.app.staff_cards == "with_pin":
            person = yield from signing.pin_of(self, person)
        if person is None:
            yield from self.sign_in()
        else:
            yield from self._let_in(person)

    def _let_in(self, person: Person) -> Flow[None]:
        place = yield from self.ask(partial(_place, self.app.config.till, person=person, now=self.app.now()))
        if place is not None:
            at, rules = place
            self.app.enter(person, at=at, rules=rules)


def _place(till: str, session: Session, *, person: Person, now: dt.datetime) -> tuple[Counter, Settings]:
    """Read where this person stands, and the rules of the shop."""
    from kruidenier.shop.office import settings
    from kruidenier.shop.office.place import counter

    at = counter(session, till, by=person.code, role=person.role, skills=person.skills)
    return at, settings.current(session, at.business_date(now))
