"""The copies of the books on screen: their age, where they lie, one made now, and one proved."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from kruidenier.shop import copying
from kruidenier.tui.screens.copies import CopiesScreen
from tests.kit import NOW, Stand
from tests.tui.conftest import Hands, Opens


async def _open(hands: Hands) -> None:
    await hands.type("+", "9")
    await hands.until("COPIES OF THE BOOKS")


async def test_a_copy_is_made_and_proved_beside_the_screen(
    opens: Opens, stand: Stand, shop_folder: Path, tmp_path: Path
):
    stick = tmp_path / "stick"
    stick.mkdir()
    (shop_folder / "shop.toml").write_text(f'copies = "{stick}"\n')
    async with opens(by="els", size=(120, 40)) as hands:
        await _open(hands)
        assert "The books were never copied yet." in hands.text
        assert str(stick) in hands.text
        await hands.type("1")
        await hands.until("and the copy is whole.")
        assert "The last good copy is of today: 24/11/2026 10:00." in hands.text
        (copy,) = stick.glob("copy-*")
        await hands.type("enter")
        await hands.until(f"{copy.name} is whole: a shop can be made from it.")
        copy.unlink()
        (here,) = (shop_folder / "data" / "backups").glob("copy-*")
        here.write_bytes(b"broken" * 100)
        await hands.type("up", "down", "enter")
        await hands.until("is not a whole backup of a shop")
        await hands.type("escape")
        assert "OFFICE" in hands.text


async def test_an_old_copy_and_a_missing_stick_are_said(opens: Opens, stand: Stand, shop_folder: Path):
    copying.make(stand.shop, at=stand.at, now=NOW - dt.timedelta(days=9))
    (shop_folder / "shop.toml").write_text('copies = "/nowhere/at/all"\n')
    async with opens(by="els", size=(120, 40)) as hands:
        await _open(hands)
        assert "The last good copy is 9 days old" in hands.text
        assert "/nowhere/at/all is not there now. Plug it in." in hands.text
        assert "15/11/2026" in hands.text


async def test_a_volunteer_sees_no_copies(opens: Opens):
    async with opens() as hands:
        hands.app.push_screen(CopiesScreen())
        await hands.settle()
        assert "That is for staff" in hands.text
