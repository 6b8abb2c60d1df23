"""Spreadsheets of real offices: CSV or XLSX, read without guessing and written so that they come back the same."""

from __future__ import annotations

import csv
import datetime as dt
import io
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from kruidenier.errors import ShopError
from kruidenier.i18n import N_, _

T = TypeVar("T")
JOINERS = "\u200c\u200d"
LONGEST_NAME = 200
LONGEST_TEXT = 2000


class NotASheet(ShopError):
    """A file that cannot be read as a spreadsheet."""

    message = N_("{file} cannot be read ({fault}). Save it as “CSV UTF-8” or as XLSX, with the column names in row 1.")


class NoSuchFile(ShopError):
    """A file that is not there."""

    message = N_("There is no file {file}, or it may not be read.")


class MissingColumns(ShopError):
    """A spreadsheet without a column that is needed."""

    message = N_("{file} has no column {missing}. Its columns are: {found}. Add the column to row 1 and try again.")


class BadCell(ShopError):
    """A cell that cannot be what its column says."""

    message = N_("“{value}” cannot be right here: {wanted}.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A spreadsheet: its columns and, for each row, the cells by column name."""

    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    unknown: tuple[str, ...] = ()
    """Columns that nobody asked for; they are ignored."""


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with one row; row 1 is the first after the header."""

    row: int
    column: str
    message: str


@dataclass(slots=True)
class Imported:
    """What an import did, or would do."""

    kind: str
    rows: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)


def read(file: Path, *, known: Sequence[str], needed: Iterable[Sequence[str]]) -> Sheet:
    """Read a CSV or XLSX file; of each group of needed columns one must be there."""
    try:
        content = file.read_bytes()
    except OSError as fault:
        raise NoSuchFile(file=file.name) from fault
    table = _xlsx(content, file) if content[:4] == b"PK\x03\x04" else _csv(content, file)
    if not table or not any(table[0]):
        raise NotASheet(file=file.name, fault=_("there is no header line"))
    header = [name.strip().lower() for name in table[0]]
    twice = {name for name in header if name and header.count(name) > 1}
    if twice:
        raise NotASheet(file=file.name, fault=", ".join(sorted(twice)))
    missing = [" / ".join(group) for group in needed if not any(name in header for name in group)]
    if missing:
        raise MissingColumns(file=file.name, missing=", ".join(missing), found=", ".join(header))
    rows = tuple(
        {name: cell.strip() for name, cell in zip(header, [*row, *[""] * len(header)], strict=False) if name in known}
        for row in table[1:]
        if any(cell.strip() for cell in row)
    )
    columns = tuple(name for name in header if name in known)
    return Sheet(columns, rows, tuple(name for name in header if name and name not in known))


def _csv(content: bytes, file: Path) -> list[list[str]]:
    if b"\0" in content:
        raise NotASheet(file=file.name, fault=_("it is not text"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotASheet(file=file.name, fault=_("its letters are not UTF-8")) from None
    first_line = text.split("\n", 1)[0]
    divider = ";" if first_line.count(";") > first_line.count(",") else ","
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True))
    except csv.Error as fault:
        raise NotASheet(file=file.name, fault=fault) from fault


def _xlsx(content: bytes, file: Path) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        return [[_cell(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    except (CalamineError, IndexError, ValueError, OSError) as fault:
        raise NotASheet(file=file.name, fault=fault) from fault


def _cell(value: object) -> str:
    """Write a cell as its owner sees it: whole numbers without a point, dates as dates."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def write(columns: Sequence[str], rows: Iterable[Sequence[object]], file: Path | None) -> bytes:
    """Write a spreadsheet: CSV, or XLSX with every cell as text if the file is named so. Tells what was written."""
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    content = _as_xlsx(columns, texts) if file and file.suffix.lower() == ".xlsx" else _as_csv(columns, texts)
    if file is not None:
        part = file.with_name(file.name + ".part")
        try:
            part.write_bytes(content)
            part.replace(file)
        except OSError as fault:
            raise FileNotWritten(file=file, fault=fault) from fault
    return content


class FileNotWritten(ShopError):
    """A file that could not be written."""

    message = N_("{file} could not be written ({fault}). Choose another folder or make room.")


def _as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def _as_xlsx(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"strings_to_numbers": False, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([columns, *rows]):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)
    return content.getvalue()


class Cells:
    """The cells of one row, read one by one; what is wrong is noted with its column."""

    def __init__(self, number: int, row: dict[str, str]) -> None:
        self.number = number
        self.row = row
        self.errors: list[RowError] = []

    def has(self, column: str) -> bool:
        """Tell whether the sheet has the column at all."""
        return column in self.row

    def filled(self, column: str) -> bool:
        """Tell whether the cell says something."""
        return bool(self.row.get(column))

    def wrong(self, column: str, message: str) -> None:
        """Note what is wrong with a cell."""
        self.errors.append(RowError(self.number, column, message))

    def text(self, column: str, *, longest: int = LONGEST_NAME, needed: bool = False) -> str | None:
        """Read a name or a remark: control characters are refused, joiners stay."""
        value = self.row.get(column, "")
        if not value:
            if needed:
                self.wrong(column, _("This may not be empty."))
            return None
        if len(value) > longest:
            self.wrong(column, _("This has more than {longest} letters.").format(longest=longest))
        elif any(unicodedata.category(sign) in ("Cc", "Cs", "Cn") for sign in value if sign not in JOINERS):
            self.wrong(column, _("This has signs that cannot be printed. Type it anew."))
        return unicodedata.normalize("NFC", value)

    def choice(self, column: str, known: Sequence[str], *, usual: str | None = None) -> str | None:
        """Read one of the fixed words."""
        value = self.row.get(column, "").lower() or usual
        if value is not None and value not in known:
            self.wrong(column, _("“{value}” is none of: {known}.").format(value=value, known=", ".join(known)))
        elif value is None:
            self.wrong(column, _("This must be one of: {known}.").format(known=", ".join(known)))
        return value

    def whole(self, column: str, *, least: int = 0, most: int = 10**9) -> int | None:
        """Read a whole number."""
        value = self.row.get(column, "")
        if not value:
            return None
        number = int(value) if value.isascii() and value.lstrip("-").isdigit() else None
        if number is None or not least <= number <= most:
            self.wrong(
                column,
                _("“{value}” is not a whole number from {least} to {most}.").format(
                    value=value, least=least, most=most
                ),
            )
            return None
        return number

    def date(self, column: str) -> dt.date | None:
        """Read a date written YYYY-MM-DD."""
        value = self.row.get(column, "")
        if not value:
            return None
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.wrong(column, _("“{value}” is not a date: write it as 2026-12-31.").format(value=value))
            return None

    def read(self, column: str, reader: Callable[[str], T]) -> T | None:
        """Read a cell by a rule of its own, which refuses with `BadCell` or any other sentence."""
        value = self.row.get(column, "")
        if not value:
            return None
        try:
            return reader(value)
        except ShopError as refusal:
            self.wrong(column, refusal.explain())
            return None
