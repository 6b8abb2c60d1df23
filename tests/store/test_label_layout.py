"""The first scheme of the label comes to shops that were founded before it, and is laid twice nowhere."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from sqlalchemy import text

from kruidenier.shop.figures import label
from kruidenier.shop.opening import open_shop
from kruidenier.shop.supply.label_schemes import scheme_on
from kruidenier.store import backup
from kruidenier.store.opening import migration_engine, upgrade
from tests.conftest import write_config
from tests.kit import TODAY, Stand

FOUNDED = (
    "INSERT INTO shop (id, key, name, currency, time_zone, language, founded_at)"
    " VALUES (1, 'k', 'Old', 'EUR', 'Europe/Brussels', 'nl', '2026-01-01T00:00:00.000000+00:00')"
)


def test_a_shop_of_an_older_layout_gets_the_scheme(database: str, tmp_path: Path, request):
    folder = tmp_path / "old"
    if database == "sqlite":
        (folder / "data").mkdir(parents=True)
        books: str | Path = folder / "data" / "kruidenier.db"
    else:
        books = request.getfixturevalue("empty_database")
        write_config(folder, str(books))
    with migration_engine(books) as engine, engine.begin() as connection:
        upgrade(connection, "0007_agreements")
        connection.execute(text(FOUNDED))
    shop = open_shop(folder)
    with shop.reading() as session:
        scheme = scheme_on(session, dt.date(2026, 1, 1))
        assert (scheme.code, scheme.bars) == ("jette-1", (30, 50, 70))
    shop.close()


def test_a_copy_has_the_scheme_once(stand: Stand, tmp_path: Path):
    stand.supplier("miroir")
    file = backup.save(stand.shop.reading.kw["bind"], tmp_path / "copy.kruidenier")
    assert backup.require_whole(file)
    assert stand.ask(label.assess, "miroir", on=TODAY).scheme == "jette-1"
