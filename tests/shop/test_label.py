"""The figures of the label, against cases counted by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select, text

from kruidenier.shop.figures import label, label_words
from kruidenier.shop.figures.label_facts import window
from kruidenier.shop.goods import recalling, undoing, waste
from kruidenier.shop.supply import agreeing, door, pick_up_plans, receiving, sorting
from kruidenier.shop.supply.agreement_documents import Promise
from kruidenier.shop.supply.label_schemes import LabelScheme, NoScheme
from kruidenier.store import guards
from kruidenier.store.base import new_id
from tests.kit import Stand, day
from tests.shop.imports import sheet
from tests.shop.labels import give, line, sign_all, supplier

YEAR_END = dt.date(2026, 12, 31)


def of(measured: label.Assessment, name: str):
    return next(one for one in measured.criteria if one.name == name)


def assess(stand: Stand, on: dt.date = YEAR_END, code: str = "miroir") -> label.Assessment:
    return stand.ask(label.assess, code, on=on)


@pytest.mark.parametrize(
    ("last", "first"),
    [
        ("2026-12-31", "2026-01-01"),
        ("2026-02-28", "2025-03-01"),
        ("2024-02-29", "2023-03-01"),
        ("2025-02-28", "2024-02-29"),
        ("2026-11-24", "2025-11-25"),
    ],
)
def test_twelve_months_end_with_the_day(last: str, first: str):
    assert window(day(last), months=12) == (day(first), day(last))


def test_a_supplier_without_gifts_reaches_nothing(stand: Stand):
    supplier(stand)
    measured = assess(stand)
    assert (measured.points, measured.of, measured.level) == (0, 40, 0)
    assert [one.name for one in measured.criteria if one.applies] == ["regularity", "volume"]
    assert [(one.name, one.met) for one in measured.prerequisites] == [
        ("identity", True),
        ("agreement_or_deliveries", False),
        ("no_use_by_passed", True),
    ]


def a_year(stand: Stand) -> None:
    """Let it give as is counted below."""
    supplier(stand)
    for week in range(6):
        on = dt.date(2026, 1, 5) + dt.timedelta(weeks=week)
        left = dt.timedelta(days=3 if week % 2 else 2)
        give(
            stand,
            on,
            line("vegetables", 100_000),
            line("ready-meals", 200_000, date_mark="use_by", date=(on + left).isoformat()),
            line("canned", 100_000, date_mark="best_before", date=on.isoformat()),
        )
    give(stand, "2026-03-02", line("soups", 100_000, refused="yes", refused_reason="damaged"))


def test_a_year_counted_by_hand(stand: Stand):
    """Six gifts of a supermarket in six weeks, the first on Monday 5 January 2026; the window ends on 31 December.

    Weeks from 5 January (ISO week 2) to 31 December (week 53): 52. Regularity: 30 × 6 ÷ 52 = 3.46 → 3.
    kg: 6 × 400 = 2400, less nothing; volume: 10 × 2400 ÷ 12 ÷ 1000 = 2.0 → 2.
    Fresh: 6 × 100 = 600 of 2400 = 25 %; freshness: 15 × 0.25 ÷ 0.5 = 7.5 → 7.
    Dated: 6 × 300 = 1800, of which 3 deliveries of 200 with 3 days or more = 600 and 6 × 100 within
    best-before = 600: 1200. Remaining life: 15 × 1200 ÷ 1800 = 10.0 → 10.
    Offered: 2400 + 100 refused = 2500. Usability: 20 × (1 − 100 ÷ 2500) = 19.2 → 19.
    Documentation: no agreement asks. Points 41 of 90, 45.5 %: level 1.
    """
    a_year(stand)
    measured = assess(stand)
    assert {one.name: (one.points, one.of) for one in measured.criteria if one.applies} == {
        "regularity": (3, 30),
        "volume": (2, 10),
        "freshness": (7, 15),
        "remaining_life": (10, 15),
        "usability": (19, 20),
    }
    assert (measured.points, measured.of, measured.level) == (41, 90, 1)
    assert not of(measured, "documentation").applies
    assert measured.eligible
    assert label_words.criterion(of(measured, "remaining_life"), measured.facts) == (
        "66 % of the dated goods had 3 days to use-by, or were within best-before."
    )
    assert label_words.criterion(of(measured, "usability"), measured.facts) == (
        "96 % could be used; refused 100 kg, wasted by the next day 0 kg."
    )


def agree(stand: Stand, *, own_list: bool = False) -> str:
    """Agree on a pick-up each Tuesday of 2026."""
    promise = Promise(day("2026-01-01"), day("2026-12-31"), asks_own_list=own_list)
    number = stand.do(agreeing.draft, "miroir", promise=promise).number
    stand.do(pick_up_plans.add, number, rule="FREQ=WEEKLY;BYDAY=TU")
    stand.do(agreeing.sign, number, signed_by="A", shop_signed_by="B", signed_on=day("2026-01-01"))
    return number


def test_with_an_agreement_kept_pick_ups_count(stand: Stand):
    """52 Tuesdays in 2026, of which 21 July is a public holiday; 6 were kept, by 50 kg of bread each.

    Regularity: 30 × 6 ÷ 51 = 3.52 → 3. Volume: 10 × 300 ÷ 12 ÷ 1000 = 0.25 → 0. Freshness: 15 × 1 ÷ 0.5 → 15.
    Usability: 20. No list was asked for.
    """
    supplier(stand)
    number = agree(stand)
    for week in range(6):
        give(stand, dt.date(2026, 6, 2) + dt.timedelta(weeks=week), line("bread", 50_000))
    measured = assess(stand)
    assert (of(measured, "regularity").part, of(measured, "regularity").whole) == (6, 51)
    assert {one.name: one.points for one in measured.criteria if one.applies} == {
        "regularity": 3,
        "volume": 0,
        "freshness": 15,
        "usability": 20,
    }
    assert measured.facts.agreement == number
    assert label_words.prerequisite(measured.prerequisites[1]) == f"Agreement {number} is in force."


def test_the_own_list_counts_only_where_the_agreement_asks_for_one(stand: Stand):
    """3 of 7 deliveries came with a list: 10 × 3 ÷ 7 = 4.28 → 4."""
    supplier(stand)
    agree(stand, own_list=True)
    for week in range(7):
        give(stand, dt.date(2026, 6, 2) + dt.timedelta(weeks=week), line("bread", 1000))
    with stand.shop.writing.begin() as session:
        guards.take_down(session.connection())
        session.execute(text("UPDATE delivery SET own_list = (happened_on < '2026-06-20')"))
        guards.put_up(session.connection())
    lists = of(assess(stand), "documentation")
    assert (lists.applies, lists.points, lists.of) == (True, 4, 10)
    assert label_words.criterion(lists, assess(stand).facts) == "3 of 7 deliveries came with the giver's own list."


@pytest.mark.parametrize(
    ("kind", "size", "grams", "points"),
    [
        ("supermarket", None, 11_999_999, 9),
        ("supermarket", None, 12_000_000, 10),
        ("supermarket", None, 99_000_000, 10),
        ("wholesaler", None, 1_200_000, 1),
        ("producer", None, 1_800_000, 5),
        ("shop", None, 119_999, 0),
        ("bakery", None, 120_000, 1),
        ("caterer", None, 600_000, 5),
        ("garden", None, 24_000, 1),
        ("private", None, 99_000_000, None),
        ("food_bank", None, 1, None),
        ("supermarket", "shop", 600_000, 5),
        ("private", "garden", 120_000, 5),
    ],
)
def test_the_yardstick_of_the_size_class(stand: Stand, kind: str, size: str | None, grams: int, points: int | None):
    """By hand: 10 × kg ÷ 12 ÷ yardstick, rounded down, at most 10."""
    supplier(stand, kind=kind, size_class=size)
    give(stand, "2026-05-05", line("canned", grams))
    volume = of(assess(stand), "volume")
    assert (volume.points if volume.applies else None) == points


def test_a_week_is_an_iso_week_and_there_are_at_least_26(stand: Stand):
    """Monday 14 December 2026 to Thursday 31 December: 3 weeks, so 26 count. 30 × 2 ÷ 26 = 2.3 → 2."""
    supplier(stand)
    for on in ("2026-12-14", "2026-12-20", "2026-12-21"):
        give(stand.on("2026-12-31"), on, line("canned", 1000))
    facts = assess(stand).facts
    assert (facts.weeks_delivered, facts.weeks) == (2, 3)
    regular = of(assess(stand), "regularity")
    assert (regular.part, regular.whole, regular.points) == (2, 26, 2)


def test_both_ends_of_the_window_are_in_it_and_nothing_else(stand: Stand):
    supplier(stand)
    later = stand.on("2027-01-02")
    for on in ("2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01"):
        give(later, on, line("canned", 1000))
    assert assess(stand).facts.deliveries == 2
    assert assess(stand, day("2027-01-01")).facts.deliveries == 2
    assert assess(stand, day("2026-01-01")).facts.deliveries == 2


def test_bought_and_european_goods_bring_no_points(stand: Stand):
    supplier(stand)
    give(stand, "2026-06-02", line("bread", 1000, origin="bought"), line("canned", 500, origin="garden"))
    give(stand, "2026-06-09", line("bread", 1000, origin="esf"))
    facts = assess(stand).facts
    assert (facts.deliveries, facts.grams, facts.fresh_grams) == (1, 500, 0)


def test_waste_until_the_end_of_the_next_day_was_not_usable(stand: Stand):
    """10 kg given; 2 kg wasted the next day and 1 kg of that undone; 3 kg wasted later. 20 × 9 ÷ 10 = 18."""
    supplier(stand)
    give(stand.on("2026-06-02"), "2026-06-02", line("bread", 10_000))
    (lot,) = (row.number for row in stand.rows("SELECT number FROM lot"))
    for on, grams in (("2026-06-03", 1000), ("2026-06-03", 1000), ("2026-06-04", 3000)):
        stand.on(on).do(waste.waste, lot, why="quality", grams=grams, id=new_id())
        if on == "2026-06-03" and grams == 1000 and assess(stand).facts.wasted_grams == 2000:
            stand.on("2026-06-03").do(undoing.undo)
    measured = assess(stand)
    assert measured.facts.wasted_grams == 1000
    assert of(measured, "usability").points == 18


def test_mixed_crates_are_as_fresh_as_what_they_were_sorted_into(stand: Stand):
    supplier(stand)
    number = stand.do(door.begin, "miroir").number
    stand.do(door.add_line, number, origin="donated", group=None, crates=1, gross_grams=11_600)
    stand.do(door.sign, number)
    assert assess(stand).facts.fresh_grams == 0
    (crates,) = stand.ask(sorting.waiting)
    stand.do(sorting.sort_group, crates.lot, group="fruit", grams=4000)
    assert (assess(stand).facts.grams, assess(stand).facts.fresh_grams) == (10_000, 4000)


def test_dry_goods_only_is_a_setting_of_the_supplier(stand: Stand):
    supplier(stand, dry_goods_only=True)
    give(stand, "2026-06-02", line("canned", 1000))
    measured = assess(stand)
    assert not of(measured, "freshness").applies
    assert (
        label_words.criterion(of(measured, "freshness"), measured.facts) == "A supplier of dry goods only: not counted."
    )


def test_a_use_by_date_past_on_arrival_rules_the_label_out(stand: Stand):
    """Whether it was taken in or refused at the door; on the date itself it is still good.

    Regularity 30 × 7 ÷ 31 = 6.7 → 6, volume 10 × 5401 ÷ 12 ÷ 1000 = 4.5 → 4, freshness 15, remaining life 0, usability
    20: 45 of 90 is level 2. One kilogram refused makes usability 19: 44 of 90 is level 1.
    """
    supplier(stand)
    for week in range(6):
        give(stand, dt.date(2026, 6, 2) + dt.timedelta(weeks=week), line("bread", 900_000))
    give(stand, "2026-08-04", line("milk", 1000, date_mark="use_by", date="2026-08-04"))
    assert assess(stand).level == 2
    late = {"date_mark": "use_by", "date": "2026-08-10", "refused": "yes", "refused_reason": "date"}
    number = give(stand, "2026-08-11", line("milk", 1000, **late))
    measured = assess(stand)
    assert (measured.level, measured.level_of_points, measured.eligible) == (0, 1, False)
    assert measured.facts.use_by_passed == (number,)


@pytest.mark.parametrize(
    ("kind", "kbo", "met"),
    [
        ("shop", "0403.019.261", True),
        ("shop", "0403.019.262", False),
        ("shop", None, False),
        ("garden", None, True),
        ("private", None, True),
    ],
)
def test_identity_is_a_valid_number_but_for_gardens_and_private_givers(
    stand: Stand, kind: str, kbo: str | None, met: bool
):
    supplier(stand, kind=kind, kbo=kbo)
    assert assess(stand).prerequisites[0].met is met


def test_an_open_recall_is_our_homework(stand: Stand):
    supplier(stand)
    stand.product("4006381333931", content=500)
    goods = sheet("code count origin date_mark", ["4006381333931", "5", "donated", "none"])
    stand.do(receiving.receive, "miroir", goods=goods, on=day("2026-11-24"), id=new_id())
    sign_all(stand)
    assert assess(stand).homework == ()
    recall = stand.do(recalling.start, "4006381333931", reason="glass")
    (task,) = assess(stand).homework
    assert (task.name, task.documents) == ("recalls", (recall.number,))
    assert "1 recall of this supplier's goods is open" in label_words.homework(task)


def test_the_scheme_of_the_day_counts(stand: Stand):
    supplier(stand)
    with stand.shop.writing.begin() as session:
        rules = dict(session.scalars(select(LabelScheme.rules)).one())
        rules["criteria"] = {"usability": {"points": 100, "days_after_arrival": 1}} | {
            name: one for name, one in rules["criteria"].items() if name != "usability"
        }
        session.add(LabelScheme(code="jette-2", valid_from=day("2026-12-31"), rules=rules, recorded_at=stand.now))
    give(stand, "2026-06-02", line("canned", 1000))
    assert [assess(stand, on).scheme for on in (day("2026-12-30"), YEAR_END)] == ["jette-1", "jette-2"]
    assert of(assess(stand), "usability").points == 100
    with pytest.raises(NoScheme):
        assess(stand, day("1999-12-31"))


def test_every_prerequisite_says_what_is_wrong(stand: Stand):
    supplier(stand, kbo=None, kind="private")
    late = {"date_mark": "use_by", "date": "2026-06-01"}
    numbers = [give(stand, f"2026-06-{day:02}", line("milk", 1000, **late)) for day in (2, 3, 4, 5)]
    measured = assess(stand)
    said = [label_words.prerequisite(one) for one in measured.prerequisites]
    assert said == [
        "Who it is is known.",
        "There is no agreement in force, and there are fewer than 6 deliveries.",
        f"Goods were past their use-by date on arrival: {', '.join(numbers[:3])} and more.",
    ]


def test_what_is_not_counted_says_why(stand: Stand):
    supplier(stand, kind="private")
    measured = assess(stand)
    said = {one.name: label_words.criterion(one, measured.facts) for one in measured.criteria}
    assert said["volume"] == "There is no yardstick for this kind of supplier: not counted."
    assert said["freshness"] == said["usability"] == "Nothing was weighed: not counted."
    assert said["remaining_life"] == "No goods with a date came: not counted."
    assert said["documentation"] == "No agreement asks for a list: not counted."


def test_points_without_the_prerequisites_are_said_to_wait(stand: Stand):
    a_year(stand)
    supplier(stand, kbo=None)
    assert label_words.next_level(assess(stand)).startswith("The points are enough for level 1, once")


def test_a_level_may_need_several_criteria_together(stand: Stand):
    """Regularity 0 of 30 and usability 6 of 20; level 1 from 90 percent is 45 of 50: neither alone brings 39 more."""
    supplier(stand, kind="private", dry_goods_only=True)
    for week in range(24):
        give(stand, dt.date(2026, 6, 2) + dt.timedelta(weeks=week), line("canned", 1000))
    measured = assess(stand)
    assert (measured.points, measured.of, measured.level) == (43, 50, 3)
    assert measured.ways == ()
    facts = replace(measured.facts, weeks_delivered=0)
    none = replace(
        measured,
        facts=facts,
        criteria=tuple(
            replace(one, part=0 if one.name == "regularity" else one.part // 3) for one in measured.criteria
        ),
        bars=(90, 95, 99),
    )
    assert label_words.next_level(none) == "Level 1: 39 points more, from several criteria together."


def test_the_way_to_the_next_level_is_told(stand: Stand):
    """41 of 90 is level 1; level 2 asks for 45: 4 points more. 30 × part ÷ 52 ≥ 7 from part 13 on."""
    a_year(stand)
    measured = assess(stand)
    assert measured.missing == 4
    said = label_words.next_level(measured)
    assert said.startswith("Level 2: 4 points more, for instance a gift in 13 weeks or 600 kg a month")
    for way in measured.ways:
        points = replace(way.criterion, part=way.part).points
        assert points >= way.points
        assert replace(way.criterion, part=way.part - 1).points < way.points
