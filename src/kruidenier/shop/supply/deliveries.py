"""Goods that come in together, line by line as they pass the door."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.store.base import Base, Key, Moment, RowNumber, Whole, whole

REFUSAL_REASONS = ("temperature", "date", "damaged", "space", "other")


class Delivery(Base):
    """Goods of one supplier that came in together. Opening stock is one too, of its own kind.

    It is open while crates are weighed at the door; signed, it is closed for good and its goods are in stock.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        CheckConstraint("kind IN ('opening', 'intake')", name="kind_known"),
        CheckConstraint("state IN ('open', 'signed', 'dropped')", name="state_known"),
        *whole("crates_back"),
    )

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    supplier_id: Mapped[str] = mapped_column(ForeignKey("supplier.id"), index=True)
    state: Mapped[str] = mapped_column(default="signed")
    arrived_at: Mapped[Moment | None]
    own_list: Mapped[bool | None]
    """The giver brought a list of the goods; None is not asked."""
    crates_back: Mapped[int | None]
    """Empty crates given back."""
    gift_note: Mapped[str | None] = mapped_column(unique=True)
    """Number of the gift note that was issued with it."""
    happened_on: Mapped[dt.date]
    recorded_at: Mapped[Moment]
    by: Mapped[str]


class DeliveryLine(Base):
    """One line of a delivery: crates on the scale, or goods that came counted; taken in, or refused with a reason."""

    __tablename__ = "delivery_line"
    __table_args__ = (
        UniqueConstraint("delivery_id", "position"),
        CheckConstraint("grams >= 0 AND count >= 0 AND crates >= 0 AND tare_grams >= 0", name="not_negative"),
        CheckConstraint("gross_grams IS NULL OR gross_grams - tare_grams = grams", name="scale_adds_up"),
        CheckConstraint(
            "refused_reason IN ('temperature', 'date', 'damaged', 'space', 'other')", name="refused_reason_known"
        ),
        CheckConstraint("refused_reason IS NULL OR lot_id IS NULL", name="refused_has_no_lot"),
        CheckConstraint("date_mark IN ('use_by', 'best_before', 'none')", name="date_mark_known"),
        CheckConstraint("(date_mark = 'none') = (date IS NULL)", name="date_with_mark"),
        *whole("crates", "count", "gross_grams", "tare_grams", "grams", "tenths"),
        *whole("unit_cost_cents", "reference_value_cents"),
    )

    id: Mapped[RowNumber]
    delivery_id: Mapped[str] = mapped_column(ForeignKey("delivery.id"), index=True)
    position: Mapped[int]
    group_code: Mapped[str | None] = mapped_column(ForeignKey("food_group.code"))
    """None: mixed crates, to be sorted."""
    product_id: Mapped[str | None] = mapped_column(ForeignKey("product.id"))
    origin: Mapped[str]
    crates: Mapped[int] = mapped_column(default=0)
    count: Mapped[Whole] = mapped_column(default=0)
    gross_grams: Mapped[Whole | None]
    tare_grams: Mapped[Whole] = mapped_column(default=0)
    grams: Mapped[Whole] = mapped_column(default=0)
    """Net."""
    tenths: Mapped[int | None]
    """Of a degree Celsius, as measured at the door."""
    date_mark: Mapped[str] = mapped_column(default="none")
    date: Mapped[dt.date | None]
    lot_code: Mapped[str | None]
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    unit_cost_cents: Mapped[Whole | None]
    reference_value_cents: Mapped[Whole | None]
    refused_reason: Mapped[str | None]
    struck_at: Mapped[Moment | None]
    """Taken back before the delivery was signed."""
    lot_id: Mapped[str | None] = mapped_column(ForeignKey("lot.id"))
    """The lot that it became when the delivery was signed."""
