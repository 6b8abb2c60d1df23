"""The round of a week on paper: day by day where goods are fetched, with room to write what was different."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.documents import page, paragraphs
from kruidenier.documents.blocks import INNER, MARGIN, WIDTH, Block, put
from kruidenier.documents.paragraphs import gap, paragraph, rule
from kruidenier.documents.roll import MM
from kruidenier.i18n import LOCALES, N_, _, day, language, speaking

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from kruidenier.shop.supply.pick_up_round import Round, Stop

BOX = 4 * MM
TIME, PLACE, EXPECTED, BACK, NOTES = (
    MARGIN + 7 * MM,
    MARGIN + 20 * MM,
    MARGIN + 112 * MM,
    MARGIN + 126 * MM,
    MARGIN + 130 * MM,
)
"""Where hour, place and notes begin, and the columns of crates end."""
NOT_GONE = {
    "cancelled": N_("called off in time"),
    "kept": N_("came"),
    "missed": N_("not given"),
    "refused": N_("not taken"),
}


@dataclass(frozen=True, slots=True)
class RoundPaper:
    """What stands on the paper."""

    shop: str
    round: Round


def write(paper: RoundPaper, place: Path, *, lang: str) -> Path:
    """Keep the round in a file, on A4."""
    with speaking(lang):
        return page.keep(draw(paper), place)


def draw(paper: RoundPaper) -> bytes:
    """Draw the round in the language spoken now."""
    first, last = day(paper.round.first), day(paper.round.last)
    title = _("Pick-ups from {first} to {last}").format(first=first, last=last)
    return paragraphs.draw(title, [*_blocks(paper, title)], foot=f"{paper.shop}   {title}")


def date_words(date: dt.date) -> str:
    """Name a day of the week with its date."""
    from babel.dates import format_date

    return str(format_date(date, "EEEE d MMMM", locale=LOCALES[language()]))


def _blocks(paper: RoundPaper, title: str) -> Iterator[Block]:
    yield paragraph(title, font=page.BOLD, size=15)
    yield paragraph(paper.shop)
    yield rule(1.2)
    if not paper.round.stops:
        yield paragraph(_("No pick-up is due this week."))
    for date, stops in groupby(paper.round.stops, lambda stop: stop.pick_up.day):
        yield gap(3 * MM)
        first, *others = stops
        yield _day(date, _stop(first))
        for stop in others:
            yield _stop(stop)


def _day(date: dt.date, first: Block) -> Block:
    """Head a day, together with its first stop."""

    def write(sheet: Canvas, top: float) -> None:
        put(sheet, date_words(date), MARGIN, top - 11, width=70 * MM, font=page.BOLD, size=11)
        for words, right in ((_("crates"), EXPECTED), (_("give back"), BACK)):
            sheet.setFont(page.REGULAR, 7)
            sheet.drawRightString(right, top - 11, words)
        put(sheet, _("notes"), NOTES + 3 * MM, top - 11, width=30 * MM, size=7)
        sheet.setLineWidth(0.6)
        sheet.line(MARGIN, top - 15, WIDTH - MARGIN, top - 15)
        first.draw(sheet, top - 17)

    return Block(17 + first.height, write)


def _stop(stop: Stop) -> Block:
    pick_up = stop.pick_up
    where = ", ".join(part for part in (stop.street, stop.town) if part)
    who = "  ".join(part for part in (stop.contact, stop.phone) if part)
    brings = _("they bring it") if pick_up.carrier == "giver" else ""
    told = [where, "   ".join(part for part in (who, pick_up.agreement, brings) if part)]
    state = _(NOT_GONE.get(pick_up.state, ""))
    height = 16 * MM

    def write(sheet: Canvas, top: float) -> None:
        sheet.setLineWidth(0.6)
        sheet.rect(MARGIN, top - 5 * MM, BOX, BOX)
        put(sheet, pick_up.at_time or "–", TIME, top - 4.5 * MM, width=13 * MM, font=page.BOLD, size=10)
        put(sheet, pick_up.supplier_name, PLACE, top - 4.5 * MM, width=80 * MM, font=page.BOLD, size=10)
        for turn, words in enumerate(told):
            put(sheet, words, PLACE, top - (9 + 4 * turn) * MM, width=88 * MM, size=8)
        sheet.setFont(page.REGULAR, 10)
        sheet.drawRightString(EXPECTED, top - 4.5 * MM, "" if pick_up.crates is None else str(pick_up.crates))
        sheet.drawRightString(BACK, top - 4.5 * MM, str(stop.crates_back) if stop.crates_back else "–")
        words = "  ".join(part for part in (state, pick_up.why or "") if part)
        put(sheet, words, NOTES + 3 * MM, top - 4.5 * MM, width=INNER - 133 * MM, size=8)
        sheet.setLineWidth(0.2)
        sheet.line(NOTES + 3 * MM, top - 12 * MM, WIDTH - MARGIN, top - 12 * MM)
        sheet.line(MARGIN, top - height + 1 * MM, WIDTH - MARGIN, top - height + 1 * MM)

    return Block(height, write)
