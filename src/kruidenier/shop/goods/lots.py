"""One lot in somebody's hands: found by its number, locked, and how much of it is meant."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_, _, ngettext, weight
from kruidenier.shop.goods import catalogue, groups
from kruidenier.shop.goods.stock import LOCK_ORDER, OF_PRODUCTS, Lot, share_of
from kruidenier.store.asking import numbered

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from kruidenier.shop.goods.stock import Change

MOST_NAMED = 3


class UnknownLot(ShopError):
    """No lot has this number."""

    message = N_("There is no lot {lot}. The number of every lot stands on its label and in the list of stock.")


class NotInTheBooks(ShopError):
    """A lot that only stands for goods sold beyond what the books knew."""

    message = N_("{lot} stands for {name} that was sold though the books knew none. Count it: that puts it right.")


class KeptByPiece(ShopError):
    """Grams of goods that are kept by the piece."""

    message = N_("{name} (lot {lot}) is kept by the piece: say how many pieces.")


class KeptByWeight(ShopError):
    """Pieces of goods that are kept by weight."""

    message = N_("{name} (lot {lot}) is kept by weight: say how many grams.")


class NoAmount(ShopError):
    """Nothing at all, or less."""

    message = N_("{name} (lot {lot}): say how much, at least one.")


class NothingLeft(ShopError):
    """A lot that is empty."""

    message = N_("Nothing is left of lot {lot}, {name}.")


class MoreThanThere(ShopError):
    """More than the lot has."""

    message = N_(
        "{name}: lot {lot} has {left} left, and you said {asked}. Other lots of it: {others}. "
        "If there is more on the shelf, count it."
    )


def lock(session: Session, number: str) -> Lot:
    """Find a lot by its number, and keep others from changing it until the deed is done."""
    lot = numbered(session, Lot, number, locked=True)
    if lot is None:
        raise UnknownLot(lot=number.strip()[:40])
    return lot


def lock_with_others(session: Session, number: str) -> Lot:
    """Lock a lot of a product as `lock` does, and with it all others of the product, in the order of all who do so."""
    of_product = select(Lot.product_id).where(Lot.number == number.strip())
    same: Select[Lot] = (
        select(Lot)
        .where(Lot.product_id.in_(of_product), OF_PRODUCTS)
        .order_by(*LOCK_ORDER)
        .with_for_update(key_share=True)
    )
    if number.isprintable():
        session.execute(same).all()
    return lock(session, number)


class Names:
    """What goods are called in the reader's language: by their product, by their food group, or mixed crates."""

    def __init__(self, session: Session, products: Iterable[str | None]) -> None:
        self._session = session
        self._items = catalogue.items(session, {product for product in products if product is not None})

    def of(self, product: str | None, group: str | None) -> str:
        """Name goods by the key of their product, or else by the code of their group."""
        if product is not None:
            return self._items[product].name
        return _("mixed crates") if group is None else self._groups.get(group, group)

    @cached_property
    def _groups(self) -> dict[str, str]:
        return groups.names(self._session)


def name_of(session: Session, lot: Lot) -> str:
    """Name a lot's goods in the reader's language."""
    return Names(session, [lot.product_id]).of(lot.product_id, lot.group_code)


def part_of(
    session: Session, lot: Lot, *, count: int | None, grams: int | None, more: Sequence[Change] = ()
) -> tuple[int, int]:
    """Tell pieces and grams of the part that is meant: all of it if nothing is said. Pieces share the lot's grams.

    `more` comes back into the lot first.
    """
    named = {"lot": lot.number, "name": name_of(session, lot)}
    if lot.kind == "shortfall":
        raise NotInTheBooks(**named)
    has_count = lot.count + sum(change.count for change in more)
    has_grams = lot.grams + sum(change.grams for change in more)
    if has_count <= 0 and has_grams <= 0:
        raise NothingLeft(**named)
    if count is None and grams is None:
        return has_count, has_grams
    if lot.by_weight and count is not None:
        raise KeptByWeight(**named)
    if not lot.by_weight and grams is not None:
        raise KeptByPiece(**named)
    asked, left = (grams or 0, has_grams) if lot.by_weight else (count or 0, has_count)
    if asked <= 0:
        raise NoAmount(**named)
    if asked > left:
        words = (weight(left), weight(asked)) if lot.by_weight else (pieces(left), pieces(asked))
        raise MoreThanThere(**named, left=words[0], asked=words[1], others=_others(session, lot))
    if lot.by_weight:
        return (has_count if asked == left else 0), asked
    return asked, share_of(has_grams, asked, left)


def pieces(count: int) -> str:
    """Say a number of pieces."""
    return ngettext("{n} piece", "{n} pieces", count).format(n=count)


def _others(session: Session, lot: Lot) -> str:
    same = Lot.product_id == lot.product_id if lot.product_id else Lot.group_code == lot.group_code
    asked = (
        select(Lot.number)
        .where(same, Lot.kind == lot.kind, Lot.id != lot.id, or_(Lot.count > 0, Lot.grams > 0))
        .order_by(Lot.number)
        .limit(MOST_NAMED)
    )
    return ", ".join(session.scalars(asked)) or _("none")
