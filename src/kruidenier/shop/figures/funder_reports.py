"""Papers to funders: a draft while the year runs, then issued once for each day of ages, with figures that stay."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from kruidenier.shop.figures.funder_figures import funder_figures
from kruidenier.shop.figures.funder_values import Box, FunderFigures
from kruidenier.shop.figures.supplier_reports import PeriodNotOver
from kruidenier.shop.office import journal, papers
from kruidenier.shop.office.papers import IssuedPaper
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.till import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

KIND = "funder_report"
SCHEMA = 1


@dataclass(frozen=True, slots=True)
class FunderReport:
    """A funder's paper as people see it: a draft, or issued under its number."""

    figures: FunderFigures
    """What may leave the house."""
    counted: FunderFigures | None = None
    """Of a draft, all that was counted, to be seen in the office only."""
    number: str | None = None
    issued_at: dt.datetime | None = None
    issued_by: str | None = None

    @property
    def is_draft(self) -> bool:
        """Whether its figures may still change."""
        return self.number is None


def report(session: Session, year: int, *, reference: dt.date | None = None) -> FunderReport:
    """Show the paper of a year, with ages at a day (its last): as it was issued, else a draft of what the books say."""
    day = reference or dt.date(year, 12, 31)
    out = list(_issued(session, year))
    for issued in out:
        if issued.figures.reference == day:
            return issued
    counted, told = funder_figures(session, year, reference=day, earlier=[issued.figures for issued in out])
    return FunderReport(told, counted)


def issue(
    session: Session, year: int, *, reference: dt.date | None = None, at: Counter, now: dt.datetime
) -> FunderReport:
    """Issue the paper of a year that is over; the second time it is the first one.

    The first one closes the counts of the year, so that none with ages at another day can be set against it.
    """
    require(at, Permission.REPORTS)
    last = dt.date(year, 12, 31)
    if last >= at.business_date(now):
        raise PeriodNotOver(last=last)
    served.close(session, year, now=now)
    draft = report(session, year, reference=reference)
    if not draft.is_draft:
        return draft
    page = journal.turn_page(session, at, documents=1)
    number = page.document_number
    papers.issue(session, KIND, number=number, schema=SCHEMA, figures=frozen(draft.figures), by=at.by, now=now)
    told = {"year": year, "reference": draft.figures.reference}
    journal.write(session, page, verb=KIND, subject=number, now=now, **told)
    session.flush()
    return FunderReport(draft.figures, None, number, now, at.by)


def frozen(figures: FunderFigures) -> dict[str, Any]:
    """Write figures as an issued paper keeps them."""
    plain: dict[str, Any] = json.loads(json.dumps(asdict(figures), default=str))
    return plain


def thawed(figures: Mapping[str, Any]) -> FunderFigures:
    """Read figures that an issued paper kept."""
    return FunderFigures(
        year=figures["year"],
        reference=dt.date.fromisoformat(figures["reference"]),
        bands=tuple((low, high) for low, high in figures["bands"]),
        boxes=tuple(Box(**box) for box in figures["boxes"]),
        grams=(figures["grams"][0], figures["grams"][1], figures["grams"][2]),
    )


def document(report: FunderReport) -> dict[str, Any]:
    """Write a paper with the fixed names by which programs know its figures."""
    figures = report.figures
    all_goods, food, goods = figures.grams
    return {
        "year": figures.year,
        "reference": figures.reference,
        "number": report.number,
        "issued_at": report.issued_at,
        "bands": [{"from": low, "until": high} for low, high in figures.bands],
        "boxes": [asdict(box) for box in figures.boxes],
        "handed_out_kg": {"came": all_goods / 1000, "esf_food": food / 1000, "esf_goods": goods / 1000},
    }


def _issued(session: Session, year: int) -> Iterator[FunderReport]:
    asked = select(IssuedPaper).where(IssuedPaper.kind == KIND).order_by(IssuedPaper.id)
    for paper in session.scalars(asked):
        if paper.figures["year"] == year:
            yield FunderReport(thawed(paper.figures), None, paper.number, paper.issued_at, paper.by)
