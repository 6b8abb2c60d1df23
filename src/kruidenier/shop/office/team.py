"""The people who work here change: role, skills, language, card; and whoever leaves is set aside, never wiped out."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.errors import ShopError
from kruidenier.i18n import LANGUAGES, N_
from kruidenier.shop.office import journal, staff
from kruidenier.shop.office.staff import (
    KINDS,
    ROLES,
    BadKind,
    BadRole,
    Permission,
    Person,
    StaffMember,
    known_skills,
    member,
    require,
    shown,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

SHORTEST_CARD, LONGEST_CARD = 8, 40
RIGHTS = ("role", "skills")
"""What somebody may do is a rule of the shop, and stands in the journal; of all else only that it changed."""


class LastManager(ShopError):
    """The shop would have nobody left who may decide."""

    message = N_("{name} is the only manager. Make somebody else a manager first.")


class BadLanguage(ShopError):
    """A language that the program does not speak."""

    message = N_("The program does not speak “{lang}”. It speaks en, nl and fr.")


class BadStaffCard(ShopError):
    """Something that cannot stand for a person."""

    message = N_("A card for a colleague has 8 to 40 letters and digits. Scan another one.")


class CardOfAnother(ShopError):
    """A card that stands for somebody else."""

    message = N_("This card is somebody else's. Scan another one.")


class SamePin(ShopError):
    """A new PIN that is the old one."""

    message = N_("That is the PIN you have already. Choose another one.")


def change_own_pin(session: Session, *, old: str, pin: str, at: Counter, now: dt.datetime) -> Person | None:
    """Give whoever stands here another PIN; None if the old one is wrong, which counts as at the first screen."""
    if staff.try_pin(session, at.by, pin=old, now=now) is None:
        return None
    if pin == old:
        raise SamePin
    return staff.change_pin(session, at.by, pin=pin, at=at, now=now)


def change_role(session: Session, code: str, *, role: str, at: Counter, now: dt.datetime) -> Person:
    """Give somebody another role; the last manager stays one."""
    require(at, Permission.STAFF)
    if role not in ROLES:
        raise BadRole(role=role)
    person = _held(session, code)
    if role != "manager":
        _require_another_manager(session, person)
    return _changed(session, person, "staff role", at=at, now=now, role=role)


def change_kind(session: Session, code: str, *, kind: str, at: Counter, now: dt.datetime) -> Person:
    """Say how somebody works here; it changes no right."""
    require(at, Permission.STAFF)
    if kind not in KINDS:
        raise BadKind(kind=kind)
    return _changed(session, _held(session, code), "staff kind", at=at, now=now, kind=kind)


def change_skills(session: Session, code: str, *, skills: Iterable[str], at: Counter, now: dt.datetime) -> Person:
    """Tick what somebody learned: the rights of a volunteer grow with it."""
    require(at, Permission.STAFF)
    return _changed(session, _held(session, code), "staff skills", at=at, now=now, skills=known_skills(skills))


def change_language(session: Session, code: str, *, lang: str, at: Counter, now: dt.datetime) -> Person:
    """Speak another language with somebody; everybody may choose their own."""
    person = _held(session, code)
    if at.by != person.code:
        require(at, Permission.STAFF)
    if lang not in LANGUAGES:
        raise BadLanguage(lang=lang)
    return _changed(session, person, "staff language", at=at, now=now, lang=lang)


def archive(session: Session, code: str, *, at: Counter, now: dt.datetime) -> Person:
    """Let somebody work here no more; what they did keeps their code. The last manager stays."""
    require(at, Permission.STAFF)
    person = _held(session, code)
    _require_another_manager(session, person)
    person.archived_at, person.card_digest = now, None
    session.flush()
    journal.record(session, at, verb="staff archive", subject=person.code, now=now)
    return shown(person)


def give_card(session: Session, code: str, *, card: str, at: Counter, now: dt.datetime) -> Person:
    """Let a card stand for somebody; one they had counts no more."""
    require(at, Permission.STAFF)
    person = _held(session, code)
    if not (SHORTEST_CARD <= len(card.strip()) <= LONGEST_CARD and card.strip().replace("-", "").isalnum()):
        raise BadStaffCard
    digest = _digest(card)
    owner = session.scalar(select(StaffMember.id).where(StaffMember.card_digest == digest))
    if owner not in (None, person.id):
        raise CardOfAnother
    person.card_digest = digest
    session.flush()
    journal.record(session, at, verb="staff card", subject=person.code, now=now)
    return shown(person)


def take_card(session: Session, code: str, *, at: Counter, now: dt.datetime) -> Person:
    """Let no card stand for somebody any more: it was lost, or they sign in by PIN alone."""
    require(at, Permission.STAFF)
    person = _held(session, code)
    person.card_digest = None
    session.flush()
    journal.record(session, at, verb="staff no card", subject=person.code, now=now)
    return shown(person)


def by_card(session: Session, card: str) -> Person | None:
    """Tell for whom a card stands."""
    found = session.scalar(
        select(StaffMember).where(StaffMember.card_digest == _digest(card), StaffMember.archived_at.is_(None))
    )
    return None if found is None else shown(found)


def _digest(card: str) -> str:
    return hashlib.sha256(card.strip().casefold().encode()).hexdigest()


def _held(session: Session, code: str) -> StaffMember:
    """Find somebody, behind a lock on all managers: two of them cannot take each other's role away at once."""
    session.scalars(
        select(StaffMember.id).where(StaffMember.role == "manager").order_by(StaffMember.id).with_for_update()
    ).all()
    return member(session, code, locked=True)


def _require_another_manager(session: Session, person: StaffMember) -> None:
    managers = [other.code for other in staff.people(session) if other.role == "manager"]
    if managers == [person.code]:
        raise LastManager(name=person.name)


def _changed(
    session: Session, person: StaffMember, verb: str, *, at: Counter, now: dt.datetime, **values: str | list[str]
) -> Person:
    for name, value in values.items():
        setattr(person, name, value)
    session.flush()
    rights = {name: value for name, value in values.items() if name in RIGHTS}
    told = rights or {"fields": sorted(values)}
    journal.record(session, at, verb=verb, subject=person.code, now=now, **told)
    return shown(person)
