"""What a household may spend in a week or a month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta
from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.store.base import Base, Moment, RowNumber, Whole, whole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kruidenier.shop.office.settings import Settings
    from kruidenier.shop.people.facts import Fact
    from kruidenier.shop.people.households import Size


class BudgetSpent(ShopError):
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
    if settings["budget.period"] == "month":
        first = day.replace(day=1)
        return Period(first, first + relativedelta(months=1, days=-1))
    monday = day - dt.timedelta(days=day.weekday())
    return Period(monday, monday + dt.timedelta(days=6))


def limit_cents(size: Size, settings: Settings) -> int:
    """Tell a household's limit by the table and its size on the day."""
    adult: int = settings["budget.adult_cents"]
    child: int = settings["budget.child_cents"]
    return size.adults * adult + size.children * child


def spent_cents(facts: Iterable[Fact]) -> int:
    """Tell what a household was charged in the period, unrounded."""
    return sum(fact.first or 0 for fact in facts if fact.what == "spent")
