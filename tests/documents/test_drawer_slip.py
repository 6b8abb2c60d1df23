"""The closing slip of a drawer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kruidenier.documents import drawer_slip
from kruidenier.shop.till.values import DrawerSlip
from tests.documents.papers import AT, HEADING, read

CLOSED = DrawerSlip(
    number="1-000410",
    till="1",
    date=AT.date(),
    opened_at=AT,
    closed_at=AT.replace(hour=17),
    opened_by="els",
    closed_by="samir",
    opener="Els Peeters",
    closer="Samir Haddad",
    float_cents=5000,
    sales=24,
    voids=1,
    refunds=2,
    cash_cents=12345,
    card_cents=4550,
    voucher_cents=1000,
    total_cents=17897,
    rounding_cents=-2,
    expected_cents=17345,
    counted_cents=17335,
    difference_cents=-10,
    coins=((5, 7), (2000, 8)),
    seal="0123456789abcdef" * 4,
)


def english(slip: DrawerSlip) -> list[str]:
    """The lines of an English slip."""
    return read(drawer_slip.draw(slip, HEADING, lang="en"))


def test_the_slip_shows_everything_that_two_people_sign_for() -> None:
    assert english(CLOSED) == [
        "Sociale Kruidenier Jette",
        "Drawer 1-000410",
        "24/11/2026, till 1",
        "Opened 24/11/2026 10:12 by Els Peeters",
        "Closed 24/11/2026 17:12 by Samir Haddad",
        "Sales 24",
        "Cancellations 1",
        "Refunds 2",
        "Goods 178.97",
        "Rounding of cash -0.02",
        "Vouchers 10.00",
        "Bank card 45.50",
        "Cash 123.45",
        "In the drawer at opening 50.00",
        "Cash taken, less cash given back 123.45",
        "Expected €173.45",
        "7 × €0.05 0.35",
        "8 × €20.00 160.00",
        "Counted €173.35",
        "Difference -€0.10",
        "Seal of the journal:",
        "0123456789abcdef0123456789abcdef0123456789",
        "abcdef0123456789abcdef",
        "Counted by",
        "Seen by",
    ]


def test_the_slip_seals_the_journal_of_every_till() -> None:
    lines = " ".join(english(replace(CLOSED, seals=(("1", 412, "ab" * 32), ("2", 97, "cd" * 32)))))
    assert "Seal of till 1, line 412: abab" in lines
    assert "Seal of till 2, line 97: cdcd" in lines
    assert "Seal of the journal" not in lines


@pytest.mark.parametrize(("cents", "told"), [(5, "Difference +€0.05"), (0, "Difference €0.00")])
def test_too_much_in_the_drawer_has_a_plus(cents: int, told: str) -> None:
    assert told in english(replace(CLOSED, difference_cents=cents))


def test_a_drawer_that_is_still_open_says_so() -> None:
    still = replace(
        CLOSED, closed_at=None, closed_by=None, counted_cents=None, difference_cents=None, coins=(), seal=""
    )
    lines = english(still)
    assert "Not closed yet" in lines
    assert not any(line.startswith(("Counted €", "Difference", "Seal")) for line in lines)


@pytest.mark.parametrize(("lang", "counted"), [("nl", "€ 173,35"), ("fr", "173,35 €")])
def test_the_slip_speaks_the_language_asked_for(lang: str, counted: str) -> None:
    assert any(line.endswith(counted) for line in read(drawer_slip.draw(CLOSED, HEADING, lang=lang)))


def test_the_slip_is_filed_by_year_and_remade_to_the_letter(tmp_path: Path) -> None:
    place = drawer_slip.write(CLOSED, HEADING, tmp_path, lang="nl")
    assert place == tmp_path / "2026" / "drawer-1-000410.pdf"
    first = place.read_bytes()
    place.unlink()
    assert drawer_slip.write(CLOSED, HEADING, tmp_path, lang="nl").read_bytes() == first
