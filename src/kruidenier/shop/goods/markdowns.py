"""Prices of fresh goods that fall at an announced hour."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.store.base import Base, Moment, RowNumber


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
