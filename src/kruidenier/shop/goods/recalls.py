"""Goods called back by their maker: blocked at every till, and followed until the last pack is accounted for."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.store.base import Base, Figures, Key, Moment


class Recall(Base):
    """A recall of one product, narrowed by the maker's lot, by dates on the pack, or by nothing."""

    __tablename__ = "recall"
    __table_args__ = (
        CheckConstraint("(closed_at IS NULL) = (figures IS NULL)", name="closed_with_figures"),
        CheckConstraint("date_from <= date_until", name="dates_in_order"),
    )

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(unique=True)
    product_id: Mapped[str] = mapped_column(ForeignKey("product.id"), index=True)
    lot_code: Mapped[str | None]
    date_from: Mapped[dt.date | None]
    date_until: Mapped[dt.date | None]
    """Dates on the packs, both ends included."""
    reason: Mapped[str]
    happened_on: Mapped[dt.date]
    opened_at: Mapped[Moment]
    opened_by: Mapped[str]
    closed_at: Mapped[Moment | None]
    closed_by: Mapped[str | None]
    figures: Mapped[Figures | None]
    """What became of the goods, frozen at closing."""
