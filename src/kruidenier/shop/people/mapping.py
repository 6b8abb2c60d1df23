"""Spreadsheets of other offices, with columns of their own: which of theirs is which of ours is saved once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import JSON, select
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.office import journal, sheets
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.people.household_list import COLUMNS, NEEDED
from kruidenier.store.base import Base, Moment

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.office.sheets import Sheet

_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
DATES = ("access_from", "access_until", "esf_from", "esf_until")


class NoSuchMapping(ShopError):
    """A mapping that was not saved."""

    message = N_("There is no mapping “{name}”. Saved ones: {known}.")


class UnknownTarget(ShopError):
    """A mapping to a column that households do not have."""

    message = N_("“{column}” is no column of households. Known: {known}.")


class MappingLacks(ShopError):
    """A mapping that leaves out what every household needs."""

    message = N_("The mapping says nothing of {missing}: name the office's column, or one value for all.")


class ColumnMapping(Base):
    """How an office's columns are read: theirs to ours, and what is the same for every row."""

    __tablename__ = "column_mapping"

    name: Mapped[str] = mapped_column(primary_key=True)
    columns: Mapped[dict[str, str]] = mapped_column(JSON)
    """By our column, theirs in small letters."""
    fixed: Mapped[dict[str, str]] = mapped_column(JSON)
    """By our column, the one value for every row."""
    saved_at: Mapped[Moment]
    by: Mapped[str]


def save(
    session: Session,
    name: str,
    *,
    columns: Mapping[str, str],
    fixed: Mapping[str, str],
    at: Counter,
    now: dt.datetime,
) -> str:
    """Save which column is which under a name; one of the same name is replaced."""
    require(at, Permission.HOUSEHOLDS)
    for column in (*columns, *fixed):
        if column not in COLUMNS:
            raise UnknownTarget(column=column, known=", ".join(COLUMNS))
    missing = [" / ".join(group) for group in NEEDED if not any(ours in columns or ours in fixed for ours in group)]
    if missing:
        raise MappingLacks(missing=", ".join(missing))
    row = session.get(ColumnMapping, name) or ColumnMapping(name=name)
    row.columns = {ours: theirs.strip().lower() for ours, theirs in columns.items()}
    row.fixed = dict(fixed)
    row.saved_at, row.by = now, at.by
    session.add(row)
    session.flush()
    journal.record(session, at, verb="mapping", subject=name, now=now, columns=row.columns, fixed=row.fixed)
    return name


def saved(session: Session) -> tuple[str, ...]:
    """List the names of what was saved."""
    return tuple(session.scalars(select(ColumnMapping.name).order_by(ColumnMapping.name)))


def read(session: Session, file: Path, *, name: str) -> Sheet:
    """Read an office's spreadsheet as if it had our columns; dates may be written as 31/12/2026."""
    row = session.get(ColumnMapping, name)
    if row is None:
        raise NoSuchMapping(name=name, known=", ".join(saved(session)))
    theirs = set(row.columns.values())
    needed = [tuple(row.columns[ours] for ours in group if ours in row.columns) for group in NEEDED]
    sheet = sheets.read(file, known=list(theirs), needed=[group for group in needed if group])
    there = {ours: name for ours, name in row.columns.items() if name in sheet.columns}
    rows = tuple(
        {**row.fixed, **{ours: _date(ours, cells[name]) for ours, name in there.items() if name in cells}}
        for cells in sheet.rows
    )
    return replace(sheet, columns=(*row.fixed, *there), rows=rows, called=there)


def _date(column: str, cell: str) -> str:
    found = _DATE.fullmatch(cell) if column in DATES else None
    try:
        return dt.date(int(found[3]), int(found[2]), int(found[1])).isoformat() if found else cell
    except ValueError:
        return cell  # no such day: as it is written, it is told to whoever wrote it
