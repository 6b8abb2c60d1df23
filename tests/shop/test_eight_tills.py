"""Eight processes sell at once, the same goods down to the last piece: every sale is right and none is in the way."""

from __future__ import annotations

from collections import Counter

import pytest

from tests import sellers
from tests.kit import Stand

TILLS = [str(n) for n in range(1, 9)]
TIMES = 12


@pytest.mark.deep
def test_eight_tills_share_the_same_shelves(stand: Stand):
    codes = [f"tin{n}" for n in range(5)]
    lots = {}
    for code in codes:
        stand.product(code, fixed=60, content=400)
        lots[code] = [stand.lot(code, 30, grams=12_000), stand.lot(code, 20, grams=8000)]
    stand.product("crate-tin", group="soups", fixed=60, content=400)
    crate = stand.crates("soups", 8000)
    for till in TILLS:
        stand.another_till(till)
        stand.household(f"H{till}", adults=1000)
    processes = [sellers.start(stand.shop.folder, till, f"H{till}", TIMES, *codes, "crate-tin") for till in TILLS]
    for process in processes:  # all are open before the first one sells
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=240) for process in processes]
    assert [error for _, error in said if error] == []
    numbers = [line.split()[2] for out, _ in said for line in out.splitlines() if line.startswith("sold")]
    sold = len(TILLS) * TIMES
    assert len(set(numbers)) == sold
    assert Counter(number.split("-")[0] for number in numbers) == dict.fromkeys(TILLS, TIMES)
    for code, (first, second) in lots.items():
        assert stand.left(first) == stand.left(second) == (0, 0)
        assert stand.left(f"S-{code}") == (50 - sold, 400 * (50 - sold))
    assert stand.left(crate) == (0, 0)
    assert stand.left("S-crate-tin") == (20 - sold, 400 * (20 - sold))
    assert len(stand.rows("SELECT 1 FROM count_task")) == 6
    assert stand.faults() == []
