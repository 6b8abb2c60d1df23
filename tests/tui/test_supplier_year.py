"""A supplier's year on screen: every figure explains itself, and papers are made beside it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pypdf
import pytest
from sqlalchemy import update

from kruidenier.shop.figures.supplier_figures import supplier_figures
from kruidenier.shop.office import staff
from kruidenier.shop.supply.suppliers import Supplier
from kruidenier.tui.screens.lot import LotScreen
from kruidenier.tui.screens.supplier_figure import SupplierFigureScreen
from kruidenier.tui.screens.supplier_reports import SupplierReportsScreen
from kruidenier.tui.screens.supplier_year import SupplierYearScreen
from kruidenier.tui.widgets.long_list import LongList
from tests.kit import Stand
from tests.shop.supplying import gives
from tests.tui.conftest import Hands, Opens

YEAR = {"first": dt.date(2026, 1, 1), "last": dt.date(2026, 12, 31)}


@pytest.fixture
def given(stand: Stand) -> Stand:
    stand.supplier("miroir")
    last_year = stand.on("2025-11-03")
    gives(stand.on("2025-01-31"), {"group": "fruit", "grams": 1000})
    gives(last_year, {"group": "fruit", "grams": 3000})
    gives(stand.on("2026-03-10"), {"group": "fruit", "grams": 6000})
    stand.product("rice", names={"nl": "Rijst", "fr": "Riz"}, fixed=100, content=500, reference=200)
    refused = {"refused": "yes", "refused_reason": "damaged"}
    gives(
        stand,
        {"code": "rice", "count": 12},
        {"group": "fruit", "grams": 2000},
        {"group": "bread", "grams": 500} | refused,
    )
    stand.sell("H1", ("rice", 3))
    return stand


async def to_the_year(hands: Hands) -> None:
    """Go there by keys only."""
    await hands.type("plus", "4", "enter")
    assert isinstance(hands.app.screen, SupplierYearScreen)


async def until_written(hands: Hands) -> Path:
    await hands.until("Written: ")
    place = hands.text.split("Written: ")[1].split()[0]
    return hands.app.folder / place


async def test_the_year_stands_under_reports_in_the_office(opens: Opens, given: Stand):
    async with opens(by="els") as hands:
        await hands.type("plus", "4")
        assert isinstance(hands.app.screen, SupplierReportsScreen)
        assert "Miroir" in hands.text
        await hands.type("enter")
        told = given.ask(supplier_figures, "miroir", **YEAR)
        assert f"{told.grams / 1000:.3f} kg" in hands.text
        assert "2 deliveries" in hands.text
        assert "+" in hands.text.split("% against 2025")[0][-6:]
        for said in ("points are level", "none in force", "Our own homework first"):
            assert said in hands.text
        await hands.type("7")
        assert "4.000 kg" in hands.text
        await hands.type("8", "escape", "escape")
        assert "OFFICE" in hands.text


async def test_enter_on_each_figure_opens_what_adds_up_to_it(opens: Opens, given: Stand):
    async with opens(by="els", size=(120, 40)) as hands:
        await to_the_year(hands)
        screen = hands.app.screen
        assert isinstance(screen, SupplierYearScreen)
        for figure in screen._figures:
            await hands.type("enter")
            assert isinstance(hands.app.screen, SupplierFigureScreen)
            assert figure.label.strip() in hands.text
            listed = sum(entry.grams for entry in hands.app.screen.lines)
            if figure.name not in ("households", "asked", "meals", "co2e", "worth"):
                assert f"{listed / 1000:.3f} kg" == figure.amount
            await hands.type("escape", "plus")
        assert screen.chosen == len(screen._figures) - 1
        await hands.type("minus")
        assert screen.chosen == len(screen._figures) - 2


async def test_a_document_leads_to_its_lot(opens: Opens, given: Stand):
    async with opens(by="els") as hands:
        await to_the_year(hands)
        await hands.type("plus", "enter")
        assert "Rijst" in hands.text
        assert "scanned" in hands.text
        await hands.type("enter")
        assert isinstance(hands.app.screen, LotScreen)
        await hands.type("escape", "escape")
        for _ in range(6):
            await hands.type("plus")
        await hands.type("enter")
        assert "damaged" in hands.text
        await hands.type("enter")
        assert isinstance(hands.app.screen, SupplierFigureScreen)


async def test_households_are_explained_without_people(opens: Opens, given: Stand):
    async with opens(by="els") as hands:
        await to_the_year(hands)
        assert "few" in hands.text
        for _ in range(8):
            await hands.type("down")
        await hands.type("enter")
        assert "Sales without people" in hands.text
        assert "H1" not in hands.text
        await hands.type("escape", "down", "down", "enter")
        assert "Schenkingsbeurs 2019" in hands.text


async def test_a_running_year_is_printed_as_a_draft_and_written_as_a_spreadsheet(opens: Opens, given: Stand):
    async with opens(by="els") as hands:
        await to_the_year(hands)
        await hands.type("1", "2")
        file = await until_written(hands)
        assert "PROJET" in pypdf.PdfReader(file).pages[0].extract_text()
        await hands.type("5", "enter")
        await hands.until(".csv")
        assert file.with_name("miroir-2026-nl.csv").read_text("utf-8").startswith("part,item,figure")
        await hands.type("1", "escape")
        assert hands.app.screen.at_rest  # type: ignore[attr-defined]


async def test_a_year_that_is_over_is_issued_by_a_manager(opens: Opens, given: Stand):
    async with opens(by="els") as hands:
        await to_the_year(hands)
        await hands.type("7", "1", "2")
        assert "draft" in hands.text
        await hands.type("1", "1", "1")
        file = await until_written(hands)
        assert "Verslag 1-" in pypdf.PdfReader(file).pages[0].extract_text()
        assert "issued on 24/11/2026" in hands.text
        await hands.type("5", "2")
        await hands.until(".csv")


async def test_shops_of_a_chain_are_added_up(opens: Opens, given: Stand):
    given.supplier("gare")
    gives(given, {"group": "fruit", "grams": 1000}, supplier="gare")
    with given.shop.writing.begin() as session:
        session.execute(update(Supplier).values(banner="Miroir"))
    async with opens(by="els") as hands:
        await to_the_year(hands)
        await hands.type("6", "3")
        assert "all shops of the chain" in hands.text
        await hands.type("1", "1")
        assert (await until_written(hands)).name == "miroir-banner-2026-nl.pdf"
        await hands.type("6", "2")
        assert "no enterprise number" in hands.text
        await hands.type("6", "escape")
        assert "all shops of the chain" in hands.text


async def test_a_paper_that_cannot_be_written_is_said(opens: Opens, given: Stand, shop_folder: Path):
    (shop_folder / "receipts" / "2026").parent.mkdir(exist_ok=True)
    (shop_folder / "receipts" / "2026").write_text("in the way")
    async with opens(by="els") as hands:
        await to_the_year(hands)
        await hands.type("1", "1")
        await hands.until("The report could not be written")


async def test_all_reports_of_a_year_are_made_beside_the_till(opens: Opens, given: Stand):
    given.supplier("gare")
    gives(given, {"group": "fruit", "grams": 1000}, supplier="gare")
    async with opens(by="els") as hands:
        await hands.type("plus", "4", "1")
        await hands.until("2 reports written.")
        folder = hands.app.folder / "receipts" / "2026" / "reports"
        assert sorted(file.name for file in folder.iterdir()) == ["gare-2026-nl.pdf", "miroir-2026-nl.pdf"]
        await hands.type("7", "1", "2")
        assert "Nobody" not in hands.text
        await hands.type("1", "1")
        await hands.until("1 report written.")
        assert "1-0" in hands.text


async def test_making_reports_can_be_stopped(opens: Opens, given: Stand):
    for number in range(12):
        given.supplier(f"s{number}")
        gives(given, {"group": "fruit", "grams": 1000}, supplier=f"s{number}")
    async with opens(by="els") as hands:
        await hands.type("plus", "4", "1", "0")
        await hands.until("Stopped.")
        made = list((hands.app.folder / "receipts" / "2026" / "reports").glob("*"))
        assert len(made) < 13
        assert all(
            file.read_bytes().startswith(b"%PDF") and file.read_bytes().rstrip().endswith(b"%%EOF") for file in made
        )


async def test_a_report_that_fails_is_told(opens: Opens, given: Stand, shop_folder: Path):
    (shop_folder / "receipts").mkdir(exist_ok=True)
    (shop_folder / "receipts" / "2026").write_text("in the way")
    async with opens(by="els") as hands:
        await hands.type("plus", "4", "1")
        await hands.until("could not be written")


async def test_an_empty_year_says_so(opens: Opens, stand: Stand):
    async with opens(by="els") as hands:
        await hands.type("plus", "4")
        assert "Nobody gave anything in 2026." in hands.text
        await hands.type("enter", "1", "plus")
        assert isinstance(hands.app.screen, SupplierReportsScreen)
        assert hands.app.screen.query_one(LongList).item is None


async def test_somebody_who_may_not_issue_asks_a_colleague(opens: Opens, given: Stand):
    given.do(staff.add, "Koen", role="staff", pin="4321")
    async with opens(by="koen") as hands:
        hands.app.push_screen(SupplierYearScreen("miroir", year=2025))
        await hands.settle()
        await hands.type("1", "1")
        assert "Who says yes to this?" in hands.text
        await hands.type("escape")
        hands.app.push_screen(SupplierReportsScreen())
        await hands.settle()
        await hands.type("1", "escape")
        assert hands.app.screen.making == 0  # type: ignore[attr-defined]


async def test_an_unknown_supplier_is_refused_in_words(opens: Opens, stand: Stand):
    async with opens(by="els") as hands:
        hands.app.push_screen(SupplierYearScreen("nobody"))
        await hands.settle()
        assert "There is no supplier nobody" in hands.text
        await hands.type("escape")
        assert "TODAY" in hands.text
