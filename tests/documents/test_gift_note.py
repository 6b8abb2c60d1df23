"""Gift notes and their summaries on paper."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest

from kruidenier.documents import gift_note, gift_summary
from kruidenier.shop.supply.gift_summaries import Summary, SummaryGroup, SummaryNote, SummaryPart
from kruidenier.shop.supply.note_list import Signature
from kruidenier.shop.supply.note_papers import GiftNote, NoteGoods, Party, parts_of

DAY = dt.date(2026, 11, 24)
HOSTILE = '<para>&amp;[b] =cmd() "L\'Épicerie"'
ARABIC = "خبز عربي (كبير)"
MILK = {"nl": "Halfvolle melk 1 l", "fr": "Lait demi-écrémé 1 l", "en": "Milk 1 l"}
GIVER = Party("Miroir Jette", ("Miroir", "Spiegelstraat 12", "1090 Jette"), "0403.170.701", "2.143.385.145")
SHOP = Party("Kruidenier", ("Wereldstraat 12",), "0403.019.261", None, "Gemeente Jette", "2026/17", dt.date(2026, 2, 1))
BOTH = ("nl", "fr")


def goods(line: int, names: dict[str, str] | str = "", **said: Any) -> NoteGoods:
    named = names if isinstance(names, dict) else dict.fromkeys(("nl", "fr", "en"), names or f"Goed {line}")
    of_line = {
        "line": line,
        "group": "fruit",
        "code": None,
        "names": named,
        "origin": "donated",
        "crates": 0,
        "count": 3,
        "grams": 1500,
        "date_mark": "use_by",
        "date": DAY,
        "lot": "L42",
        "tenths": 51,
        "reason": None,
    }
    return NoteGoods(**{**of_line, **said})


def note(*lines: NoteGoods, **said: Any) -> GiftNote:
    of_note = {
        "number": "1-000412",
        "delivery": "1-000411",
        "supplier": "miroir",
        "happened_on": DAY,
        "donor": GIVER,
        "recipient": SHOP,
        "parts": parts_of(lines or [goods(1, MILK)]),
        "refused": (),
        "crates_back": None,
        "giver": None,
        "shop": None,
        "corrects": None,
        "reason": None,
        "corrected_by": None,
    }
    return GiftNote(**{**of_note, **said})


def summary(**said: Any) -> Summary:
    of_summary = {
        "number": "1-000500",
        "supplier": "miroir",
        "since": dt.date(2026, 11, 1),
        "until": dt.date(2026, 11, 30),
        "donor": GIVER,
        "recipient": SHOP,
        "notes": (SummaryNote("1-000412", DAY, 83_600, 8, 0), SummaryNote("1-000413", DAY, 0, 0, 4)),
        "parts": (SummaryPart("gift", (SummaryGroup("fruit", MILK, 8, 0, 83_600, 0),)),),
        "replaces": (),
        "replaced_by": None,
    }
    return Summary(**{**of_summary, **said})


def pages(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(pdf)).pages]


def test_a_note_tells_who_gave_what_to_whom():
    (text,) = pages(gift_note.draw(note(), langs=["nl"]))
    for words in (
        "Schenkingsdocument Nr 1-000412",
        "24/11/2026",
        "Miroir Jette",
        "BE 0403.170.701",
        "2.143.385.145",
        "Erkend door: Gemeente Jette",
        "Erkenning: 2026/17, 01/02/2026",
        "Halfvolle melk 1 l",
        "L42",
        "TGT",
        "5,1",
        "1,500",
        "Voor de gever",
        "Voor de ontvanger",
        "1 / 1",
    ):
        assert words in text
    assert "Document" not in text


def test_a_note_in_both_languages_says_what_is_the_same_once():
    (text,) = pages(gift_note.draw(note(goods(1, MILK), goods(2, "Passata")), langs=BOTH))
    assert "Schenkingsdocument / Document de don" in text
    assert "Halfvolle melk 1 l Lait demi-écrémé 1 l" in text
    assert "TGT / DLC" in text
    assert text.count("Passata") == 1


def test_food_bank_goods_have_a_heading_or_a_paper_of_their_own():
    bank = goods(2, origin="food_bank")
    (mixed,) = pages(gift_note.draw(note(goods(1), bank), langs=["fr"]))
    assert mixed.startswith("Document de don")
    assert (
        mixed.index("Biens donnés") < mixed.index("Goed 1") < mixed.index("banque alimentaire") < mixed.index("Goed 2")
    )
    (alone,) = pages(gift_note.draw(note(bank), langs=["fr"]))
    assert alone.startswith("Reçu de la banque alimentaire")
    assert "don" not in alone.replace("à part des dons", "").replace("donateur", "").split()
    assert "Le donateur ne demande rien" not in alone


def test_a_note_says_what_was_refused_given_back_and_not_weighed():
    refused = goods(2, MILK, reason="damaged", tenths=None)
    loose = goods(3, grams=0, count=12, date=None, date_mark="none", lot=None)
    (text,) = pages(gift_note.draw(note(goods(1), loose, refused=(refused,), crates_back=4), langs=["nl"]))
    for words in (
        "Niet aanvaard",
        "beschadigd: Halfvolle melk",
        "Lege kratten teruggegeven: 4",
        "niet gewogen, stuks: 12",
    ):
        assert words in text
    assert "Samen: 1,500 kg" in text


def test_what_came_after_stands_beside_the_frozen_figures():
    old = gift_note.draw(note(corrected_by="1-000420"), langs=["nl"])
    why = "gewicht verkeerd gelezen, " * 12 + "en dat was het"
    new = gift_note.draw(note(corrects="1-000412", reason=why), langs=BOTH)
    assert "Niet meer geldig: verbeterd door document 1-000420" in pages(old)[0]
    assert "In de plaats van document 1-000412 / Remplace le document 1-000412 gewicht verkeerd" in pages(new)[0]
    assert "en dat was het" in pages(new)[0]
    signed = gift_note.draw(note(giver=Signature("Jo", DAY), shop=Signature(HOSTILE, DAY)), langs=["nl"])
    assert "Naam: Jo" in pages(signed)[0]
    assert HOSTILE in pages(signed)[0]


def test_500_lines_with_any_names_are_numbered_page_by_page(tmp_path: Path):
    lines = [goods(n) for n in range(1, 499)]
    long = [goods(499, HOSTILE + " lang" * 60, lot="X" * 200), goods(500, ARABIC, count=0, crates=8)]
    much = replace(SHOP, name=HOSTILE * 5, lines=("a", "b", "c", "d"), establishment="2.143.385.145")
    given = note(*lines, *long, donor=replace(GIVER, name=HOSTILE * 5), recipient=much)
    place = gift_note.write(given, tmp_path / "n.pdf", langs=BOTH)
    told = pages(place.read_bytes())
    assert all(f" {n} / {len(told)} " in page for n, page in enumerate(told, start=1))
    everything = " ".join(told)
    assert all(f"Goed {n} " in everything for n in range(1, 499))
    assert HOSTILE in everything
    assert "Handtekening" in told[-1]
    assert place.read_bytes() == gift_note.draw(given, langs=BOTH)


def test_a_side_without_numbers_is_only_a_name():
    (text,) = pages(
        gift_note.draw(note(donor=Party("Buren", (), None), recipient=Party("Winkel", (), None)), langs=["nl"])
    )
    assert "BE " not in text
    assert "Erkend" not in text
    dated = replace(SHOP, recognition=None)
    assert "Erkenning: 01/02/2026" in pages(gift_note.draw(note(recipient=dated), langs=["nl"]))[0]


def test_a_summary_lists_groups_and_notes(tmp_path: Path):
    place = gift_summary.write(summary(), tmp_path / "s.pdf", langs=["nl"])
    (text,) = pages(place.read_bytes())
    for words in (
        "Verzameldocument Nr 1-000500",
        "Van 01/11/2026 tot en met 30/11/2026",
        "Halfvolle melk 1 l 8 83,600",
        "Samen 8 83,600",
        "1-000412 24/11/2026 8 83,600",
        "1-000413 24/11/2026 4 —",
        "Voor de ontvanger",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"replaces": ("1-000488", "1-000489")}, "In de plaats van document 1-000488, 1-000489"),
        ({"replaced_by": "1-000510"}, "Niet meer geldig: vervangen door document 1-000510"),
        ({"parts": (SummaryPart("food_bank", (SummaryGroup(None, MILK, 1, 2, 3, 0),)),)}, "Verzamelstaat voedselbank"),
    ],
)
def test_a_summary_says_what_it_stands_for(said: dict[str, Any], words: str):
    assert words in pages(gift_summary.draw(summary(**said), langs=["nl"]))[0]


def test_a_long_summary_goes_on_over_pages():
    notes = tuple(SummaryNote(f"1-{n:06}", DAY, n, 0, 0) for n in range(1, 121))
    told = pages(gift_summary.draw(summary(notes=notes), langs=BOTH))
    assert len(told) > 2
    assert all(note.number in " ".join(told) for note in notes)
    assert f" {len(told)} / {len(told)} " in told[-1]
