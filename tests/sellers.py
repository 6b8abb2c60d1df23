"""A till in a process of its own: sells until it is done or killed, and says each sale only once it is safe.

python -m tests.sellers SHOP TILL CARD TIMES CODE…
"""

from __future__ import annotations

import datetime as dt
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from kruidenier.cli.keys import KEY_FILE_VARIABLE, key_to
from kruidenier.config import read_config
from kruidenier.shop.opening import open_shop
from kruidenier.shop.till import baskets, paying, scanning
from kruidenier.shop.till.payments import Payment
from kruidenier.shop.till.values import Wanted
from kruidenier.store.base import new_id
from tests.kit import NOW

ROOT = Path(__file__).parents[1]


def start(
    shop: Path, till: str, card: str, times: int, *codes: str, key_file: Path | None = None
) -> subprocess.Popen[str]:
    """Start a till; the file has the key of encrypted books."""
    command = [sys.executable, "-m", "tests.sellers", str(shop), till, card, str(times), *codes]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env={
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "PATH": "/usr/bin:/bin",
            **({KEY_FILE_VARIABLE: str(key_file)} if key_file else {}),
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def main(folder: str, till: str, card: str, times: str, *codes: str) -> None:
    """Sell one of each code, in any order, at once or scan by scan; print the id and number of each sale."""
    shop = open_shop(Path(folder), key=key_to(read_config(Path(folder)).database, Path(folder)))
    with shop.reading() as session:
        from kruidenier.shop.office.place import counter

        at = counter(session, till, by=f"till-{till}", role="manager")
    order = random.Random(till + card)
    print("ready", flush=True)
    sys.stdin.readline()
    for n in range(int(times)):
        now = NOW + dt.timedelta(seconds=n)
        sale_id = new_id()
        print("sends", sale_id, flush=True)
        asked = order.sample(codes, len(codes))
        if n % 2:
            with shop.writing.begin() as session:
                items = [Wanted(code) for code in asked]
                sale = paying.sell(
                    session, card, items=items, payments=[Payment("cash", 50_000)], id=sale_id, at=at, now=now
                )
        else:
            sale = _scan_by_scan(shop, card, asked, sale_id, at=at, now=now)
        print("sold", sale_id, sale.number, flush=True)
    shop.close()


def _scan_by_scan(shop, card: str, codes: Sequence[str], sale_id: str, *, at, now):
    with shop.writing.begin() as session:
        basket = baskets.welcome(session, card, at=at, now=now)
    if not basket.lines:
        for code in codes:
            with shop.writing.begin() as session:
                scanning.scan(session, basket.id, code=code, at=at, now=now, ask=False)
    with shop.writing.begin() as session:
        return paying.pay(session, basket.id, payments=[Payment("cash", 50_000)], id=sale_id, at=at, now=now)


if __name__ == "__main__":
    main(*sys.argv[1:])
