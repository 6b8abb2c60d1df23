"""Scarce goods and quotas on screen: accepted, changed and taken away by digits."""

from __future__ import annotations

from kruidenier.shop.people import day_limits, quotas
from kruidenier.tui.screens.shares import SharesScreen
from tests.kit import Stand
from tests.tui.conftest import MILK, PASSATA, Hands, Opens


async def look_at(hands: Hands) -> None:
    hands.app.push_screen(SharesScreen())
    await hands.until("SCARCE GOODS")
    await hands.settle()


async def test_any_goods_get_the_limit_that_is_proposed_then_another_then_none(opens: Opens, stand: Stand):
    async with opens(by="els") as hands:
        await hands.type("plus", "slash")
        await hands.settle()
        assert "Nothing is scarce today." in hands.text
        await hands.scan(MILK)
        await hands.until("households expected")
        await hands.type("1")
        await hands.until("has its limit of today")
        assert "and it moves along" in hands.text
        await hands.type("enter", "2", *"1 1 x", "enter")
        await hands.until("is no limit")
        await hands.type("enter", "2", *"1 1 2", "enter")
        await hands.until("1 (1–2 people), 2 (from 3 people on), until you change it")
        assert [row.steps for row in stand.rows("SELECT steps FROM day_limit ORDER BY id")][1:] == ["1 1 2"]
        await hands.type("enter", "3")
        await hands.until("There is no limit on")
        await hands.type("asterisk", *"moon", "enter")
        await hands.until("No product carries the quota moon")


async def test_quotas_are_made_changed_and_ended(opens: Opens, stand: Stand):
    async with opens(by="els") as hands:
        await look_at(hands)
        await hands.type("2", "asterisk")
        await hands.scan(PASSATA)
        await hands.until("In which time?")
        await hands.type("2", *"1 2", "enter", "enter")
        await hands.until("is set.")
        assert "In a month, by people in the household: 1 2" in hands.text
        assert "> Passata 500 g" in hands.text
        await hands.type("enter", "1", "1", *"0-5:2 6-11:1", "enter", "enter")
        await hands.until("2 for each child of 0 to 5 months")
        await hands.type("enter", "2", "enter")
        await hands.until("is ended.")
        assert "0 quotas" in hands.text
        await hands.type("1", "escape")


async def test_whoever_goes_back_changes_nothing_and_lines_are_walked(opens: Opens, stand: Stand):
    with stand.shop.reading() as session:
        codes = [quotas.require_goods(session, code) for code in (MILK, PASSATA)]
    for code in codes:
        stand.do(day_limits.set_limit, code, limit="1 2")
        stand.do(quotas.set_quota, code, period="week", limit="3")
    async with opens(by="els") as hands:
        await look_at(hands)
        await hands.type("down", "up", "enter", "escape", "enter", "2", "escape", "asterisk", "escape")
        await hands.type("2", "enter", "escape", "enter", "1", "escape", "enter", "1", "1", "escape")
        await hands.type("enter", "1", "1", "3", "enter", "escape", "enter", "2", "escape")
        await hands.settle()
        assert "2 quotas" in hands.text
    assert len(stand.rows("SELECT 1 FROM day_limit")) == 2
