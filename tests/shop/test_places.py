"""Storage places and how cold it is there."""

from __future__ import annotations

import pytest

from kruidenier.shop.goods import places
from kruidenier.shop.goods.places import BadTemperature, NoSuchPlace, TooWarm
from kruidenier.shop.office.staff import NotAllowed
from tests.kit import Stand


@pytest.fixture
def cold(stand: Stand) -> Stand:
    """A shop with a fridge and a freezer."""
    stand.do(places.add_place, "cool", name="Cool room", kind="fridge")
    stand.do(places.add_place, "ice", name="Freezer 1", kind="freezer")
    return stand


def last(stand: Stand, code: str) -> places.Reading | None:
    return next(spot.last for spot in stand.ask(places.spots) if spot.code == code)


def test_places_are_listed_with_the_temperature_read_last(cold: Stand):
    assert [(spot.code, spot.last) for spot in cold.ask(places.spots)][:2] == [("cool", None), ("ice", None)]
    cold.do(places.read_temperature, "cool", tenths=42)
    cold.on("2026-11-25").as_("staff").do(places.read_temperature, "cool", tenths=51)
    read = last(cold, "cool")
    assert read is not None
    assert (read.tenths, read.by, read.too_warm, read.note) == (51, "staff", False, None)
    assert [reading.tenths for reading in cold.ask(places.readings, "cool")] == [51, 42]
    assert last(cold, "ice") is None
    assert cold.faults() == []


@pytest.mark.parametrize(("place", "limit"), [("cool", 70), ("ice", -180)])
def test_too_warm_needs_a_word_about_what_was_done(cold: Stand, place: str, limit: int):
    cold.do(places.read_temperature, place, tenths=limit)
    with pytest.raises(TooWarm) as refused:
        cold.do(places.read_temperature, place, tenths=limit + 1, note=" ")
    assert f"{(limit + 1) / 10:.1f} °C" in refused.value.explain()
    spot = cold.do(places.read_temperature, place, tenths=limit + 1, note="door was open")
    assert spot.last is not None
    assert (spot.last.too_warm, spot.last.note) == (True, "door was open")


def test_a_reading_is_judged_by_the_rule_of_its_day(cold: Stand):
    cold.do(places.read_temperature, "cool", tenths=60)
    cold.setting("fridge.max_tenths", 50, valid_from="2026-12-01")
    cold.on("2026-12-01").do(places.read_temperature, "cool", tenths=60, note="turned down")
    assert [reading.too_warm for reading in cold.ask(places.readings, "cool")] == [True, False]


def test_a_shelf_may_be_as_warm_as_it_is(cold: Stand):
    assert cold.do(places.read_temperature, "shop", tenths=281).last is not None


def test_what_cannot_be_is_refused(cold: Stand):
    for tenths in (-601, 601):
        with pytest.raises(BadTemperature):
            cold.do(places.read_temperature, "cool", tenths=tenths, note="fire")
    with pytest.raises(NoSuchPlace):
        cold.do(places.read_temperature, "moon", tenths=0)
    with pytest.raises(NoSuchPlace):
        cold.ask(places.readings, "moon")
    with pytest.raises(NotAllowed):
        cold.as_("volunteer").do(places.read_temperature, "cool", tenths=40)
    assert last(cold, "cool") is None
