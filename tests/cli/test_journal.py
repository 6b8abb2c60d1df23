"""The journal at the console: searched by who, what, when and about what, a page at a time."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Terminal
from tests.kit import Stand


@pytest.fixture
def told(terminal: Terminal, shelf: Stand) -> Terminal:
    """A shop in which els changed a rule, sold something, and somebody was refused."""
    els = terminal.as_("els", "1234")
    els.json("settings", "set", "price.percent", "40")
    els.json("sell", "--card", "H1", "rice", "--pay", "card")
    terminal.json("staff", "add", "Vera", "--role", "volunteer", "--pin", "73519")
    assert terminal.as_("vera", "73519").no("settings", "set", "price.percent", "1") == "NotAllowed"
    return terminal


def verbs(terminal: Terminal, *words: object) -> list[str]:
    return [line["verb"] for line in terminal.json("journal", *words)["lines"]]


def test_the_newest_comes_first_with_all_that_was_written(told: Terminal):
    newest = told.json("journal")["lines"][0]
    assert (newest["verb"], newest["subject"], newest["by"]) == ("refused", "NotAllowed", "vera")
    assert set(newest) == {"id", "till", "seq", "at", "happened_on", "by", "verb", "subject", "details", "hash"}
    assert "price.percent" in told.run("journal", "--verb", "setting").stdout


def test_it_is_searched_by_who_what_when_and_about_what(told: Terminal):
    assert verbs(told, "--by", "els")[:2] == ["sale", "setting"]
    assert verbs(told, "--verb", "refused") == ["refused"]
    assert verbs(told, "--about", "1-000001") == ["sale"]
    assert verbs(told, "--from", "2026-11-25") == []
    assert verbs(told, "--until", "2026-11-23") == []
    assert verbs(told, "--from", "2026-11-24", "--until", "2026-11-24", "--by", "vera") == ["refused"]


def test_it_is_read_a_page_at_a_time(told: Terminal):
    everything = told.json("journal")["lines"]
    first = told.json("journal", "--most", "2")["lines"]
    second = told.json("journal", "--most", "2", "--before", first[-1]["id"])["lines"]
    assert first + second == everything[:4]


def test_a_volunteer_does_not_read_it_and_no_pin_stands_in_it(told: Terminal):
    assert told.as_("vera", "73519").no("journal") == "NotAllowed"
    assert "73519" not in told.run("journal", "--json").stdout
