"""How a setting changes on screen: another value, asked for as it is said, and its first day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from kruidenier.i18n import N_, _
from kruidenier.tui import reading
from kruidenier.tui.dialogs import Choice, Flow, ask, ask_amount, pick
from kruidenier.tui.screens import household_asking as asking
from kruidenier.tui.screens import setting_lines

if TYPE_CHECKING:
    from kruidenier.shop.office.settings import Rule
    from kruidenier.tui.screens.settings import SettingsScreen

YES_NO = {"on": N_("yes"), "off": N_("no")}
READS: dict[str, Callable[[str], object]] = {"cents": reading.cents, "tenths": reading.tenths}
"""What is typed otherwise than it is kept."""
DONE, MORE, LESS = "done", "more", "less"


def change(screen: SettingsScreen, rule: Rule) -> Flow[None]:
    """Show all of a setting; give it another value from a day on."""
    from kruidenier.shop.figures import setting_words
    from kruidenier.shop.office import settings
    from kruidenier.shop.office.known_settings import KNOWN

    name = _(KNOWN[rule.key].name)
    choices = [Choice(_("another value"), value=True), Choice(_("back"), value=False)]
    wanted = yield from pick(name, choices, lines=setting_lines.whole(rule, screen.groups, screen.names))
    value = (yield from _value(screen, rule)) if wanted else None
    if value is None:
        return
    words = setting_words.said(rule.key, value, screen.groups)
    first_day = yield from _first_day(screen, _("{name}: {value}. From which day?").format(name=name, value=words))
    done = (
        None if first_day is None else (yield from screen.do(settings.put, rule.key, value=value, valid_from=first_day))
    )
    if done is not None:
        screen.app.judge_rights()
        yield from screen.look(rule.key)
        told = _("{name}: {value}, from {day} on.")
        screen.say(told.format(name=name, value=words, day=setting_words.since(done.valid_from)))


def _value(screen: SettingsScreen, rule: Rule) -> Flow[str | None]:
    """Ask for a value as its kind is asked for; the shop says whether it can be."""
    from kruidenier.shop.figures import setting_words
    from kruidenier.shop.office import settings
    from kruidenier.shop.office.known_settings import KNOWN

    known, now = KNOWN[rule.key], rule.now.value
    title = f"{_(known.name)}. {_(known.about)}"
    if known.kind == "amounts":
        return (yield from _table(rule.key, title, [int(cents) for cents in now.split()]))
    if known.kind == "some":
        ticked = yield from asking.some_of(title, known.words, now.split())
        return None if ticked is None else " ".join(ticked)
    words = YES_NO if known.kind == "switch" else known.words
    if words:
        choices = [Choice(_(said), code) for code, said in words.items()]
        return (yield from pick(title, choices, highlighted=list(words).index(now)))

    def read(typed: str) -> str:
        typed = typed.strip()
        if known.kind == "date" and typed:
            typed = reading.date(screen.app.today)(typed).isoformat()
        return settings.checked(rule.key, str(READS[known.kind](typed)) if typed and known.kind in READS else typed)

    lines = [
        _("Now: {value}").format(value=setting_words.said(rule.key, now, screen.groups)),
        _("Possible: {possible}").format(possible=setting_words.possible(rule.key)),
    ]
    kept = now if known.kind in ("text", "codes", "slots") else ""
    return (yield from ask(title, prompt=_("value"), reads=read, lines=lines, typed=kept))


def _table(key: str, title: str, cents: list[int]) -> Flow[str | None]:
    """Change a table row by row; without a row it is not used."""
    from kruidenier.shop.figures import setting_words

    while True:
        told = setting_words.rows(key, cents)
        choices: list[Choice[int | str]] = [Choice(_("done"), DONE, "0")]
        choices += [Choice(words, place, str(place + 1) if place < 9 else "") for place, words in enumerate(told)]
        choices.append(Choice(_("one row more"), MORE, "+"))
        if cents:
            choices.append(Choice(_("last row away"), LESS, "-"))
        chosen = yield from pick(title, choices)
        if chosen is None or chosen == DONE:
            return None if chosen is None else " ".join(map(str, cents))
        if chosen == LESS:
            cents.pop()
            continue
        place = len(cents) if chosen == MORE else int(chosen)
        who = setting_words.whose(key, place + 1, last=place + 1 >= len(cents))
        each = yield from ask_amount(_("How much for {who}?").format(who=who), prompt=_("amount"))
        if each is not None:
            cents[place : place + 1] = [each]


def _first_day(screen: SettingsScreen, title: str) -> Flow[dt.date | None]:
    read = reading.date(screen.app.today)
    return (
        yield from ask(
            title,
            prompt=_("date"),
            reads=lambda typed: read(typed) if typed.strip() else screen.app.today,
            lines=[_("Enter: today. Or another day, such as 31/12/2026.")],
        )
    )
