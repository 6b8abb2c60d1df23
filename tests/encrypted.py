"""An encrypted shop for tests, and the key to it."""

from __future__ import annotations

from pathlib import Path

from kruidenier.shop import encrypting
from kruidenier.shop.opening import OpenShop, open_shop
from kruidenier.store.driver import Key
from tests.kit import NOW, Stand

WORDS = "paard batterij nietje juist"


def books_file(folder: Path) -> Path:
    """Tell where the books of a shop lie."""
    return folder / "data" / "kruidenier.db"


def open_with(folder: Path, words: str = WORDS) -> OpenShop:
    """Open an encrypted shop."""
    return open_shop(folder, key=Key.to(books_file(folder), words))


def stand_in(shop: OpenShop) -> Stand:
    """Stand at till 1 of a shop as its manager."""
    return Stand(shop, shop.counter(by="els", role="manager"))


def encrypt(shop: OpenShop, words: str = WORDS) -> encrypting.WrittenAnew:
    """Encrypt a shop, which is closed then."""
    return encrypting.encrypt(shop, words, at=shop.counter(by="els", role="manager"), now=NOW)
