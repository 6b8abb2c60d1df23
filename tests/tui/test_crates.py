"""The crates on screen: the closing round by digits, grades, and prices that fall."""

from __future__ import annotations

import pytest

from kruidenier.shop.goods import waste
from kruidenier.store.base import new_id
from kruidenier.tui.screens.crates import CratesScreen
from kruidenier.tui.screens.today import TodayScreen
from tests.kit import Stand
from tests.tui.conftest import Hands, Opens


@pytest.fixture
def crates(stand: Stand) -> dict[str, str]:
    """The numbers of lots in crates: bread with an odd giver, and vegetables; the loose apples are gone."""
    for loose in stand.rows("SELECT number, grams FROM lot WHERE by_weight AND kind = 'product' AND grams > 0"):
        stand.do(waste.waste, loose.number, grams=loose.grams, why="quality", id=new_id())
    stand.crates("bread", 6000, supplier_id=stand.supplier("[b]Bakkerij[/b] =1+1", kind="bakery"))
    stand.crates("vegetables", 9000)
    rows = stand.rows("SELECT number, group_code FROM lot WHERE kind = 'bulk' AND grams > 0")
    return {row.group_code: row.number for row in rows}


async def look_at(hands: Hands) -> None:
    hands.app.push_screen(CratesScreen())
    await hands.settle()
    await hands.until("CRATES")


async def test_today_leads_to_the_crates(opens: Opens, crates: dict[str, str]):
    async with opens(by="els") as hands:
        assert isinstance(hands.app.screen, TodayScreen)
        await hands.type("6")
        assert "CRATES" in hands.text
        assert "6.000 kg" in hands.text
        for key in ("Enter round", "1 look", "2 grade", "3 price", "Esc back"):
            assert key in hands.text
        await hands.type("escape")
        assert isinstance(hands.app.screen, TodayScreen)


async def test_a_scan_on_the_round_is_not_promised_for_later(opens: Opens, crates: dict[str, str]):
    async with opens(by="els") as hands:
        await look_at(hands)
        await hands.type("enter")
        await hands.scan("5410188031072")
        assert "Nothing is scanned here" in hands.text
        assert "What is left?" in hands.text
        await hands.type("escape")
        assert "What was seen so far is kept" in hands.text


async def test_a_round_goes_from_crate_to_crate_and_is_written_down_once(
    opens: Opens, stand: Stand, crates: dict[str, str]
):
    async with opens(by="els") as hands:
        await look_at(hands)
        for _ in range(len(crates)):
            if "What is left?" not in hands.text:
                await hands.type("enter")
            await hands.type("2")
        assert "Write them down?" in hands.text
        await hands.type("enter")
        assert "gone" in hands.text
    assert stand.left(crates["bread"]) == (0, 3000)
    assert stand.left(crates["vegetables"]) == (0, 4500)
    assert len(stand.rows("SELECT 1 FROM deed WHERE verb = 'crate_round'")) == 1
    assert stand.faults() == []


async def test_the_round_may_be_of_goods_that_moved_today(opens: Opens, stand: Stand, crates: dict[str, str]):
    stand.crates("dairy", 3000)
    old = stand.on("2026-11-10")
    old.crates("fruit", 2000)
    old.crates("bread", 500)
    async with opens(by="els") as hands:
        await look_at(hands)
        assert "5 lots in crates, 20.500 kg   4 only goods that moved today" in hands.text
        await hands.type("4")
        assert "4 of goods that moved today   4 all" in hands.text
        assert "Fruit" not in hands.text  # the older bread stays: a hand may have taken from it
        await hands.type("enter", "1", "1", "1", "1")
        assert "4 crates were looked into." in hands.text
        await hands.type("enter", "4")
        assert "5 lots in crates" in hands.text


async def test_a_crate_is_weighed_and_some_goes_to_the_compost(opens: Opens, stand: Stand, crates: dict[str, str]):
    async with opens(by="els") as hands:
        await look_at(hands)
        await hands.type("1")
        assert "[b]bakkerij[/b] =1+1" in hands.text
        assert "6.000 kg by the books" in hands.text
        await hands.type("6", "800", "enter")
        assert "0.800 kg" in hands.text
        await hands.type("5", "3,2", "enter")
        assert "3.200 kg + 0.800 kg" in hands.text
        await hands.type("9", "1")
        assert "left 3.200 kg, gone 2.000 kg, compost 0.800 kg" in hands.text
    assert stand.left(crates["bread"]) == (0, 3200)
    assert stand.left(crates["vegetables"]) == (0, 9000)


async def test_esc_stops_and_keeps_what_was_seen_and_never_loses_it_unasked(
    opens: Opens, stand: Stand, crates: dict[str, str]
):
    async with opens(by="els") as hands:
        await look_at(hands)
        await hands.type("enter", "4", "escape")
        assert "kept" in hands.text
        await hands.type("escape")
        assert "not written down yet" in hands.text
        await hands.type("escape")
        assert isinstance(hands.app.screen, CratesScreen)
        await hands.type("escape", "1", "1")
        assert not isinstance(hands.app.screen, CratesScreen)
    assert stand.left(crates["bread"]) == (0, 0)


async def test_what_was_seen_can_be_forgotten_on_purpose(opens: Opens, stand: Stand, crates: dict[str, str]):
    async with opens(by="els") as hands:
        await look_at(hands)
        await hands.type("1", "4", "escape", "2")
        assert not isinstance(hands.app.screen, CratesScreen)
    assert stand.left(crates["bread"]) == (0, 6000)


async def test_a_round_is_taken_back(opens: Opens, stand: Stand, crates: dict[str, str]):
    async with opens(by="els") as hands:
        await look_at(hands)
        await hands.type("1", "4", "9", "1", "0")
        assert "Take this back?" in hands.text
        await hands.type("1")
        assert "is taken back" in hands.text
    assert stand.left(crates["bread"]) == (0, 6000)


async def test_a_part_is_graded_and_its_price_falls(opens: Opens, stand: Stand, crates: dict[str, str]):
    async with opens(by="els") as hands:
        await look_at(hands)
        await hands.type("2", "3", "1500", "enter")
        assert "for soup, 1.500 kg" in hands.text
        await hands.type("3")
        assert "The price of what falls?" in hands.text
        await hands.type("1", "4", "3", "25:00", "enter")
        assert "is not an hour" in hands.text
        await hands.type("1630", "enter")
        assert "(for soup) free from 16:30" in hands.text
    (fall,) = stand.rows("SELECT group_code, grade, percent FROM markdown")
    assert (fall.group_code, fall.grade, fall.percent) == ("bread", 3, 0)
    assert stand.rows("SELECT grams AS g FROM lot WHERE grade = 3")[0].g == 1500


async def test_a_volunteer_who_learned_it_goes_the_round_and_asks_a_colleague_for_prices(
    opens: Opens, stand: Stand, crates: dict[str, str]
):
    async with opens(by="an") as hands:
        await look_at(hands)
        await hands.type("1", "4", "9", "1", "3")
        assert "Who says yes to this?" in hands.text
    assert stand.left(crates["bread"]) == (0, 0)


@pytest.mark.parametrize("lang", ["nl", "fr"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_key_is_in_sight(opens: Opens, crates: dict[str, str], lang: str, size: tuple[int, int]):
    async with opens(by="els", lang=lang, size=size) as hands:
        await look_at_in(hands)
        await hands.type("1", "1")
        last = hands.text.splitlines()[-1]
        for key in ("Enter", "1 ", "2 ", "3 ", "9 ", "0 ", "Esc"):
            assert key in last


async def look_at_in(hands: Hands) -> None:
    hands.app.push_screen(CratesScreen())
    await hands.settle()
