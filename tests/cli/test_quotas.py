"""Quotas at the console: set, listed, shown with a household, used, ended."""

from __future__ import annotations

from tests.cli.conftest import Terminal
from tests.kit import Stand


def test_a_quota_is_set_used_shown_and_ended(terminal: Terminal, shelf: Stand):
    shelf.household("F1", adults=2)
    told = {"quota": "rice", "period": "week", "limit": "1 2 3"}
    assert terminal.json("quota", "set", "Rice", "--period", "week", "--limit", "1 2  3") == told
    assert terminal.json("quota", "list") == {"quotas": [told]}
    rule = terminal.json("settings", "list")["settings"][-1]
    assert (rule["key"], rule["value"]) == ("quota.rice", "week 1 2 3")
    assert terminal.json("quota", "list", "--on", "2026-01-01") == {"quotas": []}
    terminal.json("sell", "--card", "F1", "rice", "--pay", "cash")
    use = {"quota": "rice", "limit": 2, "used": 1, "left": 1, "until": "2026-11-29"}
    assert terminal.json("household", "F1")["quotas"] == [use]
    assert "Rijst: 1 of 2 until 29/11/2026" in terminal.run("household", "F1").stdout
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
    assert terminal.run("quota", "list").stdout.split() == ["rice", "a", "month", "0-5:2", "6-11:1", "Rijst"]
    assert terminal.no("quota", "set", "moon", "--limit", "1") == "NothingCarriesQuota"


def test_scarce_goods_are_looked_at_limited_and_set_free_again(terminal: Terminal, shelf: Stand):
    shelf.household("F1", adults=2)
    assert terminal.json("quota", "fair", "list") == {"goods": []}
    looked = terminal.json("quota", "fair", "show", "rice")
    assert (looked["quota"], looked["limit"], looked["eases"], looked["usual"]) == ("rice", None, False, None)
    assert terminal.json("quota", "fair", "accept", "rice")["eases"] is True
    assert terminal.json("quota", "fair", "set", "rice", "--limit", "1 2")["limit"] == "1 2"
    assert terminal.no("quota", "fair", "set", "rice", "--limit", "a lot") == "BadDayLimit"
    assert (
        "Now: 1 (1 person), 2 (from 2 people on), until you change it." in terminal.run("quota", "fair", "list").stdout
    )
    assert terminal.no("sell", "--card", "F1", "rice*3", "--pay", "cash") == "QuotaUsed"
    assert terminal.json("quota", "fair", "end", "rice") == {"quota": "rice", "ended": "2026-11-24"}
    assert terminal.no("quota", "fair", "end", "rice") == "NoLimitToday"
    terminal.run("quota", "fair", "accept", "rice")
    assert "no limit on rice any more" in terminal.run("quota", "fair", "end", "rice").stdout
    assert terminal.json("check")["ok"]
