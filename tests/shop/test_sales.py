"""What a sale writes, and that it is written once."""

from __future__ import annotations

from tests.kit import Stand


def test_a_sale_in_cash(stand: Stand):
    stand.product("rice", reference=250)
    lot = stand.lot("rice", 5, grams=2500, best_before="2027-05-01")
    stand.household("H1", adults=2, children=1)
    sold = stand.sell("h1", ("rice", 2), pay={"cash": 500})
    assert (sold.number, sold.total_cents, sold.change_cents, sold.budget_left_cents) == ("1-000001", 250, 250, 2250)
    assert stand.left(lot) == (3, 1500)
    assert stand.faults() == []
