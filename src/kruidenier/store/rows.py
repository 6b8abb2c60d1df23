"""Many rows at once, in the quickest way of each database: a sale writes sixty of them."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Dialect, insert, text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection, TextClause

    from kruidenier.store.base import Base

ROWS_AT_ONCE = 5000


def write_rows(connection: Connection, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all name the same columns."""
    if rows:
        Batch(connection.dialect, table, rows).write(connection)


class Batch:
    """Rows that all name the same columns, made ready before the books are locked.

    SQLite runs one prepared statement for each row. PostgreSQL takes many as one JSON parameter, since every
    statement is a message there.
    """

    def __init__(self, dialect: Dialect, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
        self.statement: str | TextClause = ""
        self.parameters: list[Any] = []
        if not rows:
            return
        columns = tuple(rows[0])
        if dialect.name == "sqlite":
            self.statement, writers = _prepared(table, columns, dialect)
            self.parameters = [
                tuple([write(row[name]) if write else row[name] for name, write in writers]) for row in rows
            ]
        else:
            self.statement = _recordset(table, columns)
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


@cache
def _prepared(
    table: type[Base], columns: tuple[str, ...], dialect: Dialect
) -> tuple[str, list[tuple[str, Callable[[Any], Any] | None]]]:
    """Compile an insert once, with what turns each column's values into SQLite's own."""
    compiled = insert(table).compile(dialect=dialect, column_keys=list(columns))
    types = {column.name: column.type for column in table.__table__.columns}
    order: Sequence[str] = getattr(compiled, "positiontup", None) or columns
    return str(compiled), [(name, types[name].dialect_impl(dialect).bind_processor(dialect)) for name in order]


@cache
def _recordset(table: type[Base], columns: tuple[str, ...]) -> TextClause:
    """Write an insert that takes its rows from a JSON array of objects."""
    name = table.__tablename__
    listed = ", ".join(f'"{column}"' for column in columns)
    return text(
        f"INSERT INTO {name} ({listed}) SELECT {listed}"  # noqa: S608
        f" FROM jsonb_populate_recordset(NULL::{name}, CAST(:rows AS jsonb))"
    )
