"""What is to be paid, in cash and by card at once, and what is left of the budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from kruidenier.i18n import _, amount
from kruidenier.tui.widgets.words import spread

if TYPE_CHECKING:
    from kruidenier.shop.till.values import Basket


class Totals(Static):
    """One line under the goods."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 Textual's own name
        super().__init__(id=id, markup=False)
        self.basket: Basket | None = None

    def show(self, basket: Basket | None) -> None:
        """Show the totals of a basket; none shows nothing."""
        if basket != self.basket:
            self.basket = basket
            self.paint()

    def paint(self) -> None:
        """Say it anew: another language, or another width."""
        self.update(Content("") if self.basket is None else self._line(self.basket), layout=False)

    def on_resize(self) -> None:
        """Share the space anew."""
        self.paint()

    def _line(self, basket: Basket) -> Content:
        left = basket.budget_left_cents
        by_month = (basket.shopper.period_until - basket.shopper.period_from).days > 7
        after = _("left for this month {amount}") if by_month else _("left for this week {amount}")
        if left < 0:
            after = _("{amount} over the budget: put something back")
        return spread(
            (_("CASH {amount}").format(amount=amount(basket.cash_cents)), "bold"),
            (_("CARD {amount}").format(amount=amount(basket.total_cents)), "bold"),
            (after.format(amount=amount(abs(left))), "bold $soon" if left < 0 else ""),
            width=max(self.size.width - 2, 40),
        )
