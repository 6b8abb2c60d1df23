"""The figures of a funder's paper, counted and guarded."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, func, select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.figures.funder_guard import Cell, hidden
from kruidenier.shop.figures.funder_scales import Measure, Span, spans_of
from kruidenier.shop.figures.funder_values import Box, FunderFigures
from kruidenier.shop.goods.groups import NOT_FOOD
from kruidenier.shop.till import served
from kruidenier.shop.till.sales import Sale, SaleLine, SaleTake
from kruidenier.shop.till.served import CAME, FOOD, GOODS, WHO
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy.orm import Session


class ReferenceOutsideYear(ShopError):
    """Ages at a day of another year."""

    message = N_("Ages of {year} are told at a day of that year, and {reference} is not one.")


def funder_figures(
    session: Session, year: int, *, reference: dt.date, earlier: Iterable[FunderFigures] = ()
) -> tuple[FunderFigures, FunderFigures]:
    """Tell the figures of a year as they are, and as they may be told beside the papers that are out already."""
    if reference.year != year:
        raise ReferenceOutsideYear(year=year, reference=reference)
    bands = served.ages_of(session, year)
    sums = served.counted(session, year)
    measures = {who: Measure.of(year, who, sums) for who in WHO}
    boxes = spans_of(bands, reference)
    grams = _handed_out(session, year)

    def figures(left_out: Collection[Cell]) -> FunderFigures:
        rows = []
        for name, spans in boxes.items():
            numbers = {
                who: measures[who].span(spans[0]).told
                for who in WHO
                if (who, name) not in left_out and measures[who].knows(spans[0])
            }
            rows.append(Box(name, *(numbers.get(who) for who in WHO)))
        return FunderFigures(year, reference, bands, tuple(rows), grams)

    return figures(()), figures(hidden(boxes, measures, _told(earlier)))


def _told(papers: Iterable[FunderFigures]) -> Iterable[tuple[str, Span]]:
    for paper in papers:
        spans = spans_of(paper.bands, paper.reference)
        yield from ((who, span) for who, box in paper.cells for span in spans[box])


def _handed_out(session: Session, year: int) -> tuple[int, int, int]:
    esf = case((SaleLine.group_code.in_(NOT_FOOD), GOODS), else_=FOOD)
    asked = (
        select(case((SaleTake.origin == "esf", esf), else_=CAME).label("who"), func.sum(SaleTake.grams))
        .join(Sale, Sale.id == SaleTake.sale_id)
        .join(SaleLine, and_(SaleLine.sale_id == SaleTake.sale_id, SaleLine.position == SaleTake.position))
        .where(Sale.happened_on.between(dt.date(year, 1, 1), dt.date(year, 12, 31)))
        .group_by("who")
    )
    grams = {who: int(weight) for who, weight in wire(session).execute(asked)}
    return sum(grams.values()), grams.get(FOOD, 0), grams.get(GOODS, 0)
