"""The auditor's file of a year: ESF+ goods, a sample of rights, what was set aside or taken back, and proof."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from kruidenier.shop.figures import exceptions, proof
from kruidenier.shop.figures.esf_account import COLUMNS, EsfLine, esf_account
from kruidenier.shop.figures.exceptions import Exceptional
from kruidenier.shop.figures.proof import Fault
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.people import decisions
from kruidenier.shop.people.budgets import Period
from kruidenier.shop.people.decisions import Decision
from kruidenier.shop.till.cash import Drawer
from kruidenier.shop.till.sales import Sale

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

DRAWN = 20
"""So many rights are looked at."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A sale that was cancelled, or goods that were taken back."""

    kind: str
    """void or refund."""
    number: str
    of: str
    on: dt.date
    total_cents: int
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class CountedDrawer:
    """A drawer that was closed with another amount than the books expected."""

    number: str
    on: dt.date
    expected_cents: int
    counted_cents: int
    by: str
    reason: str

    @property
    def difference_cents(self) -> int:
        """Below zero, so much was missing."""
        return self.counted_cents - self.expected_cents


@dataclass(frozen=True, slots=True)
class AuditorFile:
    """Everything that an auditor asks for about a year."""

    year: int
    seed: int
    account: tuple[EsfLine, ...]
    decisions: int
    """How many decisions about rights the year had."""
    sample: tuple[Decision, ...]
    overrides: tuple[Exceptional, ...]
    corrections: tuple[Correction, ...]
    drawers: int
    """How many drawers were closed."""
    differences: tuple[CountedDrawer, ...]
    faults: tuple[Fault, ...]
    """What `check` finds now; a sound shop has none."""


def auditor_file(
    session: Session, year: int, *, at: Counter, seed: int | None = None, cards: bool = False
) -> AuditorFile:
    """Gather the file of a year; a manager may have cards in it, by which the papers of a household are found."""
    require(at, Permission.FIGURES)
    if cards:
        require(at, Permission.OVERRIDE)
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    drawn_by = year if seed is None else seed
    decided = decisions.decided(session, first=first, last=last, cards=cards)
    closed = list(_drawers(session, first, last))
    return AuditorFile(
        year=year,
        seed=drawn_by,
        account=esf_account(session, first=first, last=last),
        decisions=len(decided),
        sample=tuple(sample(decided, seed=drawn_by)),
        overrides=tuple(
            sorted(_overrides(session, Period(first, last), decided), key=lambda one: (one.at, one.where, one.rule))
        ),
        corrections=tuple(_corrections(session, first, last)),
        drawers=len(closed),
        differences=tuple(one for one in closed if one.difference_cents),
        faults=tuple(proof.prove(session)),
    )


def sample(decided: list[Decision], *, seed: int, size: int = DRAWN) -> list[Decision]:
    """Draw decisions that nobody chose: the same seed draws the same, also when households are forgotten."""
    like: dict[str, int] = {}
    lots = []
    for place, one in enumerate(decided):
        said = decisions.contents(one)
        like[said] = like.get(said, 0) + 1
        lots.append((hashlib.sha256(f"{seed}|{said}|{like[said]}".encode()).hexdigest(), place))
    return [decided[place] for place in sorted(place for _lot, place in sorted(lots)[:size])]


def document(file: AuditorFile) -> dict[str, Any]:
    """Write the file with the fixed names by which programs know its figures."""
    return {
        "year": file.year,
        "seed": file.seed,
        "esf_account": [
            {
                "code": line.code,
                "name": line.name,
                "campaign": line.campaign,
                "counted_on": line.counted_on,
                **{name: {"count": line.amounts[name].count, "grams": line.amounts[name].grams} for name in COLUMNS},
            }
            for line in file.account
        ],
        "decisions": file.decisions,
        "sample": [asdict(one) for one in file.sample],
        "overrides": [asdict(one) for one in file.overrides],
        "corrections": [asdict(one) for one in file.corrections],
        "drawers": file.drawers,
        "cash_differences": [{**asdict(one), "difference_cents": one.difference_cents} for one in file.differences],
        "check": {"ok": not file.faults, "faults": [asdict(fault) for fault in file.faults]},
    }


def _overrides(session: Session, period: Period, decided: list[Decision]) -> Iterator[Exceptional]:
    yield from exceptions.of_sales(session, period)
    for one in decided:
        if one.overruled:
            at = dt.datetime.combine(one.granted_on, dt.time(), dt.UTC)
            yield Exceptional(exceptions.OVERRIDE, at, one.overruled, one.card or "", "", one.granted_by)


def _corrections(session: Session, first: dt.date, last: dt.date) -> Iterator[Correction]:
    corrected = aliased(Sale)
    asked = (
        select(Sale, corrected.number)
        .join(corrected, corrected.id == Sale.of_sale_id)
        .where(Sale.happened_on.between(first, last))
        .order_by(Sale.recorded_at, Sale.number)
    )
    for sale, of in session.execute(asked):
        yield Correction(sale.kind, sale.number, of, sale.happened_on, sale.total_cents, sale.reason or "", sale.by)


def _drawers(session: Session, first: dt.date, last: dt.date) -> Iterator[CountedDrawer]:
    asked = select(Drawer).where(Drawer.closed_at.is_not(None), Drawer.business_date.between(first, last))
    for drawer in session.scalars(asked.order_by(Drawer.business_date, Drawer.number)):
        yield CountedDrawer(
            drawer.number,
            drawer.business_date,
            drawer.expected_cents or 0,
            drawer.counted_cents or 0,
            drawer.closed_by or "",
            drawer.reason or "",
        )
