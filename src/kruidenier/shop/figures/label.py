"""The label of a supplier on a day: what is asked, what is reached, and what would bring the next level."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from kruidenier.shop.figures import label_criteria, label_facts
from kruidenier.shop.figures.label_criteria import WHOLE, Criterion, Homework, Prerequisite
from kruidenier.shop.figures.label_facts import LabelFacts
from kruidenier.shop.supply import awards
from kruidenier.shop.supply.label_schemes import Scheme, scheme_on
from kruidenier.shop.supply.suppliers import find

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.supply.awards import AwardFacts
    from kruidenier.shop.supply.suppliers import Supplier

SCHEMA = 1
"""Of the frozen figures."""


@dataclass(frozen=True, slots=True)
class Held:
    """The award that a new one would renew."""

    number: str
    level: int
    points: dict[str, int]
    """By criterion, as they were then."""


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that alone would bring the next level."""

    criterion: Criterion
    points: int
    """Of this criterion, then."""
    part: int
    """Of its whole, then."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """A supplier measured by a scheme over the months before a day."""

    supplier: str
    name: str
    scheme: str
    facts: LabelFacts
    prerequisites: tuple[Prerequisite, ...]
    homework: tuple[Homework, ...]
    criteria: tuple[Criterion, ...]
    bars: tuple[int, ...]
    """The percent that each level asks for."""
    spared: tuple[str, ...]
    """Criteria that alone never lower a level at renewal."""
    held: Held | None

    @property
    def eligible(self) -> bool:
        """Whether every prerequisite is met."""
        return all(one.met for one in self.prerequisites)

    @property
    def points(self) -> int:
        """The points reached."""
        return sum(one.points for one in self.criteria)

    @property
    def of(self) -> int:
        """The points of the criteria that apply."""
        return sum(one.of for one in self.criteria if one.applies)

    @property
    def level_of_points(self) -> int:
        """The level that the points alone bring."""
        return self._level(self.points)

    @property
    def level(self) -> int:
        """The level to propose: none without the prerequisites, and at renewal none is lost by giving less alone."""
        if not self.eligible:
            return 0
        reached = self.level_of_points
        if self.held is None or reached >= self.held.level:
            return reached
        lost = (
            max(self.held.points.get(one.name, 0) - one.points, 0)
            for one in self.criteria
            if one.applies and one.name in self.spared
        )
        return max(reached, min(self.held.level, self._level(self.points + sum(lost))))

    @property
    def missing(self) -> int:
        """Points to the next level; 0 at the highest."""
        above = [bar for bar in self.bars if self.points * WHOLE < bar * self.of]
        return -(-above[0] * self.of // WHOLE) - self.points if above else 0

    @property
    def ways(self) -> tuple[Way, ...]:
        """What alone would bring the next level, the smallest step of each criterion that has room for it."""
        missing = self.missing
        if not missing:
            return ()
        wanted = ((one, one.points + missing) for one in self.criteria if one.applies and one.whole)
        return tuple(Way(one, points, one.part_for(points)) for one, points in wanted if points <= one.of)

    def _level(self, points: int) -> int:
        return sum(1 for bar in self.bars if self.of and points * WHOLE >= bar * self.of)

    def frozen(self) -> dict[str, Any]:
        """Write the whole assessment down as JSON can keep it."""
        facts = label_facts.frozen(self.facts)
        points = {one.name: one.points for one in self.criteria}
        written = asdict(self) | {"schema": SCHEMA, "facts": facts, "first": facts["first"], "points": points}
        return dict(json.loads(json.dumps(written)))


def assess(session: Session, supplier: str, *, on: dt.date) -> Assessment:
    """Measure a supplier by the scheme of a day, over the months that end with it."""
    known = find(session, supplier)
    return measured(session, known, given=awards.of_supplier(session, known.code), on=on)


def measured(session: Session, known: Supplier, *, given: Sequence[AwardFacts], on: dt.date) -> Assessment:
    """Measure a supplier that was given some awards, the newest first."""
    scheme = scheme_on(session, on)
    facts = label_facts.gather(session, known, rules=scheme.rules, last=on)
    before = awards.last_held(given, since=facts.first)
    return Assessment(
        supplier=known.code,
        name=known.name,
        scheme=scheme.code,
        facts=facts,
        prerequisites=label_criteria.prerequisites(known, facts, scheme.rules),
        homework=label_criteria.homework(facts, scheme.rules),
        criteria=label_criteria.criteria(known, facts, scheme.rules),
        bars=scheme.bars,
        spared=_spared(scheme),
        held=_held(before),
    )


def thaw(figures: dict[str, Any]) -> Assessment:
    """Read an assessment as it was frozen with its award."""
    return Assessment(
        supplier=figures["supplier"],
        name=figures["name"],
        scheme=figures["scheme"],
        facts=label_facts.thaw(figures["facts"]),
        prerequisites=tuple(
            Prerequisite(**{**one, "documents": tuple(one["documents"])}) for one in figures["prerequisites"]
        ),
        homework=tuple(Homework(one["name"], tuple(one["documents"])) for one in figures["homework"]),
        criteria=tuple(Criterion(**one) for one in figures["criteria"]),
        bars=tuple(figures["bars"]),
        spared=tuple(figures["spared"]),
        held=Held(**figures["held"]) if figures["held"] else None,
    )


def _spared(scheme: Scheme) -> tuple[str, ...]:
    return tuple(scheme.rules["renewal"]["never_lowers_alone"])


def _held(before: AwardFacts | None) -> Held | None:
    if before is None:
        return None
    return Held(before.number, before.level or 0, dict(before.figures["points"]))
