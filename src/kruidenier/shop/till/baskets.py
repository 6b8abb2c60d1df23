"""Open baskets: saved at every scan, so that a power cut loses nothing and any till can go on."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.office import journal
from kruidenier.shop.office import settings as rules
from kruidenier.shop.people import arrivals, households, rights
from kruidenier.shop.till import shares
from kruidenier.shop.till.basket_rows import BasketItem, OpenBasket, amount_of, contents, finish, hold
from kruidenier.shop.till.basket_view import view
from kruidenier.shop.till.shoppers import Visit, visit
from kruidenier.shop.till.values import Basket, Shopper
from kruidenier.store.base import new_id

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter


class NoSuchLine(ShopError):
    """A line that the basket does not have."""

    message = N_("There is no line {line} in this basket.")


def welcome(session: Session, card: str, *, at: Counter, now: dt.datetime) -> Basket:
    """Greet a household by its card: its open basket comes back, on any till, or a new one begins."""
    held = households.find(session, card)
    households.lock(session, held.id)  # two tills that greet one household find one basket
    known = select(OpenBasket.id).where(
        OpenBasket.pseudonym.in_(households.pseudonyms(session, held.id)), OpenBasket.state.in_(("open", "aside"))
    )
    basket_id = session.scalars(known.order_by(OpenBasket.opened_at, OpenBasket.id).limit(1)).first()
    if basket_id is not None:
        return take_up(session, basket_id, at=at, now=now)
    return view(session, begin(session, held, at=at, now=now, on=at.business_date(now)))


def begin(
    session: Session, held: households.Held, *, at: Counter, now: dt.datetime, on: dt.date, lenient: bool = False
) -> str:
    """Open a new basket for a household and tell its key; refuses one that may not come in, unless lenient."""
    judged = visit(session, held, on=on, settings=rules.current(session, on))
    if not (lenient or judged.standing.may_come_in):
        raise rights.MayNotShop
    judged = shares.eased(session, judged, at=at, now=now)
    basket_id = new_id()
    session.execute(
        insert(OpenBasket).values(
            id=basket_id,
            till_id=at.till_id,
            number=_number(session, judged, at=at, now=now),
            pseudonym=households.pseudonym(session, held.id, on.year),
            shopper=_frozen(judged.shopper),
            grocery=judged.visitor.grocery or lenient,
            esf=judged.visitor.esf,
            state="open",
            opened_on=at.business_date(now),
            opened_at=now,
            changed_at=now,
            by=at.by,
        )
    )
    return basket_id


def _number(session: Session, judged: Visit, *, at: Counter, now: dt.datetime) -> int:
    """Tell the number by which people call a basket today: that of the slip; who came past the desk gets the next."""
    today = at.business_date(now)
    if judged.arrival is not None and judged.on == today:
        return judged.arrival
    if arrivals.last_number(session, today) is None:
        numbers = select(func.coalesce(func.max(OpenBasket.number), 0)).where(OpenBasket.opened_on == today)
        return session.scalars(numbers).one() + 1
    number = arrivals.next_number(session, today)
    if judged.on == today:
        arrivals.note(
            session,
            judged.held.id,
            on=today,
            state="shopping",
            number=number,
            slot=None,
            size=judged.size,
            by=at.by,
            now=now,
        )
    return number


def change(
    session: Session, basket_id: str, *, line: int, at: Counter, now: dt.datetime, count: int = 0, grams: int = 0
) -> Basket:
    """Leave fewer pieces (or grams) of a line in the basket; 0 takes the line out. More is a scan."""
    hold(session, basket_id)
    items = [item for item in contents(session, basket_id) if item.line == line]
    if not items:
        raise NoSuchLine(line=line)
    keep = max(grams if items[0].by_weight else count, 0)
    before = sum(amount_of(item) for item in items)
    for item in items:
        kept = min(amount_of(item), keep)
        keep -= kept
        _leave(session, item, kept)
    taken_out = before - sum(amount_of(i) for i in contents(session, basket_id) if i.line == line)
    journal.record(session, at, verb="basket less", subject=items[0].code, now=now, line=line, less=taken_out)
    return view(session, basket_id)


def put_aside(session: Session, basket_id: str, *, at: Counter, now: dt.datetime) -> Basket:
    """Set a basket aside until its household comes back, at any till."""
    hold(session, basket_id)
    session.execute(
        update(OpenBasket).where(OpenBasket.id == basket_id).values(state="aside", changed_at=now, till_id=at.till_id)
    )
    return view(session, basket_id)


def take_up(session: Session, basket_id: str, *, at: Counter, now: dt.datetime) -> Basket:
    """Go on with a basket here; what the household may is judged anew."""
    held = hold(session, basket_id)
    on = at.business_date(now)
    who = households.Held(held.household_id, held.card, held.lang)
    judged = visit(session, who, on=on, settings=rules.current(session, on))
    session.execute(
        update(OpenBasket)
        .where(OpenBasket.id == basket_id)
        .values(
            state="open",
            till_id=at.till_id,
            changed_at=now,
            shopper=_frozen(judged.shopper),
            grocery=judged.visitor.grocery,
            esf=judged.visitor.esf,
        )
    )
    return view(session, basket_id)


def cancel(session: Session, basket_id: str, *, at: Counter, now: dt.datetime) -> Basket:
    """Give a basket up: the goods go back to the shelf, and a row stays that says so."""
    basket = view(session, hold(session, basket_id).id)
    finish(session, basket_id, state="cancelled", now=now)
    journal.record(
        session,
        at,
        verb="basket cancelled",
        subject=basket_id,
        now=now,
        lines=len(basket.lines),
        cents=basket.total_cents,
    )
    return replace(basket, state="cancelled")


def waiting(session: Session) -> tuple[Basket, ...]:
    """List the baskets that are set aside or open, the oldest first."""
    found = session.scalars(
        select(OpenBasket.id)
        .where(OpenBasket.state.in_(("open", "aside")))
        .order_by(OpenBasket.opened_at, OpenBasket.id)
    )
    return tuple(view(session, basket_id) for basket_id in found)


def at_till(session: Session, *, at: Counter, now: dt.datetime) -> Basket | None:
    """Find the basket that was open here when the till stopped."""
    found = session.scalars(
        select(OpenBasket.id)
        .where(OpenBasket.state == "open", OpenBasket.till_id == at.till_id)
        .order_by(OpenBasket.changed_at.desc(), OpenBasket.id.desc())
        .limit(1)
    ).first()
    return None if found is None else take_up(session, found, at=at, now=now)


def _leave(session: Session, item: Any, kept: int) -> None:
    """Leave an amount of one item in the basket, or take it out."""
    if kept == 0:
        session.execute(delete(BasketItem).where(BasketItem.id == item.id))
    else:
        column = {"grams" if item.by_weight else "count": kept}
        session.execute(update(BasketItem).where(BasketItem.id == item.id).values(**column))


def _frozen(shopper: Shopper) -> dict[str, Any]:
    """Write a shopper as JSON, without the card, which has a table of its own."""
    words = asdict(shopper)
    del words["card"]
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in words.items()}
