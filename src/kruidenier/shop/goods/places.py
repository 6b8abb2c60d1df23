"""Storage places inside the shop, and how cold it was there."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, select
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.office import journal
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.staff import Permission, require
from kruidenier.store.base import Base, Moment, RowNumber, whole

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.office.settings import Settings

FLOOR = "shop"
"""Code of the shop floor, a place that every shop has."""
PLACE_KINDS = ("shelf", "fridge", "freezer", "back", "mobile")
MEASURED = ("fridge", "freezer")
COLDEST, WARMEST = -600, 600
"""In tenths of a degree: beyond that somebody read or typed wrong."""


class NoSuchPlace(ShopError):
    """A place that the shop does not have."""

    message = N_("There is no place {place} in this shop. Known places: {known}. `spot add` makes a new one.")


class PlaceTaken(ShopError):
    """A place with this code exists already."""

    message = N_("There is a place {place} already.")


class BadPlace(ShopError):
    """A kind of place that the shop does not know."""

    message = N_("A place is one of: {known}; its code has 1 to 40 letters or digits.")


class TooWarm(ShopError):
    """Warmer than goods there may be, and nothing said about it."""

    message = N_(
        "{place} may be at most {most_tenths}, and it is {tenths}. Look at the goods, and say what was done about it."
    )


class NotATemperature(ShopError):
    """Something that is no temperature."""

    message = N_("“{typed}” is not a temperature. Give degrees, such as 4,5 or -18.")


class BadTemperature(ShopError):
    """A temperature that no place of a shop has."""

    message = N_("{tenths} cannot be right. Read the thermometer again.")


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


@dataclass(frozen=True, slots=True)
class Reading:
    """A temperature as it was read."""

    tenths: int
    at: dt.datetime
    by: str
    note: str | None
    too_warm: bool
    """By the rule of that day."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A storage place as people see it, with its last temperature."""

    code: str
    name: str
    kind: str
    last: Reading | None


_DEGREES = re.compile(r"([-−])?([0-9]{1,2})(?:[.,]([0-9]))?(?: ?°? ?[cC])?")


def read_degrees(text: str) -> int:
    """Read degrees Celsius, with at most one digit after a comma or point, as tenths."""
    found = _DEGREES.fullmatch(text.strip())
    if found is None:
        raise NotATemperature(typed=text[:20])
    tenths = int(found[2]) * 10 + int(found[3] or 0)
    return -tenths if found[1] else tenths


def default_place(session: Session) -> int:
    """Tell the place where goods stand if nobody says otherwise: the shop floor."""
    return session.scalars(select(Place.id).where(Place.code == FLOOR)).one()


def keys_by_code(session: Session) -> dict[str, int]:
    """Read the shop's places: their keys by code."""
    return dict(session.execute(select(Place.code, Place.id).where(Place.archived_at.is_(None))).all())


def require_place(session: Session, code: str) -> int:
    """Find a place, or say which there are."""
    known = keys_by_code(session)
    if code not in known:
        raise NoSuchPlace(place=code, known=", ".join(sorted(known)))
    return known[code]


def is_code(code: str) -> bool:
    """Tell whether a place may have this code."""
    return 0 < len(code) <= 40 and code.replace("-", "").isalnum()


def add_place(session: Session, code: str, *, name: str, kind: str, at: Counter, now: dt.datetime) -> str:
    """Make a storage place."""
    require(at, Permission.STOCK)
    if kind not in PLACE_KINDS or not is_code(code):
        raise BadPlace(known=", ".join(PLACE_KINDS))
    if session.scalar(select(Place.id).where(Place.code == code)) is not None:
        raise PlaceTaken(place=code)
    site = session.scalars(select(func.min(Place.site_id))).one()
    session.add(Place(site_id=site, code=code, name=name, kind=kind))
    session.flush()
    journal.record(session, at, verb="place", subject=code, now=now, kind=kind)
    return code


def read_temperature(
    session: Session, place: str, *, tenths: int, at: Counter, now: dt.datetime, note: str = ""
) -> Spot:
    """Note how cold a place is, in tenths of a degree; where it is too warm, with what was done about it."""
    require(at, Permission.STOCK)
    place_id = require_place(session, place)
    if not COLDEST <= tenths <= WARMEST:
        raise BadTemperature(tenths=tenths)
    spot = session.get_one(Place, place_id)
    most = most_tenths(spot.kind, rules.current(session, at.business_date(now)))
    if most is not None and tenths > most and not note.strip():
        raise TooWarm(place=spot.name, tenths=tenths, most_tenths=most)
    session.add(
        Temperature(
            place_id=place_id,
            tenths=tenths,
            happened_on=at.business_date(now),
            recorded_at=now,
            by=at.by,
            note=note.strip() or None,
        )
    )
    session.flush()
    journal.record(session, at, verb="temperature", subject=place, now=now, tenths=tenths)
    return next(spot for spot in spots(session) if spot.code == place)


def most_tenths(kind: str, settings: Settings) -> int | None:
    """Tell how warm a kind of place may be; None where nobody measures."""
    most: int | None = settings[f"{kind}.max_tenths"] if kind in MEASURED else None
    return most


def warmest(session: Session, place: str, *, at: Counter, now: dt.datetime) -> int | None:
    """Tell how warm a place may be today."""
    spot = session.get_one(Place, require_place(session, place))
    return most_tenths(spot.kind, rules.current(session, at.business_date(now)))


def spots(session: Session) -> tuple[Spot, ...]:
    """List the storage places, each with the temperature read last, by name."""
    newest = select(func.max(Temperature.id)).group_by(Temperature.place_id)
    last = {row.place_id: row for row in session.scalars(select(Temperature).where(Temperature.id.in_(newest)))}
    found = session.scalars(select(Place).where(Place.archived_at.is_(None)))
    return tuple(
        Spot(
            place.code,
            place.name,
            place.kind,
            _reading(session, place.kind, last[place.id]) if place.id in last else None,
        )
        for place in sorted(found, key=lambda place: (place.name.casefold(), place.code))
    )


def readings(session: Session, place: str, *, most: int = 30) -> tuple[Reading, ...]:
    """List the temperatures of a place, the newest first."""
    place_id = require_place(session, place)
    kind = session.get_one(Place, place_id).kind
    asked = select(Temperature).where(Temperature.place_id == place_id).order_by(Temperature.id.desc()).limit(most)
    return tuple(_reading(session, kind, row) for row in session.scalars(asked))


def _reading(session: Session, kind: str, row: Temperature) -> Reading:
    limit = most_tenths(kind, rules.current(session, row.happened_on))
    return Reading(row.tenths, row.recorded_at, row.by, row.note, limit is not None and row.tenths > limit)
