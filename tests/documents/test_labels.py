"""Labels and the counter sheet on paper: every code on them is read back from the picture."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
import zxingcpp

from kruidenier.documents import counter_sheet, label_sheet, lot_labels, shelf_labels
from kruidenier.documents.counter_sheet import CounterPaper
from kruidenier.documents.label_sheet import SHEETS, NotOnSheet
from kruidenier.documents.roll import MM
from kruidenier.shop.figures.lot_labels import LotLabel
from kruidenier.shop.figures.lot_sheet import LotSheet
from kruidenier.shop.figures.unpacked import Unpacked
from kruidenier.shop.goods import barcodes
from kruidenier.shop.goods.shelf_labels import ShelfLabel
from tests.documents.papers import box

TODAY = dt.date(2026, 11, 24)
MILK = {"nl": "Halfvolle melk", "fr": "Lait demi-écrémé"}
HOSTILE = ["<para>", "[b]x[/b]", "=cmd", "x" * 200, "woord " * 40, "حليب كامل الدسم", "a\nb\tc", 'O\'Neill & "Zn"']


def shelf(code: str = "5410188031072", names: Mapping[str, str] = MILK, **more: Any) -> ShelfLabel:
    facts: dict[str, Any] = {"group": "milk", "by_weight": False, "content": 1000, "unit": "ml", "price_cents": 85}
    return ShelfLabel(code, names, **({"brand": None} | facts | more))


def lot(number: str = "L1-000042", names: Mapping[str, str] = MILK, **more: Any) -> LotLabel:
    facts: dict[str, Any] = dict.fromkeys(LotSheet.__dataclass_fields__)
    facts |= {"lot": number, "kind": "product", "code": "5410188031072", "origin": "donated", "received_on": TODAY}
    facts |= {"date_mark": "use_by", "date": dt.date(2026, 12, 1), "last_day": dt.date(2026, 12, 1), "children": ()}
    return LotLabel(LotSheet(**(facts | more)), names)


def codes(pdf: bytes, page: int = 0) -> list[str]:
    """Read every code on a page as a scanner does, from its picture."""
    picture = pypdfium2.PdfDocument(pdf)[page].render(scale=4).to_pil()
    return sorted(code.text for code in zxingcpp.read_barcodes(picture))


def words(pdf: bytes, page: int = 0) -> str:
    return " ".join(pypdf.PdfReader(BytesIO(pdf)).pages[page].extract_text().split())


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_label_of_a_full_sheet_is_read_back(sheet: str):
    most = SHEETS[sheet].labels
    numbers = [f"L1-{n:06}" for n in range(most)]
    assert codes(lot_labels.draw([lot(number) for number in numbers], sheet=sheet)) == numbers
    articles = [
        shelf(f"{body}{barcodes.gtin_check_digit(body)}") for body in map(str, range(541018803000, 541018803000 + most))
    ]
    assert codes(shelf_labels.draw(articles, sheet=sheet)) == [label.code for label in articles]


@pytest.mark.parametrize(
    "code", ["5410188031072", "96385074", "036000291452", "15410188031079", "101", "vegetables", "a-b-c"]
)
def test_the_till_understands_the_bars_of_any_code(code: str):
    (read,) = codes(shelf_labels.draw([shelf(code)], sheet="3x8"))
    assert barcodes.read(read) == barcodes.read(code)


@pytest.mark.parametrize("code", ["x" * 40, "crème"])
def test_a_code_that_no_bars_can_hold_stands_there_in_letters(code: str):
    pdf = shelf_labels.draw([shelf(code)], sheet="3x8")
    assert codes(pdf) == []
    assert code[:8] in words(pdf)


def test_a_shelf_label_says_what_it_is_and_costs_in_both_languages():
    said = words(shelf_labels.draw([shelf(content=500, unit="g", brand="Inza")], sheet="3x8"))
    for part in ("Halfvolle melk", "Lait demi-écrémé", "Inza", "€ 0,85", "500 g · € 1,70 / kg", "5410188031072"):
        assert part in said
    assert "€ 0,85 / l" in words(shelf_labels.draw([shelf()], sheet="3x8"))


def test_the_price_of_goods_by_weight_is_that_of_a_kilo():
    said = words(shelf_labels.draw([shelf("101", by_weight=True, content=None)], sheet="3x8"))
    assert "€ 0,85" in said
    assert said.endswith("/ kg")


@pytest.mark.parametrize(("more", "told"), [({"unit": "pcs", "content": 6}, ""), ({"content": None, "unit": None}, "")])
def test_without_a_content_there_is_no_price_of_a_kilo(more: dict[str, Any], told: str):
    assert "/ kg" not in words(shelf_labels.draw([shelf(**more)], sheet="3x8")) + told


def test_free_goods_say_so_in_both_languages():
    said = words(shelf_labels.draw([shelf(price_cents=0)], sheet="3x8"))
    assert "gratis / gratuit" in said
    assert "€" not in said


def test_letters_are_large_enough_for_a_metre():
    pdf = shelf_labels.draw([shelf()], sheet="3x8")
    _left, bottom, _right, top = box(pdf, "Halfvolle")
    assert top - bottom > 3 * MM
    _left, bottom, _right, top = box(pdf, "0,85")
    assert top - bottom > 5 * MM


def test_a_lot_label_says_until_when_and_where_it_is_from():
    said = words(lot_labels.draw([lot()], sheet="3x8"))
    for part in (
        "Laatste dag",
        "Dernier jour",
        "01/12/2026",
        "TGT / DLC",
        "geschonken / donné 24/11/2026",
        "L1-000042",
    ):
        assert part in said


def test_frozen_and_repacked_goods_say_so_in_both_languages():
    frozen = lot(treatment="frozen", treated_on=TODAY, keeps_until=dt.date(2027, 1, 24), last_day=dt.date(2027, 1, 24))
    said = words(lot_labels.draw([frozen], sheet="2x7"))
    assert "ingevroren / congelé 24/11/2026" in said
    assert "24/01/2027" in said
    assert "TGT" not in said
    repacked = lot(treatment="repacked", treated_on=TODAY)
    assert "herverpakt / réemballé 24/11/2026" in words(lot_labels.draw([repacked], sheet="3x8"))


def test_a_lot_without_a_date_says_so():
    crates = lot(names={"nl": "Groenten", "fr": "Légumes"}, code=None, date_mark="none", date=None, last_day=None)
    said = words(lot_labels.draw([crates], sheet="3x8"))
    assert "geen datum / sans date" in said
    assert "Laatste dag" not in said


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("sheet", ["3x8", "2x7"])
def test_names_of_any_kind_stay_on_their_label_and_off_the_bars(name: str, sheet: str):
    names = {"nl": name, "fr": f"{name} 2"}
    number = "L1-000042"
    pdf = lot_labels.draw([lot(number, names)] * SHEETS[sheet].labels, sheet=sheet)
    assert codes(pdf) == [number] * SHEETS[sheet].labels
    goods = [shelf("101", names)] * SHEETS[sheet].labels
    assert codes(shelf_labels.draw(goods, sheet=sheet)) == ["101"] * SHEETS[sheet].labels


def test_a_name_in_one_language_stands_there_once():
    assert words(shelf_labels.draw([shelf(names={"fr": "Gaspacho"})], sheet="3x8")).count("Gaspacho") == 1
    assert words(shelf_labels.draw([shelf("101", names={})], sheet="3x8")).count("101") == 2


def test_a_sheet_that_was_begun_is_used_on():
    """Lesson 59: many labels in one paper, from the first place that is still free."""
    pdf = lot_labels.draw([lot()] * 3, sheet="2x7", first=14)
    assert [len(codes(pdf, page)) for page in range(2)] == [1, 2]
    left, bottom, *_ = box(pdf, "L1-000042")
    assert left > 105 * MM
    assert bottom < 40 * MM


@pytest.mark.parametrize("first", [0, 25])
def test_a_place_that_the_sheet_does_not_have_is_refused(first: int):
    with pytest.raises(NotOnSheet):
        lot_labels.draw([lot()], sheet="3x8", first=first)


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_labels_lie_within_the_page_and_not_over_each_other(sheet: label_sheet.Sheet):
    assert sheet.left * 2 + (sheet.columns - 1) * sheet.across + sheet.width == pytest.approx(210)
    assert sheet.top * 2 + sheet.rows * sheet.height == pytest.approx(297)
    assert sheet.across >= sheet.width


def loose(code: str, group: str, names: Mapping[str, str]) -> Unpacked:
    return Unpacked(code, names, group, None)


def paper(*goods: Unpacked) -> CounterPaper:
    groups = {"fruit": {"nl": "Fruit", "fr": "Fruits"}, "bread": {"nl": "Brood", "fr": "Pain"}}
    return CounterPaper("Sociale Kruidenier", TODAY, goods, groups)


def test_the_counter_sheet_has_bars_for_all_goods_by_group():
    goods = [loose(str(300 + n), "bread", {"nl": f"Brood-{n:02}.", "fr": f"Pain-{n:02}."}) for n in range(20)]
    goods += [loose(str(100 + n), "fruit", {"nl": f"Fruit-{n:02}.", "fr": f"Fruits-{n:02}."}) for n in range(20)]
    pdf = counter_sheet.draw(paper(*goods))
    pages = len(pypdf.PdfReader(BytesIO(pdf)).pages)
    said = " ".join(words(pdf, page) for page in range(pages))
    read = Counter(code for page in range(pages) for code in codes(pdf, page))
    assert read == Counter(one.code for one in goods)
    assert said.count("Brood / Pain") == 1
    assert said.count("Fruit / Fruits") == 1
    assert all(name in said for one in goods for name in one.names.values())
    assert "Goederen zonder streepjescode / Produits sans code-barres" in words(pdf, pages - 1)


def test_names_on_the_counter_sheet_are_large():
    pdf = counter_sheet.draw(paper(loose("101", "fruit", {"nl": "Appels", "fr": "Pommes"})))
    _left, bottom, _right, top = box(pdf, "Appels")
    assert top - bottom > 4 * MM


@pytest.mark.parametrize("name", HOSTILE)
def test_names_of_any_kind_fit_the_counter_sheet(name: str):
    goods = [loose(str(100 + n), "odd", {"nl": name, "fr": f"{name} 2"}) for n in range(6)]
    assert codes(counter_sheet.draw(paper(*goods))) == [one.code for one in goods]


def test_all_papers_are_kept_in_files(tmp_path: Path):
    for file in (
        shelf_labels.write([shelf()], tmp_path / "shelf.pdf", sheet="3x8"),
        lot_labels.write([lot()], tmp_path / "lot.pdf", sheet="2x7", first=3),
        counter_sheet.write(paper(), tmp_path / "counter.pdf"),
    ):
        assert len(pypdf.PdfReader(file).pages) == 1
