"""Waste, moves, freezing and taking back, at the console."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Terminal
from tests.kit import Stand

ID = "0199a1b2-0000-7000-8000-000000000001"


@pytest.fixture
def rice(shelf: Stand, terminal: Terminal) -> str:
    """The number of the lot of rice; there is a freezer."""
    terminal.json("spot", "add", "ice", "Freezer 1", "--kind", "freezer")
    return str(next(lot["lot"] for lot in terminal.json("stock")["lots"] if lot["code"] == "rice"))


def left(terminal: Terminal) -> dict[str, int]:
    return {lot["lot"]: lot["count"] for lot in terminal.json("stock")["lots"] if lot["code"] == "rice"}


def test_goods_are_thrown_away_once_per_id(terminal: Terminal, rice: str):
    words = ("waste", rice, "--count", 3, "--reason", "damage", "--id", ID)
    first = terminal.json(*words)
    assert {key: first[key] for key in ("verb", "lot", "into", "count", "grams", "why")} == {
        "verb": "waste",
        "lot": rice,
        "into": None,
        "count": 3,
        "grams": 1500,
        "why": "damage",
    }
    assert terminal.json(*words) == first
    assert left(terminal) == {rice: 7}
    assert terminal.no("waste", rice, "--count", 4, "--reason", "damage", "--id", ID) == "IdUsedForAnother"
    assert terminal.no("waste", rice, "--count", 8, "--reason", "damage") == "MoreThanThere"
    assert terminal.no("waste", "L9-1", "--count", 8, "--reason", "damage") == "UnknownLot"
    assert terminal.no("waste", rice, "--count", 1, "--reason", "boredom") == "UnknownReason"
    assert terminal.no("waste", rice, "--reason", "damage") == "NoAmount"
    terminal.wrong("waste", rice, "--count", 0, "--reason", "damage")
    terminal.wrong("waste", rice, "--count", 1)
    assert "3 pieces" in terminal.run("waste", rice, "--count", 3, "--reason", "compost").stdout


def test_goods_move_freeze_and_come_back(terminal: Terminal, rice: str):
    moved = terminal.json("move", rice, "ice", "--count", 4)
    assert left(terminal) == {rice: 6, moved["into"]: 4}
    frozen = terminal.json("freeze", moved["into"])
    assert left(terminal) == {rice: 6, frozen["into"]: 4}
    assert terminal.no("freeze", frozen["into"]) == "AlreadyFrozen"
    shown = terminal.json("lot", "show", frozen["into"])
    assert (shown["treatment"], shown["last_day"], shown["place"], shown["parent"]) == (
        "frozen",
        "2027-01-24",
        "ice",
        moved["into"],
    )
    assert [movement["reason"] for movement in shown["movements"]] == ["frozen"]
    assert terminal.json("undo")["of"] == frozen["number"]
    assert terminal.json("undo")["of"] == moved["number"]
    assert left(terminal) == {rice: 10}
    assert terminal.no("undo") == "NothingToUndo"
    assert terminal.json("check")["ok"]


def test_an_older_deed_is_reversed_with_its_reason(terminal: Terminal, rice: str):
    wasted = terminal.json("waste", rice, "--count", 3, "--reason", "date")
    terminal.json("move", rice, "ice")
    back = terminal.json("reverse", wasted["number"], "--reason", "they were fine")
    assert (back["of"], back["reason"]) == (wasted["number"], "they were fine")
    assert left(terminal) == {rice: 10}
    assert terminal.no("reverse", wasted["number"], "--reason", "again") == "UndoneBefore"
    assert terminal.no("reverse", "1-999", "--reason", "again") == "NoSuchDeed"


def test_repacked_goods_get_a_last_day(terminal: Terminal, rice: str):
    done = terminal.json("repack", rice, "--until", "2026-12-01", "--count", 2)
    assert terminal.json("lot", "show", done["into"])["last_day"] == "2026-12-01"
    assert terminal.no("repack", rice, "--until", "2026-11-01") == "AlreadyPast"
    terminal.wrong("repack", rice, "--until", "tomorrow")


def test_a_lot_is_mended(terminal: Terminal, rice: str):
    terminal.json("lot", "date", rice, "--use-by", "2026-11-20")
    terminal.json("lot", "block", rice, "--reason", "wet")
    shown = terminal.json("lot", "show", rice)
    assert (shown["date_mark"], shown["date"], shown["state"]) == ("use_by", "2026-11-20", "blocked")
    terminal.json("lot", "free", rice)
    terminal.json("lot", "date", rice, "--none")
    assert terminal.no("lot", "free", rice) == "NothingChanged"
    assert terminal.no("lot", "show", "\x1b[31m") == "UnknownLot"
    terminal.wrong("lot", "date", rice, "--none", "--use-by", "2026-12-01")
    terminal.wrong("lot", "date", rice)
    page = terminal.run("lot", "show", rice).stdout
    for word in (rice, "came in", "date corrected", "taken from sale", "for sale again"):
        assert word in page


def test_temperatures_are_noted(terminal: Terminal, rice: str):
    assert terminal.no("spot", "temperature", "ice", "-17,9") == "TooWarm"
    noted = terminal.json("spot", "temperature", "ice", "-17.9", "--note", "door closed")
    assert (noted["last"]["tenths"], noted["last"]["too_warm"], noted["last"]["note"]) == (-179, True, "door closed")
    assert "-20.0 °C" in terminal.run("spot", "temperature", "ice", "-20").stdout
    spots = {spot["code"]: spot for spot in terminal.json("spot", "list")["spots"]}
    assert spots["ice"]["last"]["tenths"] == -200
    assert spots["shop"]["last"] is None
    assert "-20.0 °C" in terminal.run("spot", "list").stdout
    for bad in ("cold", "", "4,55", "400"):
        assert terminal.no("spot", "temperature", "ice", bad) == "NotATemperature"
    assert terminal.no("spot", "temperature", "ice", "99") == "BadTemperature"
    assert terminal.no("spot", "temperature", "moon", "4") == "NoSuchPlace"


def test_levels_and_allergens_of_a_product_are_written_down(terminal: Terminal, rice: str):
    assert terminal.json("product", "levels", "rice", "--min", 5, "--wished", 20) == {
        "code": "rice",
        "name": "Rijst",
        "min": 5,
        "wished": 20,
    }
    assert terminal.no("product", "levels", "rice", "--min", 5, "--wished", 2) == "BadLevels"
    assert terminal.json("product", "allergens", "rice", "gluten", "milk")["allergens"] == ["gluten", "milk"]
    assert terminal.json("product", "allergens", "rice", "--none")["allergens"] == []
    assert terminal.json("product", "allergens", "rice", "--unknown")["allergens"] is None
    assert terminal.no("product", "allergens", "rice", "glue") == "UnknownAllergen"
    assert terminal.no("product", "allergens", "nothing", "--none") == "UnknownCode"
    terminal.wrong("product", "allergens", "rice")
    terminal.wrong("product", "allergens", "rice", "milk", "--none")
