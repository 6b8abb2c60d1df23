"""The letter about a label: what was decided, why, and what would bring the next level."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pypdf
import pytest
from sqlalchemy import update

from kruidenier.documents import label_letter as letters
from kruidenier.shop.figures import awarding, label_letter
from kruidenier.shop.figures.label_letter import Letter, NothingDecided
from kruidenier.shop.supply import label_deciding
from kruidenier.shop.supply.suppliers import Supplier
from tests.kit import Stand
from tests.shop.labels import give, line, sign_all, supplier

DECISION = {"decision": "2026/CBS/117", "signatories": "A. Burgemeester"}
HOSTILE = "<para>&amp;[b] مخبز " + "Boulangerie " * 15


@pytest.fixture
def giver(stand: Stand) -> Stand:
    """A supermarket at level 3: 100 kg in each of 26 weeks, half of it fresh."""
    supplier(stand, street="Spiegelstraat 12", postcode="1090", town="Jette")
    for week in range(26):
        give(stand, dt.date(2026, 6, 1) + dt.timedelta(weeks=week), line("bread", 50_000), line("canned", 50_000))
    sign_all(stand)
    return stand


def told(stand: Stand, lang: str) -> tuple[Letter, str]:
    letter = stand.ask(label_letter.letter, "miroir", lang=lang)
    pages = pypdf.PdfReader(BytesIO(letters.draw(letter))).pages
    return letter, " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_letter_tells_every_decision_and_why(giver: Stand):
    number = giver.do(awarding.propose, "miroir").number
    with pytest.raises(NothingDecided):
        giver.ask(label_letter.letter, "miroir")
    giver.do(label_deciding.decide, number, **DECISION)
    letter, text = told(giver, "nl")
    assert (letter.kind, letter.lang) == ("awarded", "nl")
    assert "wordt toegekend aan Miroir, op niveau 3." in text
    assert "geldig van" not in text
    giver.do(awarding.issue, number)
    _letter, text = told(giver, "fr")
    for words in (
        "Commune de Jette",
        "Spiegelstraat 12 1090 Jette",
        "C’est la décision 2026/CBS/117 du 24/11/2026, signée par A. Burgemeester.",
        "valable du 24/11/2026 au 23/11/2027",
        "vous avez donné 2 600 kg en 26 livraisons",
        "Régulier 30 / 30",
        "ensemble 67 / 75 niveau 3",
        "C’est le niveau le plus haut.",
    ):
        assert words in text.replace("\u202f", " ")
    giver.on("2026-11-25").do(awarding.award, "miroir", **DECISION)
    assert told(giver, "nl")[0].kind == "renewed"
    heard = dt.date(2026, 11, 26)
    later = giver.on(heard)
    later.do(awarding.award, "miroir", **DECISION, level=2, reason="Nieuw in het netwerk", heard_on=heard)
    letter, text = told(later, "nl")
    assert (letter.kind, letter.level_before) == ("lowered", 3)
    for words in ("op niveau 2; tot nu was dat 3.", "gehoord op 26/11/2026", "De reden: Nieuw in het netwerk"):
        assert words in text
    assert "Volgens de punten alleen zou het niveau 3 zijn." in text
    assert "hoogste niveau" not in text
    later.do(label_deciding.withdraw, "miroir", reason="Winkel gesloten", heard_on=heard)
    letter, text = told(later, "nl")
    assert letter.kind == "withdrawn"
    for words in ("wordt ingetrokken vanaf 26/11/2026", "De reden: Winkel gesloten", "attest en sticker van uw raam"):
        assert words in text
    assert "Wat bekeken werd" not in text


def test_names_are_just_names(giver: Stand):
    with giver.shop.writing.begin() as session:
        session.execute(update(Supplier).values(name=HOSTILE, street=HOSTILE))
    giver.do(awarding.award, "miroir", **DECISION | {"signatories": HOSTILE})
    _letter, text = told(giver, "en")
    assert "<para>&amp;[b]" in text
