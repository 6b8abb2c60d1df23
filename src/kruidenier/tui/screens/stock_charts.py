"""Charts of the stock, in signs that any terminal has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.widgets import Static

from kruidenier.i18n import N_, _, weight
from kruidenier.tui.dialogs import Flow
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.widgets.words import fit

if TYPE_CHECKING:
    from kruidenier.shop.figures.stock_charts import LastDays, Week
    from kruidenier.shop.figures.stock_levels import LotLevel

LABEL = 16
DATE = 11
NUMBER = 12


class StockChartsScreen(ShopScreen):
    """What must go by when; and what came in and went out, week by week."""

    HELP_PAGE: ClassVar[str] = "stock"
    NEEDS: ClassVar[str] = "see_stock"
    BINDINGS: ClassVar = [
        Binding("enter", "turn", "the other chart", id="charts.turn", tooltip=N_("The other chart")),
        Binding("1", "unit", "pieces or kilograms", id="charts.unit", tooltip=N_("Pieces or kilograms")),
        Binding("escape", "back", "back", id="charts.back", tooltip=N_("Back to the stock")),
    ]

    def __init__(self, lots: Sequence[LotLevel], *, on: dt.date) -> None:
        super().__init__()
        self.lots, self.on = lots, on
        self.weeks: tuple[Week, ...] | None = None
        """None while the chart by last day is shown."""
        self.in_grams = not any(lot.count for lot in lots)

    def body(self) -> Iterable[Any]:
        """One chart at a time."""
        yield Static(id="sheet", markup=False)

    def title_words(self) -> str:
        """Name the chart."""
        if self.weeks is None:
            return _("STOCK by last day")
        return _("GOODS in and out, by week")

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        return self.at_rest or action not in ("turn", "unit", "back")

    def show_body(self) -> None:
        """Draw the chart as wide as the screen is."""
        from kruidenier.shop.figures import stock_charts

        width = max(self.app.size.width - 4, 40)
        if self.weeks is None:
            lines = _by_last_day(stock_charts.by_last_day(self.lots, on=self.on), width, in_grams=self.in_grams)
        else:
            lines = _by_week(self.weeks, width, in_grams=self.in_grams)
        self.query_one("#sheet", Static).update("\n".join(lines))

    def action_turn(self) -> None:
        """Show the other chart."""
        self.start(self._turn())

    def _turn(self) -> Flow[None]:
        from kruidenier.shop.figures import stock_charts

        self.weeks = None if self.weeks is not None else (yield from self.ask(stock_charts.by_week, on=self.on))
        self.show_heading()
        self.show_body()

    def action_unit(self) -> None:
        """Draw kilograms instead of pieces, or pieces again."""
        self.in_grams = not self.in_grams
        self.show_body()


def _by_last_day(spans: Sequence[LastDays], width: int, *, in_grams: bool) -> list[str]:
    amounts = [span.grams if in_grams else span.count for span in spans]
    most, room = max(*amounts, 1), width - LABEL - NUMBER - 2
    return [
        f"{fit(_span(span), LABEL)} {_bar(amount, most, room, sign='!' if span.kind == 'past' else '#')}"
        f" {_said(amount, in_grams=in_grams):>{NUMBER}}"
        for span, amount in zip(spans, amounts, strict=True)
    ]


def _span(span: LastDays) -> str:
    if span.kind == "past":
        return _("has passed")
    if span.kind == "none":
        return _("no date")
    if span.kind == "later":
        return _("later")
    if span.kind == "day":
        return f"{span.first:%d/%m}"
    return f"{span.first:%d/%m} - {span.last:%d/%m}"


def _by_week(weeks: Sequence[Week], width: int, *, in_grams: bool) -> list[str]:
    """Draw for each week what came in to the left, what was sold, lost and given to partners to the right."""
    rows = [
        (week.monday, week.in_grams, week.sold_grams, week.lost_grams, week.passed_on_grams)
        if in_grams
        else (week.monday, week.in_count, week.sold_count, week.lost_count, week.passed_on_count)
        for week in weeks
    ]
    most = max((max(came, sum(gone)) for _monday, came, *gone in rows), default=0) or 1
    room = (width - DATE - 2 * NUMBER - 5) // 2
    week, came_in, went_out = _("week of"), _("came in"), _("went out")
    lines = [f"{fit(week, DATE)} {came_in:>{NUMBER + 1 + room}}  {went_out}"]
    for monday, came, *gone in rows:
        out = "".join(_filled(amount, most, room, sign) for amount, sign in zip(gone, "=x>", strict=True))
        lines.append(
            f"{monday:%d/%m/%y}    {_said(came, in_grams=in_grams):>{NUMBER}}"
            f" {_filled(came, most, room, '#'):>{room}}  {out} {_said(sum(gone), in_grams=in_grams)}".rstrip()
        )
    return [*lines, "", _("# came in   = sold   x thrown away, or gone from the crates   > to partners")]


def _filled(amount: int, most: int, room: int, sign: str) -> str:
    """Draw an amount; a little is one sign, not nothing."""
    if amount <= 0:
        return ""
    return sign * max(amount * room // most, 1)


def _bar(amount: int, most: int, room: int, *, sign: str) -> str:
    return f"{_filled(amount, most, room, sign):<{room}}"


def _said(amount: int, *, in_grams: bool) -> str:
    return weight(amount) if in_grams else str(amount)
