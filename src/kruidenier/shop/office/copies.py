"""The copies of the books that were made: which of them are kept, and how old the last one is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.shop.office import journal
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.place import Shop
from kruidenier.store.base import Base, Moment, RowNumber, Whole, whole

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.office.settings import Settings


class BookCopy(Base):
    """A copy of the books that was made and opened to see that it is whole."""

    __tablename__ = "book_copy"
    __table_args__ = whole("size")

    id: Mapped[RowNumber]
    made_at: Mapped[Moment]
    till_id: Mapped[int] = mapped_column(ForeignKey("till.id"))
    by: Mapped[str]
    file: Mapped[str]
    size: Mapped[Whole]
    second: Mapped[bool]
    """It lies in the second place too."""


@dataclass(frozen=True, slots=True)
class LastCopy:
    """How old the last good copy is."""

    made_at: dt.datetime | None
    days: int
    """Since it was made; since the shop was founded, if there is none."""
    is_old: bool


def note(session: Session, *, file: str, size: int, second: bool, at: Counter, now: dt.datetime) -> None:
    """Write down that a copy was made."""
    session.add(BookCopy(made_at=now, till_id=at.till_id, by=at.by, file=file, size=size, second=second))
    session.flush()
    journal.record(session, at, verb="copy", subject=file, now=now, size=size, second=second)


def last(session: Session, *, at: Counter, now: dt.datetime) -> LastCopy:
    """Tell when the last good copy was made, and whether that is too long ago."""
    made = session.scalar(select(BookCopy.made_at).order_by(BookCopy.id.desc()).limit(1))
    since = made or session.scalars(select(Shop.founded_at)).one()
    on = at.business_date(now)
    days = (on - at.business_date(since)).days
    return LastCopy(made, days, days > rules.current(session, on)["copies.warn_days"])


def kept(stamps: Iterable[dt.datetime], settings: Settings) -> frozenset[dt.datetime]:
    """Tell which copies stay: the last one of each of so many days, weeks and months that have any."""
    newest_first = sorted(stamps, reverse=True)
    return frozenset(
        stamp
        for setting, period in _PERIODS.items()
        for stamp in _last_of_each(newest_first, period, most=settings[setting])
    )


def _last_of_each(
    newest_first: Iterable[dt.datetime], period: Callable[[dt.datetime], Hashable], *, most: int
) -> Iterable[dt.datetime]:
    last: dict[Hashable, dt.datetime] = {}
    for stamp in newest_first:
        last.setdefault(period(stamp), stamp)
    return list(last.values())[:most]


_PERIODS: dict[str, Callable[[dt.datetime], Hashable]] = {
    "copies.days": dt.datetime.date,
    "copies.weeks": lambda stamp: stamp.isocalendar()[:2],
    "copies.months": lambda stamp: (stamp.year, stamp.month),
}
