"""The slip for a partner: frozen when it is first made, whatever changes of the goods afterwards."""

from __future__ import annotations

import pytest

from kruidenier.shop.goods import deeds, lot_facts, moves, places, undoing
from kruidenier.shop.network import delivery_slips, transfers
from kruidenier.shop.network.delivery_slips import TakenBack
from kruidenier.shop.office.staff import NotAllowed
from kruidenier.store.base import new_id
from tests.kit import Stand, day


@pytest.fixture
def pantry(stand: Stand) -> Stand:
    """Yoghurt in a cool room that was read twice."""
    stand.product("yoghurt", names={"nl": "Yoghurt", "fr": "Yaourt"}, fixed=100, content=500, group="yogurt-dessert")
    stand.do(places.add_place, "cool", name="Cool room", kind="fridge")
    for tenths in (61, 42):
        stand.do(places.read_temperature, "cool", tenths=tenths)
    return stand


def test_it_is_the_same_each_time_it_is_made(pantry: Stand):
    lot = pantry.lot("yoghurt", 9, use_by="2026-11-28")
    pantry.do(moves.move, lot, place="cool")
    done = pantry.do(transfers.transfer, lot, "Soep & Co", count=4, id=new_id())
    first = pantry.do(delivery_slips.slip, done.number)
    assert (first.partner, first.lot, first.count, first.grams) == ("Soep & Co", lot, 4, done.grams)
    assert (first.names["fr"], first.date_mark, first.date_on_pack) == ("Yaourt", "use_by", day("2026-11-28"))
    assert (first.tenths, first.undone) == (42, False)
    pantry.do(lot_facts.correct_date, lot, date_mark="none", date=None)
    pantry.do(places.read_temperature, "cool", tenths=12)
    later = pantry.on("2026-11-25")
    assert later.do(delivery_slips.slip, done.number) == first
    assert len(pantry.rows("SELECT 1 FROM issued_paper WHERE kind = 'delivery_slip'")) == 1
    later.do(undoing.reverse, done.number, reason="never fetched")
    assert later.do(delivery_slips.slip, done.number).undone


def test_there_is_none_of_goods_that_did_not_go(pantry: Stand):
    lot = pantry.lot("yoghurt", 9)
    done = pantry.do(transfers.transfer, lot, "Soep & Co", count=4, id=new_id())
    with pytest.raises(NotAllowed):
        pantry.as_("volunteer").do(delivery_slips.slip, done.number)
    pantry.do(undoing.undo)
    with pytest.raises(TakenBack):
        pantry.do(delivery_slips.slip, done.number)
    with pytest.raises(deeds.NoSuchDeed):
        pantry.do(delivery_slips.slip, "1-999999")
