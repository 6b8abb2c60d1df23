"""What is on this machine about people: what a thief has who carries it off, and whom that concerns."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from kruidenier.shop.office.personal_data import HOUSEHOLDS, REGISTER, SUPPLIERS, TEAM, Kept
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.people.households import Headcount, Household, Member
from kruidenier.shop.supply.suppliers import SupplierContact
from kruidenier.store import driver, sealing
from kruidenier.store.base import Base

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.opening import OpenShop


@dataclass(frozen=True, slots=True)
class OnTheMachine:
    """What lies here, and how many people it is about."""

    books_here: bool
    """The books are a file of this machine; else they are on a server."""
    books_sealed: bool
    """That file can be read by the holder of its key only."""
    copies: int
    sealed_copies: int
    """Of those, which only the holder of a key can read."""
    papers: int
    """With names of households."""
    households: int
    people: int
    """In those households."""
    languages: tuple[tuple[str, int], ...]
    """In which language how many households are to be told."""
    kinds: tuple[tuple[Kept, int, int], ...]
    """What is kept by the register; of how many people; in how many rows."""


def on_the_machine(session: Session, shop: OpenShop, *, at: Counter) -> OnTheMachine:
    """Look what is here about people."""
    require(at, Permission.ERASE)
    config = shop.config
    copies = [file for file in _files(config.backups) if ".kruidenier" in file.suffixes]
    living = Household.merged_into.is_(None)
    languages = (
        select(Household.lang, func.count().label("n")).where(living).group_by(Household.lang).order_by(Household.lang)
    )
    counted = {row.lang: row.n for row in session.execute(languages)}
    of = {
        HOUSEHOLDS: _people(session),
        TEAM: _count(session, "staff"),
        SUPPLIERS: session.scalar(select(func.count()).select_from(SupplierContact)) or 0,
    }
    return OnTheMachine(
        books_here=isinstance(config.database, Path),
        books_sealed=shop.key is not None,
        copies=len(copies),
        sealed_copies=sum(sealing.is_sealed(copy) or driver.is_encrypted(copy) for copy in copies),
        papers=len(_files(config.household_papers)),
        households=sum(counted.values()),
        people=of[HOUSEHOLDS],
        languages=tuple(counted.items()),
        kinds=tuple(
            (kept, of[kept.person], sum(_count(session, table) for table in kept.columns)) for kept in REGISTER
        ),
    )


def _people(session: Session) -> int:
    """Count the members of households, and the newest headcount where members are not recorded."""
    members = session.scalar(select(func.count()).select_from(Member).where(Member.left_on.is_(None))) or 0
    newest = select(func.max(Headcount.id)).group_by(Headcount.household_id)
    counted = select(func.sum(Headcount.adults + Headcount.children)).where(
        Headcount.id.in_(newest),
        Headcount.household_id.not_in(select(Member.household_id).where(Member.left_on.is_(None))),
    )
    return members + int(session.scalar(counted) or 0)


def _count(session: Session, table: str) -> int:
    return session.scalar(select(func.count()).select_from(Base.metadata.tables[table])) or 0


def _files(folder: Path) -> list[Path]:
    return [file for file in folder.glob("*") if file.is_file()]
