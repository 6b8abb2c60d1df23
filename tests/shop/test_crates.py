"""The closing round: what is left in the crates, what is compost, and what is gone; and grades of fresh produce."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kruidenier.errors import ShopError
from kruidenier.shop.figures.proof import prove
from kruidenier.shop.goods import crates, deeds, lots, undoing
from kruidenier.shop.goods.crates import Crate, CrateRound, NoCratesSeen, NoSuchShare, NotACrate, Seen, SeenTwice
from kruidenier.shop.goods.markdowns import UnknownGrade
from kruidenier.shop.office.once import IdUsedForAnother
from kruidenier.shop.office.staff import NotAllowed
from kruidenier.store.base import new_id
from tests.kit import Stand
from tests.shop.test_check import tamper


@pytest.fixture
def market(stand: Stand) -> Stand:
    """A cabbage by the piece, apples by weight, and somebody to buy them."""
    stand.product("cabbage", group="vegetables", fixed=85, content=900)
    stand.product("apples", group="fruit", by_weight=True, fixed=200)
    stand.household("H1", adults=9)
    return stand


def close(stand: Stand, *seen: Seen, **said: Any) -> CrateRound:
    return stand.do(crates.close_round, list(seen), **({"id": new_id()} | said))


def in_crates(stand: Stand) -> tuple[Crate, ...]:
    return stand.ask(crates.open_crates, on=stand.at.business_date(stand.now))


def moved(stand: Stand, lot: str) -> list[tuple[str, str | None, int, str]]:
    rows = stand.rows(
        "SELECT m.reason, m.why, m.grams, m.known_by FROM movement m JOIN lot l ON l.id = m.lot_id"
        " WHERE l.number = :lot AND m.reason <> 'received' ORDER BY m.id",
        lot=lot,
    )
    return [tuple(row) for row in rows]


def sound(stand: Stand) -> None:
    assert stand.faults() == []
    assert stand.ask(lambda session: list(prove(session))) == []


def test_the_round_meets_what_is_left_by_group_and_the_oldest_first(market: Stand):
    pears = market.crates("vegetables", 900)
    late, early = market.crates("fruit", 500), market.crates("fruit", 700, received="2026-11-20")
    market.crates("bread", 0)
    market.lot("cabbage", 4)
    apples = market.lot("apples", grams=3000)
    found = in_crates(market)
    assert [(crate.lot, crate.grams) for crate in found] == [(apples, 3000), (early, 700), (late, 500), (pears, 900)]


def test_all_crates_of_goods_that_moved_on_the_day_are_marked(market: Stand):
    old = market.on("2026-11-20")
    bread, apples = old.crates("bread", 500), old.lot("apples", grams=3000)
    old.crates("fruit", 700)
    market.crates("bread", 900)
    market.sell("H1", ("apples", "300g"))
    assert {crate.lot for crate in in_crates(market) if crate.moved} >= {bread, apples}
    assert [crate.group for crate in in_crates(market) if not crate.moved] == ["fruit"]


def test_what_is_neither_left_nor_compost_is_gone(market: Stand):
    lot = market.crates("fruit", 10_000)
    line = close(market, Seen(lot, 3200, compost=800)).lines[0]
    assert (line.before, line.left, line.compost, line.gone, line.found, line.how) == (
        10_000,
        3200,
        800,
        6000,
        0,
        "weighed",
    )
    assert moved(market, lot) == [("waste", "compost", -800, "counted"), ("gone", None, -6000, "counted")]
    assert market.left(lot) == (0, 3200)
    sound(market)


@pytest.mark.parametrize(
    ("share", "compost", "left", "gone"),
    [
        ("full", 0, 1001, 0),
        ("full", 101, 900, 0),
        ("half", 0, 501, 500),
        ("half", 300, 501, 200),
        ("half", 900, 101, 0),
        ("quarter", 0, 250, 751),
        ("empty", 0, 0, 1001),
        ("empty", 1001, 0, 0),
    ],
)
def test_how_full_a_crate_looks_is_a_part_of_what_the_books_say_to_the_gram(
    market: Stand, share: str, compost: int, left: int, gone: int
):
    lot = market.crates("fruit", 1001)
    line = close(market, Seen(lot, share, compost=compost)).lines[0]
    assert (line.left, line.compost, line.gone, line.found, line.how) == (left, compost, gone, 0, share)
    assert market.left(lot) == (0, left)


def test_more_than_the_books_knew_is_found_and_counted(market: Stand):
    """Lesson 4: a count must accept anything found."""
    lot = market.crates("fruit", 1000)
    line = close(market, Seen(lot, 1500, compost=200)).lines[0]
    assert (line.before, line.left, line.compost, line.gone, line.found) == (1000, 1500, 200, 0, 700)
    assert sorted(moved(market, lot)) == [("counted", None, 700, "counted"), ("waste", "compost", -200, "counted")]
    assert market.left(lot) == (0, 1500)
    sound(market)


def test_what_the_till_took_out_of_the_wrong_crate_goes_back_before_anything_is_found(market: Stand):
    """Two crates of two givers: sold from the newer, attributed to the older, put right at closing."""
    older, newer = market.crates("fruit", 1000, received="2026-11-20"), market.crates("fruit", 1000)
    sale = market.sell("H1", ("apples", "600g"))
    assert (market.left(older), market.left(newer)) == ((0, 400), (0, 1000))
    done = close(market, Seen(older, 1000), Seen(newer, 400))
    assert (done.total("found"), done.total("gone")) == (600, 600)
    assert moved(market, older)[1:] == [("gone", "not_gone", 600, "counted")]
    assert sorted(moved(market, newer)) == [("gone", None, -600, "counted")]
    again = close(market, Seen(older, 1300))
    assert again.total("found") == 300
    assert ("counted", None, 300, "counted") in moved(market, older)
    market.do(undoing.undo)
    market.do(undoing.undo)
    assert (market.left(older), market.left(newer)) == ((0, 400), (0, 1000))
    close(market, Seen(older, 1200))
    market.void(sale.number)
    sound(market)


def test_loose_goods_are_crates_too_and_what_was_taken_from_a_neighbour_shows(market: Stand):
    """Apples that were bought and fruit that was given: the till reckons with the bought ones first."""
    bought, given = market.lot("apples", 2, grams=1000), market.crates("fruit", 5000)
    market.sell("H1", ("apples", "1000g"))
    assert [(crate.lot, crate.name, crate.grams) for crate in in_crates(market)] == [
        (bought, "Apples", 0),
        (given, "Fruit", 5000),
    ]
    done = close(market, Seen(bought, 700), Seen(given, 4300))
    assert [(line.name, line.found, line.gone) for line in done.lines] == [("Apples", 700, 0), ("Fruit", 0, 700)]
    assert (market.left(bought), market.left(given)) == ((2, 700), (0, 4300))
    assert market.do(crates.close_round, [Seen(bought, "empty")], id=new_id()).total("gone") == 700
    assert market.left(bought) == (0, 0)
    sound(market)


def test_a_crate_that_nobody_looked_at_stays_as_it_is(market: Stand):
    """Lesson 3: not counted is not zero."""
    seen, unseen = market.crates("fruit", 1000), market.crates("fruit", 2000)
    close(market, Seen(seen, "empty"))
    assert market.left(unseen) == (0, 2000)
    assert moved(market, unseen) == []


def test_as_the_books_say_writes_nothing_into_the_history_and_the_round_is_kept(market: Stand):
    """Lesson 9: do not fill the history with empty entries."""
    lot = market.crates("fruit", 1000)
    done = close(market, Seen(lot, "full"))
    assert moved(market, lot) == []
    assert market.rows("SELECT 1 FROM deed") == []
    assert market.ask(crates.look_up, done.number) == done
    sound(market)


def test_what_lies_in_open_baskets_is_not_in_the_crates_and_not_gone(market: Stand):
    fruit, vegetables = market.crates("fruit", 5000), market.crates("vegetables", 5000)
    basket = market.welcome()
    market.scan(basket, "apples", grams=700)
    market.scan(basket, "cabbage", count=2)
    found = {crate.lot: crate.grams for crate in in_crates(market)}
    assert found == {fruit: 4300, vegetables: 3200}
    done = close(market, Seen(fruit, "full"), Seen(vegetables, "empty"))
    assert [(line.before, line.gone) for line in done.lines] == [(4300, 0), (3200, 3200)]
    market.pay(basket)
    assert (market.left(fruit), market.left(vegetables)) == ((0, 4300), (0, 0))
    sound(market)


def test_a_round_is_one_document_that_stays_as_it_was(market: Stand):
    one, two = market.crates("fruit", 1000), market.crates("vegetables", 2000)
    done = close(market, Seen(one, "half"), Seen(two, 100, compost=50))
    assert (done.total("left"), done.total("compost"), done.total("gone")) == (600, 50, 2350)
    close(market, Seen(one, "empty"))
    assert market.ask(crates.look_up, done.number) == done
    (entry,) = market.rows("SELECT details FROM journal WHERE subject = :n", n=done.number)
    assert "2350" in str(entry.details)


def test_the_same_round_sent_twice_is_one(market: Stand):
    lot, sent = market.crates("fruit", 1000), new_id()
    first = close(market, Seen(lot, "half"), id=sent)
    assert close(market, Seen(lot, "half"), id=sent) == first
    assert market.left(lot) == (0, 500)
    with pytest.raises(IdUsedForAnother):
        close(market, Seen(lot, "empty"), id=sent)


def test_a_round_can_be_undone_exactly_by_whoever_did_it(market: Stand):
    one, two = market.crates("fruit", 1000), market.crates("vegetables", 2000)
    done = close(market, Seen(one, 100, compost=50), Seen(two, 0, compost=2400))
    undone = market.do(undoing.undo)
    assert (undone.verb, undone.of, undone.grams) == ("undo", done.number, 2900)
    assert undone.lot == f"{one}, {two}"
    assert (market.left(one), market.left(two)) == ((0, 1000), (0, 2000))
    assert market.ask(crates.look_up, done.number).undone
    sound(market)


@pytest.mark.parametrize(
    ("seen", "refusal"),
    [
        ([], NoCratesSeen),
        ([Seen("L1-999999", 0)], lots.UnknownLot),
        ([Seen("L1\x00", 0)], lots.UnknownLot),
        ([Seen("{cabbage}", 0)], NotACrate),
        ([Seen("{fruit}", 0), Seen("{fruit}", 1)], SeenTwice),
        ([Seen("{fruit}", -1)], NoSuchShare),
        ([Seen("{fruit}", "brim")], NoSuchShare),
        ([Seen("{fruit}", 0, compost=-1)], lots.NoAmount),
        ([Seen("{fruit}", "empty"), Seen("{cabbage}", 0)], NotACrate),
    ],
)
def test_a_round_that_cannot_be_is_refused_and_nothing_is_written(
    market: Stand, seen: list[Seen], refusal: type[ShopError]
):
    """Lesson 1: check and save in one transaction, or save nothing."""
    known = {"cabbage": market.lot("cabbage", 5), "fruit": market.crates("fruit", 1000)}
    with pytest.raises(refusal) as refused:
        close(market, *(Seen(one.lot.format(**known), one.left, one.compost) for one in seen))
    assert len(refused.value.explain()) > 20
    assert market.left(known["fruit"]) == (0, 1000)


def test_volunteers_close_no_crates_and_grade_nothing(market: Stand):
    lot = market.crates("fruit", 1000)
    helper = market.as_("volunteer")
    with pytest.raises(NotAllowed):
        close(helper, Seen(lot, "empty"))
    with pytest.raises(NotAllowed):
        helper.do(crates.grade, lot, grade=2)


def test_a_whole_lot_is_graded_and_undone(market: Stand):
    lot = market.crates("fruit", 1000)
    market.do(crates.grade, lot, grade=2)
    assert in_crates(market)[0].grade == 2
    with pytest.raises(deeds.NothingChanged):
        market.do(crates.grade, lot, grade=2)
    market.do(undoing.undo)
    assert in_crates(market)[0].grade is None
    sound(market)


def test_a_part_of_a_crate_graded_apart_is_a_lot_of_its_own_and_no_gram_is_lost(market: Stand):
    lot = market.crates("fruit", 1000)
    done = market.do(crates.grade, lot, grade=3, grams=300)
    assert (done.lot, done.grams) == (lot, 300)
    assert {(crate.lot, crate.grade, crate.grams) for crate in in_crates(market)} == {
        (lot, None, 700),
        (done.into, 3, 300),
    }
    market.do(undoing.undo)
    assert market.left(lot) == (0, 1000)
    sound(market)


def test_grades_are_one_to_three(market: Stand):
    lot = market.crates("fruit", 1000)
    with pytest.raises(UnknownGrade):
        market.do(crates.grade, lot, grade=0)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    before=st.integers(1, 60_000),
    left=st.one_of(st.sampled_from(sorted(crates.SHARES)), st.integers(0, 90_000)),
    compost=st.integers(0, 90_000),
)
def test_whatever_is_seen_every_gram_is_accounted_for(market: Stand, before: int, left: int | str, compost: int):
    lot = market.crates("fruit", before)
    line = close(market, Seen(lot, left, compost=compost)).lines[0]
    assert line.before + line.found == line.left + line.compost + line.gone
    assert not (line.found and line.gone)
    assert market.left(lot) == (0, line.left)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE movement SET grams = grams - 1 WHERE reason = 'gone'",
        "DELETE FROM issued_paper WHERE kind = 'crate_round'",
        "UPDATE issued_paper SET number = '1-000009' WHERE kind = 'crate_round'",
    ],
)
def test_check_finds_a_round_that_did_not_move_what_it_says(market: Stand, statement: str):
    close(market, Seen(market.crates("fruit", 1000), "half"))
    tamper(market, statement)
    found = market.ask(lambda session: list(prove(session)))
    assert "crate_round" in {fault.what for fault in found}
