"""The back door: vans weighed line by line, refused or taken in, and signed for."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kruidenier.errors import ShopError
from kruidenier.shop.figures.proof import prove
from kruidenier.shop.goods import catalogue, places
from kruidenier.shop.goods.catalogue import UnknownCode
from kruidenier.shop.goods.groups import NoSuchGroup
from kruidenier.shop.goods.recalls import Recall
from kruidenier.shop.office.staff import NotAllowed
from kruidenier.shop.supply import deliveries, door, gift_notes, habits
from kruidenier.shop.supply.suppliers import NoSuchSupplier
from kruidenier.store.base import new_id
from tests.kit import NOW, Stand


@pytest.fixture
def quay(stand: Stand) -> Stand:
    """A shop with a fridge and a back room, and a supermarket that gives."""
    stand.supplier("miroir")
    stand.do(places.add_place, "cool", name="Cool room", kind="fridge")
    stand.do(places.add_place, "ice", name="Freezer", kind="freezer")
    stand.do(places.add_place, "back", name="Back room", kind="back")
    stand.product("rice", names={"nl": "Rijst", "fr": "Riz"}, content=500)
    stand.product("soap", group="hygiene")
    stand.product("apples", group="fruit", by_weight=True)
    return stand


def begin(stand: Stand, supplier: str = "miroir") -> str:
    return stand.do(door.begin, supplier).number


def crates(stand: Stand, number: str, group: str | None, crates: int, gross: int, **said):
    said = {"origin": "donated", "crates": crates, "gross_grams": gross} | said
    return stand.do(door.add_line, number, group=group, **said)


def left(stand: Stand) -> dict[str, tuple[int, int]]:
    return {row.number: (row.pieces, row.grams) for row in stand.rows("SELECT number, count AS pieces, grams FROM lot")}


def test_the_crates_own_weight_goes_off_unless_another_tare_is_typed(quay: Stand):
    number = begin(quay)
    crates(quay, number, "vegetables", 8, 96_400)
    quay.setting("door.crate_tare_g", 500)
    crates(quay, number, "fruit", 2, 9_000)
    delivery = crates(quay, number, "bread", 2, 9_000, tare_grams=0)
    assert [(line.gross_grams, line.tare_grams, line.grams) for line in delivery.lines] == [
        (96_400, 12_800, 83_600),
        (9_000, 1_000, 8_000),
        (9_000, 0, 9_000),
    ]


def test_signing_makes_a_lot_of_every_line_taken_in_each_where_it_must_stand(quay: Stand):
    number = begin(quay)
    crates(quay, number, "vegetables", 8, 96_400)
    crates(quay, number, "dairy", 1, 9_600, tenths=51)
    crates(quay, number, "frozen", 1, 9_600, tenths=-190)
    crates(quay, number, "meat", 1, 7_800, tenths=98, refused="temperature")
    crates(quay, number, None, 1, 14_600)
    quay.do(door.add_line, number, origin="donated", product="rice", count=6, lot_code="A1")
    quay.do(door.add_line, number, origin="donated", product="apples", gross_grams=4_000, place="cool")
    signed = quay.do(door.sign, number)
    rows = quay.rows(
        "SELECT l.number, l.kind, l.group_code, p.code AS place, l.count AS pieces, l.grams, l.lot_code FROM lot l"
        " JOIN place p ON p.id = l.place_id ORDER BY l.number"
    )
    assert [tuple(row)[1:] for row in rows] == [
        ("bulk", "vegetables", "back", 0, 83_600, None),
        ("bulk", "dairy", "cool", 0, 8_000, None),
        ("bulk", "frozen", "ice", 0, 8_000, None),
        ("bulk", None, "back", 0, 13_000, None),
        ("product", "canned", "back", 6, 3_000, "A1"),
        ("product", "fruit", "cool", 0, 4_000, None),
    ]
    assert [line.lot for line in signed.accepted] == [row.number for row in rows]
    assert signed.state == "signed"
    assert signed.grams == 83_600 + 8_000 + 8_000 + 13_000 + 3_000 + 4_000
    assert quay.faults() == []
    assert quay.ask(lambda session: list(prove(session))) == []


def test_a_signed_delivery_never_changes(quay: Stand):
    number = begin(quay)
    crates(quay, number, "vegetables", 8, 96_400)
    quay.do(door.sign, number)
    with pytest.raises(door.DeliveryClosed):
        crates(quay, number, "fruit", 1, 9_000)
    with pytest.raises(door.DeliveryClosed):
        quay.do(door.strike_line, number)
    with pytest.raises(DBAPIError), quay.shop.writing.begin() as session:
        session.execute(text("UPDATE delivery_line SET grams = 1"))


@pytest.mark.parametrize(
    ("group", "tenths", "most"), [("dairy", 71, 70), ("meat", 98, 70), ("frozen", -149, -150), ("fish", 200, 70)]
)
def test_a_warm_crate_is_asked_about_and_goes_in_only_as_refused(quay: Stand, group: str, tenths: int, most: int):
    number = begin(quay)
    with pytest.raises(door.TooWarmToTake) as no:
        crates(quay, number, group, 1, 7_800, tenths=tenths)
    assert no.value.details["most_tenths"] == most
    delivery = crates(quay, number, group, 1, 7_800, tenths=tenths, refused="temperature")
    assert [line.refused_reason for line in delivery.lines] == ["temperature"]
    crates(quay, number, group, 1, 7_800, tenths=most)
    assert crates(quay, number, "vegetables", 1, 7_800, tenths=250).lines[-1].tenths == 250


def test_the_last_line_can_be_refused_measured_weighed_anew_and_taken_back(quay: Stand):
    number = begin(quay)
    crates(quay, number, "vegetables", 8, 96_400)
    crates(quay, number, "meat", 1, 7_800)
    with pytest.raises(door.TooWarmToTake):
        quay.do(door.change_line, number, tenths=98)
    assert quay.do(door.change_line, number, tenths=98, refused="temperature").lines[-1].refused
    assert quay.do(door.change_line, number, line=1, tare_grams=400).lines[0].grams == 96_000
    assert [line.group for line in quay.do(door.strike_line, number).lines] == ["vegetables"]
    assert crates(quay, number, "bread", 1, 5_000).lines[-1].line == 3
    quay.do(door.strike_line, number, line=1)
    quay.do(door.strike_line, number)
    with pytest.raises(door.NoLine):
        quay.do(door.strike_line, number)
    with pytest.raises(door.NothingCameIn):
        quay.do(door.sign, number)


@pytest.mark.parametrize(
    ("said", "no"),
    [
        ({"group": "rocks", "gross_grams": 1}, NoSuchGroup),
        ({"product": "tea", "count": 1}, UnknownCode),
        ({"group": "fruit"}, door.NotWeighed),
        ({"group": "fruit", "crates": 3, "gross_grams": 4_800}, door.TareTooHeavy),
        ({"group": "fruit", "gross_grams": 0}, door.TareTooHeavy),
        ({"group": "fruit", "gross_grams": 900, "tare_grams": -1}, door.TareTooHeavy),
        ({"group": "fruit", "crates": 1000, "gross_grams": 2_000_000}, door.TooMuch),
        ({"group": "fruit", "gross_grams": 10**10}, door.TooMuch),
        ({"group": "fruit", "gross_grams": 900, "origin": "found"}, door.UnknownOrigin),
        ({"group": "fruit", "gross_grams": 900, "refused": "ugly"}, door.UnknownRefusal),
        ({"group": "fruit", "gross_grams": 900, "tenths": 9_999}, places.BadTemperature),
        ({"group": "fruit", "gross_grams": 900, "place": "moon"}, places.NoSuchPlace),
        ({"product": "rice"}, door.NotCounted),
        ({"product": "rice", "count": -1}, door.TooMuch),
        ({"product": "apples", "count": 1}, door.NotWeighed),
    ],
)
def test_a_line_that_cannot_be_is_refused_in_words_and_nothing_is_written(
    quay: Stand, said: dict[str, Any], no: type[ShopError]
):
    number = begin(quay)
    with pytest.raises(no) as refusal:
        quay.do(door.add_line, number, **{"origin": "donated"} | said)
    assert "{" not in refusal.value.explain()
    assert quay.ask(deliveries.look_up, number).lines == ()


def test_refused_goods_need_no_scale(quay: Stand):
    number = begin(quay)
    delivery = quay.do(door.add_line, number, origin="donated", group="fruit", crates=2, refused="space")
    assert (delivery.lines[0].grams, delivery.grams) == (0, 0)
    signed = quay.do(door.sign, number)
    assert signed.gift_note is None
    assert left(quay) == {}


def test_the_gift_note_is_frozen_in_two_languages_with_refusals_apart(quay: Stand):
    quay.setting("receipt.heading", "Spiegelstraat 1 | 1090 Jette")
    number = begin(quay)
    crates(quay, number, "vegetables", 8, 96_400)
    crates(quay, number, "meat", 1, 7_800, tenths=98, refused="temperature")
    crates(quay, number, None, 1, 14_600)
    quay.do(
        door.add_line,
        number,
        origin="donated",
        product="rice",
        count=6,
        date_mark="best_before",
        date=dt.date(2027, 1, 31),
        lot_code="A1",
    )
    quay.do(door.add_line, number, origin="donated", product="soap", count=4)
    signed = quay.do(door.sign, number, signed_by=" Jan ", crates_back=7, own_list=True)
    assert signed.gift_note == "1-000002"
    note = quay.ask(gift_notes.look_up, "1-000002")
    quay.setting("receipt.heading", "Elsewhere")
    with quay.shop.writing.begin() as session:
        session.execute(text("UPDATE supplier SET name = 'Another'"))
    assert quay.ask(gift_notes.look_up, "1-000002") == note
    assert (note["delivery"], note["date"]) == (number, "2026-11-24")
    assert note["donor"]["name"] == "Miroir"
    assert note["recipient"]["name"] == "Kruidenier"
    assert note["recipient"]["lines"] == ["Spiegelstraat 1", "1090 Jette"]
    assert [line["names"]["nl"] for line in note["lines"]] == ["Groenten", "gemengde kratten", "Rijst", "Soap"]
    assert note["lines"][1]["names"]["fr"] == "caisses mélangées"
    assert (note["lines"][2]["date"], note["lines"][2]["lot"], note["lines"][2]["count"]) == ("2027-01-31", "A1", 6)
    assert [(line["names"]["fr"], line["reason"], line["temperature_tenths"]) for line in note["refused"]] == [
        ("Viande et volaille", "temperature", 98)
    ]
    assert (note["crates"], note["grams"], note["refused_grams"]) == (9, 83_600 + 13_000 + 3_000, 6_200)
    assert (note["unweighed_pieces"], note["crates_back"], note["own_list"], note["signed_by"]) == (4, 7, True, "Jan")


@pytest.mark.parametrize("origin", ["bought", "esf"])
def test_only_gifts_have_a_gift_note(quay: Stand, origin: str):
    number = begin(quay)
    crates(quay, number, "vegetables", 1, 9_600, origin=origin)
    assert quay.do(door.sign, number).gift_note is None


def test_a_gift_note_lists_the_gifts_among_what_came(quay: Stand):
    number = begin(quay)
    crates(quay, number, "vegetables", 1, 9_600, origin="bought")
    crates(quay, number, "fruit", 1, 9_600, origin="food_bank")
    crates(quay, number, "bread", 1, 9_600, origin="garden")
    note = quay.ask(gift_notes.look_up, quay.do(door.sign, number).gift_note)
    assert [line["group"] for line in note["lines"]] == ["fruit", "bread"]
    assert note["grams"] == 16_000
    assert {row.fund for row in quay.rows("SELECT fund FROM lot")} == {None}


def test_a_delivery_that_was_begun_is_there_after_the_power_came_back(quay: Stand):
    number = begin(quay)
    before = crates(quay, number, "vegetables", 8, 96_400)
    another = begin(quay)
    assert [delivery.number for delivery in quay.ask(door.open_deliveries)] == [another, number]
    assert quay.ask(door.open_deliveries)[1] == before
    quay.do(door.drop, another, reason="wrong supplier")
    crates(quay.another_till(), number, "fruit", 1, 9_600)
    quay.do(door.sign, number)
    assert quay.ask(door.open_deliveries) == ()
    assert left(quay) == {"L1-000001": (0, 83_600), "L1-000002": (0, 8_000)}


def test_a_dropped_delivery_leaves_nothing_but_its_reason(quay: Stand):
    number = begin(quay)
    crates(quay, number, "vegetables", 8, 96_400)
    with pytest.raises(door.NeedsReason):
        quay.do(door.drop, number, reason=" ")
    assert quay.do(door.drop, number, reason="never unloaded").state == "dropped"
    assert left(quay) == {}
    told = quay.rows("SELECT details FROM journal WHERE verb = 'delivery_dropped'")
    assert "never unloaded" in str(told[0].details)


def test_goods_that_were_called_back_come_in_blocked(quay: Stand):
    with quay.shop.writing.begin() as session:
        session.add(
            Recall(
                id=new_id(),
                number="1-R",
                product_id=catalogue.require_item(session, "rice").id,
                lot_code="A1",
                date_from=dt.date(2027, 1, 1),
                date_until=dt.date(2027, 3, 31),
                reason="glass",
                happened_on=quay.today,
                opened_at=quay.now,
                opened_by="els",
            )
        )
    number = begin(quay)
    for lot_code, date in [("A1", "2027-02-01"), ("A1", "2027-04-01"), ("B2", "2027-02-01"), (None, None)]:
        day = dt.date.fromisoformat(date) if date else None
        mark = "best_before" if date else "none"
        said = {"product": "rice", "count": 1, "lot_code": lot_code, "date_mark": mark, "date": day}
        quay.do(door.add_line, number, origin="donated", **said)
    crates(quay, number, "vegetables", 1, 9_600)
    assert [line.state for line in quay.do(door.sign, number).lines] == ["recalled", "live", "live", "recalled", "live"]


def test_who_comes_on_this_weekday_stands_first_and_who_came_today_last(quay: Stand):
    for code, kind in [("bakery", "bakery"), ("bank", "food_bank"), ("aldi", "supermarket")]:
        quay.supplier(code, kind=kind)
    for days, supplier in [(7, "miroir"), (14, "miroir"), (7, "bank"), (6, "bakery"), (70, "aldi"), (0, "bank")]:
        there = quay.on(NOW - dt.timedelta(days=days))
        number = begin(there, supplier)
        crates(there, number, "vegetables", 1, 9_600, origin="food_bank" if supplier == "bank" else "garden")
        there.do(door.sign, number)
    found = quay.ask(habits.expected, on=quay.today)
    assert [(one.code, one.times, one.came_today) for one in found] == [
        ("miroir", 2, False),
        ("aldi", 0, False),
        ("bakery", 0, False),
        ("bank", 1, True),
    ]
    assert found[0].origin == "garden"


@pytest.mark.parametrize(
    ("kind", "origin"),
    [("esf", "esf"), ("food_bank", "food_bank"), ("garden", "garden"), ("wholesaler", "bought"), ("shop", "donated")],
)
def test_before_any_goods_came_the_kind_of_supplier_tells_their_origin(quay: Stand, kind: str, origin: str):
    quay.supplier("new", kind=kind)
    assert {one.code: one.origin for one in quay.ask(habits.expected, on=quay.today)}["new"] == origin


def test_the_door_is_for_staff(quay: Stand):
    with pytest.raises(NotAllowed):
        begin(quay.as_("volunteer"))
    with pytest.raises(NoSuchSupplier):
        begin(quay, "nobody")
    with pytest.raises(deliveries.NoSuchDelivery):
        quay.do(door.sign, "9-000001\x00")


def test_a_van_that_came_yesterday_is_booked_on_its_day(quay: Stand):
    number = quay.do(door.begin, "miroir", arrived_at=NOW - dt.timedelta(days=1)).number
    crates(quay, number, "vegetables", 1, 9_600)
    quay.do(door.sign, number)
    (row,) = quay.rows("SELECT l.received_on, m.happened_on FROM lot l JOIN movement m ON m.lot_id = l.id")
    assert {str(value) for value in row} == {"2026-11-23"}
