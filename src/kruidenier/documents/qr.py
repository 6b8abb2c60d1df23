"""A QR code of plain text, drawn as black squares."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas


def draw(sheet: Canvas, text: str, left: float, bottom: float, size: float) -> None:
    """Draw a text as a square of this size; leave four modules of white around it."""
    from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    modules = code.modules
    side = size / len(modules)
    squares = sheet.beginPath()
    for row, dark in enumerate(modules):
        column = 0
        while column < len(dark):
            run = 0
            while column + run < len(dark) and dark[column + run]:
                run += 1
            if run:
                squares.rect(left + column * side, bottom + size - (row + 1) * side, run * side, side)
            column += run or 1
    sheet.setFillColorRGB(0, 0, 0)
    sheet.drawPath(squares, stroke=0, fill=1)
