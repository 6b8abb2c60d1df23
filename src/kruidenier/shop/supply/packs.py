"""What the code on a pack says of goods that come in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kruidenier.shop.goods import barcodes
from kruidenier.shop.goods.barcodes import CardCode, Gtin, WeightLabel
from kruidenier.shop.goods.catalogue import UnknownCode
from kruidenier.shop.office import settings as rules

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
        case CardCode():
            raise UnknownCode(given=text)
    return ScannedPack(meaning.code, None, "none", None, None)
