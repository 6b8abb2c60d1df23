"""Who works here, on screen: new people, every change by keys, and rights that are judged while somebody works."""

from __future__ import annotations

from kruidenier.shop.office import staff, team
from kruidenier.tui.screens.sign_in import SignInScreen
from kruidenier.tui.screens.staff import StaffScreen
from kruidenier.tui.screens.stock import StockScreen
from kruidenier.tui.screens.till import TillScreen
from tests.kit import NOW, Stand
from tests.tui.conftest import PASSATA, Hands, Opens


async def _open(hands: Hands) -> None:
    await hands.type("+", "6")
    assert "WHO WORKS HERE" in hands.text


def _known(stand: Stand, code: str) -> staff.Person:
    person = stand.ask(staff.as_now, code)
    assert person is not None
    return person


async def test_a_volunteer_comes_to_work_by_keys_alone(opens: Opens, stand: Stand):
    async with opens(by="els") as hands:
        await _open(hands)
        await hands.type("*", "enter")
        assert "A name is needed" in hands.text
        await hands.type(*"[b]Zoé", "enter", "1", "3", "4", "0", "2", "5678", "enter", "8765", "enter")
        assert "not the same" in hands.text
        await hands.type("5678", "enter", "5678", "enter")
        assert "[b]Zoé signs in as bzoe." in hands.text
    zoe = _known(stand, "bzoe")
    assert (zoe.role, zoe.lang, zoe.skills) == ("volunteer", "fr", ("till", "count"))
    with stand.shop.writing.begin() as session:
        assert staff.try_pin(session, "bzoe", pin="5678", now=NOW)


async def test_whoever_works_here_changes_by_digits(opens: Opens, stand: Stand):
    async with opens(by="els", size=(120, 40)) as hands:
        await _open(hands)
        await hands.type("down", "enter")
        assert "May sell, and: see the name of the household" in hands.text
        await hands.type("1", "7777", "enter", "7777", "enter", "enter", "2", "2", "enter", "4", "3", "enter", "5", "2")
        an = _known(stand, "an")
        assert (an.role, an.kind, an.lang) == ("staff", "article_60", "fr")
        await hands.type("enter", "3", "3", "0", "enter", "6")
        assert "signs in by PIN alone" in hands.text
        await hands.scan("COLLEAGUE-77")
        an = _known(stand, "an")
        assert an.has_card
        assert "till" in an.skills
        await hands.type("enter", "6", "escape", "enter", "6", "enter")
        assert "No card stands for An Maes now." in hands.text
        await hands.type("enter", "7", "enter")
        assert _known(stand, "an")
        await hands.type("enter", "7", "1")
        assert "An Maes works here no more." in hands.text
        assert "1 person works here" in hands.text
    assert stand.ask(staff.as_now, "an") is None


async def test_the_last_manager_stays_and_is_told_the_way_on(opens: Opens, stand: Stand):
    async with opens(by="els") as hands:
        await _open(hands)
        for keys in (("enter", "2", "1"), ("enter", "7", "1")):
            await hands.type(*keys)
            assert "Els Peeters is the only manager. Make somebody else a manager first." in hands.text
        await hands.scan(PASSATA)
        await hands.type("escape")
    assert _known(stand, "els").role == "manager"


async def test_who_makes_less_of_themselves_signs_in_again(opens: Opens, stand: Stand):
    stand.do(team.change_role, "an", role="manager")
    async with opens(by="els") as hands:
        await _open(hands)
        await hands.type("down", "enter", "2", "2")
        await hands.until("What Els Peeters may do here has changed.")
        hands.sign_in("els")
        await hands.settle()
        assert not isinstance(hands.app.screen, StaffScreen)
        await hands.type("+", "6")
        assert "That is for managers" in hands.text


async def test_who_was_archived_or_may_less_goes_at_once_and_the_basket_stays(opens: Opens, stand: Stand):
    async with opens() as hands:
        await hands.type("H", "1", "enter")
        await hands.scan(PASSATA)
        stand.do(team.change_skills, "an", skills=["count"])
        hands.app.judge_rights()
        await hands.until("What An Maes may do here has changed.")
        assert isinstance(hands.app.screen, SignInScreen)
        hands.sign_in("an")
        await hands.until("Passata")
        stand.do(team.archive, "an")
        hands.app.judge_rights()
        await hands.until("What An Maes may do here has changed.")


async def test_who_may_more_goes_on_with_it(opens: Opens, stand: Stand):
    async with opens() as hands:
        stand.do(team.change_role, "an", role="staff")
        hands.app.judge_rights()
        while hands.app.at.role != "staff":
            await hands.settle()
        assert isinstance(hands.app.screen, TillScreen)
        hands.app.push_screen(StockScreen())
        await hands.until("STOCK")


async def test_rights_are_looked_at_only_while_somebody_does_something(opens: Opens, stand: Stand):
    async with opens() as hands:
        stand.do(team.archive, "an")
        hands.app.look_round()
        await hands.settle()
        assert isinstance(hands.app.screen, TillScreen)
        clock = NOW.replace(minute=1)
        hands.app.now = lambda: clock
        await hands.type("escape")
        hands.app.look_round()
        await hands.until("What An Maes may do here has changed.")
