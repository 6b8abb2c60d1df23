"""The receipt as a PDF."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kruidenier.documents import receipt
from kruidenier.i18n import speaking
from kruidenier.shop.till.values import Paid, ShopHeading
from tests.documents.papers import HEADING, MILK, TAXABLE, box, goods, read, sale

IN_ANOTHER_PROCESS = """
import sys
from kruidenier.documents import receipt
from tests.documents.papers import HEADING, MILK, goods, sale
sys.stdout.buffer.write(receipt.draw(sale(goods(MILK), goods({"ar": "حليب (1 ل)"})), HEADING))
"""


def english(*lines, heading=HEADING, **more) -> list[str]:
    """The lines of an English receipt."""
    return read(receipt.draw(sale(*lines, **{"lang": "en", **more}), heading))


def test_the_receipt_says_shop_number_moment_till_goods_and_total() -> None:
    assert english(goods("Brood", 60), goods(MILK, 50, 3), goods("Appelen", 100, grams=1250)) == [
        "Sociale Kruidenier Jette",
        "Wereldstraat 12, 1090 Jette",
        "BE 0123.456.789",
        "Receipt 1-000412",
        "24/11/2026 at 10:12, till 1",
        "Brood 0.60",
        "Halfvolle melk 1 l 1.50",
        "3 × 0.50",
        "Appelen 1.25",
        "1.250 kg × 1.00 per kg",
        "Total €3.35",
        "Cash 3.35",
        "Thank you, and see you soon.",
    ]


def test_rounding_stands_between_both_totals() -> None:
    lines = english(goods("Brood", 1237), rounding_cents=-2)
    start = lines.index("Total €12.37")
    assert lines[start : start + 4] == ["Total €12.37", "Rounding of cash -0.02", "To pay €12.35", "Cash 12.35"]


def test_every_way_of_paying_is_shown_with_what_was_handed_over() -> None:
    paid = (Paid("voucher", 500, None), Paid("cash", 735, 1000), Paid("card", 100, None))
    lines = english(goods("Brood", 1335), payments=paid, change_cents=265)
    start = lines.index("Voucher 5.00")
    assert lines[start:-1] == ["Voucher 5.00", "Cash 7.35", "Handed over 10.00", "Change 2.65", "Bank card 1.00"]


def test_free_goods_are_free_whatever_their_origin() -> None:
    lines = english(goods("Pasta", 0, 2), goods("Rijst", 0))
    assert "Pasta free" in lines
    assert "Rijst free" in lines
    assert "Total €0.00" in lines
    assert not any("Cash" in line or "EU" in line for line in lines)


def test_goods_past_best_before_are_marked_and_explained_once() -> None:
    old = ("best_before_passed",)
    text = " ".join(english(goods("Koekjes", notices=old), goods("Soep", notices=old), goods("Brood")))
    assert "* Koekjes 0.50 * Soep 0.50 Brood" in text
    assert text.count("best-before date has passed") == 1


def test_nothing_is_explained_without_need() -> None:
    assert "best-before" not in " ".join(english(goods("Brood")))


def test_a_refund_names_the_receipt_it_answers() -> None:
    lines = english(
        goods(MILK, 50, -2),
        goods("Appelen", 99, grams=-130, total_cents=-13),
        kind="refund", number="1-000413", of="1-000412", rounding_cents=-2,
    )  # fmt: skip
    assert "Refund 1-000413" in lines
    assert "Goods given back from receipt 1-000412." in lines
    assert lines[-9:-1] == [
        "Halfvolle melk 1 l -1.00",
        "-2 × 0.50",
        "Appelen -0.13",
        "-0.130 kg × 0.99 per kg",
        "Total -€1.13",
        "Rounding of cash -0.02",
        "Given back -€1.15",
        "Cash -1.15",
    ]


def test_a_void_names_the_receipt_it_cancels() -> None:
    lines = english(goods("Brood", 60, -1), kind="void", number="1-000413", of="1-000412")
    assert "Cancellation 1-000413" in lines
    assert "This cancels receipt 1-000412." in lines
    assert "Brood -0.60" in lines


def test_vat_is_told_per_rate_on_the_sum_of_its_lines() -> None:
    lines = english(
        goods("Brood", 8), goods("Melk", 9), goods("Zeep", 121, vat_rate=21), goods("Pasta", 0, vat_rate=12),
        heading=TAXABLE,
    )  # fmt: skip
    # 6 % inside 0.17 is 0.0096: a cent, though each line alone (0.0045, 0.0051) would give nought and one
    assert [line for line in lines if "VAT" in line] == [
        "VAT 6 % included in 0.17 0.01",
        "VAT 21 % included in 1.21 0.21",
    ]


@pytest.mark.parametrize(("cents", "tax"), [(-121, "-0.21"), (3, "0.01"), (2, "0.00"), (-3, "-0.01")])
def test_vat_is_rounded_halves_up_away_from_nought(cents: int, tax: str) -> None:
    (line,) = [line for line in english(goods("Zeep", cents, vat_rate=21), heading=TAXABLE) if "VAT" in line]
    assert line.endswith(f" {tax}")


@pytest.mark.parametrize("regime", ["exempt", "small"])
def test_a_shop_without_vat_says_nothing_of_it(regime: str) -> None:
    assert "VAT" not in " ".join(english(goods("Brood"), heading=ShopHeading("Kruidenier", vat_regime=regime)))


@pytest.mark.parametrize(
    ("lang", "name", "total"),
    [
        ("nl", "Halfvolle melk 1 l", "€ 0,50"),
        ("fr", "Lait demi-écrémé 1 l", "0,50 €"),
        ("en", "Halfvolle melk 1 l", "€0.50"),
    ],
)
def test_the_receipt_speaks_the_households_language(lang: str, name: str, total: str) -> None:
    lines = read(receipt.draw(sale(goods(MILK), lang=lang), HEADING))
    assert f"{name} {'0.50' if lang == 'en' else '0,50'}" in lines
    assert any(line.endswith(total) for line in lines)


@pytest.mark.parametrize(("house", "total"), [("fr", "1,00 €"), ("nl", "€ 1,00")])
def test_a_household_whose_language_no_paper_speaks_gets_the_shops_with_its_own_names(house: str, total: str) -> None:
    pdf = receipt.draw(sale(goods({"ar": "حليب 1 ل", **MILK}), goods(MILK), lang="ar"), HEADING, house=house)
    lines = read(pdf)
    assert any("حليب 1 ل" in line for line in lines)
    assert any(MILK[house] in line for line in lines)
    assert any(line.endswith(total) for line in lines)


def test_the_language_spoken_around_it_does_not_matter() -> None:
    with speaking("fr"):
        inside = receipt.draw(sale(goods(MILK)), HEADING)
    assert inside == receipt.draw(sale(goods(MILK)), HEADING)


def test_a_name_is_never_blank() -> None:
    lines = english(goods({"nl": " \u202e ", "de": "Brot"}), goods({}, code="9001"), goods({"nl": ""}, code="9002"))
    assert [line for line in lines if line.endswith(" 0.50")] == ["Brot 0.50", "9001 0.50", "9002 0.50"]


@pytest.mark.parametrize(
    "name", ["<para>&amp;</b>", "[b]vet[/b]", "=cmd|' /C calc'!A0", 'O\'Neill "soep"', "{number}", "Œufs & cœurs € 5 ë"]
)
def test_a_name_is_just_a_name(name: str) -> None:
    assert f"{name} 0.50" in english(goods(name))


def test_letters_of_both_languages_have_a_shape() -> None:
    reader = pypdf.PdfReader(BytesIO(receipt.draw(sale(goods("ĳs œuf Ĳ É ë € ŀ")), HEADING)))
    assert "ĳs œuf Ĳ É ë € ŀ" in reader.pages[0].extract_text()


@pytest.mark.parametrize("name", ["x" * 200, "Yaourt nature crémeux " * 10, "زيت زيتون بكر ممتاز " * 10])
def test_a_name_of_200_letters_keeps_away_from_the_amount(name: str) -> None:
    pdf = receipt.draw(sale(goods(name, 123456)), HEADING)
    left = box(pdf, "1234,56")[0]
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    name_boxes = [
        page.get_charbox(n) for n in range(page.count_chars()) if page.get_text_range(n, 1) in {*name, "…"} - {" "}
    ]
    amounts_top, amounts_bottom = box(pdf, "1234,56")[3], box(pdf, "1234,56")[1]
    beside = [b for b in name_boxes if b[1] < amounts_top and b[3] > amounts_bottom]
    assert beside
    assert max(right for _left, _bottom, right, _top in beside) < left


def test_sixty_lines_all_stand_on_the_paper() -> None:
    pdf = receipt.draw(sale(*(goods(f"Artikel {n}", n) for n in range(1, 61))), HEADING)
    names = [line.rsplit(" ", 1)[0] for line in read(pdf) if line.startswith("Artikel")]
    assert names == [f"Artikel {n}" for n in range(1, 61)]
    _left, bottom, _right, _top = box(pdf, "18,30")
    assert bottom > 0


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_any_name_can_be_printed(name: str) -> None:
    lines = english(goods({"en": name}, 4321))
    assert "Total €43.21" in lines


def test_the_paper_holds_nothing_of_the_household() -> None:
    pdf = receipt.draw(sale(goods("Brood")), HEADING)
    inside = " ".join(read(pdf)) + str(pypdf.PdfReader(BytesIO(pdf)).metadata)
    for secret in ("K123456782", "7,77", "019ab"):
        assert secret not in inside


def test_nothing_but_kind_and_number_is_in_the_metadata() -> None:
    found = pypdf.PdfReader(BytesIO(receipt.draw(sale(goods("Brood"), lang="en"), HEADING))).metadata
    assert found is not None
    told = {key: value for key, value in found.items() if value}
    dates = {key: told.pop(key) for key in ("/CreationDate", "/ModDate")}
    assert told == {"/Title": "Receipt 1-000412", "/Trapped": "/False"}
    assert all(re.match(r"D:20000101", str(date)) for date in dates.values())


def test_a_receipt_is_filed_by_the_year_of_its_business_date(tmp_path: Path) -> None:
    new_year = sale(goods("Brood"), date=sale().date.replace(year=2027))
    assert receipt.write(new_year, HEADING, tmp_path) == tmp_path / "2027" / "1-000412.pdf"


def test_a_lost_receipt_is_remade_to_the_letter(tmp_path: Path) -> None:
    sold = sale(goods(MILK), goods({"ar": "حليب (1 ل)"}))
    first = receipt.write(sold, HEADING, tmp_path).read_bytes()
    (tmp_path / "2026" / "1-000412.pdf").unlink()
    assert receipt.write(sold, HEADING, tmp_path).read_bytes() == first


def test_what_happened_since_does_not_change_the_paper() -> None:
    sold = sale(goods(MILK))
    since = replace(sold, card=None, budget_left_cents=None, later=("1-000500",))
    assert receipt.draw(since, HEADING) == receipt.draw(sold, HEADING)


def test_another_process_draws_the_same_bytes() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IN_ANOTHER_PROCESS], capture_output=True, check=True,
        env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": "7"},
    )  # fmt: skip
    assert done.stdout == receipt.draw(sale(goods(MILK), goods({"ar": "حليب (1 ل)"})), HEADING)
