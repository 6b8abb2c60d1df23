"""Spreadsheets of real offices: CSV or XLSX, read without guessing and written so that they come back the same."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from kruidenier.errors import ShopError
from kruidenier.i18n import N_, _

T = TypeVar("T")
Row = Mapping[str, str]
Watch = Callable[[Sequence[Row]], Iterable[Row]]
"""Goes through rows one by one, for instance with a bar that people look at."""
JOINERS = "\u200c\u200d"
LONGEST_NAME = 200
LONGEST_TEXT = 2000
LARGEST = 10**9

_WHOLE = re.compile("-?[0-9]{1,15}")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FORMULA = re.compile(r"'*(=|@|[+-].*[A-Za-z])")
"""What a spreadsheet would reckon out instead of showing it, when it opens a CSV."""


class NoSuchFile(ShopError):
    """A file that is not there."""

    message = N_("There is no file {file}, or it may not be read.")


class NotASheet(ShopError):
    """A file that cannot be read as a spreadsheet."""

    message = N_("{file} cannot be read ({fault}). Save it as “CSV UTF-8” or as XLSX, with the column names in row 1.")


class MissingColumns(ShopError):
    """A spreadsheet without a column that is needed."""

    message = N_(
        "{file} has no column {missing}. Its columns are: {found}. Write the column names in row 1 and save it as"
        " “CSV UTF-8” or as XLSX."
    )


class FileNotWritten(ShopError):
    """A file that could not be written."""

    message = N_("{file} could not be written ({fault}). Choose another folder or make room.")


class ChangedMeanwhile(ShopError):
    """Somebody changed the list between judging the file and writing it."""

    message = N_("Somebody changed the list while the file was read. Nothing was written: import the file again.")


class BadRow(ShopError):
    """One line that was typed instead of imported, and cannot be taken."""

    message = N_("{column}: {fault}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A spreadsheet: its columns and, for each row, the cells by column name."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    unknown: tuple[str, ...] = ()
    """Columns that nobody asked for; they are ignored."""
    numbers: tuple[int, ...] = ()
    """The rows' own numbers, where empty rows lie between them."""
    torn: Mapping[int, str] = field(default_factory=dict)
    """By number, what is wrong with rows that have more or fewer cells than the header."""
    called: Mapping[str, str] = field(default_factory=dict)
    """By our column, what the file calls it where that is another word."""

    def cells(self, watch: Watch = iter) -> Iterator[Cells]:
        """Give the rows one by one, to be read cell by cell."""
        numbers = self.numbers or range(1, len(self.rows) + 1)
        for number, row in zip(numbers, watch(self.rows), strict=True):
            cells = Cells(number, row, self.called)
            if number in self.torn:
                cells.wrong("", self.torn[number])
            yield cells


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


class Cells:
    """The cells of one row, read one by one; what is wrong is noted with its column."""

    def __init__(self, number: int, row: Row, called: Mapping[str, str] | None = None) -> None:
        self.number = number
        self.row = row
        self.called = called or {}
        self.errors: list[RowError] = []

    def has(self, column: str) -> bool:
        """Tell whether the sheet has the column at all."""
        return column in self.row

    def filled(self, column: str) -> bool:
        """Tell whether the cell says something."""
        return bool(self.row.get(column))

    def wrong(self, column: str, message: str) -> None:
        """Note what is wrong with a cell, once: two of our columns may be one of theirs."""
        error = RowError(self.number, self.called.get(column, column), message)
        if error not in self.errors:
            self.errors.append(error)

    def is_wrong(self, *columns: str) -> bool:
        """Tell whether something is wrong with one of these cells."""
        called = {self.called.get(column, column) for column in columns}
        return any(error.column in called for error in self.errors)

    def text(
        self, column: str, *, longest: int = LONGEST_NAME, needed: bool = False, lines: bool = False
    ) -> str | None:
        """Read a name or a remark: control characters are refused, joiners stay."""
        value = self.row.get(column, "")
        if not value:
            if needed:
                self.wrong(column, _("This may not be empty."))
            return None
        if len(value) > longest:
            self.wrong(column, _("This has more than {longest} letters.").format(longest=longest))
        elif not writable(value, lines=lines):
            self.wrong(column, _("This has signs that cannot be printed. Type it anew."))
        return value if value.isascii() else unicodedata.normalize("NFC", value)

    def choice(self, column: str, known: Sequence[str], *, usual: str | None = None) -> str | None:
        """Read one of the fixed words."""
        value = self.row.get(column, "").lower() or usual
        if value is None:
            self.wrong(column, _("This must be one of: {known}.").format(known=", ".join(known)))
        elif value not in known:
            self.wrong(column, _("“{value}” is none of: {known}.").format(value=value, known=", ".join(known)))
        return value

    def whole(self, column: str, *, least: int = 0, most: int = LARGEST) -> int | None:
        """Read a whole number."""
        value = self.row.get(column, "")
        if not value:
            return None
        number = int(value) if _WHOLE.fullmatch(value) else None
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
            if _DAY.fullmatch(value):
                return dt.date.fromisoformat(value)
        except ValueError:
            pass
        self.wrong(column, _("“{value}” is not a date: write it as 2026-12-31.").format(value=value))
        return None

    def read(self, column: str, reader: Callable[[str], T]) -> T | None:
        """Read a cell by a rule of the shop, whose refusal is what is wrong with it."""
        value = self.row.get(column, "")
        if not value:
            return None
        try:
            return reader(value)
        except ShopError as refusal:
            self.wrong(column, refusal.explain())
            return None


def writable(text: str, *, lines: bool = False) -> bool:
    """Tell whether a text has only signs that may stand in one."""
    return text.isprintable() or all(_may_be_written(sign, lines=lines) for sign in text)


def _may_be_written(sign: str, *, lines: bool) -> bool:
    """Tell whether a sign may stand in a text: no commands to terminals, nothing that turns the direction of words."""
    if sign in JOINERS or (lines and sign == "\n"):
        return True
    return unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp")


def read(file: Path, *, known: Sequence[str], needed: Iterable[Sequence[str]]) -> Sheet:
    """Read a CSV or XLSX file; of each group of needed columns one must be there."""
    try:
        content = file.read_bytes()
    except (OSError, ValueError) as fault:
        raise NoSuchFile(file=file.name) from fault
    table = _xlsx(content, file) if content[:4] == b"PK\x03\x04" else _csv(content, file)
    if not table or not any(cell.strip() for cell in table[0]):
        raise NotASheet(file=file.name, fault=_("there is no header line"))
    header = [name.strip().lower() for name in table[0]]
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise NotASheet(file=file.name, fault=_("a column stands twice: {columns}").format(columns=", ".join(twice)))
    missing = [" / ".join(group) for group in needed if not any(name in header for name in group)]
    if missing:
        found = _shortened(", ".join(filter(None, header)))
        raise MissingColumns(file=file.name, missing=", ".join(missing), found=found)
    filled = [(number, row) for number, row in enumerate(table[1:], start=1) if any(cell.strip() for cell in row)]
    columns = [(place, name) for place, name in enumerate(header) if name in known]
    return Sheet(
        columns=tuple(name for _place, name in columns),
        rows=tuple(
            {name: row[place].strip() for place, name in columns if place < len(row)} for _number, row in filled
        ),
        unknown=tuple(name for name in header if name and name not in known),
        numbers=tuple(number for number, _row in filled),
        torn={
            number: _("This row has {cells} cells and row 1 has {columns}.").format(cells=len(row), columns=len(header))
            for number, row in filled
            if len(row) < len(header) or any(cell.strip() for cell in row[len(header) :])
        },
    )


def _shortened(words: str) -> str:
    return words if len(words) <= LONGEST_NAME else words[:LONGEST_NAME] + "…"


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
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True)
        return [[cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell for cell in row] for row in rows]
    except csv.Error as fault:
        raise NotASheet(file=file.name, fault=fault) from fault


def _xlsx(content: bytes, file: Path) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        return [[_cell(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    except (CalamineError, LookupError, ValueError, OSError) as fault:
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


def write(columns: Sequence[str], rows: Iterable[Sequence[object]], file: Path) -> None:
    """Write a spreadsheet into a file."""
    keep(drawn(columns, rows, file), file)


def drawn(columns: Sequence[str], rows: Iterable[Sequence[object]], file: Path | None) -> bytes:
    """Write a spreadsheet's bytes: CSV, or XLSX with every cell as text if the file is to be named so."""
    texts = (["" if cell is None else str(cell) for cell in row] for row in rows)
    is_xlsx = file is not None and ".xlsx" in {end.lower() for end in file.suffixes}  # also of list.xlsx.age
    return _as_xlsx(columns, texts) if is_xlsx else _as_csv(columns, texts)


def keep(content: bytes, file: Path) -> None:
    """Keep a spreadsheet in a file, whole or not at all."""
    part = file.with_name(file.name + ".part")
    try:
        with part.open("wb") as written:
            written.write(content)
            written.flush()
            os.fsync(written.fileno())
        part.replace(file)
    except OSError as fault:
        part.unlink(missing_ok=True)
        raise FileNotWritten(file=file, fault=fault.strerror) from fault


def _as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write CSV in which a name such as =cmd stays a name: an apostrophe before it, which reading takes away again."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([f"'{cell}" if _FORMULA.match(cell) else cell for cell in row] for row in rows)
    return text.getvalue().encode("utf-8")


def _as_xlsx(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"created": dt.datetime(2000, 1, 1, tzinfo=dt.UTC)})  # the same list is the same file
        sheet = book.add_worksheet()
        for number, row in enumerate([columns, *rows]):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell)
    return content.getvalue()
