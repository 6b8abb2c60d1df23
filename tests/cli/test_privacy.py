"""Personal data at the console: handed out, erased, purged, and told on paper."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pypdf
import pytest

from kruidenier.shop.people import files
from tests.cli.conftest import Terminal
from tests.kit import Stand, day

LONG = "[b]Zohra <para> " + "x" * 150


@pytest.fixture
def desk(shelf: Stand) -> Stand:
    """A household that bought, with a name that trips papers."""
    shelf.do(files.change, "H1", display_name=LONG, address="Kerkstraat 1, 1090 Jette", address_protected=True)
    shelf.do(files.write_note, "H1", words="brings the key", until=day("2026-12-01"))
    shelf.sell("H1", ("rice", 2), ("apples", "300g"))
    return shelf


def words(file: Path) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(file).pages)


def test_all_that_is_kept_is_handed_out_as_a_file_and_on_paper(terminal: Terminal, desk: Stand, tmp_path: Path):
    desk.scan(desk.welcome("H1"), "rice")
    file, paper = tmp_path / "h1.json", tmp_path / "h1.pdf"
    assert terminal.json("privacy", "export", "H1", "-o", file) == {"file": str(file)}
    told = json.loads(file.read_text("utf-8"))
    assert told["household_file"][0]["display_name"] == LONG
    assert told["sales"][0]["total_cents"] == 180
    assert {dt.datetime.fromisoformat(line["at"]).tzinfo for line in told["journal"]} != {None}
    assert "T" in told["journal"][0]["at"]
    assert str(paper) in terminal.run("privacy", "export", "H1", "-o", paper).stdout
    for said in (
        "Kerkstraat 1",
        "Rijst",
        "Zohra <para>",
        "brings the key",
        "300 g",
        "betaalde goederen",
        "naam; adres",
    ):
        assert said in words(paper)
    assert "household" not in words(paper)


def test_a_household_is_erased_at_once(terminal: Terminal, desk: Stand):
    assert terminal.json("privacy", "erase", "H1") == {"erased": True}
    assert terminal.no("household", "H1") == "UnknownCard"
    assert (terminal.folder / "data" / "backups" / "erased.txt").read_text().count("\n") == 1
    desk.household("H2")
    assert "copies" in terminal.run("privacy", "erase", "H2").stdout
    assert terminal.json("check")["ok"] is True


def test_a_purge_is_shown_first(terminal: Terminal, desk: Stand):
    desk.household("OLD", grocery=("2020-01-01", "2020-06-30"))
    late = Terminal(terminal.folder, desk.on("2029-01-01").now)
    shown = late.json("privacy", "purge", "--dry-run")
    assert shown == {"households": 1, "links": 1, "notes": 1, "substitutes": 0, "cards": ["OLD"]}
    assert "OLD" in late.run("privacy", "purge", "--dry-run").stdout
    assert "OLD" not in late.run("privacy", "purge").stdout
    assert late.json("privacy", "purge")["households"] == 0


@pytest.mark.parametrize("lang", ["nl", "fr"])
def test_register_and_notice_are_papers_in_both_languages(terminal: Terminal, desk: Stand, tmp_path: Path, lang: str):
    desk.setting("receipt.heading", "Kerkstraat 9|1090 Jette")
    register, notice = tmp_path / "register.pdf", tmp_path / "notice.pdf"
    terminal.json("privacy", "register", "-o", register, "--lang", lang)
    terminal.json("privacy", "notice", "-o", notice, "--lang", lang)
    assert "household_file" in words(register)
    assert "household_file" not in words(notice)
    assert "24" in words(notice)
    assert {"nl": "Uw gegevens", "fr": "Vos données"}[lang] in words(notice)


def test_the_register_can_be_read_at_the_console(terminal: Terminal, desk: Stand):
    told = terminal.json("privacy", "register")["register"]
    assert "address" in told[0]["columns"]["household_file"]
    assert "household_file" in terminal.run("privacy", "register").stdout


def test_what_was_on_a_stolen_machine_is_told(terminal: Terminal, desk: Stand, tmp_path: Path):
    desk.household("H2", adults=2, children=3, lang="ar")
    terminal.run("backup")
    told = terminal.json("privacy", "machine")
    assert (told["households"], told["people"], told["copies"], told["sealed_copies"]) == (2, 7, 1, 0)
    assert told["languages"] == {"ar": 1, "nl": 1}
    assert told["books_here"] is (desk.shop.config.database == terminal.folder / "data" / "kruidenier.db")
    assert any(kind["rows"] for kind in told["kinds"])
    assert "7 people" in terminal.run("privacy", "machine").stdout
    paper = tmp_path / "machine.pdf"
    terminal.json("privacy", "machine", "-o", paper, "--lang", "fr")
    assert "Arabe" in words(paper) or "arabe" in words(paper)


def test_a_purge_leaves_every_report_equal(terminal: Terminal, desk: Stand):
    """Links, households and remarks go; the figures of the year stay to the cent and the gram."""
    desk.household("ESF", members=[(1984, None), (2021, 3)], grocery=None, esf=("2020-01-01", "2026-12-31"))
    desk.lot("rice", 4, origin="esf", grams=2000)
    desk.sell("ESF", "rice", pay="")
    late = Terminal(terminal.folder, desk.on("2029-02-05").now)
    asked = (
        ("report", "funder", "--year", "2026"),
        ("report", "stock", "--on", "2026-12-31"),
        ("report", "day", "--on", "2026-11-24"),
    )
    before = [late.json(*words) for words in asked]
    assert late.json("privacy", "purge")["links"] == 2
    assert [late.json(*words) for words in asked] == before
    assert terminal.json("check")["ok"] is True
