"""The recalls that are open: of the whole shop, or of what one supplier brought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.shop.goods import recalling
from kruidenier.shop.goods.recalls import Recall, RecalledLot
from kruidenier.shop.goods.stock import Lot

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.recalling import RecallFacts


def open_recalls(session: Session, supplier_id: str) -> tuple[RecallFacts, ...]:
    """List the open recalls of goods that a supplier brought, by its key; the newest first."""
    brought = (
        select(RecalledLot.recall_id).join(Lot, Lot.id == RecalledLot.lot_id).where(Lot.supplier_id == supplier_id)
    )
    asked = select(Recall).where(Recall.closed_at.is_(None), Recall.id.in_(brought))
    newest = asked.order_by(Recall.opened_at.desc(), Recall.number.desc())
    return recalling.facts(session, session.scalars(newest).all())
