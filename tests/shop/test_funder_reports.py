"""Papers to funders: drafts follow the books, issued ones stay, and the counts of their year are closed with them."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kruidenier.shop.figures.funder_reports import FunderReport, document, issue, report
from kruidenier.shop.figures.supplier_reports import PeriodNotOver
from kruidenier.shop.office.staff import NotAllowed
from kruidenier.shop.till import erasing
from tests.kit import Stand, day
from tests.shop.serving import family, numbers, stock_up
from tests.shop.test_check import faults, tamper

AFTER = dt.date(2027, 1, 2)


@pytest.fixture
def store(stand: Stand) -> Stand:
    """Six households of 24 people, of whom three are men of 65 or more."""
    stock_up(stand)
    for number in range(5):
        family(stand, f"H{number}", "1984f 1990m 2012f 2008-09m", "rice", "pasta")
    family(stand, "H5", "1950m 1951m 1952m 1953f", "rice")
    return stand


@pytest.fixture
def later(store: Stand) -> Stand:
    return store.on(AFTER)


def shown(stand: Stand, reference: str | None = None) -> FunderReport:
    return stand.ask(report, 2026, reference=day(reference) if reference else None)


def issued(stand: Stand, reference: str | None = None) -> FunderReport:
    return stand.do(issue, 2026, reference=day(reference) if reference else None)


def test_an_issued_paper_says_the_same_whatever_happens_later(store: Stand, later: Stand):
    draft = shown(later)
    first = issued(later)
    assert (first.number, first.is_draft, first.issued_at, first.issued_by) == ("1-000007", False, later.now, "els")
    assert (first.figures, first.counted) == (draft.figures, None)
    assert later.do(issue, 2025).number == "1-000008"
    assert (shown(later), issued(later)) == (first, first)
    later.do(erasing.erase, "H0")
    later.setting("funder.age_bands", "0-99", valid_from="2026-01-01")
    family(store, "late", "1999f", "rice")
    assert shown(later.on("2027-02-05")) == first
    assert numbers(shown(later, "2026-06-30").figures)["people"] == 24
    assert faults(later) == []


def test_nothing_is_issued_before_the_year_is_over_nor_by_everybody(store: Stand, later: Stand):
    with pytest.raises(PeriodNotOver):
        issued(store.on("2026-12-31"))
    with pytest.raises(NotAllowed):
        issued(later.as_("staff"))
    assert shown(store).is_draft
    assert shown(later).is_draft


def test_few_are_told_neither_by_a_box_nor_by_what_is_left_of_another(store: Stand):
    told = shown(store)
    assert told.counted is not None
    exact = numbers(told.counted)
    assert (exact["people"], exact["age_65_up"], exact["households"], exact["single_parents"]) == (24, 4, 6, 0)
    assert numbers(told.figures) == exact | dict.fromkeys(
        ("age_65_up", "single_parents", "age_estimated", "gender_estimated")
    )
    food = numbers(told.figures, "esf_food")
    assert (food["people"], food["households"], food["visits"]) == (None, None, None)  # but for 4 people of 1 household


def test_a_second_day_of_ages_tells_of_nobody_either(later: Stand):
    assert numbers(issued(later).figures)["age_0_17"] == 5
    autumn = issued(later, "2026-08-31")
    assert numbers(autumn.figures)["age_0_17"] == 10
    family(later.on("2026-11-24"), "one", "2008-03f", "rice")
    assert numbers(issued(later, "2026-02-28").figures)["people"] == 24
    assert faults(later) == []
    assert len(later.rows("SELECT number FROM issued_paper WHERE kind = 'funder_report'")) == 3


def test_the_document_has_every_figure(later: Stand):
    told = document(issued(later, "2026-08-31"))
    assert (told["year"], told["reference"], told["number"]) == (2026, day("2026-08-31"), "1-000007")
    assert told["bands"][-1] == {"from": 65, "until": None}
    assert told["boxes"][0] == {"name": "people", "came": 24, "esf_food": None, "esf_goods": None}
    assert told["handed_out_kg"] == {"came": 5.5, "esf_food": 2.5, "esf_goods": 0.0}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE served_count SET amount = amount + 1",
        "UPDATE served_count SET who = 'esf_food' WHERE who = 'came' AND what = 'visits'",
        "DELETE FROM served_count",
        "INSERT INTO served_count VALUES (2026, 'came', 'visits', 'x', 1)",
        "DELETE FROM served_year",
        "UPDATE served_year SET year = 2025",
    ],
)
def test_a_closed_year_stays_closed(later: Stand, statement: str):
    issued(later)
    with pytest.raises(DBAPIError), later.shop.writing.begin() as session:
        session.execute(text(statement))


@pytest.mark.parametrize(
    "statement", ["DELETE FROM served_year", "UPDATE issued_paper SET figures = {figures} WHERE kind = 'funder_report'"]
)
def test_a_paper_that_was_tampered_with_is_found(later: Stand, statement: str):
    number = issued(later).number
    tamper(later, statement.replace("{figures}", _with_few(later)))
    assert ("funder_report", number) in faults(later)


def _with_few(stand: Stand) -> str:
    if stand.shop.store.writing.kw["bind"].dialect.name == "sqlite":
        return "json_set(figures, '$.boxes[0].came', 3)"
    return "jsonb_set(figures::jsonb, '{boxes,0,came}', '3')::json"
