"""The band about the household: its number, its standing in a word, its budget. A name only for a few seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kruidenier.i18n import N_, _, amount
from kruidenier.tui.widgets.rows import Row, Rows, spread
from kruidenier.tui.widgets.words import fit

if TYPE_CHECKING:
    from textual.timer import Timer

    from kruidenier.shop.till.values import Basket, Shopper

BAR = 24
NEEDS = {
    "chair": N_("chair"),
    "cool_bag": N_("cool bag"),
    "interpreter": N_("interpreter"),
    "manager": N_("see the manager"),
}
WEEK_DAYS = 7
NAME_SECONDS = 5.0


class Band(Rows):
    """Two lines about the household in front of the till."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 Textual's own name
        super().__init__(id=id)
        self._basket: Basket | None = None
        self._name = ""
        self._hides: Timer | None = None

    def show(self, basket: Basket | None) -> None:
        """Show the household of a basket; a name stays with its own basket."""
        if basket is None or self._basket is None or basket.id != self._basket.id:
            self.hide_name()
        self._basket = basket
        self.paint()

    def reveal(self, name: str) -> None:
        """Show whose basket this is; it hides by itself."""
        self.hide_name()
        self._name, self._hides = name, self.set_timer(NAME_SECONDS, self.hide_name)
        self.paint()

    def hide_name(self) -> None:
        """Show the number alone again."""
        if self._hides is not None:
            self._hides.stop()
            self._name, self._hides = "", None
            self.paint()

    def paint(self) -> None:
        """Say it anew: another language, or another width."""
        if self._basket is None:
            self.put()
        else:
            who = _named(self._basket, self._name, self.room) if self._name else _who(self._basket, self.room)
            self.put(who, _budget(self._basket, self.room))

    def on_resize(self) -> None:
        """Share the space anew."""
        self.paint()


def by_month(basket: Basket) -> bool:
    """Tell whether the budget is for a month, and not for a week."""
    return (basket.shopper.period_until - basket.shopper.period_from).days >= WEEK_DAYS


def _named(basket: Basket, name: str, width: int) -> Row:
    number = _("No. {number}").format(number=basket.number)
    return [(f"{number}   ", "strong"), (fit(name, width - len(number) - 3), "strong")]


def _who(basket: Basket, width: int) -> Row:
    shopper = basket.shopper
    people = str(shopper.adults) if not shopper.children else f"{shopper.adults}+{shopper.children}"
    return spread(
        (_("No. {number}").format(number=basket.number), "strong"),
        _standing(shopper),
        (_("{people} pers.").format(people=people), ""),
        (_("language {code}").format(code=shopper.lang.upper()), ""),
        (_("EU goods: yes") if shopper.esf else _("EU goods: no"), ""),
        (_needs(shopper), "strong"),
        width=width,
    )


def _needs(shopper: Shopper) -> str:
    """Say what they need when they come; at the edge of the band, which is never left out."""
    return " · ".join(_(NEEDS[need]) for need in shopper.needs)


def _standing(shopper: Shopper) -> tuple[str, str]:
    if shopper.status == "fine":
        words, style = _("MAY SHOP"), "good"
    elif shopper.status == "ends_soon" and shopper.grocery_until:
        words, style = _("MAY SHOP, until {date}").format(date=f"{shopper.grocery_until:%d/%m}"), "soon"
    else:
        words, style = _("EU GOODS ONLY") if shopper.esf else _("ASK AT THE DESK"), "soon"
    return f" {words} ", style


def _budget(basket: Basket, width: int) -> Row:
    shopper = basket.shopper
    limit = max(shopper.limit_cents, 1)
    spent = min(max(shopper.spent_cents * BAR // limit, 0), BAR)
    after = min(max((shopper.spent_cents + basket.total_cents) * BAR // limit, spent), BAR)
    period = _("Month {amount}") if by_month(basket) else _("Week {amount}")
    before = _("left {amount}") if shopper.left_cents >= 0 else _("over by {amount}")
    return spread(
        (period.format(amount=amount(shopper.limit_cents)), ""),
        (f"[{'=' * spent}{'+' * (after - spent)}{'.' * (BAR - after)}]", "bar"),
        (before.format(amount=amount(abs(shopper.left_cents))), "strong"),
        (_("this basket {amount}").format(amount=amount(basket.total_cents)), ""),
        width=width,
    )
