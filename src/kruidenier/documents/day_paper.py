"""A day on paper: sales and money, the drawers, and the goods on a scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kruidenier.documents import figure_paper, page
from kruidenier.documents.figure_paper import FigurePaper
from kruidenier.documents.report_tables import Column, Table
from kruidenier.i18n import N_, _, day, money, ngettext, speaking, weight
from kruidenier.shop.goods import words as of_goods

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from kruidenier.shop.figures.day_report import DayReport
    from kruidenier.shop.figures.mass_balance import MassBalance

PAID = {"voucher": N_("by voucher"), "cash": N_("in cash"), "card": N_("by card")}


def write(report: DayReport, place: Path, *, shop: str, today: dt.date, lang: str) -> Path:
    """Keep the day in a file, on A4."""
    return page.keep(draw(report, shop=shop, today=today, lang=lang), place)


def draw(report: DayReport, *, shop: str, today: dt.date, lang: str) -> bytes:
    """Draw the day in a language."""
    with speaking(lang):
        title = _("The day of {date}").format(date=day(report.date))
        foot = _("The books as they are on {date}").format(date=day(today))
        return figure_paper.draw(FigurePaper(title, shop, foot, list(_tables(report))))


def _tables(report: DayReport) -> Iterator[Table]:
    rows = [
        [_("sales"), str(report.sales)],
        [_("sales cancelled"), str(report.voids)],
        [_("goods taken back"), str(report.refunds)],
        [_("households"), str(report.households)],
        [_("total"), money(report.total_cents)],
        *([_(PAID[method]), money(cents)] for method, cents in report.paid),
        [_("rounding of cash"), money(report.rounding_cents)],
    ]
    yield Table(_("Sales"), (Column("", 3, right=False), Column("", 1)), rows)
    yield _drawers(report)
    yield _goods(report.balance)


def _drawers(report: DayReport) -> Table:
    if not report.drawers:
        return Table(_("Drawers"), words=[_("No drawer was opened.")])
    columns = (
        Column(_("drawer"), 2, right=False),
        Column(_("till"), 1, right=False),
        *(Column(words, 2) for words in (_("opened with"), _("expected"), _("counted"), _("difference"))),
    )
    rows = [
        [
            one.number,
            one.till,
            money(one.float_cents),
            *(
                "–" if cents is None else money(cents)
                for cents in (one.expected_cents, one.counted_cents, one.difference_cents)
            ),
        ]
        for one in report.drawers
    ]
    why = [_("{what}: {why}").format(what=one.number, why=_(one.reason)) for one in report.drawers if one.reason]
    return Table(_("Drawers"), columns, rows, words=why)


def _goods(balance: MassBalance) -> Table:
    rows = [[_("brought forward"), "", weight(balance.brought_forward)]]
    rows += [
        [_("in: {origin}").format(origin=_(of_goods.ORIGINS[origin])), "", weight(grams)]
        for origin, grams in balance.came_in
    ]
    rows += [
        [
            _("out: {what}").format(what=of_goods.movement(flow.reason, flow.why)),
            _(of_goods.KNOWN_BY[flow.known_by]),
            weight(-flow.grams),
        ]
        for flow in balance.out
    ]
    rows.append([_("unaccounted for"), "", weight(balance.unaccounted)])
    unweighed = ngettext(
        "{n} piece came in without a weight: it weighs nothing here.",
        "{n} pieces came in without a weight: they weigh nothing here.",
        balance.unweighed_pieces,
    ).format(n=balance.unweighed_pieces)
    columns = (Column("", 3, right=False), Column(_("how it is known"), 2, right=False), Column("kg", 1.4))
    words = [unweighed] if balance.unweighed_pieces else []
    return Table(_("Goods on the scale"), columns, rows, [_("left"), "", weight(balance.left)], words=words)
