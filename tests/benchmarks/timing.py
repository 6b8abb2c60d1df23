"""How long a deed takes, and how that is said."""

from __future__ import annotations

import statistics
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def timed(deed: Callable[[], object]) -> float:
    """Tell how many milliseconds a deed takes."""
    start = time.perf_counter()
    deed()
    return (time.perf_counter() - start) * 1000


def ms(times: Sequence[float]) -> str:
    """Say median and 99th percentile."""
    return f"{statistics.median(times):.2f} ms (p99 {statistics.quantiles(times, n=100)[98]:.1f})"


def ratio(ours: Sequence[float], floor: Sequence[float]) -> str:
    """Say how many times the floor ours takes, by medians."""
    return f"ratio {statistics.median(ours) / statistics.median(floor):.2f}"


def say(words: str) -> None:
    """Print a figure as soon as it is known."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
