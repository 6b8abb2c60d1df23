"""Opening the books: the right engine, the right layout, or a plain sentence why not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from kruidenier.errors import ShopNotOpened
from kruidenier.i18n import N_, _
from kruidenier.store import backup, driver, guards
from kruidenier.store.base import ONLY_READS
from kruidenier.store.driver import Key
from kruidenier.store.faults import keep_values_out

PATIENCE_SECONDS = 30
RESTED_SECONDS = 1
"""After so long in the pool a connection is asked whether its server still answers."""
MIGRATIONS = Path(__file__).parent / "migrations"
LAYOUT_TABLE = "alembic_version"
MIGRATION_LOCK = 0x6B72756964  # "kruid": the advisory lock under which PostgreSQL is upgraded


CANNOT_WRITE = (
    "SQLITE_FULL",
    "SQLITE_READONLY",
    "SQLITE_CANTOPEN",
    "SQLITE_PERM",
    "SQLITE_IOERR_WRITE",
    "SQLITE_IOERR_FSYNC",
    "SQLITE_IOERR_DIR_FSYNC",
    "SQLITE_IOERR_TRUNCATE",
    "SQLITE_IOERR_SHM",
    "53100",  # PostgreSQL's disk is full
)
IN_USE = (
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_READONLY_DBMOVED",  # another file took the place of this one meanwhile
    "55P03",
)


class ShopMissing(ShopNotOpened):
    """There are no books here."""

    message = N_("There is no shop in {place}. Make one with `kruidenier init`, or name another folder with --shop.")


class ShopDamaged(ShopNotOpened):
    """The file of the books is not whole."""

    message = N_(
        "The books in {place} are damaged ({fault}). Nothing was changed. Restore the last backup with"
        " `kruidenier restore`; backups are in {backups}."
    )


class MadeByNewerProgram(ShopNotOpened):
    """The books were written by a newer kruidenier."""

    message = N_("These books were made by a newer kruidenier. Please update the program; nothing was changed.")


class ShopInUse(ShopNotOpened):
    """Another program is upgrading or restoring these books."""

    message = N_("Another program is working on the layout of these books. Wait a minute and try again.")


class DiskFull(ShopNotOpened):
    """The disk has no room, or may not be written."""

    message = N_("The disk of {place} is full or may not be written. Make room, then try again; nothing was changed.")


class NotADatabase(ShopNotOpened):
    """The address in `shop.toml` leads nowhere."""

    message = N_(
        "The line “database” of shop.toml cannot be used ({fault}). Write it as"
        " postgresql+psycopg://user@server/shop, and install kruidenier[postgres]."
    )


class ShopUnreachable(ShopNotOpened):
    """The database server does not answer."""

    message = N_("The database does not answer ({fault}). Is it switched on, is the network there? Then try again.")


@dataclass(frozen=True, slots=True)
class Store:
    """Open books: one way to write, one way to read that never locks a till out."""

    writing: sessionmaker[Session]
    reading: sessionmaker[Session]
    key: Key | None = None
    """Of encrypted books."""

    def rest(self) -> None:
        """Bring the log of an embedded database home while nobody waits, so that no sale has to."""
        engine: Engine = self.writing.kw["bind"]
        if engine.dialect.name == "sqlite":
            raw = engine.raw_connection()
            raw.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
            raw.close()

    def leave_no_trace(self, tables: Iterable[str]) -> None:
        """Leave nothing of what was erased from tables in an embedded database's log, or in a server's old pages."""
        engine: Engine = self.writing.kw["bind"]
        if engine.dialect.name == "sqlite":
            raw = engine.raw_connection()
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            raw.close()
            return
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in tables:
                connection.exec_driver_sql(f"VACUUM (FULL, ANALYZE) {table}")
            connection.exec_driver_sql("VACUUM (FULL) pg_statistic")  # a sample of each column's values is kept there

    def close(self) -> None:
        """Let go of all connections."""
        for maker in (self.writing, self.reading):
            maker.kw["bind"].dispose()


def open_store(database: str | Path, *, backups: Path, create: bool = False, key: Key | None = None) -> Store:
    """Open the books in a SQLite file or at a PostgreSQL address, bringing their layout up to date first.

    Books of an older layout are copied into `backups` before they are upgraded, all in one transaction. Encrypted ones
    need their key.
    """
    if isinstance(database, Path):
        if not create and not database.exists():
            raise ShopMissing(place=database.parent.parent)
        if not create and database.is_file() and not database.stat().st_size:
            raise _empty(database, backups=backups)
    else:
        _address(database)
    writer, reader = engines(database, key=key)
    try:
        bring_up_to_date(database, backups=backups, create=create, key=key)
    except driver.faults(OSError, DBAPIError, backup.BackupNotWritten) as fault:
        writer.dispose()
        reader.dispose()
        if isinstance(database, Path) and _may_be_locked(fault, database):
            raise (driver.KeyMissing if key is None else driver.WrongKey)(place=database) from fault
        raise said(fault, database, backups=backups) from fault
    return Store(_sessions(writer), _sessions(reader, only_reads=True), key)


def _may_be_locked(fault: Exception, file: Path) -> bool:
    return driver.is_unreadable(getattr(fault, "orig", fault)) and driver.is_encrypted(file)


def _sessions(engine: Engine, *, only_reads: bool = False) -> sessionmaker[Session]:
    """Make sessions that are over once they are closed: one used later would leave its transaction to the next."""
    return sessionmaker(engine, expire_on_commit=False, close_resets_only=False, info={ONLY_READS: only_reads})


def _address(database: str) -> str:
    """Write an address of a server without its password; refuse one that no server has."""
    try:
        url = make_url(database)
        if url.get_backend_name() != "postgresql":
            raise NotADatabase(fault=url.drivername)
        url.get_dialect().import_dbapi()
    except (ArgumentError, ImportError, ValueError) as fault:
        raise NotADatabase(fault=fault) from fault
    return url.render_as_string(hide_password=True)


def engines(database: str | Path, *, key: Key | None = None) -> tuple[Engine, Engine]:
    """Make the engine that writes and the engine that only reads."""
    if isinstance(database, Path):
        writer = _sqlite(database, key, begin="BEGIN IMMEDIATE")
        return writer, _sqlite(database, key, begin="BEGIN", only_reads=True)
    from psycopg.types.string import TextLoader

    writer = create_engine(database, hide_parameters=True, connect_args=_postgres_arguments())
    one_moment = ("default_transaction_isolation=repeatable\\ read", "default_transaction_read_only=on")
    reader = create_engine(database, hide_parameters=True, connect_args=_postgres_arguments(*one_moment))
    # what only read has nothing to take back, and at a rollback psycopg forgets the statements it has prepared
    reader.dialect.do_rollback = reader.dialect.do_commit  # type: ignore[method-assign]
    for engine in (writer, reader):
        event.listen(engine, "connect", lambda driver, _record: driver.adapters.register_loader("uuid", TextLoader))
        keep_values_out(engine)
        _ask_after_rest(engine)
    return writer, reader


def _ask_after_rest(engine: Engine) -> None:
    """Ask a server whether it is still there, but only where a connection has rested: typing a word asks ten times."""

    @event.listens_for(engine, "checkin")
    def _rests(_driver: object, record: ConnectionPoolEntry) -> None:
        record.info["rests_since"] = monotonic()

    @event.listens_for(engine, "checkout")
    def _asked(driver: DBAPIConnection, record: ConnectionPoolEntry, _used: object) -> None:
        rested = monotonic() - record.info.get("rests_since", monotonic())
        if rested > RESTED_SECONDS:
            try:
                engine.dialect.do_ping(driver)
            except engine.dialect.loaded_dbapi.Error as gone:
                raise DisconnectionError from gone


def _postgres_arguments(*more: str) -> dict[str, Any]:
    options = (f"lock_timeout={PATIENCE_SECONDS}s", "timezone=UTC", *more)
    return {"connect_timeout": 10, "options": " ".join(f"-c {option}" for option in options)}


def file_url(path: Path) -> URL:
    """Write the address of an embedded database; any sign may stand in its path."""
    return URL.create("sqlite", database=str(path))


def _sqlite(path: Path, key: Key | None, *, begin: str, only_reads: bool = False, foreign_keys: bool = True) -> Engine:
    engine = create_engine(
        file_url(path),
        module=driver.module(cipher=key is not None),
        creator=partial(driver.connect, path, key, timeout=PATIENCE_SECONDS, check_same_thread=False),
        pool_reset_on_return=None,  # sessions end their transactions themselves
        hide_parameters=True,  # a fault that is written down names no household
    )

    @event.listens_for(engine, "connect")
    def _rules(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # we begin transactions ourselves, schema changes included
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")  # what is erased stays on no free page
        connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        connection.execute("PRAGMA cache_size = -16000")
        connection.execute("PRAGMA wal_autocheckpoint = 4000")  # pages; `Store.rest` does it before that
        if only_reads:
            connection.execute("PRAGMA query_only = ON")

    # by an event it would cost more: an engine that has one asks after others at every statement
    engine.dialect.do_begin = lambda driver: driver.cursor().execute(begin)  # type: ignore[assignment, method-assign]
    return engine


def said(fault: Exception, database: str | Path, *, backups: Path) -> ShopNotOpened:
    """Turn a fault of the database or the disk into a sentence with a way on."""
    place = database if isinstance(database, Path) else _address(database)
    cause = getattr(fault, "orig", fault)
    words = str(cause).strip() or type(fault).__name__
    name: str = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or ""
    if name.startswith(IN_USE):
        return ShopInUse()
    if isinstance(fault, OSError | backup.BackupNotWritten) or name.startswith(CANNOT_WRITE):
        return DiskFull(place=place)
    if isinstance(fault, OperationalError) and isinstance(place, str):
        return ShopUnreachable(fault=words.splitlines()[0])
    return ShopDamaged(place=place, fault=words.splitlines()[0], backups=backups)


def layouts() -> list[str]:
    """List the layouts that this program knows, the newest last.

    Each migration's file is named as the layout it makes, so that a start need not wait for Alembic.
    """
    return sorted(file.stem for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def newest_layout() -> str:
    """Tell the layout that this program writes."""
    return layouts()[-1]


def layout_of(connection: Connection) -> str | None:
    """Tell the layout of books; None for empty ones."""
    if not inspect(connection).has_table(LAYOUT_TABLE):
        return None
    found = connection.scalar(text(f"SELECT version_num FROM {LAYOUT_TABLE}"))  # noqa: S608 a name of our own
    return None if found is None else str(found)


def bring_up_to_date(database: str | Path, *, backups: Path, create: bool = False, key: Key | None = None) -> None:
    """Upgrade the books' layout in one transaction, after a copy; refuse books of a newer program."""
    with migration_engine(database, key=key) as engine:
        with engine.connect() as looking:
            found = layout_of(looking)
            if isinstance(database, Path):  # held now, so that nobody writes them anew: what is left there was given up
                backup.clear(backup.begun(database))
            if found is None and not create:
                raise _empty(database, backups=backups)
            if _is_current(found) and not guards.missing(looking):
                return
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
            found = layout_of(connection)
            if not _is_current(found):
                if found is not None:
                    backup.before_upgrade(connection, database, backups, layout=found, key=key)
                guards.take_down(connection)
                upgrade(connection)
                _require_sound_links(connection)
            guards.put_up(connection)


def upgrade(connection: Connection, target: str = "head") -> None:
    """Run the migrations up to a layout on an open connection."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, target)


@contextmanager
def migration_engine(database: str | Path, *, key: Key | None = None) -> Iterator[Engine]:
    """Give an engine for changing the layout: on SQLite with foreign keys off, since tables are made anew."""
    if isinstance(database, Path):
        database.parent.mkdir(parents=True, exist_ok=True)
        engine = _sqlite(database, key, begin="BEGIN IMMEDIATE", foreign_keys=False)
    else:
        engine = create_engine(database, hide_parameters=True, connect_args=_postgres_arguments())
        keep_values_out(engine)
    try:
        yield engine
    finally:
        engine.dispose()


def _empty(database: str | Path, *, backups: Path) -> ShopNotOpened:
    """Say that there are no books: a server's database may be new, but an empty file has lost its own."""
    if isinstance(database, Path):
        return ShopDamaged(place=database, fault=_("the file is empty"), backups=backups)
    return ShopMissing(place=_address(database))


def _is_current(found: str | None) -> bool:
    known = layouts()
    if found is not None and found not in known:
        raise MadeByNewerProgram
    return found == known[-1]


def _require_sound_links(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise sqlite3.DatabaseError(f"{broken[0]} points at nothing")
