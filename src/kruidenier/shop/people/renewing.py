"""How a right is given and lasts longer: what leads to it, how often, how long in all, and the pause after that."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta
from sqlalchemy import select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods import barcodes
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.people import journaled, register
from kruidenier.shop.people.budgets import VISIT_DAYS
from kruidenier.shop.people.households import find
from kruidenier.shop.people.register import NothingToRenew, UntilBeforeFrom, grant, newest_right
from kruidenier.shop.people.rights import Right, Term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.office.settings import Settings
    from kruidenier.shop.people.register import People

ONE_DAY = dt.timedelta(days=1)


class RenewedOften(ShopError):
    """A right that was renewed as often as the shop allows."""

    message = N_(
        "This right was renewed as often as the shop allows ({most}). A manager may let it last longer, with a reason."
    )


class LastsLong(ShopError):
    """Terms that would last longer in all than the shop allows."""

    message = N_(
        "All terms together would last until {until}; {furthest} is the furthest day. A manager may allow more."
    )


class PauseFirst(ShopError):
    """A household whose terms are used up and whose pause is not over."""

    message = N_("After all terms comes a pause: a new right can start on {again}. A manager may allow it sooner.")


class WayNotOpen(ShopError):
    """A way to a right that the shop does not use."""

    message = N_(
        "The shop gives no rights by “{way}”. Open ways: {open}. A manager can change the setting rights.ways."
    )


class NoSuchCategory(ShopError):
    """A category that leads to no right."""

    message = N_("“{category}” is not on the list of categories. Known: {known}.")


class OverrideNeedsReason(ShopError):
    """A rule set aside without a reason."""

    message = N_("A rule is set aside here. Say why, in a few words.")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a right would be from now on, and what speaks against it."""

    kind: str
    start: dt.date
    until: dt.date
    renewals: int
    furthest: dt.date | None
    """The last day that all terms together allow; None without limit."""
    again: dt.date | None
    """When a new right may start, once all terms are used up."""
    broken: tuple[ShopError, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of looking at an income; the amounts behind it are not kept."""

    cents: int
    """Left for each person and day, rounded down."""
    threshold_cents: int

    @property
    def fits(self) -> bool:
        """There is a right."""
        return self.cents < self.threshold_cents


def income_outcome(*, income_cents: int, costs_cents: int, people: int, settings: Settings) -> Outcome:
    """Reckon what is left for each person and day of a month."""
    halves = 61 if settings["rights.income_divisor"] == "30.5" else 60
    left = (income_cents - costs_cents) * 2 // (halves * max(people, 1))
    return Outcome(left, settings["rights.income_threshold_cents"])


def propose(
    session: Session,
    card: str,
    *,
    kind: str = "grocery",
    on: dt.date,
    start: dt.date | None = None,
    until: dt.date | None = None,
) -> Proposal:
    """Tell what renewing a right, or giving a first one, would lead to. Nothing is written."""
    settings = rules.current(session, on)
    held = find(session, card)
    rows = session.scalars(select(Right).where(Right.household_id == held.id, Right.kind == kind).order_by(Right.id))
    return _proposal(kind, list(rows), settings, on=on, start=start, until=until)


def renew(
    session: Session,
    card: str,
    *,
    until: dt.date | None = None,
    kind: str = "grocery",
    reason: str = "",
    proof: str | None = None,
    override: bool = False,
    at: Counter,
    now: dt.datetime,
) -> dt.date:
    """Let a right last longer, or begin again where it had ended; tells the new last day."""
    require(at, Permission.HOUSEHOLDS)
    right = newest_right(session, find(session, card).id, kind)
    if right is None or right.valid_from is None:
        raise NothingToRenew
    return give(
        session,
        card,
        kind=kind,
        until=until,
        way=right.way,
        reason=reason,
        proof=proof,
        override=override,
        renewal=True,
        at=at,
        now=now,
    )


def give(
    session: Session,
    card: str,
    *,
    kind: str = "grocery",
    start: dt.date | None = None,
    until: dt.date | None = None,
    way: str = "referral",
    reason: str = "",
    proof: str | None = None,
    override: bool = False,
    renewal: bool = False,
    at: Counter,
    now: dt.datetime,
) -> dt.date:
    """Give a household a right by one of the shop's ways; tells the last day. `proof` is the document that was seen.

    With `override` a manager sets aside how often and how long, with a reason that stands in the list of overrides.
    """
    require(at, Permission.HOUSEHOLDS)
    held, on = find(session, card), at.business_date(now)
    settings = rules.current(session, on)
    if not renewal:
        require_way(way, reason, settings)
    asked = select(Right).where(Right.household_id == held.id, Right.kind == kind).order_by(Right.id)
    found = _proposal(kind, list(session.scalars(asked)), settings, on=on, start=start, until=until)
    if found.until < found.start:
        raise UntilBeforeFrom(until=found.until, start=found.start)
    if found.broken:
        if not override:
            raise found.broken[0]
        require(at, Permission.OVERRIDE)
        if not reason.strip():
            raise OverrideNeedsReason
    grant(
        session,
        held.id,
        kind,
        start=found.start,
        until=found.until,
        version=settings.version,
        at=at,
        now=now,
        renewals=found.renewals,
        reason=reason.strip() or None,
        way="referral" if way in ("visit", "split") else way,
        proof=proof,
        overruled=", ".join(refusal.code for refusal in found.broken) or None,
    )
    told = {"overruled": [refusal.code for refusal in found.broken]} if found.broken else {}
    field = f"{kind} renewed" if renewal else kind
    journaled.record(session, held.id, verb="household", at=at, now=now, fields=[field], **told)
    return found.until


def require_way(way: str, reason: str, settings: Settings) -> None:
    """Refuse a way to a right that the shop does not use, or a category that is not on its list."""
    if way not in settings["rights.ways"]:
        raise WayNotOpen(way=way, open=", ".join(settings["rights.ways"]))
    if way == "category" and reason not in settings["rights.categories"]:
        raise NoSuchCategory(category=reason, known=", ".join(settings["rights.categories"]))


def one_visit(session: Session, *, display_name: str, lang: str, people: People, at: Counter, now: dt.datetime) -> str:
    """Let a household come once within seven days, before its referral is there; tells its card."""
    require(at, Permission.HOUSEHOLDS)
    today = at.business_date(now)
    return register.register(
        session,
        card=barcodes.new_card(),
        display_name=display_name,
        lang=lang,
        people=people,
        access_from=today,
        access_until=today + dt.timedelta(days=VISIT_DAYS - 1),
        way="visit",
        at=at,
        now=now,
    )


def terms_of(rows: Sequence[Right]) -> list[Term]:
    """Tell the terms that a household really had: a newer row ends or replaces an older one from its first day on."""
    terms: list[Term] = []
    for row in rows:
        if row.valid_from is None or row.way == "visit":
            continue
        while terms and (terms[-1].start or row.valid_from) >= row.valid_from:
            terms.pop()
        if terms and (terms[-1].until is None or terms[-1].until >= row.valid_from):
            terms[-1] = Term(terms[-1].start, row.valid_from - ONE_DAY, terms[-1].renewals)
        terms.append(Term(row.valid_from, row.valid_until, row.renewals))
    return terms


def _proposal(
    kind: str, rows: Sequence[Right], settings: Settings, *, on: dt.date, start: dt.date | None, until: dt.date | None
) -> Proposal:
    months, pause = relativedelta(months=settings["rights.months"]), settings["rights.pause_months"]
    stretch = _stretch(terms_of(rows), on=start or on, pause=pause)
    last = stretch[-1] if stretch else None
    runs = last is not None and start is None and (last.until is None or last.until >= on)
    first = (last.start or on) if last is not None and runs else (start or on)
    before = [term for term in stretch if (term.start or first) < first]
    limited = kind == "grocery"
    furthest = _furthest(before, first, settings["rights.most_months"]) if limited else None
    over = on if last is None else last.until or on
    if until is None:
        until = (over + ONE_DAY if runs else first) + months - ONE_DAY
        if furthest is not None and furthest > (over if runs else first):
            until = min(until, furthest)
    again = over + ONE_DAY + relativedelta(months=pause) if pause and last is not None else None
    renewals = 0 if last is None else last.renewals + 1
    broken: list[ShopError] = []
    most: int = settings["rights.most_renewals"]
    if limited and most and renewals > most:
        broken.append(RenewedOften(most=most))
    if furthest is not None and until > furthest:
        broken.append(LastsLong(until=until, furthest=furthest))
    spent = furthest is not None and (furthest <= over if runs else furthest < first)
    used_up = len(broken) > 0 and (spent or renewals > most > 0)
    if again is not None and used_up:
        broken.insert(0, PauseFirst(again=again))
    return Proposal(kind, first, until, renewals, furthest, again if used_up else None, tuple(broken))


def _stretch(terms: Sequence[Term], *, on: dt.date, pause: int) -> list[Term]:
    """Take the last terms that follow each other, and on this day, with less than the compulsory pause between."""
    stretch: list[Term] = []
    after = on
    for term in reversed(terms):
        if pause and term.until is not None and after >= term.until + ONE_DAY + relativedelta(months=pause):
            break
        stretch.insert(0, term)
        after = term.start or on
    return stretch


def _furthest(before: Sequence[Term], first: dt.date, most_months: int) -> dt.date | None:
    """Tell the last day that is left of all months together, after the terms before."""
    if not most_months:
        return None
    used = sum(((term.until or first) - (term.start or first)).days + 1 for term in before)
    return first + relativedelta(months=most_months) - dt.timedelta(days=used + 1)
