"""Agreements at the console."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest

from kruidenier.shop.supply import door
from tests.cli.conftest import Terminal
from tests.kit import Stand


@pytest.fixture
def number(terminal: Terminal, stand: Stand) -> str:
    """A draft with a pick-up each Tuesday and Friday."""
    stand.supplier("miroir")
    made = terminal.json(
        *("agreement", "add", "miroir", "--from", "2026-01-01", "--until", "2026-12-31", "--goods", "bread"),
        *("--days", "tu,fr", "--at", "17:00", "--crates", 30),
    )
    return str(made["number"])


def signed(terminal: Terminal, number: str, on: str = "2026-11-01") -> dict[str, object]:
    return terminal.json("agreement", "sign", number, "--by", "J. Maes", "--for-shop", "Els", "--on", on)


def test_an_agreement_from_draft_to_end(terminal: Terminal, stand: Stand, number: str):
    changed = terminal.json(
        *("agreement", "change", number, "--min-days", "none", "--own-list", "--without", "voucher"),
        *("--notice-days", 14, "--other", "never on Monday"),
    )
    assert (changed["min_days"], changed["asks_own_list"], changed["voucher"]) == (None, True, False)
    assert (changed["goods"], changed["other"], changed["until"]) == ("bread", "never on Monday", "2026-12-31")
    assert "use-by" not in terminal.run("agreement", "show", number).stdout
    assert terminal.json("agreement", "change", number, "--min-days", 2)["min_days"] == 2
    assert signed(terminal, number)["state"] == "in_force"
    there = stand.on("2026-11-03")
    delivery = there.do(door.begin, "miroir").number
    there.do(door.add_line, delivery, origin="donated", group="fruit", crates=1, gross_grams=5_600)
    there.do(door.sign, delivery)
    (listed,) = terminal.json("agreement", "list")["agreements"]
    counted = {key: listed[key] for key in ("status", "expected", "kept", "missed", "refused", "cancelled")}
    assert counted == {"status": "ends_soon", "expected": 6, "kept": 1, "missed": 5, "refused": 0, "cancelled": 0}
    assert (listed["days_left"], listed["notice_on"], listed["next"]) == (37, "2026-12-17", "2026-11-24")
    assert "1 of 6 kept" in terminal.run("agreement", "list").stdout
    twin = terminal.json("agreement", "add", "miroir", "--from", "2026-12-01", "--days", "fr")["number"]
    assert terminal.no("agreement", "sign", twin, "--by", "J. Maes", "--for-shop", "Els") == "AgreedTwice"
    new = terminal.json("agreement", "renew", number)
    assert (new["renews"], new["from"]) == (number, "2027-01-01")
    assert terminal.json("agreement", "drop", new["number"])["state"] == "dropped"
    ended = terminal.json("agreement", "end", number, "--reason", "enough", "--on", "2026-11-30")
    assert (ended["ended_on"], ended["days_left"]) == ("2026-11-30", 5)
    assert terminal.no("agreement", "end", number, "--reason", "again") == "NotInForce"
    assert terminal.json("check")["ok"]


def test_a_draft_needs_no_days_at_once(terminal: Terminal, stand: Stand):
    stand.supplier("garden", kind="garden")
    draft = terminal.json("agreement", "add", "garden")["number"]
    added = terminal.json(
        "agreement", "days", draft, "--days", "sa", "--every", 2, "--months", "5,6", "--carrier", "giver"
    )
    assert added["pick_ups"][0]["rule"] == "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA;BYMONTH=5,6"
    assert "Saturday, every 2 weeks" in terminal.run("agreement", "show", draft).stdout
    assert terminal.no("agreement", "days", draft, "--days", "xx") == "UnknownRule"
    assert terminal.no("agreement", "days", draft, "--days", "sa", "--months", "x") == "UnknownRule"
    assert terminal.json("agreement", "days", draft, "--stop", 1)["pick_ups"] == []
    assert "--stop" in terminal.wrong("agreement", "days", draft)
    assert "number of days" in terminal.wrong("agreement", "change", draft, "--min-days", "few")
    assert "no end" not in terminal.run("agreement", "list").stdout


def test_what_is_different_on_a_day_is_noted(terminal: Terminal, number: str):
    signed(terminal, number)
    told = terminal.json("agreement", "day", number, "2026-11-27", "cancelled", "--why", "inventory")
    assert (told["pick_up"]["state"], told["pick_up"]["why"]) == ("cancelled", "inventory")
    assert terminal.json("agreement", "day", number, "2026-11-27", "as-agreed")["pick_up"]["state"] == "expected"
    assert (
        "nothing ready"
        in terminal.run("agreement", "day", number, "2026-11-20", "missed", "--why", "nothing ready").stdout
    )
    terminal.json("agreement", "day", number, "2026-11-26", "extra")
    back = terminal.run("agreement", "day", number, "2026-11-26", "as-agreed")
    assert "No pick-up is due that day." in back.stdout
    assert terminal.no("agreement", "day", number, "2026-11-24", "cancelled", "--why", "late") == "TooLateToCallOff"
    found = terminal.json(
        "agreement", "pick-ups", "--from", "2026-11-20", "--until", "2026-11-24", "--supplier", "miroir"
    )
    assert [(one["day"], one["state"]) for one in found["pick_ups"]] == [
        ("2026-11-20", "missed"),
        ("2026-11-24", "expected"),
    ]
    everybody = terminal.run("agreement", "pick-ups", "--from", "2026-11-20", "--until", "2026-11-24").stdout
    assert "20/11/2026 17:00  nothing came" in everybody


def test_the_round_of_a_week_on_screen_and_on_paper(terminal: Terminal, number: str, tmp_path: Path):
    signed(terminal, number)
    week = terminal.json("agreement", "round", "--week", "2026-12-02")
    assert [stop["pick_up"]["day"] for stop in week["stops"]] == ["2026-12-01", "2026-12-04"]
    assert "24/11/2026 17:00" in terminal.run("agreement", "round").stdout
    paper = tmp_path / "round.pdf"
    assert str(paper) in terminal.run("agreement", "round", "-o", paper).stderr
    assert "17:00" in pypdf.PdfReader(paper).pages[0].extract_text()


def test_the_agreement_and_its_annex_on_paper(
    terminal: Terminal, number: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    signed(terminal, number)
    assert "Written" in terminal.run("agreement", "paper", number).stderr
    assert (tmp_path / f"agreement-{number}.pdf").exists()
    assert terminal.json("agreement", "paper", number)["signed_by"] == "J. Maes"
    paper = tmp_path / "annex.pdf"
    terminal.run("agreement", "annex", number, "--year", 2026, "-o", paper)
    assert "2026" in pypdf.PdfReader(paper).pages[0].extract_text()
    assert "2026-11  0 of 6 kept" in terminal.run("agreement", "annex", number, "--year", 2026).stdout
    annex = terminal.json("agreement", "annex", number, "--year", 2026)
    assert (annex["total"]["expected"], annex["final"]) == (6, False)
    assert terminal.no("agreement", "annex", number, "--year", 2025) == "NotInThatYear"
