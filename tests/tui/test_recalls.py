"""Recalls on screen: started by a scan and digits, asked for at the till, followed and closed by digits."""

from __future__ import annotations

import pytest

from kruidenier.shop.figures.proof import prove
from kruidenier.shop.goods import recalling
from kruidenier.tui.screens.recall import RecallScreen
from kruidenier.tui.screens.recalls import RecallsScreen
from kruidenier.tui.widgets.sheet import paged
from tests.kit import Stand, day
from tests.tui.conftest import MILK, PASSATA, Hands, Opens


@pytest.fixture
def lots(stand: Stand) -> list[str]:
    """Milk of two lots of its maker."""
    return [
        stand.lot(MILK, 6, grams=6000, lot_code=lot, best_before="2027-02-01", origin="donated") for lot in ("A1", "B2")
    ]


async def look_at(hands: Hands, number: str) -> None:
    hands.app.push_screen(RecallScreen(number))
    await hands.settle()
    await hands.until(number)


def milk(stand: Stand, lot_code: str | None = "A1") -> str:
    return stand.do(recalling.start, MILK, reason="a wrong date on the pack", lot_code=lot_code).number


async def test_a_scan_and_digits_call_a_lot_back(opens: Opens, stand: Stand, lots: list[str]):
    async with opens(by="els") as hands:
        hands.app.switch_mode("today")
        await hands.settle()
        await hands.type("7")
        assert "Nothing was ever called back" in hands.text
        await hands.scan(f"01{MILK.zfill(14)}10A1")
        assert "which packs are called back?" in hands.text
        await hands.type("1", "enter", "1", "1")
        await hands.until("RECALL 1-")
        for word in ("STILL HERE", lots[0], "6 pieces", "read the packs", "Sold: nothing."):
            assert word in hands.text
        await hands.type("escape")
        assert "still open" in hands.text
        await hands.type("escape")
        assert "CALLED BACK: Halfvolle melk 1 l, 26 pieces still here" in hands.text


async def test_dates_narrow_a_recall_and_back_is_always_possible(opens: Opens, stand: Stand, lots: list[str]):
    async with opens(by="els") as hands:
        hands.app.push_screen(RecallsScreen())
        await hands.until("Nothing was ever called back")
        for steps in (["escape"], ["1", "escape"], ["2", "escape"], ["2", "enter", "escape"], ["4", "escape"]):
            await hands.scan(MILK)
            await hands.type(*steps)
            assert stand.rows("SELECT 1 FROM recall") == []
        await hands.scan(MILK)
        await hands.type("4", "1", "2")
        await hands.scan(MILK)
        await hands.type("1", "enter")
        assert stand.rows("SELECT 1 FROM recall") == []
        await hands.scan(MILK)
        await hands.type("2", "0102", "enter", "enter", "2", "1")
        (facts,) = stand.ask(recalling.listing)
        assert (facts.date_from, facts.date_until, facts.lots) == (day("2027-02-01"), None, 2)
        await hands.type("escape", "1", *"melk", "1", "3", *"A1", "enter", "enter", "0102", "enter", "2", "1")
        assert [recall.lot_code for recall in stand.ask(recalling.listing)] == ["A1", None]


async def test_recalls_are_not_for_volunteers(opens: Opens):
    async with opens() as hands:
        hands.app.push_screen(RecallsScreen())
        await hands.until("That is for staff")


async def test_what_was_destroyed_and_what_was_not_meant_closes_the_recall(opens: Opens, stand: Stand, lots: list[str]):
    number = milk(stand)
    async with opens(by="els") as hands:
        await look_at(hands, number)
        assert "4 close" not in hands.text
        await hands.type("1", "1", "2", "enter")
        assert "Thrown away: called back" in hands.text
        await hands.type("0", "1")
        assert stand.left(lots[0]) == (6, 6000)
        for _turn in range(2):
            await hands.type("2", "1", "enter", *"C3", "enter")
            if not stand.ask(recalling.look_up, number).count:
                break
            await hands.type("1", "enter")
        assert "Nothing of it is here any more." in hands.text
        await hands.type("4", "2")
        assert "still open" in hands.text
        await hands.type("4", "1")
        assert "its figures are frozen" in hands.text
        assert "5 withdraw" not in hands.text
    assert stand.ask(lambda session: list(prove(session))) == []


async def test_a_recall_by_date_is_cleared_by_date_and_taken_back(opens: Opens, stand: Stand):
    number = stand.do(recalling.start, PASSATA, reason="glass", date_until=day("2027-06-30")).number
    async with opens(by="els") as hands:
        await look_at(hands, number)
        for steps in (["1", "escape"], ["2", "escape"], ["2", "3", "enter", "escape"], ["5", "escape"]):
            await hands.type(*steps)
        await hands.type("2", "3", "enter", "010727", "enter")
        assert stand.ask(recalling.look_up, number).count == 17
        await hands.type("5", "2")
        assert "may be sold again" in hands.text
        (row,) = stand.rows("SELECT withdrawn_because AS why FROM recall")
        assert row.why == "it was a mistake: the wrong goods"
    assert stand.ask(lambda session: list(prove(session))) == []


async def test_the_till_asks_for_the_lot(opens: Opens, stand: Stand):
    stand.lot(PASSATA, 5, lot_code="B2")
    milk_number = stand.do(recalling.start, PASSATA, reason="glass", lot_code="A1").number
    assert milk_number
    async with opens() as hands:
        await hands.scan("H1")
        await hands.scan(PASSATA)
        assert "some packs are called back. Which lot is on this one?" in hands.text
        await hands.type("0", *"A1", "enter")
        assert "STOP" in hands.text
        await hands.scan(PASSATA)
        await hands.type("0", *"C9", "enter")
        assert [row.named for row in stand.rows("SELECT named FROM basket_item")] == [True]
        await hands.scan(PASSATA)
        await hands.type("0", "enter")
        await hands.scan(PASSATA)
        await hands.type("escape")
        assert "That was not added" in hands.text
        await hands.scan(PASSATA)
        await hands.type("2")
    assert stand.faults() == []


async def test_the_poster_is_made_beside_the_screen(opens: Opens, stand: Stand):
    number = milk(stand)
    async with opens(by="els") as hands:
        await look_at(hands, number)
        await hands.type("3")
        await hands.until(f"receipts/2026/recall-{number}.pdf")
    assert (stand.shop.config.receipts / "2026" / f"recall-{number}.pdf").read_bytes().startswith(b"%PDF")


async def test_many_recalls_and_long_ones_are_turned_page_by_page(opens: Opens, stand: Stand):
    for turn in range(30):
        stand.lot(MILK, 1, lot_code=f"Z{turn}")
    number = milk(stand, None)
    for turn in range(25):
        milk(stand, f"Z{turn}")
    async with opens(by="els") as hands:
        hands.app.push_screen(RecallsScreen())
        await hands.until("lot Z24")
        await hands.type("+", "+", "up", "down")
        assert "all packs" in hands.text
        await hands.type("enter")
        await hands.until(number)
        assert "page 1 of" in hands.text
        await hands.type("+", "+", "-")
        assert "page 2 of" in hands.text
        await hands.type("escape", "-")
        assert "RECALLS" in hands.text


@pytest.mark.parametrize("room", [1, 2, 5, 22, 23, 24, 40])
def test_every_line_of_a_sheet_stands_on_one_of_its_pages(room: int):
    lines, found, page, where = [f"line {n}" for n in range(23)], [], 0, "page {page} of {pages}"
    while True:
        shown, there = paged(lines, room, page, where)
        assert len(shown) <= max(room, 2)
        if there < page:
            break
        found += [line for line in shown if line.startswith("line")]
        if len(shown) == len(lines):
            break
        page += 1
    assert found == lines
