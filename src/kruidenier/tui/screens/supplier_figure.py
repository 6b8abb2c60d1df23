"""What stands behind a figure of a supplier: its documents, and the lot behind each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from kruidenier.i18n import N_, _, money, ngettext, weight
from kruidenier.tui.dialogs import Flow
from kruidenier.tui.screens.stock_lists import MOVING, GoodsListScreen
from kruidenier.tui.widgets.long_list import Column, LongList

if TYPE_CHECKING:
    from kruidenier.shop.figures.supplier_documents import Entry
    from kruidenier.shop.figures.supplier_values import SupplierFigures
    from kruidenier.tui.screens.supplier_year_lines import Figure

MONEY = ("asked", "worth")
"""Figures in money."""
OF_VALUE = {"given": N_("as given"), "price": N_("shop price"), "unknown": N_("not known")}


class SupplierFigureScreen(GoodsListScreen):
    """The documents that a figure is the sum of."""

    HELP_PAGE: ClassVar[str] = "supplier_year"
    NEEDS: ClassVar[str] = "figures"
    BINDINGS: ClassVar = [
        *MOVING,
        Binding("enter", "open", "the lot", id="figure.open", tooltip=N_("Open the lot of the line with the mark")),
    ]

    def __init__(self, figures: SupplierFigures, figure: Figure) -> None:
        super().__init__()
        self.figures, self.figure = figures, figure

    def title_words(self) -> str:
        """Name the figure."""
        return _("{what}: {amount}").format(what=self.figure.label.strip(), amount=self.figure.amount)

    def columns(self, *, wide: bool) -> list[Column]:
        """Name the columns."""
        found = [
            Column(_("date"), 8, lambda entry: f"{entry.date:%d/%m/%y}"),
            Column(_("document"), 10, lambda entry: entry.document),
            Column(_("goods"), 0, lambda entry: entry.goods),
            Column(_("what"), 24 if wide else 14, _what),
            Column("kg", 11, _amount, right=True),
        ]
        if wide:
            found.insert(2, Column(_("lot"), 12, lambda entry: entry.lot or ""))
        if self.figure.behind in MONEY:
            found.append(Column("€", 10, lambda entry: money(entry.cents or 0), right=True))
        return found

    def question_here(self) -> Flow[Sequence[Entry] | None]:
        """Read the documents."""
        from kruidenier.shop.figures import supplier_documents

        told = self.figures
        return (
            yield from self.ask(
                supplier_documents.behind,
                told.supplier,
                self.figure.behind,
                first=told.first,
                last=told.last,
                by=told.by,
            )
        )

    def nothing(self) -> str:
        """Say that there is nothing behind it."""
        return _("Nothing stands behind this figure: it is zero.")

    def look(self) -> Flow[None]:
        """Read the documents, and say what they add up to."""
        yield from super().look()
        if self.lines:
            self.say(f"{self._how()}  {self._sum()}".strip())

    def _sum(self) -> str:
        total = weight(sum(entry.grams for entry in self.lines))
        lines = ngettext("{n} line, together {kg}.", "{n} lines, together {kg}.", len(self.lines))
        return lines.format(n=len(self.lines), kg=total)

    def _how(self) -> str:
        """Say how a figure is reckoned from what is listed."""
        from kruidenier.shop.figures import supplier_values

        name = {"meals": supplier_values.MEALS, "co2e": supplier_values.CO2E}.get(self.figure.name)
        for factor in self.figures.factors:
            if factor.name == name:
                said = _("Per kg handed out: {number} ({source}).")
                return said.format(number=f"{factor.thousandths / 1000:g}", source=factor.source)
        if self.figure.name == "households":
            return _("Sales without people: the number of different households among them is told from 5 on.")
        return ""

    def action_open(self) -> None:
        """Open the lot with the mark."""
        from kruidenier.tui.screens.lot import LotScreen

        entry = self.query_one(LongList).item
        if entry is not None and entry.lot is not None:
            self.app.push_screen(LotScreen(entry.lot))


def _what(entry: Entry) -> str:
    from kruidenier.shop.goods import words
    from kruidenier.shop.supply import words as of_supply

    if entry.what is None:
        return ""
    if entry.what in of_supply.REFUSALS:
        return _(of_supply.REFUSALS[entry.what])
    if entry.what in OF_VALUE:
        return _(OF_VALUE[entry.what])
    said = words.movement(entry.what, entry.why)
    return f"{said}, {_(words.KNOWN_BY[entry.known_by])}" if entry.known_by else said


def _amount(entry: Entry) -> str:
    return weight(entry.grams) if entry.grams or not entry.count else f"{entry.count} ×"
