"""Faults of the program itself: written down for whoever mends it, never shown."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from kruidenier.config import holds_a_shop

LOG = Path("data") / "log" / "kruidenier.log"


def write_down(fault: BaseException, folder: Path, *, at: dt.datetime) -> Path | None:
    """Write a fault into the log of the shop in a folder; without a shop or room there, whoever looks must see it."""
    import traceback

    log, trace = folder / LOG, "".join(traceback.format_exception(fault))
    try:
        log.parent.mkdir(parents=holds_a_shop(folder), exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{at.isoformat()}\n{trace}\n")
    except OSError:
        sys.stderr.write(trace)
        return None
    return log
