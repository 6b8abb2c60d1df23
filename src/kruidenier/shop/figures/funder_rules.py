"""Papers to funders proved: none tells of few, and the counts of its year are closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.i18n import N_
from kruidenier.shop.figures import funder_reports
from kruidenier.shop.figures.funder_values import FEWEST
from kruidenier.shop.office.papers import IssuedPaper
from kruidenier.shop.till import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

SAYS = N_("Paper {where} to a funder tells of fewer than five, or the counts of its year are not closed.")


def wrong_papers(session: Session) -> Iterator[str]:
    """Find issued papers to funders that tell of few, or whose year may still change."""
    issued = select(IssuedPaper.number, IssuedPaper.figures).where(IssuedPaper.kind == funder_reports.KIND)
    for number, figures in session.execute(issued.order_by(IssuedPaper.number)):
        told = funder_reports.thawed(figures)
        if min(told.cells.values(), default=FEWEST) < FEWEST or not served.is_closed(session, told.year):
            yield number
