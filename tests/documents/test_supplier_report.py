"""A supplier's report on paper and as a spreadsheet: the same figures everywhere, whatever names are in it."""

from __future__ import annotations

import csv
import datetime as dt
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest

from kruidenier.documents import supplier_csv, supplier_report
from kruidenier.documents.report_tables import Table, laid_out
from kruidenier.documents.supplier_report import ReportPaper
from kruidenier.shop.figures import supplier_json
from kruidenier.shop.figures.label import Assessment
from kruidenier.shop.figures.label_criteria import Criterion
from kruidenier.shop.figures.label_facts import LabelFacts
from kruidenier.shop.figures.supplier_reports import Report
from kruidenier.shop.figures.supplier_values import (
    CO2E,
    MEALS,
    Factor,
    Fate,
    GroupShare,
    Kept,
    KnownBy,
    Month,
    NoteLine,
    Refusal,
    SupplierFigures,
    Worth,
)
from kruidenier.shop.office import sheets
from kruidenier.shop.till.values import ShopHeading

YEAR = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
HEADING = ShopHeading("Sociale Kruidenier Jette", ("Wereldstraat 12, 1090 Jette", "BE 0123.456.789"))
ISSUED_AT = dt.datetime(2027, 1, 4, 9, 0, tzinfo=dt.UTC)
FATE = Fate(came=7_320_000, handed_out=6_140_250, wasted=520_000, transferred=380_000, on_hand=279_000, lost=750)


def figures(**said: Any) -> SupplierFigures:
    """A year of a supplier, with some of it told otherwise."""
    told = SupplierFigures(
        supplier="miroir",
        name="Supermarkt Spiegel",
        by="establishment",
        establishments=(("miroir", "Supermarkt Spiegel"),),
        first=YEAR[0],
        last=YEAR[1],
        deliveries=71,
        fate=FATE,
        fresh=3_220_800,
        refused=190_000,
        wasted_next_day=12_000,
        known_by=KnownBy(scanned=2_182_000, attributed=3_661_000, counted=1_197_250),
        unweighed_pieces=48,
        worth=Worth(1_234_567, unknown_lots=3, unknown_grams=4000),
        asked_cents=654_321,
        households=214,
        factors=(Factor(MEALS, 2200, "Schenkingsbeurs 2019"), Factor(CO2E, 2500, "Schenkingsbeurs 2019")),
        by_month=tuple(
            Month(dt.date(2026, month, 1), 6, 268_400, 1000, Fate(came=610_000, handed_out=610_000))
            for month in range(1, 13)
        ),
        by_group=(
            GroupShare("vegetables", {"nl": "Groenten", "fr": "Légumes"}, fresh=True, fate=FATE),
            GroupShare(None, {}, fresh=False, fate=Fate()),
        ),
        refusals=(Refusal("temperature", 4, 190_000, 1),),
        notes=tuple(note(number) for number in range(1, 72)),
        bought=0,
        esf=0,
        label={},
        agreements=(),
    )
    return replace(told, **said)


def note(number: int, supplier: str = "miroir") -> NoteLine:
    day = dt.date(2026, 1, 1) + dt.timedelta(days=number % 360)
    return NoteLine(f"1-{number:06}", f"1-{number + 1:06}", day, supplier, 103_098, 2676 if number % 9 == 0 else 0, 0)


def report(*, number: str | None = "1-000412", **said: Any) -> Report:
    return Report(figures(**said), number, ISSUED_AT if number else None, "els" if number else None)


def pages(told: Report, lang: str = "nl") -> list[str]:
    pdf = supplier_report.draw(ReportPaper(HEADING, told), lang=lang)
    return [sheet.extract_text() for sheet in pypdf.PdfReader(BytesIO(pdf)).pages]


def test_the_cover_says_it_in_ten_seconds():
    cover = pages(report())[0]
    for words in ("Supermarkt Spiegel", "7.320 kg", "14.345", "214", "6.140 kg · 84 %", "Verslag 1-000412", "44 %"):
        assert words in cover
    assert "blz. 1 van" in cover
    assert "ONTWERP" not in cover


def test_a_draft_says_so_on_every_page():
    told = pages(report(number=None), "fr")
    assert all("PROJET : les chiffres peuvent encore changer" in page for page in told)
    assert not any("Rapport 1-" in page for page in told)


@pytest.mark.parametrize("lang", ["nl", "fr", "en"])
def test_every_page_is_numbered_in_each_language(lang: str):
    told = pages(report(), lang)
    of = {"nl": "blz. {n} van {m}", "fr": "page {n} de {m}", "en": "page {n} of {m}"}[lang]
    assert [of.format(n=n, m=len(told)) in page for n, page in enumerate(told, start=1)] == [True] * len(told)


def test_every_gift_note_stands_on_it_once_and_tables_go_on_with_their_heading():
    told = pages(report(notes=tuple(note(number) for number in range(1, 501))), "nl")
    listed = re.findall(r"^1-(\d{6})$", "\n".join(told), re.MULTILINE)
    assert sorted(listed) == [f"{number:06}" for number in range(1, 501)]
    assert len(told) > 10
    assert sum("Schenkingsdocumenten, vervolg" in page for page in told) >= 9


def test_no_page_is_begun_for_the_empty_line_after_the_last_sentence():
    for sentences in range(1, 60):
        for page in laid_out([Table("How these figures were made", words=["Rien."] * sentences)]):
            assert ["Rien."] in page[0].rows


def test_the_same_report_is_the_same_file():
    assert supplier_report.draw(ReportPaper(HEADING, report()), lang="nl") == supplier_report.draw(
        ReportPaper(HEADING, report()), lang="nl"
    )


def test_what_is_not_told_is_not_on_it():
    told = "\n".join(pages(report(households=None, worth=None), "en"))
    assert "households: too few to tell" in told
    assert "value in a shop" not in told
    assert "214" not in told
    nothing = "\n".join(pages(report(households=None, fate=Fate(), unweighed_pieces=0), "en"))
    assert "households had some of it" in nothing


@pytest.mark.parametrize(
    "name",
    ["[b]Bold[/b]", "<para>x & y</para>", "=cmd|' /C calc'!A0", "\"'; DROP", "مخبز الشمس", "Winkel " * 40, "x" * 200],
)
def test_any_name_is_just_a_name(name: str, tmp_path: Path):
    told = report(
        name=name,
        by="banner",
        establishments=(("a", name), ("b", "B")),
        by_group=(GroupShare("g", {"nl": name}, fresh=False, fate=FATE),),
        notes=(note(1, supplier=name),),
    )
    paper = pages(told)
    assert "2 winkels samen" in paper[0]
    if len(name) < 30 and name.isascii():
        assert name in paper[0]
    file = supplier_csv.write(told, tmp_path / "x.csv", lang="nl")
    rows = sheets.read(file, known=supplier_csv.COLUMNS, needed=()).rows
    assert any(row["value"] == name.strip() for row in rows)


def test_years_together_and_a_day_alone_are_drawn_too():
    months = tuple(
        Month(dt.date(2024 + month // 12, month % 12 + 1, 1), 1, 0, 0, Fate(came=month * 1000, on_hand=month * 1000))
        for month in range(36)
    )
    assert "2025" in pages(report(by_month=months))[0]
    nothing = report(
        by_month=months[:1],
        by_group=(),
        refusals=(),
        notes=(),
        fate=Fate(),
        fresh=0,
        deliveries=0,
        worth=Worth(0, 2, 5),
    )
    told = "\n".join(pages(nothing, "en"))
    assert "Nothing was refused." in told
    assert "There is none of this period." in told


def test_what_was_found_is_told_as_found():
    told = pages(report(fate=Fate(came=1_000_000, handed_out=1_100_000, lost=-100_000)), "en")
    assert "1,100 kg · 100 %" in told[0]
    assert "found at counts" in told[0]
    assert "-100.000 kg" in told[1]


def test_pick_ups_that_were_kept_stand_on_it():
    kept = Kept("A-7", "establishment", YEAR[0], None, 104, 71, 33, 2, 4, 1)
    told = "\n".join(pages(report(agreements=(kept, replace(kept, until=YEAR[1]))), "en"))
    assert "Agreements and pick-ups" in told
    assert "Agreement A-7: 71 of 104 pick-ups kept" in told
    assert "104" in told


def test_the_spreadsheet_has_the_figures_of_the_document(tmp_path: Path):
    kept = Kept("A-7", "establishment", YEAR[0], None, 104, 71, 33, 2, 4, 1)
    told = report(agreements=(kept,), households=None)
    supplier_csv.write(told, tmp_path / "x.csv", lang="fr")
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    document = supplier_json.document(told.figures)
    for row in rows:
        if row["part"] == "total":
            value = document[row["figure"]]
            assert row["value"] == ("" if value is None else str(value))
    assert {row["figure"] for row in rows if row["part"] == "total"} >= {"kg", "lost_kg", "meals", "households"}
    months = [float(row["value"]) for row in rows if (row["part"], row["figure"]) == ("month", "kg")]
    assert months == [month["kg"] for month in document["by_month"]]
    assert [row["item"] for row in rows if (row["part"], row["figure"]) == ("group", "kg")] == [
        "vegetables",
        "mixed_crates",
    ]
    assert ("agreement", "A-7", "kept", "71") in {(r["part"], r["item"], r["figure"], r["value"]) for r in rows}
    assert any("Schenkingsbeurs" in row["note"] for row in rows if row["part"] == "method")
    supplier_csv.write(report(number=None), tmp_path / "x.xlsx", lang="nl")
    assert (tmp_path / "x.xlsx").read_bytes()[:2] == b"PK"


def criterion(name: str, part: int, whole: int, *, of: int, applies: bool = True) -> Criterion:
    return Criterion(name, "weeks" if name == "regularity" else "grams", applies=applies, of=of, part=part, whole=whole)


def measured(**said: Any) -> dict[str, Any]:
    """How a supplier stands with the label: 20 of 30 points for regularity, which is level 2."""
    counted: dict[str, Any] = dict.fromkeys(LabelFacts.__dataclass_fields__, 0)
    counted |= dict.fromkeys(("use_by_passed", "without_note", "unsigned", "open_recalls"), ())
    facts = LabelFacts(**{**counted, "first": dt.date(2026, 1, 1), "last": dt.date(2026, 12, 31)})
    points = (criterion("regularity", 35, 52, of=30), criterion("documentation", 0, 0, of=10, applies=False))
    assessment = Assessment("miroir", "Miroir", "jette-1", facts, (), (), points, (30, 50, 70), (), None)
    told = {"number": None, "level": 0, "valid_until": None, "assessment": assessment.frozen()}
    return told | said


def test_the_label_explains_every_point_and_the_way_on():
    words = " ".join(" ".join(pages(report(label=measured()))).split())
    for said in (
        "In 35 van 52 weken",
        "20 / 30",
        "Op 31/12/2026 geen label",
        "Niveau 3: nog 1 punt",
        "een gift in 37 weken",
    ):
        assert said in words
    held = measured(number="1-000099", level=2, valid_until="2027-11-23")
    cover = pages(report(label=held), "fr")[0]
    assert "Label 1-000099, niveau 2, valable jusqu’au 23/11/2027 inclus." in cover
    assert "35 sur 52" in cover
