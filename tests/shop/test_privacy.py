"""Personal data: handed out whole, forgotten without a trace, and every figure of the shop as it was."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest

from kruidenier.config import read_config
from kruidenier.shop import copying, forgetting
from kruidenier.shop.figures import household_export, today
from kruidenier.shop.figures.household_export import HouseholdExport
from kruidenier.shop.figures.proof import prove
from kruidenier.shop.forgetting import ErasedNotNoted
from kruidenier.shop.office import personal_data
from kruidenier.shop.opening import OpenShop
from kruidenier.shop.people import files, households, merging, privacy, revealing, strangers
from kruidenier.shop.people.households import UnknownCard
from kruidenier.shop.restoring import restore
from kruidenier.shop.tables import BOOKS
from kruidenier.shop.till import desk, erasing
from tests.kit import NOW, Stand, day

NAME = "Zohra Bint-Al-Huda"
KEPT = ("sale", "sale_line", "sale_take", "sale_payment", "movement", "budget_entry", "quota_entry", "lot")


@pytest.fixture
def busy(stand: Stand) -> Stand:
    """A household with something in every table, another that was merged into it, and a third."""
    stand.product("rice", fixed=60, content=500)
    stand.lot("rice", 20, grams=10_000)
    stand.household("ZZ-4711", members=[(1984, None), (2021, 3)], esf=("2026-01-01", None))
    stand.household("ZZ-4712", adults=2)
    stand.household("H3")
    stand.do(strangers.tell_apart, "ZZ-4711", "H3")
    stand.do(files.change, "ZZ-4711", display_name=NAME, address="Kerkstraat 1", referred_by="CPAS")
    stand.do(files.set_needs, "ZZ-4711", needs=["chair"])
    stand.do(files.write_note, "ZZ-4711", words="brings the key", until=day("2026-12-01"))
    stand.do(files.name_substitute, "ZZ-4711", name="Tante Zohra", until=day("2026-12-31"))
    stand.hold_back("ZZ-4711", "paused", "2026-01-01", "2026-02-01")
    stand.sell("ZZ-4712", "rice")
    stand.do(merging.merge, "ZZ-4711", "ZZ-4712", take={})
    sold = stand.sell("ZZ-4711", ("rice", 2))
    stand.refund(sold.number, "rice")
    stand.sell("H3", "rice")
    return stand


def figures(stand: Stand) -> dict[str, list[Any]]:
    """Read every row of money, goods and budgets; what a sale says of people goes with its link."""
    of_people = personal_data.kept_of("sale").keys() - {"pseudonym", "by"}
    columns = {
        table: ", ".join(f'"{column.name}"' for column in BOOKS.tables[table].columns if column.name not in of_people)
        for table in KEPT
    }
    return {table: stand.rows(f"SELECT {columns[table]} FROM {table} ORDER BY id") for table in KEPT}


def exported(stand: Stand, card: str = "ZZ-4711") -> HouseholdExport:
    return stand.do(household_export.everything, card)


def sound(shop: OpenShop) -> bool:
    with shop.reading() as session:
        return not list(prove(session))


def test_an_export_holds_every_word_about_a_household(busy: Stand):
    basket = busy.welcome("ZZ-4711")
    busy.scan(basket, "rice")
    busy.do(revealing.reveal_name, "ZZ-4711")
    busy.do(desk.arrive, "ZZ-4711")
    export = exported(busy)
    told = str(export.as_document())
    for word in (NAME, "Kerkstraat 1", "CPAS", "chair", "brings the key", "Tante Zohra", "paused", "1984", "ZZ-4712"):
        assert word in told
    assert [sale.kind for sale in export.sales] == ["sale", "sale", "refund"]
    parts = {part.name: part.rows for part in export.parts}
    assert parts["open_baskets"][0]["goods"][0]["code"] == "rice"
    assert [row["cents"] for row in parts["budget"]] == [60, 120, -60]
    assert [row["verb"] for row in parts["journal"]][-2:] == ["household name seen", "household exported"]
    assert all(rows for name, rows in parts.items() if name != "quotas"), parts
    assert "H3" not in told


def test_erasing_takes_all_rows_and_leaves_every_figure(busy: Stand):
    before = figures(busy)
    keys = [row.id for row in busy.rows("SELECT id FROM household")]
    busy.do(erasing.erase, "ZZ-4711")
    assert figures(busy) == before
    left = [row.id for row in busy.rows("SELECT id FROM household")]
    gone = {str(key) for key in keys} - {str(key) for key in left}
    assert len(left) == 1
    assert {str(row.household_id) for row in busy.rows("SELECT household_id FROM erasure")} == gone
    for table in BOOKS.sorted_tables:
        if table.name in ("journal", "erasure"):
            continue
        rows = busy.rows(f"SELECT * FROM {table.name}")
        assert not [row for row in rows if any(key in str(row) for key in gone)], table.name
    with pytest.raises(UnknownCard):
        busy.welcome("ZZ-4711")
    assert busy.faults() == []
    assert sound(busy.shop)


def test_the_journal_tells_of_an_erasure_without_names(busy: Stand):
    busy.do(erasing.erase, "ZZ-4711")
    lines = str(busy.rows("SELECT verb, subject, details FROM journal"))
    assert "household erased" in lines
    for word in (NAME, "ZZ-4711", "ZZ-4712", "Kerkstraat"):
        assert word not in lines


def test_an_open_basket_is_given_up_and_its_goods_are_free(busy: Stand):
    busy.scan(busy.welcome("ZZ-4711"), "rice")
    busy.do(erasing.erase, "ZZ-4711")
    (basket,) = busy.rows("SELECT state, pseudonym, shopper FROM basket WHERE state = 'cancelled'")
    assert basket.pseudonym is None
    assert busy.rows("SELECT id FROM basket_item") == []


def test_goods_can_still_be_brought_back_after_an_erasure(busy: Stand):
    sold = busy.sell("ZZ-4711", "rice")
    busy.do(erasing.erase, "ZZ-4711")
    assert busy.void(sold.number).card is None
    assert sound(busy.shop)


def test_no_page_and_no_log_of_the_file_keeps_what_was_erased(busy: Stand):
    busy.do(erasing.erase, "ZZ-4711")
    forgetting.leave_no_trace(busy.shop, now=NOW)
    for file in busy.shop.folder.rglob("*"):
        if file.is_file():
            assert NAME.encode() not in file.read_bytes(), file
            assert b"ZZ-4711" not in file.read_bytes(), file


def test_a_restored_backup_forgets_again_who_was_erased_since(busy: Stand, tmp_path: Path):
    copied = copying.make(busy.shop, at=busy.at, now=NOW)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copyfile(copied.file, elsewhere / "old.kruidenier")
    before = figures(busy)
    busy.do(erasing.erase, "ZZ-4711")
    forgetting.leave_no_trace(busy.shop, now=NOW)
    shutil.copyfile(copied.file.parent / forgetting.ERASED, elsewhere / forgetting.ERASED)
    shop = restore(elsewhere / "old.kruidenier", tmp_path / "again", by="els", now=NOW)
    again = Stand(shop, shop.counter(by="els", role="manager"))
    with shop.reading() as session, pytest.raises(UnknownCard):
        households.find(session, "ZZ-4711")
    assert [len(rows) for rows in figures(again).values()] == [len(rows) for rows in before.values()]
    (line,) = again.rows("SELECT details FROM journal WHERE verb = 'restored'")
    assert '"erased": 2' in str(line.details) or line.details["erased"] == 2
    assert sound(shop)
    shop.close()


def test_the_list_of_the_erased_may_stand_in_the_new_folder_and_goes_to_the_second_place(busy: Stand, tmp_path: Path):
    copied = copying.make(busy.shop, at=busy.at, now=NOW)
    alone = tmp_path / "stick" / "old.kruidenier"
    alone.parent.mkdir()
    shutil.copyfile(copied.file, alone)
    settings = busy.shop.folder / "shop.toml"
    words = settings.read_text() if settings.exists() else ""
    settings.write_text(f"{words}copies = '{tmp_path / 'second'}'\n")
    second = OpenShop(read_config(busy.shop.folder), busy.shop.store)
    busy.do(erasing.erase, "ZZ-4711")
    with pytest.raises(ErasedNotNoted):
        forgetting.leave_no_trace(second, now=NOW)
    assert copying.make(second, at=busy.at, now=NOW + dt.timedelta(minutes=1)).trouble
    (tmp_path / "second").mkdir()
    copying.make(second, at=busy.at, now=NOW + dt.timedelta(minutes=2))
    (tmp_path / "new").mkdir()
    shutil.copyfile(tmp_path / "second" / forgetting.ERASED, tmp_path / "new" / forgetting.ERASED)
    shop = restore(alone, tmp_path / "new", by="els", now=NOW)
    with shop.reading() as session, pytest.raises(UnknownCard):
        households.find(session, "ZZ-4711")
    shop.close()


def test_a_purge_shows_first_and_takes_away_only_what_is_past_its_term(busy: Stand):
    busy.household("OLD", grocery=("2024-01-01", "2024-06-30"))
    busy.household("NONE", grocery=None)
    later = busy.on("2027-02-05")
    past = later.do(erasing.preview)
    assert (past.households, past.links, past.notes, past.substitutes) == ((), 2, 1, 1)
    assert later.rows("SELECT code FROM pseudonym") != []
    before = figures(later)
    assert later.do(erasing.purge) == past
    assert figures(later) == before
    assert later.rows("SELECT code FROM pseudonym") == []
    assert later.do(erasing.preview).links == 0
    assert later.do(files.open_file, "ZZ-4711").display_name == NAME
    much_later = busy.on("2028-11-25")
    assert much_later.do(erasing.purge).cards == ("NONE", "OLD")
    with pytest.raises(UnknownCard):
        much_later.welcome("OLD")
    assert sound(busy.shop)


def test_links_stay_until_35_days_after_the_year(busy: Stand):
    assert busy.on("2027-02-04").do(erasing.preview).links == 0
    assert busy.on("2027-02-05").do(erasing.preview).links == 2
    busy.setting("keep.link_days", 60, valid_from="2027-02-05")
    assert busy.on("2027-02-04").do(erasing.preview).links == 0
    assert busy.on("2027-02-05").do(erasing.preview).links == 0


def test_what_is_past_its_term_goes_by_itself_at_a_closing_and_only_once(busy: Stand):
    assert busy.ask(today.today, at=busy.at, now=busy.now).to_forget.is_nothing
    busy.on("2027-01-26").sell("H3", "rice")
    later = busy.on("2027-02-05")
    assert later.ask(today.today, at=later.at, now=later.now).to_forget.links == 2
    before = figures(later)
    copying.at_closing(later.shop, at=later.at, now=later.now)
    assert figures(later) == before
    assert [row.year for row in later.rows("SELECT year FROM pseudonym")] == [2027]
    assert later.do(files.open_file, "ZZ-4711").notes == ()
    copying.at_closing(later.shop, at=later.at, now=later.now + dt.timedelta(minutes=1))
    assert len(later.rows("SELECT 1 FROM journal WHERE verb = 'purged'")) == 1
    assert sound(later.shop)


def purged_at(stand: Stand) -> bool:
    """Close a day, and tell whether something was forgotten by itself."""
    return stand.do(erasing.purge_by_itself) is not None


def test_nothing_goes_by_itself_that_was_not_announced(busy: Stand):
    assert not purged_at(busy.on("2036-11-24")), "the clock jumped"
    busy.on("2036-11-20").sell("H3", "rice")
    assert not purged_at(busy.on("2036-11-24")), "and did not go back"
    assert purged_at(busy.on("2036-11-27"))


def test_a_shorter_term_waits_as_long_as_the_notice(busy: Stand):
    busy.setting("keep.note_days", 60)
    busy.on("2027-01-01").sell("H3", "rice")
    busy.setting("keep.note_days", 1, valid_from="2027-01-03")
    assert busy.on("2027-01-04").do(erasing.preview).notes == 1
    assert not purged_at(busy.on("2027-01-09"))
    assert purged_at(busy.on("2027-01-10"))


def test_a_shop_may_forget_by_hand_only(busy: Stand):
    busy.setting("keep.by_itself", "off")
    busy.on("2027-01-26").sell("H3", "rice")
    later = busy.on("2027-02-05")
    assert not purged_at(later)
    assert later.ask(today.today, at=later.at, now=later.now).to_forget.links == 2
    assert purged_at(later.as_("volunteer", "close")) is False


def test_a_household_is_forgotten_once(busy: Stand):
    busy.do(erasing.erase, "ZZ-4711")
    with busy.shop.writing.begin() as session:
        keys = privacy.erased(session)
        assert erasing.forget(session, keys, now=NOW) == 0
        assert privacy.erased(session) == keys


@pytest.mark.parametrize("table", BOOKS.sorted_tables, ids=lambda table: table.name)
def test_every_column_is_declared_as_personal_or_not(table: Any):
    personal = set(personal_data.kept_of(table.name))
    other = personal_data.NOT_PERSONAL.get(table.name, "").split()
    assert not personal & set(other)
    assert personal | set(other) == {column.name for column in table.columns}


def test_the_register_names_only_tables_that_are_there():
    named = {table for kept in personal_data.REGISTER for table in kept.columns} | set(personal_data.NOT_PERSONAL)
    assert named == set(BOOKS.tables)


def test_all_that_points_at_a_household_is_forgotten_with_it():
    pointing = {
        table.name
        for table in BOOKS.sorted_tables
        if any(link.column.table.name == "household" for link in table.foreign_keys)
    }
    assert pointing == {table.__tablename__ for table in privacy.OF_A_HOUSEHOLD} | {"household", "not_duplicate"}
