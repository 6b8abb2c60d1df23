"""Goods called back by their maker: blocked at every till, and followed until the last pack is accounted for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.shop.goods import stock
from kruidenier.shop.goods.stock import OF_PRODUCTS, Change, Lot
from kruidenier.store.base import Base, Figures, Key, Moment, RowNumber, wire

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter


class Recall(Base):
    """A recall of one product, narrowed by the maker's lot, by dates on the pack, or by nothing."""

    __tablename__ = "recall"
    __table_args__ = (
        CheckConstraint("(closed_at IS NULL) = (figures IS NULL)", name="closed_with_figures"),
        CheckConstraint("date_from <= date_until", name="dates_in_order"),
        CheckConstraint("withdrawn_because IS NULL OR closed_at IS NOT NULL", name="withdrawn_when_closed"),
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
    withdrawn_because: Mapped[str | None]
    """Why it was taken back by its maker, or should never have been started: its goods may be sold again."""


class RecalledLot(Base):
    """A lot that a recall means, or may mean, and what it was until then. It stays so, whatever is found out later."""

    __tablename__ = "recalled_lot"
    __table_args__ = (
        UniqueConstraint("recall_id", "lot_id"),
        CheckConstraint("was IN ('live', 'blocked')", name="was_known"),
    )

    id: Mapped[RowNumber]
    recall_id: Mapped[str] = mapped_column(ForeignKey("recall.id"))
    lot_id: Mapped[str] = mapped_column(ForeignKey("lot.id"), index=True)
    was: Mapped[str]
    recorded_at: Mapped[Moment]


_RUNNING = select(Recall.lot_code, Recall.date_from, Recall.date_until).where(
    Recall.product_id == bindparam("product"), Recall.closed_at.is_(None)
)


def running(session: Session, product_id: str) -> Sequence[Any]:
    """Tell what packs of a product are called back now: rows of the maker's lot and the first and last date."""
    return wire(session).execute(_RUNNING, {"product": product_id}).all()


def may_mean(recall: Any, lot_code: str | None, date: dt.date | None) -> bool:
    """Tell whether a recall may mean a pack: whatever nobody has read on it may be what is called back."""
    other_lot = recall.lot_code is not None and lot_code is not None and not same_lot(lot_code, recall.lot_code)
    too_early = recall.date_from is not None and date is not None and date < recall.date_from
    too_late = recall.date_until is not None and date is not None and date > recall.date_until
    return not (other_lot or too_early or too_late)


def same_lot(one: str, other: str) -> bool:
    """Tell whether two people wrote the same maker's lot: letters large or small, spaces or none."""
    return "".join(one.casefold().split()) == "".join(other.casefold().split())


def is_meant(session: Session, product_id: str, lot_code: str | None, date: dt.date | None) -> bool:
    """Tell whether an open recall may mean a pack, by what is known of it."""
    return any(may_mean(recall, lot_code, date) for recall in running(session, product_id))


def sweep(session: Session, product_ids: Iterable[str | None], *, at: Counter, now: dt.datetime) -> set[str]:
    """Call back every lot of these products that an open recall may mean, and that is not yet called back by it.

    Whoever makes lots, or changes what stands on them, sweeps afterwards. Tells the keys of the lots.
    """
    open_ones = select(Recall).where(Recall.product_id.in_({*product_ids} - {None}), Recall.closed_at.is_(None))
    swept: set[str] = set()
    for recall in session.scalars(open_ones.order_by(Recall.number)).all():
        new = [lot for lot in not_yet(session, recall) if may_mean(recall, lot.lot_code, lot.date)]
        for lot in new:
            was = _was(session, lot)
            session.add(RecalledLot(recall_id=recall.id, lot_id=lot.id, was=was, recorded_at=now))
            lot.state = "recalled"
        session.flush()
        called = [Change(lot.id, 0, 0, "counted") for lot in new]
        stock.book(session, called, reason="called_back", document_id=recall.id, at=at, now=now)
        swept |= {lot.id for lot in new}
    return swept


def not_yet(session: Session, recall: Recall) -> Sequence[Lot]:
    """Read the lots of a recall's product that it does not hold, and keep others from changing them."""
    held = select(RecalledLot.lot_id).where(RecalledLot.recall_id == recall.id)
    asked = (
        select(Lot)
        .where(Lot.product_id == recall.product_id, OF_PRODUCTS, Lot.id.not_in(held))
        .order_by(Lot.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return session.scalars(asked).all()


def _was(session: Session, lot: Lot) -> str:
    """Tell what a lot was before any recall."""
    before = session.scalar(select(RecalledLot.was).where(RecalledLot.lot_id == lot.id).limit(1))
    return before or ("live" if lot.state == "recalled" else lot.state)


def join_alike(session: Session, lot: Lot, *, now: dt.datetime) -> None:
    """Let a lot that was found, and taken for a part of a called-back one, be held by the same recalls."""
    if lot.state != "recalled":
        return
    alike = (
        select(RecalledLot)
        .join(Lot, Lot.id == RecalledLot.lot_id)
        .where(
            Lot.product_id == lot.product_id,
            Lot.lot_code.is_not_distinct_from(lot.lot_code),
            Lot.date.is_not_distinct_from(lot.date),
        )
        .order_by(RecalledLot.id)
    )
    for held in {held.recall_id: held for held in session.scalars(alike)}.values():
        session.add(RecalledLot(recall_id=held.recall_id, lot_id=lot.id, was=held.was, recorded_at=now))
    session.flush()


def inherit(session: Session, parent_id: str, child_id: str, *, now: dt.datetime) -> None:
    """Let a lot that was parted from a called-back one be held by the same recalls."""
    for held in session.scalars(select(RecalledLot).where(RecalledLot.lot_id == parent_id)).all():
        session.add(RecalledLot(recall_id=held.recall_id, lot_id=child_id, was=held.was, recorded_at=now))
    session.flush()
