"""What a household may spend in a week or a month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta
from sqlalchemy import CheckConstraint, Index, bindparam, func, select
from sqlalchemy.orm import Mapped

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.people.households import Pseudonym
from kruidenier.store.base import Base, Moment, RowNumber, Whole, whole, wire

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.settings import Settings
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


_SPENT = select(func.coalesce(func.sum(BudgetEntry.cents), 0)).where(
    BudgetEntry.pseudonym == Pseudonym.code,
    Pseudonym.household_id == bindparam("household"),
    BudgetEntry.happened_on >= bindparam("start"),
    BudgetEntry.happened_on <= bindparam("until"),
    BudgetEntry.purse == "paid",
)


def spent_cents(session: Session, household_id: str, period: Period) -> int:
    """Add up what a household was charged in a period, unrounded."""
    parameters = {"household": household_id, "start": period.start, "until": period.until}
    return int(wire(session).execute(_SPENT, parameters).scalar_one())
