"""Finding a household while typing, tolerant of typos and spelling; names show only where they were asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.folding import folded
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.people.facts import Fact
from kruidenier.shop.people.households import KNOWN_BY, Headcount, Household, HouseholdCard, HouseholdFile, Member
from kruidenier.shop.people.likeness import alike, words_of
from kruidenier.shop.people.register import Born
from kruidenier.shop.people.rights import Hold, Right, standing

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

FEWEST_LETTERS = 2
EXACT, BEGINS, ALIKE, NO = 0, 1, 2, 9


@dataclass(frozen=True, slots=True)
class Known:
    """A household in the list of all."""

    id: str
    card: str
    display_name: str
    lang: str
    status: str
    people: int
    until: dt.date | None
    """The last day of its grocery right."""
    esf_until: dt.date | None
    born: tuple[Born, ...]
    words: tuple[str, ...]
    """By which people know it, folded."""
    spoken: tuple[str, ...]
    """All words of its name, folded."""
    address: str | None
    """For letters; None where it is protected."""
    grocery: bool
    """It has or had the right to the grocery."""


@dataclass(frozen=True, slots=True)
class Book:
    """All households on a day, ready to be searched without asking again."""

    on: dt.date
    known: tuple[Known, ...]

    def find(self, typed: str) -> list[Known]:
        """Find by the beginning of a card, or by names: those that begin so first, then those that sound alike."""
        text = typed.strip()
        if len(text) < FEWEST_LETTERS:
            return [one for one in self.known if one.card.casefold() == text.casefold()] if text else []
        wanted = folded(text).split()
        found = [(score, one) for one in self.known if (score := _score(one, text.casefold(), wanted)) < NO]
        return [one for _score, one in sorted(found, key=lambda pair: (pair[0], pair[1].display_name.casefold()))]

    def ending(self, days: int) -> list[Known]:
        """List those whose right to the grocery ends soon, the soonest first."""
        last = self.on + dt.timedelta(days=days)
        soon = [one for one in self.known if one.until is not None and self.on <= one.until <= last]
        return sorted(soon, key=lambda one: (one.until or last, one.display_name.casefold()))


def read(session: Session, *, at: Counter, on: dt.date) -> Book:
    """Read who is known, with how each stands on a day."""
    require(at, Permission.HOUSEHOLDS)
    settings = rules.current(session, on)
    facts: dict[str, list[Fact]] = {}
    for right in session.scalars(select(Right).order_by(Right.id)):
        once = 1 if right.way == "visit" else None
        fact = Fact(right.kind, right.valid_from, right.valid_until, None, right.renewals, once, right.id)
        facts.setdefault(right.household_id, []).append(fact)
    for hold in session.scalars(select(Hold)):
        fact = Fact(hold.kind, hold.valid_from, hold.valid_until, hold.lifted_on, None, None, hold.id)
        facts.setdefault(hold.household_id, []).append(fact)
    born, counted = _people(session, on)
    households = (
        select(HouseholdCard.card, Household.id, Household.lang, HouseholdFile)
        .join(Household, Household.id == HouseholdCard.household_id)
        .join(HouseholdFile, HouseholdFile.household_id == Household.id)
        .where(Household.archived_at.is_(None), HouseholdCard.blocked_at.is_(None))
        .order_by(*KNOWN_BY)
    )
    known: dict[str, Known] = {}
    for card, id_, lang, file in session.execute(households):
        if id_ in known:
            continue
        judged = standing(facts.get(id_, ()), on=on, settings=settings)
        members = tuple(born.get(id_, ()))
        known[id_] = Known(
            id=id_,
            card=card,
            display_name=file.display_name,
            lang=lang,
            status=judged.status,
            people=len(members) or counted.get(id_, 0),
            until=judged.grocery.until,
            esf_until=judged.esf.until,
            born=members,
            words=words_of(file.display_name),
            spoken=tuple(folded(file.display_name).split()),
            address=None if file.address_protected else file.address,
            grocery=judged.grocery.start is not None,
        )
    return Book(on, tuple(sorted(known.values(), key=lambda one: one.card.casefold())))


def _people(session: Session, on: dt.date) -> tuple[dict[str, list[Born]], dict[str, int]]:
    born: dict[str, list[Born]] = {}
    there = select(Member).where(Member.joined_on <= on, (Member.left_on.is_(None)) | (Member.left_on > on))
    for member in session.scalars(there.order_by(Member.birth_year, Member.birth_month, Member.id)):
        born.setdefault(member.household_id, []).append(Born(member.birth_year, member.birth_month, member.gender))
    counts = select(Headcount).where(Headcount.valid_from <= on).order_by(Headcount.valid_from)
    return born, {row.household_id: row.adults + row.children for row in session.scalars(counts)}


def _score(one: Known, text: str, wanted: list[str]) -> int:
    card = one.card.casefold()
    if card == text:
        return EXACT
    if card.startswith(text) or (text.isdigit() and card.endswith(text)):
        return BEGINS
    return max((min((_word(word, name) for name in one.spoken), default=NO) for word in wanted), default=NO)


def _word(typed: str, name: str) -> int:
    if name.startswith(typed):
        return BEGINS
    return ALIKE if alike(typed, name) or alike(typed, name[: len(typed)]) else NO
