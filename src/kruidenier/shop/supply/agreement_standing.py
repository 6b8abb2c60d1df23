"""How agreements stand on a day: what was expected, kept and missed so far, and how long they still hold."""

from __future__ import annotations

import datetime as dt
from collections import Counter as Tally
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kruidenier.shop.office import settings as rules
from kruidenier.shop.supply import agreement_documents
from kruidenier.shop.supply.agreements import pick_ups

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from kruidenier.shop.supply.agreement_documents import AgreementDocument
    from kruidenier.shop.supply.agreements import PickUpDay

AHEAD = dt.timedelta(weeks=8)
"""So far ahead the next pick-up is looked for."""


@dataclass(frozen=True, slots=True)
class Tallied:
    """Pick-ups counted: expected are those that were due and the giver had in hand, kept and missed together."""

    kept: int
    missed: int
    refused: int
    """The shop sent all back, or could not take it: counts for nobody."""
    cancelled: int
    """A public holiday, or called off in time: counts for nobody."""

    @property
    def expected(self) -> int:
        """What tells how reliable the giver is."""
        return self.kept + self.missed

    @classmethod
    def of(cls, days: Iterable[PickUpDay]) -> Tallied:
        """Count days."""
        states = Tally(day.state for day in days)
        return cls(states["kept"], states["missed"], states["refused"], states["cancelled"])


@dataclass(frozen=True, slots=True)
class Standing:
    """An agreement as it stands on a day."""

    agreement: AgreementDocument
    status: str
    days_left: int | None
    tallied: Tallied
    """From its first day until this one; what may still come today is left out."""
    next_day: PickUpDay | None
    """The next pick-up, today included."""

    @property
    def number(self) -> str:
        """By which it is known."""
        return self.agreement.number


def standing(session: Session, *, on: dt.date) -> tuple[Standing, ...]:
    """List all agreements as they stand on a day: what ends soon first, what is over last."""
    documents = agreement_documents.listing(session)
    warn_days = rules.current(session, on)["agreement.warn_days"]
    days: defaultdict[str, list[PickUpDay]] = defaultdict(list)
    if documents:
        first = min(document.holds_from for document in documents)
        for day in pick_ups(session, first=first, last=on + AHEAD, on=on):
            days[day.agreement].append(day)
    found = [
        Standing(
            agreement=document,
            status=document.status(on, warn_days=warn_days),
            days_left=document.days_left(on),
            tallied=Tallied.of(day for day in days[document.number] if day.day <= on),
            next_day=next((day for day in days[document.number] if day.state == "expected"), None),
        )
        for document in documents
    ]
    return tuple(sorted(found, key=lambda one: ORDER.index(one.status)))


ORDER = ("ends_soon", "in_force", "draft", "not_started", "ended", "dropped")
