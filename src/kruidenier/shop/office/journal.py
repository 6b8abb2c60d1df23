"""Who did what, when: append-only, and chained per till so that tampering shows."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, UniqueConstraint, bindparam, select, update
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.shop.office.place import Till
from kruidenier.store.base import Base, Figures, Moment, RowNumber, Whole, wire
from kruidenier.store.rows import Rewrite, write_change, write_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from kruidenier.errors import ShopError
    from kruidenier.shop.office.place import Counter


class JournalLine(Base):
    """One deed. For people only the names of changed fields stand here, never their values."""

    __tablename__ = "journal"
    __table_args__ = (UniqueConstraint("till_id", "seq"),)

    id: Mapped[RowNumber]
    till_id: Mapped[int] = mapped_column(ForeignKey("till.id"))
    seq: Mapped[Whole]
    at: Mapped[Moment]
    happened_on: Mapped[dt.date] = mapped_column(index=True)
    by: Mapped[str]
    verb: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)
    details: Mapped[Figures]
    hash: Mapped[str]


@dataclass(frozen=True, slots=True)
class Page:
    """The till's head, locked until the end of the transaction: the next numbers, and the place of the next line."""

    at: Counter
    seq: int
    before: str
    last_document: int
    last_lot: int

    @property
    def document_number(self) -> str:
        """The number of the document that was asked for, such as `1-000412`."""
        return next(self.document_numbers(1))

    def document_numbers(self, count: int) -> Iterator[str]:
        """Tell the numbers of the documents that were asked for."""
        return (f"{self.at.till}-{n:06}" for n in range(self.last_document - count + 1, self.last_document + 1))

    def lot_numbers(self, count: int) -> Iterator[str]:
        """Tell the numbers of the lots that were asked for, such as `L1-000007`."""
        return (f"L{self.at.till}-{n:06}" for n in range(self.last_lot - count + 1, self.last_lot + 1))


_TURN = (
    update(Till)
    .where(Till.id == bindparam("till"))
    .values(
        journal_seq=Till.journal_seq + 1,
        last_document=Till.last_document + bindparam("documents"),
        last_lot=Till.last_lot + bindparam("lots"),
    )
    .returning(Till.journal_seq, Till.journal_hash, Till.last_document, Till.last_lot)
)
_SEAL = Rewrite(
    sqlite="UPDATE till SET journal_hash = :sealed WHERE id = :till",
    postgres="UPDATE till SET journal_hash = seal.sealed FROM"
    " jsonb_to_recordset({rows}) AS seal (till bigint, sealed text) WHERE id = seal.till",
)


def turn_page(session: Session, at: Counter, *, documents: int = 0, lots: int = 0) -> Page:
    """Lock the till's head and take the next numbers. Do this last: all other tills' locks come before."""
    row = wire(session).execute(_TURN, {"till": at.till_id, "documents": documents, "lots": lots}).one()
    return Page(at, row.journal_seq, row.journal_hash, row.last_document, row.last_lot)


def write(session: Session, page: Page, *, verb: str, subject: str, now: dt.datetime, **details: Any) -> None:
    """Write the deed's line on the page and seal it."""
    line = {
        "till_id": page.at.till_id,
        "seq": page.seq,
        "at": now,
        "happened_on": page.at.business_date(now),
        "by": page.at.by,
        "verb": verb,
        "subject": subject,
        "details": json.loads(json.dumps(details, default=str)),
    }
    sealed = chained(page.before, line)
    connection = wire(session)
    write_rows(connection, JournalLine, [{**line, "hash": sealed}])
    write_change(connection, _SEAL, [{"till": page.at.till_id, "sealed": sealed}])


def record(session: Session, at: Counter, *, verb: str, subject: str, now: dt.datetime, **details: Any) -> None:
    """Write one deed that needs no number."""
    write(session, turn_page(session, at), verb=verb, subject=subject, now=now, **details)


def chained(before: str, line: dict[str, Any]) -> str:
    """Compute a line's hash over its words and the hash before it."""
    words = [
        before,
        line["till_id"],
        line["seq"],
        line["at"].astimezone(dt.UTC).isoformat(timespec="microseconds"),
        line["happened_on"].isoformat(),
        line["by"],
        line["verb"],
        line["subject"],
        line["details"],
    ]
    return hashlib.sha256(json.dumps(words, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def note_refusal(session: Session, refusal: ShopError, *, at: Counter, now: dt.datetime) -> None:
    """Note that the shop said no, without saying to whom."""
    record(session, at, verb="refused", subject=refusal.code, now=now)


def head(session: Session, at: Counter) -> str:
    """Tell the hash of the till's last line: the seal on the closing slip."""
    return session.scalars(select(Till.journal_hash).where(Till.id == at.till_id)).one()


def heads(session: Session) -> tuple[tuple[str, int, str], ...]:
    """Tell the last line of every till's chain, by till: its number and its hash. Together they seal the journal."""
    rows = session.execute(select(Till.code, Till.journal_seq, Till.journal_hash).order_by(Till.code))
    return tuple((row.code, row.journal_seq, row.journal_hash) for row in rows if row.journal_seq)


def sealed_as(session: Session, till: str, seq: int) -> str | None:
    """Tell the hash of a line as the journal has it now; None if there is no such line."""
    return session.scalar(
        select(JournalLine.hash)
        .join(Till, Till.id == JournalLine.till_id)
        .where(Till.code == till, JournalLine.seq == seq)
    )


@dataclass(frozen=True, slots=True)
class Break:
    """A place where a chain does not hold."""

    till: str
    seq: int


def broken_chains(session: Session) -> Iterator[Break]:
    """Find lines that were changed, added or taken away since they were written."""
    for till in session.scalars(select(Till).order_by(Till.id)):
        before, expected = "", 1
        lines = session.scalars(
            select(JournalLine).where(JournalLine.till_id == till.id).order_by(JournalLine.seq)
        ).yield_per(1000)
        for line in lines:
            words = {name: getattr(line, name) for name in _WORDS}
            if line.seq != expected or chained(before, words) != line.hash:
                yield Break(till.code, line.seq)
            before, expected = line.hash, line.seq + 1
        if (till.journal_seq, till.journal_hash) != (expected - 1, before):
            yield Break(till.code, till.journal_seq)


_WORDS = ("till_id", "seq", "at", "happened_on", "by", "verb", "subject", "details")
