"""What the shop refused, and what somebody set aside: a list for staff, without names."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.shop.office.journal import JournalLine
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.people.households import known_cards
from kruidenier.shop.people.rights import Right
from kruidenier.shop.till.sales import Sale

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.people.budgets import Period

OVERRIDE, PAPER, REFUSED = "override", "paper", "refused"


@dataclass(frozen=True, slots=True)
class Exceptional:
    """One refusal, one override, or one rule that a sale on paper broke."""

    what: str
    """override, paper or refused."""
    at: dt.datetime
    rule: str
    """The refusal's code; several are divided by commas."""
    where: str
    """A sale's number or a household's card; empty for a refusal, which says not to whom."""
    reason: str
    by: str


def exceptions(session: Session, period: Period, *, at: Counter) -> tuple[Exceptional, ...]:
    """List a time's refusals and overrides, the newest first."""
    require(at, Permission.HOUSEHOLDS)
    found = [*of_sales(session, period), *_rights(session, period, at), *_refusals(session, period)]
    return tuple(sorted(found, key=lambda one: (one.at, one.where, one.rule), reverse=True))


def of_sales(session: Session, period: Period) -> Iterator[Exceptional]:
    """List what was set aside at the till, and what sales on paper broke."""
    asked = select(Sale).where(
        Sale.kind == "sale",
        Sale.happened_on.between(period.start, period.until),
        Sale.reason.is_not(None) | Sale.paper_number.is_not(None),
    )
    for sale in session.scalars(asked):
        if sale.broken_rules:
            what = PAPER if sale.reason is None else OVERRIDE
            yield Exceptional(
                what, sale.recorded_at, ", ".join(sale.broken_rules), sale.number, sale.reason or "", sale.by
            )


def _rights(session: Session, period: Period, at: Counter) -> Iterator[Exceptional]:
    cards = known_cards(session)
    for right in session.scalars(select(Right).where(Right.overruled.is_not(None))):
        if period.start <= at.business_date(right.granted_at) <= period.until:
            card = cards.get(right.household_id, "")
            yield Exceptional(
                OVERRIDE, right.granted_at, right.overruled or "", card, right.reason or "", right.granted_by
            )


def _refusals(session: Session, period: Period) -> Iterator[Exceptional]:
    asked = select(JournalLine).where(
        JournalLine.verb == "refused", JournalLine.happened_on.between(period.start, period.until)
    )
    for line in session.scalars(asked):
        yield Exceptional(REFUSED, line.at, line.subject, "", "", line.by)
