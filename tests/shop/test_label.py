"""The figures of the label, against cases counted by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from kruidenier.shop.figures import label
from kruidenier.shop.figures.label_facts import window
from tests.kit import Stand, day
from tests.shop.labels import give, line, supplier

YEAR_END = dt.date(2026, 12, 31)


def of(measured: label.Assessment, name: str):
    return next(one for one in measured.criteria if one.name == name)


def assess(stand: Stand, on: dt.date = YEAR_END, code: str = "miroir") -> label.Assessment:
    return stand.ask(label.assess, code, on=on)


@pytest.mark.parametrize(
    ("last", "first"),
    [
        ("2026-12-31", "2026-01-01"),
        ("2026-02-28", "2025-03-01"),
        ("2024-02-29", "2023-03-01"),
        ("2025-02-28", "2024-02-29"),
        ("2026-11-24", "2025-11-25"),
    ],
)
def test_twelve_months_end_with_the_day(last: str, first: str):
    assert window(day(last), months=12) == (day(first), day(last))


def test_a_supplier_without_gifts_reaches_nothing(stand: Stand):
    supplier(stand)
    measured = assess(stand)
    assert (measured.points, measured.of, measured.level) == (0, 40, 0)
    assert [one.name for one in measured.criteria if one.applies] == ["regularity", "volume"]
    assert [(one.name, one.met) for one in measured.prerequisites] == [
        ("identity", True),
        ("agreement_or_deliveries", False),
        ("no_use_by_passed", True),
    ]


def test_a_year_counted_by_hand(stand: Stand):
    """Six gifts of a supermarket in six weeks, the first on Monday 5 January 2026; the window ends on 31 December.

    Weeks from 5 January (ISO week 2) to 31 December (week 53): 52. Regularity: 30 × 6 ÷ 52 = 3.46 → 3.
    kg: 6 × 400 = 2400, less nothing; volume: 10 × 2400 ÷ 12 ÷ 1000 = 2.0 → 2.
    Fresh: 6 × 100 = 600 of 2400 = 25 %; freshness: 15 × 0.25 ÷ 0.5 = 7.5 → 7.
    Dated: 6 × 300 = 1800, of which 3 deliveries of 200 with 3 days or more = 600 and 6 × 100 within
    best-before = 600: 1200. Remaining life: 15 × 1200 ÷ 1800 = 10.0 → 10.
    Offered: 2400 + 100 refused = 2500. Usability: 20 × (1 − 100 ÷ 2500) = 19.2 → 19.
    Documentation: no agreement asks. Points 41 of 90, 45.5 %: level 1.
    """
    supplier(stand)
    for week in range(6):
        on = dt.date(2026, 1, 5) + dt.timedelta(weeks=week)
        left = dt.timedelta(days=3 if week % 2 else 2)
        give(
            stand,
            on,
            line("vegetables", 100_000),
            line("ready-meals", 200_000, date_mark="use_by", date=(on + left).isoformat()),
            line("canned", 100_000, date_mark="best_before", date=on.isoformat()),
        )
    give(stand, "2026-03-02", line("soups", 100_000, refused="yes", refused_reason="damaged"))
    measured = assess(stand)
    assert {one.name: (one.points, one.of) for one in measured.criteria if one.applies} == {
        "regularity": (3, 30),
        "volume": (2, 10),
        "freshness": (7, 15),
        "remaining_life": (10, 15),
        "usability": (19, 20),
    }
    assert (measured.points, measured.of, measured.level) == (41, 90, 1)
    assert not of(measured, "documentation").applies
    assert measured.eligible
