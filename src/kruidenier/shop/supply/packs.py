"""What the code on a pack says of goods that come in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kruidenier.shop.goods import barcodes, catalogue, labelled
from kruidenier.shop.goods.barcodes import CardCode, Gtin, LotCode, WeightLabel
from kruidenier.shop.goods.catalogue import UnknownCode
from kruidenier.shop.office import settings as rules
from kruidenier.shop.supply import habits
from kruidenier.shop.supply.habits import LikelyDate

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class ScannedPack:
    """A pack in somebody's hand, as far as its code tells."""

    code: str
    """Of the product."""
    lot_code: str | None
    """The maker's."""
    date_mark: str
    date: dt.date | None
    grams: int | None


@dataclass(frozen=True, slots=True)
class PackInHand:
    """A pack as whoever holds it needs to know it."""

    code: str
    name: str
    by_weight: bool
    grams_each: int | None
    """By the catalogue."""
    grams: int | None
    """By the code on this very pack."""
    lot_code: str | None
    scanned: LikelyDate | None
    """The date in the code."""
    likely: LikelyDate
    """The date that stands on it by earlier deliveries."""


def pack_in_hand(session: Session, text: str, *, on: dt.date) -> PackInHand:
    """Tell what a pack is, from its code or a product's own code."""
    pack = read_pack(session, text, on=on)
    item = catalogue.require_item(session, pack.code)
    return PackInHand(
        code=item.code,
        name=item.name,
        by_weight=item.by_weight,
        grams_each=item.grams_each,
        grams=pack.grams,
        lot_code=pack.lot_code,
        scanned=None if pack.date is None else LikelyDate(pack.date_mark, pack.date),
        likely=habits.likely_date(session, item.code, on=on),
    )


def read_pack(session: Session, text: str, *, on: dt.date) -> ScannedPack:
    """Read what a scanner sent, or a person typed, as goods."""
    meaning = barcodes.read(text, patterns=rules.current(session, on)["barcode.weight_labels"])
    match meaning:
        case Gtin():
            date = meaning.use_by or meaning.best_before
            mark = "none" if date is None else "use_by" if meaning.use_by else "best_before"
            return ScannedPack(meaning.given, meaning.lot, mark, date, meaning.grams)
        case WeightLabel():
            return ScannedPack(meaning.code, None, "none", None, meaning.grams)
        case LotCode():
            if behind := labelled.find(session, meaning.code):
                return ScannedPack(behind.item.code, None, "none", None, None)
        case CardCode():
            raise UnknownCode(given=text)
    return ScannedPack(meaning.code, None, "none", None, None)
