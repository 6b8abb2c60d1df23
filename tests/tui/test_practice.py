"""Practice: the same screens framed in words, on a folder that is thrown away, while the real shop is not touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from kruidenier.shop import practising
from kruidenier.tui import program
from kruidenier.tui.app import Kruidenier
from kruidenier.tui.screens.sign_in import PRACTISE
from tests.documents.papers import read
from tests.kit import NOW, Stand
from tests.tui.conftest import Hands, Opens


async def test_one_key_of_the_first_screen_leads_to_practice(opens: Opens, stand: Stand):
    async with opens(by=None) as hands:
        assert "[*] practise" in hands.text
        assert "PRACTICE" not in hands.text
        await hands.type("*")
        assert hands.app.return_value == PRACTISE


async def test_another_key_makes_the_sheet_to_scan_from(opens: Opens, stand: Stand):
    async with opens(by=None) as hands:
        await hands.type("/")
        await hands.until("receipts/practice.pdf")
        assert "Who are you?" in hands.text
    words = read((stand.shop.config.receipts / "practice.pdf").read_bytes())
    assert all(any(card.number in line for line in words) for card in practising.CARDS)


@pytest.mark.parametrize(("lang", "frame"), [("nl", "OEFENEN"), ("fr", "EXERCICE")])
async def test_every_screen_says_twice_that_it_is_practice(tmp_path: Path, lang: str, frame: str):
    practising.found(tmp_path, lang=lang, now=NOW).close()
    practised = Kruidenier(tmp_path, lang=lang, now=lambda: NOW, welcome=program.welcome, practice=True)
    async with practised.run_test(size=(80, 24)) as pilot:
        hands = Hands(practised, pilot)
        await hands.until("1111")
        assert "[/]" not in hands.text  # what is made here is thrown away
        await hands.type("1", "1111", "enter")
        for keys in ((), ("900001", "enter"), (practising.GOODS[0].code, "enter"), ("enter",), ("escape", ".", "5")):
            await hands.type(*keys)
            lines = hands.text.splitlines()
            assert frame in lines[0]
            assert frame in lines[-2]
        await hands.type("ctrl+l", "*")
    assert practised.return_value is None
    assert practised.return_code == 0


def test_after_practising_the_real_shop_opens_again_and_nothing_is_left(
    shop_folder: Path, monkeypatch: pytest.MonkeyPatch
):
    begun: list[tuple[Path, bool]] = []
    ends = iter((PRACTISE, 0, 0))

    def played(this: Kruidenier) -> int:
        begun.append((this.folder, this.practice))
        assert (this.folder / "data" / "kruidenier.db").exists()
        return next(ends)

    monkeypatch.setattr(Kruidenier, "run", played)
    before = (shop_folder / "data" / "kruidenier.db").read_bytes()
    assert program.run(shop_folder, lang="nl", now=lambda: NOW) == 0
    (real, _), (thrown_away, practised), (again, _) = begun
    assert real == again == shop_folder
    assert practised
    assert not thrown_away.exists()
    assert (shop_folder / "data" / "kruidenier.db").read_bytes() == before
