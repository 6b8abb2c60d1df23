"""A shop from a backup: into an empty place only, and proved before it counts."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, func, select

from kruidenier.config import SETTINGS_FILE, read_config
from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.figures.proof import Fault, prove
from kruidenier.shop.office import journal
from kruidenier.shop.office.place import Shop, Till, counter
from kruidenier.shop.opening import OpenShop, open_shop
from kruidenier.store import backup
from kruidenier.store.opening import file_url, layout_of, migration_engine, upgrade

if TYPE_CHECKING:
    import datetime as dt


class NotEmpty(ShopError):
    """A folder or database that holds something already."""

    message = N_("{place} is not empty. Restore into a new folder, so that nothing old mixes with it.")


class RestoredWithFaults(ShopError):
    """A backup whose books do not prove."""

    message = N_("The shop in {place} was restored, but its books have {faults} faults. `kruidenier check` lists them.")


def restore(file: Path, folder: Path, *, by: str, now: dt.datetime) -> OpenShop:
    """Make a shop from a backup in an empty or new folder; it may hold shop.toml and receipts.

    Numbers go on beyond the highest receipt found there, so that no number is given twice.
    """
    backup.require_whole(file)
    there = {entry.name for entry in folder.iterdir()} if folder.exists() else set()
    if there - {SETTINGS_FILE, "receipts"}:
        raise NotEmpty(place=folder)
    config = read_config(folder)
    if isinstance(config.database, Path):
        _into_file(file, config.database)
    else:
        _into_server(file, config.database)
    shop = open_shop(folder)
    config.receipts.mkdir(parents=True, exist_ok=True)
    _go_on_beyond_receipts(shop, by=by, now=now)
    with shop.reading() as session:
        faults: list[Fault] = list(prove(session))
    if faults:
        shop.close()
        raise RestoredWithFaults(place=folder, faults=len(faults))
    return shop


def _into_file(file: Path, database: Path) -> None:
    database.parent.mkdir(parents=True, exist_ok=True)
    part = database.with_name(database.name + ".part")
    shutil.copyfile(file, part)
    part.replace(database)


def _into_server(file: Path, address: str) -> None:
    source_engine = create_engine(file_url(file))
    with source_engine.connect() as source, migration_engine(address) as engine, engine.begin() as target:
        if layout_of(target) is not None:
            raise NotEmpty(place=engine.url.render_as_string(hide_password=True))
        upgrade(target, layout_of(source) or "head")
        backup.copy_rows(source, target)
    source_engine.dispose()


def _go_on_beyond_receipts(shop: OpenShop, *, by: str, now: dt.datetime) -> None:
    highest: dict[str, int] = {}
    for paper in shop.config.receipts.glob("*/*.pdf"):
        number = re.fullmatch(r"(.+)-(\d+)", paper.stem)
        if number:
            till, n = number.group(1), int(number.group(2))
            highest[till] = max(highest.get(till, 0), n)
    with shop.writing.begin() as session:
        for till in session.scalars(select(Till).order_by(Till.id).with_for_update()):
            till.last_document = max(till.last_document, highest.get(till.code, 0))
        session.flush()
        first = session.scalars(select(func.min(Till.code))).one()
        known = session.scalars(select(Till.code)).all()
        at = counter(session, shop.config.till if shop.config.till in known else first, by=by, role="manager")
        journal.record(session, at, verb="restored", subject=session.scalars(select(Shop.name)).one(), now=now)
