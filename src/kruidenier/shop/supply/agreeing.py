"""Making, signing, ending and renewing agreements. What was signed never changes: what is agreed anew is renewed."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, replace
from typing import TYPE_CHECKING
from unicodedata import category

from dateutil.relativedelta import relativedelta
from sqlalchemy import select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_, _
from kruidenier.shop.office import journal
from kruidenier.shop.office.staff import Permission, require, require_name
from kruidenier.shop.supply import agreed_days, agreement_documents, agreement_paper
from kruidenier.shop.supply.agreement_documents import COLUMNS, TERMS, AgreementDocument, Promise
from kruidenier.shop.supply.agreements import A_DAY, REACH, Agreement, PickUp
from kruidenier.shop.supply.suppliers import Supplier, require_supplier
from kruidenier.store.base import new_id

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

LONGEST_NOTICE, LONGEST_LIFE = 366, 366
LONGEST_TEXT = 1000


class NotADraft(ShopError):
    """An agreement that was signed or dropped."""

    message = N_("Agreement {number} is not a draft any more: what was signed never changes. Renew it instead.")


class NotInForce(ShopError):
    """An agreement that nobody signed, or that has ended."""

    message = N_("Agreement {number} is not in force: there is nothing to end or to renew.")


class UnknownReach(ShopError):
    """Something that no agreement covers."""

    message = N_("An agreement covers one of: {known}.")


class NothingInCommon(ShopError):
    """An agreement for an enterprise or banner that the supplier does not have."""

    message = N_(
        "{supplier} has no {what} in the list of suppliers. Fill that in first, or let it cover this shop only."
    )


class DaysOutOfOrder(ShopError):
    """A last day before the first."""

    message = N_("{last} lies before {first}.")


class BadTerm(ShopError):
    """A term that cannot be so."""

    message = N_("{term} cannot be so: at most {most}.")


class NoPickUps(ShopError):
    """An agreement without a single pick-up."""

    message = N_("Agreement {number} says nowhere when goods are fetched. Add the days first, then sign.")


class NotYetSigned(ShopError):
    """A signature of a day that has not come."""

    message = N_("{day} has not come yet: say on which day both sides signed.")


class NeedsEndReason(ShopError):
    """An agreement that is ended without saying why."""

    message = N_("Say in a few words why this agreement ends.")


class EndsAnyway(ShopError):
    """An end that lies outside the agreement."""

    message = N_("Agreement {number} holds from {first}, until {last}. Choose a day within, and not before today.")


class RenewedAlready(ShopError):
    """An agreement that another follows."""

    message = N_("Agreement {number} is followed by {by} already.")


def draft(
    session: Session, supplier: str, *, promise: Promise, at: Counter, now: dt.datetime, renews: str | None = None
) -> AgreementDocument:
    """Write an agreement down as a draft; pick-ups come next, then the signatures."""
    require(at, Permission.AGREEMENTS)
    signer = require_supplier(session, supplier)
    _require_possible(signer, promise)
    before = None if renews is None else agreement_documents.find(session, renews)
    page = journal.turn_page(session, at, documents=1)
    agreement = Agreement(
        id=new_id(),
        number=page.document_number,
        supplier_id=signer.id,
        renews_id=before.id if before else None,
        state="draft",
        recorded_at=now,
        by=at.by,
        **_columns(promise),
    )
    session.add(agreement)
    session.flush()
    said = {"supplier": supplier, "renews": renews, **asdict(promise)}
    journal.write(session, page, verb="agreement draft", subject=agreement.number, now=now, **said)
    return agreement_documents.shown(session, [agreement])[0]


def change(session: Session, number: str, *, promise: Promise, at: Counter, now: dt.datetime) -> AgreementDocument:
    """Change the terms of a draft; its pick-ups begin and end with it."""
    agreement = _draft(session, number, at)
    _require_possible(session.get_one(Supplier, agreement.supplier_id), promise)
    before = agreement_documents.promise_of(agreement)
    for name, value in _columns(promise).items():
        setattr(agreement, name, value)
    for pick_up in _pick_ups(session, agreement):
        _keep_within(pick_up, before, promise)
    session.flush()
    old, new = asdict(before), asdict(promise)
    changed = {name: [old[name], new[name]] for name in new if old[name] != new[name]}
    journal.record(session, at, verb="agreement change", subject=agreement.number, now=now, changed=changed)
    return agreement_documents.shown(session, [agreement])[0]


def drop(session: Session, number: str, *, at: Counter, now: dt.datetime) -> AgreementDocument:
    """Give a draft up; it stays in the list."""
    agreement = _draft(session, number, at)
    agreement.state = "dropped"
    session.flush()
    journal.record(session, at, verb="agreement drop", subject=agreement.number, now=now)
    return agreement_documents.shown(session, [agreement])[0]


def sign(
    session: Session,
    number: str,
    *,
    signed_by: str,
    shop_signed_by: str,
    at: Counter,
    now: dt.datetime,
    signed_on: dt.date | None = None,
) -> AgreementDocument:
    """Write down that both sides signed: it is in force from its first day, at the earliest from this one.

    The paper is frozen with it: printed again, it is what was signed.
    """
    agreement = _draft(session, number, at)
    today = at.business_date(now)
    day = signed_on or today
    if day > today:
        raise NotYetSigned(day=day)
    if agreement.ends_on is not None and day > agreement.ends_on:
        raise DaysOutOfOrder(first=day, last=agreement.ends_on)
    signed_by, shop_signed_by = signed_by.strip(), shop_signed_by.strip()
    require_name(signed_by)
    require_name(shop_signed_by)
    pick_ups = _pick_ups(session, agreement)
    if not pick_ups:
        raise NoPickUps(number=agreement.number)
    _require_not_renewed(session, agreement.renews_id)
    agreement.state = "in_force"
    agreement.signed_on, agreement.signed_by, agreement.shop_signed_by = day, signed_by, shop_signed_by
    agreed_days.require_free(session, agreement, pick_ups)
    session.flush()
    agreement_paper.issue(session, agreement, by=at.by, now=now)
    journal.record(session, at, verb="agreement sign", subject=agreement.number, now=now, signed_on=day)
    return agreement_documents.shown(session, [agreement])[0]


def end(
    session: Session, number: str, *, reason: str, at: Counter, now: dt.datetime, on: dt.date | None = None
) -> AgreementDocument:
    """End an agreement: `on` is the first day on which it no longer holds, by default when the notice has run out."""
    require(at, Permission.AGREEMENTS)
    agreement = agreement_documents.find(session, number, locked=True)
    today = at.business_date(now)
    last_day = agreement.last_day
    if agreement.state != "in_force" or (last_day is not None and last_day < today):
        raise NotInForce(number=agreement.number)
    if not reason.strip():
        raise NeedsEndReason
    _require_text(_("The reason"), reason)
    day = on or max(today, agreement.holds_from) + dt.timedelta(days=agreement.notice_days)
    if on is None and last_day is not None:
        day = min(day, last_day)
    if day < today or day < agreement.holds_from or (last_day is not None and day > last_day):
        raise EndsAnyway(number=agreement.number, first=agreement.holds_from, last=last_day or "…")
    agreement.ended_on, agreement.end_reason, agreement.state = day, reason.strip(), "ended"
    session.flush()
    said = {"ended_on": day, "reason": reason.strip()}
    journal.record(session, at, verb="agreement end", subject=agreement.number, now=now, **said)
    return agreement_documents.shown(session, [agreement])[0]


def renew(session: Session, number: str, *, at: Counter, now: dt.datetime) -> AgreementDocument:
    """Draft the agreement that follows: the same terms and pick-ups, as long again, from the day after the last."""
    require(at, Permission.AGREEMENTS)
    old = agreement_documents.find(session, number)
    if old.signed_on is None:
        raise NotInForce(number=old.number)
    _require_not_renewed(session, old.id)
    today = at.business_date(now)
    starts_on = max(old.last_day + A_DAY, today) if old.last_day else today
    promise = replace(agreement_documents.promise_of(old), starts_on=starts_on, ends_on=_as_long_again(old, starts_on))
    code = session.get_one(Supplier, old.supplier_id).code
    new = draft(session, code, promise=promise, renews=old.number, at=at, now=now)
    key = agreement_documents.find(session, new.number).id
    running = [row for row in _pick_ups(session, old) if row.until in (None, old.ends_on)]
    session.add_all(
        PickUp(
            agreement_id=key,
            supplier_id=row.supplier_id,
            rule=row.rule,
            at_time=row.at_time,
            carrier=row.carrier,
            crates=row.crates,
            since=starts_on,
            until=promise.ends_on,
        )
        for row in running
    )
    session.flush()
    return agreement_documents.look_up(session, new.number)


def _as_long_again(old: Agreement, starts_on: dt.date) -> dt.date | None:
    """Tell the last day of an agreement as long as another: in whole months where that one was, else in days."""
    if old.ends_on is None:
        return None
    span = relativedelta(old.ends_on + A_DAY, old.starts_on)
    if not span.days:
        return starts_on + span - A_DAY
    return starts_on + (old.ends_on - old.starts_on)


def _keep_within(pick_up: PickUp, before: Promise, promise: Promise) -> None:
    """Let a pick-up of a draft begin and end with it, or within it."""
    begins, ends = pick_up.since == before.starts_on, pick_up.until in (None, before.ends_on)
    pick_up.since = promise.starts_on if begins else max(pick_up.since, promise.starts_on)
    if ends or (promise.ends_on is not None and pick_up.until is not None and pick_up.until > promise.ends_on):
        pick_up.until = promise.ends_on
    if pick_up.until is not None and pick_up.until < pick_up.since:
        pick_up.since, pick_up.until = promise.starts_on, promise.ends_on


def _pick_ups(session: Session, agreement: Agreement) -> list[PickUp]:
    return list(session.scalars(select(PickUp).where(PickUp.agreement_id == agreement.id).order_by(PickUp.id)))


def _draft(session: Session, number: str, at: Counter) -> Agreement:
    require(at, Permission.AGREEMENTS)
    agreement = agreement_documents.find(session, number, locked=True)
    if agreement.state != "draft":
        raise NotADraft(number=agreement.number)
    return agreement


def _columns(promise: Promise) -> dict[str, object]:
    words = asdict(promise)
    terms = {name: words[name] for name in TERMS}
    return {name: words[name] for name in COLUMNS} | {"terms": terms}


def _require_possible(signer: Supplier, promise: Promise) -> None:
    """Refuse terms that cannot be."""
    if promise.covers not in REACH:
        raise UnknownReach(known=", ".join(REACH))
    if promise.covers == "enterprise" and not signer.kbo:
        raise NothingInCommon(supplier=signer.name, what=_("enterprise number"))
    if promise.covers == "banner" and not signer.banner:
        raise NothingInCommon(supplier=signer.name, what=_("banner"))
    if promise.ends_on is not None and promise.ends_on < promise.starts_on:
        raise DaysOutOfOrder(first=promise.starts_on, last=promise.ends_on)
    for term, days, most in (
        (_("Notice"), promise.notice_days, LONGEST_NOTICE),
        (_("Remaining life"), promise.min_days or 0, LONGEST_LIFE),
    ):
        if not 0 <= days <= most:
            raise BadTerm(term=term, most=most)
    _require_text(_("The list of goods"), promise.goods)
    _require_text(_("Other terms"), promise.other)


def _require_text(term: str, text: str) -> None:
    if len(text) > LONGEST_TEXT or any(category(sign) in ("Cc", "Cs") for sign in text):
        raise BadTerm(term=term, most=LONGEST_TEXT)


def _require_not_renewed(session: Session, key: str | None) -> None:
    follow_up = select(Agreement.number).where(
        Agreement.renews_id == key, Agreement.renews_id.is_not(None), Agreement.state.in_(("in_force", "ended"))
    )
    if (by := session.scalar(follow_up.limit(1))) is not None:
        before = session.get_one(Agreement, key)
        raise RenewedAlready(number=before.number, by=by)
