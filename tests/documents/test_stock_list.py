"""The stock on paper."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest

from kruidenier import i18n
from kruidenier.documents import stock_list
from kruidenier.documents.stock_list import ROWS, StockPaper
from kruidenier.shop.figures.stock_levels import LotLevel

TODAY = dt.date(2026, 11, 24)


def lot(number: int, name: str = "Riz", **said: Any) -> LotLevel:
    of_lot = {
        "lot": f"L1-{number:06}",
        "lot_code": None,
        "code": "rice",
        "name": name,
        "group": "canned",
        "supplier": None,
        "origin": "bought",
        "date_mark": "use_by",
        "date": TODAY,
        "last_day": TODAY,
        "place": "shop",
        "state": "live",
        "count": number,
        "grams": 0,
        "by_weight": False,
    }
    return LotLevel(**{**of_lot, **said})


def pages(*lots: LotLevel) -> list[list[str]]:
    paper = StockPaper("Kruidenier", TODAY, lots, {"shop": "Winkel", "back": "Reserve"})
    pdf = stock_list.draw(paper)
    return [sheet.extract_text().splitlines() for sheet in pypdf.PdfReader(BytesIO(pdf)).pages]


def test_lots_stand_under_their_place_by_name():
    (lines,) = pages(lot(2, "Thé"), lot(1, place="back"), lot(3, "Café", by_weight=True, count=0, grams=1250))
    words = " ".join(lines)
    order = [words.index(part) for part in ("Reserve", "L1-000001", "Winkel", "L1-000003", "1.250 kg", "L1-000002")]
    assert order == sorted(order)
    assert "1 / 1" in words


def test_what_may_not_go_out_says_so_in_words():
    (lines,) = pages(lot(1, last_day=TODAY - dt.timedelta(days=1)), lot(2), lot(3, state="recalled"))
    assert " ".join(lines).count("NOT FOR SALE") == 2


def test_a_long_list_goes_on_over_pages_and_loses_no_lot():
    lots = [lot(number) for number in range(1, 2 * ROWS + 2)]
    sheets = pages(*lots)
    assert len(sheets) == 3
    words = " ".join(line for sheet in sheets for line in sheet)
    assert all(words.count(one.lot) == 1 for one in lots)
    assert "3 / 3" in words


@pytest.mark.parametrize("name", ["<para>", "[b]x[/b]", "=cmd", "x" * 200, "حليب كامل الدسم", "a\nb\tc"])
def test_names_of_any_kind_take_one_line(name: str):
    (lines,) = pages(lot(1, name), lot(2, "Riz"))
    assert "L1-000001" in " ".join(lines)
    assert "L1-000002" in " ".join(lines)


def test_an_empty_shop_has_an_empty_list():
    assert len(pages()) == 1


@pytest.mark.parametrize(("lang", "title"), [("nl", "Voorraad van"), ("fr", "Stock du"), ("en", "Stock of")])
def test_it_is_kept_in_the_language_asked_for(lang: str, title: str, tmp_path: Path):
    place = stock_list.write(StockPaper("K", TODAY, [lot(1)], {}), tmp_path / "stock.pdf", lang=lang)
    assert f"{title} 24/11/2026" in " ".join(pypdf.PdfReader(place).pages[0].extract_text().split())
    assert i18n.language() == "en"
