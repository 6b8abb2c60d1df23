"""Shops that cannot be opened: a sentence with a way on, and exit code 3."""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Terminal

ROOT = Path(__file__).parents[2]
FEW_BYTES = 700_000


def test_a_folder_without_a_shop_says_how_to_make_one(tmp_path: Path):
    assert "kruidenier init" in Terminal(tmp_path).run("stock").stderr
    assert Terminal(tmp_path / "nowhere").no("stock", code=3) == "ShopMissing"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"\xff" * 5000])
def test_damaged_books_are_said_to_be(tmp_path: Path, content: bytes):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "kruidenier.db").write_bytes(content)
    result = Terminal(tmp_path).run("stock", "--json")
    assert result.exit_code == 3
    assert "Traceback" not in result.output
    assert json.loads(result.stdout)["refused"]["message"] in result.stderr


def test_books_torn_in_the_middle_are_found(shop_folder: Path):
    books = shop_folder / "data" / "kruidenier.db"
    whole = books.read_bytes()
    books.write_bytes(whole[:20_000] + b"\xee" * (len(whole) - 20_000))
    assert Terminal(shop_folder).no("check", code=3) == "ShopDamaged"


def test_books_of_a_newer_program_are_left_alone(shop_folder: Path):
    with sqlite3.connect(shop_folder / "data" / "kruidenier.db") as books:
        books.execute("UPDATE alembic_version SET version_num = '9999_from_tomorrow'")
    assert Terminal(shop_folder).no("sell", "--card", "H1", "rice", code=3) == "MadeByNewerProgram"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("database = [", "BadShopFile"),
        ("\ufeffdatabase = 1", "BadShopFile"),
        ("colour = 'red'", "BadShopFile"),
        ("database = 'garbage'", "NotADatabase"),
        ("database = 'mysql://root@server/shop'", "NotADatabase"),
        ("database = 'postgresql+nothing://root@server/shop'", "NotADatabase"),
        ("database = 'postgresql+psycopg://root:secret@127.0.0.1:1/shop'", "ShopUnreachable"),
    ],
)
def test_a_settings_file_that_leads_nowhere_is_said_to(tmp_path: Path, words: str, code: str):
    (tmp_path / "shop.toml").write_text(words, "utf-8")
    result = Terminal(tmp_path).run("stock", "--json")
    assert result.exit_code == 3
    assert json.loads(result.stdout)["refused"]["code"] == code
    assert "secret" not in result.output


def test_a_till_that_nobody_knows_is_said_with_those_known(shop_folder: Path):
    (shop_folder / "shop.toml").write_text('till = "9"\n', "utf-8")
    result = Terminal(shop_folder).run("sell", "--card", "H1", "rice", "--json")
    assert json.loads(result.stdout)["refused"]["code"] == "NoSuchTill"
    assert "Known tills: 1" in result.stderr


def test_a_full_disk_is_said_and_loses_nothing(shop_folder: Path, tmp_path: Path):
    goods = tmp_path / "goods.csv"
    rows = (f"{code};Nom {code};Naam {code};canned;piece" for code in range(100_000, 130_000))
    goods.write_text("code;name_fr;name_nl;group;sold_by\n" + "\n".join(rows) + "\n", "utf-8")
    before = (shop_folder / "data" / "kruidenier.db").stat().st_size
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "kruidenier",
            "--lang",
            "en",
            "--shop",
            shop_folder,
            "import",
            "products",
            goods,
            "--json",
        ],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (before + FEW_BYTES, before + FEW_BYTES)),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert json.loads(done.stdout)["refused"]["code"] == "DiskFull"
    terminal = Terminal(shop_folder)
    assert terminal.run("export", "products").stdout.count("\n") == 1
    assert terminal.json("check")["ok"]
