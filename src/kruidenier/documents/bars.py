"""Bars that a scanner reads: those of the trade for its articles, Code 128 for all else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kruidenier.documents.roll import MM
from kruidenier.shop.goods.product_list import is_gtin

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

USUAL_BAR = 0.33 * MM
"""The usual size of the narrowest bar on packs."""
NARROWEST_BAR = 0.2 * MM
"""What an office printer still draws and a simple scanner still reads."""
_EAN = {13: "EAN13", 8: "EAN8"}


def draw(sheet: Canvas, code: str, left: float, bottom: float, *, width: float, height: float) -> bool:
    """Draw bars from the left edge of a field, as wide as they should be; False if they do not fit, or cannot be."""
    if not (code.isascii() and code.isprintable()):
        return False
    bar = min(USUAL_BAR, width / float(_bars(code, 1.0, height).width))
    if bar < NARROWEST_BAR:
        return False
    _bars(code, bar, height).drawOn(sheet, left, bottom)
    return True


def _bars(code: str, bar: float, height: float) -> Any:
    from reportlab.graphics.barcode import createBarcodeDrawing

    kind = _EAN.get(len(code), "Code128") if is_gtin(code) else "Code128"
    return createBarcodeDrawing(kind, value=code, barHeight=height, barWidth=bar, humanReadable=False, quiet=False)
