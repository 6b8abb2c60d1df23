"""Two entries of one supplier become one: planned and looked at first, then done. Issued papers stay as they were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select, update

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods.stock import Lot
from kruidenier.shop.office import journal
from kruidenier.shop.office.staff import Permission, require
from kruidenier.shop.supply.agreements import Agreement
from kruidenier.shop.supply.awards import Award
from kruidenier.shop.supply.deliveries import Delivery
from kruidenier.shop.supply.supplier_register import LONGEST_NOTES, TEXTS, locked, require_nothing_open
from kruidenier.shop.supply.suppliers import Supplier, SupplierContact, find

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter

SAID = ("name", "kbo", "establishment", *TEXTS, "vat_scheme")
"""What the entry that stays takes over where it says nothing itself."""
BETWEEN_NOTES = " · "


class MergedWithItself(ShopError):
    """One entry, twice."""

    message = N_("{supplier} cannot be merged with itself. Choose two different entries.")


class MergedAlready(ShopError):
    """An entry that is part of another already."""

    message = N_("{supplier} is archived or part of another entry. Bring it back first, or choose the one that stays.")


class NotTheSame(ShopError):
    """Two entries that say that they are different suppliers."""

    message = N_(
        "{supplier} and {other} are not the same: one says {given}, the other {kept}. If that is a slip, mend it "
        "first, then merge."
    )


class BothAgreed(ShopError):
    """Two agreements would be in force with one supplier."""

    message = N_("{supplier} and {other} each have an agreement in force. End one of them first.")


class PlanOutdated(ShopError):
    """The entries changed since the plan was shown."""

    message = N_("Something changed since this was shown. Look at it again; nothing was merged.")


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What merging would do, shown before it is done."""

    code: str
    """Of the entry that becomes part of the other."""
    name: str
    version: int
    into: str
    into_name: str
    into_version: int
    filled: tuple[tuple[str, str], ...]
    """What the entry that stays takes over, by field."""
    dropped: tuple[tuple[str, str], ...]
    """What only the entry that goes says otherwise, and will no longer be said."""
    deliveries: int
    gift_notes: int
    lots_left: int
    contacts: int
    agreements: int
    awards: int


def plan(session: Session, code: str, *, into: str) -> MergePlan:
    """Tell what would happen, or why it may not; changes nothing."""
    gone, kept = find(session, code), find(session, into)
    if gone.id == kept.id:
        raise MergedWithItself(supplier=gone.name)
    for one in (gone, kept):
        if one.archived_at is not None:
            raise MergedAlready(supplier=one.name)
        require_nothing_open(session, one)
    for field in ("kind", "kbo", "establishment"):
        here, there = getattr(gone, field), getattr(kept, field)
        if here and there and here != there:
            raise NotTheSame(supplier=gone.name, other=kept.name, given=here, kept=there)
    in_force = select(Agreement.supplier_id).where(Agreement.state == "in_force")
    if {gone.id, kept.id} <= set(session.scalars(in_force.where(Agreement.supplier_id.in_((gone.id, kept.id))))):
        raise BothAgreed(supplier=gone.name, other=kept.name)
    told, stays = _said(gone), _said(kept)
    left = or_(Lot.count > 0, Lot.grams > 0)
    return MergePlan(
        code=gone.code,
        name=gone.name,
        version=gone.version,
        into=kept.code,
        into_name=kept.name,
        into_version=kept.version,
        filled=tuple((field, value) for field, value in told.items() if field not in stays),
        dropped=tuple((field, value) for field, value in told.items() if stays.get(field, value) != value),
        deliveries=_count(session, Delivery.supplier_id == gone.id, Delivery.state == "signed"),
        gift_notes=_count(session, Delivery.supplier_id == gone.id, Delivery.gift_note.is_not(None)),
        lots_left=_count(session, Lot.supplier_id == gone.id, left),
        contacts=_count(session, SupplierContact.supplier_id == gone.id),
        agreements=_count(session, Agreement.supplier_id == gone.id),
        awards=_count(session, Award.supplier_id == gone.id),
    )


def merge(session: Session, planned: MergePlan, *, at: Counter, now: dt.datetime) -> Supplier:
    """Do what was planned: contacts and notes move; what was booked or issued points to the entry that stays."""
    require(at, Permission.MERGE_SUPPLIERS)
    for code in sorted((planned.code, planned.into)):
        locked(session, code)
    if plan(session, planned.code, into=planned.into) != planned:
        raise PlanOutdated
    gone, kept = find(session, planned.code), find(session, planned.into)
    for field, value in planned.filled:
        setattr(kept, field, value)
    notes = BETWEEN_NOTES.join(note for note in (kept.notes, gone.notes) if note)
    kept.notes = notes[:LONGEST_NOTES] or None
    kept.dry_goods_only = kept.dry_goods_only and gone.dry_goods_only
    kept.hides_values = kept.hides_values or gone.hides_values
    gone.archived_at, gone.merged_into = now, kept.id
    for table, column, to in (
        (SupplierContact, SupplierContact.supplier_id, {"supplier_id": kept.id}),
        (Supplier, Supplier.merged_into, {"merged_into": kept.id}),
    ):
        session.execute(update(table).where(column == gone.id).values(to))
    session.flush()
    journal.record(
        session, at, verb="supplier merge", subject=gone.code, now=now, into=kept.code, filled=dict(planned.filled)
    )
    return kept


def _said(supplier: Supplier) -> dict[str, str]:
    """Tell what an entry says of its supplier."""
    told = {field: getattr(supplier, field) for field in SAID}
    return {field: value for field, value in told.items() if value and value != "unknown"}


def _count(session: Session, *where: Any) -> int:
    return session.scalar(select(func.count()).where(*where)) or 0
