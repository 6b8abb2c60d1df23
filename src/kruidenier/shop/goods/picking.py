"""Which lot goods are from: the one that the pack names, or the first to go of those that may go out today."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods import recalls
from kruidenier.shop.goods.dates import last_day, past_best_before, require_in_date
from kruidenier.shop.goods.judging import Candidate, OnlyEsfGoods, Recalled, Visitor, crates
from kruidenier.shop.goods.weights import usual_grams
from kruidenier.shop.office.staff import Permission, may

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.catalogue import Item
    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.office.settings import Settings


class NoSuchLot(ShopError):
    """A lot that is not one of this product's."""

    message = N_("{name} has no lot {lot} with anything left.")


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
    vat_scheme: bool | None = None
    grams_each: int | None = None
    """What a piece of goods that no lot knows weighs."""
    named: bool = False
    """The pack, or a person who read it, told its lot."""


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
    of_pack = named(found, pack)
    if not forgive:
        _refuse_called_back(session, item, pack, found, of_pack)
        require_in_date(
            pack.date_mark or "none",
            pack.date,
            name=item.name,
            shelf_life_group=item.shelf_life_group,
            on=on,
            settings=settings,
        )
    if pack.lot is not None and not of_pack:
        fitting = crates(session, item, visitor=visitor, on=on, settings=settings)
        chosen = [crate for crate in fitting if crate.number == pack.lot]
        if not chosen:
            raise NoSuchLot(name=item.name, lot=pack.lot)
        return [_weighed(session, item, _part(chosen[0], item, amount, on=on, known_by="attributed"))]
    for candidate in of_pack:
        if candidate.no is not None:
            raise candidate.no(name=item.name, date=candidate.date_shown)
    others = [c for c in found if c not in of_pack]
    parts, missing = _drawn([*of_pack, *(c for c in others if c.no is None)], item, amount, on=on)
    known = {candidate.lot_id for candidate in of_pack}
    parts = [replace(part, named=pack.lot_code is not None or part.lot_id in known) for part in parts]
    parts = [_in_hand(part, item, pack, on=on, settings=settings) for part in parts]
    if not missing:
        return parts
    forbidden = next((c for c in reversed(others) if c.no is not None), None)
    found_on_shelf = pack.date is not None and may(at.role, Permission.FOUND_ON_SHELF, at.skills)
    if forbidden is not None and not found_on_shelf:
        assert forbidden.no is not None
        raise forbidden.no(name=item.name, date=forbidden.date_shown)
    if not (forgive or visitor.grocery):
        raise OnlyEsfGoods(name=item.name)
    beyond = _beyond_the_books(session, item, missing, visitor=visitor, on=on, settings=settings)
    beyond = replace(_weighed(session, item, beyond), named=pack.lot_code is not None)
    return [*parts, _in_hand(beyond, item, pack, on=on, settings=settings)]


def _refuse_called_back(
    session: Session, item: Item, pack: Pack, found: Sequence[Candidate], of_pack: Sequence[Candidate]
) -> None:
    """Refuse a pack that may be of what is called back, whatever the books say; a lot that it names speaks for it."""
    unread = not pack.speaks and any(candidate.state == "recalled" for candidate in found)
    if unread or (not of_pack and recalls.is_meant(session, item.id, pack.lot_code, pack.date)):
        raise Recalled(name=item.name)


def named(found: Iterable[Candidate], pack: Pack) -> list[Candidate]:
    """Tell which lots a pack names, by what it says of itself or by what somebody chose."""
    if pack.lot is not None:
        return [c for c in found if c.number == pack.lot]
    of_lot = [c for c in found if pack.lot_code is not None and c.lot_code == pack.lot_code]
    return of_lot or [c for c in found if pack.date is not None and c.date_shown == pack.date]


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
        vat_scheme=lot.vat_scheme,
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
