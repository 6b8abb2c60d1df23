"""Which driver opens a file of the books: SQLite's own, or SQLCipher for encrypted ones, with their key."""

from __future__ import annotations

import sys
import unicodedata
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kruidenier.errors import ShopNotOpened
from kruidenier.i18n import N_

if TYPE_CHECKING:
    import sqlite3

PLAIN = b"SQLite format 3\0"
SALT_BYTES, PAGE_BYTES = 16, 4096
ROUNDS = 256_000
"""Of PBKDF2, as SQLCipher 4 derives a key from words: any other program that reads its format opens our books."""


class KeyMissing(ShopNotOpened):
    """Encrypted books, and no key to open them."""

    message = N_(
        "{place} is encrypted, or its first page is damaged. Its key is needed: type it at a terminal, keep it in the"
        " system’s keyring, or name a file that holds it in KRUIDENIER_KEY_FILE."
    )


class WrongKey(ShopNotOpened):
    """A key that does not open the file."""

    message = N_(
        "This key does not open {place}. Type it exactly as it stands on paper. If it is the right one, the file is"
        " damaged: restore the last backup with `kruidenier restore`. Nothing was changed."
    )


class NoCipher(ShopNotOpened):
    """What opens encrypted books is not installed."""

    message = N_("Encrypted books need one more part of the program: pip install 'kruidenier[encrypted]'.")


@dataclass(frozen=True, slots=True)
class Key:
    """What opens an encrypted file: words that somebody knows, and the salt with which the file begins."""

    words: str = field(repr=False)
    salt: bytes

    @classmethod
    def to(cls, file: Path, words: str) -> Key:
        """Make the key to a file that this process has not open."""
        return cls(as_typed(words), _beginning(file))

    def written(self) -> str:
        """Write the key as SQLCipher takes it: derived already, once for all connections."""
        return f"x'{_derived(self.words, self.salt).hex()}{self.salt.hex()}'"


def as_typed(words: str) -> str:
    """Take words alike from a keyboard and from a file."""
    return unicodedata.normalize("NFC", words.strip())


@lru_cache
def _derived(words: str, salt: bytes) -> bytes:
    import hashlib

    return hashlib.pbkdf2_hmac("sha512", words.encode(), salt, ROUNDS, 32)


def is_encrypted(file: Path) -> bool:
    """Tell whether a file seems to be encrypted books.

    SQLite is asked first: to open and close books by hand would let go of the locks that this process has on them.
    """
    try:
        with closing(connect(file, None, mode="ro&immutable=1")) as books:
            books.execute("PRAGMA schema_version")
    except faults() as fault:
        whole_page = is_unreadable(fault) and file.stat().st_size >= PAGE_BYTES
        return whole_page and _beginning(file) not in (PLAIN, bytes(SALT_BYTES))
    return False


def fitting(file: Path, key: Key | None) -> Key | None:
    """Give the key to a closed file, from the one to other books; None to a file that needs none."""
    if not is_encrypted(file):
        return None
    if key is None:
        raise KeyMissing(place=file)
    return replace(key, salt=_beginning(file))


def fits(file: Path, key: Key) -> bool:
    """Tell whether a key opens a file."""
    try:
        with closing(connect(file, key, mode="rw")) as books:
            books.execute("SELECT count(*) FROM sqlite_master")
    except faults() as fault:
        return not is_unreadable(fault)
    return True


def _beginning(file: Path) -> bytes:
    with file.open("rb") as books:
        return books.read(SALT_BYTES)


def connect(file: Path, key: Key | None, *, mode: str = "rwc", **named: Any) -> sqlite3.Connection:
    """Open a file of books; a new one is encrypted if there is a key."""
    if key is not None:
        return connect_cipher(file, key, mode=mode, **named)
    plain: sqlite3.Connection = module(cipher=False).connect(_address(file, mode), uri=True, **named)
    return plain


def connect_cipher(file: Path, key: Key | None, *, mode: str = "rwc", **named: Any) -> sqlite3.Connection:
    """Open a file with SQLCipher, which opens plain ones too."""
    connection: sqlite3.Connection = module(cipher=True).connect(_address(file, mode), uri=True, **named)
    if key is not None:
        connection.execute(f'PRAGMA key = "{key.written()}"')
        connection.execute("PRAGMA cipher_compatibility = 4")
    connection.execute("PRAGMA cipher_log_level = NONE")  # it would write across the screens
    return connection


def module(*, cipher: bool) -> Any:
    """Give the driver's module; SQLCipher's is read only where it is needed."""
    if not cipher:
        import sqlite3

        return sqlite3
    try:
        from sqlcipher3 import dbapi2
    except ImportError as fault:
        raise NoCipher from fault
    return dbapi2


def faults(*others: type[Exception]) -> tuple[type[Exception], ...]:
    """List what drivers raise, and others: SQLCipher's faults are no kin of SQLite's."""
    loaded = (sys.modules.get(name) for name in ("sqlite3", "sqlcipher3.dbapi2"))
    return (*others, *(driver.Error for driver in loaded if driver is not None))


def is_unreadable(fault: BaseException) -> bool:
    """Tell whether the first page of a file made no sense: with a wrong key, or when it is damaged."""
    return getattr(fault, "sqlite_errorname", None) == "SQLITE_NOTADB"


def is_busy(fault: BaseException) -> bool:
    """Tell whether others had the file for longer than one waited."""
    return str(getattr(fault, "sqlite_errorname", "")).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _address(file: Path, mode: str) -> str:
    return f"{file.absolute().as_uri()}?mode={mode}"
