"""What gift notes and their summaries have in common on paper: the two sides, and the place where both sign."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kruidenier.documents import page
from kruidenier.documents.blocks import INNER, MARGIN, WIDTH, Block, put, said
from kruidenier.documents.roll import MM
from kruidenier.i18n import N_, _, day

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from kruidenier.shop.supply.note_list import Signature
    from kruidenier.shop.supply.note_papers import Party

TITLES = {
    "gift": N_("Gift note"),
    "food_bank": N_("Receipt for goods of the food bank"),
}
HEADINGS = {
    "gift": N_("Goods given"),
    "food_bank": N_("Goods of the food bank, apart from gifts"),
}
HALF = (INNER - 6 * MM) / 2
PARTIES, SIGNATURES = 46 * MM, 46 * MM
"""Their heights."""


def draw_parties(sheet: Canvas, top: float, donor: Party, recipient: Party, *, what: str, langs: Sequence[str]) -> None:
    """Draw who gives and who receives, side by side."""
    gives = said(N_("Giver"), langs) if what == "gift" else said(N_("Handed on by"), langs)
    _draw_party(sheet, MARGIN, top, gives, donor, langs=langs)
    _draw_party(sheet, WIDTH - MARGIN - HALF, top, said(N_("Receiver"), langs), recipient, langs=langs)


def _draw_party(sheet: Canvas, left: float, top: float, title: str, party: Party, *, langs: Sequence[str]) -> None:
    inside, width = left + 3 * MM, HALF - 6 * MM
    sheet.setLineWidth(0.5)
    sheet.rect(left, top - PARTIES + 4 * MM, HALF, PARTIES - 4 * MM)
    put(sheet, title, inside, top - 5 * MM, width=width, size=7)
    took = put(sheet, party.name, inside, top - 10 * MM, width=width, font=page.BOLD, size=10, most=2)
    baseline = top - 10 * MM - took * 4.4 * MM
    for line in [*party.lines[:3], *_numbers(party, langs)]:
        if baseline < top - PARTIES + 5 * MM:
            break
        took = put(sheet, line, inside, baseline, width=width, size=8, most=2)
        baseline -= took * 3.7 * MM


def _numbers(party: Party, langs: Sequence[str]) -> list[str]:
    """Tell by which numbers a side is known, and who recognised it."""
    on = day(party.recognised_on) if party.recognised_on else None
    numbers = (
        (N_("Enterprise number (VAT)"), f"BE {party.kbo}" if party.kbo else None),
        (N_("Establishment"), party.establishment),
        (N_("Recognised by"), party.recognised_by),
        (N_("Recognition"), ", ".join(filter(None, (party.recognition, on)))),
    )
    return [told(label, number, langs) for label, number in numbers if number]


def told(label: str, amount: str, langs: Sequence[str]) -> str:
    """Tell one thing under its name in each language."""
    return _("{what}: {amount}").format(what=said(label, langs), amount=amount).rstrip()


def signatures(giver: Signature | None, shop: Signature | None, *, langs: Sequence[str]) -> Block:
    """Make the place where both sides sign, with the names of those who did."""

    def draw(sheet: Canvas, top: float) -> None:
        words = said(N_("Each side keeps a copy."), langs)
        put(sheet, words, MARGIN, top - 6 * MM, width=INNER, size=8)
        _draw_place(sheet, MARGIN, top - 9 * MM, said(N_("For the giver"), langs), giver, langs=langs)
        right = WIDTH - MARGIN - HALF
        _draw_place(sheet, right, top - 9 * MM, said(N_("For the receiver"), langs), shop, langs=langs)

    return Block(SIGNATURES, draw)


def _draw_place(
    sheet: Canvas, left: float, top: float, title: str, signed: Signature | None, *, langs: Sequence[str]
) -> None:
    inside, width = left + 3 * MM, HALF - 6 * MM
    sheet.setLineWidth(0.5)
    sheet.rect(left, top - 34 * MM, HALF, 34 * MM)
    put(sheet, title, inside, top - 5 * MM, width=width, font=page.BOLD, size=8)
    asked = (
        (N_("Name"), signed.name if signed else ""),
        (N_("Date"), day(signed.signed_on) if signed else ""),
        (N_("Signature"), ""),
    )
    for (label, amount), down in zip(asked, (11, 16, 22), strict=True):
        put(sheet, told(label, amount, langs), inside, top - down * MM, width=width, size=8)
