"""Waste, moves, freezing, repacking and mending: each a deed that its own hand can take back exactly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from kruidenier.errors import ShopError
from kruidenier.shop.figures.proof import prove
from kruidenier.shop.goods import dates, deeds, lot_facts, lots, moves, places, treatments, undoing, waste
from kruidenier.shop.goods.dates import GracePassed, KeepsNoLonger, UseByPassed
from kruidenier.shop.goods.deeds import DeedDone
from kruidenier.shop.goods.judging import LotBlocked, Recalled
from kruidenier.shop.office.once import IdUsedForAnother
from kruidenier.shop.office.staff import NotAllowed
from kruidenier.shop.till import cash
from kruidenier.store import guards
from kruidenier.store.base import new_id
from tests.kit import Stand, day


@pytest.fixture
def shelves(stand: Stand) -> Stand:
    """Rice by the piece, apples by weight, crates of bread, a cool room and a freezer."""
    stand.product("rice", fixed=100, content=500)
    stand.product("apples", group="fruit", by_weight=True, fixed=200)
    stand.household("H1", adults=9)
    stand.do(places.add_place, "cool", name="Cool room", kind="fridge")
    stand.do(places.add_place, "ice", name="Freezer 1", kind="freezer")
    return stand


def lot(stand: Stand, number: str) -> Any:
    (row,) = stand.rows(
        "SELECT l.*, p.code AS place FROM lot l JOIN place p ON p.id = l.place_id WHERE l.number = :n", n=number
    )
    return row._mapping


def everything(stand: Stand) -> dict[str, Any]:
    """Every field of every lot with something in it."""
    return {row.number: row._mapping for row in stand.rows("SELECT * FROM lot WHERE count <> 0 OR grams <> 0")}


def throw_away(stand: Stand, number: str, **said: Any) -> DeedDone:
    return stand.do(waste.waste, number, **({"why": "damage", "id": new_id()} | said))


def sound(stand: Stand) -> None:
    assert stand.faults() == []
    assert stand.ask(lambda session: list(prove(session))) == []


# Waste


def test_what_is_thrown_away_leaves_its_lot_with_pieces_grams_and_reason(shelves: Stand):
    number = shelves.lot("rice", 3, grams=1000)
    done = throw_away(shelves, number, count=1, why="cold_chain")
    assert (done.lot, done.count, done.grams, done.why, done.name) == (number, 1, 333, "cold_chain", "Rice")
    assert shelves.left(number) == (2, 667)
    throw_away(shelves, number, count=2)
    assert shelves.left(number) == (0, 0)
    sound(shelves)


def test_goods_by_weight_and_crates_are_thrown_away_by_the_gram(shelves: Stand):
    apples, bread = shelves.lot("apples", grams=2000), shelves.crates("bread", 5000)
    throw_away(shelves, apples, grams=250, why="compost")
    throw_away(shelves, bread, grams=5000, why="compost")
    assert shelves.left(apples) == (0, 1750)
    assert shelves.left(bread) == (0, 0)
    sound(shelves)


def test_what_is_in_a_hand_had_not_left_its_lot_and_another_one_gives_it_instead(shelves: Stand):
    """Lesson 13: never block a physical item. The till reckoned with the older lot; a customer took the newer packs."""
    older, newer = shelves.lot("rice", 5, grams=2500, received="2026-11-20"), shelves.lot("rice", 5, grams=3000)
    european, last = shelves.lot("rice", 5, origin="esf"), shelves.lot("rice", 5)
    shelves.sell("H1", ("rice", 4))
    done = throw_away(shelves, older, count=3)
    assert (done.lot, done.count, done.grams) == (older, 3, 1500)
    assert (shelves.left(older), shelves.left(newer)) == ((0, 0), (3, 1800))
    assert (shelves.left(european), shelves.left(last)) == ((5, 0), (5, 0))
    again = throw_away(shelves, older, count=2)
    assert (again.count, shelves.left(newer)) == (2, (1, 600))
    with pytest.raises(lots.NothingLeft):
        throw_away(shelves, older, count=1)
    sound(shelves)
    taken_back = shelves.do(undoing.undo)
    assert (taken_back.lot, taken_back.count, taken_back.grams) == (older, 2, 1000)
    shelves.do(undoing.reverse, done.number, reason="a slip")
    assert (shelves.left(older), shelves.left(newer)) == ((1, 500), (5, 3000))
    sound(shelves)


def test_loose_goods_in_a_hand_come_from_those_that_were_there_when_they_were_sold(shelves: Stand):
    sold = shelves.lot("apples", 1, grams=900, received="2026-11-20")
    beside, late = shelves.lot("apples", 2, grams=200), shelves.lot("apples", grams=400, received="2026-11-25")
    shelves.sell("H1", ("apples", "900g"))
    throw_away(shelves, sold, grams=700, why="quality")
    assert [shelves.left(number) for number in (sold, beside, late)] == [(0, 0), (0, 0), (0, 400)]
    with pytest.raises(lots.NothingLeft):
        throw_away(shelves, sold, grams=300, why="quality")
    sound(shelves)


def test_mixed_crates_are_named_though_nobody_knows_what_is_in_them(shelves: Stand):
    mixed = shelves.crates(None, 4000)
    assert throw_away(shelves, mixed, grams=1000, why="quality").name == "mixed crates"
    frozen = shelves.do(treatments.freeze, mixed)
    assert shelves.left(frozen.into or "") == (0, 3000)


def test_the_same_waste_sent_twice_is_booked_once(shelves: Stand):
    number, sent = shelves.lot("rice", 5), new_id()
    first = throw_away(shelves, number, count=2, id=sent)
    throw_away(shelves, number, count=1)
    assert throw_away(shelves, number, count=2, id=sent) == first
    assert shelves.left(number) == (2, 0)
    with pytest.raises(IdUsedForAnother):
        throw_away(shelves, number, count=1, id=sent)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"count": 6}, lots.MoreThanThere),
        ({"count": 0}, lots.NoAmount),
        ({"count": -1}, lots.NoAmount),
        ({}, lots.NoAmount),
        ({"grams": 500}, lots.KeptByPiece),
        ({"count": 1, "why": "boredom"}, waste.UnknownReason),
    ],
)
def test_waste_that_cannot_be_is_refused_and_nothing_is_written(
    shelves: Stand, said: dict[str, Any], refusal: type[ShopError]
):
    """Lesson 1: check and save in one transaction, or save nothing."""
    number = shelves.lot("rice", 5, grams=2500)
    with pytest.raises(refusal):
        throw_away(shelves, number, **said)
    assert shelves.left(number) == (5, 2500)
    assert shelves.rows("SELECT 1 FROM deed") == []
    assert shelves.rows("SELECT 1 FROM movement WHERE reason <> 'received'") == []


def test_too_much_is_refused_by_name_with_what_there_is_and_where_more_is(shelves: Stand):
    """Lesson 7: name the line, the amount there is, and similar items that do have stock."""
    number, other = shelves.lot("rice", 5), shelves.lot("rice", 2)
    with pytest.raises(lots.MoreThanThere) as refused:
        throw_away(shelves, number, count=6)
    said = refused.value.explain()
    for word in ("Rice", number, "5 pieces", "6 pieces", other):
        assert word in said


def test_an_empty_an_unknown_and_a_short_lot_are_told_apart(shelves: Stand):
    empty = shelves.lot("rice", 1)
    throw_away(shelves, empty, count=1)
    with pytest.raises(lots.NothingLeft):
        throw_away(shelves, empty, count=1)
    for number in ("L9-000001", "", "a\0b", "x" * 300):
        with pytest.raises(lots.UnknownLot):
            throw_away(shelves, number, count=1)
    shelves.sell("H1", ("rice", 2))
    with pytest.raises(lots.NotInTheBooks, match="Rice"):
        throw_away(shelves, "S-rice", count=1)
    with pytest.raises(lots.KeptByWeight):
        throw_away(shelves, shelves.crates("bread", 10), count=1)


def test_a_passed_lot_leaves_by_waste(shelves: Stand):
    """Lesson 24: expired goods must leave by a waste entry."""
    number = shelves.lot("rice", 4, use_by="2026-11-01")
    throw_away(shelves, number, count=4, why="date")
    assert shelves.left(number) == (0, 0)


# Moves


def test_a_whole_lot_that_moves_stays_one_lot_and_one_entry(shelves: Stand):
    """Lesson 12: one movement, one row."""
    number = shelves.lot("rice", 5, grams=2500)
    done = shelves.do(moves.move, number, place="cool")
    assert (done.lot, done.into, done.count) == (number, None, 0)
    assert lot(shelves, number)["place"] == "cool"
    assert shelves.left(number) == (5, 2500)
    assert len(shelves.rows("SELECT 1 FROM movement WHERE reason = 'moved'")) == 1
    sound(shelves)


def test_a_part_that_moves_is_a_lot_of_its_own_with_all_that_its_parent_is(shelves: Stand):
    number = shelves.lot("rice", 3, grams=1000, origin="donated", best_before="2027-01-01", lot_code="A7")
    done = shelves.do(moves.move, number, place="cool", count=2)
    assert done.into is not None
    parent, child = lot(shelves, number), lot(shelves, done.into)
    assert (parent["count"], parent["grams"], child["count"], child["grams"]) == (1, 333, 2, 667)
    assert child["parent_id"] == parent["id"]
    assert child["place"] == "cool"
    own = {"id", "number", "count", "grams", "place_id", "place", "parent_id"}
    assert {k: v for k, v in child.items() if k not in own} == {k: v for k, v in parent.items() if k not in own}
    sound(shelves)


def test_a_move_to_where_it_is_leaves_no_trace(shelves: Stand):
    """Lesson 9: do not fill the history with empty entries."""
    number = shelves.lot("rice", 5)
    for said in ({}, {"count": 2}, {"count": 5}):
        with pytest.raises(deeds.NothingChanged):
            shelves.do(moves.move, number, place="shop", **said)
    with pytest.raises(places.NoSuchPlace):
        shelves.do(moves.move, number, place="moon")
    assert shelves.rows("SELECT 1 FROM deed") == []


# Freezing and repacking


def test_frozen_goods_get_a_lot_a_limit_and_go_out_until_then(shelves: Stand):
    number = shelves.lot("rice", 5, grams=2500, use_by="2026-11-25")
    done = shelves.do(treatments.freeze, number, count=3, place="ice")
    frozen = lot(shelves, done.into or "")
    assert (frozen["treatment"], str(frozen["treated_on"]), str(frozen["keeps_until"])) == (
        "frozen",
        "2026-11-24",
        "2027-01-24",
    )
    assert frozen["place"] == "ice"
    assert shelves.on("2027-01-24").sell("H1", "rice").lines[0].taken[0].lot == done.into
    with pytest.raises(KeepsNoLonger, match="24/01/2027"):
        shelves.on("2027-01-25").sell("H1", "rice")
    sound(shelves)


def test_the_months_of_freezing_are_a_setting(shelves: Stand):
    shelves.setting("freeze.months", 3)
    done = shelves.do(treatments.freeze, shelves.lot("rice", 1, use_by="2026-11-30"))
    assert str(lot(shelves, done.into or "")["keeps_until"]) == "2027-02-24"


def test_our_own_label_is_read_at_the_till(shelves: Stand):
    shelves.lot("rice", 5, use_by="2026-11-25")
    frozen = shelves.do(treatments.freeze, shelves.lot("rice", 5, use_by="2026-11-24"), count=2).into
    later = shelves.on("2026-12-01")
    sale = later.sell("H1", ("rice", day("2027-01-24")))
    assert sale.lines[0].taken[0].lot == frozen
    with pytest.raises(UseByPassed):
        later.sell("H1", ("rice", day("2026-11-24")))


def test_a_basket_with_frozen_goods_is_judged_by_their_limit_when_it_is_paid(shelves: Stand):
    frozen = shelves.do(treatments.freeze, shelves.lot("rice", 5, use_by="2026-11-24"), count=2)
    late = shelves.on(str(lot(shelves, frozen.into or "")["keeps_until"]))
    basket = late.welcome()
    late.scan(basket, "rice")
    with pytest.raises(KeepsNoLonger):
        late.on(late.today + dt.timedelta(days=1)).pay(basket)


def test_what_may_not_go_out_is_not_frozen(shelves: Stand):
    passed = shelves.lot("rice", 5, use_by="2026-11-23")
    with pytest.raises(UseByPassed):
        shelves.do(treatments.freeze, passed)
    with pytest.raises(GracePassed):
        shelves.do(treatments.freeze, shelves.lot("rice", 5, best_before="2025-11-23"))
    for state, refusal in (("blocked", LotBlocked), ("recalled", Recalled)):
        with pytest.raises(refusal):
            shelves.do(treatments.freeze, shelves.lot("rice", 5, state=state))
    on_its_date = shelves.lot("rice", 5, use_by="2026-11-24")
    assert shelves.do(treatments.freeze, on_its_date).count == 5


def test_nothing_is_frozen_twice_whatever_happened_between(shelves: Stand):
    frozen = shelves.do(treatments.freeze, shelves.lot("rice", 5, use_by="2026-11-30")).into
    moved = shelves.do(moves.move, frozen, place="ice", count=4).into
    repacked = shelves.do(treatments.repack, moved, until=day("2026-12-01"), count=3).into
    for number in (frozen, moved, repacked):
        with pytest.raises(treatments.AlreadyFrozen):
            shelves.do(treatments.freeze, number)
    shelves.product("peas", group="frozen", fixed=100)
    with pytest.raises(treatments.AlreadyFrozen):
        shelves.do(treatments.freeze, shelves.lot("peas", 5))


def test_repacked_goods_keep_no_longer_than_before(shelves: Stand):
    number = shelves.lot("rice", 6, use_by="2026-12-01")
    with pytest.raises(treatments.KeepsTooLong, match="01/12/2026"):
        shelves.do(treatments.repack, number, until=day("2026-12-02"))
    with pytest.raises(treatments.AlreadyPast):
        shelves.do(treatments.repack, number, until=day("2026-11-23"))
    once_repacked = shelves.do(treatments.repack, number, until=day("2026-11-28"), count=4).into
    assert str(lot(shelves, once_repacked or "")["keeps_until"]) == "2026-11-28"
    with pytest.raises(treatments.KeepsTooLong):
        shelves.do(treatments.repack, once_repacked, until=day("2026-11-29"))
    frozen = shelves.do(treatments.freeze, once_repacked).into
    assert str(lot(shelves, frozen or "")["keeps_until"]) == "2027-01-24"
    sound(shelves)


def test_goods_without_a_date_are_repacked_until_any_day(shelves: Stand):
    crates = shelves.crates("bread", 5000)
    done = shelves.do(treatments.repack, crates, until=day("2026-11-26"), grams=2000)
    assert (shelves.left(crates), shelves.left(done.into or "")) == ((0, 3000), (0, 2000))


# What the books say of a lot


def test_a_date_is_corrected_and_rules_from_then_on(shelves: Stand):
    number = shelves.lot("rice", 5, best_before="2026-12-31")
    shelves.do(lot_facts.correct_date, number, date_mark="use_by", date=day("2026-11-23"))
    with pytest.raises(UseByPassed):
        shelves.sell("H1", "rice")
    shelves.do(lot_facts.correct_date, number, date_mark="none", date=None)
    shelves.sell("H1", "rice")
    with pytest.raises(deeds.NothingChanged):
        shelves.do(lot_facts.correct_date, number, date_mark="none", date=None)
    for mark, date in (("none", day("2026-12-01")), ("use_by", None), ("soon", day("2026-12-01"))):
        with pytest.raises(dates.DateWithoutMark):
            shelves.do(lot_facts.correct_date, number, date_mark=mark, date=date)


def test_the_date_of_frozen_goods_is_not_what_rules(shelves: Stand):
    frozen = shelves.do(treatments.freeze, shelves.lot("rice", 5, use_by="2026-11-30")).into
    with pytest.raises(lot_facts.LimitSet, match="24/01/2027"):
        shelves.do(lot_facts.correct_date, frozen, date_mark="use_by", date=day("2028-01-01"))


def test_a_blocked_lot_is_not_sold_until_it_is_freed(shelves: Stand):
    number = shelves.lot("rice", 5)
    with pytest.raises(lot_facts.NeedsWhy):
        shelves.do(lot_facts.block, number, reason="  ")
    assert shelves.do(lot_facts.block, number, reason="smells odd").reason == "smells odd"
    with pytest.raises(LotBlocked):
        shelves.sell("H1", "rice")
    shelves.do(lot_facts.free, number)
    shelves.sell("H1", "rice")


def test_a_recalled_lot_is_neither_freed_nor_merely_blocked(shelves: Stand):
    number = shelves.lot("rice", 5, state="recalled")
    with pytest.raises(lot_facts.CalledBack):
        shelves.do(lot_facts.free, number)
    with pytest.raises(lot_facts.CalledBack):
        shelves.do(lot_facts.block, number, reason="odd")


# Taking back


def deeds_of_every_kind(number: str) -> list[tuple[Callable[..., DeedDone], dict[str, Any]]]:
    return [
        (waste.waste, {"why": "damage", "count": 2, "id": new_id()}),
        (waste.waste, {"why": "compost", "count": 5, "id": new_id()}),
        (moves.move, {"place": "cool"}),
        (moves.move, {"place": "cool", "count": 2}),
        (treatments.freeze, {}),
        (treatments.freeze, {"count": 3, "place": "ice"}),
        (treatments.repack, {"until": day("2026-11-25"), "count": 1}),
        (lot_facts.correct_date, {"date_mark": "none", "date": None}),
        (lot_facts.correct_date, {"date_mark": "best_before", "date": day("2027-05-31")}),
        (lot_facts.block, {"reason": "smells"}),
    ]


@pytest.mark.parametrize("which", range(10))
def test_undo_restores_every_field(shelves: Stand, which: int):
    """Lesson 16: test that undo restores every field."""
    number = shelves.lot("rice", 5, grams=2499, origin="food_bank", use_by="2026-11-30", lot_code="B2")
    verb, said = deeds_of_every_kind(number)[which]
    before = everything(shelves)
    done = shelves.do(verb, number, **said)
    assert everything(shelves) != before
    undone = shelves.do(undoing.undo)
    assert everything(shelves) == before
    assert (undone.verb, undone.of) == ("undo", done.number)
    sound(shelves)


def test_undo_of_one_of_two_equal_deeds_takes_back_one(shelves: Stand):
    """Lesson 15: undo must point at its own entry, not at a merged row."""
    number = shelves.lot("rice", 5)
    first, second = throw_away(shelves, number, count=1), throw_away(shelves, number, count=1)
    assert shelves.do(undoing.undo).of == second.number
    assert shelves.left(number) == (4, 0)
    assert shelves.do(undoing.undo).of == first.number
    assert shelves.left(number) == (5, 0)
    with pytest.raises(undoing.NothingToUndo):
        shelves.do(undoing.undo)
    sound(shelves)


def test_each_takes_back_only_their_own(shelves: Stand):
    number, other = shelves.lot("rice", 5), shelves.lot("rice", 5)
    mine = throw_away(shelves, number, count=1)
    throw_away(shelves.as_("staff"), other, count=2)
    assert shelves.do(undoing.undo).of == mine.number
    assert (shelves.left(number), shelves.left(other)) == ((5, 0), (3, 0))


def test_undo_says_what_blocks_it_and_offers_the_reverse(shelves: Stand):
    """Lesson 17: say what blocks it and offer the reverse entry. Lesson 6: exact only while nothing else touched it."""
    number = shelves.lot("rice", 5)
    mine = throw_away(shelves, number, count=2)
    shelves.as_("staff").do(moves.move, number, place="cool")
    with pytest.raises(undoing.TouchedSince) as refused:
        shelves.do(undoing.undo)
    said = refused.value.explain()
    for word in (mine.number, number, "24/11/2026", "staff", "Reverse"):
        assert word in said
    back = shelves.do(undoing.reverse, mine.number, reason="they were fine")
    assert (back.of, back.reason) == (mine.number, "they were fine")
    assert shelves.left(number) == (5, 0)
    assert lot(shelves, number)["place"] == "cool"
    sound(shelves)


def test_a_part_that_was_sold_cannot_come_back_whole(shelves: Stand):
    number = shelves.lot("rice", 5)
    moved = shelves.do(moves.move, number, place="cool", count=3)
    throw_away(shelves, number, count=2)
    shelves.sell("H1", ("rice", 1))
    shelves.do(undoing.reverse, shelves.rows("SELECT number FROM deed WHERE verb = 'waste'")[0].number, reason="oops")
    with pytest.raises(undoing.NotThereAnyMore, match="2 pieces"):
        shelves.do(undoing.reverse, moved.number, reason="oops")
    assert shelves.left(moved.into or "") == (2, 0)
    sound(shelves)


def test_a_deed_is_taken_back_once_and_an_undo_never(shelves: Stand):
    number = shelves.lot("rice", 5)
    mine = throw_away(shelves, number, count=2)
    undone = shelves.do(undoing.undo)
    for taken_back, refusal in ((mine, undoing.UndoneBefore), (undone, undoing.IsAnUndo)):
        with pytest.raises(refusal):
            shelves.do(undoing.reverse, taken_back.number, reason="again")
    with pytest.raises(undoing.NeedsReason):
        shelves.do(undoing.reverse, mine.number, reason=" ")
    with pytest.raises(deeds.NoSuchDeed):
        shelves.do(undoing.reverse, "1-999999", reason="why not")


def test_a_place_that_changed_again_is_not_put_back_blindly(shelves: Stand):
    number = shelves.lot("rice", 5)
    first = shelves.do(moves.move, number, place="cool")
    shelves.do(moves.move, number, place="ice")
    with pytest.raises(undoing.ChangedSince):
        shelves.do(undoing.reverse, first.number, reason="no")
    assert lot(shelves, number)["place"] == "ice"


def test_undo_does_not_free_what_was_recalled_meanwhile(shelves: Stand):
    number = shelves.lot("rice", 5)
    shelves.do(lot_facts.block, number, reason="odd")
    shelves.state(number, "recalled")
    with pytest.raises(undoing.ChangedSince):
        shelves.do(undoing.undo)
    assert lot(shelves, number)["state"] == "recalled"


def test_what_was_done_here_is_undone_here_even_if_the_clock_went_back(shelves: Stand):
    number = shelves.lot("rice", 5)
    first = throw_away(shelves, number, count=1)
    earlier = shelves.on(shelves.now - dt.timedelta(days=2))
    second = throw_away(earlier, number, count=1)
    assert shelves.do(undoing.undo).of == second.number
    with pytest.raises(undoing.NothingToUndo):
        shelves.another_till().do(undoing.undo)
    assert shelves.do(undoing.undo).of == first.number


def test_deeds_on_stock_are_for_staff(shelves: Stand):
    number = shelves.lot("rice", 5)
    volunteer = shelves.as_("volunteer")
    for verb, said in deeds_of_every_kind(number):
        with pytest.raises(NotAllowed):
            volunteer.do(verb, number, **said)
    for call in (
        lambda: volunteer.do(lot_facts.free, number),
        lambda: volunteer.do(undoing.undo),
        lambda: volunteer.do(undoing.reverse, "1-000001", reason="why"),
    ):
        with pytest.raises(NotAllowed):
            call()


# The books proved


def tamper(stand: Stand, statement: str) -> None:
    """Change the books behind their guards' back."""
    with stand.shop.writing.begin() as session:
        guards.take_down(session.connection())
        session.execute(text(statement))
        guards.put_up(session.connection())


@pytest.mark.parametrize(
    ("tampering", "what"),
    [
        ("UPDATE movement SET grams = grams + 1 WHERE reason = 'moved' AND count > 0", "deed_conserves"),
        ("UPDATE movement SET count = count - 1 WHERE reason = 'undone' AND count > 0", "deed_undone"),
        ("UPDATE deed SET undone_at = NULL", "deed_undone"),
        ("UPDATE deed SET undone_at = done_at WHERE verb = 'freeze'", "deed_undone"),
        ("UPDATE journal SET subject = 'x' WHERE verb = 'move'", "deed_journal"),
        ("UPDATE lot SET parent_id = NULL WHERE treatment = 'frozen'", "treated"),
        ("UPDATE lot SET origin = 'garden' WHERE treatment = 'frozen'", "treated"),
        ("UPDATE deed SET number = (SELECT number FROM drawer) WHERE verb = 'freeze'", "number"),
    ],
)
def test_check_tells_a_deed_that_does_not_add_up(shelves: Stand, tampering: str, what: str):
    shelves.do(cash.open_drawer, float_cents=0)
    number = shelves.lot("rice", 5, grams=2500)
    shelves.do(moves.move, number, place="cool", count=2)
    throw_away(shelves, number, count=1)
    shelves.do(undoing.undo)
    shelves.product("beans", fixed=100)
    shelves.do(treatments.freeze, shelves.lot("beans", 4))
    sound(shelves)
    tamper(shelves, tampering)
    assert what in {fault.what for fault in shelves.ask(lambda session: list(prove(session)))}
