"""From the lines of a delivery to lots on the shelves, once and for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kruidenier.shop.goods import catalogue, recalls, stock
from kruidenier.shop.goods.stock import Change, Lot
from kruidenier.shop.supply import cold, gift_notes
from kruidenier.shop.supply.group_products import groups_own_product
from kruidenier.shop.supply.stock_rows import FUNDS
from kruidenier.shop.supply.suppliers import UNDER_SCHEME, Supplier
from kruidenier.store.base import new_id, wire
from kruidenier.store.rows import write_rows

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.catalogue import Item
    from kruidenier.shop.office.journal import Page
    from kruidenier.shop.supply.deliveries import Delivery, DeliveryLine


def close(
    session: Session,
    delivery: Delivery,
    lines: Sequence[DeliveryLine],
    *,
    page: Page,
    gift_note: str | None,
    now: dt.datetime,
    signed_by: str | None = None,
) -> None:
    """Make a lot of every line that was taken in, freeze the gift note, and close the delivery.

    The page has as many lot numbers as lines that were taken in, and the groups' own products are there already.
    """
    taken = [line for line in lines if line.refused_reason is None]
    items = catalogue.items(session, {line.product_id for line in taken if line.product_id})
    for line in taken:
        line.place_id = line.place_id or cold.place_of(session, line.group_code)
    scheme = UNDER_SCHEME.get(session.get_one(Supplier, delivery.supplier_id).vat_scheme)
    rows = [
        {
            **_lot(line, items.get(line.product_id or "")),
            "id": new_id(),
            "number": number,
            "supplier_id": delivery.supplier_id,
            "delivery_id": delivery.id,
            "received_on": delivery.happened_on,
            "vat_scheme": scheme if line.origin in gift_notes.GIFTS else None,
        }
        for line, number in zip(taken, page.lot_numbers(len(taken)), strict=True)
    ]
    write_rows(wire(session), Lot, rows)
    changes = []
    for line, row in zip(taken, rows, strict=True):
        line.lot_id = row["id"]
        changes.append(Change(row["id"], line.count, line.grams, "counted"))
    stock.book(
        session,
        changes,
        reason="received",
        document_id=delivery.id,
        at=page.at,
        now=now,
        happened_on=delivery.happened_on,
    )
    session.flush()
    recalls.sweep(session, items, at=page.at, now=now)
    delivery.state, delivery.gift_note = "signed", gift_note
    if gift_note is not None:
        gift_notes.issue(session, delivery, lines, number=gift_note, signed_by=signed_by, now=now)
    session.flush()


def make_group_products(session: Session, lines: Sequence[DeliveryLine]) -> None:
    """Let crates that were taken in be sold as goods of their group."""
    for group in sorted({line.group_code for line in lines if line.group_code and line.product_id is None}):
        groups_own_product(session, group)


def _lot(line: DeliveryLine, item: Item | None) -> dict[str, Any]:
    return {
        "kind": "product" if item else "bulk",
        "product_id": line.product_id,
        "group_code": line.group_code,
        "by_weight": item.by_weight if item else True,
        "origin": line.origin,
        "fund": FUNDS.get(line.origin),
        "lot_code": line.lot_code,
        "date_mark": line.date_mark,
        "date": line.date,
        "place_id": line.place_id,
        "count": 0,
        "grams": 0,
        "state": "live",
        "unit_cost_cents": line.unit_cost_cents,
        "reference_value_cents": line.reference_value_cents,
    }
