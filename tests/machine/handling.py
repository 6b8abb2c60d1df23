"""What is done to goods that are there, and undone again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from kruidenier.shop.goods import crates, lot_facts, markdowns, moves, treatments, undoing, waste
from kruidenier.shop.goods.crates import Seen
from kruidenier.shop.network import transfers
from kruidenier.store.base import new_id
from tests.machine.shop_floor import ShopFloor


class Handling(ShopFloor):
    """Waste, moves, the freezer, repacking, crates at closing, falling prices, mended facts, undo."""

    @rule(
        deed=st.sampled_from(["waste", "transfer", "move", "freeze", "repack"]),
        pick=st.integers(0, 99),
        amount=st.one_of(st.none(), st.integers(1, 500)),
        place=st.sampled_from(["shop", "cool", "ice"]),
        days=st.integers(-1, 60),
        who=st.sampled_from(["staff", "manager"]),
    )
    def handle(self, deed: str, pick: int, amount: int | None, place: str, days: int, who: str) -> None:
        """Throw away, give away, move, freeze or repack a lot or a part of it: not a gram appears or vanishes."""
        number = self.any_lot(pick)
        if number is None:
            return
        (lot,) = self.stand.rows("SELECT by_weight, grams AS weight FROM lot WHERE number = :n", n=number)
        said: dict[str, Any] = {} if amount is None else {"grams" if lot.by_weight else "count": amount}
        stand = self.at(0).as_(who)
        until = self.now.date() + dt.timedelta(days=days)
        deeds: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
            "waste": (waste.waste, {"why": "damage", "id": new_id()}),
            "transfer": (transfers.transfer, {"partner": "Soep & Co", "id": new_id()}),
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
        gone = done.grams if deed in ("waste", "transfer") else 0
        assert self.shelf_grams() == sum(row["grams"] for row in before.values()) - gone + self.put_right(done.number)

    @rule(pick=st.integers(0, 99), more=st.integers(1, 4))
    def throw_away_what_the_till_had_sold(self, pick: int, more: int) -> None:
        """More in a hand than the books have: it comes back first, and others of its kind gave it instead."""
        sold = self.stand.rows(
            "SELECT l.number, l.by_weight, l.count AS pieces, l.grams AS weight FROM lot l JOIN movement m"
            " ON m.lot_id = l.id WHERE m.reason = 'sold' AND l.kind = 'product' GROUP BY l.id ORDER BY l.number"
        )
        if not sold:
            return
        lot = sold[pick % len(sold)]
        held = lot.weight + 100 * more if lot.by_weight else lot.pieces + more
        said, before, stand = {"grams" if lot.by_weight else "count": held}, self.everything(), self.at(0)
        done = self.attempt(lambda: stand.do(waste.waste, lot.number, why="date", id=new_id(), **said))
        if done is None:
            assert self.everything() == before
            return
        self.handled.append((stand.at.by, done.number, before))
        assert self.stand.left(lot.number)[lot.by_weight] == 0
        total = sum(row["grams"] for row in before.values()) - done.grams
        assert self.shelf_grams() == total + self.put_right(done.number)

    def shelf_grams(self) -> int:
        return sum(row["grams"] for row in self.everything().values())

    def put_right(self, deed: str) -> int:
        """What a deed found to be still there, less what others gave instead."""
        return int(
            self.stand.rows(
                "SELECT COALESCE(SUM(m.grams), 0) AS grams FROM movement m JOIN deed d"
                " ON CAST(d.id AS VARCHAR(36)) = m.document_id WHERE m.reason = 'gone' AND d.number = :deed",
                deed=deed,
            )[0].grams
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
        there = stand.ask(crates.open_crates, on=self.now.date())
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
