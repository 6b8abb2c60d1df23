"""Every setting that there is: what it is called, what it does, what it may be, and how its value is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from kruidenier.i18n import N_
from kruidenier.shop.office import setting_values as reading

WAYS = {"referral": N_("a referral"), "category": N_("a category of the list"), "income": N_("an income looked at")}
GOODS_AS = N_("At most this share of the reference price, whatever the price rule says.")
GRACE = N_("How long these goods may still go out after their best-before date.")
ALWAYS, ON_REQUEST, NEVER = N_("always"), N_("when somebody asks"), N_("never")
NO_LIMIT = N_("no limit")


@dataclass(frozen=True, slots=True)
class Known:
    """A setting: its name and its meaning, its value in a new shop, how it is read, what it may be."""

    name: str
    about: str
    default: str
    read: Callable[[str], Any]
    possible: str
    kind: str = "text"
    """How its value is said and asked for: text, date, switch, choice, some, codes, amounts, slots, or a unit."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Of the codes that it may hold."""
    nothing: str = ""
    """What an empty value or 0 means."""


def _number(name: str, usual: tuple[int, int, int], unit: str, about: str, nothing: str = "") -> Known:
    default, least, most = usual
    read = partial(reading.whole, least=least, most=most)
    return Known(name, about, str(default), read, f"{least}–{most}", unit, nothing=nothing)


def _choice(name: str, words: Mapping[str, str], about: str) -> Known:
    return Known(
        name, about, next(iter(words)), partial(reading.word, words=tuple(words)), ", ".join(words), "choice", words
    )


def _cap(name: str) -> Known:
    return _number(name, (100, 0, 100), "percent", GOODS_AS)


def _grace(name: str, months: int) -> Known:
    return _number(name, (months, 0, 24), "months", GRACE)


def _amounts(name: str, of: str, about: str, nothing: str) -> Known:
    return Known(name, about, "", reading.amounts, of, "amounts", nothing=nothing)


def _free(name: str, about: str) -> Known:
    return Known(name, about, "", reading.amount_or_none, N_("cents, or nothing"), "cents", nothing=NO_LIMIT)


def _codes(name: str, default: str, about: str) -> Known:
    return Known(name, about, default, reading.codes, N_("codes divided by blanks"), "codes")


def _switch(name: str, about: str) -> Known:
    return Known(name, about, "on", reading.switch, "on, off", "switch")


def _text(name: str, default: str, about: str, possible: str = N_("any text")) -> Known:
    return Known(name, about, default, reading.text if default else str, possible)


KNOWN: Mapping[str, Known] = {
    "price.percent": _number(
        N_("Price of goods"), (50, 0, 100), "percent", N_("The price as a share of the reference price.")
    ),
    "price.step_cents": _number(
        N_("Prices go by steps of"), (5, 1, 100), "cents", N_("Prices are rounded to such steps, halves up.")
    ),
    "price.cap_percent.bought": _cap(N_("Most for bought goods")),
    "price.cap_percent.donated": _cap(N_("Most for donated goods")),
    "price.cap_percent.food_bank": _cap(N_("Most for goods of the food bank")),
    "price.cap_percent.garden": _cap(N_("Most for goods from gardens")),
    "price.cap_percent.vat_scheme": _cap(N_("Most for goods under the VAT scheme")),
    "cash.rounding": _switch(N_("Cash is rounded"), N_("What is paid in cash is rounded to 5 cents.")),
    "vat.regime": _choice(
        N_("VAT on our own sales"),
        {"exempt": N_("exempt"), "small": N_("small enterprise"), "taxable": N_("with VAT")},
        N_("Decides what receipts say of VAT."),
    ),
    "receipt.paper": _choice(
        N_("Receipts are made"),
        {"on_request": ON_REQUEST, "always": ALWAYS, "never": NEVER},
        N_("When the till makes a receipt."),
    ),
    "receipt.heading": _text(
        N_("Address on papers"),
        "",
        N_("Lines under the shop's name on receipts and papers."),
        N_("any text, lines divided by |"),
    ),
    "till.lock_minutes": _number(
        N_("The till locks itself after"), (10, 0, 240), "minutes", N_("So long after the last key."), NEVER
    ),
    "staff.cards": _choice(
        N_("Signing in by card"),
        {"off": N_("not used"), "with_pin": N_("card and PIN"), "alone": N_("card alone")},
        N_("Whether the card of a colleague is used, asks for the PIN, or is enough to sign in."),
    ),
    "barcode.weight_labels": Known(
        N_("Labels of our own scale"),
        N_("How the shop's own scale labels are numbered: I the goods, W the weight in grams, C the check digit."),
        "29IIIIIWWWWWC",
        reading.weight_labels,
        "29IIIIIWWWWWC; …",
    ),
    "budget.period": _choice(
        N_("A budget is for a"),
        {"week": N_("week"), "month": N_("month")},
        N_("A household's budget is for a week or for a month."),
    ),
    "budget.adult_cents": _number(
        N_("Budget for each adult"), (1000, 0, 1_000_000), "cents", N_("What an adult adds to a household's budget.")
    ),
    "budget.child_cents": _number(
        N_("Budget for each child"), (500, 0, 1_000_000), "cents", N_("What a child under 18 adds to it.")
    ),
    "budget.steps": _amounts(
        N_("Budget by size of the household"),
        N_("cents for 1, 2, 3 … people, divided by blanks"),
        N_("Budget by the number of people instead; the last amount is for all who are more."),
        N_("by adults and children"),
    ),
    "budget.single_parent_steps": _amounts(
        N_("Budget of a single parent"),
        N_("cents for 1, 2, 3 … children, divided by blanks"),
        N_("Budget of a single parent by children; the last amount is for all who have more."),
        N_("as other households"),
    ),
    "budget.at_limit": _choice(
        N_("Beyond the budget, goods"),
        {"stop": N_("are refused"), "higher_price": N_("cost more")},
        N_("Beyond the budget goods are refused, or cost more."),
    ),
    "budget.higher_percent": _number(
        N_("Price beyond the budget"),
        (150, 100, 1000),
        "percent",
        N_("A share of the usual price, where goods beyond the budget cost more."),
    ),
    "budget.free_adult_cents": _free(
        N_("Free goods for each adult"), N_("What free goods for each adult may be worth, apart from the budget.")
    ),
    "budget.free_child_cents": _free(
        N_("Free goods for each child"), N_("What free goods for each child may be worth, apart from the budget.")
    ),
    "rights.months": _number(
        N_("A right lasts"),
        (6, 1, 120),
        "months",
        N_("So long a right or a renewal lasts, unless a day is given."),
    ),
    "rights.warn_days": _number(
        N_("Warn before a right ends"), (30, 0, 365), "days", N_("How long before its end a right is said to end soon.")
    ),
    "rights.most_renewals": _number(
        N_("Renewals of a right"), (0, 0, 100), "number", N_("A right is renewed at most so often."), NO_LIMIT
    ),
    "rights.most_months": _number(
        N_("All terms together"), (0, 0, 600), "months", N_("All terms of a household together last so long."), NO_LIMIT
    ),
    "rights.pause_months": _number(
        N_("Pause after all terms"),
        (0, 0, 120),
        "months",
        N_("After all terms there is no new right for so long; then it begins anew."),
        N_("for good"),
    ),
    "rights.ways": Known(
        N_("A right comes by"),
        N_("What may lead to a right: a referral, a category of the list, an income that was looked at."),
        "referral",
        partial(reading.some_of, words=tuple(WAYS)),
        ", ".join(WAYS),
        "some",
        WAYS,
    ),
    "rights.categories": _codes(
        N_("Categories"),
        "leefloon debt_mediation bim",
        N_("The categories that lead to a right without asking about income."),
    ),
    "rights.proofs": _codes(
        N_("Documents that are looked at"),
        "ocmw_letter leefloon bim debt_mediation composition income",
        N_("What may be seen before a right is given; another document is named in a few words."),
    ),
    "rights.income_counts": _codes(
        N_("Counts as income"),
        "wage benefit pension child_benefit maintenance",
        N_("What is added up when an income is looked at."),
    ),
    "rights.income_divisor": _choice(
        N_("Days of a month of income"),
        {"30": "30", "30.5": "30,5"},
        N_("An income of a month is divided by so many days."),
    ),
    "rights.income_threshold_cents": _number(
        N_("Threshold of income"),
        (1000, 0, reading.MOST_CENTS),
        "cents",
        N_("With less than this for each person and day there is a right."),
    ),
    "desk.slots": Known(
        N_("Shopping days and hours"),
        N_("When one may shop, each with how many households may come."),
        "",
        reading.slots,
        "tue/13:30/12 tue/14:00/12 fri/40",
        "slots",
        nothing=N_("everybody, always"),
    ),
    "desk.slip": _choice(
        N_("Slips of the welcome desk"),
        {"always": ALWAYS, "on_request": ON_REQUEST, "never": NEVER},
        N_("When the welcome desk makes a slip with the number."),
    ),
    "grace.group_1_months": _grace(N_("Past best-before: very long keeping"), 12),
    "grace.group_2_months": _grace(N_("Past best-before: long keeping"), 2),
    "grace.group_3_months": _grace(N_("Past best-before: limited keeping"), 0),
    "grace.group_4_months": _grace(N_("Past best-before: short keeping"), 0),
    "freeze.months": _number(N_("Frozen here keeps"), (2, 1, 12), "months", N_("How long goods keep that we froze.")),
    "fridge.max_tenths": _number(
        N_("Warmest in a fridge"), (70, -20, 100), "tenths", N_("Warmer than this asks for a word about what was done.")
    ),
    "freezer.max_tenths": _number(
        N_("Warmest in a freezer"),
        (-180, -400, -50),
        "tenths",
        N_("Warmer than this asks for a word about what was done."),
    ),
    "door.groups": Known(
        N_("Groups on the digits of the door"),
        N_("The food groups on the digits 1 to 9 at the back door."),
        "vegetables fruit bread dairy meat canned frozen baby hygiene",
        reading.nine_groups,
        N_("at most 9 food groups"),
        "codes",
    ),
    "door.chilled_max_tenths": _number(
        N_("Warmest chilled goods at the door"), (70, -20, 150), "tenths", N_("Warmer chilled goods are refused.")
    ),
    "door.frozen_max_tenths": _number(
        N_("Warmest frozen goods at the door"), (-150, -400, 0), "tenths", N_("Warmer frozen goods are refused.")
    ),
    "door.cold_minutes": _number(
        N_("Chilled goods at the door"), (30, 1, 240), "minutes", N_("They may stand there so long.")
    ),
    "door.crate_tare_g": _number(
        N_("Weight of an empty crate"), (1600, 0, 20_000), "grams", N_("Taken off what a crate weighs at the door.")
    ),
    "agreement.warn_days": _number(
        N_("Warn of an agreement's end"),
        (30, 0, 365),
        "days",
        N_("How long before the last day on which notice can be given."),
    ),
    "recipient.kbo": Known(
        N_("Enterprise number of the shop"), N_("Stands on gift notes."), "", reading.enterprise, "0403.019.261"
    ),
    "recipient.recognised_by": _text(N_("Recognised by"), "", N_("The authority that recognised the shop.")),
    "recipient.recognition": _text(N_("Number of the recognition"), "", N_("Stands on gift notes.")),
    "recipient.recognised_on": Known(
        N_("Day of the recognition"), N_("Stands on gift notes."), "", reading.day, "2026-01-31", "date"
    ),
    "label.municipality_nl": _text(
        N_("Giver of the label, in Dutch"), "Gemeente Jette", N_("As Dutch papers say it."), N_("a name")
    ),
    "label.municipality_fr": _text(
        N_("Giver of the label, in French"), "Commune de Jette", N_("As French papers say it."), N_("a name")
    ),
    "label.register": _text(
        N_("Register of the label"), "", N_("Where the public register can be read."), N_("an address")
    ),
    "factor.meals_per_1000_kg": _number(
        N_("Meals in 1000 kg of goods"), (2200, 0, 10_000), "number", N_("How reports reckon meals.")
    ),
    "factor.meals_source": _text(
        N_("Who says how many meals"), "Schenkingsbeurs 2019", N_("Reports name this source.")
    ),
    "factor.co2e_g_per_kg": _number(
        N_("CO2e that a kilogram spares"), (2500, 0, 100_000), "grams", N_("How reports reckon CO2e.")
    ),
    "factor.co2e_source": _text(N_("Who says how much CO2e"), "Schenkingsbeurs 2019", N_("Reports name this source.")),
    "copies.days": _number(
        N_("Copies of the books by day"), (14, 1, 366), "days", N_("Of so many days the last copy is kept.")
    ),
    "copies.weeks": _number(
        N_("Copies of the books by week"), (8, 0, 104), "weeks", N_("Of so many weeks the last copy is kept.")
    ),
    "copies.months": _number(
        N_("Copies of the books by month"), (12, 0, 120), "months", N_("Of so many months the last copy is kept.")
    ),
    "copies.warn_days": _number(
        N_("Warn of an old copy after"), (2, 0, 60), "days", N_("When the last copy of the books is older than this.")
    ),
    "keep.household_months": _number(
        N_("Files of households are kept"), (24, 1, 120), "months", N_("So long after a household's last right.")
    ),
    "keep.link_days": _number(
        N_("Sales are tied to households"), (35, 7, 366), "days", N_("So long after the end of the year.")
    ),
    "keep.note_days": _number(
        N_("Remarks, substitutes, visits are kept"), (30, 0, 3650), "days", N_("So long after their last day.")
    ),
    "keep.by_itself": _switch(
        N_("What is past its term goes by itself"), N_("It is forgotten when the drawer is closed.")
    ),
    "keep.notice_days": _number(
        N_("Notice before it is forgotten"),
        (7, 1, 60),
        "days",
        N_("So long it stands on the day's page before; a shorter term waits as long."),
    ),
    "funder.age_bands": Known(
        N_("Ages on papers for funders"),
        N_("Ages that the paper of a year counts, as in force on the year's last day; they may overlap."),
        "0-15 0-17 18-29 65+",
        reading.age_bands,
        "0-15 0-17 18-29 65+",
    ),
}
"""By key, in the order in which people read them."""
ROOMS: Mapping[str, tuple[str, ...]] = {
    N_("till"): ("price", "cash", "vat", "receipt", "till", "staff", "barcode"),
    N_("budget"): ("budget",),
    N_("people"): ("rights", "desk"),
    N_("stock"): ("grace", "freeze", "fridge", "freezer", "door"),
    N_("suppliers"): ("agreement", "recipient", "label", "factor"),
    N_("office"): ("copies", "keep", "funder"),
}
"""What the settings of a part of the shop begin with."""
