"""From the basket to the shelf: each item is settled on lots that still have it, under lock.

Lots are locked in three steps, each in the order of their keys: product lots, crates, shortfalls. So two tills that
sell the same goods wait for each other and never for ever.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, or_, select

from kruidenier.shop.goods import catalogue, counts, judging, stock
from kruidenier.shop.goods.judging import LotBlocked, Recalled, Visitor
from kruidenier.shop.goods.names import best_name
from kruidenier.shop.goods.prices import FREE_ORIGIN
from kruidenier.shop.goods.recalls import Recall
from kruidenier.shop.goods.stock import IN_BULK, OF_PRODUCTS, Change, Lot, share_of
from kruidenier.shop.till import basket_rows
from kruidenier.store.asking import Question
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

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

    lot: Any
    """Its row, with the columns of `judging.LOT_COLUMNS`."""
    count: int
    grams: int

    def gives(self, item: Any, amount: int) -> int:
        """Tell how much of an amount (pieces, or grams by weight) this lot can still give."""
        if self.lot.kind == "shortfall":
            return amount
        if self.lot.kind == "bulk":
            return min(amount, self.grams) if item.by_weight else amount if self.grams > 0 else 0
        return min(amount, self.grams if item.by_weight else self.count)

    def weigh(self, pieces: int, grams_each: int | None) -> int:
        """Tell the grams of some pieces.

        The scale at the door is the truth: pieces of a lot share its grams, the last takes the rest. From a bulk lot
        they weigh what the catalogue says, the last one what is left. Unknown weights are 0 and said so on reports.
        """
        if self.lot.kind == "product":
            return share_of(self.grams, pieces, self.count)
        grams = pieces * (grams_each or 0)
        return min(grams, self.grams) if self.lot.kind == "bulk" else grams


@dataclass(slots=True)
class Wish:
    """An item of the basket, and how much of it no lot has given yet."""

    item: Any
    missing: int
    takes: list[Take]

    def take(self, shelf: Shelf, *, known_by: str, as_scanned: bool) -> None:
        """Take from a lot what it can give; the item as it was scanned knows its own lot's origin and date."""
        amount = shelf.gives(self.item, self.missing)
        if not amount:
            return
        item, lot = self.item, shelf.lot
        count, grams = (0, amount) if item.by_weight else (amount, shelf.weigh(amount, item.grams_each))
        shelf.count -= 0 if lot.kind == "bulk" else count
        shelf.grams -= grams
        self.missing -= amount
        source = item if as_scanned else lot
        self.takes.append(
            Take(
                position=item.line,
                lot_id=lot.id,
                lot=lot.number,
                count=count,
                grams=grams,
                origin=source.origin,
                fund=source.fund,
                date_mark=source.date_mark,
                date=source.date,
                known_by=known_by,
                bulk=lot.kind == "bulk",
            )
        )


def _in_basket(column: Any) -> Any:
    return select(column).where(basket_rows.BasketItem.basket_id == bindparam("basket"))


_LOTS = select(*judging.LOT_COLUMNS).order_by(Lot.id).with_for_update(key_share=True, of=Lot)
_LEFT = or_(Lot.count > 0, Lot.grams > 0, Lot.id.in_(_in_basket(basket_rows.BasketItem.lot_id)))
_PRODUCT_LOTS = _LOTS.where(Lot.product_id.in_(_in_basket(basket_rows.BasketItem.product_id)), OF_PRODUCTS, _LEFT)
_CRATES = _LOTS.where(Lot.group_code.in_(_in_basket(basket_rows.BasketItem.group_code)), IN_BULK, _LEFT)
_CALLED_BACK = select(Recall.product_id).where(
    Recall.closed_at.is_(None), Recall.product_id.in_(_in_basket(basket_rows.BasketItem.product_id))
)
_SHORTFALLS = _LOTS.where(Lot.id.in_(bindparam("ids", expanding=True)))


def lock_shelves(basket_id: str) -> Question[dict[str, Shelf]]:
    """Lock the lots of the products in a basket, by their keys."""
    return Question(_PRODUCT_LOTS, {"basket": basket_id}, _shelves)


def called_back(basket_id: str) -> Question[set[str]]:
    """Ask for the products in a basket of which a lot is called back; a locked shelf misses no call."""
    return Question(_CALLED_BACK, {"basket": basket_id}, lambda rows: {row.product_id for row in rows})


def settle_on_lots(
    session: Session,
    basket_id: str,
    items: Sequence[Any],
    shelves: dict[str, Shelf],
    called: set[str],
    *,
    forgive: bool,
    on: dt.date,
    settings: Settings,
    now: dt.datetime,
) -> list[Take]:
    """Take every item from a lot that still has it.

    What another till took in the meantime comes from the next lot that may go out, a crate, or a shortfall, at the
    price that was copied at the scan: goods in a hand can be handed over. A recalled or blocked lot is refused, and so
    are goods scanned without their lot before they were called back, unless they left earlier and are only being
    written up (`forgive`).
    """
    wishes = [Wish(item, basket_rows.amount_of(item), []) for item in items]
    in_books = [wish for wish in wishes if wish.item.lot_id is not None]
    if not forgive:
        _refuse_unread(items, called)
    _from_scanned_lots(in_books, shelves, forgive=forgive)
    goods = catalogue.items(session, {wish.item.product_id for wish in in_books if wish.missing})
    _from_next_lots([wish for wish in in_books if wish.missing], shelves, goods, on=on, settings=settings)
    from_crates = [wish for wish in in_books if wish.missing and wish.item.origin != FREE_ORIGIN]
    if from_crates:
        crates = _lock(session, _CRATES, basket=basket_id)
        _from_scanned_lots(from_crates, crates, forgive=forgive)
        _from_next_lots(from_crates, crates, goods, on=on, settings=settings)
    if short := [wish for wish in wishes if wish.missing]:
        _beyond_the_books(session, short, on=on, now=now)
    return [take for wish in wishes for take in wish.takes]


def _shelves(rows: Iterable[Any]) -> dict[str, Shelf]:
    return {row.id: Shelf(row, row.pieces, row.grams) for row in rows}


def _lock(session: Session, lots: Any, **which: Any) -> dict[str, Shelf]:
    return _shelves(wire(session).execute(lots, which))


def _refuse_unread(items: Sequence[Any], called: set[str]) -> None:
    """Refuse goods that were scanned without their lot and may be of one that was called back since."""
    for item in items:
        if item.product_id in called and not item.named:
            raise Recalled(name=best_name(item.names, item.code))


def _from_scanned_lots(wishes: Iterable[Wish], shelves: dict[str, Shelf], *, forgive: bool) -> None:
    for wish in wishes:
        shelf = shelves.get(wish.item.lot_id)
        if shelf is None:
            continue
        if not forgive and shelf.lot.state != "live":
            refusal = Recalled if shelf.lot.state == "recalled" else LotBlocked
            raise refusal(name=best_name(wish.item.names, wish.item.code))
        wish.take(shelf, known_by=wish.item.known_by, as_scanned=True)


def _from_next_lots(
    wishes: Iterable[Wish],
    shelves: dict[str, Shelf],
    goods: dict[str, catalogue.Item],
    *,
    on: dt.date,
    settings: Settings,
) -> None:
    """Take what is missing from the next lots: European goods from European lots, others from all others."""
    for wish in wishes:
        free = wish.item.origin == FREE_ORIGIN
        visitor = Visitor(grocery=not free, esf=free)
        found = [
            judging.judged(shelf.lot, goods[wish.item.product_id], visitor=visitor, on=on, settings=settings)
            for shelf in shelves.values()
            if shelf.lot.product_id == wish.item.product_id
            or (shelf.lot.kind == "bulk" and shelf.lot.group_code == wish.item.group_code)
        ]
        for lot in sorted(found, key=lambda c: judging.turn(c, visitor)):
            if lot.no is None:
                known_by = "attributed" if lot.kind == "bulk" else "scanned"
                wish.take(shelves[lot.lot_id], known_by=known_by, as_scanned=False)


def _beyond_the_books(session: Session, wishes: Sequence[Wish], *, on: dt.date, now: dt.datetime) -> None:
    """Take what no lot has from the lots that stand for goods the books did not know, and ask for a count."""
    short = sorted({wish.item.product_id for wish in wishes})
    goods = catalogue.items(session, set(short))
    lot_ids = {product_id: stock.shortfall_lot(session, goods[product_id], on=on) for product_id in short}
    shelves = _lock(session, _SHORTFALLS, ids=list(lot_ids.values()))
    for product_id in short:
        counts.raise_count_task(session, product_id, now=now)
    for wish in wishes:
        shelf = shelves[lot_ids[wish.item.product_id]]
        wish.take(shelf, known_by="scanned", as_scanned=wish.item.lot_id is None)
