"""Suppliers and their gift notes by keys."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest

from kruidenier.shop.goods import waste
from kruidenier.shop.office import staff
from kruidenier.shop.supply import (
    gift_summaries,
    note_list,
    receiving,
    supplier_contacts,
    supplier_file,
    supplier_register,
)
from kruidenier.shop.supply.receiving import Brought
from kruidenier.store.base import new_id
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.screens.gift_notes import GiftNotesScreen
from kruidenier.tui.screens.supplier_file import SupplierFileScreen
from kruidenier.tui.screens.suppliers import SuppliersScreen
from tests.kit import TODAY, Stand, day
from tests.tui.conftest import PASSATA, Hands, Opens

HOSTILE = "[b]Délices & <para> =cmd()"


@pytest.fixture
def giver(stand: Stand) -> Stand:
    """Three suppliers, one of which gave passata."""
    for code, name in (("miroir", "Miroir Jette"), ("twin", "Miroir (dubbel)")):
        stand.do(supplier_register.register, code, name=name, kind="supermarket")
    stand.do(supplier_register.register, "delices", name=HOSTILE, kind="bakery", town="Laken")
    stand.do(receiving.receive, "miroir", goods=[Brought(PASSATA, 4, 2000)], id=new_id())
    return stand


async def at(hands: Hands, screen: ShopScreen, words: str) -> None:
    hands.app.push_screen(screen)
    await hands.until(words)


def the_file(stand: Stand, code: str = "miroir") -> supplier_file.SupplierFile:
    return stand.ask(supplier_file.look_up, code)


def the_notes(stand: Stand) -> tuple[note_list.NoteLine, ...]:
    return stand.ask(note_list.notes_of, "miroir", since=day("2026-01-01"), until=TODAY)


async def test_a_supplier_is_found_while_typing(giver: Stand, opens: Opens):
    async with opens(by="els") as hands:
        await at(hands, SuppliersScreen(), "3 suppliers")
        assert HOSTILE in hands.text
        await hands.type("d", "e", "l")
        assert "1 supplier" in hands.text
        await hands.type("enter")
        await hands.until("gift notes")
        await hands.type("0")
        await hands.until("delices")
        await hands.type("escape", "escape")
        await hands.until("3 suppliers")
        assert f"> {HOSTILE}" in hands.text
        await hands.type("z", "z", "enter")
        assert "No supplier is called that" in hands.text
        await hands.type("escape", "escape")
        assert not isinstance(hands.app.screen, SuppliersScreen)


async def test_a_supplier_is_registered_by_name_and_kind(giver: Stand, opens: Opens):
    async with opens(by="els") as hands:
        await at(hands, SuppliersScreen(), "3 suppliers")
        await hands.type("1", *"Koren", "enter", "4")
        await hands.until("koren")
        assert isinstance(hands.app.screen, SupplierFileScreen)
    assert the_file(giver, "koren").kind == "bakery"


async def test_the_list_is_narrowed_by_kind_and_widened_by_the_archive(giver: Stand, opens: Opens):
    giver.do(supplier_register.archive, "twin")
    async with opens(by="els", size=(120, 40)) as hands:
        await at(hands, SuppliersScreen(), "2 suppliers")
        await hands.type("3")
        await hands.until("3 suppliers")
        assert "archived" in hands.text
        await hands.type("2", "5")
        assert "1 supplier" in hands.text
        await hands.type("2", "escape", "2", "1", "down", "up", "+", "-")
        assert "3 suppliers" in hands.text


async def test_a_field_is_changed_and_a_wrong_number_is_refused(giver: Stand, opens: Opens):
    async with opens(by="els") as hands:
        await at(hands, SupplierFileScreen("miroir"), "Miroir Jette")
        await hands.type("1", "3", "0400008600", "enter")
        assert "is not an enterprise number" in hands.text
        await hands.type("0403170701", "enter")
        await hands.until("Changed: enterprise number.")
        await hands.type("2", "2", "0", "1", "1", "0", "1", "1", "0", "2", "1", "escape")
        await hands.until("0403.170.701")
    file = the_file(giver)
    assert (file.kbo, file.kind) == ("0403.170.701", "shop")


async def test_words_and_switches_are_chosen_by_digits(giver: Stand, opens: Opens):
    async with opens(by="els") as hands:
        await at(hands, SupplierFileScreen("miroir"), "Miroir Jette")
        await hands.type("1", "9", "4")
        await hands.until("Changed: size class.")
        await hands.type("0", "1", "2")
        await hands.until("Changed: gives under the VAT scheme.")
        await hands.type("0", "2", "1")
        await hands.until("Changed: dry goods only.")
        await hands.type("5", "escape", "escape")
        await hands.until("size class")
    file = the_file(giver)
    assert (file.size_class, file.vat_scheme, file.dry_goods_only) == ("shop", "yes", True)


async def test_contacts_are_written_changed_and_forgotten(giver: Stand, opens: Opens):
    async with opens(by="els") as hands:
        await at(hands, SupplierFileScreen("miroir"), "Miroir Jette")
        await hands.type("2", "2", *"Zoé", "enter", "0", "2", "enter", "enter", "2")
        await hands.until("The contact is written down.")
        await hands.type("2", "1", "1", "1", "enter", "enter", *"z@m", "enter", "1")
        await hands.until("z@m")
        (contact,) = giver.ask(supplier_contacts.contacts_of, "miroir")
        assert (contact.role, contact.name, contact.phone, contact.email, contact.lang) == (
            "usual",
            "Zoé",
            "02",
            "z@m",
            "nl",
        )
        for keys in (("2", "escape"), ("2", "1", "escape"), ("2", "2", "escape"), ("2", "2", "1", "escape")):
            await hands.type(*keys)
        await hands.type("2", "1", "2")
        await hands.until("The contact is forgotten.")
        await hands.type("3", *"Belt eerst", "enter")
        await hands.until("Belt eerst")
        await hands.type("3", "escape")
    assert giver.ask(supplier_contacts.contacts_of, "miroir") == ()
    assert the_file(giver).notes == "Belt eerst"


async def test_two_entries_are_merged_after_a_look(giver: Stand, opens: Opens):
    async with opens(by="els") as hands:
        await at(hands, SupplierFileScreen("twin"), "Miroir (dubbel)")
        await hands.type("5", "1")
        await hands.until("Merge these two?")
        assert "Miroir (dubbel) becomes part of Miroir Jette." in hands.text
        await hands.type("enter")
        assert the_file(giver, "twin").code == "twin"
        await hands.type("5", "1", "1")
        await hands.until("Miroir (dubbel) is part of Miroir Jette now.")
        await hands.type("5")
        await hands.until("There is no other supplier")
    assert the_file(giver, "twin").code == "miroir"


async def test_a_supplier_is_archived_and_brought_back(giver: Stand, opens: Opens):
    async with opens(by="els") as hands:
        await at(hands, SupplierFileScreen("twin"), "Miroir (dubbel)")
        await hands.type("6", "1")
        await hands.until("ARCHIVED")
        await hands.type("6")
        await hands.until("is back.")
        await hands.type("6", "2", "escape")
    assert the_file(giver, "twin").archived_at is None


async def test_a_manager_signs_for_what_staff_may_not(giver: Stand, opens: Opens):
    giver.do(staff.add, "Tom", role="staff", pin="2222")
    async with opens(by="tom") as hands:
        await at(hands, SupplierFileScreen("miroir"), "Miroir Jette")
        await hands.type("5")
        assert "Who says yes to this?" in hands.text
        await hands.type("escape", "4")
        await hands.until("GIFT NOTES 2026")


async def test_a_note_is_put_on_paper_and_signed(giver: Stand, opens: Opens, shop_folder: Path):
    async with opens(by="els") as hands:
        await at(hands, GiftNotesScreen("miroir"), "1 to sign")
        await hands.type("enter", "escape", "enter", "4")
        await hands.until("The paper is made")
        for side in ("1", "1"):
            await hands.type("1", side, *"Jo", "enter", "1")
            await hands.until("is signed.")
        await hands.until("all signed")
        await hands.type("4")
        assert "1 gift note" in hands.text
        await hands.type("4", "5")
        await hands.until("GIFT NOTES 2025")
        await hands.type("6", "+", "-", "down", "up")
        await hands.until("GIFT NOTES 2026")
        await hands.type("escape")
    (note,) = the_notes(giver)
    assert note.signed
    (paper,) = (shop_folder / "receipts" / "2026").glob("gift-note-*.pdf")
    assert "Schenkingsdocument / Document de don" in pypdf.PdfReader(paper).pages[0].extract_text()


async def test_a_wrong_note_is_corrected_line_by_line(giver: Stand, opens: Opens):
    async with opens(by="els", size=(120, 40)) as hands:
        await at(hands, GiftNotesScreen("miroir"), "1 to sign")
        await hands.type("2", "escape", "2", "2", "escape")
        await hands.until("What was wrong?")
        await hands.type("2", "6", "enter", "3", "enter")
        await hands.until("* Passata")
        await hands.type("1", "2")
        await hands.until("stands in the place of")
        assert "corrected by" in hands.text
    old, new = the_notes(giver)
    assert (new.corrects, new.grams) == (old.number, 3000)


async def test_a_refused_correction_keeps_what_was_typed(giver: Stand, opens: Opens):
    ((lot,),) = giver.rows("SELECT max(number) FROM lot")
    giver.do(waste.waste, lot, count=3, why="damage", id=new_id())
    async with opens(by="els") as hands:
        await at(hands, GiftNotesScreen("miroir"), "1 to sign")
        await hands.type("2", "2", "2", "enter", "enter")
        await hands.until("* Passata")
        await hands.type("1", "1")
        await hands.until("more than that has gone out already")
        assert "* Passata" in hands.text
        assert "2 x" in hands.text
        await hands.type("2", "3", "enter", "enter", "1", "1")
        await hands.until("stands in the place of")
    _old, new = the_notes(giver)
    assert (new.grams, new.stands) == (2000, True)


async def test_signing_and_correcting_may_be_left_at_any_question(giver: Stand, opens: Opens):
    async with opens(by="els") as hands:
        await at(hands, GiftNotesScreen("miroir"), "1 to sign")
        for keys in (
            ("1", "escape"),
            ("1", "1", "escape"),
            ("1", "1", "J", "enter", "escape"),
            ("2", "2", "enter", "escape", "escape"),
            ("2", "1", "escape", "escape"),
            ("3", "escape"),
        ):
            await hands.type(*keys)
            assert hands.app.screen.question is None  # type: ignore[attr-defined]
    (note,) = the_notes(giver)
    assert note.giver is None


async def test_a_month_is_summed_up_on_paper(giver: Stand, opens: Opens, shop_folder: Path):
    async with opens(by="els") as hands:
        await at(hands, GiftNotesScreen("miroir"), "1 to sign")
        await hands.type("3", "1", "1")
        await hands.until("The paper is made")
    ((number,),) = giver.rows("SELECT number FROM gift_summary")
    summary = giver.ask(gift_summaries.look_up, number)
    assert (summary.since, summary.until) == (day("2026-11-01"), TODAY)
    assert list((shop_folder / "receipts" / "2026").glob(f"gift-summary-{summary.number}-*.pdf"))
