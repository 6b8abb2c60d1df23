"""Which lots may go out to a household today, and in which order they go."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, or_, select

from kruidenier.errors import AtTheCounter, NotSafe
from kruidenier.i18n import N_
from kruidenier.shop.goods.dates import last_day, too_late
from kruidenier.shop.goods.prices import FREE_ORIGIN
from kruidenier.shop.goods.stock import IN_BULK, OF_PRODUCTS, Lot
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.catalogue import Item
    from kruidenier.shop.goods.prices import ListPrice
    from kruidenier.shop.office.settings import Settings


class OnlyForEsf(AtTheCounter):
    """ESF+ goods, and the household has no right to them."""

    message = N_("{name}: this pack is from the European Union's goods, kept for other cards. Put it back, please.")


class OnlyEsfGoods(AtTheCounter):
    """The household may have ESF+ goods and nothing else."""

    message = N_("{name}: this card is for the European Union's goods only. Put this one back, please.")


class Recalled(NotSafe):
    """A lot that was called back by its maker."""

    message = N_(
        "{name}: some packs are recalled. Read the lot on the pack, or give it to staff; do not sell it unread."
    )


class LotBlocked(NotSafe):
    """A lot that staff took from sale."""

    message = N_("{name}: staff took this lot from sale. Give it to them.")


@dataclass(frozen=True, slots=True)
class Visitor:
    """What decides about lots: whether the household may have bought goods and ESF+ goods today."""

    grocery: bool
    esf: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A lot with something left, judged for this household today."""

    lot_id: str
    number: str
    kind: str
    origin: str
    fund: str | None
    lot_code: str | None
    date_mark: str
    date: dt.date | None
    keeps_until: dt.date | None
    """The limit after freezing or repacking: the date on the shop's own label."""
    last_day: dt.date | None
    received_on: dt.date
    state: str
    count: int
    grams: int
    no: type[AtTheCounter] | None
    """The refusal, if it may not go out."""
    grade: int | None = None
    """Of fresh produce: its price may fall apart from others'."""
    vat_scheme: bool | None = None
    """Given under a scheme that may cap its price."""

    @property
    def date_shown(self) -> dt.date | None:
        """The date that a person reads: the one on the shop's own label covers the maker's."""
        return self.keeps_until or self.date

    def left(self, item: Item) -> int:
        """Tell what is left, in the unit in which the product is sold."""
        return self.grams if item.by_weight else self.count


LOT_COLUMNS = (
    Lot.id,
    Lot.number,
    Lot.kind,
    Lot.product_id,
    Lot.group_code,
    Lot.origin,
    Lot.fund,
    Lot.lot_code,
    Lot.date_mark,
    Lot.date,
    Lot.keeps_until,
    Lot.received_on,
    Lot.state,
    Lot.grade,
    Lot.vat_scheme,
    Lot.count.label("pieces"),
    Lot.grams,
)
_PRODUCT_LOTS = select(*LOT_COLUMNS).where(
    Lot.product_id == bindparam("product"), OF_PRODUCTS, or_(Lot.count > 0, Lot.grams > 0)
)
_BULK_LOTS = (
    select(*LOT_COLUMNS)
    .where(Lot.group_code == bindparam("group"), IN_BULK, Lot.grams > 0)
    .order_by(Lot.received_on, Lot.number)
)


def candidates(
    session: Session,
    item: Item,
    *,
    visitor: Visitor,
    on: dt.date,
    settings: Settings,
    promised: Mapping[str, int],
) -> list[Candidate]:
    """Judge the product's lots that have something left beyond what open baskets hold, first to go first."""
    found = []
    for row in wire(session).execute(_PRODUCT_LOTS, {"product": item.id}):
        candidate = judged(row, item, visitor=visitor, on=on, settings=settings)
        held = promised.get(candidate.lot_id, 0)
        field = "grams" if item.by_weight else "count"
        candidate = replace(candidate, **{field: getattr(candidate, field) - held})
        if candidate.left(item) > 0:
            found.append(candidate)
    return sorted(found, key=lambda c: turn(c, visitor))


def crates(session: Session, item: Item, *, visitor: Visitor, on: dt.date, settings: Settings) -> list[Candidate]:
    """List the bulk lots of the product's group that may go out to this household, the oldest first."""
    rows = wire(session).execute(_BULK_LOTS, {"group": item.group})
    found = (judged(row, item, visitor=visitor, on=on, settings=settings) for row in rows)
    return [crate for crate in found if crate.no is None and crate.origin != FREE_ORIGIN]


def judged(row: Any, item: Item, *, visitor: Visitor, on: dt.date, settings: Settings) -> Candidate:
    """Judge whether a lot (a row of `LOT_COLUMNS`) may go out to this household today."""
    until = last_day(
        row.date_mark,
        row.date,
        shelf_life_group=item.shelf_life_group,
        settings=settings,
        keeps_until=row.keeps_until,
    )
    no: type[AtTheCounter] | None = None
    if row.state == "recalled":
        no = Recalled
    elif row.state == "blocked":
        no = LotBlocked
    elif until is not None and on > until:
        no = too_late(row.date_mark, treated=row.keeps_until is not None)
    elif row.origin == FREE_ORIGIN and not visitor.esf:
        no = OnlyForEsf
    elif row.origin != FREE_ORIGIN and not visitor.grocery:
        no = OnlyEsfGoods
    return Candidate(
        lot_id=row.id,
        number=row.number,
        kind=row.kind,
        origin=row.origin,
        fund=row.fund,
        lot_code=row.lot_code,
        date_mark=row.date_mark,
        date=row.date,
        keeps_until=row.keeps_until,
        last_day=until,
        received_on=row.received_on,
        state=row.state,
        count=row.pieces,
        grams=row.grams,
        no=no,
        grade=row.grade,
        vat_scheme=row.vat_scheme,
    )


def turn(candidate: Candidate, visitor: Visitor) -> tuple[object, ...]:
    """First expired, first out: ESF+ first for an entitled household, no date last, oldest receipt, lowest number.

    Crates go by age alone: what is left in one is the oldest of its group.
    """
    if candidate.kind == "bulk":
        return (candidate.received_on, candidate.number)
    return (
        not (visitor.esf and candidate.origin == FREE_ORIGIN),
        candidate.last_day or dt.date.max,
        candidate.received_on,
        candidate.number,
    )


def differ(found: Sequence[Candidate], price: ListPrice, settings: Settings) -> bool:
    """Tell whether it matters which of these lots a pack is from: a passed date, ESF+, a recall or another price."""
    ways = set()
    for lot in found:
        cents = price.of_lot(lot.origin, lot.grade, settings, vat_scheme=lot.vat_scheme)
        ways.add((lot.no, lot.origin == FREE_ORIGIN, lot.state, cents))
    return len(ways) > 1
