"""A supplier's year in lines that fit a terminal: its months as a chart, its figures beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from babel.dates import get_month_names

from kruidenier.i18n import LOCALES, _, day, language, money, ngettext, thousands, weight
from kruidenier.shop.figures.supplier_values import percent, percents
from kruidenier.tui.widgets.words import fit, plain

if TYPE_CHECKING:
    from kruidenier.shop.figures.supplier_reports import Report
    from kruidenier.shop.figures.supplier_values import Month, SupplierFigures

MOST_MONTHS = 12
HEIGHT = 8
"""Rows of the chart's bars."""
NARROW, WIDE = 3, 5
"""Cells of a month."""
LABEL, LONG_LABEL, AMOUNT, SHARE = 18, 30, 12, 5


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that explains itself."""

    name: str
    behind: str
    """What its documents are asked by."""
    label: str
    amount: str
    share: str = ""


def figures_of(figures: SupplierFigures) -> list[Figure]:
    """List the figures, in the order of the mark."""
    from kruidenier.shop.figures import supplier_words

    fates = supplier_words.fates(figures)
    shares = percents([grams for _name, _words, grams in fates])
    found = [Figure("came", "came", _("given and taken in"), weight(figures.grams))]
    for (name, words, grams), part in zip(fates, shares, strict=True):
        share = f"{part} %" if grams >= 0 else ""
        found.append(Figure(name, name, f" {words}", weight(grams), share))
    households = _("few") if figures.reached is None else thousands(figures.reached)
    found += [
        Figure("fresh", "fresh", _("fresh goods"), weight(figures.fresh), _share(figures.fresh, figures.grams)),
        Figure("refused", "refused", _("refused"), weight(figures.refused)),
        Figure("households", "asked", _("households"), households),
        Figure("asked", "asked", _("customers paid"), money(figures.asked_cents)),
        Figure("meals", "handed_out", _("meals"), thousands(figures.meals)),
        Figure("co2e", "handed_out", _("CO2e spared"), weight(figures.co2e_grams)),
    ]
    if figures.worth is not None:
        found.append(
            Figure(
                "worth", "worth", _("value in a shop"), money(figures.worth.cents) if figures.worth.is_known else "–"
            )
        )
    return found


def page(report: Report, figures: Sequence[Figure], *, chosen: int, width: int, height: int, against: str) -> list[str]:
    """Lay the chart and the figures out beside each other, the one with the mark always in sight."""
    told = report.figures
    cell = WIDE if width >= 100 else NARROW
    chart = _chart(told.by_month[-MOST_MONTHS:], cell)
    above = _above(report, against)
    under = _under(told)[: max(height - len(above) - len(chart), 0)]
    room = max(height - len(above) - len(under), len(chart))
    top = min(max(chosen - room + 1, 0), max(len(figures) - room, 0))
    label = LONG_LABEL if cell == WIDE else LABEL
    rows = [
        f"{'>' if place == chosen else ' '} {fit(one.label, label)} {one.amount:>{AMOUNT}} {one.share:>{SHARE}}"
        for place, one in enumerate(figures)
    ][top : top + room]
    lines = [f"{fit(bars, cell * MOST_MONTHS)} {row}" for bars, row in zip_longest(chart, rows, fillvalue="")]
    free = height - len(above) - len(lines) - len(under) - 2
    return [fit(line.rstrip(), width).rstrip() for line in [*above, *lines, *under, *_groups(told, free)]]


def _groups(told: SupplierFigures, free: int) -> list[str]:
    """Name the largest food groups, as far as there is room."""
    from kruidenier.shop.figures import supplier_words

    rows = [
        f"  {fit(supplier_words.group(one), LONG_LABEL)} {weight(one.fate.came):>{AMOUNT}}"
        f" {_share(one.fate.came, told.grams):>{SHARE}}"
        for one in told.by_group
    ]
    return ["", _("By food group (kg)"), *rows[:free]] if rows and free > 1 else []


def _above(report: Report, against: str) -> list[str]:
    """Say whether the figures may still change, and whose goods they are of."""
    from kruidenier.shop.figures import supplier_words

    told = report.figures
    if report.number is None or report.issued_at is None:
        state = _("draft")
    else:
        state = _("Report {number}, issued on {date}").format(number=report.number, date=day(report.issued_at.date()))
    deliveries = ngettext("{n} delivery", "{n} deliveries", told.deliveries).format(n=told.deliveries)
    return ["   ".join(part for part in (state, _(supplier_words.BY[told.by]), deliveries, against) if part)]


def _under(told: SupplierFigures) -> list[str]:
    """Say how what left is known, how agreements were kept, and how the label stands."""
    from kruidenier.shop.figures import supplier_words
    from kruidenier.shop.goods import words

    known = told.known_by
    whole = known.scanned + known.attributed + known.counted
    shares = percents([getattr(known, way) for way in words.KNOWN_BY])
    ways = ", ".join(f"{_(said)} {part} %" for said, part in zip(words.KNOWN_BY.values(), shares, strict=True))
    lines = [_("How what left is known: {ways}").format(ways=ways)] if whole else []
    if told.agreements:
        lines.append(supplier_words.regularity(told))
    return [*lines, *_label(told)]


def _label(told: SupplierFigures) -> list[str]:
    """Say how the label stands, and what the shop itself must do first."""
    from kruidenier.shop.figures import label, label_words

    if not told.label:
        return []
    measured, held = label.thaw(told.label["assessment"]), _("none in force")
    if told.label["number"]:
        until = dt.date.fromisoformat(told.label["valid_until"])
        held = _("level {level} in force until {day}").format(level=told.label["level"], day=day(until))
    said = _("Label: {points} of {of} points are level {level}; {held}").format(
        points=measured.points, of=measured.of, level=measured.level, held=held
    )
    tasks = [_("Our own homework first: {task}").format(task=label_words.homework(one)) for one in measured.homework]
    return [said, *tasks[:1]]


def _chart(months: Sequence[Month], cell: int) -> list[str]:
    """Draw a bar for each month, its weight above it."""
    most = max((month.fate.came for month in months), default=0)
    unit = next(unit for unit in (1, 10, 100, 1000, 10_000, 100_000) if most // 1000 // unit < 10 ** (cell - 1))
    names = get_month_names("narrow" if cell == NARROW else "abbreviated", locale=LOCALES[language()])
    numbers = [(month.fate.came + 500 * unit) // (1000 * unit) for month in months]
    bars = []
    for row in range(HEIGHT, 0, -1):
        signs = ["#" if most and month.fate.came * HEIGHT >= most * (row - 0.5) else "" for month in months]
        bars.append(_cells([sign * (cell - 1) for sign in signs], cell))
    return [
        _cells([str(number) if number else "" for number in numbers], cell),
        *bars,
        _cells([names[month.first.month].rstrip(".")[: cell - 1] for month in months], cell),
        _("kg by month") if unit == 1 else _("{n} kg by month").format(n=f"× {thousands(unit)}"),
    ]


def _cells(words: Sequence[str], cell: int) -> str:
    return "".join(f"{plain(word):>{cell - 1}} " for word in words)


def _share(part: int, whole: int) -> str:
    return f"{percent(part, whole)} %"
