"""Households on screen, by keys only: a referral becomes a card, and every deed of a file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kruidenier.shop.office.staff import add as add_person
from kruidenier.shop.people import files, finding, households, merging
from kruidenier.shop.people.renewing import renew
from kruidenier.store import opening
from kruidenier.tui.screens.exceptions import ExceptionsScreen
from kruidenier.tui.screens.household_file import HouseholdFileScreen
from kruidenier.tui.screens.households import HouseholdsScreen
from tests.kit import Stand, day
from tests.tui.conftest import Hands, Opens


@pytest.fixture
def desk(stand: Stand) -> Stand:
    """Households with names, of which two may be one."""
    stand.household("K100", members=[(1984, None), (1986, None), (2015, None)], grocery=("2026-07-01", "2026-12-10"))
    stand.household("K200", members=[(1984, None), (1986, None)], lang="fr")
    stand.do(files.change, "K100", display_name="Mohamed El Idrissi", referred_by="OCMW Jette", address="Kerkstraat 1")
    stand.do(files.change, "K200", display_name="El Idrisi Muhammad", referred_by="CPAS Jette")
    return stand


async def open_list(hands: Hands) -> None:
    hands.app.push_screen(HouseholdsScreen())
    await hands.until("HOUSEHOLDS")
    await hands.settle()


async def open_file(hands: Hands, card: str) -> None:
    hands.app.push_screen(HouseholdFileScreen(card))
    await hands.until("Information notice")
    await hands.settle()


def sheet(desk: Stand, card: str) -> files.FileSheet:
    return desk.do(files.open_file, card)


async def word(hands: Hands, text: str) -> None:
    await hands.type(*text)


async def test_a_referral_becomes_a_card_by_keys_only(opens: Opens, desk: Stand):
    async with opens(by="els") as hands:
        await hands.type("escape")
        await open_list(hands)
        await hands.type("*", "1")
        await word(hands, "Benali Zohra")
        await hands.type("enter")
        await word(hands, "1990F 2019 2024-03")
        await hands.type("enter", "2", "1")
        await word(hands, "Mr Dupont")
        await hands.type("enter", "escape", *["backspace"] * 9)
        await word(hands, "Mme Dupont")
        await hands.type("enter", "enter", "enter", "2")
        assert "keeps no copy and no number of it" in hands.text
        await hands.type("1")
        await hands.until("Their card number: K")
        card = max((one.card for one in desk.ask(finding.read, at=desk.at, on=desk.today).known), key=len)
        await hands.type("enter", "1", "1", "3", "0")
        await hands.until("Referred by")
        assert f"HOUSEHOLD {card}" in hands.text
    found = sheet(desk, card)
    assert [str(person.born) for person in found.people] == ["1990:F", "2019", "2024-03"]
    assert (found.display_name, found.lang, found.needs) == ("Benali Zohra", "fr", ("chair", "interpreter"))
    assert (found.referred_by, found.referrer_contact, found.referred_on) == ("CPAS Jette", "Mme Dupont", desk.today)
    assert found.informed_on == desk.today
    assert {right.kind: right.until for right in found.rights} == {
        "grocery": day("2027-05-23"),
        "esf": day("2027-05-23"),
    }
    assert {right.proof for right in found.rights} == {"ocmw_letter"}
    assert desk.welcome(card).shopper.status == "fine"


async def test_esc_leads_to_the_question_before_and_no_answer_is_lost(opens: Opens, desk: Stand):
    before = len(desk.rows("SELECT 1 FROM household"))
    async with opens(by="els") as hands:
        await open_list(hands)
        await hands.type("*", "1")
        await word(hands, "Idrissi")
        await hands.type("enter", "1", "9", "8", "4", "F", "enter")
        assert "Is it one of them?" in hands.text
        await hands.type("escape")
        assert "people > 1984F" in hands.text
        await hands.type("enter", "0", "4", "1", "enter", "enter", "23", "/", "11", "/", "2026", "enter", "1", "7")
        assert "lies before the first day" in hands.text
        await hands.type(*["escape"] * 9)
        assert "Is there a referral?" in hands.text
        await hands.type("escape")
        assert "name or card >" in hands.text
    assert len(desk.rows("SELECT 1 FROM household")) == before


async def test_one_visit_before_the_referral(opens: Opens, desk: Stand):
    async with opens(by="els") as hands:
        await open_list(hands)
        await hands.type("*", "2", "N", "o", "enter", "2", "+", "1", "enter", "1", "enter", "2", "0")
        await hands.until("one visit")
    (known,) = desk.ask(finding.read, at=desk.at, on=desk.today).find("No")
    assert (known.people, known.until) == (3, day("2026-11-30"))


async def test_somebody_who_is_known_is_found_instead(opens: Opens, desk: Stand):
    before = len(desk.rows("SELECT 1 FROM household"))
    async with opens(by="els") as hands:
        await open_list(hands)
        await hands.type("*", "1")
        await word(hands, "Mohammed Elidrissi")
        await hands.type("escape", "*", "1")
        await word(hands, "Muhamad Idrissi")
        await hands.type("enter", "1", "9", "8", "4", "enter")
        assert "Is it one of them?" in hands.text
        await hands.type("1")
        await hands.until("HOUSEHOLD K")
    assert len(desk.rows("SELECT 1 FROM household")) == before


async def test_no_name_shows_until_somebody_asks(opens: Opens, desk: Stand):
    async with opens(by="els") as hands:
        await open_list(hands)
        assert "Idrissi" not in hands.text
        await word(hands, "idrs")
        assert "Mohamed El Idrissi" in hands.text
        await hands.type("down", "up", "enter")
        await hands.until("HOUSEHOLD K")
        await hands.type("escape", "+")
        await hands.until("K100")
        assert "K200" not in hands.text
        await hands.type("escape", "escape")
        assert "HOUSEHOLDS" not in hands.text


async def test_files_are_no_room_for_volunteers(opens: Opens, desk: Stand):
    async with opens(by="an") as hands:
        for screen in (HouseholdsScreen(), HouseholdFileScreen("K100"), ExceptionsScreen()):
            hands.app.push_screen(screen)
            await hands.settle()
            assert "That is for" in hands.text
            assert "Idrissi" not in hands.text
    assert desk.rows("SELECT 1 FROM journal WHERE verb = 'household read'") == []


async def test_a_file_is_asked_for_again_after_lost_books_and_an_unknown_card_leaves_it(
    opens: Opens, desk: Stand, shop_folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(opening, "PATIENCE_SECONDS", 0.1)
    async with opens(by="els") as hands:
        with closing(sqlite3.connect(shop_folder / "data" / "kruidenier.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            hands.app.push_screen(HouseholdFileScreen("K100"))
            await hands.until("The books do not answer")
            await hands.type("escape")
            assert "Enter look again" in hands.text
        await hands.type("enter")
        await hands.until("Information notice")
        await hands.scan("2000000000008")
        assert "HOUSEHOLD K100" in hands.text


async def test_people_change(opens: Opens, desk: Stand):
    async with opens(by="els") as hands:
        await open_file(hands, "K100")
        await hands.type("1", "1", "2026", "-", "11", "enter", "1", "2", "2", "1", "3", "2018", "enter", "enter")
        await hands.until("guest counts until")
    found = sheet(desk, "K100")
    assert [str(person.born) for person in found.people] == ["1984", "2015", "2018", "2026-11"]
    assert found.people[2].until == day("2026-12-24")


async def test_people_are_said_anew_and_the_last_closes_the_file(opens: Opens, desk: Stand):
    async with opens(by="els") as hands:
        await open_file(hands, "K100")
        await hands.type("1", "4", "1940", "enter")
        await hands.until("From today: 1940")
        await hands.type("1", "2", "1", "escape", "1", "2", "1", "1")
        await hands.settle()
        assert "HOUSEHOLD K100" not in hands.text
    with pytest.raises(households.UnknownCard):
        desk.ask(households.find, "K100")


async def test_a_household_that_is_only_counted(opens: Opens, desk: Stand):
    desk.household("K300", adults=2, children=1)
    async with opens(by="els") as hands:
        await open_file(hands, "K300")
        await hands.type("1", "1", "enter", "8", "1", "+", "1", "enter", "N", "enter", "2", "enter")
        await hands.until("its own file")
    assert (sheet(desk, "K300").adults, sheet(desk, "K300").children) == (1, 1)


async def test_a_right_is_renewed_with_the_resulting_day_in_sight(opens: Opens, desk: Stand):
    async with opens(by="els") as hands:
        await open_file(hands, "K100")
        await hands.type("2", "1")
        assert "10/06/2027" in hands.text
        await hands.type("enter", "7")
        await hands.until("lasts until 10/06/2027")
        await hands.type("2", "2", "31", "/", "12", "/", "2026", "enter")
        await word(hands, "[b]no 85.07.30-033.28")
        await hands.type("enter")
        assert "the shop keeps no numbers" in hands.text
        await word(hands, "[b]no")
        await hands.type("enter")
        await hands.until("lasts until 31/12/2026")
        await hands.until("seen: [b]no")
    rights = sheet(desk, "K100").rights
    assert [(right.kind, right.until, right.proof) for right in rights][:2] == [
        ("esf", day("2026-12-31"), "[b]no"),
        ("grocery", day("2027-06-10"), None),
    ]


async def test_a_rule_is_set_aside_by_a_manager_only(opens: Opens, desk: Stand):
    desk.setting("rights.most_renewals", 1)
    desk.do(renew, "K100")
    desk.do(add_person, "Sam", role="staff", pin="3333", lang="nl")
    async with opens(by="sam") as hands:
        await open_file(hands, "K100")
        await hands.type("2", "1", "enter", "2")
        assert "as often as the shop allows" in hands.text
        await hands.type("1")
        assert len(sheet(desk, "K100").rights) == 2
        await hands.type("2", "1", "enter", "2", "2", "1", "1234", "enter", "1")
        await hands.until("lasts until")
    right = sheet(desk, "K100").rights[0]
    assert (right.overruled, right.by) == ("RenewedOften", "els")


async def test_ways_to_a_right(opens: Opens, desk: Stand):
    desk.setting("rights.ways", "referral category income")
    desk.household("K300", grocery=None)
    async with opens(by="els") as hands:
        await open_file(hands, "K300")
        await hands.type("2", "1", "3", "2", "enter", "1500", "enter", "enter")
        assert "there is no right" in hands.text
        await hands.type("1", "2", "1", "3", "2", "enter", "1500", "enter", "1000", "enter")
        assert "€8.33" in hands.text
        await hands.type("1", "escape", "2", "1", "2", "3", "enter", "enter")
        await hands.until("lasts until")
    right = sheet(desk, "K300").rights[0]
    assert (right.way, right.reason, right.proof) == ("category", "bim", "bim")
    assert "1500" not in str(desk.rows("SELECT details FROM journal"))


async def test_pause_block_and_lift(opens: Opens, desk: Stand):
    async with opens(by="els") as hands:
        await open_file(hands, "K100")
        await hands.type("3", "1", "enter", "2")
        await hands.until("paused 24/11/2026 – 24/12/2026")
        await hands.type("f2")
        await hands.until("er is een gesprek gepland")
        await hands.type("f2", "f2")
        await hands.type("3", "2", "1")
        await hands.until("BLOCKED")
        await hands.type("3", "3")
        await hands.until("ENDS SOON")


async def test_needs_notes_and_substitutes(opens: Opens, desk: Stand):
    async with opens(by="els") as hands:
        await open_file(hands, "K100")
        await hands.type("4", "2", "4", "0")
        await hands.until("cool bag, see the manager")
        await hands.type("5", "k", "e", "y", "enter", "enter")
        await hands.until("key (until 24/02/2027)")
        await hands.type("6", "Z", "o", "enter", "31", "/", "12", "enter")
        await hands.until("Zo: may come for them until 31/12/2026")
        await hands.type("5", "1", "6", "1")
        await hands.until("no longer come")
    found = sheet(desk, "K100")
    assert (found.needs, found.notes, found.substitutes) == (("cool_bag", "manager"), (), ())


async def test_details(opens: Opens, desk: Stand):
    async with opens(by="els") as hands:
        await open_file(hands, "K100")
        await hands.type("7", "2", "4", "7", "6", "7", "5", "1", "/", "11", "/", "2026", "enter", "7", "8", "1")
        await hands.until("Protected address")
        await hands.type("7", "4", "A", "enter", "7", "1", *["backspace"] * 20, "B", "enter")
        await hands.until("OCMW Jette, A")
    found = sheet(desk, "K100")
    assert (found.lang, found.informed_on, found.referred_on) == ("ar", desk.today, day("2026-11-01"))
    assert (found.display_name, found.address_protected) == ("B", True)


async def test_one_of_two_files(opens: Opens, desk: Stand):
    async with opens(by="els") as hands:
        await open_file(hands, "K100")
        await hands.type("9", "K", "2", "0", "0", "enter", "1", "2", "1", "2", "1", "1")
        assert "One file of both?" in hands.text
        await hands.type("1")
        await hands.until("Both are one file now")
    found = sheet(desk, "K200")
    assert (found.display_name, found.lang, found.referred_by) == ("Mohamed El Idrissi", "fr", "CPAS Jette")


async def test_two_of_one(opens: Opens, desk: Stand):
    async with opens(by="els") as hands:
        await open_file(hands, "K100")
        await hands.type("8", "2", "3", "0", "L", "enter", "1")
        await hands.until("has this card")
        await hands.type("enter")
        await hands.until("its own file")
    assert len(sheet(desk, "K100").people) == 1


async def test_the_eleventh_of_a_large_family_goes_on_apart(opens: Opens, desk: Stand):
    desk.household("K300", members=[(year, None) for year in range(1975, 1986)])
    async with opens(by="els") as hands:
        await open_file(hands, "K300")
        await hands.type("8", "up", "enter", "0", "L", "enter", "1")
        await hands.until("has this card")
        await hands.type("enter")
        await hands.until("its own file")
    assert [one.born.year for one in sheet(desk, "K300").people] == list(range(1975, 1985))


async def test_pairs_are_merged_or_told_apart(opens: Opens, desk: Stand):
    desk.household("K300", members=[(1950, None)])
    desk.household("K400", members=[(1950, None)])
    for card, name in (("K300", "Lefebvre"), ("K400", "Lefevbre")):
        desk.do(files.change, card, display_name=name)
    desk.do(files.change, "K400", lang="fr")
    async with opens(by="els") as hands:
        await open_list(hands)
        await hands.type("-")
        assert "may be one household" in hands.text
        await hands.type("2")
        await hands.until("K300")
        await hands.type("escape", "-", "1")
        await hands.until("name: which is right?")
        await hands.type("1")
        assert "K400: French" in hands.text
        await hands.type("escape")
        assert "name: which is right?" in hands.text
        await hands.type("1", "1", "1")
        await hands.until("No two households")
    assert len(desk.rows("SELECT 1 FROM not_duplicate")) == 1


async def test_the_list_and_the_letters(opens: Opens, desk: Stand):
    async with opens(by="els") as hands:
        await open_list(hands)
        await hands.type("+", ".", "1")
        await hands.until("The paper is made")
        await hands.type(".", "2")
        await hands.until("letters")
    made = sorted(path.name for path in (desk.shop.folder / "receipts" / "households").iterdir())
    assert made == ["rights-letters-2026-11-24.pdf", "rights-list-2026-11-24.pdf"]


async def test_nothing_ends_soon_and_nobody_is_double(opens: Opens, stand: Stand):
    async with opens(by="els") as hands:
        await open_list(hands)
        await hands.type("+", ".")
        assert "nothing to print" in hands.text
        await hands.type("escape", "/")
        await hands.until("EXCEPTIONS")


async def test_exceptions_are_listed(opens: Opens, desk: Stand):
    desk.setting("rights.most_renewals", 1)
    desk.do(renew, "K100")
    desk.do(renew, "K100", override=True, reason="hardship")
    async with opens(by="els") as hands:
        await hands.type("enter", "K", "9", "enter")
        hands.app.push_screen(ExceptionsScreen())
        await hands.until("renewed too often")
        assert "unknown card" in hands.text
        await hands.type("2")
        assert "renewed too often" not in hands.text
        await hands.type("1", "down", "up", "0", "+")
        await hands.until("30/09/2026")
        await hands.type("-", "escape")
        assert "EXCEPTIONS" not in hands.text


async def test_a_scanned_card_opens_its_file(opens: Opens, desk: Stand):
    async with opens(by="els") as hands:
        await open_list(hands)
        await hands.scan("K100")
        await hands.until("HOUSEHOLD K100")
        await hands.scan("K200")
        await hands.until("HOUSEHOLD K200")


async def test_the_till_shows_needs_and_never_a_name(opens: Opens, desk: Stand):
    desk.do(files.set_needs, "K200", needs=["chair", "cool_bag"])
    async with opens() as hands:
        await hands.scan("K200")
        await hands.until("chair · cool bag")
        assert "Idrisi" not in hands.text


async def test_a_card_is_printed_and_a_lost_one_replaced(opens: Opens, desk: Stand):
    async with opens(by="els") as hands:
        await open_file(hands, "K100")
        await hands.type("0", "1")
        await hands.until("The card is made: receipts/households/card-K100.pdf")
        await hands.type("0", "escape", "0", "2", "2")
        assert sheet(desk, "K100").card == "K100"
        await hands.type("0", "2", "1")
        await hands.until("Their new card: K")
        await hands.type("enter")
        await hands.until("The card K100 no longer works")
        assert "HOUSEHOLD K100" not in hands.text
        (number,) = (
            row.card for row in desk.rows("SELECT card FROM household_card") if f"HOUSEHOLD {row.card} " in hands.text
        )
    assert (
        desk.ask(households.find, number).id
        == desk.rows("SELECT household_id FROM household_card WHERE card = 'K100'")[0].household_id
    )


async def test_one_of_two_cards_is_lost(opens: Opens, desk: Stand):
    desk.do(merging.merge, "K100", "K200", take={})
    async with opens(by="els") as hands:
        await open_file(hands, "K100")
        await hands.type("0", "2", "escape", "0", "2")
        await hands.until("Which card is lost?")
        await hands.type("1")
        lost = next(card for card in ("K100", "K200") if f"Block the card {card}" in hands.text)
        await hands.type("1", "enter")
        await hands.until(f"The card {lost} no longer works")
    blocked = desk.rows("SELECT card FROM household_card WHERE blocked_at IS NOT NULL")
    assert [row.card for row in blocked] == [lost]
