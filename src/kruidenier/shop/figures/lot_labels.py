"""What stands on the label of a lot: its goods in every language, and all that its pack no longer tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kruidenier.i18n import LANGUAGES, N_, _, speaking
from kruidenier.shop.figures.lot_sheet import LotSheet, lot_sheet
from kruidenier.shop.goods import catalogue, groups
from kruidenier.shop.goods.lots import NotInTheBooks

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MIXED_CRATES = N_("mixed crates")


@dataclass(frozen=True, slots=True)
class LotLabel:
    """A lot, with the names of its goods by language."""

    sheet: LotSheet
    names: Mapping[str, str]


def lot_labels(session: Session, numbers: Sequence[str], *, on: dt.date) -> tuple[LotLabel, ...]:
    """Tell what stands on the labels of these lots, in the same order."""
    return tuple(_label(session, number, on=on) for number in numbers)


def _label(session: Session, number: str, *, on: dt.date) -> LotLabel:
    sheet = lot_sheet(session, number, on=on)
    if sheet.kind == "shortfall":
        raise NotInTheBooks(lot=sheet.lot, name=sheet.name)
    if sheet.code is not None:
        return LotLabel(sheet, catalogue.require_item(session, sheet.code).names)
    if sheet.group is not None:
        return LotLabel(sheet, groups.names_by_language(session).get(sheet.group, {}))
    names = {}
    for lang in LANGUAGES:
        with speaking(lang):
            names[lang] = _(MIXED_CRATES)
    return LotLabel(sheet, names)
