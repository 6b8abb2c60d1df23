"""The sheet to practise with: in both languages, on one page, every code under bars."""

from __future__ import annotations

from pathlib import Path

import pytest

from kruidenier.shop import practising
from kruidenier.tui.app import Kruidenier
from tests.cli.conftest import Terminal
from tests.documents.papers import read


def test_the_console_writes_it_with_all_cards_and_goods(tmp_path: Path):
    result = Terminal(tmp_path / "no shop").run("practice", "--sheet", tmp_path / "sheet.pdf")
    assert result.exit_code == 0
    page = " ".join(read((tmp_path / "sheet.pdf").read_bytes()))
    for word in ("OEFENEN", "EXERCICE", "Ann Oefening: 1111", "Pommes", "Appelen", "welke datum?", "quelle date ?"):
        assert word in page
    for code in (*(card.number for card in practising.CARDS), *(goods.code for goods in practising.GOODS)):
        assert code in page


def test_it_opens_the_screens_on_a_shop_that_is_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    opened: list[Path] = []

    def played(this: Kruidenier) -> int:
        opened.append(this.folder)
        return 0

    monkeypatch.setattr(Kruidenier, "run", played)
    assert Terminal(tmp_path / "no shop").run("practice").exit_code == 0
    (folder,) = opened
    assert folder.name.startswith("kruidenier-practice-")
    assert not folder.exists()
    assert not (tmp_path / "no shop").exists()
