"""A day on paper: the figures of the document, in both languages, with any name of a shop."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from kruidenier.documents.day_paper import draw, write
from kruidenier.shop.figures.day_report import DayDrawer, DayReport, document
from kruidenier.shop.figures.mass_balance import MassBalance, Outflow
from tests.documents.papers import read

DAY = dt.date(2026, 11, 24)
BALANCE = MassBalance(
    DAY,
    DAY,
    825_573,
    (("bought", 20_515), ("esf", 88_406)),
    (Outflow("sold", None, "scanned", 113_693),),
    820_025,
    -776,
    3,
)
TOLD = DayReport(
    DAY,
    35,
    1,
    2,
    34,
    17_510,
    -7,
    (("voucher", 921), ("cash", 9735), ("card", 6861)),
    (
        DayDrawer("1-000056", "1", 10_000, 19_735, 19_785, "a coin lay on the floor"),
        DayDrawer("2-000003", "2", 5000, None, None, None),
    ),
    BALANCE,
)


def lines(report: DayReport = TOLD, *, shop: str = "Kruidenier", lang: str = "nl") -> list[str]:
    return read(draw(report, shop=shop, today=DAY, lang=lang))


def test_the_paper_has_the_figures_of_the_document(tmp_path: Path):
    told = document(TOLD)
    assert (told["total_cents"], told["paid"]["cash_cents"], told["households"]) == (17_510, 9735, 34)
    assert [one["difference_cents"] for one in told["drawers"]] == [50, None]
    assert (told["mass_balance"]["in_g"], told["mass_balance"]["unaccounted_g"]) == (108_921, -776)
    said = lines()
    for line in (
        "De dag van 24/11/2026",
        "verkopen 35",
        "geannuleerde verkopen 1",
        "gezinnen 34",
        "totaal € 175,10",
        "cash € 97,35",
        "afronding van contant geld € -0,07",
        "1-000056 1 € 100,00 € 197,35 € 197,85 € 0,50",
        "2-000003 2 € 50,00 – – –",
        "1-000056: a coin lay on the floor",
        "uit: verkocht gescand -113,693 kg",
        "over 820,025 kg",
        "3 stuks kwamen binnen zonder gewicht: ze wegen hier niets.",
    ):
        assert line in said
    assert write(TOLD, tmp_path / "day.pdf", shop="K", today=DAY, lang="fr").exists()


def test_a_day_without_trade_says_so():
    quiet = replace(TOLD, drawers=(), balance=replace(BALANCE, unweighed_pieces=0))
    assert "Aucun tiroir n’a été ouvert." in lines(quiet, lang="fr")
    assert not [line for line in lines(quiet, lang="fr") if "sans poids" in line]


@pytest.mark.parametrize("name", ["[b]K[/b]", "<para>&amp;", "=cmd|' /C calc'!A0", "بقالة", "K" * 200])
def test_any_name_is_just_a_name(name: str):
    said = lines(shop=name)
    assert len(said) > 20
    assert name in said or not name.isascii() or len(name) > 100
