"""Pick-ups under an agreement: on which days, and what came of each."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import update

from kruidenier import i18n
from kruidenier.errors import ShopError
from kruidenier.shop.office.staff import NotAllowed
from kruidenier.shop.supply import agreeing, agreement_documents, agreements, door, pick_up_plans, recurrence
from kruidenier.shop.supply.agreed_days import AgreedTwice
from kruidenier.shop.supply.agreement_documents import Promise
from kruidenier.shop.supply.agreements import PickUpDay
from kruidenier.shop.supply.suppliers import Supplier
from tests.kit import TODAY, Stand, day
from tests.shop.test_agreements import TUESDAYS, YEAR, drafted, signed, supplier

NOVEMBER = {"first": day("2026-11-01"), "last": day("2026-11-30")}


def bring(stand: Stand, code: str, on: str, *, refused: str | None = None, lines: int = 1) -> str:
    """Let a van come through the back door on a day; tells the delivery."""
    there = stand.on(on)
    number = there.do(door.begin, code).number
    for _line in range(lines):
        there.do(
            door.add_line, number, origin="donated", group="vegetables", crates=2, gross_grams=23_200, refused=refused
        )
    there.do(door.sign, number, crates_back=1)
    return number


def judged(stand: Stand, code: str = "miroir", **period: object) -> dict[str, str]:
    found = stand.ask(agreements.pick_ups, stand.supplier(code), **{**NOVEMBER, "on": TODAY, **period})
    return {f"{one.day:%d/%m}": one.state for one in found}


def noted(stand: Stand, number: str, **said: object) -> PickUpDay:
    told = stand.do(pick_up_plans.note, number, **said)
    assert told is not None
    return told


def test_a_delivery_of_that_day_keeps_a_pick_up(stand: Stand):
    signed(stand)
    bring(stand, "miroir", "2026-11-03")
    bring(stand, "miroir", "2026-11-18")
    assert judged(stand) == {"03/11": "kept", "10/11": "missed", "17/11": "missed", "24/11": "expected"}
    assert judged(stand, on=None)["24/11"] == "missed"
    bring(stand, "miroir", "2026-11-24")
    assert judged(stand)["24/11"] == "kept"


def test_what_was_sent_back_altogether_counts_for_nobody(stand: Stand):
    signed(stand)
    first = bring(stand, "miroir", "2026-11-03", refused="temperature", lines=2)
    assert judged(stand)["03/11"] == "refused"
    second = bring(stand, "miroir", "2026-11-03")
    (kept, *_others) = stand.ask(agreements.pick_ups, stand.supplier("miroir"), **NOVEMBER)
    assert (kept.state, kept.deliveries, kept.counts) == ("kept", (first, second), True)


def test_a_delivery_that_was_never_signed_keeps_nothing(stand: Stand):
    signed(stand)
    stand.on("2026-11-03").do(door.begin, "miroir")
    assert judged(stand)["03/11"] == "missed"


def test_no_van_is_sent_on_a_public_holiday_unless_it_was_agreed(stand: Stand):
    wednesdays = "FREQ=WEEKLY;BYDAY=WE"
    signed(stand, rule=wednesdays)
    signed(stand, "lidl", Promise(day("2026-01-01"), on_holidays=True), rule=wednesdays)
    assert judged(stand)["11/11"] == "cancelled"
    assert judged(stand, "lidl")["11/11"] == "missed"
    with i18n.speaking("fr"):
        (armistice,) = (
            one
            for one in stand.ask(agreements.pick_ups, stand.supplier("miroir"), **NOVEMBER)
            if one.state == "cancelled"
        )
    assert (armistice.why, armistice.counts) == ("Jour de l'Armistice", False)
    bring(stand, "miroir", "2026-11-11")
    assert judged(stand)["11/11"] == "kept"


def test_a_pick_up_is_called_off_by_the_day_before(stand: Stand):
    number = signed(stand)
    tomorrow = day("2026-12-01")
    told = noted(stand, number, day=tomorrow, what="cancelled", why="inventory")
    assert (told.state, told.why) == ("cancelled", "inventory")
    with pytest.raises(pick_up_plans.TooLateToCallOff):
        noted(stand, number, day=TODAY, what="cancelled", why="too late")
    late = noted(stand, number, day=day("2026-11-17"), what="cancelled", why="they rang", said_on=day("2026-11-16"))
    assert late.state == "cancelled"
    with pytest.raises(pick_up_plans.TooLateToCallOff):
        noted(stand, number, day=day("2026-12-08"), what="cancelled", why="x", said_on=day("2026-11-30"))
    again = stand.do(pick_up_plans.as_agreed, number, day=tomorrow)
    assert again is not None
    assert again.state == "expected"
    with pytest.raises(pick_up_plans.NothingDue):
        stand.do(pick_up_plans.as_agreed, number, day=tomorrow)


def test_why_a_pick_up_failed_is_noted(stand: Stand):
    number = signed(stand)
    assert noted(stand, number, day=day("2026-11-10"), what="missed", why="nobody at the dock").why
    assert noted(stand, number, day=TODAY, what="refused", why="our van broke down").state == "refused"
    assert noted(stand, number, day=TODAY, what="missed", why="it was theirs").state == "expected"
    bring(stand, "miroir", "2026-11-03")
    for of_day, what, refused in (
        ("2026-11-03", "missed", pick_up_plans.GoodsCame),
        ("2026-12-01", "refused", pick_up_plans.NotYetDay),
        ("2026-11-04", "missed", pick_up_plans.NothingDue),
        ("2026-11-10", "lost", pick_up_plans.UnknownNote),
        ("2026-11-24", "extra", pick_up_plans.DueAnyway),
        ("2025-12-30", "extra", pick_up_plans.NothingDue),
    ):
        with pytest.raises(refused):
            noted(stand, number, day=day(of_day), what=what, why="so")
    for why in ("", "x" * 201, "a\nb"):
        with pytest.raises(pick_up_plans.NeedsWhy):
            noted(stand, number, day=day("2026-11-10"), what="missed", why=why)
    with pytest.raises(NotAllowed):
        noted(stand.as_("volunteer"), number, day=TODAY, what="missed", why="so")


def test_an_extra_pick_up_counts_like_the_others(stand: Stand):
    number = signed(stand, at_time="17:00", crates=30)
    extra = noted(stand, number, day=day("2026-11-05"), what="extra")
    assert (extra.state, extra.extra, extra.at_time, extra.crates) == ("missed", True, "17:00", 30)
    bring(stand, "miroir", "2026-11-05")
    assert judged(stand)["05/11"] == "kept"
    noted(stand, number, day=day("2026-12-01"), what="cancelled", why="closed")
    again = noted(stand, number, day=day("2026-12-01"), what="extra")
    assert again.state == "expected"


def test_an_agreement_fetches_at_each_of_its_shops(stand: Stand):
    supplier(stand, "gare", kbo="0999.100.159", name="Gare")
    supplier(stand, "miroir", kbo="0999.100.159", name="Miroir")
    stand.supplier("stranger")
    number = drafted(stand, "miroir", Promise(day("2026-01-01"), covers="enterprise"), at_time="17:00")
    stand.do(pick_up_plans.add, number, supplier="gare", rule="FREQ=WEEKLY;BYDAY=TU,FR", at_time="16:00")
    stand.do(pick_up_plans.add, number, supplier="gare", rule=TUESDAYS, at_time="18:00")
    with pytest.raises(pick_up_plans.NotOfThisAgreement):
        stand.do(pick_up_plans.add, number, supplier="stranger", rule=TUESDAYS)
    stand.do(agreeing.sign, number, signed_by="a", shop_signed_by="b", signed_on=day("2026-01-01"))
    bring(stand, "gare", "2026-11-24")
    found = stand.ask(agreements.pick_ups, first=TODAY, last=day("2026-11-27"), on=TODAY)
    assert [(one.supplier, one.day.day, one.at_time, one.state) for one in found] == [
        ("gare", 24, "16:00", "kept"),
        ("miroir", 24, "17:00", "expected"),
        ("gare", 27, "16:00", "expected"),
    ]
    told = noted(stand, number, supplier="gare", day=day("2026-11-27"), what="cancelled", why="x")
    assert told.supplier == "gare"
    with pytest.raises(pick_up_plans.NothingDue):
        noted(stand, number, day=day("2026-11-27"), what="cancelled", why="not at miroir")
    extra = noted(stand, number, supplier="gare", day=day("2026-11-26"), what="extra")
    assert (extra.supplier, extra.at_time) == ("gare", "16:00")


def test_two_agreements_never_ask_twice_for_one_day(stand: Stand):
    first = signed(stand, rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", since=day("2026-01-06"))
    other = signed(stand, rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", since=day("2026-01-13"))
    signed(stand, "gare")
    with pytest.raises(pick_up_plans.NothingDue):
        noted(stand, first, day=day("2026-11-03"), what="missed", why="of the other one")
    with pytest.raises(AgreedTwice) as refused:
        signed(stand)
    assert refused.value.details == {"other": first, "supplier": "Miroir", "day": day("2026-01-06")}
    with pytest.raises(AgreedTwice):
        stand.do(pick_up_plans.add, other, rule=TUESDAYS)
    stand.do(pick_up_plans.add, other, rule="FREQ=WEEKLY;BYDAY=WE")
    assert stand.faults() == []


def test_who_agrees_anew_ends_the_old_agreement_first(stand: Stand):
    old = signed(stand, promise=Promise(day("2026-01-01")))
    new = stand.do(agreeing.renew, old).number
    both = {"signed_by": "J. Maes", "shop_signed_by": "Els"}
    with pytest.raises(AgreedTwice):
        stand.do(agreeing.sign, new, **both)
    assert stand.ask(agreement_documents.look_up, new).state == "draft"
    stand.do(agreeing.end, old, reason="New terms", on=day("2026-11-24"))
    assert stand.do(agreeing.sign, new, **both).state == "in_force"


def test_a_merged_supplier_keeps_what_it_promised_and_brought(stand: Stand):
    number = signed(stand, "old")
    bring(stand, "old", "2026-11-03")
    new, middle, old = stand.supplier("new"), stand.supplier("middle"), stand.supplier("old")
    with stand.shop.writing.begin() as session:
        for key, into in ((old, middle), (middle, new)):
            session.execute(update(Supplier).where(Supplier.id == key).values(merged_into=into))
    assert judged(stand, "new")["03/11"] == "kept"
    assert judged(stand, "old") == judged(stand, "new")
    assert stand.ask(agreements.in_force, new, on=TODAY) is not None
    assert noted(stand, number, day=day("2026-11-26"), what="extra").supplier == "new"


def test_pick_ups_end_with_the_agreement(stand: Stand):
    number = signed(stand, on="2026-11-04")
    stand.do(agreeing.end, number, reason="x", on=day("2026-11-27"))
    assert list(judged(stand, last=day("2027-06-30"))) == ["10/11", "17/11", "24/11"]


def test_days_are_changed_from_today_on(stand: Stand):
    number = signed(stand)
    add, stop = pick_up_plans.add, pick_up_plans.stop
    fridays = "FREQ=WEEKLY;BYDAY=FR"
    with pytest.raises(pick_up_plans.PickUpOutside):
        stand.do(add, number, rule=fridays, since=day("2026-11-23"))
    with pytest.raises(pick_up_plans.PickUpOutside):
        stand.do(add, number, rule=fridays, until=day("2027-01-01"))
    stand.do(add, number, rule=fridays, since=day("2026-12-01"))
    stand.do(stop, number, line=1, last=day("2026-11-30"))
    planned = stand.ask(agreement_documents.look_up, number).pick_ups
    assert [(one.since, one.until) for one in planned] == [
        (day("2026-01-01"), day("2026-11-30")),
        (day("2026-12-01"), day("2026-12-31")),
    ]
    with pytest.raises(pick_up_plans.PickUpOutside):
        stand.do(stop, number, line=1, last=day("2026-11-22"))
    with pytest.raises(pick_up_plans.NoSuchPickUp):
        stand.do(stop, number, line=3)
    assert len(stand.do(stop, number, line=2).pick_ups) == 1
    endless = signed(stand, "lidl", Promise(day("2026-01-01")))
    assert stand.do(stop, endless, line=1).pick_ups[0].until == TODAY
    with pytest.raises(pick_up_plans.PickUpOutside):
        stand.do(add, drafted(stand, "aldi"), rule=fridays, since=day("2025-12-31"))


@pytest.mark.parametrize(
    ("planned", "refused"),
    [
        ({"rule": "FREQ=SECONDLY"}, recurrence.UnknownRule),
        ({"rule": "FREQ=WEEKLY;BYDAY=XX"}, recurrence.UnknownRule),
        ({"at_time": "25:00"}, pick_up_plans.BadPickUp),
        ({"carrier": "pigeon"}, pick_up_plans.BadPickUp),
        ({"crates": -1}, pick_up_plans.BadPickUp),
    ],
)
def test_a_pick_up_that_cannot_be_is_refused(stand: Stand, planned: dict[str, object], refused: type[ShopError]):
    stand.supplier("miroir")
    number = stand.do(agreeing.draft, "miroir", promise=YEAR).number
    with pytest.raises(refused):
        stand.do(pick_up_plans.add, number, **{"rule": TUESDAYS, **planned})


def test_a_rule_is_written_from_days_weeks_and_months():
    assert recurrence.rule_of(["fr", "TU"]) == "FREQ=WEEKLY;BYDAY=TU,FR"
    seasonal = recurrence.rule_of(["sa"], every=2, months=[9, 5])
    assert seasonal == "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA;BYMONTH=5,9"
    for days, more in ((["tuesday"], {}), ([], {}), (["tu"], {"every": 9}), (["tu"], {"months": [13]})):
        with pytest.raises(recurrence.UnknownRule):
            recurrence.rule_of(days, **more)
    first, last = day("2026-04-20"), day("2026-05-31")
    found = recurrence.days_of(seasonal, since=day("2026-01-06"), first=first, last=last)
    assert found == (day("2026-05-02"), day("2026-05-16"), day("2026-05-30"))


def test_a_rule_is_said_in_the_language_of_the_reader():
    seasonal = recurrence.rule_of(["tu", "sa"], every=2, months=[5, 9])
    assert recurrence.in_words(seasonal) == "Tuesday and Saturday, every 2 weeks, in May and September"
    with i18n.speaking("nl"):
        assert recurrence.in_words("FREQ=WEEKLY;BYDAY=TU,FR") == "dinsdag en vrijdag"
    assert recurrence.in_words("FREQ=DAILY") == "FREQ=DAILY"


def test_belgian_holidays_have_their_names():
    for lang, name in (("nl", "Kerstmis"), ("fr", "Noël"), ("en", "Christmas Day")):
        with i18n.speaking(lang):
            assert recurrence.holiday(dt.date(2026, 12, 25)) == name
    assert recurrence.holiday(TODAY) is None
