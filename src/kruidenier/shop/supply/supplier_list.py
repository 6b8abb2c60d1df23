"""The suppliers as a spreadsheet: in and out with the same columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from kruidenier.errors import ShopError
from kruidenier.i18n import LANGUAGES, _
from kruidenier.shop.goods.stock import Lot
from kruidenier.shop.office import enterprise_numbers, journal, sheets
from kruidenier.shop.office.sheets import Cells, ChangedMeanwhile, Imported, Sheet, Watch
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.supply.suppliers import KINDS, VAT_SCHEMES, Supplier, SupplierContact
from kruidenier.store.base import new_id, wire
from kruidenier.store.rows import write_rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

PERMISSION = Permission.SUPPLIERS
COLUMNS = (
    "code",
    "name",
    "kind",
    "kbo",
    "establishment",
    "banner",
    "street",
    "postcode",
    "town",
    "contact",
    "email",
    "phone",
    "lang",
    "size_class",
    "vat_scheme",
)
NEEDED = (("code",), ("name",), ("kind",))
OF_CONTACT = {"contact": "name", "email": "email", "phone": "phone", "lang": "lang"}
NUMBERS = {"kbo": enterprise_numbers.enterprise, "establishment": enterprise_numbers.establishment}
OWN = tuple(column for column in COLUMNS if column not in OF_CONTACT)
UNSAID = {**dict.fromkeys(COLUMNS), "vat_scheme": "unknown"}
OF_NEW = {"version": 1, "dry_goods_only": False, "hides_values": False}
"""What no sheet says of a new supplier."""


@dataclass(frozen=True, slots=True)
class Known:
    """A supplier as it is today, in the columns of the import."""

    id: str
    contact_id: int | None
    """Of the first usual contact: a sheet has room for one, the others are left alone."""
    cells: Mapping[str, Any]
    gone: str | None
    """Why a sheet changes it no more."""
    listed: bool
    """It stands in an export."""


@dataclass(frozen=True, slots=True)
class Change:
    """A supplier that the shop knows, before and after."""

    known: Known
    after: Mapping[str, Any]

    @property
    def fields(self) -> list[str]:
        """The names of what is different."""
        return [column for column in COLUMNS if self.known.cells[column] != self.after[column]]


@dataclass(slots=True)
class Plan:
    """What an import will write, judged before the books are locked."""

    imported: Imported
    new: list[Mapping[str, Any]] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)


def read(file: Path) -> Sheet:
    """Read a spreadsheet of suppliers."""
    return sheets.read(file, known=COLUMNS, needed=NEEDED)


def judge(session: Session, sheet: Sheet, *, on: dt.date | None = None, watch: Watch = iter) -> Plan:  # noqa: ARG001 as for every list
    """Compare a sheet with the suppliers of today and note every error; writes nothing."""
    plan = Plan(Imported("suppliers", len(sheet.rows)))
    known = _current(session)
    seen: dict[str, int] = {}
    for cells in sheet.cells(watch):
        wanted = {column: _cell(cells, column) for column in COLUMNS if cells.has(column)}
        code = wanted["code"]
        if code and seen.setdefault(code, cells.number) != cells.number:
            cells.wrong("code", _("The code {code} stands in row {row} already.").format(code=code, row=seen[code]))
        if cells.errors:
            plan.imported.errors += cells.errors
        elif code not in known:
            plan.new.append({**UNSAID, **wanted})
        else:
            change = Change(known[code], {**known[code].cells, **wanted})
            if not change.fields:
                plan.imported.unchanged += 1
            elif change.known.gone is None:
                plan.changed.append(change)
            else:
                cells.wrong("code", change.known.gone)
                plan.imported.errors += cells.errors
    plan.imported.created, plan.imported.updated = len(plan.new), len(plan.changed)
    return plan


def write(session: Session, plan: Plan, *, at: Counter, now: dt.datetime) -> Imported:
    """Write what was judged, with one journal line for the file."""
    require(at, PERMISSION)
    if not (plan.new or plan.changed):
        return plan.imported
    connection = wire(session)
    keyed = [(new_id(), supplier) for supplier in plan.new]
    try:
        write_rows(
            connection,
            Supplier,
            [{"id": id_, **OF_NEW, **{column: supplier[column] for column in OWN}} for id_, supplier in keyed],
        )
    except IntegrityError as fault:
        raise ChangedMeanwhile from fault
    if plan.changed:
        own: dict[str, Any] = {column: bindparam(f"new_{column}") for column in OWN}
        connection.execute(
            update(Supplier).where(Supplier.id == bindparam("key")).values(version=Supplier.version + 1, **own),
            [{"key": c.known.id} | {f"new_{column}": c.after[column] for column in OWN} for c in plan.changed],
        )
    _write_contacts(session, [*((key, None, new) for key, new in keyed), *map(_contact, plan.changed)])
    changed = {change.after["code"]: change.fields for change in plan.changed}
    journal.record(session, at, verb="import", subject="suppliers", now=now, created=len(plan.new), changed=changed)
    return plan.imported


def export(session: Session, *, on: dt.date | None = None) -> Iterator[list[Any]]:  # noqa: ARG001 as for every list
    """List the suppliers in the columns of the import, by code: who still comes, or of whom goods are left."""
    for _code, known in sorted(_current(session).items()):
        if known.listed:
            yield [known.cells[column] for column in COLUMNS]


def _contact(change: Change) -> tuple[str, int | None, Mapping[str, Any]]:
    return change.known.id, change.known.contact_id, change.after


def _write_contacts(session: Session, listed: Sequence[tuple[str, int | None, Mapping[str, Any]]]) -> None:
    """Write the contact of each supplier in the place of the one that was listed."""
    new = []
    for supplier_id, contact_id, supplier in listed:
        told = {name: supplier[column] for column, name in OF_CONTACT.items()}
        here = SupplierContact.id == contact_id
        if contact_id is None:
            new += [{"supplier_id": supplier_id, "role": "usual", **told}] if any(told.values()) else []
        elif any(told.values()):
            session.execute(update(SupplierContact).where(here).values(told))
        else:
            session.execute(delete(SupplierContact).where(here))
    write_rows(wire(session), SupplierContact, new)


def _cell(cells: Cells, column: str) -> Any:
    if column == "kind":
        return cells.choice("kind", KINDS)
    if column == "vat_scheme":
        return cells.choice("vat_scheme", VAT_SCHEMES, usual="unknown")
    if column == "lang":
        return cells.choice("lang", LANGUAGES) if cells.filled("lang") else None
    text = cells.text(
        column, longest=40 if column == "code" else sheets.LONGEST_NAME, needed=column in ("code", "name")
    )
    if column in NUMBERS and text:
        try:
            return NUMBERS[column](text)
        except ShopError as fault:
            cells.wrong(column, fault.explain())
    return text


def _current(session: Session) -> dict[str, Known]:
    """Read the suppliers as they are today, by code."""
    contacts: dict[str, SupplierContact] = {}
    usual = select(SupplierContact).where(SupplierContact.role == "usual").order_by(SupplierContact.id.desc())
    for contact in session.scalars(usual):
        contacts[contact.supplier_id] = contact
    left = set(session.scalars(select(Lot.supplier_id).where(or_(Lot.count > 0, Lot.grams > 0)).distinct()))
    everybody = {supplier.id: supplier for supplier in session.scalars(select(Supplier))}
    return {
        one.code: _known(one, contacts.get(one.id), everybody, has_goods=one.id in left) for one in everybody.values()
    }


def _known(
    supplier: Supplier, contact: SupplierContact | None, everybody: Mapping[str, Supplier], *, has_goods: bool
) -> Known:
    into = everybody.get(supplier.merged_into or "")
    gone = None
    if into is not None:
        gone = _("This supplier was merged into {code}: change that one.").format(code=into.code)
    elif supplier.archived_at is not None:
        gone = _("This supplier is archived: bring it back first.")
    of_contact = {column: getattr(contact, name) for column, name in OF_CONTACT.items()} if contact else {}
    return Known(
        id=supplier.id,
        contact_id=contact.id if contact else None,
        cells={**UNSAID, **{column: getattr(supplier, column) for column in OWN}, **of_contact},
        gone=gone,
        listed=supplier.archived_at is None or (into is None and has_goods),
    )
