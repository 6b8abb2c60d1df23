"""Copies of the books, shops made from them, and the books proved, at the console."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from kruidenier.shop.goods import day_lists
from tests.cli.conftest import Terminal
from tests.conftest import write_config
from tests.kit import Stand


@pytest.fixture
def copy(terminal: Terminal, shelf: Stand, tmp_path: Path) -> Path:
    """A backup of a shop in which something was sold."""
    terminal.json("sell", "--card", "H1", "rice*2", "--pay", "cash=500")
    file = tmp_path / "monday.kruidenier"
    terminal.json("backup", file)
    return file


def test_a_backup_is_one_whole_file_of_its_own(terminal: Terminal, copy: Path):
    assert sqlite3.connect(copy).execute("SELECT number FROM sale").fetchall() == [("1-000001",)]
    assert sorted(path.name for path in copy.parent.glob("monday*")) == [copy.name]
    assert terminal.no("backup", copy) == "BackupExists"
    assert terminal.no("backup", "/proc/nowhere/x") == "BackupNotWritten"


def test_a_backup_ticks_itself_off(shelf: Stand, copy: Path):
    assert copy.exists()
    assert list(shelf.ask(day_lists.ticks, "closing", on=shelf.today)) == [("backup", "")]


def test_a_shop_is_restored_into_a_new_folder(terminal: Terminal, copy: Path, tmp_path: Path):
    restored = Terminal(tmp_path / "again")
    assert terminal.json("restore", copy, restored.folder) == {"shop": str(restored.folder)}
    assert restored.json("sale", "1-000001") == terminal.json("sale", "1-000001") | {"receipt": None}
    assert restored.json("check")["ok"]
    assert sorted(path.name for path in restored.folder.iterdir()) == ["data", "receipts"]
    assert [path.name for path in (restored.folder / "data").iterdir()] == ["kruidenier.db"]


def test_numbers_go_on_beyond_the_receipts_that_are_there(copy: Path, terminal: Terminal, tmp_path: Path):
    folder = tmp_path / "again"
    (folder / "receipts" / "2026").mkdir(parents=True)
    (folder / "receipts" / "2026" / "1-000041.pdf").touch()
    (folder / "receipts" / "2026" / "drawer-1-000042.pdf").touch()
    terminal.json("restore", copy, folder)
    assert Terminal(folder).json("sell", "--card", "H1", "rice", "--pay", "card")["number"] == "1-000043"


def test_a_shop_is_restored_onto_a_server(copy: Path, terminal: Terminal, tmp_path: Path, empty_database: str):
    folder = tmp_path / "again"
    write_config(folder, empty_database)
    terminal.json("restore", copy, folder)
    restored = Terminal(folder)
    assert restored.json("sale", "1-000001")["total_cents"] == 120
    assert restored.json("check") == {"ok": True, "faults": []}
    assert restored.json("sell", "--card", "H1", "rice", "--pay", "card")["number"] == "1-000002"
    shutil.rmtree(folder / "receipts")
    assert terminal.no("restore", copy, folder) == "NotEmpty"


def test_nothing_old_is_mixed_with_what_is_restored(copy: Path, terminal: Terminal, tmp_path: Path):
    assert terminal.no("restore", copy, terminal.folder) == "NotEmpty"
    folder = tmp_path / "again"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "kruidenier.db-wal").write_bytes(b"old")
    assert terminal.no("restore", copy, folder) == "NotEmpty"
    assert terminal.no("restore", copy, copy) == "NotEmpty"


def test_a_torn_or_foreign_file_is_no_backup(copy: Path, terminal: Terminal, tmp_path: Path):
    folder = tmp_path / "again"
    torn = tmp_path / "torn"
    torn.write_bytes(copy.read_bytes()[:50_000])
    text = tmp_path / "list.csv"
    text.write_text("gtin,name_fr\n", "utf-8")
    for file in (torn, text, tmp_path / "missing", tmp_path):
        assert terminal.no("restore", file, folder) == "NotABackup"
    assert not folder.exists()


def test_a_backup_whose_books_do_not_agree_makes_no_shop(copy: Path, terminal: Terminal, tmp_path: Path):
    with sqlite3.connect(copy) as books:
        books.execute("UPDATE lot SET count = count + 1")
    assert terminal.no("restore", copy, tmp_path / "again") == "BackupNotSound"
    assert list((tmp_path / "again").iterdir()) == []


def test_a_backup_of_a_newer_program_makes_no_shop(copy: Path, terminal: Terminal, tmp_path: Path):
    with sqlite3.connect(copy) as books:
        books.execute("UPDATE alembic_version SET version_num = '9999_from_tomorrow'")
    assert terminal.no("restore", copy, tmp_path / "again", code=3) == "MadeByNewerProgram"
    assert list((tmp_path / "again").iterdir()) == []


def test_check_finds_what_was_changed_behind_its_back(terminal: Terminal, shelf: Stand):
    from sqlalchemy import text

    assert terminal.run("check").exit_code == 0
    with shelf.shop.writing.begin() as session:
        session.execute(text("UPDATE lot SET count = count + 1 WHERE number = 'L1-000001'"))
    result = terminal.run("check", "--json")
    assert result.exit_code == 1
    assert '"ok": false' in result.stdout
    assert '"where": "L1-000001"' in result.stdout
    assert "L1-000001" in terminal.run("check").stdout
