"""Quotas at the console: set, listed, shown with a household, used, ended."""

from __future__ import annotations

from tests.cli.conftest import Terminal
from tests.kit import Stand


def test_a_quota_is_set_used_shown_and_ended(terminal: Terminal, shelf: Stand):
    shelf.household("F1", adults=2)
    told = {"quota": "rice", "period": "week", "limit": "1 2 3"}
    assert terminal.json("quota", "set", "Rice", "--period", "week", "--limit", "1 2  3") == told
    assert terminal.json("quota", "list") == {"quotas": [told]}
    assert terminal.json("quota", "list", "--on", "2026-01-01") == {"quotas": []}
    terminal.json("sell", "--card", "F1", "rice", "--pay", "cash")
    use = {"quota": "rice", "limit": 2, "used": 1, "left": 1, "until": "2026-11-29"}
    assert terminal.json("household", "F1")["quotas"] == [use]
    assert "rice: 1 of 2 until 29/11/2026" in terminal.run("household", "F1").stdout
    two = ("sell", "--card", "F1", "rice*2", "--pay", "cash")
    assert terminal.no(*two) == "QuotaUsed"
    assert terminal.json(*two, "--override", "a feast")["number"]
    assert terminal.json("quota", "end", "rice", "--from", "2026-12-01") == {"quota": "rice", "ended": "2026-12-01"}
    assert "is ended" in terminal.run("quota", "end", "rice").stdout
    assert terminal.no("quota", "end", "rice") == "NoSuchQuota"
    assert terminal.json("household", "F1")["quotas"] == []
    assert terminal.json("check")["ok"]


def test_quotas_are_listed_in_words(terminal: Terminal, shelf: Stand):
    assert "a month" in terminal.run("quota", "set", "rice", "--limit", "0-5:2 6-11:1").stdout
    assert terminal.run("quota", "list").stdout.split() == ["rice", "a", "month", "0-5:2", "6-11:1"]
    assert terminal.no("quota", "set", "moon", "--limit", "1") == "NothingCarriesQuota"
