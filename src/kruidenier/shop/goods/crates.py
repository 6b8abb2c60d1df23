"""Crates at the end of the day: what is left in them, what goes to the compost, and what is gone without a scan.

Loose goods of one product are crates like those of a food group: they are weighed, and nobody sees at the till out of
which of them a kilogram was taken.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter as Tally
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import column, func, or_, select, table

from kruidenier.errors import ShopError
from kruidenier.i18n import N_, _
from kruidenier.shop.goods import deeds, lots, reckoned
from kruidenier.shop.goods.markdowns import GRADES, UnknownGrade
from kruidenier.shop.goods.stock import IN_BULK, LOCK_ORDER, OF_PRODUCTS, Change, Lot, Movement
from kruidenier.shop.office import journal, once, papers
from kruidenier.shop.office.staff import Permission, require
from kruidenier.store.base import KeyType, wire

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.deeds import DeedDone
    from kruidenier.shop.goods.reckoned import Reckoned
    from kruidenier.shop.office.place import Counter

PAPER, SCHEMA = "crate_round", 1
SHARES = {"full": 4, "half": 2, "quarter": 1, "empty": 0}
"""How full a crate looks, in quarters of what the books say."""
WEIGHED = "weighed"
MOST_GRAMS = 9_999_999
IN_CRATES = IN_BULK | (OF_PRODUCTS & Lot.by_weight)
"""What is weighed at closing."""


class NoCratesSeen(ShopError):
    """A round without a crate."""

    message = N_("No crate was looked at: nothing to write down.")


class NotACrate(ShopError):
    """A lot that is kept by the piece."""

    message = N_("Lot {lot} is no crate: it is kept by the piece. Count it, or throw it away by its own number.")


class SeenTwice(ShopError):
    """One crate with two answers."""

    message = N_("Lot {lot} stands twice in this round. Say once what is left of it.")


class NoSuchShare(ShopError):
    """Neither grams nor a part."""

    message = N_("Lot {lot}: what is left is grams, or one of: {known}.")


@dataclass(frozen=True, slots=True)
class Crate:
    """Crates with something left, as the books know them, or of which the last was sold today."""

    lot: str
    group: str | None
    """None: mixed crates, still to be sorted."""
    name: str
    """Of the product, or of the group if nobody knows more, in the reader's language."""
    supplier: str | None
    """Who brought it."""
    origin: str
    received_on: dt.date
    grade: int | None
    grams: int
    """What should be in it: what the books say, less what open baskets hold."""
    moved: bool = False
    """Something of the same goods came or went on the day: a hand may have taken it from any of their crates."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody saw in a crate: the grams on the scale, or how full it looks."""

    lot: str
    left: int | str
    """Grams, or one of `SHARES`."""
    compost: int = 0
    """Grams that are taken out of it and thrown on the compost."""


@dataclass(frozen=True, slots=True)
class RoundLine:
    """What a round made of one crate, in grams: before + found = left + compost + gone."""

    lot: str
    group: str | None
    name: str
    before: int
    left: int
    compost: int
    gone: int
    """Left with customers without being seen at the till."""
    found: int
    """There was more than the books knew."""
    how: str
    """weighed, or how full it looked: full, half, quarter, empty."""


@dataclass(frozen=True, slots=True)
class CrateRound:
    """A closing round as it was written down; it never changes."""

    number: str
    date: dt.date
    at: dt.datetime
    by: str
    lines: tuple[RoundLine, ...]
    undone: bool = False

    def total(self, field: str) -> int:
        """Add up a field of all lines: before, left, compost, gone or found."""
        return sum(getattr(line, field) for line in self.lines)


# Read by name, because till and supply stand above the goods.
_IN_BASKETS = table("basket_item", column("lot_id", KeyType), column("count"), column("grams"), column("grams_each"))


_SUPPLIERS = table("supplier", column("id", KeyType), column("name"))


def open_crates(session: Session, *, on: dt.date) -> tuple[Crate, ...]:
    """List the crates by name and the oldest first, as the closing round meets them.

    Those that the till emptied by its reckoning on the day are among them: somebody must see that they are empty.
    """
    suppliers = _SUPPLIERS.c
    emptied = select(Movement.lot_id).where(Movement.happened_on == on, Movement.reason == "sold")
    asked = (
        select(Lot, suppliers.name)
        .outerjoin(_SUPPLIERS, suppliers.id == Lot.supplier_id)
        .where(IN_CRATES, or_(Lot.grams > 0, Lot.id.in_(emptied)))
    )
    rows = session.execute(asked).all()
    held = _in_baskets(session, [lot.id for lot, _supplier in rows])
    names = lots.Names(session, [lot.product_id for lot, _supplier in rows])
    moved = set(session.scalars(select(Movement.lot_id).where(Movement.happened_on == on, Movement.grams != 0)))
    goods = {(lot.product_id, lot.group_code) for lot, _supplier in rows if lot.id in moved}
    crates = [
        Crate(
            lot=lot.number,
            group=lot.group_code,
            name=names.of(lot.product_id, lot.group_code),
            supplier=supplier,
            origin=lot.origin,
            received_on=lot.received_on,
            grade=lot.grade,
            grams=max(lot.grams - held[lot.id], 0),
            moved=(lot.product_id, lot.group_code) in goods,
        )
        for lot, supplier in rows
    ]
    return tuple(sorted(crates, key=lambda crate: (crate.name.casefold(), crate.received_on, crate.lot)))


def close_round(
    session: Session,
    seen: Sequence[Seen],
    *,
    id: str,  # noqa: A002 the sender's id
    at: Counter,
    now: dt.datetime,
) -> CrateRound:
    """Write down what is left in the crates after the last sale. A crate that nobody looked at stays as it is.

    What is neither left nor compost is gone; more than the books knew is found. What is found had first not left the
    crate after all, as far as it was reckoned to: the till attributes to the oldest crate what a hand may have taken
    from another one, which then lacks it. The figures of the round are frozen, and whoever did it can undo it as one
    deed.
    """
    require(at, Permission.SORT)
    asked = once.digest("crate_round", [asdict(one) for one in seen])
    if (done := once.earlier(session, id, asked)) is not None:
        return look_up(session, done)
    if not seen:
        raise NoCratesSeen
    held = _lock(session, seen)
    in_baskets = _in_baskets(session, [lot.id for lot in held.values()])
    lines = [_line(held[one.lot], one, in_baskets[held[one.lot].id]) for one in seen]
    left_it = reckoned.left_it(session, [held[line["lot"]].id for line in lines if line["found"]])
    changes = [change for line in lines for change in _changes(held[line["lot"]], line, left_it)]
    page = journal.turn_page(session, at, documents=1)
    number = page.document_number
    sums = {what: sum(line[what] for line in lines) for what in ("left", "compost", "gone", "found")}
    if changes:
        deeds.write(session, page, verb="crate_round", changes=changes, now=now, crates=len(lines), **sums)
    else:
        journal.write(session, page, verb="crate_round", subject=number, now=now, crates=len(lines), **sums)
    figures = {"date": at.business_date(now), "at": now, "by": at.by, "lines": lines}
    papers.issue(session, PAPER, number=number, schema=SCHEMA, figures=figures, by=at.by, now=now)
    once.remember(session, id, asked, result=number, now=now)
    return look_up(session, number)


def look_up(session: Session, number: str) -> CrateRound:
    """Show a closing round by its number, as it was written down."""
    figures = papers.figures_of(session, PAPER, number)
    products = {line["lot"]: line.pop("product", None) for line in figures["lines"]}
    names = lots.Names(session, products.values())
    lines = tuple(RoundLine(name=names.of(products[line["lot"]], line["group"]), **line) for line in figures["lines"])
    undone = session.scalar(select(deeds.Deed.undone_at).where(deeds.Deed.number == number))
    return CrateRound(
        number=number,
        date=dt.date.fromisoformat(figures["date"]),
        at=dt.datetime.fromisoformat(figures["at"]),
        by=figures["by"],
        lines=lines,
        undone=undone is not None,
    )


def grade(
    session: Session, lot: str, *, grade: int, at: Counter, now: dt.datetime, grams: int | None = None
) -> DeedDone:
    """Say how fresh produce is by now: a whole lot, or so many grams of it that become a lot of their own."""
    require(at, Permission.SORT)
    if grade not in GRADES:
        raise UnknownGrade(grade=grade)
    held = lots.lock(session, lot)
    count, weighed = lots.part_of(session, held, count=None, grams=grams)
    fields = {"grade": grade}
    if (count, weighed) == (held.count, held.grams):
        return deeds.change(session, held, verb="grade", fields=fields, at=at, now=now)
    return deeds.part_off(session, held, verb="grade", count=count, grams=weighed, fields=fields, at=at, now=now)


def _lock(session: Session, seen: Iterable[Seen]) -> dict[str, Lot]:
    numbers = [one.lot for one in seen]
    for number, times in Tally(numbers).items():
        if times > 1:
            raise SeenTwice(lot=number)
    locked: Select[Lot] = (
        select(Lot)
        .where(Lot.number.in_([number for number in numbers if number.isprintable()]))
        .order_by(*LOCK_ORDER)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    found = {lot.number: lot for lot in session.scalars(locked)}
    for number in numbers:
        if number not in found:
            raise lots.UnknownLot(lot=number[:40])
        if found[number].kind == "shortfall" or not found[number].by_weight:
            raise NotACrate(lot=number)
    return found


def _in_baskets(session: Session, lot_ids: Sequence[str]) -> Tally[str]:
    """Tell the grams of these lots that lie in open baskets."""
    if not lot_ids:
        return Tally()
    item = _IN_BASKETS.c
    weight = func.sum(item.grams + item.count * func.coalesce(item.grams_each, 0))
    asked = select(item.lot_id, weight).where(item.lot_id.in_(lot_ids)).group_by(item.lot_id)
    return Tally({str(lot_id): int(grams) for lot_id, grams in wire(session).execute(asked)})


def _line(lot: Lot, one: Seen, in_baskets: int) -> dict[str, Any]:
    """Judge one crate. How full it looks counts after the compost was taken out; a full one lacks only that."""
    before = max(lot.grams - in_baskets, 0)
    if not 0 <= one.compost <= MOST_GRAMS:
        raise lots.NoAmount(name=_("compost"), lot=lot.number)
    if isinstance(one.left, str):
        if one.left not in SHARES:
            raise NoSuchShare(lot=lot.number, known=", ".join(SHARES))
        left = min((before * SHARES[one.left] + 2) // 4, max(before - one.compost, 0))
    else:
        if not 0 <= one.left <= MOST_GRAMS:
            raise NoSuchShare(lot=lot.number, known=", ".join(SHARES))
        left = one.left
    difference = before - left - one.compost
    return {
        "lot": lot.number,
        "group": lot.group_code,
        "product": lot.product_id,
        "before": before,
        "left": left,
        "compost": one.compost,
        "gone": max(difference, 0),
        "found": max(-difference, 0),
        "how": one.left if isinstance(one.left, str) else WEIGHED,
    }


def _changes(lot: Lot, line: Mapping[str, Any], left_it: Mapping[str, Reckoned]) -> list[Change]:
    """Book one crate: what is found had first not left it. The last of it takes with it the pieces it came in."""
    back = min(line["found"], left_it[lot.id].grams) if lot.id in left_it else 0
    changes = [
        Change(lot.id, 0, back, "counted", why=reckoned.NOT_GONE, reason=reckoned.GONE),
        Change(lot.id, 0, line["found"] - back, "counted", reason="counted"),
        Change(lot.id, 0, -line["compost"], "counted", why="compost", reason="waste"),
        Change(lot.id, 0, -line["gone"], "counted", reason=reckoned.GONE),
    ]
    booked = [change for change in changes if change.grams]
    if booked and lot.count and lot.grams + sum(change.grams for change in booked) == 0:
        booked[-1] = replace(booked[-1], count=-lot.count)
    return booked
