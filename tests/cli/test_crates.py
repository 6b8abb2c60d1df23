"""Crates, falling prices and the report on a day, at the console."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Terminal
from tests.kit import Stand

ID = "0199a1b2-0000-7000-8000-000000000002"


@pytest.fixture
def fruit(shelf: Stand) -> str:
    """The number of a lot of fruit in crates."""
    shelf.product("pears", group="fruit", by_weight=True, fixed=200)
    return shelf.crates("fruit", 10_000)


def test_crates_are_listed_and_closed_once_per_id(terminal: Terminal, fruit: str):
    loose, crate = terminal.json("crates", "list")["crates"]
    assert loose["name"] == "Apples"
    assert (crate["lot"], crate["group"], crate["grams"]) == (fruit, "fruit", 10_000)
    words = ("crates", "close", f"{fruit}=half+800", "--id", ID)
    first = terminal.json(*words)
    assert first["lines"] == [
        {
            "lot": fruit,
            "group": "fruit",
            "name": crate["name"],
            "before": 10_000,
            "left": 5000,
            "compost": 800,
            "gone": 4200,
            "found": 0,
            "how": "half",
        }
    ]
    assert terminal.json(*words) == first
    assert terminal.json("crates", "round", first["number"]) == first
    assert terminal.json("crates", "list")["crates"][1]["grams"] == 5000
    assert terminal.json("undo")["of"] == first["number"]
    assert "undone" in terminal.run("crates", "round", first["number"]).stdout


def test_what_cannot_be_is_said_in_words(terminal: Terminal, fruit: str):
    assert terminal.no("crates", "close", f"{fruit}=brim") == "NoSuchShare"
    assert terminal.no("crates", "close", "L9-9=0") == "UnknownLot"
    assert terminal.no("crates", "grade", fruit, 4) == "UnknownGrade"
    assert terminal.no("crates", "fall", "fruit", 101) == "NoPercentage"
    assert terminal.no("crates", "fall", "moon", 50) == "NoSuchGroup"
    assert terminal.no("crates", "round", "1-999999") == "NoSuchPaper"
    assert fruit in terminal.wrong("crates", "close", f"{fruit}:half")
    assert "16:30" in terminal.wrong("crates", "fall", "fruit", 50, "--from", "soon")


def test_a_part_is_graded_and_its_price_falls_from_its_hour(terminal: Terminal, fruit: str):
    graded = terminal.json("crates", "grade", fruit, 3, "--grams", 2500)
    assert (graded["lot"], graded["grams"]) == (fruit, 2500)
    grades = {crate["lot"]: crate["grade"] for crate in terminal.json("crates", "list")["crates"]}
    assert (grades[fruit], grades[graded["into"]]) == (None, 3)
    fall = terminal.json("crates", "fall", "fruit", 0, "--grade", 3, "--from", "16:30")
    assert (fall["group"], fall["grade"], fall["percent"], fall["starts_at"]) == (
        "fruit",
        3,
        0,
        "2026-11-24T15:30:00+00:00",
    )
    assert terminal.json("crates", "falls")["falls"] == [fall]
    assert terminal.run("crates", "falls").stdout.startswith("16:30")


def test_a_day_is_put_on_the_scale(terminal: Terminal, fruit: str):
    terminal.json("crates", "close", f"{fruit}=3000+500")
    day = terminal.json("report", "day")
    balance = day["mass_balance"]
    assert day["date"] == "2026-11-24"
    assert {"origin": "donated", "grams": 10_000} in balance["in"]
    assert {"reason": "gone", "why": None, "known_by": "counted", "grams": 6500} in balance["out"]
    assert (
        balance["brought_forward_g"] + balance["in_g"] + balance["unaccounted_g"]
        == balance["out_g"] + balance["left_g"]
    )
    assert balance["known_by"]["counted_g"] == 7000
    assert terminal.json("report", "day", "--on", "2026-11-25")["mass_balance"]["in"] == []
    said = terminal.run("report", "day").stdout
    assert "-6.500 kg" in said
    assert "weigh nothing" in said
