"""Labels for the shelves: what it is and what it costs, to be read from a metre, in both languages, with its bars."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.documents import bars, label_sheet, page
from kruidenier.documents.label_sheet import Field, in_both, names_in_both, put_names
from kruidenier.documents.roll import MM
from kruidenier.i18n import N_, amount, speaking

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from kruidenier.shop.goods.shelf_labels import ShelfLabel

TITLE = N_("Shelf labels")
FREE = N_("free")
NAME_SIZES = (15, 13, 11, 9)
SECOND_SIZES = (11, 10, 9, 8)
PRICE_SIZES = (26, 23, 20, 17, 14)
FOOT = 34
"""Points at the bottom that are kept for bars and price."""
BRAND_ROW = 12
BARS = (26 * MM, 36 * MM)
"""How wide they may be; wider leaves less for the price."""
BARS_HIGH = 8 * MM
GAP = 4 * MM
"""Without ink beside the bars, or no scanner finds their end."""


def write(labels: Sequence[ShelfLabel], place: Path, *, sheet: str, first: int = 1) -> Path:
    """Keep the labels in a file, to be printed at full size on sheets of that layout."""
    return page.keep(draw(labels, sheet=sheet, first=first), place)


def draw(labels: Sequence[ShelfLabel], *, sheet: str, first: int = 1) -> bytes:
    """Draw the labels."""
    return label_sheet.draw(in_both(TITLE), labels, _put, sheet=sheet, first=first)


def _put(paper: Canvas, label: ShelfLabel, field: Field) -> None:
    names = names_in_both(label.names, label.code)
    foot = FOOT + BRAND_ROW if label.brand else FOOT
    put_names(paper, names, field, foot=foot, sizes=NAME_SIZES, small=SECOND_SIZES)
    page.put(paper, label.brand or "", field.left, field.bottom + FOOT + 2, width=field.width, size=8)
    wide = (
        width
        for width in BARS
        if bars.draw(paper, label.code, field.left, field.bottom + 9, width=width, height=BARS_HIGH)
    )
    width = next(wide, BARS[0])
    page.put(paper, label.code, field.left, field.bottom + 1, width=width + GAP, size=7)
    left = field.left + width + GAP
    _put_price(paper, label, left, field.bottom, width=field.right - left)


def _put_price(paper: Canvas, label: ShelfLabel, left: float, bottom: float, *, width: float) -> None:
    price = f"€ {_in_cents(label.price_cents)}" if label.price_cents else in_both(FREE)
    size = next((size for size in PRICE_SIZES if page.text_width(price, page.BOLD, size) <= width), PRICE_SIZES[-1] - 4)
    page.put(paper, price, left, bottom + 13, width=width, font=page.BOLD, size=size, right=True)
    page.put(paper, " · ".join(_of_how_much(label)), left, bottom + 1, width=width, size=8.5, right=True)


def _of_how_much(label: ShelfLabel) -> list[str]:
    """Say what the price is for: a kilogram, or a pack and then each kilogram or litre of it."""
    if label.by_weight:
        return ["/ kg"]
    said = [f"{label.content} {label.unit}"] if label.content and label.unit in ("g", "ml") else []
    if label.price_cents and label.per_kilo_cents is not None:
        said.append(f"€ {_in_cents(label.per_kilo_cents)} / {'kg' if label.unit == 'g' else 'l'}")
    return said


def _in_cents(cents: int) -> str:
    with speaking("nl"):
        return amount(cents)
