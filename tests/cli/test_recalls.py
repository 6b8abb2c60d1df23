"""Recalls and the ways of goods, at the console."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Terminal
from tests.documents.papers import read
from tests.kit import Stand

GASPACHO = "5410188031072"


@pytest.fixture
def lots(shelf: Stand) -> list[str]:
    """Gaspacho of two lots of its maker; four pieces of the first were sold on two days."""
    numbers = [shelf.lot(GASPACHO, 6, grams=6000, lot_code=lot, best_before="2027-02-01") for lot in ("A1", "B2")]
    shelf.sell("H1", *[f"01{GASPACHO.zfill(14)}10A1"] * 3)
    shelf.on("2026-11-25").sell("H1", f"01{GASPACHO.zfill(14)}10A1")
    return numbers


def test_a_recall_goes_from_the_call_to_the_closing(terminal: Terminal, shelf: Stand, lots: list[str]):
    words = ("recall", "--gtin", GASPACHO, "--lot", "A1", "--reason", "glass")
    started = terminal.json(*words)
    number = started["number"]
    assert (started["lot_code"], started["reason"], started["count"]) == ("A1", "glass", 12)
    assert [(place["lot"], place["count"]) for place in started["here"]] == [("L1-000002", 10), (lots[0], 2)]
    assert started["unread"] == ["L1-000002"]
    assert started["partners"] == []
    assert terminal.no(*words) == "RecallRuns"
    assert terminal.no("sell", "--card", "H1", GASPACHO, "--pay", "cash") == "Recalled"
    assert terminal.no("recall", "close", number) == "StillHere"
    assert terminal.no("recall", "clear", "L1-000002", "--lot-code", "A1") == "StillMeant"
    cleared = terminal.json("recall", "clear", "L1-000002", "--lot-code", "C3", "--best-before", "2027-05-01")
    assert (cleared["verb"], cleared["count"]) == ("clear", 10)
    terminal.json("waste", lots[0], "--count", 2, "--reason", "recall")
    closed = terminal.json("recall", "close", number)
    assert closed["balance"]["received"] == {"count": 16, "grams": 6000}
    assert closed["balance"]["sold"] == {"count": 4, "grams": 4000}
    assert closed["balance"]["destroyed"] == {"count": 2, "grams": 2000}
    assert closed["balance"]["cleared"] == {"count": 10, "grams": 0}
    assert closed["balance"]["left"] == {"count": 0, "grams": 0}
    assert [entry["what"] for entry in closed["log"]] == ["cleared", "destroyed"]
    assert [(one["number"], one["closed_by"] is None) for one in terminal.json("recall", "list")["recalls"]] == [
        (number, False)
    ]
    assert terminal.json("recall", "list", "--open")["recalls"] == []
    assert terminal.json("check") == {"ok": True, "faults": []}


def test_a_recall_is_shown_in_lines(terminal: Terminal, shelf: Stand, lots: list[str]):
    terminal.run(
        "recall", "start", "--gtin", GASPACHO, "--from", "2027-01-01", "--until", "2027-12-31", "--reason", "glass"
    )
    (number,) = [one["number"] for one in terminal.json("recall", "list")["recalls"]]
    terminal.json("waste", lots[0], "--count", 1, "--reason", "recall")
    shown = terminal.run("recall", "show", number).stdout
    for words in ("still open", "from 01/01/2027 until 31/12/2027", "read the packs", "Sold: 4 pieces", "destroyed"):
        assert words in shown
    assert "still open" in terminal.run("recall", "list").stdout
    assert "taken back" in terminal.run("recall", "close", number, "--withdrawn", "not us").stdout
    assert "recall" in terminal.run("recall", "--help").stdout
    assert terminal.no("recall", "show", "9-1") == "NoSuchRecall"


def test_use_by_on_the_packs(terminal: Terminal, shelf: Stand, lots: list[str]):
    terminal.json("recall", "--gtin", GASPACHO, "--until", "2027-02-01", "--reason", "glass")
    into = terminal.json("recall", "clear", lots[0], "--use-by", "2027-05-01", "--count", 1)["into"]
    assert into == "L1-000006"


def test_the_poster_is_written(terminal: Terminal, shelf: Stand, tmp_path: Path):
    number = terminal.json("recall", "--gtin", GASPACHO, "--reason", "glass")["number"]
    file = tmp_path / "poster.pdf"
    assert str(file) in terminal.run("recall", "poster", number, "-o", file).stderr
    assert file.read_bytes().startswith(b"%PDF")


def test_trace_tells_the_ways_of_a_lot_and_never_to_whom(terminal: Terminal, shelf: Stand, lots: list[str]):
    terminal.json("waste", lots[0], "--count", 1, "--reason", "damage")
    found = terminal.json("trace", "--gtin", GASPACHO, "--lot", "a1")
    assert [(lot["lot"], lot["lot_code"], lot["count"], lot["grams"]) for lot in found["received"]] == [
        (lots[0], "A1", 6, 6000)
    ]
    assert found["sold"] == {
        "count": 4,
        "grams": 4000,
        "sales": 2,
        "by_day": [
            {"date": "2026-11-24", "count": 3, "grams": 3000, "sales": 1},
            {"date": "2026-11-25", "count": 1, "grams": 1000, "sales": 1},
        ],
    }
    assert (found["wasted"]["count"], found["wasted"]["grams"]) == (1, 1000)
    assert [line["why"] for line in found["wasted"]["lines"]] == ["damage"]
    assert [(place["lot"], place["count"]) for place in found["on_hand"]] == [(lots[0], 1)]
    assert (found["partners"], found["unread"], found["recalls"]) == ([], ["L1-000002"], [])
    assert len(terminal.json("trace", "--gtin", GASPACHO)["received"]) == 3
    shown = terminal.run("trace", "--gtin", GASPACHO).stdout
    assert "Sold: 4 pieces, 2 sales" in shown
    assert "H1" not in shown
    assert terminal.no("trace", "--gtin", "999") == "UnknownCode"


def test_what_went_to_a_partner_is_told_by_trace_and_recall(
    terminal: Terminal, shelf: Stand, lots: list[str], tmp_path: Path
):
    words = ("transfer", lots[1], "Soep [b]& Co", "--count", 2, "--id", "0199a1b2-0000-7000-8000-000000000001")
    sent = terminal.json(*words)
    assert terminal.json(*words) == sent
    assert (sent["partner"], sent["date"], sent["count"], sent["grams"]) == ("Soep [b]& Co", "2026-11-24", 2, 2000)
    taken = terminal.json("transfer", "--on", "2026-11-24", lots[1], "Voedselbank")
    terminal.json("undo")
    listed = terminal.json("transfer", "list")["transfers"]
    assert [(one["number"], one["undone"]) for one in listed] == [(taken["number"], True), (sent["number"], False)]
    slip = terminal.json("transfer", "slip", sent["number"], "-o", tmp_path / "slip.pdf", "--lang", "fr")
    assert (slip["partner"], slip["lot"], slip["count"]) == ("Soep [b]& Co", lots[1], 2)
    assert "Bon de livraison" in read((tmp_path / "slip.pdf").read_bytes())[0]
    assert str(tmp_path) in terminal.run("transfer", "slip", sent["number"], "-o", tmp_path / "s.pdf").stdout
    assert terminal.no("transfer", "slip", taken["number"], "-o", tmp_path / "t.pdf") == "TakenBack"
    assert "4 pieces  Voedselbank  undone" in terminal.run("transfer", "list").stdout
    assert "1 piece  Soep" in terminal.run("transfer", "give", lots[0], "Soep", "--count", 1).stdout
    got = {"partner": "Soep [b]& Co", "date": "2026-11-24", "transfer": sent["number"], "lot": lots[1]}
    assert terminal.json("trace", "--gtin", GASPACHO, "--lot", "B2")["partners"] == [got | {"count": 2, "grams": 2000}]
    assert f"2 pieces  {sent['number']}  Soep [b]& Co" in terminal.run("trace", "--gtin", GASPACHO).stdout
    assert "gone to a partner: Soep [b]& Co" in terminal.run("lot", "show", lots[1]).stdout
    number = terminal.json("recall", "--gtin", GASPACHO, "--lot", "B2", "--reason", "glass")["number"]
    shown = terminal.json("recall", "show", number)
    assert (shown["partners"][0]["partner"], shown["balance"]["moved_on"]["count"]) == ("Soep [b]& Co", 2)
    assert f"2 pieces  {sent['number']}  Soep [b]& Co" in terminal.run("recall", "show", number).stdout
    assert terminal.no("transfer", lots[1], "Soep") == "Recalled"
    assert terminal.no("transfer", lots[0], " ") == "BadPartner"
    assert "transfer" in terminal.run("transfer", "--help").stdout
    assert terminal.json("check") == {"ok": True, "faults": []}
