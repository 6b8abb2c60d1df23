"""Behind the demo shop: the morning's round, the freezer, temperatures, levels, and the crates at closing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import or_, select

from kruidenier.demo.office import sent_id
from kruidenier.shop.goods import crates, markdowns, places, product_facts, stock, treatments, waste
from kruidenier.shop.goods.crates import Seen
from kruidenier.shop.goods.lots import MoreThanThere, NothingLeft
from kruidenier.shop.goods.stock import Change, Lot
from kruidenier.shop.office import journal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from kruidenier.demo.assortment import Article
    from kruidenier.demo.shelves import Taken
    from kruidenier.demo.world import World
    from kruidenier.shop.office.place import Counter

OVERLOOKED = 0.12
"""So often a lot that should go is not seen on the round, and stays until the next one."""
LOST_A_DAY = 2
WEIGHED = 0.75
"""So often a crate is put on the scale at closing; else somebody looks how full it is."""
SCALE_STEP = 20
FROZEN_WELL = ("bread", "meat", "ready-meals")
MOST_FROZEN = 2
TUESDAY, SATURDAY = 1, 5
PLENTY_GRAMS = 8000
"""With more than that in the crates on a Saturday, prices fall."""
FALLING = ("vegetables", "fruit")
LEVELS = 40
"""So many of the most wanted goods have a minimum level."""


class Booked(NamedTuple):
    """A lot as the books have it."""

    key: str
    number: str
    kind: str
    by_weight: bool
    date: dt.date | None
    pieces: int
    grams: int


def books(session: Session, also: Iterable[str] = ()) -> dict[str, Booked]:
    """Read the lots with something left, and some others, by number."""
    columns = (Lot.id, Lot.number, Lot.kind, Lot.by_weight, Lot.date, Lot.count, Lot.grams)
    left = or_(Lot.count > 0, Lot.grams > 0, Lot.number.in_(also))
    rows = session.execute(select(*columns).where(left, Lot.kind != "shortfall").order_by(Lot.number))
    return {row[1]: Booked(*row) for row in rows}


def morning_round(session: Session, world: World, *, at: Counter, now: dt.datetime) -> None:
    """Take away what may not go out any more, and count to zero what is gone though the books still have it."""
    today = at.business_date(now)
    overdue, there = world.shelves.lots(overdue=today), world.shelves.lots()
    known = books(session, overdue)
    for number in sorted(overdue):
        if world.rng.random() >= OVERLOOKED:
            pulled = world.shelves.clear(number, overdue=today)
            world.truth.tell("pulled", pulled, day=today)
            if number in known:
                throw_away(session, world, known[number], pulled, at=at, now=now)
    for number, lot in sorted(books(session).items()):
        if lot.kind == "product" and number not in there and lot.date is not None and lot.date < today:
            count_to_zero(session, lot, at=at, now=now)
    _lose(world, today)
    world.shelves.tidy()


def throw_away(
    session: Session, world: World, lot: Booked, packs: Iterable[Taken], *, at: Counter, now: dt.datetime
) -> None:
    """Throw away the packs that are in somebody's hands; if that cannot be, as many as the books know."""
    pieces, grams = sum(taken.amount for taken in packs), sum(taken.weight for taken in packs)
    held, left, unit = (grams, lot.grams, "grams") if lot.by_weight else (pieces, lot.pieces, "count")
    why, sent = "date" if lot.date else "quality", sent_id(world.rng)

    def thrown(amount: int) -> None:
        waste.waste(session, lot.number, why=why, id=sent, at=at, now=now, **{unit: amount})

    try:
        thrown(held)
    except (MoreThanThere, NothingLeft):
        if left:
            thrown(min(held, left))


def count_to_zero(session: Session, lot: Booked, *, at: Counter, now: dt.datetime) -> None:
    """Write down that nothing is left of a lot."""
    difference = Change(lot.key, -lot.pieces, -lot.grams, "counted")
    stock.book(session, [difference], reason="counted", document_id=None, at=at, now=now)
    journal.record(session, at, verb="counted", subject=lot.number, now=now, count=0)


def freeze(session: Session, world: World, *, at: Counter, now: dt.datetime) -> None:
    """Freeze a few packs on their last day, as far as they are there and in the books."""
    today, known = at.business_date(now), books(session)
    todays = {lot for lot in world.shelves.lots() if lot in known and _freezes(world, known[lot], lot, today)}
    for number in sorted(todays)[:MOST_FROZEN]:
        (packs,) = world.shelves.there(number)
        count = min(packs.amount, known[number].pieces)
        done = treatments.freeze(session, number, count=count, place="diepvries", at=at, now=now)
        last = session.scalar(select(Lot.keeps_until).where(Lot.number == done.into))
        assert done.into is not None
        world.shelves.clear(number)
        world.shelves.put(packs.code, replace(packs.source, lot=done.into, date=last, last_day=last), count)
        if packs.amount > count:
            world.shelves.put(packs.code, packs.source, packs.amount - count)


def _freezes(world: World, lot: Booked, number: str, today: dt.date) -> bool:
    packs = world.shelves.there(number)
    if lot.kind != "product" or lot.by_weight or len(packs) != 1 or not lot.pieces:
        return False
    article, source = world.articles[packs[0].code], packs[0].source
    if source.date is None or source.last_day is None or article.group not in FROZEN_WELL:
        return False
    return today <= source.last_day <= today + dt.timedelta(days=1)


def temperatures(session: Session, world: World, *, at: Counter, now: dt.datetime) -> None:
    """Read the thermometers; now and then a door stood open."""
    open_door = world.rng.random() < 0.02
    fridge = 84 if open_door else world.rng.randint(22, 66)
    note = "Deur stond open, gesloten en na 30 min. opnieuw gemeten: 5,5" if open_door else ""
    places.read_temperature(session, "koel", tenths=fridge, note=note, at=at, now=now)
    places.read_temperature(session, "diepvries", tenths=world.rng.randint(-225, -184), at=at, now=now)


def levels(session: Session, world: World, *, at: Counter, now: dt.datetime) -> None:
    """Say of the most wanted goods below which level they are bought."""
    wanted = sorted(world.articles.values(), key=lambda article: (-article.wanted, article.code))
    for article in wanted[:LEVELS]:
        weekly = max(round(world.weekly(article)), 1)
        product_facts.set_levels(session, article.code, least=weekly, wished=3 * weekly, at=at, now=now)


def prices_fall(session: Session, *, at: Counter, now: dt.datetime, hour: dt.time) -> None:
    """On a Saturday with much in the crates: half the price from an hour on, and the oldest crate for soup is free."""
    if at.business_date(now).weekday() != SATURDAY:
        return
    there = crates.open_crates(session, on=at.business_date(now))
    for group in FALLING:
        heaps = sorted((c for c in there if c.group == group), key=lambda c: (c.received_on, c.lot))
        if sum(crate.grams for crate in heaps) > PLENTY_GRAMS:
            markdowns.announce(session, group, percent=50, from_hour=hour, at=at, now=now)
            if len(heaps) > 1 and heaps[0].grade is None:
                crates.grade(session, heaps[0].lot, grade=3, at=at, now=now)
                markdowns.announce(session, group, percent=0, grade=3, from_hour=hour, at=at, now=now)


def close_crates(session: Session, world: World, *, at: Counter, now: dt.datetime) -> None:
    """Look into every crate after the last sale: what will not hold goes to the compost, the rest is weighed."""
    today = at.business_date(now)
    tomorrow = today + dt.timedelta(days=1)
    known = {crate.lot: crate.grams for crate in crates.open_crates(session, on=today)}
    weights = world.shelves.weights()
    seen = []
    for number in known:
        withered = world.shelves.clear(number, overdue=tomorrow)
        world.truth.tell("pulled", withered, day=today)
        compost = sum(taken.weight for taken in withered)
        left = weights.get(number, 0) - compost
        seen.append(Seen(number, _look(world, left, known.get(number, 0)), compost))
    if seen:
        crates.close_round(session, seen, id=sent_id(world.rng), at=at, now=now)


def _look(world: World, left: int, by_the_books: int) -> int | str:
    """Put a crate on the scale, or say how full it is."""
    if not left:
        return "empty"
    if left > by_the_books or world.rng.random() < WEIGHED:
        return max(round(left / SCALE_STEP) * SCALE_STEP, SCALE_STEP)
    quarters = {"full": 1.0, "half": 0.5, "quarter": 0.25}
    return min(quarters, key=lambda share: abs(quarters[share] * by_the_books - left))


def _lose(world: World, today: dt.date) -> None:
    """Let a few packs break or disappear, which nobody writes down."""
    for code in world.rng.sample(sorted(world.shelves.by_code), min(LOST_A_DAY, len(world.shelves.by_code))):
        article: Article = world.articles[code]
        if not article.loose:
            world.truth.tell("lost", world.shelves.take(code, 1, loose=False, esf=None), day=today)
