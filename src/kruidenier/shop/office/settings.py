"""The rules that the shop sets itself: every value has a first day, and the past keeps its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.office import journal
from kruidenier.shop.office.known_settings import KNOWN
from kruidenier.shop.office.place import Shop
from kruidenier.shop.office.staff import Permission, require
from kruidenier.store.asking import Question, ask, remembered
from kruidenier.store.base import Base, Moment, RowNumber

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

LONG_AGO = dt.date(2000, 1, 1)
QUOTA = "quota."
"""Before the name of a quota: those are rules too, each written and read by `people.quotas`."""
ABOUT_QUOTAS = N_("Quota of these goods, empty where it is ended; `quota set` and `quota end` change it.")


class UnknownSetting(ShopError):
    """Nobody asked for this setting."""

    message = N_("There is no setting {key}. Known settings: {known}.")


class BadSetting(ShopError):
    """A value that the setting cannot have."""

    message = N_("{key} cannot be “{value}”. Possible: {possible}.")


class SettingRow(Base):
    """A value of a setting from a day on. Rows are only added: the newest row for a day counts."""

    __tablename__ = "setting"

    id: Mapped[RowNumber]
    key: Mapped[str] = mapped_column(index=True)
    valid_from: Mapped[dt.date]
    value: Mapped[str]
    set_at: Mapped[Moment]
    set_by: Mapped[str]


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One value of a setting, as people see it."""

    key: str
    value: str
    valid_from: dt.date
    about: str
    by: str = ""
    """Who set it; nobody if it is that of a new shop."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A setting on one day: its value, those that come, the next first, and those that were, the newest first."""

    key: str
    now: SettingLine
    coming: tuple[SettingLine, ...]
    earlier: tuple[SettingLine, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """The rules in force on one day."""

    values: Mapping[str, Any]
    version: int
    """Number of the newest row in force: what a sale line remembers as its rule version."""

    def __getitem__(self, key: str) -> Any:
        return self.values[key]


_DEFAULTS = {key: known.read(known.default) for key, known in KNOWN.items()}
_IN_FORCE = select(SettingRow.id, SettingRow.key, SettingRow.value, SettingRow.valid_from).order_by(
    SettingRow.valid_from, SettingRow.id
)


@remembered
def current(session: Session, on: dt.date) -> Settings:
    """Tell the rules in force on a day."""
    return ask(session, in_force(on))


def now(session: Session, moment: dt.datetime) -> Settings:
    """Tell the rules in force at a moment, by the shop's own clock."""
    zone = session.scalars(select(Shop.time_zone)).one()
    return current(session, moment.astimezone(ZoneInfo(zone)).date())


def ever(session: Session, key: str) -> set[Any]:
    """Tell all values that a setting with a list ever had."""
    known = KNOWN[key]
    rows = session.scalars(select(SettingRow.value).where(SettingRow.key == key))
    return {value for text in (known.default, *rows) for value in known.read(text)}


def in_force(on: dt.date) -> Question[Settings]:
    """Ask for the rules in force on a day."""

    def read(rows: Iterable[Any]) -> Settings:
        values, version = dict(_DEFAULTS), 0
        for row in rows:
            if row.valid_from <= on:
                values[row.key] = row.value if row.key.startswith(QUOTA) else KNOWN[row.key].read(row.value)
                version = max(version, row.id)
        return Settings(values, version)

    return Question(_IN_FORCE, {}, read)


def put(  # one verb for every setting: each has its own reader
    session: Session, key: str, *, value: str, valid_from: dt.date | None = None, at: Counter, now: dt.datetime
) -> SettingLine:
    """Set a rule from a day on (today if none is given); earlier days keep theirs."""
    require(at, Permission.SETTINGS)
    checked(key, value)
    first_day = valid_from or at.business_date(now)
    before = current(session, first_day)[key]
    session.add(SettingRow(key=key, valid_from=first_day, value=value, set_at=now, set_by=at.by))
    session.flush()
    journal.record(session, at, verb="setting", subject=key, now=now, before=before, after=value, valid_from=first_day)
    return SettingLine(key, value, first_day, KNOWN[key].about, at.by)


def checked(key: str, value: str) -> str:
    """Give a value back if the setting can have it."""
    known = KNOWN.get(key)
    if known is None:
        raise UnknownSetting(key=key, known=", ".join(KNOWN))
    try:
        known.read(value)
    except (ValueError, KeyError):
        raise BadSetting(key=key, value=value, possible=known.possible) from None
    return value


def listing(session: Session) -> tuple[SettingLine, ...]:
    """List every setting with all its dated values, the newest last; then the quotas, which are rules too."""
    rows = session.scalars(select(SettingRow).order_by(SettingRow.valid_from, SettingRow.id)).all()
    lines = []
    for key in KNOWN:
        set_values = [_line(row) for row in rows if row.key == key]
        lines += set_values or [_of_a_new_shop(key)]
    quotas = sorted((row for row in rows if row.key.startswith(QUOTA)), key=lambda row: row.key)
    return (*lines, *map(_line, quotas))


def rules(session: Session, on: dt.date) -> tuple[Rule, ...]:
    """Tell of every setting which value is in force on a day, which came before and which will come."""
    dated = {key: {dt.date.min: _of_a_new_shop(key)} for key in KNOWN}
    for line in listing(session):
        if line.by and line.key in dated:
            dated[line.key][line.valid_from] = line
    told = []
    for key, of_days in dated.items():
        days = sorted(of_days)
        past = [of_days[day] for day in days if day <= on]
        told.append(Rule(key, past[-1], tuple(of_days[day] for day in days if day > on), tuple(past[-2::-1])))
    return tuple(told)


def _line(row: SettingRow) -> SettingLine:
    about = ABOUT_QUOTAS if row.key.startswith(QUOTA) else KNOWN[row.key].about
    return SettingLine(row.key, row.value, row.valid_from, about, row.set_by)


def _of_a_new_shop(key: str) -> SettingLine:
    return SettingLine(key, KNOWN[key].default, LONG_AGO, KNOWN[key].about)
