"""What must go, the self-check and the allergens at the console."""

from __future__ import annotations

from pathlib import Path

import pytest

from kruidenier.shop.goods.day_lists import tick
from kruidenier.shop.goods.product_facts import set_allergens
from kruidenier.shop.till import cash
from tests.cli.conftest import Terminal
from tests.kit import Stand


def test_what_must_go(shelf: Stand, terminal: Terminal):
    shelf.on("2026-11-16").lot("rice", 6, use_by="2026-11-25")
    for date in ("2026-11-17", "2026-11-20"):
        shelf.on(date).sell("H1", ("rice", 1))
    (lot,) = terminal.json("report", "must-go")["lots"]
    assert (lot["lot"], lot["when"], lot["last_day"], lot["left"]) == ("L1-000004", "week", "2026-11-25", 4)
    assert (lot["days"], lot["went"], lot["on_days"], lot["a_day_tenths"]) == (1, 2, 2, 10)
    assert (lot["stays"], lot["todo"]) == (3, "partner")
    told = terminal.run("report", "must-go").stdout
    assert told == "25/11/2026  L1-000004    4 left, 3 will stay: to a partner  Rijst\n"


def test_what_had_to_go_on_an_earlier_morning(shelf: Stand, terminal: Terminal):
    shelf.on("2026-11-16").lot("rice", 6, use_by="2026-11-25")
    shelf.on("2026-11-20").sell("H1", ("rice", 1))
    report = terminal.json("report", "must-go", "--on", "2026-11-20")
    assert (report["on"], report["lots"][0]["left"], report["lots"][0]["stays"]) == ("2026-11-20", 6, None)
    assert "6 left, ? will stay: in front" in terminal.run("report", "must-go", "--on", "2026-11-20").stdout


def test_the_self_check_tells_who_did_what(shelf: Stand, terminal: Terminal):
    number = shelf.lot("rice", 6, use_by="2026-11-23")
    shelf.do(tick, "opening", task="pull", subject=number)
    report = terminal.json("report", "self-check")
    (pulled,) = report["opening"]
    assert (report["date"], report["first_sale_at"]) == ("2026-11-24", None)
    assert (pulled["task"], pulled["subject"], pulled["count"], pulled["by_hand"]) == ("pull", number, 6, True)
    assert (pulled["done"]["by"], pulled["done"]["person"]) == ("els", "Els Peeters")
    assert [(task["task"], task["done"]) for task in report["closing"]] == [
        ("crates", None),
        ("backup", None),
        ("tomorrow", None),
    ]
    told = terminal.run("report", "self-check").stdout.splitlines()
    assert told == [
        "Before the first sale",
        "  [x] Off the shelf: 6 × Rijst  (10:00 Els Peeters)",
        "After the last sale",
        "  [ ] Look into 1 crate",
        "  [ ] Make a backup",
        "  [ ] Tomorrow is the last day of 0 lots",
    ]


def test_the_allergens_of_unpacked_food(shelf: Stand, terminal: Terminal):
    shelf.product("salt", names={"nl": "Zout"})
    shelf.do(set_allergens, "rice", allergens=["gluten", "nuts"])
    shelf.do(set_allergens, "apples", allergens=[])
    products = {one["code"]: one["allergens"] for one in terminal.json("report", "allergens")["products"]}
    assert products == {"rice": ["gluten", "nuts"], "apples": [], "salt": None}
    told = [line.split(maxsplit=1)[1] for line in terminal.run("report", "allergens").stdout.splitlines()]
    assert sorted(told) == ["Apples: none", "Rijst: gluten, nuts", "Zout: not known"]


@pytest.mark.parametrize("report", ["self-check", "allergens"])
def test_both_go_on_paper(shelf: Stand, terminal: Terminal, report: str):
    file = shelf.shop.folder / "paper.pdf"
    done = terminal.run("report", report, "-o", file)
    assert (done.exit_code, done.stdout) == (0, "")
    assert file.read_bytes().startswith(b"%PDF")
    assert terminal.no("report", report, "-o", "/dev/null/paper.pdf") == "PaperNotWritten"


def test_a_day_that_is_none_is_said(terminal: Terminal):
    assert "yesterday" in terminal.wrong("report", "self-check", "--on", "yesterday")


def test_the_cards_to_show_are_listed_and_printed(terminal: Terminal, tmp_path: Path):
    assert [card["number"] for card in terminal.json("report", "cards-to-show")["cards"]] == list(range(1, 11))
    assert "nl: Dit is meer dan uw bedrag." in terminal.run("report", "cards-to-show").stdout
    terminal.run("report", "cards-to-show", "-o", tmp_path / "book.pdf")
    assert (tmp_path / "book.pdf").read_bytes().startswith(b"%PDF")


def test_a_day_in_figures_and_on_paper(shelf: Stand, terminal: Terminal, tmp_path: Path):
    shelf.do(cash.open_drawer, float_cents=1000)
    sold = shelf.sell("H1", ("rice", 3), ("apples", "333g"), pay={"voucher": 100, "cash": None})
    shelf.refund(sold.number, "rice")
    shelf.void(shelf.sell("H1", "rice", pay="card").number)
    told = terminal.json("report", "day")
    assert (told["sales"], told["refunds"], told["voids"], told["households"]) == (2, 1, 1, 1)
    assert (told["total_cents"], told["paid"]) == (
        180 + 66 - 60,
        {"voucher_cents": 100, "cash_cents": 145 - 60, "card_cents": 0},
    )
    assert told["rounding_cents"] == sum(told["paid"].values()) - told["total_cents"]
    (drawer,) = told["drawers"]
    assert (drawer["till"], drawer["float_cents"], drawer["difference_cents"]) == ("1", 1000, None)
    shelf.do(cash.close_drawer, coins={1000: 1, 50: 1})
    assert terminal.json("report", "day")["drawers"][0]["difference_cents"] == 1050 - 1000 - told["paid"]["cash_cents"]
    assert "Written" in terminal.run("report", "day", "-o", tmp_path / "day.pdf").stderr
    assert (tmp_path / "day.pdf").read_bytes().startswith(b"%PDF")
