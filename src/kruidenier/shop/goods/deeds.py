"""What somebody did to stock, kept so that it can be taken back exactly."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.store.base import Base, Key, Moment


class Deed(Base):
    """One deed on stock by one person. Its movements carry its key as their document."""

    __tablename__ = "deed"
    __table_args__ = (Index("ix_deed_last", "by", "done_at"),)

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(unique=True)
    till_id: Mapped[int] = mapped_column(ForeignKey("till.id"))
    verb: Mapped[str]
    lots: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Every lot it touched by its key, with what each field that changed `was` and `became`."""
    reason: Mapped[str | None]
    done_at: Mapped[Moment]
    by: Mapped[str]
    undone_at: Mapped[Moment | None]
    undoes_id: Mapped[str | None] = mapped_column(ForeignKey("deed.id"))
    """The deed that this one takes back."""
