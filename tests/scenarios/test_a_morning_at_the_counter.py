"""A morning at the counter, told as it goes: three households, one mistake, one power cut, and a drawer that agrees."""

from __future__ import annotations

from kruidenier.shop.figures.proof import prove
from kruidenier.shop.opening import OpenShop
from kruidenier.shop.till import baskets, cash, corrections, paying, scanning
from kruidenier.shop.till.kept import Back
from kruidenier.shop.till.payments import Payment
from kruidenier.shop.till.values import HowHeavy
from kruidenier.store.base import new_id
from tests.kit import Stand


def test_a_morning_at_the_counter(shop: OpenShop, at) -> None:
    manager = Stand(shop, at)
    manager.product("beans", reference=100)
    manager.product("pasta", reference=98)
    manager.product("apples", reference=199, by_weight=True, group="fruit")
    bought, free = manager.lot("pasta", 5), manager.lot("pasta", 2, origin="esf")
    manager.lot("beans", 1, best_before="2026-11-20")
    manager.lot("apples", grams=5_000)
    manager.household("A", adults=1, children=3)
    manager.household("B", adults=2, esf=("2026-01-01", None))
    till = manager.as_("volunteer")

    # The drawer is opened with its float, and A comes: two kinds of goods, one of them from the scale.
    till.do(cash.open_drawer, float_cents=10_000)
    basket = till.do(baskets.welcome, "A")
    assert (basket.shopper.limit_cents, basket.shopper.esf) == (2500, False)
    asked = till.do(scanning.scan, basket.id, code="apples")
    assert isinstance(asked.ask, HowHeavy)
    till.do(scanning.scan, basket.id, code="apples", grams=1_253)
    with_beans = till.do(scanning.scan, basket.id, code="beans").basket
    assert [line.total_cents for line in with_beans.lines] == [125, 50]
    assert with_beans.lines[1].notices  # past best-before, within the grace of tins: told, not refused

    # A forgot her purse: the basket waits, and B goes first. European goods are free for B and stay on their account.
    till.do(baskets.put_aside, basket.id)
    other = till.do(baskets.welcome, "B")
    for _pack in range(3):
        other = till.do(scanning.scan, other.id, code="pasta", ask=False).basket
    assert [(line.count, line.unit_price_cents, line.free_eu) for line in other.lines] == [(2, 0, True), (1, 50, False)]
    sold = till.do(paying.pay, other.id, payments=[Payment("cash", 100)], id=new_id())
    assert (sold.payable_cents, sold.change_cents) == (50, 50)
    assert manager.left(free)[0] == 0
    assert manager.left(bought)[0] == 4

    # The power fails before A is back; at another till her basket is as it was. She pays half by voucher, half in cash.
    elsewhere = manager.another_till().as_("volunteer")
    again = elsewhere.do(baskets.welcome, "A")
    assert (again.id, again.total_cents, again.cash_cents) == (basket.id, 175, 175)
    paid = elsewhere.do(paying.pay, again.id, payments=[Payment("cash"), Payment("voucher", 88)], id=new_id())
    assert [(p.method, p.amount_cents) for p in paid.payments] == [("voucher", 88), ("cash", 85)]
    assert paid.rounding_cents == -2
    assert paid.budget_left_cents == 2500 - 175

    # The tin was dented: staff take it back, from the right sale, and the budget gets it back too.
    back = manager.do(
        corrections.refund, paid.number, items=[Back("beans")], reason="dented", method="cash", id=new_id()
    )
    assert (back.total_cents, back.payments[0].amount_cents) == (-50, -50)
    assert manager.do(baskets.welcome, "A").shopper.left_cents == 2500 - 125

    # Closing: what till 1 took and gave back is in its drawer, to the cent, and the books agree.
    till.do(cash.count_drawer, coins={5000: 2})
    slip = till.do(cash.close_drawer)
    assert (slip.expected_cents, slip.difference_cents, slip.sales, slip.refunds) == (10_000, 0, 1, 1)
    assert manager.ask(lambda session: list(prove(session))) == []
