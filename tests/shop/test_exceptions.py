"""Refusals and overrides are a list for staff."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kruidenier.shop.figures import exceptions
from kruidenier.shop.office.journal import note_refusal
from kruidenier.shop.office.staff import NotAllowed
from kruidenier.shop.people import renewing
from kruidenier.shop.people.budgets import BudgetSpent, Period
from kruidenier.shop.till.values import Kept
from tests.kit import Stand, day, noon

NOVEMBER = Period(day("2026-11-01"), day("2026-11-30"))


def test_what_was_refused_and_what_was_set_aside(stand: Stand):
    stand.product("rice", fixed=100)
    stand.lot("rice", 100)
    stand.household(grocery=("2026-01-01", "2026-12-31"))
    stand.setting("rights.most_renewals", 1, valid_from="2026-01-01")
    stand.do(renewing.renew, "H1")
    later = replace(stand, now=noon("2026-11-25"))
    later.do(renewing.renew, "H1", override=True, reason="illness")
    stand.sell("H1", ("rice", 2), override="nothing to set aside")
    stand.sell("H1", ("rice", 20), override="a feast")
    stand.sell("H1", ("rice", 3), paper=Kept("P-1", noon("2026-11-24") - (noon("2026-11-24") - stand.now)))
    stand.do(note_refusal, BudgetSpent(total_cents=1, left_cents=0))
    listed = stand.ask(exceptions.exceptions, NOVEMBER, at=stand.at)
    assert [(one.what, one.rule, one.reason) for one in listed] == [
        ("override", "RenewedOften", "illness"),
        ("paper", "BudgetSpent", ""),
        ("override", "BudgetSpent", "a feast"),
        ("refused", "BudgetSpent", ""),
    ]
    assert listed[0].where == "H1"
    december = Period(day("2026-12-01"), day("2026-12-31"))
    assert stand.ask(exceptions.exceptions, december, at=stand.at) == ()
    with pytest.raises(NotAllowed):
        stand.ask(exceptions.exceptions, december, at=stand.as_("volunteer").at)
