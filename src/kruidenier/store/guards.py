"""The second wall: triggers by which the database itself keeps closed books closed.

This is the one list. It is put up anew after every upgrade, because changing a table on SQLite silently drops its
triggers, and `check` compares it with what the database has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

PREFIX = "guard_"
NEVER_CHANGE = (
    "sale",
    "sale_line",
    "sale_take",
    "sale_payment",
    "movement",
    "budget_entry",
    "journal",
    "used_id",
    "issued_paper",
    "setting",
)
SEALED_BY_SALE = ("sale_line", "sale_take", "sale_payment")


@dataclass(frozen=True, slots=True)
class Guard:
    """A rule that refuses an INSERT, UPDATE or DELETE of one table's row while its condition holds."""

    name: str
    table: str
    event: str
    forbidden: str
    """SQL over OLD and NEW: the row is refused where it is true."""
    says: str
    lock: str = ""
    """Column of NEW that PostgreSQL locks first, so that two connections cannot pass each other."""
    by_statement: bool = False
    """PostgreSQL asks once for all rows of a statement."""
    only: str | None = None
    """The one database that needs it."""


def guards() -> Iterator[Guard]:
    """List every guard."""
    for table in NEVER_CHANGE:
        for event in ("UPDATE", "DELETE"):
            name = f"{PREFIX}{table}_no_{event.lower()}"
            yield Guard(name, table, event, "TRUE", f"{table} never changes")
    for table in SEALED_BY_SALE:
        yield Guard(
            f"{PREFIX}{table}_sealed",
            table,
            "INSERT",
            "EXISTS (SELECT 1 FROM sale WHERE sale.id = NEW.sale_id)",
            "the sale is closed",
            lock="sale_id",
            by_statement=True,
        )
    yield Guard(
        f"{PREFIX}sale_balanced",
        "sale",
        "INSERT",
        # An INSERT OR REPLACE would take the old row away without asking its own guard.
        "EXISTS (SELECT 1 FROM sale s WHERE s.id = NEW.id OR s.number = NEW.number)"
        " OR NOT EXISTS (SELECT 1 FROM sale_line l WHERE l.sale_id = NEW.id)"
        " OR NEW.total_cents <> (SELECT SUM(l.total_cents) FROM sale_line l WHERE l.sale_id = NEW.id)"
        " OR NEW.total_cents + NEW.rounding_cents <>"
        " (SELECT COALESCE(SUM(p.amount_cents), 0) FROM sale_payment p WHERE p.sale_id = NEW.id)",
        "a sale needs lines, its total is theirs, and its payments are total and rounding",
        lock="id",
    )
    yield Guard(
        f"{PREFIX}sale_in_open_drawer",
        "sale",
        "INSERT",
        "EXISTS (SELECT 1 FROM drawer d WHERE d.id = NEW.drawer_id AND d.closed_at IS NOT NULL)",
        "the drawer is closed",
    )
    yield Guard(
        f"{PREFIX}drawer_closed_no_update", "drawer", "UPDATE", "OLD.closed_at IS NOT NULL", "the drawer is closed"
    )
    yield Guard(f"{PREFIX}drawer_no_delete", "drawer", "DELETE", "TRUE", "drawer sessions stay")
    yield Guard(f"{PREFIX}lot_no_delete", "lot", "DELETE", "TRUE", "lots stay")
    for table, column in (("journal", "seq"), ("used_id", "id"), ("movement", "id"), ("budget_entry", "id")):
        same_till = " AND j.till_id = NEW.till_id" if table == "journal" else ""
        yield Guard(
            f"{PREFIX}{table}_no_replace",
            table,
            "INSERT",
            f"EXISTS (SELECT 1 FROM {table} j WHERE j.{column} = NEW.{column}{same_till})",  # noqa: S608
            f"{table} never changes",
            only="sqlite",  # only there an INSERT OR REPLACE takes rows away without asking
        )


def guards_for(dialect: str) -> list[Guard]:
    """List the guards of one database."""
    return [guard for guard in guards() if guard.only in (None, dialect)]


def put_up(connection: Connection) -> None:
    """Put every guard up anew, and take down any of ours that is not on the list."""
    for name, table in standing(connection).items():
        connection.execute(text(_take_down(connection, name, table)))
    for statement in _statements(connection.dialect.name):
        connection.exec_driver_sql(statement)


def missing(connection: Connection) -> list[str]:
    """Tell which guards are not up, or are not as the list has them."""
    wanted = guards_for(connection.dialect.name)
    there = standing(connection)
    if connection.dialect.name == "sqlite":
        written = {
            row.name: row.sql
            for row in connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        }
        return [guard.name for guard in wanted if written.get(guard.name) != _sqlite(guard)]
    return [guard.name for guard in wanted if guard.name not in there]


def standing(connection: Connection) -> dict[str, str]:
    """Tell the guards that are up: name and table."""
    if connection.dialect.name == "sqlite":
        asked = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard_%'"
    else:
        asked = (
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgname LIKE 'guard_%' AND t.tgenabled <> 'D'"
        )
    return dict(connection.execute(text(asked)).all())


def _take_down(connection: Connection, name: str, table: str) -> str:
    on = "" if connection.dialect.name == "sqlite" else f" ON {table}"
    return f"DROP TRIGGER {name}{on}"


def _statements(dialect: str) -> Iterator[str]:
    if dialect == "sqlite":
        yield from (_sqlite(guard) for guard in guards_for(dialect))
        return
    for guard in guards_for(dialect):
        yield from _postgres(guard)
    for table in {*NEVER_CHANGE, "lot", "drawer"}:
        yield (
            f"CREATE OR REPLACE FUNCTION {PREFIX}{table}_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN RAISE EXCEPTION '{table} never changes'; END $$"
        )
        yield (
            f"CREATE TRIGGER {PREFIX}{table}_no_truncate BEFORE TRUNCATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {PREFIX}{table}_no_truncate()"
        )


def _sqlite(guard: Guard) -> str:
    return (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} WHEN {guard.forbidden}"
        f" BEGIN SELECT RAISE(ABORT, '{guard.says}'); END"
    )


def _postgres(guard: Guard) -> Iterator[str]:
    """Write a guard as a function and its trigger, asked for each row or once for a statement's rows."""
    if guard.by_statement:
        lock = (
            f"PERFORM pg_advisory_xact_lock(hashtextextended({guard.lock}::text, 0)) FROM fresh GROUP BY {guard.lock};"
        )
        forbidden = f"EXISTS (SELECT 1 FROM fresh WHERE {guard.forbidden.replace('NEW.', 'fresh.')})"  # noqa: S608
        when, rows, answer = f"AFTER {guard.event}", "REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT", "NULL"
    else:
        lock = f"PERFORM pg_advisory_xact_lock(hashtextextended(NEW.{guard.lock}::text, 0));" if guard.lock else ""
        forbidden = guard.forbidden
        when, rows, answer = f"BEFORE {guard.event}", "FOR EACH ROW", "OLD" if guard.event == "DELETE" else "NEW"
    yield (
        f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {lock}"
        f" IF {forbidden} THEN RAISE EXCEPTION '{guard.says}'; END IF; RETURN {answer}; END $$"
    )
    yield f"CREATE TRIGGER {guard.name} {when} ON {guard.table} {rows} EXECUTE FUNCTION {guard.name}()"
