"""Households' files at the console."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest

from kruidenier.shop.people import files
from tests.cli.conftest import Terminal
from tests.kit import Stand, day


@pytest.fixture
def desk(shelf: Stand) -> Stand:
    """Three households, two of which may be one."""
    shelf.household("A1", members=[(1984, None), (2015, None)], grocery=("2026-07-01", "2026-12-10"))
    shelf.household("A2", members=[(1984, None), (2015, None)], lang="fr")
    shelf.do(files.change, "A1", display_name="Mohamed El Idrissi")
    shelf.do(files.change, "A2", display_name="El Idrisi Muhammad")
    return shelf


def test_a_file_is_changed_and_read(terminal: Terminal, desk: Stand):
    told = terminal.json(
        *("household", "edit", "A1", "--name", "[b]Ann[/b]", "--lang", "ar", "--referred-by", "CPAS"),
        *("--contact", "=cmd", "--referred-on", "2026-11-20", "--informed-on", "2026-11-24", "--address", "Street 1"),
        *("--protected", "--needs", "chair, cool_bag", "--people", "1984F 2024-03", "--until", "2026-12-31"),
        *("--note", "comes late", "--substitute", "Zohra"),
    )
    assert set(told["changed"]) == {
        "display_name",
        "lang",
        "referred_by",
        "referrer_contact",
        "referred_on",
        "informed_on",
        "address",
        "address_protected",
        "needs",
        "people",
        "note",
        "substitute",
    }
    sheet = terminal.json("household", "file", "A1")
    assert (sheet["display_name"], sheet["lang"], sheet["needs"]) == ("[b]Ann[/b]", "ar", ["chair", "cool_bag"])
    assert [person["born"] for person in sheet["people"]] == ["1984:F", "2024-03"]
    assert [note["words"] for note in sheet["notes"]] == ["comes late"]
    assert terminal.json("household", "A1")["needs"] == ["chair", "cool_bag"]
    assert terminal.json("household", "edit", "A1")["changed"] == []
    assert "[b]Ann[/b]" in terminal.run("household", "file", "A1").stdout
    assert terminal.run("household", "edit", "A1", "--needs", "").exit_code == 0
    assert "--until" in terminal.wrong("household", "edit", "A1", "--note", "x")


def test_households_are_listed_and_found(terminal: Terminal, desk: Stand):
    assert [one["card"] for one in terminal.json("household", "list")["households"]] == ["A1", "A2", "H1"]
    assert [one["card"] for one in terminal.json("household", "list", "idris")["households"]] == ["A2", "A1"]
    assert [one["card"] for one in terminal.json("household", "list", "--ending", "30")["households"]] == ["A1"]
    told = terminal.run("household", "list").stdout
    assert "El Idrissi" in told
    assert "may shop, but the right ends soon" in told


def test_rights_are_given_and_renewed_within_the_rules(terminal: Terminal, desk: Stand):
    terminal.json("settings", "set", "rights.most_renewals", "1")
    assert terminal.json("household", "give", "A1", "--esf", "--until", "2027-01-31", "--proof", "bim") == {
        "card": "A1",
        "until": "2027-01-31",
    }
    assert terminal.no("household", "renew", "A1", "--proof", "850730 033 28") == "NumberOnProof"
    renewed = terminal.json("household", "renew", "A1", "--proof", "brief van de huisarts")
    assert renewed["grocery"]["until"] == "2027-06-10"
    rights = terminal.json("household", "file", "A1")["rights"]
    assert [(one["kind"], one["proof"]) for one in rights[:2]] == [("grocery", "brief van de huisarts"), ("esf", "bim")]
    assert terminal.no("household", "renew", "A1") == "RenewedOften"
    assert terminal.no("household", "renew", "A1", "--override") == "OverrideNeedsReason"
    renewed = terminal.json("household", "renew", "A1", "--override", "--reason", "hardship")
    assert renewed["grocery"] == {"from": "2026-07-01", "until": "2027-12-10", "renewals": 2}
    found = terminal.json("household", "exceptions")["exceptions"]
    assert [(one["what"], one["rule"]) for one in found if one["what"] == "override"] == [("override", "RenewedOften")]
    assert {one["rule"] for one in found if one["what"] == "refused"} == {
        "RenewedOften",
        "OverrideNeedsReason",
        "NumberOnProof",
    }
    assert "RenewedOften" in terminal.run("household", "exceptions", "--from", "2026-11-01").stdout
    assert "until: 2027" in terminal.run("household", "give", "A2").stdout


def test_one_visit(terminal: Terminal, desk: Stand):
    card = terminal.json("household", "visit", "--name", "New", "--lang", "fr", "--people", "2+1")["card"]
    assert terminal.json("household", card)["grocery"]["until"] == "2026-11-30"


def test_duplicates_are_merged_or_told_apart(terminal: Terminal, desk: Stand):
    (pair,) = terminal.json("household", "duplicates")["pairs"]
    assert ({pair["one"]["card"], pair["other"]["card"]}, pair["same_birth_years"]) == ({"A1", "A2"}, 2)
    assert "=?" in terminal.run("household", "duplicates").stdout
    differ = terminal.json("household", "merge", "A1", "A2")["differ"]
    assert differ["lang"] == ["nl", "fr"]
    desk.household("A3", adults=2, children=1)
    assert terminal.json("household", "merge", "A1", "A3")["differ"]["people"] == ["1984;2015", "2+1"]
    assert terminal.json("household", "merge", "A1", "A2", "--take", "lang", "--yes") == {"card": "A1"}
    assert terminal.json("household", "A2")["lang"] == "fr"
    assert terminal.json("household", "apart", "A1", "A3") == {"card": "A1", "other": "A3"}
    assert terminal.no("household", "merge", "A1", "A3", "--take", "income", "--yes") == "UnknownField"


def test_a_household_splits(terminal: Terminal, desk: Stand):
    child = terminal.json("household", "file", "A1")["people"][1]["id"]
    told = terminal.json("household", "split", "A1", "--leaving", child, "--name", "L.", "--protected")
    assert terminal.json("household", told["card"])["children"] == 1
    other = terminal.json("household", "split", "H1", "--people", "1", "--name", "M.")
    assert terminal.json("household", other["card"])["size"] == 1


def test_letters_go_to_those_whose_right_ends_soon(terminal: Terminal, desk: Stand, tmp_path: Path):
    desk.do(files.change, "A1", address="Kerkstraat 1, 1090 Jette")
    file = tmp_path / "letters.pdf"
    assert str(file) in terminal.run("household", "letters", "-o", file).stdout
    (page,) = pypdf.PdfReader(file).pages
    assert "Kerkstraat 1" in page.extract_text()
    assert "nothing to print" in terminal.run("household", "letters", "-o", file, "--days", "0").stdout


def test_an_offices_own_columns(terminal: Terminal, desk: Stand, tmp_path: Path):
    columns = {"display_name": "Nom", "adults": "Adultes", "access_from": "Du", "access_until": "Au", "card": "Dossier"}
    words = [part for ours, theirs in columns.items() for part in ("--column", f"{ours}={theirs}")]
    saved = terminal.json("mapping", "save", "cpas", *words, "--always", "lang=fr", "--always", "referred_by=CPAS")
    assert saved == {"mapping": "cpas"}
    assert terminal.json("mapping", "list") == {"mappings": ["cpas"]}
    assert "cpas" in terminal.run("mapping", "list").stdout
    file = tmp_path / "cpas.csv"
    file.write_text("Dossier;Nom;Adultes;Du;Au\nJ-1;Diallo;2;01/11/2026;30/04/2027\n", "utf-8")
    assert terminal.json("import", "households", file, "--mapping", "cpas")["created"] == 1
    assert terminal.json("household", "J-1")["grocery"]["until"] == "2027-04-30"
    assert terminal.no("import", "households", file, "--mapping", "caw") == "NoSuchMapping"
    assert "mapping" in terminal.wrong("import", "products", file, "--mapping", "cpas")
    assert "OURS=THEIRS" in terminal.wrong("mapping", "save", "x", "--column", "Nom")


def test_files_are_for_those_who_say_who_they_are(terminal: Terminal, desk: Stand):
    terminal.json("staff", "add", "Vera", "--role", "volunteer", "--pin", "2222")
    for words in (("file", "A1"), ("list",), ("duplicates",), ("exceptions",), ("merge", "A1", "A2")):
        assert terminal.no("household", *words) == "SignInFirst"
        assert terminal.as_("vera", "2222").no("household", *words) == "NotAllowed"


def test_the_purse_of_free_goods_is_shown(terminal: Terminal, desk: Stand):
    terminal.json("settings", "set", "budget.free_adult_cents", "500")
    budget = terminal.json("household", "A1")["budget"]
    assert (budget["free_limit_cents"], budget["free_spent_cents"], budget["free_left_cents"]) == (500, 0, 500)


def test_a_right_by_category(terminal: Terminal, desk: Stand):
    desk.household("A4", grocery=None)
    assert terminal.no("household", "give", "A4", "--way", "category", "--reason", "bim") == "WayNotOpen"
    terminal.json("settings", "set", "rights.ways", "referral category")
    told = terminal.json("household", "give", "A4", "--way", "category", "--reason", "bim", "--from", "2026-12-01")
    assert told["until"] == "2027-05-31"
    assert desk.do(files.open_file, "A4").rights[0].start == day("2026-12-01")


def test_cards_are_printed_and_a_lost_one_is_replaced(terminal: Terminal, desk: Stand, tmp_path: Path):
    told = terminal.json("household", "lost", "A1")
    assert told["blocked"] == "A1"
    assert terminal.json("household", told["card"])["card"] == told["card"]
    paper = tmp_path / "cards.pdf"
    terminal.run("household", "card", told["card"], "a2", "-o", str(paper), "--first", "10")
    sheets = [sheet.extract_text() for sheet in pypdf.PdfReader(paper).pages]
    assert told["card"] in sheets[0]
    assert "A2" in sheets[1]
    refused = terminal.run("household", "card", "A1", "-o", str(tmp_path / "old.pdf"))
    assert (refused.exit_code, "replaced by a new one" in refused.stderr) == (1, True)
    assert not (tmp_path / "old.pdf").exists()
