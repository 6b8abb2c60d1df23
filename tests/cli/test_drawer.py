"""The drawer at the console."""

from __future__ import annotations

from tests.cli.conftest import Terminal
from tests.kit import Stand


def test_a_drawer_is_opened_counted_blind_and_closed_with_a_slip(terminal: Terminal, shelf: Stand):
    opened = terminal.json("cash", "open", "--float", "10000")
    assert (opened["float_cents"], opened["closed_at"]) == (10000, None)
    terminal.json("sell", "--card", "H1", "5410188031072", "apples@111", "--pay", "cash=1000")
    assert terminal.json("cash", "count", "5000=2", "100=1", "20=2") == {"counted_cents": 10140}
    shown = terminal.json("cash", "show")
    assert (shown["expected_cents"], shown["counted_cents"], shown["difference_cents"]) == (10145, 10140, -5)
    assert shown["rounding_cents"] == -2
    closed = terminal.json("cash", "close")
    assert closed["closed_by"].startswith("console:")
    assert closed["coins"] == {"20": 2, "100": 1, "5000": 2}
    assert (terminal.folder / closed["paper"]).read_bytes().startswith(b"%PDF")
    assert terminal.json("cash", "show")["number"] == opened["number"]
    assert terminal.json("check")["ok"]


def test_coins_may_be_counted_while_closing(terminal: Terminal):
    terminal.json("cash", "open", "--float", "500")
    assert terminal.json("cash", "close", "200=2", "100=1")["difference_cents"] == 0


def test_a_drawer_says_what_cannot_be(terminal: Terminal):
    assert terminal.no("cash", "show") == "NoDrawerOpen"
    assert terminal.no("cash", "close") == "NoDrawerOpen"
    assert terminal.no("cash", "count", "100=1") == "NoDrawerOpen"
    terminal.json("cash", "open", "--float", "0")
    assert terminal.no("cash", "open", "--float", "0") == "DrawerOpen"
    assert terminal.no("cash", "close") == "NotCounted"
    assert terminal.no("cash", "count", "3=1") == "NotACoin"
    assert "200=14" in terminal.wrong("cash", "count", "two")
    assert "--float" in terminal.wrong("cash", "open")
    assert terminal.wrong("cash", "open", "--float", "much")


def test_the_drawer_can_be_read_by_people(terminal: Terminal):
    terminal.run("cash", "open", "--float", "1050")
    assert "€10.50" in terminal.run("cash", "show").stdout.replace("\u00a0", "")
    assert "€1.00" in terminal.run("cash", "count", "50=2").stdout.replace("\u00a0", "")
