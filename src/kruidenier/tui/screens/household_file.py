"""A household's file: what it may, who they are, and every deed by one digit. Opening it is journaled."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.widgets import Static

from kruidenier.i18n import N_, _
from kruidenier.tui.dialogs import Flow
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.screens import household_deeds, household_lines

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.people.files import FileSheet
    from kruidenier.shop.till.shoppers import Visit

DEEDS = (
    ("1", "people", N_("people"), N_("A birth, a departure, a death, a guest, or all of them anew")),
    ("2", "rights", N_("rights"), N_("Renew or give a right to the grocery or to ESF+ goods")),
    ("3", "hold", N_("pause, block"), N_("Pause or block the household, or lift it")),
    ("4", "needs", N_("needs"), N_("Chair, cool bag, interpreter, see the manager")),
    ("5", "notes", N_("notes"), N_("A remark for staff until a day, or take one out")),
    ("6", "substitutes", N_("others who come"), N_("Who may shop for them until a day")),
    ("7", "details", N_("details"), N_("Name, language, referrer, address, information notice")),
    ("8", "split", N_("two of one"), N_("A part of the household goes on by itself, with a card of its own")),
    ("9", "merge", N_("one of two"), N_("Another file is of the same household: make one of both")),
    ("0", "card", N_("card"), N_("Print their card, or replace one that is lost")),
)


class HouseholdFileScreen(ShopScreen):
    """The file of one household, for staff."""

    HELP_PAGE: ClassVar[str] = "household_file"
    NEEDS: ClassVar[str] = "households"
    BINDINGS: ClassVar = [
        *(
            Binding(digit, f"handle('{name}')", words, id=f"file.{name}", show=False, tooltip=purpose)
            for digit, name, words, purpose in DEEDS
        ),
        Binding("enter", "again", "look again", id="file.again", tooltip=N_("Ask the books for this file again")),
        Binding("escape", "back", "back", id="file.back", tooltip=N_("Back to where you came from")),
    ]

    def __init__(self, card: str) -> None:
        super().__init__()
        self.card = card
        self.sheet: FileSheet | None = None
        self.visit: Visit | None = None

    def body(self) -> Iterable[Any]:
        """Show the file."""
        yield Static(id="sheet", markup=False)

    def on_mount(self) -> None:
        """Open the file."""
        self.start(self.look(self.card))

    def title_words(self) -> str:
        """Name the household by its card."""
        return _("HOUSEHOLD {card}").format(card=self.card[:20])

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        if action in ("handle", "again"):
            return self.at_rest and (self.sheet is None) == (action == "again")
        return self.at_rest or action != "back"

    def look(self, card: str, *, again: bool = False) -> Flow[None]:
        """Open a file; what is read again after a deed is not a second reading."""
        from kruidenier.shop.people import files

        on = self.app.today
        if again:
            sheet = yield from self.ask(_sheet, card, at=self.app.at, on=on)
        else:
            sheet = yield from self.do(files.open_file, card)
        if sheet is None:
            return
        self.visit = yield from self.ask(_visit, sheet.card, on=on)
        self.sheet, self.card = sheet, sheet.card
        self.show_all()

    def show_body(self) -> None:
        """Show the file, and the digits of what can be done."""
        if self.sheet is None:
            return
        width = max(self.app.size.width - 4, 40)
        lines = list(household_lines.facts(self.sheet, self.visit, width))
        words = [f"{digit} {_(words)}" for digit, _name, words, _purpose in DEEDS]
        half = (len(words) + 1) // 2
        keys = ["   ".join(words[:half]), "   ".join(words[half:])]
        self.query_one("#sheet", Static).update("\n".join([*keys, "", *lines]))

    def take_scan(self, text: str) -> None:
        """Open the file of another card that was scanned."""
        self.start(self.look(text.strip()))

    def action_handle(self, name: str) -> None:
        """Do something with the household."""
        self.start(self._handle(name))

    def _handle(self, name: str) -> Flow[None]:
        assert self.sheet is not None, "there is no key for it before"
        told = yield from household_deeds.DEEDS[name](self, self.sheet, self.app.at)
        if told:
            yield from self.look(self.card, again=True)
            self.say(told)

    def action_again(self) -> None:
        """Ask for the file once more: the books did not answer."""
        self.start(self.look(self.card))


def _sheet(session: Session, card: str, *, at: Counter, on: Any) -> FileSheet:
    from kruidenier.shop.office import staff
    from kruidenier.shop.people import files, households

    secrets = staff.may(at.role, staff.Permission.OVERRIDE)
    return files.sheet_of(session, households.find(session, card).id, on=on, secrets=secrets)


def _visit(session: Session, card: str, *, on: Any) -> Visit:
    from kruidenier.shop.office import settings
    from kruidenier.shop.people import households
    from kruidenier.shop.till import shoppers

    rules = settings.current(session, on)
    return shoppers.visit(session, households.find(session, card), on=on, settings=rules)
