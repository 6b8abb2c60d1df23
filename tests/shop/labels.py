"""Suppliers and their gifts in tests of the label, in few words."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select, update

from kruidenier.shop.supply import receiving
from kruidenier.shop.supply.deliveries import Delivery
from kruidenier.shop.supply.note_signatures import NoteSignature
from kruidenier.shop.supply.suppliers import Supplier
from kruidenier.store.base import new_id
from tests.kit import Stand, day
from tests.shop.imports import sheet

KBO = "0403.019.261"
COLUMNS = "group grams origin date_mark date refused refused_reason"


def supplier(stand: Stand, code: str = "miroir", *, kind: str = "supermarket", **facts: Any) -> str:
    """Make a supplier whose identity is complete."""
    stand.supplier(code, kind=kind)
    with stand.shop.writing.begin() as session:
        session.execute(update(Supplier).where(Supplier.code == code).values(**{"kbo": KBO} | facts))
    return code


def line(group: str, grams: int, **said: str) -> dict[str, str]:
    """Write one line of a delivery: goods of a group, donated and without a date unless told otherwise."""
    return {"group": group, "grams": str(grams), "origin": "donated", "date_mark": "none"} | said


def give(stand: Stand, on: dt.date | str, *lines: dict[str, str], code: str = "miroir") -> str:
    """Let a supplier give something on a day; tells the number of the delivery."""
    date = day(on) if isinstance(on, str) else on
    goods = sheet(COLUMNS, *([one.get(name, "") for name in COLUMNS.split()] for one in lines))
    return stand.do(receiving.receive, code, goods=goods, on=date, id=new_id()).number


def sign_all(stand: Stand) -> None:
    """Let both sides sign every gift note."""
    with stand.shop.writing.begin() as session:
        signed = set(session.execute(select(NoteSignature.note, NoteSignature.side)).all())
        for note in session.scalars(select(Delivery.gift_note).where(Delivery.gift_note.is_not(None))):
            for side in {"giver", "shop"} - {side for of, side in signed if of == note}:
                session.add(
                    NoteSignature(
                        note=note, side=side, name="X", signed_on=stand.today, recorded_at=stand.now, by=stand.at.by
                    )
                )
