"""Reports to suppliers at the console."""

from __future__ import annotations

import csv
import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from sqlalchemy import update

from kruidenier.shop.supply.suppliers import Supplier
from tests.cli.conftest import Terminal
from tests.kit import NOW, Stand
from tests.shop.supplying import gives

LATER = NOW + dt.timedelta(days=400)
YEAR = ("--from", "2026-01-01", "--until", "2026-12-31")


@pytest.fixture
def given(shelf: Stand) -> Stand:
    shelf.supplier("miroir")
    gives(shelf, {"code": "rice", "count": 10}, {"group": "fruit", "grams": 7000})
    shelf.sell("H1", ("rice", 2))
    return shelf


def words(file: Path) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(file.read_bytes())).pages)


def test_the_figures_of_a_supplier(given: Stand, terminal: Terminal):
    told = terminal.json("report", "supplier", "miroir", *YEAR)
    assert (told["supplier"], told["from"], told["until"], told["number"]) == ("miroir", *YEAR[1::2], None)
    assert told["deliveries"] == len(told["notes"]) == 1
    assert told["kg"] == told["handed_out_kg"] + told["on_hand_kg"]
    said = terminal.run("report", "supplier", "miroir", *YEAR).stdout
    assert "given and taken in" in said
    assert terminal.no("report", "supplier", "nobody", *YEAR) == "NoSuchSupplier"
    assert terminal.no("report", "supplier", "miroir", *YEAR, "--by", "banner") == "NoBanner"


def test_a_value_that_is_hidden_is_not_told(given: Stand, terminal: Terminal):
    with given.shop.writing.begin() as session:
        session.execute(update(Supplier).values(hides_values=True))
    assert terminal.json("report", "supplier", "miroir", *YEAR)["reference_value_cents"] is None
    assert "value in a shop" not in terminal.run("report", "supplier", "miroir", *YEAR).stdout


def test_on_paper_it_is_a_draft_until_its_period_is_over(given: Stand, terminal: Terminal, tmp_path: Path):
    draft = terminal.run("report", "supplier", "miroir", *YEAR, "--lang", "nl", "-o", tmp_path / "d.pdf")
    assert "It is a draft" in draft.stderr
    assert "ONTWERP" in words(tmp_path / "d.pdf")
    later = replace(terminal, now=LATER)
    issued = later.run("report", "supplier", "miroir", *YEAR, "--lang", "nl", "-o", tmp_path / "i.pdf")
    assert "Issued as report 1-" in issued.stderr
    number = later.json("report", "supplier", "miroir", *YEAR)["number"]
    assert f"Verslag {number}" in words(tmp_path / "i.pdf")
    gives(given, {"code": "rice", "count": 90})
    again = later.json("report", "supplier", "miroir", *YEAR, "--lang", "nl", "-o", tmp_path / "j.pdf")
    assert (again["number"], again["deliveries"]) == (number, 1)
    assert (tmp_path / "j.pdf").read_bytes() == (tmp_path / "i.pdf").read_bytes()
    assert f"report {number}" in later.run("report", "supplier", "miroir", *YEAR).stdout


def test_the_spreadsheet_the_paper_and_the_document_say_the_same(given: Stand, terminal: Terminal, tmp_path: Path):
    later = replace(terminal, now=LATER)
    document = later.json("report", "supplier", "miroir", *YEAR, "--lang", "en", "-o", tmp_path / "x.pdf")
    later.run("report", "supplier", "miroir", *YEAR, "-o", tmp_path / "x.csv")
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as file:
        total = {row["figure"]: row["value"] for row in csv.DictReader(file) if row["part"] == "total"}
    paper = words(tmp_path / "x.pdf")
    for name in ("kg", "handed_out_kg", "on_hand_kg", "fresh_kg"):
        assert Decimal(total[name]) == Decimal(str(document[name]))
        assert f"{document[name]:.3f} kg" in paper


def test_all_suppliers_of_a_year_beside_each_other(given: Stand, terminal: Terminal, tmp_path: Path):
    given.supplier("b/../c", kind="bakery")
    gives(given, {"code": "rice", "count": 3}, supplier="b/../c")
    later = replace(terminal, now=LATER)
    done = later.json("report", "suppliers", "--year", "2026", "-o", tmp_path / "all", "--lang", "fr")
    assert [(one["supplier"], Path(one["file"]).name) for one in done["reports"]] == [
        ("b/../c", "b_.._c-2026-fr.pdf"),
        ("miroir", "miroir-2026-fr.pdf"),
    ]
    assert sorted(file.name for file in (tmp_path / "all").iterdir()) == ["b_.._c-2026-fr.pdf", "miroir-2026-fr.pdf"]
    assert "Rapport 1-" in words(tmp_path / "all" / "miroir-2026-fr.pdf")
    assert "0 reports written." in later.run("report", "suppliers", "--year", "2024", "-o", tmp_path).stdout


def test_a_report_that_cannot_be_written_is_told(given: Stand, terminal: Terminal, tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    result = terminal.run("report", "suppliers", "--year", "2026", "-o", tmp_path / "file" / "in", "--json")
    assert result.exit_code == 1
    (report,) = json.loads(result.stdout)["reports"]
    assert report["file"] is None
    assert report["why"] in result.stderr


def test_only_those_who_may_issue_reports_do_so(given: Stand, terminal: Terminal, tmp_path: Path):
    volunteer = terminal.as_("vera", "1234")
    terminal.run("staff", "add", "Vera", "--role", "volunteer", "--pin", "1234")
    assert volunteer.no("report", "suppliers", "--year", "2026", "-o", tmp_path) == "NotAllowed"
