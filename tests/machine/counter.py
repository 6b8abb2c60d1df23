"""What happens at two tills."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from kruidenier.shop.till import basket_view, baskets
from kruidenier.shop.till.values import Kept, SaleDocument
from kruidenier.store.base import new_id
from tests.machine.shop_floor import CARDS, WEIGHED, ShopFloor, goods

cards = st.sampled_from(CARDS)
ways = st.one_of(
    st.sampled_from([{"cash": None}, {"card": None}, {"voucher": None}, {"cash": 5000}]),
    st.dictionaries(
        st.sampled_from(["voucher", "cash", "card"]), st.one_of(st.none(), st.integers(0, 400)), max_size=3
    ),
)


class Selling(ShopFloor):
    """Baskets, sales, and what comes back."""

    @rule(card=cards, till=st.integers(0, 1))
    def welcome(self, card: str, till: int) -> None:
        basket = self.attempt(lambda: self.at(till).welcome(card))
        if basket is not None:
            assert self.open.setdefault(card, basket.id) == basket.id
            assert basket.till == self.tills[till].at.till

    @precondition(lambda self: self.open)
    @rule(
        card=cards,
        till=st.integers(0, 1),
        what=goods,
        days=st.one_of(st.none(), st.none(), st.integers(-2, 40)),
        ask=st.booleans(),
    )
    def scan(self, card: str, till: int, what: tuple[str, int], days: int | None, ask: bool) -> None:
        if card not in self.open:
            return
        code, amount = what
        said: dict[str, Any] = {"grams": amount} if code in WEIGHED else {"count": amount}
        if days is not None:
            said["date"] = self.now.date() + dt.timedelta(days=days)
        before = self.stand.ask(basket_view.view, self.open[card])
        scanned = self.attempt(lambda: self.at(till).scan(self.open[card], code, ask=ask, **said))
        after = self.stand.ask(basket_view.view, self.open[card])
        if scanned is None or scanned.ask is not None:
            assert after.lines == before.lines
        else:
            assert after.lines == scanned.basket.lines
            assert any(line.number == scanned.line and line.code == code for line in after.lines)

    @precondition(lambda self: self.open)
    @rule(card=cards, line=st.integers(1, 4), keep=st.integers(0, 500))
    def less(self, card: str, line: int, keep: int) -> None:
        if card in self.open:
            self.attempt(lambda: self.at(0).do(baskets.change, self.open[card], line=line, count=keep, grams=keep))

    @precondition(lambda self: self.open)
    @rule(card=cards, till=st.integers(0, 1), deed=st.sampled_from([baskets.put_aside, baskets.take_up]))
    def aside_or_back(self, card: str, till: int, deed: Any) -> None:
        if card in self.open:
            self.at(till).do(deed, self.open[card])

    @precondition(lambda self: self.open)
    @rule(card=cards)
    def cancel(self, card: str) -> None:
        if card in self.open:
            self.at(0).do(baskets.cancel, self.open.pop(card))

    @precondition(lambda self: self.open)
    @rule(card=cards, till=st.integers(0, 1), way=ways, override=st.one_of(st.none(), st.just("it rained")))
    def pay(self, card: str, till: int, way: dict[str, int | None], override: str | None) -> None:
        if card not in self.open:
            return
        sent, basket = new_id(), self.open[card]
        stand = self.at(till)
        sale = self.attempt(lambda: stand.pay(basket, way, id=sent, override=override))
        if sale is not None:
            del self.open[card]
            self.keep(lambda: stand.pay(basket, way, id=sent, override=override), sent, sale)

    @rule(
        card=cards, till=st.integers(0, 1), items=st.lists(goods, min_size=1, max_size=3), way=ways, paper=st.booleans()
    )
    def sell(self, card: str, till: int, items: list[tuple[str, int]], way: dict[str, int | None], paper: bool) -> None:
        wanted = [(code, f"{n}g" if code in WEIGHED else n) for code, n in items]
        kept = Kept(f"P{len(self.sent)}", self.now - dt.timedelta(days=1)) if paper else None
        sent, stand = new_id(), self.at(till)
        sale = self.attempt(lambda: stand.sell(card, *wanted, pay=way, id=sent, paper=kept))
        if sale is not None:
            self.keep(lambda: stand.sell(card, *wanted, pay=way, id=sent, paper=kept), sent, sale)

    def keep(self, again: Callable[[], SaleDocument], sent: str, sale: SaleDocument) -> None:
        assert sale.number not in self.sales
        assert sum(p.amount_cents for p in sale.payments) == sale.total_cents + sale.rounding_cents
        assert sale.change_cents >= 0
        self.sales[sale.number] = sale
        self.sent.append((again, sent, sale))

    # And back

    @precondition(lambda self: self.sales)
    @rule(pick=st.integers(0, 99), till=st.integers(0, 1))
    def void(self, pick: int, till: int) -> None:
        number = list(self.sales)[pick % len(self.sales)]
        sent, stand = new_id(), self.at(till)
        void = self.attempt(lambda: stand.void(number, id=sent))
        if void is not None:
            self.keep_correction(lambda: stand.void(number, id=sent), sent, void)

    @precondition(lambda self: self.sales)
    @rule(
        pick=st.integers(0, 99),
        till=st.integers(0, 1),
        items=st.lists(goods, min_size=1, max_size=2),
        method=st.sampled_from(["cash", "card", "voucher"]),
    )
    def refund(self, pick: int, till: int, items: list[tuple[str, int]], method: str) -> None:
        number = list(self.sales)[pick % len(self.sales)]
        back = [(code, f"{n}g" if code in WEIGHED else n) for code, n in items]
        sent, stand = new_id(), self.at(till)
        refund = self.attempt(lambda: stand.refund(number, *back, pay=method, id=sent))
        if refund is not None:
            self.keep_correction(lambda: stand.refund(number, *back, pay=method, id=sent), sent, refund)

    def keep_correction(self, again: Callable[[], SaleDocument], sent: str, document: SaleDocument) -> None:
        assert document.total_cents <= 0
        assert all(p.amount_cents <= 0 for p in document.payments)
        self.sent.append((again, sent, document))

    @precondition(lambda self: self.sent)
    @rule(pick=st.integers(0, 99))
    def send_again(self, pick: int) -> None:
        again, _sent, first = self.sent[pick % len(self.sent)]
        assert again().number == first.number
