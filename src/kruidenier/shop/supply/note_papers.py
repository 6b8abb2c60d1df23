"""A gift note as it was issued, with what came after: signatures, and the note that stands in its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kruidenier.shop.supply import gift_notes, note_list
from kruidenier.shop.supply.note_list import Signature

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

GIFT, FOOD_BANK = "gift", "food_bank"
PART_OF = {"donated": GIFT, "garden": GIFT, "food_bank": FOOD_BANK}
"""A food bank hands on what others gave: its goods never stand among gifts, but under a heading of their own."""


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a gift, as it was known that day."""

    name: str
    lines: tuple[str, ...]
    """Address and the like."""
    kbo: str | None
    establishment: str | None = None
    recognised_by: str | None = None
    """The authority that recognised the receiver."""
    recognition: str | None = None
    recognised_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class NoteGoods:
    """One line of a gift note."""

    line: int
    group: str | None
    code: str | None
    names: Mapping[str, str]
    origin: str
    crates: int
    count: int
    grams: int
    date_mark: str
    date: dt.date | None
    lot: str | None
    tenths: int | None
    reason: str | None
    """Why it was refused."""


@dataclass(frozen=True, slots=True)
class NotePart:
    """What belongs together on a note: gifts, or goods of the food bank."""

    what: str
    goods: tuple[NoteGoods, ...]

    @property
    def grams(self) -> int:
        """The weight of its goods."""
        return sum(one.grams for one in self.goods)

    @property
    def crates(self) -> int:
        """Its crates."""
        return sum(one.crates for one in self.goods)

    @property
    def unweighed_pieces(self) -> int:
        """Pieces that nobody weighed."""
        return sum(one.count for one in self.goods if not one.grams)


@dataclass(frozen=True, slots=True)
class GiftNote:
    """A gift note as it is read and printed."""

    number: str
    delivery: str
    supplier: str
    happened_on: dt.date
    donor: Party
    recipient: Party
    parts: tuple[NotePart, ...]
    refused: tuple[NoteGoods, ...]
    crates_back: int | None
    giver: Signature | None
    shop: Signature | None
    corrects: str | None
    reason: str | None
    """Why it stands in the place of another."""
    corrected_by: str | None


def shown(session: Session, number: str) -> GiftNote:
    """Show a gift note: its frozen figures, and what came after them."""
    note = note_list.find(session, number)
    figures = gift_notes.look_up(session, note.number)
    return GiftNote(
        number=note.number,
        delivery=note.delivery,
        supplier=note.supplier,
        happened_on=note.happened_on,
        donor=donor_of(figures),
        recipient=recipient_of(figures),
        parts=parts_of([_goods(line) for line in figures["lines"]]),
        refused=tuple(_goods(line) for line in figures["refused"]),
        crates_back=figures["crates_back"],
        giver=note.giver,
        shop=note.shop,
        corrects=note.corrects,
        reason=figures.get("reason"),
        corrected_by=note.corrected_by,
    )


def parts_of(goods: Sequence[NoteGoods]) -> tuple[NotePart, ...]:
    """Keep apart what does not belong together."""
    found = {what: tuple(one for one in goods if PART_OF[one.origin] == what) for what in (GIFT, FOOD_BANK)}
    return tuple(NotePart(what, some) for what, some in found.items() if some)


def donor_of(figures: Mapping[str, Any]) -> Party:
    """Read the giver from the frozen figures of a paper."""
    donor = figures["donor"]
    town = " ".join(filter(None, (donor["postcode"], donor["town"])))
    banner = donor["banner"] if donor["banner"] != donor["name"] else None
    lines = tuple(filter(None, (banner, donor["street"], town)))
    return Party(donor["name"], lines, donor["kbo"], donor["establishment"])


def recipient_of(figures: Mapping[str, Any]) -> Party:
    """Read the receiver from the frozen figures of a paper; papers of before its recognition was kept have none."""
    recipient = figures["recipient"]
    recognised_on = recipient.get("recognised_on")
    return Party(
        name=recipient["name"],
        lines=tuple(recipient["lines"]),
        kbo=recipient.get("kbo") or None,
        recognised_by=recipient.get("recognised_by") or None,
        recognition=recipient.get("recognition") or None,
        recognised_on=dt.date.fromisoformat(recognised_on) if recognised_on else None,
    )


def _goods(line: Mapping[str, Any]) -> NoteGoods:
    return NoteGoods(
        line=line["line"],
        group=line["group"],
        code=line["code"],
        names=line["names"],
        origin=line["origin"],
        crates=line["crates"],
        count=line["count"],
        grams=line["grams"],
        date_mark=line["date_mark"],
        date=dt.date.fromisoformat(line["date"]) if line["date"] else None,
        lot=line["lot"],
        tenths=line["temperature_tenths"],
        reason=line.get("reason"),
    )
