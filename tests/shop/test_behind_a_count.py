"""No document behind a closed count: the count has seen already what happened before."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kruidenier.shop.goods import accepting, counting, undoing, waste
from kruidenier.shop.goods.stock import BehindCount
from kruidenier.shop.till.values import Kept
from kruidenier.store.base import new_id
from tests.kit import Stand, day


@pytest.fixture
def rice(stand: Stand) -> Stand:
    """Ten packs of rice that came in a week ago."""
    stand.product("rice", fixed=100)
    stand.lot("rice", 10, received="2026-11-17")
    stand.household("H1", adults=9)
    return stand


def close_a_count(stand: Stand, lot: str = "L1-000001") -> None:
    """Count a lot and accept the count, with the figure that the books have."""
    number = stand.do(counting.begin, place="shop").number
    stand.do(counting.enter, number, lot, count=stand.left(lot)[0])
    stand.do(counting.finish, number)
    stand.do(accepting.accept, number)


def test_a_sale_from_paper_before_the_count_is_refused_and_says_why(rice: Stand):
    """Lesson 5: editing an old document after a count shifts stock twice. Refuse behind a closed count."""
    close_a_count(rice)
    with pytest.raises(BehindCount) as refused:
        rice.sell("H1", "rice", paper=Kept("P1", rice.now - dt.timedelta(days=1)))
    assert "24/11/2026" in refused.value.explain()
    assert rice.left("L1-000001") == (10, 0)
    rice.sell("H1", "rice", paper=Kept("P1", rice.now - dt.timedelta(hours=1)))
    assert rice.left("L1-000001") == (9, 0)


def test_a_lot_that_nobody_counted_still_takes_yesterdays_paper(rice: Stand):
    """Lesson 2: a fault in one product must never stop work on another."""
    rice.product("soup", fixed=100)
    rice.lot("soup", 5, received="2026-11-17")
    close_a_count(rice)
    rice.sell("H1", "soup", paper=Kept("P1", rice.now - dt.timedelta(days=1)))
    assert rice.faults() == []


def test_a_clock_that_goes_back_stops_no_till(rice: Stand):
    close_a_count(rice)
    assert rice.on("2026-11-22").sell("H1", "rice").total_cents == 100


def test_the_database_itself_refuses_a_movement_behind_a_count(rice: Stand):
    close_a_count(rice)
    row = (
        'INSERT INTO movement (lot_id, reason, count, grams, known_by, "by", happened_on, recorded_at)'
        " SELECT id, 'waste', 0, 0, 'counted', 'x', :day, :at FROM lot WHERE number = 'L1-000001'"
    )
    at = rice.now.isoformat(timespec="microseconds") if rice.shop.writing.kw["bind"].name == "sqlite" else rice.now
    with pytest.raises(DBAPIError, match="the lot was counted after that day"), rice.shop.writing.begin() as session:
        session.execute(text(row), {"day": day("2026-11-23").isoformat(), "at": at})
    with rice.shop.writing.begin() as session:
        session.execute(text(row), {"day": day("2026-11-24").isoformat(), "at": at})


def test_a_deed_before_the_count_stays(rice: Stand):
    """Lesson 5: refuse behind a closed count, for undo and for the reverse entry alike."""
    done = rice.do(waste.waste, "L1-000001", count=2, why="damage", id=new_id())
    later = rice.on(rice.now + dt.timedelta(minutes=5))
    close_a_count(later)
    for take_back in (
        lambda: later.do(undoing.undo),
        lambda: later.do(undoing.reverse, done.number, reason="they were there"),
    ):
        with pytest.raises(undoing.CountedSince, match="count it again"):
            take_back()
    after = later.on(later.now + dt.timedelta(minutes=5))
    after.do(waste.waste, "L1-000001", count=1, why="damage", id=new_id())
    after.do(undoing.undo)
    assert after.left("L1-000001") == (8, 0)
