"""May this still go out? The date on the pack decides."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from kruidenier.errors import ShopError
from kruidenier.i18n import N_

if TYPE_CHECKING:
    from kruidenier.shop.office.settings import Settings

DATE_MARKS = ("use_by", "best_before", "none")


class UseByPassed(ShopError):
    """Past its use-by date: it never goes out, whoever asks."""

    message = N_("{name}: the use-by date {date} has passed. It may not be sold. Put it in the blocked crate.")


class GracePassed(ShopError):
    """Past its best-before date and the months of grace of its kind."""

    message = N_("{name}: best before {date} is too long ago. It may not be sold. Put it in the blocked crate.")


class KeepsNoLonger(ShopError):
    """Past the limit that freezing or repacking gave it."""

    message = N_("{name}: it keeps until {date} after freezing or repacking, and that day has passed. Throw it away.")


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
    return date + relativedelta(months=months)


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


def too_late(mark: str, *, treated: bool) -> type[ShopError]:
    """Tell the refusal of goods after their last day."""
    if treated:
        return KeepsNoLonger
    return UseByPassed if mark == "use_by" else GracePassed


def past_best_before(mark: str, date: dt.date | None, *, on: dt.date, keeps_until: dt.date | None = None) -> bool:
    """Tell whether a best-before date has passed and rules still, which must be told to whoever takes the goods."""
    return mark == "best_before" and date is not None and on > date and keeps_until is None
