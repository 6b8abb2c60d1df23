"""The yearly annex of an agreement: its pick-ups and kilograms by month. Once the year is over it is frozen."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import func, select

from kruidenier.errors import ShopError
from kruidenier.i18n import LANGUAGES, N_, speaking
from kruidenier.shop.office import journal, papers
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.supply import agreement_documents, agreement_paper, recurrence
from kruidenier.shop.supply.agreement_standing import Tallied
from kruidenier.shop.supply.agreements import merged, pick_ups
from kruidenier.shop.supply.deliveries import Delivery, DeliveryLine
from kruidenier.shop.supply.gift_notes import GIFTS
from kruidenier.shop.supply.suppliers import Supplier

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.supply.agreement_documents import AgreementDocument
    from kruidenier.shop.supply.agreements import PickUpDay

KIND = "agreement_annex"
SCHEMA = 1


class NotInThatYear(ShopError):
    """A year in which the agreement did not hold."""

    message = N_("Agreement {number} did not hold in {year}.")


@dataclass(frozen=True, slots=True)
class _Given:
    """What came in one month, or from one establishment."""

    deliveries: int = 0
    grams: int = 0
    refused_grams: int = 0


def issue(session: Session, number: str, *, year: int, at: Counter, now: dt.datetime) -> dict[str, Any]:
    """Make the annex of a year: frozen the first time that it is made after its last day, else as it is until now."""
    require(at, Permission.AGREEMENTS)
    document = agreement_documents.look_up(session, number)
    frozen = _frozen(session, document, year)
    if frozen is not None:
        return frozen
    figures = _figures(session, document, year, on=at.business_date(now))
    if figures["final"]:
        paper = f"{document.number}/{year}"
        papers.issue(session, KIND, number=paper, schema=SCHEMA, figures=figures, by=at.by, now=now)
        journal.record(session, at, verb="agreement annex", subject=document.number, now=now, year=year)
    return figures


def _frozen(session: Session, document: AgreementDocument, year: int) -> dict[str, Any] | None:
    try:
        return papers.figures_of(session, KIND, f"{document.number}/{year}")
    except papers.NoSuchPaper:
        return None


def _figures(session: Session, document: AgreementDocument, year: int, *, on: dt.date) -> dict[str, Any]:
    first = max(dt.date(year, 1, 1), document.holds_from)
    end = min(dt.date(year, 12, 31), document.last_day or dt.date.max)
    if document.signed_on is None or first > end or first > on:
        raise NotInThatYear(number=document.number, year=year)
    last = min(end, on)
    days = [day for day in pick_ups(session, first=first, last=last, on=on) if day.agreement == document.number]
    by_month, by_place = _given(session, document, first, last)
    paper = agreement_paper.contents(session, document.number, on=on)
    return {
        "number": document.number,
        "year": year,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "final": end < on,
        "giver": {name: word for name, word in paper["giver"].items() if name != "contact"},
        "receiver": paper["receiver"],
        "months": [
            {"month": f"{month:%Y-%m}", **_line([d for d in days if _month(d.day) == month], by_month[month])}
            for month in _months(first, last)
        ],
        "places": [
            {"supplier": code, "name": name, **_line([d for d in days if d.supplier == code], by_place[code])}
            for code, name in _places(document).items()
        ],
        "total": _line(days, _sum(by_month)),
        "not_kept": [_failed(day) for day in days if day.state in ("missed", "refused", "cancelled")],
    }


def _line(days: list[PickUpDay], given: _Given) -> dict[str, int]:
    tallied = Tallied.of(days)
    return {
        "expected": tallied.expected,
        "kept": tallied.kept,
        "missed": tallied.missed,
        "refused": tallied.refused,
        "cancelled": tallied.cancelled,
        "deliveries": given.deliveries,
        "grams": given.grams,
        "refused_grams": given.refused_grams,
    }


def _failed(day: PickUpDay) -> dict[str, Any]:
    """Write down a pick-up that did not take place; a holiday in every language of the shop."""
    why: dict[str, str] = {}
    for lang in LANGUAGES:
        with speaking(lang):
            free = recurrence.holiday(day.day) if day.on_holiday else None
        why[lang] = free or day.why or ""
    return {
        "day": day.day.isoformat(),
        "supplier": day.supplier,
        "name": day.supplier_name,
        "state": day.state,
        "holiday": day.on_holiday,
        "why": why,
    }


def _places(document: AgreementDocument) -> dict[str, str]:
    """Name the establishments where goods are fetched."""
    return {pick_up.supplier: pick_up.supplier_name for pick_up in document.pick_ups}


def _given(
    session: Session, document: AgreementDocument, first: dt.date, last: dt.date
) -> tuple[defaultdict[dt.date, _Given], defaultdict[str, _Given]]:
    """Add up what the establishments gave, by month and by establishment: what was weighed, and what was sent back."""
    roots = merged(session)
    codes = dict(session.execute(select(Supplier.id, Supplier.code)).all())
    wanted = set(_places(document))
    refused = DeliveryLine.refused_reason.is_not(None)
    asked = (
        select(
            Delivery.supplier_id,
            Delivery.happened_on,
            func.coalesce(func.sum(DeliveryLine.grams).filter(~refused), 0).label("taken"),
            func.coalesce(func.sum(DeliveryLine.grams).filter(refused), 0).label("sent_back"),
            func.count().filter(~refused).label("lines"),
        )
        .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
        .where(
            Delivery.kind == "intake",
            Delivery.state == "signed",
            Delivery.happened_on >= first,
            Delivery.happened_on <= last,
            DeliveryLine.struck_at.is_(None),
            DeliveryLine.origin.in_(GIFTS),
        )
        .group_by(Delivery.id, Delivery.supplier_id, Delivery.happened_on)
    )
    by_month: defaultdict[dt.date, _Given] = defaultdict(_Given)
    by_place: defaultdict[str, _Given] = defaultdict(_Given)
    for row in session.execute(asked):
        code = codes[roots.get(row.supplier_id, row.supplier_id)]
        if code in wanted:
            came = _Given(int(row.lines > 0), int(row.taken), int(row.sent_back))
            month = _month(row.happened_on)
            by_month[month] = _add(by_month[month], came)
            by_place[code] = _add(by_place[code], came)
    return by_month, by_place


def _add(one: _Given, other: _Given) -> _Given:
    return _Given(one.deliveries + other.deliveries, one.grams + other.grams, one.refused_grams + other.refused_grams)


def _sum(by_month: defaultdict[dt.date, _Given]) -> _Given:
    total = _Given()
    for given in by_month.values():
        total = _add(total, given)
    return total


def _month(day: dt.date) -> dt.date:
    return day.replace(day=1)


def _months(first: dt.date, last: dt.date) -> list[dt.date]:
    month, found = _month(first), []
    while month <= last:
        found.append(month)
        month += relativedelta(months=1)
    return found
