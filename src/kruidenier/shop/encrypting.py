"""The books encrypted, given another key, or written without one again; nobody else works in them meanwhile."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop import forgetting
from kruidenier.shop.office import journal
from kruidenier.shop.office.staff import Permission, require
from kruidenier.store import backup, driver
from kruidenier.store.driver import Key
from kruidenier.store.opening import open_store, said
from kruidenier.store.rewriting import alone, rewritten

if TYPE_CHECKING:
    from kruidenier.config import ShopConfig
    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.opening import OpenShop

FEWEST_SIGNS = 16


class KeyTooShort(ShopError):
    """Words that a machine would guess."""

    message = N_(
        "The key is too short: at least {signs} signs. Five words that have nothing to do with each other are good, and"
        " easy to type."
    )


class NotEncrypted(ShopError):
    """Books without a key."""

    message = N_("The books are not encrypted. Nothing was changed.")


class BooksOnServer(ShopError):
    """Books that are no file of this machine."""

    message = N_(
        "The books are on a database server, which this program cannot encrypt. Encrypt the server’s disk; that helps"
        " while the server is off."
    )


@dataclass(frozen=True, slots=True)
class WrittenAnew:
    """Books under another key, or under none."""

    books: Path
    copy: Path
    """Of the books as they were, made before."""
    readable: tuple[Path, ...]
    """Copies that anybody can read who has them."""


def require_possible(shop: OpenShop, *, at: Counter) -> Path:
    """Refuse whoever may not, and books that are no file; tells which file they are."""
    require(at, Permission.ENCRYPT)
    if not isinstance(shop.config.database, Path):
        raise BooksOnServer
    return shop.config.database


def encrypt(shop: OpenShop, words: str, *, at: Counter, now: dt.datetime) -> WrittenAnew:
    """Encrypt the books with words, or give encrypted ones another key; this shop is closed then."""
    require_possible(shop, at=at)
    words = driver.as_typed(words)
    if len(words) < FEWEST_SIGNS:
        raise KeyTooShort(signs=FEWEST_SIGNS)
    return _rewrite(shop, Key(words, os.urandom(driver.SALT_BYTES)), deed="encrypted", at=at, now=now)


def decrypt(shop: OpenShop, *, at: Counter, now: dt.datetime) -> WrittenAnew:
    """Write the books without a key again; this shop is closed then."""
    require_possible(shop, at=at)
    if shop.key is None:
        raise NotEncrypted
    return _rewrite(shop, None, deed="decrypted", at=at, now=now)


def readable(config: ShopConfig) -> tuple[Path, ...]:
    """List the copies here and in the second place that lie open to whoever has them."""
    found = (file for place in forgetting.places(config) for file in sorted(place.glob("*.kruidenier")))
    return tuple(file for file in found if not driver.is_encrypted(file))


def _rewrite(shop: OpenShop, new: Key | None, *, deed: str, at: Counter, now: dt.datetime) -> WrittenAnew:
    """Copy the books as they are, then write them anew with a line in the journal."""
    database, config, old = require_possible(shop, at=at), shop.config, shop.key
    name = shop.heading().name
    shop.close()
    try:
        with alone(database, old) as books:
            copy = backup.before_rewriting(books, config.backups, deed=deed, key=old)
            with rewritten(books, database, key=new) as part:
                _note(part, new, config.backups, deed=deed, name=name, at=at, now=now)
    except driver.faults(OSError, DBAPIError) as fault:
        raise said(fault, database, backups=config.backups) from fault
    return WrittenAnew(database, copy, readable(config))


def _note(books: Path, key: Key | None, backups: Path, *, deed: str, name: str, at: Counter, now: dt.datetime) -> None:
    store = open_store(books, backups=backups, key=key)
    try:
        with store.writing.begin() as session:
            journal.record(session, at, verb=deed, subject=name, now=now)
    finally:
        store.close()
