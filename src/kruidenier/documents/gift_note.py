"""The gift note on paper: who gave what to whom, line by line, with room for two signatures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.documents import gift_parts, page
from kruidenier.documents.blocks import BETWEEN, HEIGHT, INNER, MARGIN, TOP, WIDTH, Block, broken, put, said
from kruidenier.documents.roll import MM
from kruidenier.documents.text import drawn_lines
from kruidenier.i18n import N_, _, day, degrees, speaking, weight
from kruidenier.shop.goods.words import MARKS
from kruidenier.shop.supply.words import REFUSALS

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from kruidenier.shop.supply.note_papers import GiftNote, NoteGoods, NotePart

ROW, HEAD = 9 * MM, 19 * MM
BESIDE, BESIDE_LINE = 4.5 * MM, 3.6 * MM
"""Height of the box that tells of another note: around its lines, and of each."""
MOST_BESIDE = 8
GOODS, LOT, DATE, DEGREES, CRATES, PIECES, KILOGRAMS = 58 * MM, 27 * MM, 32 * MM, 15 * MM, 14 * MM, 14 * MM, 20 * MM
"""Widths of the columns."""
COLUMNS = (
    (N_("goods"), GOODS),
    (N_("lot"), LOT),
    (N_("date"), DATE),
    ("°C", DEGREES),
    (N_("crates"), CRATES),
    (N_("pieces"), PIECES),
    ("kg", KILOGRAMS),
)
FIRST_RIGHT = 3
"""From this column on figures stand at the right."""
GAP = 2 * MM
BESIDE_ROOM = INNER - 6 * MM


def write(note: GiftNote, place: Path, *, langs: Sequence[str]) -> Path:
    """Keep the note in a file, on A4, in one language or in several at once."""
    return page.keep(draw(note, langs=langs), place)


def draw(note: GiftNote, *, langs: Sequence[str]) -> bytes:
    """Draw the note; numbers and dates are written as in the first of its languages."""
    with speaking(langs[0]):
        title = said(gift_parts.TITLES[_kind(note)], langs)
        sheet = page.blank(f"{title} {note.number}", width=WIDTH, height=HEIGHT)
        blocks = list(_blocks(note, langs))
        beside = _beside(note, langs)
        head = HEAD + _height(beside) + gift_parts.PARTIES
        pages = broken(blocks, first=TOP - head, others=TOP - 12 * MM)
        for number, some in enumerate(pages, start=1):
            if number > 1:
                sheet.showPage()
                put(sheet, f"{title} {note.number}", MARGIN, TOP - 4 * MM, width=INNER - 30 * MM, font=page.BOLD)
            else:
                _draw_head(sheet, note, title, beside, langs)
            sheet.setFont(page.REGULAR, 8)
            sheet.drawRightString(WIDTH - MARGIN, 10 * MM, f"{number} / {len(pages)}")
            for top, block in some:
                block.draw(sheet, top)
        return bytes(sheet.getpdfdata())


def names_in(names: Mapping[str, str], langs: Sequence[str]) -> str:
    """Name goods in each language, once where they have one name."""
    return BETWEEN.join(dict.fromkeys(names[lang] for lang in langs))


def _kind(note: GiftNote) -> str:
    """Tell which paper it is: a gift note, or the receipt of a food bank's goods alone."""
    return "food_bank" if note.parts and all(part.what == "food_bank" for part in note.parts) else "gift"


def _draw_head(sheet: Canvas, note: GiftNote, title: str, beside: Sequence[str], langs: Sequence[str]) -> None:
    put(sheet, title, MARGIN, TOP - 6 * MM, width=INNER - 45 * MM, font=page.BOLD, size=16 if len(langs) == 1 else 13)
    number = said(N_("No. {number}"), langs[:1], number=note.number)
    put(sheet, number, WIDTH - MARGIN - 43 * MM, TOP - 6 * MM, width=43 * MM, font=page.BOLD, size=12, right=True)
    when = said(N_("Given on {date}, delivery {delivery}"), langs, date=day(note.happened_on), delivery=note.delivery)
    put(sheet, when, MARGIN, TOP - 13 * MM, width=INNER, size=10)
    top = TOP - HEAD + 1 * MM
    if beside:
        height = _height(beside) - 2 * MM
        sheet.setLineWidth(1)
        sheet.rect(MARGIN, top - height, INNER, height)
        for turn, line in enumerate(beside, start=1):
            sheet.setFont(page.REGULAR if turn > 1 else page.BOLD, 8)
            sheet.drawString(MARGIN + 3 * MM, top - BESIDE_LINE * turn - 0.4 * MM, line)
        top -= height + 2 * MM
    gift_parts.draw_parties(sheet, top, note.donor, note.recipient, what=_kind(note), langs=langs)


def _height(beside: Sequence[str]) -> float:
    return BESIDE + BESIDE_LINE * len(beside) if beside else 0


def _beside(note: GiftNote, langs: Sequence[str]) -> list[str]:
    """Tell, line by line, which note stands in whose place, and why: outside what was frozen."""
    if note.corrected_by is not None:
        told = [said(N_("No longer valid: corrected by note {number}"), langs, number=note.corrected_by)]
    elif note.corrects is not None:
        told = [said(N_("In the place of note {number}"), langs, number=note.corrects), note.reason or ""]
    else:
        told = []
    measure = partial(page.text_width, font=page.BOLD, size=8)
    return [line for words in told for line in drawn_lines(words, BESIDE_ROOM, measure, most=MOST_BESIDE)]


def _blocks(note: GiftNote, langs: Sequence[str]) -> Iterator[Block]:
    for part in note.parts:
        yield _heading(said(gift_parts.HEADINGS[part.what], langs))
        yield _columns(langs)
        yield from (_row(goods, langs) for goods in part.goods)
        yield _total(part, langs)
    if note.refused:
        yield _heading(said(N_("Not taken in: goes back, or to the bin"), langs))
        yield _columns(langs)
        yield from (_row(goods, langs) for goods in note.refused)
    if note.crates_back:
        yield _line(said(N_("Empty crates given back: {n}"), langs, n=note.crates_back))
    if _kind(note) == "gift":
        yield _line(said(N_("The giver asks nothing for these goods."), langs))
    yield gift_parts.signatures(note.giver, note.shop, langs=langs)


def _heading(words: str) -> Block:
    def draw(sheet: Canvas, top: float) -> None:
        put(sheet, words, MARGIN, top - 6 * MM, width=INNER, font=page.BOLD, size=10)

    return Block(8 * MM, draw, follows=6 * MM + ROW)


def _line(words: str) -> Block:
    def draw(sheet: Canvas, top: float) -> None:
        put(sheet, words, MARGIN, top - 5 * MM, width=INNER)

    return Block(6 * MM, draw, follows=gift_parts.SIGNATURES)


def _columns(langs: Sequence[str]) -> Block:
    def draw(sheet: Canvas, top: float) -> None:
        left = MARGIN
        for turn, (words, width) in enumerate(COLUMNS):
            right = turn >= FIRST_RIGHT
            put(sheet, said(words, langs), left, top - 3 * MM, width=width - GAP, size=7, most=2, right=right)
            left += width
        sheet.setLineWidth(0.5)
        sheet.line(MARGIN, top - 7 * MM, WIDTH - MARGIN, top - 7 * MM)

    return Block(7 * MM, draw, follows=ROW)


def _row(goods: NoteGoods, langs: Sequence[str]) -> Block:
    """Write a line of the note: two rows of small print, so that a long name or a second language has room."""
    first, *others = dict.fromkeys(goods.names[lang] for lang in langs)
    if goods.reason:
        first = _("{what}: {amount}").format(what=said(REFUSALS[goods.reason], langs), amount=first)
    names = [first, *others]
    date, mark = day(goods.date) if goods.date else "", said(MARKS[goods.date_mark], langs)
    cells = (
        goods.lot or "",
        date or mark,
        degrees(goods.tenths).removesuffix(" °C") if goods.tenths is not None else "",
        str(goods.crates) if goods.crates else "",
        str(goods.count) if goods.count else "",
        weight(goods.grams).removesuffix(" kg") if goods.grams else "—",
    )

    def draw(sheet: Canvas, top: float) -> None:
        for turn, name in enumerate(names):
            most = 2 if len(names) == 1 else 1
            put(sheet, name, MARGIN, top - (3.8 + 3.6 * turn) * MM, width=GOODS - GAP, size=8, most=most)
        left = MARGIN + GOODS
        for turn, (words, (_heading, width)) in enumerate(zip(cells, COLUMNS[1:], strict=True), start=1):
            right = turn >= FIRST_RIGHT
            put(sheet, words, left, top - 3.8 * MM, width=width - GAP, size=8, most=1 if right else 2, right=right)
            left += width
        if date:
            put(sheet, mark, MARGIN + GOODS + LOT, top - 7.2 * MM, width=DATE - GAP, size=7)
        sheet.setLineWidth(0.2)
        sheet.line(MARGIN, top - ROW, WIDTH - MARGIN, top - ROW)

    return Block(ROW, draw)


def _total(part: NotePart, langs: Sequence[str]) -> Block:
    lines = [gift_parts.told(N_("Together"), weight(part.grams), langs)]
    if part.unweighed_pieces:
        lines.append(said(N_("not weighed, pieces: {n}"), langs, n=part.unweighed_pieces))
    return Block((2 + 5 * len(lines)) * MM, partial(_draw_total, lines=lines))


def _draw_total(sheet: Canvas, top: float, *, lines: Sequence[str]) -> None:
    for turn, words in enumerate(lines, start=1):
        put(sheet, words, MARGIN, top - 5 * turn * MM, width=INNER - GAP, font=page.BOLD, right=True)
