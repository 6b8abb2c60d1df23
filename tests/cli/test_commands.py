"""The command itself: help at once, wrong use, languages, and a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from kruidenier import __version__
from kruidenier.cli.root import COMMANDS, kruidenier
from tests.benchmarks.terminal import Terminal as Typist
from tests.cli.conftest import Terminal

ROOT = Path(__file__).parents[2]
HEAVY = ("sqlalchemy", "textual", "reportlab", "babel", "alembic", "argon2")


def run(*words: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    around = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "LANG": "C.UTF-8", **env}
    return subprocess.run(
        [sys.executable, "-m", "kruidenier", *words], env=around, capture_output=True, timeout=120, check=False
    )


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["sell", "--help"], ["import", "--help"]])
def test_help_needs_nothing_heavy(words):
    script = (
        "import sys\nfrom kruidenier.cli.root import kruidenier\n"
        f"try: kruidenier({words!r}, prog_name='kruidenier')\nexcept SystemExit: pass\n"
        f"heavy = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "print('HEAVY', heavy, file=sys.stderr)"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "LANG": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert "HEAVY []" in done.stderr, done.stderr


def test_the_version_is_told():
    assert run("--version").stdout.decode().strip() == f"kruidenier {__version__}"


def test_every_command_has_help_in_every_language():
    for name in COMMANDS:
        told = {
            lang: CliRunner().invoke(kruidenier, ["--lang", lang, name, "--help"]).stdout for lang in ("en", "nl", "fr")
        }
        assert all(text.startswith(("Usage:", "Gebruik:", "Usage\u00a0:")) for text in told.values()), told
        assert len(set(told.values())) == 3, name


def test_wrong_use_is_told_and_ends_with_two():
    for words in (["sells"], ["sell", "--frd"], ["--lang", "de", "stock"], ["import", "prices", "x.csv"], ["staff"]):
        result = CliRunner().invoke(kruidenier, words, env={"LANG": "C.UTF-8"})
        assert result.exit_code == 2, words
        assert "Usage: kruidenier" in result.stderr


def test_the_terminals_language_is_spoken_before_any_shop_is_known():
    told = CliRunner().invoke(kruidenier, ["sells"], env={"LANG": "fr_BE.UTF-8", "LC_ALL": None, "LC_MESSAGES": None})
    assert "Usage: kruidenier" not in told.stderr
    told = CliRunner().invoke(kruidenier, ["--lang", "fr", "settings", "list", "all"])
    assert "Ceci est de trop\u00a0: all" in told.stderr


def test_a_whole_day_in_processes_of_their_own(tmp_path: Path):
    shop = str(tmp_path / "winkel")
    assert run("init", shop, "--name", "Winkel", "--manager", "Noor", "--pin", "1234").returncode == 0
    goods = tmp_path / "goods.csv"
    goods.write_text("gtin;name_nl;name_fr;group;sold_by;price_cents\n5410188031072;ĳs;;frozen;piece;125\n", "utf-8")
    people = tmp_path / "people.csv"
    people.write_text(
        "card,display_name,lang,adults,children,referred_by,access_from,access_until\n"
        "H1,Familie,nl,2,0,OCMW,2020-01-01,2099-12-31\n",
        "utf-8",
    )
    assert run("--shop", shop, "import", "products", str(goods)).returncode == 0
    assert run("import", "households", str(people), KRUIDENIER_SHOP=shop).returncode == 0
    sold = run("--shop", shop, "sell", "--card", "h1", "5410188031072*2", "--pay", "cash=300", "--json")
    assert sold.returncode == 0, sold.stderr
    sale = json.loads(sold.stdout)
    assert (sale["lines"][0]["name"], sale["change_cents"]) == ("ĳs", 50)
    assert (tmp_path / "winkel" / sale["receipt"]).exists()
    assert json.loads(run("--shop", shop, "check", "--json").stdout) == {"ok": True, "faults": []}


def test_json_is_utf_8_whatever_the_terminal_can_show(tmp_path: Path):
    shop = str(tmp_path / "s")
    assert run("init", shop, "--name", "Épicerie ĳ", "--manager", "Noor", "--pin", "1234").returncode == 0
    told = run(
        "--shop",
        shop,
        "staff",
        "add",
        "Zoë مرحبا",
        "--role",
        "staff",
        "--pin",
        "1234",
        "--json",
        PYTHONIOENCODING="latin-1",
    )
    assert json.loads(told.stdout.decode("utf-8"))["name"] == "Zoë مرحبا"
    shown = run("--shop", shop, "staff", "list", PYTHONIOENCODING="latin-1")
    assert shown.returncode == 0
    assert b"Zo\xeb ?????" in shown.stdout


def test_words_that_are_no_text_are_wrong_use(tmp_path: Path):
    words: list[str | bytes] = [sys.executable, "-m", "kruidenier", "sell", "--card", b"\xff\xfe", "rice"]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "LANG": "C.UTF-8"}
    done = subprocess.run(words, env=env, capture_output=True, timeout=60, check=False)
    assert done.returncode == 2
    assert b"UTF-8" in done.stderr


def test_a_fault_of_the_program_is_written_down_and_said(tmp_path: Path, shop_folder: Path):
    script = (
        "import sys\nfrom kruidenier.shop.figures import stock_levels\n"
        "def levels(*a, **k): raise ZeroDivisionError('a bug')\n"
        "stock_levels.levels = levels\n"
        "from kruidenier.__main__ import main\n"
        f"sys.argv = ['kruidenier', '--lang', 'en', '--shop', {str(shop_folder)!r}, 'stock']\nmain()\n"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", script], env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 70
    assert "Traceback" not in done.stderr
    assert "kruidenier.log" in done.stderr
    assert "ZeroDivisionError: a bug" in (shop_folder / "data" / "log" / "kruidenier.log").read_text()


@pytest.mark.parametrize(
    "words", [["stock", "--json"], ["staff", "list"], ["export", "products"], ["sale", "1", "--json"]]
)
def test_an_answer_that_finds_no_room_is_no_fault_of_the_program(shop_folder: Path, words: list[str]):
    """What was asked may be done: nobody is told that it was not."""
    around = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "LANG": "C.UTF-8"}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kruidenier", "--lang", "en", "--shop", str(shop_folder), *words],
            env=around,
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert b"could not be written (No space left on device). Look what was done" in done.stderr


def test_without_a_shop_option_the_current_folder_is_taken(shop_folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(shop_folder)
    monkeypatch.delenv("KRUIDENIER_SHOP", raising=False)
    assert CliRunner().invoke(kruidenier, ["stock", "--json"]).exit_code == 0


def test_what_the_program_writes_is_closed_to_other_accounts(tmp_path: Path):
    """Whatever else the machine lets people do with new files."""
    shop, copy, listed = tmp_path / "winkel", tmp_path / "copy", tmp_path / "list.csv"
    before = os.umask(0)
    try:
        founded = run("init", str(shop), "--name", "Winkel", "--manager", "Noor", "--pin", "1234")
        for words in (("backup", str(copy)), ("export", "products", "-o", str(listed)), ("cash", "open")):
            run("--shop", str(shop), *words)
    finally:
        os.umask(before)
    assert founded.returncode == 0
    made = [shop, copy, listed, *shop.rglob("*")]
    assert {path.stat().st_mode & 0o077 for path in made} == {0}


def test_a_pin_is_asked_at_a_terminal_unseen(tmp_path: Path):
    words = ("init", str(tmp_path / "s"), "--name", "Winkel", "--manager", "Noor", "--pin", "-")
    command = (sys.executable, "-m", "kruidenier", "--lang", "en", *words)
    with Typist(*command, env={"PYTHONPATH": str(ROOT / "src")}) as typist:
        typist.until("PIN of Noor")
        typist.send("4711\r")
        typist.until("Sign in as noor.")
    assert b"4711" not in typist.painted


def test_screens_are_not_opened_where_nobody_can_press_a_key(shop_folder: Path):
    done = run("--shop", str(shop_folder), "--lang", "en")
    assert done.returncode == 2
    assert b"The screens need a terminal." in done.stderr


def test_a_question_never_writes(terminal: Terminal, stand):
    before = stand.rows("SELECT count(*) FROM journal")
    for words in (["stock"], ["settings", "list"], ["staff", "list"], ["export", "products"], ["check"]):
        assert replace(terminal, lang=None).run(*words).exit_code == 0
    assert stand.rows("SELECT count(*) FROM journal") == before


def test_help_pages_are_read_at_the_console(terminal: Terminal):
    assert "kiosk" in terminal.run("help").stdout.split()
    assert "kruidenier-till.service" in terminal.run("help", "kiosk").stdout
    assert "lost key is lost books" in terminal.run("help", "encryption").stdout
    assert "kiosk" in terminal.wrong("help", "nonsense")
