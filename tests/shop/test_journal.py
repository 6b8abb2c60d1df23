"""Who did what: append-only and chained, so that any change, removal or insertion shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, select, text

from kruidenier.errors import ShopError
from kruidenier.shop.figures import proof
from kruidenier.shop.office import journal
from kruidenier.shop.office.journal import Break, JournalLine, broken_chains
from kruidenier.shop.till import cash
from kruidenier.store import guards
from tests.kit import NOW, Stand


def record(session, subject, *, at, now):
    journal.record(session, at, verb="test", subject=subject, now=now, amount_cents=5, words=["é", None])


def breaks(stand: Stand) -> list[Break]:
    return stand.ask(lambda session: list(broken_chains(session)))


@contextmanager
def with_guards_down(stand: Stand) -> Iterator[Connection]:
    """Do what somebody who owns the database can do: take the guards down first."""
    with stand.shop.writing.begin() as session:
        connection = session.connection()
        for name, table in guards.standing(connection).items():
            on = "" if connection.dialect.name == "sqlite" else f" ON {table}"
            connection.execute(text(f"DROP TRIGGER {name}{on}"))
        yield connection


@pytest.fixture
def told(stand: Stand) -> Stand:
    """A till whose journal has a founding, a first manager and three deeds."""
    for subject in ("one", "two", "three"):
        stand.do(record, subject)
    assert [row.seq for row in stand.rows("SELECT seq FROM journal ORDER BY seq")] == [1, 2, 3, 4, 5]
    assert breaks(stand) == []
    return stand


CHANGES: dict[str, Any] = {
    "at": dt.datetime(2026, 11, 24, 9, 0, 1, tzinfo=dt.UTC),
    "happened_on": "2026-11-23",
    "by": "somebody",
    "verb": "other",
    "subject": "four",
    "details": '{"amount_cents": 6, "words": ["é", null]}',
    "hash": "0" * 64,
}


@pytest.mark.parametrize("column", CHANGES)
def test_any_changed_word_breaks_the_chain_there(told: Stand, column: str):
    with with_guards_down(told) as books:
        value = CHANGES[column]
        if isinstance(value, dt.datetime) and books.dialect.name == "sqlite":
            value = value.isoformat(timespec="microseconds")
        kind = " CAST(:v AS json)" if column == "details" and books.dialect.name == "postgresql" else " :v"
        books.execute(text(f'UPDATE journal SET "{column}" = {kind} WHERE seq = 4'), {"v": value})
    assert Break("1", 4) in breaks(told)


def test_a_line_written_anew_with_its_own_seal_breaks_the_chain_at_the_next(told: Stand):
    lines = told.ask(lambda session: session.scalars(select(JournalLine).order_by(JournalLine.seq)).all())
    words = {name: getattr(lines[3], name) for name in ("till_id", "seq", "at", "happened_on", "by", "verb", "details")}
    false = journal.chained(lines[2].hash, {**words, "subject": "false"})
    with with_guards_down(told) as books:
        books.execute(text("UPDATE journal SET subject = 'false', hash = :h WHERE seq = 4"), {"h": false})
    assert breaks(told) == [Break("1", 5)]


@pytest.mark.parametrize("seq", [1, 3, 5])
def test_a_line_taken_away_breaks_the_chain(told: Stand, seq: int):
    with with_guards_down(told) as books:
        books.execute(text("DELETE FROM journal WHERE seq = :seq"), {"seq": seq})
    assert breaks(told) != []


def test_a_line_added_in_the_middle_or_at_the_end_breaks_the_chain(told: Stand):
    columns = 'till_id, at, happened_on, "by", verb, subject, details, hash'
    with with_guards_down(told) as books:
        books.execute(text(f"INSERT INTO journal (seq, {columns}) SELECT 6, {columns} FROM journal WHERE seq = 5"))
    assert breaks(told) != []


def test_two_lines_that_change_places_break_the_chain(told: Stand):
    with with_guards_down(told) as books:
        for before, after in ((4, 99), (3, 4), (99, 3)):
            books.execute(
                text("UPDATE journal SET seq = :after WHERE seq = :before"), {"before": before, "after": after}
            )
    assert breaks(told) != []


def test_a_changed_head_of_the_till_shows(told: Stand):
    with with_guards_down(told) as books:
        books.execute(text("UPDATE till SET journal_hash = 'x'"))
    assert breaks(told) == [Break("1", 5)]


def test_each_till_has_a_chain_of_its_own(told: Stand):
    other = told.another_till("2")
    other.do(record, "elsewhere")
    told.do(record, "here")
    assert [(row.till_id, row.seq) for row in told.rows("SELECT till_id, seq FROM journal ORDER BY id")][-2:] == [
        (other.at.till_id, 1),
        (told.at.till_id, 6),
    ]
    assert breaks(told) == []
    with with_guards_down(told) as books:
        books.execute(text("UPDATE journal SET subject = 'x' WHERE till_id = :t"), {"t": other.at.till_id})
    assert breaks(told) == [Break("2", 1)]


def test_the_clock_may_stand_still_or_go_back(told: Stand):
    told.on(NOW - dt.timedelta(days=400)).do(record, "earlier")
    told.do(record, "later")
    assert breaks(told) == []


def test_any_words_are_just_words(told: Stand):
    for subject in ("é œ ĳ €", "ليلى", "[b]", "'; DROP TABLE journal; --", "\\u0041 \\n", "x" * 5000, "💶"):
        told.do(record, subject)
    assert breaks(told) == []


def test_a_deed_that_fails_leaves_no_line_and_no_gap(told: Stand):
    class Oops(Exception):
        pass

    def fail(session, *, at, now):
        record(session, "never", at=at, now=now)
        raise Oops

    with pytest.raises(Oops):
        told.do(fail)
    told.do(record, "next")
    assert [row.seq for row in told.rows("SELECT seq FROM journal ORDER BY id DESC LIMIT 1")] == [6]
    assert breaks(told) == []


def test_a_refusal_is_noted_by_its_name_alone(told: Stand):
    class SomeRule(ShopError):
        message = "Not for {card}"

    def refuse(session, *, at, now):
        journal.note_refusal(session, SomeRule(card="K123"), at=at, now=now)

    told.do(refuse)
    (line,) = told.rows("SELECT * FROM journal WHERE verb = 'refused'")
    assert line.subject == "SomeRule"
    assert "K123" not in str(line)


def test_the_day_of_a_deed_is_the_shops_own(told: Stand):
    told.on(NOW.replace(hour=23, minute=30)).do(record, "late")
    (line,) = told.rows("SELECT happened_on FROM journal WHERE subject = 'late'")
    assert str(line.happened_on) == "2026-11-25"


def sealed(stand: Stand) -> None:
    stand.do(cash.open_drawer, float_cents=0)
    stand.do(cash.close_drawer, coins={})


def seal_faults(stand: Stand) -> list[str]:
    return stand.ask(lambda session: [fault.where for fault in proof.prove(session) if fault.what == "seal"])


def test_a_closing_slip_seals_the_chains_of_all_tills(told: Stand):
    other = told.another_till("2")
    other.do(record, "elsewhere")
    sealed(told)
    (slip,) = told.rows("SELECT number FROM drawer")
    seals = told.ask(cash.slip_of, slip.number).seals
    assert seals == told.ask(journal.heads)
    assert [(till, seq) for till, seq, _seal in seals] == [("1", 8), ("2", 1)]
    assert seal_faults(told) == []


def test_lines_cut_off_at_the_end_with_the_head_made_to_fit_show_by_the_seal(told: Stand):
    other = told.another_till("2")
    other.do(record, "kept")
    other.do(record, "cut off")
    sealed(told)
    with with_guards_down(told) as books:
        books.execute(text("DELETE FROM journal WHERE subject = 'cut off'"))
        books.execute(
            text(
                "UPDATE till SET journal_seq = 1,"
                " journal_hash = (SELECT hash FROM journal WHERE subject = 'kept') WHERE code = '2'"
            )
        )
    assert breaks(told) == []
    assert seal_faults(told) == ["2/2"]


def test_a_chain_made_wholly_anew_shows_by_the_seal(told: Stand):
    other = told.another_till("2")
    other.do(record, "true")
    sealed(told)
    (line,) = told.ask(lambda session: session.scalars(select(JournalLine).where(JournalLine.subject == "true")).all())
    words = {name: getattr(line, name) for name in ("till_id", "seq", "at", "happened_on", "by", "verb", "details")}
    false = journal.chained("", {**words, "subject": "false"})
    with with_guards_down(told) as books:
        books.execute(text("UPDATE journal SET subject = 'false', hash = :h WHERE subject = 'true'"), {"h": false})
        books.execute(text("UPDATE till SET journal_hash = :h WHERE code = '2'"), {"h": false})
    assert breaks(told) == []
    assert seal_faults(told) == ["2/1"]
