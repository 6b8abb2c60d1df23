"""Labels for lots: a number that every till and stock screen reads, the last day, and what the pack no longer tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.documents import bars, label_sheet, page
from kruidenier.documents.label_sheet import BOTH, Field, in_both, names_in_both, put_names
from kruidenier.documents.roll import MM
from kruidenier.i18n import N_, _, day, speaking
from kruidenier.shop.goods.words import MARKS, ORIGINS, TREATMENTS

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from kruidenier.shop.figures.lot_labels import LotLabel
    from kruidenier.shop.figures.lot_sheet import LotSheet

TITLE = N_("Lot labels")
LAST_DAY = N_("Last day")
NAME_SIZES = (13, 11, 9.5, 8)
SECOND_SIZES = (10, 9, 8, 7)
DATE_SIZE = 17
FOOT = 42
"""Points at the bottom that are kept for all but names and date."""
DATE_ROW = 16
BARS = (34 * MM, 20)
GAP = 4 * MM
"""Without ink beside the bars, or no scanner finds their end."""


def write(labels: Sequence[LotLabel], place: Path, *, sheet: str, first: int = 1) -> Path:
    """Keep the labels in a file, to be printed at full size on sheets of that layout."""
    return page.keep(draw(labels, sheet=sheet, first=first), place)


def draw(labels: Sequence[LotLabel], *, sheet: str, first: int = 1) -> bytes:
    """Draw the labels."""
    return label_sheet.draw(in_both(TITLE), labels, _put, sheet=sheet, first=first)


def _put(paper: Canvas, label: LotLabel, field: Field) -> None:
    sheet = label.sheet
    names = names_in_both(label.names, sheet.code or sheet.group or sheet.lot)
    foot = FOOT + DATE_ROW if sheet.last_day else FOOT
    put_names(paper, names, field, foot=foot, sizes=NAME_SIZES, small=SECOND_SIZES)
    if sheet.last_day is not None:
        _put_date(paper, sheet.last_day, field)
    page.put(paper, _kept_how(sheet), field.left, field.bottom + 33, width=field.width, font=page.BOLD, size=7.5)
    origin = f"{in_both(ORIGINS[sheet.origin])} {day(sheet.received_on)}"
    page.put(paper, origin, field.left, field.bottom + 24, width=field.width, size=7)
    width, height = BARS
    bars.draw(paper, sheet.lot, field.left, field.bottom, width=width, height=height)
    left = field.left + width + GAP
    page.put(paper, sheet.lot, left, field.bottom + 6, width=field.right - left, font=page.BOLD, size=10)


def _put_date(paper: Canvas, date: dt.date, field: Field) -> None:
    """Write the last day large, behind what it is in both languages."""
    bottom = field.bottom + FOOT
    words = 0.0
    for turn, lang in enumerate(reversed(BOTH)):
        with speaking(lang):
            said = _(LAST_DAY)
        page.put(paper, said, field.left, bottom + 1 + 7 * turn, width=field.width, size=6.5)
        words = max(words, page.text_width(said, page.REGULAR, 6.5))
    left = field.left + words + 2 * MM
    page.put(paper, day(date), left, bottom + 1, width=field.right - left, font=page.BOLD, size=DATE_SIZE)


def _kept_how(sheet: LotSheet) -> str:
    """Say what was done with it, else which date is on the pack."""
    if sheet.treatment is not None and sheet.treated_on is not None:
        return f"{in_both(TREATMENTS[sheet.treatment])} {day(sheet.treated_on)}"
    return f"{in_both(MARKS[sheet.date_mark])} {day(sheet.date) if sheet.date else ''}".rstrip()
