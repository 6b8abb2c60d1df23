"""Open baskets: saved at every scan, so that a power cut loses nothing and any till can go on."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_, _, day
from kruidenier.shop.goods.names import best_name
from kruidenier.shop.goods.picking import Part
from kruidenier.shop.goods.prices import line_total
from kruidenier.shop.office import journal
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.place import Till
from kruidenier.shop.people import arrivals, households, rights
from kruidenier.shop.people.households import Household, HouseholdCard, Pseudonym
from kruidenier.shop.till.payments import rounded_cash
from kruidenier.shop.till.shoppers import Visit, visit
from kruidenier.shop.till.values import Basket, BasketLine, Shopper
from kruidenier.store.asking import Question, ask
from kruidenier.store.base import Base, Key, Moment, RowNumber, Whole, new_id, whole, wire
from kruidenier.store.rows import Rewrite, write_change

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.catalogue import Item
    from kruidenier.shop.office.place import Counter


class NoSuchBasket(ShopError):
    """A basket that is not open any more."""

    message = N_("This basket is closed. Scan the card again to start a new one.")


class NoSuchLine(ShopError):
    """A line that the basket does not have."""

    message = N_("There is no line {line} in this basket.")


class OpenBasket(Base):
    """A basket from its first scan on. Its key becomes the sale's; once paid or cancelled it says nothing of people."""

    __tablename__ = "basket"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'aside', 'paid', 'cancelled')", name="state_known"),
        Index("ix_basket_state", "state"),
        Index("ix_basket_opened_on", "opened_on"),
    )

    id: Mapped[Key]
    till_id: Mapped[int] = mapped_column(ForeignKey("till.id"))
    number: Mapped[int]
    pseudonym: Mapped[str | None]
    shopper: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """What the checkout shows of the household, as judged when the card was scanned."""
    grocery: Mapped[bool]
    esf: Mapped[bool]
    state: Mapped[str]
    opened_on: Mapped[dt.date]
    opened_at: Mapped[Moment]
    changed_at: Mapped[Moment]
    by: Mapped[str]


class BasketItem(Base):
    """A part of a basket line from one lot; the goods' name, group, price and rate are copied at the scan."""

    __tablename__ = "basket_item"
    __table_args__ = (
        *whole("count", "grams", "unit_price_cents", "list_price_cents"),
        Index("ix_basket_item_product", "product_id"),
    )

    id: Mapped[RowNumber]
    basket_id: Mapped[str] = mapped_column(ForeignKey("basket.id"), index=True)
    line: Mapped[int]
    product_id: Mapped[str] = mapped_column(ForeignKey("product.id"))
    code: Mapped[str]
    names: Mapped[dict[str, str]] = mapped_column(JSON)
    group_code: Mapped[str]
    by_weight: Mapped[bool]
    vat_rate: Mapped[int]
    lot_id: Mapped[str | None] = mapped_column(ForeignKey("lot.id"))
    origin: Mapped[str]
    fund: Mapped[str | None]
    date_mark: Mapped[str]
    date: Mapped[dt.date | None]
    last_day: Mapped[dt.date | None]
    known_by: Mapped[str]
    past_best_before: Mapped[bool]
    count: Mapped[Whole]
    grams: Mapped[Whole]
    grams_each: Mapped[Whole | None]
    unit_price_cents: Mapped[Whole]
    list_price_cents: Mapped[Whole]
    purse: Mapped[str | None]
    """`beyond` for goods at the higher price beyond the budget."""
    rule_version: Mapped[int]
    quota: Mapped[str | None]
    """The quota that the goods obey where the shop sets one."""
    named: Mapped[bool]
    """The pack told its lot, or somebody who read it."""


@dataclass(frozen=True, slots=True)
class Held:
    """An open basket's own row and the card behind it, read once in a deed."""

    id: str
    till: str
    number: int
    state: str
    opened_on: dt.date
    pseudonym: str
    household_id: str
    card: str
    lang: str
    grocery: bool
    esf: bool
    shopper: dict[str, Any]


_HELD = (
    select(
        OpenBasket.id,
        Till.code.label("till"),
        OpenBasket.number,
        OpenBasket.state,
        OpenBasket.opened_on,
        OpenBasket.pseudonym,
        Pseudonym.household_id,
        HouseholdCard.card,
        Household.lang,
        OpenBasket.grocery,
        OpenBasket.esf,
        OpenBasket.shopper,
    )
    .join(Till, Till.id == OpenBasket.till_id)
    .join(Pseudonym, Pseudonym.code == OpenBasket.pseudonym)
    .join(Household, Household.id == Pseudonym.household_id)
    .join(HouseholdCard, HouseholdCard.household_id == Pseudonym.household_id)
    .where(OpenBasket.id == bindparam("basket"), OpenBasket.state.in_(("open", "aside")))
    .order_by(HouseholdCard.blocked_at.is_not(None), HouseholdCard.issued_at.desc())
    .limit(1)
)
_HELD_LOCKED = _HELD.with_for_update(of=(OpenBasket, Household), key_share=True)
_ITEMS = select(BasketItem.__table__).where(BasketItem.basket_id == bindparam("basket")).order_by(BasketItem.id)
_PROMISED = (
    select(BasketItem.lot_id, func.sum(BasketItem.count), func.sum(BasketItem.grams))
    .where(BasketItem.product_id == bindparam("product"), BasketItem.lot_id.is_not(None))
    .group_by(BasketItem.lot_id)
)


def welcome(session: Session, card: str, *, at: Counter, now: dt.datetime) -> Basket:
    """Greet a household by its card: its open basket comes back, on any till, or a new one begins."""
    held = households.find(session, card)
    households.lock(session, held.id)  # two tills that greet one household find one basket
    known = select(OpenBasket.id).where(
        OpenBasket.pseudonym.in_(households.pseudonyms(session, held.id)), OpenBasket.state.in_(("open", "aside"))
    )
    basket_id = session.scalars(known.order_by(OpenBasket.opened_at).limit(1)).first()
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


def finish(session: Session, basket_id: str, *, state: str, now: dt.datetime) -> None:
    """Close a basket: only its number, its hour and how it ended stay."""
    connection = wire(session)
    ended = {"basket": basket_id, "state": state, "now": now.astimezone(dt.UTC).isoformat(timespec="microseconds")}
    write_change(connection, _EMPTY, [{"basket": basket_id}])
    write_change(connection, _FINISH, [ended])


_EMPTY = Rewrite(
    sqlite="DELETE FROM basket_item WHERE basket_id = :basket",
    postgres="DELETE FROM basket_item USING jsonb_to_recordset({rows}) AS ended (basket uuid)"
    " WHERE basket_id = ended.basket",
)
_FINISH = Rewrite(
    sqlite="UPDATE basket SET state = :state, changed_at = :now, pseudonym = NULL, shopper = NULL WHERE id = :basket",
    postgres="UPDATE basket SET state = ended.state, changed_at = ended.now, pseudonym = NULL, shopper = NULL FROM"
    " jsonb_to_recordset({rows}) AS ended (basket uuid, state text, now timestamptz) WHERE id = ended.basket",
)


def waiting(session: Session) -> tuple[Basket, ...]:
    """List the baskets that are set aside or open, the oldest first."""
    found = session.scalars(
        select(OpenBasket.id).where(OpenBasket.state.in_(("open", "aside"))).order_by(OpenBasket.opened_at)
    )
    return tuple(view(session, basket_id) for basket_id in found)


def at_till(session: Session, *, at: Counter, now: dt.datetime) -> Basket | None:
    """Find the basket that was open here when the till stopped."""
    found = session.scalars(
        select(OpenBasket.id)
        .where(OpenBasket.state == "open", OpenBasket.till_id == at.till_id)
        .order_by(OpenBasket.changed_at.desc())
        .limit(1)
    ).first()
    return None if found is None else take_up(session, found, at=at, now=now)


def hold(session: Session, basket_id: str, *, locked: bool = True) -> Held:
    """Read an open basket, and keep others from changing it or charging its household until the deed is done."""
    held = held_if_open(session, basket_id, locked=locked)
    if held is None:
        raise NoSuchBasket
    return held


def held_if_open(session: Session, basket_id: str, *, locked: bool = True) -> Held | None:
    """Read a basket as `hold` does, or tell that it is closed."""
    row = wire(session).execute(_HELD_LOCKED if locked else _HELD, {"basket": basket_id}).one_or_none()
    return None if row is None else Held(**row._asdict())


def contents(session: Session, basket_id: str) -> list[Any]:
    """Read a basket's items in the order they were scanned."""
    return ask(session, contents_of(basket_id))


def contents_of(basket_id: str) -> Question[list[Any]]:
    """Ask for a basket's items in the order they were scanned."""
    return Question(_ITEMS, {"basket": basket_id}, list)


def promised(session: Session, item: Item) -> dict[str, int]:
    """Tell how much of a product's lots lies in open baskets, in the unit in which it is sold."""
    rows = wire(session).execute(_PROMISED, {"product": item.id})
    return {str(lot_id): int(grams if item.by_weight else count) for lot_id, count, grams in rows}


def put_in(
    session: Session,
    basket_id: str,
    item: Item,
    part: Part,
    *,
    line: int,
    unit_price_cents: int,
    list_price_cents: int,
    purse: str | None,
    rule_version: int,
) -> Any:
    """Write one part of a line, and give it back as `contents` would read it."""
    row = {
        "basket_id": basket_id,
        "line": line,
        "product_id": item.id,
        "code": item.code,
        "names": dict(item.names),
        "group_code": item.group,
        "by_weight": item.by_weight,
        "vat_rate": item.vat_rate,
        "lot_id": part.lot_id,
        "origin": part.origin,
        "fund": part.fund,
        "date_mark": part.date_mark,
        "date": part.date,
        "last_day": part.last_day,
        "known_by": part.known_by,
        "past_best_before": part.past_best_before,
        "count": part.count,
        "grams": part.grams,
        "grams_each": part.grams_each or item.grams_each,
        "unit_price_cents": unit_price_cents,
        "list_price_cents": list_price_cents,
        "purse": purse,
        "rule_version": rule_version,
        "quota": item.quota,
        "named": part.named,
    }
    wire(session).execute(_PUT_IN, row)
    return SimpleNamespace(**row)


def add_to(session: Session, item: Any, *, count: int) -> Any:
    """Let an item of the basket have more pieces of the same lot, and give it back as it is now."""
    wire(session).execute(_ADD, {"item": item.id, "pieces": count})
    return SimpleNamespace(**{**item._asdict(), "count": item.count + count})


_PUT_IN = insert(BasketItem)
_ADD = update(BasketItem).where(BasketItem.id == bindparam("item")).values(count=BasketItem.count + bindparam("pieces"))


def amount_of(item: Any) -> int:
    """Tell an item's amount in the unit in which it is sold: pieces or grams."""
    return int(item.grams if item.by_weight else item.count)


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
    elif quota_left is not None:
        yield _("{left} more of this may go along for now.").format(left=quota_left)


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


def _thawed(words: dict[str, Any], card: str) -> Shopper:
    dates = {
        name: dt.date.fromisoformat(words[name]) if words[name] else None
        for name in ("grocery_until", "period_from", "period_until")
    }
    told = {name: tuple(words.get(name, ())) for name in ("says", "needs")}
    return Shopper(**{**words, **dates, **told, "card": card})
