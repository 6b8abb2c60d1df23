"""The label's own ornament: a twig with three leaves, as many of them full as the level says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

INK = (0.12, 0.24, 0.18)
"""Of the words: nearly black, with the green of leaves in it."""
LEAF = (0.20, 0.42, 0.29)
PALE = (0.66, 0.75, 0.68)
"""Of rules, and of leaves that are not reached."""
LEAVES = ((0, 46, 0), (-2.2, 24, 52), (2.2, 15, -52))
"""The top leaf, the left one and the right one: where each begins on a twig of height 100, and how far it leans."""
ORDER = (1, 2, 0)
"""In which they fill up: the side leaves first."""


def twig(sheet: Canvas, centre: float, bottom: float, height: float, *, level: int) -> None:
    """Draw the twig with its foot on a point."""
    sheet.saveState()
    sheet.translate(centre, bottom)
    sheet.scale(height / 100, height / 100)
    sheet.setLineCap(1)
    sheet.setLineJoin(1)
    sheet.setStrokeColorRGB(*LEAF)
    sheet.setLineWidth(1.5)
    stem = sheet.beginPath()
    stem.moveTo(-3, 0)
    stem.curveTo(1.5, 12, 1.5, 30, 0, 48)
    sheet.drawPath(stem)
    full = {ORDER[number] for number in range(level)}
    for number, (x, y, lean) in enumerate(LEAVES):
        _leaf(sheet, x, y, lean, length=52 if number == 0 else 44, full=number in full)
    sheet.restoreState()


def _leaf(sheet: Canvas, x: float, y: float, lean: float, *, length: float, full: bool) -> None:
    sheet.saveState()
    sheet.translate(x, y)
    sheet.rotate(lean)
    wide = length * 0.36
    outline = sheet.beginPath()
    outline.moveTo(0, 0)
    outline.curveTo(-wide, length * 0.22, -wide * 0.95, length * 0.68, 0, length)
    outline.curveTo(wide * 0.95, length * 0.68, wide, length * 0.22, 0, 0)
    outline.close()
    sheet.setFillColorRGB(*(LEAF if full else (1, 1, 1)))
    sheet.setStrokeColorRGB(*(LEAF if full else PALE))
    sheet.setLineWidth(0.9)
    sheet.drawPath(outline, stroke=1, fill=1)
    sheet.setStrokeColorRGB(*((1, 1, 1) if full else PALE))
    sheet.setLineWidth(0.9)
    vein = sheet.beginPath()
    vein.moveTo(0, length * 0.02)
    vein.curveTo(length * 0.02, length * 0.3, length * 0.02, length * 0.6, 0, length * 0.84)
    sheet.drawPath(vein)
    sheet.setLineWidth(0.55)
    for at in (0.2, 0.36, 0.52):
        for side in (-1, 1):
            rib = sheet.beginPath()
            rib.moveTo(length * 0.012, length * at)
            reach = side * wide * (0.62 - abs(at - 0.36) * 0.5)
            rib.curveTo(
                reach * 0.45, length * (at + 0.05), reach * 0.8, length * (at + 0.11), reach, length * (at + 0.19)
            )
            sheet.drawPath(rib)
    sheet.restoreState()
