"""When goods are fetched under an agreement: days that come back, and what was different on one day."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_, _
from kruidenier.shop.office import journal
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.supply import agreed_days, agreement_documents, recurrence
from kruidenier.shop.supply.agreement_documents import AgreementDocument
from kruidenier.shop.supply.agreements import (
    A_DAY,
    Agreement,
    PickUp,
    PickUpDay,
    PickUpNote,
    covering,
    merged,
    pick_ups,
)
from kruidenier.shop.supply.suppliers import Supplier, require_supplier

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

MOST_CRATES = 999
LONGEST_WORD = 200
CARRIERS = ("shop", "giver")
WHAT = ("cancelled", "extra", "missed", "refused")
_TIME = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)


class NotOfThisAgreement(ShopError):
    """A supplier that the agreement does not cover."""

    message = N_("Agreement {number} does not cover {supplier}.")


class AgreementOver(ShopError):
    """An agreement that has ended or was dropped."""

    message = N_("Agreement {number} is over: no pick-ups are planned for it any more.")


class BadPickUp(ShopError):
    """A pick-up that cannot be so."""

    message = N_("Write the time as 17:00, who carries as shop or giver, and at most {most} crates.")


class NoSuchPickUp(ShopError):
    """A line that the agreement does not have."""

    message = N_("Agreement {number} has no pick-up {line}.")


class PickUpOutside(ShopError):
    """Pick-ups outside the days of the agreement, or in the past of one that was signed."""

    message = N_("Choose days between {first} and {last}: what is past stays as it was.")


class NothingDue(ShopError):
    """A day without a pick-up."""

    message = N_("No pick-up at {supplier} is due on {day}.")


class DueAnyway(ShopError):
    """An extra pick-up on a day that has one."""

    message = N_("A pick-up at {supplier} is due on {day} anyway.")


class TooLateToCallOff(ShopError):
    """A pick-up that was called off on its own day or later."""

    message = N_(
        "In time is the day before at the latest. Note for {day} that the goods were not given, or that the shop could "
        "not take them."
    )


class NotYetDay(ShopError):
    """A word on why a pick-up failed that is still to come."""

    message = N_("{day} is still to come. It can be called off until the day before.")


class GoodsCame(ShopError):
    """A failed pick-up on a day on which goods came."""

    message = N_("Goods of {supplier} came on {day}: delivery {number}. That pick-up was kept.")


class UnknownNote(ShopError):
    """Something that cannot be said of a day."""

    message = N_("Of a day one can say: {known}.")


class NeedsWhy(ShopError):
    """A note without a word on why."""

    message = N_("Say in a few words why, at most {most} letters.")


def add(
    session: Session,
    number: str,
    *,
    rule: str,
    at: Counter,
    now: dt.datetime,
    supplier: str | None = None,
    at_time: str | None = None,
    carrier: str = "shop",
    crates: int | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> AgreementDocument:
    """Plan a pick-up that comes back, at the signer's or at another establishment that the agreement covers."""
    agreement = _open(session, number, at)
    place = _place(session, agreement, supplier)
    recurrence.require_rule(rule)
    possible = carrier in CARRIERS and (crates is None or 0 <= crates <= MOST_CRATES)
    if not possible or (at_time is not None and not _TIME.fullmatch(at_time)):
        raise BadPickUp(most=MOST_CRATES)
    earliest = agreement.starts_on
    if agreement.state != "draft":
        earliest = max(agreement.holds_from, at.business_date(now))
    first, last = since or earliest, until or agreement.ends_on
    if first < earliest or (last is not None and not first <= last <= (agreement.ends_on or last)):
        raise PickUpOutside(first=earliest, last=agreement.ends_on or _("any day"))
    planned = {"rule": rule, "at_time": at_time, "carrier": carrier, "crates": crates, "since": first, "until": last}
    pick_up = PickUp(agreement_id=agreement.id, supplier_id=place.id, **planned)
    if agreement.signed_on is not None:
        agreed_days.require_free(session, agreement, [pick_up])
    session.add(pick_up)
    session.flush()
    said = {"supplier": place.code, **planned}
    journal.record(session, at, verb="pick-up add", subject=agreement.number, now=now, **said)
    return agreement_documents.shown(session, [agreement])[0]


def stop(
    session: Session, number: str, *, line: int, at: Counter, now: dt.datetime, last: dt.date | None = None
) -> AgreementDocument:
    """Let a pick-up end with a day, today if none is named; of a draft, or before it ever began, it goes altogether."""
    agreement = _open(session, number, at)
    rows = session.scalars(select(PickUp).where(PickUp.agreement_id == agreement.id).order_by(PickUp.id)).all()
    if not 1 <= line <= len(rows):
        raise NoSuchPickUp(number=agreement.number, line=line)
    row, today = rows[line - 1], at.business_date(now)
    day = last or today
    if agreement.state == "draft" or (row.since > day and row.since > today):
        session.delete(row)
    elif today - A_DAY <= day and row.since <= day <= (row.until or day):
        row.until = day
    else:
        raise PickUpOutside(first=max(row.since, today - A_DAY), last=row.until or _("any day"))
    session.flush()
    said = {"line": line, "rule": row.rule, "last": last}
    journal.record(session, at, verb="pick-up stop", subject=agreement.number, now=now, **said)
    return agreement_documents.shown(session, [agreement])[0]


def note(
    session: Session,
    number: str,
    *,
    day: dt.date,
    what: str,
    at: Counter,
    now: dt.datetime,
    supplier: str | None = None,
    why: str = "",
    said_on: dt.date | None = None,
) -> PickUpDay | None:
    """Write down what is different on one day; tells how the day stands now.

    cancelled: called off, by the day before at the latest (`said_on`, today if not given); extra: one more, for this
    day alone; missed: a word on why nothing was given; refused: the shop could not or would not take the goods.
    """
    require(at, Permission.STOCK)
    agreement = agreement_documents.find(session, number, locked=True)
    place = _place(session, agreement, supplier)
    today = at.business_date(now)
    known = _day(session, place, day, today)
    why, knew = why.strip(), said_on or today
    if what not in WHAT:
        raise UnknownNote(known=", ".join(WHAT))
    if (what != "extra" and not why) or len(why) > LONGEST_WORD or not why.isprintable():
        raise NeedsWhy(most=LONGEST_WORD)
    if what == "extra":
        _require_extra(session, agreement, place, day, known)
    elif known is None or known.agreement != agreement.number:
        raise NothingDue(supplier=place.name, day=day)
    elif what == "cancelled":
        if not (knew < day and knew <= today):
            raise TooLateToCallOff(day=day)
    elif day > today:
        raise NotYetDay(day=day)
    elif known.deliveries:
        raise GoodsCame(supplier=place.name, day=day, number=known.deliveries[0])
    row = _noted(session, agreement, place, day)
    before = None if row is None else row.what
    if row is None:
        row = PickUpNote(agreement_id=agreement.id, supplier_id=place.id, day=day)
        session.add(row)
    row.what, row.why, row.said_on, row.recorded_at, row.by = what, why or None, knew, now, at.by
    session.flush()
    said = {"supplier": place.code, "day": day, "before": before, "what": what, "why": why, "said_on": knew}
    journal.record(session, at, verb="pick-up note", subject=agreement.number, now=now, **said)
    return _day(session, place, day, today)


def as_agreed(
    session: Session, number: str, *, day: dt.date, at: Counter, now: dt.datetime, supplier: str | None = None
) -> PickUpDay | None:
    """Take back what was noted of a day: it is as the agreement says."""
    require(at, Permission.STOCK)
    agreement = agreement_documents.find(session, number, locked=True)
    place = _place(session, agreement, supplier)
    row = _noted(session, agreement, place, day)
    if row is None:
        raise NothingDue(supplier=place.name, day=day)
    session.delete(row)
    session.flush()
    said = {"supplier": place.code, "day": day, "before": row.what}
    journal.record(session, at, verb="pick-up as agreed", subject=agreement.number, now=now, **said)
    return _day(session, place, day, at.business_date(now))


@dataclass(frozen=True, slots=True)
class Place:
    """An establishment where goods can be fetched."""

    code: str
    name: str


def places(session: Session, number: str) -> tuple[Place, ...]:
    """List the establishments that an agreement covers, the signer first."""
    agreement = agreement_documents.find(session, number)
    known = session.scalars(
        select(Supplier).where(Supplier.archived_at.is_(None)).order_by(Supplier.name, Supplier.code)
    ).all()
    covered = [one for one in known if agreement.id in {here.id for here in covering(session, one.id)}]
    signer_first = sorted(covered, key=lambda one: one.id != agreement.supplier_id)
    return tuple(Place(one.code, one.name) for one in signer_first)


def _open(session: Session, number: str, at: Counter) -> Agreement:
    require(at, Permission.AGREEMENTS)
    agreement = agreement_documents.find(session, number, locked=True)
    if agreement.state not in ("draft", "in_force"):
        raise AgreementOver(number=agreement.number)
    return agreement


def _place(session: Session, agreement: Agreement, code: str | None) -> Supplier:
    """Find an establishment that the agreement covers: the only one with pick-ups, or the signer, if none is named."""
    if code is None:
        fetched = _fetched_at(session, agreement) or {agreement.supplier_id}
        return session.get_one(Supplier, fetched.pop() if len(fetched) == 1 else agreement.supplier_id)
    place = require_supplier(session, code)
    if agreement.id not in {one.id for one in covering(session, place.id)}:
        raise NotOfThisAgreement(number=agreement.number, supplier=place.name)
    return place


def _fetched_at(session: Session, agreement: Agreement) -> set[str]:
    """Tell the establishments with pick-ups, as they are called now."""
    roots = merged(session)
    rows = session.scalars(select(PickUp.supplier_id).where(PickUp.agreement_id == agreement.id))
    return {roots.get(key, key) for key in rows}


def _day(session: Session, place: Supplier, day: dt.date, today: dt.date) -> PickUpDay | None:
    found = pick_ups(session, place.id, first=day, last=day, on=today)
    return found[0] if found else None


def _noted(session: Session, agreement: Agreement, place: Supplier, day: dt.date) -> PickUpNote | None:
    return session.scalar(
        select(PickUpNote).where(
            PickUpNote.agreement_id == agreement.id, PickUpNote.supplier_id == place.id, PickUpNote.day == day
        )
    )


def _require_extra(
    session: Session, agreement: Agreement, place: Supplier, day: dt.date, known: PickUpDay | None
) -> None:
    """Refuse an extra pick-up where none can be, or where one is due anyway."""
    if place.id not in _fetched_at(session, agreement) or not agreement.holds_on(day):
        raise NothingDue(supplier=place.name, day=day)
    if known is not None and known.state != "cancelled":
        raise DueAnyway(supplier=place.name, day=day)
