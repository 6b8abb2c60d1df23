"""From counted facts to prerequisites, homework and points, by the rules of a scheme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kruidenier.shop.office.enterprise_numbers import is_enterprise

if TYPE_CHECKING:
    from kruidenier.shop.figures.label_facts import LabelFacts
    from kruidenier.shop.supply.suppliers import Supplier

MONTHS = 12
WHOLE = 100
"""Percent."""


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """Something that a supplier must have for any level; it brings no points."""

    name: str
    """identity, agreement_or_deliveries or no_use_by_passed."""
    met: bool
    needs: int = 0
    documents: tuple[str, ...] = ()
    """What shows it, by number."""


@dataclass(frozen=True, slots=True)
class Homework:
    """Something that the shop itself must do before the label is issued; it costs the supplier no points."""

    name: str
    """gift_notes, signatures or recalls."""
    documents: tuple[str, ...]
    """What is left to do, by number."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """Points for a part of a whole: all of them where the part is so many percent of the whole, rounded down once."""

    name: str
    """regularity, volume, freshness, remaining_life, usability or documentation."""
    unit: str
    """pick_ups, weeks, grams or deliveries."""
    applies: bool
    of: int
    part: int = 0
    whole: int = 0
    full_at_percent: int = WHOLE
    days: int = 0
    """Of a date, or after arrival, where the criterion counts days."""
    months: int = MONTHS
    """That were looked at."""

    @property
    def points(self) -> int:
        """The points it brings."""
        if not self.applies or not self.whole:
            return 0
        return min(self.of, self.of * self.part * WHOLE // (self.whole * self.full_at_percent))

    @property
    def percent(self) -> int:
        """The part in percent of the whole, rounded down."""
        return self.part * WHOLE // self.whole if self.whole else 0

    def a_month(self, grams: int) -> int:
        """Tell the grams of one month, rounded down."""
        return grams // self.months

    def part_for(self, points: int) -> int:
        """Tell the smallest part that would bring so many points."""
        return -(-points * self.whole * self.full_at_percent // (self.of * WHOLE))


def prerequisites(supplier: Supplier, facts: LabelFacts, rules: dict[str, Any]) -> tuple[Prerequisite, ...]:
    """Tell what the supplier must have, and whether it has it."""
    judge = {"identity": _identity, "agreement_or_deliveries": _agreement, "no_use_by_passed": _no_use_by_passed}
    return tuple(judge[name](supplier, facts, asked) for name, asked in rules["prerequisites"].items())


def _identity(supplier: Supplier, _facts: LabelFacts, asked: dict[str, Any]) -> Prerequisite:
    numbered = supplier.kind not in asked["without_number"]
    return Prerequisite("identity", not numbered or is_enterprise(supplier.kbo))


def _agreement(_supplier: Supplier, facts: LabelFacts, asked: dict[str, Any]) -> Prerequisite:
    fewest = asked["deliveries"]
    return Prerequisite(
        "agreement_or_deliveries",
        facts.agreement is not None or facts.deliveries >= fewest,
        needs=fewest,
        documents=(facts.agreement,) if facts.agreement else (),
    )


def _no_use_by_passed(_supplier: Supplier, facts: LabelFacts, _asked: dict[str, Any]) -> Prerequisite:
    return Prerequisite("no_use_by_passed", not facts.use_by_passed, documents=facts.use_by_passed)


def homework(facts: LabelFacts, rules: dict[str, Any]) -> tuple[Homework, ...]:
    """Tell what the shop itself must still do."""
    left = {"gift_notes": facts.without_note, "signatures": facts.unsigned, "recalls": facts.open_recalls}
    return tuple(Homework(name, left[name]) for name in rules["homework"] if left[name])


def criteria(supplier: Supplier, facts: LabelFacts, rules: dict[str, Any]) -> tuple[Criterion, ...]:
    """Weigh every criterion of the scheme, in its order."""
    weigh = {
        "regularity": _regularity,
        "volume": _volume,
        "freshness": _freshness,
        "remaining_life": _remaining_life,
        "usability": _usability,
        "documentation": _documentation,
    }
    months = {"months": rules["months"]}
    return tuple(weigh[name](supplier, facts, months | asked) for name, asked in rules["criteria"].items())


def _regularity(_supplier: Supplier, facts: LabelFacts, asked: dict[str, Any]) -> Criterion:
    if facts.expected_pick_ups:
        part, whole = facts.kept_pick_ups, facts.expected_pick_ups
        return Criterion("regularity", "pick_ups", applies=True, of=asked["points"], part=part, whole=whole)
    whole = max(facts.weeks, asked["fewest_weeks"])
    return Criterion("regularity", "weeks", applies=True, of=asked["points"], part=facts.weeks_delivered, whole=whole)


def _volume(supplier: Supplier, facts: LabelFacts, asked: dict[str, Any]) -> Criterion:
    """Weigh what came by the yardstick of the size class; where that is empty, of the kind of supplier."""
    months = asked["months"]
    yardstick = asked["kg_a_month"].get(supplier.size_class or supplier.kind)
    if yardstick is None:
        return Criterion("volume", "grams", applies=False, of=asked["points"], part=facts.grams, months=months)
    whole = months * yardstick * 1000
    return Criterion("volume", "grams", applies=True, of=asked["points"], part=facts.grams, whole=whole, months=months)


def _freshness(supplier: Supplier, facts: LabelFacts, asked: dict[str, Any]) -> Criterion:
    return Criterion(
        "freshness",
        "grams",
        applies=not supplier.dry_goods_only and facts.grams > 0,
        of=asked["points"],
        part=facts.fresh_grams,
        whole=facts.grams,
        full_at_percent=asked["full_at_percent"],
    )


def _remaining_life(_supplier: Supplier, facts: LabelFacts, asked: dict[str, Any]) -> Criterion:
    return Criterion(
        "remaining_life",
        "grams",
        applies=facts.dated_grams > 0,
        of=asked["points"],
        part=facts.keeping_grams,
        whole=facts.dated_grams,
        days=asked["days_to_use_by"],
    )


def _usability(_supplier: Supplier, facts: LabelFacts, asked: dict[str, Any]) -> Criterion:
    useful = max(facts.grams - facts.wasted_grams, 0)
    return Criterion(
        "usability",
        "grams",
        applies=facts.offered_grams > 0,
        of=asked["points"],
        part=useful,
        whole=facts.offered_grams,
        days=asked["days_after_arrival"],
    )


def _documentation(_supplier: Supplier, facts: LabelFacts, asked: dict[str, Any]) -> Criterion:
    applies = facts.asks_own_list and facts.deliveries > 0
    lists = facts.own_lists
    return Criterion(
        "documentation", "deliveries", applies=applies, of=asked["points"], part=lists, whole=facts.deliveries
    )
