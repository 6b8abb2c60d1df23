"""Encrypted books at the console: encrypting them, the ways to their key, and what is said of it."""

from __future__ import annotations

import multiprocessing
import os
import pty
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path

import keyring
import keyring.backend
import keyring.errors
import pytest

from kruidenier.shop.office import staff
from kruidenier.shop.opening import open_shop
from kruidenier.store import driver
from tests.cli.conftest import Terminal
from tests.conftest import write_config
from tests.encrypted import WORDS, books_file, stand_in
from tests.shop.supplying import gives

WRONG = "olifant regen zolder kwartier"


class Drawer(keyring.backend.KeyringBackend):
    """A keyring that keeps everything in memory, or has nothing to say."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.is_shut = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.is_shut:
            raise keyring.errors.KeyringLocked
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture(autouse=True)
def drawer() -> Iterator[Drawer]:
    before, drawer = keyring.get_keyring(), Drawer()
    keyring.set_keyring(drawer)
    yield drawer
    keyring.set_keyring(before)


@pytest.fixture(scope="module")
def busy(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop with a supplier's gift and a sale."""
    folder = tmp_path_factory.mktemp("busy") / "shop"
    shutil.copytree(founded, folder)
    shop = open_shop(folder)
    stand = stand_in(shop)
    stand.product("rice", fixed=60, content=500)
    stand.supplier("miroir")
    gives(stand, {"code": "rice", "count": 10})
    stand.household("H1", adults=2)
    stand.sell("H1", "rice")
    shop.close()
    return folder


@pytest.fixture(scope="module")
def encrypted(busy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same shop, encrypted."""
    folder = Path(shutil.copytree(busy, tmp_path_factory.mktemp("encrypted") / "shop"))
    encrypt(Terminal(folder))
    return folder


@pytest.fixture
def plain(busy: Path, tmp_path: Path) -> Terminal:
    """A terminal at a shop whose books are not encrypted yet."""
    return Terminal(Path(shutil.copytree(busy, tmp_path / "shop")))


@pytest.fixture
def sealed(encrypted: Path, tmp_path: Path) -> Terminal:
    """A terminal at a shop whose books are encrypted."""
    return Terminal(Path(shutil.copytree(encrypted, tmp_path / "shop")))


@pytest.fixture
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with the key, named in the environment."""
    file = tmp_path / "key"
    file.write_text(f"{WORDS}\n", "utf-8")
    monkeypatch.setenv("KRUIDENIER_KEY_FILE", str(file))
    return file


def encrypt(terminal: Terminal) -> str:
    done = terminal.run("encrypt", "--key", "-", input=f"{WORDS}\n")
    assert done.exit_code == 0, done.output
    return done.output


def test_books_are_encrypted_with_a_clear_word(plain: Terminal):
    plain.run("backup")
    said = encrypt(plain)
    for words in ("lost key is lost books", "stolen while it is off", "does not help while the program runs"):
        assert words in said
    assert "2 copies are readable without a key" in said
    for line in [line.strip() for line in said.splitlines() if line.startswith("  rm ")]:
        Path(line.removeprefix("rm ")).unlink()
    assert list((plain.folder / "data" / "backups").iterdir()) == []
    assert f"keyring set kruidenier {plain.folder}" in said
    assert driver.is_encrypted(books_file(plain.folder))


def test_without_a_key_nothing_opens(sealed: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    assert sealed.no("check", code=3) == "KeyMissing"
    wrong = tmp_path / "wrong"
    wrong.write_text(WRONG)
    monkeypatch.setenv("KRUIDENIER_KEY_FILE", str(wrong))
    assert sealed.no("check", code=3) == "WrongKey"
    wrong.write_bytes(b"\xff\xff")
    assert sealed.no("check", code=3) == "KeyFileUnreadable"
    monkeypatch.setenv("KRUIDENIER_KEY_FILE", str(tmp_path / "nowhere"))
    assert sealed.no("check", code=3) == "KeyFileUnreadable"


def test_a_key_in_a_file_opens_books_and_copies(sealed: Terminal, key_file: Path, tmp_path: Path):
    assert sealed.json("check") == {"ok": True, "faults": []}
    sealed.json("backup", tmp_path / "monday.kruidenier")
    again = Terminal(tmp_path / "again")
    again.json("restore", tmp_path / "monday.kruidenier", again.folder)
    assert again.json("sell", "--card", "H1", "rice", "--pay", "card")["number"] == "1-000004"
    told = sealed.json("privacy", "machine")
    assert (told["books_here"], told["books_sealed"], told["copies"], told["sealed_copies"]) == (True, True, 1, 0)
    assert "but not all copies" in sealed.run("privacy", "machine").stdout
    for copy in books_file(sealed.folder).parent.rglob("before-encrypted-*"):
        copy.unlink()
    assert "Was the key beside it" in sealed.run("privacy", "machine").stdout
    done = sealed.json("decrypt")
    assert (done["encrypted"], done["books"]) == (False, str(books_file(sealed.folder)))
    assert done["readable"] == []
    assert sealed.no("decrypt") == "NotEncrypted"


def test_the_key_is_taken_from_the_keyring_of_the_system(sealed: Terminal, drawer: Drawer):
    drawer.set_password("kruidenier", str(sealed.folder), WORDS)
    assert sealed.json("check")["ok"]
    drawer.set_password("kruidenier", str(sealed.folder), WRONG)
    refused = sealed.run("check")
    assert (refused.exit_code, "keyring is another one" in refused.stderr) == (3, True)
    drawer.is_shut = True
    assert sealed.no("check", code=3) == "KeyMissing"


def test_a_machine_without_a_keyring_asks(sealed: Terminal, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert sealed.no("check", code=3) == "KeyMissing"


def test_whom_and_what_it_refuses(plain: Terminal, tmp_path: Path, fresh_database: str):
    assert "terminal" in plain.wrong("encrypt")
    assert "-" in plain.wrong("encrypt", "--key", WORDS)
    short = plain.run("encrypt", "--key", "-", "--json", input="1234\n")
    assert (short.exit_code, "KeyTooShort" in short.stdout) == (1, True)
    shop = open_shop(plain.folder)
    stand_in(shop).do(staff.add, "Benoit", role="staff", pin="3333")
    shop.close()
    assert plain.as_("benoit", "3333").no("encrypt", "--key", "-") == "NotAllowed"
    assert plain.as_("benoit", "3333").no("decrypt") == "NotAllowed"
    write_config(tmp_path / "server", fresh_database)
    assert Terminal(tmp_path / "server").no("encrypt", "--key", "-") == "BooksOnServer"


def test_the_key_stands_in_no_output_log_or_journal(plain: Terminal, key_file: Path, tmp_path: Path):
    said = encrypt(plain)
    said += plain.run("journal", "--json").output + plain.run("check").output
    key_file.write_text(WRONG)
    said += plain.run("check", "--json").output
    files = b"".join(file.read_bytes() for file in plain.folder.rglob("*") if file.is_file())
    for word in (*WORDS.split(), *WRONG.split()):
        assert word not in said
        assert word.encode() not in files


def test_the_processes_that_make_reports_get_the_key_where_nobody_sees_it(
    sealed: Terminal, key_file: Path, tmp_path: Path
):
    seen = set()
    with ThreadPoolExecutor(1) as beside:
        made = beside.submit(sealed.json, "report", "suppliers", "--year", "2026", "-o", tmp_path / "reports")
        while not wait([made], timeout=0.01).done:
            for maker in multiprocessing.active_children():
                with suppress(OSError):  # it is over meanwhile
                    seen |= {Path(f"/proc/{maker.pid}/{file}").read_bytes() for file in ("cmdline", "environ")}
    assert [(one["supplier"], one["why"]) for one in made.result()["reports"]] == [("miroir", None)]
    assert len(seen) >= 2
    assert not any(WORDS.split()[0].encode() in some for some in seen)


def at_a_terminal(folder: Path, *words: str, types: list[str]) -> tuple[int, str]:
    """Run the program at a terminal of its own, and type a line whenever it asks for something secret."""
    pid, here = pty.fork()
    if pid == 0:
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LANG": "C.UTF-8"}
        command = [sys.executable, "-m", "kruidenier", "--shop", str(folder), "--lang", "en", *words]
        os.execve(sys.executable, command, environment)
    said = b""
    while True:
        try:
            said += os.read(here, 4096)
        except OSError:
            break
        if said.endswith(b": ") and types:  # however little of it came at once
            os.write(here, f"{types.pop(0)}\n".encode())
    os.close(here)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), said.decode()


def test_the_key_is_typed_unseen_and_three_times_at_most(plain: Terminal):
    code, said = at_a_terminal(plain.folder, "encrypt", types=[WORDS, WRONG, WORDS, WORDS])
    assert (code, "do not match" in said) == (0, True)
    code, told = at_a_terminal(plain.folder, "check", types=[WRONG, WORDS])
    assert (code, "The books are sound." in told) == (0, True)
    code, refused = at_a_terminal(plain.folder, types=[WRONG, WRONG, WRONG])
    assert (code, refused.count("This key does not open")) == (3, 3)
    assert not any(word in said + told + refused for word in (*WORDS.split(), *WRONG.split()))
