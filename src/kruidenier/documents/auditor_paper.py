"""The auditor's file of a year on paper."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from kruidenier.documents import figure_paper, page, report_tables
from kruidenier.documents.figure_paper import FigurePaper
from kruidenier.documents.report_tables import Column, Table
from kruidenier.i18n import _, day, money, ngettext, speaking, thousands, weight
from kruidenier.shop.figures import auditor_words, exception_words
from kruidenier.shop.figures.esf_account import COLUMNS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kruidenier.shop.figures.auditor import AuditorFile
    from kruidenier.shop.figures.esf_account import EsfLine
    from kruidenier.shop.people.decisions import Decision
    from kruidenier.shop.till.values import ShopHeading


@dataclass(frozen=True, slots=True)
class AuditorPaper:
    """What stands on the paper."""

    heading: ShopHeading
    file: AuditorFile
    today: dt.date


def write(paper: AuditorPaper, place: Path, *, lang: str) -> Path:
    """Keep the file on A4."""
    return page.keep(draw(paper, lang=lang), place)


def draw(paper: AuditorPaper, *, lang: str) -> bytes:
    """Draw the file in a language."""
    with speaking(lang):
        return figure_paper.draw(
            FigurePaper(
                _("File for the auditor, {year}").format(year=paper.file.year),
                paper.heading.name,
                _("The books as they are on {date}").format(date=day(paper.today)),
                list(_tables(paper.file)),
            )
        )


def _tables(file: AuditorFile) -> Iterator[Table]:
    yield Table(_("Stock account of ESF+ goods"), words=auditor_words.account())
    for campaign, lines in groupby(sorted(file.account, key=lambda line: line.campaign), lambda line: line.campaign):
        articles, said = list(lines), campaign.replace("ESF+", _("ESF+"))
        yield _pieces(said, articles)
        yield _weights(said, articles)
    yield _sample(file)
    yield _overrides(file)
    yield _corrections(file)
    yield _drawers(file)
    faults = [fault.message for fault in file.faults] or [_("The books agree with themselves.")]
    yield Table(_("Proof of the books"), words=faults)


def _pieces(campaign: str, lines: Sequence[EsfLine]) -> Table:
    numbers = [Column(_(auditor_words.COLUMNS[name]), 15) for name in COLUMNS]
    columns = (Column(_("article"), 36, right=False), *numbers, Column(_("counted on"), 20))
    whole = [
        [
            line.name,
            *(_count(line.amounts[name].count) for name in COLUMNS),
            day(line.counted_on) if line.counted_on else "–",
        ]
        for line in lines
    ]
    return Table(_("{campaign}, in pieces").format(campaign=campaign), columns, _wrapped(columns, whole))


def _weights(campaign: str, lines: Sequence[EsfLine]) -> Table:
    numbers = [Column(_(auditor_words.COLUMNS[name]), 17.5) for name in COLUMNS]
    columns = (Column(_("article"), 36, right=False), *numbers)
    whole = [[line.name, *(_kg(line.amounts[name].grams) for name in COLUMNS)] for line in lines]
    sums = [_kg(sum(line.amounts[name].grams for line in lines)) for name in COLUMNS]
    title = _("{campaign}, in kg").format(campaign=campaign)
    return Table(title, columns, _wrapped(columns, whole), [_("together"), *sums])


def _sample(file: AuditorFile) -> Table:
    headings = [_("right"), _("from"), _("until"), _("what led to it, and what was seen"), _("decided"), _("by")]
    widths = [22, 22, 22, 56, 22, 18]
    cards = any(one.card for one in file.sample)
    if cards:
        headings, widths = [_("card"), *headings], [24, 20, 21, 21, 42, 21, 15]
    columns = _left([*headings, _("rules")], [*widths, 11])
    rows = _wrapped(columns, (half for one in file.sample for half in _decided(one, cards=cards)))
    told = ngettext("Drawn from {n} decision, by {seed}.", "Drawn from {n} decisions, by {seed}.", file.decisions)
    said = f"{told.format(n=file.decisions, seed=file.seed)} {auditor_words.drawn()}"
    return Table(_("Rights to look at"), columns, rows, words=[said])


def _decided(one: Decision, *, cards: bool) -> Iterator[list[str]]:
    """Write a decision, and under it the document that was seen."""
    card = [one.card or "–"] if cards else []
    right = [
        _(auditor_words.KINDS[one.kind]),
        *(day(date) if date else "–" for date in (one.valid_from, one.valid_until)),
    ]
    yield [*card, *right, auditor_words.led(one), day(one.granted_on), one.granted_by, str(one.rule_version)]
    if one.proof:
        yield [*("" for _cell in (*card, *right)), auditor_words.document(one.proof), "", "", ""]


def _overrides(file: AuditorFile) -> Table:
    headings = (_("date"), _("what"), _("rule"), _("where"), _("reason"), _("by"))
    rows = [
        [
            day(one.at.date()),
            _(auditor_words.SET_ASIDE[one.what]),
            exception_words.rules(one.rule),
            one.where,
            one.reason,
            one.by,
        ]
        for one in file.overrides
    ]
    return _listed(_("Rules set aside"), headings, (22, 20, 30, 21, 63, 18), rows)


def _corrections(file: AuditorFile) -> Table:
    headings = (_("date"), _("what"), _("number"), _("of sale"), _("reason"), _("by"), _("amount"))
    rows = [
        [
            day(one.on),
            _(auditor_words.CORRECTIONS[one.kind]),
            one.number,
            one.of,
            one.reason,
            one.by,
            money(one.total_cents),
        ]
        for one in file.corrections
    ]
    return _listed(_("Sales cancelled, goods taken back"), headings, (22, 30, 22, 22, 40, 18, 20), rows, right=1)


def _drawers(file: AuditorFile) -> Table:
    headings = (_("date"), _("drawer"), _("reason"), _("by"), _("expected"), _("counted"), _("difference"))
    rows = [
        [
            day(one.on),
            one.number,
            one.reason,
            one.by,
            *(money(cents) for cents in (one.expected_cents, one.counted_cents, one.difference_cents)),
        ]
        for one in file.differences
    ]
    closed = ngettext("{n} drawer was closed.", "{n} drawers were closed.", file.drawers).format(n=file.drawers)
    table = _listed(_("Differences of cash"), headings, (22, 22, 42, 18, 24, 24, 22), rows, right=3)
    return Table(table.title, table.columns, table.rows, words=[closed, *table.words])


def _listed(
    title: str, headings: Sequence[str], widths: Sequence[int], rows: list[list[str]], *, right: int = 0
) -> Table:
    if not rows:
        return Table(title, words=[_("There is none of this year.")])
    columns = _left(headings, widths, right=right)
    return Table(title, columns, _wrapped(columns, rows))


def _wrapped(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> list[list[str]]:
    """Break cells that are too long for their column into lines."""
    return [line for row in rows for line in report_tables.wrapped(columns, row)]


def _left(headings: Sequence[str], widths: Sequence[int], *, right: int = 0) -> tuple[Column, ...]:
    """Lay columns out from the left; the last so many are amounts."""
    amounts = len(headings) - right
    named = zip(headings, widths, strict=True)
    return tuple(Column(words, width, right=place >= amounts) for place, (words, width) in enumerate(named))


def _count(count: int) -> str:
    return thousands(count) if count else "–"


def _kg(grams: int) -> str:
    return weight(grams).removesuffix(" kg") if grams else "–"
