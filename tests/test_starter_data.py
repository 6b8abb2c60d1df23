"""The catalogue that comes with the program."""

from __future__ import annotations

import csv
import json
import unicodedata
from pathlib import Path

import pytest

from kruidenier.shop.goods.barcodes import Gtin, OwnCode, read

DATA = Path(__file__).parents[1] / "data"
SHELF_LIFE_GROUPS = {"1", "2", "3", "4"}
VAT_RATES = {"0", "6", "12", "21"}


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def products():
    return rows("products.csv")


@pytest.fixture(scope="module")
def own_products():
    return rows("own_products.csv")


@pytest.fixture(scope="module")
def groups():
    return {row["code"]: row for row in rows("groups.csv")}


def test_the_real_catalogue_is_there_whole(products):
    assert len(products) == 4600


def test_every_barcode_is_read_as_an_article_and_never_as_a_number_of_one_shop(products):
    strange = [row["gtin"] for row in products if not isinstance(read(row["gtin"]), Gtin)]
    assert strange == []


def test_no_barcode_is_there_twice(products):
    articles = {row["gtin"].zfill(14) for row in products}
    assert len(articles) == len(products)


def test_own_codes_are_three_digits_and_unique(own_products):
    codes = [row["code"] for row in own_products]
    assert len(set(codes)) == len(codes)
    assert all(read(code) == OwnCode(code) and len(code) == 3 and code.isdigit() for code in codes)


def test_own_products_have_a_name_in_every_language(own_products):
    assert [row["code"] for row in own_products if not (row["name_nl"] and row["name_fr"] and row["name_en"])] == []


def test_own_codes_tell_the_kind_of_goods_by_their_first_digit(own_products):
    kinds: dict[str, set[str]] = {}
    for row in own_products:
        kinds.setdefault(row["code"][0], set()).add(row["group"])
    assert kinds == {
        "1": {"fruit"},
        "2": {"vegetables"},
        "3": {"potatoes", "vegetables", "bread", "eggs"},
        "5": {"hygiene"},
        "6": {"household"},
    }


def test_every_product_has_a_name(products):
    assert [row["gtin"] for row in products if not (row["name_nl"] or row["name_fr"])] == []


@pytest.mark.parametrize("file", ["products.csv", "own_products.csv", "groups.csv", "cards_to_show.csv"])
def test_names_are_clean(file):
    for row in rows(file):
        for text in row.values():
            assert text == " ".join(text.split())
            assert text == unicodedata.normalize("NFC", text)
            assert text.isprintable()
            assert "&amp;" not in text
            assert "&#" not in text


def test_every_product_is_complete_and_of_a_known_group(products, own_products, groups):
    for row in [*products, *own_products]:
        assert row["group"] in groups
        assert row["sold_by"] in {"piece", "weight"}
        assert row["vat_rate"] in VAT_RATES | {""}
        assert row["shelf_life_group"] in SHELF_LIFE_GROUPS | {""}
        assert row["unit"] in ({"g", "ml", "pcs"} if row["quantity"] else {""})
        assert row["quantity"] == "" or int(row["quantity"]) >= 1


def test_no_product_keeps_longer_than_its_group(products, groups):
    own = [row for row in products if row["shelf_life_group"]]
    assert own
    assert all(row["shelf_life_group"] > groups[row["group"]]["shelf_life_group"] for row in own)


def test_the_real_catalogue_has_no_invented_prices(products):
    assert not any(row["price_cents"] or row["reference_price_cents"] for row in products)


def test_groups_are_named_in_every_language(groups):
    for group in groups.values():
        assert group["name_nl"]
        assert group["name_fr"]
        assert group["name_en"]
        assert group["shelf_life_group"] in SHELF_LIFE_GROUPS
        assert group["vat_rate"] in VAT_RATES


def test_what_spoils_soonest_is_never_given_grace(groups):
    for code in ("meat", "fish", "eggs", "yogurt-dessert", "charcuterie", "baby"):
        assert groups[code]["shelf_life_group"] == "4"


def test_every_group_has_one_price_by_the_piece_and_one_by_weight(groups):
    prices = rows("group_prices.csv")
    assert sorted((row["group"], row["sold_by"]) for row in prices) == sorted(
        (group, sold_by) for group in groups for sold_by in ("piece", "weight")
    )


def test_our_own_prices_can_be_paid_in_coins(own_products):
    prices = [int(row["price_cents"]) for row in [*rows("group_prices.csv"), *own_products] if row["price_cents"]]
    assert all(0 < cents <= 1000 and cents % 5 == 0 for cents in prices)


@pytest.mark.parametrize(
    "file", ["products.csv", "own_products.csv", "groups.csv", "group_prices.csv", "cards_to_show.csv"]
)
def test_each_file_is_plain_and_its_licence_is_told(file):
    raw = (DATA / file).read_bytes()
    assert b"\r" not in raw
    assert not raw.startswith(b"\xef\xbb\xbf")
    row = next(line for line in (DATA / "LICENCE.md").read_text("utf-8").splitlines() if f"| `{file}` |" in line)
    assert f"{raw.count(10) - 1:,}" in row
    assert "1.0" in row


def test_the_contributors_are_named_where_the_catalogue_is_shipped():
    notice = "Product data © Open Food Facts contributors, Open Database Licence 1.0."
    assert notice in (DATA / "LICENCE.md").read_text("utf-8")


def test_the_program_carries_the_whole_text_of_its_licence():
    text = (DATA.parent / "LICENSE").read_text("utf-8")
    assert text.split("\n")[0].strip() == "EUROPEAN UNION PUBLIC LICENCE v. 1.2"
    headings = [line.split(".")[0] for line in text.splitlines() if line[:1].isdigit()]
    assert headings == [str(article) for article in range(1, 16)]
    assert "Reciprocity (LiLiQ-R+)" in text[text.index("\nAppendix\n") :]


def test_the_scheme_of_the_label_adds_up(groups):
    (scheme,) = json.loads((DATA / "label_schemes.json").read_text("utf-8"))
    rules = scheme["rules"]
    assert {name: one["points"] for name, one in rules["criteria"].items()} == {
        "regularity": 30,
        "volume": 10,
        "freshness": 15,
        "remaining_life": 15,
        "usability": 20,
        "documentation": 10,
    }
    assert [level["percent"] for level in rules["levels"]] == [30, 50, 70]
    assert all(set(level["names"]) == {"nl", "fr", "en"} for level in rules["levels"])
    assert set(rules["criteria"]["freshness"]["groups"]) <= set(groups)
