"""The settings on screen: found while typing, changed from a day on, and followed by every till without a new start."""

from __future__ import annotations

import datetime as dt

from kruidenier.shop.office import settings
from kruidenier.shop.people import households
from kruidenier.shop.till.shoppers import visit
from kruidenier.tui.screens.settings import SettingsScreen
from tests.kit import NOW, TODAY, Stand, day
from tests.tui.conftest import Hands, Opens


async def _open(hands: Hands) -> None:
    await hands.type("+", "*")
    assert "SETTINGS" in hands.text


def _value(stand: Stand, key: str, on: dt.date = TODAY) -> object:
    return stand.ask(settings.current, on)[key]


async def test_a_setting_is_found_opened_and_changed_from_a_day_on(opens: Opens, stand: Stand):
    async with opens(by="els") as hands:
        await _open(hands)
        await hands.type(*"each adu")
        assert "Budget for each child" not in hands.text
        assert "What an adult adds to a household's budget." in hands.text
        await hands.type("enter")
        assert "from the start: €10.00" in hands.text
        assert "> Budget for each adult" in hands.text
        await hands.type("1", *"12,345", "enter")
        assert "is not an amount" in hands.text
        await hands.type(*"12,50", "enter", *"01/12/2026", "enter")
        assert "Budget for each adult: €12.50, from 01/12/2026 on." in hands.text
        assert "€10.00 → €12.50" in hands.text
        assert "1 change is coming" in hands.text
        await hands.type("enter")
        assert "from 01/12/2026: €12.50 (Els Peeters)" in hands.text
        await hands.type("2", "escape")
    assert (_value(stand, "budget.adult_cents"), _value(stand, "budget.adult_cents", day("2026-12-01"))) == (1000, 1250)
    with stand.shop.reading() as session:
        rules = settings.current(session, day("2026-12-01"))
        judged = visit(session, households.find(session, "H1"), on=day("2026-12-01"), settings=rules)
    assert judged.limit_cents == 1250 + 3 * 500


async def test_each_kind_is_asked_as_it_is_said(opens: Opens, stand: Stand):
    async with opens(by="els") as hands:
        await _open(hands)
        for word, keys in (
            ("cash is", "2"),
            ("stand there", ["5", "enter"]),
            ("warmest in a fr", [*"-20,5", "enter"]),
            ("address", [*"[b]", "enter"]),
            ("day of the rec", ["31", "/", "01", "/", "2026", "enter"]),
            ("right comes", ["3", "0"]),
            ("free goods", ["enter"]),
        ):
            await hands.type(*word, *(["down"] if word == "warmest in a fr" else []), "enter", "1", *keys, "enter")
            assert "from 24/11/2026 on." in hands.text, word
        assert _value(stand, "receipt.heading") == "[b]"
    asked = ("cash.rounding", "door.cold_minutes", "freezer.max_tenths", "recipient.recognised_on", "rights.ways")
    assert [_value(stand, key) for key in asked] == [False, 5, -205, dt.date(2026, 1, 31), ("referral", "income")]
    assert _value(stand, "budget.free_adult_cents") is None


async def test_a_table_changes_row_by_row(opens: Opens, stand: Stand):
    async with opens(by="els") as hands:
        await _open(hands)
        await hands.type(
            "2", "down", "down", "down", "enter", "1", "+", "15", "enter", "+", "24", "enter", "+", "escape"
        )
        assert "2 people or more: €24.00" in hands.text
        await hands.type("1", "16", "enter", "+", "30", "enter", "-", "enter", "enter")
        assert "16.00 · 24.00" in hands.text
        assert _value(stand, "budget.steps") == (1600, 2400)
        await hands.type("enter", "1", "-", "-", "escape")
        assert "16.00 · 24.00" in hands.text
    assert _value(stand, "budget.steps") == (1600, 2400)


async def test_nothing_is_lost_by_going_back_and_no_word_fits_everything(opens: Opens, stand: Stand):
    async with opens(by="els") as hands:
        await _open(hands)
        await hands.type("enter", "1", "101", "enter")
        assert "price.percent cannot be “101”. Possible: 0–100." in hands.text
        await hands.type("40", "enter", "escape")
        assert "[0 all]" in hands.text
        await hands.type("x", "x", "enter")
        assert "No setting is called that." in hands.text
        await hands.type("escape", *"receipts")
        assert "> Receipts are made" in hands.text
        await hands.type("escape", "6")
        assert "Copies of the books by day" in hands.text
        assert "Price of goods" not in hands.text
        await hands.type("escape", "escape")
        assert "SETTINGS" not in hands.text
    assert _value(stand, "price.percent") == 50


async def test_the_till_goes_by_new_settings_without_a_new_start(opens: Opens, stand: Stand):
    """Those set here at once, those set elsewhere or begun in the night when it looks round."""
    async with opens(by="els") as hands:
        app = hands.app
        await _open(hands)
        await hands.type(*"signing", "enter", "1", "3", "enter")
        await hands.settle()
        assert app.staff_cards == "alone"
        stand.setting("till.lock_minutes", 3)
        stand.setting("receipt.paper", "always", valid_from="2026-11-25")
        await hands.type("up")
        app.now = lambda: NOW + dt.timedelta(seconds=20)
        await hands.type("down")
        app.look_round()
        await hands.settle()
        assert (app.lock_minutes, app.receipt_setting) == (3, "on_request")
        app.now = lambda: NOW + dt.timedelta(days=1)
        app.look_round()
        await hands.settle()
        await hands.until("Who are you?")
        assert app.receipt_setting == "always"


async def test_only_who_may_change_them_sees_the_settings(opens: Opens, stand: Stand):
    async with opens(by="an") as hands:
        hands.app.push_screen(SettingsScreen())
        await hands.settle()
        assert "That is for managers" in hands.text
