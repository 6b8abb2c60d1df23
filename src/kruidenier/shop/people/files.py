"""A household's file: who they are, what they need, who may come for them. Opening it is journaled."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unicodedata import category

from sqlalchemy import ForeignKey, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.office import staff
from kruidenier.shop.office.sheets import LONGEST_NAME, LONGEST_TEXT
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.people import journaled
from kruidenier.shop.people.households import (
    KNOWN_BY,
    LANGUAGES,
    Headcount,
    Household,
    HouseholdCard,
    HouseholdFile,
    Member,
    find,
)
from kruidenier.shop.people.needs import NEEDS, Need
from kruidenier.shop.people.register import Born, UnknownLanguage
from kruidenier.shop.people.rights import Hold, Right
from kruidenier.store.base import Base, Moment, RowNumber

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

WORDS = ("display_name", "referred_by", "referrer_contact", "address", "note")
DATES = ("referred_on", "informed_on")


class UnknownNeed(ShopError):
    """A need that is not on the list."""

    message = N_("“{need}” is not on the list. Known needs: {known}.")


class NeedsWords(ShopError):
    """A note, or somebody, without a word."""

    message = N_("Write a few words, at most {longest} letters.")


class AlreadyOver(ShopError):
    """Something that would end before it begins to count."""

    message = N_("{until} is past: choose today or a later day.")


class NoSuchEntry(ShopError):
    """A note or a substitute that the file does not have."""

    message = N_("That does not stand in this file any more.")


class Note(Base):
    """A remark for staff, until a day."""

    __tablename__ = "household_note"

    id: Mapped[RowNumber]
    household_id: Mapped[str] = mapped_column(ForeignKey("household.id"), index=True)
    words: Mapped[str]
    until: Mapped[dt.date]
    by: Mapped[str]
    written_at: Mapped[Moment]


class Substitute(Base):
    """Somebody who may shop for a household, until a day."""

    __tablename__ = "substitute"

    id: Mapped[RowNumber]
    household_id: Mapped[str] = mapped_column(ForeignKey("household.id"), index=True)
    name: Mapped[str]
    until: Mapped[dt.date]


@dataclass(frozen=True, slots=True)
class Person:
    """A member on file."""

    id: int
    born: Born
    since: dt.date
    until: dt.date | None
    """The last day of a guest; None for who stays."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A note or a substitute, until a day."""

    id: int
    words: str
    until: dt.date


@dataclass(frozen=True, slots=True)
class GivenRight:
    """A right as it was given once."""

    kind: str
    start: dt.date | None
    until: dt.date | None
    renewals: int
    way: str
    reason: str | None
    proof: str | None
    overruled: str | None
    rule_version: int
    by: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class PutHold:
    """A pause or block as it was put."""

    kind: str
    start: dt.date
    until: dt.date | None
    lifted_on: dt.date | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class FileSheet:
    """Everything in a household's file; what it bought is not in it."""

    id: str
    card: str
    display_name: str
    lang: str
    registered_at: dt.datetime
    referred_by: str | None
    referrer_contact: str | None
    referred_on: dt.date | None
    informed_on: dt.date | None
    address: str | None
    """None too where it is protected and somebody else than a manager looks."""
    address_protected: bool
    note: str | None
    people: tuple[Person, ...]
    adults: int
    children: int
    """Where members are not recorded."""
    needs: tuple[str, ...]
    notes: tuple[Entry, ...]
    substitutes: tuple[Entry, ...]
    rights: tuple[GivenRight, ...]
    """The newest first."""
    holds: tuple[PutHold, ...]


def open_file(session: Session, card: str, *, at: Counter, now: dt.datetime) -> FileSheet:
    """Open a household's file; who did so is journaled."""
    require(at, Permission.HOUSEHOLDS)
    held = find(session, card)
    journaled.record(session, held.id, verb="household read", at=at, now=now)
    return sheet_of(session, held.id, on=at.business_date(now), secrets=staff.may(at.role, Permission.OVERRIDE))


def sheet_of(session: Session, household_id: str, *, on: dt.date, secrets: bool) -> FileSheet:
    """Put a file together; notes and substitutes whose day is past are not in it any more."""
    household = session.get_one(Household, household_id)
    file = session.get_one(HouseholdFile, household_id)
    card = session.scalars(
        select(HouseholdCard.card).where(HouseholdCard.household_id == household_id).order_by(*KNOWN_BY).limit(1)
    ).one()
    counted = session.scalars(
        select(Headcount)
        .where(Headcount.household_id == household_id, Headcount.valid_from <= on)
        .order_by(Headcount.valid_from.desc())
        .limit(1)
    ).first()
    return FileSheet(
        id=household_id,
        card=card,
        display_name=file.display_name,
        lang=household.lang,
        registered_at=household.registered_at,
        referred_by=file.referred_by,
        referrer_contact=file.referrer_contact,
        referred_on=file.referred_on,
        informed_on=file.informed_on,
        address=file.address if secrets or not file.address_protected else None,
        address_protected=file.address_protected,
        note=file.note,
        people=tuple(_people(session, household_id, on)),
        adults=counted.adults if counted else 0,
        children=counted.children if counted else 0,
        needs=tuple(sorted(session.scalars(select(Need.need).where(Need.household_id == household_id)))),
        notes=tuple(_entries(session, Note, Note.words, household_id, on)),
        substitutes=tuple(_entries(session, Substitute, Substitute.name, household_id, on)),
        rights=tuple(_rights(session, household_id)),
        holds=tuple(_holds(session, household_id)),
    )


def referrers(session: Session) -> tuple[str, ...]:
    """List who referred households, those who did so most first."""
    by = HouseholdFile.referred_by
    asked = select(by).where(by.is_not(None)).group_by(by).order_by(func.count().desc(), by)
    return tuple(name for name in session.scalars(asked) if name)


def _people(session: Session, household_id: str, on: dt.date) -> Iterable[Person]:
    mine = select(Member).where(
        Member.household_id == household_id, (Member.left_on.is_(None)) | (Member.left_on > on), Member.joined_on <= on
    )
    for member in session.scalars(mine.order_by(Member.birth_year, Member.birth_month, Member.id)):
        until = member.left_on - dt.timedelta(days=1) if member.left_on else None
        yield Person(member.id, Born(member.birth_year, member.birth_month, member.gender), member.joined_on, until)


def _entries(session: Session, table: Any, words: Any, household_id: str, on: dt.date) -> Iterable[Entry]:
    asked = select(table.id, words, table.until).where(table.household_id == household_id, table.until >= on)
    return (Entry(*row) for row in session.execute(asked.order_by(table.id)))


def _rights(session: Session, household_id: str) -> Iterable[GivenRight]:
    asked = select(Right).where(Right.household_id == household_id).order_by(Right.id.desc())
    for right in session.scalars(asked):
        yield GivenRight(
            kind=right.kind,
            start=right.valid_from,
            until=right.valid_until,
            renewals=right.renewals,
            way=right.way,
            reason=right.reason,
            proof=right.proof,
            overruled=right.overruled,
            rule_version=right.rule_version,
            by=right.granted_by,
            at=right.granted_at,
        )


def _holds(session: Session, household_id: str) -> Iterable[PutHold]:
    asked = select(Hold).where(Hold.household_id == household_id).order_by(Hold.id.desc())
    for hold in session.scalars(asked):
        yield PutHold(hold.kind, hold.valid_from, hold.valid_until, hold.lifted_on, hold.reason)


# What is written into it


def change(session: Session, card: str, *, at: Counter, now: dt.datetime, **wanted: Any) -> tuple[str, ...]:
    """Write other words, dates, language or protection of the address; tells what is different now."""
    require(at, Permission.HOUSEHOLDS)
    held = find(session, card)
    household, file = session.get_one(Household, held.id), session.get_one(HouseholdFile, held.id)
    if "lang" in wanted and wanted["lang"] not in LANGUAGES:
        raise UnknownLanguage(lang=wanted["lang"])
    if ("address" in wanted or "address_protected" in wanted) and file.address_protected:
        require(at, Permission.OVERRIDE)
    changed = []
    for field, value in wanted.items():
        row = household if field == "lang" else file
        new = clean(value, needed=field == "display_name") if field in WORDS else value
        if getattr(row, field) != new:
            setattr(row, field, new)
            changed.append(field)
    _note(session, held.id, changed, at=at, now=now)
    return tuple(changed)


def set_needs(session: Session, card: str, *, needs: Collection[str], at: Counter, now: dt.datetime) -> tuple[str, ...]:
    """Say what a household needs when it comes: all of it, in place of what was said before."""
    require(at, Permission.HOUSEHOLDS)
    held = find(session, card)
    for need in needs:
        if need not in NEEDS:
            raise UnknownNeed(need=need, known=", ".join(NEEDS))
    before = set(session.scalars(select(Need.need).where(Need.household_id == held.id)))
    if before != set(needs):
        session.execute(delete(Need).where(Need.household_id == held.id))
        session.add_all(Need(household_id=held.id, need=need) for need in sorted(set(needs)))
        _note(session, held.id, ["needs"], at=at, now=now)
    return tuple(sorted(set(needs)))


def write_note(session: Session, card: str, *, words: str, until: dt.date, at: Counter, now: dt.datetime) -> Entry:
    """Write a remark for staff that is gone after a day."""
    require(at, Permission.HOUSEHOLDS)
    held = find(session, card)
    row = Note(
        household_id=held.id,
        words=clean(words, needed=True, longest=LONGEST_TEXT),
        until=_still_to_come(until, at, now),
        by=at.by,
        written_at=now,
    )
    session.add(row)
    session.flush()
    _note(session, held.id, ["note"], at=at, now=now)
    return Entry(row.id, row.words, until)


def name_substitute(session: Session, card: str, *, name: str, until: dt.date, at: Counter, now: dt.datetime) -> Entry:
    """Let somebody shop for a household until a day."""
    require(at, Permission.HOUSEHOLDS)
    held = find(session, card)
    row = Substitute(household_id=held.id, name=clean(name, needed=True), until=_still_to_come(until, at, now))
    session.add(row)
    session.flush()
    _note(session, held.id, ["substitute"], at=at, now=now)
    return Entry(row.id, row.name, until)


def take_out(session: Session, card: str, *, what: str, id: int, at: Counter, now: dt.datetime) -> str:  # noqa: A002
    """Take a note or a substitute out of the file."""
    require(at, Permission.HOUSEHOLDS)
    held = find(session, card)
    table: Any = {"note": Note, "substitute": Substitute}[what]
    row = session.get(table, id)
    if row is None or row.household_id != held.id:
        raise NoSuchEntry
    session.delete(row)
    _note(session, held.id, [what], at=at, now=now)
    return what


def clean(words: str | None, *, needed: bool = False, longest: int = LONGEST_NAME) -> str | None:
    """Take words as they come, without blanks around them; none at all are None."""
    text = (words or "").strip()
    bad = len(text) > longest or any(category(sign) in ("Cc", "Cs") and sign != "\n" for sign in text)
    if bad or (needed and not text):
        raise NeedsWords(longest=longest)
    return text or None


def _still_to_come(until: dt.date, at: Counter, now: dt.datetime) -> dt.date:
    if until < at.business_date(now):
        raise AlreadyOver(until=until)
    return until


def _note(session: Session, household_id: str, fields: list[str], *, at: Counter, now: dt.datetime) -> None:
    if fields:
        session.flush()
        journaled.record(session, household_id, verb="household", at=at, now=now, fields=fields)
