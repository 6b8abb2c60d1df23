"""The delivery slip on paper: in the partner's language, on one page, with any name."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from kruidenier.documents.delivery_slip import SlipPaper, draw, write
from kruidenier.shop.network.delivery_slips import DeliverySlip
from tests.documents.papers import HEADING, MILK, read

DAY = dt.date(2026, 11, 24)
SLIP = DeliverySlip("1-004539", DAY, "Soep & Co", "L1-000012", "AB3", MILK, False, 1200, 4800, "use_by", DAY, 42)


def words(slip: DeliverySlip, *langs: str) -> str:
    return " ".join(read(draw(SlipPaper(HEADING, slip), langs=langs)))


@pytest.mark.parametrize(
    ("langs", "told"),
    [
        (("nl",), ("Leveringsbon", "TGT 24/11/2026", "1.200", "4,800 kg", "4,2 °C", "Voor de ontvanger", "· AB3")),
        (("fr",), ("Bon de livraison", "DLC 24/11/2026", "Lait demi-écrémé", "Pour le bénéficiaire")),
        (("nl", "fr"), ("Leveringsbon / Bon de livraison", "Halfvolle melk 1 l / Lait", "TGT / DLC")),
    ],
)
def test_it_speaks_the_partners_language(langs: tuple[str, ...], told: tuple[str, ...]):
    said = words(SLIP, *langs)
    for word in (*told, "Soep & Co", "1-004539", "L1-000012", "Wereldstraat 12"):
        assert word in said


def test_what_is_not_known_is_left_to_the_pen(tmp_path: Path):
    plain = replace(
        SLIP, by_weight=True, grams=0, date_mark="none", date_on_pack=None, tenths=None, lot_code=None, undone=True
    )
    said = words(replace(plain, names={"en": "Milk"}), "en")
    assert "Pieces" not in said
    assert "where it lay" not in said
    assert "…… °C" in said
    assert "No longer valid" in said
    assert write(SlipPaper(HEADING, plain), tmp_path / "slip.pdf", langs=("nl",)).exists()


@pytest.mark.parametrize("name", ["[b]Soep[/b]", "<para>", "=cmd|' /C calc'!A0", "M" * 200])
def test_hostile_names_are_just_names(name: str):
    assert name[:15] in words(replace(SLIP, partner=name), "nl")
