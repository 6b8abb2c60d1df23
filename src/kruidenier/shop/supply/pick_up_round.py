"""The round of a week: where goods are fetched, when, and how many empty crates go back there."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from kruidenier.shop.supply.agreements import merged, pick_ups
from kruidenier.shop.supply.deliveries import Delivery, DeliveryLine
from kruidenier.shop.supply.suppliers import Supplier, SupplierContact

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.supply.agreements import PickUpDay


@dataclass(frozen=True, slots=True)
class Stop:
    """One pick-up of the round."""

    pick_up: PickUpDay
    street: str
    town: str
    """Postcode and town."""
    contact: str
    phone: str
    crates_back: int
    """Empty crates of theirs that are still here."""


@dataclass(frozen=True, slots=True)
class Round:
    """The pick-ups of a week from Monday to Sunday, in the order of their days and hours."""

    first: dt.date
    last: dt.date
    stops: tuple[Stop, ...]


def week(session: Session, *, of: dt.date, on: dt.date) -> Round:
    """List the pick-ups of the week of a day, as they stand on another."""
    first = of - dt.timedelta(days=of.weekday())
    last = first + dt.timedelta(days=6)
    suppliers = {row.code: row for row in session.scalars(select(Supplier))}
    owed, contacts = crates_owed(session), _contacts(session)
    stops = []
    for pick_up in pick_ups(session, first=first, last=last, on=on):
        row = suppliers[pick_up.supplier]
        name, phone = contacts.get(row.id, ("", ""))
        town = " ".join(part for part in (row.postcode, row.town) if part)
        stops.append(Stop(pick_up, row.street or "", town, name, phone, owed.get(row.id, 0)))
    return Round(first, last, tuple(stops))


def crates_owed(session: Session) -> dict[str, int]:
    """Count the crates of each supplier that came in and did not go back yet, by the supplier's key.

    Deliveries at which nobody was asked for empty crates are left out.
    """
    roots = merged(session)
    came = (
        select(DeliveryLine.delivery_id, func.sum(DeliveryLine.crates).label("crates"))
        .where(DeliveryLine.struck_at.is_(None), DeliveryLine.refused_reason.is_(None))
        .group_by(DeliveryLine.delivery_id)
        .subquery()
    )
    asked = (
        select(Delivery.supplier_id, func.sum(came.c.crates - Delivery.crates_back))
        .join(came, came.c.delivery_id == Delivery.id)
        .where(Delivery.kind == "intake", Delivery.state == "signed", Delivery.crates_back.is_not(None))
        .group_by(Delivery.supplier_id)
    )
    here: defaultdict[str, int] = defaultdict(int)
    for supplier_id, crates in session.execute(asked):
        here[roots.get(supplier_id, supplier_id)] += int(crates)
    return {key: max(crates, 0) for key, crates in here.items()}


def _contacts(session: Session) -> dict[str, tuple[str, str]]:
    asked = select(SupplierContact).where(SupplierContact.role == "usual").order_by(SupplierContact.id.desc())
    return {row.supplier_id: (row.name or "", row.phone or "") for row in session.scalars(asked)}
