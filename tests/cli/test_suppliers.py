"""Suppliers and their gifts at the console."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest

from tests.cli.conftest import Terminal
from tests.kit import Stand

KBO = "0403.170.701"
MONTH = ("--from", "2026-11-01", "--until", "2026-11-24")


@pytest.fixture
def miroir(terminal: Terminal, stand: Stand) -> Terminal:
    """A supermarket in the register, and rice in the catalogue."""
    stand.product("rice", names={"nl": "Rijst", "fr": "Riz", "en": "Rice"}, fixed=60, content=500)
    terminal.json("supplier", "add", "miroir", "Miroir", "--kind", "supermarket", "--kbo", "BE0403170701")
    return terminal


def gift(terminal: Terminal, count: int = 4) -> str:
    return str(terminal.json("receive", "--supplier", "miroir", f"rice*{count}")["gift_note"])


def test_a_supplier_is_registered_changed_and_archived(miroir: Terminal):
    assert miroir.json("supplier", "show", "miroir")["kbo"] == KBO
    said = ("--town", "Jette", "--dry-goods-only", "yes", "--vat-scheme", "yes")
    changed = miroir.json("supplier", "edit", "miroir", *said)
    assert (changed["town"], changed["dry_goods_only"], changed["vat_scheme"]) == ("Jette", True, "yes")
    assert miroir.no("supplier", "edit", "miroir", "--kbo", "0400008600") == "NotAnEnterpriseNumber"
    assert miroir.no("supplier", "add", "miroir", "Again", "--kind", "shop") == "CodeTaken"
    assert miroir.json("supplier", "archive", "miroir")["archived_at"] is not None
    assert miroir.json("supplier", "list")["suppliers"] == []
    assert [one["code"] for one in miroir.json("supplier", "list", "--archived")["suppliers"]] == ["miroir"]
    assert miroir.no("receive", "--supplier", "miroir", "rice*1") == "SupplierArchived"
    assert "archived" in miroir.run("supplier", "list", "--archived").stdout
    assert miroir.json("supplier", "archive", "miroir", "--back")["archived_at"] is None
    shown = miroir.run("supplier", "show", "miroir").stdout
    assert KBO in shown
    assert "dry goods only" in shown
    assert miroir.json("supplier", "list", "--kind", "bakery")["suppliers"] == []


def test_contacts_are_kept_with_role_and_language(miroir: Terminal):
    social = ("--role", "social", "--name", "Zoé", "--language", "fr")
    (contact,) = miroir.json("supplier", "contact", "miroir", *social)["contacts"]
    assert (contact["role"], contact["lang"]) == ("social", "fr")
    changed = miroir.json("supplier", "contact", "miroir", "--change", contact["id"], "--phone", "02 1")["contacts"]
    assert changed == [contact | {"phone": "02 1"}]
    assert "Zoé" in miroir.run("supplier", "show", "miroir").stdout
    assert "--change" in miroir.wrong("supplier", "contact", "miroir", "--remove")
    gone = miroir.json("supplier", "contact", "miroir", "--change", contact["id"], "--remove")
    assert gone["contacts"] == []
    assert miroir.no("supplier", "contact", "miroir") == "EmptyContact"


def test_two_entries_are_merged_after_a_look(miroir: Terminal):
    miroir.json("supplier", "add", "twin", "Miroir (twin)", "--kind", "supermarket", "--town", "Jette")
    shown = miroir.run("supplier", "merge", "twin", "--into", "miroir", "--dry-run").stdout
    assert "Miroir (twin) becomes part of Miroir." in shown
    assert "Taken over: town Jette" in shown
    assert len(miroir.json("supplier", "list")["suppliers"]) == 2
    assert miroir.json("supplier", "merge", "twin", "--into", "miroir")["filled"] == {"town": "Jette"}
    assert miroir.json("supplier", "show", "twin")["code"] == "miroir"
    assert miroir.no("supplier", "merge", "miroir", "--into", "miroir") == "MergedWithItself"


def test_a_gift_note_is_shown_printed_signed_and_corrected(miroir: Terminal, tmp_path: Path):
    note = gift(miroir)
    told = miroir.json("gift-note", note)
    assert (told["number"], told["grams"], told["donor"]["kbo"]) == (note, 2000, KBO)
    assert (told["signatures"], told["corrected_by"]) == ({"giver": None, "shop": None}, None)
    assert "Rice" in miroir.run("gift-note", note).stdout
    paper = tmp_path / "note.pdf"
    assert str(paper) in miroir.run("gift-note", note, "-o", paper, "--lang", "both").stderr
    assert "Schenkingsdocument / Document de don" in pypdf.PdfReader(paper).pages[0].extract_text()
    signed = miroir.json("gift-sign", note, "--side", "giver", "--name", "Jo", "--on", "2026-11-24")
    assert (signed["signed"], signed["signatures"]["giver"]) == (False, {"name": "Jo", "signed_on": "2026-11-24"})
    assert "not signed yet" in miroir.run("gift-notes", "--supplier", "miroir", *MONTH, "--unsigned").stdout
    new = miroir.json("gift-correct", note, "1*6@3000", "--reason", "miscounted")
    assert (new["corrects"], new["kg"]) == (note, 3)
    assert f"corrected by {new['number']}" in miroir.run("gift-notes", "--supplier", "miroir", *MONTH).stdout
    assert new["number"] in miroir.run("gift-note", note).stdout
    unsigned = miroir.json("gift-notes", "--supplier", "miroir", *MONTH, "--unsigned")["notes"]
    assert [one["number"] for one in unsigned] == [new["number"]]
    miroir.run("gift-sign", new["number"], "--side", "giver", "--name", "Jo")
    assert "  signed" in miroir.run("gift-sign", new["number"], "--side", "shop", "--name", "Els").stdout
    assert miroir.no("gift-note", "9-999999") == "NoSuchPaper"
    assert "LINE*COUNT" in miroir.wrong("gift-correct", note, "x", "--reason", "y")
    assert miroir.json("check")["ok"]


def test_gifts_are_summed_up_once(miroir: Terminal, tmp_path: Path):
    notes = [gift(miroir), gift(miroir, 2)]
    paper = tmp_path / "summary.pdf"
    of_month = ("gift-summary", "--supplier", "miroir", *MONTH)
    told = miroir.json(*of_month, "-o", paper)
    assert ([note["number"] for note in told["notes"]], told["kg"]) == (notes, 3)
    assert told["by_group"] == [
        {
            "part": "gift",
            "group": "canned",
            "name": told["by_group"][0]["name"],
            "crates": 0,
            "count": 6,
            "kg": 3,
            "unweighed_pieces": 0,
        }
    ]
    assert told["number"] in pypdf.PdfReader(paper).pages[0].extract_text()
    assert miroir.json(*of_month) == told
    assert told["number"] in miroir.run(*of_month).stdout
    assert miroir.no("gift-summary", "--supplier", "miroir", "--from", "2026-11-24", "--until", "2026-12-24") == (
        "PeriodNotOver"
    )
