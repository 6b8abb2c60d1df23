"""What each person finds on the screens, and what stays behind when somebody else comes."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from pathlib import Path

import pytest

from kruidenier import tui
from kruidenier.shop.office import staff, team
from kruidenier.shop.office.staff import Permission
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.screens import today
from kruidenier.tui.screens.drawer import DrawerScreen
from kruidenier.tui.screens.own import OwnScreen
from kruidenier.tui.screens.scanner_check import ScannerCheckScreen
from kruidenier.tui.screens.sign_in import SignInScreen
from kruidenier.tui.screens.stock import StockScreen
from kruidenier.tui.screens.till import TillScreen
from kruidenier.tui.screens.today import TodayScreen
from tests.kit import NOW, Stand
from tests.tui.conftest import PASSATA, Opens

OPEN_TO_ALL = {SignInScreen, TillScreen, TodayScreen, ScannerCheckScreen, OwnScreen}
"""What a checkout needs. Today shows no figures to those who may not see them."""


def screens() -> set[type[ShopScreen]]:
    """All screens of the program."""
    for file in (Path(tui.__file__).parent / "screens").glob("*.py"):
        import_module(f"kruidenier.tui.screens.{file.stem}")
    found, more = set(), [ShopScreen]
    while more:
        more = [below for screen in more for below in screen.__subclasses__()]
        found |= set(more)
    return found


@pytest.fixture
def newcomer(stand: Stand) -> Stand:
    """Ben, a volunteer who learned nothing yet beside selling."""
    stand.do(staff.add, "Ben", role="volunteer", pin="2222")
    return stand


def test_every_screen_needs_a_right_but_those_of_the_checkout():
    assert {screen for screen in screens() if not screen.NEEDS} == OPEN_TO_ALL
    for screen in screens() - OPEN_TO_ALL:
        assert Permission(screen.NEEDS)
    assert DrawerScreen.NEEDS == "drawer"


def test_the_day_knows_what_its_rooms_need():
    needed = {f"{screen.__module__.rpartition('.')[2]}.{screen.__name__}": screen.NEEDS for screen in screens()}
    places = {*today.NEEDS, *(place for _key, place, _words, _purpose in today.ROOMS)}
    assert {place: today.NEEDS.get(place, "figures") for place in places} == {place: needed[place] for place in places}


async def test_a_volunteer_is_kept_out_of_every_other_screen(opens: Opens, newcomer: Stand):
    async with opens(by="ben") as hands:
        for screen in (StockScreen, *(import_module(f"kruidenier.tui.screens.{m}").__dict__[c] for m, c in ROOMS)):
            hands.app.push_screen(screen())
            await hands.settle()
            assert isinstance(hands.app.screen, TillScreen)
            assert "That is for staff" in hands.text
        await hands.type(".")
        assert "today" not in hands.text
        await hands.type("8", "3", "+")
        assert isinstance(hands.app.screen, TodayScreen)
        assert "welcome desk" in hands.text
        assert "€" not in hands.text
    refused = newcomer.rows("SELECT subject, \"by\" AS who FROM journal WHERE verb = 'refused'")
    assert {(row.subject, row.who) for row in refused} == {("NotAllowed", "ben")}


ROOMS = (("office", "OfficeScreen"), ("lists", "ListsScreen"), ("counting", "CountingScreen"), ("door", "DoorScreen"))


async def test_who_learned_something_finds_the_way_to_that_work_and_no_figures(opens: Opens, newcomer: Stand):
    newcomer.do(team.change_skills, "ben", skills=["sorting"])
    async with opens(by="ben") as hands:
        await hands.type(".", "8")
        assert isinstance(hands.app.screen, TodayScreen)
        assert "sorting" in hands.text
        assert "€" not in hands.text
        for room in ("office", "count", "lists"):
            assert room not in hands.text
        await hands.type("+", "4", "8")
        assert isinstance(hands.app.screen, TodayScreen)
        await hands.type("2")
        assert hands.app.screen.HELP_PAGE == "sorting"


async def test_the_till_locks_by_itself_and_keeps_the_basket(opens: Opens):
    clock = [NOW]
    async with opens() as hands:
        hands.app.now = lambda: clock[0]
        await hands.type("H", "1", "enter")
        await hands.scan(PASSATA)
        clock[0] += dt.timedelta(minutes=9)
        hands.app.look_round()
        await hands.settle()
        assert "Passata" in hands.text
        await hands.type("+")
        clock[0] += dt.timedelta(minutes=10)
        hands.app.look_round()
        await hands.settle()
        await hands.until("Who are you?")
        assert "Passata" not in hands.text
        await hands.type("1", "1111", "enter")
        assert "Passata" in hands.text


async def test_a_shop_may_let_the_till_open_all_day(opens: Opens, stand: Stand):
    stand.setting("till.lock_minutes", 0)
    async with opens() as hands:
        hands.app.now = lambda: NOW + dt.timedelta(hours=9)
        hands.app.look_round()
        await hands.settle()
        assert "TILL 1" in hands.text


async def test_what_a_manager_had_open_is_not_shown_to_the_next_person(opens: Opens, newcomer: Stand):
    newcomer.do(team.change_role, "ben", role="staff")
    async with opens(by="els") as hands:
        hands.app.push_screen(StockScreen())
        await hands.settle()
        await hands.type("f1")
        hands.app.lock()
        await hands.settle()
        await hands.until("Who are you?")
        hands.sign_in("els")
        await hands.settle()
        await hands.type("escape")
        assert isinstance(hands.app.screen, StockScreen)
        await hands.type("ctrl+l")
        hands.sign_in("ben")
        await hands.settle()
        assert isinstance(hands.app.screen, TodayScreen)


async def test_people_change_at_one_till_and_the_basket_stays(opens: Opens, newcomer: Stand):
    async with opens() as hands:
        await hands.type("H", "1", "enter")
        await hands.scan(PASSATA)
        await hands.type(".", "9", "b", "e", "n", "enter", "2222", "enter")
        assert "Ben" in hands.text
        assert "Passata" in hands.text
        await hands.scan(PASSATA)
        assert "2 x" in hands.text
