"""The slip of the welcome desk, in words that somebody has read."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from kruidenier.config import starter_data
from kruidenier.documents import slip
from kruidenier.shop.people import slip_words
from kruidenier.shop.people.arrivals import Promised
from kruidenier.shop.people.shown_cards import BadCardFile, ShownCard
from kruidenier.shop.till.desk import Slip
from tests.documents.papers import AT, HEADING, read

OIL = Promised("oil", {"nl": "Olie [b]", "fr": "Huile", "ar": "زيت"}, 1)
GIVEN = Slip(17, AT, "", "nl", "week", dt.date(2026, 11, 29), 935, None, (OIL,))


def lines(given: Slip, words: Path | None = None) -> list[str]:
    return read(slip.draw(given, HEADING, house="fr", words=words))


def arabic(folder: Path, *, reviewed: bool = True) -> Path:
    """A file of a shop's own where somebody has read the Arabic words, or all but one."""
    with (starter_data() / slip_words.FILE).open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["lang"] == "ar"]
    with (folder / slip_words.FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        for turn, row in enumerate(rows):
            read_by = {"reviewed_by": "Amina", "reviewed_on": "2026-12-01"} if reviewed or turn else {}
            writer.writerow(row | read_by)
    return folder


def test_a_slip_says_number_what_is_left_and_the_limits_of_today():
    said = lines(GIVEN)
    assert said[0] == HEADING.name
    assert {"Uw nummer", "17", "Deze week hebt u nog", "Vandaag kunt u hiervan meenemen"} <= set(said)
    whole = " ".join(said)
    assert "9,35" in whole
    assert "Olie [b]" in whole
    assert "1 ×" in whole
    assert "29/11/2026" in whole


def test_hours_free_goods_months_and_weights_stand_on_it_where_there_are_any():
    apples = Promised("apples", {}, 1250, by_weight=True)
    whole = " ".join(
        lines(replace(GIVEN, lang="fr", slot="13:30", period="month", free_left_cents=700, limits=(apples,)))
    )
    for words in ("Entrez à", "13:30", "Ce mois-ci, il vous reste", "7,00", "Apples", "1,250 kg"):
        assert words in whole


def test_what_was_had_already_comes_after_what_may_go_along():
    bread, apples = Promised("bread", {"nl": "Brood"}, 0), Promised("apples", {"nl": "Appelen"}, 0, by_weight=True)
    whole = " ".join(lines(replace(GIVEN, limits=(bread, apples, OIL))))
    assert "Olie [b] 1 × Brood 0 Appelen 0" in whole


def test_who_has_no_budget_here_and_no_limit_has_only_a_number():
    said = lines(replace(GIVEN, left_cents=None, limits=()))
    assert "Deze week hebt u nog" not in said
    assert "17" in said


def test_words_that_nobody_has_read_never_print(tmp_path: Path):
    assert "Votre numéro" in lines(replace(GIVEN, lang="ar"))
    assert "Votre numéro" not in lines(replace(GIVEN, lang="ar"), arabic(tmp_path))


def test_one_unread_word_is_enough_for_the_language_of_the_shop(tmp_path: Path):
    folder = arabic(tmp_path, reviewed=False)
    assert slip_words.language_of("ar", house="fr", folder=folder) == "fr"
    assert slip_words.language_of("ar", house="nl") == "nl"


@pytest.mark.parametrize("lang", ["nl", "fr", "en"])
def test_each_shipped_language_has_every_word(lang: str):
    assert set(slip_words.words(lang)) == set(slip_words.KEYS)


def test_a_file_that_cannot_be_read_says_where(tmp_path: Path):
    (tmp_path / slip_words.FILE).write_text("key,lang,words,reviewed_by,reviewed_on\nnumber,nl,Uw,An,soon\n", "utf-8")
    with pytest.raises(BadCardFile):
        slip_words.words("nl", folder=tmp_path)


def test_a_slip_replaces_that_of_another_day(tmp_path: Path):
    first = slip.write(GIVEN, HEADING, tmp_path, house="fr")
    assert slip.write(replace(GIVEN, left_cents=0), HEADING, tmp_path, house="fr") == first
    assert [file.name for file in (tmp_path / "slips").iterdir()] == ["17.pdf"]


def test_a_receipt_printer_writes_the_number_large_and_no_arabic(tmp_path: Path):
    device = tmp_path / "lp0"
    device.touch()
    words = arabic(tmp_path)
    limits = (OIL, Promised("bread", {"ar": "خبز"}, 2))
    given = replace(GIVEN, lang="ar", limits=limits)
    slip.print_slip(given, HEADING, f"file:{device}", timeout_seconds=5, house="fr", words=words)
    printed = device.read_bytes().decode("cp858")
    assert "Votre numéro" in printed
    assert "\x1d!\x55" in printed  # six times as wide and high
    assert "Huile" in printed
    assert "Bread" in printed
    slip.print_slip(GIVEN, HEADING, f"file:{device}", timeout_seconds=5, house="fr")
    assert "Uw nummer" in device.read_bytes().decode("cp858")


def test_a_card_to_show_is_a_slip_in_a_language_that_somebody_has_read(tmp_path: Path):
    card = ShownCard(2, ("MayNotShop",), {"nl": "Vandaag lukt het niet.", "ar": "غير ممكن اليوم"})
    said = read(slip.write_card(card, HEADING, tmp_path, lang="fr", house="fr").read_bytes())
    assert " ".join(said[1:]) == "2 Vandaag lukt het niet."
    device = tmp_path / "lp0"
    device.touch()
    slip.print_card(card, HEADING, f"file:{device}", timeout_seconds=5, lang="ar", house="nl")
    assert b"Vandaag lukt het" in device.read_bytes()
