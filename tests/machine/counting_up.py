"""Somebody counts while others sell, and a manager accepts what was found, or nobody does."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from kruidenier.shop.goods import accepting, counting
from tests.kit import Stand
from tests.machine.shop_floor import PIECES, WEIGHED, ShopFloor

people = st.sampled_from(["els", "an", "mo"])
found = st.one_of(st.just(0), st.integers(1, 40), st.integers(100, 5000))


class CountingUp(ShopFloor):
    """Counts of a place, a group or of what the till asked for; by one person or by two."""

    def person(self, by: str) -> Stand:
        stand = self.at(0)
        return replace(stand, at=replace(stand.at, by=by, role="manager" if by == "els" else "volunteer"))

    def some_count(self, pick: int) -> str | None:
        counts = self.stand.rows("SELECT number FROM stock_count ORDER BY number")
        return counts[-1 - pick % min(len(counts), 3)].number if counts else None

    @rule(
        by=people,
        place=st.sampled_from([None, "shop", "shop", "cool"]),
        group=st.sampled_from([None, None, "fruit", "canned"]),
        blind=st.booleans(),
        twice=st.booleans(),
    )
    def begin_a_count(self, by: str, place: str | None, group: str | None, blind: bool, twice: bool) -> None:
        self.attempt(lambda: self.person(by).do(counting.begin, place=place, group=group, blind=blind, twice=twice))

    @precondition(lambda self: self.some_count(0))
    @rule(by=people, pick=st.integers(0, 2), lot=st.integers(0, 99), amount=found, again=st.booleans())
    def count_a_lot(self, by: str, pick: int, lot: int, amount: int, again: bool) -> None:
        """Nothing moves while somebody counts."""
        number, goods = self.some_count(pick), self.any_lot(lot)
        if goods is None:
            return
        (row,) = self.stand.rows("SELECT by_weight FROM lot WHERE number = :n", n=goods)
        said = {"grams" if row.by_weight else "count": amount}
        before = self.everything()
        self.attempt(lambda: self.person(by).do(counting.enter, number, goods, again=again, **said))
        assert self.everything() == before

    @precondition(lambda self: self.some_count(0))
    @rule(
        by=people,
        pick=st.integers(0, 2),
        code=st.sampled_from([*PIECES, *WEIGHED]),
        amount=found,
        days=st.one_of(st.none(), st.integers(-2, 40)),
    )
    def count_what_lies_there(self, by: str, pick: int, code: str, amount: int, days: int | None) -> None:
        """A product by its code, with the date on its packs, whatever the books know of it."""
        said: dict[str, Any] = {"grams" if code in WEIGHED else "count": amount, "date_mark": "none"}
        if days is not None:
            said |= {"date_mark": "use_by", "date": self.now.date() + dt.timedelta(days=days)}
        number = self.some_count(pick)
        self.attempt(lambda: self.person(by).do(counting.enter, number, code, **said))

    @precondition(lambda self: self.some_count(0))
    @rule(by=people, pick=st.integers(0, 2))
    def finish_a_count(self, by: str, pick: int) -> None:
        self.attempt(lambda: self.person(by).do(counting.finish, self.some_count(pick)))

    @precondition(lambda self: self.some_count(0))
    @rule(by=people, pick=st.integers(0, 2))
    def accept_a_count(self, by: str, pick: int) -> None:
        self.accept(self.person(by), self.some_count(pick))

    def accept(self, stand: Stand, number: str | None) -> bool:
        """What nobody counted stays as it is; tells whether the count was accepted."""
        before = self.everything()
        result = self.attempt(lambda: stand.do(accepting.accept, number))
        after = self.everything()
        if result is None:
            assert after == before
            return False
        counted = {line.lot for line in result.lines}
        others = {lot for lot in before if lot not in counted and not lot.startswith("S-")}
        assert {lot: after.get(lot) for lot in others} == {lot: before[lot] for lot in others}
        return True

    @rule(counted=st.lists(st.tuples(st.integers(0, 99), found), min_size=1, max_size=4))
    def count_from_beginning_to_end(self, counted: list[tuple[int, int]]) -> None:
        """One manager counts some lots and accepts: then the books say what was found beside what baskets hold."""
        stand = self.person("els")
        begun = self.attempt(lambda: stand.do(counting.begin, place="shop"))
        if begun is None:
            return
        said: dict[str, int] = {}
        for pick, amount in counted:
            lot = self.any_lot(pick)
            rows = self.stand.rows("SELECT by_weight FROM lot WHERE number = :n AND kind <> 'shortfall'", n=lot)
            unit = "grams" if rows and rows[0].by_weight else "count"
            entered = self.attempt(lambda: stand.do(counting.enter, begun.number, lot or "", **{unit: amount}))  # noqa: B023
            if entered is not None and rows:
                said[entered.lots[0]] = amount
        if self.attempt(lambda: stand.do(counting.finish, begun.number)) is None:
            return
        baskets_hold = self.stand.rows("SELECT 1 FROM basket_item")
        if self.accept(stand, begun.number) and not baskets_hold:
            assert all(amount in self.stand.left(lot) for lot, amount in said.items())

    @precondition(lambda self: self.some_count(0))
    @rule(by=people, pick=st.integers(0, 2))
    def drop_a_count(self, by: str, pick: int) -> None:
        before = self.everything()
        self.attempt(lambda: self.person(by).do(counting.drop, self.some_count(pick)))
        assert self.everything() == before
