"""Encrypted books on screen: with their key everything is as before, without it the first screen says why not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from kruidenier.shop.opening import open_shop
from kruidenier.store.driver import Key, is_encrypted
from kruidenier.tui.app import Kruidenier
from tests.encrypted import WORDS, books_file, encrypt
from tests.kit import NOW
from tests.tui.conftest import PASSATA, Hands


@pytest.fixture(scope="module")
def encrypted(stocked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stocked shop, encrypted."""
    folder = Path(shutil.copytree(stocked, tmp_path_factory.mktemp("encrypted") / "shop"))
    encrypt(open_shop(folder))
    return folder


@pytest.fixture
def folder(encrypted: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(encrypted, tmp_path / "shop"))


async def test_a_sale_and_a_copy_in_encrypted_books(folder: Path):
    app = Kruidenier(folder, lang="en", now=lambda: NOW, key=Key.to(books_file(folder), WORDS))
    async with app.run_test(size=(120, 40)) as pilot:
        hands = Hands(app, pilot)
        await hands.until("Who are you?")
        hands.sign_in("an")
        await hands.settle()
        await hands.type("H", "1", "enter")
        await hands.scan(PASSATA)
        await hands.type("enter", "enter")
        assert app.read(lambda session: session.scalar(text("SELECT count(*) FROM sale"))) == 1
        hands.sign_in("els")
        await hands.settle()
        await hands.type("+", "9", "1")
        await hands.until("and the copy is whole.")
        (copy,) = (folder / "data" / "backups").glob("copy-*")
        await hands.type("enter")
        await hands.until(f"{copy.name} is whole")
        assert is_encrypted(copy)


async def test_without_their_key_the_first_screen_says_what_is_needed(folder: Path):
    app = Kruidenier(folder, lang="en", now=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        hands = Hands(app, pilot)
        await hands.until("The shop cannot be opened.")
        assert "KRUIDENIER_KEY_FILE" in hands.text
