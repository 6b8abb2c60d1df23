"""A funder's paper as a spreadsheet, CSV or XLSX: the same figures under their fixed names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kruidenier.i18n import _, speaking
from kruidenier.shop.figures import funder_reports, funder_words
from kruidenier.shop.office import sheets
from kruidenier.shop.till.served import WHO

if TYPE_CHECKING:
    from pathlib import Path

    from kruidenier.shop.figures.funder_reports import FunderReport

COLUMNS = ("box", *WHO, "name")
"""An empty cell is not told."""

Row = tuple[object, ...]


def write(report: FunderReport, place: Path, *, lang: str) -> Path:
    """Keep the figures in a file."""
    with speaking(lang):
        sheets.write(COLUMNS, rows(report), place)
    return place


def rows(report: FunderReport) -> Iterator[Row]:
    """List every figure of the paper, in the numbers that programs read."""
    told = funder_reports.document(report)
    draft = "" if report.number else _("DRAFT: figures may still change")
    yield "number", report.number or "draft", "", "", draft
    for name in ("year", "reference"):
        yield name, told[name], "", "", ""
    for box in told["boxes"]:
        yield box["name"], *(box[who] for who in WHO), funder_words.box(box["name"], report.figures)
    yield "handed_out_kg", *(told["handed_out_kg"][who] for who in WHO), _("handed out, kg")
    for sentence in funder_words.method(report.figures):
        yield "method", "", "", "", sentence
