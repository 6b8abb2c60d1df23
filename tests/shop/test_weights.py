"""What a piece from a crate weighs: as earlier lots of it did, else its net content, else nothing known."""

from __future__ import annotations

import pytest

from kruidenier.shop.goods import stock
from tests.kit import Stand


@pytest.fixture
def crate(stand: Stand) -> str:
    stand.household("H1", adults=9)
    stand.product("leek", group="vegetables", fixed=100)
    stand.product("endive", group="vegetables", fixed=100, content=500)
    return stand.crates("vegetables", 10_000)


def sold_grams(stand: Stand, crate: str, code: str, count: int = 1) -> int:
    before = stand.left(crate)[1]
    stand.sell("H1", (code, count))
    return before - stand.left(crate)[1]


def test_a_piece_weighs_what_pieces_of_its_earlier_lots_weighed_on_the_scale(stand: Stand, crate: str):
    stand.lot("leek", 3, grams=1000)
    stand.lot("leek", 1, grams=401)
    stand.sell("H1", ("leek", 4))
    assert sold_grams(stand, crate, "leek", 2) == 700  # 1401 g in 4 pieces


def test_pieces_share_the_grams_of_their_lot_halves_up_and_the_last_takes_the_rest():
    assert [stock.share_of(1000, part, 3) for part in (1, 2, 3)] == [333, 667, 1000]
    assert stock.share_of(5, 1, 2) == 3


def test_the_scale_goes_before_the_net_content(stand: Stand, crate: str):
    assert sold_grams(stand, crate, "endive") == 500
    stand.lot("endive", 2, grams=1080)
    stand.sell("H1", ("endive", 2))
    assert sold_grams(stand, crate, "endive") == 540


def test_lots_that_nobody_weighed_teach_nothing(stand: Stand, crate: str):
    stand.lot("leek", 5)
    stand.sell("H1", ("leek", 5))
    assert sold_grams(stand, crate, "leek") == 0


def test_what_is_brought_back_is_not_learned_from(stand: Stand, crate: str):
    stand.lot("leek", 2, grams=700)
    sale = stand.sell("H1", ("leek", 2))
    stand.void(sale.number)
    stand.sell("H1", ("leek", 2))
    assert sold_grams(stand, crate, "leek") == 350


def test_goods_that_no_lot_knows_weigh_so_too(stand: Stand):
    stand.household("H1", adults=9)
    stand.product("rice", fixed=100)
    stand.lot("rice", 2, grams=1040)
    stand.sell("H1", ("rice", 3))
    (short,) = stand.rows("SELECT grams AS g FROM lot WHERE kind = 'shortfall'")
    assert short.g == -520
    assert stand.faults() == []
