"""Goods come in, all at once or through the door, and crates are sorted."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from kruidenier.shop.supply import door, sorting
from tests.machine.shop_floor import PIECES, WEIGHED, ShopFloor, goods

ORIGINS = ["bought", "donated", "food_bank", "esf", "garden"]


class GoodsComeIn(ShopFloor):
    """What happens at the back door and at the sorting table."""

    @rule(
        what=goods,
        origin=st.sampled_from(ORIGINS),
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

    @rule(state=st.sampled_from(["live", "live", "blocked"]), pick=st.integers(0, 99))
    def judge_a_lot(self, state: str, pick: int) -> None:
        lots = self.stand.rows(
            "SELECT number FROM lot WHERE kind <> 'shortfall' AND state <> 'recalled' ORDER BY number"
        )
        if lots:
            self.stand.state(lots[pick % len(lots)].number, state)

    # Through the door

    @rule(supplier=st.sampled_from(["market", "bank"]))
    def a_van_comes(self, supplier: str) -> None:
        self.vans.append(self.at(0).do(door.begin, supplier).number)

    def any_van(self, pick: int) -> str:
        return self.vans[pick % len(self.vans)]

    @precondition(lambda self: self.vans)
    @rule(
        pick=st.integers(0, 99),
        origin=st.sampled_from(ORIGINS),
        group=st.one_of(st.none(), st.sampled_from(["canned", "fruit", "vegetables"])),
        crates=st.integers(1, 6),
        gross=st.one_of(st.none(), st.integers(1, 30_000)),
        refused=st.one_of(st.none(), st.none(), st.just("damaged")),
    )
    def weigh_crates(
        self, pick: int, origin: str, group: str | None, crates: int, gross: int | None, refused: str | None
    ) -> None:
        van, stand = self.any_van(pick), self.at(0)
        said = {"origin": origin, "group": group, "crates": crates, "gross_grams": gross, "refused": refused}
        self.attempt(lambda: stand.do(door.add_line, van, **said))

    @precondition(lambda self: self.vans)
    @rule(pick=st.integers(0, 99), what=goods, origin=st.sampled_from(ORIGINS), days=st.integers(-2, 40))
    def count_packs(self, pick: int, what: tuple[str, int], origin: str, days: int) -> None:
        code, amount = what
        van, stand = self.any_van(pick), self.at(0)
        said: dict[str, Any] = {"gross_grams": amount, "tare_grams": 0} if code in WEIGHED else {"count": amount}
        if code in PIECES:
            said |= {"date_mark": "use_by", "date": self.now.date() + dt.timedelta(days=days)}
        self.attempt(lambda: stand.do(door.add_line, van, product=code, origin=origin, **said))

    @precondition(lambda self: self.vans)
    @rule(pick=st.integers(0, 99), deed=st.sampled_from(["strike", "sign", "sign", "drop"]))
    def close_the_door(self, pick: int, deed: str) -> None:
        """What was signed for is in stock to the gram; what was dropped never came."""
        van, stand, before = self.any_van(pick), self.at(0), self.all_grams()
        if deed == "strike":
            self.attempt(lambda: stand.do(door.strike_line, van))
        elif deed == "drop":
            self.attempt(lambda: stand.do(door.drop, van, reason="nobody came"))
        else:
            signed = self.attempt(lambda: stand.do(door.sign, van))
            if signed is not None:
                came = sum(line.grams for line in signed.lines if line.refused_reason is None)
                assert self.all_grams() == before + came
                self.vans.remove(van)
                return
        assert self.all_grams() == before

    # At the sorting table

    @rule(
        pick=st.integers(0, 99),
        code=st.sampled_from([*PIECES, *WEIGHED]),
        pieces=st.integers(1, 5),
        grams=st.one_of(st.none(), st.integers(1, 3000)),
        who=st.sampled_from(["staff", "manager"]),
    )
    def sort(self, pick: int, code: str, pieces: int, grams: int | None, who: str) -> None:
        number = self.any_lot(pick)
        if number is not None:
            count = None if code in WEIGHED else pieces
            self.at_the_table(who, sorting.sort, number, product=code, count=count, grams=grams)

    @rule(
        pick=st.integers(0, 99),
        group=st.sampled_from(["canned", "fruit"]),
        grams=st.one_of(st.none(), st.integers(1, 3000)),
        who=st.sampled_from(["staff", "manager"]),
    )
    def tell_the_group(self, pick: int, group: str, grams: int | None, who: str) -> None:
        number = self.any_lot(pick)
        if number is not None:
            self.at_the_table(who, sorting.sort_group, number, group=group, grams=grams)

    @rule(pick=st.integers(0, 99), who=st.sampled_from(["staff", "manager"]))
    def write_the_rest_off(self, pick: int, who: str) -> None:
        number = self.any_lot(pick)
        if number is None:
            return
        stand, before = self.at(0).as_(who), self.everything()
        done = self.attempt(lambda: stand.do(sorting.write_off, number))
        if done is None:
            assert self.everything() == before
        else:
            self.handled.append((who, done.number, before))

    def at_the_table(self, who: str, verb: Any, number: str, **said: Any) -> None:
        """Sort: every gram that leaves the crates is in the new lot."""
        stand, before, weighed = self.at(0).as_(who), self.everything(), self.all_grams()
        done = self.attempt(lambda: stand.do(verb, number, **said))
        assert self.all_grams() == weighed
        if done is None:
            assert self.everything() == before
        else:
            self.handled.append((who, done.deed, before))
