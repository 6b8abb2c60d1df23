"""The suppliers as a spreadsheet: in and out with the same columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from kruidenier.i18n import _
from kruidenier.shop.office import journal, sheets
from kruidenier.shop.office.sheets import Cells, Imported, Sheet
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.supply.suppliers import KINDS, VAT_SCHEMES, Supplier, SupplierContact
from kruidenier.store.base import new_id

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

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
)
OF_CONTACT = {"contact": "name", "email": "email", "phone": "phone", "lang": "lang"}
COLUMNS = (*OWN[:9], *OF_CONTACT, *OWN[9:])
NEEDED = (("code",), ("name",), ("kind",))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A supplier as a row wants it."""

    own: dict[str, Any]
    contact: dict[str, Any]


@dataclass(slots=True)
class Plan:
    """What an import will write."""

    imported: Imported
    new: list[Wanted] = field(default_factory=list)
    changed: list[tuple[str, Wanted]] = field(default_factory=list)


def read(file: Path) -> Sheet:
    """Read a spreadsheet of suppliers."""
    return sheets.read(file, known=COLUMNS, needed=NEEDED)


def judge(session: Session, sheet: Sheet) -> Plan:
    """Compare a sheet with the suppliers of today and note every error; writes nothing."""
    plan = Plan(Imported("suppliers", len(sheet.rows)))
    there = _current(session)
    seen: dict[str, int] = {}
    for number, row in enumerate(sheet.rows, start=1):
        cells = Cells(number, row)
        wanted = _wanted(cells)
        code = wanted.own["code"] or ""
        if code and code in seen:
            cells.wrong("code", _("The code {code} stands in row {row} already.").format(code=code, row=seen[code]))
        seen.setdefault(code, number)
        if cells.errors:
            plan.imported.errors += cells.errors
        elif code not in there:
            plan.new.append(wanted)
        elif _same(there[code][1], wanted):
            plan.imported.unchanged += 1
        else:
            plan.changed.append((there[code][0], wanted))
    plan.imported.created, plan.imported.updated = len(plan.new), len(plan.changed)
    return plan


def write(session: Session, plan: Plan, *, at: Counter, now: dt.datetime) -> Imported:
    """Write what was judged, with one journal line for the file."""
    require(at, Permission.STOCK)
    for wanted in plan.new:
        supplier = Supplier(id=new_id(), **{"vat_scheme": "unknown", **wanted.own})
        session.add(supplier)
        session.flush()
        session.add(SupplierContact(supplier_id=supplier.id, **wanted.contact))
    for supplier_id, wanted in plan.changed:
        session.execute(
            update(Supplier).where(Supplier.id == supplier_id).values(**wanted.own, version=Supplier.version + 1)
        )
        if wanted.contact:
            session.execute(
                update(SupplierContact).where(SupplierContact.supplier_id == supplier_id).values(**wanted.contact)
            )
    session.flush()
    done = plan.imported
    if plan.new or plan.changed:
        journal.record(
            session, at, verb="import", subject="suppliers", now=now, created=done.created, updated=done.updated
        )
    return done


def export(session: Session) -> Iterator[list[Any]]:
    """List the suppliers in the columns of the import, by code."""
    for _code, (_key, wanted) in sorted(_current(session).items()):
        contact = {column: wanted.contact.get(fact) for column, fact in OF_CONTACT.items()}
        yield [{**wanted.own, **contact}[column] for column in COLUMNS]


def _wanted(cells: Cells) -> Wanted:
    own: dict[str, Any] = {
        "code": cells.text("code", longest=40, needed=True),
        "name": cells.text("name", needed=True),
        "kind": cells.choice("kind", KINDS),
    }
    for column in ("kbo", "establishment", "banner", "street", "postcode", "town", "size_class"):
        if cells.has(column):
            own[column] = cells.text(column)
    if cells.has("vat_scheme"):
        own["vat_scheme"] = cells.choice("vat_scheme", VAT_SCHEMES, usual="unknown")
    contact = {fact: cells.text(column) for column, fact in OF_CONTACT.items() if cells.has(column)}
    return Wanted(own, contact)


def _same(there: Wanted, wanted: Wanted) -> bool:
    return all(there.own[name] == value for name, value in wanted.own.items()) and all(
        there.contact.get(name) == value for name, value in wanted.contact.items()
    )


def _current(session: Session) -> dict[str, tuple[str, Wanted]]:
    contacts: dict[str, dict[str, Any]] = {}
    for contact in session.scalars(select(SupplierContact).order_by(SupplierContact.id.desc())):
        contacts[contact.supplier_id] = {fact: getattr(contact, fact) for fact in OF_CONTACT.values()}
    return {
        supplier.code: (
            supplier.id,
            Wanted({column: getattr(supplier, column) for column in OWN}, contacts.get(supplier.id, {})),
        )
        for supplier in session.scalars(select(Supplier).where(Supplier.archived_at.is_(None)))
    }
