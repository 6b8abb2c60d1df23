"""The auditor's file as a spreadsheet, CSV or XLSX: every figure under its fixed name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kruidenier.i18n import speaking
from kruidenier.shop.figures import auditor
from kruidenier.shop.office import sheets

if TYPE_CHECKING:
    from pathlib import Path

    from kruidenier.shop.figures.auditor import AuditorFile

COLUMNS = ("part", "line", "item", "value", "unit")
LISTS = ("esf_account", "sample", "overrides", "corrections", "cash_differences")
UNITS = {"count": "", "grams": "g"}

Row = tuple[object, ...]


def write(file: AuditorFile, place: Path, *, lang: str) -> Path:
    """Keep the figures in a file."""
    with speaking(lang):
        sheets.write(COLUMNS, rows(file), place)
    return place


def rows(file: AuditorFile) -> Iterator[Row]:
    """List every figure of the file, in the numbers that programs read."""
    told = auditor.document(file)
    for name in ("year", "seed", "decisions", "drawers"):
        yield "file", "", name, told[name], ""
    for part in LISTS:
        for number, line in enumerate(told[part], start=1):
            for item, value in line.items():
                yield from _cells(part, number, item, value)
    yield "check", "", "ok", "yes" if told["check"]["ok"] else "no", ""
    for number, fault in enumerate(told["check"]["faults"], start=1):
        for item, value in fault.items():
            yield "check", number, item, value, ""


def _cells(part: str, number: int, item: str, value: Any) -> Iterator[Row]:
    if isinstance(value, dict):
        for unit, amount in value.items():
            yield part, number, f"{item}_{unit}", amount, UNITS[unit]
    else:
        yield part, number, item, "" if value is None else value, "EUR cent" if item.endswith("_cents") else ""
