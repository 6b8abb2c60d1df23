"""The allergens of unpacked goods on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from kruidenier.documents import allergen_sheet
from kruidenier.documents.allergen_sheet import DOT, ROWS, AllergenPaper
from kruidenier.shop.figures.unpacked import Unpacked
from kruidenier.shop.goods.product_facts import ALLERGENS
from tests.documents.papers import box

BREAD = {"nl": "Brood", "fr": "Pain"}


def goods(
    code: str = "526", names: Mapping[str, str] = BREAD, *, allergens: tuple[str, ...] | None = ("gluten",)
) -> Unpacked:
    return Unpacked(code, names, "bread", allergens)


def drawn(*some: Unpacked) -> bytes:
    return allergen_sheet.draw(AllergenPaper("Sociale Kruidenier", dt.date(2026, 11, 24), some))


def pages(*some: Unpacked) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(drawn(*some))).pages]


def test_both_languages_stand_on_one_sheet():
    (words,) = pages(goods())
    for part in (
        "Allergenen in onverpakte voeding / Allergènes dans les aliments non emballés",
        "Brood",
        "Pain",
        "schaaldieren",
        "crustacés",
        "24/11/2026",
    ):
        assert part in words


def dots(pdf: bytes) -> list[float]:
    """Tell how far to the right dots stand, those of the rows."""
    found: list[float] = []

    def visit(text: str, _cm: object, tm: list[float], _font: object, size: float) -> None:
        if text.strip() == DOT:
            found.append(tm[4])

    pypdf.PdfReader(BytesIO(pdf)).pages[0].extract_text(visitor_text=visit)
    return found


def test_each_of_the_14_has_its_column():
    assert len(ALLERGENS) == 14
    lefts = dots(drawn(goods(allergens=tuple(ALLERGENS))))
    assert len(lefts) == 14
    assert lefts == sorted(set(lefts))


def test_a_dot_stands_under_its_allergen():
    pdf = drawn(goods(allergens=("milk",)))
    (left,) = dots(pdf)
    heading = box(pdf, "melk")
    assert heading[0] - 15 < left < heading[2] + 15


def test_not_known_is_not_none():
    words = pages(goods("1", allergens=None))[0]
    assert "Niet bekend: vraag het ons eerst. / Pas connu : demandez-nous d’abord." in words
    (words,) = pages(goods("1", allergens=()))
    assert "Niet bekend" not in words
    assert dots(drawn(goods("1", allergens=()))) == []


def test_a_name_in_one_language_stands_there_once():
    (words,) = pages(goods(names={"fr": "Gaspacho"}))
    assert words.count("Gaspacho") == 1


def test_many_goods_go_on_over_pages():
    sheets = pages(*(goods(names={"nl": f"Koek-{number:03}."}, code=str(number)) for number in range(ROWS + 1)))
    assert len(sheets) == 2
    assert all(f"Koek-{number:03}." in " ".join(sheets) for number in range(ROWS + 1))
    assert all("gluten" in sheet and "dit zit erin" in sheet for sheet in sheets)


@pytest.mark.parametrize("name", ["<para>", "[b]x[/b]", "=cmd", "x" * 200, "حليب كامل الدسم", "a\nb\tc"])
def test_names_of_any_kind_take_one_line(name: str):
    (words,) = pages(goods(names={"nl": name, "fr": f"{name} 2"}))
    assert "1 / 1" in words


def test_a_shop_without_unpacked_goods_has_an_empty_sheet(tmp_path: Path):
    file = allergen_sheet.write(AllergenPaper("Shop", dt.date(2026, 11, 24), ()), tmp_path / "sheet.pdf")
    assert len(pypdf.PdfReader(file).pages) == 1
