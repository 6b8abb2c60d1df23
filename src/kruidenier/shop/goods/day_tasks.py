"""What is ticked off each day before the first sale and after the last."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.store.base import Base, Moment, RowNumber


class TickedOff(Base):
    """A task of one day that somebody did, or a tick taken back: the newest row of a task rules."""

    __tablename__ = "ticked_off"
    __table_args__ = (CheckConstraint("list IN ('opening', 'closing')", name="list_known"),)

    id: Mapped[RowNumber]
    happened_on: Mapped[dt.date] = mapped_column(index=True)
    list: Mapped[str]
    task: Mapped[str]
    """pull or van before the first sale, backup or tomorrow after the last: what the books don't know by themselves."""
    subject: Mapped[str]
    """The lot or supplier it is about; empty if the task stands alone."""
    done: Mapped[bool]
    """False takes the tick before it back."""
    recorded_at: Mapped[Moment]
    by: Mapped[str]
