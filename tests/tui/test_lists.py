"""The lists of the day on screen: ticked off by a digit, and leading to where a thing is done."""

from __future__ import annotations

import datetime as dt

import pytest

from kruidenier.shop.goods import places
from kruidenier.shop.goods.day_lists import tick
from kruidenier.shop.till import cash
from kruidenier.tui.screens.counting import CountingScreen
from kruidenier.tui.screens.crates import CratesScreen
from kruidenier.tui.screens.drawer import DrawerScreen
from kruidenier.tui.screens.lists import ListsScreen
from kruidenier.tui.screens.lot import LotScreen
from kruidenier.tui.screens.places import PlacesScreen
from kruidenier.tui.screens.today import TodayScreen
from kruidenier.tui.widgets.long_list import LongList
from tests.kit import NOW, Stand
from tests.tui.conftest import MILK, PASSATA, Hands, Opens


@pytest.fixture
def overdue(stand: Stand) -> str:
    """The number of the yoghurt that must leave the shelf."""
    return str(stand.rows("SELECT number FROM lot WHERE date = '2026-11-22'")[0].number)


async def look_at(hands: Hands) -> None:
    await hands.type("8")
    await hands.until("LISTS OF TODAY")
    await hands.settle()


def line(hands: Hands, words: str) -> str:
    """The line of the screen in which these words stand."""
    return next(line for line in hands.text.splitlines() if words in line)


async def test_today_leads_to_the_lists_and_says_what_is_open(opens: Opens):
    async with opens(by="els") as hands:
        await hands.until("Still to be done: at opening 1, at closing 3.")
        assert "1 lot must go this week" in hands.text
        await look_at(hands)
        assert isinstance(hands.app.screen, ListsScreen)
        for key in ("Enter go there", "4 tick", "* on paper", "Esc back"):
            assert key in hands.text
        await hands.type("escape")
        assert isinstance(hands.app.screen, TodayScreen)


async def test_a_pulled_lot_is_ticked_off_and_the_tick_taken_back(opens: Opens, stand: Stand, overdue: str):
    async with opens(by="els") as hands:
        await look_at(hands)
        assert "[ ]" in line(hands, "Yoghurt natuur")
        assert "0 of 1 done" in hands.text
        await hands.type("4")
        assert "[x]" in line(hands, "Yoghurt natuur")
        assert "10:00 Els Peet" in line(hands, "Yoghurt natuur")
        assert "Ticked off." in hands.text
        await hands.type("4")
        assert "[ ]" in line(hands, "Yoghurt natuur")
        assert "The tick is taken back." in hands.text
    ticks = stand.rows("SELECT subject, done FROM ticked_off ORDER BY id")
    assert [(row.subject, bool(row.done)) for row in ticks] == [(overdue, True), (overdue, False)]


async def test_a_tick_of_somebody_else_is_not_taken_back(opens: Opens, stand: Stand, overdue: str):
    stand.as_("staff").do(tick, "opening", task="pull", subject=overdue)
    async with opens(by="els") as hands:
        await look_at(hands)
        await hands.type("1", "4")
        assert "Only who ticked it off can take that back" in hands.text
        assert "[x]" in line(hands, "Yoghurt natuur")


async def test_a_volunteer_ticks_too(opens: Opens):
    async with opens(by="an") as hands:
        hands.app.push_screen(ListsScreen())
        await hands.settle()
        await hands.type("1", "4")
        assert "An Maes" in line(hands, "Yoghurt natuur")


async def test_enter_goes_to_the_lot_and_what_is_done_there_shows(opens: Opens, stand: Stand):
    number = stand.on("2026-11-20").lot(MILK, 4, use_by="2026-11-21")
    async with opens(by="els") as hands:
        await look_at(hands)
        await hands.type("enter")
        assert isinstance(hands.app.screen, LotScreen)
        assert number in hands.text
        await hands.type("1", "enter", "1", "escape")
        await hands.settle()
        assert isinstance(hands.app.screen, ListsScreen)
        assert "[x]" in line(hands, "Halfvolle melk")
        assert "1 of 2 done" in hands.text


async def test_enter_goes_to_where_the_books_will_know_it(opens: Opens, stand: Stand):
    stand.do(places.add_place, "cool", name="Koelcel", kind="fridge")
    async with opens(by="els") as hands:
        await look_at(hands)
        assert "how cold is it?" in line(hands, "Koelcel")
        await hands.type("4")
        assert "ticked off by itself" in hands.text
        await hands.type("enter")
        assert isinstance(hands.app.screen, PlacesScreen)
        await hands.type("enter", "3,8", "enter", "escape")
        await hands.settle()
        assert "[x] Koelcel: 3.8 °C" in " ".join(line(hands, "Koelcel").split())


async def test_the_closing_list_is_shown_when_opening_is_done(opens: Opens, stand: Stand, overdue: str):
    stand.do(tick, "opening", task="pull", subject=overdue)
    async with opens(by="els") as hands:
        await look_at(hands)
        assert "[2 closing]" in hands.text
        await hands.type("2")
        assert "Make a backup" in hands.text
        await hands.type("down", "down", "enter")
        assert "Ticked off." in hands.text
        assert "[x]" in line(hands, "Tomorrow")


async def test_an_open_drawer_is_closed_from_the_list(opens: Opens, stand: Stand):
    stand.do(cash.open_drawer, float_cents=1000)
    async with opens(by="els") as hands:
        await look_at(hands)
        await hands.type("2", "down", "enter")
        assert isinstance(hands.app.screen, DrawerScreen)


async def test_crates_and_counts_are_reached_from_the_lists(opens: Opens, stand: Stand, overdue: str):
    stand.do(tick, "opening", task="pull", subject=overdue)
    stand.product("soup", fixed=50)
    stand.sell("H1", "soup")
    stand.crates("bread", 6000)
    async with opens(by="els") as hands:
        await look_at(hands)
        await hands.type("down", "enter")
        assert isinstance(hands.app.screen, CountingScreen)
        await hands.type("escape", "2", "enter")
        assert isinstance(hands.app.screen, CratesScreen)


async def test_the_mark_goes_by_pages_too(opens: Opens):
    async with opens(by="els") as hands:
        await look_at(hands)
        await hands.type("3", "+")
        assert hands.app.screen.query_one(LongList).chosen == 2
        await hands.type("-")
        assert hands.app.screen.query_one(LongList).chosen == 0


async def test_what_must_go_says_how_much_stays_and_leads_to_the_lot(opens: Opens, stand: Stand, overdue: str):
    for days in (21, 14, 7):
        stand.on(NOW - dt.timedelta(days=days)).sell("H2", (PASSATA, 1))
    async with opens(by="els") as hands:
        await look_at(hands)
        await hands.type("3")
        assert "3 lots must go" in hands.text
        assert "off shelf" in line(hands, "22/11")
        assert "4 tick" not in hands.text
        await hands.type("4")
        assert "[3 must go]" in hands.text
        await hands.type("enter")
        assert overdue in hands.text


async def test_a_scanned_label_goes_to_its_line(opens: Opens, stand: Stand):
    todays = str(stand.rows("SELECT number FROM lot WHERE date = '2026-11-24'")[0].number)
    async with opens(by="els") as hands:
        await look_at(hands)
        await hands.type("3")
        await hands.scan(todays)
        assert hands.app.screen.query_one(LongList).item.lot == todays
        await hands.scan("5410188031072")
        assert "is not on this list" in hands.text


async def test_selling_while_old_goods_stand_on_the_shelf_is_told(opens: Opens, stand: Stand):
    stand.sell("H1", PASSATA)
    async with opens(by="els") as hands:
        await look_at(hands)
        assert "First sale at 10:00: 1 lot past its last day is still on the shelf." in hands.text


async def test_the_sheet_comes_on_paper(opens: Opens, stand: Stand):
    async with opens(by="els") as hands:
        await look_at(hands)
        await hands.type("*")
        await hands.until("The self-check sheet is made: receipts/2026/self-check-2026-11-24.pdf.")
    assert (stand.shop.folder / "receipts/2026/self-check-2026-11-24.pdf").read_bytes().startswith(b"%PDF")
