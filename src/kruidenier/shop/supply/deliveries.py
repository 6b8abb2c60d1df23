"""Goods that come in together, line by line as they pass the door."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_, _
from kruidenier.shop.goods import catalogue, groups
from kruidenier.shop.goods.places import Place
from kruidenier.shop.goods.stock import Lot
from kruidenier.shop.supply.suppliers import Supplier
from kruidenier.store.asking import numbered
from kruidenier.store.base import Base, Key, Moment, RowNumber, Whole, whole

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

REFUSAL_REASONS = ("temperature", "date", "damaged", "space", "other")


class NoSuchDelivery(ShopError):
    """No delivery has this number."""

    message = N_("There is no delivery {number}.")


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


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a delivery as people see it."""

    line: int
    group: str | None
    """None: mixed crates."""
    code: str | None
    """Of the product, if it came counted."""
    name: str
    origin: str
    crates: int
    count: int
    gross_grams: int | None
    tare_grams: int
    grams: int
    tenths: int | None
    date_mark: str
    date: dt.date | None
    lot_code: str | None
    place: str | None
    refused_reason: str | None
    lot: str | None
    """The lot that it became."""
    state: str | None
    """Of that lot."""

    @property
    def refused(self) -> bool:
        """It was not taken in."""
        return self.refused_reason is not None


@dataclass(frozen=True, slots=True)
class DeliveryDocument:
    """A delivery as people see it, without the lines that were taken back."""

    number: str
    supplier: str
    supplier_name: str
    state: str
    """open, signed or dropped."""
    happened_on: dt.date
    arrived_at: dt.datetime | None
    own_list: bool | None
    crates_back: int | None
    gift_note: str | None
    by: str
    lines: tuple[Line, ...]

    @property
    def accepted(self) -> tuple[Line, ...]:
        """What was taken in."""
        return tuple(line for line in self.lines if not line.refused)

    @property
    def refused(self) -> tuple[Line, ...]:
        """What was not."""
        return tuple(line for line in self.lines if line.refused)

    @property
    def grams(self) -> int:
        """The weight of what was taken in."""
        return sum(line.grams for line in self.accepted)


def look_up(session: Session, number: str) -> DeliveryDocument:
    """Show a delivery by its number."""
    return shown(session, find(session, number))


def find(session: Session, number: str, *, locked: bool = False) -> Delivery:
    """Find a delivery by its number."""
    delivery = numbered(session, Delivery, number, locked=locked)
    if delivery is None:
        raise NoSuchDelivery(number=number.strip()[:40])
    return delivery


def lines_of(session: Session, delivery: Delivery) -> list[DeliveryLine]:
    """Read the lines of a delivery that were not taken back, in their order."""
    asked = select(DeliveryLine).where(DeliveryLine.delivery_id == delivery.id, DeliveryLine.struck_at.is_(None))
    return list(session.scalars(asked.order_by(DeliveryLine.position)))


def shown(session: Session, delivery: Delivery) -> DeliveryDocument:
    """Show a delivery."""
    supplier = session.get_one(Supplier, delivery.supplier_id)
    rows = lines_of(session, delivery)
    items = catalogue.items(session, {row.product_id for row in rows if row.product_id})
    group_names = groups.names(session)
    places = dict(session.execute(select(Place.id, Place.code)).all())
    lot_ids = [row.lot_id for row in rows if row.lot_id]
    lots = {lot.id: lot for lot in session.execute(select(Lot.id, Lot.number, Lot.state).where(Lot.id.in_(lot_ids)))}

    def line(row: DeliveryLine) -> Line:
        item, lot = items.get(row.product_id or ""), lots.get(row.lot_id or "")
        group_name = group_names.get(row.group_code, row.group_code) if row.group_code else _("mixed crates")
        return Line(
            line=row.position,
            group=row.group_code,
            code=item.code if item else None,
            name=item.name if item else group_name,
            origin=row.origin,
            crates=row.crates,
            count=row.count,
            gross_grams=row.gross_grams,
            tare_grams=row.tare_grams,
            grams=row.grams,
            tenths=row.tenths,
            date_mark=row.date_mark,
            date=row.date,
            lot_code=row.lot_code,
            place=places[row.place_id] if row.place_id else None,
            refused_reason=row.refused_reason,
            lot=lot.number if lot else None,
            state=lot.state if lot else None,
        )

    return DeliveryDocument(
        number=delivery.number,
        supplier=supplier.code,
        supplier_name=supplier.name,
        state=delivery.state,
        happened_on=delivery.happened_on,
        arrived_at=delivery.arrived_at,
        own_list=delivery.own_list,
        crates_back=delivery.crates_back,
        gift_note=delivery.gift_note,
        by=delivery.by,
        lines=tuple(line(row) for row in rows),
    )
