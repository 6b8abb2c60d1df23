"""How agreements stand, who is expected today, and the round of a week."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import update

from kruidenier.shop.figures import day_lists
from kruidenier.shop.figures.today import today
from kruidenier.shop.supply import agreeing, agreement_standing, door, habits, pick_up_plans, pick_up_round
from kruidenier.shop.supply.agreement_documents import Promise
from kruidenier.shop.supply.suppliers import Supplier, SupplierContact
from tests.kit import TODAY, Stand, day
from tests.shop.test_agreements import YEAR, drafted, signed, supplier
from tests.shop.test_pick_ups import bring, noted

A_MONTH = replace(YEAR, starts_on=day("2026-11-01"))


def test_pick_ups_are_counted_until_today_and_what_ends_soon_stands_first(stand: Stand):
    endless = signed(stand, "lidl", Promise(day("2026-11-01")), rule="FREQ=WEEKLY;BYDAY=TH", on="2026-11-01")
    number = signed(stand, promise=A_MONTH, on="2026-11-01")
    draft = drafted(stand, "aldi")
    bring(stand, "miroir", "2026-11-03")
    bring(stand, "miroir", "2026-11-10", refused="space")
    noted(stand, number, day=day("2026-11-17"), what="cancelled", why="closed", said_on=day("2026-11-16"))
    found = stand.ask(agreement_standing.standing, on=TODAY)
    assert [(one.number, one.status) for one in found] == [
        (number, "ends_soon"),
        (endless, "in_force"),
        (draft, "draft"),
    ]
    first = found[0]
    assert first.tallied == agreement_standing.Tallied(kept=1, missed=0, refused=1, cancelled=1)
    assert (first.tallied.expected, first.days_left) == (1, 37)
    assert first.next_day is not None
    assert first.next_day.day == TODAY
    assert found[1].tallied.missed == 3
    assert (found[2].tallied.expected, found[2].next_day) == (0, None)


def test_a_shop_without_agreements_has_none_to_list(stand: Stand):
    assert stand.ask(agreement_standing.standing, on=TODAY) == ()


def test_the_day_page_warns_before_an_agreement_ends(stand: Stand):
    number = signed(stand)
    signed(stand, "lidl", Promise(day("2026-01-01")))
    (ending,) = stand.ask(today, at=stand.at, now=stand.now).agreements_ending
    assert ending.number == number
    stand.setting("agreement.warn_days", 0)
    assert stand.ask(today, at=stand.at, now=stand.now).agreements_ending == ()


def test_the_door_expects_who_promised_to_come_by_the_hour(stand: Stand):
    stand.supplier("albert")
    signed(stand, "zoe", at_time="16:00")
    signed(stand, "miroir", at_time="17:00")
    signed(stand, "bio")
    for tuesday in ("2026-11-03", "2026-11-10", "2026-11-17"):
        bring(stand, "albert", tuesday)
    found = stand.ask(habits.expected, on=TODAY)
    assert [(one.code, one.is_due, one.is_likely) for one in found] == [
        ("zoe", True, True),
        ("miroir", True, True),
        ("bio", True, True),
        ("albert", False, True),
    ]
    bring(stand, "zoe", "2026-11-24")
    assert stand.ask(habits.expected, on=TODAY)[-1].code == "zoe"


def test_the_opening_list_says_which_vans_are_expected(stand: Stand):
    number = signed(stand, "miroir", at_time="17:00")
    signed(stand, "bio")
    closed = signed(stand, "closed")
    for tuesday in ("2026-11-03", "2026-11-10", "2026-11-17"):
        bring(stand, "closed", tuesday)
    noted(stand, closed, day=TODAY, what="cancelled", why="inventory", said_on=day("2026-11-20"))
    opening = stand.ask(day_lists.opening, at=stand.at, now=stand.now)
    vans = {task.subject: (task.name, task.done) for task in opening.tasks if task.task == "van"}
    assert vans == {"miroir": ("Miroir 17:00", None), "bio": ("Bio", None)}
    bring(stand, "miroir", "2026-11-24")
    opening = stand.ask(day_lists.opening, at=stand.at, now=stand.now)
    assert [task.done is not None for task in opening.tasks if task.subject == "miroir"] == [True]
    before = stand.on("2026-11-30")
    closing = before.ask(day_lists.closing, at=before.at, now=before.now)
    assert closing.tasks[-1].name == "Miroir 17:00, Closed, Bio"
    stand.do(agreeing.end, number, reason="x", on=TODAY)


def test_the_round_of_a_week_tells_where_when_and_which_crates_go_back(stand: Stand):
    key = supplier(stand, "miroir", street="Spiegelstraat 12", postcode="1090", town="Jette")
    with stand.shop.writing.begin() as session:
        session.add(SupplierContact(supplier_id=key, name="Jo", phone="02 123", role="usual"))
        session.add(SupplierContact(supplier_id=key, name="Somebody else", role="social"))
    number = signed(stand, at_time="17:00", crates=30)
    stand.do(pick_up_plans.add, number, rule="FREQ=WEEKLY;BYDAY=SU", at_time="09:00")
    signed(stand, "garden", Promise(day("2026-01-01")), rule="FREQ=WEEKLY;BYDAY=TU", carrier="giver")
    bring(stand, "miroir", "2026-11-03", lines=3)
    bring(stand, "garden", "2026-11-03")
    there = stand.on("2026-11-10")
    unasked = there.do(door.begin, "miroir").number
    there.do(door.add_line, unasked, origin="donated", group="fruit", crates=9, gross_grams=23_200)
    there.do(door.sign, unasked)
    found = stand.ask(pick_up_round.week, of=day("2026-11-26"), on=TODAY)
    assert (found.first, found.last) == (day("2026-11-23"), day("2026-11-29"))
    assert [(stop.pick_up.supplier, stop.pick_up.day.day, stop.crates_back) for stop in found.stops] == [
        ("miroir", 24, 5),
        ("garden", 24, 1),
        ("miroir", 29, 5),
    ]
    first = found.stops[0]
    assert (first.street, first.town, first.contact, first.phone) == ("Spiegelstraat 12", "1090 Jette", "Jo", "02 123")
    assert (found.stops[1].street, found.stops[1].contact) == ("", "")


def test_crates_of_a_merged_supplier_go_back_to_the_one_that_goes_on(stand: Stand):
    bring(stand, "old", "2026-11-03") if stand.supplier("old") else None
    new, old = stand.supplier("new"), stand.supplier("old")
    with stand.shop.writing.begin() as session:
        session.execute(update(Supplier).where(Supplier.id == old).values(merged_into=new))
    assert stand.ask(pick_up_round.crates_owed) == {new: 1}


def test_an_agreement_lists_the_establishments_it_covers(stand: Stand):
    supplier(stand, "zenith", kbo="0999.100.159", name="Zenith")
    supplier(stand, "gare", kbo="0999.100.159", name="Gare")
    stand.supplier("stranger")
    number = stand.do(agreeing.draft, "zenith", promise=replace(YEAR, covers="enterprise")).number
    assert [one.code for one in stand.ask(pick_up_plans.places, number)] == ["zenith", "gare"]
