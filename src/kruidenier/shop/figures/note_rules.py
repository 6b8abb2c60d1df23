"""What must agree in the books of gifts: notes with what was taken in, and summaries with their notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from kruidenier.i18n import N_
from kruidenier.shop.goods.stock import Movement
from kruidenier.shop.office.papers import IssuedPaper
from kruidenier.shop.supply import gift_notes, gift_summaries, note_corrections
from kruidenier.shop.supply.deliveries import Delivery, DeliveryLine
from kruidenier.shop.supply.note_corrections import NoteCorrection

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

Given = tuple[str | None, tuple[int, int]]
"""The lot of a line, and its pieces and grams."""
RULES = (
    (
        "gift_summary",
        (
            "SELECT s.number FROM gift_summary s LEFT JOIN issued_paper p ON p.kind = 'gift_summary'"
            " AND p.number = s.number LEFT JOIN gift_summary n ON n.number = s.replaced_by"
            " WHERE p.id IS NULL OR (s.replaced_by IS NOT NULL AND n.id IS NULL)"
            " UNION ALL SELECT p.number FROM issued_paper p LEFT JOIN gift_summary s ON s.number = p.number"
            " WHERE p.kind = 'gift_summary' AND s.id IS NULL"
        ),
        N_("There is no paper of gift summary {where}, or nobody knows of it."),
    ),
)
"""What is proved, the query that finds where it fails, and how that is said."""

NOTE_SAYS = N_("Gift note {where} is not what was taken in.")
SUMMARY_SAYS = N_("Gift summary {where} does not list exactly its notes, or does not add them up.")


def wrong_notes(session: Session) -> Iterator[str]:
    """Find gift notes that are not the lines that were given, or not what the books took in of them since."""
    papers = select(IssuedPaper.number, IssuedPaper.figures).where(IssuedPaper.kind == gift_notes.KIND)
    figures: dict[str, dict[str, Any]] = dict(session.execute(papers).all())
    given, received = _given(session), _received(session)
    standing = note_corrections.standing(session, given)
    wrong = set()
    for first, lines in given.items():
        if _amounts(figures, first) != {line: amount for line, (_lot, amount) in lines.items()}:
            wrong.add(first)
        if _amounts(figures, standing[first]) != {line: received.get(lot) for line, (lot, _amount) in lines.items()}:
            wrong.add(standing[first])
    yield from sorted(wrong & set(figures))


def wrong_summaries(session: Session) -> Iterator[str]:
    """Find summaries that list other notes than those that stood when they were issued, or add them up wrongly."""
    papers = select(IssuedPaper.id, IssuedPaper.number, IssuedPaper.figures)
    notes = {row.number: row for row in session.execute(papers.where(IssuedPaper.kind == gift_notes.KIND))}
    replaced = {
        old: notes[new].id
        for old, new in session.execute(select(NoteCorrection.corrects, NoteCorrection.note))
        if new in notes
    }
    for paper in session.execute(papers.where(IssuedPaper.kind == gift_summaries.KIND).order_by(IssuedPaper.number)):
        figures = paper.figures
        stood = {
            note.number
            for note in notes.values()
            if note.figures["donor"]["code"] in figures["entries"]
            and figures["since"] <= note.figures["date"] <= figures["until"]
            and note.id < paper.id < replaced.get(note.number, paper.id + 1)
        }
        listed = [note["number"] for note in figures["notes"]]
        right = sorted(listed) == sorted(stood)
        if not right or _groups(figures["parts"]) != _groups(
            gift_summaries.summed_up(notes[n].figures for n in listed)
        ):
            yield paper.number


def _given(session: Session) -> dict[str, dict[int, Given]]:
    """Read the lines that were given, by their delivery's first note: lot, and pieces and grams at the door."""
    found: dict[str, dict[int, Given]] = {}
    asked = (
        select(Delivery.gift_note, DeliveryLine)
        .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
        .where(
            Delivery.gift_note.is_not(None),
            DeliveryLine.struck_at.is_(None),
            DeliveryLine.refused_reason.is_(None),
            DeliveryLine.origin.in_(gift_notes.GIFTS),
        )
    )
    for note, line in session.execute(asked):
        found.setdefault(str(note), {})[line.position] = (line.lot_id, (line.count, line.grams))
    return found


def _received(session: Session) -> dict[str | None, tuple[int, int]]:
    """Add up what the books took in of each lot."""
    asked = (
        select(Movement.lot_id, func.sum(Movement.count).label("pieces"), func.sum(Movement.grams).label("weight"))
        .where(Movement.reason == "received")
        .group_by(Movement.lot_id)
    )
    return {row.lot_id: (int(row.pieces), int(row.weight)) for row in session.execute(asked)}


def _amounts(papers: Mapping[str, Mapping[str, Any]], number: str) -> dict[int, tuple[int, int]]:
    """Read pieces and grams of each line of a note whose total is theirs."""
    figures = papers.get(number, {})
    lines = {line["line"]: (line["count"], line["grams"]) for line in figures.get("lines", ())}
    return lines if figures.get("grams") == sum(grams for _count, grams in lines.values()) else {}


def _groups(parts: Sequence[Mapping[str, Any]]) -> list[Any]:
    return [
        (part["what"], [[group[column] for column in ("group", *gift_summaries.SUMMED)] for group in part["groups"]])
        for part in parts
    ]
