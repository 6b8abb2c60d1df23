"""The agreement on paper: who, what, when. Its figures are frozen at the signature; a draft is read as it stands."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from kruidenier.shop.office import papers
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.place import Shop
from kruidenier.shop.supply import agreement_documents
from kruidenier.shop.supply.suppliers import Supplier, SupplierContact

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from kruidenier.shop.supply.agreement_documents import AgreementDocument, PickUpPlan, Promise
    from kruidenier.shop.supply.agreements import Agreement

KIND = "agreement"
SCHEMA = 1
OF_PARTY = ("code", "name", "kbo", "establishment", "banner", "street", "postcode", "town")


def issue(session: Session, agreement: Agreement, *, by: str, now: dt.datetime) -> None:
    """Freeze what both sides signed."""
    (document,) = agreement_documents.shown(session, [agreement])
    assert agreement.signed_on is not None
    figures = _figures(session, document, on=agreement.signed_on)
    papers.issue(session, KIND, number=agreement.number, schema=SCHEMA, figures=figures, by=by, now=now)


def contents(session: Session, number: str, *, on: dt.date) -> dict[str, Any]:
    """Read what stands on the paper: as it was signed, or of a draft as it is on a day."""
    document = agreement_documents.look_up(session, number)
    if document.signed_on is not None:
        return papers.figures_of(session, KIND, document.number)
    return _figures(session, document, on=on)


def _figures(session: Session, document: AgreementDocument, *, on: dt.date) -> dict[str, Any]:
    places = dict.fromkeys([document.supplier, *(pick_up.supplier for pick_up in document.pick_ups)])
    return {
        "number": document.number,
        "renews": document.renews,
        "giver": _party(session, document.supplier),
        "establishments": [_party(session, code) for code in places],
        "receiver": _receiver(session, on),
        "promise": plain(document.promise),
        "pick_ups": [plain(pick_up) for pick_up in document.pick_ups],
        "signed_on": None if document.signed_on is None else document.signed_on.isoformat(),
        "signed_by": document.signed_by,
        "shop_signed_by": document.shop_signed_by,
    }


def plain(value: Promise | PickUpPlan) -> dict[str, Any]:
    """Write a frozen value as JSON keeps it."""
    words = asdict(value)
    return {name: word.isoformat() if hasattr(word, "isoformat") else word for name, word in words.items()}


def _party(session: Session, code: str) -> dict[str, Any]:
    supplier = session.scalars(select(Supplier).where(Supplier.code == code)).one()
    contact = select(SupplierContact.name).where(
        SupplierContact.supplier_id == supplier.id, SupplierContact.role == "usual", SupplierContact.name.is_not(None)
    )
    words = {column: getattr(supplier, column) for column in OF_PARTY}
    return words | {"contact": session.scalar(contact.order_by(SupplierContact.id).limit(1))}


def _receiver(session: Session, on: dt.date) -> dict[str, Any]:
    heading = rules.current(session, on)["receipt.heading"]
    return {
        "name": session.scalars(select(Shop.name)).one(),
        "lines": [line.strip() for line in heading.split("|") if line.strip()],
    }
