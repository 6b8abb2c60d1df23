"""The people at a supplier's: whom one usually speaks with, and who answers for its part in society."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from kruidenier.errors import ShopError
from kruidenier.i18n import LANGUAGES, N_
from kruidenier.shop.office import journal
from kruidenier.shop.office.place import Shop
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.supply.supplier_register import locked, written
from kruidenier.shop.supply.suppliers import ROLES, SupplierContact, find

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

TOLD = ("name", "email", "phone", "lang")


class UnknownRole(ShopError):
    """A role of a contact that the shop does not know."""

    message = N_("“{role}” is not what a contact is for. Known: usual, social.")


class UnknownLanguage(ShopError):
    """A language that the shop does not speak."""

    message = N_("The shop writes no papers in “{lang}”. Known languages: {known}.")


class EmptyContact(ShopError):
    """A contact of whom nothing is known."""

    message = N_("A contact needs a name, an e-mail address, a telephone number or a language.")


class NoSuchContact(ShopError):
    """A contact that is not there."""

    message = N_("{supplier} has no such contact any more.")


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at the supplier's, as people see it."""

    id: int
    role: str
    name: str | None
    email: str | None
    phone: str | None
    lang: str | None


def add(session: Session, code: str, *, said: Mapping[str, Any], at: Counter, now: dt.datetime) -> Contact:
    """Write a contact down: role, name, e-mail, telephone, language."""
    require(at, Permission.SUPPLIERS)
    supplier = locked(session, code)
    values = {field: _read(field, value) for field, value in said.items()}
    if not any(values.get(field) for field in TOLD):
        raise EmptyContact
    contact = SupplierContact(**{"supplier_id": supplier.id, "role": "usual", **values})
    session.add(contact)
    session.flush()
    journal.record(session, at, verb="contact add", subject=supplier.code, now=now, fields=sorted(values))
    return _shown(contact)


def change(
    session: Session, code: str, *, contact: int, to: Mapping[str, Any], at: Counter, now: dt.datetime
) -> Contact:
    """Change what is known of a contact."""
    require(at, Permission.SUPPLIERS)
    supplier = locked(session, code)
    found = _contact(session, supplier.id, contact, supplier.name)
    for field, value in to.items():
        setattr(found, field, _read(field, value))
    if not any(getattr(found, field) for field in TOLD):
        raise EmptyContact
    session.flush()
    journal.record(session, at, verb="contact edit", subject=supplier.code, now=now, fields=sorted(to))
    return _shown(found)


def remove(session: Session, code: str, *, contact: int, at: Counter, now: dt.datetime) -> Contact:
    """Forget a contact."""
    require(at, Permission.SUPPLIERS)
    supplier = locked(session, code)
    found = _contact(session, supplier.id, contact, supplier.name)
    gone = _shown(found)
    session.delete(found)
    session.flush()
    journal.record(session, at, verb="contact remove", subject=supplier.code, now=now)
    return gone


def contacts_of(session: Session, code: str) -> tuple[Contact, ...]:
    """List the contacts of a supplier, the usual ones first."""
    asked = select(SupplierContact).where(SupplierContact.supplier_id == find(session, code).id)
    rows = session.scalars(asked.order_by(SupplierContact.id))
    return tuple(sorted((_shown(row) for row in rows), key=lambda contact: ROLES.index(contact.role)))


def language_of(session: Session, code: str) -> str:
    """Tell in which language a supplier reads its papers: its usual contact's, else the shop's."""
    said = next((contact.lang for contact in contacts_of(session, code) if contact.lang), None)
    return said or session.scalars(select(Shop.language)).one()


def _contact(session: Session, supplier_id: str, contact: int, name: str) -> SupplierContact:
    found = session.get(SupplierContact, contact)
    if found is None or found.supplier_id != supplier_id:
        raise NoSuchContact(supplier=name)
    return found


def _read(field: str, value: str | None) -> str | None:
    if field == "role" and value not in ROLES:
        raise UnknownRole(role=str(value)[:40])
    if field == "lang" and value and value not in LANGUAGES:
        raise UnknownLanguage(lang=str(value)[:40], known=", ".join(LANGUAGES))
    return written(value)


def _shown(row: SupplierContact) -> Contact:
    return Contact(row.id, row.role, row.name, row.email, row.phone, row.lang)
