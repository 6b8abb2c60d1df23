"""Labels from the screens: of a lot, of what is in the stock, of what was sorted or frozen."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest

from kruidenier.shop.goods import places
from kruidenier.tui.screens.lot import LotScreen
from tests.kit import Stand
from tests.tui.conftest import PASSATA, Hands, Opens


def printed(shop_folder: Path, kind: str) -> str:
    """What stands on the paper that was made last."""
    *_earlier, last = sorted((shop_folder / "receipts").rglob(f"labels-{kind}-*.pdf"))
    return " ".join(page.extract_text() for page in pypdf.PdfReader(last).pages)


async def made(hands: Hands, kind: str) -> None:
    """Wait until a paper is made."""
    await hands.until(f"labels-{kind}-")


async def test_a_lot_gets_as_many_labels_as_wanted_on_a_sheet_that_was_begun(
    opens: Opens, stand: Stand, shop_folder: Path
):
    """Lesson 59: one paper, and the sheet of before is used on."""
    async with opens(by="els") as hands:
        hands.app.push_screen(LotScreen("L1-000001"))
        await hands.until("8 label")
        await hands.type("8", "3", "enter", "3")
        assert "Enter alone: 1." in hands.text
        await hands.type("13", "enter")
        await made(hands, "lot")
        assert printed(shop_folder, "lot").count("L1-000001") == 3
        assert len(pypdf.PdfReader(next((shop_folder / "receipts").rglob("labels-lot-*.pdf"))).pages) == 2
        assert hands.app.label_sheet == ("2x7", 2)
        await hands.type("8", "enter", "enter")
        assert "Enter alone: 2." in hands.text
        await hands.type("escape", "8", "escape", "8", "enter", "escape")
        assert hands.app.label_sheet == ("2x7", 2)


async def test_a_lot_that_only_stands_for_what_was_sold_short_has_no_label(opens: Opens, stand: Stand):
    stand.product("rice", fixed=60)
    stand.sell("H1", "rice")
    async with opens(by="els") as hands:
        hands.app.push_screen(LotScreen("S-rice"))
        await hands.until("LOT S-rice")
        assert "8 label" not in hands.text
        await hands.type("8")
        assert "How many" not in hands.text


async def test_frozen_goods_are_offered_their_new_label(opens: Opens, stand: Stand, shop_folder: Path):
    stand.do(places.add_place, "ice", name="Freezer", kind="freezer")
    async with opens(by="els") as hands:
        hands.app.push_screen(LotScreen("L1-000002"))
        await hands.until("3 freeze")
        await hands.type("3", "2", "enter", "1")
        assert "Print labels for the new packs?" in hands.text
        await hands.type("enter")
        assert "How many labels? Enter alone: 2." in hands.text
        await hands.type("enter", "1", "enter")
        await made(hands, "lot")
        (frozen,) = stand.rows("SELECT number FROM lot WHERE treatment = 'frozen'")
        words = printed(shop_folder, "lot")
        assert words.count(frozen.number) == 2
        assert "ingevroren / congelé" in words


async def test_the_stock_prints_labels_of_the_line_with_the_mark(opens: Opens, shop_folder: Path):
    async with opens(by="els") as hands:
        await hands.type("3", "p", "a", "s", "s", "escape", "0")
        assert "the shelf label of Appelen" in hands.text
        await hands.type("1", "1", "enter")
        await made(hands, "shelf")
        assert "Appelen" in printed(shop_folder, "shelf")
        await hands.type("3", "0", "1", "enter", "enter", "enter")
        await made(hands, "lot")
        assert printed(shop_folder, "lot").count("L1-0000") == 1


async def test_the_stock_prints_all_shelf_labels_that_are_shown(opens: Opens, stand: Stand, shop_folder: Path):
    with stand.shop.writing.begin() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO food_group (code, shelf_life_group, vat_rate) VALUES ('odd', 1, 6)"
        )
    stand.product("thing", group="odd", names={"nl": "Passepartout"})
    stand.lot("thing", 2)
    stand.crates(None, 5000)
    async with opens(by="els") as hands:
        await hands.type("3", "0")
        assert "the shelf labels of 7 products shown" in hands.text
        await hands.type("3", "1", "enter")
        await made(hands, "shelf")
        assert "1 has no price yet, and no label." in hands.text
        words = printed(shop_folder, "shelf")
        assert ("Passata" in words, "Pasta" in words, "Passepartout" in words) == (True, True, False)


async def test_labels_with_a_new_price_are_printed_once(opens: Opens, stand: Stand, shop_folder: Path):
    async with opens() as hands:
        hands.app.switch_mode("today")
        await hands.settle()
        await hands.type("3", "2", "0", "1", "1", "enter")
        await made(hands, "shelf")
        assert "Passata" in printed(shop_folder, "shelf")
        await hands.type("0", "1")
        assert "Every label tells the right price." in hands.text
    assert len(stand.rows("SELECT 1 FROM printed_label")) == 6
    assert stand.faults() == []


async def test_the_counter_sheet_is_one_digit_further(opens: Opens, stand: Stand, shop_folder: Path):
    async with opens(by="els", lang="fr") as hands:
        await hands.type("3", "0")
        assert "pour la caisse" in hands.text
        await hands.type("4")
        await made(hands, "counter")
        assert "Appelen" in printed(shop_folder, "counter")
        await hands.type("0", "escape")


async def test_what_was_sorted_is_offered_labels_at_the_end(opens: Opens, stand: Stand, shop_folder: Path):
    stand.supplier("market")
    crate = stand.crates("canned", 4_000)
    with stand.shop.writing.begin() as session:
        session.connection().exec_driver_sql(
            f"UPDATE lot SET supplier_id = (SELECT id FROM supplier) WHERE number = '{crate}'"
        )
    async with opens(by="els") as hands:
        await hands.type("2", "1")
        await hands.scan(PASSATA)
        await hands.type("3", "enter", "1,5", "enter", "-")
        assert "3 pieces" in hands.text
        await hands.type("+", "1")
        assert "Print labels for what came out of these crates?" in hands.text
        await hands.type("1", "enter", "1", "enter")
        await made(hands, "lot")
        assert "Passata" in printed(shop_folder, "lot")


@pytest.mark.parametrize("kind", ["lot", "shelf"])
async def test_a_full_disk_is_said_and_nothing_counts_as_printed(
    opens: Opens, stand: Stand, shop_folder: Path, kind: str
):
    (shop_folder / "receipts").rmdir()
    (shop_folder / "receipts").write_text("no folder")
    async with opens(by="els") as hands:
        await hands.type("3", *(["3"] if kind == "lot" else []), "0", "1", "enter", "enter")
        if kind == "lot":
            await hands.type("enter")
        await hands.until("There are no labels")
    assert stand.rows("SELECT 1 FROM printed_label") == []
