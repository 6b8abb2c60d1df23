"""What a sale takes from which lot when the first one cannot give it all."""

from __future__ import annotations

import pytest

from tests.kit import Stand


@pytest.fixture
def stand(shop, at):
    stand = Stand(shop, at)
    stand.product("carrots", group="vegetables", by_weight=True)
    stand.product("tin", group="canned", content=400)
    stand.household(adults=9)
    return stand


def test_what_a_crate_no_longer_holds_comes_from_the_next_one_and_then_is_a_shortfall(stand):
    first, second = stand.crates("vegetables", 500), stand.crates("vegetables", 200)
    sale = stand.sell("H1", ("carrots", "800g"))
    taken = [(part.lot, part.grams, part.known_by, part.origin) for part in sale.lines[0].taken]
    assert taken == [
        (first, 500, "attributed", "donated"),
        (second, 200, "attributed", "donated"),
        ("S-carrots", 100, "scanned", "unknown"),
    ]
    assert stand.left(first) == stand.left(second) == (0, 0)
    assert stand.faults() == []


def test_a_crate_never_gives_the_same_grams_to_two_lines(stand):
    crate = stand.crates("vegetables", 500)
    sale = stand.sell("H1", ("carrots", "400g"), ("carrots", "300g"))
    assert sum(part.grams for line in sale.lines for part in line.taken if part.lot == crate) == 500
    assert stand.faults() == []


def test_tins_of_a_crate_that_ran_empty_come_from_the_next_one(stand):
    first, second = stand.crates("canned", 1000), stand.crates("canned", 5000)
    stand.sell("H1", ("tin", 4))
    stand.sell("H1", ("tin", 2))
    assert stand.left(first) == (0, 0)
    assert stand.left(second)[1] == 5000 - 800
    assert stand.faults() == []
