"""The process dies at any moment: nothing acknowledged is lost, nothing is done twice, the books add up."""

from __future__ import annotations

import random
import sqlite3
import time
from pathlib import Path

import pytest

from kruidenier.shop.figures.proof import prove
from kruidenier.shop.opening import open_shop
from tests import sellers
from tests.kit import Stand

KILLS = 20


@pytest.mark.deep
@pytest.mark.timeout(900)
def test_a_till_killed_at_random_moments_loses_and_doubles_nothing(stand: Stand):
    codes = [f"tin{n}" for n in range(4)]
    for code in codes:
        stand.product(code, fixed=60, content=400)
        stand.lot(code, 40, grams=16_000)
        stand.lot(code, 100_000, grams=40_000_000)
    stand.household("H1", adults=100_000)
    chance = random.Random(2026)
    sent: list[str] = []
    sold: dict[str, str] = {}
    for _ in range(KILLS):
        till = sellers.start(stand.shop.folder, "1", "H1", 10_000, *codes)
        assert till.stdin is not None
        assert till.stdout is not None
        assert till.stdout.readline() == "ready\n"
        till.stdin.write("go\n")
        till.stdin.flush()
        said, safe = "", chance.randint(0, 3)
        while said.count("sold") < safe:
            said += till.stdout.readline()
        time.sleep(chance.uniform(0, 0.1))
        till.kill()
        said += till.stdout.read()
        assert till.stderr is not None
        assert till.stderr.read() == ""
        till.wait()
        for line in said.splitlines():
            words = line.split()
            if words[0] == "sends":
                sent.append(words[1])
            if words[0] == "sold":
                sold[words[1]] = words[2]
        assert stand.faults() == []
    shop = open_shop(stand.shop.folder)
    with shop.reading() as session:
        assert list(prove(session)) == []
    shop.close()
    assert len(sold) > KILLS
    written = {str(row.id): row.result for row in stand.rows("SELECT id, result FROM used_id")}
    assert sold.items() <= written.items()  # nothing lost
    assert set(written) <= set(sent)
    numbers = [row.number for row in stand.rows("SELECT number FROM sale ORDER BY number")]
    assert sorted(written.values()) == numbers == [f"1-{n:06}" for n in range(1, len(numbers) + 1)]  # nothing twice
    assert len(written) - len(sold) <= KILLS  # only what was on its way at a kill was not acknowledged
    if isinstance(stand.shop.config.database, Path):
        with sqlite3.connect(stand.shop.config.database) as books:
            assert books.execute("PRAGMA integrity_check").fetchone() == ("ok",)
