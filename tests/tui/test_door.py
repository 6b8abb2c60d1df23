"""The back door and the sorting table on screen, by keys alone."""

from __future__ import annotations

import datetime as dt

import pytest

from kruidenier.shop.goods import places
from kruidenier.shop.supply import door, sorting
from kruidenier.tui.screens.door import DoorScreen
from kruidenier.tui.screens.sorting import SortingScreen
from tests.kit import NOW, Stand
from tests.tui.conftest import MILK, PASSATA, YOGHURT, Hands, Opens

VAN = [("1", "8", "96,4"), ("2", "6", "70,2"), ("3", "9", "49,5"), ("6", "6", "81"), ("0", "1", "14,6")]
COLD = [("4", "7", "81,0", "5,1"), ("5", "3", "24.6", "6,4")]


@pytest.fixture
def quay(stand: Stand) -> Stand:
    """A shop with a fridge and two suppliers; the supermarket came last Tuesday."""
    stand.supplier("miroir")
    stand.supplier("bank", kind="food_bank")
    stand.do(places.add_place, "cool", name="Cool room", kind="fridge")
    last_week = stand.on(NOW - dt.timedelta(days=7))
    number = last_week.do(door.begin, "miroir").number
    last_week.do(door.add_line, number, origin="donated", group="fruit", crates=1, gross_grams=9_600)
    last_week.do(door.sign, number)
    return stand


async def at_the_door(hands: Hands) -> None:
    hands.app.push_screen(DoorScreen())
    await hands.settle()
    await hands.until("Who is at the door?")


def lines(stand: Stand) -> list[tuple[object, ...]]:
    rows = stand.rows(
        "SELECT l.group_code, l.crates, l.grams, l.tenths, l.refused_reason FROM delivery_line l"
        " JOIN delivery d ON d.id = l.delivery_id WHERE d.number <> '1-000001' AND l.struck_at IS NULL ORDER BY l.id"
    )
    return [tuple(row) for row in rows]


async def test_a_van_of_forty_crates_is_taken_in_by_digits_alone(opens: Opens, quay: Stand):
    async with opens(by="els") as hands:
        hands.app.switch_mode("today")
        await hands.settle()
        await hands.type("1")
        await hands.until("Who is at the door?")
        assert "[1] Miroir  (expected)" in hands.text
        await hands.type("1", "enter")
        for group, crates, gross in VAN:
            await hands.type(group, crates, "enter", gross, "enter")
        for group, crates, gross, warm in COLD:
            await hands.type(group, crates, "enter", gross, "enter")
            await hands.until("How many degrees?")
            assert gross.replace(",", ".") in hands.text
            await hands.type(warm, "enter")
        assert "taken in  40 crates" in hands.text
    assert [line[1] for line in lines(quay)] == [8, 6, 9, 6, 1, 7, 3]
    assert lines(quay)[5] == ("dairy", 7, 69_800, 51, None)


async def test_all_lines_are_shown_again_once_a_question_has_left(opens: Opens, quay: Stand):
    number = quay.do(door.begin, "miroir").number
    for crates in range(1, 5):
        quay.do(door.add_line, number, origin="donated", group="fruit", crates=crates, gross_grams=96_000)
    async with opens(by="els") as hands:
        hands.app.push_screen(DoorScreen())
        await hands.until("Not signed yet")
        await hands.type("1")
        for line in range(1, 5):
            await hands.until(f"{line}  Fruit")


async def test_warm_crates_are_refused_and_the_rest_signed_for(opens: Opens, quay: Stand):
    async with opens(by="els") as hands:
        await at_the_door(hands)
        await hands.type("1", "enter")
        await hands.type("1", "8", "enter", "96,4", "enter")
        await hands.type("5", "3", "enter", "24,6", "enter", "6", ",", "4", "enter")
        await hands.type("5", "enter", "7,8", "enter", "9", ",", "8", "enter")
        assert "too warm" in hands.text
        await hands.type("enter")
        await hands.type("0", "1", "enter", "14,6", "enter")
        for word in ("83.6", "19.8", "TOO WARM", "mixed crates", "taken in  12 crates  116.400 kg", "refused"):
            assert word in hands.text
        await hands.type("+", "7", "enter", "2", *"Jan", "enter")
        assert "Gift note 1-000004" in hands.text
        assert lines(quay) == [
            ("vegetables", 8, 83_600, None, None),
            ("meat", 3, 19_800, 64, None),
            ("meat", 1, 6_200, 98, "temperature"),
            (None, 1, 13_000, None, None),
        ]
    (note,) = quay.rows("SELECT figures FROM issued_paper WHERE number = '1-000004'")
    assert '"signed_by": "Jan"' in str(note.figures) or "'signed_by': 'Jan'" in str(note.figures)
    assert quay.faults() == []


async def test_after_a_power_cut_the_delivery_goes_on(opens: Opens, quay: Stand):
    async with opens(by="els") as hands:
        await at_the_door(hands)
        await hands.type("2", "enter")
        await hands.type("1", "2", "enter", "20", "enter")
        await hands.type("2", "1", "enter", "1")
    async with opens(by="els") as hands:
        hands.app.push_screen(DoorScreen())
        await hands.settle()
        await hands.until("Not signed yet")
        await hands.type("1")
        assert "20.0" in hands.text
        await hands.type("2", "1", "enter", "10", "enter", "+", "enter", "enter", "enter")
        assert "Signed" in hands.text
    assert lines(quay) == [("vegetables", 2, 16_800, None, None), ("fruit", 1, 8_400, None, None)]


async def test_a_slip_is_mended_by_one_key(opens: Opens, quay: Stand):
    async with opens(by="els") as hands:
        await at_the_door(hands)
        await hands.type("1", "enter")
        await hands.type(
            "1", "enter", "7", "escape", "escape", "escape", "2", "3", "enter", "*", "1", "enter", "12", "enter"
        )
        assert lines(quay) == [("fruit", 3, 11_000, None, None)]
        await hands.type("*", "enter", "/", "40", "enter")
        assert lines(quay) == [("fruit", 3, 12_000, 400, None)]
        await hands.type("-", "4")
        assert lines(quay) == [("fruit", 3, 12_000, 400, "space")]
        await hands.type("1", "-", "3", "2", "enter", "enter")
        assert lines(quay)[1] == ("vegetables", 2, 0, None, "damaged")
        await hands.type(".")
        assert "Taken back" in hands.text
        await hands.type("1", "5", "enter", "8", "enter")
        assert "Weigh again" in hands.text
        await hands.type(*"nonsense", "enter")
        assert "not a weight in kilograms" in hands.text
        await hands.type("escape", "escape", "escape")
        assert not isinstance(hands.app.screen, DoorScreen)
    assert len(lines(quay)) == 1


async def test_counted_goods_come_in_by_a_scan(opens: Opens, quay: Stand):
    async with opens(by="els") as hands:
        await at_the_door(hands)
        await hands.type("1", "enter")
        await hands.scan(PASSATA)
        await hands.type("3*12", "enter", "enter")
        await hands.scan(YOGHURT)
        await hands.type("6", "enter", *"2812", "enter")
    rows = quay.rows(
        "SELECT count AS pieces, date_mark, date FROM delivery_line WHERE product_id IS NOT NULL ORDER BY id"
    )
    assert [(row.pieces, row.date_mark, str(row.date)) for row in rows] == [
        (36, "best_before", "2027-06-01"),
        (6, "use_by", "2026-12-28"),
    ]


async def test_a_delivery_of_nothing_is_dropped_on_the_way_out(opens: Opens, quay: Stand):
    async with opens(by="els") as hands:
        await at_the_door(hands)
        await hands.type("1", "enter", "escape", "1", "2")
        assert not isinstance(hands.app.screen, DoorScreen)
    assert [row.state for row in quay.rows("SELECT state FROM delivery ORDER BY number")] == ["signed", "dropped"]


async def test_a_volunteer_who_learned_it_works_at_the_door(opens: Opens, quay: Stand):
    async with opens(by="an") as hands:
        hands.app.push_screen(DoorScreen())
        await hands.settle()
        await hands.type("1", "enter", "1", "2", "enter", "20", "enter")
        assert lines(quay) == [("vegetables", 2, 16_800, None, None)]
    assert quay.rows("SELECT \"by\" AS who FROM delivery WHERE state = 'open'")[0].who == "an"


@pytest.fixture
def crates(quay: Stand) -> str:
    """Mixed crates that wait."""
    number = quay.do(door.begin, "miroir").number
    quay.do(door.add_line, number, origin="donated", gross_grams=20_000, tare_grams=0)
    quay.do(door.sign, number)
    return quay.ask(sorting.waiting)[0].lot


async def at_the_table(hands: Hands) -> None:
    hands.app.push_screen(SortingScreen())
    await hands.settle()
    await hands.until("Which crates")
    await hands.type("1")


async def test_mixed_crates_are_sorted_line_by_line(opens: Opens, quay: Stand, crates: str):
    async with opens(by="els") as hands:
        await at_the_table(hands)
        assert "20.000 kg left" in hands.text
        for _round in range(5):
            await hands.scan(MILK)
            await hands.type("2", "enter", "1", "enter", "enter")
            await hands.scan("01054001411701391726123110A7")
            await hands.type("1", "enter", "0,5", "enter")
        await hands.type("/", *"appel", "1", "0,75", "enter", "enter")
        await hands.type("-", "1,25", "enter", "4")
        await hands.type("*", "1", "3", "enter")
    rows = quay.rows(
        "SELECT l.kind, l.group_code, l.count AS pieces, l.grams, l.date_mark, l.lot_code FROM lot l"
        " JOIN lot p ON p.id = l.parent_id WHERE p.number = :lot ORDER BY l.number",
        lot=crates,
    )
    assert len(rows) == 12
    assert tuple(rows[0]) == ("product", "milk", 2, 1_000, "best_before", None)
    assert tuple(rows[1]) == ("product", "milk", 1, 500, "use_by", "A7")
    assert tuple(rows[10])[:4] == ("product", "fruit", 0, 750)
    assert tuple(rows[11])[:4] == ("bulk", "vegetables", 0, 3_000)
    assert quay.left(crates) == (0, 20_000 - 5 * 1_500 - 750 - 1_250 - 3_000)
    assert quay.faults() == []


async def test_older_goods_go_in_front_and_the_rest_is_said_to_be_gone(opens: Opens, quay: Stand, crates: str):
    async with opens(by="els") as hands:
        await at_the_table(hands)
        await hands.scan(PASSATA)
        await hands.type("4", "enter", "2", "enter", *"0127", "enter")
        assert "PUT IT IN FRONT" in hands.text
        await hands.type(".", "1")
        assert "20.000 kg left" in hands.text
        await hands.scan(PASSATA)
        await hands.type("4", "enter", "2", "enter", "enter")
        await hands.type("+", "3", "enter")
        await hands.until("Which crates")
    assert quay.left(crates) == (0, 0)
    assert quay.faults() == []


async def test_packs_that_would_weigh_more_than_is_left_are_weighed(opens: Opens, quay: Stand, crates: str):
    quay.product("rice", content=1000)
    async with opens(by="els") as hands:
        await at_the_table(hands)
        await hands.type(*"rice", "enter", "30", "enter")
        assert "more than is left" in hands.text
        await hands.type("enter")
        await hands.type("-")
    assert quay.left(crates) == (0, 0)


async def test_enter_alone_makes_up_no_date_and_one_long_past_is_asked_again(opens: Opens, quay: Stand, crates: str):
    quay.product("rice", content=1000)
    async with opens(by="els") as hands:
        await at_the_table(hands)
        await hands.type(*"rice", "enter", "2", "enter", "enter")
        assert "Type the date that stands on the pack" in hands.text
        await hands.type(*"0117", "enter")
        assert "31/01/2017 is long past" in hands.text
        await hands.type("enter", "down", "up", *"1701", "enter")
        assert "17/01/2027" in hands.text
    (rice,) = quay.rows("SELECT date_mark, date FROM lot WHERE parent_id IS NOT NULL")
    assert (rice.date_mark, str(rice.date)) == ("best_before", "2027-01-17")
    assert quay.left(crates) == (0, 18_000)
