"""How right is what is told of each supplier? The books of a demo shop beside its hidden truth.

    python tests/benchmarks/attribution.py [--months 12] [--seeds 1 2 3] [--json]

For every supplier: the kilograms that the books say went out to households (sold, less what came back, and what is
gone from the crates) beside the kilograms that truly did. A supplier is measured if at least `LEAST_KG` of its goods
went out; a year of a small giver is a few crates, and one wrong pack is a percent of them. Lots that came in by the
piece and were never weighed are left out on both sides: the books say of them that they do not know their weight.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import statistics
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import text

from kruidenier.demo.build import TRUTH, build_demo
from kruidenier.shop.opening import open_shop

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
LEAST_KG = 50
BOOKS = """
    SELECT s.code, COALESCE(u.reason, m.reason) AS reason, m.known_by, l.kind, SUM(m.grams) AS weight
    FROM movement m JOIN lot l ON l.id = m.lot_id JOIN supplier s ON s.id = l.supplier_id
    LEFT JOIN movement u ON u.id = m.undoes_id
    GROUP BY s.code, COALESCE(u.reason, m.reason), m.known_by, l.kind"""
UNWEIGHED = """
    SELECT l.number FROM lot l WHERE NOT l.by_weight AND l.kind = 'product'
    AND NOT EXISTS (SELECT 1 FROM movement m WHERE m.lot_id = l.id AND m.grams <> 0)"""
OUT = ("sold", "void", "refund", "gone")
SIGNS = {"sold": 1, "returned": -1}


@dataclass(frozen=True)
class Measured:
    """One supplier: what went out to households, by the books and truly."""

    seed: int
    supplier: str
    truly_kg: float
    by_the_books_kg: float
    scanned_kg: float
    attributed_kg: float
    gone_kg: float
    counted_kg: float
    """Differences of counts and rounds, which the books tell apart: found above zero."""

    @property
    def error(self) -> float:
        """In percent of the truth."""
        return 100 * (self.by_the_books_kg - self.truly_kg) / self.truly_kg


def measure(folder: Path, seed: int) -> Iterator[Measured]:
    """Put the books of one demo shop beside its truth."""
    truth: Counter[str] = Counter()
    out: dict[str, Counter[str]] = {}
    shop = open_shop(folder)
    try:
        with shop.reading() as session:
            unweighed = set(session.scalars(text(UNWEIGHED)))
            for row in session.execute(text(BOOKS)):
                kilos = out.setdefault(row.code, Counter())
                if row.reason == "counted":
                    kilos["counted"] += row.weight
                elif row.reason in OUT:
                    kilos["gone" if row.reason == "gone" else row.known_by] -= row.weight
    finally:
        shop.close()
    with (folder / TRUTH).open(encoding="utf-8", newline="") as file:
        for told in csv.DictReader(file):
            if told["lot"] not in unweighed:
                truth[told["supplier"]] += SIGNS.get(told["event"], 0) * int(told["grams"])
    for supplier, kilos in sorted(out.items()):
        if truth[supplier] >= LEAST_KG * 1000:
            booked = kilos["scanned"] + kilos["attributed"] + kilos["gone"]
            figures = (truth[supplier], booked, *(kilos[how] for how in ("scanned", "attributed", "gone", "counted")))
            yield Measured(seed, supplier, *(grams / 1000 for grams in figures))


def main() -> None:
    """Build the shops, measure, and tell."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--months", type=int, default=12)
    asked.add_argument("--seeds", type=int, nargs="+", default=[1])
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    found: list[Measured] = []
    for seed in given.seeds:
        with tempfile.TemporaryDirectory() as folder:
            shop = Path(folder) / "shop"
            build_demo(shop, months=given.months, seed=seed, now=NOW, tell=lambda _: None)
            found += measure(shop, seed)
    if given.json:
        print(json.dumps([asdict(one) | {"error_percent": round(one.error, 2)} for one in found], indent=1))
        return
    print(f"{'seed supplier':24} {'truly':>9} {'books':>9}", end=" ")
    print(f"{'scanned':>9} {'attrib.':>9} {'gone':>8} {'counted':>8}  error")
    for one in found:
        figures = f"{one.truly_kg:9.1f} {one.by_the_books_kg:9.1f} {one.scanned_kg:9.1f} {one.attributed_kg:9.1f}"
        print(f"{one.seed:4} {one.supplier:19} {figures} {one.gone_kg:8.1f} {one.counted_kg:8.1f} {one.error:+6.1f} %")
    errors = [one.error for one in found]
    total = 100 * sum(abs(one.by_the_books_kg - one.truly_kg) for one in found) / sum(one.truly_kg for one in found)
    print(
        f"{len(found)} suppliers: median |error| {statistics.median(map(abs, errors)):.1f} %, by weight {total:.1f} %"
    )
    print(
        f"within 3 %: {sum(abs(e) <= 3 for e in errors)}; spread {min(errors):+.1f} to {max(errors):+.1f} %,", end=" "
    )
    print(f"standard deviation {statistics.pstdev(errors):.1f}")


if __name__ == "__main__":
    main()
