"""The books of agreements proved: a sound shop has no fault, and every fault has a name."""

from __future__ import annotations

import pytest

from kruidenier.shop.supply import agreeing, agreement_annex
from tests.kit import Stand
from tests.shop.test_agreements import signed
from tests.shop.test_check import faults, tamper


@pytest.fixture
def agreed(stand: Stand) -> Stand:
    """An agreement that was renewed, one that was ended, a draft, and an annex."""
    first = signed(stand)
    ended = signed(stand, "lidl")
    stand.do(agreeing.end, ended, reason="enough")
    new = stand.do(agreeing.renew, first).number
    stand.do(agreeing.sign, new, signed_by="a", shop_signed_by="b")
    stand.do(agreeing.renew, new)
    stand.on("2027-01-05").do(agreement_annex.issue, first, year=2026)
    return stand


def test_a_sound_shop_has_no_fault(agreed: Stand):
    assert faults(agreed) == []


FIRST, ENDED, NEW, DRAFT = "1-000001", "1-000002", "1-000003", "1-000004"


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (f"UPDATE agreement SET min_days = 1 WHERE number = '{FIRST}'", ("agreement_paper", FIRST)),
        (f"UPDATE agreement SET signed_by = 'x' WHERE number = '{FIRST}'", ("agreement_paper", FIRST)),
        (f"DELETE FROM issued_paper WHERE number = '{NEW}'", ("agreement_paper", NEW)),
        (f"UPDATE issued_paper SET number = '{DRAFT}' WHERE number = '{NEW}'", ("agreement_paper", DRAFT)),
        (
            f"UPDATE agreement SET signed_on = starts_on, state = 'in_force' WHERE number = '{DRAFT}'",
            ("agreement_journal", DRAFT),
        ),
        (
            f"UPDATE agreement SET ended_on = NULL, state = 'in_force' WHERE number = '{ENDED}'",
            ("agreement_journal", ENDED),
        ),
        ("UPDATE pick_up SET since = '2020-01-01' WHERE id = 1", ("agreement_days", FIRST)),
        ("UPDATE pick_up SET until = NULL WHERE id = 1", ("agreement_days", FIRST)),
        ("UPDATE pick_up SET rule = 'FREQ=SECONDLY' WHERE id = 1", ("agreement_rule", FIRST)),
        (
            f"UPDATE agreement SET renews_id = (SELECT n.renews_id FROM agreement n WHERE n.number = '{NEW}')",
            ("agreement_renewal", FIRST),
        ),
        (
            f"UPDATE issued_paper SET number = '{DRAFT}/2026' WHERE kind = 'agreement_annex'",
            ("agreement_annex", f"{DRAFT}/2026"),
        ),
        (f"UPDATE agreement SET number = '1-000099' WHERE number = '{DRAFT}'", ("number", "1-000099")),
    ],
)
def test_every_fault_is_found(agreed: Stand, statement: str, found: tuple[str, str]):
    tamper(agreed, statement)
    assert found in faults(agreed), faults(agreed)
