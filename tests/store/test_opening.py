"""Opening the books: made by migrations, brought up to date after a copy, or a sentence why not."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, select, text
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session

from kruidenier.errors import ShopNotOpened
from kruidenier.shop.founding import ShopThere, found_shop
from kruidenier.shop.opening import OpenShop, open_shop
from kruidenier.shop.tables import BOOKS
from kruidenier.store import opening
from kruidenier.store.asking import remembered
from kruidenier.store.backup import require_whole
from kruidenier.store.opening import (
    DiskFull,
    MadeByNewerProgram,
    ShopDamaged,
    ShopInUse,
    ShopMissing,
    ShopUnreachable,
    newest_layout,
)
from tests.conftest import write_config
from tests.databases import on_server
from tests.kit import NOW, Stand
from tests.layouts import bring_next


def books_file(folder: Path) -> Path:
    return folder / "data" / "kruidenier.db"


def rows(file: Path) -> dict[str, list[object]]:
    with sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True) as books:
        tables = [name for (name,) in books.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: books.execute(f"SELECT * FROM {table}").fetchall() for table in tables}


def backups(folder: Path) -> list[Path]:
    return sorted((folder / "data" / "backups").glob("*"))


# A new shop


def test_the_migrations_make_exactly_the_tables_that_the_program_knows(shop: OpenShop):
    with shop.reading() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        found = [
            change
            for change in compare_metadata(context, BOOKS)
            if "product_fts" not in str(change) and "ix_product_words_found" not in str(change)
        ]
    assert found == []


def test_each_migration_lies_in_a_file_named_as_the_layout_it_makes():
    config = Config()
    config.set_main_option("script_location", str(opening.MIGRATIONS))
    revisions = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert opening.layouts() == revisions[::-1]


def test_every_check_is_named_and_there(shop: OpenShop):
    from sqlalchemy import inspect

    with shop.reading() as session:
        there = inspect(session.connection())
        sqlite = session.get_bind().dialect.name == "sqlite"
        for table in BOOKS.sorted_tables:
            wanted = {
                str(check.name)
                for check in table.constraints
                if isinstance(check, CheckConstraint) and (sqlite or not str(check.name).endswith("_whole"))
            }
            assert {check["name"] for check in there.get_check_constraints(table.name)} == wanted, table.name


def test_an_embedded_shop_writes_ahead_syncs_fully_and_keeps_its_links(shop_folder: Path):
    shop = open_shop(shop_folder)
    with shop.writing() as session:
        asked = {
            name: session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "query_only")
        }
    with shop.reading() as session:
        reading = session.scalar(text("PRAGMA query_only"))
    shop.close()
    assert (asked, reading) == ({"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "query_only": 0}, 1)


def test_readers_cannot_write(stand: Stand):
    with stand.shop.reading() as session, pytest.raises(Exception, match=r"readonly|read-only"):
        session.execute(text("UPDATE shop SET name = 'x'"))


def test_a_report_locks_no_till_out_and_sees_one_moment(stand: Stand):
    stand.product("rice", fixed=100)
    stand.household("H1", adults=9)
    with stand.shop.reading() as session:
        before = session.scalar(text("SELECT count(*) FROM sale"))
        stand.sell("H1", "rice")
        assert session.scalar(text("SELECT count(*) FROM sale")) == before
    assert stand.rows("SELECT count(*) AS n FROM sale")[0].n == 1


def test_what_is_asked_again_and_again_stays_prepared_on_a_server(fresh_database: str):
    _writer, reader = opening.engines(fresh_database)
    for _ in range(9):
        with reader.connect() as connection:
            connection.execute(text("SELECT name FROM shop"))
    with reader.connect() as connection:
        prepared = connection.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
    reader.dispose()
    assert "SELECT name FROM shop" in prepared


def test_one_moment_of_the_books_is_asked_once_and_changing_books_each_time(stand: Stand):
    asked = []

    @remembered
    def name_of(session: Session, key: int) -> str | None:
        asked.append(key)
        name: str | None = session.scalar(text("SELECT name FROM shop WHERE id = :key"), {"key": key})
        return name

    with stand.shop.reading() as session:
        assert [name_of(session, 1), name_of(session, 1), name_of(session, 2)] == ["Kruidenier", "Kruidenier", None]
        with stand.shop.writing.begin() as other:
            other.execute(text("UPDATE shop SET name = 'Other'"))
        assert name_of(session, 1) == "Kruidenier"
        session.rollback()
        assert name_of(session, 1) == "Other"
    with stand.shop.writing() as session:
        assert [name_of(session, 1), name_of(session, 1)] == ["Other", "Other"]
    assert asked == [1, 2, 1, 1, 1]


def test_a_session_may_be_used_for_one_transaction_after_another(stand: Stand):
    from kruidenier.store.base import wire

    with stand.shop.writing() as session:
        for _ in range(3):
            with session.begin():
                assert wire(session).execute(select(1)).scalar() == 1


def test_a_closed_session_cannot_leave_its_transaction_to_the_next(stand: Stand):
    for maker in (stand.shop.writing, stand.shop.reading):
        with maker() as session:
            session.execute(select(1))
        with pytest.raises(InvalidRequestError, match="closed"):
            session.execute(select(1))


def test_a_failed_verb_leaves_the_next_one_alone(stand: Stand):
    def fail(session, **_: object) -> None:
        session.execute(text("SELECT 1"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stand.do(fail)
    stand.product("rice")


def test_a_shop_is_founded_once(shop: OpenShop):
    with pytest.raises(ShopThere):
        found_shop(shop.folder, name="Again", lang="nl", manager="Els", pin="1234", now=NOW)


@pytest.mark.parametrize("name", ["50% off? #1", "é œ [b] 'x' \"y\"", "ليلى", "a b  c", "%20", "x" * 200])
def test_any_folder_will_do(founded: Path, tmp_path: Path, name: str):
    folder = tmp_path / name
    shutil.copytree(founded, folder)
    shop = open_shop(folder)
    assert shop.heading().name == "Kruidenier"
    shop.close()
    assert books_file(folder).exists()


# Why not


def test_a_missing_shop(tmp_path: Path):
    with pytest.raises(ShopMissing, match="There is no shop in"):
        open_shop(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_server_without_a_shop_is_missing_too_and_stays_empty(empty_database: str, tmp_path: Path):
    write_config(tmp_path / "shop", empty_database)
    with pytest.raises(ShopMissing):
        open_shop(tmp_path / "shop")
    with psycopg.connect(empty_database.replace("postgresql+psycopg://", "postgresql://", 1)) as server:
        assert server.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"garbage",
        b"\x00" * 100_000,
        b"SQLite format 3\x00" + b"\xff" * 5000,
        "first half",
        "first page",
    ],
    ids=str,
)
def test_a_damaged_file_is_said_and_left_as_it_is(shop_folder: Path, damage: bytes | str):
    file = books_file(shop_folder)
    whole = file.read_bytes()
    if isinstance(damage, bytes):
        file.write_bytes(damage)
    elif damage == "first half":
        file.write_bytes(whole[: len(whole) // 2])
    else:
        file.write_bytes(whole[:4096])
    left = file.read_bytes()
    with pytest.raises(ShopDamaged, match="Nothing was changed") as refused:
        open_shop(shop_folder).close()
    assert "kruidenier restore" in str(refused.value)
    assert file.read_bytes() == left
    assert not file.with_name(file.name + "-wal").exists() or file.with_name(file.name + "-wal").stat().st_size == 0


def test_books_of_a_newer_program_are_left_alone(shop_folder: Path):
    with sqlite3.connect(books_file(shop_folder)) as books:
        books.execute("UPDATE alembic_version SET version_num = '0099_from_the_future'")
    with pytest.raises(MadeByNewerProgram, match="update the program"):
        open_shop(shop_folder)
    assert backups(shop_folder) == []


def test_books_of_a_newer_program_on_a_server_too(shop: OpenShop):
    with shop.writing.begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0099_from_the_future'"))
    with pytest.raises(MadeByNewerProgram):
        open_shop(shop.folder)


def test_books_that_somebody_holds_are_in_use(shop_folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(opening, "PATIENCE_SECONDS", 0.2)
    holder = sqlite3.connect(books_file(shop_folder), isolation_level=None)
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(ShopInUse, match="Wait a minute"):
        open_shop(shop_folder)
    holder.execute("ROLLBACK")
    holder.close()
    open_shop(shop_folder).close()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_server_that_is_upgrading_is_in_use(shop: OpenShop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(opening, "PATIENCE_SECONDS", 1)
    bring_next(monkeypatch, tmp_path / "next", "pass")
    with psycopg.connect(str(shop.config.database).replace("postgresql+psycopg://", "postgresql://", 1)) as holder:
        holder.execute("SELECT pg_advisory_xact_lock(%s)", [opening.MIGRATION_LOCK])
        with pytest.raises(ShopInUse):
            open_shop(shop.folder)
    open_shop(shop.folder).close()


def test_tills_that_open_at_once_wait_for_each_other(shop_folder: Path):
    program = "import sys, pathlib, kruidenier.shop.opening as o; o.open_shop(pathlib.Path(sys.argv[1]))"
    command = [sys.executable, "-c", program, str(shop_folder)]
    tills = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(6)]
    assert [till.communicate()[1] for till in tills] == [b""] * 6


def test_a_server_that_does_not_answer(tmp_path: Path):
    write_config(tmp_path / "shop", "postgresql+psycopg://kruidenier:secret@127.0.0.1:1/shop")
    with pytest.raises(ShopUnreachable, match="Is it switched on") as refused:
        open_shop(tmp_path / "shop")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("there", ["file", "folder"])
def test_a_place_that_cannot_hold_books(tmp_path: Path, there: str):
    folder = tmp_path / "shop"
    folder.mkdir()
    if there == "file":
        (folder / "data").write_text("in the way")
        with pytest.raises(DiskFull, match="Make room"):
            found_shop(folder, name="Shop", lang="nl", manager="Els", pin="1234", now=NOW)
    else:
        books_file(folder).mkdir(parents=True)
        with pytest.raises(DiskFull):
            open_shop(folder)


SMALL = """
import resource, sys
from pathlib import Path
from kruidenier.errors import ShopNotOpened
from kruidenier.shop.opening import open_shop
from kruidenier.store import opening
opening.MIGRATIONS = Path(sys.argv[2])
most = int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
try:
    open_shop(Path(sys.argv[1])).close()
except ShopNotOpened as refusal:
    print(refusal.code)
"""


@pytest.mark.parametrize("room", [4096, 200_000, 1_000_000])
def test_an_upgrade_on_a_full_disk_is_refused_and_changes_nothing(
    founded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
):
    """A limit on the size of files stands in for the disk: writes beyond it fail as on a full one."""
    folder = tmp_path / "shop"
    shutil.copytree(founded, folder)
    before = rows(books_file(folder))
    bring_next(
        monkeypatch,
        tmp_path / "next",
        'op.execute("CREATE TABLE big AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)'
        ' SELECT i, hex(randomblob(1000)) AS words FROM n")',
    )
    done = subprocess.run(
        [sys.executable, "-c", SMALL, str(folder), str(opening.MIGRATIONS), str(room)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("DiskFull\n", "")
    assert rows(books_file(folder)) == before
    monkeypatch.undo()
    open_shop(folder).close()


READ_ONLY = """
import os, sys
from pathlib import Path
from kruidenier.errors import ShopNotOpened
from kruidenier.shop.opening import open_shop
if os.getuid() == 0:
    os.setuid(65534)  # root may write anywhere
try:
    open_shop(Path(sys.argv[1])).close()
except ShopNotOpened as refusal:
    print(refusal.code)
"""


def test_a_disk_that_may_not_be_written(founded: Path, tmp_path: Path):
    folder = Path(shutil.copytree(founded, tmp_path / "shop"))
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    for parent in [folder, *folder.parents][:-2]:
        if parent.stat().st_uid == os.getuid() and parent != Path("/tmp"):
            parent.chmod(parent.stat().st_mode | 0o555 if parent == folder else parent.stat().st_mode | 0o111)
    done = subprocess.run([sys.executable, "-c", READ_ONLY, str(folder)], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("DiskFull\n", "")


CLOSED = """
import os, sys
from pathlib import Path
from kruidenier import config
from kruidenier.errors import ShopNotOpened
from kruidenier.store import sealing
import platformdirs
folder = Path(sys.argv[1])
os.chdir(folder)
if os.getuid() == 0:
    os.setuid(65534)
else:
    folder.chmod(0)
try:
    config.read_config(folder)
except ShopNotOpened as refusal:
    print(refusal.code, config.holds_a_shop(folder), config.is_closed(folder), sealing.is_sealed(folder / "x"))
print(config.shop_folder(None) == folder, config.is_closed(Path("/nowhere")), config.is_closed(Path("/x" * 5000)))
"""


def test_a_folder_that_is_closed_to_this_account_is_said_to_be(shop_folder: Path):
    shop_folder.chmod(0o700)
    env = {name: value for name, value in os.environ.items() if name != "KRUIDENIER_SHOP"}
    done = subprocess.run(
        [sys.executable, "-c", CLOSED, str(shop_folder)], env=env, capture_output=True, text=True, check=False
    )
    shop_folder.chmod(0o700)
    assert (done.stdout, done.stderr) == ("FolderClosed False True False\nFalse False False\n", "")


# Bringing older books up to date


def test_older_books_are_copied_and_then_upgraded(shop: OpenShop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    before = newest_layout()
    bring_next(monkeypatch, tmp_path / "next", 'op.create_table("novelty", sa.Column("id", sa.Integer))')
    open_shop(shop.folder).close()
    with shop.reading() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == "9999_next"
        assert session.scalar(text("SELECT count(*) FROM novelty")) == 0
    (copy,) = backups(shop.folder)
    assert require_whole(copy) == before
    assert before in copy.name
    assert "novelty" not in rows(copy)
    assert len(rows(copy)["food_group"]) == 33
    open_shop(shop.folder).close()  # the second time there is nothing to do
    assert backups(shop.folder) == [copy]


@pytest.mark.parametrize("failing", ["raise RuntimeError", 'op.execute("INSERT INTO nowhere VALUES (1)")'])
def test_a_failing_upgrade_leaves_the_books_as_they_were(
    shop: OpenShop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, failing: str
):
    stand = Stand(shop, shop.counter(by="els", role="manager"))
    stand.product("rice", fixed=100)
    stand.household("H1")
    stand.sell("H1", "rice")
    before = {table.name: stand.rows(f"SELECT * FROM {table.name}") for table in BOOKS.sorted_tables}
    layout = newest_layout()
    deeds = ['op.create_table("novelty", sa.Column("id", sa.Integer))', 'op.drop_table("count_task")']
    bring_next(monkeypatch, tmp_path / "next", *deeds, failing)
    with pytest.raises((RuntimeError, ShopNotOpened)):
        open_shop(shop.folder)
    assert {table.name: stand.rows(f"SELECT * FROM {table.name}") for table in BOOKS.sorted_tables} == before
    assert stand.rows("SELECT version_num FROM alembic_version")[0].version_num == layout
    assert len(backups(shop.folder)) == 1
    monkeypatch.undo()
    open_shop(shop.folder).close()
    stand.sell("H1", "rice")
    assert stand.faults() == []


def test_an_upgrade_that_would_break_links_is_not_kept(
    shop_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    bring_next(monkeypatch, tmp_path / "next", 'op.execute("DELETE FROM food_group")')
    with pytest.raises(ShopDamaged):
        open_shop(shop_folder)
    monkeypatch.undo()
    shop = open_shop(shop_folder)
    with shop.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM food_group")) == 33
    shop.close()


def test_a_killed_founding_can_be_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The power goes after the tables were made and before the shop's first rows were kept."""
    from kruidenier.shop import founding

    folder = tmp_path / "shop"
    monkeypatch.setattr(founding, "starter_data", lambda: tmp_path / "nowhere")
    with pytest.raises(FileNotFoundError):
        found_shop(folder, name="Shop", lang="nl", manager="Els", pin="1234", now=NOW)
    monkeypatch.undo()
    found_shop(folder, name="Shop", lang="nl", manager="Els", pin="1234", now=NOW).close()
    open_shop(folder).close()


def test_a_server_that_was_started_again_is_found_again(
    fresh_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "RESTED_SECONDS", 0)
    folder = tmp_path / "shop"
    write_config(folder, fresh_database)
    shop = open_shop(folder)
    with shop.reading() as session:
        session.execute(text("SELECT 1"))
    ours = "datname = current_database() AND pid <> pg_backend_pid()"
    on_server(fresh_database, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {ours}")
    with shop.reading() as session:
        assert session.scalar(text("SELECT 1")) == 1
    shop.close()
