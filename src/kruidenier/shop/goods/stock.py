"""Stock is a ledger: lots, and one movement for every change."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, bindparam, case, func, insert, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.office import journal
from kruidenier.shop.office.staff import Permission, require
from kruidenier.store.base import Base, Key, Moment, RowNumber, Whole, insert_unless_there, new_id, whole, wire
from kruidenier.store.rows import write_rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.catalogue import Item
    from kruidenier.shop.office.place import Counter

ORIGINS = ("bought", "donated", "food_bank", "esf", "garden")
KNOWN_BY = ("scanned", "attributed", "counted")
PLACE_KINDS = ("shelf", "fridge", "freezer", "back", "mobile")


class NoSuchPlace(ShopError):
    """A place that the shop does not have."""

    message = N_("There is no place {place} in this shop. Known places: {known}. `spot add` makes a new one.")


class PlaceTaken(ShopError):
    """A place with this code exists already."""

    message = N_("There is a place {place} already.")


class BadPlace(ShopError):
    """A kind of place that the shop does not know."""

    message = N_("A place is one of: {known}; its code has 1 to 40 letters or digits.")


class Place(Base):
    """A storage place inside the shop."""

    __tablename__ = "place"
    __table_args__ = (CheckConstraint("kind IN ('shelf', 'fridge', 'freezer', 'back', 'mobile')", name="kind_known"),)

    id: Mapped[RowNumber]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    archived_at: Mapped[Moment | None]


class Lot(Base):
    """Goods of one origin that came in together: a product lot, a bulk lot of a food group, or a shortfall.

    `count` and `grams` are what is left, kept by difference in the transaction of each movement. A shortfall lot
    stands for goods that were sold though the books knew none: it goes below zero until a count settles it.
    """

    __tablename__ = "lot"
    __table_args__ = (
        CheckConstraint("kind IN ('product', 'bulk', 'shortfall')", name="kind_known"),
        CheckConstraint("kind = 'shortfall' OR (count >= 0 AND grams >= 0)", name="not_below_zero"),
        CheckConstraint("(kind = 'bulk') = (product_id IS NULL)", name="bulk_has_no_product"),
        CheckConstraint(
            "origin IN ('bought', 'donated', 'food_bank', 'esf', 'garden', 'unknown')", name="origin_known"
        ),
        CheckConstraint("(kind = 'shortfall') = (origin = 'unknown')", name="unknown_is_shortfall"),
        CheckConstraint("date_mark IN ('use_by', 'best_before', 'none')", name="date_mark_known"),
        CheckConstraint("(date_mark = 'none') = (date IS NULL)", name="date_with_mark"),
        CheckConstraint("state IN ('live', 'blocked', 'recalled')", name="state_known"),
        *whole("count", "grams", "unit_cost_cents", "reference_value_cents"),
        Index("ix_lot_product_left", "product_id", "count", "grams"),
        Index(
            "uq_lot_one_shortfall",
            "product_id",
            unique=True,
            sqlite_where=text("kind = 'shortfall'"),
            postgresql_where=text("kind = 'shortfall'"),
        ),
    )

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    product_id: Mapped[str | None] = mapped_column(ForeignKey("product.id"))
    group_code: Mapped[str] = mapped_column(ForeignKey("food_group.code"), index=True)
    delivery_id: Mapped[str | None] = mapped_column(ForeignKey("delivery.id"), index=True)
    supplier_id: Mapped[str | None] = mapped_column(ForeignKey("supplier.id"), index=True)
    origin: Mapped[str]
    fund: Mapped[str | None]
    lot_code: Mapped[str | None]
    """The supplier's own lot number."""
    date_mark: Mapped[str]
    date: Mapped[dt.date | None]
    received_on: Mapped[dt.date]
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    state: Mapped[str] = mapped_column(default="live")
    by_weight: Mapped[bool]
    count: Mapped[Whole] = mapped_column(default=0)
    grams: Mapped[Whole] = mapped_column(default=0)
    unit_cost_cents: Mapped[Whole | None]
    reference_value_cents: Mapped[Whole | None]
    """Per piece, or per kilogram."""


LOCK_ORDER = (case({"product": 1, "bulk": 2}, value=Lot.kind, else_=3), Lot.id)
"""Product lots, then crates, then shortfalls, each by key: who locks several lots does it in this order."""


class Movement(Base):
    """One change of one lot: why, by which document, by whom, when, and how it is known."""

    __tablename__ = "movement"
    __table_args__ = (
        CheckConstraint("known_by IN ('scanned', 'attributed', 'counted')", name="known_by_known"),
        *whole("count", "grams"),
        Index("ix_movement_happened_on", "happened_on"),
    )

    id: Mapped[RowNumber]
    lot_id: Mapped[str] = mapped_column(ForeignKey("lot.id"), index=True)
    reason: Mapped[str]
    """received, sold, void, refund, waste, moved, counted, …"""
    document_id: Mapped[str | None]
    count: Mapped[Whole]
    grams: Mapped[Whole]
    known_by: Mapped[str]
    by: Mapped[str]
    happened_on: Mapped[dt.date]
    recorded_at: Mapped[Moment]


class CountTask(Base):
    """Something on the shelf that the books cannot explain: somebody should count it."""

    __tablename__ = "count_task"
    __table_args__ = (Index("ix_count_task_open", "settled_at"),)

    id: Mapped[RowNumber]
    product_id: Mapped[str] = mapped_column(ForeignKey("product.id"))
    raised_at: Mapped[Moment]
    settled_at: Mapped[Moment | None]


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a lot's pieces and grams."""

    lot_id: str
    count: int
    grams: int
    known_by: str = "scanned"


_KEEP = (
    update(Lot)
    .where(Lot.id == bindparam("lot"))
    .values(count=Lot.count + bindparam("pieces"), grams=Lot.grams + bindparam("weight"))
)
_KEEP_ALL = text(
    "UPDATE lot SET count = lot.count + change.pieces, grams = lot.grams + change.weight FROM"
    " (SELECT lot, sum(pieces)::bigint AS pieces, sum(weight)::bigint AS weight"
    " FROM jsonb_to_recordset(CAST(:changes AS jsonb)) AS c (lot uuid, pieces bigint, weight bigint) GROUP BY lot)"
    " AS change WHERE lot.id = change.lot"
)
"""The same for all lots in one message, on PostgreSQL."""


def book(
    session: Session,
    changes: Sequence[Change],
    *,
    reason: str,
    document_id: str | None,
    at: Counter,
    now: dt.datetime,
    happened_on: dt.date | None = None,
) -> None:
    """Write movements and keep their lots' balances by difference. The lots are locked in one order."""
    if not changes:
        return
    day = happened_on or at.business_date(now)
    ordered = sorted(changes, key=lambda change: change.lot_id)
    connection = wire(session)
    write_rows(
        connection,
        Movement,
        [
            {
                "lot_id": change.lot_id,
                "reason": reason,
                "document_id": document_id,
                "count": change.count,
                "grams": change.grams,
                "known_by": change.known_by,
                "by": at.by,
                "happened_on": day,
                "recorded_at": now,
            }
            for change in ordered
        ],
    )
    kept = [{"lot": change.lot_id, "pieces": change.count, "weight": change.grams} for change in ordered]
    if connection.dialect.name == "sqlite":
        connection.execute(_KEEP, kept)
    else:
        connection.execute(_KEEP_ALL, {"changes": json.dumps(kept)})


def take_in(
    session: Session,
    lots: Iterable[dict[str, Any]],
    *,
    reason: str,
    document_id: str,
    at: Counter,
    now: dt.datetime,
) -> list[Lot]:
    """Make lots from rows of their columns (`count` and `grams` are what came in) and book what came in."""
    rows = list(lots)
    page = journal.turn_page(session, at, lots=len(rows))
    made = [
        Lot(**{**row, "id": new_id(), "number": number, "count": 0, "grams": 0})
        for row, number in zip(rows, page.lot_numbers(len(rows)), strict=True)
    ]
    session.add_all(made)
    session.flush()
    changes = [Change(lot.id, row["count"], row["grams"], "counted") for lot, row in zip(made, rows, strict=True)]
    book(session, changes, reason=reason, document_id=document_id, at=at, now=now)
    journal.write(session, page, verb=reason, subject=document_id, now=now, lots=len(rows))
    session.expire_all()
    return made


def shortfall_lot(session: Session, item: Item, *, on: dt.date) -> str:
    """Find or make the lot that stands for goods the books did not know."""
    found = select(Lot.id).where(Lot.product_id == item.id, Lot.kind == "shortfall")
    if (lot_id := session.scalar(found)) is not None:
        return lot_id
    insert_unless_there(
        session,
        Lot,
        id=new_id(),
        number=f"S-{item.code}",
        kind="shortfall",
        product_id=item.id,
        group_code=item.group,
        origin="unknown",
        date_mark="none",
        received_on=on,
        place_id=default_place(session),
        state="live",
        by_weight=item.by_weight,
        count=0,
        grams=0,
    )
    return session.scalars(found).one()


def raise_count_task(session: Session, product_id: str, *, now: dt.datetime) -> None:
    """Ask for a count of a product, once."""
    open_task = select(CountTask.id).where(CountTask.product_id == product_id, CountTask.settled_at.is_(None))
    if session.scalar(open_task) is None:
        session.execute(insert(CountTask).values(product_id=product_id, raised_at=now))


def share_of(grams: int, part: int, whole: int) -> int:
    """Tell the grams of some of a lot's pieces, halves up; the last piece takes the rest."""
    return grams if part == whole else (2 * grams * part + whole) // (2 * whole)


def default_place(session: Session) -> int:
    """Tell the place where goods stand if nobody says otherwise: the shop floor."""
    return session.scalars(select(Place.id).where(Place.code == "shop")).one()


def places(session: Session) -> dict[str, int]:
    """Read the shop's places: their keys by code."""
    return dict(session.execute(select(Place.code, Place.id).where(Place.archived_at.is_(None))).all())


def require_place(session: Session, code: str) -> int:
    """Find a place, or say which there are."""
    known = places(session)
    if code not in known:
        raise NoSuchPlace(place=code, known=", ".join(sorted(known)))
    return known[code]


def add_place(session: Session, code: str, *, name: str, kind: str, at: Counter, now: dt.datetime) -> str:
    """Make a storage place."""
    require(at, Permission.STOCK)
    if kind not in PLACE_KINDS or not (0 < len(code) <= 40 and code.replace("-", "").isalnum()):
        raise BadPlace(known=", ".join(PLACE_KINDS))
    if session.scalar(select(Place.id).where(Place.code == code)) is not None:
        raise PlaceTaken(place=code)
    site = session.scalars(select(func.min(Place.site_id))).one()
    session.add(Place(site_id=site, code=code, name=name, kind=kind))
    session.flush()
    journal.record(session, at, verb="place", subject=code, now=now, kind=kind)
    return code
