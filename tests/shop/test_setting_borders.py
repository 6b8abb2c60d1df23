"""Every setting has a first day: the evening before goes by the old rule, the morning by the new one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kruidenier.errors import ShopError
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.known_settings import KNOWN
from kruidenier.shop.people import households, renewing
from kruidenier.shop.till.shoppers import Visit, visit
from tests.kit import Stand, day

EVENING, MORNING = "2026-11-30", "2026-12-01"
"""A Monday and the Tuesday after it: one week, two months."""

OTHER = {
    "budget.steps": "1500 2500",
    "budget.single_parent_steps": "2000 3000",
    "budget.free_adult_cents": "700",
    "budget.free_child_cents": "300",
    "door.groups": "vegetables fruit",
    "rights.ways": "category",
    "rights.categories": "bim",
    "rights.income_counts": "wage",
    "cash.rounding": "off",
    "factor.meals_source": "Somebody",
    "factor.co2e_source": "Somebody",
    "label.municipality_nl": "Gemeente Ganshoren",
    "label.municipality_fr": "Commune de Ganshoren",
    "label.register": "kruidenier.example/register",
    "receipt.heading": "Open on Tuesday",
    "recipient.kbo": "0403.019.261",
    "recipient.recognised_by": "FAVV",
    "recipient.recognition": "1/2/3",
    "recipient.recognised_on": "2026-01-31",
    "desk.slots": "tue/13:30/12",
    "keep.by_itself": "off",
    "funder.age_bands": "0-17 18+",
    "barcode.weight_labels": "28IIIIIWWWWWC",
}
"""Another value than that of a new shop, where it is neither a number nor a choice."""


def another(key: str) -> str:
    known = KNOWN[key]
    if key in OTHER:
        return OTHER[key]
    if "–" in known.possible:
        least, most = known.possible.split("–")
        return least if known.default != least else most
    return known.possible.split(", ")[-1]


def test_any_setting_holds_from_its_first_day(stand: Stand):
    old = stand.ask(rules.current, day(EVENING))
    for key in KNOWN:
        stand.setting(key, another(key), valid_from=MORNING)
    evening, morning = (stand.ask(rules.current, day(on)) for on in (EVENING, MORNING))
    for key, known in KNOWN.items():
        assert evening[key] == old[key], key
        assert morning[key] == known.read(another(key)) != old[key], key


def price(code: str) -> Callable[[Stand], object]:
    return lambda stand: stand.sell("H1", code).lines[0].unit_price_cents


def judged(stand: Stand) -> Visit:
    with stand.shop.reading() as session:
        found = households.find(session, "H1")
        return visit(session, found, on=stand.today, settings=rules.current(session, stand.today))


def limit(stand: Stand) -> object:
    return judged(stand).limit_cents


def free_limit(stand: Stand) -> object:
    return judged(stand).free_limit_cents


def period(stand: Stand) -> object:
    return judged(stand).period.start.day


def status(card: str) -> Callable[[Stand], object]:
    return lambda stand: stand.welcome(card).shopper.status


def sells(code: str) -> Callable[[Stand], object]:
    def tried(stand: Stand) -> object:
        try:
            return len(stand.sell("H1", code).lines)
        except ShopError as refused:
            return refused.code

    return tried


def rounding(stand: Stand) -> object:
    return stand.sell("H1", "odd").rounding_cents


def renewed(stand: Stand) -> object:
    return stand.ask(renewing.propose, "H2", on=stand.today).until


def renews(stand: Stand) -> object:
    try:
        return stand.do(renewing.renew, "H2")
    except ShopError as refused:
        return refused.code


@pytest.fixture
def shelf(stand: Stand) -> Stand:
    stand.household("H1", adults=1, children=1)
    stand.household("H2", grocery=("2026-06-01", "2026-12-20"))
    stand.product("rice", reference=103)
    stand.lot("rice", 9)
    for code, origin in (("donated", "donated"), ("bank", "food_bank"), ("garden", "garden")):
        stand.product(code, reference=100)
        stand.lot(code, 9, origin=origin)
    stand.product("bought", reference=100)
    stand.lot("bought", 9)
    stand.product("dear", fixed=1600)
    stand.lot("dear", 9)
    stand.product("odd", fixed=52)
    stand.lot("odd", 9)
    for group in (1, 2, 3, 4):
        stand.product(f"keeps{group}", fixed=50, shelf_life_group=group)
        stand.lot(f"keeps{group}", 9, best_before="2026-11-25", received="2026-11-01")
    return stand


@pytest.mark.parametrize(
    ("key", "value", "probe", "before", "after"),
    [
        ("price.percent", "40", price("rice"), 50, 40),
        ("price.step_cents", "1", price("rice"), 50, 52),
        ("price.cap_percent.bought", "20", price("bought"), 50, 20),
        ("price.cap_percent.donated", "20", price("donated"), 50, 20),
        ("price.cap_percent.food_bank", "0", price("bank"), 50, 0),
        ("price.cap_percent.garden", "10", price("garden"), 50, 10),
        ("budget.period", "month", period, 30, 1),
        ("budget.adult_cents", "1200", limit, 1500, 1700),
        ("budget.child_cents", "600", limit, 1500, 1600),
        ("budget.steps", "1100 1900", limit, 1500, 1900),
        ("budget.single_parent_steps", "2300", limit, 1500, 2300),
        ("budget.free_adult_cents", "700", free_limit, None, 700),
        ("budget.at_limit", "higher_price", sells("dear"), "BudgetSpent", 1),
        ("grace.group_1_months", "0", sells("keeps1"), 1, "GracePassed"),
        ("grace.group_2_months", "0", sells("keeps2"), 1, "GracePassed"),
        ("grace.group_3_months", "1", sells("keeps3"), "GracePassed", 1),
        ("grace.group_4_months", "1", sells("keeps4"), "GracePassed", 1),
        ("cash.rounding", "off", rounding, -2, 0),
        ("rights.warn_days", "5", status("H2"), "ends_soon", "fine"),
        ("rights.months", "1", renewed, day("2027-06-20"), day("2027-01-20")),
        ("rights.most_renewals", "1", renews, day("2027-06-20"), "RenewedOften"),
    ],
)
def test_the_evening_goes_by_the_old_rule_and_the_morning_by_the_new_one(
    shelf: Stand, key: str, value: str, probe: Callable[[Stand], object], before: object, after: object
):
    shelf.setting(key, value, valid_from=MORNING)
    assert (probe(shelf.on(EVENING)), probe(shelf.on(MORNING))) == (before, after)
