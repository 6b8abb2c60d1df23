"""A funder's paper: the same figures as PDF, CSV, XLSX and JSON, in both languages, with any name of a shop."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from kruidenier.documents import funder_sheet
from kruidenier.documents.funder_paper import FunderPaper, draw, write
from kruidenier.shop.figures.funder_reports import FunderReport, document
from kruidenier.shop.figures.funder_values import Box, FunderFigures, box_names
from kruidenier.shop.till.values import ShopHeading
from tests.documents.papers import box, read

BANDS = ((0, 15), (0, 17), (18, 29), (65, None))
FIGURES = FunderFigures(
    2026,
    dt.date(2026, 6, 30),
    BANDS,
    tuple(Box(name, 7001 + 13 * n, 601 + n if n % 3 else None, None) for n, name in enumerate(box_names(BANDS))),
    (8_572_457, 1_564_363, 0),
)
ISSUED = FunderReport(FIGURES, None, "1-000412", dt.datetime(2027, 1, 4, 9, tzinfo=dt.UTC), "els")
HOSTILE = ["[b]Kruidenier[/b]", "<para>&amp;", "=cmd|' /C calc'!A0", 'de "Winkel"', "بقالة", "K" * 200]


def paper(report: FunderReport = ISSUED, name: str = "Sociale Kruidenier") -> FunderPaper:
    return FunderPaper(ShopHeading(name), report)


def numbers(report: FunderReport) -> list[list[str]]:
    told = document(report)
    rows = [[box["name"], *(box[who] for who in ("came", "esf_food", "esf_goods"))] for box in told["boxes"]]
    rows.append(["handed_out_kg", *told["handed_out_kg"].values()])
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


def test_the_spreadsheets_and_the_paper_have_the_figures_of_the_document(tmp_path: Path):
    wanted = numbers(ISSUED)
    with funder_sheet.write(ISSUED, tmp_path / "funder.csv", lang="nl").open(newline="", encoding="utf-8") as file:
        from_csv = list(csv.reader(file))
    sheet = CalamineWorkbook.from_path(funder_sheet.write(ISSUED, tmp_path / "funder.xlsx", lang="nl"))
    from_xlsx = [[str(cell) for cell in row] for row in sheet.get_sheet_by_index(0).to_python()]
    assert from_csv == from_xlsx
    assert [row[:4] for row in from_csv if row[0] in {name for name, *_rest in wanted}] == wanted
    assert from_csv[1][:2] == ["number", "1-000412"]
    lines = read(draw(paper(), lang="nl"))
    first = next(n for n, line in enumerate(lines) if line.startswith("mensen, elk"))
    on_paper = [line.split()[-3:] for line in lines[first : first + len(FIGURES.boxes)]]
    assert on_paper == [
        [f"{int(cell):,}".replace(",", ".") if cell else "–" for cell in row[1:]] for row in wanted[:-1]
    ]
    assert "uitgedeelde waren 8.572,457 kg 1.564,363 kg 0,000 kg" in lines


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("nl", ("Wie er in 2026 geholpen werd", "15 jaar of jonger 7.014 602 –", "jonger dan 18 7.027 603 –")),
        ("fr", ("Qui a été aidé en 2026", "15 ans ou moins 7 014 602 –", "65 ans ou plus 7 053 605 –")),
        ("en", ("Who was served in 2026", "aged 18 to 29 7,040 – –")),
    ],
)
def test_it_speaks_the_language_of_its_reader(lang: str, words: tuple[str, ...]):
    lines = read(draw(paper(), lang=lang))
    for word in words:
        assert word in lines
    assert any("1-000412" in line for line in lines)


def test_a_draft_says_so(tmp_path: Path):
    lines = read(write(paper(FunderReport(FIGURES)), tmp_path / "funder.pdf", lang="fr").read_bytes())
    assert lines[0] == "PROJET : qui a été aidé en 2026"
    assert next(iter(funder_sheet.rows(FunderReport(FIGURES))))[1] == "draft"


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_is_just_a_name(name: str):
    pdf = draw(paper(name=name), lang="nl")
    assert len(read(pdf)) > 20
    if name.isascii() and len(name) < 100:
        assert any(line.startswith(f"{name} · ") for line in read(pdf))
    assert box(pdf, "30/06/2026")[2] < 595 - 50 or len(name) > 100


def test_the_columns_do_not_touch():
    for lang, (left, right) in {
        "nl": ("kregen ESF+-voeding", "kregen andere"),
        "fr": ("aliments FSE+ reçus", "autres biens"),
    }.items():
        pdf = draw(paper(), lang=lang)
        assert box(pdf, left)[2] + 3 < box(pdf, right)[0]
