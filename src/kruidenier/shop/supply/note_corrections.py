"""A gift note that was wrong: a new note stands in its place and names it; the old one stays as it was issued."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.store.asking import remembered
from kruidenier.store.base import Base, Moment, RowNumber, wire

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


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


_ALL = select(NoteCorrection.corrects, NoteCorrection.note)


def standing(session: Session, notes: Iterable[str]) -> dict[str, str]:
    """Tell which note stands now in the place of each."""
    corrected = _corrected(session)
    found = {}
    for note in notes:
        last = note
        while last in corrected:
            last = corrected[last]
        found[note] = last
    return found


@remembered
def _corrected(session: Session) -> dict[str, str]:
    """Tell which note stands in the place of which old one."""
    return dict(wire(session).execute(_ALL).all())
