"""The books of deliveries proved: a sound shop has no fault, and every fault has a name."""

from __future__ import annotations

import json

import pytest

from kruidenier.shop.office import papers
from kruidenier.shop.supply import door, gift_summaries, note_correcting, sorting
from kruidenier.shop.supply.note_correcting import Correct
from tests.kit import Stand, day
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


@pytest.fixture
def summed_up(taken_in: Stand) -> Stand:
    """The note of the van corrected, and its month summed up before and after."""
    month = {"since": day("2026-11-01"), "until": taken_in.today}
    taken_in.do(gift_summaries.issue, "miroir", **month)
    taken_in.do(note_correcting.correct, "1-000002", lines={1: Correct(grams=9_000)}, reason="misread")
    taken_in.do(gift_summaries.issue, "miroir", **month)
    return taken_in


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE movement SET grams = grams + 1 WHERE grams = 1000 AND reason = 'received'", ("gift_note", "1-000006")),
        ("DELETE FROM note_correction", ("gift_note", "1-000006")),
        ("DELETE FROM issued_paper WHERE number = '1-000006'", ("gift_note", "1-000006")),
        ("DELETE FROM gift_summary WHERE number = '1-000007'", ("gift_summary", "1-000007")),
        ("DELETE FROM issued_paper WHERE number = '1-000005'", ("gift_summary", "1-000005")),
        ("UPDATE gift_summary SET replaced_by = '1-000099' WHERE number = '1-000005'", ("gift_summary", "1-000005")),
        ("UPDATE issued_paper SET id = 99 WHERE number = '1-000002'", ("gift_summary", "1-000005")),
    ],
)
def test_every_fault_of_notes_and_summaries_is_found(summed_up: Stand, statement: str, found: tuple[str, str]):
    assert faults(summed_up) == []
    tamper(summed_up, statement)
    assert found in faults(summed_up), faults(summed_up)


def test_a_summary_that_adds_its_notes_up_wrongly_is_found(summed_up: Stand):
    with summed_up.shop.reading() as session:
        figures = papers.figures_of(session, gift_summaries.KIND, "1-000007")
    figures["parts"][0]["groups"][0]["grams"] += 1
    tamper(summed_up, f"UPDATE issued_paper SET figures = '{json.dumps(figures)}' WHERE number = '1-000007'")
    assert ("gift_summary", "1-000007") in faults(summed_up)
