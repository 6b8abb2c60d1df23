"""What is said of the label, on screen and on paper: every point in plain words, and the way to the next level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kruidenier.i18n import N_, _, kilograms, ngettext
from kruidenier.shop.figures.label_criteria import WHOLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kruidenier.shop.figures.label import Assessment, Way
    from kruidenier.shop.figures.label_criteria import Criterion, Homework, Prerequisite
    from kruidenier.shop.figures.label_facts import LabelFacts

CRITERIA = {
    "regularity": N_("Regular"),
    "volume": N_("How much"),
    "freshness": N_("Fresh"),
    "remaining_life": N_("Keeps"),
    "usability": N_("Usable"),
    "documentation": N_("Own list"),
}
STANDINGS = {
    "proposed": N_("proposed"),
    "decided": N_("decided"),
    "in_force": N_("in force"),
    "not_yet": N_("not yet in force"),
    "replaced": N_("replaced by a newer one"),
    "ended": N_("ended"),
    "withdrawn": N_("withdrawn"),
    "dropped": N_("dropped"),
    "issued": N_("issued"),
}
MOST_NAMED = 3


def prerequisite(one: Prerequisite) -> str:
    """Say whether a prerequisite is met, and why."""
    return _PREREQUISITES[one.name](one)


def _identity(one: Prerequisite) -> str:
    if one.met:
        return _("Who it is is known.")
    return _("The enterprise number is missing or wrong: write it into the supplier's file.")


def _agreement(one: Prerequisite) -> str:
    if one.documents:
        return _("Agreement {number} is in force.").format(number=one.documents[0])
    if one.met:
        return _("No agreement, but {n} deliveries or more.").format(n=one.needs)
    return _("There is no agreement in force, and there are fewer than {n} deliveries.").format(n=one.needs)


def _no_use_by(one: Prerequisite) -> str:
    if one.met:
        return _("Nothing came in past its use-by date.")
    return _("Goods were past their use-by date on arrival: {numbers}.").format(numbers=_named(one.documents))


_PREREQUISITES = {
    "identity": _identity,
    "agreement_or_deliveries": _agreement,
    "no_use_by_passed": _no_use_by,
}


def homework(one: Homework) -> str:
    """Say what the shop must still do."""
    count = len(one.documents)
    said = {
        "gift_notes": ngettext(
            "{n} delivery has no gift note: {numbers}.", "{n} deliveries have no gift note: {numbers}.", count
        ),
        "signatures": ngettext(
            "{n} gift note wants a signature: {numbers}.", "{n} gift notes want a signature: {numbers}.", count
        ),
        "recalls": ngettext(
            "{n} recall of this supplier's goods is open: {numbers}.",
            "{n} recalls of this supplier's goods are open: {numbers}.",
            count,
        ),
    }
    return said[one.name].format(n=count, numbers=_named(one.documents))


def criterion(one: Criterion, facts: LabelFacts) -> str:
    """Say what a criterion was measured by."""
    return _MEASURED[one.name](one, facts) if one.applies else _not_counted(one, facts)


def _regularity(one: Criterion, _facts: LabelFacts) -> str:
    by = {
        "pick_ups": _("{part} of {whole} agreed pick-ups were kept."),
        "weeks": _("Something was given in {part} of {whole} weeks."),
    }
    return by[one.unit].format(part=one.part, whole=one.whole)


def _volume(one: Criterion, _facts: LabelFacts) -> str:
    much, yardstick = kilograms(one.a_month(one.part)), kilograms(one.a_month(one.whole))
    return _("{much} a month; the yardstick is {yardstick}.").format(much=much, yardstick=yardstick)


def _freshness(one: Criterion, _facts: LabelFacts) -> str:
    return _("{percent} % is fresh; all points from {full} %.").format(percent=one.percent, full=one.full_at_percent)


def _remaining_life(one: Criterion, _facts: LabelFacts) -> str:
    sentence = _("{percent} % of the dated goods had {days} days to use-by, or were within best-before.")
    return sentence.format(percent=one.percent, days=one.days)


def _usability(one: Criterion, facts: LabelFacts) -> str:
    if not facts.refused_grams and not facts.wasted_grams:
        return _("Everything could be used.")
    refused, wasted = kilograms(facts.refused_grams), kilograms(facts.wasted_grams)
    sentence = _("{percent} % could be used; refused {refused}, wasted by the next day {wasted}.")
    return sentence.format(percent=one.percent, refused=refused, wasted=wasted)


def _documentation(one: Criterion, _facts: LabelFacts) -> str:
    return _("{part} of {whole} deliveries came with the giver's own list.").format(part=one.part, whole=one.whole)


_MEASURED = {
    "regularity": _regularity,
    "volume": _volume,
    "freshness": _freshness,
    "remaining_life": _remaining_life,
    "usability": _usability,
    "documentation": _documentation,
}


def _not_counted(one: Criterion, facts: LabelFacts) -> str:
    if one.name == "volume":
        return _("There is no yardstick for this kind of supplier: not counted.")
    if one.name == "documentation":
        return _("No agreement asks for a list: not counted.")
    if one.name == "remaining_life":
        return _("No goods with a date came: not counted.")
    if one.name == "freshness" and facts.grams:
        return _("A supplier of dry goods only: not counted.")
    return _("Nothing was weighed: not counted.")


def way(one: Way) -> str:
    """Say what would be enough, of one criterion alone."""
    kind, part = one.criterion, one.part
    percent, rest = -(-part * WHOLE // kind.whole), (kind.whole - part) * WHOLE // kind.whole
    said = {
        "regularity": _("{n} pick-ups kept") if kind.unit == "pick_ups" else _("a gift in {n} weeks"),
        "volume": _("{much} a month"),
        "freshness": _("{percent} % fresh"),
        "remaining_life": _("{percent} % far enough from the date"),
        "usability": _("at most {rest} % refused or wasted"),
        "documentation": _("{n} deliveries with a list"),
    }
    return said[kind.name].format(n=part, much=kilograms(-kind.a_month(-part)), percent=percent, rest=rest)


def next_level(measured: Assessment) -> str:
    """Say what would bring the next level."""
    if not measured.eligible and measured.level_of_points:
        return _("The points are enough for level {level}, once what is needed first is there.").format(
            level=measured.level_of_points
        )
    if not measured.missing:
        return _("This is the highest level.")
    level = measured.level_of_points + 1
    more = ngettext("Level {level}: {n} point more", "Level {level}: {n} points more", measured.missing)
    said = more.format(level=level, n=measured.missing)
    if not measured.ways:
        return _("{more}, from several criteria together.").format(more=said)
    return _("{more}, for instance {ways}.").format(more=said, ways=_(" or ").join(map(way, measured.ways)))


def renewal(measured: Assessment) -> str:
    """Say why a level is kept though the points are fewer; empty if that is not so."""
    if measured.level <= measured.level_of_points:
        return ""
    return _("Level {level} is kept: giving less alone never lowers it.").format(level=measured.level)


def _named(numbers: Sequence[str]) -> str:
    more = _(" and more") if len(numbers) > MOST_NAMED else ""
    return ", ".join(numbers[:MOST_NAMED]) + more
