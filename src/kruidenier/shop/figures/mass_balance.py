"""The shop on a scale: what was there, what came in, what went out and how that is known, what is left, to the gram."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, func, select

from kruidenier.shop.goods.stock import REASON, SOLD, TAKES_BACK, UNDONE, WHY, Lot, Movement
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, SQLColumnExpression
    from sqlalchemy.orm import Session

COMES_IN = "received"
COUNTED = "counted"
WITHIN = ("sorted", "moved", "frozen", "repacked", "graded", "cleared")
"""From one lot into another: nothing leaves the shop, so together they are nothing."""


@dataclass(frozen=True, slots=True)
class Outflow:
    """Grams that left the shop for one reason, known in one way; what was taken back or undone is no longer out."""

    reason: str
    """sold, gone, waste, …"""
    why: str | None
    """Of waste."""
    known_by: str
    """scanned, attributed or counted."""
    grams: int


@dataclass(frozen=True, slots=True)
class MassBalance:
    """The goods of a period in grams: brought forward + in + unaccounted = out + left.

    Goods whose weight nobody knows weigh nothing here; their pieces are told apart.
    """

    first: dt.date
    last: dt.date
    brought_forward: int
    came_in: tuple[tuple[str, int], ...]
    """By origin."""
    out: tuple[Outflow, ...]
    left: int
    unaccounted: int
    """Differences of counts, and what was sold beyond the books: below zero, so much is missing."""
    unweighed_pieces: int
    """Pieces that came in without a weight."""

    @property
    def came_in_grams(self) -> int:
        """All that came in."""
        return sum(grams for _origin, grams in self.came_in)

    @property
    def out_grams(self) -> int:
        """All that went out."""
        return sum(outflow.grams for outflow in self.out)

    def known(self, known_by: str) -> int:
        """Tell how much of what went out is known in one way."""
        return sum(outflow.grams for outflow in self.out if outflow.known_by == known_by)


_BEYOND = Lot.kind == "shortfall"
"""A lot for goods that were sold though the books knew none: it is no stock."""


def mass_balance(session: Session, *, first: dt.date, last: dt.date) -> MassBalance:
    """Weigh the shop's goods from one day to another, both included."""
    left = _sum(session, Lot.grams, _BEYOND.is_(False)) - _moved(session, Movement.happened_on > last)
    within = and_(Movement.happened_on >= first, Movement.happened_on <= last)
    brought_forward = left - _moved(session, within)
    asked = (
        select(
            REASON.label("reason"),
            WHY.label("why"),
            Movement.known_by,
            Lot.origin,
            _BEYOND.label("beyond"),
            func.sum(Movement.grams).label("weight"),
            func.sum(case((and_(REASON == COMES_IN, Movement.grams == 0), Movement.count), else_=0)).label("pieces"),
        )
        .join(Lot, Lot.id == Movement.lot_id)
        .outerjoin(UNDONE, TAKES_BACK)
        .where(within)
        .group_by(REASON, WHY, Movement.known_by, Lot.origin, _BEYOND)
    )
    came_in: dict[str, int] = {}
    out: dict[tuple[str, str | None, str], int] = {}
    unaccounted = pieces = 0
    for row in wire(session).execute(asked):
        grams = int(row.weight)
        pieces += int(row.pieces)
        reason = "sold" if row.reason in SOLD else row.reason
        if reason == COMES_IN:
            came_in[row.origin] = came_in.get(row.origin, 0) + grams
        elif reason == COUNTED or reason in WITHIN:
            unaccounted += 0 if row.beyond else grams
        else:
            key = (reason, row.why, row.known_by)
            out[key] = out.get(key, 0) - grams
            unaccounted -= grams if row.beyond else 0
    outflows = (
        Outflow(reason, why, known_by, grams)
        for (reason, why, known_by), grams in sorted(
            out.items(), key=lambda flow: (flow[0][0], -flow[1], flow[0][1] or "", flow[0][2])
        )
    )
    return MassBalance(
        first=first,
        last=last,
        brought_forward=brought_forward,
        came_in=tuple(sorted((origin, grams) for origin, grams in came_in.items() if grams)),
        out=tuple(outflow for outflow in outflows if outflow.grams),
        left=left,
        unaccounted=unaccounted,
        unweighed_pieces=pieces,
    )


def _sum(session: Session, column: SQLColumnExpression[int], *where: ColumnElement[bool]) -> int:
    return int(wire(session).execute(select(func.coalesce(func.sum(column), 0)).where(*where)).scalar_one())


def _moved(session: Session, when: ColumnElement[bool]) -> int:
    """Add up what a time changed in stock."""
    asked = (
        select(func.coalesce(func.sum(Movement.grams), 0))
        .join(Lot, Lot.id == Movement.lot_id)
        .where(when, Lot.kind != "shortfall")
    )
    return int(wire(session).execute(asked).scalar_one())
