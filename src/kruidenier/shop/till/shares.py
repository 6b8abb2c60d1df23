"""Fair to the last in the queue: what is scarce today, and how much of it each household may have.

What is asked of the books stands here; how the limit is found, in `people.fair_share`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter as Counted
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods import catalogue, judging
from kruidenier.shop.goods.catalogue import Product
from kruidenier.shop.goods.judging import Visitor
from kruidenier.shop.goods.names import best_name
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.people import day_limits, fair_share, quotas
from kruidenier.shop.people.arrivals import CAME, HERE, Arrival, ArrivalHousehold, Promise
from kruidenier.shop.people.fair_share import Limit, Morning, Waiting
from kruidenier.shop.till import basket_rows, share_past
from kruidenier.shop.till.basket_rows import OpenBasket
from kruidenier.shop.till.sales import Sale, SaleLine
from kruidenier.shop.till.shoppers import visit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.catalogue import Item
    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.people.day_limits import DayLimit
    from kruidenier.shop.till.share_past import Past
    from kruidenier.shop.till.shoppers import Visit

WANTED_BY = 8
"""Goods are worth a limit where one visit in so many takes some."""
PORTION = 100
"""Goods by weight are shared out in portions of so many grams."""


class NothingToShare(ShopError):
    """Goods of which nothing may go out today."""

    message = N_("There is nothing of {quota} that may go out today.")


@dataclass(frozen=True, slots=True)
class Share:
    """Scarce goods of today; amounts in pieces, or in grams by weight."""

    quota: str
    names: tuple[Mapping[str, str], ...]
    """Of the goods under it, by language."""
    by_weight: bool
    stock: int
    """Free, and it may go out today."""
    expected: int
    """Households still to come."""
    usual: int | None
    """What those usually take; None where it is not known."""
    proposal: Limit
    limit: Limit | None
    """That holds now."""
    eases: bool

    @property
    def name(self) -> str:
        """What the goods are called, in the reader's language; the word of the quota where they are several."""
        return best_name(self.names[0], self.quota) if len(self.names) == 1 else self.quota

    @property
    def too_few(self) -> bool:
        """Whether there is not one for each."""
        return self.proposal.nothing or self.proposal.by_turns


def today(session: Session, *, at: Counter, now: dt.datetime) -> tuple[Share, ...]:
    """List the goods that have a limit today, and those of which there is less than will be asked for."""
    require(at, Permission.FIGURES)
    on = at.business_date(now)
    limits = day_limits.of_day(session, on)
    past = share_past.past_of(session, on, at)
    wanted = _wanted(session, past) if past.days else []
    keys = [*sorted(limits), *(key for key in wanted if key not in limits)]
    shares = [
        _share(session, quota, items, past, limits.get(quota, ()), at=at, now=now)
        for quota, items in quotas.products_under(session, keys).items()
    ]
    return tuple(one for one in shares if one.limit or 0 < one.stock < (one.usual or 0))


def look(session: Session, quota: str, *, at: Counter, now: dt.datetime) -> Share:
    """Look at any goods as scarce ones: the products of a quota, or one product by its code."""
    require(at, Permission.FIGURES)
    name, on = quotas.require_goods(session, quota), at.business_date(now)
    limits = day_limits.of_day(session, on)
    past = share_past.past_of(session, on, at)
    items = quotas.products_under(session, [name])[name]
    return _share(session, name, items, past, limits.get(name, ()), at=at, now=now)


def accept(session: Session, quota: str, *, at: Counter, now: dt.datetime) -> Share:
    """Set what the program proposes; it moves the limit on with the stock and with who is still expected."""
    require(at, Permission.SHARE)
    share = look(session, quota, at=at, now=now)
    if share.proposal.nothing:
        raise NothingToShare(quota=quota[:40])
    day_limits.write(session, share.quota, share.proposal, eases=True, at=at, now=now)
    return look(session, share.quota, at=at, now=now)


def ease(session: Session, *, coming: Waiting | None = None, at: Counter, now: dt.datetime) -> bool:
    """Move the limits of today that were accepted as proposed; tells whether any moved.

    `coming` is whoever comes in now, if the welcome desk does not know of them.
    """
    on = at.business_date(now)
    limits = {quota: rows for quota, rows in day_limits.of_day(session, on).items() if rows[-1].eases}
    past, moved = share_past.past_of(session, on, at), False
    for quota, items in quotas.products_under(session, sorted(limits)).items():
        share = _share(session, quota, items, past, limits[quota], at=at, now=now, coming=coming)
        if share.proposal != share.limit and not share.proposal.nothing:
            day_limits.write(session, quota, share.proposal, eases=True, at=at, now=now, verb="share moved")
            moved = True
    return moved


def eased(session: Session, judged: Visit, *, at: Counter, now: dt.datetime) -> Visit:
    """Move the limits of today if there are any, and judge whoever comes in anew; to be done before they are told."""
    if judged.on != at.business_date(now) or not any(use.of_the_day for use in judged.quotas):
        return judged
    coming = None
    if judged.arrival is None:
        coming = Waiting(judged.size.people, place=day_limits.place_of(judged.held.id))
    if not ease(session, coming=coming, at=at, now=now):
        return judged
    return visit(session, judged.held, on=judged.on, settings=rules.current(session, judged.on))


def _share(
    session: Session,
    quota: str,
    items: Sequence[Item],
    past: Past,
    limits: Sequence[DayLimit],
    *,
    at: Counter,
    now: dt.datetime,
    coming: Waiting | None = None,
) -> Share:
    """Gather what is known of some goods and ask for a limit; `coming` is whoever comes in now."""
    on, by_weight = at.business_date(now), bool(items) and all(item.by_weight for item in items)
    portion = PORTION if by_weight else 1
    took = share_past.took(session, quota, past)
    taken, allowed = share_past.under_limits(session, quota, items, (*past.days, on))
    time = now.astimezone(at.zone).time()
    here, by_hours = _waiting(session, quota, portion, on, time)
    waiting = [*here, *([] if coming is None else [coming])]
    stock = sum(_free(session, item, on) for item in items)
    morning = Morning(
        stock=stock // portion,
        waiting=waiting,
        to_come=[] if by_hours else past.to_come(time, here=len(waiting)),
        sizes=[seen.people for seen in past.visits.values()],
        took=[-(-amount // portion) for amount in took],
        taken=taken // portion,
        allowed=Counted(amount // portion for amount in allowed),
        kept=past.kept,
        first=day_limits.begin_of_round(session, quota, on),
    )
    limit = limits[-1].limit if limits else None
    eases = bool(limits) and limits[-1].eases
    proposal = fair_share.propose(morning, today=_times(limit, Fraction(1, portion)) if limit and eases else None)
    return Share(
        quota=quota,
        names=tuple(item.names for item in items),
        by_weight=by_weight,
        stock=stock,
        expected=morning.expected,
        usual=sum(took) * morning.expected // len(took) if took else None,
        proposal=_times(proposal, Fraction(portion)),
        limit=limit,
        eases=eases,
    )


def shortened(steps: tuple[int, ...]) -> tuple[int, ...]:
    """Leave out the last steps that say nothing new."""
    end = len(steps)
    while end > 1 and steps[end - 1] == steps[end - 2]:
        end -= 1
    return steps[:end]


def _times(limit: Limit, portion: Fraction) -> Limit:
    """Tell a limit in grams instead of portions, or the other way about."""
    return replace(limit, steps=shortened(tuple(int(step * portion) for step in limit.steps)))


def _wanted(session: Session, past: Past) -> list[str]:
    """List the goods that enough visits took, the most wanted first."""
    sold = (
        select(SaleLine.sale_id, catalogue.obeyed(session).label("quota"))
        .join(Product, Product.id == SaleLine.product_id)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(Sale.happened_on.in_(past.days), Sale.kind == "sale")
        .subquery()
    )
    many = func.count(sold.c.sale_id.distinct())
    asked = (
        select(sold.c.quota)
        .group_by(sold.c.quota)
        .having(many * WANTED_BY >= len(past.visits))
        .order_by(many.desc(), sold.c.quota)
    )
    return list(session.scalars(asked))


def _free(session: Session, item: Item, on: dt.date) -> int:
    """Tell how much may go out today and lies in no basket."""
    lots = judging.candidates(
        session,
        item,
        visitor=Visitor(grocery=True, esf=True),
        on=on,
        settings=rules.current(session, on),
        promised=basket_rows.promised(session, item),
    )
    return sum(lot.left(item) for lot in lots if lot.no is None)


def _waiting(session: Session, quota: str, portion: int, on: dt.date, time: dt.time) -> tuple[list[Waiting], bool]:
    """List who is here or has a place booked, with what their slip promises; and whether people come by hours.

    Where they come by hours those are all that are expected. Whoever is an hour late is not expected any more, and
    whoever has a basket at a till has taken.
    """
    served = select(OpenBasket.number).where(OpenBasket.opened_on == on, OpenBasket.state.in_(("open", "aside")))
    asked = (
        select(
            Arrival.state,
            Arrival.slot,
            (Arrival.adults + Arrival.children).label("people"),
            Promise.amount,
            ArrivalHousehold.household_id,
        )
        .join(ArrivalHousehold, ArrivalHousehold.arrival_id == Arrival.id)
        .outerjoin(Promise, (Promise.arrival_id == Arrival.id) & (Promise.goods == quota))
        .where(
            Arrival.happened_on == on,
            Arrival.state.in_((*CAME, "booked")),
            or_(Arrival.number.is_(None), Arrival.number.not_in(served)),
        )
    )
    rows = session.execute(asked).all()
    too_late = f"{max(time.hour - 1, 0):02}:{time.minute:02}"
    waiting = [
        Waiting(
            row.people,
            (row.amount or 0) // portion,
            day_limits.place_of(row.household_id),
            booked=row.state == "booked",
        )
        for row in rows
        if row.state in HERE or (row.state == "booked" and (row.slot or "24:00") > too_late)
    ]
    return waiting, any(row.slot for row in rows)
