"""The delivery slip for a partner on paper: what went, with lot, date, weight and temperature, and two signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.documents import gift_parts, page
from kruidenier.documents.blocks import BETWEEN, HEIGHT, INNER, MARGIN, TOP, WIDTH, put, said
from kruidenier.documents.roll import MM
from kruidenier.i18n import N_, day, degrees, speaking, thousands, weight
from kruidenier.shop.goods.words import MARKS
from kruidenier.shop.supply.note_papers import Party

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from kruidenier.shop.network.delivery_slips import DeliverySlip
    from kruidenier.shop.till.values import ShopHeading

LABELS = 84 * MM
LINE = 7 * MM
TITLE = N_("Delivery slip")


@dataclass(frozen=True, slots=True)
class SlipPaper:
    """What stands on the paper."""

    heading: ShopHeading
    slip: DeliverySlip


def write(paper: SlipPaper, place: Path, *, langs: Sequence[str]) -> Path:
    """Keep the slip in a file, on A4, in one language or in several at once."""
    return page.keep(draw(paper, langs=langs), place)


def draw(paper: SlipPaper, *, langs: Sequence[str]) -> bytes:
    """Draw the slip; numbers and dates are written as in the first of its languages."""
    slip = paper.slip
    with speaking(langs[0]):
        sheet = page.blank(f"{said(TITLE, langs)} {slip.number}", width=WIDTH, height=HEIGHT)
        _draw_head(sheet, slip, langs)
        giver, receiver = Party(paper.heading.name, paper.heading.lines, None), Party(slip.partner, (), None)
        gift_parts.draw_parties(sheet, TOP - 26 * MM, giver, receiver, what="gift", langs=langs)
        top = TOP - 26 * MM - gift_parts.PARTIES - 6 * MM
        for label, words, most in _facts(slip, langs):
            named = put(sheet, said(label, langs), MARGIN, top, width=LABELS - 3 * MM, size=9, most=2)
            told = put(sheet, words, MARGIN + LABELS, top, width=INNER - LABELS, size=11, font=page.BOLD, most=most)
            took = max(named, told)
            top -= LINE + (took - 1) * 4.8 * MM
            sheet.setLineWidth(0.2)
            sheet.line(MARGIN, top + 4 * MM, WIDTH - MARGIN, top + 4 * MM)
        gift_parts.signatures(None, None, langs=langs).draw(sheet, top)
        return bytes(sheet.getpdfdata())


def _draw_head(sheet: Canvas, slip: DeliverySlip, langs: Sequence[str]) -> None:
    number = said(N_("No. {number}"), langs[:1], number=slip.number)
    put(sheet, said(TITLE, langs), MARGIN, TOP - 6 * MM, width=INNER - 45 * MM, font=page.BOLD, size=16)
    put(sheet, number, WIDTH - MARGIN - 43 * MM, TOP - 6 * MM, width=43 * MM, font=page.BOLD, size=12, right=True)
    put(sheet, said(N_("Goods that went on {date}"), langs, date=day(slip.date)), MARGIN, TOP - 13 * MM, width=INNER)
    if slip.undone:
        words = said(N_("No longer valid: taken back, the goods did not go."), langs)
        put(sheet, words, MARGIN, TOP - 19 * MM, width=INNER, font=page.BOLD, size=11)


def _facts(slip: DeliverySlip, langs: Sequence[str]) -> list[tuple[str, str, int]]:
    """List label, words, and over how many lines at most."""
    names = BETWEEN.join(dict.fromkeys(slip.names[lang] for lang in langs))
    mark = said(MARKS[slip.date_mark], langs)
    read = [] if slip.tenths is None else [(N_("Temperature where it lay"), degrees(slip.tenths), 1)]
    pieces = [] if slip.by_weight else [(N_("Pieces"), thousands(slip.count), 1)]
    return [
        (N_("Goods"), names, 3),
        (N_("Lot"), " · ".join(filter(None, (slip.lot, slip.lot_code))), 2),
        (N_("Date on the pack"), f"{mark} {day(slip.date_on_pack)}" if slip.date_on_pack else mark, 2),
        *pieces,
        (N_("Weight"), weight(slip.grams) if slip.grams else "—", 1),
        *read,
        (N_("Temperature on handing over"), "…………… °C", 1),
    ]
