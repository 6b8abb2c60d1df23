"""Agreements on screen: from the draft to the end, by keys alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kruidenier.shop.office import staff
from kruidenier.shop.supply import agreeing, agreement_documents, door, pick_up_plans
from kruidenier.shop.supply.agreement_documents import AgreementDocument
from kruidenier.tui.screens.agreement import AgreementScreen
from kruidenier.tui.screens.agreements import AgreementsScreen
from kruidenier.tui.screens.door import DoorScreen
from kruidenier.tui.screens.office import OfficeScreen
from kruidenier.tui.screens.pick_up_round import RoundScreen
from tests.kit import TODAY, Stand, day
from tests.shop.test_agreements import YEAR, drafted, signed, supplier
from tests.shop.test_pick_ups import bring
from tests.tui.conftest import Hands, Opens


def shown(stand: Stand, number: str) -> AgreementDocument:
    return stand.ask(agreement_documents.look_up, number)


async def look_at(hands: Hands, number: str) -> None:
    hands.app.push_screen(AgreementScreen(number))
    await hands.until("AGREEMENT")
    await hands.settle()


@pytest.fixture
def number(stand: Stand) -> str:
    """An agreement on Tuesdays at five that ends with the year."""
    return signed(stand, "miroir", at_time="17:00", crates=30)


async def test_the_office_leads_to_agreements_and_back(opens: Opens, number: str):
    async with opens(by="els") as hands:
        await hands.type("+", "2")
        assert isinstance(hands.app.screen, AgreementsScreen)
        await hands.until("Miroir: ends on 31/12/2026. Speak about it before 01/12/2026.")
        await hands.type("enter")
        assert isinstance(hands.app.screen, AgreementScreen)
        assert number in hands.text
        await hands.type("escape", "2")
        assert isinstance(hands.app.screen, RoundScreen)
        await hands.type("escape", "escape")
        assert isinstance(hands.app.screen, OfficeScreen)


async def test_an_agreement_is_drafted_and_signed_by_keys(opens: Opens, stand: Stand):
    stand.supplier("miroir")
    async with opens(by="els") as hands:
        await hands.type("+", "2", "1")
        await hands.type("m", "i", "enter")
        await hands.type("enter", "enter")
        await hands.type("25", "enter", "2", "enter", "11", "enter")
        await hands.type("17", "enter", "1", "30", "enter")
        await hands.until("A draft on the usual terms")
        (document,) = stand.ask(agreement_documents.listing)
        (plan,) = document.pick_ups
        assert (plan.rule, plan.at_time, plan.crates) == (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR;BYMONTH=11",
            "17:00",
            30,
        )
        assert (document.promise.starts_on, document.promise.ends_on) == (TODAY, day("2027-11-23"))
        await hands.type("1", "J", "o", "enter", "enter", "enter")
        await hands.until("it is in force from 24/11/2026")
    assert shown(stand, document.number).signed_by == "Jo"


async def test_the_terms_of_a_draft_are_switched_by_digits(opens: Opens, stand: Stand):
    number = drafted(stand)
    supplier(stand, "miroir", banner="Miroir", name="Miroir")
    async with opens(by="els") as hands:
        await look_at(hands, number)
        await hands.type("2", "1", "8", "5", "enter", "9", "60", "enter")
        await hands.type("0", "1", "3")
        await hands.type("0", "2", "enter", "0", "enter")
        await hands.type("0", "3", "b", "r", "o", "o", "d", "enter")
        await hands.type("0", "4", "escape", "0", "1", "escape", "0", "2", "escape", "8", "enter", "escape")
    promise = shown(stand, number).promise
    assert (promise.sorted_by_giver, promise.min_days, promise.notice_days) == (False, None, 60)
    assert (promise.covers, promise.starts_on, promise.ends_on, promise.goods) == ("banner", TODAY, None, "brood")


async def test_pick_up_days_are_added_and_ended(opens: Opens, stand: Stand):
    supplier(stand, "gare", kbo="0999.100.159", name="Gare")
    supplier(stand, "miroir", kbo="0999.100.159", name="Miroir")
    number = stand.do(agreeing.draft, "miroir", promise=YEAR).number
    async with opens(by="els") as hands:
        await look_at(hands, number)
        await hands.until("No pick-up days yet.")
        await hands.type("3", "9", "enter")
        await hands.until("names no days")
        await hands.type("2", "enter", "enter", "1", "3", "enter")
        await hands.until("names no months")
        await hands.type("enter", "9", "9", "enter")
        await hands.until("is not an hour")
        await hands.type("enter", "2", "enter")
        await hands.until("pick-up days are changed")
        assert shown(stand, number).pick_ups[0].carrier == "giver"
        for keys in (("1", "escape"), ("1", "2", "enter", "escape"), ("1", "2", "enter", "enter", "escape")):
            await hands.type("3", *keys)
        await hands.type("3", "1", "2", "enter", "enter", "enter", "escape", "3", "1", "2", "enter", "enter", "enter")
        await hands.type("enter", "escape", "3", "escape")
        assert len(shown(stand, number).pick_ups) == 1
        await hands.type("3", "2")
        assert shown(stand, number).pick_ups == ()


async def test_days_of_a_signed_agreement_end_from_today_on(opens: Opens, stand: Stand, number: str):
    async with opens(by="els") as hands:
        await look_at(hands, number)
        await hands.type("3", "2", "escape", "3", "2", "enter")
    assert shown(stand, number).pick_ups[0].until == TODAY


async def test_a_day_is_called_off_explained_and_taken_back(opens: Opens, stand: Stand, number: str):
    bring(stand, "miroir", "2026-11-17")
    async with opens(by="els") as hands:
        await look_at(hands, number)
        await hands.until("kept 1 of 45")
        await hands.type("down", "enter", "1", "1")
        await hands.until("Noted for 01/12/2026")
        assert "called off" in hands.text
        await hands.type("enter", "2")
        await hands.until("as the agreement says")
        await hands.type("up", "enter", "2", "2")
        await hands.until("Noted for 24/11/2026")
        await hands.type("up", "enter")
        await hands.until("Goods came that day")
        await hands.type("up", "enter", "3", "1", "16/11/2026", "enter")
        await hands.until("In time is the day before")
        await hands.type("enter", "3", "1", "escape", "enter", "3", "escape", "enter", "escape")
        await hands.type("enter", "3", "1", "9", "/", "1", "1", "enter")
        await hands.until("Noted for 10/11/2026")
    states = {one.what for one in stand.rows("SELECT what FROM pick_up_note")}
    assert states == {"refused", "cancelled"}


async def test_an_extra_pick_up_is_agreed(opens: Opens, stand: Stand, number: str):
    supplier(stand, "gare", banner="Miroir", name="Gare")
    supplier(stand, "miroir", banner="Miroir", name="Miroir")
    two = drafted(stand, "miroir", replace(YEAR, covers="banner"), rule="FREQ=WEEKLY;BYDAY=MO")
    stand.do(pick_up_plans.add, two, supplier="gare", rule="FREQ=WEEKLY;BYDAY=SA")
    stand.do(agreeing.sign, two, signed_by="a", shop_signed_by="b")
    async with opens(by="els") as hands:
        await look_at(hands, number)
        await hands.type("4", "escape", "4", "26", "1", "1", "enter")
        await hands.until("An extra pick-up on 26/11/2026")
        await hands.type("escape")
        await look_at(hands, two)
        await hands.type("4", "escape", "4", "2", "2", "7", "1", "1", "enter")
        await hands.until("An extra pick-up on 27/11/2026")
        assert "Gare" in hands.text


async def test_an_agreement_is_renewed_ended_and_a_draft_dropped(opens: Opens, stand: Stand, number: str):
    async with opens(by="els") as hands:
        await look_at(hands, number)
        await hands.type("5", "2", "5", "1")
        await hands.until("The draft that follows")
        await hands.type("7", "enter", "7", "1")
        await hands.until("The draft is given up")
        await hands.type("escape")
        await look_at(hands, number)
        await hands.type("6", "escape", "6", "1", "escape", "6", "1", "enter")
        await hands.until("23/12/2026 is the last day")
        await hands.until("Ended: the shop closes")
        assert "6 end" not in hands.text
    assert shown(stand, number).end_reason == "the shop closes"


async def test_papers_are_made_beside_the_screen(opens: Opens, stand: Stand, number: str):
    async with opens(by="els", size=(120, 40)) as hands:
        await look_at(hands, number)
        await hands.type("*")
        await hands.until(f"agreement-{number}.pdf")
        await hands.type("8", "escape", "8", "enter")
        await hands.until(f"agreement-{number}-2026.pdf")
        await hands.type("8", "2", "0", "2", "5", "enter")
        await hands.until("did not hold in 2025")
        await hands.type("escape")
        hands.app.push_screen(RoundScreen())
        await hands.until("From 23/11/2026")
        await hands.type("*")
        await hands.until("round-2026-11-23.pdf")
        await hands.type("+")
        await hands.until("From 30/11/2026")
        await hands.type("-", "-", "pagedown", "up", "enter")
        assert isinstance(hands.app.screen, AgreementScreen)


async def test_a_week_without_pick_ups_says_so(opens: Opens):
    async with opens(by="els") as hands:
        hands.app.push_screen(RoundScreen())
        await hands.until("No pick-up is due this week.")
        assert "* paper" not in hands.text


async def test_only_a_manager_signs_changes_or_drops(opens: Opens, stand: Stand):
    number = drafted(stand)
    stand.do(staff.add, "Tom", role="staff", pin="2222")
    async with opens(by="tom") as hands:
        await look_at(hands, number)
        for key in ("1", "2", "3", "7"):
            await hands.type(key)
            await hands.until("Who says yes to this?")
            await hands.type("escape")


async def test_agreements_of_one_supplier_and_pages(opens: Opens, stand: Stand, number: str):
    other = signed(stand, "lidl")
    async with opens(by="els") as hands:
        hands.app.push_screen(AgreementsScreen("lidl"))
        await hands.until("Lidl")
        assert "Miroir" not in hands.text
        await hands.type("down", "pagedown", "up", "pageup", "1", "escape", "enter")
        assert other in hands.text
        await hands.type("pagedown", "pageup", "down", "escape", "escape")


async def test_a_shop_without_suppliers_says_where_they_come_from(opens: Opens):
    async with opens(by="els") as hands:
        hands.app.push_screen(AgreementsScreen())
        await hands.until("0 agreements in force")
        await hands.type("1")
        await hands.until("kruidenier import suppliers")


async def test_a_supplier_that_nobody_knows_is_refused(opens: Opens, stand: Stand):
    stand.supplier("miroir")
    async with opens(by="els") as hands:
        hands.app.push_screen(AgreementsScreen())
        await hands.settle()
        await hands.type("1", "x", "enter")
        await hands.until("There is no supplier x")
        await hands.type("m", "enter", "escape")
        assert stand.ask(agreement_documents.listing) == ()


async def test_the_door_shows_the_agreement_and_how_long_cold_goods_stand(opens: Opens, stand: Stand, number: str):
    stand.supplier("aldi")
    async with opens(by="els") as hands:
        hands.app.push_screen(DoorScreen())
        await hands.until(f"[1] Miroir  17:00  agreement {number}")
        await hands.type("1", "enter")
        await hands.until(f"agreement {number}   expected 17:00   arrived 10:00   cold 0/30 min")
    begun = stand.on(stand.now.replace(hour=8)).do(door.begin, "aldi")
    async with opens(by="els") as hands:
        hands.app.push_screen(DoorScreen())
        await hands.until("Not signed yet")
        words = next(line for line in hands.text.splitlines() if begun.number in line)
        await hands.type(words.split("[")[1][0])
        await hands.until("arrived 09:00   cold 60/30 min TOO LONG")
