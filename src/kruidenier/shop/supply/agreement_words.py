"""Agreements in words: how they stand, what became of a pick-up, and the terms in short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kruidenier.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kruidenier.shop.supply.agreement_documents import Promise

STATES = {
    "draft": N_("draft"),
    "not_started": N_("signed, to begin"),
    "in_force": N_("in force"),
    "ends_soon": N_("ends soon"),
    "ended": N_("over"),
    "dropped": N_("dropped"),
}
PICK_UPS = {
    "expected": N_("expected"),
    "kept": N_("honoured"),
    "missed": N_("nothing came"),
    "refused": N_("refused by us"),
    "cancelled": N_("called off in time"),
}
COVERS = {
    "establishment": N_("this establishment alone"),
    "enterprise": N_("all of the enterprise"),
    "banner": N_("all under the banner"),
}
CARRIERS = {"shop": N_("we fetch"), "giver": N_("they bring")}
SWITCHES = {
    "sorted_by_giver": N_("the giver sorts"),
    "may_refuse": N_("we may refuse all or part"),
    "traced": N_("both sides trace"),
    "voucher": N_("a gift note at each pick-up"),
    "label_data": N_("what belongs on labels is there"),
    "asks_own_list": N_("the giver brings a list each time"),
    "on_holidays": N_("on public holidays too"),
}
"""Terms that are agreed or not, in the order in which they are asked."""


def terms(promise: Promise) -> Iterator[str]:
    """Say in short what was agreed, one term after another."""
    yield _(COVERS[promise.covers])
    for name, said in SWITCHES.items():
        if getattr(promise, name):
            yield _(said)
    if promise.min_days is not None:
        yield ngettext(
            "at least {n} day to the use-by date", "at least {n} days to the use-by date", promise.min_days
        ).format(n=promise.min_days)
    yield ngettext("{n} day of notice", "{n} days of notice", promise.notice_days).format(n=promise.notice_days)
    yield from (words for words in (promise.goods, promise.other) if words)
