"""Signatures under gift notes that were given after the goods came in."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from kruidenier.store.base import Base, Moment, RowNumber

SIDES = ("giver", "shop")


class NoteSignature(Base):
    """One side's signature on paper, as it was seen; the note itself never changes."""

    __tablename__ = "note_signature"
    __table_args__ = (
        UniqueConstraint("note", "side"),
        CheckConstraint("side IN ('giver', 'shop')", name="side_known"),
    )

    id: Mapped[RowNumber]
    note: Mapped[str]
    """Number of the gift note."""
    side: Mapped[str]
    name: Mapped[str]
    signed_on: Mapped[dt.date]
    recorded_at: Mapped[Moment]
    by: Mapped[str]
