"""Goods without a maker's pack, with their allergens."""

from __future__ import annotations

import datetime as dt

from kruidenier.shop.figures.unpacked import Unpacked, unpacked_goods
from kruidenier.shop.goods.product_facts import set_allergens
from tests.kit import NOW, Stand


def test_goods_without_a_makers_barcode_are_listed_by_group_and_name(stand: Stand):
    stand.product("5410188031072", names={"nl": "Passata"})
    stand.product("526", names={"nl": "Brood", "fr": "Pain"}, group="bread")
    stand.product("101", names={"nl": "Appelen"}, group="fruit", by_weight=True)
    stand.product("baguette", names={"fr": "Baguette"}, group="bread")
    stand.product("soap", names={"nl": "Zeep"}, group="hygiene")
    stand.product("900", names={"nl": "Oud"}, group="bread", archived_at=NOW - dt.timedelta(days=1))
    stand.do(set_allergens, "526", allergens=["soya", "gluten"])
    stand.do(set_allergens, "101", allergens=[])
    assert stand.ask(unpacked_goods) == (
        Unpacked("baguette", {"fr": "Baguette"}, "bread", None),
        Unpacked("526", {"nl": "Brood", "fr": "Pain"}, "bread", ("gluten", "soya")),
        Unpacked("101", {"nl": "Appelen"}, "fruit", ()),
    )
