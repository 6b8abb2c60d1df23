"""The papers of the demo's gifts: signed notes, one that was corrected, and the months of who gives every day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kruidenier.demo.suppliers import ALL_DAYS, GIVERS
from kruidenier.shop.supply import (
    gift_summaries,
    note_correcting,
    note_list,
    note_signing,
    supplier_register,
    suppliers,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.demo.world import World
    from kruidenier.shop.office.place import Counter

NOT_YET = dt.timedelta(days=10)
"""So long a note may lie before both sides have signed it."""
CORRECTED, NUMBER = "werrie", "0999.400.304"
"""Whose enterprise number was not known when the goods came in."""
REASON = "ondernemingsnummer ontbrak / numéro d'entreprise manquant"


def file_away(session: Session, world: World, *, at: Counter, now: dt.datetime) -> None:
    """Sign what has lain for a while, correct a note, and sum the months up that are over."""
    until = world.today - dt.timedelta(days=1)
    _correct(session, world, until=until, at=at, now=now)
    for giver in GIVERS:
        if not giver.contact or giver.origin == "bought":
            continue
        keys = suppliers.family(session, giver.code)
        owed = note_list.homework(session, keys, since=world.first, until=world.today - NOT_YET)
        for note in owed.unsigned:
            for side, name in (("giver", giver.contact), ("shop", at.by)):
                if note.signature(side) is None:
                    on = note.happened_on
                    note_signing.sign(session, note.number, side=side, name=name, signed_on=on, at=at, now=now)
        if giver.days == ALL_DAYS:
            _sum_up(session, world, giver.code, at=at, now=now)


def _correct(session: Session, world: World, *, until: dt.date, at: Counter, now: dt.datetime) -> None:
    notes = note_list.notes_of(session, CORRECTED, since=world.first, until=until)
    supplier_register.change(session, CORRECTED, to={"kbo": NUMBER}, at=at, now=now)
    if notes:
        note_correcting.correct(session, notes[-1].number, lines={}, reason=REASON, at=at, now=now)


def _sum_up(session: Session, world: World, code: str, *, at: Counter, now: dt.datetime) -> None:
    first = world.first.replace(day=1)
    while (following := (first + dt.timedelta(days=31)).replace(day=1)) <= world.today:
        last = following - dt.timedelta(days=1)
        if note_list.notes_of(session, code, since=first, until=last):
            gift_summaries.issue(session, code, since=first, until=last, at=at, now=now)
        first = following
