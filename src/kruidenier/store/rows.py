"""Many rows at once, in the quickest way of each database: a sale writes sixty of them."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Dialect, insert, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Executable, TextClause

    from kruidenier.store.base import Base

ROWS_AT_ONCE = 5000
TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A change of rows that are there, as each database takes it."""

    sqlite: str
    """Done for each set of values, which it names `:so`."""
    postgres: str
    """Done once for all, which it finds as a JSON array in `{rows}`."""


def read_rows(
    connection: Connection, asked: Executable, values: Mapping[str, Any] | None = None
) -> Iterable[tuple[Any, ...]]:
    """Read rows just as the driver gives them: SQLite's dates stay text, PostgreSQL's keys are no text.

    For long lists, where making every row and date anew takes longer than reading them.
    """
    cursor: Iterable[tuple[Any, ...]] = connection.execute(asked, values or {}).cursor  # type: ignore[assignment]
    return cursor


def write_rows(connection: Connection, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all name the same columns."""
    if not rows:
        return
    waiting = connection.info.get(TOGETHER)
    if waiting is None:
        Batch(connection.dialect, table, rows).write(connection)
    else:
        waiting.append((_recordset(table, tuple(rows[0])), rows))


def write_change(connection: Connection, change: Rewrite, values: Sequence[Mapping[str, Any]]) -> None:
    """Change rows, each set of values in turn."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(change.sqlite, list(values))
    elif (waiting := connection.info.get(TOGETHER)) is not None:
        waiting.append((change.postgres, values))
    else:
        statement = text(change.postgres.format(rows="CAST(:rows AS jsonb)"))
        connection.execute(statement, {"rows": json.dumps(list(values), default=str)})


@contextmanager
def together(connection: Connection) -> Iterator[None]:
    """Let all that is written meanwhile go to PostgreSQL as one statement, since every statement is a message there.

    None of it may need to see another part of it.
    """
    if connection.dialect.name == "sqlite":
        yield
        return
    waiting: list[tuple[str, Sequence[Mapping[str, Any]]]] = []
    connection.info[TOGETHER] = waiting
    try:
        yield
    finally:
        del connection.info[TOGETHER]
    if waiting:
        statement = _as_one(tuple(words for words, _rows in waiting))
        rows = [[dict(row) for row in rows] for _words, rows in waiting]
        connection.execute(statement, {"sent": json.dumps(rows, default=str)})


class Batch:
    """Rows that all name the same columns, made ready before the books are locked.

    SQLite runs one prepared statement for each row. PostgreSQL takes many as one JSON parameter.
    """

    def __init__(self, dialect: Dialect, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
        self.statement: str | TextClause = ""
        self.parameters: list[Any] = []
        if not rows:
            return
        columns = tuple(rows[0])
        if dialect.name == "sqlite":
            self.statement, in_order, writers = _prepared(table, columns, dialect)
            self.parameters = [_written(in_order(row), writers) for row in rows]
        else:
            self.statement = text(_recordset(table, columns).format(rows="CAST(:rows AS jsonb)"))
            for start in range(0, len(rows), ROWS_AT_ONCE):
                some = [dict(row) for row in rows[start : start + ROWS_AT_ONCE]]
                self.parameters.append({"rows": json.dumps(some, default=str)})

    def write(self, connection: Connection) -> None:
        """Insert the rows."""
        if isinstance(self.statement, str):
            if self.parameters:
                connection.exec_driver_sql(self.statement, self.parameters)
        else:
            for rows in self.parameters:
                connection.execute(self.statement, rows)


def _written(values: tuple[Any, ...], writers: Sequence[tuple[int, Callable[[Any], Any]]]) -> tuple[Any, ...]:
    """Turn values into SQLite's own, where their types ask for it."""
    changed = list(values)
    for position, write in writers:
        changed[position] = write(changed[position])
    return tuple(changed)


@cache
def _prepared(
    table: type[Base], columns: tuple[str, ...], dialect: Dialect
) -> tuple[str, Callable[[Mapping[str, Any]], tuple[Any, ...]], list[tuple[int, Callable[[Any], Any]]]]:
    """Compile an insert once, with the order of its values and what turns some of them into SQLite's own."""
    compiled = insert(table).compile(dialect=dialect, column_keys=list(columns))
    types = {column.name: column.type for column in table.__table__.columns}
    order: Sequence[str] = getattr(compiled, "positiontup", None) or columns
    writers = [types[name].dialect_impl(dialect).bind_processor(dialect) for name in order]
    return str(compiled), itemgetter(*order), [(at, write) for at, write in enumerate(writers) if write is not None]


@cache
def _recordset(table: type[Base], columns: tuple[str, ...]) -> str:
    """Write an insert that takes its rows from a JSON array of objects."""
    name = table.__tablename__
    listed = ", ".join(f'"{column}"' for column in columns)
    return f"INSERT INTO {name} ({listed}) SELECT {listed} FROM jsonb_populate_recordset(NULL::{name}, {{rows}})"  # noqa: S608


@cache
def _as_one(parts: tuple[str, ...]) -> TextClause:
    """Write several changes as one statement over one JSON array of their rows."""
    written = []
    for at, part in enumerate(parts):
        its_rows = f"(SELECT rows -> {at} FROM sent)"  # noqa: S608
        written.append(f"w{at} AS ({part.format(rows=its_rows)} RETURNING 1)")
    return text(f"WITH sent AS (SELECT CAST(:sent AS jsonb) AS rows), {', '.join(written)} SELECT 1")
