"""Households that may be one: found by sound, slips of the pen and birth years; told apart once, they stay apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.people import journaled
from kruidenier.shop.people.households import find
from kruidenier.shop.people.likeness import alike, sound, words_of
from kruidenier.store.base import Base, KeyType, Moment

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.people.finding import Book, Known
    from kruidenier.shop.people.register import Born, People

MANY_YEARS = 3
"""So many equal birth years make two households alike, if one word of their names is too."""


class NotDuplicate(Base):
    """Two households of which somebody said that they are not one."""

    __tablename__ = "not_duplicate"
    __table_args__ = (CheckConstraint("first_id < second_id", name="one_order"),)

    first_id: Mapped[str] = mapped_column(KeyType, ForeignKey("household.id"), primary_key=True)
    second_id: Mapped[str] = mapped_column(KeyType, ForeignKey("household.id"), primary_key=True)
    by: Mapped[str]
    said_at: Mapped[Moment]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two households that may be one, and why."""

    one: Known
    other: Known
    same_years: int
    """How many members of one may be members of the other."""


def likely(session: Session, book: Book) -> list[Pair]:
    """List the pairs that may be one household, the likeliest first, without those that were told apart."""
    apart = {(row.first_id, row.second_id) for row in session.scalars(select(NotDuplicate))}
    pairs = [
        Pair(one, other, _same_years(one.born, other.born))
        for one, other in _candidates(book)
        if (one.id, other.id) not in apart and _may_be_one(one, other)
    ]
    return sorted(
        pairs, key=lambda pair: (-pair.same_years, pair.one.display_name.casefold(), pair.one.id, pair.other.id)
    )


def like(book: Book, display_name: str, people: People) -> list[Known]:
    """List those that somebody who registers now may be, the likeliest first."""
    words = words_of(display_name)
    found = [one for one in book.known if _names_alike(words, one.words) and not _contradict(people.members, one.born)]
    return sorted(found, key=lambda one: -_same_years(people.members, one.born))


def tell_apart(session: Session, card: str, other: str, *, at: Counter, now: dt.datetime) -> tuple[str, str]:
    """Remember that two households are not one."""
    require(at, Permission.HOUSEHOLDS)
    first, second = sorted((find(session, card).id, find(session, other).id))
    if first != second and session.get(NotDuplicate, (first, second)) is None:
        session.add(NotDuplicate(first_id=first, second_id=second, by=at.by, said_at=now))
        session.flush()
        journaled.record(session, first, verb="household", at=at, now=now, fields=["not a duplicate"])
    return first, second


def _candidates(book: Book) -> Iterator[tuple[Known, Known]]:
    """Give every pair that shares a sound or all of its birth years, once, in the order of their keys."""
    heaps: dict[object, list[Known]] = {}
    for one in book.known:
        for key in {*(sound(word)[:2] for word in one.words), *([one.born] if len(one.born) >= MANY_YEARS else [])}:
            heaps.setdefault(key, []).append(one)
    seen = set()
    for heap in heaps.values():
        for place, one in enumerate(heap):
            for other in heap[place + 1 :]:
                pair = (one, other) if one.id < other.id else (other, one)
                if (key := (pair[0].id, pair[1].id)) not in seen:
                    seen.add(key)
                    yield pair


def _may_be_one(one: Known, other: Known) -> bool:
    if _names_alike(one.words, other.words):
        return not _contradict(one.born, other.born)
    same = len(one.born) >= MANY_YEARS and _same_years(one.born, other.born) == len(one.born) == len(other.born)
    return same and any(alike(word, name) for word in one.words for name in other.words)


def _names_alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Every word of the shorter name is, or sounds like, a word of the longer."""
    few, many = sorted((one, other), key=len)
    return bool(few) and all(any(alike(word, name) for name in many) for word in few)


def _contradict(one: Iterable[Born], other: Iterable[Born]) -> bool:
    """Both have members on file, and nobody can be in both."""
    few, many = list(one), list(other)
    return bool(few and many) and _same_years(few, many) == 0


def _same_years(one: Iterable[Born], other: Iterable[Born]) -> int:
    left = [born.year for born in other]
    same = 0
    for born in one:
        if born.year in left:
            left.remove(born.year)
            same += 1
    return same
