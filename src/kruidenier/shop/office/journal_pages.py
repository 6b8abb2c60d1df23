"""The journal to be read: who did what, when; the newest first, a page at a time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from operator import eq, ge, le, lt
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from kruidenier.shop.office.journal import JournalLine
from kruidenier.shop.office.place import Till

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PAGE = 100


@dataclass(frozen=True, slots=True)
class Written:
    """One line of the journal, as people read it."""

    id: int
    till: str
    seq: int
    at: dt.datetime
    happened_on: dt.date
    by: str
    verb: str
    subject: str
    details: dict[str, Any]
    hash: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; what is not said does not matter."""

    since: dt.date | None = None
    until: dt.date | None = None
    by: str | None = None
    verb: str | None = None
    subject: str | None = None


def page(session: Session, wanted: Wanted, *, before: int | None = None, most: int = PAGE) -> tuple[Written, ...]:
    """Read the newest lines that are looked for, older than the line `before` if one is given."""
    asked = (
        select(JournalLine, Till.code.label("till"))
        .join(Till, Till.id == JournalLine.till_id)
        .order_by(JournalLine.id.desc())
        .limit(most)
    )
    for column, compares, value in (
        (JournalLine.happened_on, ge, wanted.since),
        (JournalLine.happened_on, le, wanted.until),
        (JournalLine.by, eq, wanted.by),
        (JournalLine.verb, eq, wanted.verb),
        (JournalLine.subject, eq, wanted.subject),
        (JournalLine.id, lt, before),
    ):
        if value is not None:
            asked = asked.where(compares(column, value))
    return tuple(_written(line, till) for line, till in session.execute(asked))


def _written(line: JournalLine, till: str) -> Written:
    return Written(
        line.id,
        till,
        line.seq,
        line.at,
        line.happened_on,
        line.by,
        line.verb,
        line.subject,
        dict(line.details),
        line.hash,
    )
