"""The municipality's label for suppliers who give: schemes as dated data, and who holds it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.store.base import Base, Figures, Key, Moment, RowNumber


class LabelScheme(Base):
    """The rules of a label from a day on: prerequisites, criteria with their points, and levels. Never changed."""

    __tablename__ = "label_scheme"
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    id: Mapped[RowNumber]
    code: Mapped[str]
    valid_from: Mapped[dt.date]
    rules: Mapped[Figures]
    recorded_at: Mapped[Moment]


class Award(Base):
    """A label on its way: proposed with all its figures, decided by the municipality, issued for a year."""

    __tablename__ = "award"
    __table_args__ = (
        CheckConstraint("state IN ('proposed', 'decided', 'issued', 'withdrawn', 'dropped')", name="state_known"),
        CheckConstraint("proposed_level BETWEEN 0 AND 3 AND level BETWEEN 0 AND 3", name="level_known"),
        CheckConstraint("valid_until >= issued_on", name="days_in_order"),
        CheckConstraint(
            "state IN ('proposed', 'dropped')"
            " OR (level IS NOT NULL AND decision IS NOT NULL AND decided_on IS NOT NULL)",
            name="decided_with_decision",
        ),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_on IS NOT NULL)", name="withdrawn_on_a_day"),
    )

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(unique=True)
    supplier_id: Mapped[str] = mapped_column(ForeignKey("supplier.id"), index=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("label_scheme.id"))
    state: Mapped[str]
    assessed_on: Mapped[dt.date]
    """The last day of the twelve months that were looked at."""
    proposed_level: Mapped[int]
    figures: Mapped[Figures]
    """The whole assessment, as it stood when it was proposed."""
    proposed_at: Mapped[Moment]
    proposed_by: Mapped[str]
    level: Mapped[int | None]
    """As decided."""
    decision: Mapped[str | None]
    """The number of the municipality's decision."""
    decided_on: Mapped[dt.date | None]
    signatories: Mapped[str | None]
    reason: Mapped[str | None]
    """Why another level than the proposed one."""
    heard_on: Mapped[dt.date | None]
    """When the supplier was heard, before lowering or withdrawal."""
    publish: Mapped[bool] = mapped_column(default=False)
    """The supplier agreed to stand in the public register."""
    issued_on: Mapped[dt.date | None]
    valid_until: Mapped[dt.date | None]
    """Last day, included."""
    signature: Mapped[str | None]
    """Of the certificate's plain text, Ed25519 in base64."""
    renews_id: Mapped[str | None] = mapped_column(ForeignKey("award.id"))
    withdrawn_on: Mapped[dt.date | None]
    withdrawn_why: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 SQLAlchemy's own way
