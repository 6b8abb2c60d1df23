"""A durable 15-line sale: paying a basket through the shop, against its rows through bare drivers."""

from __future__ import annotations

import datetime as dt
import gc
import sqlite3
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from kruidenier.shop.goods import catalogue, places, stock
from kruidenier.shop.goods.catalogue import Product, ProductCode, ProductName
from kruidenier.shop.opening import found_shop
from kruidenier.shop.people import households, rights
from kruidenier.shop.supply.suppliers import Supplier
from kruidenier.shop.till import baskets, paying, scanning
from kruidenier.shop.till.payments import Payment
from kruidenier.store.base import new_id
from tests.benchmarks.timing import ms, ratio, say, timed

if TYPE_CHECKING:
    from collections.abc import Callable

    from kruidenier.shop.opening import OpenShop

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
LINES = 15
ROUNDS = 200
SALE_TABLES = ("movement", "sale_line", "sale_take", "sale_payment", "budget_entry", "sale", "journal", "used_id")


def stocked_shop(folder: Path, *, products: int = LINES) -> OpenShop:
    """A shop with some products, plenty of each, and a household that may buy them all day."""
    shop = found_shop(folder, name="Bench", lang="nl", manager="Els", pin="1234", now=NOW)
    at = shop.counter(by="els", role="manager")
    with shop.writing.begin() as session:
        session.execute(
            insert(Supplier).values(
                id=(supplier := new_id()), code="s", name="S", kind="shop", vat_scheme="no", version=1
            )
        )
        for n in range(products):
            product = new_id()
            code = f"{n:08}"
            session.execute(
                insert(Product).values(
                    id=product,
                    code=code,
                    group_code="canned",
                    sold_by="piece",
                    content=500,
                    unit="g",
                    draft=False,
                    version=1,
                )
            )
            session.execute(
                insert(ProductCode).values(
                    code=catalogue.key_of(f"p{n:03}"), product_id=product, given=f"p{n:03}", backwards=code, position=1
                )
            )
            session.execute(insert(ProductName).values(product_id=product, lang="fr", name=f"Pâtes complètes {n}"))
            session.flush()
            lot: dict[str, Any] = {
                "kind": "product",
                "product_id": product,
                "group_code": "canned",
                "supplier_id": supplier,
                "origin": "donated",
                "date_mark": "best_before",
                "date": dt.date(2027, 6, 1),
                "received_on": NOW.date(),
                "place_id": places.default_place(session),
                "by_weight": False,
                "count": 10**6,
                "grams": 5 * 10**8,
            }
            stock.take_in(session, [lot], reason="received", document_id="bench", at=at, now=NOW)
        household = households.new_household(
            session, card="bench", lang="fr", display_name="B", referred_by=None, note=None, now=NOW
        )
        session.add(
            households.Headcount(household_id=household, valid_from=dt.date(2020, 1, 1), adults=100_000, children=0)
        )
        session.add(
            rights.Right(
                household_id=household,
                kind="grocery",
                valid_from=dt.date(2026, 1, 1),
                rule_version=0,
                granted_by="els",
                granted_at=NOW,
            )
        )
    return shop


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="kruidenier-bench-"))
    shop = stocked_shop(folder / "shop")
    at = shop.counter(by="els", role="manager")

    def basket() -> str:
        with shop.writing.begin() as session:
            held = baskets.welcome(session, "bench", at=at, now=NOW)
        for n in range(LINES):
            with shop.writing.begin() as session:
                scanning.scan(session, held.id, code=f"p{n:03}", at=at, now=NOW)
        return held.id

    def pay(basket_id: str) -> None:
        with shop.writing.begin() as session:
            paying.pay(session, basket_id, payments=[Payment("cash", 2000)], id=new_id(), at=at, now=NOW)

    pay(basket())
    probe = _bare(shop, folder / "bare.db", open_basket=basket())
    gc.collect()
    gc.freeze()
    ours, bare = [], []
    for _ in range(ROUNDS):
        ours.append(timed(partial(pay, basket())))
        bare.append(timed(probe(new_id())))
    say(f"sale of {LINES} lines: ours {ms(ours)}  bare sqlite3 {ms(bare)}  {ratio(ours, bare)}")


def _bare(shop: OpenShop, file: Path, *, open_basket: str) -> Callable[[str], Callable[[], None]]:
    """The row changes of the last sale through sqlite3: same tables and indexes, same durability, no guards."""
    books = sqlite3.connect(shop.config.database)
    books.row_factory = sqlite3.Row
    raw = sqlite3.connect(file, isolation_level=None)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    for table in (*SALE_TABLES, "lot", "till", "basket", "basket_item"):
        raw.execute(books.execute("SELECT sql FROM sqlite_master WHERE name = ?", [table]).fetchone()[0])
        for (index,) in books.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type = 'index' AND sql IS NOT NULL", [table]
        ):
            raw.execute(index)
    for table in ("lot", "till"):
        for row in books.execute(f"SELECT * FROM {table}"):
            raw.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(row))})", tuple(row))
    sale = books.execute("SELECT id, number FROM sale ORDER BY recorded_at DESC, number DESC LIMIT 1").fetchone()
    lots = [row[0] for row in books.execute("SELECT lot_id FROM sale_take WHERE sale_id = ?", [sale["id"]])]
    rows: dict[str, list[dict[str, Any]]] = {}
    for table in SALE_TABLES:
        where = {
            "movement": "document_id = :id",
            "budget_entry": "document_id = :id",
            "sale": "id = :id",
            "journal": "subject = :number",
            "used_id": "result = :number",
        }.get(table, "sale_id = :id")
        rows[table] = [dict(row) for row in books.execute(f"SELECT * FROM {table} WHERE {where}", dict(sale))]
        assert rows[table], table
    waiting = {
        table: [dict(row) for row in books.execute(f"SELECT * FROM {table} WHERE {key} = ?", [open_basket])]
        for table, key in (("basket", "id"), ("basket_item", "basket_id"))
    }
    count = iter(range(10**6, 10**7))

    def prepare(fresh: str) -> Callable[[], None]:
        for table, key in (("basket", "id"), ("basket_item", "basket_id")):
            columns = [name for name in waiting[table][0] if not (name == "id" and table == "basket_item")]
            raw.executemany(
                f"INSERT INTO {table} ({','.join(columns)}) VALUES ({','.join('?' * len(columns))})",
                [[fresh if name == key else row[name] for name in columns] for row in waiting[table]],
            )
        return lambda: write(fresh)

    def write(fresh: str) -> None:
        n = next(count)
        raw.execute("BEGIN IMMEDIATE")
        for table in SALE_TABLES:
            columns = [name for name in rows[table][0] if not (name == "id" and table not in ("sale", "used_id"))]
            new = {"sale_id": fresh, "document_id": fresh, "number": f"1-{n}", "seq": n, "id": fresh}
            raw.executemany(
                f"INSERT INTO {table} ({','.join(columns)}) VALUES ({','.join('?' * len(columns))})",
                [[new.get(name, row[name]) for name in columns] for row in rows[table]],
            )
        raw.execute("DELETE FROM basket_item WHERE basket_id = ?", [fresh])
        raw.execute("UPDATE basket SET state = 'paid', pseudonym = NULL, shopper = NULL WHERE id = ?", [fresh])
        raw.executemany("UPDATE lot SET count = count - 1, grams = grams - 500 WHERE id = ?", [[lot] for lot in lots])
        raw.execute(
            "UPDATE till SET last_document = last_document + 1, journal_seq = journal_seq + 1, journal_hash = ?",
            ["x" * 64],
        )
        raw.execute("COMMIT")

    return prepare


if __name__ == "__main__":
    main()
