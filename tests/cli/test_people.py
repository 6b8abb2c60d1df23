"""Households at the console: shown, registered, renewed and held back, by somebody who says who they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cli.conftest import Terminal
from tests.kit import Stand, noon

ADD = ("household", "add", "--name", "Familie Één", "--lang", "fr", "--referred-by", "OCMW")


def test_a_household_is_shown_with_what_it_may(terminal: Terminal, shelf: Stand):
    shelf.household(
        "F1",
        members=[(1984, None), (2021, 3)],
        lang="ar",
        grocery=("2026-01-01", "2026-12-10"),
        esf=("2026-01-01", None),
    )
    terminal.json("sell", "--card", "F1", "rice", "--pay", "cash")
    assert terminal.json("household", "f1") == {
        "card": "F1",
        "status": "ends_soon",
        "reasons": [
            {"code": "ends_soon", "message": "The right to the grocery ends on 10/12/2026: renew it at the desk."}
        ],
        "size": 2,
        "adults": 1,
        "children": 1,
        "lang": "ar",
        "grocery": {"from": "2026-01-01", "until": "2026-12-10", "renewals": 0},
        "esf": {"entitled": True, "from": "2026-01-01", "until": None},
        "budget": {
            "period": "week",
            "from": "2026-11-23",
            "until": "2026-11-29",
            "limit_cents": 1500,
            "spent_cents": 60,
            "left_cents": 1440,
        },
        "needs": [],
        "quotas": [],
    }


def test_a_household_is_shown_on_any_day(terminal: Terminal, shelf: Stand):
    shelf.household("F1", grocery=("2026-01-01", "2026-12-10"))
    told = {day: terminal.json("household", "F1", "--on", day)["status"] for day in ("2025-12-31", "2026-12-10")}
    assert told == {"2025-12-31": "not_started", "2026-12-10": "ends_soon"}
    after = terminal.json("household", "F1", "--on", "2026-12-11")
    assert (after["status"], after["budget"]["from"]) == ("ended", "2026-12-07")
    assert "2026-12-31" in terminal.wrong("household", "F1", "--on", "20261211")


def test_options_may_stand_before_the_card(terminal: Terminal, shelf: Stand):
    assert terminal.run("household", "--json", "H1").exit_code == 0
    assert "may shop" in terminal.run("household", "show", "H1").stdout


def test_a_household_is_registered_with_a_card_of_its_own(terminal: Terminal):
    told = terminal.json(*ADD, "--members", "1984:F;2021-03:M", "--from", "2026-11-01", "--until", "2027-10-31")
    assert told["card"].startswith("K")
    assert (told["adults"], told["children"], told["lang"], told["status"]) == (1, 1, "fr", "fine")


def test_a_household_may_have_only_the_right_to_european_goods(terminal: Terminal):
    told = terminal.json(*ADD, "--card", "E-1", "--adults", "2", "--esf-from", "2026-11-01")
    assert told["status"] == "ended"
    assert told["reasons"][0]["code"] == "no_right"
    assert told["esf"] == {"entitled": True, "from": "2026-11-01", "until": None}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--members", "1984"), "BadRow"),
        (("--members", "84:F", "--from", "2026-11-01", "--until", "2027-10-31"), "BadRow"),
        (("--members", "2027-03:F", "--from", "2026-11-01", "--until", "2027-10-31"), "BadRow"),
        (("--adults", "0", "--from", "2026-11-01", "--until", "2027-10-31"), "BadRow"),
        (("--adults", "two", "--from", "2026-11-01", "--until", "2027-10-31"), "BadRow"),
        (("--adults", "2"), "BadRow"),
        (("--adults", "2", "--from", "2026-11-01"), "BadRow"),
        (("--adults", "2", "--from", "2026-11-01", "--until", "2026-10-31"), "BadRow"),
        (("--adults", "2", "--from", "yesterday", "--until", "2026-10-31"), "BadRow"),
        (("--adults", "2", "--from", "2026-11-01", "--until", "2027-10-31", "--card", "a b"), "BadRow"),
        (("--adults", "2", "--from", "2026-11-01", "--until", "2027-10-31", "--card", "h1"), "CardTaken"),
        (("--adults", "2", "--from", "2026-11-01", "--until", "2027-10-31", "--note", "\x1b[2J"), "BadRow"),
    ],
)
def test_a_household_that_cannot_be_is_not_registered(terminal: Terminal, shelf: Stand, words, code):
    assert terminal.no(*ADD, *words) == code
    assert len(shelf.rows("SELECT 1 FROM household")) == 1


def test_a_right_begins_today_and_what_is_wrong_is_called_by_its_option(terminal: Terminal):
    assert "--until: This right needs its last day." in terminal.run(*ADD, "--adults", "2").stderr
    told = terminal.json(*ADD, "--adults", "2", "--until", "2027-10-31")
    assert told["grocery"] == {"from": "2026-11-24", "until": "2027-10-31", "renewals": 0}


def test_a_renewal_counts(terminal: Terminal, shelf: Stand):
    shelf.household("F1", grocery=("2026-01-01", "2026-12-10"), esf=("2026-01-01", "2026-06-30"))
    assert terminal.json("household", "renew", "F1", "--until", "2027-06-30")["grocery"] == {
        "from": "2026-01-01",
        "until": "2027-06-30",
        "renewals": 1,
    }
    assert terminal.json("household", "renew", "F1", "--esf", "--until", "2026-12-31")["esf"]["entitled"] is True
    assert terminal.no("household", "renew", "H1", "--esf", "--until", "2027-06-30") == "NothingToRenew"


def test_a_pause_ends_by_itself_and_a_block_does_not(terminal: Terminal, shelf: Stand):
    assert terminal.json("household", "pause", "H1", "--until", "2026-12-01")["status"] == "paused"
    assert terminal.json("household", "H1", "--on", "2026-12-02")["status"] == "fine"
    assert terminal.json("household", "block", "H1", "--reason", "threats")["status"] == "blocked"
    assert terminal.no("sell", "--card", "H1", "rice", "--pay", "cash") == "MayNotShop"
    assert terminal.json("household", "unblock", "H1")["status"] == "fine"
    assert terminal.no("household", "unblock", "H1") == "NotHeld"


def test_people_are_only_shown_to_somebody_who_says_who_they_are(terminal: Terminal, shelf: Stand, tmp_path):
    assert terminal.json("household", "H1")["card"] == "H1"
    terminal.json("staff", "add", "Vera", "--role", "volunteer", "--pin", "2222")
    terminal.json("staff", "add", "Sam", "--role", "staff", "--pin", "3333")
    vera, sam = terminal.as_("vera", "2222"), terminal.as_("sam", "3333")
    for words in (("H1",), ("block", "H1"), (*ADD[1:], "--adults", "1")):
        assert terminal.no("household", *words) == "SignInFirst"
    listed = tmp_path / "households.csv"
    listed.write_text("card\n", "utf-8")
    assert terminal.no("import", "households", listed) == "SignInFirst"
    assert terminal.run("export", "households").exit_code == 1
    assert vera.run("export", "households").exit_code == 1
    assert sam.run("export", "households").exit_code == 0
    assert vera.json("household", "H1")["status"] == "fine"
    assert vera.no("household", "block", "H1") == "NotAllowed"
    assert sam.json("household", "block", "H1")["status"] == "blocked"


def test_the_journal_keeps_no_names(terminal: Terminal, shelf: Stand):
    terminal.json(*ADD, "--adults", "1", "--from", "2026-11-01", "--until", "2027-10-31", "--note", "allergic to nuts")
    journal = str(shelf.rows("SELECT subject, details FROM journal"))
    assert "Één" not in journal
    assert "nuts" not in journal
    assert "OCMW" not in journal


def test_the_last_shop_of_the_last_day_still_works(terminal: Terminal, shelf: Stand):
    shelf.household("F1", grocery=("2026-01-01", "2026-11-24"))
    terminal.json("sell", "--card", "F1", "rice", "--pay", "cash")
    tomorrow = replace(terminal, now=noon("2026-11-25"))
    assert tomorrow.no("sell", "--card", "F1", "rice", "--pay", "cash") == "MayNotShop"
