"""Counting while the shop sells: what was found is booked, what nobody counted stays, and nothing goes behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kruidenier.errors import ShopError
from kruidenier.shop.figures.proof import prove
from kruidenier.shop.goods import (
    accepting,
    count_goods,
    count_lists,
    count_result,
    counting,
    crates,
    dates,
    lot_facts,
    moves,
    places,
    treatments,
    undoing,
    waste,
)
from kruidenier.shop.goods.catalogue import UnknownCode, require_item
from kruidenier.shop.goods.count_lists import CountSheet, ToCount
from kruidenier.shop.goods.count_result import CountResult
from kruidenier.shop.goods.counting import Entered
from kruidenier.shop.goods.groups import NoSuchGroup
from kruidenier.shop.goods.recalls import Recall
from kruidenier.shop.office.staff import NotAllowed
from kruidenier.shop.till import baskets
from kruidenier.shop.till.values import Kept
from kruidenier.store.base import new_id
from tests.kit import Stand, day
from tests.shop.test_check import tamper
from tests.shop.test_two_at_once import at_once


@pytest.fixture
def shelf(stand: Stand) -> Stand:
    """Ten packs of rice, six of soup and three kilograms of apples on the shop floor; a cool room; a buyer."""
    stand.product("rice", fixed=100, reference=150, content=500)
    stand.product("soup", fixed=60, group="canned", content=400)
    stand.product("apples", group="fruit", by_weight=True, fixed=200)
    stand.lot("rice", 10, grams=5001, best_before="2027-06-30")
    stand.lot("soup", 6, grams=2400)
    stand.lot("apples", grams=3000)
    stand.household("H1", adults=99)
    stand.do(places.add_place, "cool", name="Cool room", kind="fridge")
    return stand


RICE, SOUP, APPLES = "L1-000001", "L1-000002", "L1-000003"


def begin(stand: Stand, **how: Any) -> str:
    return stand.do(counting.begin, **({"place": "shop"} | how)).number


def enter(stand: Stand, number: str, goods: str, count: int | None = None, **said: Any) -> Entered:
    return stand.do(counting.enter, number, goods, count=count, **said)


def close(stand: Stand, number: str) -> CountResult:
    stand.do(counting.finish, number)
    return stand.do(accepting.accept, number)


def sheet(stand: Stand, number: str) -> CountSheet:
    return stand.ask(count_lists.sheet, number, at=stand.at)


def line(stand: Stand, number: str, code: str) -> ToCount:
    (found,) = [one for one in sheet(stand, number).lines if one.code == code]
    return found


def faults(stand: Stand) -> list[str]:
    return [fault.what for fault in stand.ask(lambda session: list(prove(session)))]


def sound(stand: Stand) -> None:
    assert stand.faults() == []
    assert faults(stand) == []


def counted(stand: Stand, lot: str) -> list[tuple[str, int, int, str]]:
    rows = stand.rows(
        "SELECT m.reason, m.count AS pieces, m.grams, m.known_by FROM movement m JOIN lot l ON l.id = m.lot_id"
        " WHERE l.number = :lot AND m.reason IN ('counted', 'dated') ORDER BY m.id",
        lot=lot,
    )
    return [tuple(row) for row in rows]


def open_tasks(stand: Stand) -> list[str]:
    return [task.code for task in stand.ask(count_lists.tasks)]


def recall(stand: Stand, code: str, **narrowed: Any) -> None:
    with stand.shop.writing.begin() as session:
        called = {"reason": "glass", "happened_on": stand.today, "opened_at": stand.now, "opened_by": "els"}
        session.add(Recall(number="R1", product_id=require_item(session, code).id, **called, **narrowed))


# What is booked


def test_what_was_not_counted_is_not_zero(shelf: Stand):
    """Lesson 3: not counted is not zero."""
    number = begin(shelf)
    enter(shelf, number, RICE, 8)
    result = close(shelf, number)
    assert (shelf.left(RICE), shelf.left(SOUP), shelf.left(APPLES)) == ((8, 4001), (6, 2400), (0, 3000))
    assert result.not_counted == 2
    sound(shelf)


def test_nothing_there_is_an_entry_like_any_other(shelf: Stand):
    number = begin(shelf)
    enter(shelf, number, SOUP, 0)
    enter(shelf, number, APPLES, grams=0)
    close(shelf, number)
    assert (shelf.left(SOUP), shelf.left(APPLES)) == ((0, 0), (0, 0))
    sound(shelf)


def test_the_difference_is_told_in_pieces_kilograms_and_euro(shelf: Stand):
    """Lesson 19: value the difference on the count paper."""
    number = begin(shelf)
    enter(shelf, number, RICE, 8)
    enter(shelf, number, APPLES, grams=3100)
    before = shelf.ask(count_result.look_up, (shelf.do(counting.finish, number)).number, on=shelf.today)
    result = shelf.do(accepting.accept, number)
    assert (result.count, result.grams, result.cents, result.unvalued) == (-2, -900, -300, 1)
    assert [(one.code, one.count, one.grams, one.cents) for one in result.lines] == [
        ("apples", 0, 100, None),
        ("rice", -2, -1000, -300),
    ]
    assert [replace(one, booked_count=None, booked_grams=None) for one in result.lines] == list(before.lines)
    assert counted(shelf, RICE) == [("counted", -2, -1000, "counted")]


def test_goods_are_worth_what_was_paid_for_them_before_any_list_price(shelf: Stand):
    with shelf.shop.writing.begin() as session:
        session.execute(text("UPDATE lot SET unit_cost_cents = 90 WHERE number = :lot"), {"lot": RICE})
    mixed = shelf.crates(None, 9000)
    number = begin(shelf)
    enter(shelf, number, RICE, 12)
    enter(shelf, number, mixed, grams=8500)
    result = close(shelf, number)
    assert [(one.name, one.cents) for one in result.lines] == [("mixed crates", None), ("Rice", 180)]


def test_an_accepted_count_tells_the_same_figures_for_ever(shelf: Stand):
    number = begin(shelf)
    enter(shelf, number, RICE, 8)
    result = close(shelf, number)
    shelf.product("other")
    shelf.do(lot_facts.correct_date, RICE, date_mark="best_before", date=day("2028-01-01"))
    shelf.sell("H1", "rice")
    assert shelf.ask(count_result.look_up, number, on=day("2028-01-01")) == result


def test_where_the_books_were_right_nothing_is_written_into_the_history(shelf: Stand):
    """Lesson 9: do not fill the history with empty entries."""
    number = begin(shelf)
    enter(shelf, number, RICE, 10)
    close(shelf, number)
    assert counted(shelf, RICE) == []
    assert shelf.rows("SELECT counted_on FROM lot WHERE number = :lot", lot=RICE)[0].counted_on is not None
    sound(shelf)


def test_goods_past_their_date_are_counted_like_others(shelf: Stand):
    """Lesson 24: expired goods must leave by a waste entry and must be countable."""
    shelf.product("milk", group="dairy", fixed=50)
    milk = shelf.lot("milk", 4, use_by="2026-11-20")
    number = begin(shelf)
    enter(shelf, number, milk, 3)
    close(shelf, number)
    assert shelf.left(milk)[0] == 3
    shelf.do(waste.waste, milk, count=3, why="date", id=new_id())
    sound(shelf)


# Sales and deeds meanwhile


def test_what_is_sold_before_during_and_after_ends_right(shelf: Stand):
    number = begin(shelf)
    shelf.sell("H1", ("rice", 1))
    enter(shelf, number, RICE, 8)  # one is missing
    shelf.sell("H1", ("rice", 2))
    shelf.do(counting.finish, number)
    shelf.sell("H1", ("rice", 1))
    shelf.do(accepting.accept, number)
    assert shelf.left(RICE)[0] == 5
    sound(shelf)


def test_what_lies_in_a_basket_is_not_missing_on_the_shelf(shelf: Stand):
    """Lesson 8: show in store, reserved and free."""
    number = begin(shelf)
    basket = shelf.welcome()
    shelf.scan(basket, "rice", count=3)
    shelf.scan(basket, "apples", grams=500)
    assert (line(shelf, number, "rice").book_count, line(shelf, number, "apples").book_grams) == (7, 2500)
    enter(shelf, number, RICE, 7)
    enter(shelf, number, APPLES, grams=2500)
    result = close(shelf, number)
    assert (result.count, result.grams) == (0, 0)
    shelf.pay(basket)
    assert (shelf.left(RICE)[0], shelf.left(APPLES)) == (7, (0, 2500))
    sound(shelf)


def test_a_basket_that_is_given_up_after_the_entry_goes_back_to_the_shelf(shelf: Stand):
    number = begin(shelf)
    basket = shelf.welcome()
    shelf.scan(basket, "rice", count=3)
    enter(shelf, number, RICE, 7)
    shelf.do(baskets.cancel, basket.id)
    close(shelf, number)
    assert shelf.left(RICE)[0] == 10


def test_goods_the_books_did_not_know_are_sold_while_they_wait_for_the_manager(shelf: Stand):
    """Lesson 4: a count must accept anything found on the shelf."""
    shelf.product("tea", fixed=120)
    number = begin(shelf)
    enter(shelf, number, "tea", 5, date_mark="best_before", date=day("2027-01-31"))
    shelf.sell("H1", ("tea", 2))
    assert open_tasks(shelf) == ["tea"]
    result = close(shelf, number)
    (tea,) = result.lines
    assert (tea.lot, tea.count, tea.booked_count) == ("L1-000004", 5, 3)
    assert shelf.left("L1-000004")[0] == 3
    assert shelf.left("S-tea") == (0, 0)
    assert open_tasks(shelf) == []
    sound(shelf)


def test_what_was_sold_beyond_the_books_before_the_count_is_settled_by_it(shelf: Stand):
    """Lesson 13: at the counter never block a physical item; raise a count task."""
    shelf.sell("H1", ("soup", 8))
    assert (shelf.left("S-soup")[0], open_tasks(shelf)) == (-2, ["soup"])
    number = begin(shelf, place=None)
    (asked,) = sheet(shelf, number).lines
    assert (asked.code, asked.asked, asked.lots) == ("soup", True, ())
    enter(shelf, number, "soup", 0)
    close(shelf, number)
    assert (shelf.left("S-soup"), open_tasks(shelf)) == ((0, 0), [])
    sound(shelf)


@pytest.mark.parametrize("paid_before", [True, False])
def test_goods_in_a_basket_that_no_lot_has_are_not_on_the_shelf(shelf: Stand, *, paid_before: bool):
    shelf.product("tea", fixed=120)
    basket = shelf.welcome()
    shelf.scan(basket, "tea", count=2)
    number = begin(shelf)
    enter(shelf, number, "tea", 5, date_mark="none")
    if paid_before:
        shelf.pay(basket)
    close(shelf, number)
    if not paid_before:
        shelf.pay(basket)
    assert shelf.left("L1-000004")[0] == 5
    assert shelf.left("S-tea")[0] == (0 if paid_before else -2)
    sound(shelf)


def test_weighed_goods_sold_beyond_the_books_are_settled_too(shelf: Stand):
    shelf.sell("H1", ("apples", "3000g"))
    shelf.sell("H1", ("apples", "400g"))
    number = begin(shelf)
    enter(shelf, number, "S-apples", grams=0)  # the number that stands for them will do
    shelf.sell("H1", ("apples", "100g"))
    close(shelf, number)
    assert (shelf.left(APPLES), shelf.left("S-apples"), open_tasks(shelf)) == ((0, 0), (0, -100), ["apples"])
    sound(shelf)


def test_more_sold_since_than_was_found_asks_for_another_count(shelf: Stand):
    """Lesson 2: a fault in one product must never stop work on another."""
    number = begin(shelf)
    enter(shelf, number, SOUP, 1)
    enter(shelf, number, RICE, 9)
    shelf.sell("H1", ("soup", 4))
    close(shelf, number)
    assert (shelf.left(SOUP)[0], shelf.left("S-soup")[0], open_tasks(shelf)) == (0, -3, ["soup"])
    assert shelf.left(RICE)[0] == 9
    sound(shelf)


def test_a_sale_booked_on_another_lot_of_the_same_goods_comes_off_that_one(shelf: Stand):
    other = shelf.lot("soup", 10)
    number = begin(shelf)
    enter(shelf, number, SOUP, 1)
    enter(shelf, number, other, 10)
    shelf.sell("H1", ("soup", 4))  # the books take it all from the first lot
    close(shelf, number)
    assert (shelf.left(SOUP)[0], shelf.left(other)[0]) == (0, 7)
    sound(shelf)


def test_waste_and_moves_between_the_entry_and_its_acceptance_are_no_difference(shelf: Stand):
    number = begin(shelf)
    enter(shelf, number, RICE, 9)
    shelf.do(waste.waste, RICE, count=2, why="damage", id=new_id())
    shelf.do(moves.move, RICE, place="cool", count=3)
    close(shelf, number)
    assert shelf.left(RICE)[0] == 4
    sound(shelf)


def test_a_paper_from_before_the_count_is_in_what_was_found(shelf: Stand):
    """Lesson 5: an old document after a count shifts stock twice."""
    shelf.product("tea", fixed=120)
    tea = shelf.lot("tea", 10, received="2026-11-17")
    number = begin(shelf)
    enter(shelf, number, tea, 8)  # two went out yesterday, on paper
    shelf.sell("H1", ("tea", 2), paper=Kept("P1", shelf.now - dt.timedelta(days=1)))
    result = close(shelf, number)
    assert (result.lines[0].count, result.lines[0].booked_count) == (-2, 0)
    assert shelf.left(tea)[0] == 8
    sound(shelf)


def test_another_count_that_was_accepted_meanwhile_is_not_booked_twice(shelf: Stand):
    first = begin(shelf)
    enter(shelf, first, RICE, 8)
    second = begin(shelf, place=None, group="canned")
    with pytest.raises(counting.CountedElsewhere, match=first):
        enter(shelf, second, RICE, 8)
    close(shelf, first)
    enter(shelf, second, RICE, 8)
    assert close(shelf, second).count == 0
    assert shelf.left(RICE)[0] == 8


def test_crates_that_somebody_closed_after_the_entry_stay_as_they_were_closed(shelf: Stand):
    lot = shelf.crates("vegetables", 9000)
    number = begin(shelf)
    enter(shelf, number, lot, grams=8000)
    shelf.do(crates.close_round, [crates.Seen(lot, 7000)], id=new_id())
    close(shelf, number)
    assert shelf.left(lot) == (0, 7000)
    sound(shelf)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    before=st.integers(0, 4),
    wrong=st.integers(-3, 3),
    since=st.integers(0, 4),
    waiting=st.integers(0, 3),
    pays=st.booleans(),
)
def test_whatever_is_sold_and_when_the_books_end_with_what_is_on_the_shelf(
    stand: Stand, before: int, wrong: int, since: int, waiting: int, pays: bool
):
    """`wrong` packs more or fewer stand there than the books know; each example has goods and people of its own."""
    for running in stand.rows("SELECT number FROM stock_count WHERE state IN ('open', 'finished')"):
        stand.do(counting.drop, running.number)
    turn = len(stand.rows("SELECT 1 FROM product"))
    code, buyer, waiter = f"rice-{turn}", f"B{turn}", f"W{turn}"
    stand.product(code, fixed=100, content=500)
    stand.household(buyer, adults=99)
    stand.household(waiter, adults=99)
    lot = stand.lot(code, 12)
    number = begin(stand)
    shelf = 12 + wrong
    if waiting:
        basket = stand.welcome(waiter)
        stand.scan(basket, code, count=waiting)
        shelf -= waiting
    if before:
        stand.sell(buyer, (code, before))
        shelf -= before
    enter(stand, number, lot, shelf)
    if since:
        sold = min(since, shelf)
        if sold:
            stand.sell(buyer, (code, sold))
        shelf -= sold
    if waiting and pays:
        stand.pay(basket)
    close(stand, number)
    if waiting and not pays:
        stand.pay(basket)
    assert stand.left(lot)[0] == shelf
    assert faults(stand) == []


# Found goods and dates


def test_found_goods_become_a_lot_with_the_date_that_was_read(shelf: Stand):
    """Lesson 4: a count must accept anything found on the shelf."""
    number = begin(shelf, place="cool")
    enter(shelf, number, "rice", 4, date_mark="best_before", date=day("2027-03-31"))
    close(shelf, number)
    (lot,) = shelf.rows(
        "SELECT l.count AS pieces, l.grams, l.date_mark, l.origin, l.supplier_id, p.code AS place FROM lot l"
        " JOIN place p ON p.id = l.place_id WHERE l.number = 'L1-000004'"
    )
    assert (lot.pieces, lot.grams, lot.date_mark, lot.origin, lot.supplier_id, lot.place) == (
        (4, 2000, "best_before", "bought", None, "cool")
    )
    assert shelf.sell("H1", ("rice", 1)).lines[0].taken[0].lot == "L1-000004"
    sound(shelf)


def test_a_part_that_somebody_carried_here_keeps_what_is_known_of_its_lot(shelf: Stand):
    stranger = shelf.lot("soup", 5, origin="donated", best_before="2027-05-31", lot_code="K7", state="blocked")
    number = begin(shelf, place="cool")
    enter(shelf, number, "soup", 2, date_mark="best_before", date=day("2027-05-31"))
    (found,) = [one for one in sheet(shelf, number).lines if not one.lots]
    assert (found.place, found.code, found.date, found.found[0].count) == (None, "soup", day("2027-05-31"), 2)
    close(shelf, number)
    (new,) = shelf.rows("SELECT origin, lot_code, state FROM lot WHERE number = 'L1-000005'")
    assert tuple(new) == ("donated", "K7", "blocked")
    number = begin(shelf)
    enter(shelf, number, stranger, 3)
    close(shelf, number)
    assert shelf.left(stranger)[0] + shelf.left("L1-000005")[0] == 5
    sound(shelf)


def test_a_part_of_a_lot_that_no_recall_means_is_for_sale(shelf: Stand):
    shelf.lot("soup", 5, best_before="2027-05-31", lot_code="K7")
    recall(shelf, "soup", lot_code="K8")
    number = begin(shelf, place="cool")
    enter(shelf, number, "soup", 2, date_mark="best_before", date=day("2027-05-31"))
    close(shelf, number)
    assert shelf.rows("SELECT state FROM lot WHERE number = 'L1-000005'")[0].state == "live"


def test_a_lot_that_is_elsewhere_by_the_books_is_counted_there_or_as_found(shelf: Stand):
    number = begin(shelf, place="cool")
    with pytest.raises(count_goods.LiesElsewhere, match="rice") as refused:
        enter(shelf, number, RICE, 4)
    assert "move the lot first" in refused.value.explain()


def test_an_empty_lot_that_has_some_after_all_is_that_lot(shelf: Stand):
    """Lesson 4: the books at zero are no reason not to count."""
    shelf.sell("H1", ("rice", 10))
    number = begin(shelf)
    enter(shelf, number, RICE, 2)
    enter(shelf, number, "rice", 3, date_mark="best_before", date=day("2027-06-30"))
    close(shelf, number)
    assert shelf.left(RICE) == (3, 1500)
    sound(shelf)


def test_the_date_that_was_read_corrects_the_lot(shelf: Stand):
    number = begin(shelf)
    enter(shelf, number, RICE, 10, date_mark="best_before", date=day("2026-12-31"))
    assert close(shelf, number).lines[0].was_date == day("2027-06-30")
    assert str(shelf.rows("SELECT date FROM lot WHERE number = :lot", lot=RICE)[0].date) == "2026-12-31"
    assert counted(shelf, RICE) == [("dated", 0, 0, "counted")]
    sound(shelf)


def test_a_date_that_was_corrected_after_the_entry_stays(shelf: Stand):
    number = begin(shelf)
    enter(shelf, number, RICE, 10)
    shelf.do(lot_facts.correct_date, RICE, date_mark="best_before", date=day("2028-01-31"))
    close(shelf, number)
    assert str(shelf.rows("SELECT date FROM lot WHERE number = :lot", lot=RICE)[0].date) == "2028-01-31"


def test_goods_of_two_dates_are_counted_each_by_itself(shelf: Stand):
    shelf.lot("rice", 5, best_before="2027-09-30")
    number = begin(shelf)
    with pytest.raises(count_goods.WhichDate, match="30/06/2027, 30/09/2027"):
        enter(shelf, number, "rice", 5)
    enter(shelf, number, "rice", 4, date_mark="best_before", date=day("2027-09-30"))
    close(shelf, number)
    assert (shelf.left(RICE)[0], shelf.left("L1-000004")[0]) == (10, 4)


def test_lots_that_nobody_can_tell_apart_are_counted_together(shelf: Stand):
    """The newest first: the oldest went out first."""
    newer = shelf.lot("soup", 8, received="2026-11-26")
    number = begin(shelf)
    assert line(shelf, number, "soup").lots == (SOUP, newer)
    assert enter(shelf, number, "soup", 9).lots == (SOUP, newer)
    assert [one.count for one in line(shelf, number, "soup").found] == [9]
    close(shelf, number)
    assert (shelf.left(SOUP)[0], shelf.left(newer)[0]) == (1, 8)
    sound(shelf)


def test_found_goods_that_a_recall_may_mean_are_not_for_sale(shelf: Stand):
    recall(shelf, "rice", date_until=day("2027-12-31"))
    number = begin(shelf, place="cool")
    enter(shelf, number, "rice", 4, date_mark="best_before", date=day("2027-03-31"))
    enter(shelf, number, "rice", 2, date_mark="best_before", date=day("2028-03-31"))
    close(shelf, number)
    rows = shelf.rows("SELECT date, state FROM lot WHERE number > 'L1-000003' ORDER BY date")
    assert [(str(row.date), row.state) for row in rows] == [("2027-03-31", "recalled"), ("2028-03-31", "live")]


# Who counts


def test_a_later_entry_of_the_same_person_replaces_the_first(shelf: Stand):
    number = begin(shelf)
    enter(shelf, number, RICE, 3)
    enter(shelf, number, RICE, 9)
    close(shelf, number)
    assert shelf.left(RICE)[0] == 9
    assert len(shelf.rows("SELECT id FROM count_entry WHERE replaced_by IS NOT NULL")) == 1


def test_a_colleague_is_told_that_goods_were_counted_already(shelf: Stand):
    """Lesson 57: a real message when an item was already counted."""
    number = begin(shelf)
    enter(shelf, number, RICE, 9)
    colleague = shelf.as_("volunteer", "count")
    with pytest.raises(counting.CountedAlready, match=r"els has counted Rice and found 9 pieces"):
        enter(colleague, number, RICE, 8)
    enter(colleague, number, RICE, 8, again=True)
    close(shelf, number)
    assert shelf.left(RICE)[0] == 8


def test_two_who_count_do_not_see_each_other_and_must_agree(shelf: Stand):
    number = begin(shelf, twice=True, blind=True)
    one, other = shelf.as_("volunteer", "count"), shelf.as_("staff")
    enter(one, number, RICE, 8)
    assert line(other, number, "rice").found == ()
    assert line(one, number, "rice").book_count is None
    with pytest.raises(counting.CountsDiffer, match="Rice"):
        shelf.do(counting.finish, number)
    shelf.sell("H1", ("rice", 1))
    enter(other, number, RICE, 6)
    assert line(other, number, "rice").differs
    with pytest.raises(counting.CountsDiffer, match="Rice"):
        shelf.do(counting.finish, number)
    enter(other, number, RICE, 7)
    assert not line(other, number, "rice").differs
    result = close(shelf, number)
    assert (result.count, shelf.left(RICE)[0]) == (-2, 7)
    sound(shelf)


def test_two_hands_do_not_weigh_the_same_to_the_gram(shelf: Stand):
    number = begin(shelf, twice=True)
    enter(shelf.as_("volunteer", "count"), number, APPLES, grams=2510)
    enter(shelf.as_("staff"), number, APPLES, grams=2490)
    close(shelf, number)
    assert shelf.left(APPLES) == (0, 2490)


def test_a_blind_count_shows_the_books_only_when_it_is_finished(shelf: Stand):
    number = begin(shelf, blind=True)
    assert {one.book_count for one in sheet(shelf, number).lines} == {None}
    enter(shelf, number, RICE, 10)
    shelf.do(counting.finish, number)
    assert line(shelf, number, "rice").book_count == 10


def test_volunteers_count_and_managers_accept(shelf: Stand):
    helper, staff = shelf.as_("volunteer", "count"), shelf.as_("staff")
    number = begin(helper)
    enter(helper, number, RICE, 8)
    helper.do(counting.finish, number)
    with pytest.raises(NotAllowed):
        staff.do(accepting.accept, number)
    with pytest.raises(NotAllowed):
        staff.do(counting.drop, number)
    shelf.do(accepting.accept, number)


def test_two_people_count_while_one_sells(shelf: Stand):
    shelf.household("H2", adults=99)
    number = begin(shelf)
    other, till = replace(shelf.another_till(), at=replace(shelf.another_till().at, by="an")), shelf.another_till("3")

    def count(stand: Stand, *lots: tuple[str, dict[str, int]]) -> Callable[[], Any]:
        return lambda: [stand.do(counting.enter, number, lot, **found) for lot, found in lots]

    results = at_once(
        count(shelf, (RICE, {"count": 10}), (APPLES, {"grams": 3000})),
        count(other, (SOUP, {"count": 6})),
        lambda: [till.sell("H2", ("soup", 1)).number for _turn in range(3)],
    )
    assert [type(result) for result in results] == [list, list, list]
    result = close(shelf, number)
    sold = 3
    assert shelf.left(SOUP)[0] == 6 - sold + result.count
    assert 0 <= result.count <= sold  # what had been sold before somebody said six was found again
    assert shelf.left(RICE)[0] == 10
    sound(shelf)


def test_a_count_is_accepted_once_though_two_managers_ask(shelf: Stand):
    number = begin(shelf)
    enter(shelf, number, RICE, 8)
    shelf.do(counting.finish, number)
    other = shelf.another_till()
    results = at_once(lambda: shelf.do(accepting.accept, number), lambda: other.do(accepting.accept, number))
    assert sorted(type(result).__name__ for result in results) == ["CountClosed", "CountResult"]
    assert shelf.left(RICE)[0] == 8


# What is closed stays closed


def test_a_closed_count_takes_nothing_more(shelf: Stand):
    number = begin(shelf)
    enter(shelf, number, RICE, 8)
    close(shelf, number)
    for deed in (counting.finish, counting.drop, accepting.accept):
        with pytest.raises(counting.CountClosed):
            shelf.do(deed, number)
    with pytest.raises(counting.CountClosed):
        enter(shelf, number, RICE, 9)
    with pytest.raises(undoing.NothingToUndo):
        shelf.do(undoing.undo)


def test_a_count_that_was_dropped_books_nothing(shelf: Stand):
    number = begin(shelf)
    enter(shelf, number, RICE, 0)
    assert shelf.do(counting.drop, number).state == "dropped"
    assert shelf.left(RICE)[0] == 10
    again = begin(shelf)
    enter(shelf, again, RICE, 10)
    sound(shelf)


def test_an_entry_after_the_end_opens_the_count_again(shelf: Stand):
    number = begin(shelf)
    enter(shelf, number, RICE, 8)
    shelf.do(counting.finish, number)
    enter(shelf, number, SOUP, 6)
    with pytest.raises(accepting.NotFinished):
        shelf.do(accepting.accept, number)


def test_a_deed_that_was_counted_after_is_not_undone_before_the_count_is_closed_either(shelf: Stand):
    """Lesson 5: refuse behind a count, and say what blocks it (lesson 17)."""
    done = shelf.do(waste.waste, RICE, count=2, why="damage", id=new_id())
    number = begin(shelf)
    enter(shelf, number, RICE, 10)
    with pytest.raises(undoing.CountedSince, match=number):
        shelf.do(undoing.undo)
    with pytest.raises(undoing.CountedSince, match=number):
        shelf.do(undoing.reverse, done.number, reason="they are here")
    shelf.do(counting.drop, number)
    shelf.do(undoing.undo)
    assert shelf.left(RICE)[0] == 10


def test_a_deed_after_the_entry_is_undone_exactly(shelf: Stand):
    number = begin(shelf)
    enter(shelf, number, RICE, 9)
    shelf.do(waste.waste, RICE, count=2, why="damage", id=new_id())
    shelf.do(undoing.undo)
    close(shelf, number)
    assert shelf.left(RICE)[0] == 9


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE stock_count SET state = 'open', accepted_at = NULL",
        "UPDATE stock_count SET accepted_by = 'nobody'",
        "DELETE FROM stock_count",
        "UPDATE count_entry SET count = count + 1",
        "DELETE FROM count_entry",
        (
            'INSERT INTO count_entry (count_id, date_mark, count, grams, book_count, book_grams, recorded_at, "by")'
            " SELECT id, 'none', 1, 1, 0, 0, started_at, 'x' FROM stock_count"
        ),
    ],
)
def test_the_database_itself_keeps_a_closed_count_closed(shelf: Stand, attack: str):
    number = begin(shelf)
    enter(shelf, number, RICE, 8)
    close(shelf, number)
    with pytest.raises(DBAPIError, match=r"closed|stay"), shelf.shop.writing.begin() as session:
        session.execute(text(attack))


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE movement SET count = count - 1 WHERE reason = 'counted' AND count < 0", "count_paper"),
        ("UPDATE count_entry SET count = count + 1 WHERE count = 8", "count_paper"),
        ("DELETE FROM issued_paper WHERE kind = 'count'", "count_paper"),
        ("UPDATE issued_paper SET number = '1-000099' WHERE kind = 'count'", "count_paper"),
        ("UPDATE stock_count SET state = 'dropped', accepted_at = NULL, accepted_by = NULL", "count_moves"),
        ("UPDATE lot SET counted_on = NULL", "count_closed"),
        ("UPDATE journal SET verb = 'x' WHERE verb = 'count accept'", "count_journal"),
        ("UPDATE stock_count SET number = (SELECT min(number) FROM deed)", "number"),
    ],
)
def test_check_finds_a_count_that_does_not_agree(shelf: Stand, statement: str, what: str):
    shelf.do(waste.waste, SOUP, count=1, why="damage", id=new_id())
    number = begin(shelf)
    enter(shelf, number, RICE, 8)
    close(shelf, number)
    tamper(shelf, statement)
    assert what in faults(shelf)


# What cannot be


@pytest.mark.parametrize(
    ("goods", "said", "refusal"),
    [
        ("nothing-like-it", {"count": 1}, UnknownCode),
        ("L1\x00", {"count": 1}, UnknownCode),
        ("[b]=cmd" * 40, {"count": 1}, UnknownCode),
        (RICE, {}, count_goods.SayPieces),
        (RICE, {"grams": 500}, count_goods.SayPieces),
        (RICE, {"count": -1}, count_goods.SayPieces),
        (RICE, {"count": 5400141000000}, count_goods.SayPieces),
        (APPLES, {"count": 3}, count_goods.SayGrams),
        (APPLES, {"grams": -1}, count_goods.SayGrams),
        ("tea", {"count": 3}, count_goods.DateOnPack),
        (RICE, {"count": 3, "date_mark": "use_by"}, dates.DateWithoutMark),
        (RICE, {"count": 3, "date_mark": "none", "date": day("2027-01-01")}, dates.DateWithoutMark),
        (RICE, {"count": 3, "date_mark": "soon", "date": day("2027-01-01")}, dates.DateWithoutMark),
    ],
)
def test_an_entry_that_cannot_be_is_refused_with_a_kind_sentence(
    shelf: Stand, goods: str, said: dict[str, Any], refusal: type[ShopError]
):
    """Lesson 1: check and save in one transaction, or save nothing."""
    shelf.product("tea", fixed=120)
    number = begin(shelf)
    with pytest.raises(refusal) as refused:
        enter(shelf, number, goods, **said)
    assert len(refused.value.explain()) > 20
    assert shelf.rows("SELECT id FROM count_entry") == []


def test_the_date_of_frozen_goods_no_longer_decides(shelf: Stand):
    done = shelf.do(treatments.freeze, RICE)
    number = begin(shelf, place=None, group="canned")
    with pytest.raises(lot_facts.LimitSet):
        enter(shelf, number, done.into or RICE, 3, date_mark="none")
    enter(shelf, number, done.into or RICE, 9)


def test_what_cannot_be_begun_or_finished_is_refused(shelf: Stand):
    with pytest.raises(places.NoSuchPlace):
        begin(shelf, place="moon")
    with pytest.raises(NoSuchGroup):
        begin(shelf, group="moon")
    number = begin(shelf)
    with pytest.raises(counting.CountRuns, match=number):
        begin(shelf)
    with pytest.raises(counting.NothingCounted):
        shelf.do(counting.finish, number)
    with pytest.raises(counting.NoSuchCount):
        shelf.do(counting.finish, "1-9\x00")


# Lists


def test_the_sheet_has_the_place_and_the_group_that_are_counted(shelf: Stand):
    shelf.do(moves.move, SOUP, place="cool", count=2)
    both = sheet(shelf, begin(shelf, group="canned"))
    assert [(one.code, one.book_count) for one in both.lines] == [("rice", 10), ("soup", 4)]
    cool = sheet(shelf, begin(shelf, place="cool"))
    assert [(one.code, one.place, one.book_count) for one in cool.lines] == [("soup", "cool", 2)]
    fruit = sheet(shelf, begin(shelf, place=None, group="fruit"))
    assert [(one.code, one.book_grams) for one in fruit.lines] == [("apples", 3000)]


def test_what_the_till_asks_is_on_the_sheet_of_the_place_and_group_where_it_may_be(shelf: Stand):
    shelf.sell("H1", ("soup", 8))
    scopes: dict[str, dict[str, Any]] = {
        "shop": {},
        "cool": {"place": "cool"},
        "canned": {"place": None, "group": "canned"},
        "fruit": {"place": None, "group": "fruit"},
        "asked": {"place": None},
    }
    on_sheets = {
        where: [one.code for one in sheet(shelf, begin(shelf, **how)).lines if one.asked]
        for where, how in scopes.items()
    }
    assert on_sheets == {"shop": ["soup"], "cool": [], "canned": ["soup"], "fruit": [], "asked": ["soup"]}


def test_counts_are_listed_with_the_running_ones_first(shelf: Stand):
    first = begin(shelf)
    shelf.do(counting.drop, first)
    second = begin(shelf)
    enter(shelf, second, RICE, 9)
    assert [(one.number, one.state, one.entries) for one in shelf.ask(count_lists.counts)] == [
        (second, "open", 1),
        (first, "dropped", 0),
    ]
