"""A Tuesday morning in the shop, told as it happens."""

from __future__ import annotations

import datetime as dt

import pytest

from kruidenier.shop.figures.proof import prove
from kruidenier.shop.goods.dates import UseByPassed
from kruidenier.shop.people.budgets import BudgetSpent
from kruidenier.shop.people.rights import MayNotShop
from kruidenier.shop.till import baskets, cash
from kruidenier.shop.till.values import HowHeavy, Paid, WhichDate
from tests.kit import NOW, Stand, day


def test_a_morning_at_the_counter(stand: Stand):
    # Before opening: what stands on the shelves. Els, the manager, opens the drawer with a hundred euro.
    stand.product("5410188031072", name="Tomaten in blik", group="canned", reference=119, content=400)
    stand.product("5411188110835", name="Melk", group="milk", reference=129, content=1000, unit="ml")
    stand.product("5400141000009", name="Rijst", group="pasta-rice-cereals", reference=210, content=500)
    stand.product("101", name="Appelen", group="fruit", by_weight=True, fixed=199)
    stand.lot("5410188031072", 24, grams=9600, origin="donated", best_before="2026-11-10")  # past, within grace
    yesterday = stand.lot("5411188110835", 2, grams=2000, origin="donated", use_by="2026-11-23")
    today = stand.lot("5411188110835", 6, grams=6000, origin="donated", use_by="2026-11-24")
    stand.lot("5400141000009", 10, grams=5000, origin="bought", best_before="2027-08-01")
    free = stand.lot("5400141000009", 2, grams=1000, origin="esf", best_before="2027-05-01")
    crate = stand.crates("fruit", 8000, origin="donated")
    stand.household("K-fam", adults=2, children=2, lang="fr", esf=("2026-09-01", "2027-02-28"))
    stand.household("K-two", adults=1)
    stand.household("K-old", adults=1, grocery=("2026-05-01", "2026-11-23"))
    stand.do(cash.open_drawer, float_cents=10_000)
    till = stand.as_("volunteer", "close")

    # The first family scans its card: 30 euro a week, and a right to European goods.
    family = till.welcome("K-fam")
    assert (family.number, family.shopper.left_cents, family.shopper.esf) == (1, 3000, True)

    # Tomatoes are past their best-before, still good, and the till says so.
    tomatoes = till.scan(family, "5410188031072", count=2, ask=True)
    assert tomatoes.ask is None
    (line,) = tomatoes.basket.lines
    assert line.notices == ("Best before 10/11/2026 has passed: still good, say so.",)
    assert line.total_cents == 120

    # Milk: some of it passed its use-by yesterday. One digit says which.
    which = till.scan(family, "5411188110835", ask=True).ask
    assert isinstance(which, WhichDate)
    assert [(c.lot, c.allowed) for c in which.choices] == [(yesterday, False), (today, True)]
    with pytest.raises(UseByPassed, match="Put it in the blocked crate"):
        till.scan(family, "5411188110835", ask=True, lot=yesterday)
    assert till.scan(family, "5411188110835", ask=True, lot=today).basket.total_cents == 185

    # Rice: the family may have the European packs, so these go first and cost nothing; the third is bought.
    assert isinstance(till.scan(family, "5400141000009", ask=True).ask, WhichDate)
    till.scan(family, "5400141000009", count=2, ask=True, lot=free)
    rice = till.scan(family, "5400141000009", ask=True)
    assert rice.ask is None  # only bought rice is left
    assert [(line.count, line.total_cents, line.free_eu) for line in rice.basket.lines[2:]] == [
        (2, 0, True),
        (1, 105, False),
    ]

    # Apples come from the crate and go on the scale.
    assert till.scan(family, "101", ask=True).ask == HowHeavy("101", "Appelen", 199)
    full = till.scan(family, "101", ask=True, grams=1255).basket
    assert full.lines[-1].total_cents == 250
    assert (full.total_cents, full.cash_cents, full.budget_left_cents) == (540, 540, 2460)

    # A child forgot the juice: the basket is put aside, and the next household is helped.
    assert till.do(baskets.put_aside, family.id).state == "aside"
    two = till.welcome("K-two")
    till.scan(two, "101", ask=True, grams=733)
    quick = till.pay(two, {"cash": 200})
    assert (quick.total_cents, quick.rounding_cents, quick.change_cents) == (146, -1, 55)

    # The last right of the third card ended yesterday: a kind sentence, and a colleague.
    with pytest.raises(MayNotShop, match="ask a colleague at the desk"):
        till.welcome("K-old")

    # At the second till the family's basket is there again, with one tomato tin less. Voucher, cash and card.
    second = till.another_till()
    back = second.welcome("K-fam")
    assert back.id == family.id
    second.do(baskets.change, back.id, line=1, count=1)
    sale = second.pay(back, {"card": None, "cash": 200, "voucher": 150})
    assert sale.number == "2-000001"
    assert sale.payments == (Paid("voucher", 150, None), Paid("cash", 200, 200), Paid("card", 130, None))
    assert (sale.total_cents, sale.rounding_cents, sale.budget_left_cents, sale.lang) == (480, 0, 2520, "fr")
    assert stand.left(free) == (0, 0)
    assert stand.left(crate) == (0, 8000 - 1255 - 733)

    # One apple was bad: staff take 255 grams back, in cash.
    staff = stand.as_("staff").on(NOW + dt.timedelta(hours=1))
    refund = staff.refund(sale.number, ("101", "255g"), reason="bad apple")
    assert (refund.number, refund.of, refund.total_cents, refund.rounding_cents) == ("1-000003", "2-000001", -51, 1)
    assert stand.spent("K-fam") == 480 - 51

    # The second household comes back and wants more than is left: refused, and then less.
    again = till.welcome("K-two")
    till.scan(again, "5400141000009", count=9, ask=True)
    with pytest.raises(BudgetSpent, match="Take something out"):
        till.pay(again)
    till.do(baskets.change, again.id, line=1, count=8)
    assert till.pay(again, "card").budget_left_cents == 1000 - 146 - 840

    # At noon the drawer is counted blind and closed; it agrees to the cent.
    assert till.do(cash.count_drawer, coins={5000: 2, 20: 4, 5: 3}) == 10_095
    slip = till.do(cash.close_drawer)
    assert (slip.number, slip.sales, slip.refunds, slip.voids) == ("1-000001", 2, 1, 0)
    assert (slip.cash_cents, slip.card_cents, slip.rounding_cents) == (145 - 50, 840, 0)
    assert (slip.expected_cents, slip.difference_cents) == (10_095, 0)
    assert slip.date == day("2026-11-24")

    # And the books prove.
    assert stand.faults() == []
    assert stand.ask(lambda session: list(prove(session))) == []
