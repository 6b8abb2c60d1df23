"""Files that only the holder of a key can read: copies made by themselves, by hand, and exports."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyrage
import pytest

from kruidenier.config import BadShopFile, read_config
from kruidenier.shop import copying, forgetting
from kruidenier.shop.opening import OpenShop, open_shop
from kruidenier.shop.people import files
from kruidenier.shop.restoring import restore
from kruidenier.shop.till import erasing
from kruidenier.store import sealing
from kruidenier.store.backup import BackupExists, BackupNotWritten
from kruidenier.store.sealing import NotAKey, NotItsKey, SealedFile
from tests.cli.conftest import Terminal
from tests.kit import NOW, Stand

NAME = "Zohra Bint-Al-Huda"


@pytest.fixture
def shop(shop_folder: Path) -> Iterator[OpenShop]:
    """One shop, on SQLite: files are sealed alike on both."""
    opened = open_shop(shop_folder)
    yield opened
    opened.close()


@pytest.fixture
def identity(tmp_path: Path) -> Path:
    """The secret key as `age-keygen` writes it, in a safe place."""
    key = pyrage.x25519.Identity.generate()
    file = tmp_path / "safe.txt"
    file.write_text(f"# public key: {key.to_public()}\n{key}\n")
    return file


@pytest.fixture
def key(identity: Path) -> str:
    return identity.read_text().splitlines()[0].removeprefix("# public key: ")


@pytest.fixture
def sealing_stand(stand: Stand, key: str, tmp_path: Path) -> Stand:
    """A household with a name, in a shop that seals its copies and has a second place for them."""
    stand.household("H1")
    stand.do(files.change, "H1", display_name=NAME)
    second = tmp_path / "stick"
    second.mkdir()
    (stand.shop.folder / "shop.toml").write_text(f'encrypt_to = "{key}"\ncopies = "{second}"\n')
    return replace(stand, shop=replace(stand.shop, config=read_config(stand.shop.folder)))


def test_copies_by_the_rule_are_sealed_in_both_places_and_no_plain_one_stays(sealing_stand: Stand):
    made = copying.make(sealing_stand.shop, at=sealing_stand.at, now=NOW)
    assert made.second is not None
    for file in (made.file, made.second):
        assert file.name.endswith(".kruidenier.age")
        assert sealing.is_sealed(file)
        assert NAME.encode() not in file.read_bytes()
        assert [left.name for left in file.parent.iterdir() if left.suffix != ".txt"] == [file.name]


def test_a_sealed_copy_makes_a_shop_with_its_key_alone(sealing_stand: Stand, identity: Path, tmp_path: Path):
    file = copying.make(sealing_stand.shop, at=sealing_stand.at, now=NOW).file
    with pytest.raises(SealedFile):
        copying.prove(file)
    with pytest.raises(SealedFile):
        restore(file, tmp_path / "new", by="els", now=NOW)
    other = tmp_path / "other.txt"
    other.write_text(str(pyrage.x25519.Identity.generate()))
    for wrong in (other, tmp_path / "missing.txt"):
        with pytest.raises(NotItsKey):
            restore(file, tmp_path / "new", by="els", now=NOW, identity=wrong)
    again = restore(file, tmp_path / "new", by="els", now=NOW, identity=identity)
    assert Stand(again, again.counter(by="els", role="manager")).do(files.open_file, "H1").display_name == NAME
    again.close()


def test_who_was_erased_since_is_forgotten_again_in_a_sealed_copy(sealing_stand: Stand, identity: Path, tmp_path: Path):
    sealing_stand.household("H2")
    shop, at = sealing_stand.shop, sealing_stand.at
    made = copying.make(shop, at=at, now=NOW)
    assert made.second is not None
    sealing_stand.do(erasing.erase, "H1")
    trouble = forgetting.leave_no_trace(shop, now=NOW)
    assert trouble == "", "nobody here can open it, so it keeps what it has until it is thinned out"
    again = restore(made.second, tmp_path / "new", by="els", now=NOW, identity=identity)
    there = Stand(again, again.counter(by="els", role="manager"))
    assert [row.card for row in there.rows("SELECT card FROM household_card")] == ["H2"]
    again.close()
    assert not [file for file in again.folder.rglob("*") if file.is_file() and NAME.encode() in file.read_bytes()]


def test_sealed_copies_are_thinned_out_like_others(sealing_stand: Stand):
    for setting in ("days", "weeks", "months"):
        sealing_stand.setting(f"copies.{setting}", 1)
    for on in ("2026-11-24", "2026-11-25"):
        later = sealing_stand.on(on)
        last = copying.make(later.shop, at=later.at, now=later.now).file
    assert [file.name for file in last.parent.glob("*.age")] == [last.name]


def test_no_plain_copy_is_ever_written_beside_the_sealed_one(
    sealing_stand: Stand, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    stick = tmp_path / "stick" / "a.kruidenier.age"
    beside: list[str] = []

    def seal(*_args: object) -> None:
        beside.extend(file.name for file in stick.parent.iterdir())
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pyrage, "encrypt_file", seal)
    with pytest.raises(BackupNotWritten):
        copying.save(sealing_stand.shop, stick, key=key)
    assert beside == []
    assert list(sealing_stand.shop.folder.rglob("*.plain")) == []


def test_what_a_killed_copying_left_is_taken_away_a_day_later(sealing_stand: Stand):
    backups = sealing_stand.shop.config.backups
    backups.mkdir(exist_ok=True)
    for name, at in (("old.plain", NOW - dt.timedelta(days=2)), ("new.plain", NOW)):
        (backups / name).write_text(NAME)
        os.utime(backups / name, (at.timestamp(), at.timestamp()))
    made = copying.make(sealing_stand.shop, at=sealing_stand.at, now=NOW).file
    assert sorted(file.name for file in backups.iterdir()) == sorted([made.name, "new.plain"])


def test_a_torn_second_copy_is_noticed(sealing_stand: Stand, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("shutil.copyfile", lambda _file, part: part.write_bytes(b"torn"))
    made = copying.make(sealing_stand.shop, at=sealing_stand.at, now=NOW)
    assert "full or may not be written" in made.trouble


def test_what_is_no_key_is_refused_before_anything_is_written(stand: Stand, tmp_path: Path):
    with pytest.raises(NotAKey):
        copying.save(stand.shop, tmp_path / "a.kruidenier", key="age1nonsense")
    assert list(tmp_path.glob("a.*")) == []


def test_a_sealed_copy_never_overwrites_and_says_when_it_cannot_be_written(stand: Stand, key: str, tmp_path: Path):
    there = tmp_path / "there.age"
    there.touch()
    with pytest.raises(BackupExists):
        copying.save(stand.shop, there, key=key)
    (tmp_path / "full.age.part").mkdir()
    with pytest.raises(BackupNotWritten):
        copying.save(stand.shop, tmp_path / "full.age", key=key)
    assert not (tmp_path / "full.age.plain").exists()


def test_the_console_seals_backups_and_exports_and_restores_them(
    sealing_stand: Stand, key: str, identity: Path, tmp_path: Path
):
    terminal = Terminal(sealing_stand.shop.folder)
    made = terminal.json("backup", tmp_path / "mine.age", "--encrypt-to", key)
    assert NAME.encode() not in Path(made["backup"]).read_bytes()
    assert terminal.json("restore", made["backup"], tmp_path / "new", "--identity", identity)
    assert terminal.no("restore", made["backup"], tmp_path / "newer") == "SealedFile"
    assert "shop.toml" in terminal.wrong("backup", "--encrypt-to", key)
    for words in (("export", "households"), ("privacy", "export", "H1")):
        for end in ("xlsx", "csv") if words[0] == "export" else ("pdf", "json"):
            file = tmp_path / f"out.{end}.age"
            terminal.run(*words, "-o", file, "--encrypt-to", key)
            with sealing.opened(file, identity) as plain:
                beginning = plain.read_bytes()[:4]
            assert beginning == {"xlsx": b"PK\x03\x04", "csv": b"card", "pdf": b"%PDF", "json": b"{\n  "}[end]
    assert terminal.no("privacy", "export", "H1", "-o", tmp_path / "x.pdf", "--encrypt-to", "me") == "NotAKey"


def test_a_key_in_shop_toml_is_words(stand: Stand):
    (stand.shop.folder / "shop.toml").write_text("encrypt_to = 5\n")
    with pytest.raises(BadShopFile):
        read_config(stand.shop.folder)
