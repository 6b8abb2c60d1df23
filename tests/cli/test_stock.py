"""The stock at the console: lists, filters, reports."""

from __future__ import annotations

from tests.cli.conftest import Terminal
from tests.kit import Stand


def test_a_filter_keeps_what_fits(shelf: Stand, terminal: Terminal):
    shelf.state(shelf.lot("rice", 3, origin="donated"), "blocked")
    shelf.crates("fruit", 9000)
    told = {
        words: [lot["code"] for lot in terminal.json("stock", *words.split())["lots"]]
        for words in ("", "--origin donated", "--blocked", "--group fruit", "--short", "--place shop --origin donated")
    }
    assert told == {
        "": ["5410188031072", "apples", "fruit", "rice", "rice"],
        "--origin donated": ["fruit", "rice"],
        "--blocked": ["rice"],
        "--group fruit": ["fruit"],
        "--short": [],
        "--place shop --origin donated": ["fruit", "rice"],
    }


def test_a_filter_that_the_shop_does_not_know_is_refused(shelf: Stand, terminal: Terminal):
    assert terminal.no("stock", "--group", "moon") == "NoSuchGroup"
    assert terminal.no("stock", "--supplier", "moon") == "NoSuchSupplier"
    assert terminal.no("stock", "--place", "moon") == "NoSuchPlace"
    assert "moon" in terminal.wrong("stock", "--origin", "moon")


def test_the_document_of_a_lot_keeps_its_keys(shelf: Stand, terminal: Terminal):
    document = terminal.json("stock")
    assert set(document["lots"][0]) >= {
        *("lot", "lot_code", "code", "name", "supplier", "origin", "date_mark", "date", "last_day", "place", "state"),
        *("count", "grams"),
    }
    assert document["totals"] == {"lots": 3, "count": 20, "grams": 15_000}
    assert document["lots"][1]["by_weight"] is True


def test_a_past_day_is_told_as_it_was(shelf: Stand, terminal: Terminal):
    later = Terminal(terminal.folder, now=shelf.on("2026-11-26").now)
    shelf.on("2026-11-25").sell("H1", ("rice", 4))
    assert [lot["count"] for lot in later.json("stock", "--on", "2026-11-24", "--group", "canned")["lots"]] == [
        10,
        0,
        10,
    ]
    assert [lot["count"] for lot in later.json("stock", "--group", "canned")["lots"]] == [10, 0, 6]


def test_what_to_buy(shelf: Stand, terminal: Terminal):
    shelf.product("salt", names={"nl": "Zout"}, min_level=5, wished_level=12)
    shelf.product("flour", names={"nl": "Bloem"}, by_weight=True, min_level=1000)
    lines = terminal.json("buying")["products"]
    assert [(line["code"], line["free"], line["amount"]) for line in lines] == [("flour", 0, 1000), ("salt", 0, 12)]
    told = terminal.run("buying").stdout.splitlines()
    assert [line.split() for line in told] == [["flour", "1.000", "kg", "Bloem"], ["salt", "12", "×", "Zout"]]


def test_what_to_fetch(shelf: Stand, terminal: Terminal):
    terminal.run("spot", "add", "cellar", "Kelder", "--kind", "back")
    terminal.run("move", "L1-000001", "cellar")
    (line,) = terminal.json("fetch")["lots"]
    assert (line["lot"], line["place"], line["amount"]) == ("L1-000001", "cellar", 1)
    assert terminal.run("fetch").stdout.split() == ["Kelder", "L1-000001", "1", "×", "Rijst"]


def test_the_report_adds_up_in_every_way(shelf: Stand, terminal: Terminal):
    shelf.sell("H1", ("rice", 4), ("apples", "500g"))
    report = terminal.json("report", "stock")
    assert report["on"] == "2026-11-24"
    assert report["totals"] == {"lots": 3, "count": 16, "grams": 12_500}
    assert sum(group["count"] for group in report["groups"]) == 16
    assert sum(group["grams"] for group in report["groups"]) == 12_500
    assert sum(span["grams"] for span in report["by_last_day"]) == 12_500
    assert sum(level["free"] for level in report["products"] if not level["by_weight"]) == 16
    assert report["weeks"][-1]["in_count"] - report["weeks"][-1]["sold_count"] == 16
    assert "Rijst" in terminal.run("report", "stock").stdout


def test_the_report_goes_on_paper_too(shelf: Stand, terminal: Terminal):
    done = terminal.run("report", "stock", "-o", terminal.folder / "stock.pdf")
    assert done.exit_code == 0
    assert done.stdout == ""
    assert (terminal.folder / "stock.pdf").read_bytes().startswith(b"%PDF")
    assert terminal.no("report", "stock", "-o", "/dev/null/stock.pdf") == "PaperNotWritten"
