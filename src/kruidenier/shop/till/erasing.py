"""A household forgotten: its file, its cards and the link to its sales go; what was sold, and for how much, stays."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.shop.office import journal
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.journal import JournalLine
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.people import arrivals, privacy
from kruidenier.shop.people.households import Household, Pseudonym, find
from kruidenier.shop.till import sales, served
from kruidenier.shop.till.basket_rows import OpenBasket, finish
from kruidenier.shop.till.sales import Sale

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.office.settings import Settings
    from kruidenier.shop.people.privacy import Gone, PastTerm

LONG_CLOSED = dt.timedelta(days=90)


def erase(session: Session, card: str, *, at: Counter, now: dt.datetime) -> tuple[str, ...]:
    """Forget a household at once, and those that were merged into it; the journal keeps no name and no card.

    Tells the numbers of its sales that led to it till now.
    """
    require(at, Permission.ERASE)
    household = find(session, card).id
    codes = select(Pseudonym.code).where(Pseudonym.household_id.in_(privacy.with_merged(session, household)))
    numbers = tuple(session.scalars(select(Sale.number).where(Sale.pseudonym.in_(codes)).order_by(Sale.number)))
    forget(session, [household], now=now)
    journal.record(session, at, verb="household erased", subject=household, now=now)
    return numbers


def forget(session: Session, households: Iterable[str], *, now: dt.datetime) -> int:
    """Forget households by their keys, giving up baskets that are open; tells how many there were."""
    keys = sorted({key for household in households for key in privacy.with_merged(session, household)})
    there = session.scalars(select(Household.id).where(Household.id.in_(keys)).order_by(Household.id).with_for_update())
    found = len(there.all())
    _give_up_baskets(session, Pseudonym.household_id.in_(keys), now=now)
    served.keep(session, keys)
    privacy.forget(session, keys, now=now)
    return found


def forget_again(session: Session, gone: Gone, *, now: dt.datetime) -> int:
    """Forget in a restored copy what was forgotten since it was made; tells how many households there were."""
    found = forget(session, gone.households, now=now)
    _unlink(session, gone.links_before, now=now)
    return found


def preview(session: Session, *, at: Counter, now: dt.datetime) -> PastTerm:
    """Look what a purge would take away."""
    require(at, Permission.ERASE)
    on = at.business_date(now)
    return privacy.past_term(session, privacy.terms(rules.current(session, on)), on=on)


def announced(session: Session, settings: Settings, *, on: dt.date) -> PastTerm:
    """Look what the closings of the coming days would take away by themselves, or a purge by hand today."""
    days = settings["keep.notice_days"] if settings["keep.by_itself"] else 0
    return privacy.past_term(session, privacy.terms(settings), on=on + dt.timedelta(days=days))


def purge(session: Session, *, at: Counter, now: dt.datetime) -> PastTerm:
    """Take away all that is kept longer than the settings say; tells what went."""
    require(at, Permission.ERASE)
    past = preview(session, at=at, now=now)
    _take_away(session, past, at=at, now=now)
    return past


def purge_by_itself(session: Session, *, at: Counter, now: dt.datetime) -> PastTerm | None:
    """Take away at a closing what is past its term and stood on the day's page long enough; None if that is nothing.

    A term that was made shorter counts only after as many days as the notice stands. Where nobody worked when the
    notice began, or for long before, the clock may be wrong, and nothing is lost for that.
    """
    require(at, Permission.CLOSE)
    on = at.business_date(now)
    settings = rules.current(session, on)
    began = on - dt.timedelta(days=settings["keep.notice_days"])
    worked = select(JournalLine.id).where(JournalLine.happened_on.between(began - LONG_CLOSED, began)).limit(1)
    if not settings["keep.by_itself"] or session.scalar(worked) is None:
        return None
    terms = privacy.terms(settings).or_longer(privacy.terms(rules.current(session, began)))
    past = privacy.past_term(session, terms, on=on)
    if past.is_nothing:
        arrivals.unlink_before(session, past.entries_before)  # of every day some, too often for a notice
        return None
    _take_away(session, past, at=at, now=now)
    return past


def _take_away(session: Session, past: PastTerm, *, at: Counter, now: dt.datetime) -> None:
    forget(session, past.households, now=now)
    _unlink(session, past.before_year, now=now)
    privacy.clear_past(session, past, now=now)
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


def _unlink(session: Session, before_year: int, *, now: dt.datetime) -> None:
    _give_up_baskets(session, Pseudonym.year < before_year, now=now)
    served.keep_years_before(session, before_year)
    privacy.unlink(session, before_year)
    sales.keep_goods_alone(session, before_year)


def _give_up_baskets(session: Session, whose: ColumnElement[bool], *, now: dt.datetime) -> None:
    codes = select(Pseudonym.code).where(whose)
    for basket in session.scalars(select(OpenBasket.id).where(OpenBasket.pseudonym.in_(codes))).all():
        finish(session, basket, state="cancelled", now=now)
