"""How many wait before the shop, in the heading of the till: counted beside the screen, where there is a desk."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kruidenier.i18n import _
from kruidenier.tui.screen import Done

if TYPE_CHECKING:
    from kruidenier.tui.clerk import Outcome
    from kruidenier.tui.screens.till import TillScreen

EVERY = 20.0
"""Seconds."""


def count(till: TillScreen) -> None:
    """Ask the books how many wait; while they do not answer the last number stays."""
    from kruidenier.shop.people import arrivals

    app = till.app
    if app.shop is None or app.person is None or not till.is_current:
        return

    def told(outcome: Outcome) -> None:
        if outcome.fault is None:
            till.waiting = outcome.value
            till.show_heading()

    question = partial(app.read, arrivals.waiting, app.today)
    app.books.hand(question, lambda outcome: till.post_message(Done(outcome, told)))


def words(till: TillScreen) -> str:
    """Say how many wait; nothing on a day without a desk."""
    return "" if till.waiting is None else _("queue {n}").format(n=till.waiting)
