"""All that happened to one lot: what went in and out, who did it, when, why, and by which document."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import bindparam, select

from kruidenier.shop.goods.counts import StockCount
from kruidenier.shop.goods.deeds import Deed
from kruidenier.shop.goods.lots import UnknownLot
from kruidenier.shop.goods.recalls import Recall
from kruidenier.shop.goods.stock import Lot, Movement
from kruidenier.shop.network import transfers
from kruidenier.shop.office.staff import StaffMember
from kruidenier.shop.supply.deliveries import Delivery
from kruidenier.shop.till.sales import Sale
from kruidenier.store.asking import in_parts
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

DOCUMENTS: tuple[tuple[str, Any], ...] = (
    ("delivery", Delivery),
    ("sale", Sale),
    ("deed", Deed),
    ("count", StockCount),
    ("recall", Recall),
)
"""The documents that move goods. Their keys are unique across all of them."""
_HISTORY = (
    select(
        Movement.id,
        Movement.happened_on,
        Movement.recorded_at,
        Movement.reason,
        Movement.why,
        Movement.undoes_id,
        Movement.document_id,
        Movement.count.label("pieces"),
        Movement.grams.label("weight"),
        Movement.known_by,
        Movement.by,
    )
    .where(Movement.lot_id == bindparam("lot"))
    .order_by(Movement.id)
)


@dataclass(frozen=True, slots=True)
class LotMovement:
    """One movement of a lot as people see it, with what was left after it."""

    id: int
    happened_on: dt.date
    recorded_at: dt.datetime
    reason: str
    """received, sorted, sold, void, refund, waste, transferred, gone, counted, moved, frozen, repacked, undone."""
    why: str | None
    """Of waste."""
    count: int
    grams: int
    left_count: int
    left_grams: int
    known_by: str
    by: str
    """Staff code, or `console:<system user>`."""
    person: str
    """Their name, as far as the shop knows it."""
    document_kind: str | None
    """delivery, sale, deed, count or recall."""
    document: str | None
    """Its number."""
    undone: bool
    """A later movement took it back."""
    partner: str | None = None
    """Who got the goods, of a transfer."""


def movements_of(session: Session, lot_number: str) -> tuple[LotMovement, ...]:
    """Tell the whole history of a lot, the first movement first."""
    connection = wire(session)
    lot_id = connection.scalar(select(Lot.id).where(Lot.number == lot_number)) if lot_number.isprintable() else None
    if lot_id is None:
        raise UnknownLot(lot=lot_number[:40])
    rows = connection.execute(_HISTORY, {"lot": lot_id}).all()
    documents = documents_of(session, {row.document_id for row in rows if row.document_id})
    went = transfers.some(session, {row.document_id for row in rows if row.reason == transfers.REASON})
    partners = {facts.id: facts.partner for facts in went}
    people = dict(connection.execute(select(StaffMember.code, StaffMember.name)).all())
    taken_back = {row.undoes_id for row in rows}
    history, left_count, left_grams = [], 0, 0
    for row in rows:
        left_count, left_grams = left_count + row.pieces, left_grams + row.weight
        kind, number = documents.get(row.document_id, (None, None))
        history.append(
            LotMovement(
                id=row.id,
                happened_on=row.happened_on,
                recorded_at=row.recorded_at,
                reason=row.reason,
                why=row.why,
                count=row.pieces,
                grams=row.weight,
                left_count=left_count,
                left_grams=left_grams,
                known_by=row.known_by,
                by=row.by,
                person=people.get(row.by, row.by),
                document_kind=kind,
                document=number,
                undone=row.id in taken_back,
                partner=partners.get(row.document_id),
            )
        )
    return tuple(history)


def documents_of(session: Session, keys: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Find kind and number of documents by their keys."""
    found = {}
    for some in in_parts(key for key in keys if _is_key(key)):
        for kind, table in DOCUMENTS:
            for key, number in wire(session).execute(select(table.id, table.number).where(table.id.in_(some))):
                found[key] = (kind, number)
    return found


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
