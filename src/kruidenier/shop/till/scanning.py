"""One scan: goods into the basket at today's price, or a question that only the pack can answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kruidenier.errors import ShopError
from kruidenier.i18n import N_, _, day
from kruidenier.shop.goods import barcodes, catalogue, groups, judging, labelled, picking, prices, recalls
from kruidenier.shop.goods.barcodes import CardCode, Gtin, LotCode, OwnCode, WeightLabel
from kruidenier.shop.goods.catalogue import Item, ProductArchived, UnknownCode
from kruidenier.shop.goods.judging import Candidate, Visitor
from kruidenier.shop.goods.labelled import Labelled
from kruidenier.shop.goods.markdowns import GRADES
from kruidenier.shop.goods.picking import Pack, Part
from kruidenier.shop.goods.prices import line_total
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.people import households
from kruidenier.shop.till import basket_rows, basket_view, purses
from kruidenier.shop.till.values import DateChoice, HowHeavy, Scanned, WhichDate, WhichGroup

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.barcodes import Code
    from kruidenier.shop.goods.prices import ListPrice
    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.office.settings import Settings
    from kruidenier.shop.till.values import Question

FEWEST_DIGITS_OF_A_BARCODE = 8
MOST_PIECES = 999
MOST_GRAMS = 99_999


class NeedsWeight(ShopError):
    """Goods by weight, and nobody weighed them."""

    message = N_("{name} is sold by weight: put it on the scale and give the grams.")


class SoldByPiece(ShopError):
    """A weight for goods that are sold by the piece."""

    message = N_("{name} is sold by the piece, not by weight.")


class SoldByWeight(ShopError):
    """A number of pieces for goods that are sold by weight."""

    message = N_("{name} is sold by weight: give the grams, not a number of pieces.")


class TooMany(ShopError):
    """A number that must be a slip of the finger."""

    message = N_("One line of a basket holds from 1 to {most}. Type the number again.")


class PartOfABarcode(ShopError):
    """More digits than a code of the shop's own has, and no whole barcode."""

    message = N_("{given} is not a whole barcode. Scan it again, or type all the digits under the bars.")


class CardNotGoods(ShopError):
    """A household card where goods were expected."""

    message = N_("That is a household card. Finish this basket or put it aside first, then scan the card.")


@dataclass(frozen=True, slots=True)
class Goods:
    """What was scanned, understood: the product and what its pack and scale say."""

    item: Item
    pack: Pack
    grams: int | None
    labelled: Labelled | None = None
    """The shop's own label on it."""


def scan(
    session: Session,
    basket_id: str,
    *,
    code: str,
    at: Counter,
    now: dt.datetime,
    count: int = 1,
    grams: int | None = None,
    date: dt.date | None = None,
    lot: str | None = None,
    lot_code: str | None = None,
    group: str | None = None,
    ask: bool = True,
    forgive: bool = False,
) -> Scanned:
    """Put goods into the basket, saved at once.

    Where the code alone does not tell enough and `ask` is true, nothing is added and `Scanned.ask` holds the
    question; the answer comes as the same scan with `date`, `lot` or `lot_code`, `grams` or `group`. Without `ask` the
    first to go is taken silently. With `forgive` the goods left earlier and are only being written up: no lot is
    refused. The price is that of the moment; rights, dates and budget are judged again at payment.
    """
    held = basket_rows.hold(session, basket_id)
    on = at.business_date(now)
    settings = rules.current(session, on)
    items = basket_rows.contents(session, basket_id)
    goods, question = _understood(session, code, group=group, ask=ask, settings=settings, on=on, at=at, now=now)
    if goods is not None:
        weight = grams if goods.grams is None else goods.grams
        goods = replace(goods, pack=_pack(goods.pack, date, lot, lot_code), grams=weight)
        question = _add(
            session, held, goods, items, count=count, ask=ask, forgive=forgive, settings=settings, on=on, at=at, now=now
        )
    basket = basket_view.shown(held, items, rounding=settings["cash.rounding"])
    changed = None
    if question is None and goods is not None:
        changed = items[-1].line
    return Scanned(basket, changed, question)


def set_price_here(session: Session, code: str, *, reference_cents: int, at: Counter, now: dt.datetime) -> Item:
    """Type the shop price of goods that have none, so that the rule can price them; journaled."""
    require(at, Permission.SET_PRICE)
    return catalogue.set_price(
        session, code, kind="reference", cents=reference_cents, valid_from=at.business_date(now), at=at, now=now
    )


def _understood(
    session: Session,
    code: str,
    *,
    group: str | None,
    ask: bool,
    settings: Settings,
    on: dt.date,
    at: Counter,
    now: dt.datetime,
) -> tuple[Goods | None, Question | None]:
    """Turn a code into goods; a code nobody knows asks for its group, or becomes a draft product of that group."""
    meaning = barcodes.read(code, patterns=settings["barcode.weight_labels"])
    if isinstance(meaning, LotCode) and (behind := labelled.find(session, meaning.code)):
        if behind.item.archived:
            raise ProductArchived(name=behind.item.name)
        return Goods(behind.item, Pack(lot=meaning.code), None, behind), None
    given, pack, grams = _told(meaning)
    item = catalogue.find(session, given)
    if item is None:
        if group is not None:
            groups.require_group(session, group)
            return Goods(catalogue.draft(session, given, group=group, at=at, now=now), pack, grams), None
        if households.is_card(session, given):
            raise CardNotGoods
        if ask and given.isdigit() and len(given) >= FEWEST_DIGITS_OF_A_BARCODE:
            if isinstance(meaning, OwnCode):
                raise PartOfABarcode(given=given)
            return None, _which_group(session, given, on)
        raise UnknownCode(given=given)
    if item.archived:
        raise ProductArchived(name=item.name)
    return Goods(item, pack, grams if item.by_weight else None), None


def _told(meaning: Code) -> tuple[str, Pack, int | None]:
    """Tell the code to look up, what the pack says of itself, and the grams of a weighed one."""
    match meaning:
        case Gtin():
            date = meaning.use_by or meaning.best_before
            mark = None if date is None else "use_by" if meaning.use_by else "best_before"
            return meaning.given, Pack(date=date, date_mark=mark, lot_code=meaning.lot), meaning.grams
        case WeightLabel():
            return meaning.code, Pack(), meaning.grams
        case CardCode():
            raise CardNotGoods
    return meaning.code, Pack(), None


def _which_group(session: Session, given: str, on: dt.date) -> WhichGroup:
    priced = [g for g in groups.listing(session, on) if g.piece_cents is not None]
    return WhichGroup(given, tuple((g.code, g.name, g.piece_cents or 0) for g in priced))


def _pack(said: Pack, date: dt.date | None, lot: str | None, lot_code: str | None) -> Pack:
    """Let what a person read from the pack, or chose, go before what the code says."""
    if date is not None:
        return Pack(date=date, lot_code=lot_code or said.lot_code, lot=lot)
    return replace(said, lot_code=lot_code or said.lot_code, lot=lot or said.lot)


def _add(
    session: Session,
    held: basket_rows.Held,
    goods: Goods,
    items: list[Any],
    *,
    count: int,
    ask: bool,
    forgive: bool,
    settings: Settings,
    on: dt.date,
    at: Counter,
    now: dt.datetime,
) -> Question | None:
    item = goods.item
    price = prices.list_price(session, item, on=on, settings=settings, now=now)
    amount = _amount(goods, count)
    if amount is None:
        if ask:
            return HowHeavy(item.code, item.name, price.of_lot("unknown", None, settings))
        raise NeedsWeight(name=item.name)
    visitor = Visitor(grocery=held.grocery, esf=held.esf)
    promised = basket_rows.promised(session, item)
    found = judging.candidates(session, item, visitor=visitor, on=on, settings=settings, promised=promised)
    pack = goods.pack
    if goods.labelled is not None and pack.lot == goods.labelled.lot.number:
        pack = goods.labelled.pack(found, visitor=visitor, on=on, settings=settings, forgive=forgive)
    by_lot = _asks_lot(session, item, pack, found) if ask else None
    if by_lot is not None:
        return _which_date(item, found, price=price, settings=settings, on=on, by_lot=by_lot)
    if ask and not pack.speaks:
        heaps = found
        if price.falls and not found:  # the oldest crate of each grade
            by_age = judging.crates(session, item, visitor=visitor, on=on, settings=settings)
            heaps = [*{crate.grade: crate for crate in reversed(by_age)}.values()]
        if judging.differ(heaps, price, settings):
            return _which_date(item, heaps, price=price, settings=settings, on=on)
    if forgive:
        found = [replace(lot, no=None) for lot in sorted(found, key=lambda lot: lot.no is not None)]
    parts = picking.pick(
        session,
        item,
        found=found,
        pack=pack,
        amount=amount,
        visitor=visitor,
        on=on,
        settings=settings,
        at=at,
        forgive=forgive,
    )
    _put_in(session, held, item, parts, items, price=price, settings=settings)
    return None


def _asks_lot(session: Session, item: Item, pack: Pack, found: Sequence[Candidate]) -> bool | None:
    """Tell whether an open recall makes us ask what stands on a pack: its lot, or (false) its date; None is neither.

    Of a product that is called back whole there is nothing to ask.
    """
    if picking.named(found, pack):
        return None
    called = [r for r in recalls.running(session, item.id) if recalls.may_mean(r, pack.lot_code, pack.date)]
    if pack.lot_code is None and any(recall.lot_code for recall in called):
        return True
    dated = any(recall.date_from or recall.date_until for recall in called)
    return False if dated and pack.date is None else None


def _amount(goods: Goods, count: int) -> int | None:
    """Tell pieces, or grams for goods by weight; None if the scale must tell."""
    if goods.item.by_weight:
        if count != 1:
            raise SoldByWeight(name=goods.item.name)
        if goods.grams is not None and not 0 < goods.grams <= MOST_GRAMS:
            raise TooMany(most=f"{MOST_GRAMS} g")
        return goods.grams
    if goods.grams is not None:
        raise SoldByPiece(name=goods.item.name)
    if not 0 < count <= MOST_PIECES:
        raise TooMany(most=MOST_PIECES)
    return count


def _put_in(
    session: Session,
    held: basket_rows.Held,
    item: Item,
    parts: Sequence[Part],
    items: list[Any],
    *,
    price: ListPrice,
    settings: Settings,
) -> None:
    """Write the parts: pieces join the line of the same goods at the same price, what was weighed is a new line.

    `items` follow; the one that changed last stands last.
    """
    next_line = max((i.line for i in items), default=0) + 1
    weighed_line: dict[tuple[int, bool], int] = {}
    for part in parts:
        cents = price.of_lot(part.origin, part.grade, settings, vat_scheme=part.vat_scheme)
        room = _room(held, items, settings) if cents else None
        purse = None if room is None or _cost(part, cents, item) <= room else purses.BEYOND
        if purse is not None:
            cents = price.beyond_budget(part.origin, part.grade, settings, vat_scheme=part.vat_scheme)
        same = [i for i in items if i.product_id == item.id and not item.by_weight and _alike(i, part, cents, purse)]
        twin = next((i for i in same if (i.lot_id, i.date, i.named) == (part.lot_id, part.date, part.named)), None)
        if twin is not None:
            items.remove(twin)
            items.append(basket_rows.add_to(session, twin, count=part.count))
            continue
        kind = (cents, part.origin == "esf")
        line = same[0].line if same else weighed_line.setdefault(kind, next_line)
        next_line = max(next_line, line + 1)
        added = basket_rows.put_in(
            session,
            held.id,
            item,
            part,
            line=line,
            unit_price_cents=cents,
            list_price_cents=price.cents,
            purse=purse,
            rule_version=settings.version,
        )
        items.append(added)


def _alike(item: Any, part: Part, cents: int, purse: str | None) -> bool:
    """Goods of one line: same price and purse, and both ESF+ or neither."""
    same_price = bool(item.unit_price_cents == cents and item.purse == purse)
    return same_price and (item.origin == "esf") == (part.origin == "esf")


def _room(held: basket_rows.Held, items: Sequence[Any], settings: Settings) -> int | None:
    """Tell what more fits the budget, in a shop where goods beyond it cost more instead of being refused."""
    if settings["budget.at_limit"] != "higher_price":
        return None
    charged = sum(_cost(i, i.unit_price_cents, i) for i in items if i.purse is None)
    return int(held.shopper["limit_cents"] - held.shopper["spent_cents"] - charged)


def _cost(some: Any, cents: int, item: Any) -> int:
    return line_total(unit_price_cents=cents, count=some.count, grams=some.grams if item.by_weight else None)


def _which_date(
    item: Item,
    found: Sequence[Candidate],
    *,
    price: ListPrice,
    settings: Settings,
    on: dt.date,
    by_lot: bool = False,
) -> WhichDate:
    choices = tuple(
        DateChoice(
            digit=digit,
            date=lot.date_shown,
            lot=lot.number,
            allowed=lot.no is None,
            why=_why(lot, on, by_lot=by_lot),
            price_cents=price.of_lot(lot.origin, lot.grade, settings, vat_scheme=lot.vat_scheme)
            if lot.no is None
            else None,
        )
        for digit, lot in enumerate(found[:8], start=1)
    )
    return WhichDate(item.name, choices, by_lot=by_lot)


def _why(lot: Candidate, on: dt.date, *, by_lot: bool) -> str:
    """Say in a few words what a choice means."""
    date = lot.date_shown
    when = _("no date") if date is None else _("today") if date == on else day(date)
    if lot.no is judging.Recalled:
        return _("{when}, lot {lot}: recalled").format(when=when, lot=lot.lot_code or lot.number)
    if lot.no is not None:
        return _("{when}: not").format(when=when)
    if by_lot:
        return _("{when}, lot {lot}: allowed").format(when=when, lot=lot.lot_code or lot.number)
    if lot.origin == "esf":
        return _("{when}, EU: free").format(when=when)
    if lot.grade is not None:
        return _(GRADES[lot.grade])
    return _("{when}: allowed").format(when=when)
