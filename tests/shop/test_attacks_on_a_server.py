"""A server's files are read as its thief would: its pages after an erasure, and its log and ours after a fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.orm import Session

from kruidenier.faults import write_down
from kruidenier.shop import forgetting
from kruidenier.shop.people import files, strangers
from kruidenier.shop.people.households import HouseholdCard, Member
from kruidenier.shop.till import erasing
from kruidenier.store import asking
from kruidenier.store.base import new_id
from kruidenier.store.faults import keep_values_out
from tests.databases import named, on_server
from tests.kit import Stand, day

NAME, CARD = "Zohra Bint-Al-Huda", "ZZ-4711"


@pytest.fixture
def database() -> str:
    """On SQLite the other attacks do the same."""
    return "postgresql"


def pages(stand: Stand) -> dict[Path, bytes]:
    """Read all files of the shop's database on the server, its tables, indexes and statistics."""
    with stand.shop.writing.begin() as session:
        folder = session.scalar(text("SHOW data_directory"))
        number = session.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
        url = session.get_bind().engine.url
    on_server(url.render_as_string(hide_password=False), "CHECKPOINT")
    return {file: file.read_bytes() for file in Path(f"{folder}/base/{number}").iterdir() if file.is_file()}


def test_no_page_of_a_server_keeps_who_was_erased(stand: Stand):
    stand.product("rice", fixed=60, content=500)
    stand.lot("rice", 9, grams=4500)
    for card in (CARD, "H2", "H3"):
        stand.household(card)
        stand.do(files.change, card, display_name=f"{NAME} {card}", address="Kerkstraat 4711")
    stand.do(files.write_note, CARD, words="brings the key", until=day("2026-12-01"))
    stand.do(files.name_substitute, CARD, name="Tante Zohra", until=day("2026-12-31"))
    stand.do(strangers.tell_apart, CARD, "H2")
    stand.scan(stand.welcome(CARD), "rice")
    (key,) = stand.rows("SELECT household_id FROM household_card WHERE card = :card", card=CARD)
    on_server(stand.shop.writing.kw["bind"].url.render_as_string(hide_password=False), "ANALYZE")
    words = (f"{NAME} {CARD}", CARD, "brings the key", "Tante Zohra")
    there = pages(stand).values()
    assert all(any(word.encode() in page for page in there) for word in words)
    stand.do(erasing.erase, CARD)
    forgetting.leave_no_trace(stand.shop, now=stand.now)
    for file, page in pages(stand).items():
        assert [word for word in words if word.encode() in page] == [], file
    (known,) = stand.rows("SELECT household_id FROM erasure")
    assert known == key


def test_no_page_of_a_server_says_after_the_term_in_which_language_a_sale_was_or_whose_file_was_read(stand: Stand):
    stand.product("rice", fixed=60, content=500)
    stand.lot("rice", 9, grams=4500)
    stand.household(CARD)
    stand.do(files.open_file, CARD)
    stand.sell(CARD, "rice")
    address = stand.shop.writing.kw["bind"].url.render_as_string(hide_password=False)
    on_server(address, "SET session_replication_role = replica; UPDATE sale SET lang = 'zxq'")  # past all guards
    (line,) = stand.rows("SELECT code FROM journal_household")
    (sale,) = stand.rows("SELECT number FROM sale")
    later = stand.on("2027-02-05")
    later.do(erasing.purge)
    forgetting.leave_no_trace(later.shop, now=later.now)
    tables = ("journal_household", "sale", "journal")
    found = {table: pages_of(stand, table) for table in tables}
    assert line.code.encode() not in found["journal_household"]
    assert line.code.encode() in found["journal"], "a word that leads nowhere now"
    assert b"zxq" not in found["sale"]
    assert sale.number.encode() in found["sale"]


def pages_of(stand: Stand, table: str) -> bytes:
    """Read the file of one table."""
    with stand.shop.writing.begin() as session:
        folder = session.scalar(text("SHOW data_directory"))
        place = session.scalar(text("SELECT pg_relation_filepath(:table)"), {"table": table})
        url = session.get_bind().engine.url
    on_server(url.render_as_string(hide_password=False), "CHECKPOINT")
    return Path(f"{folder}/{place}").read_bytes()


def server_log(stand: Stand) -> str:
    """Read what the server wrote down, of other tests too."""
    with stand.shop.reading() as session:
        folder = session.scalar(text("SHOW data_directory"))
    return Path(f"{folder}/log").read_text("utf-8")


def in_their_words(stand: Stand, fault: StatementError, *, before: str) -> str:
    """Tell what is written of a fault here, and on the server since before."""
    log = write_down(fault, stand.shop.folder, at=stand.now)
    assert log is not None
    words = log.read_text("utf-8") + server_log(stand).removeprefix(before)
    log.unlink()
    return words


def test_no_log_quotes_a_row_that_a_server_refused(stand: Stand):
    stand.household(CARD)
    (key,) = stand.rows("SELECT household_id FROM household_card")
    planted = "qz" * 4  # a trace quotes our source
    before = server_log(stand)

    def twice(session: Session) -> None:
        card = {"folded": CARD.casefold(), "card": planted, "household_id": key.household_id}
        session.add(HouseholdCard(**card, issued_at=stand.now))
        session.flush()

    def unlinked(session: Session) -> None:
        session.execute(text("UPDATE household_card SET household_id = :key"), {"key": new_id()})

    def checked(session: Session) -> None:
        session.add(
            Member(household_id=key.household_id, birth_year=1984, birth_month=4711, gender="X", joined_on=stand.today)
        )
        session.flush()

    def unreadable(session: Session) -> None:
        session.execute(text("SELECT CAST(:value AS integer)"), {"value": planted})

    def asked(session: Session) -> None:
        bad = asking.Question(text("SELECT CAST(CAST(:value AS text) AS integer)"), {"value": planted}, list)
        asking.ask_all(session, bad, bad)

    for deed in (twice, unlinked, checked, unreadable, asked):
        with pytest.raises(DBAPIError) as fault, stand.shop.writing.begin() as session:
            deed(session)
        told = in_their_words(stand, fault.value, before=before)
        assert "Error" in told
        for word in ("DETAIL", "zz-4711", planted, str(key.household_id), "1984, "):
            assert word not in told, (deed.__name__, word)


def test_who_may_not_quieten_the_server_works_there_all_the_same(stand: Stand, postgres_address: str):
    on_server(postgres_address, "DROP ROLE IF EXISTS some_till; CREATE ROLE some_till LOGIN PASSWORD 'x'")
    url = named(postgres_address, "postgres").replace("postgres:", "some_till:x", 1)
    engine = create_engine(url)
    keep_values_out(engine)
    with engine.connect() as connection:
        assert connection.scalar(text("SHOW log_min_messages")) == "warning"
    engine.dispose()
    on_server(postgres_address, "DROP ROLE some_till")
