"""May this still go out? Use-by, best-before and the months of grace."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kruidenier.shop.goods.dates import (
    GracePassed,
    NotADate,
    UseByPassed,
    last_day,
    past_best_before,
    read_date,
    require_in_date,
)
from tests.kit import Stand, day, house_rules


def last(mark: str, date: str | None, group: int = 1, **changed: int) -> dt.date | None:
    return last_day(mark, day(date) if date else None, shelf_life_group=group, settings=house_rules(**changed))


def test_use_by_is_good_on_the_date_itself_and_never_after():
    for group in (1, 2, 3, 4):
        assert last("use_by", "2026-11-24", group) == day("2026-11-24")


@pytest.mark.parametrize(
    ("group", "date", "until"),
    [
        (1, "2026-11-24", "2027-11-24"),
        (1, "2028-02-29", "2029-02-28"),
        (2, "2026-11-24", "2027-01-24"),
        (2, "2026-12-31", "2027-02-28"),
        (2, "2027-12-31", "2028-02-29"),
        (2, "2026-06-30", "2026-08-30"),
        (3, "2026-11-24", "2026-11-24"),
        (4, "2026-11-24", "2026-11-24"),
    ],
)
def test_grace_is_in_calendar_months_with_the_end_of_a_month_clamped(group: int, date: str, until: str):
    assert last("best_before", date, group) == day(until)


def test_a_new_shop_looks_at_dates_without_any_setting(stand: Stand):
    """Lesson 25: ship with food dates on."""
    stand.product("soup", fixed=60)
    stand.lot("soup", 1, use_by="2026-11-23")
    stand.household("H1")
    with pytest.raises(UseByPassed):
        stand.sell("H1", "soup")


def test_grace_follows_the_settings():
    assert last("best_before", "2026-01-31", 3, grace__group_3_months=1) == day("2026-02-28")


def test_goods_without_date_never_pass():
    assert last("none", None) is None
    assert last("best_before", None) is None


def test_a_date_written_for_goods_that_never_go_off_is_no_trouble():
    assert last("best_before", "9999-12-31") == dt.date.max
    assert last("use_by", "9999-12-31") == dt.date.max


def test_the_last_day_still_works_and_the_next_is_refused():
    def ask(mark: str, on: str, group: int = 2) -> None:
        require_in_date(
            mark, day("2026-11-24"), name="Milk", shelf_life_group=group, on=day(on), settings=house_rules()
        )

    ask("use_by", "2026-11-24")
    with pytest.raises(UseByPassed, match="Milk: the use-by date 24/11/2026 has passed"):
        ask("use_by", "2026-11-25")
    ask("best_before", "2027-01-24")
    with pytest.raises(GracePassed, match="Milk: best before 24/11/2026 is too long ago"):
        ask("best_before", "2027-01-25")
    ask("none", "2099-01-01")


def test_only_a_passed_best_before_must_be_told():
    assert past_best_before("best_before", day("2026-11-24"), on=day("2026-11-25"))
    assert not past_best_before("best_before", day("2026-11-24"), on=day("2026-11-24"))
    assert not past_best_before("use_by", day("2026-11-24"), on=day("2026-11-25"))
    assert not past_best_before("none", None, on=day("2026-11-25"))


@given(date=st.dates(dt.date(2020, 1, 1), dt.date(2080, 1, 1)), months=st.integers(0, 24))
def test_grace_never_reaches_into_another_month(date: dt.date, months: int):
    until = last_day("best_before", date, shelf_life_group=1, settings=house_rules(grace__group_1_months=months))
    assert until is not None
    assert (until.year * 12 + until.month) - (date.year * 12 + date.month) == months
    assert until.day <= date.day


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("31/12", "2026-12-31"),
        ("3112", "2026-12-31"),
        ("31.12", "2026-12-31"),
        ("5/1", "2027-01-05"),
        ("0501", "2027-01-05"),
        ("22/11", "2026-11-22"),
        ("31/12/26", "2026-12-31"),
        ("31-12-2026", "2026-12-31"),
        ("311226", "2026-12-31"),
        ("31122026", "2026-12-31"),
        ("2026-12-31", "2026-12-31"),
        ("0517", "2017-05-31"),
        ("0228", "2028-02-29"),
        ("02/28", "2028-02-29"),
        ("11/2027", "2027-11-30"),
        ("112027", "2027-11-30"),
        ("0512", "2026-12-05"),
        ("+3d", "2026-11-27"),
        ("+3", "2026-11-27"),
        ("+3j", "2026-11-27"),
        ("+2w", "2026-12-08"),
        ("+2s", "2026-12-08"),
        ("+1M", "2026-12-24"),
        ("+ 3 m", "2027-02-24"),
        (" 31/12 ", "2026-12-31"),
        ("x", None),
        ("X", None),
        ("*", None),
    ],
)
def test_a_date_is_typed_quickly(typed: str, date: str | None):
    assert read_date(typed, day("2026-11-24")) == (day(date) if date else None)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "31", "3113x", "1399", "32/12", "30/02", "31/12/1", "0/0", "00/27", "13/27", "+", "+3y", "-3d", "soon"),
        *("2026", "29/02", "31/02/28", "1" * 40, "31/12/26/1", "+9999d", "2026-13-01", "31/12/9999", "1/1/1926"),
    ],
)
def test_what_is_no_date_is_refused_kindly(typed: str):
    with pytest.raises(NotADate) as refused:
        read_date(typed, day("2026-11-24"))
    assert "31/12" in refused.value.explain()


def test_a_month_from_the_end_of_a_month_is_its_end():
    assert read_date("+1m", day("2027-01-31")) == day("2027-02-28")
    assert read_date("29/02", day("2028-01-31")) == day("2028-02-29")


@given(st.dates(dt.date(2020, 1, 1), dt.date(2090, 1, 1)), st.dates(dt.date(2013, 1, 1), dt.date(2099, 12, 31)))
def test_a_full_date_is_read_back_whatever_today_is(today: dt.date, date: dt.date):
    for form in ("%d/%m/%Y", "%d/%m/%y", "%d%m%y", "%d%m%Y", "%d-%m-%Y", "%Y-%m-%d"):
        assert read_date(f"{date:{form}}", today) == date


@given(st.dates(dt.date(2020, 1, 1), dt.date(2090, 1, 1)), st.text(max_size=12))
def test_anything_typed_is_a_date_or_a_kind_no(today: dt.date, typed: str):
    with suppress(NotADate):
        assert read_date(typed, today) is None or typed
