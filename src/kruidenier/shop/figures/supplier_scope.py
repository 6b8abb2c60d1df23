"""Whose goods a supplier's figures are about: one establishment, or all of an enterprise, or all under a banner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kruidenier.shop.supply.suppliers import find, together, with_merged

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.supply.suppliers import Supplier


@dataclass(frozen=True, slots=True)
class Scope:
    """The establishments whose goods are counted together, those included that were merged into them."""

    supplier: Supplier
    """That was asked for."""
    by: str
    """establishment, enterprise or banner."""
    shops: tuple[Supplier, ...]
    """Without those that were merged."""
    keys: tuple[str, ...]
    """With those that were merged."""

    @property
    def name(self) -> str:
        """How all of them are called together."""
        banner = self.supplier.banner if self.by == "banner" else None
        return banner or self.supplier.name

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        """Code and name of each establishment."""
        return tuple(sorted((shop.code, shop.name) for shop in self.shops))

    @property
    def hides_values(self) -> bool:
        """Whether one of them wants no values told."""
        return any(shop.hides_values for shop in self.shops)


def scope_of(session: Session, code: str, *, by: str = "establishment") -> Scope:
    """Tell whose goods are meant. An archived supplier has figures too, a merged one those of its heir."""
    supplier = find(session, code)
    shops = together(session, supplier, by=by)
    return Scope(supplier, by, tuple(shops), with_merged(session, (shop.id for shop in shops)))
