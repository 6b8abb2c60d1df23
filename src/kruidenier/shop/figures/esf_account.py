"""The stock account of ESF+ goods: per article and campaign, from what was there to what is there, to the gram."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, select

from kruidenier.shop.goods.catalogue import Product
from kruidenier.shop.goods.lots import Names
from kruidenier.shop.goods.stock import REASON, TAKES_BACK, UNDONE, WITH_CUSTOMERS, Lot, Movement
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

COLUMNS = ("opening", "received", "sorted", "handed_out", "wasted", "transferred", "counted", "closing")
"""Opening + received + sorted + counted = handed out + wasted + transferred + closing."""
OUT = ("handed_out", "wasted", "transferred")
BECAME = {
    "received": "received",
    **dict.fromkeys(WITH_CUSTOMERS, "handed_out"),
    "waste": "wasted",
    "transferred": "transferred",
    "counted": "counted",
}
"""What a movement's reason makes of goods; all others put goods from one article under another."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Pieces and grams."""

    count: int = 0
    grams: int = 0

    def plus(self, count: int, grams: int) -> Amount:
        """Add pieces and grams."""
        return Amount(self.count + count, self.grams + grams)


@dataclass(frozen=True, slots=True)
class EsfLine:
    """One article of one campaign."""

    code: str
    name: str
    campaign: str
    """The fund, and the year in which the goods came in."""
    by_weight: bool
    counted_on: dt.date | None
    """The last day on which a lot of it was counted."""
    amounts: dict[str, Amount] = field(default_factory=dict)

    @property
    def adds_up(self) -> bool:
        """Whether nothing came or went unexplained."""
        signs = {name: -1 if name in (*OUT, "closing") else 1 for name in COLUMNS}
        pieces = sum(signs[name] * self.amounts[name].count for name in COLUMNS)
        grams = sum(signs[name] * self.amounts[name].grams for name in COLUMNS)
        return pieces == grams == 0


def esf_account(session: Session, *, first: dt.date, last: dt.date) -> tuple[EsfLine, ...]:
    """Tell the account of a time, both ends included."""
    before = case((Movement.happened_on < first, 1), else_=0)
    asked = (
        select(
            Lot.product_id,
            Product.code,
            Lot.group_code,
            Lot.by_weight,
            Lot.fund,
            func.extract("year", Lot.received_on).label("year"),
            before.label("before"),
            REASON.label("reason"),
            func.sum(Movement.count).label("pieces"),
            func.sum(Movement.grams).label("weight"),
            func.max(Lot.counted_on).label("counted_on"),
        )
        .join(Lot, Lot.id == Movement.lot_id)
        .outerjoin(Product, Product.id == Lot.product_id)
        .outerjoin(UNDONE, TAKES_BACK)
        .where(Lot.origin == "esf", Movement.happened_on <= last)
        .group_by(Lot.product_id, Product.code, Lot.group_code, Lot.by_weight, Lot.fund, "year", "before", REASON)
    )
    lines: dict[tuple[Any, ...], EsfLine] = {}
    rows = wire(session).execute(asked).all()
    names = Names(session, [row.product_id for row in rows])
    for row in rows:
        campaign = f"{row.fund or 'ESF+'} {int(row.year)}"
        code, name = row.code or row.group_code or "", names.of(row.product_id, row.group_code)
        key = (name, code, campaign, row.by_weight)
        line = lines.get(key)
        counted_on = max(filter(None, (row.counted_on, line.counted_on if line else None)), default=None)
        amounts = dict(line.amounts) if line else dict.fromkeys(COLUMNS, Amount())
        column = "opening" if row.before else BECAME.get(row.reason, "sorted")
        sign = -1 if column in OUT else 1
        pieces, grams = int(row.pieces), int(row.weight)
        amounts[column] = amounts[column].plus(sign * pieces, sign * grams)
        amounts["closing"] = amounts["closing"].plus(pieces, grams)
        lines[key] = EsfLine(code, name, campaign, row.by_weight, counted_on, amounts)
    there = (line for _key, line in sorted(lines.items()) if set(line.amounts.values()) != {Amount()})
    return tuple(there)
