"""The shop's own rules: dated, known, checked, journaled."""

from __future__ import annotations

from itertools import groupby

import pytest

from kruidenier.shop.figures import setting_words
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.known_settings import KNOWN, ROOMS
from kruidenier.shop.office.settings import BadSetting, UnknownSetting
from kruidenier.shop.office.staff import NotAllowed
from tests.kit import TODAY, Stand, day


def value(stand: Stand, key: str, on: str | None = None):
    return stand.ask(rules.current, day(on) if on else TODAY)[key]


def test_a_new_shop_has_the_rules_that_the_console_promises(stand: Stand):
    now = stand.ask(rules.current, TODAY)
    promised = {
        "price.percent": 50,
        "price.step_cents": 5,
        "price.cap_percent.bought": 100,
        "price.cap_percent.donated": 100,
        "price.cap_percent.food_bank": 100,
        "price.cap_percent.garden": 100,
        "budget.period": "week",
        "budget.adult_cents": 1000,
        "budget.child_cents": 500,
        "grace.group_1_months": 12,
        "grace.group_2_months": 2,
        "grace.group_3_months": 0,
        "grace.group_4_months": 0,
        "freeze.months": 2,
        "fridge.max_tenths": 70,
        "freezer.max_tenths": -180,
        "door.crate_tare_g": 1600,
        "door.groups": ("vegetables", "fruit", "bread", "dairy", "meat", "canned", "frozen", "baby", "hygiene"),
        "door.chilled_max_tenths": 70,
        "door.frozen_max_tenths": -150,
        "cash.rounding": True,
        "rights.warn_days": 30,
        "vat.regime": "exempt",
        "price.cap_percent.vat_scheme": 100,
        "budget.steps": (),
        "budget.single_parent_steps": (),
        "budget.at_limit": "stop",
        "budget.free_adult_cents": None,
        "budget.free_child_cents": None,
        "rights.ways": ("referral",),
        "rights.most_renewals": 0,
        "rights.most_months": 0,
        "rights.pause_months": 0,
    }
    assert {key: now[key] for key in promised} == promised
    assert now.version == 0


def test_a_value_holds_from_its_day_and_earlier_days_keep_theirs(stand: Stand):
    stand.setting("price.percent", 40, valid_from="2026-12-01")
    stand.setting("price.percent", 30, valid_from="2027-01-01")
    days = {"2026-11-30": 50, "2026-12-01": 40, "2026-12-31": 40, "2027-01-01": 30}
    assert {on: value(stand, "price.percent", on) for on in days} == days


def test_without_a_day_a_value_holds_from_today_in_the_shops_own_zone(stand: Stand):
    late = stand.on(stand.now.replace(hour=23, minute=30))  # half past midnight in Brussels
    late.setting("price.percent", 40)
    assert value(stand, "price.percent", "2026-11-24") == 50
    assert value(stand, "price.percent", "2026-11-25") == 40


def test_of_two_values_from_the_same_day_the_later_one_counts_and_both_stay(stand: Stand):
    stand.setting("price.percent", 40)
    stand.setting("price.percent", 45)
    assert value(stand, "price.percent") == 45
    assert [line.value for line in stand.ask(rules.listing) if line.key == "price.percent"] == ["40", "45"]


def test_the_version_names_the_newest_rule_in_force(stand: Stand):
    stand.setting("price.percent", 40)
    first = stand.ask(rules.current, TODAY).version
    stand.setting("budget.child_cents", 600, valid_from="2026-12-01")
    assert first > 0
    assert stand.ask(rules.current, TODAY).version == first
    assert stand.ask(rules.current, day("2026-12-01")).version > first


@pytest.mark.parametrize(
    ("key", "bad"),
    [
        ("price.percent", ["101", "-1", "1.5", "", "½", "٥", "1e2", " 5", "x" * 5000]),
        ("price.step_cents", ["0", "101"]),
        ("budget.period", ["year", "Week", ""]),
        ("cash.rounding", ["yes", "ON", "1"]),
        ("vat.regime", ["none"]),
        ("receipt.paper", ["sometimes"]),
        ("barcode.weight_labels", ["29IIIIIWWWWW", "54IIIIIWWWWWC", "29IIIIIXXXXXC"]),
    ],
)
def test_a_bad_value_is_refused_and_says_what_is_possible(stand: Stand, key: str, bad: list[str]):
    for value in bad:
        with pytest.raises(BadSetting) as refused:
            stand.setting(key, value)
        assert refused.value.details["possible"] == KNOWN[key].possible
    assert stand.ask(rules.current, TODAY).version == 0


def test_an_unknown_key_is_refused_and_the_known_ones_are_listed(stand: Stand):
    with pytest.raises(UnknownSetting, match=r"no setting price\.percentage\. Known settings: price\.percent, "):
        stand.setting("price.percentage", 5)


def test_switches_and_label_patterns_are_read(stand: Stand):
    stand.setting("cash.rounding", "off")
    stand.setting("barcode.weight_labels", "29IIIIIWWWWWC 28IIIIIWWWWWC")
    assert value(stand, "cash.rounding") is False
    assert value(stand, "barcode.weight_labels") == ("29IIIIIWWWWWC", "28IIIIIWWWWWC")


def test_only_a_manager_changes_the_rules_and_the_journal_has_old_and_new(stand: Stand):
    for role in ("volunteer", "staff"):
        with pytest.raises(NotAllowed, match="change the rules of the shop"):
            stand.as_(role).setting("price.percent", 40)
    stand.setting("price.percent", 40)
    (line,) = stand.rows("SELECT details FROM journal WHERE verb = 'setting'")
    assert '"before": 50' in str(line.details).replace("'", '"')
    assert '"after": "40"' in str(line.details).replace("'", '"')


def test_every_setting_has_a_sentence_and_a_default_that_it_can_read():
    for key, known in KNOWN.items():
        assert known.about, key
        known.read(known.default)


def test_the_listing_has_every_setting_and_its_first_day(stand: Stand):
    lines = stand.ask(rules.listing)
    assert [line.key for line in lines] == list(KNOWN)
    assert {line.valid_from for line in lines} == {rules.LONG_AGO}


def test_what_is_in_force_comes_with_what_was_and_what_will_be(stand: Stand):
    for value, first_day in ((40, "2026-11-01"), (42, "2026-11-01"), (45, "2026-11-10"), (50, "2026-12-01")):
        stand.setting("price.percent", value, valid_from=first_day)
    told = {rule.key: rule for rule in stand.ask(rules.rules, TODAY)}
    assert list(told) == list(KNOWN)
    price, untouched = told["price.percent"], told["price.step_cents"]
    assert (price.now.value, price.now.valid_from, price.now.by) == ("45", day("2026-11-10"), stand.at.by)
    assert [line.value for line in price.coming] == ["50"]
    assert [line.value for line in price.earlier] == ["42", "50"]
    assert (untouched.now.by, untouched.coming, untouched.earlier) == ("", (), ())


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("price.percent", "45", "45\N{NO-BREAK SPACE}%"),
        ("budget.adult_cents", "1250", "€12.50"),
        ("budget.free_adult_cents", "", "no limit"),
        ("budget.steps", "1500 2400", "15.00 · 24.00"),
        ("budget.steps", "", "by adults and children"),
        ("till.lock_minutes", "0", "never"),
        ("till.lock_minutes", "1", "1 minute"),
        ("grace.group_1_months", "12", "12 months"),
        ("copies.weeks", "8", "8 weeks"),
        ("copies.days", "14", "14 days"),
        ("freezer.max_tenths", "-180", "-18.0 °C"),
        ("door.crate_tare_g", "1600", "1.600 kg"),
        ("door.groups", "bread strange", "Brood, strange"),
        ("factor.meals_per_1000_kg", "2200", "2,200"),
        ("cash.rounding", "on", "yes"),
        ("cash.rounding", "off", "no"),
        ("receipt.paper", "always", "always"),
        ("receipt.heading", "[b]|Jette", "[b], Jette"),
        ("receipt.heading", "", "nothing"),
        ("recipient.recognised_on", "2026-01-31", "31/01/2026"),
        ("rights.ways", "referral income", "a referral, an income looked at"),
        ("rights.categories", "bim own", "BIM, own"),
        ("desk.slots", "tue/13:30/12 fri/40", "Tue 13:30 (12), Fri (40)"),
    ],
)
def test_a_value_is_said_in_plain_words(key: str, value: str, words: str):
    assert setting_words.said(key, value, {"bread": "Brood"}) == words


def test_what_is_possible_is_said_in_the_same_words_and_every_setting_has_its_room():
    possible = {
        "till.lock_minutes": "0 minutes – 240 minutes",
        "budget.free_child_cents": "an amount; Enter alone: no limit",
        "rights.proofs": "codes divided by blanks",
    }
    assert {key: setting_words.possible(key) for key in possible} == possible
    assert setting_words.rows("budget.steps", [1500, 2400]) == ["1 person: €15.00", "2 people or more: €24.00"]
    assert setting_words.rows("budget.single_parent_steps", [900]) == ["1 child or more: €9.00"]
    rooms = [setting_words.room(key) for key in KNOWN]
    assert [room for room, _settings in groupby(rooms)] == list(ROOMS)
