"""Labels and the counter sheet from the console."""

from __future__ import annotations

from pathlib import Path

import pypdf

from tests.cli.conftest import Terminal
from tests.kit import Stand


def text(file: Path) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(file).pages)


def test_labels_of_goods(shelf: Stand, terminal: Terminal, tmp_path: Path):
    (label,) = terminal.json("labels", "shelf", "rice")["labels"]
    assert (label["code"], label["price_cents"], label["per_kilo_cents"]) == ("rice", 60, 120)
    assert label["names"] == {"nl": "Rijst", "fr": "Riz"}
    file = tmp_path / "labels.pdf"
    done = terminal.run("labels", "shelf", "rice", "apples", "--sheet", "2x7", "--first", 3, "-o", file)
    assert (done.stdout, done.stderr) == ("", f"Written: {file}\n")
    assert "Rijst" in text(file)
    assert terminal.no("labels", "shelf", "nothing") == "UnknownCode"


def test_labels_with_a_new_price_until_they_are_printed(shelf: Stand, terminal: Terminal, tmp_path: Path):
    told = terminal.run("labels", "shelf").stdout
    assert told.splitlines() == [
        "apples              €1.99  Apples",
        "5410188031072       €1.25  Gaspacho",
        "rice                €0.60  Rijst",
    ]
    terminal.run("labels", "shelf", "-o", tmp_path / "labels.pdf")
    assert terminal.run("labels", "shelf", "-o", tmp_path / "more.pdf").stdout == "Every label tells the right price.\n"
    assert terminal.json("labels", "shelf") == {"labels": []}
    assert not (tmp_path / "more.pdf").exists()


def test_a_place_beyond_the_sheet_is_refused_and_nothing_counts_as_printed(
    shelf: Stand, terminal: Terminal, tmp_path: Path
):
    wrong = terminal.run("labels", "shelf", "--first", 25, "-o", tmp_path / "labels.pdf")
    assert wrong.exit_code == 1
    assert "from 1 to 24" in wrong.stderr
    assert len(terminal.json("labels", "shelf")["labels"]) == 3


def test_labels_of_lots_as_many_as_wanted(shelf: Stand, terminal: Terminal, tmp_path: Path):
    file = tmp_path / "lots.pdf"
    assert terminal.run("labels", "lot", "L1-000001*2", "L1-000003", "-o", file).exit_code == 0
    assert (text(file).count("L1-000001"), text(file).count("L1-000003")) == (2, 1)
    assert terminal.run("labels", "lot", "L1-000099", "-o", file).exit_code == 1
    for wrong in ("L1-000001*", "L1-000001*0", "L1-000001*501", "L1-000001*x"):
        assert "from 1 to 500" in terminal.wrong("labels", "lot", wrong, "-o", file)


def test_the_counter_sheet(shelf: Stand, terminal: Terminal, tmp_path: Path):
    file = tmp_path / "counter.pdf"
    assert terminal.run("labels", "counter", "-o", file).stderr == f"Written: {file}\n"
    assert "Rijst" in text(file)
    assert terminal.run("labels", "counter", "--group", "canned").stdout.split() == [
        "apples",
        "Apples",
        "rice",
        "Rijst",
    ]
    codes = [one["code"] for one in terminal.json("labels", "counter")["products"]]
    assert codes == ["apples", "rice"]
    assert terminal.json("labels", "counter", "--group", "fruit")["products"] == []
    assert terminal.no("labels", "counter", "--group", "wood") == "NoSuchGroup"
