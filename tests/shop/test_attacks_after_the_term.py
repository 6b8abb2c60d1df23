"""After the term nothing that lies about leads from a basket to a household: every file is read as a thief would."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from kruidenier.documents import household_cards, receipt
from kruidenier.shop import copying, forgetting
from kruidenier.shop.office import once
from kruidenier.shop.opening import open_shop
from kruidenier.shop.people import files, revealing, strangers
from kruidenier.shop.restoring import restore
from kruidenier.shop.till import desk, erasing, sales
from tests.kit import Stand, paid_by, wanted

NAME = "Zohra Bint-Al-Huda"
BOUGHT = ("rice", 3)
MOMENT = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d.*"


@dataclass
class Loot:
    """All that a thief carries off: the shop's folder and the disk with its copies."""

    stand: Stand
    second: Path
    stays: str
    """The key of a household that still shops here."""
    code: str
    """Its pseudonym of last year."""
    number: str
    """A sale of last year."""

    def files(self) -> list[Path]:
        return [file for place in (self.stand.shop.folder, self.second) for file in place.rglob("*") if file.is_file()]

    def books(self) -> list[Path]:
        """Every file that is a database: the books themselves and their copies."""
        return [file for file in self.files() if file.read_bytes()[:15] == b"SQLite format 3"]


@pytest.fixture
def loot(shop_folder: Path, tmp_path: Path) -> Iterator[Loot]:
    """A year of a shop with copies, receipts, printed papers and a basket left open, after its links' term."""
    shop = open_shop(shop_folder)
    second = tmp_path / "stick"
    second.mkdir()
    shop = replace(shop, config=replace(shop.config, second_place=second))
    stand = Stand(shop, shop.counter(by="els", role="manager"))
    stand.product("rice", fixed=60, content=500)
    stand.lot("rice", 50, grams=25_000)
    for card in ("ZZ-4711", "GO-4712"):
        stand.household(card)
        stand.do(files.change, card, display_name=f"{NAME} {card}", address="Kerkstraat 1")
        stand.do(files.open_file, card)
    stand.do(strangers.tell_apart, "ZZ-4711", "GO-4712")
    stand.do(desk.arrive, "ZZ-4711")
    stand.do(revealing.reveal_name, "ZZ-4711")
    sold = stand.sell("ZZ-4711", BOUGHT)
    stand.sell("GO-4712", "rice")
    for sale in stand.ask(sales.read, [row.id for row in stand.rows("SELECT id FROM sale")]):
        receipt.write(sale, shop.heading(), shop.config.receipts)
    household_cards.write(["ZZ-4711"], "Kruidenier", shop.config.household_papers / "card-ZZ-4711.pdf")
    stand.scan(stand.welcome("ZZ-4711"), "rice")
    made = copying.make(shop, at=stand.at, now=stand.now)
    with sqlite3.connect(shutil.copyfile(made.file, second / "before-upgrade.kruidenier")) as older:
        older.execute("UPDATE alembic_version SET version_num = '0013_privacy'")
    older.close()
    (stays,) = stand.rows(
        "SELECT household_id, code FROM pseudonym JOIN household_card USING (household_id) WHERE card = 'ZZ-4711'"
    )
    forgetting.leave_no_trace(shop, now=stand.now, receipts=stand.do(erasing.erase, "GO-4712"))
    stand.on("2027-01-05").lot("rice", 1, grams=500)
    stand.on("2027-01-05").do(files.open_file, "ZZ-4711")
    later = stand.on("2027-02-05")
    copying.at_closing(shop, at=later.at, now=later.now)
    yield Loot(later, second, stays.household_id, stays.code, sold.number)
    shop.close()


def test_no_row_of_any_copy_holds_both_a_basket_and_a_household(loot: Loot):
    assert len(loot.books()) == 6  # the books, two copies in two places, and one of an older layout
    for file in loot.books():
        with sqlite3.connect(file) as copy:
            tables = [name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            assert copy.execute("SELECT * FROM arrival_household").fetchall() == []
            assert ("ZZ-4711",) in copy.execute("SELECT card FROM household_card").fetchall()
            for table in tables:
                for row in copy.execute(f"SELECT * FROM {table}"):
                    words = str(row)
                    person = any(word in words for word in (loot.stays, "ZZ-4711", NAME))
                    basket = any(word in words for word in (loot.code, loot.number))
                    assert not (person and basket), (file, table, row)
        copy.close()


def test_free_pages_and_logs_hold_nothing_that_the_rows_do_not(loot: Loot, tmp_path: Path):
    for turn, file in enumerate(loot.books()):
        fresh = tmp_path / f"fresh-{turn}.db"
        with sqlite3.connect(file) as copy:
            copy.execute("VACUUM INTO ?", (str(fresh),))
        copy.close()
        rows, raw = fresh.read_bytes(), file.read_bytes()
        for word in (loot.code, loot.stays, "ZZ-4711", "GO-4712", NAME):
            assert raw.count(word.encode()) == rows.count(word.encode()), (file, word)
    for log in loot.stand.shop.folder.rglob("*-wal"):
        assert log.stat().st_size == 0 or loot.code.encode() not in log.read_bytes()


def test_who_was_erased_is_in_no_file_at_all(loot: Loot):
    for file in loot.files():
        assert b"GO-4712" not in file.read_bytes(), file
    assert {file.name for file in loot.files() if file.suffix == ".pdf"} == set(), "receipts and cards have the term"


def test_the_digest_of_a_used_id_tells_no_card(loot: Loot):
    digests = {row.digest for row in loot.stand.rows("SELECT digest FROM used_id")}
    for card in ("zz-4711", "ZZ-4711", "go-4712"):
        for word in (card, loot.stays):
            assert once.digest("sell", word, [wanted(BOUGHT)], paid_by("cash"), None) not in digests


def test_the_journal_of_a_sale_names_nobody(loot: Loot):
    lines = loot.stand.rows("SELECT verb, subject, details FROM journal")
    assert {"sale", "household", "household read", "arrival"} <= {line.verb for line in lines}
    assert [line for line in lines if loot.stays in str(line) or "ZZ-4711" in str(line)] == []


def test_nothing_about_a_household_has_an_hour_that_a_sale_or_a_line_of_the_journal_has(loot: Loot):
    """Who stood at the desk just before a sale cannot be told: of whom remains there are days, not hours."""
    for file in loot.books():
        with sqlite3.connect(file) as copy:
            (key,) = copy.execute("SELECT household_id FROM household_card WHERE card = 'ZZ-4711'").fetchone()
            for table in of_households(copy):
                for row in copy.execute(f"SELECT * FROM {table}").fetchall():
                    moments = [word for word in map(str, row) if re.fullmatch(MOMENT, word)]
                    if key in map(str, row):
                        assert all(word.startswith("2027") or "T12:00:00" in word for word in moments), (table, row)
            assert uuid.UUID(key).version == 4, "no key tells when it was made"
            if "journal_household" in of_households(copy):
                coded = "SELECT j.happened_on FROM journal_household JOIN journal j ON j.subject = code"
                assert all(on >= "2027" for (on,) in copy.execute(coded))
        copy.close()


def test_no_household_is_known_by_its_size_or_language_among_the_sales_and_the_numbers_of_the_desk(loot: Loot):
    for file in loot.books():
        with sqlite3.connect(file) as copy:
            alike = (
                "SELECT household_id FROM headcount h JOIN {table} t ON (t.adults, t.children) = (h.adults, h.children)"
            )
            for table in ("sale", "arrival"):
                assert copy.execute(alike.format(table=table)).fetchall() == [], (file, table)
            told = "SELECT adults, children, lang, budget_left_cents FROM sale WHERE happened_on < '2027-01-01'"
            assert set(copy.execute(told)) == {(0, 0, "", None)}
        copy.close()


def of_households(copy: sqlite3.Connection) -> list[str]:
    """List the tables of a copy that name a household."""
    asked = (
        "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE c.name IN ('household_id', 'first_id')"
    )
    return ["household", *(name for (name,) in copy.execute(asked))]


def test_a_copy_of_last_year_is_restored_without_its_links(loot: Loot, tmp_path: Path):
    oldest = min(loot.second.glob("copy-*.kruidenier"))
    shop = restore(oldest, tmp_path / "again", by="els", now=loot.stand.now)
    there = Stand(shop, loot.stand.at)
    assert there.rows("SELECT code FROM pseudonym") == []
    (served,) = there.rows("SELECT sum(amount) AS n FROM served_count WHERE what = 'visits' AND who = 'came'")
    assert served.n == 2, "what funders ask for was summed up before it was forgotten, in the copy too"
    shop.close()


def test_a_copy_that_cannot_be_cleaned_is_told(loot: Loot):
    (loot.second / "torn.kruidenier").write_bytes(b"torn")
    assert str(loot.second) in forgetting.leave_no_trace(loot.stand.shop, now=loot.stand.now)


def test_a_printed_paper_with_names_goes_after_a_month(loot: Loot):
    shop, now = loot.stand.shop, loot.stand.now
    shop.config.household_papers.mkdir(exist_ok=True)
    old, new = shop.config.household_papers / "old.pdf", shop.config.household_papers / "new.pdf"
    for paper, days in ((old, 31), (new, 29)):
        paper.touch()
        os.utime(paper, (now.timestamp() - days * 86400,) * 2)
    copying.at_closing(shop, at=loot.stand.at, now=now + dt.timedelta(minutes=1))
    assert not old.exists()
    assert new.exists()
