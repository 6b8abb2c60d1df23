"""The lists of the day: what is ticked off by hand, and what the books know by themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from kruidenier.errors import ShopError
from kruidenier.shop.figures import day_lists, proof
from kruidenier.shop.figures.day_lists import DayList, Task
from kruidenier.shop.figures.list_words import by_whom, said
from kruidenier.shop.goods import crates, places, undoing, waste
from kruidenier.shop.goods.day_lists import (
    DoneByItself,
    NoSuchTask,
    NotTicked,
    NotYourTick,
    tick,
    ticks,
    untick,
)
from kruidenier.shop.goods.day_tasks import TickedOff
from kruidenier.shop.goods.lot_facts import block
from kruidenier.shop.supply import door
from kruidenier.shop.till import cash
from kruidenier.store.base import new_id
from tests.kit import NOW, Stand, day

YESTERDAY = "2026-11-23"


def opening(stand: Stand, **asked: dt.date) -> DayList:
    return stand.ask(day_lists.opening, at=stand.at, now=stand.now, **asked)


def closing(stand: Stand, **asked: dt.date) -> DayList:
    return stand.ask(day_lists.closing, at=stand.at, now=stand.now, **asked)


def of(tasks: DayList, kind: str) -> list[Task]:
    return [task for task in tasks.tasks if task.task == kind]


def the_only(tasks: DayList, kind: str) -> Task:
    (found,) = of(tasks, kind)
    return found


def who(task: Task) -> str | None:
    return None if task.done is None else task.done.by


def later(stand: Stand, minutes: int) -> Stand:
    return stand.on(stand.now + dt.timedelta(minutes=minutes))


# Ticks


def test_a_tick_tells_who_and_when(stand: Stand):
    stand.as_("volunteer", "close").do(tick, "opening", task="van", subject="colruyt")
    (found,) = stand.ask(ticks, "opening", on=stand.today).values()
    assert (found.task, found.subject, found.by, found.at) == ("van", "colruyt", "volunteer", NOW)


def test_ticked_off_twice_is_ticked_off_once(stand: Stand):
    first = stand.do(tick, "closing", task="backup")
    assert later(stand.as_("staff"), 5).do(tick, "closing", task="backup") == first
    assert stand.rows("SELECT count(*) FROM ticked_off")[0][0] == 1


def test_an_own_tick_is_taken_back_and_given_again(stand: Stand):
    stand.do(tick, "closing", task="backup")
    stand.do(untick, "closing", task="backup")
    assert stand.ask(ticks, "closing", on=stand.today) == {}
    again = later(stand, 1).do(tick, "closing", task="backup")
    assert stand.ask(ticks, "closing", on=stand.today) == {("backup", ""): again}


def test_a_tick_of_somebody_else_stays(stand: Stand):
    stand.do(tick, "closing", task="backup")
    with pytest.raises(NotYourTick) as no:
        stand.as_("staff").do(untick, "closing", task="backup")
    assert str(no.value) == "els ticked this off. Only who ticked it off can take that back."


def test_without_a_tick_there_is_nothing_to_take_back(stand: Stand):
    stand.on("2026-11-23").do(tick, "closing", task="backup")
    with pytest.raises(NotTicked):
        stand.do(untick, "closing", task="backup")


@pytest.mark.parametrize(
    ("which", "task", "subject", "refusal"),
    [
        ("opening", "backup", "", NoSuchTask),
        ("closing", "pull", "L1-000001", NoSuchTask),
        ("noon", "pull", "", NoSuchTask),
        ("opening", "pull", "L1\n", NoSuchTask),
        ("opening", "pull", "L" * 101, NoSuchTask),
        ("opening", "temperature", "cool", DoneByItself),
        ("closing", "cash", "1", DoneByItself),
    ],
)
@pytest.mark.parametrize("verb", [tick, untick])
def test_only_what_stands_on_a_list_is_ticked_off(
    stand: Stand, verb: Callable[..., Any], which: str, task: str, subject: str, refusal: type[ShopError]
):
    with pytest.raises(refusal):
        stand.do(verb, which, task=task, subject=subject)


def test_ticks_stand_in_the_journal(stand: Stand):
    stand.do(tick, "opening", task="van", subject="colruyt")
    stand.do(untick, "opening", task="van", subject="colruyt")
    assert [tuple(row) for row in stand.rows("SELECT verb, subject FROM journal ORDER BY id DESC LIMIT 2")] == [
        ("untick", "opening van colruyt"),
        ("tick", "opening van colruyt"),
    ]
    assert stand.faults() == []


def test_a_tick_that_the_journal_does_not_know_is_found(stand: Stand):
    stand.do(tick, "opening", task="van", subject="colruyt")
    stand.do(untick, "opening", task="van", subject="colruyt")
    assert stand.ask(lambda session: list(proof.prove(session))) == []
    with stand.shop.writing.begin() as session:
        session.add(
            TickedOff(
                happened_on=stand.today,
                list="closing",
                task="backup",
                subject="",
                done=True,
                recorded_at=stand.now,
                by="els",
            )
        )
    (fault,) = stand.ask(lambda session: list(proof.prove(session)))
    assert (fault.what, fault.where) == ("tick_journal", "closing backup 2026-11-24")


# The opening list


def test_an_empty_shop_has_nothing_to_do_before_the_first_sale(stand: Stand):
    assert opening(stand) == DayList("opening", stand.today, (), None)


def test_the_first_reading_of_the_day_is_that_of_the_morning(stand: Stand):
    stand.do(places.add_place, "cool", name="Cool room", kind="fridge")
    stand.on(YESTERDAY).do(places.read_temperature, "cool", tenths=30)
    assert said(the_only(opening(stand), "temperature")) == "Cool room: how cold is it?"
    stand.do(places.read_temperature, "cool", tenths=42)
    later(stand, 400).do(places.read_temperature, "cool", tenths=95, note="closed the door")
    task = the_only(opening(stand), "temperature")
    assert (said(task), who(task), task.by_hand) == ("Cool room: 4.2 °C", "els", False)
    evening = the_only(closing(stand), "temperature")
    assert (evening.tenths, evening.note) == (95, "closed the door")


def test_one_reading_is_not_that_of_the_evening(stand: Stand):
    stand.do(places.add_place, "ice", name="Freezer", kind="freezer")
    stand.do(places.read_temperature, "ice", tenths=-190)
    assert the_only(closing(stand), "temperature").done is None


def test_goods_past_their_last_day_are_pulled_by_a_tick(stand: Stand):
    stand.product("yogurt", group="dairy")
    number = stand.lot("yogurt", 3, use_by=YESTERDAY)
    stand.lot("yogurt", 3, use_by=stand.today)
    task = the_only(opening(stand), "pull")
    assert (task.subject, task.done, task.by_hand) == (number, None, True)
    assert said(task) == "Off the shelf: 3 × Yogurt"
    stand.as_("volunteer", "close").do(tick, "opening", task="pull", subject=number)
    assert who(the_only(opening(stand), "pull")) == "volunteer"


def test_goods_that_were_thrown_away_today_are_pulled_by_themselves(stand: Stand):
    stand.product("apples", group="fruit", by_weight=True)
    number = stand.on(YESTERDAY).lot("apples", grams=1200, use_by=YESTERDAY)
    stand.as_("staff").do(waste.waste, number, why="date", id=new_id(), grams=1000)
    assert the_only(opening(stand), "pull").done is None
    stand.as_("staff").do(waste.waste, number, why="date", id=new_id(), grams=200)
    task = the_only(opening(stand), "pull")
    assert (who(task), said(task)) == ("staff", "Off the shelf: 1.200 kg Apples")


def test_goods_that_were_thrown_away_before_are_forgotten(stand: Stand):
    stand.product("yogurt", group="dairy")
    number = stand.on("2026-11-20").lot("yogurt", 3, use_by="2026-11-20")
    stand.on(YESTERDAY).do(waste.waste, number, why="date", id=new_id(), count=3)
    assert opening(stand).tasks == ()
    assert who(the_only(opening(stand, on=day(YESTERDAY)), "pull")) == "els"


def test_goods_taken_from_sale_are_off_the_list(stand: Stand):
    stand.product("yogurt", group="dairy")
    stand.do(block, stand.lot("yogurt", 3, use_by=YESTERDAY), reason="smells")
    assert opening(stand).tasks == ()


def came(stand: Stand, code: str = "colruyt") -> None:
    van = stand.do(door.begin, code)
    stand.do(door.add_line, van.number, origin="donated", group="fruit", crates=1, gross_grams=9000)
    stand.do(door.sign, van.number, signed_by="Jan", crates_back=0)


def test_a_van_that_mostly_comes_on_this_day_is_expected_until_it_came(stand: Stand):
    stand.supplier()
    for tuesday in ("2026-11-03", "2026-11-10"):
        came(stand.on(tuesday))
    assert of(opening(stand), "van") == []
    came(stand.on("2026-11-17"))
    task = the_only(opening(stand), "van")
    assert (said(task), task.done) == ("Expected: Colruyt", None)
    came(stand)
    assert who(the_only(opening(stand), "van")) == "els"
    assert of(opening(stand.on("2026-11-25")), "van") == []


def test_a_van_that_will_not_come_is_ticked_off(stand: Stand):
    stand.supplier()
    for tuesday in ("2026-11-03", "2026-11-10", "2026-11-17"):
        came(stand.on(tuesday))
    stand.as_("volunteer", "close").do(tick, "opening", task="van", subject="colruyt")
    assert who(the_only(opening(stand), "van")) == "volunteer"


def test_what_the_till_asks_to_count_is_one_line(stand: Stand):
    stand.household()
    for code in ("rice", "passata"):
        stand.product(code, fixed=50)
        stand.sell("H1", code)
    assert said(the_only(opening(stand), "count")) == "Count 2 products"
    with stand.shop.writing.begin() as session:
        session.connection().exec_driver_sql("UPDATE count_task SET settled_at = raised_at")
    task = the_only(opening(stand), "count")
    assert task.done is not None
    assert (said(task), by_whom(task.done, stand.at.zone)) == ("Everything is counted that the till asked for", "10:00")
    assert opening(stand.on("2026-11-25")).tasks == ()


def test_the_first_sale_is_told_with_the_opening_list(stand: Stand):
    stand.household()
    stand.product("rice", fixed=50)
    stand.lot("rice", 9)
    stand.sell("H1", "rice")
    later(stand, 10).sell("H1", "rice")
    assert opening(stand).first_sale_at == NOW


# The closing list


def test_an_empty_shop_makes_a_backup_and_looks_ahead(stand: Stand):
    assert [said(task) for task in closing(stand).tasks] == ["Make a backup", "Tomorrow is the last day of 0 lots"]


def test_crates_are_closed_when_a_round_has_seen_all_of_them(stand: Stand):
    first, second = stand.crates("fruit", 9000), stand.crates("vegetables", 5000)
    assert said(the_only(closing(stand), "crates")) == "Look into 2 crates"
    stand.do(crates.close_round, [crates.Seen(first, 4000)], id=new_id())
    assert said(the_only(closing(stand), "crates")) == "Look into 1 crate"
    stand.do(crates.close_round, [crates.Seen(second, "empty")], id=new_id())
    task = the_only(closing(stand), "crates")
    assert (said(task), who(task)) == ("The crates are closed", "els")
    assert the_only(closing(stand.on("2026-11-25")), "crates").count == 1


def test_a_round_that_was_taken_back_closed_nothing(stand: Stand):
    number = stand.crates("fruit", 9000)
    stand.do(crates.close_round, [crates.Seen(number, 4000)], id=new_id())
    stand.do(undoing.undo)
    assert the_only(closing(stand), "crates").done is None


def test_a_drawer_is_done_when_it_is_closed(stand: Stand):
    stand.on(YESTERDAY).do(cash.open_drawer, float_cents=1000)
    task = the_only(closing(stand), "cash")
    assert (said(task), task.done) == ("Close the drawer of till 1", None)
    stand.as_("volunteer", "close").do(cash.close_drawer, coins={1000: 1})
    assert of(closing(stand), "cash") == []
    assert who(the_only(closing(stand, on=day(YESTERDAY)), "cash")) == "volunteer"


def test_tomorrow_tells_what_has_its_last_day_and_who_comes(stand: Stand):
    stand.product("yogurt", group="dairy")
    stand.lot("yogurt", 3, use_by="2026-11-25")
    stand.lot("yogurt", 3, use_by="2026-11-26")
    stand.supplier()
    for wednesday in ("2026-11-04", "2026-11-11", "2026-11-18"):
        came(stand.on(wednesday))
    task = the_only(closing(stand), "tomorrow")
    assert said(task) == "Tomorrow is the last day of 1 lot; expected: Colruyt"
    stand.do(tick, "closing", task="tomorrow")
    assert closing(stand).left == tuple(task for task in closing(stand).tasks if task.task != "tomorrow")


def test_a_past_day_is_listed_as_it_was_then(stand: Stand):
    stand.product("yogurt", group="dairy")
    number = stand.on("2026-11-20").lot("yogurt", 3, use_by="2026-11-20")
    stand.do(waste.waste, number, why="date", id=new_id(), count=3)
    past = opening(stand, on=day(YESTERDAY))
    assert [(task.subject, task.done) for task in past.tasks] == [(number, None)]
    assert past.date == day(YESTERDAY)
