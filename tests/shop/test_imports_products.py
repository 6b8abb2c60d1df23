"""Products from lists."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from kruidenier.shop.goods import catalogue, prices, product_list, search
from kruidenier.shop.goods.product_rows import WORDS_AT_ONCE, write_words
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.sheets import ChangedMeanwhile, Sheet
from tests.kit import Stand
from tests.shop.imports import bring_in, sheet, wrong, xlsx

COLUMNS = (
    "gtin code name_fr name_nl name_en brand quantity unit group sold_by reference_price_cents price_cents vat_rate"
    " shelf_life_group quota"
)
RICE = {"code": "rice", "name_fr": "Riz", "group": "canned", "sold_by": "piece"}


def price_of(stand: Stand, code: str, on: dt.date | None = None) -> int:
    with stand.shop.reading() as session:
        item = catalogue.require_item(session, code)
        day = on or stand.today
        return prices.list_price(session, item, on=day, settings=rules.current(session, day)).cents


def found(stand: Stand, typed: str) -> list[str]:
    with stand.shop.reading() as session:
        settings = rules.current(session, stand.today)
        return [product.code for product in search.search(session, typed, on=stand.today, settings=settings)]


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        ({}, []),
        ({"code": ""}, ["gtin"]),
        ({"gtin": "5410188031072"}, []),
        ({"gtin": "5410188031073"}, ["gtin"]),
        ({"gtin": "12345"}, ["gtin"]),
        ({"gtin": "٥٤١٠١٨٨٠٣١٠٧٢"}, ["gtin"]),
        ({"gtin": "2012345678903"}, []),
        ({"code": "5410188031073"}, ["code"]),
        ({"code": "a b"}, ["code"]),
        ({"code": "a/b"}, ["code"]),
        ({"code": "x" * 41}, ["code"]),
        ({"code": "K123456782"}, ["code"]),
        ({"code": "eieren-6"}, []),
        ({"name_fr": ""}, ["name_fr"]),
        ({"name_fr": "", "name_nl": "Rijst"}, []),
        ({"name_fr": "x" * 200}, []),
        ({"name_fr": "x" * 201}, ["name_fr"]),
        ({"name_fr": "Riz\x07"}, ["name_fr"]),
        ({"name_fr": "Riz\u202e"}, ["name_fr"]),
        ({"name_fr": "Riz\u00a0: l\u2019étoile 👨\u200d👩\u200d👧"}, []),
        ({"group": ""}, ["group"]),
        ({"group": "rocks"}, ["group"]),
        ({"group": "hygiene"}, []),
        ({"sold_by": "metre"}, ["sold_by"]),
        ({"quantity": "500", "unit": "g"}, []),
        ({"quantity": "0"}, []),
        ({"quantity": "1.5"}, ["quantity"]),
        ({"quantity": "-1"}, ["quantity"]),
        ({"quantity": "9" * 5000}, ["quantity"]),
        ({"unit": "kg"}, ["unit"]),
        ({"price_cents": "0"}, []),
        ({"price_cents": "1,25"}, ["price_cents"]),
        ({"reference_price_cents": "--1"}, ["reference_price_cents"]),
        ({"vat_rate": "101"}, ["vat_rate"]),
        ({"shelf_life_group": "5"}, ["shelf_life_group"]),
        ({"shelf_life_group": "0", "vat_rate": "x"}, ["vat_rate", "shelf_life_group"]),
    ],
)
def test_a_row_is_right_or_its_wrong_cells_are_named(stand: Stand, cells, columns):
    assert sorted(wrong(stand, product_list, COLUMNS, RICE | cells)) == sorted(columns)


def test_a_code_twice_is_an_error_on_the_later_row(stand: Stand):
    listed = sheet(
        "gtin code name_fr group sold_by",
        ["54491472", "", "Cola", "beverages", "piece"],
        ["00000054491472", "", "Cola", "beverages", "piece"],
        ["", "Rice", "Riz", "canned", "piece"],
        ["", "rice", "Riz", "canned", "piece"],
    )
    plan = stand.ask(product_list.judge, listed, on=stand.today)
    assert [(error.row, error.column) for error in plan.imported.errors] == [(2, "gtin"), (4, "code")]


def test_a_code_stays_as_it_was_given(stand: Stand):
    bring_in(
        stand, product_list, sheet("gtin name_fr group sold_by", ["036000291452", "Mouchoirs", "hygiene", "piece"])
    )
    stand.household("H1")
    stand.lot("036000291452", 5)
    sale = stand.sell("H1", "0036000291452")
    assert sale.lines[0].code == "036000291452"


def test_the_same_list_twice_changes_nothing(stand: Stand):
    listed = sheet(
        COLUMNS,
        ["5410188031072", "101", "Riz", "Rijst", "", "B", "500", "g", "canned", "piece", "200", "", "6", "1", "q"],
    )
    assert bring_in(stand, product_list, listed).created == 1
    before = stand.rows("SELECT version FROM product")
    again = bring_in(stand, product_list, listed)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
    assert stand.rows("SELECT version FROM product") == before
    assert len(stand.rows("SELECT 1 FROM journal WHERE verb = 'import'")) == 1


def test_a_missing_column_is_left_alone_and_an_empty_cell_clears(stand: Stand):
    bring_in(
        stand,
        product_list,
        sheet(
            "code name_fr name_nl brand group sold_by price_cents vat_rate",
            ["r", "Riz", "Rijst", "B", "canned", "piece", "90", "21"],
        ),
    )
    bring_in(
        stand,
        product_list,
        sheet("code name_fr name_nl group sold_by price_cents", ["r", "", "Rijst", "canned", "piece", ""]),
    )
    bring_in(stand, product_list, sheet("code name_nl group sold_by", ["r", "Rijst!", "canned", "piece"]))
    with stand.shop.reading() as session:
        (row,) = list(product_list.export(session, on=stand.today))
    told = dict(zip(product_list.COLUMNS, row, strict=True))
    assert {name: value for name, value in told.items() if value is not None} == {
        "code": "r",
        "name_nl": "Rijst!",
        "brand": "B",
        "group": "canned",
        "sold_by": "piece",
        "vat_rate": 21,
    }
    assert wrong(stand, product_list, "code name_nl group sold_by", RICE | {"code": "r"}) == ["name_fr"]


def test_prices_hold_from_the_day_they_changed(stand: Stand):
    columns = "code name_fr group sold_by reference_price_cents"
    bring_in(stand, product_list, sheet(columns, ["r", "Riz", "canned", "piece", "200"]))
    later = stand.on("2026-12-01")
    bring_in(later, product_list, sheet(columns, ["r", "Riz", "canned", "piece", "300"]))
    bring_in(later, product_list, sheet(columns, ["r", "Riz", "canned", "piece", "400"]))
    assert price_of(stand, "r", dt.date(2026, 1, 1)) == 100
    assert price_of(stand, "r", dt.date(2026, 11, 30)) == 100
    assert price_of(stand, "r", dt.date(2026, 12, 1)) == 200


def test_a_price_of_nothing_is_a_price(stand: Stand):
    columns = "code name_fr group sold_by reference_price_cents price_cents"
    bring_in(stand, product_list, sheet(columns, ["r", "Riz", "canned", "piece", "200", "0"]))
    assert price_of(stand, "r") == 0


def test_products_are_found_by_their_new_words(stand: Stand):
    columns = "gtin code name_fr name_nl brand group sold_by"
    bring_in(stand, product_list, sheet(columns, ["5410188031072", "", "Pâté", "", "Ardenne", "meat", "piece"]))
    assert found(stand, "pate ard") == found(stand, "1072") == ["5410188031072"]
    bring_in(
        stand, product_list, sheet(columns, ["5410188031072", "pt", "Terrine", "Paté", "Ardenne", "meat", "piece"])
    )
    assert found(stand, "terr") == found(stand, "pt") == ["5410188031072"]
    bring_in(stand, product_list, sheet(columns, ["5410188031072", "pt", "Terrine", "", "Ardenne", "meat", "piece"]))
    assert found(stand, "pate") == []


def test_a_second_code_is_of_the_same_product(stand: Stand):
    columns = "gtin code name_fr group sold_by"
    bring_in(stand, product_list, sheet(columns, ["", "soup", "Soupe", "soups", "piece"]))
    bring_in(stand, product_list, sheet(columns, ["5410188031072", "soup", "Soupe", "soups", "piece"]))
    with stand.shop.reading() as session:
        assert catalogue.require_item(session, "5410188031072").code == "soup"
    bring_in(stand, product_list, sheet(columns, ["54491472", "", "Cola", "beverages", "piece"]))
    row = {"gtin": "54491472", "code": "soup", "name_fr": "?", "group": "soups", "sold_by": "piece"}
    assert wrong(stand, product_list, columns, row) == ["code"]


def test_a_product_made_at_the_till_is_completed_by_a_list(stand: Stand):
    stand.household("H1")
    basket = stand.welcome()
    stand.scan(basket, "5410188031072", group="soups")
    done = bring_in(
        stand, product_list, sheet("gtin name_fr group sold_by", ["5410188031072", "Gaspacho", "soups", "piece"])
    )
    assert (done.created, done.updated) == (0, 1)
    assert stand.rows("SELECT 1 FROM product WHERE draft") == []
    assert found(stand, "gasp") == ["5410188031072"]


def test_goods_in_stock_keep_the_way_they_are_sold(stand: Stand):
    stand.product("apples", by_weight=True, fixed=100)
    row = {"code": "apples", "name_fr": "Pommes", "group": "fruit", "sold_by": "piece"}
    assert wrong(stand, product_list, "code name_fr group sold_by", row) == []
    stand.lot("apples", grams=500)
    assert wrong(stand, product_list, "code name_fr group sold_by", row) == ["sold_by"]


def test_a_code_given_away_meanwhile_is_told(stand: Stand):
    listed = sheet("code name_fr group sold_by", ["rice", "Riz", "canned", "piece"])
    plan = stand.ask(product_list.judge, listed, on=stand.today)
    stand.product("rice")
    with pytest.raises(ChangedMeanwhile):
        stand.do(product_list.write, plan)


def test_a_large_list_is_written_in_parts_and_found_in_the_end(stand: Stand):
    many = WORDS_AT_ONCE + 10
    names = ("code", "name_fr", "group", "sold_by")
    listed = Sheet(
        names, tuple(dict(zip(names, (f"c{n}", f"Nom{n}", "canned", "piece"), strict=True)) for n in range(many))
    )
    plan = stand.ask(product_list.judge, listed, on=stand.today)
    stand.do(product_list.write, plan)
    assert found(stand, "nom7") == []
    parts = 0
    while plan.wordless:
        with stand.shop.writing.begin() as session:
            write_words(session, plan)
        parts += 1
    assert parts == 2
    assert found(stand, f"nom{many - 1}") == [f"c{many - 1}"]


def test_words_lost_in_a_power_cut_come_back_with_the_list(stand: Stand):
    listed = sheet("code name_fr group sold_by", ["rice", "Riz", "canned", "piece"])
    bring_in(stand, product_list, listed)
    from sqlalchemy import text

    with stand.shop.writing.begin() as session:
        session.execute(text("DELETE FROM product_words"))
    assert bring_in(stand, product_list, listed).updated == 1
    assert found(stand, "riz") == ["rice"]


def test_office_programs_may_keep_codes_as_numbers_and_dates_as_dates(tmp_path: Path):
    file = xlsx(
        tmp_path / "goods.xlsx",
        [
            ["GTIN", " name_fr ", "group", "sold_by", "price_cents", "seen"],
            [5410188031072, "=Gaspacho", "soups", "piece", 125, dt.date(2026, 11, 24)],
            ["", "", "", "", "", ""],
            [54491472.0, "Cola", "beverages", "piece", 12.5, True],
        ],
    )
    listed = product_list.read(file)
    assert listed.unknown == ("seen",)
    assert listed.numbers == (1, 3)
    assert [row["gtin"] for row in listed.rows] == ["5410188031072", "54491472"]
    assert [row["price_cents"] for row in listed.rows] == ["125", "12.5"]


def test_rows_keep_their_own_numbers_and_torn_ones_are_told(stand: Stand, tmp_path: Path):
    file = tmp_path / "goods.csv"
    file.write_text(
        '\ufeffcode;name_fr;group;sold_by\r\n\r\n"a";"Riz; rond";canned;piece\r\nb;Riz\r\nc;Riz;canned;piece;more\r\n'
        "d;Riz;canned;piece;\r\n",
        "utf-8",
        newline="",
    )
    listed = product_list.read(file)
    plan = stand.ask(product_list.judge, listed, on=stand.today)
    assert [wanted.values["name_fr"] for wanted in plan.new] == ["Riz; rond", "Riz"]
    assert sorted({error.row for error in plan.imported.errors}) == [3, 4]


def test_a_volunteer_changes_no_products(stand: Stand):
    from kruidenier.shop.office.staff import NotAllowed

    plan = stand.ask(product_list.judge, sheet("code name_fr group sold_by"), on=stand.today)
    with pytest.raises(NotAllowed):
        replace(stand, at=stand.as_("volunteer").at).do(product_list.write, plan)
