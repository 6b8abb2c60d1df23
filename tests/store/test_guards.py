"""Closed books, attacked from outside: raw SQL, two connections at once, and after a change of layout."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from kruidenier.shop.opening import open_shop
from kruidenier.shop.people import quotas
from kruidenier.shop.tables import BOOKS
from kruidenier.shop.till import cash
from kruidenier.store import guards
from kruidenier.store.base import new_id
from tests.kit import Stand
from tests.layouts import bring_next

Refused = (sqlite3.Error, psycopg.Error)
CLOSED = [
    "sale",
    "sale_line",
    "sale_take",
    "sale_payment",
    "movement",
    "budget_entry",
    "quota_entry",
    "journal",
    "used_id",
    "issued_paper",
    "setting",
    "drawer",
    "lot",
]


@contextmanager
def outside(stand: Stand) -> Iterator[Any]:
    """Stand outside the program: a bare connection, on SQLite without foreign keys."""
    database = stand.shop.config.database
    if isinstance(database, Path):
        connection: Any = sqlite3.connect(database, timeout=5, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
    else:
        connection = psycopg.connect(database.replace("postgresql+psycopg://", "postgresql://", 1))
    try:
        yield connection
        connection.execute("COMMIT")
    finally:
        connection.close()


def books(stand: Stand) -> dict[str, list[str]]:
    """Read everything that must stay as it is."""
    return {table: sorted(str(row) for row in stand.rows(f"SELECT * FROM {table}")) for table in CLOSED}


@pytest.fixture
def closed(stand: Stand) -> Stand:
    """A shop with a sale, a void, a refund, a sale from paper, an open lot, a setting, and a closed drawer."""
    import datetime as dt

    from kruidenier.shop.till.values import Kept

    stand.product("rice", fixed=100, content=500)
    stand.lot("rice", 10, grams=5000)
    stand.household("H1", adults=9)
    stand.setting("price.percent", 40)
    stand.do(cash.open_drawer, float_cents=1000)
    stand.do(quotas.set_quota, "rice", period="week", limit="9")
    stand.sell("H1", ("rice", 3))
    stand.void(stand.sell("H1", "rice").number)
    stand.refund("1-000002", "rice")
    stand.sell("H1", "rice", paper=Kept("P7", stand.now - dt.timedelta(days=1)))
    stand.do(cash.close_drawer, coins={500: 2})
    stand.do(cash.open_drawer, float_cents=1000)
    assert stand.faults() == []
    return stand


def refused(stand: Stand, *statements: str, **values: Any) -> None:
    """Attack in one transaction; it must be refused, and nothing may have changed."""
    before = books(stand)
    with pytest.raises(Refused):
        _attack(stand, statements, values)
    assert books(stand) == before
    assert stand.faults() == []


def _attack(stand: Stand, statements: Sequence[str], values: dict[str, Any]) -> None:
    with outside(stand) as connection:
        for statement in statements:
            connection.execute(_bound(connection, statement), values)


def _bound(connection: Any, statement: str) -> str:
    if isinstance(connection, sqlite3.Connection):
        return statement
    import re

    return re.sub(r"(?<!:):([a-z_]+)", r"%(\1)s", statement)


FIRST = "(SELECT id FROM sale WHERE number = '1-000002')"

CHANGES = {
    "sale": [
        "total_cents = 1",
        "number = 'X'",
        "happened_on = '2020-01-01'",
        "drawer_id = NULL",
        "kind = 'refund'",
        "lang = 'fr'",
    ],
    "sale_line": ["total_cents = 1", "count = 9", "names = '{}'", f"sale_id = {FIRST}"],
    "sale_take": ["count = 9", "origin = 'bought'"],
    "sale_payment": ["amount_cents = 1", "method = 'card'"],
    "movement": ["count = 9", "reason = 'waste'"],
    "budget_entry": ["cents = 0", "happened_on = '2020-01-01'"],
    "quota_entry": ["amount = 9", "happened_on = '2020-01-01'"],
    "journal": ["details = '{}'", "\"by\" = 'x'", "hash = 'x'"],
    "used_id": ["result = 'X'", "digest = 'x'"],
    "issued_paper": ["figures = '{}'", "number = 'X'"],
    "setting": ["value = '1'", "valid_from = '2020-01-01'"],
}


@pytest.mark.parametrize(("table", "change"), [(table, change) for table in CHANGES for change in CHANGES[table]])
def test_no_row_is_changed(closed: Stand, table: str, change: str):
    refused(closed, f"UPDATE {table} SET {change}")


@pytest.mark.parametrize("table", CLOSED)
def test_no_row_is_taken_away(closed: Stand, table: str):
    refused(closed, f"DELETE FROM {table}")


FORGOTTEN = "adults = 0, children = 0, lang = '', budget_left_cents = NULL"


def test_of_a_closed_sale_all_that_it_says_of_people_is_taken_away_or_nothing(closed: Stand):
    of_people = {"adults", "children", "lang", "budget_left_cents"}
    assert set(guards.OF_A_SALE) == set(BOOKS.tables["sale"].columns.keys()) - of_people
    for change in (*CHANGES["sale"], "\"by\" = 'x'", "pseudonym = 'x'", "reason = 'x'", "paper_number = 'x'"):
        refused(closed, f"UPDATE sale SET {FORGOTTEN}, {change}")
    for change in ("lang = 'fr'", "adults = 0, children = 0, budget_left_cents = NULL"):
        refused(closed, f"UPDATE sale SET {change}")
    with closed.shop.writing.begin() as session:
        session.execute(text(f"UPDATE sale SET {FORGOTTEN}"))
    assert {row.lang for row in closed.rows("SELECT lang FROM sale")} == {""}
    refused(closed, "UPDATE sale SET lang = 'fr'")


def test_no_line_take_or_payment_is_added_to_a_closed_sale(closed: Stand):
    for table in ("sale_line", "sale_take", "sale_payment"):
        columns = _columns(closed, table, without=("id", "position"))
        position = "" if table == "sale_payment" else "position, "
        value = "" if table == "sale_payment" else "99, "
        refused(
            closed,
            f"INSERT INTO {table} ({position}{columns}) SELECT {value}{columns} FROM {table} WHERE sale_id = {FIRST}",
        )


@pytest.mark.parametrize("table", ["movement", "budget_entry", "quota_entry"])
def test_no_movement_or_charge_is_added_to_a_closed_sale(closed: Stand, table: str):
    columns = _columns(closed, table, without=("id",))
    refused(closed, f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE document_id IS NOT NULL")


def test_a_journal_line_added_from_outside_breaks_the_chain(closed: Stand):
    columns = _columns(closed, "journal", without=("id", "seq"))
    with outside(closed) as connection:
        connection.execute(
            f"INSERT INTO journal (seq, {columns}) SELECT seq + 1, {columns} FROM journal ORDER BY seq DESC LIMIT 1"
        )
    assert closed.faults() != []


def test_a_sale_without_lines_or_out_of_balance_is_not_written(closed: Stand):
    fresh = new_id()
    columns = _columns(closed, "sale", without=("id", "number", "paper_number"))
    copy = f"INSERT INTO sale (id, number, {columns}) SELECT :fresh, '1-999999', {columns} FROM sale WHERE id = {FIRST}"
    refused(closed, copy, fresh=fresh)
    lines = _columns(closed, "sale_line", without=("id", "sale_id"))
    line = f"INSERT INTO sale_line (sale_id, {lines}) SELECT :fresh, {lines} FROM sale_line WHERE sale_id = {FIRST}"
    refused(closed, line, copy, fresh=fresh)  # nobody paid
    money = "INSERT INTO sale_payment (sale_id, method, amount_cents) VALUES (:fresh, 'cash', 299)"
    refused(closed, line, money, copy, fresh=fresh)


def test_lines_without_a_sale_are_not_left_behind(closed: Stand):
    lines = _columns(closed, "sale_line", without=("id", "sale_id"))
    left = f"INSERT INTO sale_line (sale_id, {lines}) SELECT :fresh, {lines} FROM sale_line WHERE sale_id = {FIRST}"
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"), closed.shop.writing.begin() as session:
        session.execute(text(left.replace(":fresh", f"'{new_id()}'")))


def test_a_closed_drawer_is_not_opened_again_and_takes_no_more_sales(closed: Stand):
    refused(closed, "UPDATE drawer SET closed_at = NULL WHERE number = '1-000001'")
    refused(closed, "UPDATE drawer SET counted_cents = 0 WHERE number = '1-000001'")
    fresh = new_id()
    columns = _columns(closed, "sale", without=("id", "number", "paper_number"))
    lines = _columns(closed, "sale_line", without=("id", "sale_id"))
    pays = _columns(closed, "sale_payment", without=("id", "sale_id"))
    refused(
        closed,
        f"INSERT INTO sale_line (sale_id, {lines}) SELECT :fresh, {lines} FROM sale_line WHERE sale_id = {FIRST}",
        f"INSERT INTO sale_payment (sale_id, {pays}) SELECT :fresh, {pays} FROM sale_payment WHERE sale_id = {FIRST}",
        f"INSERT INTO sale (id, number, {columns}) SELECT :fresh, '1-999999', {columns} FROM sale WHERE id = {FIRST}",
        fresh=fresh,
    )


@pytest.mark.parametrize(
    "change", ["number = number || 'x'", "origin = 'bought'", "kind = 'shortfall', origin = 'unknown'"]
)
def test_a_lot_keeps_its_number_kind_and_origin(closed: Stand, change: str):
    closed.product("soup", fixed=60)
    lot = closed.lot("soup", 5, origin="esf")
    refused(closed, f"UPDATE lot SET {change} WHERE number = '{lot}'")


def test_money_and_goods_stay_whole_numbers(closed: Stand):
    """Lesson 27: whole grams and whole cents."""
    with pytest.raises(Refused), outside(closed) as connection:
        connection.execute("UPDATE lot SET count = 'many'")
    if isinstance(closed.shop.config.database, Path):
        refused(closed, "UPDATE lot SET count = count + 0.5")
        refused(closed, "UPDATE drawer SET float_cents = 1.5 WHERE closed_at IS NULL")


def test_no_lot_but_a_shortfall_goes_below_zero(closed: Stand):
    refused(closed, "UPDATE lot SET count = -1 WHERE kind = 'product'")
    refused(closed, "UPDATE lot SET grams = -1 WHERE kind = 'product'")


# SQLite's own ways round a trigger

REPLACING: dict[str, list[tuple[str, ...]]] = {
    "sale": [("id",), ("number",), ("paper_number",)],
    "sale_line": [("id",), ("sale_id", "position")],
    "sale_take": [("id",)],
    "sale_payment": [("id",)],
    "movement": [("id",)],
    "budget_entry": [("id",)],
    "quota_entry": [("id",), ("document_id", "position")],
    "journal": [("id",), ("till_id", "seq")],
    "used_id": [("id",)],
    "issued_paper": [("id",), ("kind", "number")],
    "setting": [("id",)],
    "drawer": [("id",), ("number",)],
    "lot": [("id",), ("number",)],
}
NEW_KEYS = {"id": "'fresh'", "number": "'fresh'", "sale_id": "'fresh'", "seq": "9999", "kind": "'fresh'"}


@pytest.mark.parametrize("how", ["INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE", "INSERT OR FAIL"])
@pytest.mark.parametrize(("table", "key"), [(table, key) for table in REPLACING for key in REPLACING[table]])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_row_is_replaced_by_another_of_the_same_key(closed: Stand, table: str, key: tuple[str, ...], how: str):
    about: Any = closed.rows(f"PRAGMA table_info({table})")
    new: dict[str, str] = {**NEW_KEYS, "id": "99999" if about[0].type in ("INTEGER", "BIGINT") else "'fresh'"}
    if table in ("drawer", "lot", "sale"):  # their kinds are known words
        del new["kind"]
    values = ", ".join(f'"{c.name}"' if c.name in key or c.name not in new else new[c.name] for c in about)
    where = "WHERE paper_number IS NOT NULL" if key == ("paper_number",) else ""
    before = books(closed)
    with suppress(sqlite3.Error), outside(closed) as connection:
        connection.execute(f"{how} INTO {table} SELECT {values} FROM {table} {where} LIMIT 1")
    assert books(closed) == before


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("table", CLOSED)
def test_no_row_is_changed_by_an_upsert(closed: Stand, table: str):
    names = [row[1] for row in closed.rows(f"PRAGMA table_info({table})")]
    quoted = ", ".join(f'"{name}"' for name in names)
    refused(
        closed,
        f"INSERT INTO {table} ({quoted}) SELECT {quoted} FROM {table} WHERE true LIMIT 1"
        f' ON CONFLICT DO UPDATE SET "{names[1]}" = excluded."{names[1]}"',
    )


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_second_void_does_not_replace_the_first(closed: Stand):
    fresh = new_id()
    void = "(SELECT id FROM sale WHERE kind = 'void')"
    columns = _columns(closed, "sale", without=("id", "number", "drawer_id"))
    lines = _columns(closed, "sale_line", without=("id", "sale_id"))
    pays = _columns(closed, "sale_payment", without=("id", "sale_id"))
    refused(
        closed,
        f"INSERT INTO sale_line (sale_id, {lines}) SELECT :fresh, {lines} FROM sale_line WHERE sale_id = {void}",
        f"INSERT INTO sale_payment (sale_id, {pays}) SELECT :fresh, {pays} FROM sale_payment WHERE sale_id = {void}",
        f"REPLACE INTO sale (id, number, {columns}) SELECT :fresh, 'X', {columns} FROM sale WHERE id = {void}",
        fresh=fresh,
    )


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE OR REPLACE drawer SET number = '1-000001' WHERE closed_at IS NULL",
        "UPDATE OR REPLACE lot SET number = (SELECT min(number) FROM lot) WHERE number = (SELECT max(number) FROM lot)",
    ],
)
def test_no_row_pushes_another_out_by_taking_its_number(closed: Stand, change: str):
    closed.product("soup", fixed=60)
    closed.lot("soup", 5)
    refused(closed, change)


# PostgreSQL's own


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("table", CLOSED)
def test_no_table_is_emptied(closed: Stand, table: str):
    refused(closed, f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("level", ["READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"])
def test_a_line_that_another_connection_adds_while_the_sale_closes_is_refused(stand: Stand, level: str):
    stand.product("rice", fixed=100)
    stand.lot("rice", 10)
    stand.household("H1", adults=9)
    stand.sell("H1", "rice")
    basket = stand.welcome()
    stand.scan(basket, "rice")
    address = str(stand.shop.config.database).replace("postgresql+psycopg://", "postgresql://", 1)
    lines = _columns(stand, "sale_line", without=("id", "sale_id", "position"))
    intruder = psycopg.connect(address)
    intruder.execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
    intruder.execute("SELECT count(*) FROM sale")  # it has looked before the sale is there
    outcome: list[object] = []

    def intrude() -> None:
        try:
            intruder.execute(
                f"INSERT INTO sale_line (sale_id, position, {lines}) SELECT %s, 99, {lines} FROM sale_line", [basket.id]
            )
            intruder.execute("COMMIT")
            outcome.append("written")
        except psycopg.Error as fault:
            outcome.append(fault)

    with stand.shop.writing() as session:  # the sale is written but not yet committed
        from kruidenier.shop.till import paying
        from kruidenier.shop.till.payments import Payment

        paying.pay(session, basket.id, payments=[Payment("cash")], id=new_id(), at=stand.at, now=stand.now)
        thread = threading.Thread(target=intrude)
        thread.start()
        time.sleep(0.3)  # the intruder waits for us now
        session.commit()
    thread.join()
    intruder.close()
    assert outcome != ["written"]
    assert stand.faults() == []


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_line_that_came_in_first_stops_the_sale_and_never_passes_it(stand: Stand):
    stand.product("rice", fixed=100)
    stand.lot("rice", 10)
    stand.household("H1", adults=9)
    stand.sell("H1", "rice")
    basket = stand.welcome()
    stand.scan(basket, "rice")
    address = str(stand.shop.config.database).replace("postgresql+psycopg://", "postgresql://", 1)
    lines = _columns(stand, "sale_line", without=("id", "sale_id", "position"))
    with psycopg.connect(address) as intruder:
        intruder.execute(
            f"INSERT INTO sale_line (sale_id, position, {lines}) SELECT %s, 99, {lines} FROM sale_line", [basket.id]
        )
        outcome: list[object] = []

        def pay() -> None:
            try:
                outcome.append(stand.pay(basket).number)
            except Exception as fault:  # noqa: BLE001 whatever it is, it is looked at below
                outcome.append(fault)

        thread = threading.Thread(target=pay)
        thread.start()
        thread.join(0.3)
        intruder.rollback()
    thread.join()
    assert outcome == ["1-000002"]
    assert stand.faults() == []


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_guard_that_was_emptied_or_switched_off_is_missed(closed: Stand):
    name = "guard_sale_no_update"
    for attack in (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
        f"ALTER TABLE sale DISABLE TRIGGER {name}",
        f"ALTER TABLE sale ENABLE REPLICA TRIGGER {name}",
        f"DROP TRIGGER {name} ON sale",
    ):
        with outside(closed) as connection:
            connection.execute(attack)
        assert closed.ask(lambda session: guards.missing(session.connection())) == [name]
        _reopen(closed)
        assert closed.ask(lambda session: guards.missing(session.connection())) == []
    with outside(closed) as connection:
        connection.execute("DROP TRIGGER guard_sale_no_truncate ON sale")
    assert closed.ask(lambda session: guards.missing(session.connection())) == ["guard_sale_no_truncate"]


# After a change of layout


def _reopen(stand: Stand) -> None:
    stand.shop.close()
    open_shop(stand.shop.folder).close()


def test_a_new_shop_has_every_guard(stand: Stand):
    assert stand.ask(lambda session: guards.missing(session.connection())) == []


def test_after_tables_were_made_anew_by_an_upgrade_all_guards_are_up_and_hold(
    closed: Stand, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    closed.shop.close()
    deeds = ['anew = "always" if op.get_bind().dialect.name == "sqlite" else "auto"']
    for table in ("sale", "sale_line", "journal", "drawer", "lot"):
        deeds += [
            f'with op.batch_alter_table("{table}", recreate=anew) as batch:',
            '    batch.add_column(sa.Column("later", sa.Integer))',
        ]
    bring_next(monkeypatch, tmp_path / "next", *deeds)
    open_shop(closed.shop.folder).close()
    assert closed.ask(lambda session: guards.missing(session.connection())) == []
    assert closed.faults() == []
    for table in ("sale", "sale_line", "journal"):
        refused(closed, f"DELETE FROM {table}")
        refused(closed, f"UPDATE {table} SET later = 1")
    refused(closed, "DELETE FROM lot")
    refused(closed, "UPDATE drawer SET later = 1 WHERE closed_at IS NOT NULL")


def test_a_guard_with_other_words_is_missed_and_mended(closed: Stand):
    sqlite = isinstance(closed.shop.config.database, Path)
    with outside(closed) as connection:
        connection.execute("DROP TRIGGER guard_sale_no_delete" + ("" if sqlite else " ON sale"))
        if sqlite:
            connection.execute("CREATE TRIGGER guard_sale_no_delete BEFORE DELETE ON sale WHEN 0 BEGIN SELECT 1; END")
            connection.execute("CREATE TRIGGER guard_old_one BEFORE DELETE ON sale WHEN 0 BEGIN SELECT 1; END")
    assert closed.ask(lambda session: guards.missing(session.connection())) == ["guard_sale_no_delete"]
    _reopen(closed)
    assert closed.ask(lambda session: guards.missing(session.connection())) == []
    assert "guard_old_one" not in closed.ask(lambda session: guards.standing(session.connection()))
    refused(closed, "DELETE FROM sale")


def _columns(stand: Stand, table: str, *, without: tuple[str, ...]) -> str:
    from kruidenier.shop.tables import BOOKS

    return ", ".join(f'"{column.name}"' for column in BOOKS.tables[table].columns if column.name not in without)
