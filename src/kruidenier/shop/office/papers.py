"""Papers that were issued: their figures are frozen, so that printing one again gives the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.store.base import Base, Figures, Moment, RowNumber, wire
from kruidenier.store.rows import write_rows

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session


class NoSuchPaper(ShopError):
    """No paper of this kind has this number."""

    message = N_("There is no paper {number}.")


class IssuedPaper(Base):
    """The figures of one issued paper, as JSON of a known shape."""

    __tablename__ = "issued_paper"
    __table_args__ = (UniqueConstraint("kind", "number"),)

    id: Mapped[RowNumber]
    kind: Mapped[str]
    number: Mapped[str]
    schema: Mapped[int]
    figures: Mapped[Figures]
    issued_at: Mapped[Moment]
    by: Mapped[str]


def issue(
    session: Session, kind: str, *, number: str, schema: int, figures: dict[str, Any], by: str, now: dt.datetime
) -> None:
    """Freeze a paper's figures. Dates and times are kept as ISO text."""
    frozen = {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in figures.items()}
    paper = {"kind": kind, "number": number, "schema": schema, "figures": frozen, "issued_at": now, "by": by}
    write_rows(wire(session), IssuedPaper, [paper])


def figures_of(session: Session, kind: str, number: str) -> dict[str, Any]:
    """Read the frozen figures of a paper."""
    paper = select(IssuedPaper.figures).where(IssuedPaper.kind == kind, IssuedPaper.number == number.strip())
    found = session.scalar(paper) if number.isprintable() else None
    if found is None:
        raise NoSuchPaper(number=number)
    return dict(found)
