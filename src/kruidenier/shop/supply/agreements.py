"""Agreements with those who give: what each side promised, when goods are fetched, and when it ends."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.store.base import Base, Figures, Key, Moment, RowNumber, whole


class Agreement(Base):
    """What the shop and a supplier agreed: a draft until both have signed, then in force until it ends."""

    __tablename__ = "agreement"
    __table_args__ = (
        CheckConstraint("covers IN ('establishment', 'enterprise', 'banner')", name="covers_known"),
        CheckConstraint("state IN ('draft', 'in_force', 'ended')", name="state_known"),
        CheckConstraint("(state = 'draft') = (signed_on IS NULL)", name="in_force_when_signed"),
        CheckConstraint("(state = 'ended') = (ended_on IS NOT NULL)", name="ended_on_a_day"),
        CheckConstraint("ends_on >= starts_on", name="days_in_order"),
        CheckConstraint("notice_days >= 0 AND min_days >= 0", name="not_negative"),
        *whole("notice_days", "min_days"),
    )

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(unique=True)
    supplier_id: Mapped[str] = mapped_column(ForeignKey("supplier.id"), index=True)
    """Who signs; the agreement may cover more than this establishment."""
    covers: Mapped[str]
    """establishment, or all establishments of its enterprise, or of its banner."""
    state: Mapped[str]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date | None]
    """Last day, included; None runs on until one side ends it."""
    notice_days: Mapped[int]
    asks_own_list: Mapped[bool]
    """The giver brings a list of the goods with each delivery."""
    min_days: Mapped[int | None]
    """Days to the use-by date that goods still have at pick-up, at least."""
    terms: Mapped[Figures]
    """The other terms, by their fixed names."""
    signed_on: Mapped[dt.date | None]
    signed_by: Mapped[str | None]
    """For the supplier."""
    ended_on: Mapped[dt.date | None]
    """The day from which it no longer holds, if it was ended before its last day."""
    end_reason: Mapped[str | None]
    recorded_at: Mapped[Moment]
    by: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 SQLAlchemy's own way


class PickUp(Base):
    """A returning pick-up at one establishment."""

    __tablename__ = "pick_up"
    __table_args__ = (
        CheckConstraint("carrier IN ('shop', 'giver')", name="carrier_known"),
        CheckConstraint("until >= since", name="days_in_order"),
        *whole("crates"),
    )

    id: Mapped[RowNumber]
    agreement_id: Mapped[str] = mapped_column(ForeignKey("agreement.id"), index=True)
    supplier_id: Mapped[str] = mapped_column(ForeignKey("supplier.id"), index=True)
    rule: Mapped[str]
    """When it comes back, as a recurrence rule of iCalendar (RFC 5545), such as `FREQ=WEEKLY;BYDAY=TU,FR`."""
    at_time: Mapped[str | None]
    """Local time, `HH:MM`."""
    carrier: Mapped[str]
    """Who brings the goods to the shop."""
    crates: Mapped[int | None]
    """Usually expected."""
    since: Mapped[dt.date]
    until: Mapped[dt.date | None]
    """Both ends included."""


class PickUpNote(Base):
    """What was different on one day: no pick-up, an extra one, or a word on why it failed."""

    __tablename__ = "pick_up_note"
    __table_args__ = (
        UniqueConstraint("agreement_id", "supplier_id", "day"),
        CheckConstraint("what IN ('cancelled', 'extra', 'missed', 'refused')", name="what_known"),
    )

    id: Mapped[RowNumber]
    agreement_id: Mapped[str] = mapped_column(ForeignKey("agreement.id"), index=True)
    supplier_id: Mapped[str] = mapped_column(ForeignKey("supplier.id"))
    day: Mapped[dt.date]
    what: Mapped[str]
    """cancelled in time (a holiday, say), extra, missed, or refused by the shop."""
    why: Mapped[str | None]
    recorded_at: Mapped[Moment]
    by: Mapped[str]
