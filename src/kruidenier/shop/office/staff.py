"""Who works here, and who may do what."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from unicodedata import category

from sqlalchemy import CheckConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_, _
from kruidenier.shop.office import journal
from kruidenier.store.base import Base, Moment, RowNumber

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

ROLES = ("volunteer", "staff", "manager")
FREE_TRIES = 3
LONGEST_WAIT = dt.timedelta(minutes=15)


class NotAllowed(ShopError):
    """Somebody else may do this."""

    message = N_("That is for {role}: {deed}. Ask a colleague to sign in.")


class BadPin(ShopError):
    """A PIN that cannot be one."""

    message = N_("A PIN has 4 to 12 digits.")


class BadRole(ShopError):
    """A role that the shop does not have."""

    message = N_("There is no role {role}. Known roles: volunteer, staff, manager.")


class NoSuchPerson(ShopError):
    """Nobody with this code works here."""

    message = N_("Nobody here has the code {code}. `staff list` shows all codes.")


class WrongPin(ShopError):
    """The PIN is not this person's."""

    message = N_("That is not the PIN of {code}. Try again.")


class LockedOut(ShopError):
    """Too many wrong PINs: wait."""

    message = N_("Too many wrong PINs. Wait {seconds} seconds, then try again.")


class NeedsName(ShopError):
    """A person or a shop without a name."""

    message = N_("A name is needed: letters, at most 200.")


class Permission(StrEnum):
    """What not everybody may do."""

    VOID = "void"
    REFUND = "refund"
    SET_PRICE = "set_price"
    FOUND_ON_SHELF = "found_on_shelf"
    DRAWER = "drawer"
    OVERRIDE = "override"
    HOUSEHOLDS = "households"
    CATALOGUE = "catalogue"
    COUNT = "count"
    LISTS = "lists"
    STOCK = "stock"
    SUPPLIERS = "suppliers"
    MERGE_SUPPLIERS = "merge_suppliers"
    ACCEPT_COUNT = "accept_count"
    REPORTS = "reports"
    RECALL = "recall"
    CLOSE_RECALL = "close_recall"
    AGREEMENTS = "agreements"
    PROPOSE_LABEL = "propose_label"
    DECIDE_LABEL = "decide_label"
    SETTINGS = "settings"
    STAFF = "staff"


PERMISSIONS: dict[Permission, tuple[str, str]] = {
    Permission.VOID: ("staff", N_("cancel a sale that was paid")),
    Permission.REFUND: ("staff", N_("take goods back and give money back")),
    Permission.SET_PRICE: ("staff", N_("give a price to goods that have none")),
    Permission.FOUND_ON_SHELF: ("staff", N_("sell goods that are not in the books")),
    Permission.DRAWER: ("volunteer", N_("open, count and close the cash drawer")),
    Permission.OVERRIDE: ("manager", N_("let a household go over its budget, quota or right")),
    Permission.HOUSEHOLDS: ("staff", N_("register households and their rights")),
    Permission.CATALOGUE: ("staff", N_("change products and prices")),
    Permission.COUNT: ("volunteer", N_("count goods")),
    Permission.LISTS: ("volunteer", N_("tick off the lists of the day")),
    Permission.STOCK: ("staff", N_("book goods in and out")),
    Permission.SUPPLIERS: ("staff", N_("register suppliers, and sign and correct their gift notes")),
    Permission.MERGE_SUPPLIERS: ("manager", N_("make one supplier of two")),
    Permission.ACCEPT_COUNT: ("manager", N_("accept a count, or drop somebody else's")),
    Permission.REPORTS: ("manager", N_("issue reports to suppliers")),
    Permission.RECALL: ("staff", N_("call goods back")),
    Permission.CLOSE_RECALL: ("manager", N_("close a recall, or take it back")),
    Permission.AGREEMENTS: ("manager", N_("make, sign and end agreements with suppliers")),
    Permission.PROPOSE_LABEL: ("staff", N_("propose the label for a supplier")),
    Permission.DECIDE_LABEL: ("manager", N_("note what the municipality decided about the label")),
    Permission.SETTINGS: ("manager", N_("change the rules of the shop")),
    Permission.STAFF: ("manager", N_("decide who works here")),
}
_ROLE_NAMES = {"volunteer": N_("volunteers"), "staff": N_("staff"), "manager": N_("managers")}


class StaffMember(Base):
    """A person who works here, known by a short code."""

    __tablename__ = "staff"
    __table_args__ = (CheckConstraint("role IN ('volunteer', 'staff', 'manager')", name="role_known"),)

    id: Mapped[RowNumber]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    lang: Mapped[str]
    pin_hash: Mapped[str]
    wrong_tries: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[Moment | None]
    archived_at: Mapped[Moment | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 SQLAlchemy's own way


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works here, as the till sees them."""

    code: str
    name: str
    role: str
    lang: str


def may(role: str, permission: Permission) -> bool:
    """Tell whether a role may do something."""
    return ROLES.index(role) >= ROLES.index(PERMISSIONS[permission][0])


def require(at: Counter, permission: Permission) -> None:
    """Refuse what this person may not do."""
    if not may(at.role, permission):
        role, deed = PERMISSIONS[permission]
        raise NotAllowed(role=_(_ROLE_NAMES[role]), deed=_(deed))


def add(session: Session, name: str, *, role: str, pin: str, at: Counter, now: dt.datetime, lang: str = "") -> Person:
    """Let somebody work here; the code comes from the name."""
    require(at, Permission.STAFF)
    if role not in ROLES:
        raise BadRole(role=role)
    name = name.strip()
    require_name(name)
    person = StaffMember(
        code=_free_code(session, name),
        name=name,
        role=role,
        lang=lang or "nl",
        pin_hash=_hashed(pin),
    )
    session.add(person)
    journal.record(session, at, verb="staff add", subject=person.code, now=now, role=role)
    return Person(person.code, person.name, person.role, person.lang)


def require_name(name: str) -> None:
    """Refuse a name without letters, too long, or with signs that steer a terminal; joiners and hard blanks stay."""
    if not name or len(name) > 200 or any(category(sign) in ("Cc", "Cs") for sign in name):
        raise NeedsName


def change_pin(session: Session, code: str, *, pin: str, at: Counter, now: dt.datetime) -> Person:
    """Give somebody a new PIN and let them try again at once."""
    person = _member(session, code)
    if at.by != person.code:
        require(at, Permission.STAFF)
    person.pin_hash = _hashed(pin)
    person.wrong_tries = 0
    person.locked_until = None
    journal.record(session, at, verb="staff pin", subject=person.code, now=now)
    return Person(person.code, person.name, person.role, person.lang)


def try_pin(session: Session, code: str, *, pin: str, now: dt.datetime) -> Person | None:
    """Tell who signs in; None if the PIN is wrong. From the fourth wrong one on each must wait, longer every time."""
    from argon2 import PasswordHasher
    from argon2.exceptions import VerifyMismatchError
    from argon2.profiles import RFC_9106_LOW_MEMORY

    person = _member(session, code, for_update=True)
    if person.locked_until is not None and now < person.locked_until:
        raise LockedOut(seconds=int((person.locked_until - now).total_seconds()) + 1)
    try:
        PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY).verify(person.pin_hash, pin)
    except VerifyMismatchError:
        person.wrong_tries += 1
        late = person.wrong_tries - FREE_TRIES
        if late > 0:
            person.locked_until = now + min(dt.timedelta(seconds=5 * 2 ** min(late, 10)), LONGEST_WAIT)
        return None
    if person.wrong_tries:
        person.wrong_tries = 0
        person.locked_until = None
    return Person(person.code, person.name, person.role, person.lang)


def people(session: Session) -> tuple[Person, ...]:
    """List everybody who works here, by name."""
    rows = session.execute(
        select(StaffMember.code, StaffMember.name, StaffMember.role, StaffMember.lang).where(
            StaffMember.archived_at.is_(None)
        )
    )
    return tuple(sorted((Person(*row) for row in rows), key=lambda person: person.name.casefold()))


def only_the_first(session: Session) -> bool:
    """Tell whether nobody but the first manager works here yet."""
    return (session.scalar(select(func.count()).select_from(StaffMember)) or 0) <= 1


def _member(session: Session, code: str, *, for_update: bool = False) -> StaffMember:
    found = select(StaffMember).where(StaffMember.code == code.strip().lower(), StaffMember.archived_at.is_(None))
    person = session.scalar(found.with_for_update() if for_update else found) if code.isprintable() else None
    if person is None:
        raise NoSuchPerson(code=code)
    return person


def _hashed(pin: str) -> str:
    from argon2 import PasswordHasher
    from argon2.profiles import RFC_9106_LOW_MEMORY

    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 12):
        raise BadPin
    return PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY).hash(pin)


def _free_code(session: Session, name: str) -> str:
    from kruidenier.shop.office.folding import folded

    letters = "".join(c for c in folded(name.split(maxsplit=1)[0]) if c.isalnum())[:8] or "p"
    taken = set(session.scalars(select(StaffMember.code).where(StaffMember.code.startswith(letters))))
    return next(c for n in range(1, len(taken) + 2) if (c := letters if n == 1 else f"{letters}{n}") not in taken)
