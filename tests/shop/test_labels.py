"""What stands on the labels of shelves and lots, and which labels must be printed anew."""

from __future__ import annotations

import datetime as dt

import pytest

from kruidenier import i18n
from kruidenier.shop.figures.lot_labels import lot_labels
from kruidenier.shop.figures.unpacked import loose_goods, unpacked_goods
from kruidenier.shop.goods import catalogue, shelf_labels, treatments
from kruidenier.shop.goods.catalogue import ProductArchived, UnknownCode
from kruidenier.shop.goods.groups import FoodGroup
from kruidenier.shop.goods.lots import NotInTheBooks, UnknownLot
from kruidenier.shop.goods.prices import NoPrice
from kruidenier.shop.goods.shelf_labels import ShelfLabel
from tests.kit import TODAY, Stand


def labels(stand: Stand, *codes: str) -> tuple[ShelfLabel, ...]:
    return stand.ask(shelf_labels.shelf_labels, codes, on=TODAY)


def priceless(stand: Stand, code: str) -> None:
    """Put a product into the catalogue that nothing gives a price."""
    with stand.shop.writing.begin() as session:
        session.add(FoodGroup(code="odd", shelf_life_group=1, vat_rate=6))
    stand.product(code, group="odd")


def due(stand: Stand, on: dt.date = TODAY) -> list[str]:
    return [label.code for label in stand.ask(shelf_labels.due, on=on)]


@pytest.mark.parametrize(
    ("content", "unit", "cents", "per_kilo"),
    [(500, "g", 60, 120), (330, "ml", 55, 167), (1500, "g", 100, 67), (6, "pcs", 90, None), (None, None, 90, None)],
)
def test_the_price_of_a_kilo_is_derived_halves_up(
    stand: Stand, content: int | None, unit: str | None, cents: int, per_kilo: int | None
):
    """Lesson 28: the price of the pack is kept, the price of a kilogram or litre follows from it."""
    stand.product("rice", fixed=cents, content=content, unit=unit)
    (label,) = labels(stand, "rice")
    assert (label.price_cents, label.per_kilo_cents) == (cents, per_kilo)


def test_goods_by_weight_have_one_price_that_of_a_kilo(stand: Stand):
    stand.product("apples", fixed=199, by_weight=True, content=1000, unit="g")
    (label,) = labels(stand, "apples")
    assert (label.by_weight, label.price_cents, label.per_kilo_cents) == (True, 199, None)


def test_nobody_pays_more_than_the_label_says(stand: Stand):
    stand.setting("price.cap_percent.donated", 40)
    stand.setting("price.cap_percent.food_bank", 20)
    stand.product("rice", fixed=80, reference=100)
    assert labels(stand, "rice")[0].price_cents == 80
    stand.lot("rice", 3, origin="food_bank")
    assert labels(stand, "rice")[0].price_cents == 20
    stand.lot("rice", 3, origin="donated")
    stand.lot("rice", 3, origin="esf")
    stand.lot("rice", 3, origin="bought", state="blocked")
    assert labels(stand, "rice")[0].price_cents == 40
    stand.household("H1", adults=9)
    assert stand.sell("H1", ("rice", 6)).lines[0].unit_price_cents <= 40


def test_goods_that_only_lie_there_free_have_a_free_label(stand: Stand):
    stand.product("rice", fixed=80)
    stand.lot("rice", 3, origin="esf")
    assert labels(stand, "rice")[0].price_cents == 0


def test_labels_come_by_group_and_name_and_goods_without_price_get_none(stand: Stand):
    """Lesson 2: a fault in one product never stops work on another."""
    stand.product("z", fixed=1, group="bread", names={"en": "Zopf"})
    stand.product("m", fixed=1, group="milk", names={"en": "Melk"})
    stand.product("e", fixed=1, group="bread", names={"en": "Éclair"})
    priceless(stand, "odd")
    assert [label.code for label in labels(stand, "m", "z", "odd", "e")] == ["e", "z", "m"]
    with pytest.raises(NoPrice):
        labels(stand, "odd")
    assert labels(stand) == ()


def test_only_goods_of_the_shop_have_labels(stand: Stand):
    with pytest.raises(UnknownCode):
        labels(stand, "nothing")
    stand.product("old", fixed=1, archived_at=stand.now)
    with pytest.raises(ProductArchived):
        labels(stand, "old")


def test_a_label_is_due_until_it_is_printed_and_again_when_its_price_changes(stand: Stand):
    """Lesson 58: what was printed is noted, and a later change is told."""
    stand.product("rice", fixed=60)
    stand.product("tin", fixed=60)
    stand.product("nothing left", fixed=60)
    priceless(stand, "odd")
    stand.lot("odd", 5)
    stand.lot("rice", 5)
    stand.lot("tin", 5)
    assert due(stand) == ["rice", "tin"]
    assert stand.do(shelf_labels.note_printed, labels(stand, "rice")) == 1
    assert due(stand) == ["tin"]
    tomorrow = TODAY + dt.timedelta(days=1)
    stand.do(catalogue.set_price, "rice", kind="fixed", cents=65, valid_from=tomorrow)
    assert (due(stand), due(stand, tomorrow)) == (["tin"], ["rice", "tin"])
    stand.on(tomorrow).do(shelf_labels.note_printed, stand.ask(shelf_labels.due, on=tomorrow))
    assert due(stand, tomorrow) == []
    assert due(stand) == ["rice"]
    assert stand.faults() == []


def test_the_label_of_a_lot_tells_its_goods_in_every_language(stand: Stand):
    stand.product("rice", names={"nl": "Rijst", "fr": "Riz"})
    number = stand.lot("rice", 5, use_by="2026-12-01")
    (label,) = stand.ask(lot_labels, [number], on=TODAY)
    assert (label.names, label.sheet.lot, label.sheet.last_day) == (
        {"nl": "Rijst", "fr": "Riz"},
        number,
        dt.date(2026, 12, 1),
    )


def test_the_label_of_crates_names_their_group_or_says_that_they_are_mixed(stand: Stand):
    vegetables, mixed = stand.crates("vegetables", 5000), stand.crates(None, 5000)
    of_group, of_all = stand.ask(lot_labels, [vegetables, mixed], on=TODAY)
    assert (of_group.names["nl"], of_group.names["fr"]) == ("Groenten", "Légumes")
    assert (of_all.names["nl"], of_all.names["fr"]) == ("gemengde kratten", "caisses mélangées")
    assert i18n.language() == "en"


def test_frozen_goods_get_the_label_of_their_new_lot(stand: Stand):
    stand.product("soup", fixed=60)
    old = stand.lot("soup", 5, use_by="2026-12-01")
    done = stand.do(treatments.freeze, old, count=2)
    (label,) = stand.ask(lot_labels, [done.into or ""], on=TODAY)
    assert (label.sheet.treatment, label.sheet.treated_on, label.sheet.last_day) == (
        "frozen",
        TODAY,
        dt.date(2027, 1, 24),
    )


def test_a_lot_that_is_not_there_has_no_label(stand: Stand):
    with pytest.raises(UnknownLot):
        stand.ask(lot_labels, ["L1-000099"], on=TODAY)
    stand.product("rice", fixed=60)
    stand.household("H1")
    stand.sell("H1", "rice")
    with pytest.raises(NotInTheBooks):
        stand.ask(lot_labels, ["S-rice"], on=TODAY)


def test_loose_goods_are_those_without_a_barcode_of_a_maker(stand: Stand):
    stand.product("101", group="fruit", names={"nl": "Appels"})
    stand.product("501", group="hygiene", names={"nl": "Zeep"})
    stand.product("5410188031072", names={"nl": "Passata"})
    stand.product("old", archived_at=stand.now)
    assert [goods.code for goods in stand.ask(loose_goods)] == ["101", "501"]
    assert [goods.code for goods in stand.ask(unpacked_goods)] == ["101"]
