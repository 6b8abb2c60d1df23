"""The label in words: a supplier's points, what is left to do, and how its awards stand."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from kruidenier.i18n import _, day, language
from kruidenier.shop.figures import label_words
from kruidenier.tui.widgets.words import fit

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from kruidenier.shop.figures.label import Assessment
    from kruidenier.shop.supply.awards import AwardFacts, Standing
    from kruidenier.tui.screens.label_tasks import Task

INDENT = " " * 4


def assessment(measured: Assessment, width: int) -> Iterator[str]:
    """Say what was measured, point by point, and what would bring the next level."""
    facts = measured.facts
    yield fit(
        _("{name}, {first} to {last}, scheme {scheme}").format(
            name=measured.name, first=day(facts.first), last=day(facts.last), scheme=measured.scheme
        ),
        width,
    ).rstrip()
    yield _("{points} of {of} points: level {level}").format(
        points=measured.points, of=measured.of, level=measured.level
    )
    yield ""
    column = max(len(_(label_words.CRITERIA[one.name])) for one in measured.criteria)
    for one in measured.criteria:
        points = f"{one.points:>2}/{one.of}" if one.applies else "  –  "
        head = f"{_(label_words.CRITERIA[one.name]):<{column}} {points:>5}  "
        yield from _wrapped(label_words.criterion(one, facts), width, head)
    yield ""
    for way_on in filter(None, (label_words.renewal(measured), label_words.next_level(measured))):
        yield from _wrapped(way_on, width)


def task(one: Task, width: int, *, chosen: bool) -> Iterator[str]:
    """Say what must be done first, with the mark if Enter would open it."""
    yield from _wrapped(one.words, width, "> " if chosen else "  ")


def award(one: AwardFacts, today: dt.date) -> str:
    """Say in one line how an award stands."""
    until = _("until {day}").format(day=day(one.valid_until)) if one.valid_until and one.state == "issued" else ""
    since = _("on {day}").format(day=day(one.withdrawn_on)) if one.withdrawn_on else ""
    shown = _("in the register") if one.publish and one.holds(today) else ""
    parts = (one.number, level(one), _(label_words.STANDINGS[one.standing(today)]), until, since, shown)
    return "  ".join(part for part in parts if part)


def level(one: AwardFacts) -> str:
    """Name the level that was decided, else the proposed one."""
    number = one.proposed_level if one.level is None else one.level
    return f"{number} {one.level_names.get(language(), '')}".rstrip()


def standing(one: Standing, today: dt.date) -> str:
    """Say how a supplier stands with the label."""
    if one.award is None:
        return "–"
    ends = one.award.withdrawn_on or one.award.valid_until
    until = day(ends) if ends else ""
    return "  ".join(part for part in (_(label_words.STANDINGS[one.award.standing(today)]), until) if part)


def _wrapped(sentence: str, width: int, head: str = "") -> Iterator[str]:
    """Break a sentence under its own beginning."""
    indent = " " * len(head) if head else INDENT
    yield from wrap(sentence, width, initial_indent=head, subsequent_indent=indent)
