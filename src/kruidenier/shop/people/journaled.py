"""Whose file a line of the journal is about: beside the journal, which keeps its lines and their hours for ever.

A line names a household by a random word of its own. After the term of the year's links only the word is left: nobody
can tell any more who stood at the desk just before a sale.
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.shop.office import journal
from kruidenier.shop.people import households
from kruidenier.store.base import Base

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter


class JournalHousehold(Base):
    """Which household a line is about."""

    __tablename__ = "journal_household"

    code: Mapped[str] = mapped_column(primary_key=True)
    household_id: Mapped[str] = mapped_column(ForeignKey("household.id"), index=True)
    happened_on: Mapped[dt.date] = mapped_column(index=True)


def record(session: Session, household_id: str, *, verb: str, at: Counter, now: dt.datetime, **details: Any) -> None:
    """Write in the journal what was done with a household's file, and beside it whose it was."""
    code = secrets.token_hex(8)
    session.add(JournalHousehold(code=code, household_id=household_id, happened_on=at.business_date(now)))
    session.flush()
    journal.record(session, at, verb=verb, subject=code, now=now, **details)


def subjects(session: Session, about: str) -> tuple[str, ...]:
    """Tell under which words a thing stands in the journal: a household, by its card or one of its lines, has many."""
    mine = select(JournalHousehold.household_id).where(JournalHousehold.code == about)
    household = households.find(session, about).id if households.is_card(session, about) else session.scalar(mine)
    return codes_of(session, household) if household is not None else (about,)


def codes_of(session: Session, *keys: str) -> tuple[str, ...]:
    """List the words of all lines about households, and their own keys: older lines have those."""
    mine = select(JournalHousehold.code).where(JournalHousehold.household_id.in_(keys))
    return (*keys, *session.scalars(mine))


def unlink_before(session: Session, day: dt.date) -> None:
    """Take away whose file earlier lines are about."""
    session.execute(delete(JournalHousehold).where(JournalHousehold.happened_on < day))
