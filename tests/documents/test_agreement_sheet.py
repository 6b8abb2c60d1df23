"""An agreement, its annex and the round of a week on paper."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest

from kruidenier.documents import agreement_sheet, annex_sheet, round_sheet
from kruidenier.documents.agreement_sheet import AgreementPaper
from kruidenier.documents.annex_sheet import AnnexPaper
from kruidenier.documents.round_sheet import RoundPaper
from kruidenier.i18n import speaking
from kruidenier.shop.supply.agreement_documents import PickUpPlan, Promise
from kruidenier.shop.supply.agreement_paper import plain
from kruidenier.shop.supply.agreements import PickUpDay
from kruidenier.shop.supply.pick_up_round import Round, Stop
from tests.kit import TODAY, day

HOSTILE = ["<para>&amp;[b]", "=1+1", "سوق الحي", "Très long " * 30, "w" * 200, "'\"; DROP TABLE"]
PROMISE = Promise(day("2026-01-01"), day("2026-12-31"))
PLAN = PickUpPlan(1, "miroir", "Miroir", "FREQ=WEEKLY;BYDAY=TU,FR", "17:00", "shop", 30, day("2026-01-01"), None)


def party(name: str = "Miroir", code: str = "miroir", **said: Any) -> dict[str, Any]:
    columns = dict.fromkeys(("kbo", "establishment", "banner", "street", "postcode", "town", "contact"))
    return columns | {"code": code, "name": name} | said


def figures(promise: Promise = PROMISE, name: str = "Miroir", **said: Any) -> dict[str, Any]:
    told = {
        "number": "1-000007",
        "renews": None,
        "giver": party(name, kbo="0999.100.159", establishment="2.999.100.101", banner="Miroir"),
        "establishments": [party(name, street="Spiegelstraat 12", postcode="1090", town="Jette", contact="Jo")],
        "receiver": {"name": "Kruidenier", "lines": ["Wereldstraat 12", "1090 Jette"]},
        "promise": plain(promise),
        "pick_ups": [plain(replace(PLAN, supplier_name=name))],
        "signed_on": None,
        "signed_by": None,
        "shop_signed_by": None,
    }
    return told | said


def words(pdf: bytes) -> str:
    return "\n".join(sheet.extract_text() for sheet in pypdf.PdfReader(BytesIO(pdf)).pages)


def agreement(promise: Promise = PROMISE, **said: Any) -> str:
    return words(agreement_sheet.draw(AgreementPaper(figures(promise, **said))))


def test_an_agreement_stands_in_dutch_and_in_french():
    text = agreement(replace(PROMISE, goods="brood", other="Nooit op maandag"))
    for part in (
        "Ontwerp, niet ondertekend",
        "Projet, non signé",
        "dinsdag en vrijdag",
        "mardi et vendredi",
        "De gever sorteert",
        "Le donateur trie",
        "brood.",
        "Nooit op maandag",
        "0999.100.159",
        "Spiegelstraat 12, 1090 Jette",
        "17:00",
        "01/01/2026",
        "31/12/2026",
        "1 / 2",
        "2 / 2",
    ):
        assert part in text, part


def test_only_what_was_agreed_stands_on_it():
    terms: dict[str, Any] = {
        "sorted_by_giver": False,
        "may_refuse": False,
        "traced": False,
        "voucher": False,
        "label_data": False,
    }
    without = agreement(replace(PROMISE, **terms, min_days=None, ends_on=None, asks_own_list=True, on_holidays=True))
    for absent in ("sorteert", "weigeren", "Traceerbaarheid", "Schenkingsdocument", "Etiketten", "(TGT)"):
        assert absent not in without, absent
    for there in ("onbepaalde", "geeft bij elke levering een lijst", "ook op feestdagen"):
        assert there in without, there
    assert "op die datum" in agreement(replace(PROMISE, min_days=0)).replace("\n", " ")
    assert "alle vestigingen van deze keten" in agreement(replace(PROMISE, covers="banner")).replace("\n", " ")


def test_no_paper_claims_a_law():
    text = agreement().lower()
    assert not any(word in text for word in ("wet van", "wettelijk", "verplicht", "loi", "obligat", "légal"))


def test_a_signed_agreement_tells_who_signed_and_what_it_follows():
    text = agreement(signed_on="2026-01-05", signed_by="J. Maes", shop_signed_by="Els Peeters", renews="1-000002")
    assert "Ontwerp" not in text
    for part in ("J. Maes", "Els Peeters", "05/01/2026", "1-000002"):
        assert part in text


def test_many_pick_ups_run_over_the_page_and_none_is_lost():
    plans = [plain(replace(PLAN, line=n, supplier_name=f"Winkel {n}", at_time=None, crates=None)) for n in range(60)]
    text = agreement(pick_ups=plans, establishments=[party()])
    assert all(f"Winkel {n}" in text for n in range(60))


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_is_just_a_name(name: str):
    text = agreement(replace(PROMISE, goods=name, other=name), name=name, signed_by=name)
    assert "1-000007" in text
    assert words(annex_sheet.draw(AnnexPaper(annex(name)))).count("1-000007")
    assert "Kruidenier" in words(round_sheet.draw(RoundPaper("Kruidenier", Round(TODAY, TODAY, (stop(name),)))))


def line(**said: int) -> dict[str, int]:
    counted = ("expected", "kept", "missed", "refused", "cancelled", "deliveries", "grams", "refused_grams")
    return dict.fromkeys(counted, 0) | said


def annex(name: str = "Miroir", **said: Any) -> dict[str, Any]:
    failed = {"day": "2026-11-10", "supplier": "miroir", "name": name, "state": "missed", "holiday": False}
    not_kept = [
        failed | {"why": {"nl": "", "fr": "", "en": ""}},
        failed | {"day": "2026-11-12", "state": "refused", "why": {"nl": name, "fr": name, "en": name}},
        failed
        | {"day": "2026-11-11", "state": "cancelled", "holiday": True}
        | {"why": {"nl": "Wapenstilstand", "fr": "Jour de l'Armistice", "en": "Armistice Day"}},
    ]
    told = {
        "number": "1-000007",
        "year": 2026,
        "first": "2026-10-01",
        "last": "2026-12-31",
        "final": True,
        "giver": party(name),
        "receiver": {"name": "Kruidenier", "lines": []},
        "months": [{"month": "2026-10", **line(expected=8, kept=7, grams=123_456)}, {"month": "2026-11", **line()}],
        "places": [
            {"supplier": "miroir", "name": name, **line()},
            {"supplier": "gare", "name": "Gare", **line(kept=9)},
        ],
        "total": line(expected=8, kept=7, grams=123_456),
        "not_kept": not_kept,
    }
    return told | said


def test_an_annex_tells_months_places_and_days_without_goods():
    text = words(annex_sheet.draw(AnnexPaper(annex())))
    for part in (
        "okt / oct.",
        "123,456 kg",
        "Gare",
        "Wapenstilstand / Jour de l'Armistice",
        "niet gegeven / non donné",
        "Van 01/10/2026 tot en met 31/12/2026",
    ):
        assert part in text, part
    assert "nog niet om" not in text


def test_an_annex_before_the_end_of_the_year_says_so_and_is_short_where_nothing_is_told():
    text = words(annex_sheet.draw(AnnexPaper(annex(final=False, places=[], not_kept=[], months=[]))))
    assert "nog niet om" in text
    assert "Dagen zonder waren" not in text


def stop(name: str = "Miroir", **said: Any) -> Stop:
    told = {
        "agreement": "1-000007",
        "supplier": "miroir",
        "supplier_name": name,
        "day": TODAY,
        "at_time": "17:00",
        "carrier": "shop",
        "crates": 30,
        "state": "expected",
    }
    return Stop(PickUpDay(**{**told, **said}), "Spiegelstraat 12", "1090 Jette", name, "02 123", 5)


def test_the_round_stands_in_the_order_of_days(tmp_path: Path):
    later = stop(
        "Gare", day=day("2026-11-27"), carrier="giver", crates=None, at_time=None, state="cancelled", why="dicht"
    )
    found = Round(day("2026-11-23"), day("2026-11-29"), (stop(), stop("Bio"), replace(later, crates_back=0)))
    place = round_sheet.write(RoundPaper("Kruidenier", found), tmp_path / "round.pdf", lang="nl")
    text = words(place.read_bytes())
    order = ["dinsdag 24 november", "Miroir", "Bio", "vrijdag 27 november", "Gare"]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    for part in ("zij brengen het", "op tijd afgezegd", "dicht", "Spiegelstraat 12, 1090 Jette"):
        assert part in text, part


def test_a_week_without_pick_ups_says_so():
    with speaking("fr"):
        text = words(round_sheet.draw(RoundPaper("Kruidenier", Round(TODAY, TODAY, ()))))
    assert "Aucun enlèvement" in text


def test_papers_are_kept_in_a_file(tmp_path: Path):
    assert agreement_sheet.write(AgreementPaper(figures()), tmp_path / "a.pdf").exists()
    assert annex_sheet.write(AnnexPaper(annex()), tmp_path / "b.pdf").exists()
