"""Founding a shop: empty books with their food groups and price list, and its first manager."""

from __future__ import annotations

import csv
import datetime as dt
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from kruidenier.config import ShopConfig, read_config, starter_data
from kruidenier.errors import ShopError
from kruidenier.i18n import LANGUAGES, N_
from kruidenier.shop.goods.groups import FoodGroup, GroupName, GroupPrice
from kruidenier.shop.goods.places import FLOOR, Place
from kruidenier.shop.office import journal, staff
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.place import Shop, Site, Till, counter
from kruidenier.shop.opening import OpenShop
from kruidenier.shop.supply import label_schemes
from kruidenier.store.base import new_id
from kruidenier.store.opening import open_store

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

FOUNDER = "founder"


class ShopThere(ShopError):
    """A folder that holds a shop already."""

    message = N_("{place} holds a shop already. Choose another folder; nothing was changed.")


def found_shop(folder: Path, *, name: str, lang: str, manager: str, pin: str, now: dt.datetime) -> OpenShop:
    """Found an empty shop in a folder: its books, food groups with their price list, and its first manager."""
    config = read_config(folder)
    if isinstance(config.database, Path) and config.database.exists() and not _unfinished(config.database):
        raise ShopThere(place=folder)
    staff.require_name(name.strip())
    store = open_store(config.database, backups=config.backups, create=True)
    shop = OpenShop(config, store)
    with shop.writing.begin() as session:
        if session.scalar(select(Shop.id)) is not None:
            raise ShopThere(place=folder)
        _write_first_rows(session, config, name=name.strip(), lang=lang, now=now)
        at = counter(session, config.till, by=FOUNDER, role="manager")
        journal.record(session, at, verb="founded", subject=name.strip(), now=now)
        staff.add(session, manager, role="manager", pin=pin, at=at, now=now, lang=lang)
    for place in (config.backups.parent, config.receipts):
        place.mkdir(parents=True, exist_ok=True)
        place.chmod(0o700)  # other accounts of this machine have no business there
    return shop


def _unfinished(file: Path) -> bool:
    """Tell whether a founding was cut short here: books that no shop has moved into."""
    try:
        with sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True) as books:
            return books.execute("SELECT 1 FROM shop").fetchone() is None
    except sqlite3.OperationalError as fault:
        return "no such table" in str(fault)
    except sqlite3.DatabaseError:
        return False


def _write_first_rows(session: Session, config: ShopConfig, *, name: str, lang: str, now: dt.datetime) -> None:
    session.add(Shop(id=1, key=new_id(), name=name, language=lang, founded_at=now))
    site = Site(code="1", name=name)
    session.add(site)
    session.flush()
    session.add(Till(site_id=site.id, code=config.till))
    session.add(Place(site_id=site.id, code=FLOOR, name=name, kind="shelf"))
    session.flush()
    groups = _rows("groups.csv")
    session.execute(
        insert(FoodGroup),
        [
            {"code": g["code"], "shelf_life_group": int(g["shelf_life_group"]), "vat_rate": int(g["vat_rate"])}
            for g in groups
        ],
    )
    session.execute(
        insert(GroupName),
        [
            {"group_code": g["code"], "lang": lang, "name": g[f"name_{lang}"]}
            for g in groups
            for lang in LANGUAGES
            if g[f"name_{lang}"]
        ],
    )
    session.execute(
        insert(GroupPrice),
        [
            {
                "group_code": price["group"],
                "sold_by": price["sold_by"],
                "valid_from": rules.LONG_AGO,
                "price_cents": int(price["price_cents"]),
                "set_at": now,
            }
            for price in _rows("group_prices.csv")
        ],
    )
    label_schemes.lay_in(session, now=now)


def _rows(name: str) -> list[dict[str, str]]:
    with (starter_data() / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
