"""How the settings of the shop are told: each value in plain words, what it may be, and where it belongs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from kruidenier.i18n import LOCALES, _, amount, day, degrees, language, money, ngettext, thousands, weight
from kruidenier.shop.office.folding import folded
from kruidenier.shop.office.known_settings import KNOWN, ROOMS
from kruidenier.shop.office.settings import LONG_AGO
from kruidenier.shop.people import proofs
from kruidenier.shop.people.slots import DAYS

if TYPE_CHECKING:
    from kruidenier.shop.office.settings import Rule

CODES = {
    "rights.categories": proofs.CATEGORIES,
    "rights.proofs": proofs.DOCUMENTS,
    "rights.income_counts": proofs.INCOME,
}


def said(key: str, value: str, groups: Mapping[str, str]) -> str:
    """Say a value; food groups by their names in the books."""
    known = KNOWN[key]
    if value in ("", "0") and known.nothing:
        return _(known.nothing)
    if not value:
        return _("nothing")
    if known.kind in SAYS:
        return SAYS[known.kind](value)
    words = known.words or CODES.get(key, groups)
    return ", ".join(_(words[code]) if code in words else code for code in value.split())


def rows(key: str, cents: list[int]) -> list[str]:
    """Say a table of amounts, one row for each number of people or children."""
    return [
        _("{name}: {value}").format(name=whose(key, many, last=many == len(cents)), value=money(each))
        for many, each in enumerate(cents, start=1)
    ]


def whose(key: str, many: int, *, last: bool) -> str:
    """Say for whom a row of such a table is."""
    if key == "budget.steps":
        who = ngettext("{n} person", "{n} people", many)
    else:
        who = ngettext("{n} child", "{n} children", many)
    more = _("{who} or more") if last else "{who}"
    return more.format(who=who.format(n=many))


def possible(key: str) -> str:
    """Say what a value may be."""
    known = KNOWN[key]
    bounds = known.possible.split("–")
    if len(bounds) == 2:
        return " – ".join(SAYS[known.kind](bound) for bound in bounds)
    if known.kind == "cents":
        return _("an amount; Enter alone: {nothing}").format(nothing=_(known.nothing))
    return _(known.possible)


def since(first_day: dt.date) -> str:
    """Say from which day on a value holds."""
    return _("the start") if first_day == LONG_AGO else day(first_day)


def room(key: str) -> str:
    """Tell in which part of the shop a setting belongs."""
    return next(room for room, begins in ROOMS.items() if key.split(".", maxsplit=1)[0] in begins)


def found(rules: Iterable[Rule], typed: str) -> list[Rule]:
    """Find the settings with words that begin so: first those that are called so, then by their meaning or key."""
    words = folded(typed).split()

    def fits(*told: str) -> bool:
        text = f" {folded(' '.join(told))}"
        return all(f" {word}" in text for word in words)

    meant = [rule for rule in rules if fits(_(KNOWN[rule.key].name), _(KNOWN[rule.key].about), rule.key)]
    return sorted(meant, key=lambda rule: not fits(_(KNOWN[rule.key].name)))


def _slot(slot: str) -> str:
    from babel.dates import get_day_names

    name, *hour, many = slot.split("/")
    names = get_day_names("abbreviated", context="stand-alone", locale=LOCALES[language()])
    return f"{' '.join([names[DAYS.index(name)], *hour])} ({many})"


SAYS: Mapping[str, Callable[[str], str]] = {
    "percent": lambda n: f"{n}\N{NO-BREAK SPACE}%",
    "cents": lambda n: money(int(n)),
    "grams": lambda n: weight(int(n)),
    "tenths": lambda n: degrees(int(n)),
    "number": lambda n: thousands(int(n)),
    "minutes": lambda n: ngettext("{n} minute", "{n} minutes", int(n)).format(n=n),
    "days": lambda n: ngettext("{n} day", "{n} days", int(n)).format(n=n),
    "weeks": lambda n: ngettext("{n} week", "{n} weeks", int(n)).format(n=n),
    "months": lambda n: ngettext("{n} month", "{n} months", int(n)).format(n=n),
    "switch": lambda word: _("yes") if word == "on" else _("no"),
    "date": lambda text: day(dt.date.fromisoformat(text)),
    "amounts": lambda text: " · ".join(amount(int(cents)) for cents in text.split()),
    "slots": lambda text: ", ".join(map(_slot, text.split())),
    "text": lambda text: text.replace("|", ", "),
}
"""How values of a kind are said, where it takes no words of their own."""
