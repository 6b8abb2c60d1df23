"""May this still go out? The date on the pack decides."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from kruidenier.errors import NotSafe, ShopError
from kruidenier.i18n import N_

if TYPE_CHECKING:
    from kruidenier.shop.office.settings import Settings

DATE_MARKS = ("use_by", "best_before", "none")
SHORTEST = 4
"""The shelf-life group of goods of which the kind is not known yet, such as mixed crates."""
FOR_EVER = 9000
"""Lists write such a year for goods that never go off."""


class UseByPassed(NotSafe):
    """Past its use-by date: it never goes out, whoever asks."""

    message = N_("{name}: the use-by date {date} has passed. It may not be sold. Put it in the blocked crate.")


class GracePassed(NotSafe):
    """Past its best-before date and the months of grace of its kind."""

    message = N_("{name}: best before {date} is too long ago. It may not be sold. Put it in the blocked crate.")


class KeepsNoLonger(NotSafe):
    """Past the limit that freezing or repacking gave it."""

    message = N_("{name}: it keeps until {date} after freezing or repacking, and that day has passed. Throw it away.")


class DateWithoutMark(ShopError):
    """A date and its kind that do not go together."""

    message = N_("A use-by or best-before needs its date, and goods without a date have none of the two.")


class NotADate(ShopError):
    """Something that is no date."""

    message = N_(
        "“{typed}” is not a date. Type day and month (31/12, or 3112), with the year if it is on the pack (31/12/27), "
        "month and year alone (11/27), +3d, +2w or +1m from today, or x for none."
    )


def last_day(
    mark: str,
    date: dt.date | None,
    *,
    shelf_life_group: int,
    settings: Settings,
    keeps_until: dt.date | None = None,
) -> dt.date | None:
    """Tell the last day goods may go out; None if nothing limits it.

    Use-by: the date itself. Best-before: the date plus the grace of the shelf-life group in calendar months, the
    end of a month clamped (FAVV/AFSCA circular PCCB/S3/CDP/1092228 as reported in 2013; the values are settings).
    The limit after freezing or repacking stands in place of both.
    """
    if keeps_until is not None:
        return keeps_until
    if date is None or mark == "none":
        return None
    if mark == "use_by":
        return date
    months: int = settings[f"grace.group_{shelf_life_group}_months"]
    return date + relativedelta(months=months) if date.year < FOR_EVER else dt.date.max


def require_in_date(
    mark: str,
    date: dt.date | None,
    *,
    name: str,
    shelf_life_group: int,
    on: dt.date,
    settings: Settings,
    keeps_until: dt.date | None = None,
) -> None:
    """Refuse goods whose date has passed."""
    until = last_day(mark, date, shelf_life_group=shelf_life_group, settings=settings, keeps_until=keeps_until)
    if until is not None and on > until:
        raise too_late(mark, treated=keeps_until is not None)(name=name, date=keeps_until or date)


def require_mark(mark: str, date: dt.date | None) -> None:
    """Refuse a date of no kind, or a kind without its date."""
    if mark not in DATE_MARKS or (mark == "none") != (date is None):
        raise DateWithoutMark


def too_late(mark: str, *, treated: bool) -> type[NotSafe]:
    """Tell the refusal of goods after their last day."""
    if treated:
        return KeepsNoLonger
    return UseByPassed if mark == "use_by" else GracePassed


def past_best_before(mark: str, date: dt.date | None, *, on: dt.date, keeps_until: dt.date | None = None) -> bool:
    """Tell whether a best-before date has passed and rules still, which must be told to whoever takes the goods."""
    return mark == "best_before" and date is not None and on > date and keeps_until is None


NO_DATE = ("x", "*")
_FROM_TODAY = re.compile(r"\+ ?(\d{1,3}) ?([dwmjs]?)")
_UNITS = {"": "days", "d": "days", "j": "days", "w": "weeks", "s": "weeks", "m": "months"}
"""Of days, weeks and months, in the first letters of all three languages; no letter is days."""
_PARTED = re.compile(r"(\d{1,2})[/.\- ](\d{1,2}|\d{4})(?:[/.\- ](\d{2}|\d{4}))?")
_TOGETHER = re.compile(r"(\d{2})(20\d{2}|\d{2})(\d{4}|\d{2})?")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def read_date(text: str, today: dt.date) -> dt.date | None:
    """Read a date as it is typed quickly from a pack; None is `x`: there is no date.

    Two numbers are day and month, unless the second is no month: then they are month and year, and the last day of
    that month counts. Packs without a year keep for three months at most (Regulation (EU) 1169/2011, annex X), so the
    year that brings them nearest to today is meant.
    """
    typed = text.strip().lower()
    if typed in NO_DATE:
        return None
    if found := _FROM_TODAY.fullmatch(typed):
        return today + relativedelta(**{_UNITS[found[2]]: int(found[1])})  # type: ignore[arg-type]
    if found := _YEAR_FIRST.fullmatch(typed):
        return _or_refuse(_day(int(found[1]), int(found[2]), int(found[3])), text)
    found = _PARTED.fullmatch(typed) or _TOGETHER.fullmatch(typed)
    if found is None:
        raise NotADate(typed=text[:20])
    first, second, year = int(found[1]), int(found[2]), found[3]
    if year is not None:
        return _or_refuse(_day(_full(year), second, first), text)
    if second > 12:
        return _or_refuse(_end_of_month(_full(found[2]), first), text)
    near = [day for year in (-1, 0, 1) if (day := _day(today.year + year, second, first))]
    return _or_refuse(min(near, key=lambda day: abs(day - today), default=None), text)


def _full(year: str) -> int:
    return int(year) + (2000 if len(year) == 2 else 0)


def _end_of_month(year: int, month: int) -> dt.date | None:
    first = _day(year, month, 1)
    return first and first + relativedelta(day=31)


def _day(year: int, month: int, day: int) -> dt.date | None:
    if not 2000 <= year <= 2099:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _or_refuse(date: dt.date | None, text: str) -> dt.date:
    if date is None:
        raise NotADate(typed=text[:20])
    return date
