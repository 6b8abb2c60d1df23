"""A shop to practise in: sound, and with something to meet of every kind that the till asks about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from kruidenier.errors import AtTheCounter
from kruidenier.shop import practising
from kruidenier.shop.figures.proof import prove
from kruidenier.shop.goods.dates import UseByPassed
from kruidenier.shop.office import staff
from tests.kit import NOW, Stand


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    """The volunteer of a shop to practise in."""
    shop = practising.found(tmp_path, lang="fr", now=NOW)
    yield Stand(shop, shop.counter(by="ann", role="volunteer"))
    shop.close()


def test_everybody_signs_in_and_every_card_and_code_is_there(stand: Stand):
    with stand.shop.writing.begin() as session:
        for worker in practising.WORKERS:
            code = worker.name.split()[0].lower()
            person = staff.try_pin(session, code, pin=worker.pin, now=NOW + dt.timedelta(hours=1))
            assert person is not None
            assert person.role == worker.role
    assert len(stand.rows("SELECT 1 FROM household")) == len(practising.CARDS)
    assert len(stand.rows("SELECT 1 FROM product")) == len(practising.GOODS)
    with stand.shop.reading() as session:
        assert not list(prove(session))


def test_a_sale_meets_all_that_the_till_asks(stand: Stand):
    milk, chicken, yoghurt, pasta = (practising.GOODS[n].code for n in (1, 5, 4, 6))
    basket = stand.welcome("900002")
    assert stand.scan(basket, milk, ask=True).ask is None
    assert stand.scan(basket, yoghurt, ask=True).ask is not None
    with pytest.raises(UseByPassed):
        stand.scan(basket, chicken)
    stand.scan(basket, pasta)
    sale = stand.pay(basket, "cash")
    assert [line.total_cents for line in sale.lines] == [50, 0]
    with pytest.raises(AtTheCounter):
        stand.sell("900004", milk)
    assert stand.faults() == []
