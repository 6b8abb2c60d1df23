"""The books proved: a sound shop has no fault, and every fault has a name."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from kruidenier.shop.figures import proof
from kruidenier.shop.till import cash
from kruidenier.store import guards
from tests.kit import Stand


@pytest.fixture
def traded(stand: Stand) -> Stand:
    """A day of trade with everything in it."""
    stand.product("rice", fixed=60, content=500)
    stand.product("apples", fixed=199, by_weight=True)
    stand.product("pears", fixed=99, group="fruit", content=200)
    stand.lot("rice", 20, grams=10_000)
    stand.lot("apples", grams=5000, origin="donated")
    stand.crates("fruit", 4000)
    stand.household("H1", adults=20)
    stand.do(cash.open_drawer, float_cents=5000)
    first = stand.sell("H1", ("rice", 3), ("apples", "333g"), ("pears", 2), pay={"voucher": 100, "cash": 1000})
    stand.refund(first.number, "rice", ("apples", "100g"))
    second = stand.sell("H1", ("rice", 20), pay="card")
    stand.void(second.number)
    stand.sell("H1", ("rice", 19), pay="card")
    stand.do(cash.close_drawer, coins={5000: 1, 100: 5})
    return stand


def faults(stand: Stand) -> list[tuple[str, str]]:
    return [(fault.what, fault.where) for fault in stand.ask(lambda session: list(proof.prove(session)))]


def tamper(stand: Stand, statement: str) -> None:
    """Change the books behind their guards' back."""
    with stand.shop.writing.begin() as session:
        connection = session.connection()
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        guards.take_down(connection)
        session.execute(text(statement))
        guards.put_up(connection)


def test_a_sound_shop_has_no_fault(traded: Stand):
    assert faults(traded) == []


FIRST = "(SELECT id FROM sale WHERE number = '1-000002')"


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE lot SET grams = grams + 1 WHERE number = 'L1-000003'", ("lot", "L1-000003")),
        ("UPDATE movement SET count = count - 1 WHERE reason = 'received' AND count > 0", ("lot", "L1-000001")),
        (f"UPDATE sale SET total_cents = total_cents + 1 WHERE id = {FIRST}", ("sale_total", "1-000002")),
        (f"UPDATE sale SET rounding_cents = rounding_cents + 1 WHERE id = {FIRST}", ("sale_payments", "1-000002")),
        (f"DELETE FROM sale_payment WHERE sale_id = {FIRST}", ("sale_payments", "1-000002")),
        (f"UPDATE sale_line SET unit_price_cents = 61 WHERE sale_id = {FIRST}", ("sale_line", "1-000002")),
        (f"DELETE FROM sale_line WHERE sale_id = {FIRST}", ("sale_total", "1-000002")),
        (f"UPDATE sale_take SET count = 9 WHERE sale_id = {FIRST} AND count = 3", ("sale_takes", "1-000002")),
        (f"UPDATE sale_take SET grams = 9 WHERE sale_id = {FIRST} AND count = 0", ("sale_takes", "1-000002")),
        (f"UPDATE sale_take SET origin = 'garden' WHERE sale_id = {FIRST}", ("sale_origin", "1-000002")),
        ("DELETE FROM movement WHERE reason = 'refund'", ("sale_stock", "1-000003")),
        ("UPDATE movement SET grams = grams - 1 WHERE reason = 'sold' AND count = 0", ("sale_stock", "1-000002")),
        ("UPDATE sale_line SET total_cents = total_cents - 1 WHERE of_position = 1", ("correction", "1-000002")),
        ("UPDATE sale SET rounding_cents = 1 WHERE kind = 'void'", ("void", "1-000005")),
        ("UPDATE budget_entry SET cents = cents + 1 WHERE cents > 0", ("budget", "1-000002")),
        (f"DELETE FROM budget_entry WHERE document_id = CAST({FIRST} AS VARCHAR(36))", ("budget", "1-000002")),
        ("UPDATE budget_entry SET happened_on = '2026-11-01'", ("budget_document", "1-000002")),
        ("UPDATE budget_entry SET pseudonym = 'somebody else'", ("budget_document", "1-000002")),
        ("UPDATE budget_entry SET document_id = 'nothing'", ("budget_document", "nothing")),
        ("UPDATE journal SET subject = '1-999999' WHERE subject = '1-000002'", ("journal_document", "1-000002")),
        ("UPDATE journal SET subject = '1-999999' WHERE subject = '1-000002'", ("journal_document", "1-999999")),
        ("UPDATE journal SET verb = 'nothing' WHERE seq = 1", ("journal", "1/1")),
        ("DELETE FROM journal WHERE seq = 1", ("journal", "1/2")),
        ("UPDATE till SET journal_seq = journal_seq + 1", ("journal", "1/")),
        ("UPDATE till SET last_document = 3", ("number", "1-000006")),
        ("UPDATE drawer SET number = '1-000002'", ("number", "1-000002")),
        ("UPDATE drawer SET expected_cents = expected_cents + 1", ("drawer", "1-000001")),
        ("UPDATE drawer SET counted_cents = 1", ("drawer_slip", "1-000001")),
        ("DELETE FROM issued_paper", ("drawer_slip", "1-000001")),
        ("DELETE FROM product_words", ("search", "rice")),
    ],
)
def test_every_fault_is_found(traded: Stand, statement, found):
    tamper(traded, statement)
    what, where = found
    assert any(fault == what and place.startswith(where) for fault, place in faults(traded)), faults(traded)


def test_a_guard_that_was_taken_down_is_missed(traded: Stand):
    with traded.shop.writing.begin() as session:
        guards.take_down(session.connection())
    assert ("guard", "guard_sale_no_update") in faults(traded)


def test_a_fault_is_a_sentence(traded: Stand):
    tamper(traded, "UPDATE lot SET count = 99 WHERE number = 'L1-000001'")
    (fault,) = traded.ask(lambda session: list(proof.prove(session)))
    assert fault.message == "What is left of lot L1-000001 is not the sum of its movements."
