"""Which reports went out to suppliers: for whose goods and which days, and how many households each told of."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.store.base import Base, Moment, RowNumber, Whole, whole

KIND = "supplier_report"


class IssuedReport(Base):
    """A report that was issued. What it says is frozen as an issued paper under its number."""

    __tablename__ = KIND
    __table_args__ = (
        UniqueConstraint("supplier_id", "per", "first", "last"),
        CheckConstraint("per IN ('establishment', 'enterprise', 'banner')", name="per_known"),
        CheckConstraint("last >= first", name="days_in_order"),
        CheckConstraint("households >= 5", name="few_are_not_told"),
        *whole("households"),
    )

    id: Mapped[RowNumber]
    number: Mapped[str] = mapped_column(unique=True)
    supplier_id: Mapped[str] = mapped_column(ForeignKey("supplier.id"))
    per: Mapped[str]
    """establishment, or all establishments of its enterprise, or of its banner."""
    first: Mapped[dt.date]
    last: Mapped[dt.date]
    """Both days included."""
    establishments: Mapped[list[str]] = mapped_column(JSON)
    """Keys of the suppliers whose goods it counts."""
    households: Mapped[Whole | None]
    """As it tells them: None if they were too few, or would have told of a few beside another report."""
    issued_at: Mapped[Moment]
    by: Mapped[str]
