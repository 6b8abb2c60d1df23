"""Who works here, and who may do what."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from unicodedata import category

from sqlalchemy import JSON, CheckConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_, _
from kruidenier.shop.office import journal
from kruidenier.store.base import Base, Moment, RowNumber

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

ROLES = ("volunteer", "staff", "manager")
KINDS = ("usual", "trainee", "article_60")
"""How somebody works here; it changes no right."""
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


class BadKind(ShopError):
    """A way of working here that the shop does not have."""

    message = N_("Nobody works here as {kind}. Known: usual, trainee, article_60.")


class BadSkill(ShopError):
    """A skill that the shop does not have."""

    message = N_("There is no skill {skill}. Known skills: {known}.")


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
    SEE_NAME = "see_name"
    DESK = "desk"
    DRAWER = "drawer"
    CLOSE = "close"
    OVERRIDE = "override"
    SEE_STOCK = "see_stock"
    FIGURES = "figures"
    JOURNAL = "journal"
    HOUSEHOLDS = "households"
    CATALOGUE = "catalogue"
    COUNT = "count"
    LISTS = "lists"
    DOOR = "door"
    SORT = "sort"
    UNDO = "undo"
    STOCK = "stock"
    SUPPLIERS = "suppliers"
    MERGE_SUPPLIERS = "merge_suppliers"
    COPY = "copy"
    TAKE_COPY = "take_copy"
    ENCRYPT = "encrypt"
    ACCEPT_COUNT = "accept_count"
    REPORTS = "reports"
    RECALL = "recall"
    CLOSE_RECALL = "close_recall"
    AGREEMENTS = "agreements"
    PROPOSE_LABEL = "propose_label"
    DECIDE_LABEL = "decide_label"
    SHARE = "share"
    SETTINGS = "settings"
    STAFF = "staff"
    ERASE = "erase"


PERMISSIONS: dict[Permission, tuple[str, str]] = {
    Permission.VOID: ("staff", N_("cancel a sale that was paid")),
    Permission.REFUND: ("staff", N_("take goods back and give money back")),
    Permission.SET_PRICE: ("staff", N_("give a price to goods that have none")),
    Permission.FOUND_ON_SHELF: ("staff", N_("sell goods that are not in the books")),
    Permission.SEE_NAME: ("volunteer", N_("see the name of the household at the till for five seconds")),
    Permission.DESK: ("volunteer", N_("greet households at the welcome desk")),
    Permission.DRAWER: ("volunteer", N_("open the cash drawer")),
    Permission.CLOSE: ("staff", N_("count and close the cash drawer")),
    Permission.OVERRIDE: ("manager", N_("let a household go over its budget, quota or right")),
    Permission.SEE_STOCK: ("staff", N_("see what is in stock")),
    Permission.FIGURES: ("staff", N_("see the figures, lists and papers of the shop")),
    Permission.JOURNAL: ("staff", N_("read the journal")),
    Permission.HOUSEHOLDS: ("staff", N_("register households and their rights")),
    Permission.CATALOGUE: ("staff", N_("change products and prices")),
    Permission.COUNT: ("staff", N_("count goods")),
    Permission.LISTS: ("staff", N_("tick off the lists of the day")),
    Permission.DOOR: ("staff", N_("take goods in at the back door")),
    Permission.SORT: ("staff", N_("sort crates, and say what is left in them")),
    Permission.UNDO: ("staff", N_("take back one's own last deed with goods")),
    Permission.STOCK: ("staff", N_("book goods in and out")),
    Permission.SUPPLIERS: ("staff", N_("register suppliers, and sign and correct their gift notes")),
    Permission.MERGE_SUPPLIERS: ("manager", N_("make one supplier of two")),
    Permission.COPY: ("staff", N_("copy the books to where the shop keeps its copies")),
    Permission.TAKE_COPY: ("manager", N_("take a copy of the books to any place")),
    Permission.ENCRYPT: ("manager", N_("encrypt the books, or take their key away")),
    Permission.ACCEPT_COUNT: ("manager", N_("accept a count, or drop somebody else's")),
    Permission.REPORTS: ("manager", N_("issue reports to suppliers")),
    Permission.RECALL: ("staff", N_("call goods back")),
    Permission.CLOSE_RECALL: ("manager", N_("close a recall, or take it back")),
    Permission.AGREEMENTS: ("manager", N_("make, sign and end agreements with suppliers")),
    Permission.PROPOSE_LABEL: ("staff", N_("propose the label for a supplier")),
    Permission.DECIDE_LABEL: ("manager", N_("note what the municipality decided about the label")),
    Permission.SHARE: ("staff", N_("set how much of scarce goods each household may have today")),
    Permission.SETTINGS: ("manager", N_("change the rules of the shop")),
    Permission.STAFF: ("manager", N_("decide who works here")),
    Permission.ERASE: ("manager", N_("hand out all that is kept of a household, and erase it")),
}
"""For each right the least role that has it, and what it is. What stands nowhere here is for everybody."""
SKILLS: dict[str, tuple[str, tuple[Permission, ...]]] = {
    "door": (N_("the back door"), (Permission.DOOR, Permission.SEE_STOCK, Permission.LISTS, Permission.UNDO)),
    "sorting": (N_("sorting"), (Permission.SORT, Permission.SEE_STOCK, Permission.UNDO)),
    "till": (
        N_("the till without help"),
        (Permission.VOID, Permission.REFUND, Permission.SET_PRICE, Permission.FOUND_ON_SHELF),
    ),
    "count": (N_("counting goods"), (Permission.COUNT, Permission.SEE_STOCK)),
    "close": (N_("closing"), (Permission.CLOSE, Permission.LISTS)),
}
"""What a volunteer learned, and the rights that grow with it."""
ROLE_NAMES = {"volunteer": N_("volunteers"), "staff": N_("staff"), "manager": N_("managers")}


class StaffMember(Base):
    """A person who works here, known by a short code."""

    __tablename__ = "staff"
    __table_args__ = (
        CheckConstraint("role IN ('volunteer', 'staff', 'manager')", name="role_known"),
        CheckConstraint("kind IN ('usual', 'trainee', 'article_60')", name="kind_known"),
    )

    id: Mapped[RowNumber]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    kind: Mapped[str]
    skills: Mapped[list[str]] = mapped_column(JSON)
    lang: Mapped[str]
    pin_hash: Mapped[str]
    card_digest: Mapped[str | None] = mapped_column(unique=True)
    """Of the card that stands for this person; the number on it is kept nowhere."""
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
    kind: str = "usual"
    skills: tuple[str, ...] = ()
    has_card: bool = False


def may(role: str, permission: Permission, skills: Iterable[str] = ()) -> bool:
    """Tell whether a role, with what was learned beside it, may do something."""
    if ROLES.index(role) >= ROLES.index(PERMISSIONS[permission][0]):
        return True
    return any(permission in SKILLS[skill][1] for skill in skills)


def require(at: Counter, permission: Permission) -> None:
    """Refuse what this person may not do."""
    if not may(at.role, permission, at.skills):
        role, deed = PERMISSIONS[permission]
        raise NotAllowed(role=_(ROLE_NAMES[role]), deed=_(deed))


def rights_of(person: Person) -> tuple[str, ...]:
    """Say what somebody may do beside selling, one plain sentence each."""
    return tuple(_(deed) for right, (_role, deed) in PERMISSIONS.items() if may(person.role, right, person.skills))


def add(
    session: Session,
    name: str,
    *,
    role: str,
    pin: str,
    at: Counter,
    now: dt.datetime,
    lang: str = "",
    kind: str = "usual",
    skills: Iterable[str] = (),
) -> Person:
    """Let somebody work here; the code comes from the name."""
    require(at, Permission.STAFF)
    if role not in ROLES:
        raise BadRole(role=role)
    if kind not in KINDS:
        raise BadKind(kind=kind)
    name = name.strip()
    require_name(name)
    person = StaffMember(
        code=_free_code(session, name),
        name=name,
        role=role,
        kind=kind,
        skills=known_skills(skills),
        lang=lang or "nl",
        pin_hash=_hashed(pin),
    )
    session.add(person)
    journal.record(session, at, verb="staff add", subject=person.code, now=now, role=role, skills=person.skills)
    return shown(person)


def known_skills(skills: Iterable[str]) -> list[str]:
    """Put skills into their usual order; refuse one that the shop does not have."""
    wanted = set(skills)
    if unknown := sorted(wanted - set(SKILLS)):
        raise BadSkill(skill=unknown[0], known=", ".join(SKILLS))
    return [skill for skill in SKILLS if skill in wanted]


def good_pin(pin: str) -> str:
    """Take only what may be a PIN."""
    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 12):
        raise BadPin
    return pin


def require_name(name: str) -> None:
    """Refuse a name without letters, too long, or with signs that steer a terminal; joiners and hard blanks stay."""
    if not name or len(name) > 200 or any(category(sign) in ("Cc", "Cs") for sign in name):
        raise NeedsName


def change_pin(session: Session, code: str, *, pin: str, at: Counter, now: dt.datetime) -> Person:
    """Give somebody a new PIN and let them try again at once."""
    person = member(session, code, locked=True)
    if at.by != person.code:
        require(at, Permission.STAFF)
    person.pin_hash = _hashed(pin)
    person.wrong_tries = 0
    person.locked_until = None
    journal.record(session, at, verb="staff pin", subject=person.code, now=now)
    return shown(person)


def try_pin(session: Session, code: str, *, pin: str, now: dt.datetime) -> Person | None:
    """Tell who signs in; None if the PIN is wrong. From the fourth wrong one on each must wait, longer every time."""
    from argon2 import PasswordHasher
    from argon2.exceptions import VerifyMismatchError
    from argon2.profiles import RFC_9106_LOW_MEMORY

    person = member(session, code, locked=True)
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
    return shown(person)


def people(session: Session) -> tuple[Person, ...]:
    """List everybody who works here, by name."""
    here = session.scalars(select(StaffMember).where(StaffMember.archived_at.is_(None)))
    return tuple(sorted(map(shown, here), key=lambda person: (person.name.casefold(), person.code)))


def as_now(session: Session, code: str) -> Person | None:
    """Tell what is known of somebody now; None once they work here no more."""
    known = select(StaffMember).where(StaffMember.code == code, StaffMember.archived_at.is_(None))
    person = session.scalar(known)
    return None if person is None else shown(person)


def only_the_first(session: Session) -> bool:
    """Tell whether nobody but the first manager works here yet."""
    return (session.scalar(select(func.count()).select_from(StaffMember)) or 0) <= 1


def member(session: Session, code: str, *, locked: bool = False) -> StaffMember:
    """Find somebody who works here."""
    found = select(StaffMember).where(StaffMember.code == code.strip().lower(), StaffMember.archived_at.is_(None))
    person = session.scalar(found.with_for_update() if locked else found) if code.isprintable() else None
    if person is None:
        raise NoSuchPerson(code=code)
    return person


def shown(person: StaffMember) -> Person:
    """Show somebody as the till sees them."""
    return Person(
        person.code,
        person.name,
        person.role,
        person.lang,
        person.kind,
        tuple(person.skills),
        person.card_digest is not None,
    )


def _hashed(pin: str) -> str:
    from argon2 import PasswordHasher
    from argon2.profiles import RFC_9106_LOW_MEMORY

    good_pin(pin)
    return PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY).hash(pin)


def _free_code(session: Session, name: str) -> str:
    from kruidenier.shop.office.folding import folded

    letters = "".join(c for c in folded(name.split(maxsplit=1)[0]) if c.isalnum())[:8] or "p"
    taken = set(session.scalars(select(StaffMember.code).where(StaffMember.code.startswith(letters))))
    return next(c for n in range(1, len(taken) + 2) if (c := letters if n == 1 else f"{letters}{n}") not in taken)
