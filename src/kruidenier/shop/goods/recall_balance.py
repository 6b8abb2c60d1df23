"""What became of the goods that a recall holds: figures that add up to the gram and piece."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, case, func, literal_column, select

from kruidenier.shop.goods.recalls import RecalledLot
from kruidenier.shop.goods.stock import REASON, TAKES_BACK, UNDONE, WHY, WITH_CUSTOMERS, Movement
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.recalls import Recall

COMES_IN = ("received", "sorted", "moved", "frozen", "repacked", "graded")
"""How goods come into the lots of a recall; what moves between two of them is nothing."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Pieces and grams of goods; goods that are kept by weight have no pieces."""

    count: int = 0
    grams: int = 0

    def __add__(self, other: Amount) -> Amount:
        """Put two amounts together."""
        return Amount(self.count + other.count, self.grams + other.grams)

    def __neg__(self) -> Amount:
        """Tell an amount the other way round."""
        return Amount(-self.count, -self.grams)


@dataclass(frozen=True, slots=True)
class RecallBalance:
    """What came in, and what became of it: received + difference = all the others together."""

    received: Amount
    difference: Amount
    """Of counts: below zero, so much was missing."""
    sold: Amount
    """Less what was brought back."""
    destroyed: Amount
    """Or given back to who brought it."""
    wasted: Amount
    """Thrown away for another reason."""
    cleared: Amount
    """Found not to be meant."""
    moved_on: Amount
    """To partners."""
    left: Amount
    until: int
    """The last movement in these figures: later ones happened since, whatever the clock says."""

    @property
    def adds_up(self) -> bool:
        """Whether not a piece and not a gram is lost."""
        out = self.sold + self.destroyed + self.wasted + self.cleared + self.moved_on + self.left
        return self.received + self.difference == out


_ZERO: ColumnElement[int] = literal_column("0")
_ONE: ColumnElement[int] = literal_column("1")
_GIVES = case(
    (func.coalesce(UNDONE.count, Movement.count) < _ZERO, _ONE),
    (func.coalesce(UNDONE.grams, Movement.grams) < _ZERO, _ONE),
    else_=_ZERO,
)
"""1 if goods left the lot by it; of what was undone, by what it undid. Written out, since it is grouped by."""


def balance(session: Session, recall: Recall, *, until: int | None = None) -> RecallBalance:
    """Add up what became of a recall's goods, as of now or of a movement."""
    asked = (
        select(
            REASON.label("reason"),
            WHY.label("why"),
            _GIVES.label("gives"),
            func.sum(Movement.count).label("pieces"),
            func.sum(Movement.grams).label("weight"),
            func.max(Movement.id).label("last"),
        )
        .join(RecalledLot, RecalledLot.lot_id == Movement.lot_id)
        .outerjoin(UNDONE, TAKES_BACK)
        .where(RecalledLot.recall_id == recall.id)
        .group_by(REASON, WHY, _GIVES)
    )
    if until is not None:
        asked = asked.where(Movement.id <= until)
    sums: dict[str, Amount] = {}
    last = 0
    for row in wire(session).execute(asked):
        what = _bucket(row)
        sums[what] = sums.get(what, Amount()) + Amount(int(row.pieces), int(row.weight))
        last = max(last, row.last)
    there = sum(sums.values(), Amount())
    out = {what: -sums.get(what, Amount()) for what in ("sold", "destroyed", "wasted", "cleared", "moved_on")}
    return RecallBalance(
        received=sums.get("received", Amount()),
        difference=sums.get("difference", Amount()),
        **out,
        left=there,
        until=last if until is None else until,
    )


def frozen(balance: RecallBalance) -> dict[str, Any]:
    """Write a balance as the books keep it."""
    return {"schema": 1, **asdict(balance)}


def thawed(figures: dict[str, Any]) -> RecallBalance:
    """Read a balance as it was frozen."""
    amounts = {name: Amount(**amount) for name, amount in figures.items() if name not in ("schema", "until")}
    return RecallBalance(**amounts, until=figures["until"])


def _bucket(row: Any) -> str:
    if row.reason in COMES_IN or (row.reason == "cleared" and not row.gives):
        return "received"
    if row.reason in WITH_CUSTOMERS:
        return "sold"
    if row.reason == "waste":
        return "destroyed" if row.why == "recall" else "wasted"
    return {"cleared": "cleared", "counted": "difference"}.get(row.reason, "moved_on")
