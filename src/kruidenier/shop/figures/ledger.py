"""The ledger of goods as a spreadsheet, only out: every movement of every lot, with the document it stands on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from kruidenier.shop.figures.movements import DOCUMENTS
from kruidenier.shop.goods.stock import Lot, Movement
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

COLUMNS = (
    "movement",
    "happened_on",
    "lot",
    "reason",
    "why",
    "undoes",
    "known_by",
    "count",
    "grams",
    "document_kind",
    "document",
)
"""`undoes` is the movement that this one takes back. Who did it is not told."""
_LISTED = (
    select(
        Movement.document_id,
        Movement.id,
        Movement.happened_on,
        Lot.number,
        Movement.reason,
        Movement.why,
        Movement.undoes_id,
        Movement.known_by,
        Movement.count,
        Movement.grams,
    )
    .join(Lot, Lot.id == Movement.lot_id)
    .order_by(Movement.id)
)


def export(session: Session, *, on: dt.date | None = None) -> Iterator[list[Any]]:  # noqa: ARG001 as for every list
    """List all movements in the order in which they were written."""
    connection = wire(session)
    documents = {
        key: (kind, number)
        for kind, table in DOCUMENTS
        for key, number in connection.execute(select(table.id, table.number))
    }
    for document, *moved in connection.execute(_LISTED):
        yield [*moved, *documents.get(document, (None, None))]
