"""Deliveries that are told at once: from lists, or as scanned codes."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

import pytest

from kruidenier.shop.figures.proof import prove
from kruidenier.shop.office.once import IdUsedForAnother
from kruidenier.shop.office.staff import NotAllowed
from kruidenier.shop.supply import gift_notes, receiving
from kruidenier.shop.supply.receiving import Brought
from kruidenier.store.base import new_id
from tests.kit import Stand
from tests.shop.imports import sheet

RICE = {"code": "rice", "count": "6", "date_mark": "none", "origin": "donated"}


@pytest.fixture
def store(stand: Stand) -> Stand:
    stand.supplier("miroir")
    stand.supplier("bank", kind="food_bank")
    stand.product("rice", content=500)
    stand.product("soap", group="hygiene")
    stand.product("05410188031072", content=1000, unit="ml")
    stand.product("apples", group="fruit", by_weight=True)
    return stand


def listed(*rows: dict[str, str]):
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return sheet(" ".join(columns), *([row.get(name, "") for name in columns] for row in rows))


def receive(stand: Stand, *goods, supplier: str = "miroir", id: str | None = None, on: dt.date | None = None):
    told = listed(*goods) if goods and isinstance(goods[0], dict) else goods
    return stand.do(receiving.receive, supplier, goods=told, id=id or new_id(), on=on)


def test_a_list_is_one_signed_delivery_with_its_gift_note(store: Stand):
    refused = {"refused": "yes", "refused_reason": "temperature", "temperature_c": "9,8"}
    done = receive(
        store,
        RICE | {"grams": "3100", "lot": "A1", "date_mark": "best_before", "date": "2027-01-31"},
        RICE | {"code": "soap"},
        {"group": "vegetables", "grams": "12000", "date_mark": "none", "origin": "donated", "temperature_c": "4.5"},
        RICE | refused,
        RICE | {"origin": "bought", "unit_cost_cents": "40"},
    )
    assert (done.number, done.state, done.gift_note) == ("1-000001", "signed", "1-000002")
    assert [(line.lot, line.count, line.grams) for line in done.lines] == [
        ("L1-000001", 6, 3_100),
        ("L1-000002", 6, 0),
        ("L1-000003", 0, 12_000),
        (None, 6, 3_000),
        ("L1-000004", 6, 3_000),
    ]
    assert done.grams == 18_100
    note = store.ask(gift_notes.look_up, "1-000002")
    assert (len(note["lines"]), note["grams"], note["unweighed_pieces"]) == (3, 15_100, 6)
    assert [(line["reason"], line["temperature_tenths"]) for line in note["refused"]] == [("temperature", 98)]
    assert store.faults() == []
    assert store.ask(lambda session: list(prove(session))) == []


def test_what_is_sent_twice_comes_in_once(store: Stand):
    sent = new_id()
    first = receive(store, RICE, id=sent)
    assert receive(store, RICE, id=sent) == first
    with pytest.raises(IdUsedForAnother):
        receive(store, RICE | {"count": "7"}, id=sent)
    assert receive(store, RICE).number != first.number
    assert store.left("L1-000001") == (6, 3_000)


def test_goods_are_told_by_what_a_scanner_reads(store: Stand):
    store.lot("rice", 1, use_by="2026-12-01", origin="food_bank")
    done = receive(
        store,
        Brought("rice", count=3, date=dt.date(2026, 12, 24)),
        Brought("rice"),
        Brought("0105410188031072172612311" + "0A7", count=2),
        Brought("apples", grams=2_500),
        Brought("vegetables", grams=9_000),
    )
    assert [(line.code, line.group, line.count, line.grams) for line in done.lines] == [
        ("rice", "canned", 3, 1_500),
        ("rice", "canned", 1, 500),
        ("05410188031072", "canned", 2, 2_000),
        ("apples", "fruit", 0, 2_500),
        (None, "vegetables", 0, 9_000),
    ]
    assert [(line.date_mark, str(line.date), line.lot_code) for line in done.lines[:3]] == [
        ("use_by", "2026-12-24", None),
        ("none", "None", None),
        ("use_by", "2026-12-31", "A7"),
    ]
    assert {line.origin for line in done.lines} == {"donated"}
    assert {line.origin for line in receive(store, Brought("rice"), supplier="bank").lines} == {"food_bank"}


def test_bad_lines_are_named_and_nothing_comes_in(store: Stand):
    with pytest.raises(receiving.BadLines) as no:
        receive(store, RICE, RICE | {"code": "tea"}, RICE | {"count": "", "origin": "found"})
    faults = [(fault["row"], fault["column"]) for fault in cast("list[dict[str, Any]]", no.value.details["errors"])]
    assert faults == [(2, "code"), (3, "origin"), (3, "count")]
    assert "tea" in no.value.explain()
    assert store.rows("SELECT id FROM delivery") == []
    with pytest.raises(receiving.BadLines):
        receive(store, Brought("apples", count=3))
    with pytest.raises(receiving.NoLines):
        receive(store)


def test_a_delivery_is_of_one_day_that_has_come(store: Stand):
    yesterday = store.today - dt.timedelta(days=1)
    done = receive(store, RICE | {"received_on": "2026-11-20"}, RICE)
    assert done.happened_on == dt.date(2026, 11, 20)
    assert receive(store, RICE, on=yesterday).happened_on == yesterday
    with pytest.raises(receiving.BadLines):
        receive(store, RICE | {"received_on": "2026-11-20"}, RICE | {"received_on": "2026-11-21"})
    with pytest.raises(receiving.BadLines):
        receive(store, RICE | {"received_on": "2026-11-20"}, on=yesterday)
    with pytest.raises(receiving.NotYet):
        receive(store, RICE, on=store.today + dt.timedelta(days=1))
    rows = store.rows("SELECT DISTINCT l.received_on, m.happened_on FROM lot l JOIN movement m ON m.lot_id = l.id")
    assert all(row.received_on == row.happened_on for row in rows)


def test_a_past_date_is_taken_in_and_may_not_go_out(store: Stand):
    receive(store, RICE | {"date_mark": "use_by", "date": "2026-11-23"})
    from kruidenier.shop.figures import stock_levels

    (lot,) = store.ask(stock_levels.levels, on=store.today)
    assert (lot.count, lot.may_go_out(store.today)) == (6, False)


def test_receiving_is_for_staff(store: Stand):
    with pytest.raises(NotAllowed):
        receive(store.as_("volunteer"), RICE)
