"""Encrypted books on screen: with their key everything is as before, without it the first screen says why not."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from kruidenier.shop.opening import open_shop
from kruidenier.store.driver import Key, is_encrypted
from kruidenier.tui.app import Kruidenier
from tests.encrypted import WORDS, books_file, encrypt
from tests.kit import NOW
from tests.tui.conftest import PASSATA, Hands


async def test_a_sale_and_a_copy_in_encrypted_books(shop_folder: Path):
    encrypt(open_shop(shop_folder))
    app = Kruidenier(shop_folder, lang="en", now=lambda: NOW, key=Key.to(books_file(shop_folder), WORDS))
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
        (copy,) = (shop_folder / "data" / "backups").glob("copy-*")
        await hands.type("enter")
        await hands.until(f"{copy.name} is whole")
        assert is_encrypted(copy)


async def test_without_their_key_the_first_screen_says_what_is_needed(shop_folder: Path):
    encrypt(open_shop(shop_folder))
    app = Kruidenier(shop_folder, lang="en", now=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        hands = Hands(app, pilot)
        await hands.until("The shop cannot be opened.")
        assert "KRUIDENIER_KEY_FILE" in hands.text
