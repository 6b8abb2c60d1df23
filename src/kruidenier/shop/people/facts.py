"""What the books say of one household: its people, rights, holds and what it spent, read at once.

The till asks this at every card and every payment, so it is one statement; the rooms of people judge what it brings.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Date,
    Executable,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from kruidenier.shop.people.arrivals import HERE, Arrival, ArrivalHousehold, Promise
from kruidenier.shop.people.budgets import BudgetEntry, around
from kruidenier.shop.people.day_limits import NEWEST, DayLimit
from kruidenier.shop.people.households import Headcount, Member, Pseudonym
from kruidenier.shop.people.needs import Need
from kruidenier.shop.people.quotas import PREFIX, PROMISED, TODAY, QuotaEntry
from kruidenier.shop.people.rights import Hold, Right
from kruidenier.store.asking import Question


class Fact(NamedTuple):
    """One thing the books say of a household."""

    what: str
    """member, headcount, spent, spent_free, arrival, a need, the kind of a right or hold, `quota.` or `promised.` and a
    name, or `limit.` with the steps of a limit of the day and its name.
    """
    since: dt.date | None
    until: dt.date | None
    lifted: dt.date | None
    first: int | None
    """Birth year; adults; cents of a day, pieces of a quota or promise; number; how often a right was renewed; or whose
    turn is first.
    """
    second: int | None
    """Birth month; children; what was had before a promise; 1 of a right for one visit; or how many have their turn."""
    id: int


_HOUSEHOLD: BindParameter[str] = bindparam("household")
_DAY: BindParameter[dt.date] = bindparam("day")
_START: BindParameter[dt.date] = bindparam("start")
_END: BindParameter[dt.date] = bindparam("end")
_NO_DAY, _NO_NUMBER, _ONE = cast(null(), Date), cast(null(), BigInteger), cast(literal(1), BigInteger)
_IS_HERE = and_(
    ArrivalHousehold.household_id == _HOUSEHOLD,
    ArrivalHousehold.happened_on == _DAY,
    Arrival.id == ArrivalHousehold.arrival_id,
    or_(*(Arrival.state == state for state in HERE)),
)
_ALL: Executable = union_all(
    select(
        literal("member").label("what"),
        Member.joined_on.label("since"),
        _NO_DAY.label("until"),
        _NO_DAY.label("lifted"),
        cast(Member.birth_year, BigInteger).label("first"),
        cast(Member.birth_month, BigInteger).label("second"),
        Member.id,
    ).where(
        Member.household_id == _HOUSEHOLD,
        Member.joined_on <= _DAY,
        or_(Member.left_on.is_(None), Member.left_on > _DAY),
    ),
    select(
        literal("headcount"),
        Headcount.valid_from,
        _NO_DAY,
        _NO_DAY,
        cast(Headcount.adults, BigInteger),
        cast(Headcount.children, BigInteger),
        Headcount.id,
    ).where(Headcount.household_id == _HOUSEHOLD, Headcount.valid_from <= _DAY),
    select(
        Right.kind,
        Right.valid_from,
        Right.valid_until,
        _NO_DAY,
        cast(Right.renewals, BigInteger),
        case((Right.way == "visit", _ONE), else_=_NO_NUMBER),
        Right.id,
    ).where(Right.household_id == _HOUSEHOLD),
    select(Hold.kind, Hold.valid_from, Hold.valid_until, Hold.lifted_on, _NO_NUMBER, _NO_NUMBER, Hold.id).where(
        Hold.household_id == _HOUSEHOLD
    ),
    select(Need.need, _NO_DAY, _NO_DAY, _NO_DAY, _NO_NUMBER, _NO_NUMBER, literal(0)).where(
        Need.household_id == _HOUSEHOLD
    ),
    select(
        case((BudgetEntry.purse == "free", "spent_free"), else_="spent"),
        BudgetEntry.happened_on,
        _NO_DAY,
        _NO_DAY,
        cast(func.sum(BudgetEntry.cents), BigInteger),
        _NO_NUMBER,
        literal(0),
    )
    .where(
        BudgetEntry.pseudonym == Pseudonym.code,
        Pseudonym.household_id == _HOUSEHOLD,
        BudgetEntry.happened_on.between(_START, _END),
    )
    .group_by(BudgetEntry.happened_on, BudgetEntry.purse),
    select(
        literal(PREFIX).concat(QuotaEntry.quota),
        QuotaEntry.happened_on,
        _NO_DAY,
        _NO_DAY,
        cast(func.sum(QuotaEntry.amount), BigInteger),
        _NO_NUMBER,
        literal(0),
    )
    .where(
        QuotaEntry.pseudonym == Pseudonym.code,
        Pseudonym.household_id == _HOUSEHOLD,
        QuotaEntry.happened_on.between(_START, _END),
    )
    .group_by(QuotaEntry.happened_on, QuotaEntry.quota),
    select(
        literal("arrival"),
        ArrivalHousehold.happened_on,
        _NO_DAY,
        _NO_DAY,
        cast(Arrival.number, BigInteger),
        _NO_NUMBER,
        literal(0),
    ).where(_IS_HERE),
    select(
        literal(PROMISED).concat(Promise.goods),
        ArrivalHousehold.happened_on,
        _NO_DAY,
        _NO_DAY,
        Promise.amount,
        Promise.had,
        literal(0),
    ).where(_IS_HERE, Promise.arrival_id == Arrival.id),
    select(
        literal(TODAY).concat(DayLimit.steps).concat(":").concat(DayLimit.quota),
        DayLimit.day,
        _NO_DAY,
        _NO_DAY,
        cast(DayLimit.first_turn, BigInteger),
        cast(DayLimit.turns, BigInteger),
        literal(0),
    ).where(DayLimit.day == _DAY, DayLimit.steps != "", DayLimit.id.in_(NEWEST.where(DayLimit.day == _DAY))),
).order_by("id")


def of(household_id: str, on: dt.date) -> Question[list[Fact]]:
    """Ask what matters on a day, and what was spent around it, the newest row last."""
    time = around(on)
    asked = {"household": household_id, "day": on, "start": time.start, "end": time.until}
    return Question(_ALL, asked, lambda rows: [Fact(*row) for row in rows])
