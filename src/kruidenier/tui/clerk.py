"""Somebody beside the screen who does slow things one after another, so that keys never wait."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread
from typing import Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a piece of work."""

    value: Any = None
    fault: BaseException | None = None


class Clerk:
    """A thread of its own that outlives no program: a printer that never answers keeps nobody from going home."""

    def __init__(self, name: str) -> None:
        self._tray: SimpleQueue[tuple[Callable[[], Any], Callable[[Outcome], object]] | None] = SimpleQueue()
        Thread(target=self._work, name=name, daemon=True).start()

    def hand(self, work: Callable[[], Any], tell: Callable[[Outcome], object]) -> None:
        """Hand over work; `tell` hears the outcome, in the clerk's thread."""
        self._tray.put((work, tell))

    def go_home(self) -> None:
        """Stop when what was handed over is done."""
        self._tray.put(None)

    def _work(self) -> None:
        while (handed := self._tray.get()) is not None:
            work, tell = handed
            try:
                outcome = Outcome(work())
            except BaseException as fault:  # noqa: BLE001 whoever asked hears of it and decides
                outcome = Outcome(fault=fault)
            tell(outcome)
