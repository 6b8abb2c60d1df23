"""Copies of the books: one file format for both databases, verified before it counts."""

from __future__ import annotations

import datetime as dt
import os
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

from sqlalchemy import Connection, DateTime, MetaData, Uuid, inspect, text
from sqlalchemy.exc import DBAPIError

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.store import driver

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy import Engine, Select, Table

    from kruidenier.store.driver import Key

ROWS_AT_ONCE = 2000
Struck: TypeAlias = "tuple[str, str, Sequence[Sequence[object]]]"
"""Rows to be taken out of a copy: a table, a condition, and the values for it, once or more."""
Rewritten: TypeAlias = "tuple[str, dict[str, str], str, Sequence[object]]"
"""Rows that are to say less: a table, what stands in some of its columns then, a condition, and the values for it."""


class BackupNotWritten(ShopError):
    """The copy could not be made."""

    message = N_("The backup {place} could not be written ({fault}). Choose another disk; the books are untouched.")


class BackupExists(ShopError):
    """A file of this name is there already."""

    message = N_("{place} exists already. Choose another name: a backup never overwrites another.")


class NotABackup(ShopError):
    """A file that is no whole backup."""

    message = N_("{place} is not a whole backup of a shop ({fault}). Choose another one.")


def save(engine: Engine, file: Path, *, key: Key | None = None) -> Path:
    """Copy the books into one file, encrypted as they are; check the copy, and only then give it its name."""
    if file.exists():
        raise BackupExists(place=file)
    try:
        with engine.connect() as connection:
            return copy_books(connection, file, key=key)
    except DBAPIError as fault:
        raise BackupNotWritten(place=file, fault=fault.orig) from fault


def before_upgrade(
    connection: Connection, database: str | Path, backups: Path, *, layout: str, key: Key | None = None
) -> Path:
    """Copy the books as they are before their layout changes, through a reader of its own."""
    file = _named(f"upgrade-from-{layout}", backups)
    if isinstance(database, Path):
        return _verified(file, lambda part: _copy_sqlite(database, part, key), key)
    with connection.engine.connect() as reader:  # one moment of the books, while tills may go on
        return copy_books(reader.execution_options(isolation_level="REPEATABLE READ"), file)


def before_rewriting(books: sqlite3.Connection, backups: Path, *, deed: str, key: Key | None) -> Path:
    """Copy the books that a connection of SQLCipher keeps for itself."""
    return _verified(_named(deed, backups), lambda part: _copy(books, driver.connect_cipher(part, key)), key)


def _named(deed: str, backups: Path) -> Path:
    backups.mkdir(parents=True, exist_ok=True)
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S-%f")
    return backups / f"before-{deed}-{stamp}.kruidenier"


def copy_books(connection: Connection, file: Path, *, key: Key | None = None) -> Path:
    """Copy the books of a connection into a file, on either database."""
    if connection.dialect.name == "sqlite":
        source = Path(connection.engine.url.database or "")
        return _verified(file, lambda part: _copy_sqlite(source, part, key), key)
    return _verified(file, lambda part: _copy_rows_to_file(connection, part), None)


def _verified(file: Path, write: Callable[[Path], None], key: Key | None) -> Path:
    part = begun(file)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        write(part)
        require_whole(part, key)
        make_durable(part)
        part.replace(file)
    except driver.faults(OSError, DBAPIError, NotABackup) as fault:
        clear(part)
        raise BackupNotWritten(place=file, fault=getattr(fault, "orig", fault)) from fault
    return file


def make_durable(file: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    written = os.open(file, os.O_RDONLY)
    try:
        os.fsync(written)
    finally:
        os.close(written)


def begun(file: Path) -> Path:
    """Tell where a file is written until it is whole."""
    return file.with_name(file.name + ".part")


def clear(part: Path) -> None:
    """Take away what was begun, and what lies beside it."""
    for left in (part, *(part.with_name(part.name + end) for end in ("-journal", "-wal", "-shm"))):
        with suppress(OSError):
            left.unlink()


def _copy_sqlite(source: Path, target: Path, key: Key | None) -> None:
    with closing(driver.connect(source, key, mode="ro")) as books:
        _copy(books, driver.connect(target, key))


def _copy(books: sqlite3.Connection, target: sqlite3.Connection) -> None:
    with closing(target) as copy:
        books.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")


def require_whole(file: Path, key: Key | None = None) -> str:
    """Open a backup and prove that it is whole; tells its layout."""
    fitting = driver.fitting(file, key)
    try:
        with closing(driver.connect(file, fitting, mode="ro")) as copy:
            found = copy.execute("PRAGMA integrity_check").fetchone()[0]
            broken = copy.execute("PRAGMA foreign_key_check").fetchone()
            layout = copy.execute("SELECT version_num FROM alembic_version").fetchone()
    except driver.faults() as fault:
        if fitting is not None and driver.is_unreadable(fault):
            raise driver.WrongKey(place=file) from fault
        raise NotABackup(place=file, fault=fault) from fault
    if found != "ok" or broken is not None or layout is None:
        raise NotABackup(place=file, fault=found if found != "ok" else "links")
    return str(layout[0])


def holds(file: Path, rows: Iterable[Struck], *, key: Key | None = None) -> bool:
    """Tell whether a copy of any layout has some of these rows."""
    with closing(driver.connect(file, driver.fitting(file, key), mode="ro")) as copy:
        tables = _tables(copy)
        return any(
            copy.execute(f"SELECT 1 FROM {table} WHERE {condition} LIMIT 1", some).fetchone()  # noqa: S608 our own words
            for table, condition, values in rows
            if table in tables
            for some in values
        )


def strike(file: Path, rows: Iterable[Struck], rewritten: Iterable[Rewritten] = (), *, key: Key | None = None) -> None:
    """Take rows out of a copy of any layout, leaving nothing of them on its free pages.

    Where some are rewritten, its guards go: they are put up again when the copy is opened as books.
    """
    with closing(driver.connect(file, driver.fitting(file, key), mode="rw")) as copy:
        copy.execute("PRAGMA secure_delete = ON")
        with copy:
            tables = _tables(copy)
            for table, condition, values in rows:
                if table in tables:
                    copy.executemany(f"DELETE FROM {table} WHERE {condition}", values)  # noqa: S608 our own words
            for table, said, condition, value in rewritten:
                if said.keys() <= _columns(copy, table):
                    for (guard,) in copy.execute(_GUARDS, [table]).fetchall():
                        copy.execute(f"DROP TRIGGER {guard}")
                    words = ", ".join(f"{column} = {word}" for column, word in said.items())
                    copy.execute(f"UPDATE {table} SET {words} WHERE {condition}", value)  # noqa: S608 our own words


def one_file(file: Path, key: Key | None = None) -> None:
    """Bring everything of a copy home into its one file, so that nothing stays behind beside it."""
    with closing(driver.connect(file, key)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")


_GUARDS = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"


def _columns(copy: sqlite3.Connection, table: str) -> set[str]:
    return {name for (name,) in copy.execute("SELECT name FROM pragma_table_info(?)", [table])}


def _tables(copy: sqlite3.Connection) -> set[str]:
    return {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def _copy_rows_to_file(source: Connection, target: Path) -> None:
    """Write books from a server into a file of the same layout."""
    from kruidenier.store.opening import layout_of, migration_engine, upgrade

    layout = layout_of(source)
    with migration_engine(target) as engine:
        with engine.begin() as connection:
            upgrade(connection, layout or "head")
            copy_rows(source, connection)
        with engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA journal_mode = DELETE")


def copy_rows(source: Connection, target: Connection) -> None:
    """Copy every row of every table, keys included, between books of the same layout."""
    tables = MetaData()
    tables.reflect(source)
    there = MetaData()
    there.reflect(target)
    later = list(_pointing_at_their_own(there)) if target.dialect.name == "postgresql" else []
    for name, link in later:  # a row may point at one that comes after it
        target.execute(text(f"ALTER TABLE {name} ALTER CONSTRAINT {link} DEFERRABLE INITIALLY DEFERRED"))
    for table in there.sorted_tables:
        if table.name == "alembic_version" or table.name not in tables.tables:
            continue
        rows = source.execute(_in_order(tables.tables[table.name]), execution_options={"yield_per": ROWS_AT_ONCE})
        for some in rows.mappings().partitions(ROWS_AT_ONCE):
            target.execute(
                table.insert(), [{c.name: _carried(row[c.name], c.type, target) for c in table.columns} for row in some]
            )
    if target.dialect.name == "postgresql":
        target.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        for name, link in later:
            target.execute(text(f"ALTER TABLE {name} ALTER CONSTRAINT {link} NOT DEFERRABLE"))
        _continue_counting(target)


def _pointing_at_their_own(books: MetaData) -> Iterator[tuple[str, str]]:
    for table in books.sorted_tables:
        for link in table.foreign_key_constraints:
            if link.referred_table is table:
                yield table.name, str(link.name)


def _in_order(table: Table) -> Select[Any]:
    return table.select().order_by(*table.primary_key.columns)


def _carried(value: Any, kind: object, target: Connection) -> Any:
    """Write keys and moments as the other database keeps them."""
    if target.dialect.name == "sqlite":
        if isinstance(value, UUID):
            return str(value)
        if isinstance(value, dt.datetime):
            return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    elif isinstance(value, str):
        if isinstance(kind, Uuid):
            return UUID(value)
        if isinstance(kind, DateTime):
            return dt.datetime.fromisoformat(value)
    return value


def _continue_counting(target: Connection) -> None:
    """Let the server's own row numbers go on beyond the copied ones."""
    for table in inspect(target).get_table_names():
        sequence = (
            target.scalar(text("SELECT pg_get_serial_sequence(:t, 'id')"), {"t": table})
            if _has_id(target, table)
            else None
        )
        if sequence:
            target.execute(text(f"SELECT setval('{sequence}', GREATEST((SELECT MAX(id) FROM {table}), 1))"))  # noqa: S608


def _has_id(target: Connection, table: str) -> bool:
    return any(column["name"] == "id" for column in inspect(target).get_columns(table))
