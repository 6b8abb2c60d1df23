"""From the basket to the shelf: each item is settled on a lot that still has it, under lock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from kruidenier.shop.goods import catalogue, picking, stock
from kruidenier.shop.goods.picking import LotBlocked, Pack, Recalled, Visitor
from kruidenier.shop.goods.stock import Change, Lot, share_of
from kruidenier.shop.till import baskets
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.picking import Part
    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.office.settings import Settings


@dataclass(frozen=True, slots=True)
class Take:
    """What one line of the sale takes from one lot."""

    position: int
    lot_id: str
    lot: str
    count: int
    grams: int
    origin: str
    fund: str | None
    date_mark: str
    date: dt.date | None
    known_by: str
    bulk: bool

    @property
    def change(self) -> Change:
        """The lot's movement; a bulk lot is kept by weight alone."""
        return Change(self.lot_id, 0 if self.bulk else -self.count, -self.grams, self.known_by)


@dataclass(slots=True)
class Shelf:
    """A locked lot, with what is left of it while the basket is settled."""

    number: str
    kind: str
    state: str
    count: int
    grams: int
    taken: int = 0
    """What this basket took from it so far, in the unit in which it is sold."""

    def gives(self, item: Any, amount: int) -> int:
        """Tell how much of an amount (pieces, or grams by weight) this lot can still give."""
        if self.kind == "shortfall":
            return amount
        if self.kind == "bulk":
            return min(amount, self.grams) if item.by_weight else amount if self.grams > 0 else 0
        return min(amount, self.grams if item.by_weight else self.count)

    def weigh(self, pieces: int, grams_each: int | None) -> int:
        """Tell the grams of some pieces.

        The scale at the door is the truth: pieces of a lot share its grams, the last takes the rest. From a bulk lot
        they weigh what the catalogue says, the last one what is left. Unknown weights are 0 and said so on reports.
        """
        if self.kind == "product":
            return share_of(self.grams, pieces, self.count)
        grams = pieces * (grams_each or 0)
        return min(grams, self.grams) if self.kind == "bulk" else grams


_LOCKED = (
    select(Lot.id, Lot.number, Lot.kind, Lot.state, Lot.count.label("pieces"), Lot.grams)
    .where(Lot.id.in_(bindparam("ids", expanding=True)))
    .order_by(Lot.id)
    .with_for_update()
)


def settle_on_lots(
    session: Session,
    items: Sequence[Any],
    *,
    forgive: bool,
    on: dt.date,
    settings: Settings,
    at: Counter,
    now: dt.datetime,
) -> list[Take]:
    """Take every item from a lot that still has it.

    What another till took in the meantime comes from the next lot that may go out, a bulk lot, or a shortfall, at
    the price that was copied at the scan: goods in a hand can be handed over. A recalled or blocked lot is refused,
    unless the goods left earlier and are only being written up (`forgive`).
    """
    shelves = _lock(session, {item.lot_id for item in items if item.lot_id})
    takes: list[Take] = []
    for item in items:
        lot_id = item.lot_id or _shortfall(session, item, shelves, on=on, now=now)
        shelf = shelves[lot_id]
        if not forgive and shelf.state != "live":
            raise (Recalled if shelf.state == "recalled" else LotBlocked)(name=_name(session, item))
        amount = baskets.amount_of(item)
        given = shelf.gives(item, amount)
        if given:
            takes.append(_take(item, lot_id, shelf, given, known_by=item.known_by))
        if given < amount:
            takes += _elsewhere(session, item, shelves, amount - given, on=on, settings=settings, at=at, now=now)
    return takes


def _lock(session: Session, ids: set[str]) -> dict[str, Shelf]:
    if not ids:
        return {}
    rows = wire(session).execute(_LOCKED, {"ids": sorted(ids)})
    return {row.id: Shelf(row.number, row.kind, row.state, row.pieces, row.grams) for row in rows}


def _shortfall(session: Session, item: Any, shelves: dict[str, Shelf], *, on: dt.date, now: dt.datetime) -> str:
    lot_id = stock.shortfall_lot(session, _product(session, item), on=on)
    stock.raise_count_task(session, item.product_id, now=now)
    if lot_id not in shelves:
        shelves |= _lock(session, {lot_id})
    return lot_id


def _elsewhere(
    session: Session,
    item: Any,
    shelves: dict[str, Shelf],
    missing: int,
    *,
    on: dt.date,
    settings: Settings,
    at: Counter,
    now: dt.datetime,
) -> list[Take]:
    """Find the rest of an item in other lots, never in ESF+ ones: those are free and this was priced."""
    product = _product(session, item)
    priced = Visitor(grocery=True, esf=False)
    takes: list[Take] = []
    while missing:
        taken = {lot_id: shelf.taken for lot_id, shelf in shelves.items()}
        found = picking.candidates(session, product, visitor=priced, on=on, settings=settings, promised=taken)
        parts = picking.pick(
            session,
            product,
            found=[lot for lot in found if lot.no is None],
            pack=Pack(),
            amount=missing,
            visitor=priced,
            on=on,
            settings=settings,
            at=at,
            used_up={lot_id for lot_id, shelf in shelves.items() if not shelf.gives(item, 1)},
        )
        for part in parts:
            lot_id = part.lot_id or _shortfall(session, item, shelves, on=on, now=now)
            if lot_id not in shelves:
                shelves |= _lock(session, {lot_id})
            given = shelves[lot_id].gives(item, part.grams if item.by_weight else part.count)
            if given:
                takes.append(_take(item, lot_id, shelves[lot_id], given, known_by=part.known_by, origin=part))
            missing -= given
    return takes


def _take(item: Any, lot_id: str, shelf: Shelf, amount: int, *, known_by: str, origin: Part | None = None) -> Take:
    count, grams = (0, amount) if item.by_weight else (amount, shelf.weigh(amount, item.grams_each))
    if shelf.kind != "bulk":
        shelf.count -= count
    shelf.grams -= grams
    shelf.taken += amount
    source = origin or item
    return Take(
        position=item.line,
        lot_id=lot_id,
        lot=shelf.number,
        count=count,
        grams=grams,
        origin=source.origin,
        fund=source.fund,
        date_mark=source.date_mark,
        date=source.date,
        known_by=known_by,
        bulk=shelf.kind == "bulk",
    )


def _product(session: Session, item: Any) -> catalogue.Item:
    return catalogue.items(session, {item.product_id})[item.product_id]


def _name(session: Session, item: Any) -> str:
    return _product(session, item).name
