"""Payment: rights, dates, budget and quotas are judged again, then the basket becomes a sale in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods.dates import too_late
from kruidenier.shop.goods.judging import OnlyEsfGoods, OnlyForEsf
from kruidenier.shop.goods.names import best_name
from kruidenier.shop.goods.prices import line_total
from kruidenier.shop.office import once
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.people import facts, households, rights
from kruidenier.shop.people.budgets import BudgetSpent, FreeBudgetSpent
from kruidenier.shop.people.quotas import QuotaUsed
from kruidenier.shop.till import basket_rows, baskets, cash, closing, purses, sales, scanning, taking
from kruidenier.shop.till.basket_rows import Held, NoSuchBasket
from kruidenier.shop.till.corrections import NeedsReason
from kruidenier.shop.till.payments import Payment, settle
from kruidenier.shop.till.sales import Sale
from kruidenier.shop.till.shoppers import Visit, judge
from kruidenier.shop.till.values import Kept, SaleDocument, Wanted
from kruidenier.store.asking import ask_all

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter


MAY_BE_WAIVED = (BudgetSpent, FreeBudgetSpent, QuotaUsed, rights.MayNotShop, OnlyEsfGoods)
"""What a manager may set aside, with a reason. Nobody sets a date, a recall or the right to ESF+ goods aside."""


class NothingToPay(ShopError):
    """An empty basket cannot be paid."""

    message = N_("The basket is empty: scan goods first.")


class PaperUsed(ShopError):
    """A sheet of paper that was entered before."""

    message = N_("Paper {paper} was entered before, as sale {number}. Each paper is entered once.")


class NotYet(ShopError):
    """A sale on paper from the future."""

    message = N_("The time of the sale on paper lies in the future. Mend the date or the clock.")


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
    """Close a basket: the sale, its stock, budget, quotas and journal line, or nothing at all.

    `override` is a manager's reason to go over budget, quota or right. A sale kept on `paper` is judged on its own day
    and booked even where a rule is broken, for the goods are gone: what was broken is listed for staff.
    """
    asked = once.digest("pay", basket_id, payments, paper)
    held = basket_rows.held_if_open(session, basket_id)  # from here on the same payment sent again waits
    if held is None:
        if (number := once.earlier(session, id, asked, in_line=True)) is not None:
            return sales.look_up(session, number)
        raise NoSuchBasket
    sent = closing.Sent(id, asked)
    return _close(session, held, sent=sent, payments=payments, at=at, now=now, override=override, paper=paper)


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

    def asked_for(pseudonym: str) -> str:  # never the card: after the year's term nothing here may lead to it
        return once.digest("sell", pseudonym, items, payments, paper)

    once.stand_in_line(session, id)  # the first sale of a year gives the household its pseudonym
    asked = map(asked_for, households.pseudonyms_behind(session, card))
    if (number := once.earlier(session, id, *asked, in_line=True)) is not None:
        return sales.look_up(session, number)
    household = households.find(session, card)
    on = at.business_date(paper.at if paper else now)
    basket_id = baskets.begin(session, household, at=at, now=now, on=on, lenient=paper is not None or bool(override))
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
    held = basket_rows.hold(session, basket_id)
    sent = closing.Sent(id, asked_for(held.pseudonym))
    return _close(session, held, sent=sent, payments=payments, at=at, now=now, override=override, paper=paper)


def _close(
    session: Session,
    held: Held,
    *,
    sent: closing.Sent,
    payments: Sequence[Payment],
    at: Counter,
    now: dt.datetime,
    override: str | None,
    paper: Kept | None,
) -> SaleDocument:
    moment = paper.at if paper else now
    on = at.business_date(moment)
    _none, items, settings, known, drawer_id, shelves, called = ask_all(
        session,
        once.result_of(sent.id, sent.asked),
        basket_rows.contents_of(held.id),
        rules.in_force(on),
        facts.of(held.household_id, on),
        cash.open_drawer_id(at),
        taking.lock_shelves(held.id),
        taking.called_back(held.id),
    )
    if not items:
        raise NothingToPay
    if paper is not None:
        _require_new(session, paper, now)
    judged = judge(households.Held(held.household_id, held.card, held.lang), known, on=on, settings=settings)
    lines = _lines(items)
    free = purses.free_cents(items, settings)
    told = held.shopper["quotas"]
    broken = _broken(judged, items, charged=purses.charged_cents(lines), free=free, told=told, on=on)
    forgive = paper is not None
    _refuse(broken, override=override, forgive=forgive, at=at)
    basket = closing.Closing(sent, held, drawer_id, judged, lines, free, moment, on, broken, override, paper)
    settled = settle(basket.total_cents, payments, rounding=settings["cash.rounding"])
    takes = taking.settle_on_lots(
        session, held.id, items, shelves, called, forgive=forgive, on=on, settings=settings, now=now
    )
    return closing.write(session, basket, takes, settled, at=at, now=now)


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
                "purse": purses.purse_of(first),
                "quota": first.quota,
                "total_cents": line_total(unit_price_cents=first.unit_price_cents, count=count, grams=grams),
                "past_best_before": any(item.past_best_before for item in line),
            }
        )
    return lines


def _broken(
    judged: Visit, items: Sequence[Any], *, charged: int, free: int, told: Mapping[str, int], on: dt.date
) -> list[ShopError]:
    """List the rules that this basket breaks today: right, ESF+, dates, budget, quotas."""
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
            treated = item.date_mark == "use_by" and item.last_day != item.date
            passed = too_late(item.date_mark, treated=treated)
            date = item.last_day if treated else item.date
            broken.append(passed(name=best_name(item.names, item.code), date=date))
    if charged > 0 and charged > judged.left_cents:
        broken.append(BudgetSpent(total_cents=charged, left_cents=judged.left_cents))
    if free and free > (left := (judged.free_limit_cents or 0) - judged.free_spent_cents):
        broken.append(FreeBudgetSpent(total_cents=free, left_cents=left))
    broken += _over_quota(judged, items, told)
    return broken


def _over_quota(judged: Visit, items: Sequence[Any], told: Mapping[str, int]) -> Iterator[ShopError]:
    """Find the quotas of which the basket holds more than is left; of a limit of the day as much as it was told."""
    for use in judged.quotas:
        some = [item for item in items if item.quota == use.quota]
        wanted = sum(basket_rows.amount_of(item) for item in some)
        left = max(use.left, told.get(use.quota, wanted) if use.of_the_day else 0, 0)
        if wanted > left:
            name = best_name(some[0].names, some[0].code)
            yield QuotaUsed(name=name, left=left, wanted=wanted, over=wanted - left, until=use.period.until)


def _refuse(broken: Sequence[ShopError], *, override: str | None, forgive: bool, at: Counter) -> None:
    """Refuse for the first broken rule that nobody may and did waive."""
    if override is not None:
        require(at, Permission.OVERRIDE)
        if not override.strip():
            raise NeedsReason
    for refusal in broken:
        waived = override is not None and isinstance(refusal, MAY_BE_WAIVED)
        if not (forgive or waived):
            raise refusal


def _require_new(session: Session, paper: Kept, now: dt.datetime) -> None:
    """Refuse a paper that was entered before, or from the future."""
    if paper.at > now:
        raise NotYet
    number = session.scalar(select(Sale.number).where(Sale.paper_number == paper.number))
    if number is not None:
        raise PaperUsed(paper=paper.number, number=number)
