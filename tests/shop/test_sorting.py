"""The sorting table: crates become products, and not a gram appears or vanishes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kruidenier.errors import ShopError
from kruidenier.shop.figures.proof import prove
from kruidenier.shop.goods import dates, lots, places, undoing, waste
from kruidenier.shop.goods.catalogue import UnknownCode
from kruidenier.shop.office.staff import NotAllowed
from kruidenier.shop.supply import door, habits, sorting
from kruidenier.store.base import new_id
from tests.kit import NOW, Stand, day


@pytest.fixture
def table(stand: Stand) -> Stand:
    """A shop with a fridge, some products, and a food bank that brings crates."""
    arrange(stand)
    return stand


def arrange(stand: Stand) -> None:
    stand.supplier("bank", kind="food_bank")
    stand.do(places.add_place, "cool", name="Cool room", kind="fridge")
    stand.product("rice", content=500)
    stand.product("cream", group="dairy", content=250, unit="ml")
    stand.product("soap", group="hygiene")
    stand.product("apples", group="fruit", by_weight=True)


def brought(stand: Stand, group: str | None, grams: int, *, origin: str = "food_bank") -> str:
    number = stand.do(door.begin, "bank").number
    stand.do(door.add_line, number, origin=origin, group=group, gross_grams=grams, tare_grams=0)
    (line,) = stand.do(door.sign, number).lines
    assert line.lot is not None
    return line.lot


def sort(stand: Stand, lot: str, product: str, count: int | None = None, **said) -> sorting.Sorted:
    return stand.do(sorting.sort, lot, product=product, count=count, **said)


def of(stand: Stand, lot: str):
    sql = (
        "SELECT l.kind, l.group_code, l.count AS pieces, l.grams, l.origin, l.fund, l.supplier_id, l.delivery_id,"
        " l.received_on, l.date_mark, l.date, l.lot_code, o.number AS parent, p.code AS place FROM lot l"
        " LEFT JOIN lot o ON o.id = l.parent_id JOIN place p ON p.id = l.place_id WHERE l.number = :lot"
    )
    (row,) = stand.rows(sql, lot=lot)
    return row


def test_pieces_leave_the_crates_with_what_their_packs_say_and_stay_the_givers(table: Stand):
    crates = brought(table, None, 10_000, origin="esf")
    date = day("2027-01-31")
    done = sort(table, crates, "cream", 8, date_mark="best_before", date=date, lot_code="A1")
    assert (done.count, done.grams, done.left_grams) == (8, 2_000, 8_000)
    parent, child = of(table, crates), of(table, done.into)
    assert (child.kind, child.group_code, child.pieces, child.grams) == ("product", "dairy", 8, 2_000)
    assert (child.parent, child.place, child.lot_code, str(child.date)) == (crates, "cool", "A1", "2027-01-31")
    for field in ("origin", "fund", "supplier_id", "delivery_id", "received_on"):
        assert getattr(child, field) == getattr(parent, field)
    assert (parent.grams, child.fund) == (8_000, "ESF+")
    assert table.faults() == []
    assert table.ask(lambda session: list(prove(session))) == []


def test_the_scale_at_the_table_goes_before_what_packs_say(table: Stand):
    """Lesson 29: pieces come in together with their real weight."""
    crates = brought(table, None, 10_000)
    assert sort(table, crates, "rice", 4, grams=2_180).left_grams == 7_820
    assert sort(table, crates, "soap", 5).grams == 0
    assert sort(table, crates, "soap", 5, grams=300).left_grams == 7_520
    assert sort(table, crates, "apples", grams=7_520).left_grams == 0
    with pytest.raises(lots.NothingLeft):
        sort(table, crates, "soap", 1)


def test_more_than_is_left_is_told_and_goes_in_when_it_was_weighed(table: Stand):
    crates = brought(table, None, 1_900)
    with pytest.raises(sorting.MoreThanLeft) as no:
        sort(table, crates, "rice", 4)
    assert (no.value.details["grams"], no.value.details["left_grams"]) == (2_000, 1_900)
    with pytest.raises(sorting.MoreThanLeft):
        sort(table, crates, "rice", 4, grams=1_901)
    assert sort(table, crates, "rice", 4, grams=1_900).left_grams == 0


def test_crates_of_one_group_come_out_of_mixed_ones(table: Stand):
    crates = brought(table, None, 10_000)
    done = table.do(sorting.sort_group, crates, group="dairy", grams=4_000)
    assert (done.grams, done.left_grams, done.place) == (4_000, 6_000, "Cool room")
    assert of(table, done.into).kind == "bulk"
    assert table.do(sorting.sort_group, crates, group="fruit").left_grams == 0
    with pytest.raises(sorting.SameGroup):
        table.do(sorting.sort_group, done.into, group="dairy")
    assert sort(table, done.into, "cream", 4).left_grams == 3_000


def test_what_is_bad_is_thrown_away_of_that_very_gift(table: Stand):
    crates = brought(table, None, 10_000)
    table.do(waste.waste, crates, grams=1_500, why="compost", id=new_id())
    assert table.left(crates) == (0, 8_500)
    rest = table.do(sorting.write_off, crates)
    assert (rest.verb, rest.grams) == ("missing", 8_500)
    moved = table.rows(
        "SELECT m.reason, m.grams FROM movement m JOIN lot l ON l.id = m.lot_id WHERE l.number = :lot ORDER BY m.id",
        lot=crates,
    )
    assert [tuple(row) for row in moved] == [("received", 10_000), ("waste", -1_500), ("counted", -8_500)]


def test_sorting_is_undone_exactly(table: Stand):
    crates = brought(table, None, 10_000)
    done = sort(table, crates, "rice", 4)
    table.do(undoing.undo)
    assert (table.left(crates), table.left(done.into)) == ((0, 10_000), (0, 0))
    table.do(sorting.write_off, crates)
    table.do(undoing.undo)
    assert table.left(crates) == (0, 10_000)


def test_mixed_crates_wait_first_then_what_came_last(table: Stand):
    old = brought(table.on(NOW - dt.timedelta(days=2)), "fruit", 1_000)
    new = brought(table, "bread", 1_000)
    mixed = brought(table.on(NOW - dt.timedelta(days=3)), None, 1_000)
    table.lot("rice", 5)
    assert [(one.lot, one.grams) for one in table.ask(sorting.waiting)] == [(mixed, 1_000), (new, 1_000), (old, 1_000)]
    sort(table, mixed, "soap", 1, grams=1_000)
    assert mixed not in [one.lot for one in table.ask(sorting.waiting)]


@pytest.mark.parametrize(
    ("said", "no"),
    [
        ({"product": "tea", "count": 1}, UnknownCode),
        ({"product": "rice"}, sorting.NeedsCount),
        ({"product": "rice", "count": 0}, sorting.NeedsCount),
        ({"product": "rice", "grams": 500}, sorting.NeedsCount),
        ({"product": "apples"}, sorting.NeedsGrams),
        ({"product": "apples", "grams": 0}, sorting.NeedsGrams),
        ({"product": "apples", "count": 3}, sorting.NeedsGrams),
        ({"product": "apples", "grams": 10_001}, sorting.MoreThanLeft),
        ({"product": "rice", "count": 1, "date_mark": "use_by"}, dates.DateWithoutMark),
        ({"product": "rice", "count": 1, "date": day("2027-01-01")}, dates.DateWithoutMark),
        ({"product": "rice", "count": 1, "place": "moon"}, places.NoSuchPlace),
    ],
)
def test_what_cannot_be_sorted_is_refused_in_words_and_nothing_moves(
    table: Stand, said: dict[str, Any], no: type[ShopError]
):
    crates = brought(table, None, 10_000)
    with pytest.raises(no) as refusal:
        table.do(sorting.sort, crates, **said)
    assert "{" not in refusal.value.explain()
    assert table.left(crates) == (0, 10_000)


def test_only_crates_are_sorted_and_only_by_staff(table: Stand):
    with pytest.raises(sorting.NotABulkLot):
        sort(table, table.lot("rice", 5), "soap", 1)
    with pytest.raises(NotAllowed):
        sort(table.as_("volunteer"), brought(table, None, 1_000), "soap", 1)
    with pytest.raises(sorting.NeedsGrams):
        table.do(sorting.sort_group, brought(table, None, 1_000), group="fruit", grams=0)


def test_the_date_offered_is_as_many_days_off_as_it_mostly_was(table: Stand):
    assert table.ask(habits.likely_date, "cream", on=table.today) == habits.LikelyDate("use_by", None)
    assert table.ask(habits.likely_date, "rice", on=table.today) == habits.LikelyDate("best_before", None)
    for ago, keeps in [(40, 400), (30, 10), (20, 12), (10, 20), (9, 13), (3, 11)]:
        there = table.on(NOW - dt.timedelta(days=ago))
        there.lot("cream", 1, use_by=there.today + dt.timedelta(days=keeps))
    assert table.ask(habits.likely_date, "cream", on=table.today).date == table.today + dt.timedelta(days=12)
    table.lot("cream", 1)
    assert table.ask(habits.likely_date, "cream", on=table.today) == habits.LikelyDate("none", None)


def test_goods_older_than_those_on_the_shelf_go_in_front(table: Stand):
    """Lesson 20: new goods with an earlier date go behind the old ones, unless somebody says so at intake."""
    crates = brought(table, None, 10_000)
    table.lot("rice", 5, best_before="2027-03-01")
    said = {"date_mark": "best_before"}
    assert sort(table, crates, "rice", 1, date=day("2027-02-28"), **said).in_front
    assert not sort(table, crates, "rice", 1, date=day("2027-03-01"), **said).in_front
    assert not sort(table, crates, "rice", 1).in_front
    table.lot("cream", 1)
    assert sort(table, crates, "cream", 1, date=day("2027-03-01"), **said).in_front


takes = st.lists(
    st.tuples(
        st.sampled_from(["rice", "soap", "apples", "fruit", "bread", "waste"]),
        st.integers(1, 12),
        st.one_of(st.none(), st.integers(0, 6_000)),
    ),
    max_size=8,
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(gross=st.integers(1, 20_000), mixed=st.booleans(), taken=takes)
def test_whatever_is_sorted_weighs_together_what_the_door_weighed(new_stand, gross: int, mixed: bool, taken: list[Any]):
    stand = new_stand()
    arrange(stand)
    crates = brought(stand, None if mixed else "vegetables", gross)
    thrown_away = 0
    for what, count, grams in taken:
        try:
            if what == "waste":
                thrown_away += stand.do(waste.waste, crates, grams=grams, why="quality", id=new_id()).grams
            elif what in ("fruit", "bread"):
                stand.do(sorting.sort_group, crates, group=what, grams=grams)
            else:
                sort(stand, crates, what, None if what == "apples" else count, grams=grams)
        except ShopError as refusal:
            refusal.explain()
    (row,) = stand.rows("SELECT sum(grams) AS weight, min(grams) AS least FROM lot")
    assert (row.weight + thrown_away, row.least >= 0) == (gross, True)
    assert stand.faults() == []
    stand.shop.close()
