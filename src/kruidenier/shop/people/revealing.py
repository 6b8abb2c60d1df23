"""The name behind a card, for a moment: hidden by default, and whoever looks stands in the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.shop.office import journal
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.people.households import HouseholdFile, find, pseudonym

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter


def reveal_name(session: Session, card: str, *, at: Counter, now: dt.datetime) -> str:
    """Tell by which name a household is called; empty if none is kept.

    The journal says it of the year's pseudonym: this line stands beside that of the sale, and would tie them for ever.
    """
    require(at, Permission.SEE_NAME)
    held = find(session, card)
    code = pseudonym(session, held.id, at.business_date(now).year)
    journal.record(session, at, verb="household name seen", subject=code, now=now)
    return session.scalars(select(HouseholdFile.display_name).where(HouseholdFile.household_id == held.id)).one()
