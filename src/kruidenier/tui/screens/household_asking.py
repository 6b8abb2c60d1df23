"""Questions about people that several screens ask: who they are, until when, which of several."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta

from kruidenier.i18n import _, day
from kruidenier.tui import reading
from kruidenier.tui.dialogs import Choice, Flow, ask, pick
from kruidenier.tui.screens import household_lines

if TYPE_CHECKING:
    from kruidenier.shop.people.register import Born, People


def name(title: str, typed: str = "") -> Flow[str | None]:
    """Ask for a name by which staff find a household again."""
    from kruidenier.shop.people.files import clean

    lines = [_("As staff will look for it: a family name, or a letter and a word.")]
    return (
        yield from ask(title, prompt=_("name"), reads=lambda text: clean(text, needed=True), lines=lines, typed=typed)
    )


def words(title: str, *, lines: Collection[str] = (), typed: str = "") -> Flow[str | None]:
    """Ask for words; Enter alone is none, which is an empty text."""
    from kruidenier.shop.people.files import clean

    return (
        yield from ask(title, prompt=_("words"), reads=lambda text: clean(text) or "", lines=list(lines), typed=typed)
    )


def language(usual: str | None = None) -> Flow[str | None]:
    """Ask for the language of a household's papers."""
    choices = [Choice(_(words), lang) for lang, words in household_lines.LANGUAGES.items()]
    place = list(household_lines.LANGUAGES).index(usual) if usual else 0
    return (yield from pick(_("In which language are their papers?"), choices, highlighted=place))


def people(title: str, before: People | None = None) -> Flow[People | None]:
    """Ask who belongs to a household: birth years, or just how many."""
    from kruidenier.shop.people.register import read_people

    lines = [
        _("Birth years, a month for small children: 1984 1986 2015 2024-03; F, M or X may follow: 1984F."),
        _("Or just adults + children: 2+3."),
    ]
    typed = "" if before is None else household_lines.ages(before.members) or f"{before.adults}+{before.children}"
    return (yield from ask(title, prompt=_("people"), reads=read_people, lines=lines, typed=typed))


def born(title: str) -> Flow[Born | None]:
    """Ask for one person's birth year."""
    from kruidenier.shop.people.register import UnreadablePeople, read_people

    def read(text: str) -> Born:
        members = read_people(text).members
        if len(members) != 1:
            raise UnreadablePeople(people=text.strip())
        return members[0]

    lines = [_("The year, with the month for small children: 2015 or 2024-03; F, M or X may follow.")]
    return (yield from ask(title, prompt=_("year"), reads=read, lines=lines))


def until(title: str, *, today: dt.date, usual: dt.date) -> Flow[dt.date | None]:
    """Ask for a last day; Enter alone is the usual one."""
    read = reading.date(today)
    lines = [_("Enter: {date}. Or another day, such as 31/12/2026.").format(date=day(usual))]
    return (
        yield from ask(title, prompt=_("date"), reads=lambda text: read(text) if text.strip() else usual, lines=lines)
    )


def months_on(today: dt.date, months: int) -> dt.date:
    """Tell the day that is so many months on."""
    return today + relativedelta(months=months)


def some_of(title: str, known: Mapping[str, str], chosen: Collection[str]) -> Flow[tuple[str, ...] | None]:
    """Let any of several things be ticked by digit, past the ninth by arrows; Enter goes on with what is ticked."""
    ticked = set(chosen)
    while True:
        choices: list[Choice[Any]] = [Choice(_("done"), "", "0")]
        choices += [
            Choice(("[x] " if code in ticked else "[ ] ") + _(words), code, str(digit) if digit <= 9 else "")
            for digit, (code, words) in enumerate(known.items(), start=1)
        ]
        code = yield from pick(title, choices)
        if code is None:
            return None
        if not code:
            return tuple(one for one in known if one in ticked)
        ticked ^= {code}


def one_of(title: str, entries: Collection[Any], words_of: Callable[[Any], str]) -> Flow[Any]:
    """Let one of several entries be chosen."""
    return (yield from pick(title, [Choice(words_of(entry), entry) for entry in entries]))


def show_card(title: str, card: str, done: str) -> Flow[None]:
    """Show a new card until it is written down; in large digits where it has no other signs."""
    big = card if card.removeprefix("K").isdigit() else ""
    yield from pick(title.format(card=card), [Choice(done, value=True)], big=big, stays=True)
