"""Personal data on screen: shown, handed out, erased and forgotten by keys alone."""

from __future__ import annotations

import json

import pypdf
import pytest

from kruidenier.shop.people import files
from kruidenier.shop.till import erasing
from kruidenier.tui.screens.privacy import PrivacyScreen
from tests.kit import Stand, day
from tests.tui.conftest import PASSATA, Opens

NAME = "[b]Zohra <para> =cmd"


@pytest.fixture
def desk(stand: Stand) -> Stand:
    """A household with a name that trips screens, a sale, and a remark past its term."""
    stand.do(files.change, "H2", display_name=NAME)
    stand.do(files.write_note, "H2", words="brings the key", until=day("2026-11-24"))
    stand.setting("keep.note_days", 0)
    stand.sell("H2", PASSATA)
    return stand


async def test_what_is_past_its_term_is_announced_shown_and_forgotten(opens: Opens, desk: Stand):
    tomorrow = desk.on("2026-11-25")
    async with opens(by="els") as hands:
        await hands.until("Within 7 days a closing forgets")
        await hands.type("+", "+")
        assert isinstance(hands.app.screen, PrivacyScreen)
        await hands.until("Nothing is past its term today.")
        await hands.type("1")
        assert hands.app.screen.question is None
        hands.app.now = lambda: tomorrow.now
        await hands.type("escape", "+")
        await hands.until("1 remark")
        await hands.type("1", "1")
        await hands.until("It is forgotten")
        assert "Nothing is past" in hands.text
    assert tomorrow.do(erasing.preview).is_nothing


async def test_all_that_is_kept_is_handed_out_on_paper_and_as_a_file(opens: Opens, desk: Stand):
    async with opens(by="els") as hands:
        hands.app.push_screen(PrivacyScreen())
        await hands.settle()
        hands.app.screen.take_scan("H2")  # type: ignore[attr-defined]
        await hands.settle()
        await hands.type("1", "1")
        await hands.until("receipts/households/household-H2.pdf")
        await hands.type("2")
        await hands.scan("20000017")  # where a card is asked for, the scan of one leads on
        assert "What about the household of this card?" in hands.text
        await hands.type("escape")
        await hands.type("2", "h", "2", "enter", "2")
        await hands.until("receipts/households/household-H2.json")
        for key, paper in (("4", "register-nl.pdf"), ("5", "notice-fr.pdf"), ("6", "machine-fr.pdf")):
            await hands.type(key, "1" if key == "4" else "2")
            await hands.until(paper)
        await hands.type("2", "h", "9", "enter")
        await hands.until("We do not know the card")
    lie = desk.shop.config.household_papers
    assert json.loads((lie / "household-H2.json").read_text())["household_file"][0]["display_name"] == NAME
    assert NAME in pypdf.PdfReader(lie / "household-H2.pdf").pages[0].extract_text()


async def test_a_household_is_erased_in_two_steps(opens: Opens, desk: Stand):
    paper = desk.shop.config.household_papers / "card-H2.pdf"
    paper.parent.mkdir()
    paper.touch()
    async with opens(by="els") as hands:
        hands.app.push_screen(PrivacyScreen())
        await hands.settle()
        await hands.type("3", "h", "2", "enter")
        await hands.until(f"Erase {NAME}, card H2")
        await hands.type("enter")
        assert "erase" in hands.text
        assert desk.do(files.open_file, "H2").display_name == NAME
        await hands.type("3", "h", "2", "enter", "1", "h", "1", "enter")
        await hands.until("Nothing was erased")
        await hands.type("3", "h", "2", "enter", "1", "h", "2", "enter")
        await hands.until("It is erased")
        assert not paper.exists()
    assert [row.card for row in desk.rows("SELECT card FROM household_card")] == ["H1", "H3"]


async def test_others_than_managers_are_kept_out(opens: Opens):
    async with opens(by="an") as hands:
        hands.app.push_screen(PrivacyScreen())
        await hands.until("That is for managers")
