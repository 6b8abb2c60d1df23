"""Who was served in a year: the boxes that a funder asks for, its paper, and the file for an auditor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.widgets import Static

from kruidenier.i18n import N_, _, day, thousands, weight
from kruidenier.tui import reading
from kruidenier.tui.dialogs import Flow, ask
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.screens import funder_papers
from kruidenier.tui.widgets.words import fit

if TYPE_CHECKING:
    from kruidenier.shop.figures.funder_reports import FunderReport
    from kruidenier.shop.figures.funder_values import Box

EARLIEST = 2000
NUMBER = 15
"""Cells that a number takes."""
COLUMNS = (N_("everybody"), N_("ESF+ food"), N_("other ESF+"))


class FunderScreen(ShopScreen):
    """The counts of a year, those too that no paper tells; and what is printed of them."""

    HELP_PAGE: ClassVar[str] = "funder"
    NEEDS: ClassVar[str] = "figures"
    BINDINGS: ClassVar = [
        Binding("1", "paper", "paper", id="funder.paper", tooltip=N_("The paper for a funder, or a spreadsheet")),
        Binding("2", "auditor", "auditor", id="funder.auditor", tooltip=N_("The file of the year for an auditor")),
        Binding("3", "reference", "ages on", id="funder.reference", tooltip=N_("Count ages on another day")),
        Binding("7", "year(-1)", "year before", id="funder.before", tooltip=N_("The year before")),
        Binding("8", "year(1)", "year after", id="funder.after", tooltip=N_("The year after")),
        Binding("escape", "back", "back", id="funder.back", tooltip=N_("Back to where you came from")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.year = 0
        self.reference: dt.date | None = None
        """None: the last day of the year."""
        self.report: FunderReport | None = None

    def body(self) -> Iterable[Any]:
        """One page of figures."""
        yield Static(id="sheet", markup=False)

    def on_screen_resume(self) -> None:
        """Look again."""
        self.year = self.year or self.app.today.year
        if self.at_rest:
            self.start(self.look())

    def title_words(self) -> str:
        """Name the screen."""
        return _("FUNDER {year}").format(year=self.year)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        if action == "year":
            return self.at_rest and EARLIEST <= self.year + int(str(parameters[0])) <= self.app.today.year
        if action in ("paper", "reference"):
            return self.at_rest and self.report is not None
        return self.at_rest or action not in ("auditor", "back")

    def show_body(self) -> None:
        """Show the boxes."""
        report = self.report
        if report is None:
            return
        figures = report.counted or report.figures
        told = {box.name: box for box in report.figures.boxes}
        width = min(max(self.app.size.width - 4, 40) - 3 * NUMBER, 44)
        rows = [_row("", [_(words) for words in COLUMNS], width)]
        rows += [_row(self._words(box), _numbers(box, told[box.name]), width) for box in figures.boxes]
        rows.append(_row(_("goods handed out"), [weight(grams) for grams in figures.grams], width))
        state = self._state(report)
        if any(box != told[box.name] for box in figures.boxes):
            state += "   " + _("* stays in the house")
        self.query_one("#sheet", Static).update("\n".join([state, "", *rows]))

    def _words(self, box: Box) -> str:
        from kruidenier.shop.figures import funder_words

        assert self.report is not None
        return funder_words.box(box.name, self.report.figures)

    def _state(self, report: FunderReport) -> str:
        ages = _("ages on {reference}").format(reference=day(report.figures.reference))
        state = _("draft") if report.number is None else _("paper {number}").format(number=report.number)
        return f"{state}, {ages}"

    def action_year(self, step: int) -> None:
        """Show another year."""
        self.year += step
        self.reference = None
        self.say("")
        self.start(self.look())

    def action_reference(self) -> None:
        """Count ages on another day of the year."""
        self.start(self._other_day())

    def action_paper(self) -> None:
        """Write the paper for a funder."""
        self.start(funder_papers.for_funder(self))

    def action_auditor(self) -> None:
        """Write the file for an auditor."""
        self.start(funder_papers.for_auditor(self))

    def look(self) -> Flow[None]:
        """Count anew."""
        from kruidenier.shop.figures import funder_reports

        report = yield from self.ask(funder_reports.report, self.year, reference=self.reference)
        if report is None:
            self.reference = None
            return
        self.report = report
        self.show_all()

    def _other_day(self) -> Flow[None]:
        last = dt.date(self.year, 12, 31)
        chosen = yield from ask(
            _("Ages on which day of {year}?").format(year=self.year),
            prompt=_("day"),
            reads=reading.date(last),
            lines=[_("The last day is taken where nobody says another.")],
        )
        if chosen is not None:
            self.reference = chosen
            yield from self.look()


def _row(name: str, numbers: Iterable[str], width: int) -> str:
    return (fit(name, width) + "".join(f"{fit(number, NUMBER - 1).strip():>{NUMBER}}" for number in numbers)).rstrip()


def _numbers(box: Box, told: Box) -> Iterable[str]:
    """Write what was counted, with a mark where no paper tells it."""
    for number, out in zip(
        (box.came, box.esf_food, box.esf_goods), (told.came, told.esf_food, told.esf_goods), strict=True
    ):
        yield "–" if number is None else f"{thousands(number)} *" if out is None else f"{thousands(number)}  "
