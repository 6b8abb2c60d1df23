"""What a household may spend: weeks and months, its size on the day, tables that change."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kruidenier.shop.office import settings as rules
from kruidenier.shop.people import budgets, family, households
from kruidenier.shop.people.budgets import BudgetSpent, Period, period_of
from kruidenier.shop.people.households import Headcount, Size, is_adult
from kruidenier.shop.till.shoppers import Visit, visit
from tests.kit import Stand, day, house_rules


def judged(stand: Stand, on: str | None = None, card: str = "H1") -> Visit:
    date = day(on) if on else stand.today
    with stand.shop.reading() as session:
        return visit(session, households.find(session, card), on=date, settings=rules.current(session, date))


@pytest.fixture
def shelf(stand: Stand) -> Stand:
    """Rice at a euro, plenty of it."""
    stand.product("rice", fixed=100)
    stand.lot("rice", 1000)
    return stand


@pytest.mark.parametrize(
    ("on", "monday", "sunday"),
    [
        ("2026-11-23", "2026-11-23", "2026-11-29"),
        ("2026-11-29", "2026-11-23", "2026-11-29"),
        ("2026-11-30", "2026-11-30", "2026-12-06"),
        ("2026-12-31", "2026-12-28", "2027-01-03"),
        ("2027-01-01", "2026-12-28", "2027-01-03"),
    ],
)
def test_a_week_runs_from_monday_to_sunday_over_the_new_year_too(on: str, monday: str, sunday: str):
    assert period_of(day(on), house_rules()) == Period(day(monday), day(sunday))


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        ("2026-11-01", "2026-11-01", "2026-11-30"),
        ("2026-12-31", "2026-12-01", "2026-12-31"),
        ("2027-02-10", "2027-02-01", "2027-02-28"),
        ("2028-02-29", "2028-02-01", "2028-02-29"),
    ],
)
def test_a_month_is_a_calendar_month(on: str, first: str, last: str):
    assert period_of(day(on), house_rules(budget__period="month")) == Period(day(first), day(last))


@given(on=st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), period=st.sampled_from(["week", "month"]))
def test_every_day_belongs_to_exactly_one_period_and_they_join(on: dt.date, period: str):
    settings = house_rules(budget__period=period)
    found = period_of(on, settings)
    assert found.start <= on <= found.until
    assert period_of(found.start, settings) == period_of(found.until, settings) == found
    assert period_of(found.until + dt.timedelta(days=1), settings).start == found.until + dt.timedelta(days=1)


def test_the_limit_is_by_adults_and_children():
    assert budgets.limit_cents(Size(2, 3), house_rules()) == 3500
    assert budgets.limit_cents(Size(0, 0), house_rules()) == 0
    assert budgets.limit_cents(Size(1, 1), house_rules(budget__adult_cents=1500, budget__child_cents=0)) == 1500


@pytest.mark.parametrize(
    ("year", "month", "on", "adult"),
    [
        (2008, None, "2025-12-31", False),
        (2008, None, "2026-01-01", True),
        (2008, 11, "2026-10-31", False),
        (2008, 11, "2026-11-01", True),
        (2030, None, "2026-11-24", False),
    ],
)
def test_an_adult_by_year_from_new_year_and_by_month_from_its_first_day(year, month, on: str, adult: bool):
    assert is_adult(year, month, day(on)) is adult


def test_a_household_of_members_grows_up_on_the_day(shelf: Stand):
    shelf.household(members=[(1980, None), (2008, 12), (2024, 3)])
    assert judged(shelf, "2026-11-30").size == Size(1, 2)
    assert judged(shelf, "2026-12-01").size == Size(2, 1)


def test_a_changed_household_has_its_new_limit_from_that_day_and_the_old_one_before(shelf: Stand):
    shelf.household(members=[(1980, None), (1981, None)])
    shelf.sell("H1", ("rice", 15))
    shelf.on("2026-11-26").do(family.leave, "H1", member=2)
    assert judged(shelf, "2026-11-25").left_cents == 500
    assert judged(shelf, "2026-11-26").size == Size(1, 0)
    assert judged(shelf, "2026-11-26").left_cents == -500  # may be negative after a change
    assert judged(shelf, "2026-11-30").left_cents == 1000
    assert shelf.on("2026-11-26").welcome().shopper.left_cents == -500


def test_numbers_of_people_are_dated_too(shelf: Stand):
    shelf.household(adults=2)
    with shelf.shop.writing.begin() as session:
        key = households.find(session, "H1").id
        session.add(Headcount(household_id=key, valid_from=day("2026-12-01"), adults=1, children=1))
    sizes = {on: judged(shelf, on).size for on in ("2026-11-30", "2026-12-01", "1999-12-31")}
    assert sizes == {"2026-11-30": Size(2, 0), "2026-12-01": Size(1, 1), "1999-12-31": Size(0, 0)}


def test_spending_counts_in_its_own_week_only(shelf: Stand):
    shelf.household()
    shelf.on("2026-11-22").sell("H1", ("rice", 10))  # Sunday
    shelf.on("2026-11-23").sell("H1", ("rice", 3))
    shelf.on("2026-11-29").sell("H1", ("rice", 4))
    assert [judged(shelf, on).left_cents for on in ("2026-11-22", "2026-11-23", "2026-11-29", "2026-11-30")] == [
        0,
        300,
        300,
        1000,
    ]


def test_a_week_over_the_new_year_is_one_week(shelf: Stand):
    shelf.household()
    shelf.on("2026-12-31").sell("H1", ("rice", 6))
    with pytest.raises(BudgetSpent):
        shelf.on("2027-01-01").sell("H1", ("rice", 5))
    assert shelf.on("2027-01-01").sell("H1", ("rice", 4)).budget_left_cents == 0


def test_one_household_spends_nothing_of_anothers(shelf: Stand):
    shelf.household("H1")
    shelf.household("H2")
    shelf.sell("H1", ("rice", 10))
    assert judged(shelf, card="H2").left_cents == 1000


def test_the_day_is_the_shops_own_not_that_of_utc(shelf: Stand):
    shelf.household()
    sunday_late = shelf.on(dt.datetime(2026, 11, 29, 22, 59, tzinfo=dt.UTC))
    monday_early = shelf.on(dt.datetime(2026, 11, 29, 23, 0, tzinfo=dt.UTC))
    assert sunday_late.sell("H1", ("rice", 10)).budget_left_cents == 0
    assert monday_early.sell("H1", ("rice", 10)).date == day("2026-11-30")


def test_a_new_table_counts_from_its_day(shelf: Stand):
    shelf.household(adults=1, children=1)
    shelf.setting("budget.child_cents", 800, valid_from="2026-11-26")
    assert [judged(shelf, on).limit_cents for on in ("2026-11-25", "2026-11-26")] == [1500, 1800]


def test_from_weeks_to_months_in_the_middle_of_a_week(shelf: Stand):
    shelf.household()
    shelf.setting("budget.period", "month", valid_from="2026-11-26")
    shelf.on("2026-11-02").sell("H1", ("rice", 5))
    shelf.on("2026-11-24").sell("H1", ("rice", 4))
    assert judged(shelf, "2026-11-25").left_cents == 600
    assert judged(shelf, "2026-11-26").left_cents == 100
    assert judged(shelf, "2026-12-01").period == Period(day("2026-12-01"), day("2026-12-31"))


def test_a_basket_up_to_the_last_cent_is_fine_and_one_cent_more_is_not(shelf: Stand):
    shelf.product("sweet", fixed=1)
    shelf.lot("sweet", 10)
    shelf.household()
    with pytest.raises(BudgetSpent) as refused:
        shelf.sell("H1", ("rice", 10), "sweet")
    assert refused.value.details == {"total_cents": 1001, "left_cents": 1000}
    assert shelf.sell("H1", ("rice", 10)).budget_left_cents == 0


def test_free_goods_can_be_had_when_nothing_is_left(shelf: Stand):
    shelf.product("soap", fixed=0)
    shelf.lot("soap", 5)
    shelf.household()
    shelf.sell("H1", ("rice", 10))
    assert shelf.sell("H1", "soap", pay="").total_cents == 0


def test_the_link_between_household_and_sales_is_a_new_random_name_each_year(shelf: Stand):
    shelf.household()
    shelf.on("2026-12-31").sell("H1", "rice")
    shelf.on("2027-01-01").sell("H1", "rice")
    names = [row.pseudonym for row in shelf.rows("SELECT pseudonym FROM sale ORDER BY number")]
    assert len(set(names)) == 2
    assert all(len(name) == 16 for name in names)
    assert shelf.ask(households.card_of, names[0]) == "H1"
    assert shelf.ask(households.card_of, "gone") is None
