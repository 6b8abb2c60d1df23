"""Copies of the books: one file format for both databases, whole or not there at all, never over another."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from kruidenier.shop.opening import open_shop
from kruidenier.shop.restoring import NotEmpty, restore
from kruidenier.shop.tables import BOOKS
from kruidenier.shop.till import cash
from kruidenier.shop.till.values import Kept
from kruidenier.store import backup, guards
from kruidenier.store.backup import BackupExists, BackupNotWritten, NotABackup, require_whole
from kruidenier.store.opening import newest_layout
from tests.conftest import write_config
from tests.kit import NOW, Stand, day


@pytest.fixture
def busy(stand: Stand) -> Stand:
    """A shop with something in nearly every table, names that trip copies among it."""
    stand.product("rice", names={"nl": "Rijst 'bio'", "fr": "Riz “long”", "en": "[b]=cmd()"}, fixed=100, content=500)
    stand.product("apples", name="ليلى 🍎", group="fruit", by_weight=True, reference=300)
    stand.supplier()
    stand.lot("rice", 10, grams=5000, best_before="2027-05-01", lot_code="L42")
    stand.crates("fruit", 5000)
    stand.household("H1", members=[(1980, None), (2024, 3)], esf=("2026-01-01", None))
    stand.household("H2", adults=9, lang="ar")
    stand.hold_back("H2", "paused", "2026-01-01", "2026-02-01")
    stand.setting("price.percent", 40, valid_from="2027-01-01")
    stand.do(cash.open_drawer, float_cents=1000)
    stand.sell("H1", ("rice", 2), ("apples", "733g"))
    stand.refund("1-000002", "rice")
    stand.void(stand.sell("H2", "rice").number)
    stand.sell("H2", "rice", paper=Kept("P1", NOW - dt.timedelta(days=1)), override="it was raining")
    stand.do(cash.close_drawer, coins={500: 2})
    stand.another_till()
    basket = stand.welcome("H2")
    stand.scan(basket, "rice", count=2)
    assert stand.faults() == []
    return stand


def contents(stand: Stand) -> dict[str, list[dict[str, Any]]]:
    """Read every table through the program's own types, in the order of keys."""
    with stand.shop.reading() as session:
        return {
            table.name: [
                dict(row) for row in session.execute(table.select().order_by(*table.primary_key.columns)).mappings()
            ]
            for table in BOOKS.sorted_tables
        }


def save(stand: Stand, file: Path) -> Path:
    with stand.shop.reading() as session:
        engine: Any = session.get_bind()
    return backup.save(engine, file)


def test_a_backup_is_one_whole_file_of_the_newest_layout_on_either_database(busy: Stand, tmp_path: Path):
    file = tmp_path / "copies" / "today.kruidenier"
    assert save(busy, file) == file
    assert require_whole(file) == newest_layout()
    assert [entry.name for entry in file.parent.iterdir()] == [file.name]  # no -wal, no .part
    with sqlite3.connect(file) as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert copy.execute("SELECT count(*) FROM sale").fetchone() == (5,)


@pytest.mark.parametrize("onto", ["sqlite", "postgresql"])
def test_a_shop_restored_from_a_backup_has_the_same_rows_and_values(
    busy: Stand, tmp_path: Path, onto: str, request: pytest.FixtureRequest
):
    before = contents(busy)
    file = save(busy, tmp_path / "copy.kruidenier")
    folder = tmp_path / "restored"
    if onto == "postgresql":
        write_config(folder, request.getfixturevalue("empty_database"))
    shop = restore(file, folder, by="els", now=NOW)
    again = Stand(shop, shop.counter(by="els", role="manager"))
    after = contents(again)
    del after["journal"][len(before["journal"]) :]  # the restoring itself is one line more
    for head in (*before["till"], *after["till"]):
        del head["journal_seq"], head["journal_hash"]
    for table, rows in before.items():
        assert after[table] == rows, table
    assert again.faults() == []
    with shop.reading() as session:
        assert guards.missing(session.connection()) == []
    sold = again.sell("H1", "rice")
    assert int(sold.number.split("-")[1]) > 6
    assert again.faults() == []
    shop.close()


def test_a_backup_while_tills_sell_is_of_one_moment(busy: Stand, tmp_path: Path):
    stop = threading.Event()

    def sell() -> None:
        while not stop.is_set():
            busy.sell("H1", "rice", override="busy day")

    thread = threading.Thread(target=sell)
    thread.start()
    try:
        files = [save(busy, tmp_path / f"{n}.kruidenier") for n in range(3)]
    finally:
        stop.set()
        thread.join()
    for n, file in enumerate(files):
        shop = restore(file, tmp_path / f"restored{n}", by="els", now=NOW)
        assert Stand(shop, shop.counter(by="els", role="manager")).faults() == []
        shop.close()


def test_a_backup_never_overwrites_another(busy: Stand, tmp_path: Path):
    file = tmp_path / "copy.kruidenier"
    file.write_text("something else")
    with pytest.raises(BackupExists, match="never overwrites"):
        save(busy, file)
    assert file.read_text() == "something else"


def test_a_place_that_cannot_be_written_is_said_and_nothing_is_left_behind(busy: Stand, tmp_path: Path):
    (tmp_path / "in the way").write_text("")
    with pytest.raises(BackupNotWritten, match="Choose another disk"):
        save(busy, tmp_path / "in the way" / "copy.kruidenier")
    assert busy.faults() == []


SMALL = """
import resource, sys
from pathlib import Path
from kruidenier.errors import ShopError
from kruidenier.shop.opening import open_shop
from kruidenier.store import backup
shop = open_shop(Path(sys.argv[1]))
most = int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
try:
    backup.save(shop.reading.kw["bind"], Path(sys.argv[2]))
except ShopError as refusal:
    print(refusal.code)
"""


@pytest.mark.parametrize("room", [0, 5000, 200_000])
def test_a_full_disk_leaves_no_half_backup(busy: Stand, tmp_path: Path, room: int):
    """A limit on the size of files stands in for the disk: writes beyond it fail as on a full one."""
    target = tmp_path / "copies" / "copy.kruidenier"
    command = [sys.executable, "-c", SMALL, str(busy.shop.folder), str(target), str(room)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("BackupNotWritten\n", "")
    assert list(target.parent.iterdir()) == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_damaged_shop_gives_no_backup(busy: Stand, tmp_path: Path):
    database = busy.shop.config.database
    assert isinstance(database, Path)
    busy.shop.close()
    whole = database.read_bytes()
    database.write_bytes(whole[: len(whole) // 2] + os.urandom(len(whole) // 2))
    with pytest.raises(BackupNotWritten):
        save(busy, tmp_path / "copy.kruidenier")
    assert not (tmp_path / "copy.kruidenier").exists()


@pytest.mark.parametrize("name", ["50% #1?", "é 'x'", "%41"])
def test_any_name_will_do(busy: Stand, tmp_path: Path, name: str):
    file = save(busy, tmp_path / name / f"{name}.kruidenier")
    shop = restore(file, tmp_path / f"shop {name}", by="els", now=NOW)
    assert shop.heading().name == "Kruidenier"
    shop.close()


@pytest.mark.parametrize(
    "words", [b"", b"garbage", b"SQLite format 3\x00" + b"\x00" * 5000, "half", "no books", "no layout"], ids=str
)
def test_what_is_no_backup_is_refused(busy: Stand, tmp_path: Path, words: bytes | str):
    file = tmp_path / "copy.kruidenier"
    if isinstance(words, bytes):
        file.write_bytes(words)
    elif words == "half":
        save(busy, file)
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    else:
        with sqlite3.connect(file) as other:
            table = "alembic_version (version_num TEXT)" if words == "no layout" else "x (y)"
            other.execute(f"CREATE TABLE {table}")
    with pytest.raises(NotABackup):
        restore(file, tmp_path / "restored", by="els", now=NOW)
    assert not (tmp_path / "restored" / "data").exists()


def test_a_missing_backup_is_refused(tmp_path: Path):
    with pytest.raises(NotABackup):
        restore(tmp_path / "nowhere.kruidenier", tmp_path / "restored", by="els", now=NOW)


def test_nothing_is_restored_over_something_else(busy: Stand, tmp_path: Path):
    file = save(busy, tmp_path / "copy.kruidenier")
    with pytest.raises(NotEmpty):
        restore(file, busy.shop.folder, by="els", now=NOW)
    (tmp_path / "old" / "data").mkdir(parents=True)
    (tmp_path / "old" / "data" / "kruidenier.db-wal").write_bytes(b"old")
    with pytest.raises(NotEmpty):
        restore(file, tmp_path / "old", by="els", now=NOW)
    assert busy.faults() == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_nothing_is_restored_into_a_server_that_holds_a_shop(busy: Stand, tmp_path: Path, fresh_database: str):
    file = save(busy, tmp_path / "copy.kruidenier")
    write_config(tmp_path / "restored", fresh_database)
    with pytest.raises(NotEmpty):
        restore(file, tmp_path / "restored", by="els", now=NOW)
    with psycopg.connect(fresh_database.replace("postgresql+psycopg://", "postgresql://", 1)) as server:
        assert server.execute("SELECT count(*) FROM sale").fetchone() == (0,)


def test_numbers_go_on_beyond_the_highest_receipt_found(busy: Stand, tmp_path: Path):
    file = save(busy, tmp_path / "copy.kruidenier")
    busy.sell("H1", "rice", override="after the backup")
    receipts = tmp_path / "restored" / "receipts" / "2026"
    receipts.mkdir(parents=True)
    (receipts / "1-000412.pdf").write_text("")
    (receipts / "notes.txt").write_text("")
    shop = restore(file, tmp_path / "restored", by="els", now=NOW)
    again = Stand(shop, shop.counter(by="els", role="manager"))
    assert again.sell("H1", "rice", override="x").number == "1-000413"
    assert again.another_till().sell("H1", "rice", override="x").number == "2-000001"
    shop.close()


def test_rows_that_point_at_later_ones_are_copied_too(busy: Stand, tmp_path: Path, empty_database: str):
    """Merged households may point at a younger one, and a clock that goes back makes a void's key the smaller."""
    with busy.shop.writing.begin() as session:
        keys = sorted(str(row.id) for row in session.execute(text("SELECT id FROM household")))
        session.execute(text(f"UPDATE household SET merged_into = '{keys[1]}' WHERE id = '{keys[0]}'"))
    file = save(busy, tmp_path / "copy.kruidenier")
    write_config(tmp_path / "restored", empty_database)
    shop = restore(file, tmp_path / "restored", by="els", now=NOW)
    with shop.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM household WHERE merged_into IS NOT NULL")) == 1
    shop.close()


def test_days_and_moments_come_back_as_they_were(busy: Stand, tmp_path: Path):
    file = save(busy, tmp_path / "copy.kruidenier")
    shop = restore(file, tmp_path / "restored", by="els", now=NOW)
    again = Stand(shop, shop.counter(by="els", role="manager"))
    (sale,) = (again.ask(_look_up, number) for number in ("1-000002",))
    assert (sale.at, sale.date) == (NOW, day("2026-11-24"))
    assert sale == busy.ask(_look_up, "1-000002")
    shop.close()


def _look_up(session: Any, number: str) -> Any:
    from kruidenier.shop.till import sales

    return sales.look_up(session, number)


def test_restoring_only_reads_the_backup(busy: Stand, tmp_path: Path):
    file = save(busy, tmp_path / "copy.kruidenier")
    written = file.stat().st_mtime_ns
    restore(file, tmp_path / "restored", by="els", now=NOW).close()
    assert file.stat().st_mtime_ns == written
    open_shop(tmp_path / "restored").close()
