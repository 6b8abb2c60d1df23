"""A day in figures: sales and money, the drawers, and the goods on a scale."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from kruidenier.shop.figures.mass_balance import MassBalance, mass_balance
from kruidenier.shop.office.place import Till
from kruidenier.shop.till.cash import Drawer
from kruidenier.shop.till.payments import METHODS
from kruidenier.shop.till.sales import Sale, SalePayment

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class DayDrawer:
    """A drawer of the day; one that is open is not counted yet."""

    number: str
    till: str
    float_cents: int
    expected_cents: int | None
    counted_cents: int | None
    reason: str | None
    """Of the difference, in the words of who closed it."""

    @property
    def difference_cents(self) -> int | None:
        """Below zero, so much is missing."""
        if self.expected_cents is None or self.counted_cents is None:
            return None
        return self.counted_cents - self.expected_cents


@dataclass(frozen=True, slots=True)
class DayReport:
    """What happened on one business date of the whole shop."""

    date: dt.date
    sales: int
    voids: int
    refunds: int
    households: int
    total_cents: int
    rounding_cents: int
    paid: tuple[tuple[str, int], ...]
    """In cents, by voucher, cash and card; what was given back is off."""
    drawers: tuple[DayDrawer, ...]
    balance: MassBalance


def day_report(session: Session, *, on: dt.date) -> DayReport:
    """Tell a day."""
    kinds = {kind: func.count().filter(Sale.kind == kind).label(kind) for kind in ("sale", "void", "refund")}
    sums = session.execute(
        select(
            *kinds.values(),
            func.count(Sale.pseudonym.distinct()).label("households"),
            func.coalesce(func.sum(Sale.total_cents), 0).label("total"),
            func.coalesce(func.sum(Sale.rounding_cents), 0).label("rounding"),
        ).where(Sale.happened_on == on)
    ).one()
    asked = (
        select(SalePayment.method, func.sum(SalePayment.amount_cents))
        .join(Sale, Sale.id == SalePayment.sale_id)
        .where(Sale.happened_on == on)
        .group_by(SalePayment.method)
    )
    paid = {method: int(cents) for method, cents in session.execute(asked)}
    return DayReport(
        date=on,
        sales=sums.sale,
        voids=sums.void,
        refunds=sums.refund,
        households=sums.households,
        total_cents=int(sums.total),
        rounding_cents=int(sums.rounding),
        paid=tuple((method, paid.get(method, 0)) for method in METHODS),
        drawers=tuple(_drawers(session, on)),
        balance=mass_balance(session, first=on, last=on),
    )


def document(report: DayReport) -> dict[str, Any]:
    """Write a day with the fixed names by which programs know its figures."""
    balance = report.balance
    return {
        "date": report.date,
        "sales": report.sales,
        "voids": report.voids,
        "refunds": report.refunds,
        "households": report.households,
        "total_cents": report.total_cents,
        "rounding_cents": report.rounding_cents,
        "paid": {f"{method}_cents": cents for method, cents in report.paid},
        "drawers": [{**asdict(one), "difference_cents": one.difference_cents} for one in report.drawers],
        "mass_balance": {
            "brought_forward_g": balance.brought_forward,
            "in": [{"origin": origin, "grams": grams} for origin, grams in balance.came_in],
            "in_g": balance.came_in_grams,
            "out": [asdict(outflow) for outflow in balance.out],
            "out_g": balance.out_grams,
            "known_by": {f"{way}_g": balance.known(way) for way in ("scanned", "attributed", "counted")},
            "left_g": balance.left,
            "unaccounted_g": balance.unaccounted,
            "unweighed_pieces": balance.unweighed_pieces,
        },
    }


def _drawers(session: Session, on: dt.date) -> list[DayDrawer]:
    asked = select(Drawer, Till.code).join(Till, Till.id == Drawer.till_id).where(Drawer.business_date == on)
    return [
        DayDrawer(
            drawer.number,
            till,
            drawer.float_cents,
            drawer.expected_cents,
            drawer.counted_cents if drawer.closed_at else None,
            drawer.reason,
        )
        for drawer, till in session.execute(asked.order_by(Drawer.opened_at, Drawer.number))
    ]
