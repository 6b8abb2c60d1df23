"""Searching a journal of a million lines, against reading a hundred of its lines by their number."""

from __future__ import annotations

import datetime as dt
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, text

from kruidenier.shop.founding import found_shop
from kruidenier.shop.office import journal_pages
from kruidenier.shop.office.journal import JournalLine
from kruidenier.shop.office.journal_pages import PAGE, Wanted
from kruidenier.shop.opening import OpenShop
from tests.benchmarks.server import postgres
from tests.benchmarks.timing import ms, ratio, say, timed

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
LINES, AT_ONCE, A_DAY = 1_000_000, 50_000, 400
ROUNDS = 5
VERBS = ("sale", "sale", "sale", "waste", "count entry", "basket less", "delivery_line", "temperature")
RARE = {100: "staff role", 500_000: "founded", 999_000: "recall start"}
"""Deeds that were done once, long ago or lately."""
ASKED = {
    "nothing": Wanted(),
    "a word of many": Wanted(word="sale"),
    "a word of one, long ago": Wanted(word="role"),
    "a word of none": Wanted(word="zzz"),
    "a thing": Wanted(subjects=["1-000777"]),
    "somebody": Wanted(by="an"),
    "somebody who did little": Wanted(by="els"),
    "a day": Wanted(since=dt.date(2022, 1, 3), until=dt.date(2022, 1, 3)),
}


def filled_shop(folder: Path, *, database: str | None = None) -> OpenShop:
    """A shop whose journal has a million lines; their seals are not what is measured."""
    if database is not None:
        folder.mkdir(parents=True)
        (folder / "shop.toml").write_text(f'database = "{database}"\n')
    shop = found_shop(folder, name="Bench", lang="nl", manager="Els", pin="1234", now=NOW)
    with shop.writing.begin() as session:
        for start in range(0, LINES, AT_ONCE):
            session.connection().execute(insert(JournalLine), [_line(n) for n in range(start, start + AT_ONCE)])
        session.execute(text("ANALYZE"))
    return shop


def _line(n: int) -> dict[str, object]:
    at = NOW - dt.timedelta(days=(LINES - n) // A_DAY)
    return {
        "till_id": 1,
        "seq": n + 1000,
        "at": at,
        "happened_on": at.date(),
        "by": "an" if n % 3 else "samira",
        "verb": RARE.get(n, VERBS[n % len(VERBS)]),
        "subject": f"1-{n:06}",
        "details": {"total_cents": n % 5000, "lines": n % 15},
        "hash": f"{n:064x}",
    }


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="kruidenier-bench-") as name, postgres() as server:
        measure(filled_shop(Path(name) / "embedded"), database="sqlite")
        measure(filled_shop(Path(name) / "served", database=server.new_database()), database="postgresql")


def measure(shop: OpenShop, *, database: str) -> None:
    """Time each search and a bare page in turn."""
    for what, wanted in ASKED.items():
        times, floor = [], []
        for _ in range(ROUNDS):
            times.append(timed(partial(_read, shop, partial(journal_pages.page, wanted=wanted))))
            floor.append(timed(partial(_read, shop, _bare)))
        say(f"journal of {LINES:,} lines, {database}, {what}: {ms(times)}  bare {ms(floor)}  {ratio(times, floor)}")
    shop.close()


def _read(shop: OpenShop, question: Callable[[Session], object]) -> None:
    with shop.reading() as session:
        question(session)


def _bare(session: Session) -> None:
    session.execute(select(JournalLine.__table__).order_by(JournalLine.id.desc()).limit(PAGE)).all()


if __name__ == "__main__":
    main()
