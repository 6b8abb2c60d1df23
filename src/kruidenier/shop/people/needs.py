"""What a household needs when it comes: a short list to pick from, shown at the till without a name."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.i18n import N_
from kruidenier.store.base import Base

NEEDS = {
    "chair": N_("chair"),
    "cool_bag": N_("cool bag"),
    "interpreter": N_("interpreter"),
    "manager": N_("see the manager"),
}


class Need(Base):
    """One need of a household."""

    __tablename__ = "household_need"
    __table_args__ = (CheckConstraint("need IN ('chair', 'cool_bag', 'interpreter', 'manager')", name="need_known"),)

    household_id: Mapped[str] = mapped_column(ForeignKey("household.id"), primary_key=True)
    need: Mapped[str] = mapped_column(primary_key=True)
