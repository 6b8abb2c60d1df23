"""Prices of fresh goods that fall at an announced hour."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods import groups
from kruidenier.shop.office import journal
from kruidenier.shop.office.staff import Permission, require
from kruidenier.store.base import Base, Moment, RowNumber

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

GRADES = {1: N_("fine"), 2: N_("to eat soon"), 3: N_("for soup")}
"""Of fresh produce, as it is sorted through during the day."""


class UnknownGrade(ShopError):
    """A grade of fresh produce that the shop does not know."""

    message = N_("Fresh produce is graded 1 (fine), 2 (to eat soon) or 3 (for soup), not {grade}.")


class NoPercentage(ShopError):
    """A part of the price that cannot be."""

    message = N_("Goods cost from 0 to 100 percent of their price: 0 is free, 100 is the whole price again.")


class HourPassed(ShopError):
    """A price that would have to fall in the past."""

    message = N_("{hour} has passed today. What was sold since then was paid already: let the price fall from now on.")


class Markdown(Base):
    """From an hour of one day a food group, or one grade of it, costs so many percent of its price."""

    __tablename__ = "markdown"
    __table_args__ = (
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent_known"),
        CheckConstraint("grade BETWEEN 1 AND 3", name="grade_known"),
        Index("ix_markdown_day", "happened_on", "group_code"),
    )

    id: Mapped[RowNumber]
    group_code: Mapped[str] = mapped_column(ForeignKey("food_group.code"))
    grade: Mapped[int | None]
    """None: all grades."""
    percent: Mapped[int]
    happened_on: Mapped[dt.date]
    starts_at: Mapped[Moment]
    recorded_at: Mapped[Moment]
    by: Mapped[str]


@dataclass(frozen=True, slots=True)
class PriceFall:
    """A price that falls today, as people see it."""

    group: str
    name: str
    """Of the group, in the reader's language."""
    grade: int | None
    percent: int
    """Of the price; 0 is free."""
    starts_at: dt.datetime


def announce(
    session: Session,
    group: str,
    *,
    percent: int,
    at: Counter,
    now: dt.datetime,
    grade: int | None = None,
    from_hour: dt.time | None = None,
) -> PriceFall:
    """Let a food group, or one grade of it, cost a part of its price from an hour of today, or from now on.

    Whatever was announced for the latest hour counts, so that a slip is mended by announcing anew.
    """
    require(at, Permission.STOCK)
    groups.require_group(session, group)
    if grade is not None and grade not in GRADES:
        raise UnknownGrade(grade=grade)
    if not 0 <= percent <= 100:
        raise NoPercentage
    today = at.business_date(now)
    starts_at = now
    if from_hour is not None:
        starts_at = dt.datetime.combine(today, from_hour, at.zone).astimezone(dt.UTC)
        if starts_at.replace(second=59) < now:
            raise HourPassed(hour=f"{from_hour:%H:%M}")
    fall = Markdown(
        group_code=group,
        grade=grade,
        percent=percent,
        happened_on=today,
        starts_at=starts_at,
        recorded_at=now,
        by=at.by,
    )
    session.add(fall)
    session.flush()
    told = {"grade": grade, "percent": percent, "from": starts_at}
    journal.record(session, at, verb="markdown", subject=group, now=now, **told)
    return falls(session, on=today)[-1]


def falls(session: Session, *, on: dt.date) -> tuple[PriceFall, ...]:
    """List what was announced for a day, in the order it was announced."""
    found = session.scalars(select(Markdown).where(Markdown.happened_on == on).order_by(Markdown.id)).all()
    names = groups.names(session) if found else {}
    return tuple(
        PriceFall(
            row.group_code,
            names.get(row.group_code, row.group_code),
            row.grade,
            row.percent,
            row.starts_at,
        )
        for row in found
    )
