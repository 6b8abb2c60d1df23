"""The floor under a sale: the same rows through bare drivers, into a copy of the same database.

Through sqlite3 one transaction of a dozen statements; through psycopg a single statement. Both are durable, with the
same indexes and foreign keys. The guards stay up on SQLite; on PostgreSQL they are down in the copy, since a single
statement cannot show a sale its own lines.
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import text

from kruidenier.store import guards
from kruidenier.store.base import new_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from kruidenier.shop.opening import OpenShop

OF_A_SALE = {
    "movement": "document_id = :id",
    "sale_line": "sale_id = :id",
    "sale_take": "sale_id = :id",
    "sale_payment": "sale_id = :id",
    "budget_entry": "document_id = :id",
    "sale": "id = :id",
    "journal": "subject = :number",
    "used_id": "result = :number",
}
"""The tables that a sale writes to, and how its rows are found."""
KEYS = ("id", "sale_id", "document_id", "basket_id")
NUMBERED = ("movement", "sale_line", "sale_take", "sale_payment", "budget_entry", "journal", "basket_item")
"""Their key is a number that the database makes."""


class Bare(Protocol):
    """A bare way to write a sale."""

    name: str

    def ready(self) -> Callable[[], None]:
        """Lay out an open basket, and give what closes it."""

    def close(self) -> None:
        """Let go of the database."""


def grow(shop: OpenShop, sale: str, *, lines: int) -> None:
    """Repeat a sale until the books hold so many earlier lines, of other households and another year."""
    with shop.writing.begin() as session:
        connection = session.connection()
        postgres = connection.dialect.name == "postgresql"
        rows = rows_of(connection, sale)
        count = lines // len(rows["sale_line"])
        key = (
            "('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))"
            if postgres
            else "printf('01900000-0000-7000-8000-%012x', n)"
        )
        numbers = f"WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < {count})"
        guards.take_down(connection)
        for table, where in OF_A_SALE.items():
            columns = columns_of(rows, table)
            new = {
                **dict.fromkeys(KEYS, f"CAST({key} AS uuid)" if postgres else key),
                "number": "'0-' || n",
                "result": "'0-' || n",
                "subject": "'0-' || n",
                "seq": "-n",
                "pseudonym": "'old' || n % 400",
                "happened_on": "DATE '2025-06-01'" if postgres else "'2025-06-01'",
            }
            if table in ("movement", "budget_entry"):
                new["document_id"] = key
            taken = ", ".join(new.get(column, f't."{column}"') for column in columns)
            listed = ", ".join(f'"{column}"' for column in columns)
            words = f"INSERT INTO {table} ({listed}) {numbers} SELECT {taken} FROM many, {table} t WHERE t.{where}"
            connection.execute(text(words), {"id": sale, "number": rows["sale"][0]["number"]})
        guards.put_up(connection)
        if postgres:  # which does it by itself, but later
            connection.execute(text("ANALYZE"))


def rows_of(connection: Connection, sale: str) -> dict[str, list[dict[str, Any]]]:
    """Read every row that a sale wrote."""
    number = connection.execute(text("SELECT number FROM sale WHERE id = :id"), {"id": sale}).scalar_one()
    found = {}
    for table, where in OF_A_SALE.items():
        asked = text(f"SELECT * FROM {table} WHERE {where}")
        rows = connection.execute(asked, {"id": sale, "number": number}).mappings()
        found[table] = [dict(row) for row in rows]
        assert found[table], table
    return found


def columns_of(rows: dict[str, list[dict[str, Any]]], table: str) -> list[str]:
    """Tell the columns to fill in."""
    return [name for name in rows[table][0] if not (name == "id" and table in NUMBERED)]


def bare_copy(shop: OpenShop, sale: str, *, waiting: str) -> Bare:
    """Copy the shop's database, and make ready to write a sale like that one from a basket like the waiting one."""
    with shop.reading() as session:
        connection = session.connection()
        rows = rows_of(connection, sale)
        for table, key in (("basket", "id"), ("basket_item", "basket_id")):
            asked = text(f"SELECT * FROM {table} WHERE {key} = :id")
            rows[table] = [dict(row) for row in connection.execute(asked, {"id": waiting}).mappings()]
    if isinstance(shop.config.database, Path):
        return BareSqlite(shop.config.database, rows)
    return BarePostgres(shop, rows)


def fresh(rows: dict[str, list[dict[str, Any]]], table: str, sale: str, n: int) -> list[dict[str, Any]]:
    """Make rows like these for another sale."""
    later = 10**6 + n
    number = f"9-{n}" if table == "sale" else later
    new = {**dict.fromkeys(KEYS, sale), "number": number, "result": f"9-{n}", "subject": f"9-{n}", "seq": later}
    return [{name: new.get(name, row[name]) for name in columns_of(rows, table)} for row in rows[table]]


class BareSqlite:
    """A sale through sqlite3."""

    name = "sqlite"

    def __init__(self, database: Path, rows: dict[str, list[dict[str, Any]]]) -> None:
        self.rows, self.n = rows, 0
        self.books = sqlite3.connect(database.with_name("bare.db"), isolation_level=None)
        with sqlite3.connect(database) as source:
            source.backup(self.books)
        source.close()
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "cache_size = -16000"):
            self.books.execute(f"PRAGMA {pragma}")

    def ready(self) -> Callable[[], None]:
        """Lay out an open basket, and give what closes it."""
        self.n += 1
        sale = new_id()
        for table in ("basket", "basket_item"):
            self._insert(table, fresh(self.rows, table, sale, self.n))
        rows = {table: fresh(self.rows, table, sale, self.n) for table in OF_A_SALE}
        return lambda: self._write(rows, sale)

    def _write(self, rows: dict[str, list[dict[str, Any]]], sale: str) -> None:
        books = self.books
        books.execute("BEGIN IMMEDIATE")
        for table, its in rows.items():
            self._insert(table, its)
        books.execute("DELETE FROM basket_item WHERE basket_id = ?", [sale])
        books.execute("UPDATE basket SET state = 'paid', pseudonym = NULL, shopper = NULL WHERE id = ?", [sale])
        books.executemany(
            "UPDATE lot SET count = count + ?, grams = grams + ? WHERE id = ?",
            [[row["count"], row["grams"], row["lot_id"]] for row in rows["movement"]],
        )
        books.execute(
            "UPDATE till SET last_document = last_document + 1, journal_seq = journal_seq + 1, journal_hash = ?"
            " WHERE id = ?",
            ["x" * 64, rows["sale"][0]["till_id"]],
        )
        books.execute("COMMIT")

    def _insert(self, table: str, rows: list[dict[str, Any]]) -> None:
        listed = ", ".join(f'"{name}"' for name in rows[0])
        self.books.executemany(
            f"INSERT INTO {table} ({listed}) VALUES ({', '.join('?' * len(rows[0]))})",
            [tuple(row.values()) for row in rows],
        )

    def close(self) -> None:
        """Let go of the database."""
        self.books.close()


class BarePostgres:
    """A sale through psycopg, as one statement."""

    name = "postgresql"

    def __init__(self, shop: OpenShop, rows: dict[str, list[dict[str, Any]]]) -> None:
        import psycopg

        from tests.benchmarks.server import Server

        self.rows, self.n = rows, 0
        address = str(shop.config.database)
        shop.close()  # it opens again by itself; a database in use cannot be copied
        copy = Server(address).new_database(like=address)
        self.books = psycopg.connect(copy.replace("postgresql+psycopg://", "postgresql://", 1), autocommit=True)
        for guard, table in self.books.execute(
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgname LIKE 'guard_%'"
        ).fetchall():
            self.books.execute(f"DROP TRIGGER {guard} ON {table}")
        self.statement = self._one_statement()

    def ready(self) -> Callable[[], None]:
        """Lay out an open basket, and give what closes it."""
        self.n += 1
        sale = new_id()
        for table in ("basket", "basket_item"):
            columns = columns_of(self.rows, table)
            listed = ", ".join(f'"{name}"' for name in columns)
            self.books.execute(
                f"INSERT INTO {table} ({listed}) SELECT {listed} FROM jsonb_populate_recordset(NULL::{table}, %s)",
                [json.dumps(fresh(self.rows, table, sale, self.n), default=str)],
            )
        rows = {table: fresh(self.rows, table, sale, self.n) for table in OF_A_SALE}
        return lambda: self._write(rows, sale)

    def _write(self, rows: dict[str, list[dict[str, Any]]], sale: str) -> None:
        till = rows["sale"][0]["till_id"]
        self.books.execute(self.statement, {"rows": json.dumps(rows, default=str), "sale": sale, "till": till})

    def _one_statement(self) -> str:
        parts = ["WITH sent AS (SELECT CAST(%(rows)s AS jsonb) AS rows)"]
        for table in OF_A_SALE:
            listed = ", ".join(f'"{name}"' for name in columns_of(self.rows, table))
            parts.append(
                f"in_{table} AS (INSERT INTO {table} ({listed}) SELECT {listed} FROM sent,"
                f" jsonb_populate_recordset(NULL::{table}, sent.rows -> '{table}') RETURNING 1)"
            )
        parts += [
            "emptied AS (DELETE FROM basket_item WHERE basket_id = %(sale)s RETURNING 1)",
            (
                "paid AS (UPDATE basket SET state = 'paid', pseudonym = NULL, shopper = NULL"
                " WHERE id = %(sale)s RETURNING 1)"
            ),
            (
                "kept AS (UPDATE lot SET count = lot.count + m.count, grams = lot.grams + m.grams FROM sent,"
                " jsonb_populate_recordset(NULL::movement, sent.rows -> 'movement') m"
                " WHERE lot.id = m.lot_id RETURNING 1)"
            ),
        ]
        return (
            ", ".join(parts) + " UPDATE till SET last_document = last_document + 1, journal_seq = journal_seq + 1,"
            " journal_hash = repeat('x', 64) WHERE id = %(till)s"
        )

    def close(self) -> None:
        """Let go of the database."""
        self.books.close()
