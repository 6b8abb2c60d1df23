"""Fair to the last in the queue: limits of the day on scarce goods, proposed, accepted, eased, promised, given back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from kruidenier.shop.goods import catalogue
from kruidenier.shop.office.staff import NotAllowed
from kruidenier.shop.people import day_limits
from kruidenier.shop.people.day_limits import BadDayLimit, NoLimitToday
from kruidenier.shop.people.fair_share import Limit
from kruidenier.shop.people.quotas import NothingCarriesQuota, QuotaUsed
from kruidenier.shop.till import baskets, desk, share_past, share_words, shares
from kruidenier.shop.till.shares import NothingToShare, Share
from tests.kit import Stand
from tests.shop.test_check import faults
from tests.shop.test_quotas import left, put

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.catalogue import Item

TUESDAYS = ("2026-11-03", "2026-11-10", "2026-11-17")


def limit(stand: Stand, quota: str, steps: str) -> None:
    stand.do(day_limits.set_limit, quota, limit=steps)


def look(stand: Stand, quota: str = "oil") -> Share:
    found: Share = stand.ask(shares.look, quota, at=stand.at, now=stand.now)
    return found


def listed(stand: Stand) -> list[str]:
    return [one.quota for one in stand.ask(shares.today, at=stand.at, now=stand.now)]


@pytest.fixture
def shelf(stand: Stand) -> Stand:
    """A little oil in two kinds, apples by weight, much rice; three Tuesdays on which four households took of each."""
    for code in ("oil", "oil-big"):
        stand.product(code, fixed=10, quota="Oil")
    stand.product("apples", fixed=10, by_weight=True)
    stand.product("rice", fixed=10)
    stand.lot("oil", 28)
    stand.lot("oil-big", 3)
    stand.lot("apples", grams=9000)
    stand.lot("rice", 200)
    for number, people in enumerate((1, 2, 4, 6), start=1):
        stand.household(f"H{number}", adults=people)
    for day in TUESDAYS:
        for card in ("H1", "H2", "H3", "H4"):
            stand.on(day).sell(card, ("oil", 2), ("apples", "500g"), "rice")
    stand.on("2026-11-18").sell("H1", "rice")
    return stand


# At the counter


def test_a_limit_of_today_is_judged_by_size_and_gone_tomorrow(shelf: Stand):
    limit(shelf, " Oil ", "1  1 3")
    assert [left(shelf, card=card) for card in ("H1", "H2", "H3", "H4")] == [1, 1, 3, 3]
    basket = shelf.welcome("H3")
    told = [shelf.scan(basket, code).basket.lines[0] for code in ("oil", "oil", "oil-big", "oil")]
    assert [line.quota_left for line in told] == [2, 1, 0, -1]
    assert told[2].notices == ("That is all of this for now.",)
    with pytest.raises(QuotaUsed, match="1 more than may go along until 24/11/2026"):
        shelf.pay(basket)
    shelf.do(baskets.cancel, basket.id)
    sale = shelf.sell("H3", ("oil", 3), "rice")
    with pytest.raises(QuotaUsed):
        shelf.sell("H3", "oil-big")
    shelf.void(sale.number)
    assert left(shelf, card="H3") == 3
    shelf.refund(shelf.sell("H3", ("oil", 3)).number, ("oil", 2))
    assert left(shelf, card="H3") == 2
    shelf.on("2026-11-25").sell("H3", ("oil", 9))
    assert shelf.faults() == []
    assert faults(shelf) == []


def test_beside_a_quota_the_tighter_one_counts_and_both_are_charged(shelf: Stand):
    put(shelf, "oil", "2 3 4")
    limit(shelf, "oil", "1 5")
    assert [left(shelf, card=card) for card in ("H1", "H2")] == [1, 3]
    shelf.sell("H2", ("oil", 2))
    assert [left(shelf, on, "H2") for on in ("2026-11-24", "2026-11-25")] == [1, 1]


def test_who_was_welcomed_keeps_what_was_told_whatever_the_limit_becomes(shelf: Stand):
    before = shelf.welcome("H1")
    limit(shelf, "oil", "3")
    told = shelf.welcome("H2")
    limit(shelf, "oil", "1")
    shelf.scan(before, "oil", count=4)
    shelf.scan(told, "oil", count=3)
    assert shelf.pay(before).number
    assert shelf.pay(told).number
    later = shelf.welcome("H3")
    shelf.scan(later, "oil", count=2)
    limit(shelf, "oil", "2")
    assert shelf.pay(later).number


def test_a_limit_is_taken_away_again(shelf: Stand):
    limit(shelf, "oil", "1")
    shelf.do(day_limits.take_away, "OIL")
    shelf.sell("H1", ("oil", 2))
    with pytest.raises(NoLimitToday):
        shelf.do(day_limits.take_away, "oil")
    assert faults(shelf) == []


def test_limits_are_for_staff_on_goods_that_the_shop_knows(shelf: Stand):
    with pytest.raises(NothingCarriesQuota):
        limit(shelf, "moon[b]", "1")
    for bad in ("", "1,2", "-1", "0-5:2"):
        with pytest.raises(BadDayLimit):
            limit(shelf, "oil", bad)
    volunteer = shelf.as_("volunteer")
    for deed in (lambda: limit(volunteer, "oil", "1"), lambda: volunteer.do(day_limits.take_away, "oil")):
        with pytest.raises(NotAllowed):
            deed()
    for verb in (shares.accept, shares.look):
        with pytest.raises(NotAllowed):
            volunteer.do(verb, "oil")


# What is scarce


def test_scarce_is_what_is_wanted_and_not_enough_for_who_still_comes(shelf: Stand):
    """Seven pieces, and on each Tuesday four households still came after this hour, who took two each."""
    share = look(shelf)
    assert (share.name, share.stock, share.expected, share.usual) == ("oil", 7, 4, 8)
    assert (share.by_weight, share.limit, share.eases, share.too_few) == (False, None, False, False)
    assert share.proposal.steps == (1, 1, 2, 3, 3, 4, 4, 5)
    assert listed(shelf) == ["oil"]
    assert look(shelf, "oil-big").quota == "oil"
    limit(shelf, "rice", "9")
    assert listed(shelf) == ["rice", "oil"]
    assert listed(shelf.on("2026-11-24")) == ["rice"]  # at noon nobody is expected any more


def test_without_a_past_each_is_thought_to_take_all_it_may(new_stand: Callable[[], Stand]):
    stand = new_stand()
    stand.product("sugar", fixed=10)
    stand.lot("sugar", 5)
    stand.household("H1", adults=2)
    assert listed(stand) == []
    share = look(stand, "sugar")
    assert (share.expected, share.usual, share.name) == (0, None, "Sugar")
    assert max(share.proposal.steps) == 5
    limit(stand, "sugar", "1")
    stand.sell("H1", "sugar")
    assert listed(stand) == ["sugar"]


def test_goods_by_weight_go_in_portions(shelf: Stand):
    share = look(shelf, "apples")
    assert (share.name, share.by_weight, share.stock, share.usual) == ("Apples", True, 3000, 2000)
    assert all(step % 100 == 0 for step in share.proposal.steps)
    accepted = shelf.do(shares.accept, "apples")
    assert accepted.limit == share.proposal
    assert look(shelf, "apples").proposal == share.proposal


def test_an_accepted_limit_moves_as_people_come_in_and_a_typed_one_does_not(shelf: Stand):
    accepted = shelf.do(shares.accept, "Oil")
    assert (accepted.eases, accepted.limit) == (True, Limit((1, 1, 2, 3, 3, 4, 4, 5)))
    limit(shelf, "rice", "1")
    shelf.lot("oil", 40)
    assert shelf.welcome("H2").shopper.quotas["oil"] > 2
    last = shelf.on("2026-11-24")  # at noon nobody else is expected
    assert last.welcome("H1").shopper.quotas == {"oil": 24, "rice": 1}
    assert look(last).limit == look(last).proposal
    rows = shelf.ask(lambda session: day_limits.of_day(session, shelf.today))
    assert [len(rows[quota]) for quota in ("oil", "rice")] == [2, 1]
    assert faults(shelf) == []


def test_the_desk_knows_who_waits_and_its_slips_stay_promised(shelf: Stand):
    shelf.do(shares.accept, "oil")
    slip = shelf.do(desk.arrive, "H4")
    (promised,) = slip.limits
    assert (promised.goods, promised.amount) == ("oil", 4)
    assert look(shelf).expected == 4  # one waits, three more usually come
    limit(shelf, "oil", "1")
    assert left(shelf, card="H4") == 4
    assert shelf.welcome("H4").shopper.quotas == {"oil": 4}
    assert look(shelf).expected == 4  # whoever stands at the till has taken
    assert faults(shelf) == []


def test_where_places_are_booked_nobody_else_is_expected_and_who_is_an_hour_late_is_not(shelf: Stand):
    shelf.setting("desk.slots", "tue/10:00/9")
    for card in ("H1", "H2"):
        shelf.do(desk.book, card, day=shelf.today, hour="10:00")
    assert look(shelf).expected == 2
    shelf.do(desk.arrive, "H1")
    assert look(shelf).expected == 2
    assert look(shelf.on("2026-11-24")).expected == 1


def test_what_went_out_under_the_limit_corrects_the_next_proposal(shelf: Stand):
    limit(shelf, "oil", "1")
    before = look(shelf)
    shelf.sell("H1", "oil-big")
    shelf.sell("H2", "rice")
    assert look(shelf).stock == before.stock - 1
    later = shelf.on("2026-12-01")
    assert look(later).usual is not None  # a day under a limit says nothing of what people want


def test_where_nothing_may_go_out_there_is_nothing_to_share(shelf: Stand):
    shelf.product("salt", fixed=10)
    with pytest.raises(NothingToShare):
        shelf.do(shares.accept, "salt")
    assert shares.shortened((1, 1, 2, 2, 2)) == (1, 1, 2)
    assert shares.shortened((3,)) == (3,)


# By turns


@pytest.fixture
def soap(shelf: Stand) -> Stand:
    """Two pieces of soap for four households, and it is the turn of the first of them only."""
    shelf.product("soap", fixed=10)
    shelf.lot("soap", 2)
    shelf.do(day_limits.write, "soap", Limit((1,), 1, place(shelf, "H1")), eases=False)
    return shelf


def place(stand: Stand, card: str) -> int:
    key = stand.rows("SELECT household_id FROM household_card WHERE card = :card", card=card)[0][0]
    return day_limits.place_of(str(key))


def test_whose_turn_it_is_not_is_told_so_on_the_slip_and_at_the_till(soap: Stand):
    over = next(card for card in ("H2", "H3", "H4") if place(soap, card) != place(soap, "H1"))
    assert [left(soap, card=card) for card in ("H1", over)] == [1, 0]
    (line,) = soap.do(desk.arrive, over).limits
    assert (line.goods, line.amount) == ("soap", 0)
    with pytest.raises(QuotaUsed):
        soap.sell(over, "soap")
    soap.sell("H1", "soap")
    soap.do(day_limits.write, "soap", Limit((1,)), eases=False)  # eased
    assert soap.sell(over, "soap").number
    assert faults(soap) == []


def test_next_time_the_round_goes_on_where_it_began_to_pass_households_over(soap: Stand):
    last_week = soap.on("2026-11-18")
    assert last_week.ask(day_limits.begin_of_round, "soap", soap.today) == 0
    for turns in (30, 20, 100):
        last_week.do(day_limits.write, "soap", Limit((1,), turns, 90), eases=True)
    proposed = look(soap, "soap").proposal
    assert (proposed.by_turns, proposed.first) == (True, 10)
    accepted = soap.do(shares.accept, "soap")
    assert (accepted.limit, accepted.too_few) == (proposed, True)
    said = " ".join(share_words.explained(accepted))
    assert "goes round by turns" in said
    assert f"Now: 1 ({proposed.turns} in 100 households), and it moves along." in said
    assert share_words.holds(accepted) == "1 by turns *"
    soap.sell("H1", ("soap", 2), override="count")
    assert share_words.explained(look(soap, "soap"))[1] == "There is nothing to share out now."


def test_what_was_taken_under_earlier_limits_is_known(soap: Stand):
    """One of four took what it might have had, so that two pieces are enough for one each of four."""
    day = soap.on("2026-12-01")
    day.do(day_limits.write, "soap", Limit((1,)), eases=False)
    for card in ("H1", "H2", "H3", "H4"):
        day.sell(card, "rice", *(["soap"] if card == "H1" else []))
    taken, allowed = day.ask(share_past.under_limits, "soap", day.ask(items, "soap"), (day.today,))
    assert (taken, allowed) == (1, [1, 1, 1, 1])


def items(session: Session, code: str) -> list[Item]:
    return [catalogue.require_item(session, code)]


def test_where_all_had_numbers_those_tell_when_people_came_and_bookings_how_many_do(shelf: Stand):
    shelf.setting("desk.slots", "tue/09:00/9")
    for card in ("H1", "H2"):
        shelf.do(desk.book, card, day=shelf.today, hour="09:00")
    shelf.do(desk.arrive, "H1")
    shelf.on("2026-11-24").sell("H1", "rice")
    later = shelf.on("2026-12-01")
    past = later.ask(share_past.past_of, later.today, later.at)
    assert past.kept == Fraction(1, 2)
    assert len(past.numbers[shelf.today]) == 1
    came = dict(zip(past.days, past.to_come(dt.time(0), here=1), strict=True))
    assert (came[shelf.today], came[dt.date(2026, 11, 17)]) == (1, 3)
