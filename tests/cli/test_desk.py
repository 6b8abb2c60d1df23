"""The welcome desk at the console."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Terminal
from tests.kit import Stand


def test_a_card_becomes_a_number_and_goes_through_the_queue(terminal: Terminal, shelf: Stand, tmp_path: Path):
    shelf.household("F1", adults=2, esf=("2020-01-01", "2026-12-01"))
    shelf.household("F2")
    terminal.json("quota", "set", "rice", "--period", "week", "--limit", "2")
    given = terminal.json("desk", "arrive", "F1")
    assert (given["number"], given["left_cents"], given["until"]) == (1, 2000, "2026-11-29")
    assert [(line["goods"], line["count"], line["grams"]) for line in given["limits"]] == [("rice", 2, None)]
    assert [one["code"] for one in given["settle"]] == ["esf_ends_soon"]
    again = terminal.run("desk", "arrive", "F1")
    assert "Number 1." in again.stdout
    assert "renew it here" in again.stderr
    assert terminal.json("desk", "next")["state"] == "called"
    assert "called" in terminal.run("desk", "call", "1").stdout
    assert terminal.json("desk", "in", "1")["state"] == "shopping"
    listed = terminal.json("desk", "queue")
    assert (listed["expected_visits"], [one["number"] for one in listed["queue"]]) == (1, [1])
    assert terminal.run("desk", "queue").stdout.split() == ["1", "shopping"]
    paper = tmp_path / "slip.pdf"
    assert terminal.json("desk", "slip", "1", "-o", str(paper))["slip"] == str(paper)
    assert terminal.run("desk", "slip", "1").stdout.strip().endswith("slips/1.pdf")
    assert terminal.json("desk", "left", "1")["state"] == "left"
    assert terminal.no("desk", "undo", "1") == "NotHereToday"
    terminal.json("desk", "arrive", "F2")
    assert terminal.json("desk", "undo", "2")["state"] == "undone"


def test_hours_have_room_and_places_are_kept(terminal: Terminal, shelf: Stand):
    shelf.household("F1")
    assert terminal.json("desk", "slots")["slots"] == []
    terminal.run("settings", "set", "desk.slots", "thu/10:00/1")
    assert terminal.no("desk", "arrive", "F1") == "NoRoom"
    kept = terminal.json("desk", "book", "F1", "--day", "2026-11-26", "--hour", "10:00")
    assert (kept["hour"], kept["capacity"]) == ("10:00", 1)
    assert terminal.json("desk", "slots", "--on", "2026-11-26")["slots"][0]["room"] == 0
    assert "room for 0" in terminal.run("desk", "slots", "--on", "2026-11-26").stdout
    assert terminal.json("desk", "unbook", "F1", "--day", "2026-11-26")["booked"] is False
    assert "2026-11-26 10:00" in terminal.run("desk", "book", "F1", "--day", "2026-11-26").stdout
    assert "given back" in terminal.run("desk", "unbook", "F1", "--day", "2026-11-26").stdout
    assert terminal.json("desk", "arrive", "F1", "--anyway")["number"] == 1
