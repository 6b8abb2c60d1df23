"""The screens, watched from outside: from start to first paint and to ready, and from a scan to its painted line."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.sale import stocked_shop
from tests.benchmarks.server import postgres
from tests.benchmarks.terminal import Terminal
from tests.benchmarks.timing import ms, ratio, say

OURS = (sys.executable, "-m", "tests.benchmarks.our_app")
STARTS = 7
SCANS = 60
PAUSE = 0.15
"""Between two scans, as a hand needs; also longer than the till's guard against a second Enter."""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="kruidenier-bench-") as name, postgres() as server:
        embedded, served = Path(name) / "embedded", Path(name) / "served"
        stocked_shop(embedded, products=SCANS).close()
        stocked_shop(served, products=SCANS, database=server.new_database()).close()
        start(embedded)
        for database, folder in (("sqlite", embedded), ("postgresql", served)):
            scan(folder, database=database)


def start(folder: Path) -> None:
    """Time from the start of the program to its first paint, and until somebody can sign in."""
    bare, first, ready = [], [], []
    for _ in range(STARTS):
        with Terminal(sys.executable, "-m", "tests.benchmarks.bare_app") as terminal:
            bare.append(terminal.until("bare app is here") - terminal.started)
        with Terminal(*OURS, str(folder)) as terminal:
            first.append(terminal.until("kruidenier") - terminal.started)
            ready.append(terminal.until("[1]") - terminal.started)
    floor = statistics.median(bare)
    say(f"start: bare Textual {floor * 1000:.0f} ms  first paint {ratio(first, bare)}  ready {ratio(ready, bare)}")


def scan(folder: Path, *, database: str) -> None:
    """Time from a scan to its line on the screen, saved."""
    with Terminal(sys.executable, "-m", "tests.benchmarks.bare_list") as probe, Terminal(*OURS, str(folder)) as till:
        probe.until("bare list is here")
        till.until("[1]")
        till.send("1")
        till.until("PIN")
        till.send("1234\r")
        till.until("TODAY")
        time.sleep(0.5)
        till.send("\r")
        till.until("card")
        time.sleep(0.5)
        till.send("bench\r")
        till.until("MAY SHOP")
        floors, scans, bytes_before = [], [], len(till.painted)
        for n in range(SCANS):
            time.sleep(PAUSE)
            floors.append(_lag(probe, f"{1000 + n}\r", f"line {1000 + n} "))
            time.sleep(PAUSE)
            scans.append(_lag(till, f"p{n:03}\r", f"complètes {n} "))
    sent = (len(till.painted) - bytes_before) // SCANS
    subject = f"scan to painted line, {database}"
    say(f"{subject}: ours {ms(scans)}  bare list {ms(floors)}  {ratio(scans, floors)}  {sent} bytes a scan")


def _lag(terminal: Terminal, keys: str, text: str) -> float:
    sent = terminal.send(keys)
    return (terminal.until(text) - sent) * 1000


if __name__ == "__main__":
    main()
