"""One lot on screen: what it is, what happened to it, and every deed by digits."""

from __future__ import annotations

import pytest

from kruidenier.shop.goods import places, waste
from kruidenier.shop.network import transfers
from kruidenier.store.base import new_id
from kruidenier.tui.screens.lot import LotScreen
from kruidenier.tui.screens.places import PlacesScreen
from tests.kit import Stand
from tests.tui.conftest import MILK, PASSATA, YOGHURT, Hands, Opens


@pytest.fixture
def lots(stand: Stand) -> dict[str, str]:
    """The numbers of some lots; there are a cool room and a freezer."""
    stand.do(places.add_place, "cool", name="Cool room", kind="fridge")
    stand.do(places.add_place, "ice", name="Freezer [b]1[/b]", kind="freezer")
    found = stand.rows(
        "SELECT p.code, l.number, l.date FROM lot l JOIN product p ON p.id = l.product_id ORDER BY l.number DESC"
    )
    return {row.code: row.number for row in found} | {str(row.date): row.number for row in found if row.code == YOGHURT}


async def look_at(hands: Hands, lot: str) -> None:
    hands.app.push_screen(LotScreen(lot))
    await hands.settle()
    await hands.until(f"LOT {lot}")


async def test_a_lot_is_told_with_its_history(opens: Opens, lots: dict[str, str]):
    async with opens(by="els") as hands:
        await look_at(hands, lots[MILK])
        for word in ("Halfvolle melk", "20 pieces", "for sale", "best before 20/01/2027", "came in", "Els Peeters"):
            assert word in hands.text
        for key in ("1 throw away", "2 move", "3 freeze", "4 repack", "5 date", "0 undo", "Esc back"):
            assert key in hands.text


async def test_goods_are_thrown_away_and_taken_back(opens: Opens, stand: Stand, lots: dict[str, str]):
    lot = lots[PASSATA]
    async with opens(by="els") as hands:
        await look_at(hands, lot)
        await hands.type("1", "3", "enter", "2")
        assert stand.left(lot) == (17, 0)
        assert "Thrown away: damaged. 3 pieces Passata 500 g" in hands.text
        await hands.type("0")
        assert "Take this back?" in hands.text
        await hands.type("1")
        assert stand.left(lot) == (20, 0)
        await hands.type("0")
        assert "nothing with stock" in hands.text
    assert stand.faults() == []


async def test_enter_alone_is_all_of_it_and_esc_does_nothing(opens: Opens, stand: Stand, lots: dict[str, str]):
    lot = lots[PASSATA]
    async with opens(by="els") as hands:
        await look_at(hands, lot)
        await hands.type("1", "3", "enter", "escape")
        await hands.type("1", "escape")
        assert stand.left(lot) == (20, 0)
        await hands.type("1", "21", "enter")
        assert "not a number that is possible here" in hands.text
        await hands.type("backspace", "backspace", "enter", "1")
        assert stand.left(lot) == (0, 0)
        assert "throw away" not in hands.text


async def test_packs_in_a_hand_are_thrown_away_though_the_books_had_sold_them(
    opens: Opens, stand: Stand, lots: dict[str, str]
):
    """Lesson 13: goods in a hand are there, also for somebody who tidies the shelf."""
    lot = lots[PASSATA]
    stand.household("whole-shelf", adults=99)
    stand.sell("whole-shelf", (PASSATA, 20))
    async with opens(by="els") as hands:
        await look_at(hands, lot)
        await hands.type("1")
        assert "More in your hands than the books have?" in hands.text
        assert "Enter alone" not in hands.text
        await hands.type("enter")
        assert "Type a number of at most 20" in hands.text
        await hands.type("2", "enter", "1")
        assert "had not left after all" in hands.text
    assert stand.left(lot) == (0, 0)
    assert stand.faults() == []


async def test_a_part_moves_and_is_frozen(opens: Opens, stand: Stand, lots: dict[str, str]):
    lot = lots["2026-11-28"]
    async with opens(by="els") as hands:
        await look_at(hands, lot)
        await hands.type("2", "1", "2", "enter")
        assert "into lot" in hands.text
        await hands.type("3", "enter", "1", "escape")
        (frozen,) = stand.rows("SELECT number FROM lot WHERE treatment = 'frozen'")
        assert stand.left(frozen.number) == (3, 0)
        await hands.scan(frozen.number)
        assert f"LOT {frozen.number}" in hands.text
        assert "frozen 24/11/2026" in hands.text
        assert "last day 24/01/2027" in hands.text
        assert "Freezer [b]1[/b]" in hands.text


async def test_goods_go_to_a_partner_by_a_new_name_or_one_that_is_offered(
    opens: Opens, stand: Stand, lots: dict[str, str]
):
    lot = lots[PASSATA]
    async with opens(by="els") as hands:
        await look_at(hands, lot)
        assert "9 to a partner" in hands.text
        await hands.type("9", "escape")
        await hands.type("9", "3", "enter", "escape")
        await hands.type("9", "3", "enter", "enter")
        assert "Say who gets the goods" in hands.text
        await hands.type(*"[b]Soep", "enter")
        assert "Gone to a partner. 3 pieces Passata 500 g" in hands.text
        assert "gone to a partner: [b]Soep" in hands.text
        assert "A delivery slip for the partner? In which language?" in hands.text
        await hands.type("2")
        await hands.until("-fr.pdf")
        await hands.type("9", "enter", "1", "4")
        assert "9 to a partner" not in hands.text
        await hands.type("0", "1", "asterisk", "3")  # of the one that stands
        await hands.until("-nl-fr.pdf")
    assert stand.left(lot) == (17, 0)
    assert [(one.partner, one.count, one.undone) for one in stand.ask(transfers.listing)] == [
        ("[b]Soep", 17, True),
        ("[b]Soep", 3, False),
    ]
    assert stand.faults() == []


async def test_a_passed_lot_is_not_frozen_and_that_is_said_in_red(opens: Opens, stand: Stand, lots: dict[str, str]):
    async with opens(by="els") as hands:
        await look_at(hands, lots["2026-11-22"])
        await hands.type("3", "enter", "1")
        assert "STOP" in hands.text
    assert stand.rows("SELECT 1 FROM deed") == []


async def test_a_date_is_corrected_and_a_lot_taken_from_sale(opens: Opens, stand: Stand, lots: dict[str, str]):
    lot = lots[PASSATA]
    async with opens(by="els") as hands:
        await look_at(hands, lot)
        await hands.type("5", *"0527", "enter", "2")
        assert "best before 31/05/2027" in hands.text
        await hands.type("5", "x", "enter")
        assert "no date" in hands.text
        await hands.type("6", "1")
        assert "taken from sale: smells or looks wrong" in hands.text
        await hands.type("6")
        assert "for sale again" in hands.text
        await hands.type("4", "2", "enter", *"0512", "enter")
        assert "repacked" in hands.text
    assert [row.verb for row in stand.rows("SELECT verb FROM deed ORDER BY number")] == [
        "date",
        "date",
        "block",
        "free",
        "repack",
    ]


async def test_an_older_deed_is_booked_back_with_its_reason(opens: Opens, stand: Stand, lots: dict[str, str]):
    lot = lots[PASSATA]
    stand.do(waste.waste, lot, count=4, why="damage", id=new_id())
    async with opens(by="els") as hands:
        await look_at(hands, lot)
        await hands.type("2", "1", "enter")
        await hands.type("7")
        assert "thrown away: damaged  -4  1-000001" in hands.text
        await hands.type("2", "2")
        assert stand.left(lot) == (20, 0)
        assert "taken back: thrown away" in hands.text


async def test_a_volunteer_calls_a_colleague(opens: Opens, stand: Stand, lots: dict[str, str]):
    async with opens(by="an") as hands:
        await look_at(hands, lots[PASSATA])
        await hands.type("1")
        assert "Who says yes to this?" in hands.text
        await hands.type("1", *"1234", "enter", "enter", "2")
    assert [row.by for row in stand.rows('SELECT "by" FROM deed')] == ["els"]


async def test_a_label_that_is_no_lot_is_said_and_nothing_is_lost(opens: Opens, lots: dict[str, str]):
    async with opens(by="els") as hands:
        await look_at(hands, lots[PASSATA])
        await hands.scan("5410188031072")
        assert "There is no lot 5410188031072" in hands.text
        assert f"LOT {lots[PASSATA]}" in hands.text
        await hands.type("escape")
        assert "LOT" not in hands.text


async def test_a_long_history_is_paged(opens: Opens, stand: Stand, lots: dict[str, str]):
    lot = lots[PASSATA]
    for _ in range(17):
        stand.do(waste.waste, lot, count=1, why="damage", id=new_id())
    async with opens(by="els") as hands:
        await look_at(hands, lot)
        assert "came in on" in hands.text
        assert " +20 " not in hands.text
        await hands.type("+", "+", "+")
        assert " +20 " in hands.text
        await hands.type("-", "-")
        assert " +20 " not in hands.text


async def test_temperatures_are_noted_place_by_place(opens: Opens, stand: Stand, lots: dict[str, str]):
    async with opens(by="els") as hands:
        hands.app.push_screen(PlacesScreen())
        await hands.until("Cool room")
        await hands.type("enter", *"4,5", "enter", *"-17,5", "enter")
        assert "Too warm: at most -18.0" in hands.text
        await hands.type("1")
        assert "4.5 °C" in hands.text
        assert "24/11/26 10:00  Els Peeters" in hands.text
        assert "TOO WARM: the door was open" in hands.text
        await hands.type("1", "2", *"-20", "enter")
        assert "-20.0 °C" in hands.text
        await hands.type("2", "2")
        assert "-17.5 °C" in hands.text
        await hands.type("escape")
        assert "Cool room" in hands.text
        await hands.type("1", "1", *"warm", "enter")
        assert "is not a temperature" in hands.text
        await hands.type("escape", "escape")
        assert "PLACES" not in hands.text
    assert [row.tenths for row in stand.rows("SELECT tenths FROM temperature ORDER BY id")] == [45, -175, -200]
