"""A pack with the shop's own label in somebody's hand: its lot, or what the label tells once the lot is empty."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods import catalogue
from kruidenier.shop.goods.judging import LOT_COLUMNS, judged
from kruidenier.shop.goods.picking import Pack
from kruidenier.shop.goods.prices import FREE_ORIGIN
from kruidenier.shop.goods.stock import Lot
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.catalogue import Item
    from kruidenier.shop.goods.judging import Candidate, Visitor
    from kruidenier.shop.office.settings import Settings


class NotSortedYet(ShopError):
    """The label of mixed crates, where goods are needed."""

    message = N_("Lot {lot} is mixed crates that nobody has sorted yet. Scan or search the goods themselves.")


@dataclass(frozen=True, slots=True)
class Labelled:
    """The goods behind a lot label."""

    item: Item
    lot: Any
    """A row of `LOT_COLUMNS`."""

    def pack(
        self, found: Sequence[Candidate], *, visitor: Visitor, on: dt.date, settings: Settings, forgive: bool
    ) -> Pack:
        """Tell what the pack says of itself: its lot while the books have some of it, else the date on the label.

        What is in a hand can be handed over, whatever the books say, unless something else forbids it. Free goods
        have no other lot to be taken from: theirs must have some left.
        """
        lot = self.lot
        if lot.kind == "bulk" or lot.origin == FREE_ORIGIN or any(one.number == lot.number for one in found):
            return Pack(lot=lot.number)
        candidate = judged(lot, self.item, visitor=visitor, on=on, settings=settings)
        if candidate.no is not None and not forgive:
            raise candidate.no(name=self.item.name, date=candidate.date_shown)
        mark = "use_by" if lot.keeps_until else lot.date_mark
        return Pack(date=candidate.date_shown, date_mark=mark, lot_code=lot.lot_code)


_BY_NUMBER = select(*LOT_COLUMNS).where(Lot.number == bindparam("number"))


def find(session: Session, number: str) -> Labelled | None:
    """Find the goods behind the number of a lot; None if there is no such lot."""
    lot = wire(session).execute(_BY_NUMBER, {"number": number}).one_or_none()
    if lot is None:
        return None
    if lot.product_id is not None:
        return Labelled(catalogue.items(session, {lot.product_id})[lot.product_id], lot)
    if lot.group_code is None:
        raise NotSortedYet(lot=number)
    return Labelled(catalogue.require_item(session, lot.group_code), lot)
