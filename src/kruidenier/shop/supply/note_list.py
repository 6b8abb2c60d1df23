"""The gift notes of a supplier: whether both sides signed, and which note stands in whose place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, or_, select

from kruidenier.shop.office.papers import IssuedPaper, NoSuchPaper
from kruidenier.shop.supply import suppliers
from kruidenier.shop.supply.deliveries import Delivery, DeliveryLine
from kruidenier.shop.supply.gift_notes import GIFTS, KIND
from kruidenier.shop.supply.note_corrections import NoteCorrection
from kruidenier.shop.supply.note_signatures import NoteSignature
from kruidenier.shop.supply.suppliers import Supplier
from kruidenier.store.asking import in_parts
from kruidenier.store.base import wire

if TYPE_CHECKING:
    from sqlalchemy import BindParameter, ColumnElement, Select
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed a note for one side, and when."""

    name: str
    signed_on: dt.date


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A gift note in a list."""

    number: str
    delivery: str
    supplier: str
    """Code of the entry under which the goods came in."""
    happened_on: dt.date
    grams: int
    unweighed_pieces: int
    giver: Signature | None
    shop: Signature | None
    corrects: str | None
    corrected_by: str | None

    @property
    def stands(self) -> bool:
        """No other note stands in its place."""
        return self.corrected_by is None

    @property
    def signed(self) -> bool:
        """Both sides signed it."""
        return self.giver is not None and self.shop is not None

    def signature(self, side: str) -> Signature | None:
        """Tell who signed for one side."""
        return self.giver if side == "giver" else self.shop


@dataclass(frozen=True, slots=True)
class NoteHomework:
    """What the shop still owes a supplier in gift notes."""

    without_note: tuple[str, ...]
    """Numbers of deliveries with gifts and no note."""
    unsigned: tuple[NoteLine, ...]
    """Notes that stand, and that a side has not signed."""


def find(session: Session, number: str) -> NoteLine:
    """Find a gift note by its number."""
    number = number.strip()
    corrected = select(NoteCorrection.delivery_id).where(NoteCorrection.note == number)
    here = or_(Delivery.gift_note == number, Delivery.id.in_(corrected))
    for note in _lines(session, here) if number.isprintable() else ():
        if note.number == number:
            return note
    raise NoSuchPaper(number=number[:40])


def notes_of(session: Session, code: str, *, since: dt.date, until: dt.date) -> tuple[NoteLine, ...]:
    """List a supplier's gift notes of a period, both ends included, by day; corrected ones too."""
    return notes_of_entries(session, suppliers.family(session, code), since=since, until=until)


def notes_of_entries(
    session: Session, entries: Iterable[str], *, since: dt.date, until: dt.date
) -> tuple[NoteLine, ...]:
    """List the gift notes of some suppliers' entries, as `suppliers.family` tells them."""
    return tuple(_lines(session, *_of(entries, since, until)))


_WITHOUT_NOTE = (
    select(Delivery.number)
    .where(
        Delivery.supplier_id.in_(bindparam("entries", expanding=True)),
        Delivery.happened_on >= bindparam("since"),
        Delivery.happened_on <= bindparam("until"),
        Delivery.state == "signed",
        Delivery.gift_note.is_(None),
        Delivery.id.in_(
            select(DeliveryLine.delivery_id).where(
                DeliveryLine.origin.in_(GIFTS),
                DeliveryLine.refused_reason.is_(None),
                DeliveryLine.struck_at.is_(None),
            )
        ),
    )
    .order_by(Delivery.number)
)


def homework(session: Session, entries: Iterable[str], *, since: dt.date, until: dt.date) -> NoteHomework:
    """Tell what the shop still has to do for the gifts of a period: write a note, or get it signed."""
    keys = tuple(entries)
    missing = wire(session).execute(_WITHOUT_NOTE, {"entries": keys, "since": since, "until": until})
    notes = _lines(session, *_of(keys, since, until), papers=_UNSIGNED_AT_THE_DOOR)
    return NoteHomework(
        without_note=tuple(missing.scalars()),
        unsigned=tuple(note for note in notes if note.stands and not note.signed),
    )


_SOME: BindParameter[Any] = bindparam("some", expanding=True)
_CORRECTIONS = select(NoteCorrection.note, NoteCorrection.corrects, NoteCorrection.delivery_id).where(
    NoteCorrection.delivery_id.in_(_SOME)
)
_SIGNATURES = select(NoteSignature.note, NoteSignature.side, NoteSignature.name, NoteSignature.signed_on).where(
    NoteSignature.note.in_(_SOME)
)
_FROZEN = IssuedPaper.figures
_PAPERS = select(
    IssuedPaper.id,
    IssuedPaper.number,
    _FROZEN["grams"].as_integer().label("grams"),
    _FROZEN["unweighed_pieces"].as_integer().label("unweighed_pieces"),
    _FROZEN["signed_by"].as_string().label("signed_by"),
    _FROZEN["taken_by"].as_string().label("taken_by"),
    _FROZEN["taken_by_name"].as_string().label("taken_by_name"),
).where(IssuedPaper.kind == KIND, IssuedPaper.number.in_(_SOME))


_UNSIGNED_AT_THE_DOOR = _PAPERS.where(_FROZEN["signed_by"].as_string().is_(None))


def _of(entries: Iterable[str], since: dt.date, until: dt.date) -> Iterator[ColumnElement[bool]]:
    yield Delivery.supplier_id.in_(tuple(entries))
    yield Delivery.happened_on.between(since, until)


_NOTED = (
    select(Delivery.id, Delivery.number, Delivery.gift_note, Delivery.happened_on, Supplier.code)
    .join(Supplier, Supplier.id == Delivery.supplier_id)
    .where(Delivery.gift_note.is_not(None))
)


def _lines(session: Session, *where: ColumnElement[bool], papers: Select[Any] = _PAPERS) -> list[NoteLine]:
    """Read the notes of deliveries, in the order of the days on which they were issued."""
    rows = wire(session).execute(_NOTED.where(*where)).all()
    of_note = {row.gift_note: row for row in rows}
    by_key = {row.id: row for row in rows}
    corrects: dict[str, str] = {}
    for one in _in_parts(session, _CORRECTIONS, by_key):
        corrects[one.note], of_note[one.note] = one.corrects, by_key[one.delivery_id]
    found = list(_in_parts(session, papers, of_note))
    signed = {
        (one.note, one.side): Signature(one.name, one.signed_on)
        for one in _in_parts(session, _SIGNATURES, [paper.number for paper in found])
    }
    corrected = {old: new for new, old in corrects.items()}
    return [
        NoteLine(
            number=paper.number,
            delivery=of_note[paper.number].number,
            supplier=of_note[paper.number].code,
            happened_on=of_note[paper.number].happened_on,
            grams=paper.grams,
            unweighed_pieces=paper.unweighed_pieces,
            giver=signed.get((paper.number, "giver")) or _at_the_door(paper, paper.signed_by, of_note),
            shop=signed.get((paper.number, "shop")) or _at_the_door(paper, paper.taken_by_name, of_note),
            corrects=corrects.get(paper.number),
            corrected_by=corrected.get(paper.number),
        )
        for paper in sorted(found, key=lambda paper: (of_note[paper.number].happened_on, paper.id))
    ]


def _in_parts(session: Session, asked: Any, values: Iterable[str]) -> Iterator[Any]:
    for some in in_parts(values):
        yield from wire(session).execute(asked, {"some": some})


def _at_the_door(paper: Any, name: str | None, deliveries: Mapping[str, Any]) -> Signature | None:
    """Tell who signed while the goods came in: either both sides did, or none."""
    if not paper.signed_by:
        return None
    name = name or paper.taken_by  # older notes have only the code of who took the goods in
    return Signature(name, deliveries[paper.number].happened_on)
