"""Goods are called back, found not to be meant, destroyed, and accounted for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from kruidenier.shop.goods import recall_balance, recalling, waste
from kruidenier.store.base import new_id
from tests.machine.shop_floor import PIECES, WEIGHED, ShopFloor, once_written

LOTS = ("A1", "B2", None)
WENT_TO_PARTNERS = """
    SELECT coalesce(sum(transfer.count), 0) AS pieces, coalesce(sum(transfer.grams), 0) AS weight
    FROM recall JOIN recalled_lot ON recalled_lot.recall_id = recall.id
    JOIN transfer ON transfer.lot_id = recalled_lot.lot_id
    JOIN deed ON deed.id = transfer.id
    WHERE recall.number = :recall AND deed.undone_at IS NULL
"""


class CallingBack(ShopFloor):
    """Recalls from the call to the closing; the till and all others go on meanwhile."""

    @rule(code=st.sampled_from([*PIECES, *WEIGHED]), lot_code=st.sampled_from(LOTS), days=st.integers(-2, 40))
    def receive_a_lot(self, code: str, lot_code: str | None, days: int) -> None:
        """Goods with the maker's lot on them come in."""
        count, grams = (0, 900) if code in WEIGHED else (9, 4500)
        date = self.now.date() + dt.timedelta(days=days)
        self.at(0).lot(code, count, grams=grams, use_by=date, lot_code=lot_code)

    @rule(
        code=st.sampled_from(["tin", "milk", "apples"]),
        lot_code=st.sampled_from(LOTS),
        first=st.one_of(st.none(), st.integers(0, 10)),
    )
    def call_back(self, code: str, lot_code: str | None, first: int | None) -> None:
        """Not a gram moves when goods are called back, and nothing of what is meant may be sold from then on."""
        weighed, date = self.all_grams(), None if first is None else self.now.date() + dt.timedelta(days=first)
        stand = self.at(0)
        self.attempt(lambda: stand.do(recalling.start, code, reason="glass", lot_code=lot_code, date_from=date))
        assert self.all_grams() == weighed

    @rule(
        pick=st.integers(0, 99),
        lot_code=st.sampled_from(["A1", "B2", "C3"]),
        amount=st.one_of(st.none(), st.integers(1, 5)),
    )
    def read_the_packs(self, pick: int, lot_code: str, amount: int | None) -> None:
        """What is found not to be meant becomes a lot of its own, to the gram."""
        number, weighed, before, stand = self.any_called_back(pick), self.all_grams(), self.everything(), self.at(0)
        done = self.attempt(lambda: stand.do(recalling.clear, number, lot_code=lot_code, count=amount))
        assert self.all_grams() == weighed
        if done is not None:
            self.handled.append((stand.at.by, done.number, before))

    @rule(pick=st.integers(0, 99))
    def destroy(self, pick: int) -> None:
        number, before, stand = self.any_called_back(pick), self.everything(), self.at(0)
        part: dict[str, Any] = {row.number: row for row in self.stand.rows("SELECT number, count, grams FROM lot")}
        row = part.get(number)
        if row is None:
            return
        said = {"count": row.count} if row.count else {"grams": row.grams}
        done = self.attempt(lambda: stand.do(waste.waste, number, why="recall", id=new_id(), **said))
        if done is not None:
            self.handled.append((stand.at.by, done.number, before))

    @precondition(lambda self: self.recalls())
    @rule(pick=st.integers(0, 99), withdrawn=st.sampled_from([None, None, "a mistake"]))
    def close_recall(self, pick: int, withdrawn: str | None) -> None:
        numbers, stand = self.recalls(), self.at(0)
        number = numbers[pick % len(numbers)]
        self.attempt(lambda: stand.do(recalling.close, number, withdrawn_because=withdrawn))

    def recalls(self) -> list[str]:
        return [recall.number for recall in self.stand.ask(recalling.listing)] if hasattr(self, "stand") else []

    def any_called_back(self, pick: int) -> str:
        lots = self.stand.rows("SELECT number FROM lot WHERE state = 'recalled' ORDER BY number")
        return str(lots[pick % len(lots)].number) if lots else "none"

    @invariant()
    @once_written
    def every_recall_adds_up(self) -> None:
        for number in self.recalls():
            balance = self.stand.ask(
                lambda session, n=number: recall_balance.balance(session, recalling.find(session, n))
            )
            assert balance.adds_up
            (went,) = self.stand.rows(WENT_TO_PARTNERS, recall=number)
            assert balance.moved_on == recall_balance.Amount(went.pieces, went.weight)
