"""How fair is the limit of the day? Mornings of demo shops, replayed with too little of something.

    python tests/benchmarks/fair_share.py [--months 4] [--seeds 1 2 3] [--shops DIR ...] [--json]

Who came, in which order, at which hour and with how many people is as in the books of the demo; today, which is not
over, is left out. What the demo does not know is invented, from the seed: the goods are wanted by nine in ten, as much
as they are people; there is so much of them as is half to twice one piece for each. Limits are proposed, accepted and
eased at every arrival and every payment by the method of the shop, which knows the same days of the week before and
what went out on those under a limit. Told is the chance to find at least one piece, for the first and the last quarter
of the queue, and how much is left at closing. Three ways to know who comes: places are booked (one in twenty stays
away); the desk gives numbers an hour and a half ahead, to a queue of about twenty; or only the till sees people.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import text

from kruidenier.demo.build import build_demo
from kruidenier.shop.opening import open_shop
from kruidenier.shop.people import fair_share
from kruidenier.shop.people.fair_share import ALL, Limit, Morning, Waiting

ZONE = ZoneInfo("Europe/Brussels")
NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
VISITS = (
    "SELECT happened_on, happened_at, adults + children FROM sale"
    " WHERE kind = 'sale' AND paper_number IS NULL AND happened_on < :today ORDER BY happened_at"
)
WAYS = ("booked", "desk", "till")
AHEAD = 5400
"""Seconds between the number and the till."""
LOOKED_BACK, AT_LEAST = 8, 4
WANTED, STAYS_AWAY = 0.9, 0.05
POINTS, LEFT = 0.05, 0.05
"""The bar: the quarters of the queue so close together, and no more left at closing."""
LATE = 3600
"""So many seconds after its hour nobody expects whoever booked any more."""
LEAST, MOST = 0.5, 2.0
"""Pieces for each household that is expected."""


class Comer(NamedTuple):
    """Somebody who comes to the till."""

    second: int
    people: int
    wants: int
    place: int
    """In the round."""


@dataclass(frozen=True)
class Replayed:
    """One morning."""

    seed: int
    way: str
    stock: int
    enough_for_one: bool
    """At least one piece for each household that was expected."""
    quarter: int
    first_found: int
    last_found: int
    first_pieces: int
    last_pieces: int
    left: int
    rises: int
    """How often the limit went up."""
    falls: int
    """How often it went down."""


class Seen(NamedTuple):
    """What the books know of an earlier morning under a limit."""

    taken: int
    allowed: Counter[int]
    booked: int
    away: int


@dataclass(frozen=True)
class Known:
    """What is known before a morning begins: the same day of the week, and the mornings under a limit."""

    came: list[list[tuple[int, int]]]
    seen: list[Seen]

    @property
    def usual(self) -> float:
        """How many households usually come."""
        return sum(map(len, self.came)) / len(self.came)

    @property
    def kept(self) -> Fraction:
        """The part of the bookings that is usually kept."""
        booked, away = sum(one.booked for one in self.seen), sum(one.away for one in self.seen)
        return Fraction(booked - away, booked) if booked else Fraction(1)


def replay(folder: Path, seed: int) -> Iterator[Replayed]:
    """Replay the mornings of one demo shop in all ways."""
    shop = open_shop(folder)
    days: dict[dt.date, list[tuple[int, int]]] = defaultdict(list)
    try:
        with shop.reading() as session:
            for day, moment, people in session.execute(text(VISITS), {"today": NOW.date()}):
                at = dt.datetime.fromisoformat(moment).astimezone(ZONE)
                days[dt.date.fromisoformat(day)].append((at.hour * 3600 + at.minute * 60 + at.second, people or 1))
    finally:
        shop.close()
    for way in WAYS:
        seen: dict[dt.date, Seen] = {}
        for day, came in days.items():
            same = [one for one in days if one < day and one.weekday() == day.weekday()][-LOOKED_BACK:]
            if len(same) >= AT_LEAST:
                known = Known([days[one] for one in same], [seen[one] for one in same if one in seen])
                rng = Random(f"{seed} {day}")
                replayed, seen[day] = _morning(came, known, rng, seed=seed, way=way)
                yield replayed


def _morning(came: list[tuple[int, int]], known: Known, rng: Random, *, seed: int, way: str) -> tuple[Replayed, Seen]:
    stock = whole = round(known.usual * rng.uniform(LEAST, MOST))
    comers = [Comer(at, people, people if rng.random() < WANTED else 0, rng.randrange(ALL)) for at, people in came]
    away = {number for number in range(len(comers)) if rng.random() < STAYS_AWAY} if way == "booked" else set()
    ahead = AHEAD if way == "desk" else 60
    events = [(one.second - ahead, 0, number) for number, one in enumerate(comers)]
    events += [(one.second, 1, number) for number, one in enumerate(comers) if number not in away]
    sizes = [people for day in known.came for _at, people in day]
    taken, allowed = sum(one.taken for one in known.seen), sum((one.allowed for one in known.seen), Counter())
    limit = None
    here: dict[int, int] = {}
    expected = set(range(len(comers))) if way == "booked" else set()
    found: dict[int, bool] = {}
    got: dict[int, int] = {}
    today: Counter[int] = Counter()
    rises = falls = 0
    for second, paying, number in sorted(events):
        one = comers[number]
        expected -= {other for other in expected & away if comers[other].second + LATE < second}
        if not paying:
            if number in away:
                continue
            expected.discard(number)
            here[number] = 0
        waiting = [Waiting(comers[other].people, told, comers[other].place) for other, told in here.items()]
        waiting += [Waiting(comers[other].people, place=comers[other].place, booked=True) for other in expected]
        still = [] if way == "booked" else [sum(at - ahead > second for at, _people in day) for day in known.came]
        if way == "till":
            still = [max(came - len(waiting), 0) for came in still]
        morning = Morning(
            stock=stock,
            waiting=waiting,
            to_come=still,
            sizes=sizes,
            took=(),
            taken=taken + whole - stock,
            allowed=allowed + today,
            kept=known.kept,
        )
        before, limit = limit, fair_share.propose(morning, today=limit)
        rises += before is not None and _much(limit) > _much(before)
        falls += before is not None and _much(limit) < _much(before)
        now = limit.of(one.people, one.place)
        if not paying:
            here[number] = now
            continue
        may = max(now, here.pop(number))
        found[number], got[number] = min(may, stock) >= 1, min(may, stock, one.wants)
        stock -= got[number]
        today[max(now, got[number])] += 1
    queue, pieces = [found[number] for number in sorted(found)], [got[number] for number in sorted(got)]
    quarter = len(queue) // 4
    replayed = Replayed(
        seed=seed,
        way=way,
        stock=whole,
        enough_for_one=whole >= known.usual,
        quarter=quarter,
        first_found=sum(queue[:quarter]),
        last_found=sum(queue[-quarter:]),
        first_pieces=sum(pieces[:quarter]),
        last_pieces=sum(pieces[-quarter:]),
        left=stock,
        rises=rises,
        falls=falls,
    )
    return replayed, Seen(whole - stock, today, len(comers) if way == "booked" else 0, len(away))


def _much(limit: Limit) -> int:
    return sum(limit.steps) * limit.turns


def tell(mornings: list[Replayed]) -> None:
    """Print the figures of each way, of all seeds together and one by one, and whether they hold."""
    for way in WAYS:
        for words, stocks in (("all", (True, False)), ("one each or more", (True,)), ("less than one each", (False,))):
            some = [one for one in mornings if one.way == way and one.enough_for_one in stocks]
            print(f"{way}, {words}: {_figures(some)}")
            for seed in sorted({one.seed for one in some}):
                print(f"    seed {seed}: {_figures([one for one in some if one.seed == seed])}")


def _figures(some: list[Replayed]) -> str:
    asked, stock = sum(one.quarter for one in some), sum(one.stock for one in some)
    first, last = sum(one.first_found for one in some) / asked, sum(one.last_found for one in some) / asked
    left = sum(one.left for one in some) / stock
    pieces = [sum(one.first_pieces for one in some) / asked, sum(one.last_pieces for one in some) / asked]
    rises, falls = sum(one.rises for one in some) / len(some), sum(one.falls for one in some) / len(some)
    holds = "holds" if abs(first - last) <= POINTS and left <= LEFT else "does not hold"
    return (
        f"{len(some)} mornings, first quarter {first:.1%}, last {last:.1%}, left {left:.1%}: {holds};"
        f" {pieces[0]:.2f} and {pieces[1]:.2f} pieces each, {rises:.1f} times up, {falls:.1f} down"
    )


def main() -> None:
    """Build the shops, replay, and tell."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--months", type=int, default=4)
    asked.add_argument("--seeds", type=int, nargs="+", default=[1])
    asked.add_argument("--shops", type=Path, nargs="*", help="demo shops that are built already, one for each seed")
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    found: list[Replayed] = []
    for place, seed in enumerate(given.seeds):
        if given.shops:
            found += replay(given.shops[place], seed)
            continue
        with tempfile.TemporaryDirectory() as folder:
            build_demo(Path(folder), months=given.months, seed=seed, now=NOW, tell=lambda _words: None)
            found += replay(Path(folder), seed)
    if given.json:
        print(json.dumps([asdict(one) for one in found]))
    else:
        tell(found)


if __name__ == "__main__":
    main()
