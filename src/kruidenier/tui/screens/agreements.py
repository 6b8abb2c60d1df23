"""The agreements: how each stands, which end soon, and the way to make a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from kruidenier.i18n import N_, _, day, ngettext
from kruidenier.tui.dialogs import Flow
from kruidenier.tui.screens import agreement_lines, agreement_making
from kruidenier.tui.screens.agreement import AgreementScreen
from kruidenier.tui.screens.list_screen import ListScreen, moving
from kruidenier.tui.widgets.long_list import LongList
from kruidenier.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from kruidenier.shop.supply.agreement_standing import Standing


class AgreementsScreen(ListScreen):
    """One line for each agreement; what ends soon stands first."""

    HELP_PAGE: ClassVar[str] = "agreements"
    BINDINGS: ClassVar = [
        Binding("enter", "open", "open", id="agreements.open", tooltip=N_("Open the agreement with the mark")),
        Binding("1", "new", "new", id="agreements.new", tooltip=N_("Draft an agreement with a supplier")),
        Binding("2", "round", "round", id="agreements.round", tooltip=N_("The pick-ups of this week, day by day")),
        *moving("agreements"),
    ]

    def __init__(self, supplier_code: str | None = None) -> None:
        super().__init__()
        self.supplier_code = supplier_code
        """Only agreements that concern this supplier."""
        self.found: tuple[Standing, ...] | None = None

    def title_words(self) -> str:
        """Name the screen."""
        return _("AGREEMENTS")

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Only what is possible now is a key."""
        if action == "open" and not self.found:
            return False
        return self.at_rest or action not in ("open", "new", "round", "page", "mark", "back")

    def look(self) -> Flow[None]:
        """Read how the agreements stand."""
        from kruidenier.shop.supply import agreement_standing

        on = self.app.today
        found = yield from self.ask(agreement_standing.standing, on=on)
        if found is not None:
            self.found = tuple(one for one in found if self._concerns(one))
            self.show_body()
            self.show_input()

    def _concerns(self, one: Standing) -> bool:
        names = {one.agreement.supplier, *(pick_up.supplier for pick_up in one.agreement.pick_ups)}
        return self.supplier_code is None or self.supplier_code in names

    def show_body(self) -> None:
        """Show the agreements."""
        listed = self.query_one(LongList)
        columns = agreement_lines.columns(wide=self.is_wide)
        listed.show(self.found or (), columns, chosen=listed.chosen, stops=lambda _one: False)
        self.query_one("#summary", Rows).put(*self._summary())

    def _summary(self) -> tuple[Row, Row]:
        if self.found is None:
            return [], []
        holding = sum(one.status in ("in_force", "ends_soon") for one in self.found)
        words = ngettext("{n} agreement in force", "{n} agreements in force", holding).format(n=holding)
        soon = next((one for one in self.found if one.status == "ends_soon"), None)
        warned = ""
        if soon is not None and soon.agreement.notice_on is not None and soon.agreement.last_day is not None:
            warned = _("{supplier}: ends on {day}. Speak about it before {notice}.").format(
                supplier=soon.agreement.supplier_name,
                day=day(soon.agreement.last_day),
                notice=day(soon.agreement.notice_on),
            )
        return [(words, "strong")], [(warned, "soon")]

    def action_open(self) -> None:
        """Open the agreement with the mark."""
        one: Standing | None = self.query_one(LongList).item
        if one is not None:
            self.app.push_screen(AgreementScreen(one.number))

    def action_new(self) -> None:
        """Draft an agreement."""
        self.start(self._new())

    def _new(self) -> Flow[None]:
        number = yield from agreement_making.draft(self, self.supplier_code)
        if number is not None:
            self.app.push_screen(AgreementScreen(number))

    def action_round(self) -> None:
        """Show the pick-ups of this week."""
        from kruidenier.tui.screens.pick_up_round import RoundScreen

        self.app.push_screen(RoundScreen())
