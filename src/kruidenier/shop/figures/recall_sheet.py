"""One recall as people follow it: what stands where, what was sold when, who got it, and what was done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import String, cast, select

from kruidenier.shop.figures import tracing
from kruidenier.shop.figures.tracing import GoneTo, Sold, Standing
from kruidenier.shop.goods import recall_balance, recalling
from kruidenier.shop.goods.deeds import Deed
from kruidenier.shop.goods.recalls import RecalledLot
from kruidenier.shop.goods.stock import REASON, TAKES_BACK, UNDONE, WHY, Lot, Movement
from kruidenier.shop.office.staff import StaffMember
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.recall_balance import RecallBalance
    from kruidenier.shop.goods.recalling import RecallFacts

DEALT_WITH = ("waste", "cleared")


@dataclass(frozen=True, slots=True)
class DealtWith:
    """What was done about some of the goods since they were called back; below zero it was taken back."""

    at: dt.datetime
    by: str
    person: str
    """Their name, as far as the shop knows it."""
    what: str
    """destroyed, wasted or cleared."""
    lot: str
    document: str
    """The deed's number."""
    count: int
    grams: int


@dataclass(frozen=True, slots=True)
class RecallSheet:
    """A recall with all that is known of its goods; of a closed one, as it was at closing."""

    facts: RecallFacts
    person: str
    """Who started it, or closed it; their name, as far as the shop knows it."""
    here: tuple[Standing, ...]
    """What is still called back and stands in the shop, place by place."""
    unread: tuple[str, ...]
    """Of these lots nobody wrote down what the recall goes by: they may not be meant."""
    sold: Sold
    partners: tuple[GoneTo, ...]
    log: tuple[DealtWith, ...]
    balance: RecallBalance


def recall_sheet(session: Session, number: str) -> RecallSheet:
    """Tell all about a recall."""
    recall = recalling.find(session, number)
    frozen = None if recall.figures is None else recall_balance.thawed(recall.figures)
    until = None if frozen is None else frozen.until
    held = recalling.held_lots(session, recall)
    people = dict(wire(session).execute(select(StaffMember.code, StaffMember.name)).all())
    by = recall.closed_by or recall.opened_by
    moved = tracing.movements_of(session, [lot.id for lot in held], until=until)
    here = tracing.standing(session, [lot.id for lot in held if lot.state == "recalled"])
    return RecallSheet(
        facts=recalling.facts(session, [recall])[0],
        person=people.get(by, by),
        here=here,
        unread=tuple(
            standing.lot
            for standing in here
            if (recall.lot_code and not standing.lot_code)
            or ((recall.date_from or recall.date_until) and not standing.date)
        ),
        sold=tracing.sold_of(moved),
        partners=tracing.gone_to(session, moved),
        log=_log(session, recall.id, until, people),
        balance=frozen or recall_balance.balance(session, recall),
    )


def _log(session: Session, recall_id: str, until: int | None, people: Mapping[str, str]) -> tuple[DealtWith, ...]:
    """List what was thrown away of its lots, or found not to be meant, in the order in which it was done."""
    asked = (
        select(
            Movement.recorded_at,
            Movement.by,
            REASON.label("reason"),
            WHY.label("why"),
            Lot.number,
            Deed.number.label("deed"),
            Movement.count.label("pieces"),
            Movement.grams.label("weight"),
        )
        .join(Lot, Lot.id == Movement.lot_id)
        .join(RecalledLot, RecalledLot.lot_id == Lot.id)
        .join(Deed, cast(Deed.id, String(36)) == Movement.document_id)
        .outerjoin(UNDONE, TAKES_BACK)
        .where(RecalledLot.recall_id == recall_id, REASON.in_(DEALT_WITH))
        .order_by(Movement.id)
    )
    if until is not None:
        asked = asked.where(Movement.id <= until)
    return tuple(
        DealtWith(
            at=row.recorded_at,
            by=row.by,
            person=people.get(row.by, row.by),
            what="cleared" if row.reason == "cleared" else "destroyed" if row.why == "recall" else "wasted",
            lot=row.number,
            document=row.deed,
            count=-row.pieces,
            grams=-row.weight,
        )
        for row in wire(session).execute(asked)
    )
