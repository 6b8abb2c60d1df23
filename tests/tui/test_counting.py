"""Counting on screen: line by line by digits and Enter, by scans, by two people; then a manager closes it."""

from __future__ import annotations

import pytest

from kruidenier.tui.screens.counting import CountingScreen
from kruidenier.tui.screens.today import TodayScreen
from tests.kit import Stand
from tests.tui.conftest import MILK, PASSATA, UNKNOWN, YOGHURT, Hands, Opens

PASSATA_LOT = "L1-000001"


async def look_at(hands: Hands) -> None:
    hands.app.push_screen(CountingScreen())
    await hands.settle()


async def begin(hands: Hands, *, how: str = "1") -> None:
    """Start to count the one place of the shop."""
    await look_at(hands)
    await hands.type("1", "1", how)
    assert "lines counted" in hands.text


async def test_today_leads_to_the_count_of_a_place(opens: Opens):
    async with opens(by="els") as hands:
        assert isinstance(hands.app.screen, TodayScreen)
        await hands.type("4")
        assert "What is counted?" in hands.text
        await hands.type("1", "1", "1")
        assert "Halfvolle melk" in hands.text
        for key in ("Enter count", "+ finish", "* paper", ". drop", "Esc back"):
            assert key in hands.text
        await hands.type("escape")
        assert isinstance(hands.app.screen, TodayScreen)


async def test_lines_are_counted_one_after_another_and_a_manager_closes_the_count(opens: Opens, stand: Stand):
    async with opens(by="els") as hands:
        await begin(hands)
        await hands.type("enter")
        while "what is there?" in hands.text:
            await hands.type("+" if "as the books say" in hands.text else "0")
        assert "All lines have had their turn" in hands.text
        await hands.scan(PASSATA)
        await hands.type("18", "enter")
        assert "18 pieces" in hands.text
        await hands.type("+", "1")
        assert "The counting is done" in hands.text
        assert "Difference: -2 pieces" in hands.text
        await hands.type("1", "1")
        assert "is accepted and closed" in hands.text
    assert stand.left(PASSATA_LOT)[0] == 18
    assert stand.faults() == []


async def test_enter_alone_leaves_a_line_uncounted_and_esc_loses_nothing(opens: Opens, stand: Stand):
    async with opens(by="an") as hands:
        await begin(hands)
        await hands.type("enter", "enter", "3", "enter", "escape")
        assert "What was counted is kept" in hands.text
        assert "1 of " in hands.text
        await hands.type("escape")
        await look_at(hands)
        assert "go on:" in hands.text
        await hands.type("1")
        assert "1 of " in hands.text
    assert [entry.found for entry in stand.rows("SELECT count AS found FROM count_entry")] == [3]


async def test_the_books_are_offered_as_they_are_after_a_sale_during_the_count(opens: Opens, stand: Stand):
    async with opens(by="els") as hands:
        await begin(hands)
        stand.sell("H1", PASSATA)
        await hands.scan(PASSATA)
        assert "as the books say: 19" in hands.text
        await hands.type("+", "+", "1")
        assert "Difference: 0 pieces" in hands.text


async def test_a_blind_count_shows_no_figure_of_the_books(opens: Opens):
    async with opens(by="an") as hands:
        await begin(hands, how="2")
        assert "blind" in hands.text
        await hands.scan(PASSATA)
        assert "what is there?" in hands.text
        assert "as the books say" not in hands.text
        assert " 20 " not in hands.text


async def test_a_scan_of_several_dates_asks_which(opens: Opens, stand: Stand):
    async with opens(by="els") as hands:
        await begin(hands)
        await hands.scan(YOGHURT)
        assert "Which date is on it?" in hands.text
        await hands.type("2", "4", "enter")
        assert "4 pieces  24/11/2026" in hands.text
    (entry,) = stand.rows("SELECT count AS found, date FROM count_entry")
    assert (entry.found, str(entry.date)) == (4, "2026-11-24")


async def test_goods_of_another_date_are_found_and_become_a_lot(opens: Opens, stand: Stand):
    async with opens(by="els") as hands:
        await begin(hands)
        await hands.scan(YOGHURT)
        await hands.type("4", "2", "enter")
        await hands.type("3", "0", "1", "1", "enter")
        assert "not in the books here" in hands.text
        await hands.type("+", "1", "1", "1")
        assert "is accepted and closed" in hands.text
    (lot,) = stand.rows("SELECT count AS left, date FROM lot WHERE number = 'L1-000009'")
    assert (lot.left, str(lot.date)) == (2, "2026-11-30")
    assert stand.faults() == []


async def test_a_date_is_corrected_on_the_spot(opens: Opens, stand: Stand):
    async with opens(by="els") as hands:
        await begin(hands)
        await hands.scan(MILK)
        await hands.type("*")
        await hands.type("0", "2", "0", "2", "enter")
        assert "Which packs have that date?" in hands.text
        await hands.type("1", "2", "0", "enter")
        assert "02/02/2027" in hands.text
        await hands.type("+", "1", "1", "1")
    (lot,) = stand.rows("SELECT date FROM lot WHERE number = 'L1-000002'")
    assert str(lot.date) == "2027-02-02"


async def test_weights_are_typed_as_the_scale_says_them(opens: Opens, stand: Stand):
    async with opens(by="els") as hands:
        await begin(hands)
        await hands.type("1", "0", "1", "enter")
        assert "Grams" in hands.text
        await hands.type("1", "9", ",", "5", "enter")
        assert "19.500 kg" in hands.text
    assert stand.rows("SELECT grams AS found FROM count_entry")[0].found == 19_500


async def test_what_the_till_asks_comes_first(opens: Opens, stand: Stand):
    stand.sell("H1", (PASSATA, 22))
    async with opens(by="els") as hands:
        await look_at(hands)
        assert "what the till asks" in hands.text
        await hands.type("1", "1")
        assert "till asks" in hands.text
        await hands.type("enter", "0", "enter", "+", "1", "1", "1")
        assert "is accepted and closed" in hands.text
    assert stand.rows("SELECT id FROM count_task WHERE settled_at IS NULL") == []
    assert stand.left(f"S-{PASSATA}") == (0, 0)


async def test_a_colleague_is_told_what_was_counted_already(opens: Opens, stand: Stand):
    async with opens(by="an") as hands:
        await begin(hands)
        await hands.scan(PASSATA)
        await hands.type("1", "9", "enter")
        hands.sign_in("els")
        await look_at(hands)
        await hands.type("1")
        await hands.scan(PASSATA)
        assert "already: 19" in hands.text
        await hands.type("2", "2", "0", "enter")
    (entry,) = stand.rows("SELECT count AS found FROM count_entry WHERE replaced_by IS NULL")
    assert entry.found == 20


async def test_two_people_who_do_not_agree_count_again(opens: Opens, stand: Stand):
    async with opens(by="an") as hands:
        await begin(hands, how="3")
        await hands.scan(PASSATA)
        await hands.type("1", "9", "enter")
        await hands.type("+", "1")
        assert "No two people agree yet on" in hands.text
        hands.sign_in("els")
        await look_at(hands)
        await hands.type("1")
        await hands.scan(PASSATA)
        await hands.type("1", "8", "enter")
        assert "again" in hands.text
        await hands.scan(PASSATA)
        await hands.type("1", "9", "enter", "+", "1")
        assert "Difference: -1 piece" in hands.text


async def test_a_volunteer_finishes_and_a_manager_signs(opens: Opens, stand: Stand):
    async with opens(by="an") as hands:
        await begin(hands)
        await hands.scan(PASSATA)
        await hands.type("1", "9", "enter", "+", "1", "1", "1")
        assert "Who says yes to this?" in hands.text
        await hands.type("1", "1234", "enter")
        assert "is accepted and closed" in hands.text
        await hands.type("escape")
        await look_at(hands)
        await hands.type("3")
        assert "accepted" in hands.text
    assert stand.left(PASSATA_LOT)[0] == 19


async def test_a_finished_count_goes_on_if_something_must_be_counted_again(opens: Opens, stand: Stand):
    async with opens(by="els") as hands:
        await begin(hands)
        await hands.scan(PASSATA)
        await hands.type("1", "9", "enter", "+", "1", "2")
        assert "lines counted" in hands.text
        await hands.scan(PASSATA)
        await hands.type("2", "0", "enter", "+", "1")
        assert "Difference: 0 pieces" in hands.text
    assert stand.rows("SELECT state FROM stock_count")[0].state == "finished"


async def test_a_count_is_given_up(opens: Opens, stand: Stand):
    async with opens(by="els") as hands:
        await begin(hands)
        await hands.type(".", "1")
        assert "What is counted?" in hands.text
    assert stand.rows("SELECT state FROM stock_count")[0].state == "dropped"


async def test_the_list_is_put_on_paper(opens: Opens, stand: Stand):
    async with opens(by="els") as hands:
        await begin(hands)
        await hands.type("*")
        await hands.until("count sheet is made")
    (paper,) = (stand.shop.folder / "receipts").rglob("count-*.pdf")
    assert paper.read_bytes().startswith(b"%PDF")


async def test_what_cannot_be_is_said_in_words(opens: Opens, stand: Stand):
    async with opens(by="els") as hands:
        await begin(hands)
        await hands.scan(UNKNOWN)
        assert "No product has the code" in hands.text
        await hands.type("+", "1")
        assert "Nothing was counted" in hands.text
        await hands.scan(PASSATA)
        await hands.type("9", "9", "9", "9", "9", "9", "enter")
        assert "is not a number of pieces" in hands.text
    assert stand.rows("SELECT id FROM count_entry") == []


@pytest.mark.parametrize("lang", ["nl", "fr"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_key_is_in_sight(opens: Opens, lang: str, size: tuple[int, int]):
    async with opens(by="els", lang=lang, size=size) as hands:
        await look_at(hands)
        await hands.type("1", "1", "1")
        last = hands.text.splitlines()[-1]
        for key in ("Enter", "/ ", "+ ", "* ", ". ", "Esc"):
            assert key in last
