"""A basket as people see it: its lines with what must be told about them, and what they cost together."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from kruidenier.i18n import _, day
from kruidenier.shop.goods.names import best_name
from kruidenier.shop.goods.prices import line_total
from kruidenier.shop.office import settings as rules
from kruidenier.shop.till.basket_rows import amount_of, contents, hold
from kruidenier.shop.till.payments import rounded_cash
from kruidenier.shop.till.values import Basket, BasketLine, Shopper

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.till.basket_rows import Held


def view(session: Session, basket_id: str) -> Basket:
    """Show a basket as people see it."""
    held = hold(session, basket_id, locked=False)
    on = held.opened_on
    return shown(held, contents(session, basket_id), rounding=rules.current(session, on)["cash.rounding"])


def shown(held: Held, items: Sequence[Any], *, rounding: bool) -> Basket:
    """Show a basket from rows that were read already."""
    parts: dict[int, list[Any]] = {}
    for item in items:
        parts.setdefault(item.line, []).append(item)
    shopper = _thawed(held.shopper, held.card)
    lines = tuple(_line(number, parts[number], _quota_left(parts[number], items, shopper)) for number in sorted(parts))
    total = sum(line.total_cents for line in lines)
    return Basket(
        id=held.id,
        number=held.number,
        till=held.till,
        state=held.state,
        shopper=shopper,
        lines=lines,
        total_cents=total,
        cash_cents=rounded_cash(total) if rounding else total,
        pieces=sum(line.count or 1 for line in lines),
    )


def _quota_left(parts: Sequence[Any], items: Sequence[Any], shopper: Shopper) -> int | None:
    """Tell how much more of a line's goods may go along, where the shop sets a quota to them."""
    quota = parts[0].quota
    if quota not in shopper.quotas:
        return None
    return shopper.quotas[quota] - sum(amount_of(item) for item in items if item.quota == quota)


def _line(number: int, parts: Sequence[Any], quota_left: int | None) -> BasketLine:
    first = parts[0]
    count = None if first.by_weight else sum(part.count for part in parts)
    grams = sum(part.grams for part in parts) if first.by_weight else None
    passed = min((part.date for part in parts if part.past_best_before), default=None)
    return BasketLine(
        number=number,
        code=first.code,
        name=best_name(first.names, first.code),
        count=count,
        grams=grams,
        unit_price_cents=first.unit_price_cents,
        total_cents=line_total(unit_price_cents=first.unit_price_cents, count=count, grams=grams),
        free_eu=first.origin == "esf",
        notices=tuple(_notices(passed, quota_left)),
        past_date=passed is not None,
        quota_left=quota_left,
        short=any(part.lot_id is None for part in parts),
    )


def _notices(passed: dt.date | None, quota_left: int | None) -> Iterator[str]:
    if passed is not None:
        yield _("Best before {date} has passed: still good, say so.").format(date=day(passed))
    if quota_left is not None and quota_left < 0:
        yield _("That is {over} more than may go along for now: put some back.").format(over=-quota_left)
    elif quota_left == 0:
        yield _("That is all of this for now.")
    elif quota_left is not None:
        yield _("{left} more of this may go along for now.").format(left=quota_left)


def _thawed(words: dict[str, Any], card: str) -> Shopper:
    dates = {
        name: dt.date.fromisoformat(words[name]) if words[name] else None
        for name in ("grocery_until", "period_from", "period_until")
    }
    told = {name: tuple(words.get(name, ())) for name in ("says", "needs")}
    return Shopper(**{**words, **dates, **told, "card": card})
