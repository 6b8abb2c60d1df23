"""The agreements of the demo shop: a chain with two shops, a garden, one that ends soon, and a draft."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from kruidenier.demo.suppliers import SATURDAY, THURSDAY, TUESDAY
from kruidenier.shop.supply import agreeing, agreements, pick_up_plans, recurrence
from kruidenier.shop.supply.agreement_documents import Promise

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.demo.world import World
    from kruidenier.shop.office.place import Counter

CHAIN, STATION, MARKET, GARDEN, BAKERY = "miroir", "miroir-gare", "werrie", "merles", "boulangerie-parc"
HOURS = {TUESDAY: "11:30", THURSDAY: "11:30", SATURDAY: "07:30"}
GROWING = (5, 6, 7, 8, 9, 10, 11)
ENDS_IN = dt.timedelta(days=40)
A_WEEK = dt.timedelta(weeks=1)


def sign_all(session: Session, world: World, *, at: Counter, now: dt.datetime) -> None:
    """Sign the agreements with which the shop begins."""
    first, shop = world.first, "Nadia Lambrechts"
    chain = Promise(
        first,
        first + relativedelta(years=1, days=-1),
        covers="enterprise",
        asks_own_list=True,
        goods="groenten en fruit, zuivel, vleeswaren, brood / fruits et légumes, produits laitiers, charcuterie, pain",
    )
    number = agreeing.draft(session, CHAIN, promise=chain, at=at, now=now).number
    for supplier, days, crates in ((CHAIN, (TUESDAY, THURSDAY, SATURDAY), 14), (STATION, (TUESDAY, SATURDAY), 12)):
        for day in days:
            _plan(session, number, supplier, day, first=first, at=at, now=now, crates=crates)
    agreeing.sign(session, number, signed_by="Winkelmanager", shop_signed_by=shop, at=at, now=now)
    garden = Promise(first, min_days=None, label_data=False, on_holidays=True, goods="")
    number = agreeing.draft(session, GARDEN, promise=garden, at=at, now=now).number
    _plan(session, number, GARDEN, SATURDAY, first=first, at=at, now=now, carrier="giver", months=GROWING)
    agreeing.sign(session, number, signed_by="Le comité du potager", shop_signed_by=shop, at=at, now=now)
    market = Promise(first, world.today + ENDS_IN, min_days=2)
    number = agreeing.draft(session, MARKET, promise=market, at=at, now=now).number
    _plan(session, number, MARKET, THURSDAY, first=first, at=at, now=now, crates=10)
    agreeing.sign(session, number, signed_by="Jo", shop_signed_by=shop, at=at, now=now)


def note_days(session: Session, world: World, *, at: Counter, now: dt.datetime) -> None:
    """Say why the last pick-up failed, call one off, and draft what is still being talked about."""
    today = world.today
    days = agreements.pick_ups(session, first=world.first, last=today + 2 * A_WEEK, on=today)
    missed = [one for one in days if one.supplier == CHAIN and one.state == "missed"]
    ahead = [one for one in days if one.supplier == STATION and one.day > today and one.state == "expected"]
    told = [(one, "missed", "Er stond niets klaar") for one in missed[-1:]]
    told += [(one, "cancelled", "Inventaire") for one in ahead[-1:]]
    for one, what, why in told:
        where, day = one.supplier, one.day
        pick_up_plans.note(session, one.agreement, supplier=where, day=day, what=what, why=why, at=at, now=now)
    bakery = Promise(today + A_WEEK, today + relativedelta(years=1), min_days=None)
    number = agreeing.draft(session, BAKERY, promise=bakery, at=at, now=now).number
    _plan(session, number, BAKERY, SATURDAY, first=today + A_WEEK, at=at, now=now, crates=3)


def _plan(
    session: Session,
    number: str,
    supplier: str,
    weekday: int,
    *,
    first: dt.date,
    at: Counter,
    now: dt.datetime,
    carrier: str = "shop",
    crates: int | None = None,
    months: tuple[int, ...] = (),
) -> None:
    """Plan a pick-up on a day of the week; on Thursdays the shop opens every other week only, the even ones."""
    since = first
    if weekday == THURSDAY and first.isocalendar().week % 2:
        since += dt.timedelta(days=7 - first.weekday())
    rule = recurrence.rule_of([recurrence.WEEKDAYS[weekday]], every=2 if weekday == THURSDAY else 1, months=months)
    pick_up_plans.add(
        session,
        number,
        supplier=supplier,
        rule=rule,
        at_time=HOURS[weekday],
        carrier=carrier,
        crates=crates,
        since=since,
        at=at,
        now=now,
    )
