"""The paper of a year for a funder: who was served, in boxes that overlap, and how it was counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kruidenier.documents import figure_paper, page
from kruidenier.documents.figure_paper import FigurePaper
from kruidenier.documents.report_tables import Column, Table
from kruidenier.i18n import _, day, speaking, weight
from kruidenier.shop.figures import funder_words
from kruidenier.shop.till.served import WHO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kruidenier.shop.figures.funder_reports import FunderReport
    from kruidenier.shop.till.values import ShopHeading


@dataclass(frozen=True, slots=True)
class FunderPaper:
    """What stands on the paper."""

    heading: ShopHeading
    report: FunderReport


def write(paper: FunderPaper, place: Path, *, lang: str) -> Path:
    """Keep the paper in a file, on A4."""
    return page.keep(draw(paper, lang=lang), place)


def draw(paper: FunderPaper, *, lang: str) -> bytes:
    """Draw the paper in a language."""
    with speaking(lang):
        report = paper.report
        figures = report.figures
        ages = _("ages on {reference}").format(reference=day(figures.reference))
        title = _("DRAFT: who was served in {year}")
        state = _("Only for the office: two drafts may tell of one household.")
        if report.number is not None and report.issued_at is not None:
            title, date = _("Who was served in {year}"), day(report.issued_at.date())
            state = _("Paper {number}, issued on {date}").format(number=report.number, date=date)
        return figure_paper.draw(
            FigurePaper(
                title.format(year=figures.year),
                f"{paper.heading.name} · {ages}",
                state,
                list(_tables(paper)),
            )
        )


def _tables(paper: FunderPaper) -> Iterator[Table]:
    figures = paper.report.figures
    rows = [
        [funder_words.box(box.name, figures), *(funder_words.number(box.of(who)) for who in WHO)]
        for box in figures.boxes
    ]
    rows.append([_("goods handed out"), *(weight(grams) for grams in figures.grams)])
    columns = [Column(_(words), 2.2) for words in funder_words.COLUMNS.values()]
    yield Table(_("People and households"), (Column(_("box"), 3.4, right=False), *columns), rows)
    said = funder_words.method(figures)
    paragraphs = [" ".join(said[start : start + 2]) for start in range(0, len(said), 2)]
    yield Table(_("How this was counted"), words=paragraphs)
    signed = _("For {shop}: name, date and signature").format(shop=paper.heading.name)
    yield Table(_("Signed"), words=[signed, "…" * 40])
