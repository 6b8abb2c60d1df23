"""Which goods somebody means who counts: one lot, lots nobody can tell apart, or what the books don't have there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kruidenier.errors import ShopError
from kruidenier.i18n import N_, _, day
from kruidenier.shop.goods import barcodes, catalogue, lots
from kruidenier.shop.goods.count_books import Booked, booked, in_place
from kruidenier.shop.goods.dates import require_mark
from kruidenier.shop.goods.lot_facts import LimitSet
from kruidenier.shop.goods.places import Place
from kruidenier.shop.goods.stock import Lot
from kruidenier.shop.goods.weights import usual_grams

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.catalogue import Item
    from kruidenier.shop.goods.counts import StockCount

MOST = {True: 9_999_999, False: 99_999}
"""Grams and pieces: more of one date in one place is a scan in the wrong field."""


class SayPieces(ShopError):
    """Goods that are counted by the piece."""

    message = N_("{name} is counted by the piece: say how many are there, 0 if there are none.")


class SayGrams(ShopError):
    """Goods that are weighed."""

    message = N_("{name} is weighed: say how many grams are there, 0 if there is nothing.")


class WhichDate(ShopError):
    """Goods of several dates, and nobody said which were counted."""

    message = N_("{name} is there with several dates: {dates}. Count each date by itself.")


class DateOnPack(ShopError):
    """Goods that the books don't have there, without what their packs say."""

    message = N_("The books have no {name} there. Say which date is on the packs, or that there is none.")


class LiesElsewhere(ShopError):
    """A lot that is in another place by the books."""

    message = N_(
        "By the books {name} (lot {lot}) is in {place}. If all of it is here, move the lot first. "
        "If a part of it is here, count that by its code: {code}."
    )


@dataclass(frozen=True, slots=True)
class Meant:
    """The goods that somebody counts at once."""

    item: Item | None
    """None: crates of a food group."""
    code: str
    name: str
    by_weight: bool
    lots: tuple[Booked, ...]
    """Of one date, the first to go first. None: the books have no such goods there."""
    date_mark: str
    date: dt.date | None
    """As read on the packs; else as the books have it."""

    def require_amount(self, count: int | None, grams: int | None) -> int:
        """Take pieces, or grams of what is weighed; nothing there is an amount too."""
        said, other = (grams, count) if self.by_weight else (count, grams)
        if said is None or other is not None or not 0 <= said <= MOST[self.by_weight]:
            raise (SayGrams if self.by_weight else SayPieces)(name=self.name)
        return said


def meant(
    session: Session,
    count: StockCount,
    goods: str,
    *,
    date_mark: str | None,
    date: dt.date | None,
    nothing: bool,
) -> Meant:
    """Find the goods that are meant by the number of a lot, or by a product's code and the date on its packs.

    `nothing` is there of them: then nobody can read a date.
    """
    if date_mark is not None:
        require_mark(date_mark, date)
    goods = barcodes.lot_number(goods)
    if not goods.isprintable():
        raise catalogue.UnknownCode(given=goods)
    for one in booked(session, Lot.number == goods):
        if one.lot.kind != "shortfall":
            return _one_lot(session, count, one, date_mark=date_mark, date=date)
        goods = catalogue.items(session, {one.lot.product_id or ""})[one.lot.product_id or ""].code
    item = catalogue.require_item(session, goods)
    there = booked(session, in_place(count), Lot.product_id == item.id, Lot.kind == "product")
    of_date = _of_one_date(item, there, date_mark=date_mark, date=date)
    if not of_date and date_mark is None and not nothing:
        raise DateOnPack(name=item.name)
    known = of_date[0].lot if of_date and date_mark is None else None
    return Meant(
        item=item,
        code=item.code,
        name=item.name,
        by_weight=item.by_weight,
        lots=tuple(of_date),
        date_mark=known.date_mark if known else date_mark or "none",
        date=known.date if known else date,
    )


def shared_out(session: Session, goods: Meant, amount: int) -> Iterator[tuple[Booked | None, int, int]]:
    """Share what was found out over the lots it may be of, each with its pieces and grams.

    The newest come first: nobody can tell them apart, and the oldest went out first.
    """
    usual = usual_grams(session, goods.item) if goods.item and not goods.by_weight else None
    if not goods.lots:
        yield (None, 0, amount) if goods.by_weight else (None, amount, amount * (usual or 0))
    for turn, one in enumerate(reversed(goods.lots), start=1):
        most = amount if turn == len(goods.lots) else max(one.grams if goods.by_weight else one.count, 0)
        part = min(amount, most)
        amount -= part
        if goods.by_weight:
            yield one, one.count if part else 0, part
        else:
            yield one, part, one.weigh(part, usual)


def _one_lot(session: Session, count: StockCount, one: Booked, *, date_mark: str | None, date: dt.date | None) -> Meant:
    lot = one.lot
    item = catalogue.items(session, {lot.product_id})[lot.product_id] if lot.product_id else None
    name = item.name if item else lots.name_of(session, lot)
    if one.left and count.place_id not in (None, lot.place_id):
        place = session.get_one(Place, lot.place_id).name
        code = item.code if item else lot.group_code or _("mixed crates")
        raise LiesElsewhere(name=name, lot=lot.number, place=place, code=code)
    if lot.treatment is not None and date_mark is not None and (date_mark, date) != (lot.date_mark, lot.date):
        raise LimitSet(name=name, lot=lot.number, treated_on=lot.treated_on, keeps_until=lot.keeps_until)
    return Meant(
        item=item,
        code=item.code if item else lot.group_code or lot.number,
        name=name,
        by_weight=lot.by_weight,
        lots=(one,),
        date_mark=date_mark or lot.date_mark,
        date=date if date_mark else lot.date,
    )


def _of_one_date(
    item: Item, there: Sequence[Booked], *, date_mark: str | None, date: dt.date | None
) -> Sequence[Booked]:
    """Choose the lots that the packs in somebody's hand may be of: with some left, else the last that was there."""
    if date_mark is not None:
        there = [one for one in there if (one.lot.date_mark, one.lot.date) == (date_mark, date)]
    with_some = [one for one in there if one.left]
    if not with_some and date_mark is not None:
        return sorted(there, key=lambda one: (one.lot.received_on, one.lot.number))[-1:]
    dates = dict.fromkeys((one.lot.keeps_until or one.lot.date) for one in with_some)
    if len(dates) > 1:
        said = ", ".join(day(date) if date else _("no date") for date in dates)
        raise WhichDate(name=item.name, dates=said)
    return with_some
