"""Which lot goods are from, and whether it may go out to this household today."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, or_, select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods.dates import last_day, past_best_before, require_in_date, too_late
from kruidenier.shop.goods.prices import FREE_ORIGIN
from kruidenier.shop.goods.stock import IN_BULK, OF_PRODUCTS, Lot
from kruidenier.shop.goods.weights import usual_grams
from kruidenier.shop.office.staff import Permission, may
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.catalogue import Item
    from kruidenier.shop.goods.prices import ListPrice
    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.office.settings import Settings


class OnlyForEsf(ShopError):
    """ESF+ goods, and the household has no right to them."""

    message = N_("{name}: this pack is from the European Union's goods, kept for other cards. Put it back, please.")


class OnlyEsfGoods(ShopError):
    """The household may have ESF+ goods and nothing else."""

    message = N_("{name}: this card is for the European Union's goods only. Put this one back, please.")


class Recalled(ShopError):
    """A lot that was called back by its maker."""

    message = N_(
        "{name}: some packs are recalled. Read the lot on the pack, or give it to staff; do not sell it unread."
    )


class LotBlocked(ShopError):
    """A lot that staff took from sale."""

    message = N_("{name}: staff took this lot from sale. Give it to them.")


class NoSuchLot(ShopError):
    """A lot that is not one of this product's."""

    message = N_("{name} has no lot {lot} with anything left.")


@dataclass(frozen=True, slots=True)
class Visitor:
    """What decides about lots: whether the household may have bought goods and ESF+ goods today."""

    grocery: bool
    esf: bool


@dataclass(frozen=True, slots=True)
class Pack:
    """What the pack in the hand says about itself: its date, the supplier's lot, or the lot somebody chose."""

    date: dt.date | None = None
    date_mark: str | None = None
    lot_code: str | None = None
    lot: str | None = None

    @property
    def speaks(self) -> bool:
        """The pack, or a person, has named a date or a lot."""
        return self.date is not None or self.lot_code is not None or self.lot is not None


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
    no: type[ShopError] | None
    """The refusal, if it may not go out."""
    grade: int | None = None
    """Of fresh produce: its price may fall apart from others'."""

    @property
    def date_shown(self) -> dt.date | None:
        """The date that a person reads: the one on the shop's own label covers the maker's."""
        return self.keeps_until or self.date

    def left(self, item: Item) -> int:
        """Tell what is left, in the unit in which the product is sold."""
        return self.grams if item.by_weight else self.count


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a scan that comes from one lot; no lot stands for goods the books don't know."""

    lot_id: str | None
    origin: str
    fund: str | None
    date_mark: str
    date: dt.date | None
    last_day: dt.date | None
    count: int
    grams: int
    known_by: str
    past_best_before: bool
    grade: int | None = None
    grams_each: int | None = None
    """What a piece of goods that no lot knows weighs."""


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
    no: type[ShopError] | None = None
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
    ways = {(c.no, c.origin == FREE_ORIGIN, c.state, price.of_lot(c.origin, c.grade, settings)) for c in found}
    return len(ways) > 1


def pick(
    session: Session,
    item: Item,
    *,
    found: Sequence[Candidate],
    pack: Pack,
    amount: int,
    visitor: Visitor,
    on: dt.date,
    settings: Settings,
    at: Counter,
    forgive: bool = False,
) -> list[Part]:
    """Choose the lots of `amount` pieces (or grams) of a product.

    A lot or date named by the pack wins; else the first to go of those that may go out. With nothing left anywhere,
    the goods are attributed to the oldest bulk lot of the group, or sold as a shortfall. Something left that may not
    go out is refused, unless staff book goods found on the shelf with the date read from the pack.
    """
    pack = _marked(pack, found)
    if not forgive:
        require_in_date(
            pack.date_mark or "none",
            pack.date,
            name=item.name,
            shelf_life_group=item.shelf_life_group,
            on=on,
            settings=settings,
        )
    named = _named(found, pack)
    if pack.lot is not None and not named:
        fitting = crates(session, item, visitor=visitor, on=on, settings=settings)
        chosen = [crate for crate in fitting if crate.number == pack.lot]
        if not chosen:
            raise NoSuchLot(name=item.name, lot=pack.lot)
        return [_weighed(session, item, _part(chosen[0], item, amount, on=on, known_by="attributed"))]
    for candidate in named:
        if candidate.no is not None:
            raise candidate.no(name=item.name, date=candidate.date_shown)
    if not (forgive or pack.speaks) and any(c.state == "recalled" for c in found):
        raise Recalled(name=item.name)
    others = [c for c in found if c not in named]
    parts, missing = _drawn([*named, *(c for c in others if c.no is None)], item, amount, on=on)
    parts = [_in_hand(part, item, pack, on=on, settings=settings) for part in parts]
    if not missing:
        return parts
    forbidden = next((c for c in reversed(others) if c.no is not None), None)
    found_on_shelf = pack.date is not None and may(at.role, Permission.FOUND_ON_SHELF)
    if forbidden is not None and not found_on_shelf:
        assert forbidden.no is not None
        raise forbidden.no(name=item.name, date=forbidden.date_shown)
    if not (forgive or visitor.grocery):
        raise OnlyEsfGoods(name=item.name)
    beyond = _beyond_the_books(session, item, missing, visitor=visitor, on=on, settings=settings)
    beyond = _weighed(session, item, beyond)
    return [*parts, _in_hand(beyond, item, pack, on=on, settings=settings)]


def _named(found: Iterable[Candidate], pack: Pack) -> list[Candidate]:
    if pack.lot is not None:
        return [c for c in found if c.number == pack.lot]
    named = [c for c in found if pack.lot_code is not None and c.lot_code == pack.lot_code]
    return named or [c for c in found if pack.date is not None and c.date_shown == pack.date]


def _marked(pack: Pack, found: Sequence[Candidate]) -> Pack:
    """Tell whether a date that a person read is a use-by or a best-before: as the books mark this product's dates.

    The date on our own label, after freezing or repacking, is a limit like a use-by.
    """
    if pack.date is None or pack.date_mark is not None:
        return pack
    marks = ["use_by" if c.keeps_until else c.date_mark for c in found if c.date_shown == pack.date]
    marks += [c.date_mark for c in found if c.date is not None]
    return replace(pack, date_mark=next(iter(marks), "best_before"))


def _in_hand(part: Part, item: Item, pack: Pack, *, on: dt.date, settings: Settings) -> Part:
    """Let the date on the pack stand in place of the lot's: it is the pack that goes out."""
    if pack.date is None or pack.date_mark is None:
        return part
    return replace(
        part,
        date_mark=pack.date_mark,
        date=pack.date,
        last_day=last_day(pack.date_mark, pack.date, shelf_life_group=item.shelf_life_group, settings=settings),
        past_best_before=past_best_before(pack.date_mark, pack.date, on=on),
    )


def _drawn(lots: Iterable[Candidate], item: Item, amount: int, *, on: dt.date) -> tuple[list[Part], int]:
    parts, missing = [], amount
    for lot in lots:
        if not missing:
            break
        taken = min(lot.left(item), missing)
        parts.append(_part(lot, item, taken, on=on, known_by="scanned"))
        missing -= taken
    return parts, missing


def _part(lot: Candidate, item: Item, taken: int, *, on: dt.date, known_by: str) -> Part:
    return Part(
        lot_id=lot.lot_id,
        origin=lot.origin,
        fund=lot.fund,
        date_mark=lot.date_mark,
        date=lot.date,
        last_day=lot.last_day,
        count=0 if item.by_weight else taken,
        grams=taken if item.by_weight else 0,
        known_by=known_by,
        past_best_before=past_best_before(lot.date_mark, lot.date, on=on, keeps_until=lot.keeps_until),
        grade=lot.grade,
    )


def _weighed(session: Session, item: Item, part: Part) -> Part:
    return part if item.by_weight else replace(part, grams_each=usual_grams(session, item))


def _beyond_the_books(
    session: Session,
    item: Item,
    missing: int,
    *,
    visitor: Visitor,
    on: dt.date,
    settings: Settings,
) -> Part:
    """Attribute goods to the oldest bulk lot of their group that may go out; without one they are a shortfall."""
    for crate in crates(session, item, visitor=visitor, on=on, settings=settings):
        return _part(crate, item, missing, on=on, known_by="attributed")
    return Part(
        lot_id=None,
        origin="unknown",
        fund=None,
        date_mark="none",
        date=None,
        last_day=None,
        count=0 if item.by_weight else missing,
        grams=missing if item.by_weight else 0,
        known_by="scanned",
        past_best_before=False,
    )
