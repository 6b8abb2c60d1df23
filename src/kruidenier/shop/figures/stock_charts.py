"""What a chart of the stock shows: what must go by when, and what came in and went out week by week."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from kruidenier.shop.goods.stock import SOLD, Movement
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from kruidenier.shop.figures.stock_levels import LotLevel

DAYS = 7
WEEKS = 6
"""Shown one by one; what lasts longer stands in one bar."""
IN = ("received",)
LOST = ("waste", "gone")
PASSED_ON = ("transferred",)
WAYS = (IN, SOLD, LOST, PASSED_ON)


@dataclass(frozen=True, slots=True)
class LastDays:
    """Goods whose last day lies from one day to another, both included; an open end is None."""

    kind: str
    """past, day, week, later, or none for goods without a date."""
    first: dt.date | None
    last: dt.date | None
    lots: int
    count: int
    grams: int


def by_last_day(lots: Iterable[LotLevel], *, on: dt.date) -> tuple[LastDays, ...]:
    """Sort what is there by its last day: passed, day by day for a week, week by week, later, and without a date."""
    week_by_week = on + dt.timedelta(days=DAYS)
    later = week_by_week + dt.timedelta(weeks=WEEKS)
    spans: list[tuple[str, dt.date | None, dt.date | None]] = [("past", None, on - dt.timedelta(days=1))]
    spans += [("day", day, day) for day in (on + dt.timedelta(days=n) for n in range(DAYS))]
    for n in range(WEEKS):
        monday = week_by_week + dt.timedelta(weeks=n)
        spans.append(("week", monday, monday + dt.timedelta(days=6)))
    spans += [("later", later, None), ("none", None, None)]
    found: dict[tuple[str, dt.date | None, dt.date | None], list[LotLevel]] = {span: [] for span in spans}
    for lot in lots:
        if not lot.is_short:
            found[next(span for span in spans if _lies_in(lot.last_day, span))].append(lot)
    return tuple(
        LastDays(*span, len(some), sum(lot.count for lot in some), sum(lot.grams for lot in some))
        for span, some in found.items()
    )


def _lies_in(day: dt.date | None, span: tuple[str, dt.date | None, dt.date | None]) -> bool:
    kind, first, last = span
    if day is None or kind == "none":
        return day is None and kind == "none"
    return (first is None or first <= day) and (last is None or day <= last)


@dataclass(frozen=True, slots=True)
class Week:
    """What came in and went out in one week, from Monday to Sunday."""

    monday: dt.date
    in_count: int
    in_grams: int
    sold_count: int
    sold_grams: int
    lost_count: int
    """Thrown away, or gone from the crates."""
    lost_grams: int
    passed_on_count: int
    """Gone to partners."""
    passed_on_grams: int


def by_week(session: Session, *, on: dt.date, weeks: int = 12) -> tuple[Week, ...]:
    """Add up what came in and went out in each of the last weeks, the running one included.

    What was taken back since does not count: it is taken off in the week in which it was booked.
    """
    monday = on - dt.timedelta(days=on.weekday())
    mondays = [monday - dt.timedelta(weeks=n) for n in reversed(range(weeks))]
    sums = {monday: dict.fromkeys(WAYS, (0, 0)) for monday in mondays}
    undone = aliased(Movement)
    booked = _sums(Movement, mondays[0], on)
    taken_back = _sums(undone, mondays[0], on).join_from(Movement, undone, undone.id == Movement.undoes_id)
    found = [wire(session).execute(asked) for asked in (booked, taken_back.where(Movement.happened_on <= on))]
    for day, reason, count, grams in chain.from_iterable(found):
        of_week = sums[day - dt.timedelta(days=day.weekday())]
        way = next(way for way in of_week if reason in way)
        sign = 1 if way == IN else -1
        of_week[way] = (of_week[way][0] + sign * int(count), of_week[way][1] + sign * int(grams))
    return tuple(Week(monday, *(amount for way in WAYS for amount in of_week[way])) for monday, of_week in sums.items())


def _sums(booked: type[Movement], first: dt.date, on: dt.date) -> Select[dt.date, str, int, int]:
    """Add movements up by the day and the reason of what was booked once: of themselves, or of what they take back."""
    return (
        select(booked.happened_on, booked.reason, func.sum(Movement.count), func.sum(Movement.grams))
        .where(booked.happened_on >= first, booked.happened_on <= on)
        .where(booked.reason.in_((*IN, *SOLD, *LOST, *PASSED_ON)))
        .group_by(booked.happened_on, booked.reason)
    )
