"""Who was served in a year, counted by hand: each once in the total and in every box, and the same when forgotten."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kruidenier.shop import copying, forgetting
from kruidenier.shop.figures.funder_figures import ReferenceOutsideYear
from kruidenier.shop.figures.funder_reports import FunderReport, report
from kruidenier.shop.figures.funder_values import FunderFigures
from kruidenier.shop.office.settings import BadSetting
from kruidenier.shop.people import family as of_family
from kruidenier.shop.people import merging, register
from kruidenier.shop.restoring import restore
from kruidenier.shop.till import erasing
from kruidenier.shop.till.served import WHO, rounded_birth
from tests.kit import Stand, day
from tests.shop.serving import family, numbers, stock_up


@pytest.fixture
def store(stand: Stand) -> Stand:
    """Five households of 2026: 11 people with births, 2 adults and 4 children of whom only the number is known."""
    stock_up(stand)
    family(stand, "H1", "1984f 1980m 2010f 2022-03m", "rice", "pasta")
    family(stand, "H2", "1959f", "rice", since="2025-05-01")
    family(stand, "H3", "2000f 2009-02f 2008-06m", "pasta", "soap")
    family(stand, "H4", "1990 2011m 2013x", "rice")
    family(stand, "H5", "2+4", "rice", "soap")
    family(stand, "never", "1984f")
    return stand


def test_nappies_and_the_like_are_no_food_whichever_of_those_groups_they_are_in(store: Stand):
    store.product("nappies", fixed=60, group="non-food")
    store.lot("nappies", 9, origin="esf")
    family(store, "H6", "1990f", since="2026-02-01")
    store.grant("H6", "esf", "2026-02-01", None)
    before = {who: numbers(counted(store), who)["households"] for who in WHO}
    store.sell("H6", "nappies")
    after = {who: numbers(counted(store), who)["households"] for who in WHO}
    assert [(after[who] or 0) - (before[who] or 0) for who in WHO] == [1, 0, 1]


def report_of(stand: Stand, *, reference: str | None = None, year: int = 2026) -> FunderReport:
    return stand.ask(report, year, reference=day(reference) if reference else None)


def counted(stand: Stand, *, reference: str | None = None, year: int = 2026) -> FunderFigures:
    figures = report_of(stand, reference=reference, year=year).counted
    assert figures is not None
    return figures


def test_each_person_counts_once_in_the_total_and_in_every_box_that_applies(store: Stand):
    store.sell("H1", "rice")
    store.on("2026-11-25").sell("H1", "rice")
    assert numbers(counted(store)) == {
        "people": 4 + 1 + 3 + 3 + 6,
        "age_0_15": 3 + 2,  # born 2022, 2011 and 2013; 4 children spread as 5 of whom 3 are so young
        "age_0_17": 5 + 4,  # 2010 and 2009-02 too
        "age_18_29": 2 + 1,  # born 2000 and 2008-06; 2 adults spread as 6 of whom 2 are so young
        "age_65_up": 1,
        "women": 5 + 4,  # 5 of 10 whose gender is known; of the other 7 half, halves up
        "age_estimated": 6,
        "gender_estimated": 7,
        "households": 5,
        "new_households": 4,
        "single_parents": 1,
        "visits": 6,
    }
    food, goods = (numbers(counted(store), who) for who in ("esf_food", "esf_goods"))
    assert (food["people"], food["age_0_17"], food["women"], food["households"], food["visits"]) == (7, 3, 4, 2, 2)
    assert (goods["people"], goods["age_estimated"], goods["households"]) == (9, 6, 2)
    assert counted(store).grams == (6 * 500 + 2 * 500 + 2 * 100, 1000, 200)
    assert set(numbers(counted(store, year=2025)).values()) == {0}


def test_ages_are_those_of_the_reference_date(store: Stand):
    young = [numbers(counted(store, reference=date))["age_0_17"] for date in ("2026-05-31", "2026-06-01", "2026-12-31")]
    assert young == [10, 9, 9]  # somebody turns 18 with the first of June
    with pytest.raises(ReferenceOutsideYear):
        report_of(store, reference="2025-12-31")


def test_bands_are_rules_of_the_year(store: Stand):
    store.setting("funder.age_bands", "0-2 3-11 60+", valid_from="2026-12-31")
    assert [box.name for box in counted(store).boxes][1:4] == ["age_0_2", "age_3_11", "age_60_up"]
    assert counted(store, year=2025).bands == ((0, 15), (0, 17), (18, 29), (65, None))
    for wrong in ("", "18-", "9-3", "0-15 0-15", "young", "1 " * 9):
        with pytest.raises(BadSetting):
            store.setting("funder.age_bands", wrong)


def test_a_household_counts_as_it_was_at_its_last_visit(store: Stand):
    store.on("2026-11-25").do(of_family.recount, "H2", people=register.read_people("1959f 1961m"))
    assert numbers(counted(store))["people"] == 17
    store.on("2026-11-26").sell("H2", "rice")
    assert numbers(counted(store))["people"] == 18
    store.on("2026-11-27").do(of_family.recount, "H2", people=register.read_people("1+2"))
    store.on("2026-11-28").sell("H2", "rice")
    assert numbers(counted(store))["people"] == 19
    assert numbers(counted(store))["single_parents"] == 2
    store.on("2026-11-29").do(of_family.recount, "H2", people=register.read_people("9+9"))
    assert numbers(counted(store))["people"] == 19


def test_merged_files_are_one_household_with_its_oldest_right(store: Stand):
    store.do(merging.merge, "H4", "H2", take={})
    told = numbers(counted(store))
    assert (told["households"], told["new_households"], told["visits"]) == (4, 3, 4)


def test_what_was_cancelled_or_brought_back_was_not_given(store: Stand):
    store.void(store.sell("never", "rice").number)
    assert numbers(counted(store))["households"] == 5
    store.refund(store.sell("H1", "soap").number, "soap")
    assert numbers(counted(store), "esf_goods")["households"] == 2
    store.sell("H1", "soap")
    assert numbers(counted(store), "esf_goods")["households"] == 3


def test_nothing_changes_when_households_are_forgotten(store: Stand):
    dates = ("2026-01-01", "2026-05-31", "2026-06-01", "2026-12-31")
    before = [report_of(store, reference=date) for date in dates]
    store.do(erasing.erase, "H3")
    assert [report_of(store, reference=date) for date in dates] == before
    store.do(erasing.erase, "H5")
    assert [report_of(store, reference=date) for date in dates] == before
    assert store.on("2027-02-05").do(erasing.purge).links == 3
    assert store.rows("SELECT * FROM pseudonym") == []
    assert [report_of(store, reference=date) for date in dates] == before
    assert store.on("2029-02-05").do(erasing.purge).links == 0
    assert [report_of(store, reference=date) for date in dates] == before


def test_a_restored_copy_that_forgets_again_counts_the_same(store: Stand, tmp_path: Path):
    copied = copying.make(store.shop, at=store.at, now=store.now)
    stick = tmp_path / "stick"
    stick.mkdir()
    shutil.copyfile(copied.file, stick / "old.kruidenier")
    before = report_of(store)
    store.do(erasing.erase, "H3")
    forgetting.leave_no_trace(store.shop, now=store.now)
    shutil.copyfile(copied.file.parent / forgetting.ERASED, stick / forgetting.ERASED)
    again = restore(stick / "old.kruidenier", tmp_path / "again", by="els", now=store.now)
    with again.reading() as session:
        assert report(session, 2026) == before
    again.close()


def test_what_is_kept_of_the_forgotten_are_sums_without_anybody(store: Stand):
    store.do(erasing.erase, "H3")
    store.do(erasing.erase, "H1")
    kept = {(row.what, row.born): row.amount for row in store.rows("SELECT * FROM served_count WHERE who = 'came'")}
    ages = {born: amount for (what, born), amount in kept.items() if what == "born"}
    assert ages == {"1996-01": 2, "2008-01": 1, "2008-06": 1, "2010-01": 2, "2026-01": 1}
    assert kept["households", ""] == 2


def test_an_age_that_nobody_recorded_is_not_made_up(stand: Stand):
    stock_up(stand)
    for number in range(5):
        family(stand, f"H{number}", "3+2", "rice")
    told = numbers(counted(stand))
    assert (told["people"], told["age_0_17"], told["age_estimated"]) == (25, 10, 25)
    assert (told["age_0_15"], told["age_18_29"], told["age_65_up"], told["women"]) == (None,) * 4


@pytest.mark.parametrize(
    ("born", "kept"),
    [
        ("1984-01", "1996-01"),
        ("1961-12", "1961-12"),
        ("1961-01", "1961-01"),
        ("1996-07", "1996-07"),
        ("2008-06", "2008-06"),
        ("2010-02", "2010-02"),
        ("2024-05", "2026-01"),
        ("2026-05", "2026-01"),
    ],
)
def test_a_birth_is_kept_only_as_far_as_it_decides_an_age(born: str, kept: str):
    assert rounded_birth(born, 2026, {16, 18, 30, 65}) == kept
