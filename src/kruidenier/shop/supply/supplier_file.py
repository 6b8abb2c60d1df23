"""A supplier's file: who it is, whom one speaks with there, and which entries became part of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import false, or_, select

from kruidenier.shop.supply import supplier_contacts
from kruidenier.shop.supply.supplier_contacts import Contact
from kruidenier.shop.supply.suppliers import Supplier, find

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class SupplierFile:
    """All that the shop knows of a supplier itself."""

    code: str
    name: str
    kind: str
    kbo: str | None
    establishment: str | None
    banner: str | None
    street: str | None
    postcode: str | None
    town: str | None
    size_class: str | None
    vat_scheme: str
    dry_goods_only: bool
    hides_values: bool
    notes: str | None
    archived_at: dt.datetime | None
    version: int
    """To be given back with a change, so that nobody writes over a colleague."""
    lang: str
    """Of its papers."""
    contacts: tuple[Contact, ...]
    merged: tuple[str, ...]
    """Codes of the entries that became this one."""
    siblings: tuple[str, ...]
    """Codes of the other establishments of the same enterprise, or of the same banner."""


def look_up(session: Session, code: str) -> SupplierFile:
    """Show a supplier's file."""
    supplier = find(session, code)
    merged = session.scalars(select(Supplier.code).where(Supplier.merged_into == supplier.id).order_by(Supplier.code))
    return SupplierFile(
        **{field: getattr(supplier, field) for field in OWN},
        lang=supplier_contacts.language_of(session, supplier.code),
        contacts=supplier_contacts.contacts_of(session, supplier.code),
        merged=tuple(merged),
        siblings=_siblings(session, supplier),
    )


OWN = (
    "code",
    "name",
    "kind",
    "kbo",
    "establishment",
    "banner",
    "street",
    "postcode",
    "town",
    "size_class",
    "vat_scheme",
    "dry_goods_only",
    "hides_values",
    "notes",
    "archived_at",
    "version",
)


def _siblings(session: Session, supplier: Supplier) -> tuple[str, ...]:
    same = [
        column == value for column, value in ((Supplier.kbo, supplier.kbo), (Supplier.banner, supplier.banner)) if value
    ]
    asked = select(Supplier.code).where(or_(false(), *same), Supplier.id != supplier.id, Supplier.merged_into.is_(None))
    return tuple(session.scalars(asked.order_by(Supplier.code)))
