"""The rules that the shop sets itself: every value has a first day, and the past keeps its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.office import journal
from kruidenier.shop.office import setting_values as reading
from kruidenier.shop.office.staff import Permission, require
from kruidenier.store.asking import Question, ask, remembered
from kruidenier.store.base import Base, Moment, RowNumber

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

LONG_AGO = dt.date(2000, 1, 1)
WAYS = ("referral", "category", "income")
QUOTA = "quota."
"""Before the name of a quota: those are rules too, each written and read by `people.quotas`."""
ABOUT_QUOTAS = N_("Quota of these goods, empty where it is ended; `quota set` and `quota end` change it")


class UnknownSetting(ShopError):
    """Nobody asked for this setting."""

    message = N_("There is no setting {key}. Known settings: {known}.")


class BadSetting(ShopError):
    """A value that the setting cannot have."""

    message = N_("{key} cannot be “{value}”. Possible: {possible}.")


class SettingRow(Base):
    """A value of a setting from a day on. Rows are only added: the newest row for a day counts."""

    __tablename__ = "setting"

    id: Mapped[RowNumber]
    key: Mapped[str] = mapped_column(index=True)
    valid_from: Mapped[dt.date]
    value: Mapped[str]
    set_at: Mapped[Moment]
    set_by: Mapped[str]


@dataclass(frozen=True, slots=True)
class Known:
    """A setting: its value in a new shop, how it is read, what it may be, what it does."""

    default: str
    read: Callable[[str], Any]
    possible: str
    about: str


def _number(default: int, least: int, most: int, about: str) -> Known:
    return Known(str(default), partial(reading.whole, least=least, most=most), f"{least}–{most}", about)


def _choice(words: tuple[str, ...], about: str) -> Known:
    return Known(words[0], partial(reading.word, words=words), ", ".join(words), about)


KNOWN: Mapping[str, Known] = {
    "price.percent": _number(50, 0, 100, N_("Price in percent of the reference price")),
    "price.step_cents": _number(5, 1, 100, N_("Prices go by steps of so many cents, halves up")),
    "price.cap_percent.bought": _number(100, 0, 100, N_("Bought goods: at most this percent of the reference price")),
    "price.cap_percent.donated": _number(100, 0, 100, N_("Donated goods: at most this percent of the reference price")),
    "price.cap_percent.food_bank": _number(
        100, 0, 100, N_("Goods of the food bank: at most this percent of the reference price")
    ),
    "price.cap_percent.garden": _number(
        100, 0, 100, N_("Goods from gardens: at most this percent of the reference price")
    ),
    "price.cap_percent.vat_scheme": _number(
        100, 0, 100, N_("Goods given under the VAT scheme: at most this percent of the reference price")
    ),
    "budget.period": _choice(("week", "month"), N_("A household's budget is for a week or for a month")),
    "budget.adult_cents": _number(1000, 0, 1_000_000, N_("Budget for each adult, in cents")),
    "budget.child_cents": _number(500, 0, 1_000_000, N_("Budget for each child under 18, in cents")),
    "budget.steps": Known(
        "",
        reading.amounts,
        N_("cents for 1, 2, 3 … people, divided by blanks"),
        N_("Budget by the size of the household instead; the last amount is for all who are more"),
    ),
    "budget.single_parent_steps": Known(
        "",
        reading.amounts,
        N_("cents for 1, 2, 3 … children, divided by blanks"),
        N_("Budget of a single parent by children; the last amount is for all who have more"),
    ),
    "budget.at_limit": _choice(("stop", "higher_price"), N_("Beyond the budget goods are refused, or cost more")),
    "budget.higher_percent": _number(150, 100, 1000, N_("Beyond the budget: this percent of the usual price")),
    "budget.free_adult_cents": Known(
        "",
        reading.amount_or_none,
        N_("cents, or nothing"),
        N_("Free goods for each adult may be worth so much; empty: no limit"),
    ),
    "budget.free_child_cents": Known(
        "",
        reading.amount_or_none,
        N_("cents, or nothing"),
        N_("Free goods for each child may be worth so much; empty: no limit"),
    ),
    "grace.group_1_months": _number(12, 0, 24, N_("Very long keeping: months after best-before")),
    "grace.group_2_months": _number(2, 0, 24, N_("Long keeping: months after best-before")),
    "grace.group_3_months": _number(0, 0, 24, N_("Limited keeping: months after best-before")),
    "grace.group_4_months": _number(0, 0, 24, N_("Short keeping: months after best-before")),
    "freeze.months": _number(2, 1, 12, N_("Goods that were frozen here keep so many months")),
    "fridge.max_tenths": _number(70, -20, 100, N_("Warmest a fridge may be, in tenths of a degree")),
    "freezer.max_tenths": _number(-180, -400, -50, N_("Warmest a freezer may be, in tenths of a degree")),
    "door.crate_tare_g": _number(1600, 0, 20_000, N_("What an empty crate weighs, in grams")),
    "door.groups": Known(
        "vegetables fruit bread dairy meat canned frozen baby hygiene",
        reading.nine_groups,
        N_("at most 9 food groups"),
        N_("The food groups on the digits 1 to 9 at the back door"),
    ),
    "door.chilled_max_tenths": _number(70, -20, 150, N_("Warmest chilled goods may come in, in tenths of a degree")),
    "door.frozen_max_tenths": _number(-150, -400, 0, N_("Warmest frozen goods may come in, in tenths of a degree")),
    "door.cold_minutes": _number(30, 1, 240, N_("Chilled goods may stand so many minutes at the door")),
    "agreement.warn_days": _number(30, 0, 365, N_("Warn so many days before the last day for notice of an agreement")),
    "cash.rounding": Known("on", reading.switch, "on, off", N_("Cash is rounded to 5 cents")),
    "rights.warn_days": _number(30, 0, 365, N_("Warn so many days before a right ends")),
    "rights.months": _number(6, 1, 120, N_("A right or a renewal lasts so many months, unless another day is given")),
    "rights.most_renewals": _number(0, 0, 100, N_("A right is renewed at most so often; 0: as often as needed")),
    "rights.most_months": _number(0, 0, 600, N_("All terms together last at most so many months; 0: no limit")),
    "rights.pause_months": _number(0, 0, 120, N_("After that, no new right for so many months; then it begins anew")),
    "rights.ways": Known(
        "referral",
        partial(reading.some_of, words=WAYS),
        ", ".join(WAYS),
        N_("What may lead to a right: a referral, a category of the list, an income that was looked at"),
    ),
    "rights.categories": Known(
        "leefloon debt_mediation bim",
        reading.codes,
        N_("codes divided by blanks"),
        N_("The categories that lead to a right without asking about income"),
    ),
    "rights.proofs": Known(
        "ocmw_letter leefloon bim debt_mediation composition income",
        reading.codes,
        N_("codes divided by blanks"),
        N_("The documents that may be seen before a right is given; another is named in a few words"),
    ),
    "rights.income_divisor": _choice(("30", "30.5"), N_("Days of a month when income is looked at")),
    "rights.income_threshold_cents": _number(
        1000, 0, reading.MOST_CENTS, N_("With less than this for each person and day there is a right")
    ),
    "rights.income_counts": Known(
        "wage benefit pension child_benefit maintenance",
        reading.codes,
        N_("codes divided by blanks"),
        N_("What counts as income"),
    ),
    "vat.regime": _choice(
        ("exempt", "small", "taxable"), N_("VAT on the shop's own sales: decides what receipts show")
    ),
    "receipt.paper": _choice(("on_request", "always", "never"), N_("When the till makes a receipt")),
    "receipt.heading": Known("", str, N_("any text, lines divided by |"), N_("Lines under the shop's name on papers")),
    "factor.meals_per_1000_kg": _number(2200, 0, 10_000, N_("Reports: how many meals 1000 kg of goods are")),
    "factor.meals_source": Known(
        "Schenkingsbeurs 2019", reading.text, N_("any text"), N_("Who says how many meals that is")
    ),
    "factor.co2e_g_per_kg": _number(2500, 0, 100_000, N_("Reports: grams of CO2e that a kilogram spares")),
    "factor.co2e_source": Known(
        "Schenkingsbeurs 2019", reading.text, N_("any text"), N_("Who says how much CO2e that is")
    ),
    "label.municipality_nl": Known(
        "Gemeente Jette", reading.text, N_("a name"), N_("Who gives the label, as Dutch papers say it")
    ),
    "label.municipality_fr": Known(
        "Commune de Jette", reading.text, N_("a name"), N_("Who gives the label, as French papers say it")
    ),
    "label.register": Known("", str, N_("an address"), N_("Where the public register of the label can be read")),
    "recipient.kbo": Known("", reading.enterprise, "0403.019.261", N_("Enterprise number of the shop, on gift notes")),
    "recipient.recognised_by": Known("", str, N_("any text"), N_("Which authority recognised the shop")),
    "recipient.recognition": Known("", str, N_("any text"), N_("Number of that recognition, on gift notes")),
    "recipient.recognised_on": Known("", reading.day, "2026-01-31", N_("Date of that recognition, on gift notes")),
    "till.lock_minutes": _number(10, 0, 240, N_("The till locks after so many minutes without a key; 0 is never")),
    "staff.cards": _choice(
        ("off", "with_pin", "alone"), N_("A colleague's card: not used, asks for the PIN, or is enough to sign in")
    ),
    "copies.days": _number(14, 1, 366, N_("Copies of the books: the last of so many days is kept")),
    "copies.weeks": _number(8, 0, 104, N_("Copies of the books: the last of so many weeks is kept")),
    "copies.months": _number(12, 0, 120, N_("Copies of the books: the last of so many months is kept")),
    "copies.warn_days": _number(2, 0, 60, N_("Warn when the last copy is older than so many days")),
    "desk.slots": Known(
        "",
        reading.slots,
        "tue/13:30/12 tue/14:00/12 fri/40",
        N_("Shopping days and hours, each with how many households may come; empty: everybody, always"),
    ),
    "desk.slip": _choice(("always", "on_request", "never"), N_("When the welcome desk makes a slip with the number")),
    "keep.household_months": _number(
        24, 1, 120, N_("A household's file is kept for so many months after its last right")
    ),
    "keep.link_days": _number(35, 7, 366, N_("A year's sales are tied to households until so many days after its end")),
    "keep.note_days": _number(
        30, 0, 3650, N_("Remarks, substitutes and who came on a day are kept for so many days after their last day")
    ),
    "keep.by_itself": Known(
        "on", reading.switch, "on, off", N_("What is past its term is forgotten at a closing of the drawer, by itself")
    ),
    "keep.notice_days": _number(
        7, 1, 60, N_("It stands on the day's page for so many days before; a shorter term waits as long")
    ),
    "funder.age_bands": Known(
        "0-15 0-17 18-29 65+",
        reading.age_bands,
        "0-15 0-17 18-29 65+",
        N_("Ages that a funder's paper of a year counts, as in force on the year's last day; they may overlap"),
    ),
    "barcode.weight_labels": Known(
        "29IIIIIWWWWWC", reading.weight_labels, "29IIIIIWWWWWC; …", N_("The shop's own scale labels")
    ),
}


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One setting as people see it."""

    key: str
    value: str
    valid_from: dt.date
    about: str


@dataclass(frozen=True, slots=True)
class Settings:
    """The rules in force on one day."""

    values: Mapping[str, Any]
    version: int
    """Number of the newest row in force: what a sale line remembers as its rule version."""

    def __getitem__(self, key: str) -> Any:
        return self.values[key]


_DEFAULTS = {key: known.read(known.default) for key, known in KNOWN.items()}
_IN_FORCE = select(SettingRow.id, SettingRow.key, SettingRow.value, SettingRow.valid_from).order_by(
    SettingRow.valid_from, SettingRow.id
)


@remembered
def current(session: Session, on: dt.date) -> Settings:
    """Tell the rules in force on a day."""
    return ask(session, in_force(on))


def ever(session: Session, key: str) -> set[Any]:
    """Tell all values that a setting with a list ever had."""
    known = KNOWN[key]
    rows = session.scalars(select(SettingRow.value).where(SettingRow.key == key))
    return {value for text in (known.default, *rows) for value in known.read(text)}


def in_force(on: dt.date) -> Question[Settings]:
    """Ask for the rules in force on a day."""

    def read(rows: Iterable[Any]) -> Settings:
        values, version = dict(_DEFAULTS), 0
        for row in rows:
            if row.valid_from <= on:
                values[row.key] = row.value if row.key.startswith(QUOTA) else KNOWN[row.key].read(row.value)
                version = max(version, row.id)
        return Settings(values, version)

    return Question(_IN_FORCE, {}, read)


def put(  # one verb for every setting: each has its own reader
    session: Session, key: str, *, value: str, valid_from: dt.date | None = None, at: Counter, now: dt.datetime
) -> SettingLine:
    """Set a rule from a day on (today if none is given); earlier days keep theirs."""
    require(at, Permission.SETTINGS)
    known = KNOWN.get(key)
    if known is None:
        raise UnknownSetting(key=key, known=", ".join(KNOWN))
    try:
        known.read(value)
    except (ValueError, KeyError):
        raise BadSetting(key=key, value=value, possible=known.possible) from None
    first_day = valid_from or at.business_date(now)
    before = current(session, first_day)[key]
    session.add(SettingRow(key=key, valid_from=first_day, value=value, set_at=now, set_by=at.by))
    session.flush()
    journal.record(session, at, verb="setting", subject=key, now=now, before=before, after=value, valid_from=first_day)
    return SettingLine(key, value, first_day, known.about)


def listing(session: Session) -> tuple[SettingLine, ...]:
    """List every setting with all its dated values, the newest last; then the quotas, which are rules too."""
    rows = session.execute(_IN_FORCE).all()
    lines = []
    for key, known in KNOWN.items():
        set_values = [SettingLine(key, row.value, row.valid_from, known.about) for row in rows if row.key == key]
        lines += set_values or [SettingLine(key, known.default, LONG_AGO, known.about)]
    quotas = sorted((row for row in rows if row.key.startswith(QUOTA)), key=lambda row: str(row.key))
    return (*lines, *(SettingLine(row.key, row.value, row.valid_from, ABOUT_QUOTAS) for row in quotas))
