"""Who gives or sells goods to the shop: an establishment of an enterprise under a banner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.office.folding import folded
from kruidenier.store.asking import remembered
from kruidenier.store.base import Base, Key, Moment, RowNumber, wire

if TYPE_CHECKING:
    from collections.abc import Iterable

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


class NoEnterprise(ShopError):
    """The shops of an enterprise whose number nobody knows."""

    message = N_("{name} has no enterprise number, so its shops cannot be told. Write it into the supplier's file.")


class NoBanner(ShopError):
    """The shops under a banner that nobody named."""

    message = N_("{name} stands under no banner. Write the banner into the supplier's file.")


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


_BY_CODE = select(Supplier).where(Supplier.code == bindparam("code"))
_BY_KEY = select(Supplier).where(Supplier.id == bindparam("key"))
_LOCKED_BY_CODE, _LOCKED_BY_KEY = (
    asked.with_for_update(key_share=True).execution_options(populate_existing=True) for asked in (_BY_CODE, _BY_KEY)
)


def find(session: Session, code: str, *, locked: bool = False) -> Supplier:
    """Find a supplier, archived or not; the code of an entry that was merged means the one it became."""
    code = code.strip()
    by_code, by_key = (_LOCKED_BY_CODE, _LOCKED_BY_KEY) if locked else (_BY_CODE, _BY_KEY)
    supplier = session.scalar(by_code, {"code": code}) if code.isprintable() else None
    if supplier is not None and supplier.merged_into is not None:
        supplier = session.scalar(by_key, {"key": supplier.merged_into})
    if supplier is None:
        raise NoSuchSupplier(supplier=code[:40])
    return supplier


def family(session: Session, code: str) -> tuple[str, ...]:
    """Tell the keys of all entries of a supplier, those merged into it included.

    What the books tell of a supplier, they tell of all these entries together.
    """
    return with_merged(session, [find(session, code).id])


_MERGED = select(Supplier.id).where(Supplier.merged_into.in_(bindparam("kept", expanding=True)))


def with_merged(session: Session, keys: Iterable[str]) -> tuple[str, ...]:
    """Add the keys of the entries that were merged into some."""
    return _with_merged(session, tuple(keys))


@remembered
def _with_merged(session: Session, kept: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*kept, *wire(session).execute(_MERGED, {"kept": kept}).scalars()}))


def together(session: Session, supplier: Supplier, *, by: str) -> list[Supplier]:
    """List the establishments that are told of with a supplier: itself alone, its enterprise's or its banner's."""
    if by == "establishment":
        return [supplier]
    if not share(by, supplier, supplier):
        raise (NoEnterprise if by == "enterprise" else NoBanner)(name=supplier.name)
    kept = session.scalars(select(Supplier).where(Supplier.merged_into.is_(None)))
    return [one for one in kept if share(by, supplier, one)]


def share(by: str, one: Supplier, other: Supplier) -> bool:
    """Tell whether two entries stand under one enterprise, or under one banner, however it is written."""
    if by == "enterprise":
        return _digits(one.kbo) == _digits(other.kbo) != ""
    return by == "banner" and folded(one.banner or "") == folded(other.banner or "") != ""


def _digits(number: str | None) -> str:
    return "".join(sign for sign in number or "" if sign.isdigit())
