"""The stock on screen: found while typing, sorted out by digits, on any day."""

from __future__ import annotations

import pytest

from kruidenier.shop.goods import moves, places
from kruidenier.shop.goods.catalogue import Product
from kruidenier.tui.screens.lot import LotScreen
from kruidenier.tui.screens.stock import StockScreen
from kruidenier.tui.widgets.long_list import LongList
from tests.kit import Stand
from tests.tui.conftest import MILK, PASSATA, YOGHURT, Hands, Opens


def listed(hands: Hands) -> list[str]:
    """What is in the list, by name or group."""
    return [getattr(item, "name", None) or item.group for item in hands.app.screen.query_one(LongList).items]


async def test_the_stock_opens_from_today_with_what_is_free(opens: Opens, stand: Stand):
    basket = stand.welcome("H1")
    stand.scan(basket, PASSATA)
    async with opens(by="els") as hands:
        await hands.type("3")
        assert isinstance(hands.app.screen, StockScreen)
        row = next(line for line in hands.text.splitlines() if "Passata" in line)
        assert row.split()[-4:] == ["20", "1", "19", "01/06/28"]
        assert "8 lots" in hands.text
        await hands.type("escape")
        assert "TODAY" in hands.text


async def test_letters_find_goods_while_typing_in_any_language(opens: Opens):
    async with opens(by="els") as hands:
        await hands.type("3", "y")
        assert listed(hands) == ["Yoghurt natuur"]
        await hands.type("escape", "p", "a")
        assert listed(hands) == ["Passata 500 g", "Pasta 500 g"]
        await hands.type("s", "t", "backspace", "s")
        assert listed(hands) == ["Passata 500 g"]
        await hands.type("escape", "d", "e", "m", "i")
        assert listed(hands) == ["Halfvolle melk 1 l"]


async def test_digits_are_keys_until_a_search_begins(opens: Opens):
    async with opens(by="els") as hands:
        await hands.type("3", "/", "1072")
        assert listed(hands) == ["Passata 500 g"]
        await hands.type("escape", "escape", "2")
        assert listed(hands) == ["canned", "fruit", "milk", "yogurt-dessert"]


async def test_enter_goes_from_group_to_goods_to_lots_to_the_lot_and_esc_back(opens: Opens):
    async with opens(by="els") as hands:
        await hands.type("3", "2", "down", "down", "down", "enter")
        assert listed(hands) == ["Yoghurt natuur"]
        await hands.type("enter")
        assert listed(hands) == ["Yoghurt natuur"] * 3
        assert "PAST" in hands.text
        assert "today" in hands.text
        assert "4 days" in hands.text
        await hands.type("down", "enter")
        assert isinstance(hands.app.screen, LotScreen)
        await hands.type("escape")
        assert len(listed(hands)) == 3
        await hands.type("escape")
        assert listed(hands) == ["Yoghurt natuur"]
        await hands.type("escape")
        assert listed(hands) == ["canned", "fruit", "milk", "yogurt-dessert"]


async def test_filters_add_up_and_are_taken_away_one_by_one(opens: Opens, stand: Stand):
    stand.state(stand.lot(MILK, 2), "blocked")
    async with opens(by="els") as hands:
        await hands.type("3", "3", "4", "6")
        assert sorted(listed(hands)) == ["Halfvolle melk 1 l", "Yoghurt natuur"]
        assert "BLOCKED" in hands.text
        await hands.type("4", "1")
        assert "Milk" in hands.text
        await hands.type("3")
        assert listed(hands) == ["Halfvolle melk 1 l"]
        assert "only: may not be sold, Milk" in hands.text
        await hands.type("escape")
        assert len(listed(hands)) == 2
        await hands.type("9")
        assert len(listed(hands)) == 9


@pytest.mark.parametrize(
    ("keys", "left"), [(("5", "1"), 2), (("7",), 0), (("8",), 0), (("4", "2"), 1), (("2", "1"), 8)]
)
async def test_each_filter_keeps_what_fits(opens: Opens, keys: tuple[str, ...], left: int):
    async with opens(by="els") as hands:
        await hands.type("3", "3", "4", *keys)
        assert len(listed(hands)) == left


async def test_a_scan_shows_the_lots_of_the_goods_or_the_lot_of_a_label(opens: Opens):
    async with opens(by="els") as hands:
        await hands.type("3")
        await hands.scan(YOGHURT)
        assert listed(hands) == ["Yoghurt natuur"] * 3
        await hands.scan("5012345678900")
        assert "know none of it" in hands.text
        await hands.scan("L1-000002")
        assert isinstance(hands.app.screen, LotScreen)


async def test_a_past_day_is_shown_as_it_was(opens: Opens, stand: Stand):
    async with opens(by="els") as hands:
        await hands.type("3", "6", "2311", "enter")
        assert "STOCK of 23/11/2026" in hands.text
        assert listed(hands) == []
        await hands.type("6", "251127", "enter")
        assert "still to come" in hands.text
        await hands.type("escape", "9")
        assert len(listed(hands)) == 6


async def test_charts_show_pieces_and_kilograms(opens: Opens):
    async with opens(by="els") as hands:
        await hands.type("3", "5")
        assert "STOCK by last day" in hands.text
        assert next(line for line in hands.text.splitlines() if "has passed" in line).split()[-1] == "5"
        await hands.type("1")
        assert "20.000 kg" in hands.text
        await hands.type("enter")
        assert "GOODS in and out" in hands.text
        row = next(line for line in hands.text.splitlines() if "23/11/26" in line)
        assert row.split()[1] == "20.000"
        assert "####" in row
        await hands.type("escape")
        assert "STOCK" in hands.text


async def test_what_to_buy_and_what_to_fetch(opens: Opens, stand: Stand):
    with stand.shop.writing.begin() as session:
        session.query(Product).filter_by(code=PASSATA).update({"min_level": 30, "wished_level": 48})
    stand.do(places.add_place, "back", name="Back room", kind="back")
    lot = stand.lot(PASSATA, 6, best_before="2027-01-01")
    stand.do(moves.move, lot, place="back")
    async with opens(by="els") as hands:
        await hands.type("3", "7")
        row = next(line for line in hands.text.splitlines() if "Passata" in line)
        assert row.split()[-4:] == ["22", "26", "30", "48"]
        await hands.type("escape", "8")
        row = next(line for line in hands.text.splitlines() if "Passata" in line)
        assert "Back room" in row
        assert "in front" in row
        await hands.type("enter")
        assert isinstance(hands.app.screen, LotScreen)


async def test_a_long_list_keeps_the_mark_in_sight(opens: Opens, stand: Stand):
    for number in range(60):
        stand.lot(PASSATA, 1, best_before=f"2027-{1 + number % 12:02}-01")
    async with opens(by="els") as hands:
        await hands.type("3", "3")
        goods = hands.app.screen.query_one(LongList)
        for keys in (("down",) * 3, ("+",), ("pagedown",) * 4, ("-",), ("up",), ("pageup",) * 9):
            await hands.type(*keys)
            marked = [line for line in hands.text.splitlines() if line.lstrip().startswith("> ")]
            assert goods.item.lot in marked[0]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 12)])
async def test_names_of_any_kind_are_just_names(opens: Opens, stand: Stand, size: tuple[int, int]):
    for number, name in enumerate(("[b]bold[/b]", "<para>", "=cmd()", "حليب", "x" * 200, '"quoted"')):
        stand.product(f"odd{number}", names={"nl": name})
        stand.lot(f"odd{number}", 1)
    async with opens(by="els", size=size) as hands:
        await hands.type("3")
        for key in ("1", "2", "3"):
            await hands.type(key)
            assert all(len(line) <= size[0] for line in hands.text.splitlines())
