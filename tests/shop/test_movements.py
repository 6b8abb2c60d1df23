"""What happened to one lot, and who did it."""

from __future__ import annotations

import pytest

from kruidenier.shop.figures.movements import LotMovement, movements_of
from kruidenier.shop.goods.lots import UnknownLot
from kruidenier.shop.goods.stock import Change, Lot, book
from tests.kit import NOW, Stand


@pytest.fixture
def milk(stand: Stand) -> str:
    stand.product("milk", fixed=80, content=1000)
    stand.household("H1", adults=50)
    return stand.lot("milk", 10)


def test_the_history_of_a_lot_is_told_from_its_first_day_on(stand: Stand, milk: str):
    sale = stand.on("2026-11-25").sell("H1", ("milk", 3))
    stand.on("2026-11-26").void(sale.number, reason="mistake")
    received, sold, back = stand.ask(movements_of, milk)
    assert (received.reason, received.count, received.left_count) == ("received", 10, 10)
    assert (sold.reason, sold.count, sold.grams, sold.left_count) == ("sold", -3, 0, 7)
    assert (sold.document_kind, sold.document) == ("sale", sale.number)
    assert (back.reason, back.count, back.left_count) == ("void", 3, 10)
    assert (back.document_kind, back.document, str(back.happened_on)) == ("sale", "1-000002", "2026-11-26")


def test_a_movement_says_who_did_it_with_their_name(stand: Stand, milk: str):
    (received,) = stand.ask(movements_of, milk)
    assert received == LotMovement(
        id=received.id,
        happened_on=stand.today,
        recorded_at=NOW,
        reason="received",
        why=None,
        count=10,
        grams=0,
        left_count=10,
        left_grams=0,
        known_by="counted",
        by="els",
        person="Els Peeters",
        document_kind=None,
        document=None,
        undone=False,
    )


def test_whoever_left_no_name_is_shown_by_code(stand: Stand, milk: str):
    stand.as_("manager").sell("H1", "milk")
    assert stand.ask(movements_of, milk)[1].person == "manager"


def test_two_lots_have_histories_of_their_own(stand: Stand, milk: str):
    other = stand.lot("milk", 4)
    assert [(m.reason, m.count) for m in stand.ask(movements_of, other)] == [("received", 4)]


def test_what_was_taken_back_is_marked(stand: Stand, milk: str):
    """Lesson 15: an undo points at its own entry, not at another like it."""
    with stand.shop.writing.begin() as session:
        lot_id = session.query(Lot.id).filter_by(number=milk).scalar()
        for _ in range(2):
            book(session, [Change(lot_id, -1, 0, why="damage")], reason="waste", document_id=None, at=stand.at, now=NOW)
    first, second = stand.ask(movements_of, milk)[1:]
    with stand.shop.writing.begin() as session:
        back = Change(lot_id, 1, 0, undoes_id=second.id)
        book(session, [back], reason="undone", document_id=None, at=stand.at, now=NOW)
    assert [(m.id, m.undone) for m in stand.ask(movements_of, milk)[1:3]] == [(first.id, False), (second.id, True)]
    assert (first.why, first.document) == ("damage", None)


@pytest.mark.parametrize("number", ["", "L9-000001", "\x00", "'; DROP TABLE lot"])
def test_a_number_that_no_lot_has_is_refused(stand: Stand, number: str):
    with pytest.raises(UnknownLot):
        stand.ask(movements_of, number)
