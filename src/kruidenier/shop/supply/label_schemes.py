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
from kruidenier.store.base import Base, Figures, Moment, RowNumber, wire

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

STARTER = "label_schemes.json"


class NoScheme(ShopError):
    """A day on which no scheme held yet."""

    message = N_("No scheme of the label was in force on {day}. Choose a later day.")


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


def scheme_on(session: Session, day: dt.date) -> Scheme:
    """Find the scheme that holds on a day: the newest that had begun."""
    found = wire(session).execute(_ON, {"day": day}).first()
    if found is None:
        raise NoScheme(day=day)
    return Scheme(found.id, found.code, found.valid_from, found.rules)


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
