"""The papers of the label: certificate, sticker, speech and register."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
import zxingcpp

from kruidenier.documents import certificate, label_register, label_sticker, speech_note
from kruidenier.documents.label_register import ROWS, UnknownRegister
from kruidenier.shop.figures.awarding import Register, Speech
from kruidenier.shop.office import sheets
from kruidenier.shop.supply.label_signing import Certificate
from tests.documents.papers import box, read

HOSTILE = ("<para>&amp;[b]", "=1+1", "أرز بسمتي", "Très long nom" * 16, "w" * 200, "“quoted” 'x'")


def paper(**said: Any) -> Certificate:
    of_paper = {
        "number": "1-000412",
        "supplier": "miroir",
        "name": "Supermarkt Miroir",
        "shop": "Sociale Kruidenier Jette",
        "address": "Spiegelstraat 12, 1090 Jette",
        "level": 2,
        "level_names": {"nl": "twee bladeren", "fr": "deux feuilles", "en": "two leaves"},
        "scheme": "jette-1",
        "first": dt.date(2025, 11, 25),
        "assessed_on": dt.date(2026, 11, 24),
        "issued_on": dt.date(2026, 11, 24),
        "valid_until": dt.date(2027, 11, 23),
        "decision": "2026/CBS/117",
        "decided_on": dt.date(2026, 11, 20),
        "signatories": "A. Burgemeester, B. Secretaris",
        "municipality": {"nl": "Gemeente Jette", "fr": "Commune de Jette"},
        "register": "https://jette.example/label",
        "figures_hash": "0123456789abcdef",
        "signature": "x" * 86 + "==",
    }
    return Certificate(**{**of_paper, **said})


def speech(**said: Any) -> Speech:
    of_speech = {
        "number": "1-000412",
        "name": "Supermarkt Miroir",
        "first": dt.date(2025, 11, 25),
        "last": dt.date(2026, 11, 24),
        "grams": 7_320_456,
        "deliveries": 71,
        "fresh_percent": 44,
        "meals": 14_344,
        "meals_source": "Schenkingsbeurs 2019",
        "co2e_grams": 16_300_000,
        "co2e_source": "Schenkingsbeurs 2019",
    }
    return Speech(**{**of_speech, **said})


def register(*holders: Certificate) -> Register:
    return Register(dt.date(2026, 11, 24), {"nl": "Gemeente Jette", "fr": "Commune de Jette"}, "PUBLIC==", holders)


def scanned(pdf: bytes) -> list[str]:
    """Read the codes of a first page, as a telephone does."""
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=4).to_pil()
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def test_a_certificate_says_all_in_both_languages():
    words = " ".join(read(certificate.draw(paper())))
    for said in (
        "GEMEENTE JETTE · COMMUNE DE JETTE",
        "Label voor voedselgiften · Label du don alimentaire",
        "Supermarkt Miroir",
        "twee bladeren · deux feuilles",
        "2026 – 2027",
        "1-000412",
        "jette-1",
        "2026/CBS/117",
        "A. Burgemeester, B. Secretaris",
        "Met dank",
        "Merci",
    ):
        assert said in words, said


def test_a_year_that_ends_with_the_label_stands_alone():
    whole_year = {"issued_on": dt.date(2027, 1, 1), "valid_until": dt.date(2027, 12, 31)}
    assert "2027" in read(certificate.draw(paper(**whole_year)))
    assert "2027" in read(label_sticker.draw(paper(**whole_year)))


@pytest.mark.parametrize("name", ["Supermarkt Miroir", *HOSTILE])
def test_the_code_reads_as_the_plain_text(name: str):
    held = paper(name=name)
    assert scanned(certificate.draw(held)) == [held.text]


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_is_just_a_name(name: str, tmp_path: Path):
    held = paper(name=name, address=name, signatories=name, decision=name, shop=name)
    assert speech_note.write(speech(name=name, meals_source=name), tmp_path / "speech.pdf").exists()
    for made in (
        certificate.write(held, tmp_path / "certificate.pdf"),
        label_sticker.write(held, tmp_path / "sticker.pdf"),
        label_register.write(register(held), tmp_path / "register.pdf"),
    ):
        assert "1-000412" in "".join(sheet.extract_text() for sheet in pypdf.PdfReader(made).pages)


@pytest.mark.parametrize("name", ["Miroir", "Supermarkt " * 4, "Très longue coopérative de quartier " * 6])
def test_the_name_never_meets_the_words_below(name: str):
    pdf = certificate.draw(paper(name=name))
    assert box(pdf, "twee bladeren")[1] > box(pdf, "Met dank")[3]


def test_a_long_municipality_stays_within_the_frame():
    pdf = certificate.draw(paper(municipality={"nl": "Sint-Lambrechts-Woluwe " * 3, "fr": "Woluwe-Saint-Lambert " * 9}))
    left, _bottom, right, _top = box(pdf, "SINT")
    assert left > certificate.FRAME
    assert right < certificate.WIDTH - certificate.FRAME


def test_the_same_certificate_is_the_same_file():
    assert certificate.draw(paper()) == certificate.draw(paper())


def test_five_figures_stand_in_both_languages():
    words = read(speech_note.draw(speech()))
    for said in ("7.320 kg", "7 320 kg", "71", "44 %", "14.344", "16.300 kg", "leveringen", "livraisons"):
        assert any(said in line for line in words), (said, words)


def test_the_register_lists_holders_by_page():
    holders = [paper(number=f"1-{n:06}", level=1 + n % 3) for n in range(ROWS + 1)]
    papers = pypdf.PdfReader(BytesIO(label_register.draw(register(*holders)))).pages
    assert [f"{n} / 2" in sheet.extract_text() for n, sheet in enumerate(papers, start=1)] == [True, True]
    assert "Niemand" in pypdf.PdfReader(BytesIO(label_register.draw(register()))).pages[0].extract_text()


def test_the_register_as_a_table_has_names_as_they_are(tmp_path: Path):
    file = label_register.write(register(*(paper(name=name) for name in HOSTILE)), tmp_path / "register.csv")
    rows = sheets.read(file, known=label_register.COLUMNS, needed=()).rows
    assert [row["name"] for row in rows] == list(HOSTILE)
    assert rows[0]["valid_until"] == "2027-11-23"


def test_the_register_as_a_page_escapes_every_name(tmp_path: Path):
    hostile = "<script>alert('x')</script> & Cie"
    page = label_register.write(register(paper(name=hostile)), tmp_path / "register.html").read_text("utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; Cie" in page
    assert page.count("twee bladeren") == page.count("deux feuilles") == 1
    assert "PUBLIC==" in page
    assert "Personne" in label_register.html(register()).decode()


def test_another_ending_is_refused(tmp_path: Path):
    with pytest.raises(UnknownRegister):
        label_register.write(register(), tmp_path / "register.doc")
