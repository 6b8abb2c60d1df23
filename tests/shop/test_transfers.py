"""Goods that go to a partner: a deed with a paper of its own, known by name, and taken back exactly."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kruidenier.errors import ShopError
from kruidenier.shop.figures.movements import movements_of
from kruidenier.shop.figures.proof import prove
from kruidenier.shop.goods import accepting, counting, deeds, lot_facts, lots, moves, places, undoing
from kruidenier.shop.goods.dates import GracePassed, UseByPassed
from kruidenier.shop.goods.deeds import DeedDone
from kruidenier.shop.goods.judging import LotBlocked
from kruidenier.shop.goods.stock import BehindCount
from kruidenier.shop.network import transfers
from kruidenier.shop.network.transfers import BadPartner, NotGoneYet, NotHereThen
from kruidenier.shop.office.once import IdUsedForAnother
from kruidenier.shop.office.staff import NotAllowed
from kruidenier.store.base import new_id
from tests.kit import Stand
from tests.shop.test_check import tamper

SOUP = "Soep & Co"


@pytest.fixture
def pantry(stand: Stand) -> Stand:
    """Rice by the piece, apples by weight, a cool room."""
    stand.product("rice", fixed=100, content=500)
    stand.product("apples", group="fruit", by_weight=True, fixed=200)
    stand.do(places.add_place, "cool", name="Cool room", kind="fridge")
    return stand


def give(stand: Stand, lot: str, partner: str = SOUP, **said: Any) -> DeedDone:
    return stand.do(transfers.transfer, lot, partner, **({"id": new_id()} | said))


def faults(stand: Stand) -> list[tuple[str, str]]:
    return [(fault.what, fault.where) for fault in stand.ask(lambda session: list(prove(session)))]


def test_goods_leave_their_lot_with_a_paper_that_names_the_partner(pantry: Stand):
    rice, apples, fruit = pantry.lot("rice", 3, grams=1000), pantry.lot("apples", grams=2000), pantry.crates(None, 5000)
    done = give(pantry, rice, count=1)
    assert (done.verb, done.lot, done.count, done.grams) == ("transfer", rice, 1, 333)
    give(pantry, apples, grams=500)
    give(pantry, fruit)
    assert [pantry.left(number) for number in (rice, apples, fruit)] == [(2, 667), (0, 1500), (0, 0)]
    assert [(one.name, one.count, one.grams) for one in pantry.ask(transfers.listing)] == [
        ("mixed crates", 0, 5000),
        ("Apples", 0, 500),
        ("Rice", 1, 333),
    ]
    came, gone = pantry.ask(movements_of, rice)
    assert (came.partner, gone.partner, gone.reason, gone.document, gone.known_by) == (
        None,
        SOUP,
        "transferred",
        done.number,
        "counted",
    )
    assert faults(pantry) == []


@pytest.mark.parametrize("name", ["[b]Soep[/b]", "<para>", "=cmd|' /C calc'!A0", "O\"'Neil", "بنك الطعام", "é" * 200])
def test_hostile_names_are_just_names(pantry: Stand, name: str):
    give(pantry, pantry.lot("rice", 3), f"  {name} ")
    (one,) = pantry.ask(transfers.listing)
    assert one.partner == name


def test_partners_are_offered_again_the_last_first(pantry: Stand):
    rice = pantry.lot("rice", 9)
    for minutes, name in enumerate((SOUP, "Voedselbank", SOUP, "Typo")):
        Stand(pantry.shop, pantry.at, pantry.now + dt.timedelta(minutes=minutes)).do(
            transfers.transfer, rice, name, count=1, id=new_id()
        )
    pantry.do(undoing.undo)
    assert pantry.ask(transfers.partners) == (SOUP, "Voedselbank")


def test_the_same_transfer_sent_twice_is_booked_once(pantry: Stand):
    rice, sent = pantry.lot("rice", 5), new_id()
    first = give(pantry, rice, count=2, id=sent)
    assert give(pantry, rice, count=2, id=sent) == first
    assert pantry.left(rice)[0] == 3
    for other in ({"count": 1}, {"count": 2, "partner": "Voedselbank"}):
        with pytest.raises(IdUsedForAnother):
            give(pantry, rice, **other, id=sent)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"count": 6}, lots.MoreThanThere),
        ({"count": 0}, lots.NoAmount),
        ({"grams": 500}, lots.KeptByPiece),
        ({"partner": "  "}, BadPartner),
        ({"partner": "x" * 201}, BadPartner),
        ({"partner": "two\nlines"}, BadPartner),
        ({"on": dt.date(2026, 11, 25)}, NotGoneYet),
        ({"on": dt.date(2026, 11, 22)}, NotHereThen),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    pantry: Stand, said: dict[str, Any], refusal: type[ShopError]
):
    rice = pantry.on("2026-11-23").lot("rice", 5, received="2026-11-23")
    with pytest.raises(refusal):
        give(pantry, rice, **said)
    assert pantry.left(rice)[0] == 5
    assert pantry.rows("SELECT 1 FROM transfer") == []


def test_only_what_may_still_go_out_goes_to_a_partner(pantry: Stand):
    passed, old = pantry.lot("rice", 5, use_by="2026-11-23"), pantry.lot("rice", 5, best_before="2020-01-01")
    blocked = pantry.lot("rice", 5)
    pantry.do(lot_facts.block, blocked, reason="wet")
    for lot, refusal in ((passed, UseByPassed), (old, GracePassed), (blocked, LotBlocked)):
        with pytest.raises(refusal):
            give(pantry, lot)
    volunteer = pantry.as_("volunteer")
    with pytest.raises(NotAllowed):
        give(volunteer, pantry.lot("rice", 1))


def test_what_went_earlier_is_written_down_on_its_day_and_not_behind_a_count(pantry: Stand):
    rice = pantry.on("2026-11-20").lot("rice", 5, received="2026-11-20", use_by="2026-11-23")
    done = give(pantry, rice, count=1, on=dt.date(2026, 11, 23))
    facts = pantry.ask(transfers.look_up, done.number)
    assert (facts.date, facts.at, facts.undone) == (dt.date(2026, 11, 23), pantry.now, False)
    assert [row.happened_on for row in pantry.ask(movements_of, rice)][1:] == [facts.date]
    count = pantry.do(counting.begin, place="shop").number
    pantry.do(counting.enter, count, rice, count=4)
    pantry.do(counting.finish, count)
    pantry.do(accepting.accept, count)
    with pytest.raises(BehindCount):
        give(pantry, rice, count=1, on=dt.date(2026, 11, 23))
    assert faults(pantry) == []


def test_a_transfer_is_taken_back_exactly_or_reversed_and_stays_in_the_list(pantry: Stand):
    rice = pantry.lot("rice", 5, grams=2500)
    first, second = give(pantry, rice, count=2), give(pantry, rice, count=1, on=pantry.today)
    assert pantry.do(undoing.undo).of == second.number
    pantry.do(moves.move, rice, place="cool")
    pantry.do(undoing.reverse, first.number, reason="nobody came for it")
    assert pantry.left(rice) == (5, 2500)
    assert [one.undone for one in pantry.ask(transfers.listing)] == [True, True]
    assert pantry.ask(transfers.partners) == ()
    assert faults(pantry) == []


def test_another_deed_is_no_transfer(pantry: Stand):
    moved = pantry.do(moves.move, pantry.lot("rice", 5), place="cool")
    with pytest.raises(deeds.NoSuchDeed):
        pantry.ask(transfers.look_up, moved.number)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE transfer SET count = 2",
        "UPDATE movement SET reason = 'waste' WHERE reason = 'transferred'",
        "UPDATE transfer SET happened_on = '2026-11-01'",
    ],
)
def test_a_paper_that_does_not_say_what_went_is_found(pantry: Stand, statement: str):
    done = give(pantry, pantry.lot("rice", 5), count=1)
    tamper(pantry, statement)
    assert ("transfer", done.number) in faults(pantry)


def test_goods_that_went_without_a_paper_are_found(pantry: Stand):
    give(pantry, pantry.lot("rice", 5), count=1)
    (gone,) = pantry.rows("SELECT document_id FROM movement WHERE reason = 'transferred'")
    tamper(pantry, "DELETE FROM transfer")
    assert ("transfer", gone.document_id) in faults(pantry)
