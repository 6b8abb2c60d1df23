"""The poster of a recall: both languages on one sheet, whatever the goods are called."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from kruidenier.documents import recall_poster
from kruidenier.documents.recall_poster import Poster
from kruidenier.shop.goods.recalling import RecallFacts
from tests.documents.papers import read
from tests.kit import NOW, TODAY, day

FACTS = RecallFacts(
    number="1-000412",
    code="5410188031072",
    name="Passata",
    names={"nl": "Passata 500 g", "fr": "Purée de tomates 500 g"},
    brand="Bonduelle",
    by_weight=False,
    lot_code="L26045",
    date_from=day("2027-01-01"),
    date_until=day("2027-01-31"),
    reason="bits of glass, metal or plastic",
    date=TODAY,
    opened_at=NOW,
    opened_by="els",
    closed_at=None,
    closed_by=None,
    withdrawn_because=None,
    lots=1,
    count=3,
    grams=1500,
)


def words(**changed: Any) -> str:
    return "\n".join(read(recall_poster.draw(Poster("Kruidenier", dataclasses.replace(FACTS, **changed)))))


def test_both_languages_stand_on_one_sheet():
    text = words()
    for said in (
        "Teruggeroepen product",
        "Produit rappelé",
        "Passata 500 g",
        "Purée de tomates 500 g",
        "Bonduelle",
        "L26045",
        "01/01/2027 – 31/01/2027",
        "5410188031072",
        "stukjes glas",
        "Eet het niet.",
        "Ne le mangez pas.",
        "1-000412",
    ):
        assert said in text


@pytest.mark.parametrize(
    ("changed", "shown"),
    [
        ({"date_from": None}, "tot en met 31/01/2027\njusqu’au 31/01/2027 inclus"),
        ({"date_until": None}, "vanaf 01/01/2027\nà partir du 01/01/2027"),
        ({"date_until": day("2027-01-01")}, "01/01/2027"),
        ({"date_from": None, "date_until": None, "lot_code": None}, "Alle verpakkingen van dit product"),
        ({"brand": None, "names": {}}, "5410188031072"),
        ({"names": {"nl": "Wafels met echte boter van de warme bakker " * 4}}, "…"),
        ({"names": {"nl": "<para>[b]حليب كامل الدسم"}, "reason": "=cmd|' /C calc'!A0"}, "=cmd|' /C calc'!A0"),
    ],
)
def test_whatever_narrows_it_and_whatever_it_is_called(changed: dict[str, Any], shown: str):
    assert shown in words(**changed)


def test_a_name_of_both_languages_stands_there_once():
    assert words(names={"nl": "Coca-Cola"}).count("Coca-Cola") == 1


def test_it_is_kept_in_a_file(tmp_path: Path):
    place = recall_poster.write(Poster("Kruidenier", FACTS), tmp_path / "poster.pdf")
    assert place.read_bytes() == recall_poster.draw(Poster("Kruidenier", FACTS))
