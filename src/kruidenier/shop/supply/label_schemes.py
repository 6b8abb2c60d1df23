"""Schemes of the label, as dated data: what is asked of a supplier, how many points it brings, and the levels."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import UniqueConstraint, bindparam, insert, select
from sqlalchemy.orm import Mapped

from kruidenier.config import starter_data
from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods.groups import FoodGroup
from kruidenier.shop.office import journal
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.supply import scheme_reading
from kruidenier.store.asking import remembered
from kruidenier.store.base import Base, Figures, Moment, RowNumber, wire

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

STARTER = "label_schemes.json"


class NoScheme(ShopError):
    """A day on which no scheme held yet."""

    message = N_("No scheme of the label was in force on {day}. Choose a later day.")


class NoSuchScheme(ShopError):
    """No scheme has this code."""

    message = N_("There is no scheme {code} of the label. Known are: {known}.")


class SchemeReachesBack(ShopError):
    """A new scheme for days that are past."""

    message = N_("A new scheme holds from today on at the earliest: {day} is past, and was judged by the one of then.")


class SchemeOfThatDay(ShopError):
    """A second scheme from the same day on."""

    message = N_("Scheme {code} begins on {day} already. Choose another day.")


class LabelScheme(Base):
    """The rules of a label from a day on: prerequisites, criteria with their points, and levels. Never changed."""

    __tablename__ = "label_scheme"
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    id: Mapped[RowNumber]
    code: Mapped[str]
    valid_from: Mapped[dt.date]
    rules: Mapped[Figures]
    recorded_at: Mapped[Moment]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme as it holds on a day."""

    id: int
    code: str
    valid_from: dt.date
    rules: dict[str, Any]

    @property
    def bars(self) -> tuple[int, ...]:
        """The percent of points that each level asks for, the first level first."""
        return tuple(level["percent"] for level in self.rules["levels"])


_ON = (
    select(LabelScheme.id, LabelScheme.code, LabelScheme.valid_from, LabelScheme.rules)
    .where(LabelScheme.valid_from <= bindparam("day"))
    .order_by(LabelScheme.valid_from.desc(), LabelScheme.id.desc())
    .limit(1)
)


@remembered
def scheme_on(session: Session, day: dt.date) -> Scheme:
    """Find the scheme that holds on a day: the newest that had begun."""
    found = wire(session).execute(_ON, {"day": day}).first()
    if found is None:
        raise NoScheme(day=day)
    return Scheme(found.id, found.code, found.valid_from, found.rules)


def all_schemes(session: Session) -> tuple[Scheme, ...]:
    """List every scheme, the oldest first."""
    found = session.scalars(select(LabelScheme).order_by(LabelScheme.valid_from, LabelScheme.id))
    return tuple(Scheme(one.id, one.code, one.valid_from, one.rules) for one in found)


def scheme_of(session: Session, code: str) -> Scheme:
    """Find a scheme by its code; of several, the newest."""
    schemes = all_schemes(session)
    for one in reversed(schemes):
        if one.code == code.strip():
            return one
    raise NoSuchScheme(code=code[:40], known=", ".join(one.code for one in schemes))


def add(session: Session, scheme: Mapping[str, Any], *, at: Counter, now: dt.datetime) -> Scheme:
    """Bring in a scheme that holds from its first day on; what was awarded before keeps its own."""
    require(at, Permission.DECIDE_LABEL)
    code, since, rules = scheme_reading.judged(scheme, groups=session.scalars(select(FoodGroup.code)).all())
    if since < at.business_date(now):
        raise SchemeReachesBack(day=since)
    for known in all_schemes(session):
        if known.valid_from == since:
            raise SchemeOfThatDay(code=known.code, day=since)
    session.execute(insert(LabelScheme).values(code=code, valid_from=since, rules=rules, recorded_at=now))
    journal.record(session, at, verb="label scheme", subject=code, now=now, valid_from=since)
    return scheme_of(session, code)


def lay_in(session: Session, *, now: dt.datetime) -> None:
    """Give a new shop the schemes that come with the program."""
    schemes = json.loads((starter_data() / STARTER).read_text("utf-8"))
    session.execute(
        insert(LabelScheme),
        [
            {**scheme, "valid_from": dt.date.fromisoformat(scheme["valid_from"]), "recorded_at": now}
            for scheme in schemes
        ],
    )
