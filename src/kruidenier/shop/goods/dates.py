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


def last_day(mark: str, date: dt.date | None, *, shelf_life_group: int, settings: Settings) -> dt.date | None:
    """Tell the last day goods may go out; None if nothing limits it.

    Use-by: the date itself. Best-before: the date plus the grace of the shelf-life group in calendar months, the
    end of a month clamped (FAVV/AFSCA circular PCCB/S3/CDP/1092228 as reported in 2013; the values are settings).
    """
    if date is None or mark == "none":
        return None
    if mark == "use_by":
        return date
    months: int = settings[f"grace.group_{shelf_life_group}_months"]
    return date + relativedelta(months=months)


def require_in_date(
    mark: str, date: dt.date | None, *, name: str, shelf_life_group: int, on: dt.date, settings: Settings
) -> None:
    """Refuse goods whose date has passed."""
    until = last_day(mark, date, shelf_life_group=shelf_life_group, settings=settings)
    if until is None or on <= until:
        return
    raise (UseByPassed if mark == "use_by" else GracePassed)(name=name, date=date)


def past_best_before(mark: str, date: dt.date | None, *, on: dt.date) -> bool:
    """Tell whether a best-before date has passed, which must be told to whoever takes the goods."""
    return mark == "best_before" and date is not None and on > date
