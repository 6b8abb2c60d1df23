"""A count on paper."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest

from kruidenier import i18n
from kruidenier.documents import count_sheet
from kruidenier.documents.count_sheet import ROWS, CountPaper
from kruidenier.shop.goods.count_lists import CountSheet, ToCount
from kruidenier.shop.goods.counting import CountFacts
from tests.kit import NOW, TODAY


def line(number: int, name: str = "Riz", **said: Any) -> ToCount:
    of_line = {
        "place": "shop",
        "code": "rice",
        "name": name,
        "group": "canned",
        "lots": (f"L1-{number:06}",),
        "by_weight": False,
        "date_mark": "best_before",
        "date": dt.date(2027, 6, 30),
        "keeps_until": None,
        "asked": False,
        "book_count": 7,
        "book_grams": 3500,
        "found": (),
        "differs": False,
    }
    return ToCount(**{**of_line, **said})


def paper(*lines: ToCount, **said: Any) -> CountPaper:
    of_count = {
        "number": "1-000007",
        "state": "open",
        "place": "shop",
        "group": None,
        "blind": False,
        "twice": False,
        "date": TODAY,
        "started_at": NOW,
        "started_by": "els",
        "accepted_at": None,
        "accepted_by": None,
        "entries": 0,
        "people": (),
    }
    sheet = CountSheet(CountFacts(**{**of_count, **said}), lines)
    return CountPaper("Kruidenier", sheet, {"shop": "Winkel", "cool": "Koelcel"}, {"canned": "Conserven"})


def pages(*lines: ToCount, **said: Any) -> list[str]:
    pdf = count_sheet.draw(paper(*lines, **said))
    return [sheet.extract_text() for sheet in pypdf.PdfReader(BytesIO(pdf)).pages]


def test_goods_stand_under_their_place_with_lot_date_and_what_the_books_say():
    (words,) = pages(
        line(1), line(2, "Pommes", place="cool", by_weight=True, book_grams=1250, date=None), group="canned"
    )
    order = ["1-000007", "Winkel, Conserven", "Riz", "L1-000001", "30/06/2027", "Koelcel", "Pommes", "1.250 kg"]
    found = [words.index(part) for part in order]
    assert found == sorted(found)


def test_a_blind_sheet_has_no_figure_of_the_books():
    (words,) = pages(line(1, book_count=None, book_grams=None), blind=True)
    assert "by the books" not in words
    assert "by the books" in pages(line(1))[0]


def test_there_is_room_for_what_stands_on_no_line():
    (words,) = pages(place=None)
    assert "what the till asked to count" in words
    assert "on no line above" in words


def test_a_long_count_goes_on_over_the_page_with_the_same_head():
    several = pages(*(line(n) for n in range(1, ROWS + 3)))
    assert len(several) == 2
    assert all("1-000007" in words and f"{n} / 2" in words for n, words in enumerate(several, start=1))


@pytest.mark.parametrize("name", ["<para>&amp;[b]", "=1+1", "أرز بسمتي", "Très long " * 20, "w" * 200, ""])
def test_any_name_is_just_a_name(name: str):
    (words,) = pages(line(1, name))
    assert "L1-000001" in words


def test_the_sheet_is_kept_in_the_language_of_the_reader(tmp_path: Path):
    place = count_sheet.write(paper(line(1)), tmp_path / "sheet.pdf", lang="nl")
    with i18n.speaking("nl"):
        assert i18n._("Counted by:") in pypdf.PdfReader(place).pages[0].extract_text()
