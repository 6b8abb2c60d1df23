"""The yearly annex of an agreement on paper, in Dutch and French: pick-ups and kilograms by month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kruidenier.documents import page, paragraphs
from kruidenier.documents.agreement_sheet import LEFTS, address, each, in_both, said, side_by_side, signatures
from kruidenier.documents.blocks import MARGIN, SIZE, WIDTH, Block, put
from kruidenier.documents.paragraphs import LEADING, beside, gap, rule
from kruidenier.documents.roll import MM
from kruidenier.i18n import LOCALES, N_, _, day, language, speaking, weight

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

TITLE = N_("Yearly annex")
FIGURES = (
    ("expected", N_("expected"), 88),
    ("kept", N_("kept"), 104),
    ("missed", N_("missed"), 119),
    ("refused", N_("refused"), 135),
    ("cancelled", N_("called off"), 149),
)
"""Columns of pick-ups: figure, heading, and where it ends, in millimetres from the margin."""
KILOGRAMS = WIDTH - MARGIN
BAR_FROM, BAR = MARGIN + 34 * MM, 42 * MM
STATES = {"missed": N_("not given"), "refused": N_("sent back, or not taken"), "cancelled": N_("called off in time")}


@dataclass(frozen=True, slots=True)
class AnnexPaper:
    """What stands on the paper: the figures of the annex, frozen once the year is over."""

    figures: dict[str, Any]


def write(paper: AnnexPaper, place: Path) -> Path:
    """Keep the annex in a file, on A4."""
    return page.keep(draw(paper), place)


def draw(paper: AnnexPaper) -> bytes:
    """Draw the annex in both languages of Brussels."""
    figures = paper.figures
    title = f"{in_both(TITLE)} {figures['year']}"
    blocks = [*_head(figures), *_months(figures), *_places(figures), *_not_kept(figures), *_rules(), gap(4 * MM)]
    return paragraphs.draw(title, [*blocks, signatures(figures)], foot=f"{title}   {figures['number']}")


def _head(figures: dict[str, Any]) -> Iterator[Block]:
    year = figures["year"]
    yield side_by_side(tuple(f"{words} {year}" for words in said(TITLE)), font=page.BOLD, size=15)
    yield side_by_side(each(lambda: _("Of agreement {number}").format(number=figures["number"])))
    first, last = (day(dt.date.fromisoformat(figures[end])) for end in ("first", "last"))
    yield side_by_side(each(lambda: _("From {first} until {last} included").format(first=first, last=last)))
    if not figures["final"]:
        yield side_by_side(said(N_("The year is not over yet: these figures may still change.")), font=page.BOLD)
    yield gap(2 * MM)
    yield rule(1.2)
    giver, receiver = figures["giver"], figures["receiver"]
    half = LEFTS[1] - LEFTS[0] - 8 * MM
    for left, right, font in (
        (giver["name"], receiver["name"], page.BOLD),
        (address(giver), ", ".join(receiver["lines"]), page.REGULAR),
    ):
        yield beside([(left, LEFTS[0], half, font), (right, LEFTS[1], half, font)])
    yield gap(3 * MM)


def _columns(first: str) -> Block:
    """Write the headings of a table, Dutch over French."""

    def write(sheet: Canvas, top: float) -> None:
        for words, baseline in zip(said(first), (top - 8, top - 17), strict=True):
            put(sheet, words, MARGIN, baseline, width=60 * MM, size=7)
        heads = [*((message, MARGIN + end * MM) for _figure, message, end in FIGURES), (N_("given"), KILOGRAMS)]
        for message, right in heads:
            for words, baseline in zip(said(message), (top - 8, top - 17), strict=True):
                sheet.setFont(page.REGULAR, 7)
                sheet.drawRightString(right, baseline, words)
        sheet.setLineWidth(0.6)
        sheet.line(MARGIN, top - 20, WIDTH - MARGIN, top - 20)

    return Block(22, write)


def _row(words: str, line: dict[str, Any], *, font: str = page.REGULAR, share: float = 0.0) -> Block:
    """Write a line of figures; a bar shows its share of the greatest month."""

    def write(sheet: Canvas, top: float) -> None:
        baseline = top - LEADING + 2
        put(sheet, words, MARGIN, baseline, width=(32 if share else 72) * MM, font=font)
        if share:
            sheet.setFillGray(0.75)
            sheet.rect(BAR_FROM, baseline - 1, BAR * share, SIZE - 1, stroke=0, fill=1)
            sheet.setFillGray(0)
        sheet.setFont(font, SIZE)
        for figure, _message, end in FIGURES:
            sheet.drawRightString(MARGIN + end * MM, baseline, str(line[figure]))
        sheet.drawRightString(KILOGRAMS, baseline, _kilograms(line["grams"]))
        sheet.setLineWidth(0.2)
        sheet.line(MARGIN, top - LEADING - 1, WIDTH - MARGIN, top - LEADING - 1)

    return Block(LEADING + 1.5, write)


def _kilograms(grams: int) -> str:
    """Write a weight as both languages do, whatever is spoken at the screen."""
    with speaking("nl"):
        return weight(grams)


def _months(figures: dict[str, Any]) -> Iterator[Block]:
    most = max((line["grams"] for line in figures["months"]), default=0) or 1
    yield _columns(N_("month"))
    for line in figures["months"]:
        month = dt.date.fromisoformat(f"{line['month']}-01")
        yield _row(" / ".join(each(partial(_month, month))), line, share=line["grams"] / most)
    yield _row(in_both(N_("the whole period")), figures["total"], font=page.BOLD)
    yield gap(5 * MM)


def _month(month: dt.date) -> str:
    from babel.dates import get_month_names

    names = get_month_names("abbreviated", context="stand-alone", locale=LOCALES[language()])
    return str(names[month.month])


def _places(figures: dict[str, Any]) -> Iterator[Block]:
    """List the establishments, where there are several."""
    if len(figures["places"]) < 2:
        return
    yield _columns(N_("establishment"))
    for line in figures["places"]:
        yield _row(line["name"], line)
    yield gap(5 * MM)


def _not_kept(figures: dict[str, Any]) -> Iterator[Block]:
    """List the days on which nothing was handed over, with the reason that was noted."""
    if not figures["not_kept"]:
        return
    yield side_by_side(said(N_("Days without goods")), font=page.BOLD, size=11)
    for failed in figures["not_kept"]:
        why = dict.fromkeys(failed["why"][lang] for lang in ("nl", "fr") if failed["why"][lang])
        state = [] if failed["holiday"] else [in_both(STATES[failed["state"]])]
        words = ": ".join([*state, *([" / ".join(why)] if why else [])])
        on = day(dt.date.fromisoformat(failed["day"]))
        yield beside(
            [
                (on, MARGIN, 20 * MM, page.REGULAR),
                (failed["name"], MARGIN + 22 * MM, 44 * MM, page.REGULAR),
                (words, MARGIN + 68 * MM, WIDTH - 2 * MARGIN - 68 * MM, page.REGULAR),
            ],
            size=8,
        )
    yield gap(4 * MM)


def _rules() -> Iterator[Block]:
    """Say how pick-ups and kilograms were counted."""
    yield side_by_side(
        said(
            N_(
                "Expected = kept + missed. A delivery of that day keeps a pick-up. What the receiver sent back or "
                "could not take, public holidays and days called off by the day before count for nobody. Given: "
                "kilograms that were taken in, as weighed at the door or by what the packs say."
            )
        ),
        size=7.5,
    )
