"""Plain symbols for papers that everybody must understand: a queue, a clock, a coin and a basket."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas


def queue(sheet: Canvas, left: float, bottom: float, size: float) -> None:
    """Draw three people, one behind the other."""
    _begin(sheet, left, bottom, size)
    for place, height in enumerate((100, 84, 68)):
        middle = 16 + 32 * place
        sheet.circle(middle, height * 0.84, height * 0.14, fill=1, stroke=0)
        sheet.roundRect(middle - 12, 0, 24, height * 0.64, 11, fill=1, stroke=0)
    sheet.restoreState()


def clock(sheet: Canvas, left: float, bottom: float, size: float) -> None:
    """Draw a clock."""
    _begin(sheet, left, bottom, size)
    sheet.circle(50, 42, 40, fill=0)
    sheet.line(50, 42, 50, 68)
    sheet.line(50, 42, 66, 36)
    sheet.restoreState()


def coin(sheet: Canvas, left: float, bottom: float, size: float) -> None:
    """Draw a coin of a euro."""
    _begin(sheet, left, bottom, size)
    sheet.circle(50, 42, 40, fill=0)
    sheet.arc(36, 20, 80, 64, startAng=60, extent=240)
    for height in (37, 47):
        sheet.line(28, height, 54, height)
    sheet.restoreState()


def basket(sheet: Canvas, left: float, bottom: float, size: float) -> None:
    """Draw a basket."""
    _begin(sheet, left, bottom, size)
    _basket(sheet, fill=1)
    sheet.restoreState()


def no_basket(sheet: Canvas, left: float, bottom: float, size: float) -> None:
    """Draw an empty basket that is crossed out."""
    _begin(sheet, left, bottom, size)
    _basket(sheet, fill=0)
    sheet.line(0, 0, 100, 92)
    sheet.restoreState()


def _basket(sheet: Canvas, *, fill: int) -> None:
    body = sheet.beginPath()
    body.moveTo(10, 48)
    body.lineTo(90, 48)
    body.lineTo(78, 0)
    body.lineTo(22, 0)
    body.close()
    sheet.drawPath(body, fill=fill)
    sheet.arc(24, 10, 76, 88, startAng=0, extent=180)


def _begin(sheet: Canvas, left: float, bottom: float, size: float) -> None:
    sheet.saveState()
    sheet.translate(left, bottom)
    sheet.scale(size / 100, size / 100)
    sheet.setLineWidth(9)
    sheet.setLineCap(1)
    sheet.setLineJoin(1)
