"""Who gives or sells goods to the shop: an establishment of an enterprise under a banner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.store.base import Base, Key, Moment, RowNumber

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

KINDS = (
    "supermarket",
    "shop",
    "producer",
    "bakery",
    "caterer",
    "garden",
    "food_bank",
    "platform",
    "collection",
    "esf",
    "private",
    "wholesaler",
)
VAT_SCHEMES = ("unknown", "yes", "no")
ROLES = ("usual", "social")
UNDER_SCHEME = {"yes": True, "no": False}
"""What a lot keeps of its supplier's scheme; unknown is None."""


class NoSuchSupplier(ShopError):
    """A supplier that the shop does not know."""

    message = N_("There is no supplier {supplier}. Import or register the supplier first.")


class SupplierArchived(ShopError):
    """A supplier that comes no more."""

    message = N_(
        "{supplier} is archived. Bring the supplier back first, with the key for it or `supplier archive --back`."
    )


class Supplier(Base):
    """A supplier, known by a code. What says something about a person is in `SupplierContact`."""

    __tablename__ = "supplier"
    __table_args__ = (CheckConstraint("vat_scheme IN ('yes', 'no', 'unknown')", name="vat_scheme_known"),)

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    kbo: Mapped[str | None]
    establishment: Mapped[str | None]
    banner: Mapped[str | None]
    street: Mapped[str | None]
    postcode: Mapped[str | None]
    town: Mapped[str | None]
    size_class: Mapped[str | None]
    vat_scheme: Mapped[str] = mapped_column(default="unknown")
    """Whether goods are given under the scheme that spares the giver the VAT on them."""
    dry_goods_only: Mapped[bool] = mapped_column(default=False)
    """The label asks for no fresh goods."""
    hides_values: Mapped[bool] = mapped_column(default=False)
    """Reports leave out what the goods are worth."""
    notes: Mapped[str | None]
    archived_at: Mapped[Moment | None]
    merged_into: Mapped[str | None] = mapped_column(ForeignKey("supplier.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 SQLAlchemy's own way


class SupplierContact(Base):
    """A person at the supplier's."""

    __tablename__ = "supplier_contact"
    __table_args__ = (CheckConstraint("role IN ('usual', 'social')", name="role_known"),)

    id: Mapped[RowNumber]
    supplier_id: Mapped[str] = mapped_column(ForeignKey("supplier.id"), index=True)
    role: Mapped[str] = mapped_column(default="usual")
    """social: for what the enterprise does for society."""
    name: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    lang: Mapped[str | None]


def supplier_ids(session: Session) -> dict[str, str]:
    """Read the suppliers' keys by code."""
    return dict(session.execute(select(Supplier.code, Supplier.id).where(Supplier.archived_at.is_(None))).all())


def require_supplier(session: Session, code: str) -> Supplier:
    """Find a supplier that still comes, or refuse; the code of an entry that was merged means the one it became."""
    supplier = find(session, code)
    if supplier.archived_at is not None:
        raise SupplierArchived(supplier=supplier.name)
    return supplier


def find(session: Session, code: str, *, locked: bool = False) -> Supplier:
    """Find a supplier, archived or not; the code of an entry that was merged means the one it became."""
    code = code.strip()
    asked = select(Supplier)
    if locked:
        asked = asked.with_for_update(key_share=True).execution_options(populate_existing=True)
    supplier = session.scalar(asked.where(Supplier.code == code)) if code.isprintable() else None
    if supplier is not None and supplier.merged_into is not None:
        supplier = session.scalar(asked.where(Supplier.id == supplier.merged_into))
    if supplier is None:
        raise NoSuchSupplier(supplier=code[:40])
    return supplier


def family(session: Session, code: str, *, by: str = "establishment") -> tuple[str, ...]:
    """Tell the keys of all entries of a supplier: by establishment, enterprise or banner, with those merged into them.

    What the books tell of a supplier, they tell of all these entries together.
    """
    supplier = find(session, code)
    same = Supplier.id == supplier.id
    if by == "enterprise" and supplier.kbo is not None:
        same = or_(same, Supplier.kbo == supplier.kbo)
    elif by == "banner" and supplier.banner is not None:
        same = or_(same, Supplier.banner == supplier.banner)
    kept = session.scalars(select(Supplier.id).where(same, Supplier.merged_into.is_(None))).all()
    merged = session.scalars(select(Supplier.id).where(Supplier.merged_into.in_(kept)))
    return tuple(sorted({*kept, *merged}))
