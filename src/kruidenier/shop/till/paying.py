"""Payment: rights, dates and budget are judged again, then the basket becomes a sale in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods import stock
from kruidenier.shop.goods.dates import GracePassed, UseByPassed
from kruidenier.shop.goods.names import best_name
from kruidenier.shop.goods.picking import OnlyEsfGoods, OnlyForEsf
from kruidenier.shop.goods.prices import line_total
from kruidenier.shop.office import journal, once
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.people import households, rights
from kruidenier.shop.people.budgets import BudgetEntry, BudgetSpent
from kruidenier.shop.till import baskets, cash, sales, scanning
from kruidenier.shop.till.corrections import NeedsReason
from kruidenier.shop.till.payments import Payment, Settled, settle
from kruidenier.shop.till.sales import Sale, SaleLine, SalePayment, SaleTake
from kruidenier.shop.till.shoppers import Visit, visit
from kruidenier.shop.till.taking import Take, settle_on_lots
from kruidenier.shop.till.values import SaleDocument, SoldLine, Taken
from kruidenier.store.base import wire
from kruidenier.store.rows import write_rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter


class NothingToPay(ShopError):
    """An empty basket cannot be paid."""

    message = N_("The basket is empty: scan goods first.")


class PaperUsed(ShopError):
    """A sheet of paper that was entered before."""

    message = N_("Paper {paper} was entered before, as sale {number}. Each paper is entered once.")


class NotYet(ShopError):
    """A sale on paper from the future."""

    message = N_("The time of the sale on paper lies in the future. Mend the date or the clock.")


@dataclass(frozen=True, slots=True)
class Kept:
    """A sale that was kept on paper: its number there and when it was."""

    number: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """One item of a sale that is entered at once: a code, and how much of it."""

    code: str
    count: int = 1
    grams: int | None = None
    date: dt.date | None = None


def pay(
    session: Session,
    basket_id: str,
    *,
    payments: Sequence[Payment],
    id: str,  # noqa: A002 the sender's id, as the console calls it
    at: Counter,
    now: dt.datetime,
    override: str | None = None,
    paper: Kept | None = None,
) -> SaleDocument:
    """Close a basket: the sale, its stock, its budget and its journal line, or nothing at all.

    `override` is a manager's reason to go over budget or right. A sale kept on `paper` is judged on its own day and
    booked even where a rule is broken, for the goods are gone: what was broken is listed for staff.
    """
    asked = once.digest("pay", basket_id, payments, paper)
    if (number := once.earlier(session, id, asked)) is not None:
        return sales.look_up(session, number)
    sale = _close(session, basket_id, payments=payments, at=at, now=now, override=override, paper=paper)
    once.remember(session, id, asked, result=sale.number, now=now)
    return sale


def sell(
    session: Session,
    card: str,
    *,
    items: Sequence[Wanted],
    payments: Sequence[Payment],
    id: str,  # noqa: A002 the sender's id, as the console calls it
    at: Counter,
    now: dt.datetime,
    override: str | None = None,
    paper: Kept | None = None,
) -> SaleDocument:
    """Sell a whole basket at once; the same id with the same card, items and payments gives the first sale."""
    asked = once.digest("sell", card.strip().casefold(), items, payments, paper)
    if (number := once.earlier(session, id, asked)) is not None:
        return sales.look_up(session, number)
    held = households.find(session, card)
    on = at.business_date(paper.at if paper else now)
    basket_id = baskets.begin(session, held, at=at, now=now, on=on, lenient=paper is not None or bool(override))
    for item in items:
        scanning.scan(
            session,
            basket_id,
            code=item.code,
            count=item.count,
            grams=item.grams,
            date=item.date,
            at=at,
            now=paper.at if paper else now,
            ask=False,
            forgive=paper is not None,
        )
    sale = _close(session, basket_id, payments=payments, at=at, now=now, override=override, paper=paper)
    once.remember(session, id, asked, result=sale.number, now=now)
    return sale


def _close(
    session: Session,
    basket_id: str,
    *,
    payments: Sequence[Payment],
    at: Counter,
    now: dt.datetime,
    override: str | None,
    paper: Kept | None,
) -> SaleDocument:
    held = baskets.hold(session, basket_id)
    items = baskets.contents(session, basket_id)
    if not items:
        raise NothingToPay
    if paper is not None:
        _require_new(session, paper, now)
    moment = paper.at if paper else now
    on = at.business_date(moment)
    settings = rules.current(session, on)
    who = households.Held(held.household_id, held.card, held.lang)
    judged = visit(session, who, on=on, settings=settings)
    lines = _lines(items)
    broken = _broken(judged, items, total=sum(line["total_cents"] for line in lines), on=on)
    _refuse(broken, override=override, forgive=paper is not None, at=at)
    closing = Closing(held, judged, lines, moment, on, broken, override, paper)
    settled = settle(closing.total_cents, payments, rounding=settings["cash.rounding"])
    takes = settle_on_lots(session, basket_id, items, forgive=paper is not None, on=on, settings=settings, now=now)
    return _write(session, closing, takes, settled, at=at, now=now)


@dataclass(frozen=True, slots=True)
class Closing:
    """A basket that is being closed, judged on its day."""

    held: baskets.Held
    judged: Visit
    lines: list[dict[str, Any]]
    moment: dt.datetime
    on: dt.date
    broken: list[ShopError]
    override: str | None
    paper: Kept | None

    @property
    def total_cents(self) -> int:
        """The goods, unrounded: what the budget is charged with."""
        return sum(line["total_cents"] for line in self.lines)

    @property
    def budget_left_cents(self) -> int:
        """What is left of the budget afterwards."""
        return self.judged.left_cents - self.total_cents


def _lines(items: Sequence[Any]) -> list[dict[str, Any]]:
    """Make the sale's lines from the basket's items, each rounded once."""
    parts: dict[int, list[Any]] = {}
    for item in items:
        parts.setdefault(item.line, []).append(item)
    lines = []
    for position, (_number, line) in enumerate(sorted(parts.items()), start=1):
        first = line[0]
        count = None if first.by_weight else sum(item.count for item in line)
        grams = sum(item.grams for item in line) if first.by_weight else None
        lines.append(
            {
                "position": position,
                "basket_line": first.line,
                "product_id": first.product_id,
                "code": first.code,
                "names": first.names,
                "group_code": first.group_code,
                "count": count,
                "grams": grams,
                "unit_price_cents": first.unit_price_cents,
                "list_price_cents": first.list_price_cents,
                "rule_version": first.rule_version,
                "vat_rate": first.vat_rate,
                "purse": "free" if first.unit_price_cents == 0 else "paid",
                "total_cents": line_total(unit_price_cents=first.unit_price_cents, count=count, grams=grams),
                "past_best_before": any(item.past_best_before for item in line),
            }
        )
    return lines


def _broken(judged: Visit, items: Sequence[Any], *, total: int, on: dt.date) -> list[ShopError]:
    """List the rules that this basket breaks today: right, ESF+, dates, budget."""
    broken: list[ShopError] = []
    visitor = judged.visitor
    if not judged.standing.may_come_in:
        broken.append(rights.MayNotShop())
    for item in items:
        if item.origin == "esf" and not visitor.esf:
            broken.append(OnlyForEsf(name=best_name(item.names, item.code)))
        if item.origin != "esf" and not visitor.grocery and judged.standing.may_come_in:
            broken.append(OnlyEsfGoods(name=best_name(item.names, item.code)))
        if item.last_day is not None and on > item.last_day:
            passed = UseByPassed if item.date_mark == "use_by" else GracePassed
            broken.append(passed(name=best_name(item.names, item.code), date=item.date))
    if total > 0 and total > judged.left_cents:
        broken.append(BudgetSpent(total_cents=total, left_cents=judged.left_cents))
    return broken


def _refuse(broken: Sequence[ShopError], *, override: str | None, forgive: bool, at: Counter) -> None:
    """Refuse for the first broken rule that nobody may and did waive."""
    if override is not None:
        require(at, Permission.OVERRIDE)
        if not override.strip():
            raise NeedsReason
    for refusal in broken:
        waived = override is not None and isinstance(refusal, BudgetSpent | rights.MayNotShop | OnlyEsfGoods)
        if not (forgive or waived):
            raise refusal


def _write(
    session: Session, closing: Closing, takes: Sequence[Take], settled: Settled, *, at: Counter, now: dt.datetime
) -> SaleDocument:
    """Write the sale's rows: stock first, the till's head last, and the sale itself as the seal on its lines."""
    connection = wire(session)
    held, judged = closing.held, closing.judged
    sale_id = held.id
    positions = {line.pop("basket_line"): line["position"] for line in closing.lines}
    stock.book(
        session,
        [take.change for take in takes],
        reason="sold",
        document_id=sale_id,
        at=at,
        now=now,
        happened_on=closing.on,
    )
    write_rows(connection, SaleLine, [{"sale_id": sale_id, "of_position": None, **line} for line in closing.lines])
    write_rows(
        connection,
        SaleTake,
        [
            {
                "sale_id": sale_id,
                "position": positions[take.position],
                "lot_id": take.lot_id,
                "count": take.count,
                "grams": take.grams,
                "origin": take.origin,
                "fund": take.fund,
                "date_mark": take.date_mark,
                "date": take.date,
                "known_by": take.known_by,
            }
            for take in takes
        ],
    )
    write_rows(
        connection,
        SalePayment,
        [
            {
                "sale_id": sale_id,
                "method": paid.method,
                "amount_cents": paid.amount_cents,
                "tendered_cents": paid.tendered_cents,
            }
            for paid in settled.paid
        ],
    )
    charge = {
        "pseudonym": held.pseudonym,
        "purse": "paid",
        "happened_on": closing.on,
        "recorded_at": now,
        "cents": closing.total_cents,
        "document_id": sale_id,
    }
    write_rows(connection, BudgetEntry, [charge])
    baskets.finish(session, sale_id, state="paid", now=now)
    drawer_id = cash.open_drawer_id(session, at)
    page = journal.turn_page(session, at, documents=1)
    seal = {
        "id": sale_id,
        "kind": "sale",
        "of_sale_id": None,
        "number": page.document_number,
        "till_id": at.till_id,
        "drawer_id": drawer_id,
        "pseudonym": held.pseudonym,
        "adults": judged.size.adults,
        "children": judged.size.children,
        "lang": held.lang,
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
    write_rows(connection, Sale, [seal])
    journal.write(
        session,
        page,
        verb="sale",
        subject=page.document_number,
        now=now,
        total_cents=closing.total_cents,
        lines=len(closing.lines),
        **({"override": closing.override} if closing.override else {}),
    )
    return _issued(closing, takes, settled, positions, number=page.document_number, at=at)


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


def _require_new(session: Session, paper: Kept, now: dt.datetime) -> None:
    """Refuse a paper that was entered before, or from the future."""
    if paper.at > now:
        raise NotYet
    number = session.scalar(select(Sale.number).where(Sale.paper_number == paper.number))
    if number is not None:
        raise PaperUsed(paper=paper.number, number=number)
