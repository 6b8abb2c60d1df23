"""The label on screen: measured, proposed, decided, issued, printed and withdrawn by digits."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kruidenier.shop.figures import awarding
from kruidenier.shop.goods import recalling
from kruidenier.shop.office import staff
from kruidenier.shop.supply import awards, label_deciding, receiving
from kruidenier.shop.supply.receiving import Brought
from kruidenier.store.base import new_id
from kruidenier.tui.screens.label import LabelScreen
from kruidenier.tui.screens.office import OfficeScreen
from tests.kit import TODAY, Stand
from tests.shop.labels import give, line, sign_all, supplier
from tests.tui.conftest import PASSATA, Hands, Opens

DECISION = {"decision": "2026/CBS/117", "signatories": "A. Burgemeester"}


@pytest.fixture
def giver(stand: Stand) -> Stand:
    """A supermarket at level 3, another one that gives nothing, with a name that looks like markup."""
    supplier(stand)
    stand.supplier("other [b]")
    for week in range(26):
        give(stand, dt.date(2026, 6, 1) + dt.timedelta(weeks=week), line("bread", 50_000), line("canned", 50_000))
    sign_all(stand)
    return stand


async def look_at(hands: Hands, code: str | None = "miroir") -> None:
    hands.app.push_screen(LabelScreen(code))
    await hands.settle()


def award(stand: Stand) -> awards.AwardFacts:
    (found,) = stand.ask(awards.of_supplier, "miroir")
    return found


async def test_a_supplier_is_found_from_the_office_and_every_point_explained(opens: Opens, giver: Stand):
    async with opens(by="els") as hands:
        hands.app.push_screen(OfficeScreen())
        await hands.settle()
        await hands.type("3")
        assert "Other [b]" in hands.text
        assert "> Miroir" in hands.text
        await hands.type("down", "up", "enter")
        for said in ("67 of 75 points: level 3", "26 of 26 weeks", "This is the highest level", "1 propose"):
            assert said in hands.text
        await hands.type("escape")
        assert "> Miroir" in hands.text
        await hands.type("down", "enter")
        assert "Needed first" in hands.text
        assert "1 propose" not in hands.text
        await hands.type("escape", "escape")
        assert "OFFICE" in hands.text


async def test_from_proposal_to_papers_by_digits(opens: Opens, giver: Stand, shop_folder: Path):
    async with opens(by="els") as hands:
        await look_at(hands)
        await hands.type("1", "1")
        assert award(giver).state == "proposed"
        await hands.type("2", *"117", "enter", "enter", *"Els", "enter", "enter", "1", "1")
        issued = award(giver)
        assert (issued.state, issued.decision, issued.signatories, issued.publish) == ("issued", "117", "Els", True)
        assert "in force" in hands.text
        await hands.type("4")
        await hands.until("Letter, certificate, sticker and speech")
        for name in ("certificate-{}", "sticker-{}", "speech-{}", "label-awarded-{}-nl"):
            assert (shop_folder / "receipts" / "2026" / f"{name.format(issued.number)}.pdf").exists()
        for digit, ending in (("1", "pdf"), ("2", "html"), ("3", "csv")):
            await hands.type("0", digit)
            await hands.until(f"label-register.{ending}")
        await hands.type("5", "2")
        assert not award(giver).publish
        await hands.type("5", "escape")


async def test_a_decision_can_be_left_at_every_question(opens: Opens, giver: Stand):
    number = giver.do(awarding.propose, "miroir").number
    answers = ["2", "1", "enter", "enter", "x", "enter"]
    async with opens(by="els") as hands:
        await look_at(hands)
        for some in (1, 3, 4, 6):
            await hands.type(*answers[:some], "escape")
            assert giver.ask(awards.look_up, number).state == "proposed"
        await hands.type("2", "enter")
        assert "Give the number of the municipality's decision" in hands.text
        await hands.type("escape")
        await hands.type(*answers, "2", "escape")
        assert giver.ask(awards.look_up, number).state == "proposed"
        await hands.type(*answers, "2", "1", "2", "2")
        decided = giver.ask(awards.look_up, number)
        assert (decided.state, decided.level, decided.reason) == ("decided", 2, "new in the network of food aid")
        await hands.type("3")
        assert award(giver).state == "issued"


async def test_a_proposal_is_given_up(opens: Opens, giver: Stand):
    async with opens(by="els") as hands:
        await look_at(hands)
        await hands.type("1", "2")
        assert giver.ask(awards.of_supplier, "miroir") == ()
        await hands.type("1", "1", "7", "enter")
        assert award(giver).state == "proposed"
        await hands.type("7", "1")
        assert award(giver).state == "dropped"


async def test_a_label_is_withdrawn_after_a_hearing(opens: Opens, giver: Stand):
    giver.do(awarding.award, "miroir", **DECISION)
    async with opens(by="els") as hands:
        await look_at(hands)
        await hands.type("6", "escape")
        await hands.type("6", "enter", "escape")
        assert award(giver).state == "issued"
        await hands.type("6", "enter", "1")
        gone = award(giver)
        assert (gone.state, gone.heard_on, gone.withdrawn_why) == ("withdrawn", TODAY, "the supplier has closed")
        assert "withdrawn  on 24/11/2026" in hands.text
        await hands.type("4")
        await hands.until("label-withdrawn-")


async def test_lowering_asks_for_the_day_of_the_hearing(opens: Opens, giver: Stand):
    giver.do(awarding.award, "miroir", **DECISION)
    number = giver.do(awarding.propose, "miroir").number
    answers = ["2", "1", "enter", "enter", "x", "enter", "2", "1"]
    async with opens(by="els") as hands:
        await look_at(hands)
        await hands.type(*answers)
        assert "This lowers the level" in hands.text
        await hands.type("escape")
        assert giver.ask(awards.look_up, number).state == "proposed"
        await hands.type(*answers, "enter", "1", "1")
        assert giver.ask(awards.look_up, number).heard_on == TODAY
        assert giver.ask(awards.require_held, "miroir", on=TODAY).level == 2


async def test_homework_is_said_and_blocks_the_issue(opens: Opens, giver: Stand):
    give(giver, TODAY, line("bread", 1000))
    giver.do(awarding.propose, "miroir")
    async with opens(by="els") as hands:
        await look_at(hands)
        assert "Our own homework first: 1 gift note wants a signature" in hands.text
        await hands.type("2", "1", "enter", "enter", "x", "enter", "enter", "1", "1")
        assert "waits for the shop's own homework" in " ".join(hands.text.split())
        assert award(giver).state == "decided"


async def test_homework_is_opened_done_and_gone(opens: Opens, giver: Stand):
    give(giver, TODAY, line("bread", 1000))
    async with opens(by="els") as hands:
        await look_at(hands)
        await hands.until("> Our own homework first: 1 gift note wants a signature")
        await hands.type("enter")
        await hands.until("to sign: giver, shop")
        assert "signed\n" not in hands.text
        for _side in ("giver", "shop"):
            await hands.type("1", "1", *"Jo", "enter", "1")
            await hands.until("is signed.")
        await hands.type("escape")
        await hands.until("This is the highest level")
        assert "homework" not in hands.text


async def test_what_a_supplier_lacks_is_opened_where_it_is_filled_in(opens: Opens, stand: Stand):
    stand.supplier("miroir")
    async with opens(by="els") as hands:
        await look_at(hands)
        await hands.until("> Needed first: The enterprise number is missing")
        await hands.type("enter")
        await hands.until("gives under the VAT scheme")
        await hands.type("escape", "down", "down")
        await hands.until("> Needed first: There is no agreement in force")
        await hands.type("enter")
        await hands.until("AGREEMENTS")
        await hands.type("escape", "up")
        await hands.until("> Needed first: The enterprise number is missing")


async def test_an_open_recall_is_opened(opens: Opens, giver: Stand):
    giver.do(receiving.receive, "miroir", goods=[Brought(PASSATA, 4, 2000)], id=new_id())
    sign_all(giver)
    number = giver.do(recalling.start, PASSATA, reason="glass").number
    async with opens(by="els") as hands:
        await look_at(hands)
        await hands.until("1 recall of this supplier's goods is open")
        await hands.type("enter")
        await hands.until(f"RECALL {number}")


async def test_another_day_is_measured(opens: Opens, giver: Stand):
    async with opens(by="els") as hands:
        await look_at(hands)
        await hands.type("8", *["backspace"] * 10, *"30/06/26", "enter")
        assert "to 30/06/2026" in hands.text
        await hands.type("8", "escape")
        assert "to 30/06/2026" in hands.text
        await hands.type("escape")
        assert "THE LABEL" not in hands.text


async def test_staff_let_a_manager_sign_for_the_decision(opens: Opens, giver: Stand):
    giver.do(staff.add, "Sam", role="staff", pin="2222", lang="en")
    async with opens(by="sam") as hands:
        await look_at(hands)
        await hands.type("1", "1")
        assert award(giver).proposed_by == "sam"
        await hands.type("2")
        assert "Who says yes to this?" in hands.text
        await hands.type("1", *"1234", "enter")
        assert "What is the number of the decision?" in hands.text


async def test_a_volunteer_stays_outside(opens: Opens, giver: Stand):
    async with opens(by="an") as hands:
        await look_at(hands)
        assert "LABEL" not in hands.text


async def test_a_full_disk_is_said_and_the_label_is_safe(opens: Opens, giver: Stand, shop_folder: Path):
    giver.do(awarding.award, "miroir", **DECISION)
    (shop_folder / "receipts" / "2026").write_text("no folder")
    async with opens(by="els") as hands:
        await look_at(hands)
        await hands.type("4")
        await hands.until("There is no paper")
        assert award(giver).state == "issued"


async def test_somebody_else_was_faster(opens: Opens, giver: Stand):
    number = giver.do(awarding.propose, "miroir").number
    async with opens(by="els") as hands:
        await look_at(hands)
        giver.do(label_deciding.drop, number)
        await hands.type("2")
        assert "No proposal waits" in hands.text


async def test_the_list_names_what_waits_and_the_register_can_be_left(opens: Opens, giver: Stand):
    giver.do(awarding.propose, "miroir")
    async with opens(by="els") as hands:
        await look_at(hands, None)
        assert "3 three leaves" in hands.text
        assert "proposed" in hands.text
        await hands.type("0", "escape")
        assert "LABEL" in hands.text
