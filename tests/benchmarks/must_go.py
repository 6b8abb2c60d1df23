"""How right is the forecast of what stays behind? Past mornings of a demo shop beside what happened then.

    python tests/benchmarks/must_go.py [--months 12] [--seeds 1 2 3] [--json]

On every opening day after the first eight weeks, as many pieces as were foretold to stay of each lot that goes within
the week, beside what the books had left of it on the evening of its last day, and beside what truly was pulled off
the shelf later, which the books cannot know. For scale: the error of who says that all stays, or that nothing does.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import statistics
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import text

from kruidenier.demo.build import TRUTH, build_demo
from kruidenier.shop.figures.must_go import REMEMBERED, must_go
from kruidenier.shop.opening import OpenShop, open_shop

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
CHANGES = "SELECT l.number, m.happened_on, SUM(m.count) FROM movement m JOIN lot l ON l.id = m.lot_id GROUP BY 1, 2"
DAYS = "SELECT DISTINCT happened_on FROM sale ORDER BY happened_on"
A_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Foretold:
    """One lot on one morning; in pieces."""

    seed: int
    morning: dt.date
    lot: str
    days: int
    left: int
    stays: int
    stayed: int
    """By the books, on the evening of the last day."""
    pulled: int
    """In truth."""


def measure(folder: Path, seed: int) -> Iterator[Foretold]:
    """Ask on past mornings of one demo shop, and look what came of it."""
    pulled = _pulled(folder)
    shop = open_shop(folder)
    try:
        changes, days = _books(shop)
        for morning in days:
            if days[0] + REMEMBERED <= morning <= days[-1] - A_WEEK:
                with shop.reading() as session:
                    lots = must_go(session, on=morning, past=True)
                for lot in lots:
                    if lot.when != "past" and not lot.by_weight and lot.stays is not None:
                        stayed = sum(n for day, n in changes[lot.lot] if day <= lot.last_day)
                        truly = min(pulled[lot.lot], lot.left)
                        yield Foretold(seed, morning, lot.lot, lot.days, lot.left, lot.stays, stayed, truly)
    finally:
        shop.close()


def _pulled(folder: Path) -> Counter[str]:
    pulled: Counter[str] = Counter()
    with (folder / TRUTH).open(encoding="utf-8", newline="") as file:
        for told in csv.DictReader(file):
            if told["event"] == "pulled" and told["pieces"]:
                pulled[told["lot"]] += int(told["pieces"])
    return pulled


def _books(shop: OpenShop) -> tuple[dict[str, list[tuple[dt.date, int]]], list[dt.date]]:
    changes: dict[str, list[tuple[dt.date, int]]] = defaultdict(list)
    with shop.reading() as session:
        for lot, day, count in session.execute(text(CHANGES)):
            changes[lot].append((dt.date.fromisoformat(day), count))
        return changes, [dt.date.fromisoformat(day) for day in session.scalars(text(DAYS))]


def tell(what: str, found: Iterable[Foretold]) -> None:
    """Print the errors of some forecasts."""
    some = list(found)
    if not some:
        return
    errors = sorted(one.stays - one.stayed for one in some)
    total, size = sum(one.stayed for one in some), len(some)
    tenth = size // 10
    truly = [one.stays - one.pulled for one in some]
    print(f"{what}: {size} forecasts, {sum(one.left for one in some)} pieces, of which {total} stayed")
    print(
        f"  foretold {sum(one.stays for one in some)}; mean error {statistics.mean(errors):+.2f} pieces a lot,", end=" "
    )
    print(
        f"standard deviation {statistics.pstdev(errors):.2f}; 80 % between {errors[tenth]:+} and {errors[-1 - tenth]:+}"
    )
    print(f"  mean |error| {statistics.mean(map(abs, errors)):.2f}", end=" ")
    print(f"(all stays: {statistics.mean(one.left - one.stayed for one in some):.2f},", end=" ")
    print(f"nothing stays: {total / size:.2f}); right {sum(not e for e in errors) / size:.0%},", end=" ")
    print(f"within one piece {sum(abs(e) <= 1 for e in errors) / size:.0%}")
    print(f"  beside what truly was pulled: mean error {statistics.mean(truly):+.2f},", end=" ")
    print(f"mean |error| {statistics.mean(map(abs, truly)):.2f}")


def main() -> None:
    """Build the shops, measure, and tell."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--months", type=int, default=12)
    asked.add_argument("--seeds", type=int, nargs="+", default=[1])
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    found: list[Foretold] = []
    for seed in given.seeds:
        with tempfile.TemporaryDirectory() as folder:
            shop = Path(folder) / "shop"
            build_demo(shop, months=given.months, seed=seed, now=NOW, tell=lambda _: None)
            found += measure(shop, seed)
    if given.json:
        print(json.dumps([asdict(one) for one in found], indent=1, default=str))
        return
    tell("all", found)
    for days in (0, 1, 2, 3):
        tell(f"{days} open days ahead", (one for one in found if one.days == days))


if __name__ == "__main__":
    main()
