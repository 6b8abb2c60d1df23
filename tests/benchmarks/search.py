"""Search while typing in 100,000 products, against a bare search by word starts that reads the same names.

Ours brings price and stock as well; the bare one is FTS5 on SQLite and a text search on PostgreSQL.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
import sqlite3
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import insert, text

from kruidenier.config import starter_data
from kruidenier.shop.founding import found_shop
from kruidenier.shop.goods.catalogue import Product, ProductCode, ProductName, key_of
from kruidenier.shop.goods.search import ProductWords, search, words_of
from kruidenier.shop.office import settings as rules
from kruidenier.shop.opening import OpenShop
from kruidenier.store.base import new_id
from tests.benchmarks.server import postgres
from tests.benchmarks.timing import ms, ratio, say, timed

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
PRODUCTS = 100_000
ROUNDS = 40
SHOWN = 9
"""As many as the till shows, one for each digit."""
TYPED = (
    "p",
    "pa",
    "pat",
    "pate",
    "pates c",
    "lait",
    "lait dem",
    "choc",
    "choco noir",
    "fro",
    "creme fr",
    "1234",
    "0012",
    "zzz",
    "bio le",
)


NAMES = (
    "SELECT p.code, n.name, p.brand, w.words FROM product p JOIN product_name n ON n.product_id = p.id"
    " JOIN product_words w ON w.product_id = p.id"
)


def filled_shop(folder: Path, *, database: str | None = None) -> OpenShop:
    """A shop with 100,000 products: the real names, again and again under other codes."""
    if database is not None:
        folder.mkdir(parents=True)
        (folder / "shop.toml").write_text(f'database = "{database}"\n')
    shop = found_shop(folder, name="Bench", lang="nl", manager="Els", pin="1234", now=NOW)
    with (starter_data() / "products.csv").open(encoding="utf-8", newline="") as file:
        real = list(csv.DictReader(file))
    chance = random.Random(7)
    products, codes, names, words = [], [], [], []
    for n in range(PRODUCTS):
        row = real[n % len(real)]
        key, code = new_id(), f"{chance.randrange(10**12):012}x"
        name = row["name_fr"] or row["name_nl"]
        products.append(
            {
                "id": key,
                "code": code,
                "group_code": row["group"],
                "sold_by": "piece",
                "brand": row["brand"] or None,
                "draft": False,
                "version": 1,
            }
        )
        codes.append({"code": key_of(code), "product_id": key, "given": code, "backwards": code[::-1], "position": 1})
        names.append({"product_id": key, "lang": "fr", "name": name})
        words.append({"product_id": key, "words": words_of([name], row["brand"], [code])})
    with shop.writing.begin() as session:
        for table, rows in ((Product, products), (ProductCode, codes), (ProductName, names), (ProductWords, words)):
            session.connection().execute(insert(table), rows)
        if database is not None:  # which does it by itself, but later
            session.execute(text("ANALYZE"))
    return shop


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="kruidenier-bench-") as name, postgres() as server:
        embedded = filled_shop(Path(name) / "embedded")
        measure(embedded, bare_fts5(embedded, Path(name) / "bare.db"), database="sqlite")
        address = server.new_database()
        served = filled_shop(Path(name) / "served", database=address)
        measure(served, bare_tsquery(address), database="postgresql")


def measure(shop: OpenShop, probe: Callable[[str], object], *, database: str) -> None:
    """Time our search and the bare one in turn, for everything that is typed."""
    day = NOW.date()
    with shop.reading() as session:
        settings = rules.current(session, day)

    def ours(typed: str) -> None:
        with shop.reading() as session:
            search(session, typed, on=day, settings=settings, limit=SHOWN)

    times, floor = [], []
    for _ in range(ROUNDS):
        for typed in TYPED:
            times.append(timed(partial(ours, typed)))
            floor.append(timed(partial(probe, typed)))
    shop.close()
    say(f"search in {PRODUCTS:,} products, {database}: ours {ms(times)}  bare {ms(floor)}  {ratio(times, floor)}")


def bare_fts5(shop: OpenShop, file: Path) -> Callable[[str], object]:
    """Make the same names and words in one bare table with an FTS5 prefix index."""
    books = sqlite3.connect(shop.config.database)
    bare = sqlite3.connect(file)
    bare.execute("CREATE TABLE product (id INTEGER PRIMARY KEY, code TEXT, name TEXT, brand TEXT, words TEXT)")
    bare.execute("CREATE VIRTUAL TABLE found USING fts5(words, content='product', content_rowid='id', prefix='2 3')")
    bare.executemany("INSERT INTO product (code, name, brand, words) VALUES (?, ?, ?, ?)", books.execute(NAMES))
    bare.execute("INSERT INTO found (rowid, words) SELECT id, words FROM product")
    bare.commit()
    asked = "SELECT code, name, brand FROM product WHERE id IN (SELECT rowid FROM found WHERE found MATCH ? LIMIT ?)"
    return lambda typed: bare.execute(asked, [" ".join(f'"{word}"*' for word in typed.split()), SHOWN]).fetchall()


def bare_tsquery(address: str) -> Callable[[str], object]:
    """Make the same names and words in one bare table with a GIN index."""
    import psycopg

    bare = psycopg.connect(address.replace("postgresql+psycopg://", "postgresql://", 1), autocommit=True)
    bare.execute(f"CREATE TABLE bare AS {NAMES}")
    bare.execute("CREATE INDEX ON bare USING gin (to_tsvector('simple', words))")
    bare.execute("ANALYZE")
    asked = "SELECT code, name, brand FROM bare WHERE to_tsvector('simple', words) @@ to_tsquery('simple', %s) LIMIT %s"
    return lambda typed: bare.execute(asked, [" & ".join(f"{word}:*" for word in typed.split()), SHOWN]).fetchall()


if __name__ == "__main__":
    main()
