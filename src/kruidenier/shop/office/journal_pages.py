"""The journal to be read: who did what, when; the newest first, a page at a time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from operator import eq, ge, le, lt
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from kruidenier.shop.office import journal_words
from kruidenier.shop.office.journal import JournalLine
from kruidenier.shop.office.place import Till
from kruidenier.shop.office.staff import StaffMember

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement
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
    subjects: Collection[str] | None = None
    """Any of these words: a household stands under many."""
    word: str | None = None
    """Begins a word of the deed as it is said here, the name or code of who did it, or what it was about."""


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
        (JournalLine.id, lt, before),
    ):
        if value is not None:
            asked = asked.where(compares(column, value))
    if wanted.subjects is not None:
        asked = asked.where(JournalLine.subject.in_(wanted.subjects))
    if wanted.word is not None:
        asked = asked.where(_fits(session, wanted.word))
    return tuple(_written(line, till) for line, till in session.execute(asked))


def whose(session: Session) -> tuple[tuple[str, str], ...]:
    """List everybody who ever worked here, by name: code and name."""
    people = session.execute(select(StaffMember.code, StaffMember.name))
    return tuple(sorted(((row.code, row.name) for row in people), key=lambda one: (one[1].casefold(), one[0])))


def _fits(session: Session, word: str) -> ColumnElement[bool]:
    who = [code for code, name in whose(session) if journal_words.begins(word, f"{name} {code}")]
    return or_(
        JournalLine.verb.in_(journal_words.verbs_with(word)),
        JournalLine.by.in_(who),
        JournalLine.subject.istartswith(word, autoescape=True),
    )


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
