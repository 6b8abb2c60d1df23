"""A gift note that was wrong: a new note stands in its place and names it; the old one stays as it was issued."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.store.base import Base, Moment, RowNumber


class NoteCorrection(Base):
    """Which note stands in the place of which, and why."""

    __tablename__ = "note_correction"

    id: Mapped[RowNumber]
    note: Mapped[str] = mapped_column(unique=True)
    """Number of the new note."""
    corrects: Mapped[str] = mapped_column(unique=True)
    """Number of the old one."""
    delivery_id: Mapped[str] = mapped_column(ForeignKey("delivery.id"), index=True)
    reason: Mapped[str]
    recorded_at: Mapped[Moment]
    by: Mapped[str]
