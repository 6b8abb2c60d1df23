"""The welcome desk: numbers and slips, what a slip promised, hours with room, and what is settled aside."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.known_settings import KNOWN
from kruidenier.shop.office.staff import NotAllowed
from kruidenier.shop.people import arrivals, households, privacy, quotas, slots
from kruidenier.shop.people.arrivals import NobodyWaits, NotHereToday, expected_visits
from kruidenier.shop.people.households import UnknownCard
from kruidenier.shop.people.quotas import QuotaUsed
from kruidenier.shop.people.slots import NoRoom, NoRoomSoon
from kruidenier.shop.till import baskets, desk, erasing
from kruidenier.shop.till.desk import NoSlots, NotBooked, SettleFirst
from tests.kit import TODAY, Stand, day
from tests.shop.test_check import faults, tamper

HOURS = "tue/09:30/1 tue/10:00/1 thu/2"


@pytest.fixture
def shelf(stand: Stand) -> Stand:
    """Rice, oil under a quota, and three households."""
    stand.product("rice", fixed=60)
    stand.product("oil", names={"nl": "Olie", "fr": "Huile"}, fixed=10)
    stand.lot("rice", 90)
    stand.lot("oil", 90)
    for card in ("H1", "H2", "H3"):
        stand.household(card)
    return stand


def arrive(stand: Stand, card: str = "H1", **named: object) -> desk.Slip:
    return stand.do(desk.arrive, card, **named)


def state(stand: Stand) -> dict[int, str]:
    return {one.number: one.state for one in stand.ask(arrivals.queue, stand.today)}


def test_numbers_begin_at_one_every_day_and_whoever_is_here_keeps_theirs(shelf: Stand):
    assert [arrive(shelf, card).number for card in ("H1", "H2", "h1")] == [1, 2, 1]
    assert arrive(shelf.on("2026-11-25")).number == 1
    assert shelf.ask(arrivals.waiting, shelf.today) == 2
    assert shelf.ask(arrivals.waiting, day("2026-11-26")) is None


def test_a_slip_says_what_is_left_and_the_limits_that_concern_the_household(shelf: Stand):
    shelf.do(quotas.set_quota, "oil", limit="3", period="week")
    shelf.product("nappies", fixed=10)
    shelf.do(quotas.set_quota, "nappies", limit="0-11:2", period="month")
    shelf.household("H4", members=[(1990, None)])
    shelf.sell("H1", ("rice", 2), "oil")
    slip = arrive(shelf)
    assert (slip.lang, slip.slot, slip.period, slip.until) == ("nl", "", "week", day("2026-11-29"))
    assert (slip.left_cents, slip.free_left_cents) == (870, None)
    assert [(line.goods, line.names["nl"], line.amount, line.by_weight) for line in slip.limits] == [
        ("oil", "Olie", 2, False)
    ]
    assert [line.goods for line in arrive(shelf, "H4").limits] == ["oil"]


def test_goods_of_several_kinds_go_by_the_word_of_the_shop_and_free_goods_have_a_purse(shelf: Stand):
    for code, weighed in (("apples", True), ("pears", True)):
        shelf.product(code, fixed=10, quota="Épices", by_weight=weighed)
    shelf.do(quotas.set_quota, "épices", limit="500", period="week")
    shelf.setting("budget.free_adult_cents", 700)
    slip = arrive(shelf)
    assert [(line.names, line.amount, line.by_weight) for line in slip.limits] == [({}, 500, True)]
    assert slip.free_left_cents == 700


def test_who_may_have_only_eu_goods_is_told_of_no_budget(shelf: Stand):
    shelf.household("E1", grocery=None, esf=("2020-01-01", "2026-12-01"))
    assert arrive(shelf, "E1").left_cents is None
    assert [(one.code, one.card) for one in shelf.do(desk.to_settle, "E1")] == [
        ("no_right", None),
        ("esf_ends_soon", None),
    ]


def test_the_queue_goes_on_by_number_and_by_choice(shelf: Stand):
    for card in ("H1", "H2", "H3"):
        arrive(shelf, card)
    assert shelf.do(arrivals.call_next).number == 1
    shelf.do(arrivals.let_in, 1)
    shelf.do(arrivals.call, 3)
    assert state(shelf) == {1: "shopping", 3: "called", 2: "waiting"}
    assert [one.number for one in shelf.ask(arrivals.queue, shelf.today)] == [1, 3, 2]
    assert shelf.do(arrivals.call_next).number == 2
    shelf.do(arrivals.see_off, 3)
    with pytest.raises(NobodyWaits):
        shelf.do(arrivals.call_next)
    for number in (3, 9):
        with pytest.raises(NotHereToday):
            shelf.do(arrivals.let_in, number)


def test_a_wrong_arrival_is_taken_back_and_its_number_not_given_again(shelf: Stand):
    arrive(shelf)
    shelf.do(arrivals.take_back, 1)
    assert (state(shelf), shelf.ask(expected_visits, TODAY)) == ({}, 0)
    assert arrive(shelf).number == 2


def test_the_till_calls_the_basket_by_the_number_of_the_slip_and_a_paid_sale_ends_it(shelf: Stand):
    arrive(shelf)
    arrive(shelf, "H2")
    basket = shelf.welcome("H2")
    assert basket.number == 2
    shelf.scan(basket, "rice")
    shelf.pay(basket)
    assert state(shelf) == {1: "waiting"}
    shelf.sell("H1", "rice")
    assert state(shelf) == {}
    assert shelf.faults() == []


def test_without_a_desk_the_till_counts_by_itself_and_writes_nobody_into_the_queue(shelf: Stand):
    assert [shelf.welcome(card).number for card in ("H1", "H2")] == [1, 2]
    assert shelf.rows("SELECT * FROM arrival") == []


def test_who_walks_past_the_desk_gets_the_next_number_at_the_till(shelf: Stand):
    arrive(shelf)
    assert shelf.welcome("H2").number == 2
    assert state(shelf) == {1: "waiting", 2: "shopping"}
    assert arrive(shelf, "H3").number == 3


def test_paper_of_another_day_gives_no_number_of_today(shelf: Stand):
    arrive(shelf)
    shelf.lot("rice", 5, received="2026-11-01")
    with shelf.shop.writing.begin() as session:
        held = households.find(session, "H2")
        baskets.begin(session, held, at=shelf.at, now=shelf.now, on=day("2026-11-23"), lenient=True)
    assert state(shelf) == {1: "waiting"}


def test_what_a_slip_promised_goes_along_whatever_changes_meanwhile(shelf: Stand):
    shelf.do(quotas.set_quota, "oil", limit="3", period="week")
    shelf.sell("H1", "oil")
    arrive(shelf)
    shelf.do(quotas.set_quota, "oil", limit="1", period="week")
    with pytest.raises(QuotaUsed):
        shelf.sell("H1", ("oil", 3))
    shelf.sell("H1", "oil")
    assert state(shelf) == {}
    arrive(shelf, "H2")
    with pytest.raises(QuotaUsed):
        shelf.sell("H2", ("oil", 2))


def test_a_line_promised_later_joins_the_slip_and_none_is_ever_less(shelf: Stand):
    shelf.do(quotas.set_quota, "oil", limit="3", period="week")
    arrive(shelf)
    with shelf.shop.writing.begin() as session:
        held = session.scalars(select(arrivals.Arrival)).one()
        for amount in (1, 9):
            arrivals.promise(session, held, [arrivals.Promised(goods, {}, amount) for goods in ("oil", "fruit")])
    assert [(line.goods, line.amount) for line in shelf.do(desk.slip_again, 1).limits] == [("fruit", 1), ("oil", 3)]
    with pytest.raises(NotHereToday):
        shelf.do(desk.slip_again, 7)


@pytest.mark.parametrize(("role", "told"), [("volunteer", False), ("staff", True)])
def test_what_must_be_settled_is_said_without_its_reason_and_the_reason_to_staff(shelf: Stand, role: str, told: bool):
    shelf.hold_back("H1", "paused", "2026-11-01")
    at_desk = shelf.as_(role)
    with pytest.raises(SettleFirst) as refused:
        arrive(at_desk)
    assert "paused" not in refused.value.explain()
    (one,) = at_desk.do(desk.to_settle, "H1")
    assert (one.code, one.card, bool(one.reason)) == ("paused", 2, told)


def test_the_last_day_holds_until_midnight_and_is_said_to_the_desk(shelf: Stand):
    shelf.household("L1", grocery=("2026-01-01", "2026-11-24"))
    last_minute = shelf.on(dt.datetime(2026, 11, 24, 22, 59, tzinfo=dt.UTC))
    assert arrive(last_minute, "L1").number == 1
    assert [(one.code, one.card) for one in last_minute.as_("volunteer").do(desk.to_settle, "L1")] == [
        ("ends_soon", None)
    ]
    with pytest.raises(SettleFirst):
        arrive(shelf.on(dt.datetime(2026, 11, 24, 23, 1, tzinfo=dt.UTC)), "L1")


def test_an_unknown_card_gets_no_number(shelf: Stand):
    with pytest.raises(UnknownCard):
        arrive(shelf, "[b]nobody[/b]")


def test_a_new_shop_has_no_hours(shelf: Stand):
    assert KNOWN["desk.slots"].default == ""
    assert shelf.ask(slots.of_day, TODAY, settings=shelf.ask(rules.current, TODAY)) == ()
    with pytest.raises(NoSlots):
        shelf.do(desk.book, "H1", day=TODAY)


def test_hours_fill_one_after_another_and_then_the_desk_names_the_next_day(shelf: Stand):
    shelf.setting("desk.slots", HOURS)
    assert arrive(shelf).slot == "10:00"  # 09:30 is over at ten
    with pytest.raises(NoRoom) as refused:
        arrive(shelf, "H2")
    assert refused.value.details == {"when": "26/11/2026"}
    with pytest.raises(NoRoom) as refused:
        arrive(shelf.on("2026-11-26"), hour="11:00")
    assert refused.value.details == {"when": "26/11/2026"}
    assert arrive(shelf.on(dt.datetime(2026, 12, 1, 8, 45, tzinfo=dt.UTC)), "H1", hour="10:00").slot == "10:00"
    early = shelf.on(dt.datetime(2026, 12, 1, 8, 45, tzinfo=dt.UTC))
    assert arrive(early, "H2").slot == "09:30"
    assert [one.number for one in early.ask(arrivals.queue, early.today)] == [2, 1]
    assert early.do(arrivals.call_next).number == 2


def test_staff_let_in_all_the_same_and_volunteers_do_not(shelf: Stand):
    shelf.setting("desk.slots", "thu/2")
    with pytest.raises(NoRoom):
        arrive(shelf)
    for card in ("H2", "H3"):
        shelf.do(desk.book, card, day=day("2026-11-26"))
    with pytest.raises(NoRoom) as refused:
        arrive(shelf)
    assert refused.value.details == {"when": "03/12/2026"}
    with pytest.raises(NotAllowed):
        arrive(shelf.as_("volunteer"), anyway=True)
    assert arrive(shelf.as_("staff"), anyway=True).slot == ""


def test_no_room_for_weeks_says_so(shelf: Stand):
    shelf.setting("desk.slots", "tue/10:00/1", valid_from=TODAY)
    shelf.setting("desk.slots", "", valid_from="2026-11-25")
    arrive(shelf)
    with pytest.raises(NoRoomSoon):
        arrive(shelf, "H2")


def test_a_booked_place_is_kept_given_back_and_taken(shelf: Stand):
    shelf.setting("desk.slots", HOURS)
    assert shelf.do(desk.book, "H1", day=day("2026-11-26")).room == 2
    shelf.do(desk.book, "H1", day=day("2026-11-26"))
    shelf.do(desk.book, "H2", day=day("2026-11-26"))
    assert shelf.ask(expected_visits, day("2026-11-26")) == 2
    with pytest.raises(NoRoom):
        shelf.do(desk.book, "H3", day=day("2026-11-26"))
    shelf.do(desk.unbook, "H2", day=day("2026-11-26"))
    with pytest.raises(NotBooked):
        shelf.do(desk.unbook, "H2", day=day("2026-11-26"))
    thursday = shelf.on("2026-11-26")
    assert [arrive(thursday, card).number for card in ("H3", "H1")] == [1, 2]
    with pytest.raises(NoRoom):
        arrive(thursday, "H2")
    assert shelf.rows("SELECT count(*) AS n FROM arrival WHERE state = 'booked'")[0].n == 0


@pytest.mark.parametrize("value", ["tue", "tue/25:00/3", "tue/0", "di/10:00/4", "tue/10:00/1000"])
def test_hours_that_cannot_be_read_are_refused(stand: Stand, value: str):
    with pytest.raises(rules.BadSetting):
        stand.setting("desk.slots", value)


def test_as_many_are_expected_as_usually_come_on_that_day(shelf: Stand):
    assert shelf.ask(expected_visits, TODAY) == 0
    for card in ("H1", "H2"):
        shelf.on("2026-11-17").sell(card, "rice")
    arrive(shelf.on("2026-11-10"))
    assert shelf.ask(expected_visits, TODAY) == 2
    for card in ("H1", "H2", "H3"):
        arrive(shelf, card)
    assert shelf.ask(expected_visits, TODAY) == 3


def test_who_came_is_forgotten_and_how_many_stays(shelf: Stand):
    shelf.do(quotas.set_quota, "oil", limit="3", period="week")
    for card in ("H1", "H2"):
        arrive(shelf, card)
    shelf.do(erasing.erase, "H1")
    assert len(shelf.rows("SELECT * FROM arrival_household")) == 1
    shelf.on("2026-12-24").do(erasing.purge_by_itself)
    assert len(shelf.rows("SELECT * FROM arrival_household")) == 1
    shelf.on("2026-12-25").do(erasing.purge_by_itself)
    assert shelf.rows("SELECT * FROM arrival_household") == []
    assert len(shelf.rows("SELECT * FROM arrival WHERE state = 'waiting'")) == 2
    for line in shelf.rows("SELECT * FROM journal WHERE verb = 'arrival'"):
        assert "H1" not in str(line)


def test_the_links_of_a_year_go_with_those_of_its_sales(shelf: Stand):
    arrive(shelf)
    with shelf.shop.writing.begin() as session:
        privacy.unlink(session, 2027)
    assert shelf.rows("SELECT * FROM arrival_household") == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE arrival SET number = 9 WHERE number = 2", "arrival_numbers"),
        ("UPDATE arrival_household SET happened_on = '2026-11-01'", "arrival_day"),
    ],
)
def test_every_fault_in_the_books_of_the_desk_is_found(shelf: Stand, statement: str, found: str):
    for card in ("H1", "H2"):
        arrive(shelf, card)
    assert faults(shelf) == []
    tamper(shelf, statement)
    assert (found, "2026-11-24") in faults(shelf)
