"""Questions to the books, several at once: PostgreSQL takes them as one message, since every statement is one there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar

from sqlalchemy import select

from kruidenier.store.base import ANSWERS, ONLY_READS, Base, wire
from kruidenier.store.faults import told

if TYPE_CHECKING:
    from sqlalchemy import Compiled, Connection, Dialect
    from sqlalchemy.orm import Session
    from sqlalchemy.sql import ClauseElement

AT_ONCE = 500
T_co = TypeVar("T_co", covariant=True)
Row = TypeVar("Row", bound=Base)
Given = ParamSpec("Given")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Question(Generic[T_co]):
    """A statement with its values, and what turns the rows into the answer."""

    statement: Any
    given: Mapping[str, Any]
    read: Callable[[Sequence[Any]], T_co]


def ask(session: Session, question: Question[T_co]) -> T_co:
    """Ask one thing."""
    return question.read(wire(session).execute(question.statement, question.given).all())


def remembered(
    question: Callable[Concatenate[Session, Given], Answer],
) -> Callable[Concatenate[Session, Given], Answer]:
    """Ask the books once while a session only reads, for it sees one moment of them; nobody may change the answer."""

    @wraps(question)
    def asked(session: Session, *args: Given.args, **kwargs: Given.kwargs) -> Answer:
        if not session.info.get(ONLY_READS):
            return question(session, *args, **kwargs)
        answers = session.info.setdefault(ANSWERS, {})
        key = (question, args, tuple(kwargs.items()))
        if key not in answers:
            answers[key] = question(session, *args, **kwargs)
        return answers[key]  # type: ignore[no-any-return]

    return asked  # type: ignore[return-value]


def numbered(session: Session, table: type[Row], number: str, *, locked: bool = False) -> Row | None:
    """Find what is in the books under a number; locked, it is read anew and nobody else changes it meanwhile.

    No number has signs that cannot be printed, and PostgreSQL refuses to look for some of them.
    """
    number = number.strip()
    asked = select(table).filter_by(number=number)
    if locked:
        asked = asked.with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.scalar(asked) if number.isprintable() else None


def in_parts(values: Iterable[str]) -> Iterator[list[str]]:
    """Part many values into as many as one question may name."""
    listed = sorted(values)
    for start in range(0, len(listed), AT_ONCE):
        yield listed[start : start + AT_ONCE]


def ask_all(session: Session, *questions: Question[Any]) -> list[Any]:
    """Ask several things; no question may need another's answer."""
    connection = wire(session)
    if connection.dialect.name == "sqlite":
        return [ask(session, question) for question in questions]
    rows = _in_a_pipeline(connection, questions)
    return [question.read(some) for question, some in zip(questions, rows, strict=True)]


def _in_a_pipeline(connection: Connection, questions: Sequence[Question[Any]]) -> list[Sequence[Any]]:
    from psycopg import Error
    from psycopg.rows import namedtuple_row

    driver: Any = connection.connection.driver_connection
    cursors = []
    try:
        with driver.pipeline():
            for question in questions:
                compiled = _compiled(question.statement, connection.dialect)
                cursor = driver.cursor(row_factory=namedtuple_row)
                cursors.append(cursor.execute(str(compiled), compiled.construct_params(dict(question.given))))
        return [cursor.fetchall() for cursor in cursors]  # only here: within, the first one would be a message more
    except Error as fault:
        raise told(fault, connection.dialect) from fault


@cache
def _compiled(statement: ClauseElement, dialect: Dialect) -> Compiled:
    return statement.compile(dialect=dialect)
