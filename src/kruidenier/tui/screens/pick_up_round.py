"""The round of a week on screen: day by day where goods are fetched, when, and the crates that go back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from kruidenier.i18n import N_, _, day, language
from kruidenier.tui.dialogs import Flow
from kruidenier.tui.screens import agreement_lines
from kruidenier.tui.screens.list_screen import ListScreen, moving
from kruidenier.tui.widgets.long_list import Column, LongList
from kruidenier.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from kruidenier.shop.supply.pick_up_round import Round, Stop

A_WEEK = dt.timedelta(weeks=1)


class RoundScreen(ListScreen):
    """The pick-ups of one week, in the order of days and hours."""

    HELP_PAGE: ClassVar[str] = "round"
    BINDINGS: ClassVar = [
        Binding("enter", "open", "agreement", id="round.open", tooltip=N_("Open the agreement of the line")),
        Binding("plus", "turn(1)", "next week", id="round.next", tooltip=N_("The week after")),
        Binding("minus", "turn(-1)", "week before", id="round.before", tooltip=N_("The week before")),
        Binding("asterisk", "paper", "paper", id="round.paper", tooltip=N_("The round on paper, to take along")),
        *moving("round", on="pagedown", back="pageup"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.of: dt.date | None = None
        """A day of the week that is shown."""
        self.round: Round | None = None

    def title_words(self) -> str:
        """Name the screen."""
        return _("PICK-UP ROUND")

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        if action in ("open", "paper") and not (self.round and self.round.stops):
            return False
        return self.at_rest or action not in ("open", "turn", "paper", "page", "mark", "back")

    def look(self) -> Flow[None]:
        """Read the week."""
        from kruidenier.shop.supply import pick_up_round

        on = self.app.today
        self.of = self.of or on
        self.round = (yield from self.ask(pick_up_round.week, of=self.of, on=on)) or self.round
        self.show_all()

    def show_body(self) -> None:
        """Show the stops of the week."""
        listed = self.query_one(LongList)
        stops = self.round.stops if self.round else ()
        listed.show(stops, _columns(wide=self.is_wide), chosen=listed.chosen, stops=lambda _one: False)
        self.query_one("#summary", Rows).put(*self._summary(listed.item))

    def _summary(self, stop: Stop | None) -> tuple[Row, Row]:
        if self.round is None:
            return [], []
        week = _("From {first} until {last}").format(first=day(self.round.first), last=day(self.round.last))
        told = _("No pick-up is due this week.")
        if stop is not None:
            parts = (stop.street, stop.town, stop.contact, stop.phone, stop.pick_up.why or "")
            told = "   ".join(part for part in parts if part)
        return [(week, "strong")], [(told, "")]

    def action_mark(self, step: int) -> None:
        """Move the mark, and show where it is."""
        super().action_mark(step)
        self.show_body()

    def action_turn(self, weeks: int) -> None:
        """Show another week."""
        if self.of is not None:
            self.of += weeks * A_WEEK
            self.query_one(LongList).chosen = 0
            self.start(self.look())

    def action_open(self) -> None:
        """Open the agreement of the line with the mark."""
        from kruidenier.tui.screens.agreement import AgreementScreen

        stop: Stop | None = self.query_one(LongList).item
        if stop is not None:
            self.app.push_screen(AgreementScreen(stop.pick_up.agreement))

    def action_paper(self) -> None:
        """Let the round be put on paper beside the screen."""
        self.put_on_paper(self._paper())

    def _paper(self) -> Callable[[], Path]:
        from kruidenier.documents import round_sheet

        app, found, spoken = self.app, self.round, language()
        assert found is not None

        def work() -> Path:
            assert app.shop is not None
            paper = round_sheet.RoundPaper(app.shop.heading().name, found)
            file = app.config.receipts / str(found.first.year) / f"round-{found.first}.pdf"
            return round_sheet.write(paper, file, lang=spoken)

        return work


def _columns(*, wide: bool) -> list[Column]:
    from kruidenier.shop.supply import agreement_words

    shown: list[Column] = [
        Column(_("day"), 10, lambda stop: agreement_lines.weekday(stop.pick_up.day, with_year=False)),
        Column(_("hour"), 5, lambda stop: stop.pick_up.at_time or "–"),
        Column(_("where"), 0, lambda stop: stop.pick_up.supplier_name),
        Column(
            _("crates"), 7, lambda stop: "" if stop.pick_up.crates is None else str(stop.pick_up.crates), right=True
        ),
        Column(_("to return"), 8, lambda stop: str(stop.crates_back or ""), right=True),
        Column(_("state"), 18, lambda stop: _(agreement_words.PICK_UPS[stop.pick_up.state])),
    ]
    if wide:
        shown.insert(3, Column(_("address"), 32, _address))
    return shown


def _address(stop: Stop) -> str:
    """Say where to drive to, or that nobody need."""
    from kruidenier.shop.supply import agreement_words

    if stop.pick_up.carrier == "giver":
        return _(agreement_words.CARRIERS["giver"])
    return ", ".join(part for part in (stop.street, stop.town) if part)
