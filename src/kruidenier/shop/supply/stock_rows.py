"""Rows of goods in the columns of stock, read once for opening stock and for deliveries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from kruidenier.i18n import _
from kruidenier.shop.goods import catalogue, groups, places
from kruidenier.shop.goods.catalogue import Item, Product, ProductCode, key_of
from kruidenier.shop.goods.dates import DATE_MARKS
from kruidenier.shop.goods.places import read_degrees
from kruidenier.shop.goods.stock import ORIGINS
from kruidenier.shop.supply.deliveries import REFUSAL_REASONS
from kruidenier.store.asking import in_parts

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.office.sheets import Cells, Sheet

NOT_REFUSED = ("", "no", "0", "false")
FUNDS = {"esf": "ESF+"}
"""The fund that pays for goods of an origin."""


@dataclass(frozen=True, slots=True)
class StockRow:
    """Goods as a row tells them."""

    item: Item | None
    """None: crates of a group, by weight."""
    lot: Mapping[str, Any]
    """The columns of the lot that they make."""
    tenths: int | None
    refused_reason: str | None
    place: str
    """Code of its place; the lot's `place_id` is None while the place is still to be made."""


class NewPlace(NamedTuple):
    """A place that a row describes and the shop does not have yet."""

    name: str
    kind: str


class Known:
    """What the rows of a sheet name, read once."""

    def __init__(self, session: Session, sheet: Sheet, *, makes_places: bool = False) -> None:
        self.places: dict[str, int | None] = dict(places.keys_by_code(session))
        self.makes_places = makes_places
        self.new_places: dict[str, NewPlace] = {}
        self.groups = set(groups.known_groups(session))
        self.products: dict[str, Item] = {}
        codes = {key_of(row[column]) for row in sheet.rows for column in ("gtin", "code") if row.get(column)}
        for some in in_parts(codes):
            found = session.execute(
                select(ProductCode.code, ProductCode.product_id)
                .join(Product, Product.id == ProductCode.product_id)
                .where(ProductCode.code.in_(some), Product.archived_at.is_(None))
            ).all()
            items = catalogue.items(session, {row.product_id for row in found})
            self.products |= {row.code: items[row.product_id] for row in found}


def read(cells: Cells, known: Known, *, supplier_id: str | None, on: dt.date) -> StockRow | None:
    """Read goods from a row; what is wrong with it is noted, and then there are none."""
    place = _place(cells, known)
    item, group = _goods(cells, known)
    mark, date = cells.choice("date_mark", DATE_MARKS), cells.date("date")
    if (mark == "none") != (date is None) and not cells.is_wrong("date", "date_mark"):
        cells.wrong("date", _("A date goes with use_by or best_before, and none with none."))
    received_on = cells.date("received_on") or on
    if received_on > on:
        cells.wrong("received_on", _("This day has not come yet."))
    origin = cells.choice("origin", ORIGINS)
    refused_reason = _refused(cells)
    tenths = cells.read("temperature_c", read_degrees)
    lot_code = cells.text("lot")
    costs = {name: cells.whole(name) for name in ("unit_cost_cents", "reference_value_cents")}
    cells.text("name")
    amounts = _amounts(cells, item)
    if cells.errors:
        return None
    lot = {
        "kind": "product" if item else "bulk",
        "product_id": item.id if item else None,
        "group_code": item.group if item else group,
        "by_weight": item.by_weight if item else True,
        "supplier_id": supplier_id,
        "origin": origin,
        "fund": FUNDS.get(origin or ""),
        "lot_code": lot_code,
        "date_mark": mark,
        "date": date,
        "received_on": received_on,
        "place_id": known.places[place],
        **amounts,
        **costs,
    }
    return StockRow(item, lot, tenths, refused_reason, place)


def _place(cells: Cells, known: Known) -> str:
    """Find the place of a row, or note the one to be made from its name and kind."""
    place = cells.text("place") or places.FLOOR
    if place in known.places:
        return place
    kind = cells.choice("place_kind", (*places.PLACE_KINDS, ""), usual="") if known.makes_places else None
    if kind and places.is_code(place):
        known.places[place] = None
        known.new_places[place] = NewPlace(cells.text("place_name") or place, kind)
    else:
        message = _("There is no place {code}. `spot add` makes it, or a column place_kind: {kinds}.")
        cells.wrong("place", message.format(code=place, kinds=", ".join(places.PLACE_KINDS)))
    return place


def _refused(cells: Cells) -> str | None:
    """Read whether the goods were refused, and why."""
    if cells.row.get("refused", "").lower() in NOT_REFUSED:
        return None
    return cells.choice("refused_reason", REFUSAL_REASONS, usual="other")


def _goods(cells: Cells, known: Known) -> tuple[Item | None, str | None]:
    """Find the product that a row names; a row with only a group is a crate of that group."""
    for column in ("gtin", "code"):
        if cells.filled(column):
            item = known.products.get(key_of(cells.row[column]))
            if item is None:
                message = _("No product has the code {code}: import the products first.")
                cells.wrong(column, message.format(code=cells.row[column]))
            return item, None
    group = cells.text("group", needed=True)
    if group and group not in known.groups:
        cells.wrong("group", _("There is no food group {code}.").format(code=group))
    return None, group


def _amounts(cells: Cells, item: Item | None) -> Mapping[str, int | None]:
    """Read pieces and grams. The scale is the truth; else pieces weigh what the catalogue says, or nothing known."""
    count, grams = cells.whole("count"), cells.whole("grams")
    if cells.is_wrong("gtin", "code", "group"):
        return {}
    if item is None or item.by_weight:
        if not grams and not cells.is_wrong("grams"):
            cells.wrong("grams", _("Goods by weight need their grams."))
        return {"count": 0, "grams": grams}
    if not count and not cells.is_wrong("count"):
        cells.wrong("count", _("Goods by the piece need their count."))
    return {"count": count, "grams": (count or 0) * (item.grams_each or 0) if grams is None else grams}
