"""Limits of one day on scarce goods: by the size of the household, from now on, and gone tomorrow.

Where there is not one for each, they go round by turns: only some places of the round have theirs. Each change is a new
row and the newest one counts, so that the books know what was allowed at any hour. What a slip or a basket was told
before stays promised.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Index, func, select
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.office import journal
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.people import quotas
from kruidenier.shop.people.fair_share import ALL, Limit
from kruidenier.store.base import Base, Moment, RowNumber

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter


class NoLimitToday(ShopError):
    """Goods without a limit of the day."""

    message = N_("There is no limit of today on {quota}.")


class BadDayLimit(ShopError):
    """A limit that cannot be read."""

    message = N_(
        "“{limit}” is no limit. Write how much for one person, two, three and so on: 1 1 2, the last for all who are"
        " more."
    )


class DayLimit(Base):
    """A limit as it was set at some moment of its day."""

    __tablename__ = "day_limit"
    __table_args__ = (
        Index("ix_day_limit_day", "day", "quota"),
        CheckConstraint(f"turns BETWEEN 1 AND {ALL}", name="turns_of_a_round"),
        CheckConstraint(f"first_turn BETWEEN 0 AND {ALL - 1}", name="first_turn_of_a_round"),
    )

    id: Mapped[RowNumber]
    day: Mapped[dt.date]
    quota: Mapped[str]
    steps: Mapped[str]
    """By people in the household, the last for all who are more; empty: taken away."""
    first_turn: Mapped[int] = mapped_column(default=0)
    turns: Mapped[int] = mapped_column(default=ALL)
    """Of so many places of the round, from the first on, it is the turn."""
    eases: Mapped[bool]
    """The program proposed it, and goes on moving it with the stock and with who is still expected."""
    set_at: Mapped[Moment]
    set_by: Mapped[str]

    @property
    def limit(self) -> Limit:
        """What it allows."""
        return Limit(tuple(map(int, self.steps.split())), self.turns, self.first_turn)


NEWEST = select(func.max(DayLimit.id)).group_by(DayLimit.day, DayLimit.quota)
"""The rows that count."""


def of_day(session: Session, day: dt.date) -> dict[str, tuple[DayLimit, ...]]:
    """List the limits of a day by their goods, each with all it was; what was taken away is left out."""
    found: dict[str, tuple[DayLimit, ...]] = {}
    for row in session.scalars(select(DayLimit).where(DayLimit.day == day).order_by(DayLimit.id)):
        found[row.quota] = (*found.get(row.quota, ()), row) if row.steps else ()
    return {quota: rows for quota, rows in found.items() if rows}


def place_of(household_id: str) -> int:
    """Tell the place of a household in the round: always the same, and as good as drawn."""
    return int(household_id[-6:], 16) % ALL


def begin_of_round(session: Session, quota: str, day: dt.date) -> int:
    """Tell with which place the round begins: where it began to pass households over the last time."""
    earlier = (DayLimit.quota == quota, DayLimit.turns < ALL)
    last = select(func.max(DayLimit.day)).where(*earlier, DayLimit.day < day).scalar_subquery()
    asked = select(DayLimit.first_turn, func.min(DayLimit.turns)).where(*earlier, DayLimit.day == last)
    row = session.execute(asked.group_by(DayLimit.first_turn)).first()
    return 0 if row is None else (row[0] + row[1]) % ALL


def set_limit(session: Session, quota: str, *, limit: str, at: Counter, now: dt.datetime) -> tuple[int, ...]:
    """Set a limit of today as staff want it: on the products of a quota, or on one product by its code."""
    require(at, Permission.SHARE)
    name = quotas.require_goods(session, quota)
    words = " ".join(limit.split())
    if not quotas.STEPS.fullmatch(words):
        raise BadDayLimit(limit=limit[:40])
    steps = tuple(int(word) for word in words.split())
    write(session, name, Limit(steps), eases=False, at=at, now=now)
    return steps


def take_away(session: Session, quota: str, *, at: Counter, now: dt.datetime) -> str:
    """Take a limit of today away; tells of what."""
    require(at, Permission.SHARE)
    name = quota.strip().lower()
    if name not in of_day(session, at.business_date(now)):
        raise NoLimitToday(quota=quota[:40])
    write(session, name, Limit(()), eases=False, at=at, now=now)
    return name


def write(
    session: Session,
    quota: str,
    limit: Limit,
    *,
    eases: bool,
    at: Counter,
    now: dt.datetime,
    verb: str = "share",
) -> None:
    """Write a limit of today and its journal line."""
    words = " ".join(map(str, limit.steps))
    session.add(
        DayLimit(
            day=at.business_date(now),
            quota=quota,
            steps=words,
            first_turn=limit.first,
            turns=limit.turns,
            eases=eases,
            set_at=now,
            set_by=at.by,
        )
    )
    session.flush()
    journal.record(session, at, verb=verb, subject=quota, now=now, after=words, turns=limit.turns)
