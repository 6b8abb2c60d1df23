"""What is one's own: a volunteer changes the PIN and the language by keys alone, and nobody sees a PIN."""

from __future__ import annotations

from kruidenier.shop.office import staff, team
from kruidenier.tui.screens.own import OwnScreen
from tests.kit import NOW, Stand
from tests.tui.conftest import Opens


def signs_in(stand: Stand, pin: str) -> bool:
    with stand.shop.writing.begin() as session:
        return staff.try_pin(session, "an", pin=pin, now=NOW) is not None


async def test_a_volunteer_changes_the_pin_from_the_till(opens: Opens, stand: Stand):
    stand.do(team.give_card, "an", card="COLLEAGUE-77")
    async with opens() as hands:
        await hands.type(".", "0", "4")
        assert "YOUR OWN" in hands.text
        assert "A card stands for you." in hands.text
        assert "May sell, and: see the name of the household" in hands.text
        await hands.type("1", "9999", "enter")
        assert "That is not the PIN of An Maes" in hands.text
        await hands.type("1111", "enter", "12", "enter")
        assert "4 to 12 digits" in hands.text
        await hands.type("2222", "enter", "2223", "enter")
        assert "not the same" in hands.text
        await hands.type("1111", "enter", "1111", "enter")
        assert "That is the PIN you have already." in hands.text
        assert signs_in(stand, "1111")
        await hands.type("1", "1111", "enter", "864297", "enter", "864297", "enter")
        assert "You have a new PIN." in hands.text
        assert "864297" not in hands.text
        await hands.type("1", "escape", "1", "864297", "enter", "escape", "escape")
        assert "TILL 1" in hands.text
    assert (signs_in(stand, "1111"), signs_in(stand, "864297")) == (False, True)
    assert "864297" not in str(stand.rows("SELECT * FROM journal"))


async def test_many_wrong_pins_wait_here_as_at_the_first_screen(opens: Opens, stand: Stand):
    async with opens() as hands:
        hands.app.push_screen(OwnScreen())
        await hands.type("1", *["9999", "enter"] * 4)
        await hands.type("1111", "enter")
        assert "Too many wrong PINs" in hands.text


async def test_the_language_is_kept_for_the_next_time(opens: Opens, stand: Stand):
    async with opens(lang=None) as hands:
        await hands.type(".", "0", "4", "2", "2")
        assert "À VOUS" in hands.text
        await hands.type("escape", "ctrl+l", "1", "1111", "enter")
        assert "CAISSE 1" in hands.text
    assert stand.ask(staff.member, "an").lang == "fr"


async def test_it_is_one_key_from_the_days_page_and_nobody_signed_in_has_none(opens: Opens):
    async with opens(by="els") as hands:
        await hands.type(".")
        assert "YOUR OWN" in hands.text
        assert "May do everything." in hands.text
        await hands.type("ctrl+l")
        assert "YOUR OWN" not in hands.text
