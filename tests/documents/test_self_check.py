"""The self-check sheet on paper."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pypdf
import pytest

from kruidenier.documents import self_check
from kruidenier.documents.self_check import ROWS, SelfCheckPaper
from kruidenier.shop.figures.day_lists import DayList, Done, Task

TODAY = dt.date(2026, 11, 24)
DONE = Done(dt.datetime(2026, 11, 24, 7, 12, tzinfo=dt.UTC), "els", "Els Peeters")


def pull(number: int, name: str = "Yaourt", *, done: Done | None = None) -> Task:
    return Task("pull", f"L1-{number:06}", True, done, name=name, place="Koeltoog", count=number)


def cold(name: str = "Diepvries", *, done: Done | None = None, **read: Any) -> Task:
    return Task("temperature", "ice", False, done, name=name, **read)


def paper(*opening: Task, closing: tuple[Task, ...] = ()) -> SelfCheckPaper:
    lists = (DayList("opening", TODAY, opening, None), DayList("closing", TODAY, closing, None))
    return SelfCheckPaper("Sociale Kruidenier", ZoneInfo("Europe/Brussels"), *lists)


def pages(sheet: SelfCheckPaper) -> list[str]:
    pdf = self_check.draw(sheet)
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(pdf)).pages]


def test_what_was_done_says_when_and_by_whom():
    (words,) = pages(paper(pull(3, done=DONE), closing=(Task("backup", "", True, DONE),)))
    assert "Self-check of 24/11/2026 · Sociale Kruidenier" in words
    assert "Off the shelf: 3 × Yaourt Koeltoog 08:12 Els Peeters" in words
    assert words.index("Before the first sale") < words.index("Yaourt") < words.index("After the last sale")
    assert words.endswith("Make a backup 08:12 Els Peeters Remarks: Seen by:")


def test_what_is_not_done_leaves_room_for_a_name():
    (words,) = pages(paper(pull(3), closing=(Task("cash", "1", False, None, name="1"),)))
    assert "Yaourt Koeltoog After the last sale Close the drawer of till 1 Remarks:" in words


def test_a_temperature_stands_there_with_what_was_done_about_it():
    (words,) = pages(paper(cold(done=DONE, tenths=-152, note="La porte était ouverte"), cold("Koelcel")))
    assert "Diepvries: -15.2 °C 08:12 Els Peeters Done about it: La porte était ouverte" in words
    assert "Koelcel: how cold is it?" in words


@pytest.mark.parametrize(
    "name", ["Dark Choc W / Ceylan Cinamon", "Lait demi-écrémé stérilisé UHT enrichi en vitamine D"]
)
def test_a_long_name_is_whole(name: str):
    (words,) = pages(paper(pull(3, name=name, done=DONE)))
    assert f"Off the shelf: 3 × {name} Koeltoog" in words


def test_a_long_list_goes_on_over_pages_and_loses_nothing():
    sheets = pages(paper(*(pull(number) for number in range(1, 2 * ROWS + 1))))
    assert len(sheets) == 3
    assert "3 / 3" in sheets[2]
    assert all(f"{number} × Yaourt" in " ".join(sheets) for number in range(1, 2 * ROWS + 1))
    assert all("Seen by:" in sheet for sheet in sheets)


@pytest.mark.parametrize("name", ["<para>", "[b]x[/b]", "=cmd", "x" * 200, "حليب كامل الدسم", "a\nb\tc"])
def test_names_of_any_kind_take_one_line(name: str):
    (words,) = pages(paper(pull(1, name, done=Done(DONE.at, "x", name)), cold(name, done=DONE, tenths=40, note=name)))
    assert "08:12" in words
    assert "Remarks: Seen by:" in words


def test_the_sheet_speaks_the_language_of_its_reader(tmp_path: Path):
    file = self_check.write(paper(pull(1)), tmp_path / "2026" / "sheet.pdf", lang="nl")
    (page,) = pypdf.PdfReader(file).pages
    assert "Zelfcontrole van 24/11/2026" in page.extract_text()
    assert "Van het rek" in page.extract_text()
