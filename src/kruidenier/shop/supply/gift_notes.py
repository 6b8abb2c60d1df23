"""The gift note: what was given, frozen when the giver leaves, so that both sides hold the same paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from kruidenier.i18n import LANGUAGES, _, speaking
from kruidenier.shop.goods import catalogue
from kruidenier.shop.goods.catalogue import Item
from kruidenier.shop.goods.groups import GroupName
from kruidenier.shop.goods.names import best_name
from kruidenier.shop.office import papers
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.place import Shop
from kruidenier.shop.supply.suppliers import Supplier

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.supply.deliveries import Delivery, DeliveryLine

KIND = "gift_note"
SCHEMA = 1
GIFTS = ("donated", "food_bank", "garden")
"""The origins that a gift note lists; bought goods and those of the European Union stand on other papers."""
OF_DONOR = ("code", "name", "kbo", "establishment", "banner", "street", "postcode", "town")


def is_given(lines: Iterable[DeliveryLine]) -> bool:
    """Whether something was given and taken in."""
    return any(line.origin in GIFTS and line.refused_reason is None for line in lines)


def issue(
    session: Session,
    delivery: Delivery,
    lines: Sequence[DeliveryLine],
    *,
    number: str,
    signed_by: str | None,
    now: dt.datetime,
) -> None:
    """Freeze the gift note of a delivery under its own number."""
    given = [line for line in lines if line.origin in GIFTS]
    names = _Names(session, given)
    taken = [line for line in given if line.refused_reason is None]
    refused = [line for line in given if line.refused_reason is not None]
    figures = {
        "number": number,
        "delivery": delivery.number,
        "date": delivery.happened_on,
        "arrived_at": delivery.arrived_at,
        "donor": _donor(session, delivery.supplier_id),
        "recipient": _recipient(session, delivery.happened_on),
        "lines": [names.line(line) for line in taken],
        "refused": [{**names.line(line), "reason": line.refused_reason} for line in refused],
        "crates": sum(line.crates for line in taken),
        "grams": sum(line.grams for line in taken),
        "refused_grams": sum(line.grams for line in refused),
        "unweighed_pieces": sum(line.count for line in taken if not line.grams),
        "crates_back": delivery.crates_back,
        "own_list": delivery.own_list,
        "signed_by": signed_by,
        "taken_by": delivery.by,
    }
    papers.issue(session, KIND, number=number, schema=SCHEMA, figures=figures, by=delivery.by, now=now)


def look_up(session: Session, number: str) -> dict[str, Any]:
    """Read a gift note as it was issued."""
    return papers.figures_of(session, KIND, number)


def _donor(session: Session, supplier_id: str) -> dict[str, Any]:
    supplier = session.get_one(Supplier, supplier_id)
    return {column: getattr(supplier, column) for column in OF_DONOR}


def _recipient(session: Session, on: dt.date) -> dict[str, Any]:
    heading = rules.current(session, on)["receipt.heading"]
    return {
        "name": session.scalars(select(Shop.name)).one(),
        "lines": [line.strip() for line in heading.split("|") if line.strip()],
    }


class _Names:
    """What the goods of a note are called, in every language of the shop."""

    def __init__(self, session: Session, lines: Iterable[DeliveryLine]) -> None:
        self._items = catalogue.items(session, {line.product_id for line in lines if line.product_id})
        self._groups: dict[str, dict[str, str]] = {}
        for group in session.execute(select(GroupName.group_code, GroupName.lang, GroupName.name)):
            self._groups.setdefault(group.group_code, {})[group.lang] = group.name

    def line(self, line: DeliveryLine) -> dict[str, Any]:
        """Write a line with its names."""
        item = self._items.get(line.product_id or "")
        return {
            "line": line.position,
            "group": line.group_code,
            "code": item.code if item else None,
            "names": self._of(item, line.group_code),
            "origin": line.origin,
            "crates": line.crates,
            "count": line.count,
            "grams": line.grams,
            "date_mark": line.date_mark,
            "date": line.date.isoformat() if line.date else None,
            "lot": line.lot_code,
            "temperature_tenths": line.tenths,
        }

    def _of(self, item: Item | None, group: str | None) -> dict[str, str]:
        said = {}
        for lang in LANGUAGES:
            with speaking(lang):
                if item is not None:
                    said[lang] = item.name
                else:
                    said[lang] = best_name(self._groups.get(group, {}), group) if group else _("mixed crates")
        return said
