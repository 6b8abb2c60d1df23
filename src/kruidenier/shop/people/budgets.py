"""What a household may spend in a week or a month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta
from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from kruidenier.errors import AtTheCounter
from kruidenier.i18n import N_
from kruidenier.store.base import Base, Moment, RowNumber, Whole, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kruidenier.shop.office.settings import Settings
    from kruidenier.shop.people.facts import Fact
    from kruidenier.shop.people.households import Size


VISIT_DAYS = 7
"""So long may a household come once before its referral is there."""


class BudgetSpent(AtTheCounter):
    """The basket costs more than is left of the budget."""

    message = N_(
        "This basket costs {total_cents} and {left_cents} is left for now. Take something out, or ask a manager."
    )


class FreeBudgetSpent(AtTheCounter):
    """The free goods of the basket are worth more than is left for free goods."""

    message = N_(
        "The free goods here are worth {total_cents} and {left_cents} of free goods is left for now. Take something"
        " out, or ask a manager."
    )


class BudgetEntry(Base):
    """One charge of a household's budget, or what a void or refund gives back (negative)."""

    __tablename__ = "budget_entry"
    __table_args__ = (
        CheckConstraint("purse IN ('paid', 'free')", name="purse_known"),
        *whole("cents"),
        Index("ix_budget_entry_spent", "pseudonym", "happened_on"),
    )

    id: Mapped[RowNumber]
    pseudonym: Mapped[str]
    purse: Mapped[str]
    happened_on: Mapped[dt.date]
    """The day whose period is charged: for voids and refunds the day of the sale."""
    recorded_at: Mapped[Moment]
    cents: Mapped[Whole]
    document_id: Mapped[str]


@dataclass(frozen=True, slots=True)
class Period:
    """A time with both ends included."""

    start: dt.date
    until: dt.date


def period_of(day: dt.date, settings: Settings) -> Period:
    """Tell the week (Monday to Sunday) or calendar month that a day's budget belongs to."""
    return whole_period(day, settings["budget.period"])


def whole_period(day: dt.date, period: str) -> Period:
    """Tell the week (Monday to Sunday) or calendar month of a day, or the day itself."""
    if period == "day":
        return Period(day, day)
    return _month(day) if period == "month" else _week(day)


def around(day: dt.date) -> Period:
    """Tell the time that holds every period a day's budget may belong to, and the days of one visit."""
    week, month = _week(day), _month(day)
    visit = day - dt.timedelta(days=VISIT_DAYS - 1)
    return Period(min(week.start, month.start, visit), max(week.until, month.until))


def _week(day: dt.date) -> Period:
    monday = day - dt.timedelta(days=day.weekday())
    return Period(monday, monday + dt.timedelta(days=6))


def _month(day: dt.date) -> Period:
    first = day.replace(day=1)
    return Period(first, first + relativedelta(months=1, days=-1))


def limit_cents(size: Size, settings: Settings) -> int:
    """Tell a household's limit by the table and its size on the day; single parents may have a table of their own."""
    single, steps = settings["budget.single_parent_steps"], settings["budget.steps"]
    if single and size.adults == 1 and size.children:
        return step(single, size.children)
    if steps:
        return step(steps, size.people)
    adult: int = settings["budget.adult_cents"]
    child: int = settings["budget.child_cents"]
    return size.adults * adult + size.children * child


def free_limit_cents(size: Size, settings: Settings) -> int | None:
    """Tell how much free goods may be worth; None if the shop sets no limit to them."""
    adult, child = settings["budget.free_adult_cents"], settings["budget.free_child_cents"]
    if adult is None and child is None:
        return None
    return size.adults * (adult or 0) + size.children * (child or 0)


def step(steps: Sequence[int], people: int) -> int:
    """Take the amount for so many people; the last step is for all who are more."""
    return steps[min(people, len(steps)) - 1] if people else 0


def spent_cents(facts: Iterable[Fact], period: Period, *, purse: str = "paid") -> int:
    """Tell what a household was charged in the period, unrounded."""
    what = "spent" if purse == "paid" else "spent_free"
    days = (fact for fact in facts if fact.what == what and fact.since is not None)
    return sum(fact.first or 0 for fact in days if period.start <= (fact.since or period.start) <= period.until)
