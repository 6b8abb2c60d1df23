"""Beside the goods on a wide screen: the total to be read from afar, and all about the line with the mark."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from kruidenier.i18n import _, amount, money, ngettext, weight
from kruidenier.tui.widgets.big import Big
from kruidenier.tui.widgets.words import plain

if TYPE_CHECKING:
    from kruidenier.shop.till.values import Basket, BasketLine


class Details(Vertical):
    """What a narrow screen has no room for."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 Textual's own name
        super().__init__(id=id)
        self._basket: Basket | None = None
        self._line: BasketLine | None = None

    def compose(self) -> Iterable[Big | Static]:
        """Show a big total, and words under it."""
        yield Big(id="total")
        yield Static(id="line", markup=False)

    def show(self, basket: Basket | None, line: BasketLine | None) -> None:
        """Show a basket's total and one of its lines."""
        if (basket, line) != (self._basket, self._line):
            self._basket, self._line = basket, line
            self.paint()

    def paint(self) -> None:
        """Say it anew, in the language of now."""
        if not self.size.width or self._basket is None:
            return
        self.query_one(Big).show(_("TO PAY IN CASH"), amount(self._basket.cash_cents))
        self.query_one("#line", Static).update(Content("\n".join(self._words())), layout=False)

    def on_resize(self) -> None:
        """There may be room now."""
        self.paint()

    def _words(self) -> list[str]:
        line = self._line
        if line is None:
            return [_("Scan the goods one after another.")]
        each = money(line.unit_price_cents) if line.unit_price_cents else _("free")
        price = _("{price} a kilo") if line.grams is not None else _("{price} each")
        count = line.count or 0
        pieces = ngettext("{n} piece", "{n} pieces", count).format(n=count)
        much = weight(line.grams) if line.grams is not None else pieces
        words = [plain(line.name), line.code, "", f"{much}, {price.format(price=each)}", money(line.total_cents)]
        if line.free_eu:
            words += ["", _("From the European Union's goods: always free.")]
        if line.short:
            words += ["", _("The books did not know of this one: staff will count.")]
        return [*words, "", *line.notices]
