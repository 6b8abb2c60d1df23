"""What the welcome desk shows, in lines: what a slip says, what is to be settled aside, and the queue by number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING

from kruidenier.i18n import N_, _, day, money, weight
from kruidenier.tui.widgets.words import plain

if TYPE_CHECKING:
    from kruidenier.shop.people.arrivals import Promised, Queued
    from kruidenier.shop.till.desk import Slip, ToSettle

STATES = {"called": N_("CALLED"), "waiting": N_("WAITING"), "shopping": N_("IN THE SHOP")}
MOST_ROWS = 4
"""Of numbers in one state."""


def lines(slip: Slip | None, settle: Sequence[ToSettle], queue: Sequence[Queued], width: int) -> Iterator[str]:
    """Write the whole sheet."""
    if slip is None:
        yield _("Scan a card, or type its number and press Enter.")
    else:
        yield from wrap(slip_words(slip), width)
    for one in settle:
        words = _("To settle here, aside, by staff.")
        if one.card is None:
            words = _("To settle here, aside (. and then 1): {what}").format(what=one.reason)
        yield from wrap(words, width)
    for state, title in STATES.items():
        numbers = [one for one in queue if one.state == state]
        yield ""
        yield f"{_(title)}  {len(numbers)}"
        yield from [f"  {row}" for row in _numbers(numbers, width - 2)][:MOST_ROWS]


def slip_words(slip: Slip) -> str:
    """Say in a line what the slip of a number says."""
    said = [_("No. {number}").format(number=slip.number)]
    if slip.slot:
        said.append(_("goes in at {hour}").format(hour=slip.slot))
    if slip.left_cents is not None:
        left = _("left {amount} until {date}")
        said.append(left.format(amount=money(slip.left_cents), date=day(slip.until)))
    if slip.free_left_cents is not None:
        said.append(_("free goods {amount}").format(amount=money(slip.free_left_cents)))
    said += [f"{_name(line)} {_much(line)}" for line in slip.limits]
    return " · ".join(said)


def _numbers(numbers: Sequence[Queued], width: int) -> Iterator[str]:
    for slot, some in groupby(numbers, key=lambda one: one.slot or ""):
        listed = "  ".join(str(one.number) for one in some)
        yield from wrap(f"{slot}  {listed}".strip() if slot else listed, width)


def _name(line: Promised) -> str:
    from kruidenier.shop.goods.names import best_name

    return plain(best_name(line.names, line.goods.capitalize()))[:30]


def _much(line: Promised) -> str:
    return weight(line.amount) if line.by_weight else f"{line.amount} ×"
