"""Search while typing in 100,000 products, against a bare FTS5 prefix search that reads the same names."""

from __future__ import annotations

import csv
import datetime as dt
import random
import sqlite3
import tempfile
from functools import partial
from pathlib import Path

from sqlalchemy import insert

from kruidenier.config import starter_data
from kruidenier.shop.goods.catalogue import Product, ProductCode, ProductName, key_of
from kruidenier.shop.goods.search import ProductWords, search, words_of
from kruidenier.shop.office import settings as rules
from kruidenier.shop.opening import OpenShop, found_shop
from kruidenier.store.base import new_id
from tests.benchmarks.timing import ms, ratio, say, timed

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
PRODUCTS = 100_000
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


def filled_shop(folder: Path) -> OpenShop:
    """A shop with 100,000 products: the real names, again and again under other codes."""
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
    return shop


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="kruidenier-bench-"))
    shop = filled_shop(folder / "shop")
    books = sqlite3.connect(shop.config.database)
    bare = sqlite3.connect(folder / "bare.db")
    bare.execute("CREATE TABLE product (id INTEGER PRIMARY KEY, code TEXT, name TEXT, brand TEXT, words TEXT)")
    bare.execute("CREATE VIRTUAL TABLE found USING fts5(words, content='product', content_rowid='id', prefix='2 3')")
    bare.executemany(
        "INSERT INTO product (code, name, brand, words) VALUES (?, ?, ?, ?)",
        books.execute(
            "SELECT p.code, n.name, p.brand, w.words FROM product p JOIN product_name n ON n.product_id = p.id"
            " JOIN product_words w ON w.product_id = p.id"
        ),
    )
    bare.execute("INSERT INTO found (rowid, words) SELECT id, words FROM product")
    bare.commit()
    settings_day = NOW.date()

    def ours(typed: str) -> None:
        with shop.reading() as session:
            search(session, typed, on=settings_day, settings=settings, limit=SHOWN)

    def probe(typed: str) -> None:
        asked = " ".join(f'"{word}"*' for word in typed.split())
        bare.execute(
            "SELECT p.code, p.name, p.brand FROM product p WHERE p.id IN"
            " (SELECT rowid FROM found WHERE found MATCH ? LIMIT ?)",
            [asked, SHOWN],
        ).fetchall()

    with shop.reading() as session:
        settings = rules.current(session, settings_day)
    a, b = [], []
    for _ in range(40):
        for typed in TYPED:
            a.append(timed(partial(ours, typed)))
            b.append(timed(partial(probe, typed)))
    say(f"search in {PRODUCTS} products: ours {ms(a)}  bare FTS5 {ms(b)}  {ratio(a, b)}")


if __name__ == "__main__":
    main()
