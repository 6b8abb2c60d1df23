"""A basket becomes a sale: the rows of its stock, lines, payments and budget, and the seal on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kruidenier.errors import ShopError
from kruidenier.shop.goods import stock
from kruidenier.shop.office import journal, once
from kruidenier.shop.people import arrivals
from kruidenier.shop.people.budgets import BudgetEntry
from kruidenier.shop.people.quotas import QuotaEntry
from kruidenier.shop.till import basket_rows, purses
from kruidenier.shop.till.payments import Settled
from kruidenier.shop.till.sales import Sale, SaleLine, SalePayment, SaleTake
from kruidenier.shop.till.shoppers import Visit
from kruidenier.shop.till.taking import Take
from kruidenier.shop.till.values import Kept, SaleDocument, SoldLine, Taken
from kruidenier.store.base import wire
from kruidenier.store.rows import together, write_rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter


@dataclass(frozen=True, slots=True)
class Sent:
    """The sender's id of a deed, and the sum of what was asked."""

    id: str
    asked: str


@dataclass(frozen=True, slots=True)
class Closing:
    """A basket that is being closed, judged on its day."""

    sent: Sent
    held: basket_rows.Held
    drawer_id: str | None
    judged: Visit
    lines: list[dict[str, Any]]
    free_cents: int
    """What its free goods are worth, where the shop keeps a purse for them."""
    moment: dt.datetime
    on: dt.date
    broken: list[ShopError]
    override: str | None
    paper: Kept | None

    @property
    def total_cents(self) -> int:
        """The goods, unrounded."""
        return sum(line["total_cents"] for line in self.lines)

    @property
    def charged_cents(self) -> int:
        """What the budget is charged with."""
        return purses.charged_cents(self.lines)

    @property
    def budget_left_cents(self) -> int:
        """What is left of the budget afterwards."""
        return self.judged.left_cents - self.charged_cents


def write(
    session: Session, closing: Closing, takes: Sequence[Take], settled: Settled, *, at: Counter, now: dt.datetime
) -> SaleDocument:
    """Write the sale's rows: stock first, the till's head last, and the sale itself as the seal on its lines."""
    connection = wire(session)
    positions = {line.pop("basket_line"): line["position"] for line in closing.lines}
    taken_of = list(_taken_of_quotas(closing, now=now))
    with together(connection):
        changes = [take.change for take in takes]
        happened_on, sale_id = closing.on, closing.held.id
        stock.book(session, changes, reason="sold", document_id=sale_id, at=at, now=now, happened_on=happened_on)
        write_rows(connection, SaleLine, [{"sale_id": sale_id, "of_position": None, **line} for line in closing.lines])
        write_rows(connection, SaleTake, [_take(sale_id, positions[take.position], take) for take in takes])
        write_rows(connection, SalePayment, _payments(sale_id, settled))
        write_rows(connection, BudgetEntry, list(_charges(closing, now=now)))
        if taken_of:
            write_rows(connection, QuotaEntry, taken_of)
        basket_rows.finish(session, sale_id, state="paid", now=now)
        if closing.judged.arrival is not None:
            arrivals.end(session, closing.on, closing.judged.arrival, now=now)
    page = journal.turn_page(session, at, documents=1)
    number = page.document_number
    override = {"override": closing.override} if closing.override else {}
    told = {"total_cents": closing.total_cents, "lines": len(closing.lines), **override}
    with together(connection):
        write_rows(connection, Sale, [_seal(closing, settled, number=number, at=at, now=now)])
        journal.write(session, page, verb="sale", subject=number, now=now, **told)
        once.remember(session, closing.sent.id, closing.sent.asked, result=number, now=now)
    return _issued(closing, takes, settled, positions, number=number, at=at)


def _take(sale_id: str, position: int, take: Take) -> dict[str, Any]:
    return {
        "sale_id": sale_id,
        "position": position,
        "lot_id": take.lot_id,
        "count": take.count,
        "grams": take.grams,
        "origin": take.origin,
        "fund": take.fund,
        "date_mark": take.date_mark,
        "date": take.date,
        "known_by": take.known_by,
    }


def _payments(sale_id: str, settled: Settled) -> list[dict[str, Any]]:
    return [
        {
            "sale_id": sale_id,
            "method": paid.method,
            "amount_cents": paid.amount_cents,
            "tendered_cents": paid.tendered_cents,
        }
        for paid in settled.paid
    ]


def _charges(closing: Closing, *, now: dt.datetime) -> Iterator[dict[str, Any]]:
    for purse, cents in ((purses.PAID, closing.charged_cents), (purses.FREE, closing.free_cents)):
        if cents or purse == purses.PAID:
            yield {
                "pseudonym": closing.held.pseudonym,
                "purse": purse,
                "happened_on": closing.on,
                "recorded_at": now,
                "cents": cents,
                "document_id": closing.held.id,
            }


def _taken_of_quotas(closing: Closing, *, now: dt.datetime) -> Iterator[dict[str, Any]]:
    """Charge each line to the quota of its goods, where one is set; the lines keep no word of it."""
    in_force = {use.quota for use in closing.judged.quotas}
    for line in closing.lines:
        quota = line.pop("quota")
        if quota in in_force:
            yield {
                "pseudonym": closing.held.pseudonym,
                "quota": quota,
                "happened_on": closing.on,
                "recorded_at": now,
                "amount": line["count"] if line["grams"] is None else line["grams"],
                "document_id": closing.held.id,
                "position": line["position"],
            }


def _seal(closing: Closing, settled: Settled, *, number: str, at: Counter, now: dt.datetime) -> dict[str, Any]:
    return {
        "id": closing.held.id,
        "kind": "sale",
        "of_sale_id": None,
        "number": number,
        "till_id": at.till_id,
        "drawer_id": closing.drawer_id,
        "pseudonym": closing.held.pseudonym,
        "adults": closing.judged.size.adults,
        "children": closing.judged.size.children,
        "lang": closing.held.lang,
        "happened_at": closing.moment,
        "happened_on": closing.on,
        "recorded_at": now,
        "total_cents": closing.total_cents,
        "rounding_cents": settled.rounding_cents,
        "change_cents": settled.change_cents,
        "budget_left_cents": closing.budget_left_cents,
        "paper_number": closing.paper.number if closing.paper else None,
        "broken_rules": [refusal.code for refusal in closing.broken] or None,
        "reason": closing.override,
        "by": at.by,
    }


def _issued(
    closing: Closing,
    takes: Sequence[Take],
    settled: Settled,
    positions: dict[int, int],
    *,
    number: str,
    at: Counter,
) -> SaleDocument:
    taken: dict[int, list[Taken]] = {}
    for take in takes:
        taken.setdefault(positions[take.position], []).append(
            Taken(take.lot, take.count, take.grams, take.origin, take.date, take.known_by)
        )
    return SaleDocument(
        id=closing.held.id,
        kind="sale",
        number=number,
        of=None,
        till=at.till,
        at=closing.moment.astimezone(at.zone),
        date=closing.on,
        card=closing.held.card,
        lang=closing.held.lang,
        lines=tuple(
            SoldLine(
                code=line["code"],
                names=line["names"],
                count=line["count"],
                grams=line["grams"],
                unit_price_cents=line["unit_price_cents"],
                total_cents=line["total_cents"],
                vat_rate=line["vat_rate"],
                taken=tuple(taken.get(line["position"], [])),
                notices=("best_before_passed",) if line["past_best_before"] else (),
            )
            for line in closing.lines
        ),
        total_cents=closing.total_cents,
        rounding_cents=settled.rounding_cents,
        payments=settled.paid,
        change_cents=settled.change_cents,
        budget_left_cents=closing.budget_left_cents,
    )
