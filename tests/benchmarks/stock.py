"""The stock of 1,000 products over 1,000,000 movements, against reading as many rows through sqlite3."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

from kruidenier.shop.figures import stock_levels
from tests.benchmarks.sale import NOW, stocked_shop
from tests.benchmarks.timing import ms, ratio, say, timed

PRODUCTS = 1000
MOVEMENTS = 1_000_000
ROUNDS = 100


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="kruidenier-bench-"))
    shop = stocked_shop(folder / "shop", products=PRODUCTS)
    books = sqlite3.connect(folder / "shop" / "data" / "kruidenier.db")
    lots = [key for (key,) in books.execute("SELECT id FROM lot")]
    books.executemany(
        "INSERT INTO movement (lot_id, reason, count, grams, known_by, by, happened_on, recorded_at)"
        " VALUES (?, 'sold', ?, 0, 'scanned', 'bench', '2026-11-24', '2026-11-24T09:00:00.000000+00:00')",
        ((lots[n % PRODUCTS], 1 if n % (2 * PRODUCTS) < PRODUCTS else -1) for n in range(MOVEMENTS)),
    )
    books.commit()
    asked = (
        "SELECT l.number, l.lot_code, p.code, n.name, l.origin, l.date_mark, l.date, l.state, l.count, l.grams"
        " FROM lot l"
        " JOIN product p ON p.id = l.product_id JOIN product_name n ON n.product_id = p.id WHERE l.count <> 0"
    )

    def ours() -> None:
        with shop.reading() as session:
            assert len(stock_levels.levels(session, on=NOW.date())) == PRODUCTS

    ours()
    times = [timed(ours) for _ in range(ROUNDS)]
    bare = [timed(lambda: books.execute(asked).fetchall()) for _ in range(ROUNDS)]
    subject = f"stock of {PRODUCTS} products, {MOVEMENTS} movements"
    say(f"{subject}: ours {ms(times)}  bare rows {ms(bare)}  {ratio(times, bare)}")


if __name__ == "__main__":
    main()
