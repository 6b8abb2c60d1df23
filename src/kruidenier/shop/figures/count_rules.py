"""What must agree in the books of counts: what was found, what was booked for it, and the paper that says so."""

from __future__ import annotations

from collections import Counter as Tally
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, cast, func, select

from kruidenier.i18n import N_
from kruidenier.shop.goods.count_result import PAPER
from kruidenier.shop.goods.counts import CountEntry, StockCount
from kruidenier.shop.goods.stock import Lot, Movement
from kruidenier.shop.office.papers import IssuedPaper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

RULES = (
    (
        "count_moves",
        (
            "SELECT DISTINCT c.number FROM movement m JOIN stock_count c ON CAST(c.id AS VARCHAR(36)) = m.document_id"
            " WHERE c.state <> 'accepted'"
        ),
        N_("Count {where} moved goods though nobody accepted it."),
    ),
    (
        "count_closed",
        (
            "SELECT DISTINCT c.number FROM stock_count c JOIN count_entry e ON e.count_id = c.id"
            " JOIN lot l ON l.id = e.lot_id WHERE c.state = 'accepted' AND e.replaced_by IS NULL"
            " AND l.kind <> 'shortfall' AND l.counted_on IS NULL"
        ),
        N_("Count {where} was accepted, and a lot of it is not closed."),
    ),
    (
        "count_journal",
        (
            "SELECT c.number FROM stock_count c LEFT JOIN journal j ON j.subject = c.number AND j.verb = 'count accept'"
            " WHERE (c.state = 'accepted') <> (j.id IS NOT NULL)"
        ),
        N_("The journal and count {where} do not agree on whether it was accepted."),
    ),
)
"""What is proved, the query that finds where it fails, and how that is said."""

PAPER_SAYS = N_("The paper of count {where} is not what was found or booked.")


def wrong_counts(session: Session) -> Iterator[str]:
    """Find accepted counts whose paper is missing, or tells other findings or bookings than the books."""
    booked: dict[str, Tally[tuple[Any, ...]]] = {}
    sums = (
        select(StockCount.number, Lot.number, func.sum(Movement.count), func.sum(Movement.grams))
        .join(Movement, Movement.document_id == cast(StockCount.id, String(36)))
        .join(Lot, Lot.id == Movement.lot_id)
        .group_by(StockCount.number, Lot.number)
    )
    for number, lot, pieces, grams in session.execute(sums):
        if pieces or grams:
            booked.setdefault(number, Tally())[lot, int(pieces), int(grams)] += 1
    found: defaultdict[str, Tally[tuple[Any, ...]]] = defaultdict(Tally)
    entries = (
        select(StockCount.number, CountEntry)
        .join(CountEntry, CountEntry.count_id == StockCount.id)
        .where(StockCount.state == "accepted", CountEntry.replaced_by.is_(None))
    )
    for number, entry in session.execute(entries):
        found[number][entry.count, entry.grams, entry.book_count, entry.book_grams] += 1
    papers = select(IssuedPaper.number, IssuedPaper.figures).where(IssuedPaper.kind == PAPER)
    figures = dict(session.execute(papers).all())
    accepted = select(StockCount.number).where(StockCount.state == "accepted").order_by(StockCount.number)
    for number in session.scalars(accepted):
        paper = figures.pop(number, None)
        if paper is None or _booked(paper) != booked.get(number, Tally()) or not _found(paper) <= found[number]:
            yield number
    yield from sorted(figures)


def _booked(paper: dict[str, Any]) -> Tally[tuple[Any, ...]]:
    lines = [(line["lot"], line["booked_count"], line["booked_grams"]) for line in paper["lines"]]
    beyond = [(line["lot"], line["count"], line["grams"]) for line in paper["beyond"]]
    return Tally(line for line in (*lines, *beyond) if line[1] or line[2])


def _found(paper: dict[str, Any]) -> Tally[tuple[Any, ...]]:
    return Tally(
        (line["found_count"], line["found_grams"], line["book_count"], line["book_grams"]) for line in paper["lines"]
    )
