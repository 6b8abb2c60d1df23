"""Closed sales, voids and refunds: documents that never change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, func, select, text, update
from sqlalchemy.orm import Mapped, aliased, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods.stock import Lot
from kruidenier.shop.office.place import Shop, Till
from kruidenier.shop.people import households
from kruidenier.shop.till.values import Paid, SaleDocument, SoldLine, Taken
from kruidenier.store.base import Base, Key, Moment, RowNumber, Whole, whole

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter


def _sealed_last() -> ForeignKey:
    """Lines and payments are written first and the sale last: the row of the sale is their seal."""
    return ForeignKey("sale.id", deferrable=True, initially="DEFERRED")


class NoSuchSale(ShopError):
    """No document has this number."""

    message = N_("There is no sale {number}.")


class Sale(Base):
    """A sale, void or refund. Its row is written after its lines and payments, and closes them for ever.

    Only what it says of people is taken away, with the links of its year: how many they were, their language, and what
    was left of their budget.
    """

    __tablename__ = "sale"
    __table_args__ = (
        CheckConstraint("kind IN ('sale', 'void', 'refund')", name="kind_known"),
        CheckConstraint("(kind = 'sale') = (of_sale_id IS NULL)", name="corrections_point_at_a_sale"),
        CheckConstraint("kind <> 'sale' OR total_cents >= 0", name="only_corrections_are_negative"),
        CheckConstraint("adults >= 0 AND children >= 0", name="people_not_negative"),
        *whole("total_cents", "rounding_cents", "change_cents", "budget_left_cents"),
        Index("ix_sale_happened_on", "happened_on"),
        Index("ix_sale_drawer", "drawer_id"),
        Index("ix_sale_of_sale", "of_sale_id"),
        Index(
            "uq_sale_one_void",
            "of_sale_id",
            unique=True,
            sqlite_where=text("kind = 'void'"),
            postgresql_where=text("kind = 'void'"),
        ),
    )

    id: Mapped[Key]
    kind: Mapped[str]
    of_sale_id: Mapped[str | None] = mapped_column(ForeignKey("sale.id"))
    number: Mapped[str] = mapped_column(unique=True)
    till_id: Mapped[int] = mapped_column(ForeignKey("till.id"))
    drawer_id: Mapped[str | None] = mapped_column(ForeignKey("drawer.id"))
    pseudonym: Mapped[str] = mapped_column(index=True)
    adults: Mapped[int]
    children: Mapped[int]
    lang: Mapped[str]
    happened_at: Mapped[Moment]
    happened_on: Mapped[dt.date]
    recorded_at: Mapped[Moment]
    total_cents: Mapped[Whole]
    rounding_cents: Mapped[Whole]
    change_cents: Mapped[Whole]
    budget_left_cents: Mapped[Whole | None]
    paper_number: Mapped[str | None] = mapped_column(unique=True)
    """Of a sale kept on paper while the machine was down."""
    broken_rules: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """Refusals that a sale on paper would have met, for staff to look at."""
    reason: Mapped[str | None]
    by: Mapped[str]


class SaleLine(Base):
    """One line of a sale with everything that was true of the goods at that moment."""

    __tablename__ = "sale_line"
    __table_args__ = (
        UniqueConstraint("sale_id", "position"),
        CheckConstraint("(count IS NULL) <> (grams IS NULL)", name="pieces_or_grams"),
        *whole("count", "grams", "unit_price_cents", "list_price_cents", "total_cents"),
    )

    id: Mapped[RowNumber]
    sale_id: Mapped[str] = mapped_column(_sealed_last())
    position: Mapped[int]
    of_position: Mapped[int | None]
    """The line of the sale that this line of a void or refund answers."""
    product_id: Mapped[str] = mapped_column(ForeignKey("product.id"))
    code: Mapped[str]
    names: Mapped[dict[str, str]] = mapped_column(JSON)
    group_code: Mapped[str]
    count: Mapped[Whole | None]
    grams: Mapped[Whole | None]
    unit_price_cents: Mapped[Whole]
    list_price_cents: Mapped[Whole]
    """The price before the origin's cap."""
    rule_version: Mapped[int]
    vat_rate: Mapped[int]
    purse: Mapped[str]
    total_cents: Mapped[Whole]
    past_best_before: Mapped[bool]


class SaleTake(Base):
    """The part of a sale line that came from one lot, with the lot's origin and date as they were."""

    __tablename__ = "sale_take"
    __table_args__ = (
        CheckConstraint("known_by IN ('scanned', 'attributed', 'counted')", name="known_by_known"),
        *whole("count", "grams"),
        Index("ix_sale_take_sale", "sale_id", "position"),
    )

    id: Mapped[RowNumber]
    sale_id: Mapped[str] = mapped_column(_sealed_last())
    position: Mapped[int]
    lot_id: Mapped[str] = mapped_column(ForeignKey("lot.id"), index=True)
    count: Mapped[Whole]
    grams: Mapped[Whole]
    origin: Mapped[str]
    fund: Mapped[str | None]
    date_mark: Mapped[str]
    date: Mapped[dt.date | None]
    known_by: Mapped[str]


class SalePayment(Base):
    """One payment of a sale."""

    __tablename__ = "sale_payment"
    __table_args__ = (
        CheckConstraint("method IN ('voucher', 'cash', 'card')", name="method_known"),
        *whole("amount_cents", "tendered_cents"),
    )

    id: Mapped[RowNumber]
    sale_id: Mapped[str] = mapped_column(_sealed_last(), index=True)
    method: Mapped[str]
    amount_cents: Mapped[Whole]
    tendered_cents: Mapped[Whole | None]


def look_up(session: Session, number: str) -> SaleDocument:
    """Find a sale, void or refund by its number."""
    found = select(Sale.id).where(Sale.number == number.strip())
    sale_id = session.scalar(found) if number.isprintable() else None
    if sale_id is None:
        raise NoSuchSale(number=number[:40])
    return read(session, [sale_id])[0]


def latest(session: Session, *, at: Counter, limit: int = 20) -> tuple[SaleDocument, ...]:
    """List this till's newest documents, the newest first."""
    newest = session.scalars(
        select(Sale.id)
        .where(Sale.till_id == at.till_id)
        .order_by(func.length(Sale.number).desc(), Sale.number.desc())
        .limit(limit)
    )
    return tuple(read(session, list(newest)))


def read(session: Session, ids: list[str]) -> list[SaleDocument]:
    """Read documents as they were issued, in the order asked for."""
    sales = {sale.id: sale for sale in session.scalars(select(Sale).where(Sale.id.in_(ids)))}
    lines = _by_sale(session.scalars(select(SaleLine).where(SaleLine.sale_id.in_(ids)).order_by(SaleLine.position)))
    payments = _by_sale(
        session.scalars(select(SalePayment).where(SalePayment.sale_id.in_(ids)).order_by(SalePayment.id))
    )
    takes: dict[tuple[str, int], list[Taken]] = {}
    for take, lot in session.execute(
        select(SaleTake, Lot.number)
        .join(Lot, Lot.id == SaleTake.lot_id)
        .where(SaleTake.sale_id.in_(ids))
        .order_by(SaleTake.id)
    ):
        takes.setdefault((take.sale_id, take.position), []).append(
            Taken(lot, take.count, take.grams, take.origin, take.date, take.known_by)
        )
    numbers = {
        row.id: row.number
        for row in session.execute(
            select(Sale.id, Sale.number).where(Sale.id.in_([s.of_sale_id for s in sales.values() if s.of_sale_id]))
        )
    }
    later: dict[str | None, list[str]] = {}
    for of_sale, number in session.execute(
        select(Sale.of_sale_id, Sale.number).where(Sale.of_sale_id.in_(ids)).order_by(Sale.number)
    ):
        later.setdefault(of_sale, []).append(number)
    tills = {row.id: row.code for row in session.execute(select(Till.id, Till.code))}
    zone = ZoneInfo(session.scalars(select(Shop.time_zone)).one())
    return [
        SaleDocument(
            id=sale.id,
            kind=sale.kind,
            number=sale.number,
            of=numbers.get(sale.of_sale_id) if sale.of_sale_id else None,
            till=tills[sale.till_id],
            at=sale.happened_at.astimezone(zone),
            date=sale.happened_on,
            card=households.card_of(session, sale.pseudonym),
            lang=sale.lang,
            lines=tuple(_line(line, takes.get((sale.id, line.position), [])) for line in lines.get(sale.id, [])),
            total_cents=sale.total_cents,
            rounding_cents=sale.rounding_cents,
            payments=tuple(Paid(p.method, p.amount_cents, p.tendered_cents) for p in payments.get(sale.id, [])),
            change_cents=sale.change_cents,
            budget_left_cents=sale.budget_left_cents,
            later=tuple(later.get(sale.id, [])),
        )
        for sale in (sales[sale_id] for sale_id in ids)
    ]


def keep_goods_alone(session: Session, year: int) -> None:
    """Take away what sales before a year, and what was later given back of them, say of people."""
    before = aliased(Sale)
    first = dt.date(max(year, dt.MINYEAR), 1, 1)
    earlier = select(before.id).where(before.happened_on < first)
    over = (Sale.happened_on < first) | Sale.of_sale_id.in_(earlier)
    session.execute(
        update(Sale)
        .where(over, Sale.lang != "")
        .values(adults=0, children=0, lang="", budget_left_cents=None)
        .execution_options(synchronize_session=False)
    )


def _by_sale(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.sale_id, []).append(row)
    return found


def _line(line: SaleLine, taken: list[Taken]) -> SoldLine:
    return SoldLine(
        code=line.code,
        names=line.names,
        count=line.count,
        grams=line.grams,
        unit_price_cents=line.unit_price_cents,
        total_cents=line.total_cents,
        vat_rate=line.vat_rate,
        taken=tuple(taken),
        notices=("best_before_passed",) if line.past_best_before else (),
    )
