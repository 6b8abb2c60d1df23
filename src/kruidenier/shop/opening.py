"""Opening a shop: its books, and who and where one is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from kruidenier.config import ShopConfig, read_config
from kruidenier.shop.office.place import Counter, Shop, counter
from kruidenier.store.opening import ShopMissing, Store, open_store

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

    from kruidenier.shop.till.values import ShopHeading
    from kruidenier.store.driver import Key


@dataclass(frozen=True, slots=True)
class OpenShop:
    """A shop whose books are open."""

    config: ShopConfig
    store: Store

    @property
    def folder(self) -> Path:
        """The shop's folder."""
        return self.config.folder

    @property
    def writing(self) -> sessionmaker[Session]:
        """Sessions that change the books, one transaction each."""
        from kruidenier.shop import tables  # noqa: F401 every link between tables is known before the first change

        return self.store.writing

    @property
    def key(self) -> Key | None:
        """The key of encrypted books."""
        return self.store.key

    @property
    def reading(self) -> sessionmaker[Session]:
        """Sessions that only read and never lock a till out."""
        return self.store.reading

    def heading(self) -> ShopHeading:
        """Tell what stands at the top of every paper."""
        from kruidenier.shop.office import settings as rules
        from kruidenier.shop.till.values import ShopHeading

        with self.reading() as session:
            shop = session.scalars(select(Shop)).one()
            settings = rules.current(session, dt.datetime.now(ZoneInfo(shop.time_zone)).date())
            lines = tuple(line.strip() for line in settings["receipt.heading"].split("|") if line.strip())
            return ShopHeading(shop.name, lines, settings["vat.regime"], shop.currency)

    def counter(self, *, by: str, role: str, skills: tuple[str, ...] = ()) -> Counter:
        """Stand at this machine's till."""
        with self.reading() as session:
            return counter(session, self.config.till, by=by, role=role, skills=skills)

    def close(self) -> None:
        """Let go of the books."""
        self.store.close()


def open_shop(folder: Path, *, key: Key | None = None) -> OpenShop:
    """Open a shop, bringing its books up to date first; encrypted ones need their key."""
    config = read_config(folder)
    shop = OpenShop(config, open_store(config.database, backups=config.backups, key=key))
    with shop.reading() as session:
        founded = session.scalar(select(Shop.id)) is not None
    if not founded:
        shop.close()
        raise ShopMissing(place=folder)
    return shop
