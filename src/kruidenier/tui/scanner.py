"""A scanner is a keyboard that types fast: telling its bursts from a person's typing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from textual.events import Key
from textual.message import Message

LIMIT = 0.040
"""Seconds between two keys of a scanner, at most, in a terminal."""
LIMIT_IN_BROWSER = 0.100
LIMIT_AFTER_PREFIX = 1.0
HICCUP = 0.3
"""A scanner that pauses longer than its limit in the middle of a code still sends one code."""
FEWEST_WITHOUT_ENDING = 8
"""So many keys at a scanner's speed are no person's, even if no ending follows."""
ECHO = 0.150
"""An ending this soon after a scan is the scanner's second one (CR and LF), not a person's."""
PREFIX = "ctrl+b"
GROUP_SEPARATOR = "ctrl+right_square_bracket"
ENDINGS = {"enter": "CR", "ctrl+m": "CR", "ctrl+j": "LF"}


@dataclass
class Scan(Message):
    """A code that a scanner sent."""

    text: str
    prefixed: bool = False
    """It began with the prefix that a scanner may be set to send."""
    ending: str = ""
    """CR or LF; empty for a code that was pasted, or sent without one."""
    slowest: float = 0.0
    """The longest time between two of its keys, in seconds."""


@dataclass
class Gatherer:
    """Holds the keys of a burst back until it is clear who typed them."""

    limit: float = LIMIT
    is_scan: Callable[[str], bool] = lambda text: len(text) >= 4
    """Whether the screen takes this burst for a scan."""
    hears_at_once: Callable[[], bool] = lambda: False
    """Whether single keys go through at once, because they can do no harm: search while typing."""
    keys_are_deeds: Callable[[], bool] = lambda: False
    """Whether each key does something by itself here: a code without its ending would do as many things."""
    second_endings: int = 0
    """How many endings were dropped since the last scan."""
    _held: list[Key] = field(default_factory=list)
    _through: list[Key] = field(default_factory=list)
    """Keys of this line that were let through already."""
    _prefixed: bool = False
    _scanned_at: float = -1.0

    @property
    def holds(self) -> bool:
        """There are keys held back."""
        return bool(self._held)

    def take(self, key: Key) -> list[Key | Scan]:
        """Take one key; tells what goes on to the screen now."""
        if key.key == PREFIX:
            given = self.pause()
            self._prefixed, self._held = True, []
            return given
        if self._prefixed:
            return self._take_prefixed(key)
        if key.key in ENDINGS:
            return self._end(key)
        if _part_of_a_code(key):
            return self._hold(key)
        if len(self._held) > 1 and self._in_time(key):
            return []  # a control character inside a code is no shortcut
        return [*self.pause(), key]

    def pause(self) -> list[Key | Scan]:
        """Nothing came for as long as the limit: a person typed these, unless it was too fast and too much."""
        if self._prefixed:
            return []
        if len(self._held) >= FEWEST_WITHOUT_ENDING and self.keys_are_deeds() and self.is_scan(_text(self._held)):
            return [self._scanned(self._held)]
        given = [key for key in self._held if key not in self._through]
        self._through += given
        self._held = []
        return list(given)

    def _hold(self, key: Key) -> list[Key | Scan]:
        given: list[Key | Scan] = [] if self._in_time(key) else self.pause()
        if self._through and key.time - self._through[-1].time > HICCUP:
            self._through = []
        self._held.append(key)
        if self.hears_at_once():
            self._through.append(key)
            given.append(key)
        return given

    def _end(self, key: Key) -> list[Key | Scan]:
        if not self._held and key.time - self._scanned_at < ECHO:
            self.second_endings += 1
            return []
        burst = self._burst(key)
        if burst and self.is_scan(_text(burst)):
            return [self._scanned([*burst, key])]
        given = self.pause()
        self._through = []
        return [*given, key if key.key == "enter" else Key("enter", "\r")]

    def _burst(self, ending: Key) -> list[Key]:
        """Find the keys of this line that came at a scanner's speed, those before a hiccup included."""
        if not self._held or not self._in_time(ending):
            return []
        before = [key for key in self._through if key not in self._held]
        joined = [*self._held]
        while before and joined[0].time - before[-1].time < HICCUP:
            joined.insert(0, before.pop())
        return joined

    def _take_prefixed(self, key: Key) -> list[Key | Scan]:
        if self._held and key.time - self._held[-1].time > LIMIT_AFTER_PREFIX:
            self._prefixed = False
            return [*self.pause(), *self.take(key)]
        if key.key in ENDINGS:
            self._prefixed = False
            return [self._scanned([*self._held, key], prefixed=True)] if self._held else []
        if _part_of_a_code(key):
            self._held.append(key)
        return []

    def _scanned(self, keys: list[Key], *, prefixed: bool = False) -> Scan:
        last = keys[-1]
        slowest = max(later.time - sooner.time for sooner, later in pairwise(keys))
        ending = ENDINGS.get(last.key, "")
        self._held, self._through, self._scanned_at, self.second_endings = [], [], last.time, 0
        return Scan(_text(keys[:-1] if ending else keys), prefixed, ending, slowest)

    def _in_time(self, key: Key) -> bool:
        return not self._held or key.time - self._held[-1].time <= self.limit


def _part_of_a_code(key: Key) -> bool:
    return key.is_printable or key.key == GROUP_SEPARATOR


def _text(keys: list[Key]) -> str:
    return "".join("\x1d" if key.key == GROUP_SEPARATOR else key.character or "" for key in keys)
