"""Reports to suppliers: a draft while the period runs, then issued once, with figures that never change."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.figures import supplier_json
from kruidenier.shop.figures.supplier_figures import FEWEST_HOUSEHOLDS, figures_of
from kruidenier.shop.figures.supplier_scope import Scope, scope_of
from kruidenier.shop.office import journal, papers
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.supply.deliveries import Delivery, DeliveryLine
from kruidenier.shop.supply.gift_notes import GIFTS
from kruidenier.shop.supply.issued_reports import KIND, IssuedReport
from kruidenier.shop.supply.suppliers import Supplier
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.figures.supplier_values import SupplierFigures
    from kruidenier.shop.office.place import Counter


class PeriodNotOver(ShopError):
    """A report of days that are still to come."""

    message = N_("The period runs until {last}. Until it is over its report is a draft, and is printed as one.")


@dataclass(frozen=True, slots=True)
class Report:
    """A report as people see it: a draft, or issued under its number."""

    figures: SupplierFigures
    number: str | None = None
    """None: a draft, which changes with the books."""
    issued_at: dt.datetime | None = None
    issued_by: str | None = None

    @property
    def is_draft(self) -> bool:
        """Whether its figures may still change."""
        return self.number is None


def report(
    session: Session,
    code: str,
    *,
    first: dt.date,
    last: dt.date,
    by: str = "establishment",
    today: dt.date | None = None,
) -> Report:
    """Show the report of a period: as it was issued, else a draft of what the books say now."""
    scope = scope_of(session, code, by=by)
    issued = _issued(session, scope, first, last)
    return issued or Report(_guarded(session, scope, figures_of(session, scope, first=first, last=last, today=today)))


def issue(
    session: Session,
    code: str,
    *,
    first: dt.date,
    last: dt.date,
    at: Counter,
    now: dt.datetime,
    by: str = "establishment",
    counted: SupplierFigures | None = None,
) -> Report:
    """Freeze the report of a period that is over under a number of its own; the second time it is the first one.

    Figures that were `counted` a moment before, while only reading, keep no till waiting for the counting.
    """
    require(at, Permission.REPORTS)
    if last >= at.business_date(now):
        raise PeriodNotOver(last=last)
    scope = scope_of(session, code, by=by)
    if (earlier := _issued(session, scope, first, last)) is not None:
        return earlier
    figures = _guarded(session, scope, counted or figures_of(session, scope, first=first, last=last, today=None))
    page = journal.turn_page(session, at, documents=1)
    issued = IssuedReport(
        number=page.document_number,
        supplier_id=scope.supplier.id,
        per=by,
        first=first,
        last=last,
        establishments=list(scope.keys),
        households=figures.households,
        issued_at=now,
        by=at.by,
    )
    session.add(issued)
    kept = supplier_json.frozen(figures)
    papers.issue(session, KIND, number=issued.number, schema=supplier_json.SCHEMA, figures=kept, by=at.by, now=now)
    told = {"supplier": scope.supplier.code, "per": by, "first": first, "last": last}
    journal.write(session, page, verb=KIND, subject=issued.number, now=now, **told)
    session.flush()
    return Report(figures, issued.number, issued.issued_at, issued.by)


def grams_a_year_before(session: Session, code: str, *, last: dt.date, by: str = "establishment") -> int:
    """Tell what was given in the year before a day's, up to the same day of it; 0 if the giver began later that year.

    A few weeks of giving are no year to compare with: whoever began did so by the end of its first month.
    """
    leap_day = (last.month, last.day) == (2, 29)
    same_day = last.replace(year=last.year - 1, day=28 if leap_day else last.day)
    new_year = same_day.replace(month=1, day=1)
    given = (Delivery.supplier_id.in_(scope_of(session, code, by=by).keys), Delivery.gift_note.is_not(None))
    began = session.scalar(select(func.min(Delivery.happened_on)).where(*given))
    if began is None or began > new_year.replace(day=31):
        return 0
    asked = (
        select(func.coalesce(func.sum(DeliveryLine.grams), 0))
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(
            *given,
            Delivery.happened_on.between(new_year, same_day),
            DeliveryLine.struck_at.is_(None),
            DeliveryLine.refused_reason.is_(None),
            DeliveryLine.origin.in_(GIFTS),
        )
    )
    return int(session.scalars(asked).one())


@dataclass(frozen=True, slots=True)
class YearLine:
    """A supplier in the list of a year."""

    code: str
    name: str
    deliveries: int
    grams: int
    number: str | None
    """Of the report, if it was issued."""


def year_list(session: Session, *, first: dt.date, last: dt.date) -> tuple[YearLine, ...]:
    """List the suppliers who gave something in a period, the largest gift first."""
    asked = (
        select(Delivery.supplier_id, func.count(Delivery.id.distinct()), func.sum(DeliveryLine.grams))
        .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
        .where(
            Delivery.gift_note.is_not(None),
            Delivery.happened_on.between(first, last),
            DeliveryLine.struck_at.is_(None),
            DeliveryLine.refused_reason.is_(None),
            DeliveryLine.origin.in_(GIFTS),
        )
        .group_by(Delivery.supplier_id)
    )
    suppliers = {supplier.id: supplier for supplier in session.scalars(select(Supplier))}
    numbers = {
        report.supplier_id: report.number
        for report in session.scalars(
            select(IssuedReport).where(
                IssuedReport.first == first, IssuedReport.last == last, IssuedReport.per == "establishment"
            )
        )
    }
    gave: dict[str, list[int]] = {}
    for supplier_id, deliveries, grams in session.execute(asked):
        heir = suppliers[supplier_id]
        while heir.merged_into is not None:
            heir = suppliers[heir.merged_into]
        sums = gave.setdefault(heir.id, [0, 0])
        sums[0] += deliveries
        sums[1] += int(grams)
    lines = (
        YearLine(suppliers[key].code, suppliers[key].name, deliveries, grams, numbers.get(key))
        for key, (deliveries, grams) in gave.items()
    )
    return tuple(sorted(lines, key=lambda line: (-line.grams, line.code)))


def suppliers_of(session: Session, *, first: dt.date, last: dt.date) -> tuple[str, ...]:
    """List the suppliers who gave something in a period, by code."""
    return tuple(sorted(line.code for line in year_list(session, first=first, last=last)))


_OF_PERIOD = select(IssuedReport).where(
    IssuedReport.supplier_id == bindparam("supplier"),
    IssuedReport.per == bindparam("by"),
    IssuedReport.first == bindparam("first"),
    IssuedReport.last == bindparam("last"),
)


def _issued(session: Session, scope: Scope, first: dt.date, last: dt.date) -> Report | None:
    of_period = {"supplier": scope.supplier.id, "by": scope.by, "first": first, "last": last}
    issued = session.scalar(_OF_PERIOD, of_period)
    if issued is None:
        return None
    figures = papers.figures_of(session, KIND, issued.number)
    return Report(supplier_json.thawed(figures), issued.number, issued.issued_at, issued.by)


def _guarded(session: Session, scope: Scope, figures: SupplierFigures) -> SupplierFigures:
    """Leave the households out if they would tell of a few beside a report that somebody has on paper.

    Two reports of which one holds all goods of the other (a longer period, or the shop beside its enterprise) must
    differ by nobody or by as many as may be told.
    """
    told = figures.households
    if told is None:
        return figures
    mine = set(scope.keys)
    asked = select(IssuedReport.establishments, IssuedReport.first, IssuedReport.last).where(
        IssuedReport.households.between(told - FEWEST_HOUSEHOLDS + 1, told + FEWEST_HOUSEHOLDS - 1),
        IssuedReport.households != told,
    )
    for other in wire(session).execute(asked):
        theirs = set(other.establishments)
        within = mine <= theirs and other.first <= figures.first and figures.last <= other.last
        around = theirs <= mine and figures.first <= other.first and other.last <= figures.last
        if within or around:
            return replace(figures, households=None)
    return figures
