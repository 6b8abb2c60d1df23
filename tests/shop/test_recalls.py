"""Goods called back: blocked at once everywhere, followed to the last piece, and closed with figures that add up."""

from __future__ import annotations

from typing import Any

import pytest

from kruidenier.shop.figures import day_lists, list_words
from kruidenier.shop.figures.day_lists import Task
from kruidenier.shop.figures.proof import prove
from kruidenier.shop.figures.recall_sheet import recall_sheet
from kruidenier.shop.figures.today import today
from kruidenier.shop.goods import (
    accepting,
    counting,
    crates,
    lot_facts,
    moves,
    places,
    recall_balance,
    recalling,
    undoing,
    waste,
)
from kruidenier.shop.goods.catalogue import UnknownCode
from kruidenier.shop.goods.dates import DateWithoutMark
from kruidenier.shop.goods.day_lists import tick
from kruidenier.shop.goods.judging import Recalled
from kruidenier.shop.goods.lot_facts import CalledBack
from kruidenier.shop.goods.recall_balance import Amount
from kruidenier.shop.goods.recalling import (
    DatesInDisorder,
    NoSuchRecall,
    NotCalledBack,
    NothingRead,
    RecallClosed,
    RecallNeedsReason,
    RecallRuns,
    StillHere,
    StillMeant,
)
from kruidenier.shop.network import transfers
from kruidenier.shop.office.staff import NotAllowed
from kruidenier.shop.supply import door, sorting
from kruidenier.store.base import new_id
from tests.kit import Stand, day, wanted
from tests.shop.test_check import tamper
from tests.shop.test_two_at_once import at_once

TIN = "05400000000003"


@pytest.fixture
def shelf(stand: Stand) -> Stand:
    """Tins of two makers' lots and of one that nobody read; a household; a fridge."""
    stand.product(TIN, fixed=100, content=400, brand="Bonduelle", names={"nl": "Erwtjes", "fr": "Petits pois"})
    stand.household("H1", adults=9)
    stand.do(places.add_place, "back", name="Back room", kind="back")
    return stand


def start(stand: Stand, code: str = TIN, *, reason: str = "bits of glass", **said: Any) -> str:
    return stand.do(recalling.start, code, reason=reason, **said).number


def state(stand: Stand, lot: str) -> str:
    return str(stand.rows("SELECT state FROM lot WHERE number = :lot", lot=lot)[0].state)


def destroy(stand: Stand, lot: str, count: int) -> None:
    stand.do(waste.waste, lot, why="recall", count=count, id=new_id())


def sound(stand: Stand) -> bool:
    return stand.ask(lambda session: [str(fault) for fault in prove(session)]) == []


def balance(stand: Stand, number: str) -> recall_balance.RecallBalance:
    return stand.ask(lambda session: recall_balance.balance(session, recalling.find(session, number)))


def opening(stand: Stand, **asked: Any) -> list[Task]:
    """The recalls on the opening list."""
    tasks = stand.ask(day_lists.opening, at=stand.at, now=stand.now, **asked).tasks
    return [task for task in tasks if task.task == "recall"]


# Starting


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ({"lot_code": "L1"}, ["L1 early", "L1 late", "unread", "undated"]),
        ({"lot_code": " l1 "}, ["L1 early", "L1 late", "unread", "undated"]),
        ({"date_from": day("2027-02-01")}, ["L1 late", "L2 late", "undated"]),
        ({"date_until": day("2027-02-01")}, ["L1 early", "L2 early", "unread", "undated"]),
        (
            {"date_from": day("2027-01-01"), "date_until": day("2027-01-01")},
            ["L1 early", "L2 early", "unread", "undated"],
        ),
        ({"lot_code": "L1", "date_from": day("2027-02-01")}, ["L1 late", "undated"]),
        ({}, ["L1 early", "L1 late", "L2 early", "L2 late", "unread", "undated", "other"]),
    ],
)
def test_a_recall_holds_what_it_means_and_whatever_nobody_read(shelf: Stand, said: dict[str, Any], meant: list[str]):
    lots = {
        "L1 early": shelf.lot(TIN, 5, lot_code="L1", best_before="2027-01-01"),
        "L1 late": shelf.lot(TIN, 5, lot_code="L1", best_before="2027-03-01"),
        "L2 early": shelf.lot(TIN, 5, lot_code="L2", best_before="2027-01-01"),
        "L2 late": shelf.lot(TIN, 5, lot_code="L2", best_before="2027-03-01"),
        "unread": shelf.lot(TIN, 5, best_before="2027-01-01"),
        "undated": shelf.lot(TIN, 5, lot_code="L1"),
        "other": shelf.lot(TIN, 5, lot_code="L2", best_before="2026-12-01"),
    }
    if "date_until" in said:
        meant = [*meant, "other"] if "date_from" not in said else meant
    start(shelf, **said)
    assert sorted(name for name, lot in lots.items() if state(shelf, lot) == "recalled") == sorted(meant)
    assert sound(shelf)


def test_an_empty_lot_is_held_too_since_goods_may_be_brought_back(shelf: Stand):
    lot = shelf.lot(TIN, 2, grams=800, lot_code="L1")
    sale = shelf.sell("H1", (TIN, 2))
    start(shelf, lot_code="L1")
    shelf.refund(sale.number, TIN)
    assert (state(shelf, lot), shelf.left(lot)) == ("recalled", (1, 400))


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"reason": "  "}, RecallNeedsReason),
        ({"date_from": day("2027-02-01"), "date_until": day("2027-01-01")}, DatesInDisorder),
        ({"code": "0000000000000"}, UnknownCode),
    ],
)
def test_a_recall_needs_known_goods_a_reason_and_dates_in_order(
    shelf: Stand, said: dict[str, Any], refusal: type[Exception]
):
    with pytest.raises(refusal):
        start(shelf, **said)
    assert shelf.ask(recalling.listing) == ()


def test_the_same_goods_are_called_back_once_and_others_beside_them(shelf: Stand):
    first = start(shelf, lot_code="L1")
    with pytest.raises(RecallRuns) as refused:
        start(shelf, lot_code="L1")
    assert refused.value.details == {"number": first}
    assert start(shelf, lot_code="L2") != first


def test_staff_call_goods_back_and_a_manager_closes(shelf: Stand):
    with pytest.raises(NotAllowed):
        start(shelf.as_("volunteer"))
    number = start(shelf.as_("staff"))
    with pytest.raises(NotAllowed):
        shelf.as_("staff").do(recalling.close, number)
    shelf.do(recalling.close, number)
    with pytest.raises(NotAllowed):
        shelf.as_("volunteer").do(recalling.clear, "L1-000001", lot_code="L2")


# At the till


def test_a_recalled_lot_is_blocked_at_every_till_at_once(shelf: Stand):
    shelf.lot(TIN, 5, lot_code="L1")
    shelf.lot(TIN, 5, lot_code="L2")
    start(shelf, lot_code="L1")
    for till in (shelf, shelf.another_till()):
        with pytest.raises(Recalled):
            till.sell("H1", TIN)
        with pytest.raises(Recalled):
            till.sell("H1", f"01{TIN}10L1")
    assert shelf.sell("H1", f"01{TIN}10L2").total_cents == 100


def test_what_nobody_has_in_the_books_is_asked_for_all_the_same(shelf: Stand):
    """Peers, lesson 13, and its limit: a pack in a hand is never blocked, but for the safety of food."""
    start(shelf, lot_code="L1")
    basket = shelf.welcome()
    asked = shelf.scan(basket, TIN, ask=True).ask
    assert asked is not None
    assert (asked.by_lot, asked.choices) == (True, ())  # type: ignore[union-attr]
    with pytest.raises(Recalled):
        shelf.scan(basket, TIN, ask=True, lot_code="l 1")
    scanned = shelf.scan(basket, TIN, ask=True, lot_code="L9")
    assert [line.count for line in scanned.basket.lines] == [1]
    assert shelf.pay(basket).total_cents == 100


def test_nobody_overrides_a_recall(shelf: Stand):
    shelf.lot(TIN, 5, lot_code="L1", best_before="2027-01-01")
    start(shelf, lot_code="L1")
    with pytest.raises(Recalled):
        shelf.sell("H1", wanted((TIN, day("2027-01-01"))), override="it is fine")


def test_where_dates_are_called_back_the_date_is_asked(shelf: Stand):
    shelf.lot(TIN, 5, best_before="2027-01-01")
    shelf.lot(TIN, 5, best_before="2027-06-01")
    start(shelf, date_until=day("2027-02-01"))
    basket = shelf.welcome()
    asked = shelf.scan(basket, f"01{TIN}10L7", ask=True).ask
    assert asked is not None
    assert not asked.by_lot  # type: ignore[union-attr]
    assert [choice.allowed for choice in asked.choices] == [False, True]  # type: ignore[union-attr]
    with pytest.raises(Recalled):
        shelf.scan(basket, TIN, date=day("2027-01-15"))
    shelf.scan(basket, TIN, date=day("2027-06-01"))
    assert shelf.pay(basket).total_cents == 100


def test_of_a_product_that_is_called_back_whole_nothing_is_asked(shelf: Stand):
    shelf.lot(TIN, 5, lot_code="L1")
    start(shelf)
    with pytest.raises(Recalled):
        shelf.scan(shelf.welcome(), f"01{TIN}10L2", ask=True)


def test_the_lots_that_are_there_are_offered_by_digit(shelf: Stand):
    shelf.lot(TIN, 5, lot_code="L1")
    good = shelf.lot(TIN, 5, lot_code="L2")
    start(shelf, lot_code="L1")
    basket = shelf.welcome()
    asked = shelf.scan(basket, TIN, ask=True).ask
    assert [choice.why for choice in asked.choices] == [  # type: ignore[union-attr]
        "no date, lot L1: recalled",
        "no date, lot L2: allowed",
    ]
    shelf.scan(basket, TIN, lot=good)
    shelf.pay(basket)
    assert shelf.left(good) == (4, 0)


def test_what_lay_unread_in_a_basket_is_refused_at_payment(shelf: Stand):
    shelf.lot(TIN, 5, lot_code="L2", best_before="2027-01-01")
    basket = shelf.welcome()
    shelf.scan(basket, TIN)
    start(shelf, lot_code="L1")
    with pytest.raises(Recalled):
        shelf.pay(basket)


def test_what_was_read_before_is_paid(shelf: Stand):
    shelf.lot(TIN, 5, lot_code="L2")
    basket = shelf.welcome()
    shelf.scan(basket, f"01{TIN}10L2")
    start(shelf, lot_code="L1")
    assert shelf.pay(basket).total_cents == 100


# What comes in later


def test_what_comes_through_the_door_later_is_blocked_there(shelf: Stand):
    number = start(shelf, lot_code="L1")
    shelf.supplier("colruyt")
    van = shelf.do(door.begin, "colruyt").number
    for lot_code in ("L1", "L2"):
        shelf.do(door.add_line, van, product=TIN, origin="donated", count=6, lot_code=lot_code)
    shelf.do(door.sign, van)
    rows = shelf.rows("SELECT lot_code, state FROM lot ORDER BY lot_code")
    assert [(row.lot_code, row.state) for row in rows] == [("L1", "recalled"), ("L2", "live")]
    assert balance(shelf, number).received == Amount(6, 2400)
    assert sound(shelf)


def test_what_is_sorted_out_of_crates_later_is_blocked_there(shelf: Stand):
    crates = shelf.crates("canned", 9000)
    start(shelf, lot_code="L1")
    done = shelf.do(sorting.sort, crates, product=TIN, count=3, lot_code="L1")
    assert done.state == "recalled"
    assert shelf.do(sorting.sort, crates, product=TIN, count=3, lot_code="L2").state == "live"
    assert sound(shelf)


def test_what_is_found_in_a_count_is_held_like_its_like(shelf: Stand):
    shelf.lot(TIN, 5, lot_code="L1", best_before="2027-01-01")
    number = start(shelf, lot_code="L1")
    count = shelf.do(counting.begin, place="back").number
    shelf.do(counting.enter, count, TIN, count=2, date_mark="best_before", date=day("2027-01-01"))
    shelf.do(counting.finish, count)
    shelf.do(accepting.accept, count)
    assert shelf.ask(recalling.look_up, number).count == 7
    assert balance(shelf, number).difference == Amount(2, 800)
    assert sound(shelf)


def test_a_corrected_date_may_bring_a_lot_under_a_recall(shelf: Stand):
    lot = shelf.lot(TIN, 5, best_before="2027-06-01")
    start(shelf, date_until=day("2027-02-01"))
    assert state(shelf, lot) == "live"
    shelf.do(lot_facts.correct_date, lot, date_mark="best_before", date=day("2027-01-01"))
    assert state(shelf, lot) == "recalled"
    assert sound(shelf)


def test_a_part_that_is_moved_stays_called_back(shelf: Stand):
    lot = shelf.lot(TIN, 5, grams=2000, lot_code="L1")
    number = start(shelf, lot_code="L1")
    part = shelf.do(moves.move, lot, place="back", count=2).into
    assert part is not None
    assert state(shelf, part) == "recalled"
    assert balance(shelf, number).received == Amount(5, 2000)
    with pytest.raises(CalledBack):
        shelf.do(lot_facts.free, part)


# Finding out


def test_packs_that_say_another_lot_may_be_sold_again(shelf: Stand):
    lot = shelf.lot(TIN, 5, grams=2001, best_before="2027-01-01")
    number = start(shelf, lot_code="L1")
    done = shelf.do(recalling.clear, lot, lot_code="L2", count=2)
    assert done.into is not None
    assert (state(shelf, lot), state(shelf, done.into)) == ("recalled", "live")
    assert balance(shelf, number).cleared == Amount(2, 800)
    assert shelf.sell("H1", f"01{TIN}10L2").total_cents == 100
    assert sound(shelf)


def test_a_lot_that_staff_had_blocked_before_is_so_again(shelf: Stand):
    lot = shelf.lot(TIN, 5)
    shelf.do(lot_facts.block, lot, reason="dented")
    start(shelf, lot_code="L1")
    start(shelf, lot_code="L2")
    assert state(shelf, shelf.do(recalling.clear, lot, lot_code="L3").into or "") == "blocked"
    assert sound(shelf)


def test_what_stands_on_the_packs_decides_and_nobody_else(shelf: Stand):
    lot, fine = shelf.lot(TIN, 5), shelf.lot(TIN, 5, lot_code="L3")
    number = start(shelf, lot_code="L1")
    attempts: list[tuple[str, dict[str, Any], type[Exception]]] = [
        (lot, {}, NothingRead),
        (lot, {"lot_code": "l1"}, StillMeant),
        (lot, {"date": day("2027-01-01")}, StillMeant),
        (lot, {"date": day("2027-01-01"), "date_mark": "none"}, DateWithoutMark),
        (fine, {"lot_code": "L2"}, NotCalledBack),
    ]
    for held, said, refusal in attempts:
        with pytest.raises(refusal):
            shelf.do(recalling.clear, held, **said)
    destroy(shelf, lot, 5)
    shelf.do(recalling.close, number)
    with pytest.raises(StillMeant):
        shelf.do(recalling.clear, lot, lot_code="L1")


def test_a_date_on_the_packs_can_free_them(shelf: Stand):
    lot = shelf.lot(TIN, 5)
    start(shelf, date_until=day("2027-02-01"))
    done = shelf.do(recalling.clear, lot, date=day("2027-06-01"))
    (row,) = shelf.rows("SELECT date_mark, date, state FROM lot WHERE number = :n", n=done.into)
    assert (row.date_mark, str(row.date), row.state) == ("best_before", "2027-06-01", "live")


def test_undo_takes_a_finding_back_to_the_called_back_lot(shelf: Stand):
    """Peers, lesson 16: undo restores every field."""
    lot = shelf.lot(TIN, 5, grams=2000)
    number = start(shelf, lot_code="L1")
    before = shelf.rows("SELECT * FROM lot WHERE number = :lot", lot=lot)
    shelf.do(recalling.clear, lot, lot_code="L2", count=2)
    shelf.do(undoing.undo)
    assert shelf.rows("SELECT * FROM lot WHERE number = :lot", lot=lot) == before
    assert balance(shelf, number).cleared == Amount()
    assert sound(shelf)


# Closing


def test_the_figures_of_a_closed_recall_add_up_to_the_piece_and_gram(shelf: Stand):
    """Peers, lesson 38: each figure against a case that was counted by hand."""
    lot = shelf.lot(TIN, 20, grams=8000, lot_code="L1")
    part = shelf.do(moves.move, lot, place="back", count=4).into or ""
    sale = shelf.sell("H1", (TIN, 5))
    shelf.refund(sale.number, (TIN, 1))
    shelf.do(waste.waste, part, why="damage", count=1, id=new_id())
    number = start(shelf, lot_code="L1")
    with pytest.raises(StillHere):
        shelf.do(recalling.close, number)
    shelf.do(recalling.clear, lot, lot_code="L2", count=2)
    count = shelf.do(counting.begin, place="shop").number
    shelf.do(counting.enter, count, lot, count=9)
    shelf.do(counting.finish, count)
    shelf.do(accepting.accept, count)
    destroy(shelf, lot, 9)
    destroy(shelf, part, 3)
    done = shelf.do(recalling.close, number)
    assert (done.closed_by, done.count, done.grams) == (shelf.at.by, 0, 0)
    (row,) = shelf.rows("SELECT figures FROM recall")
    figures = shelf.ask(lambda session: recall_balance.thawed(recalling.find(session, number).figures or {}))
    assert row.figures is not None
    assert figures.adds_up
    assert (figures.received, figures.sold, figures.destroyed) == (Amount(20, 8000), Amount(4, 1600), Amount(12, 4800))
    assert (figures.wasted, figures.cleared, figures.difference) == (Amount(1, 400), Amount(2, 800), Amount(-1, -400))
    assert (figures.moved_on, figures.left) == (Amount(), Amount())
    assert sound(shelf)


def test_what_happens_after_closing_leaves_the_figures_as_they_are(shelf: Stand):
    """Peers, lesson 58: what was printed stays what it was."""
    shelf.lot(TIN, 2, grams=800, lot_code="L1")
    sale = shelf.sell("H1", (TIN, 2))
    number = start(shelf, lot_code="L1")
    shelf.do(recalling.close, number)
    shelf.refund(sale.number, TIN)
    figures = shelf.ask(lambda session: recall_balance.thawed(recalling.find(session, number).figures or {}))
    assert figures.sold == Amount(2, 800)
    assert balance(shelf, number).sold == Amount(1, 400)
    assert shelf.ask(recalling.look_up, number).count == 1
    assert sound(shelf)


def test_a_withdrawn_recall_leaves_the_goods_as_they_were(shelf: Stand):
    lot, dented, shared = shelf.lot(TIN, 5), shelf.lot(TIN, 5), shelf.lot(TIN, 5, lot_code="L2")
    shelf.do(lot_facts.block, dented, reason="dented")
    number = start(shelf)
    other = start(shelf, lot_code="L2")
    done = shelf.do(recalling.close, number, withdrawn_because="the wrong code")
    assert done.withdrawn_because == "the wrong code"
    assert [state(shelf, one) for one in (lot, dented, shared)] == ["recalled", "recalled", "recalled"]
    shelf.do(recalling.close, other, withdrawn_because="not us either")
    assert [state(shelf, one) for one in (lot, dented, shared)] == ["live", "blocked", "live"]
    assert sound(shelf)


def test_a_closed_recall_stays_closed(shelf: Stand):
    number = start(shelf)
    with pytest.raises(RecallNeedsReason):
        shelf.do(recalling.close, number, withdrawn_because=" ")
    shelf.do(recalling.close, number)
    with pytest.raises(RecallClosed):
        shelf.do(recalling.close, number)
    with pytest.raises(NoSuchRecall):
        shelf.do(recalling.close, "7-000001")
    assert [facts.number for facts in shelf.ask(recalling.listing)] == [number]
    assert shelf.ask(recalling.listing, open_only=True) == ()


# The sheet


def test_the_sheet_tells_where_what_when_and_by_whom(shelf: Stand):
    lot, unread = shelf.lot(TIN, 6, grams=2400, lot_code="L1"), shelf.lot(TIN, 4, grams=1600)
    shelf.sell("H1", (TIN, 2))
    number = start(shelf, lot_code="L1")
    shelf.do(waste.waste, unread, why="damage", count=1, id=new_id())
    destroy(shelf, lot, 4)
    shelf.do(undoing.undo)
    sheet = shelf.ask(recall_sheet, number)
    assert [(one.lot, one.place_name, one.count) for one in sheet.here] == [
        (lot, "Kruidenier", 4),
        (unread, "Kruidenier", 3),
    ]
    assert sheet.unread == (unread,)
    assert [(one.date, one.count, one.sales) for one in sheet.sold.by_day] == [(shelf.today, 2, 1)]
    assert [(entry.what, entry.lot, entry.count) for entry in sheet.log] == [
        ("wasted", unread, 1),
        ("destroyed", lot, 4),
        ("destroyed", lot, -4),
    ]
    assert (sheet.person, sheet.log[0].person, sheet.partners) == ("Els Peeters", "Els Peeters", ())
    assert sheet.balance.adds_up


def test_crates_that_were_sorted_by_grade_went_to_no_partner(shelf: Stand):
    shelf.product("apples", reference=200, by_weight=True, group="fruit")
    crate = shelf.lot("apples", grams=5000, use_by="2026-12-10")
    shelf.do(crates.grade, crate, grade=2, grams=1000)
    (ripe,) = shelf.rows("SELECT number FROM lot WHERE grade = 2")
    shelf.do(lot_facts.correct_date, ripe.number, date_mark="use_by", date=day("2026-11-30"))
    sheet = shelf.ask(recall_sheet, start(shelf, "apples", date_from=day("2026-12-05")))
    assert (sheet.balance.received, sheet.balance.moved_on, sheet.balance.left) == (
        Amount(0, 4000),
        Amount(),
        Amount(0, 4000),
    )


def test_a_recall_tells_which_partners_to_call_and_adds_up(shelf: Stand):
    lot, gone = shelf.lot(TIN, 6, grams=2400, lot_code="L1"), shelf.lot(TIN, 2, grams=800, lot_code="L1")
    shelf.do(transfers.transfer, lot, "Soep & Co", count=2, id=new_id())
    shelf.do(transfers.transfer, gone, "Voedselbank", id=new_id())
    number = start(shelf, lot_code="L1")
    with pytest.raises(Recalled):
        shelf.do(transfers.transfer, lot, "Soep & Co", count=1, id=new_id())
    destroy(shelf, lot, 4)
    shelf.do(recalling.close, number)
    sheet = shelf.ask(recall_sheet, number)
    assert [(one.partner, one.date, one.count, one.grams) for one in sheet.partners] == [
        ("Soep & Co", shelf.today, 2, 800),
        ("Voedselbank", shelf.today, 2, 800),
    ]
    assert (sheet.balance.moved_on, sheet.balance.adds_up) == (Amount(4, 1600), True)
    assert sound(shelf)


def test_the_sheet_of_a_closed_recall_is_as_it_was_at_closing(shelf: Stand):
    lot = shelf.lot(TIN, 3, grams=1200, best_before="2027-01-01")
    undated = shelf.lot(TIN, 1, grams=400)
    sale = shelf.sell("H1", TIN)
    number = start(shelf, date_until=day("2027-02-01"))
    assert shelf.ask(recall_sheet, number).unread == (undated,)
    shelf.do(recalling.clear, undated, date=day("2027-06-01"))
    destroy(shelf, lot, 2)
    shelf.do(recalling.close, number)
    shelf.refund(sale.number, TIN)
    destroy(shelf, lot, 1)
    sheet = shelf.ask(recall_sheet, number)
    assert (sheet.sold.count, [entry.what for entry in sheet.log]) == (1, ["cleared", "destroyed"])
    assert sheet.balance.destroyed == Amount(2, 800)
    assert sound(shelf)


def test_what_is_called_back_stands_on_the_opening_list_until_it_is_set_apart(shelf: Stand):
    lot = shelf.lot(TIN, 5, lot_code="L1")
    number = start(shelf, lot_code="L1")
    (task,) = opening(shelf)
    assert (list_words.said(task), task.done) == ("Called back, set apart: 5 × Erwtjes", None)
    shelf.as_("staff").do(tick, "opening", task="recall", subject=lot)
    (task,) = opening(shelf)
    assert task.done is not None
    assert opening(shelf, on=day("2026-11-23")) == []
    assert [recall.number for recall in shelf.ask(today, at=shelf.at, now=shelf.now).recalls] == [number]


# Two at once


def test_a_sale_and_a_recall_at_the_same_moment(shelf: Stand):
    """Peers, lesson 11: lock the row, test it with two sessions."""
    shelf.lot(TIN, 9, lot_code="L1")
    baskets = [shelf.welcome()]
    shelf.scan(baskets[0], TIN)
    sold, called = at_once(
        lambda: shelf.pay(baskets[0]), lambda: shelf.another_till().do(recalling.start, TIN, reason="glass")
    )
    assert called.lots == 1
    assert isinstance(sold, Recalled) or shelf.ask(recall_sheet, called.number).sold.count == 1
    assert sound(shelf)


def test_a_van_and_a_recall_at_the_same_moment(shelf: Stand):
    """Peers, lesson 11: goods that come in while a recall begins are held by it."""
    shelf.supplier("colruyt")
    other = shelf.another_till()
    van = shelf.do(door.begin, "colruyt").number
    shelf.do(door.add_line, van, product=TIN, origin="donated", count=6, lot_code="L1")
    at_once(lambda: shelf.do(door.sign, van), lambda: other.do(recalling.start, TIN, reason="glass"))
    assert [row.state for row in shelf.rows("SELECT state FROM lot")] == ["recalled"]
    assert sound(shelf)


# Broken books


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE movement SET count = count - 1, grams = 0 WHERE why = 'recall'", "recall_figures"),
        ("UPDATE recall SET closed_at = NULL, figures = NULL", "recall_journal"),
        ("UPDATE recall SET product_id = (SELECT id FROM product WHERE code = 'rice')", "recalled_lot"),
    ],
)
def test_the_proof_finds_figures_that_were_changed(shelf: Stand, statement: str, fault: str):
    shelf.product("rice")
    lot = shelf.lot(TIN, 5, lot_code="L1")
    number = start(shelf, lot_code="L1")
    destroy(shelf, lot, 5)
    shelf.do(recalling.close, number)
    assert sound(shelf)
    tamper(shelf, statement)
    assert fault in [found.what for found in shelf.ask(lambda session: list(prove(session)))]


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE lot SET state = 'live'", "recalled_lot"),
        ("UPDATE lot SET state = 'recalled' WHERE lot_code = 'L2'", "recalled_lot"),
        ("UPDATE lot SET lot_code = NULL WHERE lot_code = 'L2'", "recalled_lot"),
        ("UPDATE recall SET opened_at = opened_at, number = number, lot_code = NULL", "recalled_lot"),
    ],
)
def test_the_proof_finds_lots_that_are_not_blocked(shelf: Stand, statement: str, fault: str):
    shelf.lot(TIN, 5, lot_code="L1")
    shelf.lot(TIN, 5, lot_code="L2")
    start(shelf, lot_code="L1")
    assert sound(shelf)
    from sqlalchemy import text

    with shelf.shop.writing.begin() as session:
        session.execute(text(statement))
    assert fault in [found.what for found in shelf.ask(lambda session: list(prove(session)))]
