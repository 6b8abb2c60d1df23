"""The label in the demo: one holder, one that was withdrawn, and a proposal that waits for a decision."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kruidenier.demo import suppliers
from kruidenier.shop.figures import awarding, label
from kruidenier.shop.supply import awards, label_deciding, note_list, note_signing
from kruidenier.shop.supply.note_signatures import SIDES
from kruidenier.shop.supply.suppliers import family

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.demo.world import World
    from kruidenier.shop.office.place import Counter

WITHDRAWN, HOLDER, PROPOSED = "miroir-gare", "boulangerie-parc", "miroir"
SIGNATORIES = "College van burgemeester en schepenen / Collège des bourgmestre et échevins"
FIRST_CEREMONY, SECOND_CEREMONY = 60, 80
"""Percent of the days of trade that are over by then."""


def in_the_evening(session: Session, world: World, *, number: int, days: int, now: dt.datetime) -> None:
    """Award, and withdraw, what was decided on this day; on most days nothing is."""
    at = world.counters["manager"][0]
    if number == days * FIRST_CEREMONY // 100:
        _award(session, world, WITHDRAWN, decision="VOORBEELD/2026/031", at=at, now=now)
    if number == days * SECOND_CEREMONY // 100:
        _award(session, world, HOLDER, decision="VOORBEELD/2026/058", at=at, now=now)
        today = at.business_date(now)
        if awards.held(session, WITHDRAWN, on=today) is not None:
            reason = "De leverancier vraagt het / à la demande du fournisseur"
            label_deciding.withdraw(session, WITHDRAWN, reason=reason, heard_on=today, at=at, now=now)


def proposal_of_today(session: Session, world: World, *, now: dt.datetime) -> None:
    """Let a proposal wait, with all its gift notes signed, so that it can be decided and issued at once."""
    at = world.counters["manager"][0]
    if _worth_proposing(session, world, PROPOSED, at=at, now=now):
        awarding.propose(session, PROPOSED, at=at, now=now)


def _award(session: Session, world: World, code: str, *, decision: str, at: Counter, now: dt.datetime) -> None:
    if _worth_proposing(session, world, code, at=at, now=now):
        awarding.award(session, code, decision=decision, signatories=SIGNATORIES, publish=True, at=at, now=now)


def _worth_proposing(session: Session, world: World, code: str, *, at: Counter, now: dt.datetime) -> bool:
    """Sign the gift notes of a supplier, and tell whether it reaches a level: a short demo has few gifts."""
    giver = next(giver for giver in suppliers.GIVERS if giver.code == code)
    today = at.business_date(now)
    notes = note_list.homework(session, family(session, code), since=world.first, until=today)
    for note in notes.unsigned:
        for side in SIDES:
            if note.signature(side) is None:
                name = giver.contact or giver.name if side == "giver" else at.by
                note_signing.sign(
                    session, note.number, side=side, name=name, signed_on=note.happened_on, at=at, now=now
                )
    return label.assess(session, code, on=today).level > 0
