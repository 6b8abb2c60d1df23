"""The lines of the day's lists in words, the same on screen and on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kruidenier.i18n import N_, _, degrees, ngettext, weight

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from kruidenier.shop.figures.day_lists import Done, Task

TITLES = {"opening": N_("Before the first sale"), "closing": N_("After the last sale")}


def said(task: Task) -> str:
    """Say what is to be done, or was."""
    return _SAID[task.task](task)


def by_whom(done: Done, zone: ZoneInfo) -> str:
    """Say when it was done, and by whom."""
    return f"{done.at.astimezone(zone):%H:%M} {done.person}".rstrip()


def _temperature(task: Task) -> str:
    if task.tenths is None:
        return _("{place}: how cold is it?").format(place=task.name)
    return _("{place}: {degrees}").format(place=task.name, degrees=degrees(task.tenths))


def _pull(task: Task) -> str:
    much = f"{task.count} ×" if task.count else weight(task.grams)
    return _("Off the shelf: {amount} {name}").format(amount=much, name=task.name)


def _called_back(task: Task) -> str:
    much = f"{task.count} ×" if task.count else weight(task.grams)
    return _("Called back, set apart: {amount} {name}").format(amount=much, name=task.name)


def _to_count(task: Task) -> str:
    if task.done is not None:
        return _("Everything is counted that the till asked for")
    return ngettext("Count {n} product", "Count {n} products", task.count).format(n=task.count)


def _crates(task: Task) -> str:
    if task.done is not None:
        return _("The crates are closed")
    return ngettext("Look into {n} crate", "Look into {n} crates", task.count).format(n=task.count)


def _tomorrow(task: Task) -> str:
    lots = ngettext("Tomorrow is the last day of {n} lot", "Tomorrow is the last day of {n} lots", task.count)
    ahead = lots.format(n=task.count)
    return _("{ahead}; expected: {names}").format(ahead=ahead, names=task.name) if task.name else ahead


_SAID: dict[str, Callable[[Task], str]] = {
    "temperature": _temperature,
    "pull": _pull,
    "recall": _called_back,
    "van": lambda task: _("Expected: {names}").format(names=task.name),
    "count": _to_count,
    "crates": _crates,
    "cash": lambda task: _("Close the drawer of till {till}").format(till=task.name),
    "backup": lambda _task: _("Make a backup"),
    "tomorrow": _tomorrow,
}
