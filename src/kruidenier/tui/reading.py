"""Reading what people type on a number pad: money, weights, dates, hours, numbers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from kruidenier.errors import ShopError
from kruidenier.i18n import N_

MOST_GRAMS = 99_999
MOST_PIECES = 99_999
_MONEY = re.compile(r"(\d{1,6})?(?:[.,](\d{1,2}))?")
_KILOGRAMS = re.compile(r"(\d{1,3})?[.,](\d{1,3})")
_WEIGHT_OF_CRATES = re.compile(r"(\d{1,4})?(?:[.,](\d{1,3}))?", re.ASCII)
_PIECES = re.compile(r"(\d{1,5})(?: ?[*x×] ?(\d{1,4}))?", re.ASCII)
_HOUR = re.compile(r"([01]?\d|2[0-3])(?:[:hu., ]?([0-5]\d))?[hu]?", re.ASCII)


class NotMoney(ShopError):
    """Something that is no amount of money."""

    message = N_("“{typed}” is not an amount. Type euros, then a comma and the cents: 12,35.")


class NotAWeight(ShopError):
    """Something that is no weight."""

    message = N_("“{typed}” is not a weight. Type grams, such as 1250, or kilograms with a comma, such as 1,25.")


class NotKilograms(ShopError):
    """Something that is no weight of crates."""

    message = N_("“{typed}” is not a weight in kilograms. Type it as the scale says it, such as 96,4.")


class NotPieces(ShopError):
    """Something that is neither pieces nor boxes."""

    message = N_("“{typed}” is not a number of pieces. Type 12, or 3*12 for 3 boxes of 12.")


class NotADay(ShopError):
    """Something that is no date, where there must be one."""

    message = N_(
        "“{typed}” is not a date. Type day and month (31/12, or 3112), with the year if need be (31/12/27), month and"
        " year alone (11/27), or +3d, +2w or +1m from today."
    )


class NoDateTyped(ShopError):
    """Enter alone where a date is wanted, and no likely one is known."""

    message = N_("Type the date that stands on the pack, or x if there is none.")


class NotAnHour(ShopError):
    """Something that is no hour of a day."""

    message = N_("“{typed}” is not an hour. Type 16:30, 1630 or 16.")


class NotANumber(ShopError):
    """Something that is no number of pieces."""

    message = N_("“{typed}” is not a number that is possible here. Type a number of at most {most}.")


class NoNumberTyped(ShopError):
    """Enter alone where a number is wanted, and none is usual."""

    message = N_("Type a number of at most {most}, or Esc goes back.")


def cents(typed: str) -> int:
    """Read money: whole euros, or one comma or point before the cents. Groups of thousands are refused."""
    from kruidenier.shop.till.payments import MOST_CENTS

    found = _MONEY.fullmatch(typed.strip())
    if found is None or not any(found.groups()):
        raise NotMoney(typed=typed[:20])
    amount = int(found[1] or 0) * 100 + int((found[2] or "").ljust(2, "0"))
    if amount > MOST_CENTS:
        raise NotMoney(typed=typed[:20])
    return amount


def grams(typed: str, *, most: int = MOST_GRAMS) -> int:
    """Read a weight: plain digits are grams, a comma or point makes it kilograms."""
    typed = typed.strip()
    amount = 0
    if typed.isascii() and typed.isdigit() and len(typed) <= 8:
        amount = int(typed)
    elif found := _KILOGRAMS.fullmatch(typed):
        amount = int(found[1] or 0) * 1000 + int(found[2].ljust(3, "0"))
    if not 0 < amount <= most:
        raise NotAWeight(typed=typed[:20])
    return amount


def kilograms(typed: str) -> int:
    """Read a weight as a scale for crates says it: plain digits are kilograms, a comma or point comes before grams."""
    found = _WEIGHT_OF_CRATES.fullmatch(typed.strip())
    weight = int(found[1] or 0) * 1000 + int((found[2] or "").ljust(3, "0")) if found else 0
    if not weight:
        raise NotKilograms(typed=typed[:20])
    return weight


def pieces(typed: str) -> int:
    """Read a number of pieces, or of boxes times the pieces in each."""
    found = _PIECES.fullmatch(typed.strip())
    count = int(found[1]) * int(found[2] or 1) if found else 0
    if not 0 < count <= MOST_PIECES:
        raise NotPieces(typed=typed[:20])
    return count


def number(most: int, *, least: int = 0) -> Callable[[str], int]:
    """Make a reader of whole numbers up to a most."""

    def read(typed: str) -> int:
        typed = typed.strip()
        if not typed:
            raise NoNumberTyped(most=most)
        if not (typed.isascii() and typed.isdigit() and len(typed) < 8 and least <= int(typed) <= most):
            raise NotANumber(typed=typed[:20], most=most)
        return int(typed)

    return read


def date(today: dt.date) -> Callable[[str], dt.date]:
    """Make a reader of dates."""

    def read(typed: str) -> dt.date:
        from kruidenier.shop.goods.dates import NotADate, read_date

        try:
            found = read_date(typed, today)
        except NotADate:
            found = None
        if found is None:
            raise NotADay(typed=typed[:20])
        return found

    return read


def date_or_none(today: dt.date) -> Callable[[str], tuple[dt.date | None]]:
    """Make a reader of dates on packs that may have none; the answer is wrapped, since going back is None too."""

    def read(typed: str) -> tuple[dt.date | None]:
        from kruidenier.shop.goods.dates import read_date

        if not typed.strip():
            raise NoDateTyped
        return (read_date(typed, today),)

    return read


def hour_or_none(typed: str) -> tuple[dt.time | None]:
    """Read an hour, or Enter alone; the answer is wrapped, since going back is None too."""
    typed = typed.strip()
    if not typed:
        return (None,)
    found = _HOUR.fullmatch(typed.lower())
    if found is None:
        raise NotAnHour(typed=typed[:20])
    return (dt.time(int(found[1]), int(found[2] or 0)),)


def tenths(typed: str) -> int:
    """Read a temperature."""
    from kruidenier.shop.goods.places import read_degrees

    return read_degrees(typed)
