"""The gift note: what was given, frozen when the giver leaves, so that both sides hold the same paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from kruidenier.i18n import LANGUAGES, _, speaking
from kruidenier.shop.goods import catalogue, groups
from kruidenier.shop.goods.catalogue import Item
from kruidenier.shop.goods.names import best_name
from kruidenier.shop.office import papers
from kruidenier.shop.office import settings as rules
from kruidenier.shop.office.place import Shop
from kruidenier.shop.office.staff import StaffMember
from kruidenier.shop.supply.suppliers import Supplier

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from kruidenier.shop.supply.deliveries import Delivery, DeliveryLine

KIND = "gift_note"
SCHEMA = 2
"""Since 2: the receiver's recognition, and the name of who took the goods in."""
GIFTS = ("donated", "food_bank", "garden")
"""The origins that a gift note lists; bought goods and those of the European Union stand on other papers.

What a food bank hands on stands on it under a heading of its own, never among gifts.
"""
OF_RECIPIENT = ("kbo", "recognised_by", "recognition", "recognised_on")
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
    names = Names(session, given)
    refused = [line for line in given if line.refused_reason is not None]
    figures = {
        "number": number,
        "delivery": delivery.number,
        "date": delivery.happened_on,
        "arrived_at": delivery.arrived_at,
        **parties(session, delivery.supplier_id, delivery.happened_on),
        **_goods([names.line(line) for line in given if line.refused_reason is None]),
        "refused": [{**names.line(line), "reason": line.refused_reason} for line in refused],
        "refused_grams": sum(line.grams for line in refused),
        "crates_back": delivery.crates_back,
        "own_list": delivery.own_list,
        "signed_by": signed_by,
        "taken_by": delivery.by,
        "taken_by_name": _name_of(session, delivery.by),
    }
    papers.issue(session, KIND, number=number, schema=SCHEMA, figures=figures, by=delivery.by, now=now)


def issue_corrected(
    session: Session,
    delivery: Delivery,
    told: Mapping[str, Any],
    lines: Sequence[Mapping[str, Any]],
    *,
    number: str,
    by: str,
    now: dt.datetime,
) -> None:
    """Freeze a note that stands in the place of another: `told` is the old one but for what is different.

    Its lines may differ, and giver and receiver are as they are known now.
    """
    figures = {
        **told,
        "number": number,
        **parties(session, _living(session, delivery.supplier_id), delivery.happened_on),
        **_goods(lines),
        "taken_by_name": _name_of(session, by),
    }
    papers.issue(session, KIND, number=number, schema=SCHEMA, figures=figures, by=by, now=now)


def look_up(session: Session, number: str) -> dict[str, Any]:
    """Read a gift note as it was issued."""
    return papers.figures_of(session, KIND, number)


def parties(session: Session, supplier_id: str, on: dt.date) -> dict[str, Any]:
    """Tell who gives and who receives: the giver as known now, the receiver by the settings of a day."""
    supplier, settings = session.get_one(Supplier, supplier_id), rules.current(session, on)
    heading = settings["receipt.heading"].split("|")
    recognised_on = settings["recipient.recognised_on"]
    return {
        "donor": {column: getattr(supplier, column) for column in OF_DONOR},
        "recipient": {
            "name": session.scalars(select(Shop.name)).one(),
            "lines": [line.strip() for line in heading if line.strip()],
            **{field: settings[f"recipient.{field}"] or None for field in OF_RECIPIENT},
            "recognised_on": recognised_on.isoformat() if recognised_on else None,
        },
    }


def _living(session: Session, supplier_id: str) -> str:
    """Tell the key of the entry that a supplier's entry became part of, else its own."""
    return session.get_one(Supplier, supplier_id).merged_into or supplier_id


def _goods(lines: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "lines": list(lines),
        "crates": sum(line["crates"] for line in lines),
        "grams": sum(line["grams"] for line in lines),
        "unweighed_pieces": sum(line["count"] for line in lines if not line["grams"]),
    }


def _name_of(session: Session, by: str) -> str:
    """Tell the name of whoever works here; the console has none."""
    return session.scalar(select(StaffMember.name).where(StaffMember.code == by)) or by


class Names:
    """What the goods of a note are called, in every language of the shop."""

    def __init__(self, session: Session, lines: Iterable[DeliveryLine]) -> None:
        self._items = catalogue.items(session, {line.product_id for line in lines if line.product_id})
        self._groups = groups.names_by_language(session)

    def line(self, line: DeliveryLine) -> dict[str, Any]:
        """Write a line with its names."""
        item = self._items.get(line.product_id or "")
        return {
            "line": line.position,
            "group": line.group_code,
            "code": item.code if item else None,
            "names": self.of_group(line.group_code) if item is None else _of_item(item),
            "origin": line.origin,
            "crates": line.crates,
            "count": line.count,
            "grams": line.grams,
            "date_mark": line.date_mark,
            "date": line.date.isoformat() if line.date else None,
            "lot": line.lot_code,
            "temperature_tenths": line.tenths,
        }

    def of_group(self, group: str | None) -> dict[str, str]:
        """Name a food group; None is mixed crates."""
        said = {}
        for lang in LANGUAGES:
            with speaking(lang):
                said[lang] = best_name(self._groups.get(group, {}), group) if group else _("mixed crates")
        return said


def _of_item(item: Item) -> dict[str, str]:
    said = {}
    for lang in LANGUAGES:
        with speaking(lang):
            said[lang] = item.name
    return said
