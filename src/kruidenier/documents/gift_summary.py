"""The summary of a period's gifts on paper: by group, and by note, with room for two signatures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.documents import gift_parts, page
from kruidenier.documents.blocks import HEIGHT, INNER, MARGIN, TOP, WIDTH, Block, broken, put, said
from kruidenier.documents.gift_note import names_in
from kruidenier.documents.roll import MM
from kruidenier.documents.text import drawn_lines
from kruidenier.i18n import N_, day, speaking, weight

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from kruidenier.shop.supply.gift_summaries import Summary

TITLES = {"gift": N_("Summary of gifts"), "food_bank": N_("Summary of goods of the food bank")}
ROW, HEAD = 6.5 * MM, 25 * MM
WIDTHS = (102 * MM, 24 * MM, 30 * MM, 24 * MM)
GAP = 2 * MM
OF_GROUPS = (N_("food group"), N_("crates"), N_("unweighed pieces"), "kg")
OF_NOTES = (N_("gift note"), N_("crates"), N_("unweighed pieces"), "kg")
Cells = tuple[str, str, str, str]


def write(summary: Summary, place: Path, *, langs: Sequence[str]) -> Path:
    """Keep the summary in a file, on A4, in one language or in several at once."""
    return page.keep(draw(summary, langs=langs), place)


def draw(summary: Summary, *, langs: Sequence[str]) -> bytes:
    """Draw the summary; numbers and dates are written as in the first of its languages."""
    with speaking(langs[0]):
        title = said(TITLES[_kind(summary)], langs)
        sheet = page.blank(f"{title} {summary.number}", width=WIDTH, height=HEIGHT)
        first = TOP - HEAD - gift_parts.PARTIES
        pages = broken(list(_blocks(summary, langs)), first=first, others=TOP - 12 * MM)
        for number, some in enumerate(pages, start=1):
            if number > 1:
                sheet.showPage()
                put(sheet, f"{title} {summary.number}", MARGIN, TOP - 4 * MM, width=INNER - 30 * MM, font=page.BOLD)
            else:
                _draw_head(sheet, summary, title, langs)
            sheet.setFont(page.REGULAR, 8)
            sheet.drawRightString(WIDTH - MARGIN, 10 * MM, f"{number} / {len(pages)}")
            for top, block in some:
                block.draw(sheet, top)
        return bytes(sheet.getpdfdata())


def _kind(summary: Summary) -> str:
    return "gift" if any(part.what == "gift" for part in summary.parts) else "food_bank"


def _draw_head(sheet: Canvas, summary: Summary, title: str, langs: Sequence[str]) -> None:
    put(sheet, title, MARGIN, TOP - 6 * MM, width=INNER - 45 * MM, font=page.BOLD, size=16 if len(langs) == 1 else 13)
    number = said(N_("No. {number}"), langs[:1], number=summary.number)
    put(sheet, number, WIDTH - MARGIN - 43 * MM, TOP - 6 * MM, width=43 * MM, font=page.BOLD, size=12, right=True)
    period = said(N_("From {since} to {until}"), langs, since=day(summary.since), until=day(summary.until))
    put(sheet, period, MARGIN, TOP - 14 * MM, width=INNER, size=11)
    words = ""
    if summary.replaced_by is not None:
        words = said(N_("No longer valid: in its place stands summary {number}"), langs, number=summary.replaced_by)
    elif summary.replaces:
        words = said(N_("In the place of summary {number}"), langs, number=", ".join(summary.replaces))
    put(sheet, words, MARGIN, TOP - 21 * MM, width=INNER, font=page.BOLD)
    top = TOP - 24 * MM
    gift_parts.draw_parties(sheet, top, summary.donor, summary.recipient, what=_kind(summary), langs=langs)


def _blocks(summary: Summary, langs: Sequence[str]) -> Iterator[Block]:
    for part in summary.parts:
        yield _heading(said(gift_parts.HEADINGS[part.what], langs))
        yield _cells(tuple(said(words, langs) for words in OF_GROUPS), small=True)
        for group in part.groups:
            yield _cells(_told(names_in(group.names, langs), group.crates, group.unweighed_pieces, group.grams))
        together = (sum(one.crates for one in part.groups), sum(one.unweighed_pieces for one in part.groups))
        yield _cells(_told(said(N_("Together"), langs), *together, part.grams), bold=True)
    yield _heading(said(N_("These notes are summed up here, and no others"), langs))
    yield _cells(tuple(said(words, langs) for words in OF_NOTES), small=True)
    for note in summary.notes:
        yield _cells(_told(f"{note.number}   {day(note.date)}", note.crates, note.unweighed_pieces, note.grams))
    yield gift_parts.signatures(None, None, langs=langs)


def _told(first: str, crates: int, pieces: int, grams: int) -> Cells:
    return first, str(crates or ""), str(pieces or ""), weight(grams).removesuffix(" kg") if grams else "—"


def _heading(words: str) -> Block:
    def draw(sheet: Canvas, top: float) -> None:
        put(sheet, words, MARGIN, top - 7 * MM, width=INNER, font=page.BOLD, size=10)

    return Block(9 * MM, draw, follows=2 * ROW)


def _cells(cells: Sequence[str], *, small: bool = False, bold: bool = False) -> Block:
    """Lay a row out; what is too long for its column takes two lines."""
    font, size = page.BOLD if bold else page.REGULAR, 7 if small else 9
    measure = partial(page.text_width, font=font, size=size)
    lines = max(
        len(drawn_lines(words, width - GAP, measure, most=2)) for words, width in zip(cells, WIDTHS, strict=True)
    )
    height = ROW + (lines - 1) * size * 1.2

    def draw(sheet: Canvas, top: float) -> None:
        left = MARGIN
        for turn, (words, width) in enumerate(zip(cells, WIDTHS, strict=True)):
            right = turn > 0
            put(sheet, words, left, top - 4.5 * MM, width=width - GAP, font=font, size=size, most=2, right=right)
            left += width
        sheet.setLineWidth(0.5 if small else 0.2)
        sheet.line(MARGIN, top - height, WIDTH - MARGIN, top - height)

    return Block(height, draw, follows=ROW if small else 0)
