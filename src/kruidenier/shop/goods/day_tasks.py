"""What is ticked off each day before the first sale and after the last."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from kruidenier.store.base import Base, Moment, RowNumber


class TickedOff(Base):
    """A task of one day that somebody did."""

    __tablename__ = "ticked_off"
    __table_args__ = (
        UniqueConstraint("happened_on", "list", "task", "subject"),
        CheckConstraint("list IN ('opening', 'closing')", name="list_known"),
    )

    id: Mapped[RowNumber]
    happened_on: Mapped[dt.date]
    list: Mapped[str]
    task: Mapped[str]
    """pull, temperature, crates, cash, backup, …"""
    subject: Mapped[str]
    """The lot, place or till it is about; empty if the task stands alone."""
    recorded_at: Mapped[Moment]
    by: Mapped[str]
