"""Two people with the same lot at the same moment: nothing is lost, nothing goes below zero."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from kruidenier.errors import ShopError
from kruidenier.shop.goods import catalogue, counting, lots, moves, places, undoing, waste
from kruidenier.shop.network import delivery_slips, transfers
from kruidenier.shop.supply import note_signing
from kruidenier.store.base import new_id
from tests.kit import Stand
from tests.shop.supplying import gives


@pytest.fixture
def two(stand: Stand) -> tuple[Stand, Stand]:
    """Two tills of a shop with ten packs of rice and a cool room."""
    stand.product("rice", fixed=100, content=500)
    stand.lot("rice", 10, grams=5001)
    stand.household("H1", adults=99)
    stand.do(places.add_place, "cool", name="Cool room", kind="fridge")
    return stand, stand.another_till()


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Do all of it at the same moment; tells what came of each, refusals included."""
    results: list[Any] = [None] * len(deeds)
    start = threading.Barrier(len(deeds))

    def run(place: int, deed: Callable[[], Any]) -> None:
        start.wait()
        try:
            results[place] = deed()
        except ShopError as refusal:
            results[place] = refusal

    hands = [threading.Thread(target=run, args=(place, deed)) for place, deed in enumerate(deeds)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(60)
    return results


def throw_away(stand: Stand, count: int, sent: str | None = None) -> Callable[[], Any]:
    return lambda: stand.do(waste.waste, "L1-000001", count=count, why="damage", id=sent or new_id())


def test_two_who_take_from_one_lot_lose_no_update(two: tuple[Stand, Stand]):
    """Lesson 10: change by difference inside the database, never read-then-write."""
    one, other = two
    for _ in range(3):
        at_once(throw_away(one, 1), throw_away(other, 2))
    assert one.left("L1-000001")[0] == 1
    assert one.faults() == []


def test_the_last_pieces_are_taken_once(two: tuple[Stand, Stand]):
    """Lesson 11: lock the row, test it with two sessions."""
    one, other = two
    results = at_once(throw_away(one, 7), throw_away(other, 7))
    assert [type(result) for result in results].count(lots.MoreThanThere) == 1
    assert one.left("L1-000001")[0] == 3


def test_somebody_sells_while_another_moves(two: tuple[Stand, Stand]):
    one, other = two
    at_once(
        lambda: one.sell("H1", ("rice", 4)),
        lambda: other.do(moves.move, "L1-000001", place="cool", count=5),
    )
    left = one.rows("SELECT sum(count) AS pieces, sum(grams) AS weight FROM lot")[0]
    sold = one.rows("SELECT sum(grams) AS weight FROM sale_take")[0]
    assert (left.pieces, left.weight + sold.weight) == (6, 5001)
    assert one.faults() == []


def test_two_tills_that_scan_an_unknown_code_make_one_product_of_it(two: tuple[Stand, Stand]):
    made = at_once(*(lambda till=till: till.do(catalogue.draft, "5430012345670", group="canned") for till in two))
    assert made == [two[0].ask(catalogue.find, "5430012345670")] * 2


def test_two_who_begin_the_same_count_begin_one(two: tuple[Stand, Stand]):
    begun = at_once(*(lambda till=till: till.do(counting.begin, place="cool") for till in two))
    assert [type(result) for result in begun].count(counting.CountRuns) == 1


def test_a_side_signs_once_though_two_note_it(two: tuple[Stand, Stand]):
    one, _other = two
    one.supplier("miroir")
    note = gives(one, {"code": "rice", "count": 4}).gift_note
    signed = at_once(*(lambda till=till: till.do(note_signing.sign, note, side="shop", name="Els") for till in two))
    assert [type(result) for result in signed].count(note_signing.SignedAlready) == 1


def test_a_slip_that_two_ask_for_at_once_is_one(two: tuple[Stand, Stand]):
    one, _other = two
    number = one.do(transfers.transfer, "L1-000001", "Soep & Co", count=4, id=new_id()).number
    first, second = at_once(*(lambda till=till: till.do(delivery_slips.slip, number) for till in two))
    assert first == second
    assert len(one.rows("SELECT 1 FROM issued_paper WHERE kind = 'delivery_slip'")) == 1


def test_the_same_waste_from_two_hands_is_booked_once(two: tuple[Stand, Stand]):
    one, other = two
    sent = new_id()
    first, second = at_once(throw_away(one, 3, sent), throw_away(other, 3, sent))
    assert first == second
    assert one.left("L1-000001")[0] == 7


def test_a_deed_is_undone_once_though_two_screens_ask(two: tuple[Stand, Stand]):
    one, _other = two
    throw_away(one, 3)()
    results = at_once(lambda: one.do(undoing.undo), lambda: one.do(undoing.undo))
    assert [type(result) for result in results].count(undoing.NothingToUndo) == 1
    assert one.left("L1-000001")[0] == 10
    assert one.faults() == []
