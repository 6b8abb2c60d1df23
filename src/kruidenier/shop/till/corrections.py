"""Voids and refunds: new documents that point at the sale, whose own row is never touched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods import stock
from kruidenier.shop.goods.stock import Change, Lot
from kruidenier.shop.office import journal, once
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.people.budgets import BudgetEntry
from kruidenier.shop.people.quotas import QuotaEntry
from kruidenier.shop.till import cash, purses, sales
from kruidenier.shop.till.kept import Back, lines_giving_back, still_kept, take_back
from kruidenier.shop.till.payments import METHODS, UnknownMethod, rounded_cash
from kruidenier.shop.till.sales import NoSuchSale, Sale, SaleLine, SalePayment, SaleTake
from kruidenier.store.asking import ask
from kruidenier.store.base import new_id

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.till.values import SaleDocument


class NotASale(ShopError):
    """A void or refund of something that is itself a correction."""

    message = N_("{number} is itself a correction. Only a sale can be cancelled or refunded.")


class AlreadyVoid(ShopError):
    """The sale was cancelled before."""

    message = N_("{number} was cancelled before, by {void}.")


class AlreadyRefunded(ShopError):
    """A void after a refund."""

    message = N_("Part of {number} was refunded before, by {refund}. Refund the rest instead.")


class NeedsReason(ShopError):
    """A correction without a reason."""

    message = N_("Say why, in a few words.")


class NothingToRefund(ShopError):
    """A refund of nothing."""

    message = N_("Say which goods come back.")


def void(
    session: Session,
    number: str,
    *,
    reason: str,
    id: str,  # noqa: A002 the sender's id, as the console calls it
    at: Counter,
    now: dt.datetime,
) -> SaleDocument:
    """Cancel a whole sale: each payment is reversed exactly, rounding included; once, and not after a refund."""
    require(at, Permission.VOID)
    asked = once.digest("void", number, reason)
    if (done := once.earlier(session, id, asked)) is not None:
        return sales.look_up(session, done)
    sale, _later = _correctable(session, number, reason, whole=True)
    lines = session.scalars(select(SaleLine).where(SaleLine.sale_id == sale.id).order_by(SaleLine.position)).all()
    takes = session.scalars(select(SaleTake).where(SaleTake.sale_id == sale.id).order_by(SaleTake.id)).all()
    payments = session.scalars(select(SalePayment).where(SalePayment.sale_id == sale.id).order_by(SalePayment.id)).all()
    document = Correction(
        kind="void",
        sale=sale,
        reason=reason.strip(),
        lines=[_line_back(line, line.count, line.grams, line.total_cents) for line in lines],
        takes=[take_back(take, take.count, take.grams) for take in takes],
        payments=[(p.method, -p.amount_cents, None) for p in payments],
        rounding_cents=-sale.rounding_cents,
        free_cents=-purses.charged_to_free(session, sale.id),
    )
    return _write(session, document, sent_id=id, asked=asked, at=at, now=now)


def refund(
    session: Session,
    number: str,
    *,
    items: Sequence[Back],
    reason: str,
    method: str,
    id: str,  # noqa: A002 the sender's id, as the console calls it
    at: Counter,
    now: dt.datetime,
) -> SaleDocument:
    """Take goods back and give money back.

    A line's refund is its total less the total of what is kept. Cash rounds its absolute value, but all refunds
    together never give back more cash than was paid. Goods go back to the same lots, budget to the sale's period.
    """
    require(at, Permission.REFUND)
    if method not in METHODS:
        raise UnknownMethod(method=method)
    asked = once.digest("refund", number, items, reason, method)
    if (done := once.earlier(session, id, asked)) is not None:
        return sales.look_up(session, done)
    sale, later = _correctable(session, number, reason)
    if not items:
        raise NothingToRefund
    kept = still_kept(session, sale, later)
    free_before = purses.kept_worth(kept) if purses.charged_to_free(session, sale.id) else None
    lines: list[dict[str, Any]] = []
    takes: list[dict[str, Any]] = []
    for item in items:
        for line, amount in lines_giving_back(kept, item, number):
            by_weight = line.row.grams is not None
            before = line.total_cents
            takes += line.give_back(amount)
            given = before - line.total_cents
            lines.append(_line_back(line.row, None if by_weight else amount, amount if by_weight else None, given))
    total = sum(line["total_cents"] for line in lines)
    paid_back, rounding = _money_back(session, sale, later, total=total, method=method, on=at.business_date(now))
    document = Correction(
        kind="refund",
        sale=sale,
        reason=reason.strip(),
        lines=_merged(lines),
        takes=takes,
        payments=[(method, paid_back, None)],
        rounding_cents=rounding,
        free_cents=0 if free_before is None else purses.kept_worth(kept) - free_before,
    )
    return _write(session, document, sent_id=id, asked=asked, at=at, now=now)


def correctable(session: Session, number: str, *, whole: bool) -> SaleDocument:
    """Show a sale that can still be cancelled whole, or else refunded in part."""
    sale = sales.look_up(session, number)
    _refuse_corrected(number, sale.kind, [sales.look_up(session, later) for later in sale.later], whole=whole)
    return sale


@dataclass(frozen=True, slots=True)
class Correction:
    """A void or refund about to be written; its amounts are negative."""

    kind: str
    sale: Sale
    reason: str
    lines: list[dict[str, Any]]
    takes: list[dict[str, Any]]
    payments: list[tuple[str, int, int | None]]
    rounding_cents: int
    free_cents: int
    """What goes back to the purse of free goods."""


def _correctable(session: Session, number: str, reason: str, *, whole: bool = False) -> tuple[Sale, Sequence[Sale]]:
    """Find a sale that can be corrected, locked, with the refunds made of it."""
    if not reason.strip():
        raise NeedsReason
    found = select(Sale).where(Sale.number == number.strip()).with_for_update(key_share=True)
    sale = session.scalar(found) if number.isprintable() else None
    if sale is None:
        raise NoSuchSale(number=number[:40])
    later = session.scalars(select(Sale).where(Sale.of_sale_id == sale.id).order_by(Sale.number)).all()
    _refuse_corrected(number, sale.kind, later, whole=whole)
    return sale, later


def _refuse_corrected(number: str, kind: str, later: Sequence[Sale | SaleDocument], *, whole: bool) -> None:
    if kind != "sale":
        raise NotASale(number=number)
    for correction in later:
        if correction.kind == "void":
            raise AlreadyVoid(number=number, void=correction.number)
        if whole:
            raise AlreadyRefunded(number=number, refund=correction.number)


def _money_back(
    session: Session, sale: Sale, later: Sequence[Sale], *, total: int, method: str, on: dt.date
) -> tuple[int, int]:
    """Tell what is given back (negative) and its rounding."""
    if method != "cash" or not rules.current(session, on)["cash.rounding"]:
        return total, 0
    paid = sale.total_cents + sale.rounding_cents
    back_so_far = sum(refund.total_cents + refund.rounding_cents for refund in later)
    back = -cash_back(-total, most=paid + back_so_far)
    return back, back - total


def cash_back(cents: int, *, most: int) -> int:
    """Round what is given back in cash, never to more than is left of what was paid, nor to what no coins can make."""
    back = min(rounded_cash(cents), max(most, 0))
    return back if back <= 5 else back - back % 5


def _line_back(line: SaleLine, count: int | None, grams: int | None, cents: int) -> dict[str, Any]:
    copied = {name: getattr(line, name) for name in _COPIED}
    return copied | {
        "of_position": line.position,
        "count": None if count is None else -count,
        "grams": None if grams is None else -grams,
        "total_cents": -cents,
    }


_COPIED = (
    "product_id",
    "code",
    "names",
    "group_code",
    "unit_price_cents",
    "list_price_cents",
    "rule_version",
    "vat_rate",
    "purse",
    "past_best_before",
)


def _merged(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Make one line of what came back in two parts from one line of the sale."""
    merged: dict[int, dict[str, Any]] = {}
    for line in lines:
        same = merged.setdefault(line["of_position"], line)
        if same is not line:
            for field in ("count", "grams"):
                same[field] = None if same[field] is None else same[field] + line[field]
            same["total_cents"] += line["total_cents"]
    return list(merged.values())


def _write(
    session: Session, document: Correction, *, sent_id: str, asked: str, at: Counter, now: dt.datetime
) -> SaleDocument:
    """Write the correction's rows, the document itself last as the seal on its lines."""
    sale = document.sale
    correction_id = new_id()
    drawer_id = ask(session, cash.open_drawer_id(at))  # before the lots, as whoever pays
    positions = {line["of_position"]: position for position, line in enumerate(document.lines, start=1)}
    kinds = {
        row.id: row.kind
        for row in session.execute(
            select(Lot.id, Lot.kind)
            .where(Lot.id.in_({take["lot_id"] for take in document.takes}))
            .order_by(*stock.LOCK_ORDER)
            .with_for_update(key_share=True)
        )
    }
    stock.book(
        session,
        [
            Change(t["lot_id"], 0 if kinds[t["lot_id"]] == "bulk" else -t["count"], -t["grams"], t["known_by"])
            for t in document.takes
        ],
        reason=document.kind,
        document_id=correction_id,
        at=at,
        now=now,
    )
    total = sum(line["total_cents"] for line in document.lines)
    session.execute(
        insert(SaleLine),
        [{"sale_id": correction_id, "position": n, **line} for n, line in enumerate(document.lines, start=1)],
    )
    session.execute(
        insert(SaleTake),
        [
            {"sale_id": correction_id, "position": positions[t["of_position"]], **_without(t, "of_position")}
            for t in document.takes
        ],
    )
    if document.payments:
        session.execute(
            insert(SalePayment),
            [
                {"sale_id": correction_id, "method": method, "amount_cents": cents, "tendered_cents": tendered}
                for method, cents, tendered in document.payments
            ],
        )
    given_back = {purses.PAID: purses.charged_cents(document.lines), purses.FREE: document.free_cents}
    session.execute(
        insert(BudgetEntry),
        [
            {
                "pseudonym": sale.pseudonym,
                "purse": purse,
                "happened_on": sale.happened_on,
                "recorded_at": now,
                "cents": cents,
                "document_id": correction_id,
            }
            for purse, cents in given_back.items()
            if cents or purse == purses.PAID
        ],
    )
    _give_quotas_back(session, document, correction_id, positions, now=now)
    page = journal.turn_page(session, at, documents=1)
    session.execute(
        insert(Sale).values(
            id=correction_id,
            kind=document.kind,
            of_sale_id=sale.id,
            number=page.document_number,
            till_id=at.till_id,
            drawer_id=drawer_id,
            pseudonym=sale.pseudonym,
            adults=sale.adults,
            children=sale.children,
            lang=sale.lang,
            happened_at=now,
            happened_on=at.business_date(now),
            recorded_at=now,
            total_cents=total,
            rounding_cents=document.rounding_cents,
            change_cents=0,
            budget_left_cents=None,
            reason=document.reason,
            by=at.by,
        )
    )
    journal.write(
        session,
        page,
        verb=document.kind,
        subject=page.document_number,
        now=now,
        of=sale.number,
        total_cents=total,
        reason=document.reason,
    )
    once.remember(session, sent_id, asked, result=page.document_number, now=now)
    return sales.look_up(session, page.document_number)


def _give_quotas_back(
    session: Session, document: Correction, correction_id: str, positions: dict[int, int], *, now: dt.datetime
) -> None:
    """Give what comes back to the quotas that the sale's lines were charged to, in the period of the sale."""
    charged = select(QuotaEntry.position, QuotaEntry.quota).where(QuotaEntry.document_id == document.sale.id)
    quotas = dict(session.execute(charged).all())
    entries = [
        {
            "pseudonym": document.sale.pseudonym,
            "quota": quotas[line["of_position"]],
            "happened_on": document.sale.happened_on,
            "recorded_at": now,
            "amount": line["count"] if line["grams"] is None else line["grams"],
            "document_id": correction_id,
            "position": positions[line["of_position"]],
        }
        for line in document.lines
        if line["of_position"] in quotas
    ]
    if entries:
        session.execute(insert(QuotaEntry), entries)


def _without(row: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != name}
