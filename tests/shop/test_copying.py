"""Copies of the books: made at every closing, opened, kept by a rule, and good enough to begin again with."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from kruidenier.shop import copying
from kruidenier.shop.figures import today
from kruidenier.shop.goods import day_lists
from kruidenier.shop.office import copies
from kruidenier.shop.office import settings as rules
from kruidenier.shop.restoring import restore
from kruidenier.store import backup
from tests.kit import NOW, Stand


def copy(stand: Stand) -> copying.Copied:
    return copying.make(stand.shop, at=stand.at, now=stand.now)


def with_second_place(stand: Stand, place: Path) -> Stand:
    return replace(stand, shop=replace(stand.shop, config=replace(stand.shop.config, second_place=place)))


def test_a_copy_makes_the_same_shop_on_an_empty_machine(stand: Stand, tmp_path: Path):
    stand.product("rice", fixed=60)
    stand.lot("rice", 5)
    stand.household("H1")
    sold = stand.sell("H1", "rice", pay="card")
    made = copy(stand)
    assert made.trouble == ""
    assert made.size == made.file.stat().st_size
    again = restore(made.file, tmp_path / "new machine", by="els", now=NOW)
    try:
        stand_there = Stand(again, again.counter(by="els", role="manager"))
        assert stand_there.rows("SELECT number FROM sale")[0].number == sold.number
        assert stand_there.faults() == []
    finally:
        again.close()


def test_a_copy_is_written_down_and_ticked_off(stand: Stand):
    made = copy(stand)
    (row,) = stand.rows("SELECT file, size, second FROM book_copy")
    assert (row.file, row.size, bool(row.second)) == (made.file.name, made.size, False)
    assert list(stand.ask(day_lists.ticks, "closing", on=stand.today)) == [("backup", "")]
    assert stand.rows("SELECT subject FROM journal WHERE verb = 'copy'")[0].subject == made.file.name


def test_a_second_place_gets_the_same_copy_whole(stand: Stand, tmp_path: Path):
    usb = tmp_path / "usb"
    usb.mkdir()
    made = copy(with_second_place(stand, usb))
    assert made.second == usb / made.file.name
    assert made.second.read_bytes() == made.file.read_bytes()
    assert backup.require_whole(made.second)
    assert [file.name for file in usb.iterdir()] == [made.file.name]


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("missing", "is not there"),
        ("/proc", "full or may not be written"),
        ("no disk answers to " * 20, "is not there"),
    ],
)
def test_a_second_place_that_is_absent_or_full_stops_nothing(stand: Stand, tmp_path: Path, place: str, why: str):
    there = with_second_place(stand, tmp_path / place)
    made = copy(there)
    assert why in made.trouble
    assert [one.first for one in copying.lying(there.shop.config)] == [made.file]
    assert made.second is None
    assert backup.require_whole(made.file)


def test_copies_are_thinned_out_by_days_weeks_and_months(stand: Stand):
    for key, most in (("days", 2), ("weeks", 2), ("months", 2)):
        stand.setting(f"copies.{key}", most)
    other = stand.shop.config.backups / "copy-of-grandmother.kruidenier"
    other.parent.mkdir(parents=True, exist_ok=True)
    other.touch()
    for day in ("2026-08-10", "2026-09-15", "2026-09-30", "2026-11-12", "2026-11-20", "2026-11-23", "2026-11-24"):
        copy(stand.on(day))
    left = sorted(file.name[5:13] for file in stand.shop.config.backups.glob("copy-2*"))
    assert left == ["20260930", "20261120", "20261123", "20261124"]
    assert other.exists()


def test_the_last_copy_of_a_day_is_the_one_that_stays():
    morning, evening = NOW, NOW + dt.timedelta(hours=8)
    values = {"copies.days": 1, "copies.weeks": 0, "copies.months": 0}
    assert copies.kept([morning, evening], rules.Settings(values, 0)) == {evening}


def test_today_warns_when_the_last_good_copy_is_old(stand: Stand):
    def old(day: dt.date) -> bool:
        there = stand.on(day)
        return there.ask(today.today, at=there.at, now=there.now).last_copy.is_old

    days = [stand.today + dt.timedelta(days=n) for n in range(7)]
    assert [old(day) for day in days[:4]] == [False, False, False, True]
    copy(stand.on(days[3]))
    assert [old(day) for day in days[3:]] == [False, False, False, True]
