"""Counting at the console."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest

from tests.cli.conftest import Terminal
from tests.kit import Stand

RICE = "L1-000001"


@pytest.fixture
def number(terminal: Terminal, shelf: Stand) -> str:
    """The number of a count of the shop floor."""
    assert shelf.left(RICE) == (10, 5000)
    return str(terminal.json("count", "start", "--place", "shop")["number"])


def test_a_count_from_start_to_acceptance(terminal: Terminal, shelf: Stand, number: str):
    entered = terminal.json("count", "enter", number, RICE, "--count", 8)
    assert (entered["code"], entered["lots"], entered["count"], entered["grams"]) == ("rice", [RICE], 8, 4000)
    assert terminal.json("count", "enter", number, "apples", "--grams", 9900)["grams"] == 9900
    assert terminal.no("count", "accept", number) == "NotFinished"
    assert terminal.json("count", "finish", number)["state"] == "finished"
    before = terminal.json("count", "show", number)
    assert (before["difference_count"], before["difference_grams"], before["difference_kg"]) == (-2, -1100, -1.1)
    accepted = terminal.json("count", "accept", number)
    assert (accepted["state"], accepted["difference_count"], accepted["not_counted"]) == ("accepted", -2, 1)
    assert [(line["lot"], line["count"], line["booked_count"]) for line in accepted["lines"] if line["count"]] == [
        (RICE, -2, -2)
    ]
    assert terminal.json("count", "show", number) == accepted
    assert terminal.no("count", "accept", number) == "CountClosed"
    assert shelf.left(RICE) == (8, 4000)
    assert terminal.json("check")["ok"]


def test_the_date_in_a_scanned_code_tells_which_goods_were_found(terminal: Terminal, shelf: Stand, number: str):
    entered = terminal.json("count", "enter", number, "01054101880310721727033110K7", "--count", 3)
    assert (entered["lots"], entered["date_mark"], entered["date"]) == ([], "use_by", "2027-03-31")
    terminal.json("count", "finish", number)
    (line,) = terminal.json("count", "accept", number)["lines"]
    assert (line["was_mark"], line["count"], line["booked_count"]) == (None, 3, 3)
    assert shelf.left(line["lot"])[0] == 3


def test_the_sheet_is_listed_and_written_on_paper(terminal: Terminal, number: str, tmp_path: Path):
    lines = terminal.json("count", "sheet", number)["lines"]
    assert {line["code"]: (line["book_count"], line["book_grams"]) for line in lines}["rice"] == (10, 5000)
    assert "Rijst" in terminal.run("--lang", "nl", "count", "sheet", number).stdout
    paper = tmp_path / "sheet.pdf"
    assert str(paper) in terminal.run("count", "sheet", number, "-o", paper).stderr
    assert RICE in pypdf.PdfReader(paper).pages[0].extract_text()


def test_a_blind_count_shows_nothing_before_it_is_finished(terminal: Terminal, shelf: Stand):
    assert shelf.left(RICE)[0] == 10
    number = terminal.json("count", "start", "--group", "canned", "--blind")["number"]
    terminal.json("count", "enter", number, RICE, "--count", 8)
    assert {line["book_count"] for line in terminal.json("count", "sheet", number)["lines"]} == {None}
    assert terminal.json("count", "show", number)["lines"] is None
    assert "blind" in terminal.run("count", "show", number).stdout
    terminal.json("count", "finish", number)
    assert terminal.json("count", "show", number)["difference_count"] == -2


def test_what_the_till_asks_is_listed_counted_and_settled(terminal: Terminal, shelf: Stand):
    shelf.household("H9", adults=99)
    shelf.sell("H9", ("rice", 12))
    assert [task["code"] for task in terminal.json("count", "tasks")["tasks"]] == ["rice"]
    assert "rice" in terminal.run("count", "tasks").stdout
    number = terminal.json("count", "start")["number"]
    (line,) = terminal.json("count", "sheet", number)["lines"]
    assert (line["code"], line["asked"]) == ("rice", True)
    terminal.json("count", "enter", number, "rice", "--count", 0)
    terminal.json("count", "finish", number)
    terminal.json("count", "accept", number)
    assert terminal.json("count", "tasks")["tasks"] == []


def test_counts_are_told_in_words_too(terminal: Terminal, shelf: Stand, number: str):
    assert shelf.left(RICE)[0] == 10
    assert "9 pieces" in terminal.run("count", "enter", number, RICE, "--count", 9).stdout
    said = terminal.run("count", "enter", number, "rice", "--count", 2, "--best-before", "2027-01-31").stdout
    assert "not in the books here" in said
    assert "2 lines counted" in terminal.run("count", "finish", number).stdout
    assert "1 piece" in terminal.run("count", "accept", number).stdout
    assert "accepted" in terminal.run("count", "list").stdout


def test_a_count_is_dropped(terminal: Terminal, number: str):
    assert terminal.json("count", "drop", number)["state"] == "dropped"
    assert [one["state"] for one in terminal.json("count", "list")["counts"]] == ["dropped"]


def test_what_cannot_be_is_said_in_words(terminal: Terminal, number: str):
    assert terminal.no("count", "start", "--place", "moon") == "NoSuchPlace"
    assert terminal.no("count", "start", "--group", "moon") == "NoSuchGroup"
    assert terminal.no("count", "start", "--place", "shop") == "CountRuns"
    assert terminal.no("count", "enter", "9-9", RICE, "--count", 1) == "NoSuchCount"
    assert terminal.no("count", "enter", number, "moon", "--count", 1) == "UnknownCode"
    assert terminal.no("count", "enter", number, RICE) == "SayPieces"
    assert terminal.no("count", "enter", number, RICE, "--count", -1) == "SayPieces"
    assert terminal.no("count", "enter", number, "apples", "--count", 1) == "SayGrams"
    assert terminal.no("count", "finish", number) == "NothingCounted"
    assert terminal.no("count", "show", "[b]") == "NoSuchCount"
    both = ("--none", "--use-by", "2027-01-01")
    assert "--best-before" in terminal.wrong("count", "enter", number, RICE, "--count", 1, *both)
