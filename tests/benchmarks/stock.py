"""The stock of 1,000 products over a year of 1,000,000 movements, against reading as many rows through sqlite3."""

from __future__ import annotations

import datetime as dt
import gc
import sqlite3
import tempfile
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kruidenier import i18n
from kruidenier.shop.figures import stock_levels
from tests.benchmarks.sale import NOW, stocked_shop
from tests.benchmarks.timing import ms, ratio, say, timed

if TYPE_CHECKING:
    from kruidenier.shop.opening import OpenShop

PRODUCTS = 1000
MOVEMENTS = 1_000_000
ROUNDS = 100
TODAY = NOW.date()
A_YEAR = 365
ASKED: dict[str, dict[str, Any]] = {
    "all of it": {},
    "one place": {"place": "shop"},
    "one group": {"group": "canned"},
    "one supplier": {"supplier": "s"},
    "out of date in a month": {"expiring": 30},
    "runs out": {"low": True},
    "yesterday": {"on": TODAY - dt.timedelta(days=1), "past": True},
    "half a year ago": {"on": TODAY - dt.timedelta(days=A_YEAR // 2), "past": True},
    "a year ago": {"on": TODAY - dt.timedelta(days=A_YEAR), "past": True},
}


def main() -> None:
    i18n.speak("fr")  # the language of the names
    with tempfile.TemporaryDirectory(prefix="kruidenier-bench-") as name:
        shop = stocked_shop(Path(name) / "shop", products=PRODUCTS)
        books = sqlite3.connect(Path(name) / "shop" / "data" / "kruidenier.db")
        trade(books)
        measure(shop, books)
        books.close()
        shop.close()


def trade(books: sqlite3.Connection) -> None:
    """Let every lot be filled up, and be sold from and filled up again all through the year before today."""
    lots = [key for (key,) in books.execute("SELECT id FROM lot")]
    days = [str(TODAY - dt.timedelta(days=A_YEAR - n)) for n in range(A_YEAR + 1)]
    sold = (
        (lots[n % PRODUCTS], 1 if n % (2 * PRODUCTS) < PRODUCTS else -1, days[n * A_YEAR // MOVEMENTS])
        for n in range(MOVEMENTS)
    )
    ends = ((lot, count, day) for lot in lots for count, day in ((1000, days[0]), (-1000, days[-1])))
    books.executemany(
        "INSERT INTO movement (lot_id, reason, count, grams, known_by, by, happened_on, recorded_at)"
        " VALUES (?, 'sold', ?, 0, 'scanned', 'bench', ?, '2026-11-24T09:00:00.000000+00:00')",
        chain(sold, ends),
    )
    books.commit()


def measure(shop: OpenShop, books: sqlite3.Connection) -> None:
    """Time each question in turn with the bare reading."""
    bare = (
        "SELECT l.number, l.lot_code, p.code, n.name, l.origin, l.date_mark, l.date, l.state, l.count, l.grams"
        " FROM lot l"
        " JOIN product p ON p.id = l.product_id JOIN product_name n ON n.product_id = p.id WHERE l.count <> 0"
    )

    def ours(asked: dict[str, Any]) -> None:
        with shop.reading() as session:
            found = stock_levels.levels(session, **{"on": TODAY, **asked})
        assert len(found) in (0, PRODUCTS)

    gc.collect()
    gc.freeze()
    for words, asked in ASKED.items():
        ours(asked)
        times, floor = [], []
        for _ in range(ROUNDS if not asked.get("past") else ROUNDS // 10):
            times.append(timed(partial(ours, asked)))
            floor.append(timed(lambda: books.execute(bare).fetchall()))
        subject = f"stock of {PRODUCTS:,} products, {MOVEMENTS:,} movements, {words}"
        say(f"{subject}: ours {ms(times)}  bare rows {ms(floor)}  {ratio(times, floor)}")


if __name__ == "__main__":
    main()
