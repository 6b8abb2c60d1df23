"""Making an agreement on screen: with whom, how long, when goods are fetched, and on which terms."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta

from kruidenier.errors import ShopError
from kruidenier.i18n import N_, _, day
from kruidenier.tui import reading
from kruidenier.tui.dialogs import Choice, Flow, ask, pick
from kruidenier.tui.screens import signing

if TYPE_CHECKING:
    from collections.abc import Callable

    from kruidenier.shop.office.place import Counter
    from kruidenier.shop.supply.agreement_documents import AgreementDocument, Promise
    from kruidenier.shop.supply.habits import Expected
    from kruidenier.tui.screen import ShopScreen

MOST_DAYS = 366
LONGEST = 60


class NotWeekdays(ShopError):
    """Something that names no days of the week."""

    message = N_("“{typed}” names no days. Type 1 for Monday to 7 for Sunday: 25 is Tuesday and Friday.")


class NotMonths(ShopError):
    """Something that names no months."""

    message = N_("“{typed}” names no months. Type 1 to 12 with spaces between: 5 6 7. Enter alone is all year.")


def draft(screen: ShopScreen, supplier: str | None) -> Flow[str | None]:
    """Draft an agreement, with its first pick-up days; tells its number."""
    from kruidenier.shop.office.staff import Permission
    from kruidenier.shop.supply import agreeing
    from kruidenier.shop.supply.agreement_documents import Promise

    at = yield from signing.allowed(screen, Permission.AGREEMENTS)
    code = None if at is None else supplier or (yield from _supplier(screen))
    if at is None or code is None:
        return None
    today = screen.app.today
    span = yield from _span(today)
    if span is None:
        return None
    promise = Promise(starts_on=span[0], ends_on=span[1])
    document = yield from screen.do(agreeing.draft, code, promise=promise, at=at)
    if document is None:
        return None
    yield from plan(screen, document, at)
    return document.number


def _supplier(screen: ShopScreen) -> Flow[str | None]:
    """Choose a supplier by digit, or by the beginning of a name."""
    from kruidenier.shop.office.folding import folded
    from kruidenier.shop.supply import habits
    from kruidenier.shop.supply.suppliers import NoSuchSupplier

    on = screen.app.today
    known = (yield from screen.ask(habits.expected, on=on)) or ()
    by_name = sorted(known, key=lambda one: folded(one.name))

    def read(typed: str) -> Expected:
        wanted = folded(typed)
        for one in by_name:
            if wanted and (folded(one.name).startswith(wanted) or folded(one.code) == wanted):
                return one
        raise NoSuchSupplier(supplier=typed[:40])

    if not by_name:
        screen.say(_("The shop knows no suppliers yet. `kruidenier import suppliers` brings a list in."))
        return None
    choices = [Choice(one.name, one) for one in by_name]
    chosen = yield from pick(_("With whom?"), choices, prompt=_("digit or name"), reads=read)
    return None if chosen is None else chosen.code


def _span(today: dt.date) -> Flow[tuple[dt.date, dt.date | None] | None]:
    """Ask for the first and the last day."""
    first = yield from ask(_("From which day on? Enter alone: today."), prompt=_("date"), reads=_date_or(today, today))
    if first is None:
        return None
    last = yield from last_day(first, today)
    return None if last is None else (first, last[0])


def last_day(first: dt.date, today: dt.date) -> Flow[tuple[dt.date | None] | None]:
    """Ask for the last day; the answer is wrapped, since an open time is None too."""
    year = first + relativedelta(years=1, days=-1)

    def read(typed: str) -> tuple[dt.date | None]:
        return (year if not typed.strip() else None if typed.strip() == "0" else reading.date(today)(typed),)

    title = _("Until which day included? Enter alone: {day}, a whole year. 0: for an open time.")
    return (yield from ask(title.format(day=day(year)), prompt=_("date"), reads=read))


def _date_or(empty: dt.date, today: dt.date) -> Callable[[str], dt.date]:
    return lambda typed: empty if not typed.strip() else reading.date(today)(typed)


def plan(screen: ShopScreen, document: AgreementDocument, at: Counter) -> Flow[AgreementDocument | None]:
    """Plan a pick-up that comes back: where, on which days, at what hour, who carries, how many crates."""
    from kruidenier.shop.supply import pick_up_plans, recurrence

    places = (yield from screen.ask(pick_up_plans.places, document.number)) or ()
    where = places[0] if places else None
    if len(places) > 1:
        where = yield from pick(_("Where are goods fetched?"), [Choice(one.name, one) for one in places])
    if where is None:
        return None
    title = _("{supplier}: on which days? 1 is Monday, 7 Sunday; 25 is Tuesday and Friday.")
    days = yield from ask(title.format(supplier=where.name), prompt=_("days"), reads=weekdays)
    if days is None:
        return None
    every = yield from ask(
        _("Every how many weeks? Enter alone: every week."),
        prompt=_("weeks"),
        reads=lambda typed: reading.number(recurrence.MOST_WEEKS, least=1)(typed) if typed.strip() else 1,
    )
    in_months = (
        None
        if every is None
        else (
            yield from ask(
                _("Only in some months? Type them as 5 6 7; Enter alone: all year."), prompt=_("months"), reads=months
            )
        )
    )
    rest = None if in_months is None else (yield from _hour_and_crates())
    if every is None or in_months is None or rest is None:
        return None
    rule = recurrence.rule_of(days, every=every, months=in_months)
    return (yield from screen.do(pick_up_plans.add, document.number, supplier=where.code, rule=rule, at=at, **rest))


def _hour_and_crates() -> Flow[dict[str, Any] | None]:
    at_hour = yield from ask(_("At what hour? Enter alone: not fixed."), prompt=_("hour"), reads=reading.hour_or_none)
    if at_hour is None:
        return None
    carriers = [Choice(_("we fetch them"), "shop"), Choice(_("they bring them"), "giver")]
    carrier = yield from pick(_("Who carries the goods?"), carriers)
    if carrier is None:
        return None
    crates = yield from ask(
        _("How many crates usually? Enter alone: not known."),
        prompt=_("crates"),
        reads=lambda typed: (reading.number(999)(typed) if typed.strip() else None,),
    )
    if crates is None:
        return None
    (hour,), (number,) = at_hour, crates
    return {"at_time": None if hour is None else f"{hour:%H:%M}", "carrier": carrier, "crates": number}


def weekdays(typed: str) -> tuple[str, ...]:
    """Read days of the week by their digits."""
    from kruidenier.shop.supply.recurrence import WEEKDAYS

    digits = re.sub(r"[ ,.]", "", typed)
    if not re.fullmatch("[1-7]{1,7}", digits):
        raise NotWeekdays(typed=typed[:20])
    return tuple(WEEKDAYS[int(digit) - 1] for digit in sorted(set(digits)))


def months(typed: str) -> tuple[int, ...]:
    """Read months by their numbers; nothing is all year."""
    parts = re.split(r"[ ,.;]+", typed.strip()) if typed.strip() else []
    if not all(re.fullmatch("0?[1-9]|1[0-2]", part) for part in parts):
        raise NotMonths(typed=typed[:20])
    return tuple(sorted({int(part) for part in parts}))


def terms(screen: ShopScreen, document: AgreementDocument, at: Counter) -> Flow[AgreementDocument]:
    """Change terms one by one, each saved at once, until the person goes back."""
    from kruidenier.shop.supply import agreeing

    today = screen.app.today
    while True:
        name = yield from pick(_("Which term is different? Esc when all is right."), _term_choices(document.promise))
        if name is None:
            return document
        promise = yield from _changed(name, document.promise, today)
        done = (
            None
            if promise is None
            else (yield from screen.do(agreeing.change, document.number, promise=promise, at=at))
        )
        document = done or document


def _term_choices(promise: Promise) -> list[Choice[str]]:
    from kruidenier.shop.supply import agreement_words

    choices = [
        Choice(f"[{'x' if getattr(promise, name) else ' '}] {_(words)}", name)
        for name, words in agreement_words.SWITCHES.items()
    ]
    life = "–" if promise.min_days is None else str(promise.min_days)
    last = _("no end") if promise.ends_on is None else day(promise.ends_on)
    return [
        *choices,
        Choice(_("days to the use-by date: {n}").format(n=life), "min_days"),
        Choice(_("days of notice: {n}").format(n=promise.notice_days), "notice_days"),
        Choice(_("it covers: {what}").format(what=_(agreement_words.COVERS[promise.covers])), "covers"),
        Choice(_("from {first} until {last}").format(first=day(promise.starts_on), last=last), "span"),
        Choice(_("goods: {words}").format(words=promise.goods or "–"), "goods"),
        Choice(_("other: {words}").format(words=promise.other or "–"), "other"),
    ]


def _changed(name: str, promise: Promise, today: dt.date) -> Flow[Promise | None]:
    """Ask for the new value of one term."""
    from kruidenier.shop.supply import agreement_words

    value: Any
    if name in agreement_words.SWITCHES:
        turned: dict[str, Any] = {name: not getattr(promise, name)}
        return replace(promise, **turned)
    if name == "span":
        span = yield from _span(today)
        return None if span is None else replace(promise, starts_on=span[0], ends_on=span[1])
    if name == "covers":
        value = yield from pick(_("What does it cover?"), [Choice(_(w), c) for c, w in agreement_words.COVERS.items()])
    elif name == "min_days":
        found = yield from ask(
            _("How many days to the use-by date, at least? Enter alone: not agreed."),
            prompt=_("days"),
            reads=lambda typed: (reading.number(MOST_DAYS)(typed) if typed.strip() else None,),
        )
        return None if found is None else replace(promise, min_days=found[0])
    elif name == "notice_days":
        value = yield from ask(_("How many days of notice?"), prompt=_("days"), reads=reading.number(MOST_DAYS))
    else:
        title = _("What is given, and what is not?") if name == "goods" else _("What else was agreed?")
        value = yield from ask(title, prompt=_("words"), reads=str.strip, typed=getattr(promise, name)[:LONGEST])
    changed: dict[str, Any] = {name: value}
    return None if value is None else replace(promise, **changed)
