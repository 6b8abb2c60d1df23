"""The band about the household: its number, its standing in a word, its budget. Never a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from kruidenier.i18n import N_, _, amount, day, ngettext
from kruidenier.tui.widgets.words import spread

if TYPE_CHECKING:
    from kruidenier.shop.till.values import Basket, Shopper

BAR = 24
LANGUAGE_NAMES = {"nl": N_("Dutch"), "fr": N_("French"), "en": N_("English"), "ar": N_("Arabic")}


class Band(Static):
    """Two lines about the household in front of the till."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 Textual's own name
        super().__init__(id=id, markup=False)
        self.basket: Basket | None = None

    def show(self, basket: Basket | None) -> None:
        """Show the household of a basket."""
        if basket != self.basket:
            self.basket = basket
            self.paint()

    def paint(self) -> None:
        """Say it anew: another language, or another width."""
        if self.basket is None:
            self.update(Content(), layout=False)
        else:
            width = max(self.size.width - 2, 40)
            words = [_who(self.basket, width), _budget(self.basket, width)]
            self.update(Content("\n").join(words), layout=False)

    def on_resize(self) -> None:
        """Share the space anew."""
        self.paint()


def _who(basket: Basket, width: int) -> Content:
    shopper = basket.shopper
    word, style = _standing(shopper)
    return spread(
        (_("No. {number}").format(number=basket.number), "bold"),
        (word, style),
        (_people(shopper), ""),
        (_("speaks {language}").format(language=_(LANGUAGE_NAMES.get(shopper.lang, shopper.lang))), ""),
        (_("EU goods: yes") if shopper.esf else _("EU goods: no"), ""),
        width=width,
    )


def _standing(shopper: Shopper) -> tuple[str, str]:
    if shopper.status == "fine":
        return f" {_('MAY SHOP')} ", "bold $good-text on $good"
    if shopper.status == "ends_soon" and shopper.grocery_until:
        until = _("MAY SHOP, until {date}").format(date=day(shopper.grocery_until))
        return f" {until} ", "bold $soon-text on $soon"
    if shopper.esf:
        return f" {_('EU GOODS ONLY')} ", "bold $soon-text on $soon"
    return f" {_('ASK AT THE DESK')} ", "bold $soon-text on $soon"


def _people(shopper: Shopper) -> str:
    adults = ngettext("{n} adult", "{n} adults", shopper.adults).format(n=shopper.adults)
    if not shopper.children:
        return adults
    return adults + " + " + ngettext("{n} child", "{n} children", shopper.children).format(n=shopper.children)


def _budget(basket: Basket, width: int) -> Content:
    shopper = basket.shopper
    by_month = (shopper.period_until - shopper.period_from).days > 7
    limit = max(shopper.limit_cents, 1)
    spent = min(max(shopper.spent_cents * BAR // limit, 0), BAR)
    after = min(max((shopper.spent_cents + basket.total_cents) * BAR // limit, spent), BAR)
    period = _("Month {amount}") if by_month else _("Week {amount}")
    left = basket.shopper.left_cents
    before = _("left {amount}") if left >= 0 else _("over by {amount}")
    return spread(
        (period.format(amount=amount(shopper.limit_cents)), ""),
        (f"[{'=' * spent}{'+' * (after - spent)}{'.' * (BAR - after)}]", "$bar"),
        (before.format(amount=amount(abs(left))), "bold"),
        (_("this basket {amount}").format(amount=amount(basket.total_cents)), ""),
        width=width,
    )
