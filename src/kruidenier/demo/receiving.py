"""The back door of the demo shop: lists that are read in, vans weighed line by line, crates that are sorted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.demo.office import require_clean, sent_id, sheet
from kruidenier.demo.shelves import Source
from kruidenier.demo.suppliers import GIVERS
from kruidenier.shop.goods.barcodes import GTIN_LENGTHS
from kruidenier.shop.goods.stock import Lot
from kruidenier.shop.supply import door, sorting
from kruidenier.shop.supply import opening_stock as stock_list
from kruidenier.shop.supply import receiving as lists
from kruidenier.shop.supply.deliveries import Delivery

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.demo.assortment import Article
    from kruidenier.demo.suppliers import Giver
    from kruidenier.demo.world import World
    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.supply.deliveries import DeliveryDocument

COOLED = ("yogurt-dessert", "dairy", "cheese", "charcuterie", "meat", "ready-meals", "fish", "butter-fats")
MISCOUNTED = 0.04
"""So often a crate holds a piece or two more or less than was written down."""
REFUSED = 0.02
"""So often a line is sent back at the door."""
AT_THE_DOOR = dt.timedelta(days=30)
"""Before that, the drivers left lists."""
A_CRATE, EMPTY_CRATE = 11_000, 1600
VAN = (("vegetables", 1.2), ("fruit", 1.0), ("bread", 0.8), ("biscuits-snacks", 0.6), ("beverages", 0.5))
VAN_CRATES, VAN_BACK = 40, 34
PACKAGING = 1.02
"""Cardboard and leaves that lie in mixed crates beside the goods."""


@dataclass(frozen=True, slots=True)
class Heap:
    """Packs of one article that came together, as they really are."""

    article: Article
    amount: int
    """Pieces, or grams of loose goods."""
    date: dt.date | None
    last_day: dt.date | None
    grams: int
    """What a piece weighs; 1 for loose goods."""

    @property
    def weight(self) -> int:
        """All of it, in grams."""
        return self.amount * self.grams


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a delivery: what is written down, in the words of a list, and the packs that are really there."""

    told: dict[str, str]
    heaps: tuple[Heap, ...]

    @property
    def refused(self) -> bool:
        """It goes back with the van."""
        return "refused" in self.told


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
                heaps.append((giver, Heap(article, amount, date, world.last_day(article, date), article.grams)))
    rows = [{"supplier": giver.code, **_told(giver, heap, heap.amount, heap.weight)} for giver, heap in heaps]
    lines = sheet(stock_list.COLUMNS, rows)
    require_clean(stock_list.write(session, stock_list.judge(session, lines, on=today), at=at, now=now))
    numbers = session.scalars(
        select(Lot.number)
        .join(Delivery, Delivery.id == Lot.delivery_id)
        .where(Delivery.kind == "opening")
        .order_by(Lot.number)
    )
    for number, (giver, heap) in zip(numbers, heaps, strict=True):
        _put(world, giver, number, heap)


def deliver(session: Session, world: World, giver: Giver, *, at: Counter, now: dt.datetime, most_days: int = 0) -> None:
    """Take in what a supplier brings today; `most_days` limits how long it still keeps, 0 does not."""
    today = at.business_date(now)
    lines = [*_counted(world, giver, today, most_days=most_days), *_in_crates(world, giver, today)]
    if not lines:
        return
    weighed = giver.through_the_door and today > world.today - AT_THE_DOOR
    if weighed or giver.mixed:
        van = begin_van(session, world, giver, lines, at=at, now=now)
        van = door.sign(session, van.number, signed_by=giver.contact, crates_back=len(lines), at=at, now=now)
    else:
        goods = sheet(lists.COLUMNS, [line.told for line in lines])
        van = lists.receive(session, giver.code, goods=goods, id=sent_id(world.rng), at=at, now=now)
    unpack(session, world, giver, van, lines, at=at, now=now)


def begin_van(
    session: Session, world: World, giver: Giver, lines: list[Line], *, at: Counter, now: dt.datetime
) -> DeliveryDocument:
    """Weigh a van at the door, line by line."""
    van = door.begin(session, giver.code, at=at, now=now)
    for line in lines:
        told, crates = line.told, max(round(sum(heap.weight for heap in line.heaps) / A_CRATE), 1)
        date = told.get("date")
        van = door.add_line(
            session,
            van.number,
            origin=giver.origin,
            group=told.get("group") or None,
            product=told.get("gtin") or told.get("code"),
            crates=crates,
            count=int(told.get("count") or 0),
            gross_grams=int(told["grams"]) + crates * EMPTY_CRATE if told.get("grams") else None,
            tenths=98 if line.refused else world.rng.randint(15, 65) if told.get("place") == "koel" else None,
            date_mark=told["date_mark"],
            date=dt.date.fromisoformat(date) if date else None,
            lot_code=told.get("lot"),
            place=told["place"],
            reference_value_cents=int(told["reference_value_cents"]) if told.get("reference_value_cents") else None,
            refused=told.get("refused_reason"),
            at=at,
            now=now,
        )
    return van


def unpack(
    session: Session,
    world: World,
    giver: Giver,
    van: DeliveryDocument,
    lines: list[Line],
    *,
    at: Counter,
    now: dt.datetime,
) -> None:
    """Put what was taken in on the shelves; mixed crates are sorted at the table first."""
    for told, line in zip(van.lines, lines, strict=True):
        if told.lot is None:
            continue
        if told.group is None:
            sort_crates(session, world, giver, told.lot, line.heaps, at=at, now=now)
            continue
        for heap in line.heaps:
            _put(world, giver, told.lot, heap, lot_code=told.lot_code)


def sort_crates(
    session: Session, world: World, giver: Giver, lot: str, heaps: tuple[Heap, ...], *, at: Counter, now: dt.datetime
) -> None:
    """Sort mixed crates into products on the scale; what is left then is packaging."""
    for heap in heaps:
        mark = heap.article.kind.mark if heap.date else "none"
        done = sorting.sort(
            session,
            lot,
            product=heap.article.code,
            count=None if heap.article.loose else heap.amount,
            grams=heap.weight,
            date_mark=mark,
            date=heap.date,
            at=at,
            now=now,
        )
        _put(world, giver, done.into, heap)
    sorting.write_off(session, lot, at=at, now=now)


def _put(world: World, giver: Giver, lot: str, heap: Heap, *, lot_code: str | None = None) -> None:
    source = Source(lot, giver.code, giver.origin, heap.date, heap.last_day, lot_code, heap.grams)
    world.shelves.put(heap.article.code, source, heap.amount)


def _told(giver: Giver, heap: Heap, amount: int, grams: int | None) -> dict[str, str]:
    """Write packs of one article as a line of a list."""
    article = heap.article
    place = "koel" if article.group in COOLED else "diepvries" if article.group == "frozen" else "shop"
    if article.keeps_long and place == "shop":
        place = "reserve"
    return {
        "gtin" if len(article.code) >= GTIN_LENGTHS[0] else "code": article.code,
        "count": "" if article.loose else str(amount),
        "grams": "" if grams is None else str(grams),
        "date_mark": article.kind.mark if heap.date else "none",
        "date": heap.date.isoformat() if heap.date else "",
        "origin": giver.origin,
        "place": place,
        "unit_cost_cents": str(round((article.reference_cents or 120) * 0.45)) if giver.origin == "bought" else "",
        "reference_value_cents": str(article.reference_cents or ""),
    }


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
    """Write down one product; now and then a little more or less than there is, or without its weight."""
    rng = world.rng
    weighed = article.loose or rng.random() > 0.04
    slip = rng.choice((-2, -1, 1)) if rng.random() < MISCOUNTED and not article.loose and amount > 4 else 0
    grams = 1 if article.loose else round(article.grams * rng.uniform(1.02, 1.08))
    last_day = world.last_day(article, date)
    if last_day is None and article.group in ("vegetables", "fruit", "potatoes"):
        last_day = today + dt.timedelta(days=rng.randint(*article.kind.keeps))
    heap = Heap(article, amount, date, last_day, grams)
    told = _told(giver, heap, amount + slip, heap.weight if weighed else None)
    if giver.lot_codes:
        told["lot"] = f"{giver.code[:3].upper()}{today:%y%j}{rng.randrange(10)}"
    if article.group in COOLED and giver.origin == "donated" and rng.random() < REFUSED:
        told |= {"refused": "yes", "refused_reason": rng.choice(("temperature", "date", "damaged"))}
    return Line(told, (heap,))


def _in_crates(world: World, giver: Giver, today: dt.date) -> list[Line]:
    """Take in crates: only their weight is written down, nobody knows what is in them."""
    lines = [line for group in giver.crates if (line := crates_of(world, giver, group, today)).heaps]
    if giver.mixed:
        mixed = [crates_of(world, giver, group, today, most=2) for group in giver.mixed]
        heaps = tuple(heap for line in mixed for heap in line.heaps)
        grams = round(sum(heap.weight for heap in heaps) * PACKAGING)
        lines.append(Line({"grams": str(grams), "date_mark": "none", "place": "reserve"}, heaps))
    return lines


def crates_of(world: World, giver: Giver, group: str, today: dt.date, *, most: int = 9, share: float = 0.4) -> Line:
    """Fill crates with goods of one food group, `share` of what the shop sells of each in a week."""
    rng = world.rng
    inside = [a for a in world.articles.values() if a.group == group and not a.only_esf]
    inside = rng.sample(inside, min(len(inside), rng.randint(min(most, 4), most)))
    heaps = []
    for article in inside:
        least = article.grams if article.loose else 2
        amount = round(max(world.weekly(article) * share * rng.uniform(0.5, 1.5), least))
        date = article.date_on_pack(rng, today)
        last_day = world.last_day(article, date) or today + dt.timedelta(days=rng.randint(3, 8))
        grams = 1 if article.loose else round(article.grams * rng.uniform(1.02, 1.08))
        heaps.append(Heap(article, amount, date, last_day, grams))
    place = "koel" if group in COOLED else "diepvries" if group == "frozen" else "shop"
    told = {"group": group, "grams": str(sum(heap.weight for heap in heaps)), "date_mark": "none", "place": place}
    return Line(told | {"origin": giver.origin}, tuple(heaps))


def van_of_today(session: Session, world: World, giver: Giver, *, at: Counter, now: dt.datetime) -> None:
    """Weigh a van of forty crates that nobody has sorted yet: one of them was too warm and went back."""
    today = at.business_date(now)
    lines = [crates_of(world, giver, group, today, share=share) for group, share in VAN]
    for_sale = [line for line in lines if line.told["group"] in giver.crates]
    mixed = [line for line in lines if line not in for_sale]
    heaps = tuple(heap for line in mixed for heap in line.heaps)
    grams = round(sum(heap.weight for heap in heaps) * PACKAGING)
    told = {"origin": giver.origin, "grams": str(grams), "date_mark": "none", "place": "reserve"}
    van = begin_van(session, world, giver, [*for_sale, Line(told, heaps)], at=at, now=now)
    van = door.add_line(
        session,
        van.number,
        origin=giver.origin,
        group="meat",
        crates=1,
        gross_grams=7800,
        tenths=98,
        place="koel",
        refused="temperature",
        at=at,
        now=now,
    )
    missing = VAN_CRATES - sum(line.crates for line in van.accepted)
    if missing > 0:
        gross = missing * (A_CRATE + EMPTY_CRATE) // 2
        van = door.add_line(
            session, van.number, origin=giver.origin, crates=missing, gross_grams=gross, place="reserve", at=at, now=now
        )
    van = door.sign(session, van.number, signed_by=giver.contact, crates_back=VAN_BACK, at=at, now=now)
    for line, told_line in zip(for_sale, van.lines, strict=False):
        assert told_line.lot is not None
        for heap in line.heaps:
            _put(world, giver, told_line.lot, heap)


def van_at_the_door(session: Session, giver: Giver, *, at: Counter, now: dt.datetime) -> None:
    """Begin to weigh a van: the rest of it still stands on the pavement."""
    van = door.begin(session, giver.code, at=at, now=now)
    for group, crates, gross, tenths in (("fruit", 4, 48_200, None), ("dairy", 2, 21_400, 52)):
        door.add_line(
            session,
            van.number,
            origin=giver.origin,
            group=group,
            crates=crates,
            gross_grams=gross,
            tenths=tenths,
            at=at,
            now=now,
        )
