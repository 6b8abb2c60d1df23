"""The welcome desk by keys: a card becomes a number, the queue goes on, and what must be settled is settled aside."""

from __future__ import annotations

from pathlib import Path

import pytest

from kruidenier.shop.people import register
from kruidenier.shop.till import desk
from kruidenier.tui.screens.desk import DeskScreen
from tests.kit import Stand
from tests.tui.conftest import PASSATA, Hands, Opens


async def open_desk(hands: Hands) -> None:
    hands.app.push_screen(DeskScreen())
    await hands.settle()


async def test_cards_become_numbers_and_slips_and_the_queue_goes_on(opens: Opens, stand: Stand, shop_folder: Path):
    async with opens() as hands:
        await open_desk(hands)
        await hands.scan("H1")
        await hands.until("the slip is made")
        assert (shop_folder / "receipts/slips/1.pdf").read_bytes().startswith(b"%PDF")
        await hands.type("H", "2", "enter")
        await hands.until("slips/2.pdf")
        await hands.type("enter")
        assert "Number 1 is called." in hands.text
        await hands.type("+")
        assert "Number 1 goes in." in hands.text
        await hands.type("2", "/")
        assert "Number 2 is called." in hands.text
        await hands.type("enter")
        assert "Nobody waits now." in hands.text
        await hands.type("*")
        await hands.until("Number 2: the slip is made")
        await hands.type("1", "*")
        await hands.until("Number 1: the slip is made")
        await hands.type("2", ".", "2")
        assert "taken back" in hands.text
        await hands.type("*")
        assert "Type a number first." in hands.text
        await hands.type("1", ".", "1")
        assert "Number 1 has left." in hands.text
        await hands.type("+")
        assert "Type a number first." in hands.text
        await hands.type("escape")
    assert stand.rows("SELECT state FROM arrival ORDER BY number") == [("left",), ("undone",)]


async def test_the_till_tells_how_many_wait_and_calls_the_basket_by_the_number_of_the_slip(opens: Opens, stand: Stand):
    for card in ("H2", "H1"):
        stand.do(desk.arrive, card)
    async with opens() as hands:
        await hands.until("queue 2")
        await hands.scan("H1")
        assert "No. 2" in hands.text
        await hands.scan(PASSATA)
        await hands.type("enter", "enter")
        assert stand.rows("SELECT number FROM arrival WHERE state = 'left'") == [(2,)]


async def test_a_no_is_neutral_and_staff_renew_the_right_aside(opens: Opens, stand: Stand):
    async with opens() as hands:
        await open_desk(hands)
        await hands.type("H", "3", "enter")
        assert "aside, before you go in. Show page 2" in hands.text
        assert "ended" not in hands.text
        await hands.type("1", "1", *"1234", "enter")
        assert "The right to the grocery ended on 20/11/2026." in hands.text
        await hands.type("1", "1", "enter", "1")
        await hands.until("slips/1.pdf")
        assert "ended" not in hands.text
    assert stand.rows("SELECT state FROM arrival") == [("waiting",)]


async def test_a_pause_is_lifted_and_what_is_left_for_later_gives_no_number(opens: Opens, stand: Stand):
    stand.do(register.hold, "H1", kind="paused", reason="a talk")
    async with opens(by="els") as hands:
        await open_desk(hands)
        await hands.type("H", "1", "enter", "3")
        await hands.until("receipts/slips/card-2.pdf")
        await hands.type("2")
        assert stand.rows("SELECT * FROM arrival") == []
        await hands.type("H", "1", "enter", "1", "escape", "H", "1", "enter", "1", "2")
        await hands.until("slips/1.pdf")


async def test_what_ends_soon_is_settled_with_the_number_in_hand(opens: Opens, stand: Stand):
    stand.grant("H1", "grocery", "2026-01-01", "2026-11-24")
    async with opens(by="els") as hands:
        await open_desk(hands)
        await hands.type("H", "1", "enter")
        assert "To settle here, aside" in hands.text
        await hands.until("slips/1.pdf")
        await hands.type(".", "1", "1", "1", "1", "enter", "1")
        assert "To settle here" not in hands.text
        await hands.type("X", "enter")
        assert "We do not know the card X." in hands.text
    assert stand.rows("SELECT number, state FROM arrival") == [(1, "waiting")]


async def test_where_hours_are_full_a_place_is_kept_or_staff_let_them_in(opens: Opens, stand: Stand):
    stand.setting("desk.slip", "never")
    stand.setting("desk.slots", "thu/09:00/4 thu/10:00/5 fri/3")
    async with opens(by="els") as hands:
        await open_desk(hands)
        await hands.type("H", "1", "enter", "1", *"2611", "enter")
        assert "09:00, room for 4" in hands.text
        await hands.type("2")
        assert "A place is kept on 26/11/2026 10:00." in hands.text
        await hands.type("H", "1", "enter", "escape", "H", "1", "enter", "2")
        assert "Number 1." in hands.text
        await hands.type(".", "3", *"2711", "enter")
        assert "A place is kept on 27/11/2026." in hands.text
        await hands.type("1", ".", "2", ".", "1", "H", "2", "enter", *"3011", "enter")
        assert "There are no places to book" in hands.text
        await hands.type(".", "1", "H", "2", "enter", "escape")
        assert not list((stand.shop.config.receipts / "slips").glob("*"))


@pytest.mark.parametrize("by", ["an", "els"])
async def test_the_desk_is_one_key_from_the_days_page(opens: Opens, by: str):
    async with opens(by=by) as hands:
        hands.app.switch_mode("today")
        await hands.settle()
        await hands.type("*")
        assert "WELCOME DESK" in hands.text
