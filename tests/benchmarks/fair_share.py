"""How fair is the limit of the day? Mornings of demo shops, replayed with too little of something.

    python tests/benchmarks/fair_share.py [--months 4] [--seeds 1 2 3] [--shops DIR ...] [--json]

Who came, in which order, at which hour and with how many people is as in the books of the demo. What the demo does not
know is invented, from the seed: the goods are wanted by nine in ten, as much as they are people; there is so much of
them as is half to twice one piece for each. Limits are proposed, accepted and eased at every arrival and every payment
by the method of the shop. Told is the chance to find at least one piece, for the first and the last quarter of the
queue, and how much is left at closing. Three ways to know who comes: places are booked (one in twenty stays away); the
desk gives numbers an hour and a half ahead, to a queue of about twenty; or only the till sees people.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import NamedTuple

from sqlalchemy import text

from kruidenier.demo.build import build_demo
from kruidenier.shop.opening import open_shop
from kruidenier.shop.people import fair_share
from kruidenier.shop.people.fair_share import Morning, Waiting

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
VISITS = (
    "SELECT happened_on, happened_at, adults + children FROM sale"
    " WHERE kind = 'sale' AND paper_number IS NULL ORDER BY happened_at"
)
WAYS = ("booked", "desk", "till")
AHEAD = 5400
"""Seconds between the number and the till."""
LOOKED_BACK, AT_LEAST = 8, 4
WANTED, STAYS_AWAY = 0.9, 0.05
LEAST, MOST = 0.5, 2.0
"""Pieces for each household that is expected."""


class Comer(NamedTuple):
    """Somebody who comes to the till."""

    second: int
    people: int
    wants: int


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
    left: int
    falls: int
    """How often the limit went down."""


def replay(folder: Path, seed: int) -> Iterator[Replayed]:
    """Replay the mornings of one demo shop in all ways."""
    shop = open_shop(folder)
    days: dict[dt.date, list[tuple[int, int]]] = defaultdict(list)
    try:
        with shop.reading() as session:
            for day, moment, people in session.execute(text(VISITS)):
                at = dt.datetime.fromisoformat(moment)
                days[dt.date.fromisoformat(day)].append((at.hour * 3600 + at.minute * 60 + at.second, people or 1))
    finally:
        shop.close()
    for day, came in days.items():
        same = [days[one] for one in days if one < day and one.weekday() == day.weekday()][-LOOKED_BACK:]
        if len(same) >= AT_LEAST:
            for way in WAYS:
                rng = Random(f"{seed} {day}")
                yield _morning(came, same, rng, seed=seed, way=way)


def _morning(
    came: list[tuple[int, int]], same: list[list[tuple[int, int]]], rng: Random, *, seed: int, way: str
) -> Replayed:
    comers = [Comer(at, people, people if rng.random() < WANTED else 0) for at, people in came]
    usual = sum(map(len, same)) / len(same)
    stock = whole = round(usual * rng.uniform(LEAST, MOST))
    away = {number for number in range(len(comers)) if rng.random() < STAYS_AWAY} if way == "booked" else set()
    ahead = AHEAD if way == "desk" else 60
    events = [(one.second - ahead, 0, number) for number, one in enumerate(comers)]
    events += [(one.second, 1, number) for number, one in enumerate(comers) if number not in away]
    steps: tuple[int, ...] = ()
    here: dict[int, int] = {}
    expected = set(range(len(comers))) if way == "booked" else set()
    found: dict[int, bool] = {}
    allowed: list[int] = []
    falls = 0
    for second, paying, number in sorted(events):
        one = comers[number]
        expected -= {other for other in expected & away if comers[other].second + 1800 < second}
        if not paying:
            if number in away:
                continue
            expected.discard(number)
            here[number] = 0
        waiting = [Waiting(comers[other].people, told) for other, told in here.items()]
        waiting += [Waiting(comers[other].people) for other in expected]
        still = [sum(at > second for at, _people in day) for day in same] if way != "booked" else []
        sizes = [people for day in same for _at, people in day]
        morning = Morning(stock, waiting, still, sizes, (), whole - stock, allowed)
        before, steps = steps, fair_share.propose(morning, today=steps)
        falls += bool(before) and sum(steps) < sum(before)
        limit = fair_share.step_of(steps, one.people)
        if not paying:
            here[number] = limit
            continue
        limit = max(limit, here.pop(number))
        allowed.append(limit)
        found[number] = min(limit, stock) >= 1
        stock -= min(limit, stock, one.wants)
    queue = [found[number] for number in sorted(found)]
    quarter = len(queue) // 4
    return Replayed(
        seed, way, whole, whole >= usual, quarter, sum(queue[:quarter]), sum(queue[-quarter:]), stock, falls
    )


def tell(mornings: list[Replayed]) -> None:
    """Print the figures of each way by seed, and their spread."""
    for way in WAYS:
        for enough in (True, False):
            rows = []
            print(f"{way}, {'one each or more' if enough else 'less than one each'}:")
            for seed in sorted({one.seed for one in mornings}):
                some = [one for one in mornings if (one.seed, one.way, one.enough_for_one) == (seed, way, enough)]
                if some:
                    rows.append(_figures(some))
                    first, last, left, falls = rows[-1]
                    print(
                        f"  seed {seed}: {len(some)} mornings, first quarter {first:.1%}, last {last:.1%},"
                        f" left {left:.1%}, the limit went down {falls:.1f} times"
                    )
            if len(rows) > 1:
                columns = list(zip(*rows, strict=True))[:3]
                told = [f"{statistics.mean(some):.1%} ± {statistics.stdev(some):.1%}" for some in columns]
                print("  all seeds: first quarter {}, last {}, left {}".format(*told))


def _figures(some: list[Replayed]) -> tuple[float, float, float, float]:
    asked, stock = sum(one.quarter for one in some), sum(one.stock for one in some)
    first, last = sum(one.first_found for one in some), sum(one.last_found for one in some)
    left, falls = sum(one.left for one in some), sum(one.falls for one in some)
    return first / asked, last / asked, left / stock, falls / len(some)


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
