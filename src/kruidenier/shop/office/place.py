"""The shop itself, its sites and its tills."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.store.base import Base, Moment, RowNumber, Whole

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class NoSuchTill(ShopError):
    """`shop.toml` names a till that the books don't know."""

    message = N_("There is no till {till}. Known tills: {known}. Mend the line “till” in shop.toml.")


class Shop(Base):
    """The one shop of these books."""

    __tablename__ = "shop"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    currency: Mapped[str] = mapped_column(default="EUR")
    time_zone: Mapped[str] = mapped_column(default="Europe/Brussels")
    language: Mapped[str]
    founded_at: Mapped[Moment]


class Site(Base):
    """A building where the shop trades."""

    __tablename__ = "site"

    id: Mapped[RowNumber]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class Till(Base):
    """A counter with its own numbers, its own drawer and its own journal chain.

    The last three columns are the till's head. It is locked last in every deed, so that two tills never wait for
    each other and one till's deeds are in one order.
    """

    __tablename__ = "till"

    id: Mapped[RowNumber]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    code: Mapped[str] = mapped_column(unique=True)
    last_document: Mapped[Whole] = mapped_column(default=0)
    last_lot: Mapped[Whole] = mapped_column(default=0)
    journal_seq: Mapped[Whole] = mapped_column(default=0)
    journal_hash: Mapped[str] = mapped_column(default="")


@dataclass(frozen=True, slots=True)
class Counter:
    """Where and for whom a deed is done: the till, the person, the shop's own clock zone."""

    till_id: int
    till: str
    zone: ZoneInfo
    by: str
    """Staff code, or `console:<system user>`."""
    role: str = "volunteer"
    skills: tuple[str, ...] = ()
    """What a volunteer learned beside selling."""

    def business_date(self, now: dt.datetime) -> dt.date:
        """Tell the shop's local date at a moment."""
        return now.astimezone(self.zone).date()


def counter(session: Session, till: str, *, by: str, role: str, skills: tuple[str, ...] = ()) -> Counter:
    """Stand at a till."""
    row = session.execute(select(Till.id, Till.code).where(Till.code == till)).one_or_none()
    if row is None:
        known = ", ".join(session.scalars(select(Till.code).order_by(Till.code)))
        raise NoSuchTill(till=till, known=known)
    zone = session.scalar(select(Shop.time_zone)) or "Europe/Brussels"
    return Counter(till_id=row.id, till=row.code, zone=ZoneInfo(zone), by=by, role=role, skills=skills)
