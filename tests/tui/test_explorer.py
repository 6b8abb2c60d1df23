"""Somebody presses anything, scans anything, while things fail: two keys at most lead back to a safe basket."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kruidenier.shop.till import basket_view
from kruidenier.store import opening
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.screens.till import TillScreen
from tests.kit import Stand
from tests.tui.conftest import DRINK, MILK, PASSATA, PASTA, UNKNOWN, YOGHURT, Hands, Opens

KEYS = [*"00112233445566789+-*/..,?aé&", "enter", "enter", "enter", "escape", "up", "down", "backspace", "f1", "f2"]
CODES = [
    PASSATA,
    MILK,
    PASTA,
    YOGHURT,
    DRINK,
    UNKNOWN,
    "101",
    "H1",
    "H2",
    "H3",
    "5410188031073",
    "]C1",
    "\x1d\x1d\x1d9",
]
STEPS = 60


@contextmanager
def _books_gone(folder: Path) -> Iterator[None]:
    """Hold the books, as another program that hangs would."""
    other = sqlite3.connect(folder / "data" / "kruidenier.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


async def _any_step(hands: Hands, chance: random.Random, folder: Path) -> str:
    """Do one thing, whatever it is; tells what."""
    kind = chance.random()
    if kind < 0.45:
        key: str = chance.choice(KEYS)
        await hands.type(key)
        return key
    if kind < 0.95:
        code = chance.choice(CODES)
        await hands.scan(
            code, gap=chance.choice([0, 0.005, 0.03]), ending=chance.choice([("enter",), ("enter", "ctrl+j")])
        )
        return f"scan {code!r}"
    code = chance.choice(CODES)
    with _books_gone(folder):
        await hands.scan(code)
    return f"scan {code!r} while the books are gone"


async def _is_safe(hands: Hands, stand: Stand) -> bool:
    """At the till, nothing asked, and the basket on the screen is the one in the books."""
    screen = hands.app.screen
    if not isinstance(screen, TillScreen) or not screen.at_rest or screen.typed:
        return False
    if screen.basket is not None:
        assert stand.ask(basket_view.view, screen.basket.id).lines == screen.basket.lines
    return True


async def _back_to_safety(hands: Hands, stand: Stand) -> list[str]:
    """Press what the last line of the screen offers, until the basket is safe."""
    pressed: list[str] = []
    while not await _is_safe(hands, stand):
        screen = hands.app.screen
        must_answer = isinstance(screen, ShopScreen) and screen.question is not None and screen.question.stays
        pressed.append("2" if must_answer else "escape")
        await hands.type(pressed[-1])
        if hands.app.person is None:
            return pressed  # locked: signing in brings the basket back
        if len(pressed) > 20:
            break
    return pressed


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(12))
async def test_two_keys_lead_back_from_anywhere(
    opens: Opens, stand: Stand, shop_folder: Path, monkeypatch: pytest.MonkeyPatch, seed: int
):
    monkeypatch.setattr(opening, "PATIENCE_SECONDS", 0.05)
    chance = random.Random(seed)
    if chance.random() < 0.5:
        (shop_folder / "shop.toml").write_text('printer = "tcp://127.0.0.1:9"\n')
    if chance.random() < 0.3:
        (shop_folder / "receipts").rmdir()
        (shop_folder / "receipts").write_text("no room")
    done: list[str] = []
    async with opens() as hands:
        await hands.type("H", "1", "enter")
        for _ in range(STEPS):
            done.append(await _any_step(hands, chance, shop_folder))
            if hands.app.person is None:
                hands.sign_in("an")
                await hands.settle()
            if chance.random() < 0.3:
                overlays = 0 if isinstance(hands.app.screen, ShopScreen) else 1  # help lies over what it explains
                waiting = len(getattr(hands.app.screen, "waiting_scans", ()))  # each may ask a question of its own
                pressed = await _back_to_safety(hands, stand)
                done += pressed
                if hands.app.person is None:
                    hands.sign_in("an")
                    await hands.settle()
                assert len(pressed) - overlays - waiting <= 2, f"{done[-14:]}\n{hands.text}"
    assert stand.faults() == []
