"""What the charts of the stock show."""

from __future__ import annotations

from kruidenier.shop.figures import stock_charts, stock_levels
from kruidenier.shop.figures.stock_charts import LastDays, Week
from kruidenier.shop.goods import undoing, waste
from kruidenier.shop.network import transfers
from kruidenier.store.base import new_id
from tests.kit import Stand, day


def test_the_stock_is_sorted_by_its_last_day(stand: Stand):
    stand.product("milk", fixed=80, group="milk")
    for use_by, count in (
        ("2026-11-20", 1),
        ("2026-11-24", 2),
        ("2026-12-01", 4),
        ("2027-01-11", 8),
        ("2027-01-12", 9),
    ):
        stand.lot("milk", count, grams=count * 1000, use_by=use_by)
    stand.lot("milk", 16)
    lots = stand.ask(stock_levels.levels, on=stand.today)
    spans = stock_charts.by_last_day(lots, on=stand.today)
    assert [(span.kind, span.first, span.last, span.count) for span in spans if span.lots] == [
        ("past", None, day("2026-11-23"), 1),
        ("day", day("2026-11-24"), day("2026-11-24"), 2),
        ("week", day("2026-12-01"), day("2026-12-07"), 4),
        ("week", day("2027-01-05"), day("2027-01-11"), 8),
        ("later", day("2027-01-12"), None, 9),
        ("none", None, None, 16),
    ]
    assert spans[1] == LastDays("day", stand.today, stand.today, 1, 2, 2000)
    assert sum(span.count for span in spans) == 40


def test_what_was_taken_back_counts_in_no_week(stand: Stand):
    stand.product("rice", fixed=90, content=1000)
    older = stand.on("2026-11-02")
    lot = older.lot("rice", 20, grams=20_000, received="2026-11-02")
    older.do(waste.waste, lot, count=5, why="damage", id=new_id())
    monday = stand.on("2026-11-16")
    thrown = monday.do(waste.waste, lot, count=2, why="damage", id=new_id())
    monday.do(transfers.transfer, lot, "Soep & Co", count=4, id=new_id())
    monday.do(waste.waste, lot, count=1, why="damage", id=new_id())
    monday.do(undoing.undo)
    stand.on("2026-11-23").do(undoing.reverse, thrown.number, reason="another lot")
    weeks = stand.ask(stock_charts.by_week, on=stand.today, weeks=2)
    assert weeks == (
        Week(day("2026-11-16"), 0, 0, 0, 0, 0, 0, 4, 4000),
        Week(day("2026-11-23"), 0, 0, 0, 0, 0, 0, 0, 0),
    )
    (then,) = stand.ask(stock_charts.by_week, on=day("2026-11-22"), weeks=1)
    assert (then.lost_count, then.lost_grams) == (2, 2000)
    stand.do(undoing.reverse, stand.rows("SELECT number FROM deed ORDER BY number")[0].number, reason="never broken")
    (oldest, *_) = stand.ask(stock_charts.by_week, on=stand.today, weeks=4)
    assert oldest == Week(day("2026-11-02"), 20, 20_000, 0, 0, 0, 0, 0, 0)


def test_goods_in_and_out_are_added_up_by_week(stand: Stand):
    stand.product("rice", fixed=90, content=1000)
    stand.household("H1", adults=50)
    first = stand.on("2026-11-15")  # a Sunday
    lot = first.lot("rice", 20, grams=20_000, received="2026-11-15")
    first.sell("H1", ("rice", 3))
    monday = stand.on("2026-11-16")
    sale = monday.sell("H1", ("rice", 2))
    monday.do(waste.waste, lot, count=1, why="damage", id=new_id())
    monday.do(transfers.transfer, lot, "Soep & Co", count=4, id=new_id())
    stand.on("2026-11-22").void(sale.number)
    weeks = stand.ask(stock_charts.by_week, on=stand.today, weeks=3)
    assert weeks == (
        Week(day("2026-11-09"), 20, 20_000, 3, 3000, 0, 0, 0, 0),
        Week(day("2026-11-16"), 0, 0, 0, 0, 1, 1000, 4, 4000),
        Week(day("2026-11-23"), 0, 0, 0, 0, 0, 0, 0, 0),
    )
