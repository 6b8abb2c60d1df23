"""Deeds that may be sent twice carry an id made by the sender; the second time gives the first result."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import bindparam, select, text
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.store.asking import Question, ask
from kruidenier.store.base import Base, Key, Moment, wire
from kruidenier.store.rows import write_rows

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


class IdUsedForAnother(ShopError):
    """The sender's id belongs to another deed."""

    message = N_("This id was already used for another deed ({result}). Make a new id and try again.")


class BadId(ShopError):
    """Not an id."""

    message = N_("“{id}” is not a UUID.")


class UsedId(Base):
    """An id that was used, what for, and the document that came of it."""

    __tablename__ = "used_id"

    id: Mapped[Key]
    digest: Mapped[str]
    result: Mapped[str] = mapped_column(index=True)
    used_at: Mapped[Moment]


_MY_TURN = text("SELECT pg_advisory_xact_lock(hashtextextended(:id, 1))")
_FOUND = select(UsedId.digest, UsedId.result).where(UsedId.id == bindparam("id"))


def digest(*words: Any) -> str:
    """Sum up what a deed was asked to do."""
    return hashlib.sha256(json.dumps(words, default=str, sort_keys=True).encode()).hexdigest()


def earlier(session: Session, sent_id: str, *asked: str, in_line: bool = False) -> str | None:
    """Tell the result of the same deed done before; refuse an id that was used for another.

    Any of the digests is the same deed. A deed sent twice at once waits for the first, unless it stands `in_line`
    already behind a lock of its own.
    """
    if not in_line:
        stand_in_line(session, sent_id)
    return ask(session, result_of(sent_id, *asked))


def stand_in_line(session: Session, sent_id: str) -> None:
    """Wait until a deed that was sent with the same id is done, and seen."""
    one_by_one(session, _key(sent_id))


def one_by_one(session: Session, deed: str) -> None:
    """Wait until whoever does the same deed at this moment is done, and seen."""
    connection = wire(session)
    if connection.dialect.name == "postgresql":  # SQLite has one writer
        connection.execute(_MY_TURN, {"id": deed})


def result_of(sent_id: str, *asked: str) -> Question[str | None]:
    """Ask for the result of the same deed done before; its answer refuses an id that was used for another."""

    def read(rows: Sequence[Any]) -> str | None:
        if not rows:
            return None
        if rows[0].digest not in asked:
            raise IdUsedForAnother(result=rows[0].result)
        return str(rows[0].result)

    return Question(_FOUND, {"id": _key(sent_id)}, read)


def remember(session: Session, sent_id: str, asked: str, *, result: str, now: dt.datetime) -> None:
    """Keep the id with its result."""
    row = {"id": _key(sent_id), "digest": asked, "result": result, "used_at": now}
    write_rows(wire(session), UsedId, [row])


def _key(sent_id: str) -> str:
    try:
        return str(UUID(sent_id))
    except ValueError:
        raise BadId(id=sent_id) from None
