"""The back door of the demo shop: deliveries, and the round in the morning that takes away what may not go out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from kruidenier.demo.office import require_clean, sheet
from kruidenier.demo.shelves import Source, Taken
from kruidenier.demo.suppliers import GIVERS
from kruidenier.shop.goods import stock
from kruidenier.shop.goods.barcodes import GTIN_LENGTHS
from kruidenier.shop.goods.stock import Change, Lot
from kruidenier.shop.office import journal
from kruidenier.shop.supply import opening_stock as stock_list
from kruidenier.shop.supply.deliveries import Delivery
from kruidenier.store.base import new_id

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.demo.assortment import Article
    from kruidenier.demo.suppliers import Giver
    from kruidenier.demo.world import World
    from kruidenier.shop.office.place import Counter

COOLED = ("yogurt-dessert", "dairy", "cheese", "charcuterie", "meat", "ready-meals", "fish", "butter-fats")
MISCOUNTED = 0.04
"""So often a crate holds a piece or two more or less than was written down."""
OVERLOOKED = 0.12
"""So often a lot that should go is not seen on the round, and stays until the next one."""
LOST_A_DAY = 2


Heap = tuple["Article", int, dt.date | None, dt.date | None]
"""Article, pieces or grams, date on the pack, last day."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a delivery: what is written down, and the packs that are really there."""

    row: dict[str, Any]
    packs: list[Heap]


def opening_stock(session: Session, world: World, *, at: Counter, now: dt.datetime) -> None:
    """Import what stood in the cupboards when the shop began with the program: goods that keep."""
    today = at.business_date(now)
    heaps: list[tuple[Giver, Heap]] = []
    for giver in GIVERS:
        if giver.kind not in ("food_bank", "wholesaler"):
            continue
        for article in world.articles.values():
            if _brings(giver, article) and article.keeps_long:
                date = article.date_on_pack(world.rng, today)
                amount = max(round(world.weekly(article) * 2), 4)
                heaps.append((giver, (article, amount, date, world.last_day(article, date))))
    lines = sheet(stock_list.COLUMNS, [_stock_row(giver, heap) for giver, heap in heaps])
    require_clean(stock_list.write(session, stock_list.judge(session, lines, on=today), at=at, now=now))
    numbers = session.scalars(
        select(Lot.number)
        .join(Delivery, Delivery.id == Lot.delivery_id)
        .where(Delivery.kind == "opening")
        .order_by(Lot.number)
    )
    for number, (giver, (article, amount, date, last_day)) in zip(numbers, heaps, strict=True):
        world.shelves.put(article.code, Source(number, giver.code, giver.origin, date, last_day), amount)


def _stock_row(giver: Giver, heap: Heap) -> dict[str, str]:
    article, amount, date, _last_day = heap
    column = "gtin" if len(article.code) >= GTIN_LENGTHS[0] else "code"
    return {
        "supplier": giver.code,
        column: article.code,
        "count": str(amount),
        "grams": str(amount * article.grams),
        "date_mark": article.kind.mark if date else "none",
        "date": date.isoformat() if date else "",
        "origin": giver.origin,
        "place": "diepvries" if article.group == "frozen" else "reserve",
    }


def deliver(session: Session, world: World, giver: Giver, *, at: Counter, now: dt.datetime, most_days: int = 0) -> None:
    """Take in what a supplier brings today; `most_days` limits how long it still keeps, 0 does not."""
    today = at.business_date(now)
    lines = [*_counted(world, giver, today, most_days=most_days), *_crates(world, giver, today)]
    if not lines:
        return
    delivery = new_id()
    page = journal.turn_page(session, at, documents=1)
    session.add(
        Delivery(
            id=delivery,
            number=page.document_number,
            kind="intake",
            supplier_id=world.suppliers[giver.code],
            happened_on=today,
            recorded_at=now,
            by=at.by,
        )
    )
    session.flush()
    journal.write(session, page, verb="delivery", subject=page.document_number, now=now, supplier=giver.code)
    rows = [line.row | {"delivery_id": delivery} for line in lines]
    stock.take_in(session, rows, reason="received", document_id=delivery, at=at, now=now)
    numbers = session.scalars(select(Lot.number).where(Lot.delivery_id == delivery).order_by(Lot.number))
    for number, line in zip(numbers, lines, strict=True):
        for article, amount, date, last_day in line.packs:
            bulk = line.row["kind"] == "bulk"
            source = Source(number, giver.code, giver.origin, date, last_day, line.row["lot_code"], bulk=bulk)
            world.shelves.put(article.code, source, amount)


def _counted(world: World, giver: Giver, today: dt.date, *, most_days: int) -> list[Line]:
    """Choose goods that come counted: those that run out first, up to what the shop sells in a while."""
    rng = world.rng
    offered = [a for a in world.articles.values() if _brings(giver, a)]
    lacking = {
        a.code: world.weekly(a) * giver.weeks * rng.uniform(0.6, 1.5) - world.shelves.left(a.code) for a in offered
    }
    offered.sort(key=lambda a: (-lacking[a.code] / (a.grams if a.loose else 1), a.code))
    lines = []
    for article in offered[: giver.lines]:
        amount = round(lacking[article.code])
        surplus = giver.origin in ("donated", "garden") and rng.random() < 0.3
        least = 1000 if article.loose else 3
        if amount < least and not surplus:
            continue
        amount = max(amount, least)
        if not article.loose and giver.origin in ("bought", "food_bank", "esf"):
            amount = -(-amount // 6) * 6
        date = article.date_on_pack(rng, today)
        if most_days and date is not None:
            date = min(date, today + dt.timedelta(days=most_days))
        lines.append(_line(world, giver, article, amount=amount, date=date, today=today))
    return lines


def _brings(giver: Giver, article: Article) -> bool:
    return article.esf if giver.origin == "esf" else article.group in giver.groups and not article.only_esf


def _line(world: World, giver: Giver, article: Article, *, amount: int, date: dt.date | None, today: dt.date) -> Line:
    """Write down one product; now and then a little more or less than there is."""
    rng = world.rng
    weighed = rng.random() > 0.04
    slip = rng.choice((-2, -1, 1)) if rng.random() < MISCOUNTED and not article.loose and amount > 4 else 0
    grams = amount if article.loose else round(amount * article.grams * rng.uniform(1.02, 1.08)) if weighed else 0
    bought = giver.origin == "bought"
    row = _row(world, giver, article.group, today) | {
        "kind": "product",
        "product_id": world.items[article.code].id,
        "lot_code": f"{giver.code[:3].upper()}{today:%y%j}{rng.randrange(10)}" if giver.lot_codes else None,
        "date_mark": article.kind.mark if date else "none",
        "date": date,
        "by_weight": article.loose,
        "count": 0 if article.loose else amount + slip,
        "grams": grams,
        "unit_cost_cents": round((article.reference_cents or 120) * 0.45) if bought else None,
        "reference_value_cents": article.reference_cents,
    }
    last_day = world.last_day(article, date)
    if last_day is None and article.group in ("vegetables", "fruit", "potatoes"):
        last_day = today + dt.timedelta(days=rng.randint(*article.kind.keeps))
    return Line(row, [(article, amount, date, last_day)])


def _crates(world: World, giver: Giver, today: dt.date) -> list[Line]:
    """Take in mixed crates: only their weight is written down, nobody knows what is in them."""
    rng = world.rng
    lines = []
    for group in giver.crates:
        inside = [a for a in world.articles.values() if a.group == group and not a.only_esf]
        inside = rng.sample(inside, min(len(inside), rng.randint(4, 9)))
        packs: list[Heap] = []
        grams = 0
        for article in inside:
            amount = round(
                max(world.weekly(article) * 0.4 * rng.uniform(0.5, 1.5), article.grams if article.loose else 2)
            )
            date = article.date_on_pack(rng, today)
            last_day = world.last_day(article, date) or today + dt.timedelta(days=rng.randint(3, 8))
            packs.append((article, amount, date, last_day))
            grams += amount if article.loose else round(amount * article.grams * 1.05)
        if packs:
            mark = {"kind": "bulk", "product_id": None, "lot_code": None, "date_mark": "none", "date": None}
            row = _row(world, giver, group, today) | mark
            lines.append(Line(row | {"by_weight": True, "count": 0, "grams": grams}, packs))
    return lines


def _row(world: World, giver: Giver, group: str, today: dt.date) -> dict[str, Any]:
    place = "koel" if group in COOLED else "diepvries" if group == "frozen" else "shop"
    return {
        "group_code": group,
        "supplier_id": world.suppliers[giver.code],
        "origin": giver.origin,
        "fund": "ESF+" if giver.origin == "esf" else None,
        "received_on": today,
        "place_id": world.places[place],
    }


def morning_round(session: Session, world: World, *, at: Counter, now: dt.datetime) -> None:
    """Take away what may not go out any more, and count to zero what is gone though the books still have it."""
    today = at.business_date(now)
    there = world.shelves.lots()
    overdue = world.shelves.lots(overdue=today)
    something_left = or_(Lot.count > 0, Lot.grams > 0)
    books = session.execute(
        select(Lot.number, Lot.kind, Lot.date).where(something_left, Lot.kind != "shortfall").order_by(Lot.number)
    ).all()
    passed = {row.number for row in books if row.date is not None and row.date < today and row.number not in there}
    emptied = {row.number for row in books if row.kind == "bulk" and row.number not in there}
    for number in sorted(overdue | passed | emptied):
        if number in overdue and world.rng.random() < OVERLOOKED:
            continue
        gone = world.shelves.clear(number, overdue=today)
        world.truth.tell("pulled", gone, day=today)
        if number not in world.shelves.lots():
            _empty(session, world, number, gone, at=at, now=now)
    _lose(world, today)
    world.shelves.tidy()


def _empty(session: Session, world: World, number: str, gone: list[Taken], *, at: Counter, now: dt.datetime) -> None:
    """Book a lot down to nothing: what was thrown away as waste, the rest as a difference of the count."""
    lot = session.execute(
        select(Lot.id, Lot.by_weight, Lot.count.label("pieces"), Lot.grams).where(Lot.number == number)
    ).one()
    pieces = 0 if lot.by_weight else sum(taken.amount for taken in gone)
    if lot.by_weight:
        grams = sum(taken.amount * _grams_each(world.articles[taken.code]) for taken in gone)
    else:
        grams = lot.grams * pieces // lot.pieces if lot.pieces else 0
    difference = Change(lot.id, pieces - lot.pieces, grams - lot.grams, "counted")
    if difference.count or difference.grams:
        stock.book(session, [difference], reason="counted", document_id=None, at=at, now=now)
    if pieces or grams:
        waste = Change(lot.id, -pieces, -grams, "counted")
        stock.book(session, [waste], reason="waste", document_id=None, at=at, now=now)
    journal.record(session, at, verb="waste", subject=number, now=now, count=pieces, grams=grams, reason="date")


def _grams_each(article: Article) -> int:
    return 1 if article.loose else article.grams


def _lose(world: World, today: dt.date) -> None:
    """Let a few packs break or disappear, which nobody writes down."""
    for code in world.rng.sample(sorted(world.shelves.by_code), min(LOST_A_DAY, len(world.shelves.by_code))):
        article = world.articles[code]
        if not article.loose:
            world.truth.tell("lost", world.shelves.take(code, 1, loose=False, esf=None), day=today)
