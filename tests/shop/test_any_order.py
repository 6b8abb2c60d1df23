"""Whatever is done in whatever order, the books add up: a random till, on both databases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kruidenier.errors import ShopError
from kruidenier.shop.figures.proof import prove
from kruidenier.shop.goods import crates, lot_facts, markdowns, moves, places, treatments, undoing, waste
from kruidenier.shop.goods.crates import Seen
from kruidenier.shop.till import baskets, cash, sales
from kruidenier.shop.till.values import Kept, SaleDocument
from kruidenier.store.base import new_id
from tests.kit import NOW, Stand

CARDS = ("H1", "H2", "EU", "only-EU")
PIECES = ("tin", "milk", "sweets")
WEIGHED = ("apples", "carrots")
cards = st.sampled_from(CARDS)
goods = st.one_of(
    st.tuples(st.sampled_from(PIECES), st.integers(1, 4)), st.tuples(st.sampled_from(WEIGHED), st.integers(1, 900))
)
ways = st.one_of(
    st.sampled_from([{"cash": None}, {"card": None}, {"voucher": None}, {"cash": 5000}]),
    st.dictionaries(
        st.sampled_from(["voucher", "cash", "card"]), st.one_of(st.none(), st.integers(0, 400)), max_size=3
    ),
)


class Till(RuleBasedStateMachine):
    """A shop with two tills and a few people, who do anything at all."""

    make: Callable[[], Stand]

    @initialize()
    def open_up(self) -> None:
        """Some goods, four households, two tills, a drawer."""
        self.stand = stand = self.make()
        self.tills = [stand, stand.another_till()]
        self.now = NOW
        stand.setting("price.cap_percent.donated", 40)
        stand.product("tin", reference=119, content=400)
        stand.product("milk", group="milk", fixed=83, content=1000, unit="ml")
        stand.product("sweets", group="biscuits-snacks", fixed=53)
        stand.product("apples", group="fruit", by_weight=True, fixed=199)
        stand.product("carrots", group="vegetables", by_weight=True)
        stand.household("H1", adults=9)
        stand.household("H2", members=[(1980, None)])
        stand.household("EU", adults=9, esf=("2026-01-01", None))
        stand.household("only-EU", adults=9, grocery=None, esf=("2026-01-01", None))
        self.tills[0].do(cash.open_drawer, float_cents=1000)
        stand.do(places.add_place, "cool", name="Cool room", kind="fridge")
        stand.do(places.add_place, "ice", name="Freezer", kind="freezer")
        self.handled: list[tuple[str, str, dict[str, Any]]] = []
        self.open: dict[str, str] = {}
        self.sales: dict[str, SaleDocument] = {}
        self.sent: list[tuple[Any, str, SaleDocument]] = []

    def at(self, till: int) -> Stand:
        return self.tills[till].on(self.now)

    def attempt(self, deed: Callable[[], Any]) -> Any:
        """Do something; the shop may say no, and must say it in words."""
        try:
            return deed()
        except ShopError as refusal:
            refusal.explain()
            return None

    def teardown(self) -> None:
        if hasattr(self, "stand"):
            self.stand.shop.close()

    # Goods come in

    @rule(
        what=goods,
        origin=st.sampled_from(["bought", "donated", "food_bank", "esf", "garden"]),
        days=st.one_of(st.none(), st.integers(-2, 40)),
        use_by=st.booleans(),
        extra=st.integers(0, 99),
    )
    def receive(self, what: tuple[str, int], origin: str, days: int | None, use_by: bool, extra: int) -> None:
        code, amount = what
        date = None if days is None else self.now.date() + dt.timedelta(days=days)
        mark: dict[str, Any] = {} if date is None else {"use_by" if use_by else "best_before": date}
        grams = amount * 3 if code in WEIGHED else amount * 100 + extra
        self.at(0).lot(code, 0 if code in WEIGHED else amount, grams=grams, origin=origin, **mark)

    @rule(group=st.sampled_from(["canned", "fruit", "vegetables", "milk"]), grams=st.integers(1, 3000))
    def receive_crates(self, group: str, grams: int) -> None:
        self.at(0).crates(group, grams)

    @rule(state=st.sampled_from(["live", "live", "blocked", "recalled"]), pick=st.integers(0, 99))
    def judge_a_lot(self, state: str, pick: int) -> None:
        lots = self.stand.rows("SELECT number FROM lot WHERE kind <> 'shortfall' ORDER BY number")
        if lots:
            self.stand.state(lots[pick % len(lots)].number, state)

    # What is done to goods

    def any_lot(self, pick: int) -> str | None:
        lots = self.stand.rows("SELECT number FROM lot ORDER BY number")
        return lots[pick % len(lots)].number if lots else None

    @rule(
        deed=st.sampled_from(["waste", "move", "freeze", "repack"]),
        pick=st.integers(0, 99),
        amount=st.one_of(st.none(), st.integers(1, 500)),
        place=st.sampled_from(["shop", "cool", "ice"]),
        days=st.integers(-1, 60),
        who=st.sampled_from(["staff", "manager"]),
    )
    def handle(self, deed: str, pick: int, amount: int | None, place: str, days: int, who: str) -> None:
        """Throw away, move, freeze or repack a lot or a part of it: not a gram appears or vanishes on the way."""
        number = self.any_lot(pick)
        if number is None:
            return
        (lot,) = self.stand.rows("SELECT by_weight, grams AS weight FROM lot WHERE number = :n", n=number)
        said: dict[str, Any] = {} if amount is None else {"grams" if lot.by_weight else "count": amount}
        stand = self.at(0).as_(who)
        until = self.now.date() + dt.timedelta(days=days)
        deeds: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
            "waste": (waste.waste, {"why": "damage", "id": new_id()}),
            "move": (moves.move, {"place": place}),
            "freeze": (treatments.freeze, {"place": "ice"}),
            "repack": (treatments.repack, {"until": until}),
        }
        verb, more = deeds[deed]
        before = self.everything()
        done = self.attempt(lambda: stand.do(verb, number, **said, **more))
        if done is None:
            assert self.everything() == before
            return
        self.handled.append((who, done.number, before))
        gone = done.grams if deed == "waste" else 0
        assert (
            sum(row["grams"] for row in self.everything().values()) == sum(r["grams"] for r in before.values()) - gone
        )

    @rule(
        looks=st.lists(
            st.tuples(st.one_of(st.sampled_from(sorted(crates.SHARES)), st.integers(0, 4000)), st.integers(0, 900)),
            max_size=5,
        ),
        who=st.sampled_from(["staff", "manager"]),
    )
    def close_crates(self, looks: list[tuple[str | int, int]], who: str) -> None:
        """The closing round: every gram of every crate is left, compost or gone, and what was not seen stays."""
        stand, before = self.at(0).as_(who), self.everything()
        there = stand.ask(crates.open_crates)
        seen = [Seen(crate.lot, left, compost) for crate, (left, compost) in zip(there, looks, strict=False)]
        done = self.attempt(lambda: stand.do(crates.close_round, seen, id=new_id()))
        if done is None:
            assert self.everything() == before
            return
        now, lines = self.everything(), {line.lot: line for line in done.lines}
        for lot, row in before.items():
            taken = lines[lot].compost + lines[lot].gone - lines[lot].found if lot in lines else 0
            assert (now[lot]["grams"] if lot in now else 0) == row["grams"] - taken
        if stand.rows("SELECT 1 FROM deed WHERE number = :n", n=done.number):
            self.handled.append((who, done.number, before))

    @rule(
        pick=st.integers(0, 99),
        grade=st.integers(1, 3),
        grams=st.one_of(st.none(), st.integers(1, 900)),
    )
    def sort_by_grade(self, pick: int, grade: int, grams: int | None) -> None:
        number = self.any_lot(pick)
        stand, before = self.at(0), self.everything()
        done = self.attempt(lambda: stand.do(crates.grade, number, grade=grade, grams=grams)) if number else None
        if done is not None:
            self.handled.append((stand.at.by, done.number, before))
            assert sum(r["grams"] for r in self.everything().values()) == sum(r["grams"] for r in before.values())

    @rule(
        group=st.sampled_from(["fruit", "vegetables"]),
        percent=st.sampled_from([0, 30, 100]),
        grade=st.one_of(st.none(), st.integers(1, 3)),
    )
    def let_a_price_fall(self, group: str, percent: int, grade: int | None) -> None:
        self.at(0).do(markdowns.announce, group, percent=percent, grade=grade)

    @rule(pick=st.integers(0, 99), days=st.one_of(st.none(), st.integers(-2, 40)), state=st.booleans())
    def mend(self, pick: int, days: int | None, state: bool) -> None:
        number = self.any_lot(pick)
        if number is None:
            return
        date = None if days is None else self.now.date() + dt.timedelta(days=days)
        stand, before = self.at(0), self.everything()
        mark = "none" if date is None else "use_by"
        done = self.attempt(
            lambda: (
                stand.do(lot_facts.block, number, reason="odd")
                if state
                else stand.do(lot_facts.correct_date, number, date_mark=mark, date=date)
            )
        )
        if done is not None:
            self.handled.append((stand.at.by, done.number, before))

    @rule(who=st.sampled_from(["staff", "manager", "els"]))
    def undo(self, who: str) -> None:
        """Undo restores every field of every lot, or says why not; nobody's deed but one's own."""
        stand = self.at(0) if who == "els" else self.at(0).as_(who)
        done = self.attempt(lambda: stand.do(undoing.undo))
        if done is None:
            return
        mine = [(number, before) for by, number, before in self.handled if by == who]
        number, before = mine[-1]
        assert done.of == number
        now = self.everything()
        touched = {row.lot for row in self.lots_of(number)}
        assert {lot: now.get(lot) for lot in touched} == {lot: before.get(lot) for lot in touched}
        self.handled.remove(next(entry for entry in self.handled if entry[1] == number))

    @precondition(lambda self: self.handled)
    @rule(pick=st.integers(0, 99))
    def reverse(self, pick: int) -> None:
        entry = self.handled[pick % len(self.handled)]
        if self.attempt(lambda: self.at(1).do(undoing.reverse, entry[1], reason="a mistake")) is not None:
            self.handled.remove(entry)

    def lots_of(self, deed: str) -> list[Any]:
        return self.stand.rows(
            "SELECT DISTINCT l.number AS lot FROM movement m JOIN lot l ON l.id = m.lot_id JOIN deed d"
            " ON CAST(d.id AS VARCHAR(36)) = m.document_id WHERE d.number = :deed",
            deed=deed,
        )

    def everything(self) -> dict[str, Any]:
        """Every field of every lot that is not empty, but its state, which may change without a deed."""
        rows = self.stand.rows("SELECT * FROM lot WHERE count <> 0 OR grams <> 0")
        return {row.number: dict(row._mapping) | {"state": None} for row in rows}

    # At the counter

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
        before = self.stand.ask(baskets.view, self.open[card])
        scanned = self.attempt(lambda: self.at(till).scan(self.open[card], code, ask=ask, **said))
        after = self.stand.ask(baskets.view, self.open[card])
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

    # Time and office

    @rule(hours=st.integers(-30, 80))
    def time_passes(self, hours: int) -> None:
        self.now += dt.timedelta(hours=hours)

    @rule(key_value=st.sampled_from([("cash.rounding", "off"), ("cash.rounding", "on"), ("price.percent", "30")]))
    def new_rule(self, key_value: tuple[str, str]) -> None:
        self.at(0).setting(*key_value)

    @rule(till=st.integers(0, 1), coins=st.dictionaries(st.sampled_from([5, 100, 2000]), st.integers(0, 9)))
    def drawer(self, till: int, coins: dict[int, int]) -> None:
        stand = self.at(till)
        if stand.ask(cash.drawer, at=stand.at) is None:
            stand.do(cash.open_drawer, float_cents=1000)
        else:
            slip = stand.do(cash.close_drawer, coins=coins)
            taken = slip.cash_cents + slip.card_cents + slip.voucher_cents
            assert taken == slip.total_cents + slip.rounding_cents
            assert slip.expected_cents == slip.float_cents + slip.cash_cents

    # What always holds

    @invariant()
    def the_books_add_up(self) -> None:
        if not hasattr(self, "stand"):
            return
        assert self.stand.faults() == []
        assert self.stand.ask(lambda session: list(prove(session))) == []

    @invariant()
    def nobody_gets_back_more_than_was_sold(self) -> None:
        if not hasattr(self, "stand"):
            return
        rows = self.stand.rows(
            "SELECT sum(total_cents) AS kept, sum(total_cents + rounding_cents) AS paid,"
            " sum(CASE kind WHEN 'sale' THEN 0 ELSE 1 END) AS corrections FROM sale GROUP BY coalesce(of_sale_id, id)"
        )
        for row in rows:
            assert row.kept >= 0
            assert row.paid >= -3 * row.corrections  # a card gives back to the cent what cash had rounded down

    @invariant()
    def numbers_have_no_gaps(self) -> None:
        if not hasattr(self, "stand"):
            return
        for till in ("1", "2"):
            taken = self.stand.rows(
                "SELECT number FROM sale WHERE number LIKE :t UNION SELECT number FROM drawer WHERE number LIKE :t"
                " UNION SELECT number FROM deed WHERE number LIKE :t"
                " UNION SELECT number FROM issued_paper WHERE kind = 'crate_round' AND number LIKE :t ORDER BY number",
                t=f"{till}-%",
            )
            assert [row.number for row in taken] == [f"{till}-{n:06}" for n in range(1, len(taken) + 1)]

    @invariant()
    def sales_never_change(self) -> None:
        for number, sale in list(getattr(self, "sales", {}).items())[-2:]:
            now = self.stand.ask(sales.look_up, number)
            assert (now.lines, now.payments, now.total_cents, now.at) == (
                sale.lines,
                sale.payments,
                sale.total_cents,
                sale.at,
            )


def run(make: Callable[[], Stand], *, examples: int, steps: int) -> None:
    machine = type("Till", (Till,), {"make": staticmethod(make)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
        ),
    )


def test_any_order_of_deeds_keeps_the_books(new_stand: Callable[[], Stand]):
    run(new_stand, examples=6, steps=25)


@pytest.mark.deep
@pytest.mark.timeout(3600)
def test_any_order_of_very_many_deeds_keeps_the_books(new_stand: Callable[[], Stand]):
    run(new_stand, examples=60, steps=80)
