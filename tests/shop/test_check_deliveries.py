"""The books of deliveries proved: a sound shop has no fault, and every fault has a name."""

from __future__ import annotations

import pytest

from kruidenier.shop.supply import door, sorting
from tests.kit import Stand
from tests.shop.test_check import faults, tamper


@pytest.fixture
def taken_in(stand: Stand) -> Stand:
    """A van that was signed for, one that was not, and crates half sorted."""
    stand.supplier("miroir")
    stand.supplier("bank")
    stand.product("rice", content=500)
    for supplier in ("miroir", "bank"):
        number = stand.do(door.begin, supplier).number
        for group, refused in [("vegetables", None), (None, None), ("meat", "damaged"), ("bread", None)]:
            stand.do(door.add_line, number, origin="donated", group=group, crates=1, gross_grams=9_600, refused=refused)
        stand.do(door.strike_line, number)
        if supplier == "miroir":
            stand.do(door.sign, number)
    (mixed, *_others) = stand.ask(sorting.waiting)
    stand.do(sorting.sort, mixed.lot, product="rice", count=4)
    return stand


def test_a_sound_shop_has_no_fault(taken_in: Stand):
    assert faults(taken_in) == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE delivery_line SET lot_id = NULL WHERE position = 1", ("delivery_line", "1-000001")),
        ("UPDATE delivery SET state = 'dropped' WHERE state = 'signed'", ("delivery_line", "1-000001")),
        ("UPDATE delivery_line SET grams = 7, gross_grams = 1607 WHERE position = 1", ("delivery_lot", "1-000001")),
        ("UPDATE movement SET document_id = 'x' WHERE reason = 'received'", ("delivery_lot", "1-000001")),
        ("UPDATE delivery_line SET origin = 'garden' WHERE position = 1", ("delivery_lot", "1-000001")),
        ("UPDATE delivery SET gift_note = NULL", ("gift_note", "1-000001")),
        ("UPDATE delivery SET gift_note = '1-000009' WHERE gift_note IS NOT NULL", ("gift_note", "1-000009")),
        ("UPDATE delivery SET gift_note = '1-000001' WHERE gift_note IS NOT NULL", ("number", "1-000001")),
        ("DELETE FROM issued_paper WHERE kind = 'gift_note'", ("gift_note", "1-000002")),
        ("UPDATE issued_paper SET figures = '{\"grams\": 1}'", ("gift_note", "1-000002")),
        (
            "UPDATE movement SET grams = grams - 1 WHERE reason = 'sorted' AND grams < 0",
            ("sorted_conserves", "1-000004"),
        ),
        ("UPDATE lot SET origin = 'bought' WHERE parent_id IS NOT NULL", ("parted", "L1-000003")),
        ("UPDATE lot SET fund = 'ESF+' WHERE parent_id IS NOT NULL", ("parted", "L1-000003")),
    ],
)
def test_every_fault_is_found(taken_in: Stand, statement: str, found: tuple[str, str]):
    tamper(taken_in, statement)
    assert found in faults(taken_in), faults(taken_in)
