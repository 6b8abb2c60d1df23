"""Stock is a ledger: lots, and one movement for every change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, case, func, literal_column, select, text
from sqlalchemy.orm import Mapped, aliased, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods.places import default_place
from kruidenier.shop.office import journal
from kruidenier.store.base import Base, Key, Moment, RowNumber, Whole, insert_unless_there, new_id, whole, wire
from kruidenier.store.rows import Rewrite, write_change, write_rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.catalogue import Item
    from kruidenier.shop.office.place import Counter

ORIGINS = ("bought", "donated", "food_bank", "esf", "garden")


class BehindCount(ShopError):
    """A document dated before a closed count of its goods."""

    message = N_(
        "Lot {lot} was counted on {counted_on}, so what happened on {day} is in that count already. "
        "Give it that day or a later one, or count the lot again."
    )


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
        CheckConstraint("treatment IN ('frozen', 'repacked')", name="treatment_known"),
        CheckConstraint("(treatment IS NULL) = (keeps_until IS NULL)", name="treated_keeps_until"),
        CheckConstraint("(treatment IS NULL) = (treated_on IS NULL)", name="treated_on_a_day"),
        CheckConstraint("grade BETWEEN 1 AND 3", name="grade_known"),
        CheckConstraint("group_code IS NOT NULL OR kind = 'bulk'", name="only_bulk_is_mixed"),
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
    group_code: Mapped[str | None] = mapped_column(ForeignKey("food_group.code"), index=True)
    """None: mixed crates, to be sorted."""
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
    vat_scheme: Mapped[bool | None]
    """Given under the scheme that spares the giver the VAT: its price may be capped. None: nobody asked."""
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("lot.id"), index=True)
    """The lot that these goods were sorted, parted, frozen or repacked from."""
    treatment: Mapped[str | None]
    treated_on: Mapped[dt.date | None]
    keeps_until: Mapped[dt.date | None]
    """The last day after freezing or repacking, in place of the date's own; repacked goods keep no longer than that."""
    grade: Mapped[int | None]
    """Of fresh produce: 1 fine, 2 soon, 3 for soup."""
    counted_on: Mapped[dt.date | None]
    """Day of the last closed count: no document before it may change this lot any more."""


OF_PRODUCTS = Lot.kind == literal_column("'product'")
IN_BULK = Lot.kind == literal_column("'bulk'")
"""Written out, because SQLite plans a statement anew each time a value is bound that a partial index depends on."""
LOCK_ORDER = (case({"product": 1, "bulk": 2}, value=Lot.kind, else_=3), Lot.id)
"""Product lots, then crates, then shortfalls, each by key: who locks several lots does it in this order."""


class Movement(Base):
    """One change of one lot: why, by which document, by whom, when, and how it is known."""

    __tablename__ = "movement"
    __table_args__ = (
        CheckConstraint("known_by IN ('scanned', 'attributed', 'counted')", name="known_by_known"),
        *whole("count", "grams"),
        Index("ix_movement_happened_on", "happened_on"),
        Index("ix_movement_lot", "lot_id", "happened_on", "count", "grams"),
        Index(
            "uq_movement_undone_once",
            "undoes_id",
            unique=True,
            sqlite_where=text("undoes_id IS NOT NULL"),
            postgresql_where=text("undoes_id IS NOT NULL"),
        ),
    )

    id: Mapped[RowNumber]
    lot_id: Mapped[str] = mapped_column(ForeignKey("lot.id"))
    reason: Mapped[str]
    """received, sorted, sold, void, refund, waste, transferred, gone, counted, moved, frozen, repacked, graded, undone.

    With nothing that moves it tells of the lot itself: moved as a whole, dated, blocked, freed.
    """
    why: Mapped[str | None]
    """Of waste: date, damage, quality, cold_chain, recall, compost or other."""
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("movement.id"))
    """The movement that this one takes back, exactly and once."""
    document_id: Mapped[str | None]
    count: Mapped[Whole]
    grams: Mapped[Whole]
    known_by: Mapped[str]
    by: Mapped[str]
    happened_on: Mapped[dt.date]
    recorded_at: Mapped[Moment]


SOLD = ("sold", "void", "refund")
"""The reasons of what went over the counter, less what came back over it."""
WITH_CUSTOMERS = (*SOLD, "gone")
"""The reasons of what customers took along, whether the till saw it or not."""
UNDONE = aliased(Movement)
"""The movement that another one takes back, outer-joined by `TAKES_BACK`."""
TAKES_BACK = UNDONE.id == Movement.undoes_id
REASON, WHY = func.coalesce(UNDONE.reason, Movement.reason), func.coalesce(UNDONE.why, Movement.why)
"""Of what was undone the reasons of the deed itself, so that both together are nothing of it."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a lot's pieces and grams."""

    lot_id: str
    count: int
    grams: int
    known_by: str = "scanned"
    why: str | None = None
    undoes_id: int | None = None
    reason: str | None = None
    """If it is not that of the whole document."""


_KEEP = Rewrite(
    sqlite="UPDATE lot SET count = count + :pieces, grams = grams + :weight WHERE id = :lot",
    postgres="UPDATE lot SET count = lot.count + change.pieces, grams = lot.grams + change.weight FROM"
    " (SELECT lot, sum(pieces)::bigint AS pieces, sum(weight)::bigint AS weight"
    " FROM jsonb_to_recordset({rows}) AS c (lot uuid, pieces bigint, weight bigint) GROUP BY lot)"
    " AS change WHERE lot.id = change.lot",
)


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
    today = at.business_date(now)
    day = happened_on or today
    if day < today:
        _require_uncounted(session, {change.lot_id for change in changes}, day)
    ordered = sorted(changes, key=lambda change: change.lot_id)
    connection = wire(session)
    write_rows(
        connection,
        Movement,
        [
            {
                "lot_id": change.lot_id,
                "reason": change.reason or reason,
                "document_id": document_id,
                "count": change.count,
                "grams": change.grams,
                "known_by": change.known_by,
                "why": change.why,
                "undoes_id": change.undoes_id,
                "by": at.by,
                "happened_on": day,
                "recorded_at": now,
            }
            for change in ordered
        ],
    )
    kept = [{"lot": change.lot_id, "pieces": change.count, "weight": change.grams} for change in ordered]
    write_change(connection, _KEEP, kept)


def _require_uncounted(session: Session, lot_ids: set[str], day: dt.date) -> None:
    """Refuse a day before a closed count, which has seen already what happened then."""
    asked = select(Lot.number, Lot.counted_on).where(Lot.id.in_(lot_ids), Lot.counted_on > day).order_by(Lot.number)
    for lot, counted_on in session.execute(asked):
        raise BehindCount(lot=lot, counted_on=counted_on, day=day)


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


def share_of(grams: int, part: int, whole: int) -> int:
    """Tell the grams of some of a lot's pieces, halves up; the last piece takes the rest."""
    return grams if part == whole else (2 * grams * part + whole) // (2 * whole)
