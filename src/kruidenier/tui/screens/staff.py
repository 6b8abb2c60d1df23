"""Who works here: everybody by role, with what they learned; new people, and every change by one digit."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from kruidenier.i18n import N_, _, ngettext
from kruidenier.tui.dialogs import Flow
from kruidenier.tui.scanner import Scan
from kruidenier.tui.screens import staff_deeds
from kruidenier.tui.screens.list_screen import ListScreen, marking
from kruidenier.tui.widgets.long_list import Column, LongList
from kruidenier.tui.widgets.rows import Rows, spread

if TYPE_CHECKING:
    from kruidenier.shop.office.staff import Person

WIDE = 110


class StaffScreen(ListScreen):
    """The people who work here; what anybody sold or how fast is kept nowhere."""

    HELP_PAGE: ClassVar[str] = "staff"
    NEEDS: ClassVar[str] = "staff"
    BINDINGS: ClassVar = [
        Binding(
            "enter", "change", "change", id="staff.change", tooltip=N_("Change something for the one with the mark")
        ),
        Binding("asterisk", "add", "somebody new", id="staff.add", tooltip=N_("Let somebody work here")),
        *marking("staff"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.people: tuple[Person, ...] = ()
        self.awaits_card = False
        """The next scan is the card of a colleague."""

    def title_words(self) -> str:
        """Name the screen."""
        return _("WHO WORKS HERE")

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        if action == "change":
            return self.at_rest and bool(self.people)
        return self.at_rest or action not in ("add", "mark", "back")

    def show_body(self) -> None:
        """Show everybody: managers, staff, volunteers."""
        listed, summary = self.query_one(LongList), self.query_one("#summary", Rows)
        listed.show(self.people, _columns(self.size.width), chosen=listed.chosen, stops=lambda _one: False)
        here = ngettext("{n} person works here", "{n} people work here", len(self.people)).format(n=len(self.people))
        summary.put(spread((here, "strong"), width=summary.room))

    def look(self, code: str = "") -> Flow[None]:
        """Read who works here; the mark goes to somebody."""
        from kruidenier.shop.office import staff

        people = yield from self.ask(staff.people)
        self.people = tuple(sorted(people or (), key=lambda person: -staff.ROLES.index(person.role)))
        codes = [person.code for person in self.people]
        if code in codes:
            self.query_one(LongList).chosen = codes.index(code)
        self.show_all()

    def hear(self, scan: Scan) -> None:
        """Take the card of a colleague where one is asked for."""
        if self.awaits_card and self.question is not None:
            self._go_on(scan.text)
        else:
            super().hear(scan)

    # Keys

    def action_add(self) -> None:
        """Let somebody new work here."""
        self.start(staff_deeds.add(self))

    def action_change(self) -> None:
        """Change something for the one with the mark."""
        self.start(staff_deeds.change(self, self.query_one(LongList).item))


def _columns(width: int) -> list[Column]:
    learned = Column(_("learned"), 42, staff_deeds.skills_words)
    return [
        Column(_("name"), 0, lambda one: one.name),
        Column(_("as"), 17, lambda one: _(staff_deeds.ROLES[one.role])),
        Column("", 10, lambda one: "" if one.kind == "usual" else _(staff_deeds.KINDS[one.kind])),
        *([learned] if width >= WIDE else []),
        Column(_("card"), 5, lambda one: _("yes") if one.has_card else ""),
    ]
