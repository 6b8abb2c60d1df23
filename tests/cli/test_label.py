"""The label from the console."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from kruidenier.shop.office import staff
from kruidenier.shop.supply import awards
from tests.cli.conftest import Terminal
from tests.kit import TODAY, Stand
from tests.shop.labels import give, line, sign_all, supplier

DECIDED = ("--by", "A. Burgemeester", "--decision", "2026/CBS/117")


@pytest.fixture
def giver(stand: Stand) -> Stand:
    """A supermarket at level 3: 100 kg in each of 26 weeks, half of it fresh."""
    supplier(stand)
    for week in range(26):
        give(stand, dt.date(2026, 6, 1) + dt.timedelta(weeks=week), line("bread", 50_000), line("canned", 50_000))
    sign_all(stand)
    return stand


def test_a_supplier_is_assessed(giver: Stand, terminal: Terminal):
    said = terminal.json("label", "assess", "miroir", "--on", TODAY)
    assert (said["points"], said["of"], said["share"], said["level"]) == (67, 75, 0.8933, 3)
    assert [one["name"] for one in said["criteria"]] == [
        "regularity",
        "volume",
        "freshness",
        "remaining_life",
        "usability",
        "documentation",
    ]
    assert {one["name"]: one["value"] for one in said["criteria"] if one["applies"]} == {
        "regularity": 1.0,
        "volume": 216.667,
        "freshness": 0.5,
        "usability": 1.0,
    }
    assert {one["name"]: one["met"] for one in said["prerequisites"]} == {
        "identity": True,
        "agreement_or_deliveries": True,
        "no_use_by_passed": True,
    }
    assert (said["homework"], said["scheme"], said["supplier"]) == ([], "jette-1", "miroir")


def test_an_assessment_is_told_in_plain_words(giver: Stand, terminal: Terminal):
    give(giver, TODAY, line("bread", 1000))
    told = terminal.run("label", "assess", "miroir").stdout
    for said in (
        "Something was given in 26 of 26 weeks.",
        "67 of 75 points: level 3",
        "This is the highest level.",
        "Our own homework first: 1 gift note wants a signature",
        "[x] Nothing came in past its use-by date.",
    ):
        assert said in told
    assert terminal.json("label", "assess", "miroir")["homework"][0]["left"] == 1


def test_a_label_is_awarded_printed_published_and_withdrawn(giver: Stand, terminal: Terminal, tmp_path: Path):
    done = terminal.json("label", "award", "miroir", *DECIDED, "--publish")
    assert (done["state"], done["status"], done["level"], done["by"]) == ("issued", "in_force", 3, "A. Burgemeester")
    assert (done["issued_on"], done["valid_until"]) == ("2026-11-24", "2027-11-23")
    files = [tmp_path / name for name in ("c.pdf", "s.pdf", "n.pdf")]
    written = terminal.json(
        "label", "certificate", "miroir", "-o", files[0], "--sticker", files[1], "--speech", files[2]
    )
    assert all(file.read_bytes().startswith(b"%PDF") for file in files)
    assert terminal.json("label", "verify", written["text"])["award"]["status"] == "in_force"
    assert terminal.json("label", "register")["holders"][0]["name"] == "Miroir"
    assert terminal.run("label", "register", "-o", tmp_path / "r.html").exit_code == 0
    assert "three leaves" in terminal.run("label", "register").stdout
    assert terminal.no("label", "register", "-o", tmp_path / "r.doc") == "UnknownRegister"
    assert terminal.no("label", "withdraw", "miroir", "--reason", "closed") == "NotHeard"
    gone = terminal.json("label", "withdraw", "miroir", "--reason", "closed", "--heard", TODAY)
    assert (gone["status"], gone["withdrawn_why"]) == ("withdrawn", "closed")
    assert terminal.json("label", "verify", written["text"])["award"]["status"] == "withdrawn"
    assert terminal.no("label", "certificate", "miroir", "-o", files[0]) == "NoLabel"
    told = terminal.json("label", "letter", "miroir", "-o", tmp_path / "l.pdf", "--lang", "fr")
    assert (told["kind"], told["lang"]) == ("withdrawn", "fr")
    assert "Written:" in terminal.run("label", "letter", "miroir", "-o", tmp_path / "l.pdf").stdout
    assert terminal.json("label", "register")["holders"] == []


def test_verify_reads_its_input_and_refuses_what_was_changed(giver: Stand, terminal: Terminal, tmp_path: Path):
    terminal.json("label", "award", "miroir", *DECIDED)
    text = terminal.json("label", "certificate", "miroir", "-o", tmp_path / "c.pdf")["text"]
    assert "This certificate is genuine" in terminal.run("label", "verify", "-", input=text).stdout
    assert terminal.no("label", "verify", text.replace("3:", "1:")) == "NotGenuine"
    assert "Written:" in terminal.run("label", "certificate", "miroir", "-o", tmp_path / "c.pdf").stdout


def test_another_level_needs_a_reason(giver: Stand, terminal: Terminal):
    assert terminal.no("label", "award", "miroir", *DECIDED, "--level", 2) == "NeedsReason"
    assert terminal.json("label", "list") == {"awards": []}
    done = terminal.json("label", "award", "miroir", *DECIDED, "--level", 2, "--reason", "new")
    assert (done["proposed_level"], done["level"], done["reason"]) == (3, 2, "new")


def test_a_proposal_waits_or_is_dropped(giver: Stand, terminal: Terminal):
    first = terminal.json("label", "propose", "miroir", "--on", "2026-11-23")
    assert (first["state"], first["assessed_on"]) == ("proposed", "2026-11-23")
    assert "proposed" in terminal.run("label", "list").stdout
    assert terminal.json("label", "drop", "miroir")["state"] == "dropped"
    assert terminal.no("label", "drop", "miroir") == "NothingProposed"
    again = terminal.run("label", "propose", "miroir")
    assert "3 three leaves" in again.stdout
    assert terminal.json("label", "award", "miroir", *DECIDED)["number"] != first["number"]
    assert terminal.json("label", "consent", "miroir", "--publish")["publish"] is True
    assert terminal.json("label", "consent", "miroir", "--no-publish")["publish"] is False


def test_staff_propose_and_managers_decide(giver: Stand, terminal: Terminal):
    giver.do(staff.add, "Sam", role="staff", pin="2222", lang="nl")
    sam = terminal.as_("sam", "2222")
    assert sam.json("label", "propose", "miroir")["state"] == "proposed"
    assert sam.no("label", "award", "miroir", *DECIDED) == "NotAllowed"
    assert giver.ask(awards.require_open, "miroir").state == "proposed"


def test_a_certificate_of_books_restored_from_before_it(giver: Stand, terminal: Terminal, tmp_path: Path):
    terminal.json("label", "award", "miroir", *DECIDED)
    text = terminal.json("label", "certificate", "miroir", "-o", tmp_path / "c.pdf")["text"]
    copy, there = tmp_path / "copy.kruidenier", tmp_path / "restored"
    terminal.json("label", "award", "miroir", *DECIDED)
    assert terminal.run("backup", copy).exit_code == 0
    assert terminal.run("restore", copy, there).exit_code == 0
    restored = Terminal(there)
    assert json.loads(restored.run("label", "verify", text, "--json").stdout)["award"]["status"] == "replaced"
    later = restored.json("label", "certificate", "miroir", "-o", tmp_path / "d.pdf")["text"]
    assert terminal.json("label", "verify", later)["genuine"] is True


def test_books_that_do_not_know_a_certificate_say_so(giver: Stand, terminal: Terminal, tmp_path: Path):
    terminal.json("label", "award", "miroir", *DECIDED)
    early = tmp_path / "early.kruidenier"
    assert terminal.run("backup", early).exit_code == 0
    terminal.json("label", "award", "miroir", *DECIDED)
    text = terminal.json("label", "certificate", "miroir", "-o", tmp_path / "c.pdf")["text"]
    assert terminal.run("restore", early, tmp_path / "restored").exit_code == 0
    told = Terminal(tmp_path / "restored").run("label", "verify", text).stdout
    assert "This certificate is genuine" in told
    assert "do not know how it stands now" in told


def test_a_scheme_is_written_changed_and_brought_in(stand: Stand, terminal: Terminal, tmp_path: Path):
    scheme = json.loads(terminal.run("label", "scheme", "show").stdout)
    assert scheme == terminal.json("label", "scheme", "show", "jette-1")
    scheme |= {"code": "jette-2", "valid_from": "2027-01-01"}
    scheme["rules"]["criteria"]["volume"]["points"] = 20
    file = tmp_path / "scheme.json"
    file.write_text(json.dumps(scheme), "utf-8")
    assert terminal.json("label", "scheme", "add", file) == scheme
    assert terminal.no("label", "scheme", "add", file) == "SchemeOfThatDay"
    file.write_text(json.dumps(scheme | {"code": "jette-3", "valid_from": "2028-01-01"}), "utf-8")
    assert "110 points" in terminal.run("label", "scheme", "add", file).stdout
    assert [one["code"] for one in terminal.json("label", "scheme", "list")["schemes"]] == [
        "jette-1",
        "jette-2",
        "jette-3",
    ]
    assert "jette-3  from 01/01/2028  110 points  3 levels" in terminal.run("label", "scheme", "list").stdout
    assert terminal.json("label", "scheme", "show", "--on", "2027-06-01")["code"] == "jette-2"
