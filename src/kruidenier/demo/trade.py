"""The days of the demo shop: the back door in the morning, the till, the drawer, and now and then something odd."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kruidenier.demo import backroom, counter, counts, partners, recalls, receiving, suppliers
from kruidenier.shop.goods import markdowns
from kruidenier.shop.office import journal
from kruidenier.shop.people import arrivals, quotas
from kruidenier.shop.people.households import UnknownCard
from kruidenier.shop.till import baskets, cash, desk, scanning, shares
from kruidenier.shop.till.values import WhichGroup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from kruidenier.demo.cast import Family
    from kruidenier.demo.world import World
    from kruidenier.shop.office.place import Counter

FLOAT_CENTS = 10_000
OPENS = {1: dt.time(13, 30), 3: dt.time(13, 30), 5: dt.time(9, 30)}
OPEN_FOR = dt.timedelta(hours=3)
AFTERWARDS = dt.timedelta(minutes=20)
"""Within which a few come beside the opening hours."""
A_TURN = dt.timedelta(minutes=2)
"""Between two customers, at least."""
PRICES_FALL, LAST_HOUR = dt.time(11, 30), dt.time(16, 30)
SALES_TODAY = 8
PAPER_SALES = 4
POWER_CUT = 3
"""The half-day, counted from the first, on which the machine was off for an hour."""
RECALL = 9
"""The half-day before which goods are called back."""
A_SALE = dt.timedelta(minutes=3)
"""From the card to the last correction, at most."""
NEVER = -100_000
SAME_WEEK = 6
"""Days before a household comes again."""
DIFFERENCES = (0, 0, 0, 0, 0, -5, 5, -10, 20, -100, 50)
CORRECTED, CANCELLED, ASIDE, OVERSPENT = 30, 90, 33, 40
"""One customer in so many has a sale corrected, goes away, waits aside, or goes over the budget."""
DESK_DAYS = 15
"""The welcome desk was tried in the last days only."""
WAIT = dt.timedelta(minutes=2)
"""Between the desk and the till, at least."""
WAITING_TODAY = 6
TOO_MUCH = 1.4
"""What somebody spends, in parts of the budget, before a manager lets it go over."""
WANTED = 12
"""So many goods are looked at for what is scarce today."""
RATIONED = "5410138044367"
"""Coffee: a pack or two a month."""
STRANGERS = {
    1: ("5430012345670", "biscuits-snacks"),
    4: ("5430076543210", "canned"),
    6: ("5430055555555", "sauces-condiments"),
}
"""By half-day: a code that no catalogue knows, and the group that the volunteer chose."""


def half_day(session: Session, world: World, day: dt.date, *, number: int) -> None:
    """Trade one past half-day, from the deliveries to the closing slip."""
    opens = _local(world, day, OPENS[day.weekday()])
    staff, volunteer = world.by("staff"), world.by("volunteer")
    early = opens - dt.timedelta(minutes=150)
    backroom.temperatures(session, world, at=staff, now=early)
    backroom.morning_round(session, world, at=staff, now=early)
    if number == RECALL:
        recalls.closed_one(session, world, at=staff, manager=world.by("manager"), now=early)
    deliveries(session, world, day, at=staff, now=opens - dt.timedelta(minutes=120))
    if day.weekday() == backroom.TUESDAY:
        backroom.freeze(session, world, at=staff, now=opens - dt.timedelta(minutes=60))
    backroom.prices_fall(session, at=staff, now=opens - dt.timedelta(minutes=30), hour=PRICES_FALL)
    cash.open_drawer(session, float_cents=FLOAT_CENTS, at=volunteer, now=opens - dt.timedelta(minutes=10))
    closes = opens + OPEN_FOR
    for family, now in customers(world, day, opens, count=world.rng.randint(*world.scale.sales), within=OPEN_FOR):
        serve(session, world, family, at=volunteer, now=now)
    if number == POWER_CUT:
        power_cut(session, world, day, now=closes)
        closes += dt.timedelta(hours=2)
    turned_away(session, world, day, at=volunteer, now=closes + dt.timedelta(minutes=5))
    if number in STRANGERS:
        unknown_code(session, world, day, STRANGERS[number], at=volunteer, now=closes + dt.timedelta(minutes=8))
    close_drawer(session, world, at=staff, now=closes + dt.timedelta(minutes=20))
    backroom.close_crates(session, world, at=staff, now=closes + dt.timedelta(minutes=40))
    partners.pass_on(session, world, number=number, at=staff, now=closes + dt.timedelta(minutes=45))
    counts.count_a_group(session, world, day, at=staff, now=closes + dt.timedelta(minutes=50))


def deliveries(session: Session, world: World, day: dt.date, *, at: Counter, now: dt.datetime) -> None:
    """Let today's suppliers bring their goods; all of them on the first day."""
    week = (day - world.first).days // 7
    for giver in suppliers.GIVERS:
        due = day.weekday() in giver.days and week % giver.every == 0 and world.rng.random() < 0.93
        if due or (day == world.first and giver.days):
            receiving.deliver(session, world, giver, at=at, now=now)


def customers(
    world: World,
    day: dt.date,
    opens: dt.datetime,
    *,
    count: int,
    within: dt.timedelta = AFTERWARDS,
    grocery: bool = False,
) -> Iterator[tuple[Family, dt.datetime]]:
    """Tell who comes to shop, and when: households that may, and have not been here this week.

    They come at any moment of the time it is open. With `grocery` only those that may have more than ESF+ goods.
    """
    number = world.day_number(day)
    free = [
        family
        for family in world.families
        if (family.may(number)[0] or (any(family.may(number)) and not grocery))
        and family.registers(world.day_number(world.first)) <= number
        and world.last_visit.get(family.card, NEVER) + SAME_WEEK <= number
    ]
    came = world.rng.sample(free, min(count, len(free)))
    moments = sorted(world.rng.random() for _family in came)
    for turn, (family, moment) in enumerate(zip(came, moments, strict=True), start=1):
        world.last_visit[family.card] = number
        now = opens + turn * A_TURN + moment * (within - len(came) * A_TURN)
        yield family, now.replace(microsecond=0)


def serve(session: Session, world: World, family: Family, *, at: Counter, now: dt.datetime) -> None:
    """Serve one household; a few change their mind, wait aside, go over their budget or bring something back."""
    if world.day_number(at.business_date(now)) > -DESK_DAYS:
        desk.arrive(session, family.card, at=at, now=now - WAIT)
    turn = world.served + 1
    over = turn % OVERSPENT == 17
    visit = counter.fill_basket(session, world, family, at=at, now=now, spend=TOO_MUCH if over else 0)
    if visit is None:
        return
    world.served = turn
    now += dt.timedelta(seconds=60)
    if turn % CANCELLED == 45:
        counter.give_up(session, world, visit, at=at, now=now)
        return
    if turn % ASIDE == 5:
        baskets.put_aside(session, visit.basket.id, at=at, now=now)
        visit.basket = baskets.welcome(session, family.card, at=at, now=now + dt.timedelta(seconds=20))
        now += dt.timedelta(seconds=30)
    overspent = visit.basket.budget_left_cents < 0
    by, reason = (world.by("manager"), counter.OVERRIDE_REASON) if overspent else (at, None)
    sale = counter.pay(session, world, visit, at=by, now=now, override=reason)
    if sale is not None and turn % CORRECTED == 9:
        whole = turn // CORRECTED % 2 == 0
        counter.correct(session, world, sale, visit.packs, whole=whole, now=now + dt.timedelta(seconds=30))


def turned_away(session: Session, world: World, day: dt.date, *, at: Counter, now: dt.datetime) -> None:
    """Let a card come that may not shop today, or one that nobody knows: the till says no, and notes it."""
    number = world.day_number(day)
    first = world.day_number(world.first)
    barred = [f for f in world.families if f.registers(first) <= number and not any(f.may(number))]
    if barred and world.rng.random() < 0.3:
        counter.fill_basket(session, world, world.rng.choice(barred), at=at, now=now)
    if world.rng.random() < 0.1:
        journal.note_refusal(session, UnknownCard(card=""), at=at, now=now)


def unknown_code(
    session: Session, world: World, day: dt.date, stranger: tuple[str, str], *, at: Counter, now: dt.datetime
) -> None:
    """Sell something that the catalogue does not know: the volunteer picks its group, a draft waits for staff."""
    code, group = stranger
    for family, moment in customers(world, day, now, count=3, grocery=True):
        visit = counter.fill_basket(session, world, family, at=at, now=moment)
        if visit is None:
            continue
        scanned = scanning.scan(session, visit.basket.id, code=code, at=at, now=moment)
        if isinstance(scanned.ask, WhichGroup):
            scanned = scanning.scan(session, visit.basket.id, code=code, group=group, at=at, now=moment)
        visit.basket = scanned.basket
        visit.packs.append(counter.unknown_pack(code))
        counter.pay(session, world, visit, at=at, now=moment)
        break


def close_drawer(session: Session, world: World, *, at: Counter, now: dt.datetime) -> None:
    """Count the drawer blind, coin by coin, and close it; on some days a little is missing or too much."""
    slip = cash.drawer(session, at=at)
    assert slip is not None
    counted = max(slip.expected_cents + world.rng.choice(DIFFERENCES), 0)
    coins = {}
    for cents in sorted(cash.COINS[:12], reverse=True):
        coins[cents], counted = divmod(counted, cents)
    cash.close_drawer(session, coins=coins, at=at, now=now)


def power_cut(session: Session, world: World, day: dt.date, *, now: dt.datetime) -> None:
    """Write up the sales that were kept on paper while the machine was off, an hour later."""
    for sheet, (family, moment) in enumerate(customers(world, day, now, count=PAPER_SALES, grocery=True), start=1):
        later = now + dt.timedelta(hours=1, minutes=sheet)
        number = f"P{day:%y%m%d}-{sheet}"
        counter.sell_on_paper(session, world, family, number=number, at_time=moment, now=later)


def today_so_far(session: Session, world: World, *, now: dt.datetime) -> None:
    """Begin today, whatever day of the week it is: goods are in, the drawer is open, one basket waits aside.

    Leftovers are still on the shelves: the morning's round is left to whoever tries the demo. However early it is,
    no deed lies in the future.
    """
    day = world.today
    opens = _local(world, day, dt.time(9, 0))
    latest = max(now - A_SALE, _local(world, day, dt.time(0, 0)))
    staff, volunteer = world.by("staff"), world.by("volunteer")

    def moment(minutes: int) -> dt.datetime:
        return min(opens + dt.timedelta(minutes=minutes), latest)

    for giver in suppliers.GIVERS:
        if giver.code == "miroir":
            receiving.van_of_today(session, world, giver, at=staff, now=moment(-90))
        elif giver.code == "miroir-gare":
            receiving.van_at_the_door(session, giver, at=staff, now=moment(-20))
        elif giver.kind in ("supermarket", "bakery", "wholesaler", "garden") and giver.days:
            receiving.deliver(session, world, giver, at=staff, now=moment(-90), most_days=1)
    markdowns.announce(session, "bread", percent=50, from_hour=LAST_HOUR, at=staff, now=moment(-30))
    cash.open_drawer(session, float_cents=FLOAT_CENTS, at=volunteer, now=moment(-10))
    for n, (family, _when) in enumerate(customers(world, day, opens, count=SALES_TODAY)):
        serve(session, world, family, at=volunteer, now=moment(5 * n))
    for family, _when in customers(world, day, opens, count=8):
        if family.about:  # whoever tries the demo begins a basket of their own
            continue
        visit = counter.fill_basket(session, world, family, at=volunteer, now=moment(45))
        if visit is not None:
            baskets.put_aside(session, visit.basket.id, at=volunteer, now=moment(46))
            break
    recalls.open_one(session, world, at=staff, now=moment(50))
    share_out(session, world, at=world.counters["manager"][0], now=moment(51))
    queue_up(session, world, day, at=volunteer, now=moment(52))


def share_out(session: Session, world: World, *, at: Counter, now: dt.datetime) -> None:
    """Accept what is proposed for the scarcest of the goods that are wanted most, and begin a quota on coffee."""
    wanted = sorted((one for one in world.articles.values() if not one.loose), key=lambda one: (-one.wanted, one.code))
    found = [shares.look(session, article.code, at=at, now=now) for article in wanted[:WANTED]]
    some = [share for share in found if not share.proposal.nothing]
    if some:
        shares.accept(session, min(some, key=lambda share: share.stock).quota, at=at, now=now)
    if RATIONED in world.articles:
        quotas.set_quota(session, RATIONED, period="month", limit="1 1 2", at=at, now=now)


def queue_up(session: Session, world: World, day: dt.date, *, at: Counter, now: dt.datetime) -> None:
    """Let a few wait with their numbers; the first of them is called."""
    for family, _when in customers(world, day, now, count=WAITING_TODAY):
        desk.arrive(session, family.card, at=at, now=now)
    arrivals.call_next(session, at=at, now=now)


def _local(world: World, day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, tzinfo=world.counters["staff"][0].zone)
