"""The yearly annex: counted by hand, frozen once the year is over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kruidenier.shop.office.staff import NotAllowed
from kruidenier.shop.supply import agreeing, agreement_annex, agreements, door, pick_up_plans
from tests.kit import TODAY, Stand, day
from tests.shop.test_agreements import TUESDAYS, YEAR, signed, supplier
from tests.shop.test_pick_ups import bring, noted


@pytest.fixture
def number(stand: Stand) -> str:
    """An agreement since October with two shops of an enterprise; on Tuesdays, and at the other on Wednesdays."""
    supplier(stand, "gare", kbo="0999.100.159", name="Gare")
    supplier(stand, "miroir", kbo="0999.100.159", name="Miroir")
    stand.supplier("stranger")
    promise = replace(YEAR, starts_on=day("2026-10-01"), covers="enterprise")
    made = stand.do(agreeing.draft, "miroir", promise=promise).number
    stand.do(pick_up_plans.add, made, rule=TUESDAYS)
    stand.do(pick_up_plans.add, made, rule="FREQ=WEEKLY;BYDAY=WE", supplier="gare")
    stand.do(agreeing.sign, made, signed_by="a", shop_signed_by="b", signed_on=day("2026-10-20"))
    for code, on in (("miroir", "2026-10-20"), ("miroir", "2026-11-03"), ("gare", "2026-11-04")):
        bring(stand, code, on)
    bring(stand, "miroir", "2026-11-05", lines=2)
    bring(stand, "miroir", "2026-11-10", refused="date")
    bring(stand, "stranger", "2026-11-03")
    noted(stand, made, supplier="miroir", day=day("2026-11-17"), what="missed", why="nothing was ready")
    return made


def test_months_places_and_days_are_counted(stand: Stand, number: str):
    annex = stand.do(agreement_annex.issue, number, year=2026)
    assert (annex["first"], annex["last"], annex["final"]) == ("2026-10-20", "2026-11-24", False)
    assert "contact" not in annex["giver"]
    october, november = annex["months"]
    line = {"expected": 4, "kept": 1, "missed": 3, "refused": 0, "cancelled": 0}
    assert october == {"month": "2026-10"} | line | {"deliveries": 1, "grams": 20_000, "refused_grams": 0}
    line = {"expected": 4, "kept": 2, "missed": 2, "refused": 1, "cancelled": 1}
    assert november == {"month": "2026-11"} | line | {"deliveries": 3, "grams": 80_000, "refused_grams": 20_000}
    assert {place["supplier"]: (place["kept"], place["grams"]) for place in annex["places"]} == {
        "miroir": (2, 80_000),
        "gare": (1, 20_000),
    }
    assert (annex["total"]["expected"], annex["total"]["kept"], annex["total"]["grams"]) == (8, 3, 100_000)
    told = {(one["day"], one["state"]): one["why"]["nl"] for one in annex["not_kept"]}
    assert told["2026-11-11", "cancelled"] == "Wapenstilstand"
    assert told["2026-11-17", "missed"] == "nothing was ready"
    assert ("2026-11-24", "expected") not in told


def test_the_annex_of_a_year_that_is_over_is_frozen(stand: Stand, number: str):
    later = stand.on("2027-01-05")
    issued = later.do(agreement_annex.issue, number, year=2026)
    assert (issued["last"], issued["final"]) == ("2026-12-31", True)
    bring(later, "miroir", "2026-12-29")
    assert later.do(agreement_annex.issue, number, year=2026) == issued
    verbs = stand.rows("SELECT 1 FROM journal WHERE verb = 'agreement annex'")
    assert len(verbs) == 1


def test_there_is_no_annex_of_a_year_without_the_agreement(stand: Stand, number: str):
    for year in (2025, 2027):
        with pytest.raises(agreement_annex.NotInThatYear):
            stand.do(agreement_annex.issue, number, year=year)
    draft = stand.do(agreeing.renew, number).number
    with pytest.raises(agreement_annex.NotInThatYear):
        stand.do(agreement_annex.issue, draft, year=2027)
    with pytest.raises(NotAllowed):
        stand.as_("staff").do(agreement_annex.issue, number, year=2026)


def test_bought_goods_are_not_given(stand: Stand):
    number = signed(stand)
    there = stand.on("2026-11-03")
    delivery = there.do(door.begin, "miroir").number
    there.do(door.add_line, delivery, origin="bought", group="fruit", crates=1, gross_grams=5_600)
    there.do(door.sign, delivery)
    annex = stand.do(agreement_annex.issue, number, year=2026)
    assert (annex["total"]["grams"], annex["total"]["kept"]) == (0, 1)


def test_a_month_without_days_still_has_its_line(stand: Stand):
    number = signed(stand, rule="FREQ=WEEKLY;BYDAY=TU;BYMONTH=1")
    annex = stand.do(agreement_annex.issue, number, year=2026)
    assert [line["month"][-2:] for line in annex["months"]] == [f"{month:02}" for month in range(1, 12)]
    assert annex["months"][4]["expected"] == 0
    assert stand.ask(agreements.pick_ups, first=TODAY, last=TODAY) == ()
