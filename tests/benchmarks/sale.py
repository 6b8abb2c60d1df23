"""A durable 15-line sale: paying a basket through the shop, against the same rows through bare drivers.

On SQLite and on PostgreSQL, in a young shop (10,000 earlier sale lines) and in an old one (1,000,000).
"""

from __future__ import annotations

import datetime as dt
import gc
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from kruidenier.shop.founding import found_shop
from kruidenier.shop.goods import catalogue, places, stock
from kruidenier.shop.goods.catalogue import Product, ProductCode, ProductName
from kruidenier.shop.people import households, rights
from kruidenier.shop.supply.suppliers import Supplier
from kruidenier.shop.till import baskets, paying, scanning
from kruidenier.shop.till.payments import Payment
from kruidenier.store.base import new_id
from tests.benchmarks.bare_sale import bare_copy, grow
from tests.benchmarks.server import postgres
from tests.benchmarks.timing import ms, ratio, say, timed

if TYPE_CHECKING:
    from kruidenier.shop.opening import OpenShop

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
LINES = 15
EARLIER = (10_000, 1_000_000)
ROUNDS = 200


def stocked_shop(folder: Path, *, products: int = LINES, database: str | None = None) -> OpenShop:
    """A shop with some products, plenty of each, and a household that may buy them all day."""
    if database is not None:
        folder.mkdir(parents=True)
        (folder / "shop.toml").write_text(f'database = "{database}"\n')
    shop = found_shop(folder, name="Bench", lang="nl", manager="Els", pin="1234", now=NOW)
    at = shop.counter(by="els", role="manager")
    with shop.writing.begin() as session:
        session.execute(
            insert(Supplier).values(
                id=(supplier := new_id()), code="s", name="S", kind="shop", vat_scheme="no", version=1
            )
        )
        for n in range(products):
            product = new_id()
            code = f"{n:08}"
            session.execute(
                insert(Product).values(
                    id=product,
                    code=code,
                    group_code="canned",
                    sold_by="piece",
                    content=500,
                    unit="g",
                    draft=False,
                    version=1,
                )
            )
            session.execute(
                insert(ProductCode).values(
                    code=catalogue.key_of(f"p{n:03}"), product_id=product, given=f"p{n:03}", backwards=code, position=1
                )
            )
            session.execute(insert(ProductName).values(product_id=product, lang="fr", name=f"Pâtes complètes {n}"))
            session.flush()
            lot: dict[str, Any] = {
                "kind": "product",
                "product_id": product,
                "group_code": "canned",
                "supplier_id": supplier,
                "origin": "donated",
                "date_mark": "best_before",
                "date": dt.date(2027, 6, 1),
                "received_on": NOW.date(),
                "place_id": places.default_place(session),
                "by_weight": False,
                "count": 10**6,
                "grams": 5 * 10**8,
            }
            stock.take_in(session, [lot], reason="received", document_id="bench", at=at, now=NOW)
        household = households.new_household(
            session, card="bench", lang="fr", display_name="B", referred_by=None, note=None, now=NOW
        )
        session.add(
            households.Headcount(household_id=household, valid_from=dt.date(2020, 1, 1), adults=100_000, children=0)
        )
        session.add(
            rights.Right(
                household_id=household,
                kind="grocery",
                valid_from=dt.date(2026, 1, 1),
                rule_version=0,
                granted_by="els",
                granted_at=NOW,
            )
        )
    return shop


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="kruidenier-bench-") as name, postgres() as server:
        for earlier in EARLIER:
            measure(stocked_shop(Path(name) / f"{earlier}"), earlier=earlier)
            address = server.new_database()
            measure(stocked_shop(Path(name) / f"pg{earlier}", database=address), earlier=earlier)


def measure(shop: OpenShop, *, earlier: int) -> None:
    """Time our sale and the bare one in turn, in databases of the same size."""
    at = shop.counter(by="els", role="manager")

    def basket() -> str:
        with shop.writing.begin() as session:
            held = baskets.welcome(session, "bench", at=at, now=NOW)
        for n in range(LINES):
            with shop.writing.begin() as session:
                scanning.scan(session, held.id, code=f"p{n:03}", at=at, now=NOW)
        return held.id

    def pay(basket_id: str) -> str:
        with shop.writing.begin() as session:
            return paying.pay(session, basket_id, payments=[Payment("cash", 2000)], id=new_id(), at=at, now=NOW).id

    grow(shop, pay(basket()), lines=earlier)
    sale = pay(basket())
    bare = bare_copy(shop, sale, waiting=basket())
    gc.collect()
    gc.freeze()
    ours, floor = [], []
    for _ in range(ROUNDS):
        ours.append(timed(partial(pay, basket())))
        floor.append(timed(bare.ready()))
    shop.close()
    bare.close()
    subject = f"sale of {LINES} lines, {bare.name}, {earlier:,} earlier lines"
    say(f"{subject}: ours {ms(ours)}  bare {ms(floor)}  {ratio(ours, floor)}")


if __name__ == "__main__":
    main()
