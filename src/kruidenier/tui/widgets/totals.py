"""What is to be paid, in cash and by card at once, and what is left of the budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kruidenier.i18n import _, amount
from kruidenier.tui.widgets.band import by_month
from kruidenier.tui.widgets.rows import Rows, spread

if TYPE_CHECKING:
    from kruidenier.shop.till.values import Basket


class Totals(Rows):
    """One line under the goods."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 Textual's own name
        super().__init__(id=id)
        self._basket: Basket | None = None

    def show(self, basket: Basket | None) -> None:
        """Show the totals of a basket; none shows nothing."""
        self._basket = basket
        self.paint()

    def paint(self) -> None:
        """Say it anew: another language, or another width."""
        basket = self._basket
        if basket is None:
            self.put()
            return
        left = basket.budget_left_cents
        after = _("left for this month {amount}") if by_month(basket) else _("left for this week {amount}")
        if left < 0:
            after = _("{amount} over the budget: put something back")
        self.put(
            spread(
                (_("CASH {amount}").format(amount=amount(basket.cash_cents)), "strong"),
                (_("CARD {amount}").format(amount=amount(basket.total_cents)), "strong"),
                (after.format(amount=amount(abs(left))), "soon" if left < 0 else ""),
                width=self.room,
            )
        )

    def on_resize(self) -> None:
        """Share the space anew."""
        self.paint()
