"""The journal on screen: searched by word, person, day and thing, and turned page by page; for staff only."""

from __future__ import annotations

import pytest

from kruidenier.shop.office import team
from kruidenier.shop.office.journal import note_refusal
from kruidenier.shop.people import files, households
from kruidenier.tui.screens import journal
from tests.kit import NOW, Stand
from tests.tui.conftest import PASSATA, Hands, Opens


async def _open(hands: Hands) -> None:
    await hands.type("+", "7")
    assert "JOURNAL" in hands.text


async def test_it_is_searched_by_word_person_day_and_thing(opens: Opens, stand: Stand):
    stand.do(files.change, "H1", display_name="Zohra Bint-Al-Huda")
    stand.as_("volunteer").sell("H2", PASSATA)
    async with opens(by="els") as hands:
        await _open(hands)
        await hands.type(*"sal", "enter")
        assert "“sal”" in hands.text
        assert "1-000001" in hands.text
        assert "goods received" not in hands.text
        await hands.type("1", "2")
        assert "“sal” + Els Peeters" in hands.text
        assert "nothing found" in hands.text
        await hands.type("0", "2", "enter", "enter")
        assert "24/11/2026" in hands.text
        assert "sale" in hands.text
        await hands.type("0", "2", *"23/11/2026", "enter", *"23/11/2026", "enter")
        assert "nothing found" in hands.text
        await hands.type("0", "3", *"H1", "enter")
        assert "household: something changed" in hands.text
        assert "sale" not in hands.text
        await hands.type("enter")
        assert "fields: display_name" in hands.text
        assert "Zohra" not in hands.text
        await hands.type("2")
        assert "Els Peeters" in hands.text
        await hands.type("0")
        await hands.scan("1-000001")
        await hands.type("enter", "1")
        assert "sale" in hands.text
        await hands.type(*"zzz", "escape", "escape")
        assert "OFFICE" in hands.text


async def test_a_refusal_is_named_in_words(opens: Opens, stand: Stand):
    with stand.shop.writing.begin() as session:
        note_refusal(session, households.UnknownCard(card="9"), at=stand.at, now=NOW)
    async with opens(by="els") as hands:
        await _open(hands)
        assert "unknown card" in hands.text


async def test_it_is_turned_page_by_page(opens: Opens, stand: Stand, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(journal, "PAGE", 3)
    for skills in (["till"], ["count"], [], ["door"]):
        stand.do(team.change_skills, "an", skills=skills)
    async with opens(by="els", size=(120, 40)) as hands:
        await _open(hands)
        assert "skills: door" in hands.text
        await hands.type("down", "+")
        assert "page 2" in hands.text
        assert "skills: till" in hands.text
        assert "skills: door" not in hands.text
        await hands.type("-")
        assert "skills: door" in hands.text


async def test_a_volunteer_does_not_read_it(opens: Opens, stand: Stand):
    async with opens() as hands:
        hands.app.push_screen(journal.JournalScreen())
        await hands.settle()
        assert "That is for staff: read the journal." in hands.text
