"""The rows of open baskets: what lies in them, read and written on the way of every scan."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, bindparam, func, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods.picking import Part
from kruidenier.shop.office.place import Till
from kruidenier.shop.people.households import KNOWN_BY, Household, HouseholdCard, Pseudonym
from kruidenier.store.asking import Question, ask
from kruidenier.store.base import Base, Key, Moment, RowNumber, Whole, whole, wire
from kruidenier.store.rows import Rewrite, write_change

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.catalogue import Item


class NoSuchBasket(ShopError):
    """A basket that is not open any more."""

    message = N_("This basket is closed. Scan the card again to start a new one.")


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
    .order_by(*KNOWN_BY)
    .limit(1)
)
_HELD_LOCKED = _HELD.with_for_update(of=(OpenBasket, Household), key_share=True)
_ITEMS = select(BasketItem.__table__).where(BasketItem.basket_id == bindparam("basket")).order_by(BasketItem.id)
_PROMISED = (
    select(BasketItem.lot_id, func.sum(BasketItem.count), func.sum(BasketItem.grams))
    .where(BasketItem.product_id == bindparam("product"), BasketItem.lot_id.is_not(None))
    .group_by(BasketItem.lot_id)
)


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
