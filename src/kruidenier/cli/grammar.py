"""How goods, payments and coins are written at the console."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import click

from kruidenier.cli import words
from kruidenier.errors import ShopError
from kruidenier.i18n import N_, _

if TYPE_CHECKING:
    from kruidenier.shop.supply.receiving import Brought
    from kruidenier.shop.till.kept import Back
    from kruidenier.shop.till.payments import Payment
    from kruidenier.shop.till.values import Wanted

_ITEM = re.compile(
    r"(?P<code>.+?)(?:\*(?P<count>[0-9]+)|@(?P<grams>[0-9]+))?(?:!(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}))?", re.DOTALL
)
_GS1 = re.compile(r"\][A-Za-z][0-9A-Za-z]|[0-9]{16}")
"""Only codes that begin so may have `*`, `@` or `!` of their own."""


class BadItem(ShopError):
    """Goods that cannot be read."""

    message = N_("“{item}” cannot be read: write CODE, CODE*COUNT or CODE@GRAMS, and !2026-12-31 for the date on it.")


def item(text: str) -> Wanted:
    """Read `CODE[*COUNT|@GRAMS][!DATE]`."""
    from kruidenier.shop.till.values import Wanted

    code, count, grams, date = _parts(text)
    return Wanted(code, count=1 if count is None else count, grams=grams, date=date)


def back(text: str) -> Back:
    """Read `CODE[*COUNT|@GRAMS]`."""
    from kruidenier.shop.till.kept import Back

    code, count, grams, date = _parts(text)
    if date is not None:
        raise BadItem(item=text)
    return Back(code, count=count, grams=grams)


def brought(text: str) -> Brought:
    """Read `CODE[*COUNT|@GRAMS][!DATE]` of goods that come in; how much may stand in the code."""
    from kruidenier.shop.supply.receiving import Brought

    code, count, grams, date = _parts(text)
    return Brought(code, count=count, grams=grams, date=date)


def _parts(text: str) -> tuple[str, int | None, int | None, dt.date | None]:
    found = _ITEM.fullmatch(text)
    if found is None:
        raise BadItem(item=text)
    code, count, grams, date = found.group("code", "count", "grams", "date")
    if any(sign in code for sign in "*@!") and not _GS1.match(code):
        raise BadItem(item=text)
    try:
        return code, _whole(count), _whole(grams), dt.date.fromisoformat(date) if date else None
    except ValueError:
        raise BadItem(item=text) from None


def _whole(digits: str | None) -> int | None:
    if digits is not None and len(digits) > 9:
        raise ValueError(digits)
    return None if digits is None else int(digits)


class Method(click.ParamType[Any]):
    """A way of paying: METHOD or METHOD=CENTS."""

    name = "method"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Payment:
        """Read a way of paying; whether the shop has it is the shop's to say."""
        from kruidenier.shop.till.payments import Payment

        method, given, cents = value.partition("=")
        if not given:
            return Payment(method)
        if not re.fullmatch("-?[0-9]{1,12}", cents):
            self.fail(
                _("“{value}”: write whole cents, such as cash=2000.").format(value=words.shown(value)), param, ctx
            )
        return Payment(method, int(cents))


class Coins(click.ParamType[Any]):
    """How many of a coin or note: COIN=N, the coin in cents."""

    name = "coins"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Read how many of a coin there are."""
        found = re.fullmatch("([0-9]{1,6})=([0-9]{1,6})", value)
        if found is None:
            self.fail(
                _("“{value}”: write the coin in cents and how many, such as 200=14.").format(value=words.shown(value)),
                param,
                ctx,
            )
        return int(found[1]), int(found[2])
