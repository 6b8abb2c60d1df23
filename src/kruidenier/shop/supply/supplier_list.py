"""The suppliers as a spreadsheet: in and out with the same columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.exc import IntegrityError

from kruidenier.i18n import LANGUAGES, _
from kruidenier.shop.office import journal, sheets
from kruidenier.shop.office.sheets import Cells, ChangedMeanwhile, Imported, Sheet, Watch
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.supply.suppliers import KINDS, VAT_SCHEMES, Supplier, SupplierContact
from kruidenier.store.base import new_id, wire
from kruidenier.store.rows import write_rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

PERMISSION = Permission.STOCK
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
OWN = tuple(column for column in COLUMNS if column not in OF_CONTACT)
UNSAID = {**dict.fromkeys(COLUMNS), "vat_scheme": "unknown"}
OF_NEW = {"version": 1, "dry_goods_only": False, "hides_values": False}
"""What no sheet says of a new supplier."""
_IS_LISTED = SupplierContact.role == "usual"
"""A sheet has room for one contact; the others are left alone."""


@dataclass(frozen=True, slots=True)
class Change:
    """A supplier that the shop knows, before and after."""

    id: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    @property
    def fields(self) -> list[str]:
        """The names of what is different."""
        return [column for column in COLUMNS if self.before[column] != self.after[column]]


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
            supplier_id, before = known[code]
            change = Change(supplier_id, before, {**before, **wanted})
            if change.fields:
                plan.changed.append(change)
            else:
                plan.imported.unchanged += 1
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
            [{"key": c.id} | {f"new_{column}": c.after[column] for column in OWN} for c in plan.changed],
        )
        gone = delete(SupplierContact).where(SupplierContact.supplier_id == bindparam("key"), _IS_LISTED)
        connection.execute(gone, [{"key": change.id} for change in plan.changed])
    contacts = [*keyed, *((change.id, change.after) for change in plan.changed)]
    write_rows(
        connection,
        SupplierContact,
        [
            {"supplier_id": id_, "role": "usual"} | {name: supplier[column] for column, name in OF_CONTACT.items()}
            for id_, supplier in contacts
            if any(supplier[column] for column in OF_CONTACT)
        ],
    )
    changed = {change.after["code"]: change.fields for change in plan.changed}
    journal.record(session, at, verb="import", subject="suppliers", now=now, created=len(plan.new), changed=changed)
    return plan.imported


def export(session: Session, *, on: dt.date | None = None) -> Iterator[list[Any]]:  # noqa: ARG001 as for every list
    """List the suppliers in the columns of the import, by code."""
    for _code, (_id, supplier) in sorted(_current(session).items()):
        yield [supplier[column] for column in COLUMNS]


def _cell(cells: Cells, column: str) -> Any:
    if column == "kind":
        return cells.choice("kind", KINDS)
    if column == "vat_scheme":
        return cells.choice("vat_scheme", VAT_SCHEMES, usual="unknown")
    if column == "lang":
        return cells.choice("lang", LANGUAGES) if cells.filled("lang") else None
    return cells.text(
        column, longest=40 if column == "code" else sheets.LONGEST_NAME, needed=column in ("code", "name")
    )


def _current(session: Session) -> dict[str, tuple[str, dict[str, Any]]]:
    """Read the suppliers as they are today, by code."""
    contacts: dict[str, dict[str, Any]] = {}
    for contact in session.scalars(select(SupplierContact).where(_IS_LISTED).order_by(SupplierContact.id.desc())):
        contacts[contact.supplier_id] = {column: getattr(contact, name) for column, name in OF_CONTACT.items()}
    return {
        supplier.code: (
            supplier.id,
            {**UNSAID, **{column: getattr(supplier, column) for column in OWN}, **contacts.get(supplier.id, {})},
        )
        for supplier in session.scalars(select(Supplier).where(Supplier.archived_at.is_(None)))
    }
