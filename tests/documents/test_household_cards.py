"""Household cards on paper: the bars are read back, and nothing else stands on them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdf
import pypdfium2
import pytest
import zxingcpp

from kruidenier.documents import household_cards
from kruidenier.documents.household_cards import SHEET
from kruidenier.documents.label_sheet import NotOnSheet
from kruidenier.documents.roll import MM
from kruidenier.shop.goods import barcodes
from tests.documents.papers import box

SHOP = "Kruidenier Jette"
HOSTILE = ["<para>", "[b]x[/b]", "=cmd", "x" * 200, "woord " * 40, "حليب", 'O\'Neill & "Zn"']


def bars(pdf: bytes, page: int = 0) -> list[zxingcpp.Barcode]:
    picture = pypdfium2.PdfDocument(pdf)[page].render(scale=4).to_pil()
    return zxingcpp.read_barcodes(picture)


def test_every_card_of_a_full_sheet_is_read_back_as_its_number():
    numbers = [barcodes.new_card() for _turn in range(SHEET.labels)]
    found = bars(household_cards.draw(numbers, SHOP))
    assert sorted(code.text for code in found) == sorted(numbers)
    assert {code.format for code in found} == {zxingcpp.BarcodeFormat.Code128}


def test_a_card_has_the_number_the_name_of_the_shop_and_no_more():
    pdf = household_cards.draw(["K1234567897"], SHOP)
    reader = pypdf.PdfReader(BytesIO(pdf))
    assert reader.pages[0].extract_text().split() == [*SHOP.split(), "K1234567897"]
    told = {name: value for name, value in (reader.metadata or {}).items() if value}
    assert set(told) <= {"/CreationDate", "/ModDate", "/Trapped"}
    assert reader.xmp_metadata is None


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("card", ["K1234567897", "x" * 20])
def test_a_name_of_any_kind_stays_off_the_bars(name: str, card: str):
    assert [code.text for code in bars(household_cards.draw([card], name))] == [card]


@pytest.mark.parametrize("card", ["x" * 40, "crème"])
def test_a_number_that_no_bars_can_hold_stands_there_in_letters(card: str):
    pdf = household_cards.draw([card], SHOP)
    assert bars(pdf) == []
    assert card[:8] in pypdf.PdfReader(BytesIO(pdf)).pages[0].extract_text()


def test_a_sheet_that_was_begun_is_used_on(tmp_path: Path):
    numbers = ["K1234567897", "K2345678906"]
    pdf = household_cards.write(numbers, SHOP, tmp_path / "cards.pdf", first=SHEET.labels).read_bytes()
    assert [[code.text for code in bars(pdf, page)] for page in range(2)] == [[number] for number in numbers]
    left, bottom, *_ = box(pdf, numbers[0])
    assert left > 105 * MM
    assert bottom < SHEET.height * MM
    with pytest.raises(NotOnSheet):
        household_cards.draw(numbers, SHOP, first=SHEET.labels + 1)


def test_the_cards_lie_in_the_middle_of_the_sheet():
    assert SHEET.left * 2 + SHEET.columns * SHEET.width == pytest.approx(210)
    assert SHEET.top * 2 + SHEET.rows * SHEET.height == pytest.approx(297)
