"""Decisions about rights: read for those who check them, and kept without whose they were once a household is gone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Mapped

from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.place import Shop
from kruidenier.shop.people.households import HouseholdFile, known_cards
from kruidenier.shop.people.proofs import OTHER
from kruidenier.shop.people.rights import Right
from kruidenier.store.base import Base, RowNumber

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy.orm import Session


class KeptDecision(Base):
    """A right that was given to a household that is forgotten; no word and no key of the household is left."""

    __tablename__ = "right_decision"

    id: Mapped[RowNumber]
    kind: Mapped[str]
    valid_from: Mapped[dt.date | None]
    valid_until: Mapped[dt.date | None]
    renewals: Mapped[int]
    way: Mapped[str]
    category: Mapped[str | None]
    proof: Mapped[str | None]
    referred_on: Mapped[dt.date | None]
    overruled: Mapped[str | None]
    rule_version: Mapped[int]
    granted_by: Mapped[str]
    granted_on: Mapped[dt.date]


@dataclass(frozen=True, slots=True)
class Decision:
    """How a right was decided."""

    kind: str
    valid_from: dt.date | None
    valid_until: dt.date | None
    renewals: int
    way: str
    """referral, category, income, visit or split: what led to it."""
    category: str | None
    proof: str | None
    """The document that was seen, by its code; its own words are never told here."""
    referred_on: dt.date | None
    """The day of the referral, where it is on file."""
    overruled: str | None
    rule_version: int
    granted_by: str
    granted_on: dt.date
    card: str | None = None
    """None where nobody may know, or nobody knows any more."""


FIELDS = (
    "kind",
    "valid_from",
    "valid_until",
    "renewals",
    "way",
    "category",
    "referred_on",
    "overruled",
    "rule_version",
    "granted_by",
    "granted_on",
    "proof",
)


def decided(session: Session, *, first: dt.date, last: dt.date, cards: bool) -> list[Decision]:
    """List the decisions of a time, those about households that are forgotten too; with cards only if wanted."""
    known = _known(session, cards=cards)
    kept = (
        Decision(**{name: getattr(row, name) for name in FIELDS})
        for row in session.scalars(select(KeptDecision).where(KeptDecision.granted_on.between(first, last)))
    )
    found = [*(one for one in known if first <= one.granted_on <= last), *kept]
    return sorted(found, key=lambda one: (one.granted_on, contents(one)))


def contents(decision: Decision) -> str:
    """Write what was decided, the same before and after the household is forgotten.

    Where no document was noted, nothing is written of it: a sample of years before documents were noted stays the same.
    """
    said = [str(getattr(decision, name)) for name in FIELDS if name != "proof" or decision.proof]
    return "|".join(said)


def keep(session: Session, households: Collection[str]) -> None:
    """Keep how the rights of households were decided, before they are forgotten."""
    for one in _known(session, households):
        session.add(KeptDecision(**{name: getattr(one, name) for name in FIELDS}))
    session.flush()


def _known(session: Session, households: Collection[str] | None = None, *, cards: bool = False) -> Iterator[Decision]:
    categories, documents = (rules.ever(session, key) for key in ("rights.categories", "rights.proofs"))
    zone = ZoneInfo(session.scalars(select(Shop.time_zone)).one())
    asked = select(Right, HouseholdFile.referred_on).outerjoin(
        HouseholdFile, HouseholdFile.household_id == Right.household_id
    )
    asked = asked.order_by(Right.id)
    if households is not None:
        asked = asked.where(Right.household_id.in_(households))
    card_of = known_cards(session) if cards else {}
    for right, referred_on in session.execute(asked):
        yield Decision(
            kind=right.kind,
            valid_from=right.valid_from,
            valid_until=right.valid_until,
            renewals=right.renewals,
            way=right.way,
            category=right.reason if right.way == "category" and right.reason in categories else None,
            proof=right.proof if right.proof is None or right.proof in documents else OTHER,
            referred_on=referred_on,
            overruled=right.overruled,
            rule_version=right.rule_version,
            granted_by=right.granted_by,
            granted_on=right.granted_at.astimezone(zone).date(),
            card=card_of.get(right.household_id),
        )
