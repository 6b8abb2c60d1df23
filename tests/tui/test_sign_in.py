"""Who stands at the till; and the first run in a new folder."""

from __future__ import annotations

from pathlib import Path

from kruidenier.shop.office import settings, staff, team
from kruidenier.shop.opening import open_shop
from kruidenier.tui.app import Kruidenier
from kruidenier.tui.screens.drawer import DrawerScreen
from kruidenier.tui.screens.till import TillScreen
from kruidenier.tui.screens.today import TodayScreen
from tests.kit import NOW, TODAY, Stand
from tests.tui.conftest import PASSATA, Hands, Opens


async def test_a_volunteer_starts_at_the_till(opens: Opens):
    async with opens(by=None) as hands:
        assert "Who are you?" in hands.text
        await hands.type("1", "1111", "enter")
        assert "TILL 1" in hands.text
        assert "1111" not in hands.text


async def test_nothing_lies_behind_the_first_question(opens: Opens):
    async with opens(by=None) as hands:
        assert "Esc" not in hands.text
        await hands.type("escape", "1")
        assert "Esc back" in hands.text
        await hands.type("escape")
        assert "Who are you?" in hands.text


async def test_a_manager_starts_at_today(opens: Opens):
    async with opens(by=None) as hands:
        await hands.type("e", "l", "s", "enter", "1234", "enter")
        assert "TODAY" in hands.text


async def test_esc_on_the_days_page_leads_back_to_the_till_who_came_from_there(opens: Opens):
    async with opens() as hands:
        hands.app.switch_mode("today")
        await hands.until("TODAY")
        await hands.type("escape")
        assert isinstance(hands.app.screen, TillScreen)
        hands.sign_in("els")
        await hands.until("TODAY")
        await hands.type("escape")
        assert isinstance(hands.app.screen, TodayScreen)


async def test_a_wrong_pin_says_so_and_many_must_wait(opens: Opens):
    async with opens(by=None) as hands:
        await hands.type("1")
        for _ in range(4):
            await hands.type("2222", "enter")
            assert "That is not the PIN of An Maes" in hands.text
        await hands.type("1111", "enter")
        assert "Too many wrong PINs" in hands.text


async def test_what_is_scanned_before_the_pin_is_not_a_pin(opens: Opens, stand: Stand):
    async with opens(by=None) as hands:
        await hands.type("1")
        await hands.scan(PASSATA)
        await hands.type("1111", "enter")
        assert "TILL 1" in hands.text
        assert "First the household's card" in hands.text


async def test_a_colleagues_card_asks_for_the_pin_or_is_enough(opens: Opens, stand: Stand):
    stand.do(team.give_card, "an", card="COLLEAGUE-77")
    async with opens(by=None) as hands:
        await hands.scan("COLLEAGUE-77")
        assert "Who are you?" in hands.text
    stand.setting("staff.cards", "with_pin")
    async with opens(by=None) as hands:
        await hands.scan("COLLEAGUE-77")
        assert "PIN of An Maes" in hands.text
        await hands.type("escape")
        assert "Who are you?" in hands.text
        await hands.scan("COLLEAGUE-77")
        await hands.type("1111", "enter")
        assert "TILL 1" in hands.text
    stand.setting("staff.cards", "alone")
    async with opens(by=None) as hands:
        await hands.scan("SOMETHING-ELSE")
        assert "nobody" in hands.text
        await hands.scan("COLLEAGUE-77")
        assert "TILL 1" in hands.text
        await hands.type("ctrl+l")
        await hands.scan("COLLEAGUE-77")
        assert "TILL 1" in hands.text


async def test_locking_keeps_the_basket(opens: Opens):
    async with opens() as hands:
        await hands.type("H", "1", "enter")
        await hands.scan(PASSATA)
        await hands.type("ctrl+l")
        assert "Passata" not in hands.text
        await hands.type("1", "1111", "enter")
        assert "Passata" in hands.text


async def test_the_clock_of_a_room_behind_the_lock_waits(opens: Opens):
    async with opens() as hands:
        await hands.type(".", "5")
        drawer = hands.app.screen
        assert isinstance(drawer, DrawerScreen)
        await hands.type("ctrl+l")
        drawer.keep_time()
        await hands.until("Who are you?")
        await hands.type("1", "1111", "enter")
        assert "CASH DRAWER 1" in hands.text


async def test_everybody_speaks_their_own_language(opens: Opens, stand: Stand):
    stand.do(staff.add, "Luc", role="volunteer", pin="3333", lang="fr")
    async with opens(by=None, lang=None) as hands:
        await hands.type("l", "u", "c", "enter", "3333", "enter")
        assert "CAISSE" in hands.text


async def test_a_new_folder_is_founded_by_a_few_questions(tmp_path: Path):
    folder = tmp_path / "new"
    app = Kruidenier(folder, now=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        hands = Hands(app, pilot)
        await hands.settle()
        await hands.type("2", *"Épicerie [b]", "enter", "2", *"Zoé", "enter", "4321", "enter", "4321", "enter", "1")
        await hands.until("Zoé")
        await hands.type("1", "4321", "enter")
        await hands.until("Épicerie" if "Épicerie" in hands.text else "?")
    shop = open_shop(folder)
    with shop.reading() as session:
        assert [person.name for person in staff.people(session)] == ["Zoé"]
        assert settings.current(session, TODAY)["price.cap_percent.donated"] == 50
    assert shop.heading().name == "Épicerie [b]"
    shop.close()


async def test_two_different_pins_are_asked_again(tmp_path: Path):
    app = Kruidenier(tmp_path / "new", now=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        hands = Hands(app, pilot)
        await hands.settle()
        await hands.type("3", "S", "enter", "1", "Z", "enter", "12", "enter")
        assert "A PIN has 4 to 12 digits." in hands.text
        await hands.type("4321", "enter", "4322", "enter")
        assert "not the same" in hands.text


async def test_a_damaged_shop_is_a_sentence_with_a_way_on(stand: Stand, shop_folder: Path):
    stand.shop.close()
    (shop_folder / "data" / "kruidenier.db").write_bytes(b"not a database at all" * 100)
    for rest in (shop_folder / "data").glob("kruidenier.db-*"):
        rest.unlink()
    app = Kruidenier(shop_folder, lang="en", now=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        hands = Hands(app, pilot)
        await hands.settle()
        assert "damaged" in hands.text
        await hands.type("2")
    assert app.return_value == 3


async def test_the_first_screen_passes_on_what_it_was_told(shop_folder: Path):
    app = Kruidenier(shop_folder, lang="en", now=lambda: NOW, welcome=lambda: ["An Maes: PIN 1111"])
    async with app.run_test(size=(80, 24)) as pilot:
        hands = Hands(app, pilot)
        await hands.until("Who are you?")
        assert "An Maes: PIN 1111" in hands.text
