"""What the shop refused and what was set aside, week by week, for staff."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from kruidenier.i18n import N_, _, day, ngettext
from kruidenier.tui.dialogs import Flow
from kruidenier.tui.screens.list_screen import ListScreen, marking
from kruidenier.tui.widgets.long_list import Column, LongList
from kruidenier.tui.widgets.rows import Rows, spread

if TYPE_CHECKING:
    from kruidenier.shop.figures.exceptions import Exceptional

WEEKS = 4
WHAT = {"override": N_("set aside"), "paper": N_("on paper"), "refused": N_("refused")}


class ExceptionsScreen(ListScreen):
    """Refusals, overrides, and rules that sales on paper broke, four weeks at a time."""

    HELP_PAGE: ClassVar[str] = "exceptions"
    NEEDS: ClassVar[str] = "households"
    BINDINGS: ClassVar = [
        Binding("1", "only('override')", "set aside", id="exceptions.override", tooltip=N_("Only what was set aside")),
        Binding("2", "only('refused')", "refused", id="exceptions.refused", tooltip=N_("Only what was refused")),
        Binding("0", "only('')", "all", id="exceptions.all", tooltip=N_("Everything")),
        Binding("plus", "weeks(1)", "earlier", id="exceptions.earlier", tooltip=N_("Four weeks earlier")),
        Binding("minus", "weeks(-1)", "later", id="exceptions.later", tooltip=N_("Four weeks later")),
        *marking("exceptions"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.found: tuple[Exceptional, ...] = ()
        self.wanted = ""
        self.back = 0
        """So many times four weeks ago."""

    def title_words(self) -> str:
        """Name the screen."""
        return _("EXCEPTIONS")

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        return self.at_rest or action not in ("only", "weeks", "mark", "back")

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The first and last day that are shown."""
        last = self.app.today - dt.timedelta(weeks=WEEKS * self.back)
        return last - dt.timedelta(weeks=WEEKS, days=-1), last

    def show_body(self) -> None:
        """Show the list."""
        from kruidenier.shop.figures import exception_words

        listed, zone = self.query_one(LongList), self.app.at.zone
        shown = [one for one in self.found if self.wanted in ("", one.what)]
        columns = [
            Column(_("when"), 11, lambda one: f"{one.at.astimezone(zone):%d/%m %H:%M}"),
            Column(_("what"), 9, lambda one: _(WHAT[one.what])),
            Column(_("rule"), 0, lambda one: exception_words.rules(one.rule)),
            Column(_("sale or card"), 10, lambda one: one.where),
            Column(_("reason"), 14, lambda one: _(one.reason)),
            Column(_("by"), 7, lambda one: one.by),
        ]
        listed.show(shown, columns, chosen=listed.chosen, stops=lambda _one: False)
        start, last = self.days
        count = ngettext("{n} exception", "{n} exceptions", len(shown)).format(n=len(shown))
        room = self.query_one("#summary", Rows)
        room.put(spread((f"{day(start)} – {day(last)}", "strong"), (count, ""), width=room.room))

    def look(self) -> Flow[None]:
        """Read the exceptions of these weeks."""
        from kruidenier.shop.figures import exceptions
        from kruidenier.shop.people.budgets import Period

        self.found = (yield from self.ask(exceptions.exceptions, Period(*self.days), at=self.app.at)) or ()
        self.show_body()

    def action_only(self, what: str) -> None:
        """Show only one kind, or all."""
        self.wanted = what
        self.show_body()

    def action_weeks(self, step: int) -> None:
        """Go four weeks back or on."""
        self.back = max(self.back + step, 0)
        self.start(self.look())
