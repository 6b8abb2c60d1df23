"""Books encrypted at rest: nothing of them can be read without the key, and with it everything works as before."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from kruidenier.shop import copying, encrypting, forgetting
from kruidenier.shop.office.staff import NotAllowed
from kruidenier.shop.opening import OpenShop, open_shop
from kruidenier.shop.restoring import restore
from kruidenier.shop.till import cash, erasing
from kruidenier.store import driver, opening, rewriting
from kruidenier.store.backup import NotABackup, require_whole
from kruidenier.store.driver import Key, KeyMissing, NoCipher, WrongKey
from kruidenier.store.opening import DiskFull, ShopDamaged
from tests import sellers
from tests.encrypted import WORDS, books_file, encrypt, open_with, stand_in
from tests.kit import NOW, Stand
from tests.layouts import bring_next

OTHER_WORDS = "olifant regen zolder kwartier"
TOKENS = (b"Family Zonnebloem", b"Els Peeters", b"Blauwe bessen", b"CREATE TABLE", *(w.encode() for w in WORDS.split()))


def fill(folder: Path) -> None:
    shop = open_shop(folder)
    stand = stand_in(shop)
    stand.product("bessen", name="Blauwe bessen", fixed=60, content=500)
    stand.lot("bessen", 50, grams=25_000)
    stand.household("Zonnebloem", adults=100)
    stand.sell("Zonnebloem", ("bessen", 2))
    shop.close()


@pytest.fixture(scope="module")
def filled(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop with names in it, not encrypted."""
    folder = tmp_path_factory.mktemp("filled") / "shop"
    shutil.copytree(founded, folder)
    fill(folder)
    return folder


@pytest.fixture(scope="module")
def encrypted(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same shop, encrypted once."""
    folder = tmp_path_factory.mktemp("encrypted") / "shop"
    shutil.copytree(filled, folder)
    encrypt(open_shop(folder))
    return folder


@pytest.fixture
def plain_folder(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "shop"))


@pytest.fixture
def folder(encrypted: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(encrypted, tmp_path / "shop"))


@pytest.fixture
def sealed(folder: Path) -> Iterator[Stand]:
    """The manager at till 1 of an encrypted shop."""
    shop = open_with(folder)
    yield stand_in(shop)
    shop.close()


def found_in(file: Path) -> list[bytes]:
    raw = file.read_bytes()
    return [token for token in TOKENS if token in raw]


def test_no_name_stands_in_the_books_their_log_or_their_copies(sealed: Stand):
    sealed.sell("Zonnebloem", "bessen")
    made = copying.make(sealed.shop, at=sealed.at, now=NOW)
    (before,) = sealed.shop.config.backups.glob("before-encrypted-*")
    assert len(found_in(before)) == 4, "what is looked for stands in a copy from before"
    books = books_file(sealed.shop.folder)
    log = books.with_name(books.name + "-wal")
    assert log.stat().st_size > 0
    assert {file.name: found_in(file) for file in (books, log, made.file)} == {
        books.name: [],
        log.name: [],
        made.file.name: [],
    }


def test_with_the_key_a_day_goes_as_before(sealed: Stand, tmp_path: Path):
    sealed.do(cash.open_drawer, float_cents=1000)
    sealed.sell("Zonnebloem", ("bessen", 3))
    sealed.do(cash.close_drawer, coins={500: 1})
    usb = tmp_path / "usb"
    usb.mkdir()
    shop = replace(sealed.shop, config=replace(sealed.shop.config, second_place=usb))
    made = copying.at_closing(shop, at=sealed.at, now=NOW)
    assert made.trouble == ""
    assert made.second is not None
    assert made.second.read_bytes() == made.file.read_bytes()
    copying.prove(made.file, shop.key)
    shop.store.rest()
    assert sealed.faults() == []
    again = restore(made.file, tmp_path / "again", by="els", now=NOW, unlock=lambda file: Key.to(file, WORDS))
    there = stand_in(again)
    assert there.sell("Zonnebloem", "bessen").number == "1-000004"
    assert there.faults() == []
    assert found_in(books_file(again.folder)) == []
    again.close()


def test_a_copy_needs_its_key_to_make_a_shop(sealed: Stand, tmp_path: Path):
    made = copying.make(sealed.shop, at=sealed.at, now=NOW)
    with pytest.raises(KeyMissing):
        restore(made.file, tmp_path / "again", by="els", now=NOW)
    with pytest.raises(KeyMissing):
        copying.prove(made.file)
    with pytest.raises(WrongKey):
        restore(made.file, tmp_path / "again", by="els", now=NOW, unlock=lambda file: Key.to(file, OTHER_WORDS))
    whole = made.file.read_bytes()
    made.file.write_bytes(whole[:200_000] + os.urandom(4096) + whole[204_096:])
    with pytest.raises(NotABackup):
        copying.prove(made.file, sealed.shop.key)
    assert not (tmp_path / "again").exists()


def test_an_encrypted_copy_makes_a_shop_on_a_server(sealed: Stand, tmp_path: Path, empty_database: str):
    from tests.conftest import write_config

    made = copying.make(sealed.shop, at=sealed.at, now=NOW)
    write_config(tmp_path / "again", empty_database)
    again = restore(made.file, tmp_path / "again", by="els", now=NOW, unlock=lambda file: Key.to(file, WORDS))
    assert again.key is None
    assert stand_in(again).faults() == []
    again.close()


def test_any_program_that_knows_the_format_opens_the_books_with_the_words(folder: Path):
    from sqlcipher3 import dbapi2

    books = dbapi2.connect(books_file(folder))
    books.execute(f"PRAGMA key = '{WORDS}'")
    assert books.execute("SELECT number FROM sale").fetchall() == [("1-000001",)]
    books.close()


def test_older_books_are_brought_up_to_date_after_an_encrypted_copy(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    before = opening.newest_layout()
    name = bring_next(monkeypatch, tmp_path / "next", "op.add_column('staff', sa.Column('shoe', sa.Integer))")
    shop = open_with(folder)
    assert stand_in(shop).rows("SELECT shoe FROM staff")
    (copy,) = shop.config.backups.glob("before-upgrade-*")
    assert require_whole(copy, shop.key) == before
    assert found_in(copy) == []
    shop.close()
    assert require_whole(books_file(folder), shop.key) == name


def test_a_wrong_or_missing_key_is_said_and_nothing_is_touched(folder: Path):
    file = books_file(folder)
    left = file.read_bytes()
    with pytest.raises(KeyMissing, match="KRUIDENIER_KEY_FILE"):
        open_shop(folder)
    with pytest.raises(WrongKey, match=r"as it stands on paper.*damaged") as refused:
        open_with(folder, OTHER_WORDS)
    assert not driver.fits(file, Key.to(file, OTHER_WORDS))
    assert driver.fits(file, Key.to(file, f"  {WORDS}\n"))
    assert file.read_bytes() == left
    for said in (str(refused.value), repr(refused.value.__context__), repr(Key.to(file, OTHER_WORDS))):
        assert not any(word in said for word in OTHER_WORDS.split())


def test_damage_in_encrypted_books_is_told_from_a_wrong_key(folder: Path):
    file = books_file(folder)
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + os.urandom(len(whole) - 4096))
    with pytest.raises(ShopDamaged):
        open_with(folder)
    file.write_bytes(bytes(4096) + whole[4096:])
    with pytest.raises(ShopDamaged):
        open_shop(folder)


def test_without_the_part_that_encrypts_it_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    with pytest.raises(NoCipher, match=r"kruidenier\[encrypted\]"):
        open_with(folder)


def test_words_may_be_typed_in_any_way_of_writing_accents(plain_folder: Path):
    encrypt(open_shop(plain_folder), "l'été à la mer à midi")
    open_with(plain_folder, "l'e\u0301te\u0301 a\u0300 la mer a\u0300 midi").close()


# Encrypting and taking the key away


def everything(stand: Stand) -> dict[str, list[object]]:
    names = [row.name for row in stand.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    kept = [name for name in names if name not in ("till", "journal")]
    return {name: [tuple(row) for row in stand.rows(f"SELECT * FROM {name} ORDER BY 1")] for name in kept}


def test_encrypted_rekeyed_and_decrypted_books_have_the_same_rows(plain_folder: Path):
    shop = open_shop(plain_folder)
    rows = everything(stand_in(shop))
    file = books_file(plain_folder)
    file.chmod(0o600)
    at = shop.counter(by="els", role="manager")
    done = encrypt(shop)
    assert done.readable == (done.copy,)
    assert require_whole(done.copy)
    shop = open_with(plain_folder)
    assert everything(stand_in(shop)) == rows
    again = encrypting.encrypt(shop, OTHER_WORDS, at=at, now=NOW)
    assert again.readable == (done.copy,), "the copy before the second key has the first one"
    assert require_whole(again.copy, Key.to(again.copy, WORDS))
    with pytest.raises(WrongKey):
        open_with(plain_folder)
    shop = open_with(plain_folder, OTHER_WORDS)
    last = encrypting.decrypt(shop, at=at, now=NOW)
    assert require_whole(last.copy, Key.to(last.copy, OTHER_WORDS))
    shop = open_shop(plain_folder)
    stand = stand_in(shop)
    assert everything(stand) == rows
    assert stand.faults() == []
    assert [row.verb for row in stand.rows("SELECT verb FROM journal ORDER BY id DESC LIMIT 3")] == [
        "decrypted",
        "encrypted",
        "encrypted",
    ]
    assert (file.stat().st_mode & 0o777, shop.key) == (0o600, None)
    with pytest.raises(encrypting.NotEncrypted):
        encrypting.decrypt(shop, at=at, now=NOW)
    shop.close()


def test_only_managers_encrypt_and_no_key_that_is_guessed(plain_folder: Path):
    shop = open_shop(plain_folder)
    at = shop.counter(by="els", role="manager")
    for role in ("staff", "volunteer"):
        with pytest.raises(NotAllowed):
            encrypting.encrypt(shop, WORDS, at=replace(at, role=role), now=NOW)
        with pytest.raises(NotAllowed):
            encrypting.decrypt(shop, at=replace(at, role=role), now=NOW)
    with pytest.raises(encrypting.KeyTooShort, match="at least 16 signs"):
        encrypting.encrypt(shop, "  letmein12345     \n", at=at, now=NOW)
    shop.close()
    assert not driver.is_encrypted(books_file(plain_folder))


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_server_encrypts_its_own_disk(shop: OpenShop):
    with pytest.raises(encrypting.BooksOnServer, match="Encrypt the server’s disk"):
        encrypt(shop)


HOLDS = """
import sys
from pathlib import Path
from kruidenier.errors import ShopError
from kruidenier.shop.opening import open_shop
try:
    shop = open_shop(Path(sys.argv[1]))
    with shop.reading() as session:
        print("open", flush=True)
    sys.stdin.readline()
except ShopError as refusal:
    print(refusal.code)
"""


def another_till(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLDS, str(folder)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_books_that_a_till_has_open_are_not_encrypted(plain_folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rewriting, "PATIENCE_SECONDS", 0.1)
    till = another_till(plain_folder)
    assert till.stdout is not None
    assert till.stdout.readline() == "open\n"
    shop = open_shop(plain_folder)
    with pytest.raises(rewriting.StillOpen, match="Stop the program everywhere"):
        encrypt(shop)
    till.communicate("\n")
    assert list(shop.config.backups.glob("*")) == []
    open_shop(plain_folder).close()


def test_a_till_that_waits_meanwhile_is_sent_away_and_writes_nothing_into_the_old_books(plain_folder: Path):
    file = books_file(plain_folder)
    with rewriting.alone(file, None) as books:
        till = another_till(plain_folder)
        assert till.stdout is not None
        while f"{file}\n" not in os.popen(f"readlink /proc/{till.pid}/fd/*").read():
            assert till.poll() is None
        with rewriting.rewritten(books, file, key=Key(WORDS, os.urandom(16))):
            pass
    assert till.communicate("\n")[0] == "ShopInUse\n"
    assert driver.is_encrypted(file)


def test_a_full_disk_leaves_the_old_books(plain_folder: Path):
    """A limit on the size of files stands in for the disk."""
    program = f"""
import resource
from pathlib import Path
from kruidenier.shop.opening import open_shop
from tests import sellers
from tests.encrypted import encrypt
shop = open_shop(Path({str(plain_folder)!r}))
resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))
try:
    encrypt(shop)
except Exception as refusal:
    print(type(refusal).__name__)
"""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, env=env)
    assert (done.stdout, done.stderr) == ("BackupNotWritten\n", "")
    assert sorted(path.name for path in (plain_folder / "data").rglob("*")) == ["backups", "kruidenier.db"]
    require_sound(plain_folder)


def test_a_place_that_cannot_be_written_leaves_the_old_books(plain_folder: Path):
    (plain_folder / "data" / "kruidenier.db.part").mkdir()
    with pytest.raises(DiskFull):
        encrypt(open_shop(plain_folder))
    require_sound(plain_folder)


def test_what_a_killed_decrypt_wrote_is_its_own_and_gone_at_the_next_start(folder: Path):
    file = books_file(folder)
    file.chmod(0o644)
    part = file.with_name(file.name + ".part")
    key = Key.to(file, WORDS)
    with rewriting.alone(file, key) as books, rewriting.rewritten(books, file, key=None):
        assert (part.stat().st_mode & 0o777, found_in(part) != []) == (0o600, True)
        left = part.read_bytes()
    part.write_bytes(left)
    open_shop(folder).close()
    assert list((folder / "data").glob("*.part*")) == []


def require_sound(folder: Path) -> None:
    shop = open_shop(folder)
    assert stand_in(shop).faults() == []
    shop.close()


STEPS = {rewriting.__file__, encrypting.__file__}
COMPARING = {"_require_same", "_counts"}
"""What only reads."""


@pytest.mark.deep
@pytest.mark.parametrize("deed", ["encrypt", "decrypt"])
def test_a_power_cut_at_any_step_leaves_old_or_new_books(request: pytest.FixtureRequest, tmp_path: Path, deed: str):
    """Before each line that changes something the disk is photographed; every picture is a shop that opens."""
    if deed == "encrypt":
        shop = open_shop(request.getfixturevalue("plain_folder"))
    else:
        shop = open_with(request.getfixturevalue("folder"))
    at = shop.counter(by="els", role="manager")
    pictures: dict[str, Path] = {}

    def photograph(frame: FrameType, event: str, _value: object) -> Any:
        if frame.f_code.co_filename not in STEPS or frame.f_code.co_name in COMPARING:
            return None
        if event == "line":
            files = sorted(file for file in (shop.folder / "data").iterdir() if file.is_file())
            seen = hashlib.sha256(b"".join(file.name.encode() + file.read_bytes() for file in files)).hexdigest()
            if seen not in pictures:
                pictures[seen] = tmp_path / f"picture-{len(pictures)}"
                shutil.copytree(shop.folder, pictures[seen])
        return photograph

    before = sys.gettrace()
    sys.settrace(photograph)
    try:
        encrypt(shop) if deed == "encrypt" else encrypting.decrypt(shop, at=at, now=NOW)
    finally:
        sys.settrace(before)
    found = [driver.is_encrypted(books_file(picture)) for picture in pictures.values()]
    old = deed == "decrypt"
    assert found == [old] * found.count(old) + [not old] * found.count(not old)
    assert found.count(old) > 3, "the new books are written in steps"
    assert found.count(not old) >= 1
    for picture, is_encrypted in zip(pictures.values(), found, strict=True):
        shop = open_with(picture) if is_encrypted else open_shop(picture)
        stand = stand_in(shop)
        stand.sell("Zonnebloem", "bessen")
        assert stand.faults() == []
        assert list((picture / "data").glob("*.part*")) == []
        shop.close()
    half_done = list(pictures.values())[found.count(old) - 1]
    encrypt(open_with(half_done) if old else open_shop(half_done))
    assert [file.name for file in (half_done / "data").iterdir() if file.is_file()] == ["kruidenier.db"]


def test_who_was_erased_is_forgotten_in_encrypted_and_older_copies(plain_folder: Path):
    shop = open_shop(plain_folder)
    copying.make(shop, at=shop.counter(by="els", role="manager"), now=NOW)
    encrypt(shop)
    shop = open_with(plain_folder)
    stand = stand_in(shop)
    made = copying.make(shop, at=stand.at, now=NOW + dt.timedelta(days=1))
    assert forgetting.leave_no_trace(shop, now=NOW, receipts=stand.do(erasing.erase, "Zonnebloem")) == ""
    copies = sorted(shop.config.backups.glob("*.kruidenier"))
    assert [driver.is_encrypted(copy) for copy in copies] == [False, False, True]
    for copy in copies:
        fitting = driver.fitting(copy, shop.key)
        with closing(driver.connect(copy, fitting)) as books:
            assert books.execute("SELECT count(*) FROM household_card").fetchone() == (0,)
        assert b"Zonnebloem" not in copy.read_bytes()
    encrypting.encrypt(shop, OTHER_WORDS, at=stand.at, now=NOW)
    shop = open_with(plain_folder, OTHER_WORDS)
    told = forgetting.leave_no_trace(shop, now=NOW)
    assert "could not be cleaned" in told
    assert made.file.exists()
    shop.close()


@pytest.mark.deep
def test_tills_sell_at_once_in_encrypted_books_and_die(sealed: Stand, tmp_path: Path):
    key_file = tmp_path / "key"
    key_file.write_text(WORDS, "utf-8")
    tills = [str(n) for n in range(1, 5)]
    for till in tills:
        sealed.another_till(till)
        sealed.household(f"H{till}", adults=1000)
    running = [sellers.start(sealed.shop.folder, till, f"H{till}", 1000, "bessen", key_file=key_file) for till in tills]
    for process in running:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.stdin.write("go\n")
        process.stdin.flush()
    sold = []
    for process in running:
        assert process.stdout is not None
        while len(said := process.stdout.readline().split()) != 3:
            assert said
        sold.append(said[2])
        process.kill()
    numbers = {row.number for row in sealed.rows("SELECT number FROM sale")}
    assert numbers >= set(sold)
    assert sealed.faults() == []
    assert [tuple(row) for row in sealed.rows("PRAGMA integrity_check")] == [("ok",)]


def test_what_is_not_the_same_never_takes_the_place_of_the_books(plain_folder: Path, founded: Path, tmp_path: Path):
    other = Path(shutil.copyfile(books_file(founded), tmp_path / "other.db"))
    with rewriting.alone(books_file(plain_folder), None) as books, pytest.raises(NotABackup):
        rewriting._require_same(books, other, None)
    other.write_bytes(b"no books at all" * 1000)
    with pytest.raises(driver.faults(), match="not a database"), rewriting.alone(other, None):
        pass
