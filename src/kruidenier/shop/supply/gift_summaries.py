"""The summary of a period's gifts: by group and quantity, listing exactly its notes; frozen under its own number."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.store.base import Base, Moment, RowNumber


class GiftSummary(Base):
    """A summary that was issued, and the later one that stands in its place."""

    __tablename__ = "gift_summary"
    __table_args__ = (CheckConstraint("until >= since", name="days_in_order"),)

    id: Mapped[RowNumber]
    number: Mapped[str] = mapped_column(unique=True)
    supplier_id: Mapped[str] = mapped_column(ForeignKey("supplier.id"), index=True)
    since: Mapped[dt.date]
    until: Mapped[dt.date]
    """Both ends included."""
    replaced_by: Mapped[str | None]
    """Number of the summary that stands in its place."""
    recorded_at: Mapped[Moment]
    by: Mapped[str]
