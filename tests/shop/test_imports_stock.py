"""Opening stock from lists."""

from __future__ import annotations

import pytest

from kruidenier.shop.office.sheets import ChangedMeanwhile
from kruidenier.shop.supply import opening_stock
from tests.kit import Stand
from tests.shop.imports import bring_in, sheet, wrong

COLUMNS = (
    "supplier gtin code group name count grams lot date_mark date origin place unit_cost_cents reference_value_cents"
    " temperature_c refused refused_reason received_on place_name place_kind"
)
RICE = {"supplier": "bank", "code": "rice", "count": "6", "date_mark": "none", "origin": "food_bank"}


@pytest.fixture
def store(stand: Stand) -> Stand:
    stand.supplier("bank")
    stand.supplier("colruyt")
    stand.product("rice", fixed=60, content=500)
    stand.product("apples", fixed=200, by_weight=True)
    stand.product("soap", fixed=100, group="hygiene")
    return stand


def listed(*rows: dict[str, str]):
    return sheet(COLUMNS, *([row.get(name, "") for name in COLUMNS.split()] for row in rows))


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        ({}, []),
        ({"supplier": ""}, ["supplier"]),
        ({"supplier": "nobody"}, ["supplier"]),
        ({"code": ""}, ["group"]),
        ({"code": "tea"}, ["code"]),
        ({"code": "", "gtin": "5410188031072"}, ["gtin"]),
        ({"code": "", "group": "rocks", "grams": "5"}, ["group"]),
        ({"code": "", "group": "fruit"}, ["grams"]),
        ({"code": "", "group": "fruit", "grams": "5000"}, []),
        ({"count": ""}, ["count"]),
        ({"count": "0"}, ["count"]),
        ({"count": "2.5"}, ["count"]),
        ({"count": "", "grams": "3000"}, ["count"]),
        ({"code": "apples"}, ["grams"]),
        ({"code": "apples", "count": "", "grams": "3000"}, []),
        ({"date_mark": ""}, ["date_mark"]),
        ({"date_mark": "use_by"}, ["date"]),
        ({"date": "2026-12-01"}, ["date"]),
        ({"date_mark": "use_by", "date": "2026-02-30"}, ["date"]),
        ({"date_mark": "use_by", "date": "2020-01-01"}, []),
        ({"origin": "found"}, ["origin"]),
        ({"origin": ""}, ["origin"]),
        ({"place": "moon"}, ["place"]),
        ({"received_on": "2026-11-25"}, ["received_on"]),
        ({"received_on": "2026-11-24"}, []),
        ({"unit_cost_cents": "-1"}, ["unit_cost_cents"]),
        ({"refused": "yes"}, ["refused"]),
        ({"refused": "no", "temperature_c": "4"}, []),
    ],
)
def test_a_row_is_right_or_its_wrong_cells_are_named(store: Stand, cells, columns):
    assert wrong(store, opening_stock, COLUMNS, RICE | cells) == columns


def test_goods_come_in_with_their_weight(store: Stand):
    rows = [
        RICE,
        RICE | {"lot": "B", "grams": "3150"},
        RICE | {"code": "soap"},
        RICE | {"code": "apples", "count": "9", "grams": "800"},
        {"supplier": "bank", "group": "fruit", "grams": "5000", "date_mark": "none", "origin": "donated"},
    ]
    assert bring_in(store, opening_stock, listed(*rows)).created == 5
    left = [store.left(f"L1-{number:06}") for number in range(1, 6)]
    assert left == [(6, 3000), (6, 3150), (6, 0), (0, 800), (0, 5000)]
    assert store.faults() == []


def test_opening_stock_is_a_document_for_each_supplier_and_day(store: Stand):
    rows = [RICE, RICE | {"supplier": "colruyt"}, RICE | {"received_on": "2026-11-20"}, RICE | {"lot": "B"}]
    bring_in(store, opening_stock, listed(*rows))
    told = store.rows("SELECT number, kind, happened_on FROM delivery ORDER BY number")
    assert [(row.number, row.kind, str(row.happened_on)) for row in told] == [
        ("1-000001", "opening", "2026-11-24"),
        ("1-000002", "opening", "2026-11-24"),
        ("1-000003", "opening", "2026-11-20"),
    ]
    moved = store.rows("SELECT happened_on FROM movement ORDER BY happened_on")
    assert [str(row.happened_on) for row in moved] == ["2026-11-20", *["2026-11-24"] * 3]
    assert len(store.rows("SELECT 1 FROM journal WHERE verb = 'import'")) == 1


def test_the_same_content_on_the_same_day_is_unchanged_whatever_was_sold(store: Stand):
    store.household("H1")
    rows = listed(RICE, RICE, RICE | {"lot": "B"})
    assert bring_in(store, opening_stock, rows).created == 3
    store.sell("H1", ("rice", 8))
    again = bring_in(store, opening_stock, rows)
    assert (again.created, again.unchanged) == (0, 3)
    more = bring_in(store, opening_stock, listed(RICE, RICE, RICE))
    assert (more.created, more.unchanged) == (1, 2)
    assert bring_in(store.on("2026-11-25"), opening_stock, listed(RICE)).created == 1


def test_a_passed_date_is_taken_in_and_not_sold(store: Stand):
    from kruidenier.shop.goods.dates import UseByPassed

    store.household("H1")
    bring_in(store, opening_stock, listed(RICE | {"date_mark": "use_by", "date": "2026-11-23"}))
    with pytest.raises(UseByPassed):
        store.sell("H1", "rice")


def test_european_goods_are_free_and_of_their_fund(store: Stand):
    store.household("E1", grocery=None, esf=("2026-01-01", None))
    bring_in(store, opening_stock, listed(RICE | {"origin": "esf"}))
    assert store.sell("E1", "rice", pay="").total_cents == 0
    assert [row.fund for row in store.rows("SELECT fund FROM lot")] == ["ESF+"]


def test_a_group_gets_a_product_of_its_own_once(store: Stand):
    crate = {"supplier": "bank", "group": "fruit", "grams": "5000", "date_mark": "none", "origin": "donated"}
    bring_in(store, opening_stock, listed(crate, crate | {"grams": "2000"}))
    bring_in(store, opening_stock, listed(crate | {"grams": "1000"}))
    (product,) = store.rows("SELECT sold_by, group_code FROM product WHERE code = 'fruit'")
    assert (product.sold_by, product.group_code) == ("weight", "fruit")
    assert [row.kind for row in store.rows("SELECT kind FROM lot")] == ["bulk"] * 3


def test_stock_booked_meanwhile_is_told(store: Stand):
    plan = store.ask(opening_stock.judge, listed(RICE), on=store.today)
    bring_in(store, opening_stock, listed(RICE))
    with pytest.raises(ChangedMeanwhile):
        store.do(opening_stock.write, plan)
    assert store.left("L1-000001") == (6, 3000)


def test_places_come_along_into_another_shop(store: Stand, new_stand):
    bring_in(
        store, opening_stock, listed(RICE | {"place": "cellar", "place_name": "Kelder", "place_kind": "back"}, RICE)
    )
    other = new_stand()
    other.supplier("bank")
    other.product("rice", fixed=60, content=500)
    sent = exported(store)
    bring_in(other, opening_stock, sheet(COLUMNS, *([str(cell or "") for cell in row] for row in sent)))
    assert exported(other) == sent
    assert [row[COLUMNS.split().index("place_kind")] for row in sent] == ["back", None]


def test_a_place_needs_its_kind(store: Stand):
    assert "place_kind" in wrong(store, opening_stock, COLUMNS, RICE | {"place": "moon", "place_kind": "crater"})
    assert wrong(store, opening_stock, COLUMNS, RICE | {"place": "moon!", "place_kind": "back"}) == ["place"]


def exported(stand: Stand) -> list[list[object]]:
    with stand.shop.reading() as session:
        return list(opening_stock.export(session))
