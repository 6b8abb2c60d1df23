"""Where goods came from and went: by product and maker's lot, also out of crates and beyond the books."""

from __future__ import annotations

import pytest

from kruidenier.shop.figures.tracing import GoneTo, trace
from kruidenier.shop.goods import accepting, counting, recalling, undoing, waste
from kruidenier.shop.goods.recall_balance import Amount
from kruidenier.shop.network import transfers
from kruidenier.shop.supply import door, sorting
from kruidenier.store.base import new_id
from tests.kit import Stand

TIN = "05400000000003"


@pytest.fixture
def shelf(stand: Stand) -> Stand:
    """Tins, of which none are there yet, and a household."""
    stand.product(TIN, fixed=100, content=400)
    stand.household("H1", adults=9)
    return stand


def test_a_lot_is_traced_from_the_door_to_the_till(shelf: Stand):
    shelf.supplier("colruyt")
    van = shelf.do(door.begin, "colruyt").number
    shelf.do(door.add_line, van, product=TIN, origin="donated", count=6, lot_code="L1")
    shelf.do(door.sign, van)
    sale = shelf.sell("H1", (TIN, 3))
    shelf.refund(sale.number, TIN)
    found = shelf.ask(trace, TIN, lot_code="L1")
    (came,) = found.received
    assert (came.supplier, came.delivery, came.count, came.grams) == ("colruyt", van, 6, 2400)
    assert (found.sold.count, found.sold.grams, found.sold.sales) == (2, 800, 1)
    assert [(place.place, place.count) for place in found.on_hand] == [("shop", 4)]


def test_what_is_undone_did_not_happen(shelf: Stand):
    lot = shelf.lot(TIN, 6)
    shelf.do(waste.waste, lot, why="date", count=2, id=new_id())
    shelf.do(undoing.undo)
    assert shelf.ask(trace, TIN).wasted == ()
    shelf.do(waste.waste, lot, why="date", count=1, id=new_id())
    (gone,) = shelf.ask(trace, TIN).wasted
    assert (gone.lot, gone.why, gone.count) == (lot, "date", 1)


def test_what_a_partner_got_is_told_until_it_is_taken_back(shelf: Stand):
    lot = shelf.lot(TIN, 6, grams=2400)
    sent = shelf.do(transfers.transfer, lot, "Soep & Co", count=2, id=new_id())
    (gone,) = shelf.ask(trace, TIN).partners
    assert gone == GoneTo("Soep & Co", shelf.today, sent.number, lot, 2, 800)
    shelf.do(transfers.transfer, lot, "Voedselbank", id=new_id())
    shelf.do(undoing.undo)
    assert shelf.ask(trace, TIN).partners == (gone,)


def test_what_comes_out_of_crates_and_beyond_the_books_is_told_apart(shelf: Stand):
    crates = shelf.crates("canned", 2000)
    shelf.do(sorting.sort, crates, product=TIN, count=2, lot_code="L1")
    shelf.sell("H1", (TIN, 3))
    found = shelf.ask(trace, TIN)
    assert [(came.lot_code, came.count) for came in found.received] == [("L1", 2)]
    assert (found.sold.count, found.sold_unread.count, found.sold_unread.sales) == (2, 1, 1)


def test_differences_of_counts_and_open_recalls_are_told(shelf: Stand):
    lot = shelf.lot(TIN, 6, grams=2400)
    count = shelf.do(counting.begin, place="shop").number
    shelf.do(counting.enter, count, lot, count=5)
    shelf.do(counting.finish, count)
    shelf.do(accepting.accept, count)
    number = shelf.do(recalling.start, TIN, reason="glass").number
    found = shelf.ask(trace, TIN)
    assert (found.difference, found.recalls) == (Amount(-1, -400), (number,))
    assert shelf.ask(trace, TIN, lot_code="L1").unread == (lot,)
