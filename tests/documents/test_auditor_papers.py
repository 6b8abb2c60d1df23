"""The auditor's file: the same figures as PDF, CSV and XLSX, with hostile names, and none too wide for its column."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from kruidenier.documents import auditor_sheet
from kruidenier.documents.auditor_paper import AuditorPaper, draw, write
from kruidenier.shop.figures.auditor import AuditorFile, Correction, CountedDrawer, document
from kruidenier.shop.figures.esf_account import COLUMNS, Amount, EsfLine
from kruidenier.shop.figures.exceptions import Exceptional
from kruidenier.shop.figures.proof import Fault
from kruidenier.shop.office import sheets
from kruidenier.shop.people.decisions import Decision
from kruidenier.shop.till.values import ShopHeading

NAMES = ("Pasta [b]500[/b] g", "<para>Riz", "=cmd|' /C calc'!A0", '"Lait"', "زيت", "M" * 200)
DAY = dt.date(2026, 11, 24)
TALL = {name: Amount(12_345 + place, 6_172_500 + place) for place, name in enumerate(COLUMNS)}
ACCOUNT = tuple(
    EsfLine(f"{place:013}", name, f"ESF+ {2025 + place % 2}", False, DAY if place else None, TALL)
    for place, name in enumerate(NAMES)
)
SAMPLE = (
    Decision("esf", DAY, None, 0, "category", "debt_mediation", "bim", None, None, 4, "els", DAY, "K123456782"),
    Decision("grocery", None, DAY, 1, "referral", None, "attest <para>", DAY, "LastsLong", 4, "benoit", DAY),
)
MOMENT = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
FULL = AuditorFile(
    year=2026,
    seed=7,
    account=ACCOUNT,
    decisions=479,
    sample=SAMPLE,
    overrides=(Exceptional("paper", MOMENT, "BudgetSpent, RightEnded", "1-000066", "<b>&" * 40, "els"),),
    corrections=(Correction("refund", "1-000067", "1-000066", DAY, -1150, NAMES[2], "els"),),
    drawers=1,
    differences=(CountedDrawer("1-000056", DAY, 23_055, 22_955, "helene", "<i>kas</i> =1+1"),),
    faults=(Fault("lot", "L1-000001", "What is left of lot L1-000001 is not the sum of its movements."),),
)
BARE = AuditorFile(2026, 2026, (), 0, (), (), (), 0, (), ())


def words(file: AuditorFile, lang: str = "nl") -> str:
    pdf = pypdfium2.PdfDocument(draw(AuditorPaper(ShopHeading("Kruidenier"), file, DAY), lang=lang))
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pdf)


def test_the_spreadsheets_and_the_paper_have_the_figures_of_the_document(tmp_path: Path):
    from_csv, from_xlsx = (
        sheets.read(auditor_sheet.write(FULL, tmp_path / name, lang="nl"), known=auditor_sheet.COLUMNS, needed=()).rows
        for name in ("auditor.csv", "auditor.xlsx")
    )
    assert from_csv == from_xlsx
    cells = {(row["part"], row["line"], row["item"]): row["value"] for row in from_csv}
    told, said = document(FULL), words(FULL)
    for number, line in enumerate(told["esf_account"], start=1):
        for name in COLUMNS:
            assert cells["esf_account", str(number), f"{name}_count"] == str(line[name]["count"])
            assert cells["esf_account", str(number), f"{name}_grams"] == str(line[name]["grams"])
            assert f" {line[name]['count']:,} ".replace(",", ".") in said
            assert f" {line[name]['grams'] / 1000:,.3f} ".translate(str.maketrans(",.", ".,")) in said
    assert cells["esf_account", "3", "name"] == NAMES[2]
    assert cells["cash_differences", "1", "difference_cents"] == "-100"
    assert (cells["check", "", "ok"], cells["check", "1", "where"]) == ("no", "L1-000001")
    for word in ("€ 230,55", "€ -1,00", "€ -11,50", "24/11/2026", "K123456782", "479", "met 7."):
        assert word in said


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("nl", ("Dossier voor de controle, 2026", "ESF+ 2025, in stuks", "doorverwijzing 24/11/2026", "attest <para>")),
        ("fr", ("Dossier pour le contrôle, 2026", "FSE+ 2026, en kg", "attestation d’intervention majorée")),
    ],
)
def test_it_speaks_the_language_of_its_reader(lang: str, told: tuple[str, ...]):
    for word in told:
        assert word in words(replace(FULL, sample=tuple(replace(one, card=None) for one in SAMPLE)), lang)
    for name in NAMES[:4]:
        assert name.split()[0] in words(FULL, lang)


def test_nothing_of_a_year_is_said_in_words(tmp_path: Path):
    said = words(BARE, "en")
    assert said.count("There is none of this year.") == 3
    assert "The books agree with themselves." in said
    assert write(AuditorPaper(ShopHeading("K"), BARE, DAY), tmp_path / "a.pdf", lang="fr").exists()


def test_no_amount_runs_into_the_next():
    pdf = pypdfium2.PdfDocument(draw(AuditorPaper(ShopHeading("Kruidenier"), FULL, DAY), lang="fr"))
    page = pdf[0].get_textpage()
    for grams in range(6_172_500, 6_172_500 + len(COLUMNS) - 1):
        one, two = (f"{weight // 1000:,}".replace(",", "\u202f") + f",{weight % 1000}" for weight in (grams, grams + 1))
        (index, count), (after, _count) = (page.search(number).get_next() for number in (one, two))
        assert page.get_charbox(index + count - 1)[2] + 2 < page.get_charbox(after)[0]
