"""Deeds on an award: what the municipality decided, and what became of it later."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.office import journal
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.supply.awards import (
    OPEN,
    Award,
    AwardFacts,
    NoSuchAward,
    last_held,
    look_up,
    of_supplier,
    require_held,
)
from kruidenier.shop.supply.label_schemes import LabelScheme
from kruidenier.shop.supply.suppliers import Supplier
from kruidenier.store.asking import numbered

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter


class NotOpen(ShopError):
    """A deed on an award that is past it."""

    message = N_("Award {number} is closed: nothing can be decided about it any more.")


class NoSuchLevel(ShopError):
    """A level that cannot be awarded."""

    message = N_(
        "The label has levels 1 to {most}. Level {level} is none: drop the proposal, or say another level and why."
    )


class NeedsReason(ShopError):
    """Another level than the proposed one, or a withdrawal, without a word on why."""

    message = N_("Say why: whoever reads this in a year must understand it.")


class NeedsDecision(ShopError):
    """A decision without its number, or without who signed."""

    message = N_("Give the number of the municipality's decision, and who signed it.")


class NotHeard(ShopError):
    """A level lowered, or a label withdrawn, without hearing the supplier."""

    message = N_("{supplier} must be heard first: note the day of the hearing, today or before.")


class DecidedTomorrow(ShopError):
    """A decision on a day that has not come."""

    message = N_("{day} has not come yet: a decision is noted once it is taken.")


def decide(
    session: Session,
    number: str,
    *,
    decision: str,
    signatories: str,
    at: Counter,
    now: dt.datetime,
    decided_on: dt.date | None = None,
    level: int | None = None,
    reason: str | None = None,
    heard_on: dt.date | None = None,
    publish: bool = False,
) -> AwardFacts:
    """Note what the municipality decided; until the label is issued it can be noted anew."""
    require(at, Permission.DECIDE_LABEL)
    award = _lock(session, number)
    if award.state not in OPEN:
        raise NotOpen(number=award.number)
    today = at.business_date(now)
    decided_on, level = decided_on or today, award.proposed_level if level is None else level
    decision, signatories, reason = decision.strip(), signatories.strip(), (reason or "").strip()
    if decided_on > today:
        raise DecidedTomorrow(day=decided_on)
    if not decision or not signatories:
        raise NeedsDecision
    highest = len(session.get_one(LabelScheme, award.scheme_id).rules["levels"])
    if not 1 <= level <= highest:
        raise NoSuchLevel(level=level, most=highest)
    if level != award.proposed_level and not reason:
        raise NeedsReason
    supplier = session.get_one(Supplier, award.supplier_id)
    first = dt.date.fromisoformat(award.figures["first"])
    before = last_held(of_supplier(session, supplier.code), since=first)
    if before is not None and level < (before.level or 0):
        _require_heard(supplier.name, heard_on, by=decided_on)
    award.state, award.level, award.decision, award.decided_on = "decided", level, decision, decided_on
    award.signatories, award.reason, award.heard_on, award.publish = signatories, reason or None, heard_on, publish
    session.flush()
    told = {"level": level, "decision": decision, "decided_on": decided_on, "reason": reason, "publish": publish}
    journal.record(session, at, verb="label decided", subject=award.number, now=now, heard_on=heard_on, **told)
    return look_up(session, award.number)


def drop(session: Session, number: str, *, at: Counter, now: dt.datetime) -> AwardFacts:
    """Give a proposal up; it stays to be read."""
    award = _lock(session, number)
    require(at, Permission.PROPOSE_LABEL if award.state == "proposed" else Permission.DECIDE_LABEL)
    if award.state not in OPEN:
        raise NotOpen(number=award.number)
    award.state = "dropped"
    session.flush()
    journal.record(session, at, verb="label dropped", subject=award.number, now=now)
    return look_up(session, award.number)


def withdraw(
    session: Session, supplier: str, *, reason: str, heard_on: dt.date | None, at: Counter, now: dt.datetime
) -> AwardFacts:
    """Take the label back from today on, once the supplier was heard."""
    require(at, Permission.DECIDE_LABEL)
    today = at.business_date(now)
    holder = require_held(session, supplier, on=today)
    award = _lock(session, holder.number)
    if not reason.strip():
        raise NeedsReason
    _require_heard(holder.supplier_name, heard_on, by=today)
    award.state, award.withdrawn_on, award.withdrawn_why = "withdrawn", today, reason.strip()
    award.heard_on = heard_on
    session.flush()
    journal.record(
        session, at, verb="label withdrawn", subject=award.number, now=now, reason=reason.strip(), heard_on=heard_on
    )
    return look_up(session, award.number)


def consent(session: Session, supplier: str, *, publish: bool, at: Counter, now: dt.datetime) -> AwardFacts:
    """Note that a holder agrees to stand in the public register, or no longer does."""
    require(at, Permission.DECIDE_LABEL)
    award = _lock(session, require_held(session, supplier, on=at.business_date(now)).number)
    award.publish = publish
    session.flush()
    journal.record(session, at, verb="label consent", subject=award.number, now=now, publish=publish)
    return look_up(session, award.number)


def _lock(session: Session, number: str) -> Award:
    award = numbered(session, Award, number, locked=True)
    if award is None:
        raise NoSuchAward(number=number.strip()[:40])
    return award


def _require_heard(name: str, heard_on: dt.date | None, *, by: dt.date) -> None:
    if heard_on is None or heard_on > by:
        raise NotHeard(supplier=name)
