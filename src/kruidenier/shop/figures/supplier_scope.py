"""Whose goods a supplier's figures are about: one establishment, or all of an enterprise, or all under a banner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from kruidenier.errors import ShopError
from kruidenier.i18n import N_
from kruidenier.shop.office.folding import folded
from kruidenier.shop.supply.suppliers import NoSuchSupplier, Supplier

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

BY = ("establishment", "enterprise", "banner")


class NoEnterprise(ShopError):
    """Figures of an enterprise whose number nobody knows."""

    message = N_("{name} has no enterprise number, so its shops cannot be told. Write it into the supplier's file.")


class NoBanner(ShopError):
    """Figures of a banner that nobody named."""

    message = N_("{name} stands under no banner. Write the banner into the supplier's file.")


@dataclass(frozen=True, slots=True)
class Scope:
    """The establishments whose goods are counted together, those included that were merged into them."""

    code: str
    """Of the supplier that was asked for."""
    name: str
    by: str
    """establishment, enterprise or banner."""
    keys: tuple[str, ...]
    heirs: tuple[str, ...]
    """The keys without those that were merged."""
    names: tuple[tuple[str, str], ...]
    """Code and name of each establishment, without those that were merged."""
    hides_values: bool


def scope_of(session: Session, code: str, *, by: str = "establishment") -> Scope:
    """Tell whose goods are meant. An archived supplier has figures too, a merged one those of its heir."""
    supplier = _supplier(session, code)
    if by == "enterprise":
        if not (number := _digits(supplier.kbo)):
            raise NoEnterprise(name=supplier.name)
        together = [one for one in _heirs(session) if _digits(one.kbo) == number]
    elif by == "banner":
        if not (banner := folded(supplier.banner or "")):
            raise NoBanner(name=supplier.name)
        together = [one for one in _heirs(session) if folded(one.banner or "") == banner]
    else:
        together = [supplier]
    return Scope(
        code=supplier.code,
        name=supplier.banner if by == "banner" and supplier.banner else supplier.name,
        by=by,
        keys=_with_merged(session, (one.id for one in together)),
        heirs=tuple(one.id for one in together),
        names=tuple(sorted((one.code, one.name) for one in together)),
        hides_values=any(one.hides_values for one in together),
    )


def _supplier(session: Session, code: str) -> Supplier:
    supplier = session.scalar(select(Supplier).where(Supplier.code == code)) if code.isprintable() else None
    if supplier is None:
        raise NoSuchSupplier(supplier=code[:40])
    while supplier.merged_into is not None:
        supplier = session.get_one(Supplier, supplier.merged_into)
    return supplier


def _heirs(session: Session) -> Iterable[Supplier]:
    return session.scalars(select(Supplier).where(Supplier.merged_into.is_(None)))


def _with_merged(session: Session, keys: Iterable[str]) -> tuple[str, ...]:
    known = list(keys)
    newer: list[str] = known
    while newer:
        newer = list(session.scalars(select(Supplier.id).where(Supplier.merged_into.in_(newer))))
        known = known + newer
    return tuple(sorted(known))


def _digits(number: str | None) -> str:
    """Read an enterprise number, however it is written."""
    return "".join(sign for sign in number or "" if sign.isdigit())
