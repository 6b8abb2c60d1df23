"""What tests of suppliers share: a shop that gets gifts, and a word for each deed."""

from __future__ import annotations

from typing import Any

from kruidenier.shop.supply import receiving
from kruidenier.shop.supply.deliveries import DeliveryDocument
from kruidenier.store.base import new_id
from tests.kit import Stand
from tests.shop.imports import sheet


def stock_up(stand: Stand) -> Stand:
    """Give a shop a supplier, a household, and a few products with their prices."""
    stand.supplier("miroir")
    stand.product("rice", content=500, reference=120, fixed=60)
    stand.product("soap", group="hygiene", fixed=100)
    stand.product("milk", group="milk", content=1000, unit="ml", fixed=50)
    stand.product("apples", group="fruit", by_weight=True, fixed=199)
    stand.household("H1", adults=9)
    return stand


def gives(stand: Stand, *rows: dict[str, Any], supplier: str = "miroir") -> DeliveryDocument:
    """Take in what a supplier gives, a row for each line of its list."""
    told = [
        {"date_mark": "none", "origin": "donated"} | {name: str(value) for name, value in row.items()} for row in rows
    ]
    columns = list(dict.fromkeys(name for row in told for name in row))
    goods = sheet(" ".join(columns), *([row.get(name, "") for name in columns] for row in told))
    return stand.do(receiving.receive, supplier, goods=goods, id=new_id())


def lots(done: DeliveryDocument) -> list[str]:
    """List the lots that goods became."""
    return [line.lot for line in done.accepted if line.lot]
