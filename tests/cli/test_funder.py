"""The paper for a funder at the console."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.cli.conftest import Terminal
from tests.kit import Stand, noon
from tests.shop.serving import family, stock_up


def test_a_draft_while_the_year_runs_and_a_paper_for_good_after_it(stand: Stand, terminal: Terminal, tmp_path: Path):
    stock_up(stand)
    for number in range(6):
        family(stand, f"H{number}", "1984f 2012m", "rice", "pasta")
    told = terminal.json("report", "funder")
    assert (told["number"], told["boxes"][0]) == (
        None,
        {"name": "people", "came": 12, "esf_food": 12, "esf_goods": None},
    )
    said = terminal.run("report", "funder").stdout.splitlines()
    assert said[0] == "2026  ages on 31/12/2026  draft"
    assert said[2].split() == ["people,", "each", "once", "12", "12", "–"]
    draft = terminal.run("report", "funder", "-o", tmp_path / "draft.pdf")
    assert "Do not hand it on." in draft.stderr
    after = replace(terminal, now=noon("2027-01-04"))
    assert after.json("report", "funder", "--year", "2026")["number"] is None
    for name in ("funder.pdf", "funder.csv", "funder.xlsx"):
        assert "Issued as paper 1-000007" in after.run("report", "funder", "--year", 2026, "-o", tmp_path / name).stderr
        assert (tmp_path / name).exists()
    again = after.json("report", "funder", "--reference", "2026-12-31")
    assert (again["number"], again["boxes"]) == ("1-000007", told["boxes"])
    assert after.no("report", "funder", "--year", 2026, "--reference", "2025-12-31") == "ReferenceOutsideYear"


def test_the_file_for_an_auditor(stand: Stand, terminal: Terminal, tmp_path: Path):
    stock_up(stand)
    family(stand, "H1", "1984f 2012m", "pasta")
    told = terminal.json("report", "auditor", "--seed", 3)
    assert (told["year"], told["seed"], told["decisions"], told["check"]["ok"]) == (2026, 3, 2, True)
    assert [line["code"] for line in told["esf_account"]] == ["pasta", "soap"]
    assert told["sample"][0]["card"] is None
    assert terminal.json("report", "auditor", "--cards")["sample"][0]["card"] == "H1"
    said = terminal.run("report", "auditor").stdout.splitlines()
    assert said[1].split() == ["decisions", "about", "rights", "2"]
    for name in ("auditor.pdf", "auditor.csv"):
        assert "Written" in terminal.run("report", "auditor", "--lang", "fr", "-o", tmp_path / name).stderr
        assert (tmp_path / name).exists()
