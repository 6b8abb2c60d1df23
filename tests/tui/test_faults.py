"""A printer that fails, a full disk, lost books, a fault of our own: the till goes on, or stops calmly."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import pty
import re
import resource
import shutil
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest

from kruidenier.shop.till import baskets
from kruidenier.store import opening
from kruidenier.tui import screen
from kruidenier.tui.dialogs import Deed, Flow
from kruidenier.tui.screen import ShopScreen
from kruidenier.tui.screens.copies import CopiesScreen
from kruidenier.tui.screens.funder import FunderScreen
from kruidenier.tui.screens.households import HouseholdsScreen
from kruidenier.tui.screens.privacy import PrivacyScreen
from kruidenier.tui.screens.sign_in import SignInScreen
from kruidenier.tui.screens.supplier_reports import SupplierReportsScreen
from kruidenier.tui.screens.till import TillScreen
from tests.kit import NOW, Stand
from tests.shop.supplying import gives
from tests.tui.conftest import MILK, PASSATA, Hands, Opens


async def _sale(hands: Hands) -> None:
    await hands.type("H", "1", "enter")
    await hands.scan(PASSATA)
    await hands.type("enter", "enter")


async def test_a_receipt_is_made_by_one_key(opens: Opens, shop_folder: Path):
    async with opens() as hands:
        await _sale(hands)
        assert not list((shop_folder / "receipts").rglob("*.pdf"))
        await hands.type("*")
        await hands.until("is made: receipts/2026/1-000001.pdf")
    assert (shop_folder / "receipts" / "2026" / "1-000001.pdf").exists()


async def test_a_setting_makes_receipts_always(opens: Opens, stand: Stand):
    stand.setting("receipt.paper", "always")
    async with opens() as hands:
        await _sale(hands)
        await hands.until("is made")


async def test_a_setting_makes_receipts_never(opens: Opens, stand: Stand):
    stand.setting("receipt.paper", "never")
    async with opens() as hands:
        await _sale(hands)
        assert "* receipt" not in hands.text


async def test_a_full_disk_loses_no_sale(opens: Opens, stand: Stand, shop_folder: Path):
    shutil.rmtree(shop_folder / "receipts")
    (shop_folder / "receipts").write_text("no folder can be made here")
    async with opens() as hands:
        await _sale(hands)
        await hands.type("*")
        await hands.until("The sale is safe")
        assert ".." not in hands.text
        await _sale(hands)
    assert len(stand.rows("SELECT * FROM sale")) == 2


async def test_a_printer_that_never_answers_keeps_nobody_waiting(opens: Opens, stand: Stand, shop_folder: Path):
    with socket.create_server(("127.0.0.1", 0), backlog=0) as silent:
        (shop_folder / "shop.toml").write_text(f'printer = "tcp://127.0.0.1:{silent.getsockname()[1]}"\n')
        async with opens() as hands:
            await _sale(hands)
            await hands.type("*")
            await _sale(hands)
            assert len(stand.rows("SELECT * FROM sale")) == 2


async def test_a_disk_that_is_full_says_to_make_room(opens: Opens, stand: Stand):
    async with opens() as hands:
        await hands.type("H", "1", "enter")
        room = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, room[1]))  # no file grows
        try:
            await hands.scan(PASSATA)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, room)
        assert "Make room, then try again" in re.sub(r"[\s│]+", " ", hands.text)  # where a long path breaks the line
        await hands.type("1")
        assert [line.code for line in stand.ask(baskets.waiting)[0].lines] == [PASSATA]


async def test_a_lost_database_is_a_question_and_a_retry(
    opens: Opens, stand: Stand, shop_folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(opening, "PATIENCE_SECONDS", 0.1)
    async with opens() as hands:
        await hands.type("H", "1", "enter")
        other = sqlite3.connect(shop_folder / "data" / "kruidenier.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await hands.scan(PASSATA)
        assert "The books do not answer. Nothing is lost" in hands.text
        await hands.scan(MILK)
        await hands.type("1")
        assert "The books do not answer" in hands.text
        other.execute("ROLLBACK")
        other.close()
        await hands.type("1")
        assert [line.code for line in stand.ask(baskets.waiting)[0].lines] == [PASSATA, MILK]


async def test_scans_during_slow_books_are_kept(
    opens: Opens, stand: Stand, shop_folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(screen, "PATIENCE", 0.1)
    async with opens() as hands:
        await hands.type("H", "1", "enter")
        other = sqlite3.connect(shop_folder / "data" / "kruidenier.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        for code in (PASSATA, MILK):
            hands.clock += 1
            for sign in (*code, "enter"):
                hands.send(sign, 0.005)
        await hands.until("the books are slow")
        other.execute("ROLLBACK")
        other.close()
        await hands.settle()
        assert [line.code for line in stand.ask(baskets.waiting)[0].lines] == [PASSATA, MILK]


async def test_slow_books_are_spoken_of_only_until_they_answer(opens: Opens, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(screen, "PATIENCE", 0.1)
    slow = Event()
    async with opens() as hands:
        await hands.type("H", "1", "enter")
        hands.app.books.hand(slow.wait, lambda _outcome: None)
        hands.send("/", 1.0)
        await hands.until("the books are slow")
        slow.set()
        await hands.until("search >")
        assert "the books are slow" not in hands.text


async def test_what_the_books_answer_to_a_dialog_that_was_left_disturbs_nobody(opens: Opens, stand: Stand):
    asked = Event()

    def question() -> Flow[None]:
        yield Deed(asked.wait)
        raise AssertionError("this dialog was left")

    async with opens() as hands:
        till = hands.app.screen
        assert isinstance(till, TillScreen)
        till.start(question())
        till.leave()
        asked.set()
        await _sale(hands)
    assert len(stand.rows("SELECT * FROM sale")) == 1


PAPERS: dict[str, tuple[type[ShopScreen], str, str]] = {
    "rights-list": (HouseholdsScreen, "+.1", "escape"),
    "rights-letters": (HouseholdsScreen, "+.2", "lock"),
    "privacy-machine": (PrivacyScreen, "61", "lock"),
    "privacy-notice": (PrivacyScreen, "51", "escape"),
    "auditor": (FunderScreen, "2211", "lock"),
    "copy": (CopiesScreen, "1", "lock"),
}
"""The screen on which each is asked for, the keys, and what is done while it waits to be made."""


@pytest.mark.parametrize("paper", PAPERS)
async def test_paper_is_made_though_its_screen_is_left_or_the_till_locked(opens: Opens, stand: Stand, paper: str):
    stand.grant("H1", "grocery", "2026-01-01", "2026-12-10")
    room, keys, leaves = PAPERS[paper]
    jammed, made = Event(), Event()
    async with opens(by="els") as hands:
        hands.app.push_screen(room())
        await hands.settle()
        hands.app.papers.hand(jammed.wait, lambda _outcome: None)
        await hands.type(*keys)
        if leaves == "lock":
            hands.app.lock()
        else:
            while isinstance(hands.app.screen, room):
                await hands.type("escape")
        await hands.settle()
        jammed.set()
        hands.app.papers.hand(lambda: None, lambda _outcome: made.set())
        while not made.is_set():  # noqa: ASYNC110 a thread sets it
            await asyncio.sleep(0.01)
        await hands.settle()
        assert hands.app.is_running
    assert list(stand.shop.folder.rglob(f"{paper}-*"))


async def test_reports_are_made_though_the_till_is_locked_meanwhile(opens: Opens, stand: Stand):
    stand.supplier("miroir")
    gives(stand, {"group": "fruit", "grams": 6000})
    async with opens(by="els") as hands:
        reports = SupplierReportsScreen()
        hands.app.push_screen(reports)
        await hands.settle()
        await hands.type("1")
        assert reports.making
        hands.app.lock()
        while reports.making and hands.app.is_running:
            await hands.settle()
        assert isinstance(hands.app.screen, SignInScreen)
        hands.sign_in("els")
        await hands.until("1 report written.")


async def test_the_till_is_not_locked_before_the_books_have_done_what_was_asked(opens: Opens, stand: Stand):
    slow = Event()
    async with opens() as hands:
        await hands.type("H", "1", "enter")
        hands.app.books.hand(slow.wait, lambda _outcome: None)
        hands.clock += 1
        for sign in (*PASSATA, "enter"):
            hands.send(sign, 0.005)
        while not hands.busy:
            await hands.pilot.pause()
        hands.app.now = lambda: NOW + dt.timedelta(hours=1)
        hands.app.look_round()
        slow.set()
        await hands.until("Passata")
        hands.app.look_round()
        await hands.until("Who are you?")
    assert [line.code for line in stand.ask(baskets.waiting)[0].lines] == [PASSATA]


FAULTY = """
import sys
from pathlib import Path
from kruidenier.tui import app, program
app.STARTS_AT["volunteer"] = "nowhere"
sys.exit(program.run(Path(sys.argv[1]), lang="en"))
"""


def test_a_fault_of_our_own_ends_calmly_and_is_written_down(stand: Stand, shop_folder: Path):
    here, there = pty.openpty()
    program = subprocess.Popen(
        [sys.executable, "-c", FAULTY, str(shop_folder)], stdin=there, stdout=there, stderr=there
    )
    os.close(there)
    painted = _read(here, until=b"An Maes")
    os.write(here, b"1")
    painted = _read(here, until=b"PIN")
    os.write(here, b"1111\r")
    painted = _read(here, until=None)
    assert program.wait(30) == 1
    assert b"All that was scanned and paid is safe" in painted.replace(b"\r\n", b"")
    assert b"Traceback" not in painted
    assert "Traceback" in (shop_folder / "data" / "log" / "kruidenier.log").read_text("utf-8")


def _read(terminal: int, *, until: bytes | None) -> bytes:
    """Read what is painted until some words come, or to the end."""
    painted = b""
    while until is None or until not in painted:
        try:
            painted += os.read(terminal, 65536)
        except OSError:
            break
    return painted
