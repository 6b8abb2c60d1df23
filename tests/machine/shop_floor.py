"""The shop that the rules of a random day work in, and what always holds there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kruidenier.errors import ShopError
from kruidenier.shop.figures.proof import prove
from kruidenier.shop.figures.supplier_figures import supplier_figures
from kruidenier.shop.goods import places
from kruidenier.shop.people import day_limits, quotas
from kruidenier.shop.till import cash, sales
from kruidenier.shop.till.values import SaleDocument
from tests.kit import NOW, Stand

CARDS = ("H1", "H2", "EU", "only-EU")
PIECES = ("tin", "milk", "sweets")
WEIGHED = ("apples", "carrots")
YEARS = dt.timedelta(days=400)
Floor = TypeVar("Floor", bound="ShopFloor")
goods = st.one_of(
    st.tuples(st.sampled_from(PIECES), st.integers(1, 4)), st.tuples(st.sampled_from(WEIGHED), st.integers(1, 900))
)


def once_written(check: Callable[[Floor], None]) -> Callable[[Floor], None]:
    """Check what must hold when the books have changed since it was checked last: a refusal changes nothing."""

    @wraps(check)
    def checked(floor: Floor) -> None:
        if not hasattr(floor, "stand"):
            return
        (now,) = floor.stand.rows(
            "SELECT (SELECT COUNT(*) FROM journal) AS told, COUNT(*) AS scans, SUM(count) AS pieces,"
            " SUM(grams) AS grams FROM basket_item"
        )
        if floor.checked.get(check.__name__) != now:
            check(floor)
            floor.checked[check.__name__] = now

    return checked


class ShopFloor(RuleBasedStateMachine):
    """A shop with two tills, a fridge and a freezer, and what its people did so far."""

    make: Callable[[], Stand]

    @initialize()
    def open_up(self) -> None:
        """Some goods, four households, two tills, a drawer."""
        self.stand = stand = self.make()
        self.checked: dict[str, Any] = {}
        self.tills = [stand, stand.another_till()]
        self.now = NOW
        stand.setting("price.cap_percent.donated", 40)
        stand.product("tin", reference=119, content=400)
        stand.product("milk", group="milk", fixed=83, content=1000, unit="ml")
        stand.product("sweets", group="biscuits-snacks", fixed=53)
        stand.product("apples", group="fruit", by_weight=True, fixed=199)
        stand.product("carrots", group="vegetables", by_weight=True)
        stand.do(quotas.set_quota, "tin", period="week", limit="30 30 40")
        stand.household("H1", adults=9)
        stand.household("H2", members=[(1980, None)])
        stand.household("EU", adults=9, esf=("2026-01-01", None))
        stand.household("only-EU", adults=9, grocery=None, esf=("2026-01-01", None))
        self.tills[0].do(cash.open_drawer, float_cents=1000)
        stand.do(places.add_place, "cool", name="Cool room", kind="fridge")
        stand.do(places.add_place, "ice", name="Freezer", kind="freezer")
        stand.supplier("market")
        stand.supplier("bank", kind="food_bank")
        self.vans: list[str] = []
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

    def any_lot(self, pick: int) -> str | None:
        lots = self.stand.rows("SELECT number FROM lot ORDER BY number")
        return lots[pick % len(lots)].number if lots else None

    def lots_of(self, deed: str) -> list[Any]:
        return self.stand.rows(
            "SELECT DISTINCT l.number AS lot FROM movement m JOIN lot l ON l.id = m.lot_id JOIN deed d"
            " ON CAST(d.id AS VARCHAR(36)) = m.document_id WHERE d.number = :deed",
            deed=deed,
        )

    def all_grams(self) -> int:
        """What the whole stock weighs, with what is owed as less than nothing."""
        return int(self.stand.rows("SELECT COALESCE(SUM(grams), 0) AS grams FROM lot")[0].grams)

    def everything(self) -> dict[str, Any]:
        """Every field of every lot that is not empty, but its state, which may change without a deed."""
        rows = self.stand.rows("SELECT * FROM lot WHERE count <> 0 OR grams <> 0")
        return {row.number: dict(row._mapping) | {"state": None} for row in rows}

    # Time and office

    @rule(hours=st.integers(-30, 80))
    def time_passes(self, hours: int) -> None:
        self.now += dt.timedelta(hours=hours)

    @rule(key_value=st.sampled_from([("cash.rounding", "off"), ("cash.rounding", "on"), ("price.percent", "30")]))
    def new_rule(self, key_value: tuple[str, str]) -> None:
        self.at(0).setting(*key_value)

    @rule(limit=st.sampled_from(["3", "9 30", "0-200:2"]), period=st.sampled_from(quotas.PERIODS))
    def new_quota(self, limit: str, period: str) -> None:
        self.at(0).do(quotas.set_quota, "tin", period=period, limit=limit)

    @rule(limit=st.sampled_from(["2 2 9", "40"]))
    def new_limit_of_today(self, limit: str) -> None:
        self.at(0).do(day_limits.set_limit, "tin", limit=limit)

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
    @once_written
    def the_books_add_up(self) -> None:
        assert self.stand.faults() == []
        assert self.stand.ask(lambda session: list(prove(session))) == []

    @invariant()
    @once_written
    def a_quota_is_used_by_what_is_kept_of_each_sale_on_the_day_of_that_sale(self) -> None:
        kept = self.stand.rows(
            "SELECT root.number, root.happened_on AS sold_on, q.happened_on AS used_on, SUM(q.amount) AS used,"
            " (SELECT SUM(l.count) FROM sale_line l JOIN sale d ON d.id = l.sale_id WHERE l.code = 'tin'"
            " AND (d.id = root.id OR d.of_sale_id = root.id)) AS kept FROM quota_entry q"
            " JOIN sale s ON CAST(s.id AS VARCHAR(36)) = q.document_id"
            " JOIN sale root ON root.id = COALESCE(s.of_sale_id, s.id)"
            " GROUP BY root.id, root.number, root.happened_on, q.happened_on"
        )
        assert all((row.used_on, row.used) == (row.sold_on, row.kept) for row in kept), kept
        assert len({row.number for row in kept}) == len(kept)

    @invariant()
    @once_written
    def every_suppliers_gifts_are_told_to_the_gram(self) -> None:
        for code in ("market", "bank"):
            told = self.stand.ask(supplier_figures, code, first=NOW.date() - YEARS, last=NOW.date() + YEARS)
            there = self.stand.rows(
                "SELECT COALESCE(SUM(l.grams), 0) AS grams FROM lot l JOIN delivery d ON d.id = l.delivery_id"
                " JOIN supplier s ON s.id = d.supplier_id WHERE s.code = :code"
                " AND l.origin IN ('donated', 'food_bank', 'garden')",
                code=code,
            )
            assert told.fate.adds_up
            assert told.fate.on_hand == there[0].grams
            assert told.grams == sum(note.grams for note in told.notes)
            for parts in (told.by_month, told.by_group):
                assert all(part.fate.adds_up for part in parts)
                assert sum(part.fate.came for part in parts) == told.grams
            known = told.known_by
            assert known.scanned + known.attributed + known.counted == told.fate.gone_out + told.fate.wasted

    @invariant()
    @once_written
    def nobody_gets_back_more_than_was_sold(self) -> None:
        rows = self.stand.rows(
            "SELECT sum(total_cents) AS kept, sum(total_cents + rounding_cents) AS paid,"
            " sum(CASE kind WHEN 'sale' THEN 0 ELSE 1 END) AS corrections FROM sale GROUP BY coalesce(of_sale_id, id)"
        )
        for row in rows:
            assert row.kept >= 0
            assert row.paid >= -3 * row.corrections  # a card gives back to the cent what cash had rounded down

    @invariant()
    @once_written
    def numbers_have_no_gaps(self) -> None:
        for till in ("1", "2"):
            taken = self.stand.rows(
                "SELECT number FROM sale WHERE number LIKE :t UNION ALL SELECT number FROM drawer WHERE number LIKE :t"
                " UNION ALL SELECT number FROM deed WHERE number LIKE :t"
                " UNION ALL SELECT number FROM recall WHERE number LIKE :t"
                " UNION ALL SELECT number FROM delivery WHERE number LIKE :t"
                " UNION ALL SELECT gift_note FROM delivery WHERE gift_note LIKE :t"
                " UNION ALL SELECT number FROM stock_count WHERE number LIKE :t"
                " UNION ALL SELECT number FROM issued_paper WHERE kind = 'crate_round' AND number LIKE :t"
                "   AND number NOT IN (SELECT number FROM deed) ORDER BY number",
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
