"""The register of suppliers: who they are, changed one by one; archived when they come no more, never deleted."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.office import enterprise_numbers, journal, sheets
from kruidenier.shop.office.folding import folded
from kruidenier.shop.office.staff import NeedsName, Permission, require
from kruidenier.shop.supply.agreements import Agreement
from kruidenier.shop.supply.deliveries import Delivery
from kruidenier.shop.supply.suppliers import KINDS, VAT_SCHEMES, Supplier, find
from kruidenier.store.base import new_id

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

SIZE_CLASSES = ("supermarket", "wholesaler", "producer", "shop", "bakery", "caterer", "garden")
"""By whose yardstick the label looks at volume; nothing said, the kind decides."""
LONGEST_CODE, LONGEST_NOTES = 40, 2000
TEXTS = ("banner", "street", "postcode", "town", "size_class")
NUMBERS = {"kbo": enterprise_numbers.enterprise, "establishment": enterprise_numbers.establishment}
SWITCHES = ("dry_goods_only", "hides_values")
FIELDS = ("name", "kind", "kbo", "establishment", *TEXTS, "vat_scheme", *SWITCHES, "notes")
"""What may be changed of a supplier; the code stays."""


class CodeTaken(ShopError):
    """Another supplier has this code."""

    message = N_("The code {supplier} is taken already, by {name}. Choose another one.")


class BadCode(ShopError):
    """A code that cannot be typed or scanned."""

    message = N_("A supplier's code has 1 to 40 letters, digits and hyphens, without blanks.")


class UnknownKind(ShopError):
    """A kind of supplier that the shop does not know."""

    message = N_("“{kind}” is not a kind of supplier. Known kinds: {known}.")


class UnknownVatScheme(ShopError):
    """A word on the scheme of gifts that the shop does not know."""

    message = N_("“{given}” does not say whether goods are given under the VAT scheme. Known: {known}.")


class NotWritable(ShopError):
    """A text that is too long, or has signs that steer a terminal."""

    message = N_("“{given}” cannot be written down: at most {longest} letters, and only signs that can be printed.")


class SupplierChangedMeanwhile(ShopError):
    """A colleague changed the supplier since it was shown."""

    message = N_("A colleague changed {supplier} meanwhile. Look at it again; nothing was changed now.")


class DeliveryIsOpen(ShopError):
    """A delivery of this supplier stands at the door."""

    message = N_("Delivery {number} of {supplier} is open at the door. Sign or drop it first.")


class AgreementHolds(ShopError):
    """An agreement with this supplier is in force."""

    message = N_("Agreement {number} with {supplier} is in force. End it first.")


@dataclass(frozen=True, slots=True)
class SupplierLine:
    """A supplier in a list."""

    code: str
    name: str
    kind: str
    banner: str | None
    town: str | None
    kbo: str | None
    establishment: str | None
    archived: bool

    def answers_to(self, typed: str) -> bool:
        """Tell whether every word that was typed begins a word of it."""
        told = f" {folded(' '.join(filter(None, (self.code, self.name, self.banner, self.town))))}"
        digits = "".join(
            sign for sign in f"{self.kbo or ''} {self.establishment or ''}" if sign.isdigit() or sign == " "
        )
        return all(f" {word}" in told or (word.isdigit() and word in digits) for word in folded(typed).split())


def register(
    session: Session, code: str, *, name: str, kind: str, at: Counter, now: dt.datetime, **said: Any
) -> Supplier:
    """Write a new supplier down."""
    require(at, Permission.SUPPLIERS)
    code = code.strip()
    if not code or len(code) > LONGEST_CODE or not all(sign.isalnum() or sign in "-_." for sign in code):
        raise BadCode
    taken = session.scalar(select(Supplier.name).where(Supplier.code == code))
    if taken is not None:
        raise CodeTaken(supplier=code, name=taken)
    values = {field: read(field, value) for field, value in {"name": name, "kind": kind, **said}.items()}
    supplier = Supplier(**{"id": new_id(), "vat_scheme": "unknown", **values, "code": code})
    session.add(supplier)
    session.flush()
    journal.record(session, at, verb="supplier add", subject=code, now=now, **_told(kind, values))
    return supplier


def change(
    session: Session, code: str, *, to: Mapping[str, Any], version: int | None = None, at: Counter, now: dt.datetime
) -> Supplier:
    """Change what is known of a supplier; `version` is the one that whoever changes it has seen."""
    require(at, Permission.SUPPLIERS)
    supplier = locked(session, code, version=version)
    values = {field: read(field, value) for field, value in to.items()}
    before = {field: getattr(supplier, field) for field in values}
    changed = {field: value for field, value in values.items() if value != before[field]}
    for field, value in changed.items():
        setattr(supplier, field, value)
    if changed:
        session.flush()
        details = {field: [before[field], value] for field, value in changed.items()}
        journal.record(
            session, at, verb="supplier edit", subject=supplier.code, now=now, **_told(supplier.kind, details)
        )
    return supplier


def archive(
    session: Session, code: str, *, back: bool = False, version: int | None = None, at: Counter, now: dt.datetime
) -> Supplier:
    """Let a supplier come no more, or bring it `back`: its past stays in every report."""
    require(at, Permission.SUPPLIERS)
    supplier = locked(session, code, version=version)
    if not back:
        require_nothing_open(session, supplier)
        held = select(Agreement.number).where(Agreement.supplier_id == supplier.id, Agreement.state == "in_force")
        if (number := session.scalar(held)) is not None:
            raise AgreementHolds(number=number, supplier=supplier.name)
    if (supplier.archived_at is None) == back:
        return supplier
    supplier.archived_at = None if back else now
    session.flush()
    verb = "supplier back" if back else "supplier archive"
    journal.record(session, at, verb=verb, subject=supplier.code, now=now)
    return supplier


def listing(session: Session, *, archived: bool = False) -> tuple[SupplierLine, ...]:
    """List the suppliers by name, without those that were merged; the `archived` ones too if asked."""
    asked = select(Supplier).where(Supplier.merged_into.is_(None))
    if not archived:
        asked = asked.where(Supplier.archived_at.is_(None))
    lines = [
        SupplierLine(
            code=one.code,
            name=one.name,
            kind=one.kind,
            banner=one.banner,
            town=one.town,
            kbo=one.kbo,
            establishment=one.establishment,
            archived=one.archived_at is not None,
        )
        for one in session.scalars(asked)
    ]
    return tuple(sorted(lines, key=lambda line: (folded(line.name), line.code)))


def free_code(session: Session, name: str) -> str:
    """Propose a code for a new supplier, made of its name."""
    plain = "".join(sign for sign in folded(name) if sign.isalnum() or sign == " ")
    stem = "-".join(plain.split())[: LONGEST_CODE - 4].strip("-") or "supplier"
    taken = set(session.scalars(select(Supplier.code).where(Supplier.code.startswith(stem, autoescape=True))))
    return next(code for n in range(1, len(taken) + 2) if (code := stem if n == 1 else f"{stem}-{n}") not in taken)


def locked(session: Session, code: str, *, version: int | None = None) -> Supplier:
    """Hold a supplier's entry until the end of the deed, as whoever changes it has seen it."""
    supplier = find(session, code, locked=True)
    if version is not None and supplier.version != version:
        raise SupplierChangedMeanwhile(supplier=supplier.name)
    return supplier


def require_nothing_open(session: Session, supplier: Supplier) -> None:
    """Refuse while a van of this supplier is being weighed."""
    asked = select(Delivery.number).where(Delivery.supplier_id == supplier.id, Delivery.state == "open")
    if (number := session.scalar(asked.order_by(Delivery.number))) is not None:
        raise DeliveryIsOpen(number=number, supplier=supplier.name)


def read(field: str, value: Any) -> Any:
    """Read one field as it is kept; an empty text is None."""
    if field in SWITCHES:
        return bool(value)
    if field == "name":
        return required(value)
    text = (value or "").strip()
    if field == "kind" and text not in KINDS:
        raise UnknownKind(kind=text[:40], known=", ".join(KINDS))
    if field == "vat_scheme" and text not in VAT_SCHEMES:
        raise UnknownVatScheme(given=text[:40], known=", ".join(VAT_SCHEMES))
    if field in NUMBERS and text:
        return NUMBERS[field](text)
    return written(text, longest=LONGEST_NOTES if field == "notes" else sheets.LONGEST_NAME)


def required(value: str | None) -> str:
    """Read a name, which may not be empty."""
    name = written(value)
    if name is None:
        raise NeedsName
    return name


def written(value: str | None, *, longest: int = sheets.LONGEST_NAME) -> str | None:
    """Read a text that may be empty: then it is None."""
    text = unicodedata.normalize("NFC", (value or "").strip())
    if len(text) > longest or not sheets.writable(text):
        raise NotWritable(given=text[:40], longest=longest)
    return text or None


def _told(kind: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """Tell the journal what was written; of notes and of private givers only which fields, for they tell of people."""
    hidden = set(details) if kind == "private" else {"notes"} & set(details)
    told = {field: value for field, value in details.items() if field not in hidden}
    return {**told, "fields": sorted(hidden)} if hidden else told
