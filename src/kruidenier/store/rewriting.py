"""The books under another key: written beside the old ones, proved, and put in their place in one step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kruidenier.errors import ShopNotOpened
from kruidenier.i18n import N_
from kruidenier.store import backup, driver
from kruidenier.store.backup import begun

if TYPE_CHECKING:
    import sqlite3

    from kruidenier.store.driver import Key

PATIENCE_SECONDS = 2


class StillOpen(ShopNotOpened):
    """Somebody works in the books that are to be written anew."""

    message = N_(
        "The books in {place} are open at a till. Stop the program everywhere, then try again; nothing was changed."
    )


@contextmanager
def alone(database: Path, key: Key | None) -> Iterator[sqlite3.Connection]:
    """Open the books and keep all others out; whoever waits for them is sent away if others take their place."""
    with closing(driver.connect_cipher(database, key, mode="rw", timeout=PATIENCE_SECONDS)) as books:
        books.isolation_level = None
        try:
            books.execute("PRAGMA journal_mode = DELETE")  # which needs everybody else to have left
            books.execute("PRAGMA locking_mode = EXCLUSIVE")
            books.execute("BEGIN EXCLUSIVE")
            books.execute("COMMIT")
        except driver.faults() as fault:
            if driver.is_busy(fault):
                raise StillOpen(place=database) from fault
            raise
        yield books


@contextmanager
def rewritten(books: sqlite3.Connection, database: Path, *, key: Key | None) -> Iterator[Path]:
    """Give the books under a new key for a last word in them; then they take the place of the old ones.

    If the power goes, one of the two is there whole.
    """
    part = begun(database)
    backup.clear(part)
    try:
        part.touch(mode=0o600, exist_ok=False)  # it may be without a key, beside books that had one
        _write(books, part, key)
        _require_same(books, part, key)
        yield part
        backup.one_file(part, key)
        backup.require_whole(part, key)
        part.chmod(database.stat().st_mode)
        backup.make_durable(part)
        part.replace(database)
        backup.make_durable(database.parent)
    finally:
        backup.clear(part)


def _write(books: sqlite3.Connection, part: Path, key: Key | None) -> None:
    books.execute("ATTACH ? AS part KEY ?", (str(part), "" if key is None else key.written()))
    books.execute("SELECT sqlcipher_export('part')")
    books.execute("DETACH part")


def _require_same(books: sqlite3.Connection, part: Path, key: Key | None) -> None:
    """Require the same tables, guards and numbers of rows."""
    with closing(driver.connect(part, key, mode="ro")) as copy:
        for ask in ("SELECT type, name, sql FROM sqlite_master ORDER BY type, name", *_counts(books)):
            if books.execute(ask).fetchall() != copy.execute(ask).fetchall():
                raise backup.NotABackup(place=part, fault=ask)


def _counts(books: sqlite3.Connection) -> Iterator[str]:
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
    for (table,) in books.execute(tables).fetchall():
        yield f'SELECT count(*) FROM "{table}"'  # noqa: S608 our own words
