"""Products: their codes, names and prices, archived and never deleted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint, bindparam, case, func, select
from sqlalchemy.orm import Mapped, mapped_column

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.goods.groups import FoodGroup
from kruidenier.shop.goods.names import best_name
from kruidenier.shop.office import journal
from kruidenier.shop.office.staff import Permission, require
from kruidenier.store.asking import in_parts
from kruidenier.store.base import Base, Key, Moment, RowNumber, Whole, insert_unless_there, new_id, whole, wire

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.place import Counter


class UnknownCode(ShopError):
    """No product has this code."""

    message = N_("No product has the code {given}. Search it by name, or put it aside.")


class ProductArchived(ShopError):
    """A product that the shop no longer sells."""

    message = N_("{name} was taken out of the catalogue. Put it aside.")


class Product(Base):
    """Something the shop sells, by the piece or by weight."""

    __tablename__ = "product"
    __table_args__ = (
        CheckConstraint("sold_by IN ('piece', 'weight')", name="sold_by_known"),
        CheckConstraint("content >= 1", name="content_known_or_null"),
        CheckConstraint("unit IN ('g', 'ml', 'pcs')", name="unit_known"),
        CheckConstraint("shelf_life_group BETWEEN 1 AND 4", name="shelf_life_group_known"),
        CheckConstraint("vat_rate BETWEEN 0 AND 100", name="vat_rate_percent"),
        *whole("content", "min_level", "wished_level"),
    )

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    """The first code as it was imported."""
    group_code: Mapped[str] = mapped_column(ForeignKey("food_group.code"), index=True)
    sold_by: Mapped[str]
    brand: Mapped[str | None]
    content: Mapped[Whole | None]
    """Net content of the pack in `unit`; None is unknown."""
    unit: Mapped[str | None]
    vat_rate: Mapped[int | None]
    shelf_life_group: Mapped[int | None]
    """1 to 4; None takes the food group's."""
    quota: Mapped[str | None]
    allergens: Mapped[list[str] | None] = mapped_column(JSON)
    """Of the 14 that must be told for unpacked goods; None is unknown, an empty list is none of them."""
    min_level: Mapped[Whole | None]
    """In pieces, or grams by weight: below it the product is on the buying list, up to its wished level."""
    wished_level: Mapped[Whole | None]
    draft: Mapped[bool] = mapped_column(default=False)
    """Made at the till for an unknown code; staff complete it."""
    archived_at: Mapped[Moment | None]
    merged_into: Mapped[str | None] = mapped_column(ForeignKey("product.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 SQLAlchemy's own way


class ProductName(Base):
    """A product's name in one language."""

    __tablename__ = "product_name"

    product_id: Mapped[str] = mapped_column(ForeignKey("product.id"), primary_key=True)
    lang: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class ProductCode(Base):
    """A code that a scanner may send for a product. One code never points at two products."""

    __tablename__ = "product_code"

    code: Mapped[str] = mapped_column(primary_key=True)
    """A GTIN in 14 digits, or an own code in small letters."""
    product_id: Mapped[str] = mapped_column(ForeignKey("product.id"), index=True)
    given: Mapped[str]
    """As it was imported; leading zeros matter."""
    backwards: Mapped[str] = mapped_column(String().with_variant(String(collation="C"), "postgresql"), index=True)
    """The digits from last to first, for search by the last four."""
    position: Mapped[int] = mapped_column(default=1)


class ProductPrice(Base):
    """A reference price or a fixed price from a day on; None takes it away again."""

    __tablename__ = "product_price"
    __table_args__ = (
        UniqueConstraint("product_id", "kind", "valid_from"),
        CheckConstraint("kind IN ('reference', 'fixed')", name="kind_known"),
        CheckConstraint("cents >= 0", name="cents_not_negative"),
        *whole("cents"),
    )

    id: Mapped[RowNumber]
    product_id: Mapped[str] = mapped_column(ForeignKey("product.id"))
    kind: Mapped[str]
    valid_from: Mapped[dt.date]
    cents: Mapped[Whole | None]
    """Per piece, or per kilogram for goods by weight."""
    source: Mapped[str | None]
    set_at: Mapped[Moment]


@dataclass(frozen=True, slots=True)
class Item:
    """A product as the counter needs it: one row, read at each scan."""

    id: str
    code: str
    group: str
    by_weight: bool
    content: int | None
    unit: str | None
    vat_rate: int
    shelf_life_group: int
    archived: bool
    quota: str
    """The quota it obeys where the shop sets one: that which it carries, or else one of its own code."""
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return best_name(self.names, self.code)

    @property
    def grams_each(self) -> int | None:
        """Grams in one piece by the catalogue, 1 ml taken as 1 g; None if unknown."""
        return self.content if self.unit in ("g", "ml") else None


_COLUMNS = (
    Product.id,
    Product.code,
    Product.group_code,
    Product.sold_by,
    Product.content,
    Product.unit,
    Product.vat_rate,
    FoodGroup.vat_rate.label("group_vat_rate"),
    Product.shelf_life_group,
    FoodGroup.shelf_life_group.label("group_shelf_life_group"),
    Product.archived_at,
    Product.quota,
    ProductName.lang,
    ProductName.name,
)
_ITEM = (
    select(*_COLUMNS)
    .join(FoodGroup, FoodGroup.code == Product.group_code)
    .outerjoin(ProductName, ProductName.product_id == Product.id)
)
_BY_CODE = _ITEM.join(ProductCode, ProductCode.product_id == Product.id).where(ProductCode.code == bindparam("code"))
_BY_IDS = _ITEM.where(Product.id.in_(bindparam("ids", expanding=True)))


def key_of(given: str) -> str:
    """Write a code as it is looked up: a GTIN in 14 digits, an own code in small letters."""
    return given.zfill(14) if given.isdigit() and len(given) in (8, 12, 13, 14) else given.lower()


def find(session: Session, code: str) -> Item | None:
    """Find the product that a code points at; None if there is none."""
    rows = wire(session).execute(_BY_CODE, {"code": key_of(code)}).all()
    return _item(rows) if rows else None


def require_item(session: Session, code: str) -> Item:
    """Find the product that a code points at, or refuse."""
    item = find(session, code)
    if item is None:
        raise UnknownCode(given=code)
    return item


def items(session: Session, ids: set[str]) -> dict[str, Item]:
    """Read several products at once, by id."""
    if not ids:
        return {}
    rows = wire(session).execute(_BY_IDS, {"ids": sorted(ids)}).all()
    by_id: dict[str, list[Any]] = {}
    for row in rows:
        by_id.setdefault(row.id, []).append(row)
    return {product_id: _item(product_rows) for product_id, product_rows in by_id.items()}


def names_of(session: Session, ids: Iterable[str]) -> dict[str, dict[str, str]]:
    """Read what products are called in every language, by id; however many they are."""
    names: dict[str, dict[str, str]] = {product_id: {} for product_id in ids}
    asked = select(ProductName.product_id, ProductName.lang, ProductName.name)
    for some in in_parts(names):
        for product_id, lang, name in wire(session).execute(asked.where(ProductName.product_id.in_(some))):
            names[product_id][lang] = name
    return names


def _item(rows: Sequence[Any]) -> Item:
    first = rows[0]
    return Item(
        id=first.id,
        code=first.code,
        group=first.group_code,
        by_weight=first.sold_by == "weight",
        content=first.content,
        unit=first.unit,
        vat_rate=first.group_vat_rate if first.vat_rate is None else first.vat_rate,
        shelf_life_group=first.shelf_life_group or first.group_shelf_life_group,
        archived=first.archived_at is not None,
        quota=(first.quota or first.code).casefold(),
        names={row.lang: row.name for row in rows if row.lang},
    )


def obeyed(session: Session) -> ColumnElement[str]:
    """Write the quota that a product obeys as `Item.quota` has it: databases do not fold every letter themselves."""
    folded = {word: word.casefold() for word in session.scalars(select(Product.quota).distinct()) if word}
    own = func.lower(Product.code)
    return func.coalesce(case(folded, value=Product.quota), own) if folded else own


def draft(session: Session, code: str, *, group: str, at: Counter, now: dt.datetime) -> Item:
    """Make a product for a code that nobody knows yet; staff complete it later. Two tills that scan it make one."""
    insert_unless_there(session, Product, id=new_id(), code=code, group_code=group, sold_by="piece", draft=True)
    key = session.scalars(select(Product.id).where(Product.code == code)).one()
    insert_unless_there(session, ProductCode, code=key_of(code), product_id=key, given=code, backwards=code[::-1])
    journal.record(session, at, verb="product draft", subject=code, now=now, group=group)
    return require_item(session, code)


def set_price(
    session: Session, code: str, *, kind: str, cents: int | None, valid_from: dt.date, at: Counter, now: dt.datetime
) -> Item:
    """Give a product a reference price or a fixed price from a day on."""
    require(at, Permission.SET_PRICE)
    item = require_item(session, code)
    row = session.scalar(
        select(ProductPrice).where(
            ProductPrice.product_id == item.id, ProductPrice.kind == kind, ProductPrice.valid_from == valid_from
        )
    )
    before = row.cents if row else None
    if row is None:
        row = ProductPrice(product_id=item.id, kind=kind, valid_from=valid_from)
        session.add(row)
    row.cents, row.set_at = cents, now
    journal.record(session, at, verb="price", subject=item.code, now=now, kind=kind, before=before, after=cents)
    return item
