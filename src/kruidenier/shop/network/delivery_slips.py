"""The slip that goes along with goods for a partner: frozen when it is first made, and the same ever after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from kruidenier.errors import ShopError
from kruidenier.i18n import LANGUAGES, N_, speaking
from kruidenier.shop.goods import lots
from kruidenier.shop.goods.places import Temperature
from kruidenier.shop.goods.stock import Lot
from kruidenier.shop.network import transfers
from kruidenier.shop.office import journal, once, papers
from kruidenier.shop.office.staff import Permission, require

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kruidenier.shop.network.transfers import TransferFacts
    from kruidenier.shop.office.place import Counter

PAPER, SCHEMA = "delivery_slip", 1


class TakenBack(ShopError):
    """A slip for goods that did not go after all."""

    message = N_("{number} was taken back: the goods did not go, and there is no slip for them.")


@dataclass(frozen=True, slots=True)
class DeliverySlip:
    """What stands on the slip."""

    number: str
    """Of the transfer."""
    date: dt.date
    partner: str
    lot: str
    lot_code: str | None
    """The maker's."""
    names: Mapping[str, str]
    """Of the goods, by language."""
    by_weight: bool
    count: int
    grams: int
    date_mark: str
    date_on_pack: dt.date | None
    tenths: int | None
    """What was read last that day where the goods lay; None where nothing was read."""
    undone: bool = False
    """It was taken back since."""


def slip(session: Session, number: str, *, at: Counter, now: dt.datetime) -> DeliverySlip:
    """Make the slip of a transfer, or read the one that was made before."""
    require(at, Permission.STOCK)
    facts = transfers.look_up(session, number)
    once.one_by_one(session, "delivery_slip")
    try:
        figures = papers.figures_of(session, PAPER, facts.number)
    except papers.NoSuchPaper:
        if facts.undone:
            raise TakenBack(number=facts.number) from None
        figures = _figures(session, facts)
        papers.issue(session, PAPER, number=facts.number, schema=SCHEMA, figures=figures, by=at.by, now=now)
        journal.record(session, at, verb="delivery_slip", subject=facts.number, now=now)
    return replace(_read(figures), undone=facts.undone)


def _figures(session: Session, facts: TransferFacts) -> dict[str, Any]:
    lot = session.scalars(select(Lot).where(Lot.number == facts.lot)).one()
    names = {}
    for lang in LANGUAGES:
        with speaking(lang):
            names[lang] = lots.name_of(session, lot)
    read = select(Temperature.tenths).where(Temperature.place_id == lot.place_id, Temperature.happened_on == facts.date)
    return {
        "number": facts.number,
        "date": facts.date.isoformat(),
        "partner": facts.partner,
        "lot": facts.lot,
        "lot_code": lot.lot_code,
        "names": names,
        "by_weight": facts.by_weight,
        "count": facts.count,
        "grams": facts.grams,
        "date_mark": lot.date_mark,
        "date_on_pack": lot.date.isoformat() if lot.date else None,
        "tenths": session.scalar(read.order_by(Temperature.id.desc()).limit(1)),
    }


def _read(figures: Mapping[str, Any]) -> DeliverySlip:
    date, on_pack = figures["date"], figures["date_on_pack"]
    dates = {"date": dt.date.fromisoformat(date), "date_on_pack": dt.date.fromisoformat(on_pack) if on_pack else None}
    return DeliverySlip(**{**figures, **dates})
