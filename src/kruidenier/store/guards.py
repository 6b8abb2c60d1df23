"""The second wall: triggers by which the database itself keeps closed books closed.

This is the one list. It is put up anew after every upgrade, because changing a table on SQLite silently drops its
triggers, and `check` compares it with what the database has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

PREFIX = "guard_"
NEVER_CHANGE = (
    "sale",  # but for what it says of people
    "sale_line",
    "sale_take",
    "sale_payment",
    "movement",
    "transfer",
    "budget_entry",
    "quota_entry",
    "day_limit",
    "journal",
    "used_id",
    "issued_paper",
    "setting",
    "temperature",
    "markdown",
    "ticked_off",
    "note_signature",
    "note_correction",
    "label_scheme",
    "supplier_report",
    "recalled_lot",
    "label_key",
    "book_copy",
    "erasure",
    "arrival_promise",
    "purge",
    "right_decision",
    "served_year",
)
SEALED_BY_SALE = ("sale_line", "sale_take", "sale_payment")
SEALED_BY_DOCUMENT = ("movement", "budget_entry", "quota_entry")
KEYS = {
    "sale": ("id", "number", "paper_number"),
    "sale_line": ("id", "sale_id, position"),
    "sale_take": ("id",),
    "sale_payment": ("id",),
    "movement": ("id",),
    "transfer": ("id",),
    "budget_entry": ("id",),
    "quota_entry": ("id", "document_id, position"),
    "day_limit": ("id",),
    "journal": ("id", "till_id, seq"),
    "used_id": ("id",),
    "issued_paper": ("id", "kind, number"),
    "setting": ("id",),
    "drawer": ("id", "number"),
    "lot": ("id", "number"),
    "temperature": ("id",),
    "markdown": ("id",),
    "ticked_off": ("id",),
    "delivery": ("id", "number", "gift_note"),
    "delivery_line": ("id", "delivery_id, position"),
    "deed": ("id", "number"),
    "stock_count": ("id", "number"),
    "count_entry": ("id",),
    "recall": ("id", "number"),
    "recalled_lot": ("id", "recall_id, lot_id"),
    "note_signature": ("id", "note, side"),
    "note_correction": ("id", "note", "corrects"),
    "gift_summary": ("id", "number"),
    "label_scheme": ("id", "code, valid_from"),
    "label_key": ("id",),
    "agreement": ("id", "number"),
    "award": ("id", "number"),
    "supplier_report": ("id", "number", "supplier_id, per, first, last"),
    "book_copy": ("id",),
    "erasure": ("household_id",),
    "purge": ("id",),
    "right_decision": ("id",),
    "served_count": ("year, who, what, born",),
    "served_year": ("year",),
    "staff": ("id", "code"),
    "arrival": ("id", "happened_on, number"),
    "arrival_promise": ("arrival_id, goods",),
}
"""By what a row could be pushed out on SQLite, where an INSERT OR REPLACE takes rows away without asking."""
STAY = {
    "lot": ("id", "number", "kind", "origin"),
    "staff": ("id", "code"),
    "drawer": ("id", "number", "till_id"),
    "delivery": ("id", "number", "supplier_id", "kind"),
    "deed": ("id", "number", "till_id", "verb", "by"),
    "stock_count": ("id", "number"),
    "recall": ("id", "number", "product_id", "reason", "happened_on"),
    "gift_summary": ("id", "number", "supplier_id", "since", "until"),
    "agreement": ("id", "number", "supplier_id"),
    "award": ("id", "number", "supplier_id", "scheme_id", "assessed_on", "proposed_level"),
    "pick_up": ("id", "agreement_id", "supplier_id", "rule"),
    "served_count": ("year", "who", "what", "born"),
    "arrival": ("id", "happened_on", "number"),
}
"""What never changes of rows that do."""
CLOSED = {
    "delivery": "OLD.state = 'signed'",
    "stock_count": "OLD.state IN ('accepted', 'dropped')",
    "recall": "OLD.closed_at IS NOT NULL",
    "deed": "OLD.undone_at IS NOT NULL",
    "gift_summary": "OLD.replaced_by IS NOT NULL",
    "agreement": "OLD.state IN ('ended', 'dropped')",
    "award": "OLD.state IN ('withdrawn', 'dropped')",
}
"""When a row is closed for good."""
OF_A_SALE = (
    *("id", "kind", "of_sale_id", "number", "till_id", "drawer_id", "pseudonym", "happened_at", "happened_on", "by"),
    *("recorded_at", "total_cents", "rounding_cents", "change_cents", "paper_number", "broken_rules", "reason"),
)
"""What a sale says of goods and money."""
FORGOTTEN = "NEW.adults = 0 AND NEW.children = 0 AND NEW.lang = '' AND NEW.budget_left_cents IS NULL"
"""A sale that says nothing of people any more."""
SIGNED = (
    "covers",
    "renews_id",
    "starts_on",
    "ends_on",
    "notice_days",
    "asks_own_list",
    "min_days",
    "on_holidays",
    "terms",
    "signed_on",
    "signed_by",
    "shop_signed_by",
)
"""What never changes of an agreement once both sides have signed."""
PARTS = {
    "delivery_line": ("delivery", "delivery_id", "state = 'signed'"),
    "count_entry": ("stock_count", "count_id", "state IN ('accepted', 'dropped')"),
}
"""Rows that belong to another, and when that one is closed."""


_DOCUMENT = {
    "sqlite": "NEW.document_id",
    "postgresql": "CASE WHEN NEW.document_id ~ '^[0-9a-f-]{36}$' THEN NEW.document_id::uuid END",
}
"""The key of the sale that a row belongs to; other documents have keys of their own."""

_RECORDED_ON = {
    "sqlite": "substr(NEW.recorded_at, 1, 10)",
    "postgresql": "(NEW.recorded_at AT TIME ZONE 'UTC')::date",
}
"""The day a movement was written: only what is dated back can lie behind a count, whatever the clock does."""


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
            forbidden = (
                f"NOT ({FORGOTTEN}) OR {_differs(OF_A_SALE)}" if (table, event) == ("sale", "UPDATE") else "TRUE"
            )
            yield Guard(name, table, event, forbidden, f"{table} never changes")
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
    for table in SEALED_BY_DOCUMENT:
        for dialect, document in _DOCUMENT.items():
            yield Guard(
                f"{PREFIX}{table}_sealed",
                table,
                "INSERT",
                f"EXISTS (SELECT 1 FROM sale WHERE sale.id = {document})",  # noqa: S608
                "the sale is closed",
                lock="document_id",
                by_statement=True,
                only=dialect,
            )
    for dialect, recorded_on in _RECORDED_ON.items():
        yield Guard(
            f"{PREFIX}movement_behind_count",
            "movement",
            "INSERT",
            f"NEW.happened_on < {recorded_on}"  # noqa: S608
            " AND EXISTS (SELECT 1 FROM lot l WHERE l.id = NEW.lot_id AND l.counted_on > NEW.happened_on)",
            "the lot was counted after that day",
            by_statement=True,
            only=dialect,
        )
    yield Guard(
        f"{PREFIX}sale_balanced",
        "sale",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM sale_line l WHERE l.sale_id = NEW.id)"
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
    yield Guard(
        f"{PREFIX}award_issued_stays",
        "award",
        "UPDATE",
        "OLD.state = 'issued' AND (NEW.state NOT IN ('issued', 'withdrawn') OR NEW.level <> OLD.level"
        " OR NEW.issued_on <> OLD.issued_on OR NEW.valid_until <> OLD.valid_until OR NEW.decision <> OLD.decision"
        " OR NEW.signature <> OLD.signature OR NEW.decided_on <> OLD.decided_on)",
        "an issued label stays as it was decided",
    )
    yield Guard(f"{PREFIX}drawer_no_delete", "drawer", "DELETE", "TRUE", "drawer sessions stay")
    yield from _closed_documents()
    yield Guard(
        f"{PREFIX}agreement_signed_stays",
        "agreement",
        "UPDATE",
        f"OLD.signed_on IS NOT NULL AND ({_differs(SIGNED)})",
        "what was signed stays",
    )
    yield Guard(
        f"{PREFIX}served_count_only_grows",
        "served_count",
        "UPDATE",
        "NEW.amount < OLD.amount OR EXISTS (SELECT 1 FROM served_year y WHERE y.year = OLD.year)",
        "the sums of a year only grow, until it is closed",
    )
    yield Guard(
        f"{PREFIX}served_count_closed",
        "served_count",
        "INSERT",
        "EXISTS (SELECT 1 FROM served_year y WHERE y.year = NEW.year)",
        "the sums of a year only grow, until it is closed",
    )
    yield Guard(f"{PREFIX}served_count_no_delete", "served_count", "DELETE", "TRUE", "the sums of a year stay")
    for table, columns in STAY.items():
        changed = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns)
        yield Guard(f"{PREFIX}{table}_stays", table, f"UPDATE OF {', '.join(columns)}", changed, f"{table}s stay")
    yield from _against_replacing()


def _differs(columns: Iterable[str]) -> str:
    return " OR ".join(
        f"COALESCE(CAST(NEW.{column} AS VARCHAR), '') <> COALESCE(CAST(OLD.{column} AS VARCHAR), '')"
        f" OR (NEW.{column} IS NULL) <> (OLD.{column} IS NULL)"
        for column in (f'"{name}"' for name in columns)
    )


def _closed_documents() -> Iterator[Guard]:
    for table, closed in CLOSED.items():
        yield Guard(f"{PREFIX}{table}_closed_no_update", table, "UPDATE", closed, f"the {table} is closed")
    for table, (whole, key, closed) in PARTS.items():
        for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD")):
            yield Guard(
                f"{PREFIX}{table}_closed_no_{event.lower()}",
                table,
                event,
                f"EXISTS (SELECT 1 FROM {whole} w WHERE w.id = {row}.{key} AND w.{closed})",  # noqa: S608
                f"the {whole} is closed",
            )
    for table in ("lot", "staff", *CLOSED, *PARTS):
        yield Guard(f"{PREFIX}{table}_no_delete", table, "DELETE", "TRUE", f"rows of {table} stay")


def _against_replacing() -> Iterator[Guard]:
    for table, keys in KEYS.items():
        pushed = [" AND ".join(f"o.{column} = NEW.{column}" for column in key.split(", ")) for key in keys]
        if table == "sale":
            pushed.append("o.of_sale_id = NEW.of_sale_id AND o.kind = 'void' AND NEW.kind = 'void'")
        if table == "drawer":
            pushed.append("o.till_id = NEW.till_id AND o.closed_at IS NULL AND NEW.closed_at IS NULL")
        yield Guard(
            f"{PREFIX}{table}_no_replace",
            table,
            "INSERT",
            " OR ".join(f"EXISTS (SELECT 1 FROM {table} o WHERE {same})" for same in pushed),  # noqa: S608
            f"{table} never changes",
            only="sqlite",
        )


def guards_for(dialect: str) -> list[Guard]:
    """List the guards of one database."""
    return [guard for guard in guards() if guard.only in (None, dialect)]


def put_up(connection: Connection) -> None:
    """Put every guard up anew, and take down any of ours that is not on the list."""
    take_down(connection)
    if connection.dialect.name == "sqlite":
        for guard in guards_for("sqlite"):
            connection.exec_driver_sql(_sqlite(guard))
        return
    for name, (trigger, body) in _on_postgres().items():
        connection.exec_driver_sql(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"
        )
        connection.exec_driver_sql(trigger)


def take_down(connection: Connection) -> None:
    """Take the guards down while the layout changes: SQLite renames no table that another table's trigger names."""
    for name, table in standing(connection).items():
        on = "" if connection.dialect.name == "sqlite" else f" ON {table}"
        connection.execute(text(f"DROP TRIGGER {name}{on}"))


def missing(connection: Connection) -> list[str]:
    """Tell which guards are not up, or are not as the list has them."""
    if connection.dialect.name == "sqlite":
        up = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        written: dict[str, str] = dict(connection.execute(text(up)).all())
        return [guard.name for guard in guards_for("sqlite") if written.get(guard.name) != _sqlite(guard)]
    up = (
        "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgenabled IN ('O', 'A')"
    )
    bodies: dict[str, str] = dict(connection.execute(text(up)).all())
    return [name for name, (_trigger, body) in _on_postgres().items() if bodies.get(name) != body]


def standing(connection: Connection) -> dict[str, str]:
    """Tell the guards that are there, name and table, even if they are switched off."""
    if connection.dialect.name == "sqlite":
        asked = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard_%'"
    else:
        asked = (
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgname LIKE 'guard_%'"
        )
    return dict(connection.execute(text(asked)).all())


def _sqlite(guard: Guard) -> str:
    return (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} WHEN {guard.forbidden}"
        f" BEGIN SELECT RAISE(ABORT, '{guard.says}'); END"
    )


def _on_postgres() -> dict[str, tuple[str, str]]:
    """Write every guard of PostgreSQL: by name its trigger and the body of its function."""
    written = {guard.name: _postgres(guard) for guard in guards_for("postgresql")}
    for table in (*NEVER_CHANGE, "lot", "staff", "drawer", *CLOSED, *PARTS):
        name = f"{PREFIX}{table}_no_truncate"
        written[name] = (
            f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
            f"BEGIN RAISE EXCEPTION '{table} never changes'; END",
        )
    return written


def _postgres(guard: Guard) -> tuple[str, str]:
    """Write a guard's trigger and its function's body, asked for each row or once for a statement's rows."""
    if guard.by_statement:
        lock = (
            f"PERFORM pg_advisory_xact_lock(hashtextextended({guard.lock}::text, 0)) FROM fresh GROUP BY {guard.lock};"
            if guard.lock
            else ""
        )
        forbidden = f"EXISTS (SELECT 1 FROM fresh WHERE {guard.forbidden.replace('NEW.', 'fresh.')})"  # noqa: S608
        when, rows, answer = f"AFTER {guard.event}", "REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT", "NULL"
    else:
        lock = f"PERFORM pg_advisory_xact_lock(hashtextextended(NEW.{guard.lock}::text, 0));" if guard.lock else ""
        forbidden = guard.forbidden
        when, rows, answer = f"BEFORE {guard.event}", "FOR EACH ROW", "OLD" if guard.event == "DELETE" else "NEW"
    return (
        f"CREATE TRIGGER {guard.name} {when} ON {guard.table} {rows} EXECUTE FUNCTION {guard.name}()",
        f"BEGIN {lock} IF {forbidden} THEN RAISE EXCEPTION '{guard.says}'; END IF; RETURN {answer}; END",
    )
