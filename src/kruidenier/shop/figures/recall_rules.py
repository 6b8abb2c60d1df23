"""What must agree in the books of recalls: which lots are called back, and the figures that were frozen at closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.i18n import N_
from kruidenier.shop.goods import recall_balance, recalls
from kruidenier.shop.goods.recalls import Recall, RecalledLot
from kruidenier.shop.goods.stock import OF_PRODUCTS, Lot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

RULES = (
    (
        "recalled_lot",
        (
            "SELECT l.number FROM lot l WHERE l.state = 'recalled'"
            " AND NOT EXISTS (SELECT 1 FROM recalled_lot h WHERE h.lot_id = l.id)"
        ),
        N_("Lot {where} is called back, and no recall holds it."),
    ),
    (
        "recalled_lot",
        (
            "SELECT DISTINCT l.number FROM recalled_lot h JOIN recall r ON r.id = h.recall_id"
            " JOIN lot l ON l.id = h.lot_id WHERE r.withdrawn_because IS NULL AND l.state <> 'recalled'"
        ),
        N_("Lot {where} is held by a recall, and not called back."),
    ),
    (
        "recalled_lot",
        (
            "SELECT DISTINCT r.number FROM recalled_lot h JOIN recall r ON r.id = h.recall_id"
            " JOIN lot l ON l.id = h.lot_id WHERE l.product_id <> r.product_id"
        ),
        N_("Recall {where} holds a lot of other goods."),
    ),
    (
        "recall_journal",
        (
            "SELECT r.number FROM recall r LEFT JOIN journal j ON j.subject = r.number AND j.verb = 'recall start'"
            " LEFT JOIN journal c ON c.subject = r.number AND c.verb = 'recall close'"
            " WHERE j.id IS NULL OR (r.closed_at IS NOT NULL) <> (c.id IS NOT NULL)"
        ),
        N_("Recall {where} is not what the journal says."),
    ),
)
"""What is proved, the query that finds where it fails, and how that is said."""

FIGURES_SAY = N_("The figures of recall {where} are not what became of its goods.")
FORGOTTEN = N_("Lot {where} may be of what is called back, and is not blocked.")


def wrong_figures(session: Session) -> Iterator[str]:
    """Find closed recalls whose figures do not add up, or are not those of their goods at closing."""
    for recall in session.scalars(select(Recall).where(Recall.closed_at.is_not(None)).order_by(Recall.number)):
        told = recall_balance.thawed(recall.figures or {})
        left = told.left.count or told.left.grams
        unfinished = bool(left) and recall.withdrawn_because is None
        if unfinished or not told.adds_up or told != recall_balance.balance(session, recall, until=told.until):
            yield recall.number


def forgotten_lots(session: Session) -> Iterator[str]:
    """Find lots that an open recall may mean and does not hold."""
    asked = (
        select(Recall, Lot)
        .join(Lot, Lot.product_id == Recall.product_id)
        .outerjoin(RecalledLot, (RecalledLot.recall_id == Recall.id) & (RecalledLot.lot_id == Lot.id))
        .where(Recall.closed_at.is_(None), OF_PRODUCTS, RecalledLot.id.is_(None))
        .order_by(Lot.number)
    )
    for recall, lot in session.execute(asked):
        if recalls.may_mean(recall, lot.lot_code, lot.date):
            yield lot.number
