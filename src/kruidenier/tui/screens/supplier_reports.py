"""The reports of a year: who gave how much, and all reports made in one go while the shop goes on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.widgets import Static

from kruidenier.i18n import N_, _, language, ngettext, weight
from kruidenier.tui.clerk import Clerk, Outcome
from kruidenier.tui.dialogs import Flow, confirm
from kruidenier.tui.screen import Done
from kruidenier.tui.screens import signing
from kruidenier.tui.screens.list_screen import ListScreen
from kruidenier.tui.widgets.long_list import Column, LongList

if TYPE_CHECKING:
    from kruidenier.shop.figures.supplier_reports import YearLine
    from kruidenier.tui.year_reports import Made, Wish

EARLIEST = 2000
BAR = 30


class SupplierReportsScreen(ListScreen):
    """Who gave something in a year; Enter opens one, a digit makes all reports."""

    HELP_PAGE: ClassVar[str] = "supplier_reports"
    BINDINGS: ClassVar = [
        Binding("enter", "open", "open", id="reports.open", tooltip=N_("Open the year of the supplier with the mark")),
        Binding("plus,down", "mark(1)", "next", id="reports.next", tooltip=N_("The mark to the next supplier")),
        Binding("minus,up", "mark(-1)", "above", id="reports.above", tooltip=N_("The mark to the supplier above")),
        Binding("1", "make", "all reports", id="reports.make", tooltip=N_("Make the reports of all these suppliers")),
        Binding("0", "stop", "stop", id="reports.stop", tooltip=N_("Stop making reports; what is made stays")),
        Binding("7", "year(-1)", "year before", id="reports.before", show=False, tooltip=N_("The year before")),
        Binding("8", "year(1)", "year after", id="reports.after", show=False, tooltip=N_("The year after")),
        Binding("escape", "back", "back", id="reports.back", tooltip=N_("Back to where you came from")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.year = 0
        self.lines: tuple[YearLine, ...] = ()
        self.made: list[Made] = []
        self.making = 0
        """How many reports are being made; 0: none."""
        self._stopped = False
        self._clerk: Clerk | None = None

    def body(self) -> Iterable[Any]:
        """Show the list, and how far the reports are."""
        yield LongList(id="list")
        yield Static(id="summary", markup=False)

    def on_unmount(self) -> None:
        """Let nothing be made for a screen that is gone."""
        self._stopped = True

    @property
    def _period(self) -> dict[str, dt.date]:
        return {"first": dt.date(self.year, 1, 1), "last": dt.date(self.year, 12, 31)}

    def title_words(self) -> str:
        """Name the screen."""
        return _("REPORTS {year}").format(year=self.year)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        if action == "stop":
            return bool(self.making) and not self._stopped
        if action == "make":
            return self.at_rest and not self.making and bool(self.lines)
        if action == "year":
            wanted = self.year + int(str(parameters[0]))
            return self.at_rest and not self.making and EARLIEST <= wanted <= self.app.today.year
        return self.at_rest or action not in ("open", "mark", "back")

    def show_body(self) -> None:
        """Show the list and the progress."""
        suppliers = self.query_one(LongList)
        columns = (
            Column(_("supplier"), 0, lambda line: line.name),
            Column(_("deliveries"), 11, lambda line: str(line.deliveries), right=True),
            Column(_("given"), 14, lambda line: weight(line.grams), right=True),
            Column(_("report"), 11, lambda line: line.number or _("draft")),
        )
        suppliers.show(self.lines, columns, chosen=suppliers.chosen, stops=lambda _line: False)
        self._show_progress()

    def _show_progress(self) -> None:
        done, failed = len(self.made), sum(one.why is not None for one in self.made)
        words = ""
        if self.making:
            filled = BAR * done // self.making
            words = f"[{'=' * filled}{'.' * (BAR - filled)}]  " + _("{n} of {m} reports").format(n=done, m=self.making)
        elif self.made:
            words = ngettext("{n} report written.", "{n} reports written.", done - failed).format(n=done - failed)
            words += "  " + _("They lie in {place}.").format(place=self._place().relative_to(self.app.folder))
        here = {binding.id: f"{key} {binding.description}" for key, binding, _node in self.bindings_here()}
        years = "   ".join(here[id_] for id_ in ("reports.before", "reports.after") if id_ in here)
        self.query_one("#summary", Static).update(f"{years}\n{words}")

    def _place(self) -> Path:
        return self.app.config.receipts / str(self.year) / "reports"

    def action_open(self) -> None:
        """Open the year of a supplier."""
        from kruidenier.tui.screens.supplier_year import SupplierYearScreen

        line = self.query_one(LongList).item
        if line is not None:
            self.app.push_screen(SupplierYearScreen(line.code, year=self.year))

    def action_year(self, step: int) -> None:
        """Show another year."""
        self.year += step
        self.made = []
        self.say("")
        self.start(self.look())

    def look(self) -> Flow[None]:
        """Read who gave something in the year; at first in this one."""
        from kruidenier.shop.figures import supplier_reports

        self.year = self.year or self.app.today.year
        lines = yield from self.ask(supplier_reports.year_list, **self._period)
        if lines is not None:
            self.lines = lines
            if not lines:
                self.say(_("Nobody gave anything in {year}.").format(year=self.year))
            self.show_all()

    # All of them

    def action_make(self) -> None:
        """Make all reports beside the screen."""
        self.start(self._make())

    def _make(self) -> Flow[None]:
        from kruidenier.shop.office.staff import Permission

        at = yield from signing.allowed(self, Permission.REPORTS)
        if at is None:
            return
        if self._period["last"] < self.app.today:
            sure = yield from confirm(
                _("Issue all reports of {year}? From now on their figures stay as they are.").format(year=self.year),
                yes=_("issue them"),
                no=_("not yet"),
            )
            if not sure:
                return
        from kruidenier.tui.year_reports import Wish

        wish = Wish(
            folder=self.app.folder,
            into=self._place(),
            lang=None,
            spoken=language(),
            by=at.by,
            role=at.role,
            now=self.app.now(),
            key=self.app.key,
            **self._period,
        )
        self.made, self.making, self._stopped = [], len(self.lines), False
        self._clerk = self._clerk or Clerk("reports")
        codes = [line.code for line in self.lines]
        self._clerk.hand(lambda: self._work(wish, codes), lambda outcome: self.post_message(Done(outcome, self._ended)))
        self.show_all()

    def _work(self, wish: Wish, codes: list[str]) -> None:
        """Listen to the makers, in a thread of its own."""
        from contextlib import closing

        from kruidenier.tui.year_reports import make_all

        with closing(make_all(wish, codes)) as reports:
            for one in reports:
                self.post_message(Done(Outcome(one), self._one_more))
                if self._stopped:
                    return

    def _one_more(self, outcome: Outcome) -> None:
        self.made.append(outcome.value)
        self._show_progress()

    def _ended(self, outcome: Outcome) -> None:
        if outcome.fault is not None:
            raise outcome.fault
        self.making = 0
        failed = [one for one in self.made if one.why is not None]
        if failed:
            self.say(f"{failed[0].supplier}: {failed[0].why}", "reverse")
        elif self._stopped:
            self.say(_("Stopped. What was made is whole; the others can be made later."))
        if self.at_rest and self.is_current:
            self.start(self.look())

    def action_stop(self) -> None:
        """Stop after the reports at hand."""
        self._stopped = True
        self.say(_("It stops after the reports that are being made."))
        self.show_input()
