"""A supplier's report as a spreadsheet for its own reporting: every figure with its unit, and how it was made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kruidenier.i18n import _, speaking
from kruidenier.shop.figures import supplier_json, supplier_words
from kruidenier.shop.office import sheets

if TYPE_CHECKING:
    from pathlib import Path

    from kruidenier.shop.figures.supplier_reports import Report

COLUMNS = ("part", "item", "figure", "value", "unit", "note")
OF_REPORT = ("supplier", "name", "by", "from", "until")
PARTS = (
    ("by_month", "month", "month"),
    ("by_group", "group", "group"),
    ("refusals", "refused", "reason"),
    ("notes", "gift_note", "number"),
    ("agreements", "agreement", "agreement"),
)
"""Lists of the document, how each is called, and what names one of its items."""
MIXED = "mixed_crates"
UNITS = {"_kg": "kg", "_cents": "EUR cent", "kg": "kg"}

Row = tuple[object, ...]


def write(report: Report, place: Path, *, lang: str) -> Path:
    """Keep the figures in a file, CSV or XLSX."""
    with speaking(lang):
        sheets.write(COLUMNS, rows(report), place)
    return place


def rows(report: Report) -> Iterator[Row]:
    """List every figure of the report with its fixed name, in the numbers that programs read."""
    told = supplier_json.document(report.figures)
    draft = "" if report.number else _("DRAFT: figures may still change")
    yield "report", "", "number", report.number or "draft", "", draft
    for name in OF_REPORT:
        yield "report", "", name, told[name], "", ""
    yield from _figures("total", "", told)
    yield from _figures("known_by", "", told["known_by"])
    for factor in told["factors"]:
        yield "factor", factor["name"], "value", factor["value"], "", factor["source"]
    for key, part, item in PARTS:
        for one in told[key]:
            yield from _figures(part, one[item] or MIXED, one)
    yield from _figures("label", "", told["label"])
    for sentence in supplier_words.method(report.figures):
        yield "method", "", "", "", "", sentence


def _figures(part: str, item: str, told: Mapping[str, Any]) -> Iterable[Row]:
    for name, value in told.items():
        if isinstance(value, (int, float)) or value is None:
            yield part, item, name, "" if value is None else _plain(value), _unit(name), ""


def _plain(value: float) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def _unit(name: str) -> str:
    return next((unit for ending, unit in UNITS.items() if name.endswith(ending)), "")
