"""Counting what is really there, while the shop sells."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.store.base import Base, Key, Moment, RowNumber, Whole, whole

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class StockCount(Base):
    """A count of a place, a food group, or both; accepted by a manager, it is closed for good.

    Of neither: a count of the goods that the till asked to count.
    """

    __tablename__ = "stock_count"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'finished', 'accepted', 'dropped')", name="state_known"),
        CheckConstraint("(state = 'accepted') = (accepted_at IS NOT NULL)", name="accepted_with_moment"),
    )

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(unique=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    group_code: Mapped[str | None] = mapped_column(ForeignKey("food_group.code"))
    blind: Mapped[bool]
    """Whoever counts does not see what the books say."""
    twice: Mapped[bool]
    """Two people count, each without the other's figures."""
    state: Mapped[str] = mapped_column(default="open")
    happened_on: Mapped[dt.date]
    started_at: Mapped[Moment]
    started_by: Mapped[str]
    accepted_at: Mapped[Moment | None]
    accepted_by: Mapped[str | None]


class CountEntry(Base):
    """What one person found of one lot, or of goods that the books don't know, and what the books said then.

    The books' figure is taken at the moment of the entry, less what open baskets hold, so that what is sold before or
    after does not matter. With the first goods of a product comes an entry on its shortfall lot, of which nobody can
    find any: what was sold before beyond the books is settled, and what is sold after is not.
    """

    __tablename__ = "count_entry"
    __table_args__ = (
        *whole("count", "grams", "book_count", "book_grams"),
        CheckConstraint("date_mark IN ('use_by', 'best_before', 'none')", name="date_mark_known"),
        CheckConstraint("(date_mark = 'none') = (date IS NULL)", name="date_with_mark"),
    )

    id: Mapped[RowNumber]
    count_id: Mapped[str] = mapped_column(ForeignKey("stock_count.id"), index=True)
    lot_id: Mapped[str | None] = mapped_column(ForeignKey("lot.id"))
    product_id: Mapped[str | None] = mapped_column(ForeignKey("product.id"))
    date_mark: Mapped[str]
    date: Mapped[dt.date | None]
    """As read on the shelf: it corrects the lot's."""
    count: Mapped[Whole]
    grams: Mapped[Whole]
    book_count: Mapped[Whole]
    book_grams: Mapped[Whole]
    book_movement_id: Mapped[int | None] = mapped_column(ForeignKey("movement.id"))
    """The lot's last movement in that figure: later ones happened since, whatever the clock says."""
    recorded_at: Mapped[Moment]
    by: Mapped[str]
    replaced_by: Mapped[int | None] = mapped_column(ForeignKey("count_entry.id"))
    """A later entry for the same goods by the same person, or by a colleague who was told of it."""


class CountTask(Base):
    """Something on the shelf that the books cannot explain: somebody should count it."""

    __tablename__ = "count_task"
    __table_args__ = (Index("ix_count_task_open", "settled_at"),)

    id: Mapped[RowNumber]
    product_id: Mapped[str] = mapped_column(ForeignKey("product.id"))
    raised_at: Mapped[Moment]
    settled_at: Mapped[Moment | None]


def raise_count_task(session: Session, product_id: str, *, now: dt.datetime) -> None:
    """Ask for a count of a product, once."""
    open_task = select(CountTask.id).where(CountTask.product_id == product_id, CountTask.settled_at.is_(None))
    if session.scalar(open_task) is None:
        session.execute(insert(CountTask).values(product_id=product_id, raised_at=now))
