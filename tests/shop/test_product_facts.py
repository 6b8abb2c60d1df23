"""Levels and allergens of a product."""

from __future__ import annotations

import pytest

from kruidenier.shop.goods import product_facts
from kruidenier.shop.goods.catalogue import Product, UnknownCode
from kruidenier.shop.goods.product_facts import BadLevels, UnknownAllergen
from kruidenier.shop.office.staff import NotAllowed
from tests.kit import Stand


@pytest.fixture
def rice(stand: Stand) -> Stand:
    stand.product("rice", fixed=100)
    return stand


def product(stand: Stand) -> Product:
    with stand.shop.reading() as session:
        return session.query(Product).one()


def test_levels_are_set_and_taken_away(rice: Stand):
    rice.do(product_facts.set_levels, "rice", least=5, wished=20)
    assert (product(rice).min_level, product(rice).wished_level) == (5, 20)
    rice.do(product_facts.set_levels, "rice", least=None, wished=10)
    assert (product(rice).min_level, product(rice).wished_level) == (None, 10)


@pytest.mark.parametrize(("least", "wished"), [(5, 4), (-1, None), (None, -1), (0, -1)])
def test_levels_that_make_no_sense_are_refused(rice: Stand, least: int | None, wished: int | None):
    with pytest.raises(BadLevels, match="Rice"):
        rice.do(product_facts.set_levels, "rice", least=least, wished=wished)
    assert product(rice).min_level is None


def test_no_allergens_is_not_the_same_as_nobody_knows(rice: Stand):
    assert product(rice).allergens is None
    rice.do(product_facts.set_allergens, "rice", allergens=["sesame", "gluten", "sesame"])
    assert product(rice).allergens == ["gluten", "sesame"]
    rice.do(product_facts.set_allergens, "rice", allergens=[])
    assert product(rice).allergens == []
    rice.do(product_facts.set_allergens, "rice", allergens=None)
    assert rice.rows("SELECT 1 FROM product WHERE allergens IS NULL") != []
    with pytest.raises(UnknownAllergen, match="gluten"):
        rice.do(product_facts.set_allergens, "rice", allergens=["glue"])


def test_there_are_fourteen():
    assert len(product_facts.ALLERGENS) == 14


def test_both_are_for_staff_and_for_products_that_are_known(rice: Stand):
    with pytest.raises(UnknownCode):
        rice.do(product_facts.set_levels, "nothing", least=1, wished=1)
    with pytest.raises(UnknownCode):
        rice.do(product_facts.set_allergens, "nothing", allergens=[])
    volunteer = rice.as_("volunteer")
    with pytest.raises(NotAllowed):
        volunteer.do(product_facts.set_levels, "rice", least=1, wished=1)
    with pytest.raises(NotAllowed):
        volunteer.do(product_facts.set_allergens, "rice", allergens=[])
