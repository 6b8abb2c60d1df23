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
    from collections.abc import Iterable

    from kruidenier.shop.office.settings import Settings
    from kruidenier.shop.people.facts import Fact
    from kruidenier.shop.people.households import Size


class BudgetSpent(AtTheCounter):
    """The basket costs more than is left of the budget."""

    message = N_(
        "This basket costs {total_cents} and {left_cents} is left for now. Take something out, or ask a manager."
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
    return _month(day) if settings["budget.period"] == "month" else _week(day)


def around(day: dt.date) -> Period:
    """Tell the time that holds every period a day's budget may belong to."""
    week, month = _week(day), _month(day)
    return Period(min(week.start, month.start), max(week.until, month.until))


def _week(day: dt.date) -> Period:
    monday = day - dt.timedelta(days=day.weekday())
    return Period(monday, monday + dt.timedelta(days=6))


def _month(day: dt.date) -> Period:
    first = day.replace(day=1)
    return Period(first, first + relativedelta(months=1, days=-1))


def limit_cents(size: Size, settings: Settings) -> int:
    """Tell a household's limit by the table and its size on the day."""
    adult: int = settings["budget.adult_cents"]
    child: int = settings["budget.child_cents"]
    return size.adults * adult + size.children * child


def spent_cents(facts: Iterable[Fact], period: Period) -> int:
    """Tell what a household was charged in the period, unrounded."""
    days = (fact for fact in facts if fact.what == "spent" and fact.since is not None)
    return sum(fact.first or 0 for fact in days if period.start <= (fact.since or period.start) <= period.until)
