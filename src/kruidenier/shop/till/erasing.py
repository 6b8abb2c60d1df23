"""A household forgotten: its file, its cards and the link to its sales go; what was sold, and for how much, stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.shop.office import journal
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.people import privacy
from kruidenier.shop.people.households import Household, Pseudonym, find
from kruidenier.shop.till.baskets import OpenBasket, finish

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.people.privacy import PastTerm


def erase(session: Session, card: str, *, at: Counter, now: dt.datetime) -> None:
    """Forget a household at once, and those that were merged into it; the journal keeps no name and no card."""
    require(at, Permission.ERASE)
    household = find(session, card).id
    forget(session, [household], now=now)
    journal.record(session, at, verb="household erased", subject=household, now=now)


def forget(session: Session, households: Iterable[str], *, now: dt.datetime) -> int:
    """Forget households by their keys, giving up baskets that are open; tells how many there were."""
    keys = sorted({key for household in households for key in privacy.with_merged(session, household)})
    there = session.scalars(select(Household.id).where(Household.id.in_(keys)).order_by(Household.id).with_for_update())
    found = len(there.all())
    _give_up_baskets(session, Pseudonym.household_id.in_(keys), now=now)
    privacy.forget(session, keys, now=now)
    return found


def preview(session: Session, *, at: Counter, now: dt.datetime) -> PastTerm:
    """Look what a purge would take away."""
    require(at, Permission.ERASE)
    on = at.business_date(now)
    return privacy.past_term(session, rules.current(session, on), on=on)


def purge(session: Session, *, at: Counter, now: dt.datetime) -> PastTerm:
    """Take away all that is kept longer than the settings say; tells what went."""
    require(at, Permission.ERASE)
    past = preview(session, at=at, now=now)
    forget(session, past.households, now=now)
    _give_up_baskets(session, Pseudonym.year < past.before_year, now=now)
    privacy.clear_past(session, past)
    journal.record(
        session,
        at,
        verb="purged",
        subject=str(past.before_year),
        now=now,
        households=len(past.households),
        links=past.links,
        notes=past.notes,
        substitutes=past.substitutes,
    )
    return past


def _give_up_baskets(session: Session, whose: ColumnElement[bool], *, now: dt.datetime) -> None:
    codes = select(Pseudonym.code).where(whose)
    for basket in session.scalars(select(OpenBasket.id).where(OpenBasket.pseudonym.in_(codes))).all():
        finish(session, basket, state="cancelled", now=now)
