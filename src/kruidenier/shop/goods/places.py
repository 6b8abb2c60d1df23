"""Storage places inside the shop, and how cold it was there."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, select
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.office import journal
from kruidenier.shop.office.staff import Permission, require
from kruidenier.store.base import Base, Moment, RowNumber, whole

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

PLACE_KINDS = ("shelf", "fridge", "freezer", "back", "mobile")


class NoSuchPlace(ShopError):
    """A place that the shop does not have."""

    message = N_("There is no place {place} in this shop. Known places: {known}. `spot add` makes a new one.")


class PlaceTaken(ShopError):
    """A place with this code exists already."""

    message = N_("There is a place {place} already.")


class BadPlace(ShopError):
    """A kind of place that the shop does not know."""

    message = N_("A place is one of: {known}; its code has 1 to 40 letters or digits.")


class Place(Base):
    """A storage place inside the shop."""

    __tablename__ = "place"
    __table_args__ = (CheckConstraint("kind IN ('shelf', 'fridge', 'freezer', 'back', 'mobile')", name="kind_known"),)

    id: Mapped[RowNumber]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    archived_at: Mapped[Moment | None]


class Temperature(Base):
    """A temperature that was read in a place, in tenths of a degree Celsius."""

    __tablename__ = "temperature"
    __table_args__ = (*whole("tenths"), Index("ix_temperature_read", "place_id", "happened_on"))

    id: Mapped[RowNumber]
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    tenths: Mapped[int]
    happened_on: Mapped[dt.date]
    recorded_at: Mapped[Moment]
    by: Mapped[str]
    note: Mapped[str | None]
    """What was done about it, if it was too warm."""


def default_place(session: Session) -> int:
    """Tell the place where goods stand if nobody says otherwise: the shop floor."""
    return session.scalars(select(Place.id).where(Place.code == "shop")).one()


def keys_by_code(session: Session) -> dict[str, int]:
    """Read the shop's places: their keys by code."""
    return dict(session.execute(select(Place.code, Place.id).where(Place.archived_at.is_(None))).all())


def require_place(session: Session, code: str) -> int:
    """Find a place, or say which there are."""
    known = keys_by_code(session)
    if code not in known:
        raise NoSuchPlace(place=code, known=", ".join(sorted(known)))
    return known[code]


def add_place(session: Session, code: str, *, name: str, kind: str, at: Counter, now: dt.datetime) -> str:
    """Make a storage place."""
    require(at, Permission.STOCK)
    if kind not in PLACE_KINDS or not (0 < len(code) <= 40 and code.replace("-", "").isalnum()):
        raise BadPlace(known=", ".join(PLACE_KINDS))
    if session.scalar(select(Place.id).where(Place.code == code)) is not None:
        raise PlaceTaken(place=code)
    site = session.scalars(select(func.min(Place.site_id))).one()
    session.add(Place(site_id=site, code=code, name=name, kind=kind))
    session.flush()
    journal.record(session, at, verb="place", subject=code, now=now, kind=kind)
    return code
