"""Who gives or sells goods to the shop: an establishment of an enterprise under a banner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, select
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


class NoSuchSupplier(ShopError):
    """A supplier that the shop does not know."""

    message = N_("There is no supplier {supplier}. Import or register the supplier first.")


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
    """Find a supplier, or refuse."""
    supplier = session.scalar(select(Supplier).where(Supplier.code == code, Supplier.archived_at.is_(None)))
    if supplier is None:
        raise NoSuchSupplier(supplier=code)
    return supplier
