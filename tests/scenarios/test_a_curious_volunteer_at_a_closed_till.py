"""A till set up as `kruidenier help kiosk` says, and a curious volunteer: at its screens, and beside it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kruidenier.shop.office import staff
from kruidenier.shop.opening import open_shop
from kruidenier.shop.people import files
from tests.benchmarks.terminal import Terminal
from tests.kit import Stand

SOURCE = Path(__file__).parents[2] / "src"
SECRETS = ("Kerkstraat 1", "CPAS-Molenbeek", "does not read")
"""What the shop knows of a household, and no checkout needs."""
WITH_CTRL = "".join(chr(code) for code in range(1, 32) if chr(code) not in "\x0c\x10\x11\x1b")
"""Ctrl with every letter and sign, but to lock, to list the keys, to end the program, and Esc."""
WORDS = ("H1", "!sh", "/etc/passwd", "../../data", "$(id)", "`id`", "%s%n", "*", "-", "+", "/")
HELPERS = ("EDITOR", "VISUAL", "PAGER", "BROWSER", "SHELL", "LESSOPEN")

STRANGER = """
import os, sys
from pathlib import Path
from kruidenier import config
from kruidenier.shop.opening import open_shop
from kruidenier.tui.app import Kruidenier
folder, program = Path(sys.argv[1]), sys.argv[2]
screens = Kruidenier(folder)
everything = [folder, *folder.rglob("*")]
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
folders = {folder, *(path.parent for path in everything)}
deeds = [lambda: open_shop(folder), lambda: os.kill(int(program), 15), lambda: os.listdir(f"/proc/{program}/fd")]
deeds += [lambda name=name: open(f"/proc/{program}/{name}", "rb").read(1) for name in ("environ", "mem", "maps")]
deeds += [lambda path=path: os.listdir(path) if path in folders else open(path, "rb").read(1) for path in everything]
if not screens.is_founded:
    print("offered to found a shop")
for number, deed in enumerate(deeds):
    try:
        deed()
        print("let in", number)
    except (PermissionError, config.FolderClosed):
        pass
"""


@pytest.fixture
def place() -> Iterator[Path]:
    """A place of this machine to which everybody has a way, where new files are open to all by themselves."""
    before, place = os.umask(0), Path(tempfile.mkdtemp(prefix="kruidenier-till-"))
    place.chmod(0o755)
    yield place
    os.umask(before)
    shutil.rmtree(place)


@pytest.fixture
def around(place: Path) -> dict[str, str]:
    """An environment in which every helper that a program might start leaves a mark."""
    helper = place / "helper"
    helper.write_text(f"#!/bin/sh\ntouch {place / 'started'}\n")
    helper.chmod(0o755)
    home = place / "home"
    home.mkdir(0o700)
    return {"PYTHONPATH": str(SOURCE), "HOME": str(home), "TMPDIR": str(home), "LANG": "C.UTF-8"} | dict.fromkeys(
        HELPERS, str(helper)
    )


@pytest.mark.deep
def test_a_curious_volunteer_at_a_closed_till_finds_nothing(place: Path, around: dict[str, str]):
    # The administrator founds the shop; in it are a household with much to hide, and Marleen, who helps at the till.
    shop = place / "shop"
    kruidenier = (sys.executable, "-m", "kruidenier", "--lang", "en")
    founding = (*kruidenier, "init", str(shop), "--name", "Winkel", "--manager", "Els", "--pin", "-")
    subprocess.run(founding, env={**os.environ, **around}, input=b"1234\n", check=True, capture_output=True)
    _move_in(shop)

    # She tries all keys, the list of keys, and words that a shell would like.
    with Terminal(*kruidenier, "--shop", str(shop), env=around) as till:
        _sign_in(till)
        till.send(WITH_CTRL)
        till.send("\x10")
        till.until("Stop the program")
        till.send("\x1b")
        till.until("card >")
        till.send("".join(f"{word}\r" for word in WORDS))
        till.send("\x0c")
        till.until("Who are you?")

        # From another account she tries its files, its memory, its end, and the console.
        if os.getuid() == 0:
            tried = (sys.executable, "-c", STRANGER, str(shop), str(till.pid))
            told = subprocess.run(tried, env={**os.environ, **around}, check=True, capture_output=True, text=True)
            assert told.stdout == ""

        # Then she makes it crash, with a basket open.
        _sign_in(till)
        till.send("\x1b")
        till.until("card >")
        till.send("H1\r")
        till.until("MAY SHOP")
        os.kill(till.pid, signal.SIGSEGV)
        till.until_end()

    assert not [word for word in (*SECRETS, "Traceback", "$argon2") if word.encode() in till.painted]
    assert not (place / "started").exists()
    made = [shop, *shop.rglob("*"), *(place / "home").rglob("*")]
    assert not [path for path in made if path.stat().st_mode & 0o077]
    assert not [path for path in place.rglob("*core*") if path.is_file()]


def _move_in(folder: Path) -> None:
    shop = open_shop(folder)
    stand = Stand(shop, shop.counter(by="els", role="manager"))
    stand.do(staff.add, "Marleen", role="volunteer", pin="2468", lang="en")
    stand.household("H1", adults=2)
    stand.do(files.change, "H1", address=SECRETS[0], referred_by=SECRETS[1])
    stand.do(files.write_note, "H1", words=SECRETS[2], until=stand.today)
    shop.close()


def _sign_in(till: Terminal) -> None:
    till.until("Marleen")
    till.send("marleen\r")
    till.until("PIN")
    till.send("2468\r")
    till.until("TILL 1")
