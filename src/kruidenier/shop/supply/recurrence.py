"""When pick-ups come back: recurrence rules of iCalendar, the days they fall on, and Belgian public holidays."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache

from kruidenier.errors import ShopError
from kruidenier.i18n import LOCALES, N_, _, language

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST_WEEKS = 8
_RULE = re.compile(
    r"FREQ=WEEKLY(?:;INTERVAL=(?P<every>[1-8]))?;BYDAY=(?P<days>(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:MO|TU|WE|TH|FR|SA|SU))*)"
    r"(?:;BYMONTH=(?P<months>(?:1[0-2]|[1-9])(?:,(?:1[0-2]|[1-9]))*))?"
)
"""The part of RFC 5545 that pick-ups need: days of the week, every so many weeks, all year or in some months."""


class UnknownRule(ShopError):
    """A recurrence that cannot be read."""

    message = N_(
        "“{rule}” does not say when goods are fetched. Name days of the week, such as tu,fr, every 1 to {most} weeks, "
        "and months from 1 to 12."
    )


def rule_of(days: Iterable[str], *, every: int = 1, months: Iterable[int] = ()) -> str:
    """Write a rule: days of the week as `TU`, every so many weeks, in these months (none: all year)."""
    named = {day.strip().upper() for day in days}
    some = sorted(set(months))
    weeks = f";INTERVAL={every}" if every != 1 else ""
    in_months = f";BYMONTH={','.join(map(str, some))}" if some else ""
    unknown = ",".join(sorted(named - set(WEEKDAYS)))
    in_order = ",".join(day for day in WEEKDAYS if day in named)
    return require_rule(f"FREQ=WEEKLY{weeks};BYDAY={unknown or in_order}{in_months}")


def require_rule(rule: str) -> str:
    """Give a rule back if it can be read, or refuse."""
    if not is_rule(rule):
        raise UnknownRule(rule=rule[:60], most=MOST_WEEKS)
    return rule


def is_rule(rule: str) -> bool:
    """Whether a rule can be read."""
    return _RULE.fullmatch(rule) is not None


def days_of(rule: str, *, since: dt.date, first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    """List the days of a rule from a day to a day, both included; weeks are counted from its own first day."""
    from dateutil.rrule import rrulestr

    begin, end = (dt.datetime.combine(day, dt.time()) for day in (max(first, since), last))
    returning = rrulestr(rule, dtstart=dt.datetime.combine(since, dt.time()))
    return tuple(moment.date() for moment in returning.between(begin, end, inc=True))


def in_words(rule: str) -> str:
    """Say a rule, such as “Tuesday and Friday” or “Saturday, every 2 weeks, in May, June”."""
    from babel.dates import get_day_names, get_month_names
    from babel.lists import format_list

    found = _RULE.fullmatch(rule)
    if found is None:
        return rule
    locale = LOCALES[language()]
    names, months = get_day_names(locale=locale), get_month_names("wide", context="stand-alone", locale=locale)
    said = [format_list([names[WEEKDAYS.index(day)] for day in found["days"].split(",")], locale=locale)]
    if (every := int(found["every"] or 1)) > 1:
        said.append(_("every {n} weeks").format(n=every))
    if found["months"]:
        named = format_list([months[int(month)] for month in found["months"].split(",")], locale=locale)
        said.append(_("in {months}").format(months=named))
    return ", ".join(said)


def holiday(day: dt.date) -> str | None:
    """Name the Belgian public holiday of a day, in the language spoken now; None on other days."""
    return _holidays(day.year, language()).get(day)


@lru_cache(maxsize=64)
def _holidays(year: int, spoken: str) -> dict[dt.date, str]:
    import holidays

    return dict(holidays.country_holidays("BE", years=year, language={"en": "en_US"}.get(spoken, spoken)))
