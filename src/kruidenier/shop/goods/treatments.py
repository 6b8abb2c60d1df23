"""Freezing and repacking: a new limit and a new label for goods that are still in date, and never frozen twice."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods import deeds, lots, places
from kruidenier.shop.goods.catalogue import Product
from kruidenier.shop.goods.dates import SHORTEST, last_day, require_in_date
from kruidenier.shop.goods.groups import FoodGroup
from kruidenier.shop.goods.judging import LotBlocked, Recalled
from kruidenier.shop.goods.stock import Lot
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.staff import Permission, require

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.deeds import DeedDone
    from kruidenier.shop.office.place import Counter

FROZEN_GROUP = "frozen"


class AlreadyFrozen(ShopError):
    """Frozen once; what thaws is never frozen again."""

    message = N_("{name} (lot {lot}) was frozen before. It is never frozen twice: use it, or throw it away.")


class KeepsTooLong(ShopError):
    """A limit after repacking that is later than the goods' own."""

    message = N_("{name} (lot {lot}) may go out until {last_day}: repacked goods keep no longer than that.")


class AlreadyPast(ShopError):
    """A limit after repacking that is past from the start."""

    message = N_("{until} has gone already: give the last day that the repacked goods may go out.")


def freeze(
    session: Session,
    lot: str,
    *,
    at: Counter,
    now: dt.datetime,
    count: int | None = None,
    grams: int | None = None,
    place: str | None = None,
) -> DeedDone:
    """Freeze a lot, or a part of it: in date still, and never twice. It keeps so many months from today.

    The months are the shop's own setting (2 by default, the usual advice for food aid; the pack's own date stays
    where it is and no longer decides).
    """
    require(at, Permission.STOCK)
    held = lots.lock(session, lot)
    pieces, weighed = lots.part_of(session, held, count=count, grams=grams)
    name, today = lots.name_of(session, held), at.business_date(now)
    last_day_of(session, held, name, on=today)
    if held.group_code == FROZEN_GROUP or _was_frozen(session, held):
        raise AlreadyFrozen(name=name, lot=held.number)
    fields = {
        "treatment": "frozen",
        "treated_on": today,
        "keeps_until": today + relativedelta(months=rules.current(session, today)["freeze.months"]),
    }
    if place is not None:
        fields["place_id"] = places.require_place(session, place)
    return deeds.part_off(session, held, verb="freeze", count=pieces, grams=weighed, fields=fields, at=at, now=now)


def repack(
    session: Session,
    lot: str,
    *,
    until: dt.date,
    at: Counter,
    now: dt.datetime,
    count: int | None = None,
    grams: int | None = None,
) -> DeedDone:
    """Put a lot, or a part of it, into new packs that keep until a day, never longer than before."""
    require(at, Permission.STOCK)
    held = lots.lock(session, lot)
    pieces, weighed = lots.part_of(session, held, count=count, grams=grams)
    name, today = lots.name_of(session, held), at.business_date(now)
    longest = last_day_of(session, held, name, on=today)
    if until < today:
        raise AlreadyPast(until=until)
    if longest is not None and until > longest:
        raise KeepsTooLong(name=name, lot=held.number, last_day=longest)
    fields = {"treatment": "repacked", "treated_on": today, "keeps_until": until}
    return deeds.part_off(session, held, verb="repack", count=pieces, grams=weighed, fields=fields, at=at, now=now)


def last_day_of(session: Session, lot: Lot, name: str, *, on: dt.date) -> dt.date | None:
    """Tell the last day that a lot may go out; refuse one that may not go out now."""
    if lot.state != "live":
        raise (Recalled if lot.state == "recalled" else LotBlocked)(name=name)
    group = session.get_one(FoodGroup, lot.group_code).shelf_life_group if lot.group_code else SHORTEST
    own = session.get_one(Product, lot.product_id).shelf_life_group if lot.product_id else None
    limits: dict[str, Any] = {
        "shelf_life_group": own or group,
        "settings": rules.current(session, on),
        "keeps_until": lot.keeps_until,
    }
    require_in_date(lot.date_mark, lot.date, name=name, on=on, **limits)
    return last_day(lot.date_mark, lot.date, **limits)


def _was_frozen(session: Session, lot: Lot) -> bool:
    """Tell whether these goods, or what they were taken from, were frozen here."""
    treatment, parent_id = lot.treatment, lot.parent_id
    while treatment != "frozen" and parent_id is not None:
        treatment, parent_id = session.execute(select(Lot.treatment, Lot.parent_id).where(Lot.id == parent_id)).one()
    return treatment == "frozen"
