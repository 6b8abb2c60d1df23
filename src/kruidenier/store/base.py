"""The column types and naming rules that every table shares, on SQLite and PostgreSQL alike."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Connection,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    String,
    TypeDecorator,
    Uuid,
    event,
)
from sqlalchemy.orm import DeclarativeBase, Session, SessionTransaction, mapped_column
from uuid_utils import uuid4, uuid7

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """A table of the shop's books."""

    metadata = MetaData(naming_convention=NAMES)


class UtcTime(TypeDecorator[dt.datetime]):
    """A moment, always aware and in UTC; on SQLite as text that sorts by time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """Keep text on SQLite, which has no time type."""
        return dialect.type_descriptor(String(32) if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:
        """Refuse naive times: nobody knows which hour they mean."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without zone")
        utc = value.astimezone(dt.UTC)
        return utc.isoformat(timespec="microseconds") if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:
        """Read back an aware time."""
        if value is None:
            return None
        return dt.datetime.fromisoformat(value) if dialect.name == "sqlite" else value.astimezone(dt.UTC)


def wire(session: Session) -> Connection:
    """Give the connection of the open transaction, for plain statements where every millisecond counts.

    The session's own way to it costs as much as a short statement, and a sale has two dozen of those.
    """
    held: Connection | None = session.info.get("wire")
    return session.connection() if held is None else held


ONLY_READS, ANSWERS = "only reads", "answers"
"""In the notes of a session: that it sees one moment of the books, and what it was told of it (`asking.remembered`)."""


@event.listens_for(Session, "after_begin")
def _remember_wire(session: Session, _transaction: object, connection: Connection) -> None:
    session.info["wire"] = connection


@event.listens_for(Session, "after_transaction_end")
def _forget_wire(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop("wire", None)
        session.info.pop(ANSWERS, None)


def new_id() -> str:
    """Make a key that sorts by time (UUIDv7)."""
    return str(uuid7())


def random_key() -> str:
    """Make a key that tells nothing, not even when it was made (UUIDv4)."""
    return str(uuid4())


KeyType = String(36).with_variant(Uuid(as_uuid=False), "postgresql")
RowNumberType = BigInteger().with_variant(Integer, "sqlite")

Key = Annotated[str, mapped_column(KeyType, primary_key=True, default=new_id)]
RowNumber = Annotated[int, mapped_column(RowNumberType, primary_key=True, autoincrement=True)]
Whole = Annotated[int, mapped_column(BigInteger)]
"""Cents, pieces or grams."""
Moment = Annotated[dt.datetime, mapped_column(UtcTime)]
Figures = Annotated[dict[str, Any], mapped_column(JSON)]


def whole(*columns: str) -> tuple[CheckConstraint, ...]:
    """Keep columns of money and goods whole on SQLite, which would take a float or a text for an integer."""
    return tuple(
        CheckConstraint(f"{column} IS NULL OR typeof({column}) = 'integer'", name=f"{column}_whole").ddl_if(
            dialect="sqlite"
        )
        for column in columns
    )


def insert_unless_there(session: Session, table: type[Base], **values: Any) -> None:
    """Insert a row; keep the one that another till made a moment earlier."""
    if session.get_bind().dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert

        session.execute(insert(table).values(**values).on_conflict_do_nothing())
    else:
        from sqlalchemy.dialects import postgresql

        session.execute(postgresql.insert(table).values(**values).on_conflict_do_nothing())
