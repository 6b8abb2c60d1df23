"""A shop from a backup: into an empty place only, and proved before it counts."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, inspect, select, text

from kruidenier.config import SETTINGS_FILE, ShopConfig, read_config
from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.figures.proof import prove
from kruidenier.shop.forgetting import ERASED, read_lists
from kruidenier.shop.office import journal
from kruidenier.shop.office.place import Shop, Till, counter
from kruidenier.shop.opening import OpenShop, open_shop
from kruidenier.shop.till import erasing
from kruidenier.store import backup, driver, sealing
from kruidenier.store.opening import MIGRATION_LOCK, layout_of, migration_engine, open_store, said, upgrade

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from kruidenier.shop.people.privacy import Gone
    from kruidenier.store.driver import Key

MAY_BE_THERE = {SETTINGS_FILE, "receipts", ERASED}


class NotEmpty(ShopError):
    """A folder or database that holds something already."""

    message = N_("{place} is not empty. Restore into a new folder, so that nothing old mixes with it.")


class BackupNotSound(ShopError):
    """A backup whose books do not prove."""

    message = N_("The books in {file} do not agree with themselves ({faults}). Choose another backup.")


def restore(
    file: Path,
    folder: Path,
    *,
    by: str,
    now: dt.datetime,
    identity: Path | None = None,
    unlock: Callable[[Path], Key | None] = lambda _file: None,
) -> OpenShop:
    """Make a shop from a backup in an empty or new folder; it may hold shop.toml, receipts, and erased.txt.

    A backup that was encrypted for elsewhere is opened with the secret key in the file `identity`. One of encrypted
    books is opened with the key that `unlock` finds to it, and the shop made from it keeps that key.
    Households that were erased since the backup are forgotten again: their list stands beside it, or in the folder.
    Numbers go on beyond the highest receipt found there, so that none is given twice. Until all is proved nothing
    stands in the folder.
    """
    with sealing.opened(file, identity) as plain:
        return _restore(plain, file.parent, folder, driver.fitting(plain, unlock(plain)), by=by, now=now)


def _restore(file: Path, beside: Path, folder: Path, key: Key | None, *, by: str, now: dt.datetime) -> OpenShop:
    backup.require_whole(file, key)
    if folder.exists() and (not folder.is_dir() or {entry.name for entry in folder.iterdir()} - MAY_BE_THERE):
        raise NotEmpty(place=folder)
    config = read_config(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".restoring-", dir=folder) as workshop:
            books = _made_ready(file, Path(workshop), config, read_lists([beside, folder]), key, by=by, now=now)
            if isinstance(config.database, Path):
                config.database.parent.mkdir(mode=0o700)
                books.replace(config.database)
            else:
                _send(books, config.database, key)
                key = None
        config.receipts.mkdir(mode=0o700, exist_ok=True)
    except OSError as fault:
        raise said(fault, config.database, backups=config.backups) from fault
    return open_shop(folder, key=key)


def _made_ready(
    file: Path, workshop: Path, config: ShopConfig, gone: Gone, key: Key | None, *, by: str, now: dt.datetime
) -> Path:
    """Copy the books aside, bring their layout up to date, let their numbers go on, and prove them."""
    books = workshop / "books.db"
    shutil.copyfile(file, books)
    store = open_store(books, backups=workshop, key=key)
    aside = OpenShop(config, store)
    try:
        _go_on(aside, gone, by=by, now=now)
        with aside.reading() as session:
            faults = [fault.message for fault in prove(session)]
        if faults:
            raise BackupNotSound(file=file, faults=" ".join(faults[:3]))
    finally:
        store.close()
    backup.one_file(books, key)
    return books


def _send(books: Path, address: str, key: Key | None) -> None:
    """Copy proved books into an empty database on a server, in one transaction."""
    with (
        migration_engine(books, key=key) as source_engine,
        source_engine.connect() as source,
        migration_engine(address) as engine,
        engine.begin() as target,
    ):
        target.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        if inspect(target).get_table_names():
            raise NotEmpty(place=engine.url.render_as_string(hide_password=True))
        upgrade(target, layout_of(source) or "head")
        backup.copy_rows(source, target)


def _go_on(shop: OpenShop, gone: Gone, *, by: str, now: dt.datetime) -> None:
    """Forget who was erased since, and let numbers go on beyond the highest receipt found."""
    highest: dict[str, int] = {}
    for paper in shop.config.receipts.glob("*/*.pdf"):
        number = re.fullmatch(r"(?:drawer-)?(.+)-([0-9]+)", paper.stem)
        if number:
            till, n = number[1], int(number[2])
            highest[till] = max(highest.get(till, 0), n)
    with shop.writing.begin() as session:
        for till in session.scalars(select(Till).order_by(Till.id).with_for_update()):
            till.last_document = max(till.last_document, highest.get(till.code, 0))
        session.flush()
        forgotten = erasing.forget_again(session, gone, now=now)
        known = session.scalars(select(Till.code)).all()
        first = session.scalars(select(func.min(Till.code))).one()
        at = counter(session, shop.config.till if shop.config.till in known else first, by=by, role="manager")
        name = session.scalars(select(Shop.name)).one()
        journal.record(session, at, verb="restored", subject=name, now=now, erased=forgotten)
