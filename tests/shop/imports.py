"""Reading lists in tests: rows as one types them, judged and written as the console does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from kruidenier.shop.office.sheets import Imported, Sheet
from tests.kit import Stand


def sheet(columns: str, *rows: Sequence[str]) -> Sheet:
    """Lay out rows under columns, such as `"code name_fr"`."""
    names = columns.split()
    return Sheet(tuple(names), tuple(dict(zip(names, row, strict=True)) for row in rows))


def bring_in(stand: Stand, room: ModuleType, listed: Sheet) -> Imported:
    """Judge a list and write it if nothing is wrong."""
    plan = stand.ask(room.judge, listed, on=stand.today)
    if not plan.imported.errors:
        stand.do(room.write, plan)
    return plan.imported  # type: ignore[no-any-return]


def wrong(stand: Stand, room: ModuleType, columns: str, row: Mapping[str, str]) -> list[str]:
    """Judge one row, with the cells of `columns` that are not named left empty; tells the columns that are wrong."""
    listed = sheet(columns, [row.get(name, "") for name in columns.split()])
    return [error.column for error in stand.ask(room.judge, listed, on=stand.today).imported.errors]


def xlsx(file: Path, rows: Sequence[Sequence[Any]]) -> Path:
    """Write a spreadsheet as an office program does: numbers as numbers, dates as dates."""
    import xlsxwriter

    with xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy"}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                page.write(number, place, cell)
    return file
